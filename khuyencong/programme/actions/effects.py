"""What a dossier does to money and to its project when its signed act or Treasury paper is recorded."""

from collections.abc import Callable
from datetime import date, timedelta

from khuyencong.documents.models import Document
from khuyencong.kernel.actor import Actor
from khuyencong.ledger.actions import Transfer, move
from khuyencong.ledger.models import FundLine, Movement
from khuyencong.ledger.states import Stage, Step
from khuyencong.programme.actions.executions import execution_of, move_state, sink
from khuyencong.programme.models import Dossier, Execution, TreasuryEntry
from khuyencong.programme.queries.money import money_on
from khuyencong.programme.states import DossierKind, DossierState, EntryKind
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.queries import day_of_year, norm


def moved(
    by: Actor | None, source: FundLine, target: FundLine, amount: int, step: str, on: date, document: Document
) -> Movement | None:
    """One movement, or none for nothing. Raises Refused when the line cannot give it."""
    if amount <= 0:
        return None
    return move(by=by, transfer=Transfer(source, target, amount, step), on=on, document=document)


def _contract(dossier: Dossier, execution: Execution, deed: Deed) -> None:
    lines = (dossier.project.allocated_line, execution.contracted_line)
    moved(deed.by, *lines, dossier.amount or 0, Step.CONTRACTED, deed.on, deed.document)
    move_state(execution, "start", deed)


def _entry(dossier: Dossier, deed: Deed, kind: str, movement: Movement | None) -> None:
    if movement is None:
        return
    TreasuryEntry.objects.create(
        project=dossier.project, dossier=dossier, kind=kind, movement=movement, document=deed.document,
        amount=movement.amount, on=deed.on, budget_code=str(deed.said.get("budget_code", ""))[:60],
        payee=str(deed.said.get("payee", ""))[:300],
    )  # fmt: skip


def _advance(dossier: Dossier, execution: Execution, deed: Deed) -> None:
    lines = (execution.contracted_line, execution.advanced_line)
    row = moved(deed.by, *lines, deed.amount or 0, Step.ADVANCED, deed.on, deed.document)
    _entry(dossier, deed, EntryKind.ADVANCE, row)


def _payment(dossier: Dossier, execution: Execution, deed: Deed) -> None:
    lines = (execution.payable_line, execution.spent_line)
    row = moved(deed.by, *lines, deed.amount or 0, Step.PAID, deed.on, deed.document)
    _entry(dossier, deed, EntryKind.PAYMENT, row)


def _accept(dossier: Dossier, execution: Execution, deed: Deed) -> None:
    """Accepted work first covers what was advanced; the rest waits to be paid."""
    covered = min(money_on(dossier.project, deed.on).unaccepted, dossier.amount or 0)
    rest = (dossier.amount or 0) - covered
    moved(deed.by, execution.advanced_line, execution.spent_line, covered, Step.ACCEPTED, deed.on, deed.document)
    moved(deed.by, execution.contracted_line, execution.payable_line, rest, Step.ACCEPTED, deed.on, deed.document)
    if dossier.final:
        move_state(execution, "accept", deed)
        days = int(norm("settlement.dossier_days", on=deed.on).value)
        open_duty(dossier, DossierKind.SETTLEMENT, deed, due_on=deed.on + timedelta(days=days))


def _liquidate(dossier: Dossier, execution: Execution, deed: Deed) -> None:
    """Settle what was accepted and paid; what of the contract was never used goes back to the allocation."""
    money = money_on(dossier.project, deed.on)
    moved(deed.by, execution.spent_line, execution.settled_line, money.to_settle, Step.SETTLED, deed.on, deed.document)
    moved(
        deed.by, execution.contracted_line, dossier.project.allocated_line, money.to_advance, Step.CONTRACTED, deed.on,
        deed.document,
    )  # fmt: skip
    move_state(execution, "liquidate", deed)
    owe_refund(dossier, deed, money.unaccepted)


def _refund(dossier: Dossier, execution: Execution, deed: Deed) -> None:
    """Within the budget year an advance is taken back and the contract may use it; later it goes to the State."""
    year = dossier.project.year
    last = day_of_year("payment.last_day", year=year + 1, on=deed.on)
    if deed.on <= last:
        target, step, kind = execution.contracted_line, Step.RETURNED, EntryKind.RETURN
    else:
        target, step, kind = sink(dossier.project, Stage.REFUNDED), Step.REFUNDED, EntryKind.REFUND
    row = moved(deed.by, execution.advanced_line, target, deed.amount or 0, step, deed.on, deed.document)
    _entry(dossier, deed, kind, row)


def _year_end(dossier: Dossier, execution: Execution, deed: Deed) -> None:
    """Cancel what was not used, or carry it over: carried money comes back to the contract for the next year."""
    money, left = money_on(dossier.project, deed.on), dossier.amount or 0
    stage, step = (Stage.CANCELLED, Step.CANCELLED) if dossier.option == "cancel" else (Stage.CARRIED, Step.CARRIED)
    target = sink(dossier.project, stage)
    for line, there in (
        (dossier.project.allocated_line, money.to_contract),
        (execution.contracted_line, money.to_advance),
    ):
        part = min(left, there)
        left -= part
        moved(deed.by, line, target, part, step, deed.on, deed.document)
        if dossier.option == "carry":
            moved(deed.by, target, line, part, step, deed.on, deed.document)


def _opening(dossier: Dossier, execution: Execution, deed: Deed) -> None:
    """Bring in a project begun before the system: one movement a step, all on the day of the agreed balance."""
    amounts = {line.unit: line.support for line in dossier.lines.all()}
    project = dossier.project
    covered = min(amounts.get("advanced", 0), amounts.get("accepted", 0))
    rest = amounts.get("accepted", 0) - covered
    plan = (
        (project.planned_line, project.allocated_line, amounts.get("allocated", 0), Step.ALLOCATED),
        (project.allocated_line, execution.contracted_line, amounts.get("contracted", 0), Step.CONTRACTED),
        (execution.contracted_line, execution.advanced_line, amounts.get("advanced", 0), Step.ADVANCED),
        (execution.advanced_line, execution.spent_line, covered, Step.ACCEPTED),
        (execution.contracted_line, execution.payable_line, rest, Step.ACCEPTED),
        (execution.payable_line, execution.spent_line, amounts.get("paid", 0), Step.PAID),
    )
    for source, target, amount, step in plan:
        moved(deed.by, source, target, amount, step, deed.on, deed.document)
    if amounts.get("contracted"):
        move_state(execution, "start", deed)


def open_duty(
    dossier: Dossier, kind: str, deed: Deed, *, due_on: date | None, amount: int | None = None, desk: str = "unit"
) -> None:
    """Open the dossier that must follow, so that it waits at its desk with its deadline; once only."""
    known = Dossier.objects.filter(project=dossier.project, kind=kind)
    if known.exclude(desk="").exists() or (kind == DossierKind.SETTLEMENT and known.filter(state="agreed").exists()):
        return
    number = known.count() + 1
    Dossier.objects.create(
        project=dossier.project, kind=kind, number=number, state=DossierState.DRAFT, desk=desk, due_on=due_on,
        since=deed.on, amount=amount, made_on=deed.on, made_by_id=None,
    )  # fmt: skip


def owe_refund(dossier: Dossier, deed: Deed, amount: int) -> None:
    """What was advanced and not accepted must be paid back: the unit's duty, with the day it falls due."""
    if amount <= 0:
        return
    days = int(norm("refund.days", on=deed.on).value)
    open_duty(dossier, DossierKind.REFUND, deed, due_on=deed.on + timedelta(days=days), amount=amount)


Effect = Callable[[Dossier, Execution, Deed], None]
EFFECTS: dict[tuple[str, str], Effect] = {
    (DossierKind.CONTRACT, "record"): _contract,
    (DossierKind.ADVANCE, "pay"): _advance,
    (DossierKind.PAYMENT, "pay"): _payment,
    (DossierKind.ACCEPTANCE, "accept"): _accept,
    (DossierKind.ACCEPTANCE, "accept_agency"): _accept,
    (DossierKind.LIQUIDATION, "record"): _liquidate,
    (DossierKind.REFUND, "pay"): _refund,
    (DossierKind.YEAR_END, "record"): _year_end,
    (DossierKind.OPENING, "record"): _opening,
}


def take_effect(dossier: Dossier, transition: Transition, deed: Deed) -> None:
    """Run what this step of this kind of dossier means, if it means more than a change of state."""
    effect = EFFECTS.get((dossier.kind, transition.name))
    if effect is not None:
        effect(dossier, execution_of(by=deed.by, project=dossier.project), deed)
