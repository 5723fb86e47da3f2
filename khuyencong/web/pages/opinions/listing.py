"""The list of requests for an opinion, and its export."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.clusters.models import Opinion
from khuyencong.clusters.queries import (
    OpinionFilter,
    counts_of,
    opinion_page,
    opinions_like,
    opinions_of_year,
    sizes_of,
)
from khuyencong.clusters.states import OpinionKind, OpinionState
from khuyencong.kernel.papers import Column
from khuyencong.registry.models import Place
from khuyencong.registry.queries import on_map_of
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.office_reach import opinions_within
from khuyencong.web.pages.opinions.words import SAID, clocks_known, due_of, state_badge
from khuyencong.web.project_filters import Condition, Options
from khuyencong.web.request import Request

SIZE = 50


def _asked(request: Request) -> tuple[Chips, QuerySet[Opinion]]:
    """What the address asks, and the year's requests that meet it."""
    everything = opinions_of_year(opinions_within(request), request.year, request.day)
    get, merged = request.GET.get, on_map_of(request.day)
    places = Place.objects.filter(pk__in=everything.order_by().values("place")).order_by("sort_key", "valid_from")
    named: Options = [(str(pk), name if merged.get(pk, pk) == pk else f"{name} ({_('cũ')})")
                      for pk, name in places.values_list("pk", "name")]  # fmt: skip
    dues: Options = [("open", _("Chưa kết thúc")), ("late", _("Quá hạn"))]
    conditions = [
        Condition("han", _("Thời hạn"), dues, get("han", "")),
        Condition("trang_thai", _("Trạng thái"), list(OpinionState.choices), get("trang_thai", "")),
        Condition("loai", _("Loại ý kiến"), list(OpinionKind.choices), get("loai", "")),
        Condition("tinh", _("Tỉnh, thành phố"), named, get("tinh", "")),
    ]
    chips = Chips("opinions", searched(request.GET), conditions)
    due, state, kind, place = (item.value for item in conditions)
    wanted = OpinionFilter(chips.q, state, kind, place, clock=due)
    return chips, opinions_like(everything, wanted, request.day)


def opinions(request: Request) -> HttpResponse:
    """Requests received or unanswered in the year, as the address asks them, newest first."""
    chips, rows = _asked(request)
    shown, after = opinion_page(rows, request.GET.get("sau", ""), SIZE)
    clocks, sizes = clocks_known(), sizes_of(row.asked_id for row in shown if row.asked_id)
    dues = [due_of(row, request.day, clocks) for row in shown]
    context = {
        "asked": chips, "counts": counts_of(rows, request.day), "after": after,
        "shown": [
            (row, state_badge(row.stood), due, _size(row, sizes), row.stood in SAID)  # type: ignore[attr-defined]
            for row, due in zip(shown, dues, strict=True)
        ],
        "unsure": any(not due.sure for due in dues),
        "may_receive": may(request.standing, Permission.HANDLE_OFFICE),
        "may_export": may(request.standing, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "opinions/list.html", context)


def _size(row: Any, sizes: dict[int, int]) -> int | None:
    """How many clusters the list asked about names; None before it was read."""
    return sizes.get(row.asked_id) if row.stood != OpinionState.RECEIVED else None


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file, every row of it."""
    _chips, rows = _asked(request)
    columns = [
        Column(_("Ngày đến"), "date"), Column(_("Tỉnh, thành phố")), Column(_("Loại ý kiến"), width=2.4),
        Column(_("Kỳ quy hoạch")), Column(_("Văn bản đề nghị"), width=1.4), Column(_("Ngày văn bản"), "date"),
        Column(_("Số cụm đề nghị"), "count"), Column(_("Hạn trả lời"), "date"), Column(_("Người xử lý")),
        Column(_("Trạng thái")), Column(_("Văn bản cho ý kiến"), width=1.4), Column(_("Ngày trả lời"), "date"),
        Column(_("Kết quả của tỉnh"), width=3),
    ]  # fmt: skip
    title = _("Ý kiến về phương án phát triển cụm công nghiệp năm {year}").format(year=request.year)
    told = _export_rows(request, rows)
    kind = request.GET.get("dang", "xlsx")
    return list_file(request, kind, f"y-kien-cum-{request.year}", title, columns, told, ())


def _export_rows(request: Request, rows: QuerySet[Opinion]) -> Iterator[list[Any]]:
    """Rows in the order of the columns; what was done later than the day is left out."""
    found = list(rows.select_related("place", "request", "answer", "handler"))
    sizes = sizes_of(row.asked_id for row in found if row.asked_id)
    for row in found:
        stood: str = row.stood  # type: ignore[attr-defined]
        answered = stood in SAID
        told = stood == OpinionState.FOLLOWED and row.outcome_on is not None and row.outcome_on <= request.day
        yield [
            row.received_on, row.place.name, row.get_kind_display(), row.period, row.request.number, row.request.date,
            _size(row, sizes), row.due_on, row.handler.full_name if row.handler else "",
            str(OpinionState(stood).label), row.answer.number if answered and row.answer else "",
            row.answered_on if answered else None, row.outcome if told else "",
        ]  # fmt: skip
