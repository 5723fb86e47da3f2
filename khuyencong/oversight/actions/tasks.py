"""Plans tasks of the work programme and records what became of them; gives a person the key of a calendar feed."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.documents.actions import PaperGiven, letter_recorded, link_document
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import Milestone, ProgressReport, TaskPartner, WorkTask
from khuyencong.oversight.queries.tasks import following, same_task, span_of
from khuyencong.oversight.rules.handling import day_has_come, handled_by_office, person_is_of_office
from khuyencong.oversight.rules.tasks import (
    carried_due_fits,
    dates_fit,
    milestone_is_open,
    progress_is_a_share,
    task_is_new,
    task_is_whole,
)
from khuyencong.oversight.transitions.tasks import TASK
from khuyencong.records.actions import record_event, take
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.models import Organisation, Place

Partner = Place | Organisation | str


@transaction.atomic
def plan_task(
    *, by: User, today: date, year: int, half: int, field: str, title: str, starts_on: date, on: date,
    due_on: date | None = None, division: Organisation | None = None, lead: User | None = None, output: str = "",
    partners: Sequence[Partner] = (), milestones: Sequence[tuple[str, date]] = (),
) -> WorkTask:  # fmt: skip
    """Put a task into the programme of a half, from ``on``. ``milestones``: (title, due day).

    Raises Refused; for a task that already stands in the half ``data['task']`` is it.
    """
    refuse_errors([*handled_by_office(standing_of(by, today)), *task_is_whole(title, field, half)])
    title = " ".join(title.split())[:500]
    refuse_errors(
        [
            *day_has_come(on, today),
            *dates_fit(*span_of(year, half), starts_on, due_on, milestones),
            *person_is_of_office(lead, today, "lead"),
            *task_is_new(same_task(year, half, title)),
        ]
    )
    task = WorkTask.objects.create(
        year=year, half=half, field=field, title=title, folded=fold(title), division=division, lead=lead,
        starts_on=starts_on, due_on=due_on, output=output.strip()[:300], in_programme_on=on,
    )  # fmt: skip
    TaskPartner.objects.bulk_create([_partner(task, one) for one in partners])
    Milestone.objects.bulk_create([Milestone(task=task, title=name[:300], due_on=day) for name, day in milestones])
    record_event(by=by, verb="task_planned", on=on, subjects=[task], detail={"year": year, "half": half})
    return task


def _partner(task: WorkTask, one: Partner) -> TaskPartner:
    if isinstance(one, Place):
        return TaskPartner(task=task, place=one)
    if isinstance(one, Organisation):
        return TaskPartner(task=task, organisation=one)
    return TaskPartner(task=task, name=one.strip()[:300])


def _take(
    by: User, today: date, task: WorkTask, name: str, on: date, *, remark: str = "", seen: str = "", effect: Any = None,
    document: Any = None, **said: Any,
) -> WorkTask:  # fmt: skip
    refuse_errors(day_has_come(on, today))
    said = {"standing": standing_of(by, today), **said}
    deed = Deed(on, by, document=document, remark=remark.strip(), seen=seen, said=said)
    return take(thing=task, machine=TASK, name=name, deed=deed, effect=effect)


def begin_task(*, by: User, today: date, task: WorkTask, on: date, remark: str = "", seen: str = "") -> WorkTask:
    """Say that work on a task has begun."""
    return _take(by, today, task, "begin", on, remark=remark, seen=seen)


@transaction.atomic
def report_progress(
    *, by: User, today: date, task: WorkTask, on: date, progress: int, remark: str = "", seen: str = ""
) -> WorkTask:  # fmt: skip
    """Say how far a task is, in percent (0 to 99; finishing makes it 100)."""
    refuse_errors(progress_is_a_share(progress))
    said = f"{progress}%. {remark.strip()}".strip()
    return _take(by, today, task, "report", on, remark=said, seen=seen, effect=_progressed, progress=progress)


def _progressed(task: WorkTask, _transition: Transition, deed: Deed) -> None:
    task.progress = deed.said["progress"]
    ProgressReport.objects.create(task=task, on=deed.on, progress=task.progress)


@transaction.atomic
def reach_milestone(
    *, by: User, today: date, milestone: Milestone, on: date, remark: str = "", seen: str = ""
) -> Milestone:  # fmt: skip
    """Say that a milestone was reached on a day; a task not yet begun is begun by it."""
    locked = Milestone.objects.select_for_update(of=("self",)).select_related("task").get(pk=milestone.pk)
    refuse_errors(milestone_is_open(locked, on))
    said = " – ".join(filter(None, (locked.title, remark.strip())))
    _take(by, today, locked.task, "reach", on, remark=said, seen=seen)
    locked.done_on = on
    locked.save(update_fields=["done_on"])
    return locked


@transaction.atomic
def finish_task(
    *, by: User, today: date, task: WorkTask, on: date, result: str, paper: PaperGiven = None, seen: str = ""
) -> WorkTask:  # fmt: skip
    """Say that a task is done, with its result and the document it made, if it made one."""
    document = letter_recorded(by=by, paper=paper, abstract=task.output or task.title, today=today, presumed="CUC")
    done = _take(by, today, task, "finish", on, remark=result, seen=seen, document=document, effect=_finished)
    if document is not None:
        link_document(document=document, thing=done)
    return done


def _finished(task: WorkTask, _transition: Transition, deed: Deed) -> None:
    task.done_on, task.result, task.progress = deed.on, deed.remark[:1000], 100
    task.output_paper = deed.document or task.output_paper
    ProgressReport.objects.create(task=task, on=deed.on, progress=100)


@transaction.atomic
def carry_task(
    *, by: User, today: date, task: WorkTask, on: date, reason: str, due_on: date | None, seen: str = ""
) -> WorkTask:  # fmt: skip
    """Carry one task into the next half with its reason and new due day; gives the task that goes on there.

    Lead, division, partners and expected output go along, and the milestones not reached: one whose day lies before
    the next half gets the new due day.
    """
    year, half = following(task.year, task.half)
    first, _last = span_of(year, half)
    refuse_errors(carried_due_fits(first, due_on))
    assert due_on is not None
    carried = _take(by, today, task, "carry", on, remark=reason, seen=seen)
    follower = WorkTask.objects.create(
        year=year, half=half, field=carried.field, title=carried.title, folded=carried.folded, lead=carried.lead,
        division=carried.division, starts_on=first, due_on=due_on, output=carried.output, in_programme_on=on,
        progress=carried.progress, carried_from=carried,
    )  # fmt: skip
    for one in carried.partners.order_by("id"):
        TaskPartner.objects.create(task=follower, place=one.place, organisation=one.organisation, name=one.name)
    for mark in carried.milestones.filter(done_on__isnull=True):
        day = mark.due_on if mark.due_on >= first else due_on
        Milestone.objects.create(task=follower, title=mark.title, due_on=day)
    if carried.progress:
        ProgressReport.objects.create(task=follower, on=on, progress=carried.progress)
    detail = {"year": year, "half": half, "from": carried.pk}
    record_event(by=by, verb="task_planned", on=on, subjects=[follower, carried], detail=detail)
    return follower


def drop_task(*, by: User, today: date, task: WorkTask, on: date, reason: str, seen: str = "") -> WorkTask:
    """Give a task up, with its reason."""
    return _take(by, today, task, "drop", on, remark=reason, seen=seen)


@transaction.atomic
def give_calendar_key(*, by: User, user: User) -> str:
    """A new secret key for the person's calendar feed; the one before stops working. Only its hash is kept."""
    key = secrets.token_urlsafe(32)
    locked = User.objects.select_for_update().get(pk=user.pk)
    locked.calendar_key = hashed_key(key)
    locked.save(update_fields=["calendar_key"])
    return key


def hashed_key(key: str) -> str:
    """What is stored of a calendar key: its SHA-256."""
    return hashlib.sha256(key.encode()).hexdigest()


__all__ = [
    "begin_task",
    "carry_task",
    "drop_task",
    "finish_task",
    "give_calendar_key",
    "hashed_key",
    "plan_task",
    "reach_milestone",
    "report_progress",
]
