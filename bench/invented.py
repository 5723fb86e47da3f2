"""An invented year of any size: its printed plan and the allocation of half of its projects."""

from datetime import date

from khuyencong.programme.actions.printed import (
    PrintedAllocation,
    PrintedAllocations,
    PrintedBatch,
    PrintedDecision,
    PrintedPlan,
    PrintedProject,
)
from khuyencong.registry.queries import provinces_on

DAY = date(2020, 6, 30)
# What varies from row to row: mostly single projects, nine activity groups, two bodies per province.
KINDS = ("single",) * 8 + ("group", "key")


def printed_plan(count: int) -> PrintedPlan:
    """``count`` projects over all provinces, groups, kinds and 126 bodies."""
    places = list(provinces_on(DAY).values_list("pk", "name"))
    rows = tuple(_row(n, *places[n % len(places)]) for n in range(1, count + 1))
    total = sum(row.support or 0 for row in rows)
    decision = PrintedDecision(number="9701/QĐ-BCT", date=date(2020, 1, 5))
    return PrintedPlan(2020, decision, (), rows, (), (), (), total, total, None)


def _row(n: int, place: int, name: str) -> PrintedProject:
    body = "Trung tâm" if n // 63 % 5 else "Công ty"
    return PrintedProject(
        sheet="B", row=n + 5, last_row=n + 5, ordinal=str(n), title=f"Hỗ trợ ứng dụng máy móc minh họa số {n}",
        title_printed="", part="locality", kind=KINDS[n // 7 % 10], activity_code=f"ND{n // 63 % 9 + 1}",
        activity_from="code", place_key=place, place_printed=name, implementer=f"{body} minh họa {name}",
        beneficiaries=(f"Cơ sở minh họa {n}",), start_month=date(2020, 1 + n % 4, 1), end_month=date(2020, 11, 1),
        total_cost=None, support=(100 + n % 400) * 10**6, counterpart=None, other=None,
    )  # fmt: skip


def printed_allocations(plan: PrintedPlan) -> PrintedAllocations:
    """Four decisions, each for an eighth of the projects; every tenth row gets only half of its plan."""
    batches = []
    for turn in range(4):
        rows = tuple(
            PrintedAllocation(
                f"B{turn}", row.row, row.ordinal, row.ordinal, row.title, row.implementer,
                (row.support or 0) // (2 if row.row % 10 == 0 else 1),
            )
            for row in plan.rows[turn * 2 :: 8]
        )  # fmt: skip
        total = sum(row.amount or 0 for row in rows)
        decision = PrintedDecision(number=f"97{turn + 11}/QĐ-CTĐP", date=date(2020, 3 + turn, 1))
        batches.append(PrintedBatch(f"B{turn}", "", decision, rows, (), total, total))
    return PrintedAllocations(2020, tuple(batches), ())
