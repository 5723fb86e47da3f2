"""Places and lifts holds. What a hold stops is the business of the part that owns the object."""

from datetime import date

from django.db import transaction
from django.db.models import Model

from khuyencong.kernel.actor import Actor
from khuyencong.records.actions.recording import record_event
from khuyencong.records.models import Hold
from khuyencong.records.queries import subject_of


@transaction.atomic
def place_hold(*, by: Actor | None, thing: Model, kind: str, reason: str, on: date, paper: Model | None = None) -> Hold:
    """Place a hold of a kind ('payment') on a thing, with the document it rests on."""
    hold = Hold.objects.create(
        subject=subject_of(thing), kind=kind, reason=reason[:500], placed_on=on,
        paper=subject_of(paper) if paper else "", placed_by_id=by.pk if by else None,
    )  # fmt: skip
    record_event(by=by, verb="hold_placed", on=on, subjects=[thing], detail={"kind": kind, "reason": reason[:200]})
    return hold


@transaction.atomic
def lift_hold(*, by: Actor | None, hold: Hold, thing: Model, reason: str, on: date) -> Hold:
    """Lift a hold from a day on. A hold already lifted stays as it is."""
    locked = Hold.objects.select_for_update().get(pk=hold.pk)
    if locked.lifted_on is not None:
        return locked
    locked.lifted_on, locked.lifted_by_id, locked.lifted_reason = on, by.pk if by else None, reason[:500]
    locked.save()
    record_event(by=by, verb="hold_lifted", on=on, subjects=[thing], detail={"kind": hold.kind, "reason": reason[:200]})
    return locked
