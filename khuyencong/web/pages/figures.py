"""Opens any figure: the exact value and the rows whose amounts add up to it, live or frozen in an edition."""

from decimal import Decimal
from itertools import groupby
from typing import Any

from django.http import Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may, visible_to
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.papers import Column, Value
from khuyencong.kernel.text import number_in
from khuyencong.programme.states import PlanPart, ProjectKind
from khuyencong.registry.models import ActivityGroup, Place, RegionScheme
from khuyencong.reporting.models import Edition
from khuyencong.reporting.queries import (
    FIGURES,
    OBSTACLES,
    OF_OFFICE,
    OFFICE,
    SYSTEM,
    TENTHS,
    edition_rows,
    figure_of,
    narrowed,
    obstacles_narrowed,
    office_measure,
    own_day,
    row_unit,
    rows_of,
)
from khuyencong.reporting.states import NOWHERE, Figure, FigureRow, Narrowing
from khuyencong.web.exports import list_file
from khuyencong.web.map_choice import said_of, view_of
from khuyencong.web.reach import obstacles_within, projects_of
from khuyencong.web.request import Request

GROUPED = {code for code in FIGURES if row_unit(code) == "VND"}
OF_REPORTS = {*OFFICE, *SYSTEM}


def figure(request: Request, figure: str) -> HttpResponseBase:
    """The rows of a figure; ``ban`` names an edition whose frozen rows are shown instead; ``dang`` asks for a file."""
    if not _may_open(request, figure):
        raise Http404
    found, rows, edition = _frozen(request, figure) if request.GET.get("ban") else _live(request, figure)
    if kind := request.GET.get("dang"):
        return _file(request, kind, found, rows)
    context = {
        "figure": found,
        "edition": edition,
        "groups": _groups(found.code, rows),
        "money": figure in GROUPED,
        "unit": row_unit(figure) if figure in FIGURES else "count",
        "rows": len(rows),
        "total": sum(row.amount for row in rows),
        "narrowed": [] if edition else _said(request, _narrowing(request)),
        "may_export": may(request.standing, Permission.EXPORT),
    }
    return render(request, "figures/figure.html", context)


def _may_open(request: Request, figure: str) -> bool:
    """Figures of the report, and measures that are only compared; those of the office for whoever sees it."""
    if figure in OF_OFFICE:
        return may(request.standing, Permission.SEE_OFFICE)
    return figure in FIGURES and (figure not in OF_REPORTS or may(request.standing, Permission.SEE_REPORTS))


def _narrowing(request: Request) -> Narrowing:
    asked = request.GET.get
    view = view_of(request)
    return Narrowing(
        activity=asked("activity", ""), kind=asked("kind", ""), part=asked("part", ""), place=asked("place", ""),
        map_of=view.of, map_day=view.day, region=asked("region", ""), scheme=asked("scheme", ""),
        own_day=own_day(request.year, request.day),
    )  # fmt: skip


def _live(request: Request, code: str) -> tuple[Figure, list[FigureRow], None]:
    year, day = request.year, request.day
    by = _narrowing(request)
    if code in OF_OFFICE:
        return *office_measure(code, year, day, by), None
    rows, theirs = narrowed(projects_of(request), by), obstacles_within(request)
    if by.narrows:
        if code in OF_REPORTS:
            raise Http404
        theirs = obstacles_narrowed(theirs, by) if code in OBSTACLES else theirs
    return figure_of(code, rows, year, day, theirs), rows_of(code, rows, year, day, theirs), None


def _frozen(request: Request, code: str) -> tuple[Figure, list[FigureRow], Edition]:
    """An edition is a national paper: only those who may see reports open its rows."""
    if not may(request.standing, Permission.SEE_REPORTS) or number_in(request.GET["ban"]) is None:
        raise Http404
    editions = visible_to(request.standing, Edition.objects.all())
    edition = get_object_or_404(editions, pk=int(request.GET["ban"]))
    if code not in edition.content["figures"]:
        raise Http404
    unit, label = FIGURES[code]
    rows = edition_rows(edition, code)
    value = sum(row.amount for row in rows)
    if unit == "points":
        return Figure(code, str(label), unit, Decimal(value) / TENTHS), rows, edition
    return Figure(code, str(label), row_unit(code), value), rows, edition


def _groups(code: str, rows: list[FigureRow]) -> list[dict[str, Any]]:
    """Rows under their decision or place with a subtotal; counts stand in one group without a head."""
    if code not in GROUPED:
        return [{"title": "", "rows": rows, "total": sum(row.amount for row in rows)}]
    found = []
    for title, members in groupby(rows, key=lambda row: row.group):
        listed = list(members)
        found.append({"title": title, "rows": listed, "total": sum(row.amount for row in listed)})
    return found


def _said(request: Request, by: Narrowing) -> list[str]:
    """The part of the figure that is opened, in words, with the map it is of."""
    said = []
    if by.activity:
        found = ActivityGroup.objects.filter(pk=by.activity).values_list("name", flat=True).first()
        said.append(found or (_("không gắn đề án") if by.activity == NOWHERE else by.activity))
    if by.kind:
        said.append(
            _("không gắn đề án") if by.kind == NOWHERE else str(dict(ProjectKind.choices).get(by.kind, by.kind))
        )
    if by.part:
        said.append(str(dict(PlanPart.choices).get(by.part, by.part)))
    if by.place and number_in(by.place) is not None:
        said.append(Place.objects.filter(pk=int(by.place)).values_list("name", flat=True).first() or by.place)
    if by.place == NOWHERE:
        said.append(_("không gắn địa phương"))
    if by.region:
        said.append(_("chưa xếp vùng") if by.region == NOWHERE else by.region)
        said += RegionScheme.objects.filter(code=by.scheme).values_list("name", flat=True)
    if by.place or by.region:
        said.append(said_of(view_of(request)))
    return said


def _file(request: Request, kind: str, found: Figure, rows: list[FigureRow]) -> HttpResponseBase:
    if not may(request.standing, Permission.EXPORT):
        raise Http404
    money, points = found.code in GROUPED, found.unit == "points"
    amount = _("Số tiền") if money else _("Điểm phần trăm") if points else _("Số lượng")
    columns = [
        Column(_("Mã"), width=1.4), Column(_("Nội dung"), width=4), Column(_("Nhóm"), width=2),
        Column(_("Chi tiết"), width=2), Column(amount, "VND" if money else "count"),
    ]  # fmt: skip
    listed: list[list[Value]] = [
        [
            row.project or row.key, row.text, row.group, row.detail,
            Decimal(row.amount) / TENTHS if points else row.amount,
        ]
        for row in rows
    ]  # fmt: skip
    return list_file(request, kind, found.code.replace(".", "-"), found.label, columns, listed, (4,))
