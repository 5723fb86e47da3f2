"""The transition engine: lock, check, run, write, event. Nothing else assigns a state."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model

from khuyencong.kernel.findings import refuse_errors
from khuyencong.records.actions.recording import record_event
from khuyencong.records.models import Event
from khuyencong.records.transitions import Deed, Machine, Transition, judged

T = TypeVar("T", bound=Model)
Effect = Callable[[Any, Transition, Deed], None]


@transaction.atomic
def carry_out(
    *, thing: T, machine: Machine, name: str, deed: Deed, effect: Effect | None = None, subjects: Sequence[Model] = ()
) -> tuple[T, Event]:
    """Take one transition of ``thing``: its row is locked, its rules judged, ``effect`` run, state and event written.

    Raises Refused with every finding that blocks; then nothing has changed. ``effect`` gets the locked row and may
    write whatever else the step means, in the same transaction.
    """
    locked = type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)
    transition = machine.named(name)
    before = locked.state  # type: ignore[attr-defined]
    refuse_errors(judged(locked, transition, deed))
    locked.state = transition.target  # type: ignore[attr-defined]
    if effect is not None:
        effect(locked, transition, deed)
    locked.save()
    event = record_event(
        by=deed.by, verb=f"{machine.name}_{name}"[:40], on=deed.on, subjects=[locked, *subjects],
        detail=_detail(before, transition, deed),
    )  # fmt: skip
    return locked, event


def _detail(before: str, transition: Transition, deed: Deed) -> dict[str, Any]:
    """What the history says: states, amount, the paper's number and whether it was recorded on another's behalf."""
    detail: dict[str, Any] = {"from": before, "to": transition.target, "desk": transition.desk}
    if deed.amount is not None:
        detail["amount"] = deed.amount
    if deed.document is not None:
        detail["number"], detail["document"] = deed.document.number, deed.document.pk
    if deed.on_behalf:
        detail["on_behalf"] = True
    if deed.remark:
        detail["remark"] = deed.remark
    return detail
