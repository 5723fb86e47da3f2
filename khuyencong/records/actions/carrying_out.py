"""The transition engine: lock, check, run, write, event. Nothing else assigns a state."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding, refuse_errors
from khuyencong.kernel.periods import short_date
from khuyencong.records.actions.recording import record_event
from khuyencong.records.models import Event, TrailStep
from khuyencong.records.queries import subject_of
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


@transaction.atomic
def take(
    *, thing: T, machine: Machine, name: str, deed: Deed, effect: Effect | None = None, subjects: Sequence[Model] = ()
) -> T:
    """``carry_out``, and a step of the thing's own trail: the deed's remark, its paper, the day it counts from.

    Raises Refused as ``carry_out`` does, and when the day is before the thing's last step.
    """

    def kept(locked: T, transition: Transition, done: Deed) -> None:
        refuse_errors(_follows(locked, done.on))
        before = type(locked)._default_manager.values_list("state", flat=True).get(pk=locked.pk)
        TrailStep.objects.create(
            subject=subject_of(locked), machine=machine.name, name=transition.name, before=before,
            after=transition.target, on=done.on, by_id=done.by.pk if done.by else None, said=done.remark[:4000],
            paper=subject_of(done.document) if done.document is not None else "", on_behalf=done.on_behalf,
        )  # fmt: skip
        if effect is not None:
            effect(locked, transition, done)

    moved, _event = carry_out(thing=thing, machine=machine, name=name, deed=deed, effect=kept, subjects=subjects)
    return moved


def _follows(thing: Model, on: date) -> list[Finding]:
    """A step counts from no earlier day than the one before it."""
    last = TrailStep.objects.filter(subject=subject_of(thing)).order_by("on", "id").last()
    if last is None or on >= last.on:
        return []
    message = _("Ngày {on} trước bước gần nhất ({edge}).").format(on=short_date(on), edge=short_date(last.on))
    return [
        Finding("step-follows", message, where="on", remedy=_("Ghi ngày từ {edge}.").format(edge=short_date(last.on)))
    ]
