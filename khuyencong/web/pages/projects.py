"""The list of projects and tasks, and its export."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.papers import Column
from khuyencong.programme.queries import cause_of, cells, page_of, with_money
from khuyencong.programme.states import DelayCause, Funding, PlanPart, ProjectKind
from khuyencong.web.exports import list_file
from khuyencong.web.links import address
from khuyencong.web.project_filters import asked_of, saved_views, totals_asked
from khuyencong.web.reach import projects_of, tallies_of
from khuyencong.web.request import Request
from khuyencong.web.templatetags.kc import badge, figure_money, money, thang

SIZE = 50
EXPORTED = (
    "code", "title", "kind", "part", "activity__name", "place__name", "implementer_name", "starts_on", "ends_on",
    "planned", "allocated",
)  # fmt: skip
_TONES = {
    Funding.NONE.value: ("neutral", "clock"),
    Funding.PART.value: ("blue", "player-play"),
    Funding.FULL.value: ("blue", "check"),
}


def projects(request: Request) -> HttpResponse:
    """The list as the address asks it: conditions, order, page."""
    year, day = request.year, request.day
    tallies = tallies_of(request)
    asked = asked_of(request, projects_of(request), tallies)
    everything = cells(tallies, year, day, "part", "kind", "funding")
    sort, after, before = (request.GET.get(name, "") for name in ("xep", "sau", "truoc"))
    page = page_of(asked.rows, day, sort=sort or "code", after=after, before=before, size=SIZE)
    context = {
        "asked": asked,
        "views": saved_views(everything, asked),
        "page": page,
        "shown": list(_listed(request, page.rows, cause_of(year, day))),
        "totals": totals_asked(request, asked, everything),
        "usual_order": "code",
        "may_export": may(request.standing, Permission.EXPORT),
    }
    return render(request, "projects/list.html", context)


def _listed(request: Request, rows: Iterable[Any], causes: dict[int, Any]) -> Iterator[dict[str, Any]]:
    """Rows as the table writes them; what fifty rows have in common is made once."""
    badges = {code: badge(*_TONES[code], str(label)) for code, label in Funding.choices}
    parts = {code: str(label) for code, label in PlanPart.choices}
    stem = address(request, "project", "-")
    for row in rows:
        url = stem.replace("/-/", f"/{row.code}/", 1)
        state = funding_state(row.planned, row.allocated)
        yield {
            "url": url,
            "code": row.code,
            "title": row.title,
            "body": row.implementer_name or "–",
            "place": row.place.name if row.place else "",
            "part": parts[row.part],
            "starts": thang(row.starts_on) if row.starts_on else "",
            "ends": thang(row.ends_on),
            "planned": figure_money(url, row.planned),
            "allocated": figure_money(url, row.allocated) if row.allocated else money(0),
            "state": badges[state],
            "cause": cause_shown(row, causes),
        }


def cause_shown(row: Any, causes: dict[int, Any]) -> str | None:
    """A locality's cause is shown only while nothing is allocated."""
    if row.allocated or row.part != PlanPart.LOCALITY:
        return None
    noted = causes.get(row.place_id)
    return _cause_words(noted.cause if noted else DelayCause.UNKNOWN)


def _cause_words(cause: str) -> str:
    label = str(DelayCause(cause).label)
    lowered = label[:1].lower() + label[1:]
    return lowered if cause == DelayCause.UNKNOWN else _("nguyên nhân: {cause}").format(cause=lowered)


def funding_state(planned: int, allocated: int) -> str:
    if allocated == 0:
        return Funding.NONE.value
    return Funding.PART.value if allocated < planned else Funding.FULL.value


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file, every row of it."""
    day = request.day
    asked = asked_of(request, projects_of(request), tallies_of(request))
    found = with_money(asked.rows, day).order_by("position").values_list(*EXPORTED).iterator(chunk_size=2000)
    columns = [
        Column(_("Mã"), width=1.4), Column(_("Tên đề án, nhiệm vụ"), width=4), Column(_("Loại")), Column(_("Phần")),
        Column(_("Nội dung"), width=2), Column(_("Địa phương")), Column(_("Đơn vị thực hiện"), width=2),
        Column(_("Bắt đầu"), "date"), Column(_("Kết thúc"), "date"),
        Column(_("Kế hoạch"), "VND"), Column(_("Đã phân bổ"), "VND"), Column(_("Chưa phân bổ"), "VND"),
    ]  # fmt: skip
    year = request.year
    title = _("Đề án, nhiệm vụ khuyến công quốc gia năm {year}").format(year=year)
    kind = request.GET.get("dang", "xlsx")
    return list_file(request, kind, f"de-an-{year}", title, columns, _export_rows(found), (9, 10, 11))


def _export_rows(found: Iterator[Any]) -> Iterator[list[Any]]:
    """Rows in the order of the columns, with words for the codes."""
    kinds = {code: str(label) for code, label in ProjectKind.choices}
    parts = {code: str(label) for code, label in PlanPart.choices}
    for code, title, kind, part, activity, place, body, starts, ends, planned, allocated in found:
        yield [
            code, title, kinds[kind], parts[part], activity, place or "", body, starts, ends,
            planned, allocated, planned - allocated,
        ]  # fmt: skip
