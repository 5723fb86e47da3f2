"""Recommendations of a conclusion: written with it, reported for their owners, closed; holds on payment for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.documents.actions import PaperGiven, letter_recorded, link_document
from khuyencong.documents.models import Document
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import ExternalConclusion, Inspection, Recommendation
from khuyencong.oversight.queries.inspections import PROCEDURE
from khuyencong.oversight.rules.inspections import day_has_come, handles_office
from khuyencong.oversight.rules.recommendations import (
    conclusion_is_on_paper,
    conclusion_stands,
    external_is_new,
    external_is_whole,
    hold_may_go,
    holds_are_by_officer_or_head,
    lifted_after_placed,
    names_a_project,
    no_hold_stands,
    nothing_is_asked_twice,
    reason_is_said,
    recommendation_is_whole,
    still_open,
    takes_recommendations,
)
from khuyencong.oversight.states import RecommendationState
from khuyencong.oversight.transitions.inspections import RECOMMENDATION
from khuyencong.programme.models import Project
from khuyencong.records.actions import lift_hold, place_hold, record_event, take
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.models import Organisation
from khuyencong.registry.queries import due_by, procedure_on

FOLLOW = "follow"


@dataclass(frozen=True)
class RecommendationGiven:
    """What is asked of whom by when. Without ``due_on`` an inspection's follow-up takes the days of its procedure."""

    text: str
    owner_name: str
    due_on: date | None = None
    owner: Organisation | None = None
    project: Project | None = None


def usual_due(since: date) -> date | None:
    """The last day of a recommendation whose conclusion names none, by the procedure in force on that day."""
    steps = [one for one in procedure_on(PROCEDURE, since) if one.step == FOLLOW]
    return due_by(steps[0], since) if steps else None


def write_recommendations(
    *, by: User, since: date, recommendations: Sequence[RecommendationGiven], inspection: Inspection | None = None,
    external: ExternalConclusion | None = None,
) -> list[Recommendation]:  # fmt: skip
    """Add what a conclusion asks for, counted from its day. The caller holds the transaction. Raises Refused."""
    usual = usual_due(since) if inspection is not None else None
    days = [given.due_on or usual for given in recommendations]
    refuse_errors(
        [
            finding
            for number, (given, due) in enumerate(zip(recommendations, days, strict=True), start=1)
            for finding in recommendation_is_whole(number, given.text, given.owner_name, due, since)
        ]
    )
    standing = list(Recommendation.objects.filter(inspection=inspection, external=external))
    refuse_errors(
        [
            finding
            for given in recommendations
            for finding in nothing_is_asked_twice(standing, given.text, given.owner_name)
        ]
    )
    made = [
        Recommendation.objects.create(
            inspection=inspection, external=external, text=given.text.strip()[:2000], owner=given.owner,
            owner_name=given.owner_name.strip()[:300], project=given.project, due_on=due or since,
            folded=fold(f"{given.text} {given.owner_name} {given.project.code if given.project else ''}"),
        )
        for given, due in zip(recommendations, days, strict=True)
    ]  # fmt: skip
    for row in made:
        record_event(
            by=by, verb="recommendation_made", on=since, subjects=_touched(row), detail={"recommendation": row.pk}
        )
    return made


def _touched(row: Recommendation) -> list[Inspection | ExternalConclusion | Project]:
    """What shows the recommendation's events in its own history."""
    return [one for one in (row.inspection, row.external, row.project) if one is not None]


@transaction.atomic
def add_recommendations(
    *, by: User, today: date, inspection: Inspection, recommendations: Sequence[RecommendationGiven]
) -> list[Recommendation]:  # fmt: skip
    """Enter what a recorded conclusion asks for, when it was recorded without."""
    locked = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    refuse_errors([*handles_office(standing_of(by, today)), *takes_recommendations(locked)])
    return write_recommendations(
        by=by, since=locked.concluded_on or today, recommendations=recommendations, inspection=locked
    )  # fmt: skip


@transaction.atomic
def add_external_recommendations(
    *, by: User, today: date, external: ExternalConclusion, recommendations: Sequence[RecommendationGiven]
) -> list[Recommendation]:  # fmt: skip
    """Enter what another body's conclusion asks of the Agency, when it was recorded without."""
    locked = ExternalConclusion.objects.select_for_update(of=("self",)).get(pk=external.pk)
    refuse_errors(handles_office(standing_of(by, today)))
    return write_recommendations(
        by=by, since=locked.received_on, recommendations=recommendations, external=locked
    )  # fmt: skip


@transaction.atomic
def record_external(
    *, by: User, today: date, body: str, about: str, letter: PaperGiven, received_on: date,
    recommendations: Sequence[RecommendationGiven] = (),
) -> ExternalConclusion:  # fmt: skip
    """Record what another body concluded about the Agency itself, with its paper and what it asks for."""
    refuse_errors(
        [
            *handles_office(standing_of(by, today)),
            *external_is_whole(body, about),
            *day_has_come(received_on, today),
            *conclusion_is_on_paper(has_paper=letter is not None),
        ]
    )
    document = letter_recorded(by=by, paper=letter, abstract=about, today=today)
    assert isinstance(document, Document)
    list(Document.objects.select_for_update(of=("self",)).filter(pk=document.pk))
    refuse_errors(external_is_new(ExternalConclusion.objects.filter(document=document).first()))
    row = ExternalConclusion.objects.create(
        body=body.strip()[:200], about=about.strip()[:500], document=document, received_on=received_on
    )  # fmt: skip
    link_document(document=document, thing=row)
    record_event(by=by, verb="external_concluded", on=received_on, subjects=[row], detail={"number": document.number})
    write_recommendations(by=by, since=received_on, recommendations=recommendations, external=row)
    return row


@transaction.atomic
def report_recommendation(
    *, by: User, today: date, recommendation: Recommendation, on: date, said: str, paper: PaperGiven = None,
    seen: str = "",
) -> Recommendation:  # fmt: skip
    """What its owner reports, on that body's behalf and so from its paper; the Agency reports of itself without."""
    behalf = recommendation.inspection_id is not None
    return _step(by, today, recommendation, "report", on, said, paper, seen, on_behalf=behalf)


@transaction.atomic
def close_recommendation(
    *, by: User, today: date, recommendation: Recommendation, on: date, said: str, paper: PaperGiven = None,
    seen: str = "",
) -> Recommendation:  # fmt: skip
    """Somebody of the Agency has looked at the report: it is done. A hold for it is lifted by an act of its own."""
    return _step(by, today, recommendation, "close", on, said, paper, seen)


@transaction.atomic
def reopen_recommendation(
    *, by: User, today: date, recommendation: Recommendation, on: date, said: str, paper: PaperGiven = None,
    seen: str = "",
) -> Recommendation:  # fmt: skip
    """What was reported is not enough, or did not last: it is open again, with the reason."""
    return _step(by, today, recommendation, "reopen", on, said, paper, seen)


def _step(
    by: User, today: date, row: Recommendation, name: str, on: date, said: str, paper: PaperGiven, seen: str, *,
    on_behalf: bool = False,
) -> Recommendation:  # fmt: skip
    refuse_errors(day_has_come(on, today))
    row = _locked(row)
    document = letter_recorded(by=by, paper=paper, abstract=said or row.text, today=today)
    deed = Deed(
        on, by, document=document, on_behalf=on_behalf, remark=said.strip(), seen=seen,
        said={"standing": standing_of(by, today)},
    )  # fmt: skip
    moved = take(
        thing=row, machine=RECOMMENDATION, name=name, deed=deed, effect=_effect, subjects=_touched(row)
    )  # fmt: skip
    if document is not None:
        link_document(document=document, thing=moved)
    return moved


def _effect(row: Recommendation, transition: Transition, deed: Deed) -> None:
    row.closed_on = deed.on if transition.target == RecommendationState.CLOSED else None


@transaction.atomic
def place_payment_hold(
    *, by: User, today: date, recommendation: Recommendation, reason: str, on: date
) -> Recommendation:  # fmt: skip
    """Hold payment on the project a recommendation names, resting on the recorded conclusion and on nothing else."""
    locked = _locked(recommendation)
    refuse_errors(
        [
            *holds_are_by_officer_or_head(standing_of(by, today)),
            *day_has_come(on, today),
            *conclusion_stands(locked, on),
            *names_a_project(locked),
            *still_open(locked),
            *no_hold_stands(locked),
            *reason_is_said(reason),
        ]
    )
    assert locked.project is not None
    assert locked.inspection is not None
    locked.hold = place_hold(
        by=by, thing=locked.project, kind="payment", reason=reason.strip(), on=on, paper=locked.inspection.conclusion
    )  # fmt: skip
    locked.save(update_fields=["hold"])
    record_event(
        by=by, verb="hold_placed", on=on, subjects=[locked, locked.inspection], detail={"project": locked.project.code}
    )  # fmt: skip
    return locked


@transaction.atomic
def lift_payment_hold(
    *, by: User, today: date, recommendation: Recommendation, reason: str, on: date, paper: PaperGiven = None
) -> Recommendation:  # fmt: skip
    """Lift the hold of a recommendation that is closed; of an open one only by a recorded paper."""
    locked = _locked(recommendation)
    refuse_errors(
        [
            *holds_are_by_officer_or_head(standing_of(by, today)),
            *day_has_come(on, today),
            *hold_may_go(locked, has_paper=paper is not None),
            *lifted_after_placed(locked, on),
            *reason_is_said(reason),
        ]
    )
    document = letter_recorded(by=by, paper=paper, abstract=reason, today=today)
    assert locked.hold is not None
    assert locked.project is not None
    locked.hold = lift_hold(by=by, hold=locked.hold, thing=locked.project, reason=reason.strip(), on=on)
    if document is not None:
        link_document(document=document, thing=locked)
    record_event(
        by=by, verb="hold_lifted", on=on, subjects=[locked, *([locked.inspection] if locked.inspection else [])],
        detail={"project": locked.project.code, "number": document.number if document else ""},
    )  # fmt: skip
    return locked


def _locked(recommendation: Recommendation) -> Recommendation:
    """The row, after its inspection: whoever closes the inspection waits, or has closed it before this is judged."""
    if recommendation.inspection_id is not None:
        list(Inspection.objects.select_for_update(of=("self",)).filter(pk=recommendation.inspection_id))
    rows = Recommendation.objects.select_for_update(of=("self",))
    return rows.select_related("inspection__conclusion", "project", "hold").get(pk=recommendation.pk)
