"""Publishes an answer without names as guidance, and ends it."""

from datetime import date

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import Guidance, Petition
from khuyencong.oversight.queries.guidance import names_to_remove, published_of
from khuyencong.oversight.rules.handling import day_has_come, handled_by_office
from khuyencong.oversight.rules.petitions import (
    guidance_ends_once,
    guidance_is_in_force_when_published,
    guidance_is_whole,
    names_are_removed,
    only_answers_are_published,
)
from khuyencong.records.actions import record_event
from khuyencong.registry.models import LegalSource


@transaction.atomic
def publish_guidance(
    *, by: User, today: date, petition: Petition, question: str, answer: str, law: LegalSource | None, clause: str,
    on: date,
) -> Guidance:  # fmt: skip
    """Publish an answered petition for all who sign in, in words that name neither the sender nor its place.

    Raises Refused: not answered, already published, a name still stands, no clause, the law no longer holds.
    """
    locked = Petition.objects.select_for_update(of=("self",)).select_related("sender").get(pk=petition.pk)
    refuse_errors(
        [
            *handled_by_office(standing_of(by, today)),
            *day_has_come(on, today),
            *only_answers_are_published(locked, published_of(locked)),
            *guidance_is_whole(question, answer, law, clause),
            *names_are_removed(names_to_remove(locked), question, answer),
            *guidance_is_in_force_when_published(law, on),
        ]
    )
    question, answer, clause = question.strip()[:4000], answer.strip()[:8000], " ".join(clause.split())[:120]
    assert law is not None
    row = Guidance.objects.create(
        petition=locked, question=question, answer=answer, field=locked.field, topic=locked.topic, law=law,
        clause=clause, folded=fold(f"{question} {answer} {law.number} {clause}"), published_on=on, published_by=by,
    )  # fmt: skip
    record_event(
        by=by, verb="guidance_published", on=on, subjects=[row, locked], detail={"law": law.number, "clause": clause}
    )  # fmt: skip
    return row


@transaction.atomic
def end_guidance(*, by: User, today: date, guidance: Guidance, on: date, reason: str) -> Guidance:
    """End guidance from a day, which may be still to come (a clause that is replaced then). Raises Refused."""
    locked = Guidance.objects.select_for_update(of=("self",)).get(pk=guidance.pk)
    refuse_errors([*handled_by_office(standing_of(by, today)), *guidance_ends_once(locked, on, reason)])
    locked.ended_on, locked.ended_reason = on, reason.strip()[:300]
    locked.save(update_fields=["ended_on", "ended_reason"])
    record_event(by=by, verb="guidance_ended", on=on, subjects=[locked], detail={"reason": locked.ended_reason})
    return locked
