"""Makes printed papers for tests: small invented plans and allocations of years the demo does not use."""

import hashlib
from dataclasses import replace
from datetime import date

from khuyencong.kernel.findings import Finding
from khuyencong.programme.actions import PaperOptions
from khuyencong.programme.actions.printed import (
    PrintedAllocation,
    PrintedAllocations,
    PrintedBatch,
    PrintedDecision,
    PrintedPlan,
    PrintedProject,
)
from khuyencong.registry.models import Place

MILLION = 10**6


def province(name: str) -> Place:
    return Place.objects.get(level="province", name=name, valid_from=date(2008, 8, 1))


def project(number: int, support: int = 100, *, place: str = "Phú Thọ", findings: tuple = (), **changes):
    row = PrintedProject(
        sheet="Bảng 1", row=number + 5, last_row=number + 5, ordinal=str(number), title=f"Đề án minh họa số {number}",
        title_printed=f"Đề án minh họa số {number}", part="locality", kind="single", activity_code="ND3",
        activity_from="words", place_key=province(place).pk if place else None, place_printed=place,
        implementer=f"Trung tâm minh họa {place or 'chung'}", beneficiaries=(f"Cơ sở minh họa {number}",),
        start_month=date(2021, 3, 1), end_month=date(2021, 11, 1), total_cost=None, support=support * MILLION,
        counterpart=None, other=None, findings=findings,
    )  # fmt: skip
    return replace(row, **changes)


def doubtful_place(number: int, support: int = 100) -> PrintedProject:
    finding = Finding("place-unknown", "Không nhận ra địa phương “Tỉnh Lạ”.", where=f"Bảng 1!E{number + 5}")
    return project(number, support, place="", findings=(finding,))


def plan(rows, year: int = 2021, number: str = "8801/QĐ-BCT", on: date | None = date(2021, 1, 5), stated=...):
    total = sum(row.support or 0 for row in rows)
    return PrintedPlan(
        year=year, decision=PrintedDecision(number=number, date=on), sheets=(), rows=tuple(rows), checks=(), skipped=(),
        findings=(), stated_total=total if stated is ... else stated, rows_total=total, stated_count=None,
    )  # fmt: skip


def options(mark: str = "a", **changes) -> PaperOptions:
    data = f"workbook {mark}".encode()
    return PaperOptions(filename=f"{mark}.xlsx", data=data, sha256=hashlib.sha256(data).hexdigest(), **changes)


def allocation(number: int, amount: int, **changes) -> PrintedAllocation:
    row = PrintedAllocation(
        sheet="Đợt 1", row=number + 4, ordinal=str(number), plan_ordinal=str(number),
        title=f"Đề án minh họa số {number}", implementer="Trung tâm minh họa Phú Thọ", amount=amount * MILLION,
    )  # fmt: skip
    return replace(row, **changes)


def batch(rows, number: str = "8811/QĐ-CTĐP", on: date | None = date(2021, 3, 1), stated=...) -> PrintedBatch:
    total = sum(row.amount or 0 for row in rows)
    return PrintedBatch(
        sheet="Đợt 1", label="", decision=PrintedDecision(number=number, date=on), rows=tuple(rows), checks=(),
        stated_total=total if stated is ... else stated, rows_total=total,
    )  # fmt: skip


def allocations(*batches: PrintedBatch, year: int = 2021) -> PrintedAllocations:
    return PrintedAllocations(year=year, batches=batches, sheets=())
