"""The conferences and fairs of a year, and their export."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.papers import Column
from khuyencong.oversight.models import Gathering
from khuyencong.oversight.queries.gatherings import (
    HELD,
    GatheringFilter,
    Replies,
    booths_of,
    counts_of,
    gathering_page,
    gatherings_like,
    gatherings_of_year,
    replies_of,
)
from khuyencong.oversight.states import GatheringKind, GatheringState, KhuyenCongRegion
from khuyencong.registry.models import Place
from khuyencong.registry.queries import names_on
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.office_reach import gatherings_within
from khuyencong.web.pages.gatherings.words import days_said, soon_badge, state_badge
from khuyencong.web.project_filters import Condition, Options
from khuyencong.web.request import Request

SIZE = 50


def _asked(request: Request) -> tuple[Chips, QuerySet[Gathering]]:
    """What the address asks, and the year's gatherings that meet it."""
    everything, get = gatherings_of_year(gatherings_within(request), request.year, request.day), request.GET.get
    places = Place.objects.filter(pk__in=everything.order_by().values("place")).order_by("sort_key", "valid_from")
    states: Options = [("coming", _("Sắp tổ chức")), *GatheringState.choices]
    named: Options = [(str(pk), name) for pk, name in places.values_list("pk", "name")]
    conditions = [
        Condition("loai", _("Loại"), list(GatheringKind.choices), get("loai", "")),
        Condition("trang_thai", _("Trạng thái"), states, get("trang_thai", "")),
        Condition("khu_vuc", _("Khu vực"), list(KhuyenCongRegion.choices), get("khu_vuc", "")),
        Condition("tinh", _("Tỉnh, thành phố"), named, get("tinh", "")),
    ]
    chips = Chips("gatherings", searched(request.GET), conditions)
    kind, state, region, place = (item.value for item in conditions)
    return chips, gatherings_like(everything, GatheringFilter(chips.q, kind, state, region, place))


def gatherings(request: Request) -> HttpResponse:
    """The year's conferences and fairs as the address asks them, by day."""
    chips, rows = _asked(request)
    found, after = gathering_page(rows, request.GET.get("sau", ""), SIZE)
    keys = [row.pk for row in found]
    replies, booths = replies_of(keys, request.day), booths_of(keys, request.day)
    names = names_on(request.day, [row.host_id for row in found if row.host_id])
    context = {
        "asked": chips, "counts": counts_of(rows), "after": after,
        "shown": [
            (row, state_badge(row.stood), soon_badge(row, request.day), days_said(row),  # type: ignore[attr-defined]
             names[row.host_id].name if row.host_id else "", replies.get(row.pk, Replies()), booths.get(row.pk, 0))
            for row in found
        ],
        "may_plan": may(request.standing, Permission.HANDLE_OFFICE),
        "may_export": may(request.standing, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "gatherings/list.html", context)


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file, every row of it."""
    _chips, rows = _asked(request)
    columns = [
        Column(_("Loại"), width=1.4), Column(_("Tên"), width=4), Column(_("Khu vực")), Column(_("Tỉnh, thành phố")),
        Column(_("Đơn vị phối hợp"), width=2), Column(_("Nhiệm vụ trong kế hoạch"), width=1.4),
        Column(_("Khai mạc"), "date"), Column(_("Bế mạc"), "date"), Column(_("Trạng thái")),
        Column(_("Đã mời"), "count"), Column(_("Tham dự"), "count"), Column(_("Số người"), "count"),
        Column(_("Gian hàng"), "count"), Column(_("Văn bản tổng kết")),
    ]  # fmt: skip
    title = _("Hội nghị, hội chợ năm {year}").format(year=request.year)
    kind = request.GET.get("dang", "xlsx")
    return list_file(request, kind, f"hoi-nghi-hoi-cho-{request.year}", title, columns, _export_rows(request, rows), ())


def _export_rows(request: Request, rows: QuerySet[Gathering]) -> Iterator[list[Any]]:
    found = list(rows.select_related("place", "host", "project", "report_paper"))
    keys = [row.pk for row in found]
    replies, booths = replies_of(keys, request.day), booths_of(keys, request.day)
    names = names_on(request.day, [row.host_id for row in found if row.host_id])
    for row in found:
        stood: str = row.stood  # type: ignore[attr-defined]
        told, reported = replies.get(row.pk, Replies()), stood == GatheringState.REPORTED
        yield [
            row.get_kind_display(), row.title, row.get_region_display(), row.place.name,
            names[row.host_id].name if row.host_id else "", row.project.code if row.project else "", row.starts_on,
            row.ends_on if row.ends_on or stood not in HELD else row.held_on, str(GatheringState(stood).label),
            told.invited, told.coming, told.people, booths.get(row.pk, 0),
            row.report_paper.number if reported and row.report_paper else "",
        ]  # fmt: skip
