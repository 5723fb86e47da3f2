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
from khuyencong.registry.models import Change
from khuyencong.registry.queries.over_time import parts_of
from khuyencong.registry.states import About, ChangeKind, Role
from khuyencong.registry.transitions import CHANGE


@transaction.atomic
def apply_change(*, by: Actor | None, change: Change, today: date, remark: str = "", seen: str = "") -> Change:
    """Apply a change: every period ends and begins, and every succession is written, in one transaction.

    ``today`` is the day the click counts from in the trail; the change itself counts from its own day. A second
    click finds the change applied. Raises Refused with everything that no longer fits; then nothing has moved.
    """

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
