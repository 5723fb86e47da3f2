"""Moves a trip from its decision to the end of its follow-up: papers as recorded, days as they were."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.documents.actions import Letter, PaperGiven, letter_recorded, link_document
from khuyencong.documents.models import Document
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.findings import refuse_errors
from khuyencong.oversight.actions.inspections.recommending import RecommendationGiven, write_recommendations
from khuyencong.oversight.models import Inspection, Stop
from khuyencong.oversight.queries.inspections import decided_on
from khuyencong.oversight.rules.inspections import (
    day_has_come,
    handles_office,
    minutes_are_new,
    recorded_by_the_office,
    visit_follows_the_decision,
)
from khuyencong.oversight.transitions.inspections import INSPECTION
from khuyencong.records.actions import record_event, take
from khuyencong.records.transitions import Deed, Transition

KINDS = {
    "decide": DocumentKind.DECISION, "notify": DocumentKind.NOTICE, "report": DocumentKind.REPORT,
    "conclude": DocumentKind.CONCLUSION,
}  # fmt: skip
COLUMNS = {"decide": "decision", "notify": "notice", "report": "report", "conclude": "conclusion"}


def day_of(paper: PaperGiven, today: date) -> date:
    """The day a paper counts from: its own."""
    if isinstance(paper, Letter):
        return paper.on
    return (paper.date if paper is not None else None) or today


@transaction.atomic
def step(
    *, by: User, today: date, inspection: Inspection, name: str, on: date, remark: str = "", paper: PaperGiven = None,
    seen: str = "",
) -> Inspection:  # fmt: skip
    """Take a step of the machine, its paper recorded and linked with it. Raises Refused; then nothing has changed."""
    refuse_errors(day_has_come(on, today))
    given = replace(paper, kind=KINDS[name]) if isinstance(paper, Letter) and name in KINDS else paper
    document = letter_recorded(by=by, paper=given, abstract=inspection.title, today=today, presumed="CUC")
    said = {"standing": standing_of(by, today)}
    deed = Deed(on, by, document=document, remark=remark.strip(), seen=seen, said=said)
    moved = take(thing=inspection, machine=INSPECTION, name=name, deed=deed, effect=_effect)
    if document is not None:
        link_document(document=document, thing=moved)
    return moved


def _effect(inspection: Inspection, transition: Transition, deed: Deed) -> None:
    """Keep the paper of the step where pages look for it."""
    if transition.name in COLUMNS:
        setattr(inspection, COLUMNS[transition.name], deed.document)
    if transition.name == "decide":
        inspection.planned_on = min(inspection.planned_on, deed.on)
    if transition.name == "conclude":
        inspection.concluded_on = deed.on


def record_decision(*, by: User, today: date, inspection: Inspection, letter: PaperGiven, seen: str = "") -> Inspection:
    """The recorded decision that sends the team; counts from its own day."""
    day = day_of(letter, today)
    return step(by=by, today=today, inspection=inspection, name="decide", on=day, paper=letter, seen=seen)


def record_notice(*, by: User, today: date, inspection: Inspection, letter: PaperGiven, seen: str = "") -> Inspection:
    """The recorded notice to the province."""
    day = day_of(letter, today)
    return step(by=by, today=today, inspection=inspection, name="notify", on=day, paper=letter, seen=seen)


def record_report(*, by: User, today: date, inspection: Inspection, letter: PaperGiven, seen: str = "") -> Inspection:
    """The recorded report of the head of the team to the Agency's leaders."""
    day = day_of(letter, today)
    return step(by=by, today=today, inspection=inspection, name="report", on=day, paper=letter, seen=seen)


@transaction.atomic
def record_conclusion(
    *, by: User, today: date, inspection: Inspection, letter: PaperGiven,
    recommendations: Sequence[RecommendationGiven] = (), seen: str = "",
) -> Inspection:  # fmt: skip
    """The recorded conclusion with what it asks for; only from here may payment be held."""
    day = day_of(letter, today)
    moved = step(by=by, today=today, inspection=inspection, name="conclude", on=day, paper=letter, seen=seen)
    write_recommendations(by=by, since=day, recommendations=recommendations, inspection=moved)
    return moved


def set_out(*, by: User, today: date, inspection: Inspection, on: date, remark: str = "", seen: str = "") -> Inspection:
    """The team set out."""
    return step(by=by, today=today, inspection=inspection, name="set_out", on=on, remark=remark, seen=seen)


def finish_field(
    *, by: User, today: date, inspection: Inspection, on: date, remark: str = "", seen: str = ""
) -> Inspection:  # fmt: skip
    """The team is back."""
    return step(by=by, today=today, inspection=inspection, name="finish", on=on, remark=remark, seen=seen)


def close_inspection(
    *, by: User, today: date, inspection: Inspection, on: date, remark: str = "", seen: str = ""
) -> Inspection:  # fmt: skip
    """End the follow-up; refused while a recommendation is open or a hold stands."""
    return step(by=by, today=today, inspection=inspection, name="close", on=on, remark=remark, seen=seen)


def cancel_inspection(
    *, by: User, today: date, inspection: Inspection, on: date, reason: str, paper: PaperGiven = None, seen: str = "",
) -> Inspection:  # fmt: skip
    """The trip does not take place, with its reason and the paper that says so, if one does."""
    return step(by=by, today=today, inspection=inspection, name="cancel", on=on, remark=reason, paper=paper, seen=seen)


@transaction.atomic
def record_visit(*, by: User, today: date, stop: Stop, visited_from: date, visited_to: date | None = None) -> Stop:
    """Say from which day to which the team was at a place: only then the place is counted."""
    locked = Stop.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=stop.pk)
    refuse_errors(handles_office(standing_of(by, today)))
    since = decided_on(locked.inspection)
    refuse_errors(visit_follows_the_decision(locked, visited_from, visited_to, since, today))
    locked.visited_from, locked.visited_to = visited_from, visited_to
    locked.save(update_fields=["visited_from", "visited_to"])
    record_event(
        by=by, verb="stop_visited", on=visited_from, subjects=[locked.inspection],
        detail={"stop": locked.pk, "to": visited_to.isoformat() if visited_to else ""},
    )  # fmt: skip
    return locked


@transaction.atomic
def record_minutes(*, by: User, today: date, stop: Stop, letter: PaperGiven) -> Stop:
    """The minutes of a place as signed there, with their scan."""
    locked = (
        Stop.objects.select_for_update(of=("self",)).select_related("inspection", "place", "minutes").get(pk=stop.pk)
    )
    deed = Deed(today, by, said={"standing": standing_of(by, today)})
    refuse_errors([*recorded_by_the_office(locked, deed), *day_has_come(day_of(letter, today), today)])
    given = replace(letter, kind=DocumentKind.MINUTES) if isinstance(letter, Letter) else letter
    document = letter_recorded(by=by, paper=given, abstract=_minutes_title(locked), today=today, presumed="CUC")
    assert isinstance(document, Document)
    refuse_errors(minutes_are_new(locked, document))
    locked.minutes = document
    locked.save(update_fields=["minutes"])
    link_document(document=document, thing=locked.inspection)
    record_event(
        by=by, verb="minutes_recorded", on=day_of(document, today), subjects=[locked.inspection],
        detail={"stop": locked.pk, "number": document.number},
    )  # fmt: skip
    return locked


def _minutes_title(stop: Stop) -> str:
    return f"Biên bản làm việc tại {stop.place.name}: {stop.inspection.title}"
