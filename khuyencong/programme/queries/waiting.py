"""What waits for whom: dossiers at desks by deadline, and duties of the law for which nobody has begun a dossier."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from khuyencong.programme.models import Dossier, Execution, Project
from khuyencong.programme.states import Carrying, DossierKind, DossierState
from khuyencong.registry.queries import day_of_year, norm

SOON = timedelta(days=3)


@dataclass(frozen=True)
class Task:
    """One line of "Việc của tôi": what, of which project, until when. ``dossier`` is None for a duty not begun."""

    project: Project
    kind: str
    due_on: date | None
    since: date | None
    dossier: Dossier | None = None
    month: date | None = None

    def lateness(self, day: date) -> str:
        """'late', 'soon' or '' on a day."""
        if self.due_on is None:
            return ""
        return "late" if self.due_on < day else "soon" if self.due_on <= day + SOON else ""


# What a task shows of a dossier and its project.
_SHOWN = ("kind", "state", "desk", "due_on", "since", "project__code", "project__title", "project__place__name")
_URGENT_FIRST = (F("due_on").asc(nulls_last=True), "id")


def _at_desks(rows: QuerySet[Dossier], at: Q, day: date) -> QuerySet[Dossier]:
    """Only dossiers under way stand in the part of the index that is read."""
    return rows.filter(at, desk__gt="", made_on__lte=day)


def waiting(rows: QuerySet[Dossier], at: Q, day: date, limit: int = 200) -> list[Task]:
    """Dossiers at these desks, the most urgent first; which ones they are is settled before their rows are read."""
    urgent = _at_desks(rows, at, day).order_by(*_URGENT_FIRST).values("pk")[:limit]
    found = Dossier.objects.filter(pk__in=urgent).select_related("project__place").only(*_SHOWN)
    return [Task(row.project, row.kind, row.due_on, row.since, row) for row in found.order_by(*_URGENT_FIRST)]


def count_waiting(rows: QuerySet[Dossier], at: Q, day: date) -> int:
    """How many dossiers wait at these desks."""
    return _at_desks(rows, at, day).count()


def count_late(rows: QuerySet[Dossier], at: Q, day: date) -> int:
    """How many dossiers at these desks are past their deadline on a day."""
    return rows.filter(at, made_on__lte=day, due_on__lt=day).count()


def _listed(rows: QuerySet[Project], limit: int) -> QuerySet[Project]:
    """The first projects by code, with what a task shows of them."""
    return rows.select_related("place").only("code", "title", "year", "place__name").order_by("code")[:limit]


def reports_to_write(rows: QuerySet[Project], day: date, limit: int = 50) -> list[Task]:
    """Running projects without this month's progress report: due by the dated day of the month (form 3a)."""
    month = day.replace(day=1)
    written = Dossier.objects.filter(project=OuterRef("pk"), kind=DossierKind.PROGRESS, month=month).exclude(
        state=DossierState.WITHDRAWN
    )
    running = rows.filter(execution__state=Carrying.RUNNING).filter(~Exists(written))
    due = month.replace(day=int(norm("progress.monthly", on=day).value))
    return [Task(row, DossierKind.PROGRESS, due, month, month=month) for row in _listed(running, limit)]


def contracts_to_write(rows: QuerySet[Project], year: int, limit: int = 50) -> list[Task]:
    """Projects of a year with an allocation and no contract begun; no dated duty stands for these."""
    begun = Dossier.objects.filter(project=OuterRef("pk"), kind=DossierKind.CONTRACT).exclude(
        state=DossierState.WITHDRAWN
    )
    opened = Execution.objects.filter(project=OuterRef("pk")).exclude(state=Carrying.PREPARING)
    found = rows.filter(year=year, allocations__isnull=False).filter(~Exists(begun), ~Exists(opened)).distinct()
    return [Task(row, DossierKind.CONTRACT, None, None) for row in _listed(found, limit)]


def liquidations_to_write(rows: QuerySet[Project], day: date, limit: int = 50) -> list[Task]:
    """Accepted projects whose settlement dossier is agreed and whose liquidation nobody has begun."""
    agreed = Dossier.objects.filter(kind=DossierKind.SETTLEMENT, state=DossierState.AGREED).order_by()
    begun = Dossier.objects.filter(project=OuterRef("pk"), kind=DossierKind.LIQUIDATION).exclude(
        state=DossierState.WITHDRAWN
    )
    found = rows.filter(pk__in=agreed.values("project"), execution__state=Carrying.ACCEPTED).filter(~Exists(begun))
    return [
        Task(row, DossierKind.LIQUIDATION, day_of_year("settlement.last_day", year=row.year + 1, on=day), None)
        for row in _listed(found, limit)
    ]


def ordered(tasks: Sequence[Task]) -> list[Task]:
    """By deadline, those without one last."""
    return sorted(tasks, key=lambda task: (task.due_on is None, task.due_on or date.max, task.project.code))
