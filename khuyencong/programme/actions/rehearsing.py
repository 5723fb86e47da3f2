"""Tries a recording action on a workbook and throws everything away: what a person is shown before recording."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import transaction

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.programme.actions.outcome import Outcome, PaperOptions


@dataclass(frozen=True)
class TriedRow:
    """A row as it would be recorded; the same columns as ImportRow."""

    sheet: str
    row: int
    state: str
    printed: dict[str, Any]
    findings: list[dict[str, Any]]


@dataclass
class Rehearsal:
    """What would happen: the outcome and its rows, or why nothing would."""

    outcome: Outcome | None = None
    rows: list[TriedRow] = field(default_factory=list)
    refused: tuple[Finding, ...] = ()


class _Undo(Exception):
    """Leaves the transaction without keeping it."""


def rehearse(*, by: Actor | None, record: Callable[..., Outcome], printed: Any, options: PaperOptions) -> Rehearsal:
    """Record, look, undo. The file's content is left out, so that nothing of it stays on disk either."""
    found = Rehearsal()
    try:
        with transaction.atomic():
            outcome = found.outcome = record(by=by, printed=printed, options=replace(options, data=b""))
            rows = outcome.run.rows.all() if outcome.run else ()
            found.rows = [TriedRow(row.sheet, row.row, row.state, row.printed, row.findings) for row in rows]
            raise _Undo
    except _Undo:
        pass
    except Refused as refused:
        found.refused = refused.findings
    if found.outcome is not None and not found.outcome.already:
        found.outcome.run = None
    return found
