"""Findings of a printed paper as marks on the cells of its own workbook."""

import re
from collections.abc import Iterable, Sequence

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.workbook.annotating import Mark
from khuyencong.kernel.workbook.cells import number
from khuyencong.programme.actions.printed import PrintedAllocations, PrintedPlan

_WHERE = re.compile(r"(.+)!([A-Z]{0,3})(\d+)")


def _marks(findings: Iterable[Finding]) -> list[Mark]:
    marks = []
    for finding in findings:
        match = _WHERE.fullmatch(finding.where)
        sheet, letters, row = match.groups() if match else (finding.where, "", "0")
        level = "doubtful" if finding.severity == "error" else "interpreted"
        marks.append(Mark(sheet, int(row), number(letters), level, finding.message, finding.remedy))  # type: ignore[arg-type]
    return marks


def plan_marks(plan: PrintedPlan) -> Sequence[Mark]:
    """Every finding of the plan and of its rows: errors doubtful, the rest interpreted."""
    return _marks([*plan.findings, *(finding for row in plan.rows for finding in row.findings)])


def allocation_marks(allocations: PrintedAllocations) -> Sequence[Mark]:
    """The same for an allocation workbook."""
    batches = allocations.batches
    own = [finding for batch in batches for finding in batch.findings]
    return _marks(
        [*allocations.findings, *own, *(finding for batch in batches for row in batch.rows for finding in row.findings)]
    )
