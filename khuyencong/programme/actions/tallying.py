"""Keeps the tallies equal to the movements: every change of a project's count or money becomes changes of a day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q

from khuyencong.ledger.hooks import Moved
from khuyencong.ledger.models import Movement
from khuyencong.ledger.states import Stage
from khuyencong.programme.models import Project, Tally
from khuyencong.programme.states import Funding

Day = tuple[date, int, int]  # a day and what was planned and allocated on it, in đồng
_AT_ONCE = 500


def funding_of(planned: int, allocated: int) -> str:
    """How far the money of a project has come."""
    if allocated == 0:
        return Funding.NONE
    return Funding.PART if allocated < planned else Funding.FULL


def tally_opened(projects: Sequence[Project]) -> None:
    """Count projects opened without money; the others are counted with their first movement."""
    changes = _Changes()
    for project in projects:
        changes.open(project)
    changes.write()


def tally_moved(movements: Sequence[Moved]) -> None:
    """Follow movements just written. Projects they do not touch stay as they are."""
    changes, seen = _Changes(), set[int]()
    fresh = {movement.pk for movement in movements}
    lines = sorted({line for movement in movements for line in (movement.source_id, movement.target_id)})
    for start in range(0, len(lines), _AT_ONCE):
        touched = [project for project in _with_lines(lines[start : start + _AT_ONCE]) if project.pk not in seen]
        seen |= {project.pk for project in touched}
        histories = _histories(touched)
        for project in touched:
            before = [day for pk, day in histories[project.pk] if pk not in fresh]
            after = [day for _pk, day in histories[project.pk]]
            if project.support and not before:
                changes.open(project)
            changes.walk(project, before, sign=-1)
            changes.walk(project, after, sign=1)
    changes.write()


def _with_lines(lines: Sequence[int]) -> list[Project]:
    found: dict[int, Project] = {}
    for name in ("planned_line", "allocated_line"):
        rows = Project.objects.filter(**{f"{name}__in": lines}).select_related("plan")
        found |= {project.pk: project for project in rows}
    return list(found.values())


def _histories(projects: Sequence[Project]) -> dict[int, list[tuple[int, Day]]]:
    """What reached or left each project's plan and allocation, by the movement it came with."""
    planned = {project.planned_line_id: project.pk for project in projects}
    allocated = {project.allocated_line_id: project.pk for project in projects}
    lines = [*planned, *allocated]
    owners_at = {Stage.PLANNED.value: planned, Stage.ALLOCATED.value: allocated}
    found: dict[int, list[tuple[int, Day]]] = defaultdict(list)
    rows = Movement.objects.filter(Q(target__in=lines) | Q(source__in=lines))
    for pk, source, target, step, on, amount in rows.values_list(
        "pk", "source_id", "target_id", "step", "on", "amount"
    ):
        owners = owners_at.get(step, {})
        for line, signed in ((target, amount), (source, -amount)):
            if line in owners:
                found[owners[line]].append((pk, (on, signed, 0) if owners is planned else (on, 0, signed)))
    return found


@dataclass
class _Changes:
    """Changes per day of alike projects, gathered before they are written."""

    sums: dict[tuple[Any, ...], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    starts: dict[tuple[Any, ...], date] = field(default_factory=dict)

    def open(self, project: Project) -> None:
        """A project appears on the day its plan takes effect, with no money."""
        key = self._add(project, project.plan.effective_on, Funding.NONE, (1, 0, 0))
        if project.starts_on:
            self.starts[key] = min(project.starts_on, self.starts.get(key, project.starts_on))

    def walk(self, project: Project, days: Iterable[Day], *, sign: int) -> None:
        """Leave one state for the next on every day money moved; nothing counts before the plan takes effect."""
        moved: dict[date, list[int]] = defaultdict(lambda: [0, 0])
        for on, planned, allocated in days:
            day = moved[max(on, project.plan.effective_on)]
            day[0], day[1] = day[0] + planned, day[1] + allocated
        held = (1, 0, 0)
        for on, (planned, allocated) in sorted(moved.items()):
            now = (1, held[1] + planned, held[2] + allocated)
            self._add(project, on, funding_of(*held[1:]), held, -sign)
            self._add(project, on, funding_of(*now[1:]), now, sign)
            held = now

    def _add(
        self, project: Project, on: date, funding: str, held: tuple[int, int, int], sign: int = 1
    ) -> tuple[Any, ...]:
        key = (
            project.year, on, project.part, project.kind, project.activity_id, project.place_id,
            project.implementer_id, funding,
        )  # fmt: skip
        self.sums[key] = [sum + sign * part for sum, part in zip(self.sums[key], held, strict=True)]
        return key

    def write(self) -> None:
        names = ("year", "on", "part", "kind", "activity_id", "place_id", "implementer_id", "funding")
        rows = [
            Tally(**dict(zip(names, key, strict=True)), projects=count, planned=planned, allocated=allocated,
                  starts_on=self.starts.get(key))
            for key, (count, planned, allocated) in self.sums.items()
            if count or planned or allocated
        ]  # fmt: skip
        Tally.objects.bulk_create(rows, batch_size=_AT_ONCE)
