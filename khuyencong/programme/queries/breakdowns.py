"""Totals and breakdowns of projects and money as of a day. No view loses or doubles a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from django.db.models import Count, Q, QuerySet, Sum

from khuyencong.ledger.queries import reached_by_line
from khuyencong.ledger.states import Stage
from khuyencong.programme.models import Project
from khuyencong.programme.queries.projects import projects_on, with_money
from khuyencong.programme.states import PlanPart

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
    served: int = 0  # projects with money allocated


@dataclass
class Share:
    """One line of a breakdown, in đồng."""

    projects: int = 0
    planned: int = 0
    allocated: int = 0

    def add(self, projects: int, planned: int, allocated: int) -> None:
        """One more row, or some more rows together."""
        self.projects += projects
        self.planned += planned
        self.allocated += allocated


@dataclass(frozen=True)
class _Row:
    activity: str
    kind: str
    part: str
    place: int | None
    planned: int
    allocated: int


def _read(rows: QuerySet[Project], year: int, day: date) -> list[_Row]:
    """Three queries whatever the number of rows: the projects, what was planned, what was allocated."""
    planned = reached_by_line(Stage.PLANNED, day, year)
    allocated = reached_by_line(Stage.ALLOCATED, day, year)
    columns = ("activity_id", "kind", "part", "place_id", "planned_line_id", "allocated_line_id")
    values = projects_on(rows, day).filter(year=year).order_by("position").values_list(*columns)
    return [
        _Row(activity, kind, part, place, planned.get(line, 0), allocated.get(target, 0))
        for activity, kind, part, place, line, target in values
    ]


def totals(rows: QuerySet[Project], year: int, day: date) -> Totals:
    """Counts and money of the year's projects among ``rows`` as of ``day``, in one statement."""
    counted: Any = with_money(projects_on(rows, day).filter(year=year), day).order_by()
    found = counted.aggregate(
        all=Count("pk"),
        money=Sum("planned"),
        given=Sum("allocated"),
        served_rows=Count("pk", filter=Q(allocated__gt=0)),
        places=Count("place", distinct=True, filter=Q(part=PlanPart.LOCALITY)),
        bodies=Count("implementer", distinct=True, filter=Q(part=PlanPart.UNIT)),
        agency=Count("pk", filter=Q(part=PlanPart.AGENCY)),
    )
    return Totals(
        projects=found["all"],
        planned=int(found["money"] or 0),
        allocated=int(found["given"] or 0),
        localities=found["places"],
        units=found["bodies"],
        agency_tasks=found["agency"],
        served=found["served_rows"],
    )


def place_key(part: str, place: int | None, merged: Mapping[int, int]) -> str:
    """Under which key money of a part and a place stands: the place's id on the map, 'unit' or 'agency'."""
    if part != PlanPart.LOCALITY or place is None:
        return part
    return str(merged.get(place, place))


def breakdown(
    rows: QuerySet[Project], year: int, day: date, by: By, merged: Mapping[int, int] | None = None
) -> dict[str, Share]:
    """Projects and money by activity group, place, kind or part.

    Places are keyed by id, never by code, which does not name one place for ever; ``merged``
    (registry.queries.on_map_of) turns them into another day's map. Rows of units and of the Agency stand under 'unit'
    and 'agency'. Keys are in order; only keys with rows are present.
    """
    keys: dict[str, Callable[[_Row], str]] = {
        "activity": lambda row: row.activity,
        "kind": lambda row: row.kind,
        "part": lambda row: row.part,
        "place": lambda row: place_key(row.part, row.place, merged or {}),
    }
    key = keys[by]
    shares: dict[str, Share] = {}
    for row in _read(rows, year, day):
        shares.setdefault(key(row), Share()).add(1, row.planned, row.allocated)
    return dict(sorted(shares.items()))
