"""Counts and money from the tallies: sums of changes up to a day, whatever the number of projects.

They say what the movements say (ADR 0007); callers pass the tallies a person may see.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, Q, QuerySet, Sum

from khuyencong.programme.models import StepTally, Tally
from khuyencong.programme.queries.breakdowns import Share, Totals, place_key
from khuyencong.programme.states import Funding, PlanPart


@dataclass(frozen=True)
class Cell:
    """Projects that are alike in what was asked; what was not asked is empty. Amounts in đồng."""

    projects: int
    planned: int
    allocated: int
    starts_on: date | None
    part: str = ""
    kind: str = ""
    activity_id: str = ""
    place_id: int | None = None
    funding: str = ""


def tallies_on(rows: QuerySet[Tally], year: int, day: date) -> QuerySet[Tally]:
    """Changes of a year's projects until the day."""
    return rows.filter(year=year, on__lte=day).order_by()


def cells(rows: QuerySet[Tally], year: int, day: date, *by: str, starts: bool = False) -> list[Cell]:
    """The year's projects as of the day, grouped by columns of the tallies; groups without a project are left out.

    ``starts`` also finds the earliest planned start of each group.
    """
    found: Any = tallies_on(rows, year, day).values_list(*by)
    sums = found.annotate(count=Sum("projects"), money=Sum("planned"), given=Sum("allocated")).order_by(*by)
    if starts:
        sums = sums.annotate(first=Min("starts_on"))
    return [_cell(by, row, row[-1] if starts else None) for row in sums if row[len(by)] > 0]


def _cell(by: Sequence[str], row: Sequence[Any], first: date | None) -> Cell:
    projects, planned, allocated = map(int, row[len(by) : len(by) + 3])
    return Cell(projects, planned, allocated, first, **dict(zip(by, row, strict=False)))


def totals_of(rows: QuerySet[Tally], year: int, day: date) -> Totals:
    """The same as ``totals`` of the projects; not for one funding alone, which places and bodies leave."""
    found = tallies_on(rows, year, day).aggregate(
        all=Sum("projects"),
        money=Sum("planned"),
        given=Sum("allocated"),
        served=Sum("projects", filter=~Q(funding=Funding.NONE)),
        agency=Sum("projects", filter=Q(part=PlanPart.AGENCY)),
        places=Count("place", distinct=True, filter=Q(part=PlanPart.LOCALITY)),
        bodies=Count("implementer", distinct=True, filter=Q(part=PlanPart.UNIT)),
    )
    found = {name: int(value or 0) for name, value in found.items()}
    return Totals(
        projects=found["all"],
        planned=found["money"],
        allocated=found["given"],
        localities=found["places"],
        units=found["bodies"],
        agency_tasks=found["agency"],
        served=found["served"],
    )


def sum_of(rows: QuerySet[Tally], year: int, day: date) -> Share:
    """Projects and money of the tallies, however they are narrowed."""
    found = tallies_on(rows, year, day).aggregate(all=Sum("projects"), money=Sum("planned"), given=Sum("allocated"))
    return Share(int(found["all"] or 0), int(found["money"] or 0), int(found["given"] or 0))


def shares_of(found: Sequence[Cell], by: str) -> dict[str, Share]:
    """Cells as a breakdown by a column they were asked for."""
    shares: dict[str, Share] = {}
    for cell in found:
        shares.setdefault(getattr(cell, by), Share()).add(cell.projects, cell.planned, cell.allocated)
    return dict(sorted(shares.items()))


def shares_of_places(found: Sequence[Cell], merged: Mapping[int, int]) -> dict[str, Share]:
    """Cells (by part and place_id) as a breakdown by province id; ``merged`` turns them into another day's map."""
    shares: dict[str, Share] = {}
    for cell in found:
        key = place_key(cell.part, cell.place_id, merged)
        shares.setdefault(key, Share()).add(cell.projects, cell.planned, cell.allocated)
    return dict(sorted(shares.items()))


def months_of(rows: QuerySet[Tally], year: int, day: date) -> list[int]:
    """The same as ``by_month`` of the projects."""
    last = 12 if day.year > year else (day.month if day.year == year else 0)
    signed = [0] * 12
    for on, amount in tallies_on(rows, year, day).values_list("on").annotate(total=Sum("allocated")):
        signed[0 if on.year < year else 11 if on.year > year else on.month - 1] += int(amount)
    return [sum(signed[: index + 1]) for index in range(last)]


@dataclass(frozen=True)
class Later:
    """What a year's projects reached by each step after the allocation, in đồng."""

    contracted: int = 0
    advanced: int = 0
    accepted: int = 0
    paid: int = 0
    settled: int = 0
    returned: int = 0
    refunded: int = 0
    cancelled: int = 0
    carried: int = 0

    @property
    def disbursed(self) -> int:
        """What the Treasury paid out: advances and payments, less advances taken back in the year."""
        return self.advanced + self.paid - self.returned


def later_of(rows: QuerySet[StepTally], year: int, day: date) -> Later:
    """The sums of every later step of a year by a day, in one query."""
    found = rows.filter(year=year, on__lte=day).order_by().values_list("step").annotate(total=Sum("amount"))
    return Later(**{step: int(total) for step, total in found})
