"""Opens any figure: the exact value and the rows whose amounts add up to it, live or frozen in an edition."""

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
from khuyencong.registry.models import ActivityGroup, Place
from khuyencong.reporting.models import Edition
from khuyencong.reporting.queries import FIGURES, LATER, OFFICE, edition_rows, figure_of, narrowed, rows_of
from khuyencong.reporting.states import Figure, FigureRow, Narrowing
from khuyencong.web.exports import list_file
from khuyencong.web.reach import obstacles_within, projects_of
from khuyencong.web.request import Request

GROUPED = {"programme.planned", "programme.allocated", "programme.allocation_rate", *LATER}


def figure(request: Request, figure: str) -> HttpResponseBase:
    """The rows of a figure; ``ban`` names an edition whose frozen rows are shown instead; ``dang`` asks for a file."""
    if figure not in FIGURES or (figure in OFFICE and not may(request.standing, Permission.SEE_REPORTS)):
        raise Http404
    found, rows, edition = _frozen(request, figure) if request.GET.get("ban") else _live(request, figure)
    if kind := request.GET.get("dang"):
        return _file(request, kind, found, rows)
    context = {
        "figure": found,
        "edition": edition,
        "groups": _groups(found.code, rows),
        "money": figure in GROUPED,
        "rows": len(rows),
        "total": sum(row.amount for row in rows),
        "narrowed": [] if edition else _said(_narrowing(request)),
        "may_export": may(request.standing, Permission.EXPORT),
    }
    return render(request, "figures/figure.html", context)


def _narrowing(request: Request) -> Narrowing:
    activity, kind, part, place = (request.GET.get(name, "") for name in ("activity", "kind", "part", "place"))
    return Narrowing(activity, kind, part, place, "now" if request.GET.get("map_of") == "now" else "then")


def _live(request: Request, code: str) -> tuple[Figure, list[FigureRow], None]:
    year, day = request.year, request.day
    by = _narrowing(request)
    rows, theirs = narrowed(projects_of(request), by, request.today), obstacles_within(request)
    if by != Narrowing():
        if code in OFFICE:
            raise Http404
        theirs = theirs.filter(project__in=rows)
    return figure_of(code, rows, year, day, theirs), rows_of(code, rows, year, day, theirs), None


def _frozen(request: Request, code: str) -> tuple[Figure, list[FigureRow], Edition]:
    """An edition is a national paper: only those who may see reports open its rows."""
    if not may(request.standing, Permission.SEE_REPORTS) or number_in(request.GET["ban"]) is None:
        raise Http404
    editions = visible_to(request.standing, Edition.objects.all())
    edition = get_object_or_404(editions, pk=int(request.GET["ban"]))
    unit, label = FIGURES[code]
    rows = edition_rows(edition, code)
    value = sum(row.amount for row in rows)
    return Figure(code, str(label), "VND" if unit == "percent" else unit, value), rows, edition


def _groups(code: str, rows: list[FigureRow]) -> list[dict[str, Any]]:
    """Rows under their decision or place with a subtotal; counts stand in one group without a head."""
    if code not in GROUPED:
        return [{"title": "", "rows": rows, "total": sum(row.amount for row in rows)}]
    found = []
    for title, members in groupby(rows, key=lambda row: row.group):
        listed = list(members)
        found.append({"title": title, "rows": listed, "total": sum(row.amount for row in listed)})
    return found


def _said(by: Narrowing) -> list[str]:
    """The part of the figure that is opened, in words."""
    said = []
    if by.activity:
        said.append(ActivityGroup.objects.filter(pk=by.activity).values_list("name", flat=True).first() or by.activity)
    if by.kind:
        said.append(str(dict(ProjectKind.choices).get(by.kind, by.kind)))
    if by.part:
        said.append(str(dict(PlanPart.choices).get(by.part, by.part)))
    if by.place and number_in(by.place) is not None:
        said.append(Place.objects.filter(pk=int(by.place)).values_list("name", flat=True).first() or by.place)
    return said


def _file(request: Request, kind: str, found: Figure, rows: list[FigureRow]) -> HttpResponseBase:
    if not may(request.standing, Permission.EXPORT):
        raise Http404
    money = found.code in GROUPED
    columns = [
        Column(_("Mã"), width=1.4), Column(_("Nội dung"), width=4), Column(_("Nhóm"), width=2),
        Column(_("Chi tiết"), width=2), Column(_("Số tiền") if money else _("Số lượng"), "VND" if money else "count"),
    ]  # fmt: skip
    listed: list[list[Value]] = [[row.project or row.key, row.text, row.group, row.detail, row.amount] for row in rows]
    return list_file(request, kind, found.code.replace(".", "-"), found.label, columns, listed, (4,))
