"""The map of the system on a day: every province with its body, what departed and what it carries; and the file."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.money import decimal_text
from khuyencong.kernel.papers import Column
from khuyencong.registry.queries.system import model_on
from khuyencong.registry.states import Above, Conformity, Evidence
from khuyencong.reporting.queries import in_effect
from khuyencong.reporting.queries.system import SystemFigures, added, system_figures
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.pages.system_map.lines import OTHERS, UNKNOWN_ABOVE, Line, lines_of, narrowed_lines, ordered
from khuyencong.web.project_filters import Condition, Options
from khuyencong.web.request import Request
from khuyencong.web.templatetags.kc import NOTHING

USUAL = "ten"


def system_map(request: Request) -> HttpResponse:
    """The map as the address asks it, with how many provinces stand where and how the departed fare."""
    everything = lines_of(request)
    chips, shown = _asked(request, everything)
    figures = system_figures(
        [line.row for line in everything], {line.row.place.pk: line.carried for line in everything}
    )
    context = {
        "asked": chips, "shown": shown, "every": len(everything), "totals": added(line.carried for line in shown),
        "figures": figures, "cards": _cards(figures), "model": model_on(request.day), "usual_order": USUAL,
        "has_plan": in_effect(request.year, request.day), "sides": _sides(figures),
        "points": _points(figures.lag, signed=False), "gaps": _gaps(figures),
        "departed": [line for line in everything if line.row.conformity == Conformity.DEPARTED],
        "may_export": may(request.standing, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "system_map/list.html", context)


def _asked(request: Request, everything: Sequence[Line]) -> tuple[Chips, list[Line]]:
    """What the address asks of the map, and the lines it finds."""
    get = request.GET.get
    states: Options = [*Conformity.choices, (OTHERS, _("Các địa phương khác (trừ khác mô hình)"))]
    aboves: Options = [
        (Above.DEPARTMENT, Above.DEPARTMENT.label), (Above.COMMITTEE, Above.COMMITTEE.label),
        (Above.OTHER, Above.OTHER.label), (UNKNOWN_ABOVE, Conformity.UNKNOWN.label),
    ]  # fmt: skip
    regions: Options = [(name, name) for name in sorted({line.region for line in everything if line.region})]
    conditions = [
        Condition("trang_thai", _("So với mô hình"), states, get("trang_thai", "")),
        Condition("truc_thuoc", _("Trực thuộc"), aboves, get("truc_thuoc", "")),
        Condition("vung", _("Vùng"), regions, get("vung", "")),
    ]
    chips = Chips("system-map", searched(request.GET), conditions)
    state, above, region = (item.value for item in conditions)
    found = narrowed_lines(everything, chips.q, state, above, region)
    return chips, ordered(found, get("xep", "") or USUAL)


def _cards(figures: SystemFigures) -> list[dict[str, Any]]:
    """How many provinces stand under whom; the four add up to the provinces of the day."""
    under = figures.under
    known = {str(Above.DEPARTMENT): under.get(Above.DEPARTMENT, 0), str(Above.COMMITTEE): under.get(Above.COMMITTEE, 0)}
    other = sum(count for above, count in under.items() if above and above not in known)
    return [
        {"title": _("Trực thuộc Sở Công Thương"), "count": known[Above.DEPARTMENT], "above": Above.DEPARTMENT},
        {"title": _("Trực thuộc Ủy ban nhân dân tỉnh"), "count": known[Above.COMMITTEE], "above": Above.COMMITTEE},
        {"title": _("Trực thuộc cơ quan khác"), "count": other, "above": Above.OTHER},
        {"title": _("Chưa có dữ liệu"), "count": under.get("", 0), "above": UNKNOWN_ABOVE},
    ]


def _sides(figures: SystemFigures) -> list[dict[str, Any]]:
    """The departed beside all others: their rows are one press away."""
    departed = figures.provinces[Conformity.DEPARTED]
    return [
        {"title": _("Địa phương khác mô hình"), "state": Conformity.DEPARTED, "count": departed,
         "carried": figures.departed},
        {"title": _("Các địa phương khác"), "state": OTHERS, "count": sum(figures.provinces.values()) - departed,
         "carried": figures.others},
    ]  # fmt: skip


def _points(lag: Decimal | None, *, signed: bool = True) -> str:
    """A difference of shares: how far the departed are from the others, with its sign; '–' when not known."""
    if lag is None:
        return NOTHING
    sign = "" if not signed or lag == 0 else "-" if lag > 0 else "+"
    return sign + decimal_text(abs(lag), 1, trim=True)


def _gaps(figures: SystemFigures) -> list[dict[str, str]]:
    """The differences under the columns of shares."""
    columns = (
        (_("Tỷ lệ phân bổ"), figures.lag), (_("Tỷ lệ có hợp đồng"), figures.contracted_lag),
        (_("Tỷ lệ giải ngân"), figures.disbursed_lag),
    )  # fmt: skip
    return [{"title": title, "points": _points(lag)} for title, lag in columns]


def export(request: Request) -> HttpResponseBase:
    """The map as asked, as a file: a row a province."""
    if not may(request.standing, Permission.EXPORT):
        raise PermissionDenied
    _chips, shown = _asked(request, lines_of(request))
    columns = [
        Column(_("Địa phương"), width=1.4), Column(_("Vùng"), width=1.6), Column(_("Đơn vị đảm nhiệm"), width=3.4),
        Column(_("Trực thuộc"), width=1.8), Column(_("Từ ngày"), "date"), Column(_("Quyết định"), width=1.4),
        Column(_("Mức xác nhận"), width=1.4), Column(_("So với mô hình"), width=1.4), Column(_("Lý do"), width=2.6),
        Column(_("Số đề án"), "count"), Column(_("Kế hoạch"), "VND"), Column(_("Đã phân bổ"), "VND"),
        Column(_("Hợp đồng"), "VND"), Column(_("Giải ngân"), "VND"), Column(_("Đề án chưa được phân bổ"), "count"),
        Column(_("Hồ sơ quá hạn"), "count"),
    ]  # fmt: skip
    title = _("Hệ thống khuyến công các địa phương, số liệu năm {year}").format(year=request.year)
    kind = request.GET.get("dang", "xlsx")
    name = f"he-thong-khuyen-cong-{request.day:%Y%m%d}"
    sums = (9, 10, 11, 12, 13, 14, *([] if request.is_past else [15]))
    return list_file(request, kind, name, title, columns, _export_rows(shown), sums)


def _export_rows(lines: Sequence[Line]) -> Iterator[list[Any]]:
    """Rows in the order of the columns; several bodies of a province share its cells."""
    for line in lines:
        bodies, sums = line.row.carriers, line.carried
        hint = "; ".join(line.hint)
        marks = dict.fromkeys(str(Evidence(one.evidence).label) for one in bodies)
        yield [
            line.row.place.name, line.region,
            "; ".join(one.name for one in bodies) or (hint and _("{unit} (suy ra từ kế hoạch, chờ xác nhận)").format(
                unit=hint)),
            "; ".join(dict.fromkeys(one.above_label for one in bodies if one.above_label)),
            max((one.since for one in bodies), default=None),
            "; ".join(dict.fromkeys(one.decision.number for one in bodies if one.decision)), "; ".join(marks),
            str(line.row.conformity.label), "; ".join(line.reasons), sums.projects, sums.planned, sums.allocated,
            sums.contracted, sums.disbursed, sums.unallocated, sums.late,
        ]  # fmt: skip
