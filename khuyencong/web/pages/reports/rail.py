"""The rail beside a report: the chosen figure with its rows, and what must be right before freezing."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.text import number_in
from khuyencong.programme.models import Project
from khuyencong.programme.queries import completeness
from khuyencong.programme.states import PlanPart, ProjectKind
from khuyencong.registry.models import ActivityGroup, Place
from khuyencong.reporting.models import Edition
from khuyencong.reporting.printouts.six_month import SixMonth
from khuyencong.reporting.queries import (
    FIGURES,
    adds_up,
    edition_figures,
    edition_rows,
    figure_of,
    narrowed,
    not_opening,
    row_unit,
    rows_of,
    same_day_last_year,
)
from khuyencong.reporting.rules import period_is_over, year_is_recorded_whole
from khuyencong.reporting.states import Asked, Figure, FigureRow, MapView, Narrowing
from khuyencong.web.map_choice import params_of, said_of
from khuyencong.web.pages.reports.asked import Choice
from khuyencong.web.reach import projects_of

FEW_GROUPS, ROWS_EACH, ROWS_ALONE = 6, 3, 12


def live_figure(request: HttpRequest, asked: Asked, choice: Choice) -> dict[str, Any] | None:
    """The chosen figure measured now: exact value, same day of last year, rows by decision or place."""
    if not choice.code:
        return None
    by = choice.narrowing(asked.map_day or request.today)  # type: ignore[attr-defined]
    rows = narrowed(projects_of(request), by)
    figure = figure_of(choice.code, rows, asked.year, asked.as_of)
    day = same_day_last_year(asked.as_of)
    part = {name: value for name, value in choice.params.items() if name not in ("map", "map_day")}
    query = {"nam": str(asked.year), "tinh_den": short_date(asked.as_of), **part, **_map_params(by)}
    before = figure_of(choice.code, rows, asked.year - 1, day)
    return {
        **_shown(figure, rows_of(choice.code, rows, asked.year, asked.as_of), by),
        "before": before,
        "before_day": day,
        "gap": _gap(figure, before),
        "url": f"{reverse('figure', args=[choice.code])}?{urlencode(query)}",
    }


def _map_params(by: Narrowing) -> dict[str, str]:
    """The parameters of the map a part is counted on; none on that of the report's own time."""
    return {} if by.map_of == "then" else params_of(_map(by))


def _map(by: Narrowing) -> MapView:
    return MapView("now" if by.map_of == "now" else "day", by.map_day)


def part_of(edition: Edition, choice: Choice) -> Narrowing:
    """The part of a frozen figure, on the map the edition was frozen with: what was today's then is of that day."""
    day = edition.content["asked"]["map_day"]
    by = choice.narrowing(date.fromisoformat(day) if day else edition.as_of)
    return by if by.map_of == "then" else replace(by, map_of="day")


def frozen_figure(edition: Edition, choice: Choice) -> dict[str, Any] | None:
    """The chosen figure as frozen, with its frozen rows."""
    if not choice.code:
        return None
    query = urlencode(choice.params)
    address = reverse("edition-figure", args=[edition.pk, choice.code])
    figure, rows = frozen(edition, choice)
    return {**_shown(figure, rows, part_of(edition, choice)), "url": f"{address}?{query}" if query else address}


def frozen(edition: Edition, choice: Choice) -> tuple[Figure, list[FigureRow]]:
    """Frozen rows of a figure, or of a part of it: a part is told by what the plan prints of each project."""
    figures = edition_figures(edition)
    if choice.code not in figures:
        raise Http404
    whole = figures[choice.code]
    rows = edition_rows(edition, choice.code)
    if not choice.params:
        return whole, rows
    part = narrowed(Project.objects.filter(year=edition.year), part_of(edition, choice))
    codes = set(part.values_list("code", flat=True))
    kept = [row for row in rows if row.project in codes]
    unit = "VND" if whole.unit == "percent" else whole.unit
    return Figure(choice.code, whole.label, unit, sum(row.amount for row in kept)), kept


def _shown(figure: Figure, rows: Sequence[FigureRow], by: Narrowing) -> dict[str, Any]:
    return {
        "figure": figure, "rows": len(rows), "total": sum(row.amount for row in rows), "said": part_said(by),
        "groups": grouped(rows), "adds_up": adds_up(figure, (row.amount for row in rows)),
        "money": row_unit(figure.code) == "VND", "unit": row_unit(figure.code),
    }  # fmt: skip


def _gap(now: Figure, before: Figure) -> dict[str, Any] | None:
    """How far this period stands from last year's, when both are known."""
    if now.value is None or before.value is None:
        return None
    gap = now.value - before.value
    return {"value": abs(gap), "more": gap > 0, "same": gap == 0}


def grouped(rows: Sequence[FigureRow], *, whole: bool = False) -> list[dict[str, Any]]:
    """Rows under their group with subtotals; in the rail only the first few of each."""
    groups: dict[str, list[FigureRow]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(row)
    few = len(groups) <= FEW_GROUPS
    limit = len(rows) if whole else ROWS_ALONE if len(groups) == 1 else ROWS_EACH if few else 0
    return [
        {
            "title": title, "total": sum(row.amount for row in members), "count": len(members),
            "rows": members[:limit], "left": len(members) - min(limit, len(members)),
            "left_total": sum(row.amount for row in members[limit:]),
        }
        for title, members in groups.items()
    ]  # fmt: skip


def part_said(by: Narrowing) -> list[str]:
    """Which part of a figure is opened, in words."""
    said = []
    if by.activity:
        said.append(ActivityGroup.objects.filter(pk=by.activity).values_list("name", flat=True).first() or by.activity)
    if number_in(by.place) is not None:
        said.append(Place.objects.filter(pk=int(by.place)).values_list("name", flat=True).first() or by.place)
    if by.map_of != "then":
        said.append(said_of(_map(by)))
    said += [str(dict(ProjectKind.choices).get(by.kind, by.kind))] if by.kind else []
    said += [str(dict(PlanPart.choices).get(by.part, by.part))] if by.part else []
    return said


def checks(request: HttpRequest, report: SixMonth) -> dict[str, Any]:
    """What must be right before freezing, and the reason when it cannot be done."""
    asked, rows = report.asked, projects_of(request)
    unopened = not_opening(report.figures, rows, asked.year, asked.as_of)
    findings = [
        *year_is_recorded_whole(completeness(asked.year)),
        *period_is_over(ended=asked.as_of <= request.today),  # type: ignore[attr-defined]
    ]
    return {
        "unopened": unopened, "opened": len(report.figures) - len(unopened), "figures": len(report.figures),
        "findings": findings, "notes": report.notes, "why": _why_not(request, findings, unopened),
    }  # fmt: skip


def _why_not(request: HttpRequest, findings: Sequence[Finding], unopened: Sequence[Figure]) -> str:
    """Why this person cannot freeze now; '' when they can."""
    if request.is_past:  # type: ignore[attr-defined]
        return _("Đang xem số liệu ngày %(day)s: về hiện tại để xử lý.") % {"day": short_date(request.day)}  # type: ignore[attr-defined]
    if not may(request.standing, Permission.FREEZE_REPORTS):  # type: ignore[attr-defined]
        return _("Lãnh đạo Cục hoặc Trưởng phòng chốt số liệu.")
    if findings:
        return " ".join(f"{found.message} {found.remedy}".strip() for found in findings)
    return _("Có số liệu chưa mở được đến từng dòng.") if unopened else ""


def names_of(figures: Mapping[str, Figure]) -> list[Figure]:
    """Figures in the order they are declared."""
    return [figures[code] for code in FIGURES if code in figures]
