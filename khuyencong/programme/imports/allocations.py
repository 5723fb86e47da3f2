"""Understands allocation lists: batches by sheet, table, line, row or column, each with its decision."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.kernel.workbook import Workbook
from khuyencong.kernel.workbook.headers import Column, folded
from khuyencong.kernel.workbook.totals import check_totals
from khuyencong.programme.actions.printed import (
    PrintedAllocation,
    PrintedAllocations,
    PrintedBatch,
    PrintedDecision,
    SkippedRow,
)
from khuyencong.programme.imports import decisions, words
from khuyencong.programme.imports.activities import ActivityFinder
from khuyencong.programme.imports.amounts import (
    Entry,
    Marking,
    cell_findings,
    entries_of,
    lines_of,
    marking_of,
    missing_unit,
    project_amount,
)
from khuyencong.programme.imports.doubts import without_summaries
from khuyencong.programme.imports.labels import LabelReader
from khuyencong.programme.imports.lines import Row
from khuyencong.programme.imports.neighbours import rows_of
from khuyencong.programme.imports.places import PlaceFinder
from khuyencong.programme.imports.plan import printed_check, stated_total
from khuyencong.programme.imports.projects import clean_title
from khuyencong.programme.imports.tables import Search, Table, tables_of, units_of
from khuyencong.programme.imports.text_columns import text_columns

_NEEDED = (frozenset({"title"}), frozenset({"amount", "planned", "cumulative", "remaining"}))
_ROUND = re.compile(r"\bdot\s+(?:thu\s+)?(\d{1,2}|[ivx]+)\b")
_NO_RENAMING: dict[str, str] = {}


@dataclass(frozen=True)
class Batch:
    """The rows of one decision before they are printed out."""

    label: str
    decision: PrintedDecision
    table: Table
    rows: Sequence[Row]
    by_column: bool = False


def understand_allocations(workbook: Workbook, *, year: int) -> PrintedAllocations:
    """Every batch of the workbook. A workbook without any table gives no batch and an error finding."""
    labels = LabelReader(PlaceFinder(words.every_province()), ActivityFinder(()))
    vocabulary = words.columns("allocation_columns.json")
    located = list(
        tables_of(workbook, Search(vocabulary, _NEEDED), year=year, money=("amount", "planned"), renamed=_NO_RENAMING)
    )
    located = without_summaries(located)
    tables = [table for table in located if isinstance(table, Table)]
    batches: list[PrintedBatch] = []
    skipped: list[SkippedRow] = []
    for index, table in enumerate(tables):
        before = tables[index - 1] if index and tables[index - 1].sheet is table.sheet else None
        for batch in _batches(table, before, labels):
            batches.append(_printed(batch))
        for row in rows_of(_with_amount(table), labels):
            if row.kind != "project":
                skipped.append(SkippedRow(row.sheet, row.row, row.label, row.why))
    findings = []
    if not tables:
        findings.append(
            Finding("table_missing", "Không tìm thấy bảng phân bổ trong tệp.", "error", "",
                    "Bảng cần có dòng tiêu đề với cột tên đề án và cột kinh phí phân bổ.")
        )  # fmt: skip
    sheets = tuple(table.printed() if isinstance(table, Table) else table for table in located)
    return PrintedAllocations(year, tuple(batches), sheets, tuple(skipped), tuple(findings), workbook.warnings)


def _batches(table: Table, before: Table | None, labels: LabelReader) -> Iterator[Batch]:
    start = before.header.first_data_row if before else 1
    default = _decision(table, start)
    columns = _round_columns(table)
    if len(columns) > 1 or (columns and columns[0].field != "amount"):
        for column in columns:
            own = _as_amount(table, column)
            decision = decisions.decision_in(column.title) or PrintedDecision(date=decisions.day_in(column.title))
            if not decision.number and len(columns) == 1:
                decision = default
            where = f"{table.sheet.name}!{column.letter}{table.header.first_row}"
            yield Batch(
                _round(column.title), replace(decision, where=decision.where or where), own, rows_of(own, labels), True
            )
        return
    table = _with_amount(table)
    yield from _by_lines(table, rows_of(table, labels), default)


def _decision(table: Table, start: int) -> PrintedDecision:
    """The last decision named above the table, else one below it; the sheet's name may give the date."""
    sheet = table.sheet
    named: PrintedDecision | None = None
    for row in range(start, table.header.first_row):
        named = (
            decisions.decision_near(sheet, range(row, table.header.first_row)) if _names_decision(table, row) else named
        )
    below = range(max(table.header.first_data_row, table.last_row - 15), table.last_row + 1)
    found = named or decisions.decision_near(sheet, below) or PrintedDecision()
    titled = decisions.decision_in(sheet.name)
    if titled and not found.number:
        found = replace(found, number=titled.number, date=found.date or titled.date)
    if found.date is None:
        found = replace(found, date=decisions.day_in(sheet.name))
    return replace(found, signatory=decisions.signatory_below(sheet, table.header.last_row))


def _names_decision(table: Table, row: int) -> bool:
    return any(
        decisions.decision_in(cell.line) for cell in table.sheet.row(row).values() if isinstance(cell.value, str)
    )


def _round(text: str) -> str:
    match = _ROUND.search(folded(text))
    return f"Đợt {match.group(1).upper()}" if match else ""


def _round_columns(table: Table) -> list[Column]:
    """Money columns headed with a round ('Đợt 1') or a decision of their own."""
    text_fields = {"ordinal", "plan_ordinal", "title", "implementer", "place", "note", "decision"}
    return [
        column
        for column in table.header.columns
        if column.field not in text_fields
        and column.field not in ("remaining", "cumulative")
        and (_round(column.title) or decisions.decision_in(column.title))
    ]


def _as_amount(table: Table, chosen: Column) -> Table:
    """The same table with one column as the amount."""
    columns = tuple(
        replace(column, field="amount" if column is chosen else (None if column.field == "amount" else column.field))
        for column in table.header.columns
    )
    header = replace(table.header, columns=columns)
    units = dict(units_of(table.sheet, header, table.last_row, ("amount",)))
    if not units and table.units:
        units["amount"] = next(iter(table.units.values()))
    return replace(table, header=header, units=units)


def _with_amount(table: Table) -> Table:
    """A table whose only money column has another name still allocates by it."""
    if "amount" in table.mapping:
        return table
    for name in ("cumulative", "planned", "remaining"):
        column = table.header.column(name)
        if column:
            return _as_amount(table, column)
    return table


def _by_lines(table: Table, rows: Sequence[Row], default: PrintedDecision) -> Iterator[Batch]:
    """Rows cut into batches by a decision column, or by lines inside the table that name a round or a decision."""
    own = list(_by_decision_column(table, rows, default))
    if len(own) > 1:
        yield from own
        return
    current: list[Row] = []
    label, decision = _round(_heading(table)), default
    for row in rows:
        opens = row.kind in ("skip", "group", "total") and "implementer" not in row.own
        named_here = decisions.decision_in(row.label) if opens else None
        if opens and row.kind != "total" and (named_here or (_round(row.label) and "title" in row.own)):
            if any(entry.kind == "project" for entry in current):
                yield Batch(label, decision, table, current)
            current, label = [], _round(row.label)
            if named_here:
                decision = replace(named_here, where=f"{table.sheet.name}!{row.row}", signatory=default.signatory)
        current.append(row)
    if any(entry.kind == "project" for entry in current):
        yield Batch(label, decision, table, current)


def _by_decision_column(table: Table, rows: Sequence[Row], default: PrintedDecision) -> Iterator[Batch]:
    """One batch per decision written in a column of its own."""
    by_text: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        if row.kind == "project" and "decision" in table.mapping:
            said = row.texts.get("decision", ""), row.texts.get("decision_date", "")
            by_text.setdefault(said, []).append(row)
    for (text, day), group in by_text.items():
        named = decisions.decision_in("Quyết định số " + text) or decisions.decision_in(text)
        if named and named.date is None and day:
            named = replace(named, date=decisions.day_in(day))
        yield Batch("", named or default, table, group)


def _heading(table: Table) -> str:
    rows = range(1, table.header.first_row)
    return " ".join(cell.line for row in rows for cell in table.sheet.row(row).values() if isinstance(cell.value, str))


def _printed(batch: Batch) -> PrintedBatch:
    entries = entries_of(batch.rows)
    unit = missing_unit(entries)
    entries = entries_of(batch.rows, unit) if unit else entries
    marking = marking_of(entries)
    kept = [entry for entry in entries if entry.row.kind != "project" or not batch.by_column or _has_amount(entry)]
    checks = check_totals(lines_of(kept, {"": marking.mark}, "amount"))
    rows = tuple(_row(entry, marking) for entry in kept if entry.row.kind == "project")
    total = sum(row.amount or 0 for row in rows)
    stated = stated_total(checks)
    return PrintedBatch(
        sheet=batch.table.sheet.name,
        label=batch.label,
        decision=batch.decision,
        rows=rows,
        checks=tuple(printed_check(check, [batch.table]) for check in checks),
        stated_total=stated,
        rows_total=total,
        findings=(*_batch_findings(batch, stated, total), *text_columns(kept, marking, ("amount",))),
    )


def _has_amount(entry: Entry) -> bool:
    money = entry.money.get("amount")
    return money is not None and (money.read is not None or bool(money.problem))


def _row(entry: Entry, marking: Marking) -> PrintedAllocation:
    row = entry.row
    found: list[Finding] = []
    money = entry.money["amount"]
    read = project_amount(entry, "amount", marking.mark)
    for cell in (money, *(line.money["amount"] for line in entry.lines)):
        found += cell_findings(cell, marking, needed=True, name="Kinh phí phân bổ", mixed="amount" in marking.mixed)
    found += read.findings
    title = clean_title(row.texts.get("title", ""))
    if not title:
        where = row.table.where(row.row, "title")
        found.append(Finding("title_missing", "Dòng có số liệu nhưng không có tên đề án", "error", where,
                             "Ghi tên đề án vào ô này."))  # fmt: skip
    if read.amount is None and not any(finding.severity == "error" for finding in found):
        found.append(Finding("amount_missing", "Không có kinh phí phân bổ", "error", row.table.where(row.row, "amount"),
                             "Ghi kinh phí phân bổ vào ô này."))  # fmt: skip
    return PrintedAllocation(
        sheet=row.sheet,
        row=row.row,
        ordinal=row.ordinal,
        plan_ordinal=" ".join(row.texts.get("plan_ordinal", "").split()),
        title=title,
        implementer=" ".join(row.texts.get("implementer", "").split())
        or next((label.implementer for label in reversed(row.context) if label.implementer), ""),
        amount=read.amount,
        note=" ".join(row.texts.get("note", "").split()),
        raw=row.raw(),
        findings=tuple(found),
    )


def _batch_findings(batch: Batch, stated: int | None, total: int) -> Iterable[Finding]:
    where = batch.decision.where or f"{batch.table.sheet.name}!{batch.table.header.first_row}"
    if not batch.decision.number:
        yield Finding("decision_missing", "Không thấy số quyết định của đợt phân bổ", "warning", where,
                      "Ghi số và ngày quyết định khi ghi nhận.")  # fmt: skip
    elif batch.decision.date is None:
        yield Finding("decision_undated", f"Quyết định {batch.decision.number} không ghi ngày", "warning", where,
                      "Ghi ngày quyết định khi ghi nhận.")  # fmt: skip
    if stated is not None and stated != total:
        message = f"Tổng in {grouped(stated)} đồng, các dòng cộng lại là {grouped(total)} đồng"
        yield Finding("batch_total_differs", message, "warning", where,
                      "Giữ nguyên như văn bản đã ban hành; đối chiếu bản in.")  # fmt: skip
