"""Moves money between lines. Locks the lines in id order before anything is summed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.db import transaction
from django.db.models import QuerySet

from khuyencong.documents.models import Document
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import Finding, refuse_errors
from khuyencong.kernel.rows import add_all
from khuyencong.ledger.hooks import MOVED
from khuyencong.ledger.models import FundLine, Movement
from khuyencong.ledger.queries import Balances
from khuyencong.ledger.rules import line_can_give, reversal_is_possible
from khuyencong.ledger.states import WAYS, Stage


@dataclass(frozen=True)
class Transfer:
    """One movement to make: lines and an amount in đồng above zero. ``step`` may be left out where only one fits."""

    source: FundLine
    target: FundLine
    amount: int
    step: str = ""


def lock_lines(lines: QuerySet[FundLine]) -> None:
    """Lock the lines in id order before anything is summed; the caller is inside a transaction."""
    list(lines.order_by("pk").select_for_update().values_list("pk"))


def _both(transfer: Transfer) -> QuerySet[FundLine]:
    return FundLine.objects.filter(pk__in=[transfer.source.pk, transfer.target.pk])


@lru_cache(maxsize=1000)
def _step(source: str, target: str, asked: str) -> str:
    """The step by which money may go this way, forward or back. Raises ValueError where there is none or several."""
    way = (source, target)
    fitting = [step for step, ways in WAYS.items() if way in ways] or [
        step for step, ways in WAYS.items() if way[::-1] in ways
    ]
    if asked:
        known = WAYS[asked]
        fitting = [asked] if way in known or way[::-1] in known else []
    if len(fitting) != 1:
        raise ValueError(f"no single step leads {way[0]} -> {way[1]} (asked: {asked or 'any'})")
    return fitting[0]


def _build(
    by: Actor | None, transfer: Transfer, on: date, document: Document, reverses: Movement | None = None
) -> Movement:
    step = _step(transfer.source.stage, transfer.target.stage, transfer.step)
    return Movement(
        source_id=transfer.source.pk, target_id=transfer.target.pk, step=step, amount=transfer.amount, on=on,
        document_id=document.pk, reverses=reverses, recorded_by_id=by.pk if by else None,
    )  # fmt: skip


def _tell(movements: Sequence[Movement]) -> None:
    for listener in MOVED:
        listener(movements)


@transaction.atomic
def year_line(*, year: int, stage: str) -> FundLine:
    """The one line of a year at a year-wide stage (State budget, budget assigned)."""
    line, _created = FundLine.objects.get_or_create(year=year, stage=stage)
    return line


@transaction.atomic
def open_lines(*, year: int, stage: str, count: int) -> list[FundLine]:
    """``count`` new lines of a stage."""
    return add_all([FundLine(year=year, stage=stage) for _ in range(count)])


@transaction.atomic
def move(*, by: Actor | None, transfer: Transfer, on: date, document: Document) -> Movement:
    """Move money; refused when the source line cannot give it on that day or any later one."""
    lock_lines(_both(transfer))
    balances = Balances.of(_both(transfer))
    refuse_errors(line_can_give(transfer.source, transfer.amount, on, balances))
    movement = _build(by, transfer, on, document)
    movement.save()
    _tell([movement])
    return movement


@dataclass(frozen=True)
class Judged:
    """What became of one transfer of many: its movement, or why there is none."""

    movement: Movement | None
    findings: Sequence[Finding]


@transaction.atomic
def move_each(
    *, by: Actor | None, transfers: Sequence[Transfer], on: date, document: Document, balances: Balances
) -> list[Judged]:
    """Move what can be moved, in order; the others keep findings. Lines are locked and ``balances`` read before."""
    judged: list[Judged] = []
    for transfer in transfers:
        findings = line_can_give(transfer.source, transfer.amount, on, balances)
        if findings:
            judged.append(Judged(None, findings))
            continue
        balances.take(transfer.source.pk, on, transfer.amount)
        judged.append(Judged(_build(by, transfer, on, document), ()))
    _tell(add_all([item.movement for item in judged if item.movement]))
    return judged


@transaction.atomic
def move_from_source(
    *, by: Actor | None, transfers: Sequence[Transfer], on: date, document: Document
) -> list[Movement]:
    """Move money out of the State budget's line, which has no floor, in one go."""
    if any(transfer.source.stage != Stage.SOURCE for transfer in transfers):
        raise ValueError("only the State budget's line has no floor")
    rows = [_build(by, transfer, on, document) for transfer in transfers]
    _tell(add_all(rows))
    return rows


@transaction.atomic
def reverse(*, by: Actor | None, movement: Movement, on: date, document: Document) -> Movement:
    """Undo a movement by a row in the other direction, resting on its own document."""
    transfer = Transfer(movement.target, movement.source, movement.amount, movement.step)
    lock_lines(_both(transfer))
    refuse_errors(reversal_is_possible(already_reversed=Movement.objects.filter(reverses=movement).exists()))
    refuse_errors(line_can_give(movement.target, movement.amount, on, Balances.of(_both(transfer))))
    row = _build(by, transfer, on, document, reverses=movement)
    row.save()
    _tell([row])
    return row
