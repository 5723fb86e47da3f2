"""Totals and breakdowns of projects and money as of a day. No view loses or doubles a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from django.db.models import QuerySet

from khuyencong.ledger.queries import reached_by_line
from khuyencong.ledger.states import Stage
from khuyencong.programme.models import Project
from khuyencong.programme.queries.projects import projects_on
from khuyencong.programme.states import PlanPart
from khuyencong.registry.models import Place

By = Literal["activity", "place", "kind", "part"]


@dataclass(frozen=True)
class Totals:
    """Counts and đồng of a set of projects."""

    projects: int = 0
    planned: int = 0
    allocated: int = 0
    localities: int = 0
    units: int = 0
    agency_tasks: int = 0


@dataclass
class Share:
    """One line of a breakdown, in đồng."""

    projects: int = 0
    planned: int = 0
    allocated: int = 0


@dataclass(frozen=True)
class _Row:
    pk: int
    activity: str
    kind: str
    part: str
    place: int | None
    implementer: int | None
    planned: int
    allocated: int


def _read(rows: QuerySet[Project], year: int, day: date) -> list[_Row]:
    """Three queries whatever the number of rows: the projects, what was planned, what was allocated."""
    planned = reached_by_line(Stage.PLANNED, day, year)
    allocated = reached_by_line(Stage.ALLOCATED, day, year)
    columns = (
        "pk",
        "activity_id",
        "kind",
        "part",
        "place_id",
        "implementer_id",
        "planned_line_id",
        "allocated_line_id",
    )
    values = projects_on(rows, day).filter(year=year).order_by("position").values_list(*columns)
    return [
        _Row(pk, activity, kind, part, place, body, planned.get(line, 0), allocated.get(target, 0))
        for pk, activity, kind, part, place, body, line, target in values
    ]


def totals(rows: QuerySet[Project], year: int, day: date) -> Totals:
    """Counts and money of the year's projects among ``rows`` as of ``day``."""
    found = _read(rows, year, day)
    return Totals(
        projects=len(found),
        planned=sum(row.planned for row in found),
        allocated=sum(row.allocated for row in found),
        localities=len({row.place for row in found if row.part == PlanPart.LOCALITY}),
        units=len({row.implementer for row in found if row.part == PlanPart.UNIT} - {None}),
        agency_tasks=sum(row.part == PlanPart.AGENCY for row in found),
    )


def _place_key(merged: Mapping[int, int]) -> Callable[[_Row], str]:
    codes = dict(Place.objects.filter(level="province").values_list("pk", "code"))

    def key(row: _Row) -> str:
        if row.part != PlanPart.LOCALITY or row.place is None:
            return row.part
        return str(codes[merged.get(row.place, row.place)])

    return key


def breakdown(
    rows: QuerySet[Project], year: int, day: date, by: By, merged: Mapping[int, int] | None = None
) -> dict[str, Share]:
    """Projects and money by activity group, place, kind or part.

    Places are keyed by code; ``merged`` (registry.queries.on_map_of) turns them into another day's map. Rows of units
    and of the Agency stand under 'unit' and 'agency'. Keys are in order; only keys with rows are present.
    """
    keys: dict[str, Callable[[_Row], str]] = {
        "activity": lambda row: row.activity,
        "kind": lambda row: row.kind,
        "part": lambda row: row.part,
    }
    key = _place_key(merged or {}) if by == "place" else keys[by]
    shares: dict[str, Share] = {}
    for row in _read(rows, year, day):
        share = shares.setdefault(key(row), Share())
        share.projects += 1
        share.planned += row.planned
        share.allocated += row.allocated
    return dict(sorted(shares.items()))
