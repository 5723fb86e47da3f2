"""Reads the work programme as it stood on a day: tasks of a half, what is open, done, carried, and its milestones."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, F, IntegerField, OuterRef, Prefetch, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from khuyencong.kernel.guards import holding
from khuyencong.kernel.text import fold, number_in
from khuyencong.oversight.models import Milestone, ProgressReport, TaskPartner, WorkTask
from khuyencong.oversight.states import TaskField, TaskState
from khuyencong.records.queries import stood_on
from khuyencong.registry.models import Organisation, OrganisationName
from khuyencong.registry.queries import names_on
from khuyencong.registry.states import BodyKind

OPEN = (TaskState.PLANNED, TaskState.DOING)


@dataclass(frozen=True)
class TaskFilter:
    """What the list is narrowed to; every field comes from the address and may be empty. ``state`` 'open' is both."""

    q: str = ""
    field: str = ""
    state: str = ""
    lead: str = ""
    late: str = ""


@dataclass(frozen=True)
class TaskCounts:
    """How the tasks of a list stood: all, done, still open, of these past their due day, carried over, given up."""

    all: int
    done: int
    open: int
    late: int
    carried: int
    dropped: int


def half_of(day: date) -> tuple[int, int]:
    """The year and half (1, 2) a day lies in."""
    return day.year, 1 if day.month <= 6 else 2


def span_of(year: int, half: int) -> tuple[date, date]:
    """First and last day of a half."""
    return (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))


def following(year: int, half: int) -> tuple[int, int]:
    """The half after; it rolls over the year's end."""
    return (year, 2) if half == 1 else (year + 1, 1)


def tasks_on(rows: QuerySet[WorkTask], day: date) -> QuerySet[WorkTask]:
    """Tasks in the programme by a day; ``stood``: state of that day, ``reached``: its progress in percent then."""
    last = ProgressReport.objects.filter(task=OuterRef("pk"), on__lte=day).order_by("-on", "-id").values("progress")
    reached: Any = Coalesce(Subquery(last[:1]), Value(0), output_field=IntegerField())
    return stood_on(rows.filter(in_programme_on__lte=day), TaskState.PLANNED, day).annotate(reached=reached)


def tasks_of_half(rows: QuerySet[WorkTask], year: int, half: int, day: date) -> QuerySet[WorkTask]:
    """The programme of a half as it stood on a day, by field and due day."""
    found = tasks_on(rows.filter(year=year, half=half), day)
    place = Case(*(When(field=field, then=Value(index)) for index, field in enumerate(TaskField.values)))
    return found.order_by(place, F("due_on").asc(nulls_last=True), "id")


def tasks_like(rows: QuerySet[WorkTask], wanted: TaskFilter, day: date) -> QuerySet[WorkTask]:
    """Rows (from ``tasks_on``) that meet every filter. Unknown values simply match nothing."""
    if wanted.field:
        rows = rows.filter(field=wanted.field)
    if wanted.state:
        rows = rows.filter(Q(stood__in=OPEN if wanted.state == "open" else [wanted.state]))
    if wanted.late:
        rows = rows.filter(Q(stood__in=OPEN), due_on__lt=day)
    if wanted.lead:
        rows = rows.none() if (lead := number_in(wanted.lead)) is None else rows.filter(lead_id=lead)
    if folded := fold(wanted.q):
        rows = rows.filter(holding(WorkTask, "folded", folded))
    return rows


def counts_of(rows: QuerySet[WorkTask], day: date) -> TaskCounts:
    """How rows from ``tasks_on`` stood on the day."""
    waiting = Q(stood__in=OPEN)
    found = rows.order_by().aggregate(
        every=Count("pk"),
        done=Count("pk", filter=Q(stood=TaskState.DONE)),
        waiting=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(due_on__lt=day)),
        carried=Count("pk", filter=Q(stood=TaskState.CARRIED)),
        dropped=Count("pk", filter=Q(stood=TaskState.DROPPED)),
    )
    return TaskCounts(
        found["every"], found["done"], found["waiting"], found["late"], found["carried"], found["dropped"]
    )


def with_partners(rows: QuerySet[WorkTask]) -> QuerySet[WorkTask]:
    """Rows with what a list needs of each: lead, division, partners, milestones; a fixed number of questions."""
    partners = TaskPartner.objects.select_related("place", "organisation").order_by("id")
    return rows.select_related("lead", "division").prefetch_related(
        Prefetch("partners", queryset=partners), "milestones"
    )


def task_page(rows: QuerySet[WorkTask], after: str, size: int) -> tuple[list[WorkTask], str]:
    """A page of rows and where the next begins ('' on the last); a place that cannot be read begins at the start.

    A half's programme is some dozens of tasks, ordered by field and due day: the place is a count.
    """
    start = (number_in(after) or 0) if len(after) < 6 else 0
    found = list(with_partners(rows)[start : start + size + 1])
    return found[:size], str(start + size) if len(found) > size else ""


def same_task(year: int, half: int, title: str) -> WorkTask | None:
    """A task of the half that is not given up, in the same words (accents and punctuation aside)."""
    rows = WorkTask.objects.filter(year=year, half=half, folded=fold(title))
    return rows.exclude(state=TaskState.DROPPED).order_by("id").first()


def tasks_open(day: date) -> QuerySet[WorkTask]:
    """Tasks neither done, carried nor given up on a day, the most urgent first."""
    found = tasks_on(WorkTask.objects.all(), day).filter(Q(stood__in=OPEN))
    return found.select_related("lead", "division").order_by(F("due_on").asc(nulls_last=True), "id")


def done_between(first: date, last: date) -> QuerySet[WorkTask]:
    """Tasks done in the period, both days included, by the day they were done."""
    rows = WorkTask.objects.filter(state=TaskState.DONE, done_on__gte=first, done_on__lte=last)
    return rows.select_related("lead", "division", "output_paper").order_by("done_on", "id")


def next_period(year: int, half: int, day: date) -> QuerySet[WorkTask]:
    """Tasks of the half after (``year``, ``half``) known by a day, planned or carried, not dropped."""
    year, half = following(year, half)
    found = tasks_of_half(WorkTask.objects.all(), year, half, day).exclude(Q(stood=TaskState.DROPPED))
    return found.select_related("lead", "division", "carried_from")


def milestones_between(first: date, last: date) -> QuerySet[Milestone]:
    """Milestones of tasks still open that fall due in the period and are not reached, by day."""
    rows = Milestone.objects.filter(due_on__gte=first, due_on__lte=last, done_on__isnull=True, task__state__in=OPEN)
    return rows.select_related("task", "task__lead").order_by("due_on", "id")


def milestones_of_lead(lead: int, day: date) -> QuerySet[Milestone]:
    """Milestones not reached of the open tasks a person leads, known by a day, by their own day."""
    rows = Milestone.objects.filter(done_on__isnull=True, task__lead=lead, task__state__in=OPEN)
    return rows.filter(task__in_programme_on__lte=day).select_related("task").order_by("due_on", "id")


def partner_names(task: WorkTask, names: dict[int, str]) -> list[str]:
    """Partners of a task in words; ``names`` holds bodies by id under their names of the day asked for."""
    said = []
    for one in task.partners.all():
        if one.place is not None:
            said.append(one.place.name)
        elif one.organisation_id is not None:
            said.append(names.get(one.organisation_id, ""))
        else:
            said.append(one.name)
    return [name for name in said if name]


def names_for(tasks: list[WorkTask], day: date) -> dict[int, str]:
    """Names on a day of the divisions and partner bodies of tasks that came with their partners; one question."""
    bodies = {task.division_id for task in tasks if task.division_id}
    bodies |= {one.organisation_id for task in tasks for one in task.partners.all() if one.organisation_id}
    return {pk: row.name for pk, row in names_on(day, bodies).items()} if bodies else {}


def divisions_on(day: date) -> list[OrganisationName]:
    """Divisions of the Agency under their names of a day, in Vietnamese order."""
    bodies = Organisation.objects.filter(kind=BodyKind.DIVISION).values_list("pk", flat=True)
    return sorted(names_on(day, bodies).values(), key=lambda row: row.sort_key)
