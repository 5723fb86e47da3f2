"""Reconciles with the Treasury: records its monthly statement, ties and settles lines, closes the month."""

from khuyencong.programme.actions.statements.closing import close_month, reopen_month
from khuyencong.programme.actions.statements.printed import PrintedLine, PrintedStatement
from khuyencong.programme.actions.statements.recording import record_statement, tie_statement
from khuyencong.programme.actions.statements.settling import (
    Said,
    assign_project,
    correct_entry,
    explain_line,
    record_missing_payment,
    withdraw_explanation,
)

__all__ = [
    "PrintedLine",
    "PrintedStatement",
    "Said",
    "assign_project",
    "close_month",
    "correct_entry",
    "explain_line",
    "record_missing_payment",
    "record_statement",
    "reopen_month",
    "tie_statement",
    "withdraw_explanation",
]
