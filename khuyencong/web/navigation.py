"""The left navigation as data: groups of entries, each with the verb that opens it. Counts are asked elsewhere."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.web.links import address_if_built
from khuyencong.web.request import Request


@dataclass(frozen=True)
class Entry:
    """One page in the navigation. ``short`` is its name in the phone's bottom bar; '' keeps it out of the bar.

    ``family`` begins the names of the pages below it, on which the entry stays marked.
    """

    name: str
    title: str | Promise
    icon: str
    needs: Permission | None = None
    short: str | Promise = ""
    family: tuple[str, ...] = ()


P = Permission
PROJECTS = pgettext_lazy("số nhiều", "Đề án")
ACCOUNTS = pgettext_lazy("số nhiều", "Tài khoản")
GROUPS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        "",
        (
            Entry("home", _("Tổng quan"), "home", None, _("Tổng quan")),
            Entry("tasks", _("Việc của tôi"), "list-check", P.SEE_PROGRAMME, _("Việc"), ("dossier",)),
        ),
    ),
    (
        _("Khuyến công"),
        (
            Entry("plan", _("Kế hoạch năm"), "calendar-event", P.SEE_PROGRAMME),
            Entry("projects", _("Đề án, nhiệm vụ"), "folders", P.SEE_PROGRAMME, PROJECTS, ("project",)),
            Entry("allocations", _("Phân bổ kinh phí"), "wallet", P.SEE_PROGRAMME, _("Phân bổ"), ("allocation",)),
            Entry("reconciliation", _("Đối chiếu Kho bạc"), "table", P.SEE_PROGRAMME, family=("reconciliation",)),
            Entry("obstacles", _("Vướng mắc"), "message-report", P.SEE_PROGRAMME, family=("obstacle",)),
            Entry("machines", _("Sổ máy móc"), "settings", P.SEE_PROGRAMME, family=("machine",)),
            Entry(
                "imports",
                _("Nhập dữ liệu"),
                "table-import",
                P.IMPORT_WORKBOOKS,
                family=("import",),
            ),
        ),
    ),
    (
        _("Công việc của Cục"),
        (
            Entry("week", _("Tuần này"), "calendar-event", P.SEE_OFFICE, family=("week",)),
            Entry("papers", _("Văn bản đến, đi"), "file-text", P.SEE_OFFICE, family=("paper",)),
            Entry("drafts", _("Dự thảo, trình"), "send", P.SEE_OFFICE, family=("draft",)),
            Entry("work-tasks", _("Chương trình công tác"), "list-check", P.SEE_OFFICE, family=("work-task",)),
            Entry("petitions", _("Kiến nghị"), "message-report", P.SEE_OFFICE, family=("petition",)),
            Entry("guidance", _("Hướng dẫn đã đăng"), "info-circle", P.SEE_PROGRAMME, family=("guidance",)),
            Entry(
                "inspections",
                _("Kiểm tra, khảo sát"),
                "clipboard-check",
                P.SEE_OFFICE,
                family=("inspection", "recommendation"),
            ),
            Entry("opinions", _("Ý kiến phương án cụm"), "building-factory", P.SEE_OFFICE, family=("opinion",)),
            Entry("gatherings", _("Hội nghị, hội chợ"), "users", P.SEE_OFFICE, family=("gathering",)),
        ),
    ),
    (
        _("Báo cáo"),
        (
            Entry(
                "reports",
                _("Báo cáo 6 tháng"),
                "report",
                P.SEE_REPORTS,
                _("Báo cáo"),
                ("report", "edition"),
            ),
            Entry("comparison", _("So sánh các năm"), "chart-bar", P.SEE_PROGRAMME, family=("comparison",)),
            Entry("system-map", _("Tổ chức khuyến công"), "sitemap", P.SEE_REPORTS, family=("system-map",)),
        ),
    ),
    (
        _("Danh mục"),
        (
            Entry(
                "organisations",
                pgettext_lazy("số nhiều", "Đơn vị thực hiện"),
                "building-community",
                P.SEE_REGISTRY,
                family=("organisation",),
            ),
            Entry("establishments", _("Cơ sở CNNT"), "building-factory", P.SEE_REGISTRY, family=("establishment",)),
            Entry("addresses", _("Tra địa chỉ cũ, mới"), "map-pin", P.SEE_REGISTRY, family=("addresses",)),
            Entry("changes", _("Thay đổi địa bàn, đơn vị"), "arrows-exchange", P.SEE_REGISTRY, family=("change",)),
            Entry("places", _("Địa bàn"), "map", P.SEE_REGISTRY, family=("place",)),
            Entry("regions", _("Vùng"), "world", P.SEE_REGISTRY, family=("region",)),
            Entry("law", _("Văn bản, định mức"), "scale", P.SEE_REGISTRY),
        ),
    ),
    (_("Quản trị"), (Entry("accounts", ACCOUNTS, "users", P.ADMINISTER, ACCOUNTS),)),
)


@dataclass(frozen=True)
class Shown:
    """An entry the person may open, with its address, whether it is the page shown, and what waits there."""

    entry: Entry
    url: str
    current: bool
    count: int | None = None


def groups_for(request: Request, counts: dict[str, int]) -> list[tuple[str | Promise, list[Shown]]]:
    """The groups and entries this person may open; groups without entries are left out."""
    here = (request.resolver_match.url_name or "") if request.resolver_match else ""
    standing = request.standing
    shown = []
    for title, entries in GROUPS:
        mine = [
            Shown(entry, url, _is_under(entry, here), counts.get(entry.name))
            for entry in entries
            if (entry.needs is None or may(standing, entry.needs)) and (url := address_if_built(request, entry.name))
        ]
        if mine:
            shown.append((title, mine))
    return shown


def _is_under(entry: Entry, here: str) -> bool:
    return here == entry.name or here.startswith(entry.family)


def bar_of(groups: list[tuple[str | Promise, list[Shown]]]) -> list[Shown]:
    """At most four entries of the phone's bottom bar; the fifth opens the whole navigation."""
    return [item for _title, items in groups for item in items if item.entry.short][:4]
