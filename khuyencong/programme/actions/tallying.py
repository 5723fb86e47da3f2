"""Keeps the tallies equal to the movements: every change of a project's count or money becomes changes of a day."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.db.models import QuerySet

from khuyencong.kernel.rows import add_rows
from khuyencong.ledger.hooks import Moved
from khuyencong.ledger.models import Movement
from khuyencong.ledger.states import Stage
from khuyencong.programme.models import Project, Tally
from khuyencong.programme.states import Funding

Day = tuple[date, int, int]  # a day and what was planned and allocated on it, in đồng
_AT_ONCE = 500
_COLUMNS = (
    "year", "on", "part", "kind", "activity_id", "place_id", "implementer_id", "funding", "projects", "planned",
    "allocated", "starts_on",
)  # fmt: skip


def funding_of(planned: int, allocated: int) -> str:
    """How far the money of a project has come."""
    if allocated == 0:
        return Funding.NONE
    return Funding.PART if allocated < planned else Funding.FULL


class _Counted(NamedTuple):
    """What a tally needs to know of a project."""

    pk: int
    year: int
    part: str
    kind: str
    activity: str
    place: int | None
    implementer: int | None
    starts_on: date | None
    support: int
    planned_line: int
    allocated_line: int
    opened: date

    @property
    def alike(self) -> tuple[Any, ...]:
        return (self.part, self.kind, self.activity, self.place, self.implementer)


def _counted(rows: QuerySet[Project]) -> list[_Counted]:
    return [
        _Counted(*row)
        for row in rows.values_list(
            "pk", "year", "part", "kind", "activity_id", "place_id", "implementer_id", "starts_on", "support",
            "planned_line_id", "allocated_line_id", "plan__effective_on",
        )
    ]  # fmt: skip


def tally_opened(projects: Sequence[Project]) -> None:
    """Count projects opened without money; the others are counted with their first movement."""
    changes = _Changes()
    for project in _counted(Project.objects.filter(pk__in=[project.pk for project in projects])):
        changes.open(project)
    changes.write()


def tally_moved(movements: Sequence[Moved]) -> None:
    """Follow movements just written. Projects they do not touch stay as they are."""
    changes, seen = _Changes(), set[int]()
    fresh = {movement.pk for movement in movements}
    for step, name in ((Stage.PLANNED, "planned_line"), (Stage.ALLOCATED, "allocated_line")):
        moved = [movement for movement in movements if movement.step == step]
        lines = sorted({line for movement in moved for line in (movement.source_id, movement.target_id)})
        for start in range(0, len(lines), _AT_ONCE):
            rows = Project.objects.filter(**{f"{name}__in": lines[start : start + _AT_ONCE]})
            touched = [project for project in _counted(rows) if project.pk not in seen]
            seen |= {project.pk for project in touched}
            _follow(touched, fresh, changes)
    changes.write()


def _follow(touched: Sequence[_Counted], fresh: set[int], changes: "_Changes") -> None:
    """Take back what the projects counted for before the fresh movements, and count them with these."""
    histories = _histories(touched)
    for project in touched:
        before = [day for pk, day in histories[project.pk] if pk not in fresh]
        after = [day for _pk, day in histories[project.pk]]
        if project.support and not before:
            changes.open(project)
        changes.walk(project, before, sign=-1)
        changes.walk(project, after, sign=1)


def _histories(projects: Sequence[_Counted]) -> dict[int, list[tuple[int, Day]]]:
    """What reached or left each project's plan and allocation, by the movement it came with."""
    found: dict[int, list[tuple[int, Day]]] = defaultdict(list)
    planned = {project.planned_line: project.pk for project in projects}
    allocated = {project.allocated_line: project.pk for project in projects}
    for step, owners in ((Stage.PLANNED, planned), (Stage.ALLOCATED, allocated)):
        for end, sign in (("target", 1), ("source", -1)):
            rows = Movement.objects.filter(**{f"{end}__in": list(owners)}, step=step)
            for pk, line, on, amount in rows.values_list("pk", f"{end}_id", "on", "amount"):
                signed = sign * amount
                found[owners[line]].append((pk, (on, signed, 0) if owners is planned else (on, 0, signed)))
    return found


@dataclass
class _Changes:
    """Changes per day of alike projects, gathered before they are written."""

    sums: dict[tuple[Any, ...], list[int]] = field(default_factory=lambda: defaultdict(lambda: [0, 0, 0]))
    starts: dict[tuple[Any, ...], date] = field(default_factory=dict)

    def open(self, project: _Counted) -> None:
        """A project appears on the day its plan takes effect, with no money."""
        key = self._add(project, project.opened, Funding.NONE, (1, 0, 0))
        if project.starts_on:
            self.starts[key] = min(project.starts_on, self.starts.get(key, project.starts_on))

    def walk(self, project: _Counted, days: Iterable[Day], *, sign: int) -> None:
        """Leave one state for the next on every day money moved; nothing counts before the plan takes effect."""
        moved: dict[date, list[int]] = defaultdict(lambda: [0, 0])
        for on, planned, allocated in days:
            day = moved[max(on, project.opened)]
            day[0], day[1] = day[0] + planned, day[1] + allocated
        held = (1, 0, 0)
        for on, (planned, allocated) in sorted(moved.items()):
            now = (1, held[1] + planned, held[2] + allocated)
            self._add(project, on, funding_of(*held[1:]), held, -sign)
            self._add(project, on, funding_of(*now[1:]), now, sign)
            held = now

    def _add(
        self, project: _Counted, on: date, funding: str, held: tuple[int, int, int], sign: int = 1
    ) -> tuple[Any, ...]:
        key = (project.year, on, *project.alike, funding)
        sums = self.sums[key]
        sums[0], sums[1], sums[2] = sums[0] + sign * held[0], sums[1] + sign * held[1], sums[2] + sign * held[2]
        return key

    def write(self) -> None:
        rows = ((*key, *held, self.starts.get(key)) for key, held in self.sums.items() if any(held))
        add_rows(Tally, _COLUMNS, rows)
