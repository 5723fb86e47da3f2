"""Gaps and repeats in the printed numbers of projects; numbering may start again in every section."""

import re
from collections.abc import Iterable, Sequence

from khuyencong.kernel.findings import Finding
from khuyencong.programme.actions.printed import PrintedProject


def numbering_findings(projects: Sequence[PrintedProject]) -> Iterable[Finding]:
    """One warning per gap or repeat. A number 1 begins a new run."""
    last: int | None = None
    for project in projects:
        bare = project.ordinal.strip(" .()")
        if not re.fullmatch(r"\d{1,5}", bare):
            continue
        number = int(bare)
        where = f"{project.sheet}!{project.row}"
        if last is not None and number != 1:
            if number == last:
                yield Finding("ordinal_repeated", f"Số thứ tự {number} bị lặp", "warning", where)
            elif number > last + 1:
                missing = f"{last + 1}" if number == last + 2 else f"{last + 1}–{number - 1}"
                yield Finding("ordinal_gap", f"Thiếu số thứ tự {missing}", "warning", where)
            elif number < last:
                yield Finding("ordinal_order", f"Số thứ tự {number} đứng sau {last}", "warning", where)
        last = number
