"""Closes a month without unexplained differences, and opens it again with its reason."""

from datetime import date
from typing import Any

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.kernel.findings import refuse_errors
from khuyencong.programme.actions.statements.recording import locked, refuse_strangers, tie_again
from khuyencong.programme.models import Statement
from khuyencong.programme.rules.statements import statement_is_open, total_is_answered_for
from khuyencong.programme.transitions.others import STATEMENT
from khuyencong.records.actions import carry_out
from khuyencong.records.transitions import Deed, Transition


@transaction.atomic
def close_month(*, by: User, statement: Statement, today: date, accept_total: str = "") -> Statement:
    """Close a month after tying it once more. Raises Refused while a difference stands unexplained.

    ``accept_total`` says why the statement's own total differs from its lines, where it does.
    """
    refuse_strangers(by, today)
    fresh = locked(statement)
    if not statement_is_open(fresh):
        tie_again(fresh)
    refuse_errors(total_is_answered_for(fresh, accept_total))
    deed = Deed(today, by, remark=accept_total.strip()[:300])
    closed, _event = carry_out(thing=fresh, machine=STATEMENT, name="close", deed=deed, effect=_closed)
    return closed


@transaction.atomic
def reopen_month(*, by: User, statement: Statement, reason: str, today: date) -> Statement:
    """Open a closed month again; the reason stays in its history."""
    refuse_strangers(by, today)
    reason = reason.strip()[:300]
    deed = Deed(today, by, remark=reason, said={"reason": reason, "at_the_act": True})
    opened, _event = carry_out(thing=statement, machine=STATEMENT, name="reopen", deed=deed, effect=_opened)
    return opened


def _closed(statement: Any, transition: Transition, deed: Deed) -> None:
    statement.closed_on, statement.closed_by_id = deed.on, deed.by.pk if deed.by else None


def _opened(statement: Any, transition: Transition, deed: Deed) -> None:
    statement.closed_on, statement.closed_by_id = None, None
