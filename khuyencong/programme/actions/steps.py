"""Takes one step of a dossier: who may, under which rules, with what effect; all of it or none."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.programme.actions.adjusting import take_decision
from khuyencong.programme.actions.deadlines import due_after
from khuyencong.programme.actions.effects import take_effect
from khuyencong.programme.actions.executions import execution_of
from khuyencong.programme.models import Dossier, DossierStep
from khuyencong.programme.permissions import can_take
from khuyencong.programme.queries.dossiers import desk_after
from khuyencong.programme.states import DossierKind
from khuyencong.programme.transitions import machine_of
from khuyencong.records.actions import carry_out
from khuyencong.records.transitions import Deed, Paper, Transition


@transaction.atomic
def take_step(*, by: User, dossier: Dossier, name: str, deed: Deed, today: date) -> Dossier:
    """Take a named step as ``by``; ``today`` is the day of the click, ``deed.on`` the day the step counts from.

    Raises Refused with what blocks: not one's desk, a rule with its clause, or a state someone else has moved on.
    The project is locked first, so that two steps of one project follow one another.
    """
    machine = machine_of(dossier.kind)
    transition = machine.named(name)
    deed = _signed(deed, by)
    _refuse_strangers(by, dossier, transition, deed, today)
    execution_of(by=by, project=dossier.project)
    moved, _event = carry_out(
        thing=dossier, machine=machine, name=name, deed=deed, effect=_effect, subjects=[dossier.project]
    )
    return moved


def _signed(deed: Deed, by: User) -> Deed:
    return Deed(
        deed.on,
        by,
        deed.amount,
        deed.document,
        deed.on_behalf,
        deed.remark,
        deed.seen,
        {**deed.said, "at_the_act": True},
    )


def _refuse_strangers(by: User, dossier: Dossier, transition: Transition, deed: Deed, today: date) -> None:
    if can_take(standing_of(by, today), transition.desk, dossier.project, on_behalf=deed.on_behalf):
        if not transition.back or deed.remark or transition.name == "withdraw":
            return
        finding = Finding("says-why", _("Ghi ý kiến khi trả lại hồ sơ."), where="remark")
        raise Refused(finding)
    message = _("Bước “{title}” không thuộc quyền của bạn với đề án này.").format(title=transition.title)
    raise Refused(Finding("not-your-desk", message))


def _effect(dossier: Dossier, transition: Transition, deed: Deed) -> None:
    """Write the step, let it take effect, hand the dossier to the next desk with its deadline."""
    before = Dossier.objects.values_list("state", flat=True).get(pk=dossier.pk)
    DossierStep.objects.create(
        dossier=dossier, name=transition.name, before=before, after=dossier.state, desk=transition.desk,
        by_id=deed.by.pk if deed.by else None, on=deed.on, document=deed.document, on_behalf=deed.on_behalf,
        remark=deed.remark,
    )  # fmt: skip
    if transition.paper is Paper.REQUIRED:
        dossier.document = deed.document
    if dossier.kind == DossierKind.ADJUSTMENT and transition.name in ("record", "decide"):
        take_decision(dossier, transition, deed)
    else:
        take_effect(dossier, transition, deed)
    dossier.desk = desk_after(dossier, machine_of(dossier.kind))
    dossier.since, dossier.due_on = deed.on, due_after(dossier, deed.on)
