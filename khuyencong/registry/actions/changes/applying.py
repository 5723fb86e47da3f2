"""Applies an entered change once, or lays it aside."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import transaction

from khuyencong.kernel.actor import Actor
from khuyencong.records.actions import record_event, take
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.actions.changes.bodies import change_bodies
from khuyencong.registry.actions.changes.places import change_places
from khuyencong.registry.actions.changes.reversing import reverse_bodies, reverse_places, undo
from khuyencong.registry.models import Change, ChangePart, Organisation, Place
from khuyencong.registry.queries.over_time import parts_of
from khuyencong.registry.states import About, ChangeKind, ChangeState, Role
from khuyencong.registry.transitions import CHANGE


@transaction.atomic
def apply_change(*, by: Actor | None, change: Change, today: date, remark: str = "", seen: str = "") -> Change:
    """Apply a change: every period ends and begins, and every succession is written, in one transaction.

    ``today`` is the day the click counts from in the trail; the change itself counts from its own day. A second
    click finds the change applied. Changes are applied one after another: what another one did meanwhile is seen.
    Raises Refused with everything that no longer fits; then nothing has moved.
    """
    _wait_for_others(change)

    def written(locked: Any, transition: Transition, deed: Deed) -> None:
        _write(by, locked, today)

    deed = Deed(on=today, by=by, remark=remark, seen=seen)
    done = take(thing=change, machine=CHANGE, name="apply", deed=deed, effect=written)
    rows = [part.place or part.body for part in parts_of(done, Role.BEFORE)]
    subjects = [row for row in rows if row is not None]
    if subjects:
        record_event(
            by=by, verb="change_counts", on=done.on, subjects=subjects,
            detail={"change": done.pk, "number": done.source.number, "kind": done.kind},
        )  # fmt: skip
    return done


def _wait_for_others(change: Change) -> None:
    """Lock every change that waits, so that no other is applied meanwhile, then the places and bodies of this one."""
    waiting = Change.objects.select_for_update(of=("self",)).filter(state=ChangeState.ENTERED)
    list(waiting.order_by("pk").values_list("pk", flat=True))
    parts = list(ChangePart.objects.filter(change__in=[change.pk, change.undoes_id or change.pk]))
    for model, rows in ((Place, [one.place_id for one in parts]), (Organisation, [one.body_id for one in parts])):
        locked = model.objects.select_for_update(of=("self",)).filter(pk__in=[pk for pk in rows if pk])  # type: ignore[attr-defined]
        list(locked.order_by("pk").values_list("pk", flat=True))


def _write(by: Actor | None, change: Change, today: date) -> None:
    if change.kind != ChangeKind.REVERSAL:
        change_places(change) if change.about == About.PLACE else change_bodies(by, change)
        return
    first = change.undoes
    if first is None:
        raise ValueError("a reversal names what it reverses")
    how: Callable[[Change, Change], None] = reverse_places if change.about == About.PLACE else reverse_bodies
    (undo if change.on == first.on else how)(change, first)
    take(thing=first, machine=CHANGE, name="reverse", deed=Deed(on=today, by=by))


@transaction.atomic
def withdraw_change(*, by: Actor | None, change: Change, today: date, remark: str, seen: str = "") -> Change:
    """Lay an entered change aside; it stays in the list with the reason. Raises Refused once it was applied."""
    return take(thing=change, machine=CHANGE, name="withdraw", deed=Deed(on=today, by=by, remark=remark, seen=seen))
