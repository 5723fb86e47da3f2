"""Allocation batches, the year's curve, and localities that still wait."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Min, QuerySet, Sum
from django.db.models.functions import TruncMonth

from khuyencong.ledger.models import Movement
from khuyencong.ledger.states import Stage
from khuyencong.programme.models import AllocationBatch, AllocationLine, AnnualPlan, CauseNote, Project
from khuyencong.programme.queries.projects import projects_on, with_money
from khuyencong.programme.queries.tallies import Cell
from khuyencong.programme.states import DelayCause, PlanPart, Side
from khuyencong.registry.models import Place


@dataclass(frozen=True)
class Waiting:
    """A locality with projects in the plan and no allocation by the day. Distances are in days; None: not yet."""

    place: Place
    projects: int
    planned: int
    days_since_decision: int
    days_since_start: int | None
    cause: str
    side: str
    note: str

    @property
    def cause_label(self) -> str:
        return str(DelayCause(self.cause).label)

    @property
    def side_label(self) -> str:
        return str(Side(self.side).label)


def batches(year: int, day: date) -> QuerySet[AllocationBatch]:
    """Allocation decisions of a year dated by ``day``, oldest first."""
    return AllocationBatch.objects.filter(year=year, on__lte=day).select_related("document", "run").order_by("on", "id")


def lines_of(rows: QuerySet[AllocationLine], day: date) -> QuerySet[AllocationLine]:
    """Allocation lines dated by ``day`` with what a page shows of them."""
    return (
        rows.filter(movement__on__lte=day)
        .select_related("project", "project__place", "batch__document", "movement")
        .order_by("movement__on", "batch_id", "position")
    )


def by_month(rows: QuerySet[Project], year: int, day: date) -> list[int]:
    """Đồng allocated by the end of each month of the year, from January to the month of ``day`` (12 after the year)."""
    last = 12 if day.year > year else (day.month if day.year == year else 0)
    signed = [0] * 12
    for end, sign in (("target", 1), ("source", -1)):
        found = Movement.objects.filter(
            **{f"{end}__allocated_project__in": rows.filter(year=year)}, step=Stage.ALLOCATED, on__lte=day
        )
        for month, amount in found.annotate(month=TruncMonth("on")).values_list("month").annotate(total=Sum("amount")):
            index = 0 if month.year < year else 11 if month.year > year else month.month - 1
            signed[index] += sign * amount
    return [sum(signed[: index + 1]) for index in range(last)]


def cause_of(year: int, day: date) -> dict[int, CauseNote]:
    """The newest cause noted by ``day`` for each place of a year."""
    notes = CauseNote.objects.filter(year=year, noted_on__lte=day).order_by("noted_on", "noted_at", "id")
    return {note.place_id: note for note in notes}


def waiting_localities(rows: QuerySet[Project], year: int, day: date) -> list[Waiting]:
    """Localities of the plan without a single đồng allocated by ``day``, most money first. Blames nobody by itself."""
    plan = AnnualPlan.objects.filter(year=year, effective_on__lte=day).first()
    if plan is None:
        return []
    local = projects_on(rows, day).filter(year=year, part=PlanPart.LOCALITY)
    funded: Any = with_money(local, day)
    served = funded.filter(allocated__gt=0).values("place_id")
    groups: Any = (
        local.exclude(place_id__in=served)
        .order_by()
        .values("place_id")
        .annotate(projects=Count("pk"), planned=Sum("support"), starts=Min("starts_on"))
    )
    return _described(list(groups), plan, day)


def waiting_of(found: Sequence[Cell], plan: AnnualPlan, day: date) -> list[Waiting]:
    """The same as ``waiting_localities``, from cells grouped by part, place_id and any more columns."""
    groups: dict[int | None, dict[str, Any]] = {}
    served = {cell.place_id for cell in found if cell.part == PlanPart.LOCALITY and cell.allocated > 0}
    for cell in found:
        if cell.part == PlanPart.LOCALITY and cell.place_id not in served:
            new = {"place_id": cell.place_id, "projects": 0, "planned": 0, "starts": cell.starts_on}
            group = groups.setdefault(cell.place_id, new)
            group["projects"] += cell.projects
            group["planned"] += cell.planned
            group["starts"] = min(filter(None, (group["starts"], cell.starts_on)), default=None)
    return _described(list(groups.values()), plan, day)


def _described(groups: Sequence[dict[str, Any]], plan: AnnualPlan, day: date) -> list[Waiting]:
    places = Place.objects.in_bulk([group["place_id"] for group in groups])
    causes = cause_of(plan.year, day)
    waiting = [_waiting(group, places[group["place_id"]], causes, plan, day) for group in groups]
    return sorted(waiting, key=lambda item: (-item.planned, item.place.sort_key))


def _waiting(
    group: dict[str, object], place: Place, causes: dict[int, CauseNote], plan: AnnualPlan, day: date
) -> Waiting:
    starts, noted = group["starts"], causes.get(place.pk)
    late = (day - starts).days if isinstance(starts, date) and starts <= day else None
    return Waiting(
        place=place,
        projects=int(str(group["projects"])),
        planned=int(str(group["planned"])),
        days_since_decision=(day - plan.effective_on).days,
        days_since_start=late,
        cause=noted.cause if noted else DelayCause.UNKNOWN,
        side=noted.side if noted else Side.NONE,
        note=noted.note if noted else "",
    )
