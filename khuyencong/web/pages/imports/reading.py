"""Reads an uploaded workbook and asks the recording action what would become of it. Writes nothing."""

import hashlib
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from django.utils import timezone

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.plain import plain
from khuyencong.programme.actions import (
    Outcome,
    PaperOptions,
    Rehearsal,
    record_allocations,
    record_plan,
    rehearse,
)
from khuyencong.programme.actions.printed import PrintedAllocations, PrintedPlan
from khuyencong.programme.imports.workbooks import read_allocations, read_plan

Printed = PrintedPlan | PrintedAllocations
READ: dict[str, Callable[..., Printed]] = {"plan": read_plan, "allocations": read_allocations}
RECORD: dict[str, Callable[..., Outcome]] = {"plan": record_plan, "allocations": record_allocations}


def options_of(facts: Mapping[str, Any], data: bytes, accept_total: str = "") -> PaperOptions:
    """What goes with the paper into the recording action."""
    return PaperOptions(
        filename=facts["filename"], data=data, sha256=hashlib.sha256(data).hexdigest(), decision=facts["decision"],
        decision_date=day_of(facts), signatory=facts["signatory"], accept_total=accept_total,
    )  # fmt: skip


def day_of(facts: Mapping[str, Any]) -> date | None:
    """The decision's day a person gave."""
    return date.fromisoformat(facts["decision_date"]) if facts["decision_date"] else None


def printed_of(facts: Mapping[str, Any], data: bytes) -> Printed:
    """What the workbook says. Raises WorkbookRefused."""
    return READ[facts["kind"]](data, facts["filename"], year=facts["year"], decision_date=day_of(facts))


def asked_of(cleaned: Mapping[str, Any], filename: str) -> dict[str, Any]:
    """What a person said about the paper, ready to be kept."""
    day = cleaned["decision_date"]
    return {
        "kind": cleaned["kind"], "year": cleaned["year"], "filename": filename,
        "decision": "".join(cleaned["decision"].split()), "signatory": cleaned["signatory"].strip(),
        "decision_date": day.isoformat() if day else "",
    }  # fmt: skip


def understood(*, by: Actor, asked: Mapping[str, Any], data: bytes) -> dict[str, Any]:
    """Everything the preview shows, as JSON-ready data. Raises WorkbookRefused."""
    printed = printed_of(asked, data)
    tried = rehearse(by=by, record=RECORD[asked["kind"]], printed=printed, options=options_of(asked, data))
    outcome = tried.outcome
    return {
        **asked,
        "at": timezone.now().isoformat(),
        "size": len(data),
        "printed_decisions": _decisions(printed),
        "sheets": plain(printed.sheets),
        "checks": plain(_checks(printed)),
        "skipped": plain(printed.skipped),
        "warnings": list(printed.warnings),
        "findings": plain(outcome.findings if outcome else printed.findings),
        "stated_total": outcome.stated_total if outcome else getattr(printed, "stated_total", None),
        "rows_total": printed.rows_total,
        "rows": plain(tried.rows) if outcome else _unjudged(printed),
        "created": outcome.created if outcome else 0,
        "unchanged": outcome.unchanged if outcome else 0,
        "doubtful": outcome.doubtful if outcome else [],
        "run": outcome.run.pk if outcome and outcome.already and outcome.run else None,
        "refused": plain(tried.refused),
        "undated": any(finding["code"] == "allocation-is-dated" for row in _rows(tried) for finding in row),
    }


def _rows(tried: Rehearsal) -> list[list[dict[str, Any]]]:
    return [row.findings for row in tried.rows]


def _checks(printed: Printed) -> list[Any]:
    if isinstance(printed, PrintedPlan):
        return list(printed.checks)
    return [check for batch in printed.batches for check in batch.checks]


def _decisions(printed: Printed) -> list[dict[str, Any]]:
    """Decisions the workbook itself names."""
    found = [printed.decision] if isinstance(printed, PrintedPlan) else [batch.decision for batch in printed.batches]
    return [plain(item) for item in found if item.number or item.date]


def _unjudged(printed: Printed) -> list[dict[str, Any]]:
    """Rows as read when the whole paper was refused."""
    rows: list[Any] = (
        list(printed.rows)
        if isinstance(printed, PrintedPlan)
        else [row for batch in printed.batches for row in batch.rows]
    )
    return [
        {
            "sheet": row.sheet, "row": row.row, "state": "doubtful" if row.doubtful else "recorded",
            "printed": plain(row), "findings": plain(row.findings),
        }
        for row in rows
    ]  # fmt: skip
