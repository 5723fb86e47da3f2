"""A province's lists of clusters: one version with its rows, and the versions over time."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.clusters.models import ClusterList, ListRow, Opinion
from khuyencong.clusters.queries import limits_on, versions_of
from khuyencong.clusters.rules.lists import doubts_of
from khuyencong.clusters.states import Change, ClusterArea, PlanAction
from khuyencong.kernel.papers import Column
from khuyencong.kernel.text import fold
from khuyencong.records.queries import attachments_of
from khuyencong.registry.models import Place
from khuyencong.registry.queries import on_map_of
from khuyencong.registry.states import Level
from khuyencong.web.exports import list_file
from khuyencong.web.office_reach import cluster_lists_within, opinions_within
from khuyencong.web.pages.opinions.words import hectares
from khuyencong.web.request import Request

ZERO = Decimal(0)


def _found(request: Request, pk: int) -> ClusterList:
    rows = cluster_lists_within(request).filter(as_of__lte=request.day)
    return get_object_or_404(rows.select_related("place", "document", "run", "run__made_by"), pk=pk)


def version(request: Request, pk: int) -> HttpResponse:
    """One version of a list: every cluster as printed, with what is doubtful about it."""
    row = _found(request, pk)
    rows = list(row.rows.order_by("position"))
    doubts = doubts_of(rows, limits_on(row.as_of))
    wanted = fold(request.GET.get("q", "").strip()[:80])
    area = sum((one.area for one in rows if one.area is not None and one.action != PlanAction.CUT), ZERO)
    context = {
        "list": row, "q": request.GET.get("q", "").strip()[:80], "all": len(rows), "area": hectares(area or None),
        "doubtful": len(doubts),
        "rows": [(one, hectares(one.area_now), hectares(one.area_planned), doubts.get(one.pk, ()))
                 for one in rows if wanted in one.folded],
        "file": attachments_of(row.run).filter(kind="workbook").first() if row.run else None,
        "opinions": _opinions_on(request, row), "may_export": may(request.standing, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "opinions/version.html", context)


def _opinions_on(request: Request, row: ClusterList) -> list[Opinion]:
    """Opinions asked about this version."""
    rows = opinions_within(request).filter(asked=row, received_on__lte=request.day)
    return list(rows.select_related("place", "request"))


def export(request: Request, pk: int) -> HttpResponseBase:
    """One version as a file."""
    row = _found(request, pk)
    columns = [
        Column(_("TT"), "count"), Column(_("Cụm công nghiệp"), width=2.4), Column(_("Địa điểm"), width=2),
        Column(_("Hiện trạng (ha)"), "count"), Column(_("Quy hoạch (ha)"), "count"), Column(_("Loại địa bàn")),
        Column(_("Ngành nghề"), width=2), Column(_("Chủ đầu tư hạ tầng"), width=2), Column(_("Tỉnh ghi")),
        Column(_("Ghi chú"), width=2),
    ]  # fmt: skip
    title = f"{row.get_kind_display()}: {row.place.name}, {row.period}"
    kind = request.GET.get("dang", "xlsx")
    return list_file(
        request, kind, f"danh-muc-cum-{row.pk}", title, columns, _rows_of(row.rows.order_by("position")), ()
    )


def _rows_of(rows: Any) -> Iterator[list[Any]]:
    row: ListRow
    for row in rows:
        yield [
            row.position, row.name, row.where, _plain(row.area_now), _plain(row.area_planned),
            str(ClusterArea(row.kind_of_place).label), row.industries, row.investor,
            str(PlanAction(row.action).label) if row.action else "", row.note,
        ]  # fmt: skip


def _plain(value: Any) -> Any:
    """An area without the noughts the database adds; whole hectares as a whole number."""
    if value is None:
        return None
    return int(value) if value == int(value) else value.normalize()


def place(request: Request, place: int) -> HttpResponse:
    """Every version of a province's list, newest first, its predecessors' too, and the opinions asked."""
    row = get_object_or_404(Place, pk=place, level=Level.PROVINCE)
    known = versions_of(row, request.day)
    asked = opinions_within(request).filter(place__in={one.list.place_id for one in known} | {row.pk})
    newest = on_map_of(request.day).get(row.pk, row.pk)
    context = {
        "place": row, "newest": Place.objects.get(pk=newest) if newest != row.pk else None,
        "versions": [(one, hectares(one.hectares or None), _changes(one.changes)) for one in known],
        "opinions": asked.filter(received_on__lte=request.day).select_related("place", "request").order_by(
            "-received_on", "-id"),
    }  # fmt: skip
    return render(request, "opinions/place.html", context)


def _changes(changes: Any) -> str:
    """'5 bổ sung mới, 1 đưa ra khỏi danh mục'; what stayed is left out."""
    if changes is None:
        return ""
    told = [
        f"{changes[one]} {one.label[:1].lower()}{one.label[1:]}"
        for one in Change
        if one != Change.SAME and changes[one]
    ]
    return ", ".join(told) or _("không đổi")
