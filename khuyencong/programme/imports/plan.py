"""Understands a plan annex: every sheet's table, every project row, every printed total. Records nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import chain

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.kernel.workbook import Workbook, address
from khuyencong.kernel.workbook.totals import Check, check_totals
from khuyencong.programme.actions.printed import (
    GroupName,
    PlaceName,
    PrintedCheck,
    PrintedDecision,
    PrintedPlan,
    PrintedProject,
    PrintedSheet,
    SkippedRow,
)
from khuyencong.programme.imports import decisions, words
from khuyencong.programme.imports.activities import ActivityFinder
from khuyencong.programme.imports.amounts import Entry, entries_of, lines_of, marking_of, missing_unit
from khuyencong.programme.imports.doubts import doubted, without_summaries
from khuyencong.programme.imports.labels import LabelReader
from khuyencong.programme.imports.lines import Row
from khuyencong.programme.imports.neighbours import rows_of
from khuyencong.programme.imports.numbering import numbering_findings
from khuyencong.programme.imports.places import PlaceFinder
from khuyencong.programme.imports.projects import Readers, all_understood, small_typed
from khuyencong.programme.imports.tables import Search, Table, tables_of
from khuyencong.programme.imports.text_columns import text_columns

_NEEDED = (frozenset({"title"}), frozenset({"support", "amount", "total"}))
_MONEY = ("support", "total", "counterpart", "other")


def understand_plan(
    workbook: Workbook, *, year: int, places: Sequence[PlaceName], groups: Sequence[GroupName]
) -> PrintedPlan:
    """What the annex says. ``places``: provinces valid on the governing date; ``groups``: the activity groups.

    A workbook without any table gives a plan without rows and an error finding.
    """
    activities = ActivityFinder(groups)
    finder = PlaceFinder(places)
    readers = Readers(finder, activities, LabelReader(finder, activities), year)
    located = _located(workbook, year)
    located = without_summaries(located)
    tables = [table for table in located if isinstance(table, Table)]
    classified = [rows_of(table, readers.labels) for table in tables]
    entries = [_entries(rows) for rows in classified]
    markings = [marking_of(found) for found in entries]
    projects = tuple(
        project
        for found, marking in zip(entries, markings, strict=True)
        for project in all_understood(found, marking, readers)
    )
    marks = {table.sheet.name: marking.mark for table, marking in zip(tables, markings, strict=True)}
    checks = check_totals(lines_of(list(chain.from_iterable(entries)), marks))
    suspects = _small_amounts(entries, checks)
    projects = tuple(_with(project, suspects.get((project.sheet, project.row))) for project in projects)
    projects = doubted(projects)
    printed = _assembled(workbook, year, located, list(chain.from_iterable(classified)), projects, checks)
    said = [
        note for found, marking in zip(entries, markings, strict=True) for note in text_columns(found, marking, _MONEY)
    ]
    return replace(printed, findings=(*printed.findings, *said))


def _located(workbook: Workbook, year: int) -> list[Table | PrintedSheet]:
    """The tables of the workbook; weaker words for a title count only in a second table or where nothing else fits."""
    weak, weak_needed = _weak_vocabulary(), (*_NEEDED, frozenset({"implementer", "beneficiary"}))
    strong = Search(words.columns("plan_columns.json"), _NEEDED, weak, weak_needed)
    located = list(tables_of(workbook, strong, year=year, money=_MONEY))
    if not any(isinstance(table, Table) for table in located):
        located = list(tables_of(workbook, Search(weak, weak_needed), year=year, money=_MONEY))
    return located


def _weak_vocabulary() -> Sequence[words.FieldWords]:
    """Where no column says 'Tên đề án', a 'Nội dung' beside an implementer is the title."""
    vocabulary = []
    for entry in words.columns("plan_columns.json"):
        if entry.field == "title":
            entry = replace(
                entry,
                phrases=(*entry.phrases, "noi dung", "noi dung thuc hien", "noi dung cong viec", "noi dung ho tro"),
            )
        if entry.field == "activity":
            entry = replace(entry, phrases=tuple(phrase for phrase in entry.phrases if phrase != "noi dung"))
        vocabulary.append(entry)
    return vocabulary


def _entries(rows: Iterable[Row]) -> list[Entry]:
    rows = list(rows)
    found = entries_of(rows)
    unit = missing_unit(found)
    return entries_of(rows, unit) if unit else found


def _small_amounts(entries: Sequence[Sequence[Entry]], checks: Sequence[Check]) -> dict[tuple[str, int], Finding]:
    """Number cells that look a thousand times too small, unless every printed total agrees with them as they are."""
    if checks and all(check.agrees for check in checks):
        return {}
    found: dict[tuple[str, int], Finding] = {}
    for sheet in entries:
        projects = [entry for entry in sheet if entry.row.kind == "project" and "support" in entry.money]
        amounts = sorted(amount for entry in projects if (amount := entry.money["support"].dong(None)))
        for entry in projects:
            money = entry.money["support"]
            mine = money.dong(None)
            others = [amount for amount in amounts if amount != mine and amount * 20 > amounts[-1] / 1000]
            if len(others) >= 3 and small_typed(money, [amount for amount in others if amount > (mine or 0) * 20]):
                found[entry.row.sheet, entry.row.row] = Finding(
                    "amount_small", f"Kinh phí hỗ trợ {money.text} nhỏ bất thường so với cả cột", "error", money.where,
                    "Kiểm tra xem dấu chấm có phải là dấu ngăn hàng nghìn; gõ lại con số trên bản in.")  # fmt: skip
    return found


def _with(project: PrintedProject, finding: Finding | None) -> PrintedProject:
    return replace(project, findings=(*project.findings, finding)) if finding else project


def _assembled(
    workbook: Workbook,
    year: int,
    located: Sequence[Table | PrintedSheet],
    rows: Sequence[Row],
    projects: tuple[PrintedProject, ...],
    checks: Sequence[Check],
) -> PrintedPlan:
    tables = [table for table in located if isinstance(table, Table)]
    notes = list(_notes(tables, rows))
    total = stated_total(checks, len(projects))
    rows_total = sum(project.support or 0 for project in projects)
    count = decisions.stated_count(notes)
    findings = [
        *_table_findings(located),
        *_total_findings(checks),
        *numbering_findings(projects),
        *_paper_findings(projects, total, rows_total, count),
    ]
    return PrintedPlan(
        year=year,
        decision=_decision(tables),
        sheets=tuple(table.printed() if isinstance(table, Table) else table for table in located),
        rows=projects,
        checks=tuple(printed_check(check, tables) for check in checks),
        skipped=tuple(SkippedRow(row.sheet, row.row, row.label, row.why) for row in rows if row.kind != "project"),
        findings=tuple(findings),
        stated_total=total,
        rows_total=rows_total,
        stated_count=count,
        warnings=workbook.warnings,
    )


def _notes(tables: Sequence[Table], rows: Sequence[Row]) -> Iterable[str]:
    """Texts that may state how many projects there are: above the tables, grand totals, notes below."""
    for table in tables:
        for number in range(1, table.header.first_row):
            yield from (cell.line for cell in table.sheet.row(number).values() if isinstance(cell.value, str))
    yield from (row.label for row in rows if row.kind == "total" and row.grand)
    yield from (row.label for row in rows if row.kind == "skip" and folded_total(row.label))


def folded_total(text: str) -> bool:
    """A note that speaks of the whole: 'Tổng số: 106 đề án'."""
    return any(word in text.lower() for word in ("tổng số", "tổng cộng", "gồm", "tong so"))


def _decision(tables: Sequence[Table]) -> PrintedDecision:
    """The decision named above the first table that names one, else below it; with the signatory."""
    for table in tables:
        above = range(1, table.header.first_row)
        below = range(max(table.header.first_data_row, table.last_row - 15), table.last_row + 1)
        found = decisions.decision_near(table.sheet, above) or decisions.decision_near(table.sheet, below)
        if found:
            return replace(found, signatory=decisions.signatory_below(table.sheet, table.header.last_row))
    signed = next(filter(None, (decisions.signatory_below(table.sheet, table.header.last_row) for table in tables)), "")
    return PrintedDecision(signatory=signed)


def stated_total(checks: Sequence[Check], rows: int = 0) -> int | None:
    """The printed total of the whole paper: one row that claims everything, else the sum of each sheet's own total."""
    grand = [check for check in checks if check.line.kind == "total" and (check.scope != "group" or check.line.grand)]
    whole = [check for check in grand if check.whole]
    if whole:
        return next((check for check in whole if check.agrees), whole[-1]).line.amount
    by_sheet = {check.line.sheet: check.line.amount or 0 for check in grand}
    return sum(by_sheet.values()) if by_sheet else _sum_of_parts(checks, rows)


def _sum_of_parts(checks: Sequence[Check], rows: int) -> int | None:
    """Totals of stacked tables that together cover every row once ('Cộng' under each)."""
    totals = [check for check in checks if check.line.kind == "total"]
    covers = bool(totals) and rows > 0 and sum(check.rows for check in totals) == rows
    return sum(check.line.amount or 0 for check in totals) if covers else None


def printed_check(check: Check, tables: Sequence[Table]) -> PrintedCheck:
    """The check with its cell."""
    line = check.line
    table = next(table for table in tables if table.sheet.name == line.sheet)
    column = table.mapping.get("support") or table.mapping.get("amount") or 1
    return PrintedCheck(line.label, line.sheet, line.row, line.level, line.amount, check.computed, check.rows,
                        check.agrees, check.scope, address(line.sheet, line.row, column))  # fmt: skip


def _table_findings(located: Sequence[Table | PrintedSheet]) -> Iterable[Finding]:
    if not any(isinstance(table, Table) for table in located):
        yield Finding("table_missing", "Không tìm thấy bảng đề án trong tệp.", "error", "",
                      "Bảng cần có dòng tiêu đề với cột tên đề án và ít nhất một cột kinh phí.")  # fmt: skip
    for table in located:
        if not isinstance(table, Table):
            continue
        unit = table.units.get("support")
        where = table.where(table.header.last_row, "support")
        if unit is None:
            yield Finding("unit_missing", f"Trang tính “{table.sheet.name}” không ghi đơn vị tính", "warning", where,
                          "Ghi “Đơn vị tính: …” phía trên bảng.")  # fmt: skip
        elif unit.inherited:
            yield Finding("unit_inherited", f"Đơn vị tính lấy theo ô {unit.where} của trang tính khác", "info", where)
        hidden = [column.letter for column in table.header.columns if column.hidden]
        if hidden:
            yield Finding(
                "columns_hidden", f"Trang tính “{table.sheet.name}” có cột bị ẩn: {', '.join(hidden)}", "info", where
            )


def _total_findings(checks: Sequence[Check]) -> Iterable[Finding]:
    for check in checks:
        if not check.agrees:
            stated, computed = grouped(check.line.amount or 0), grouped(check.computed)
            message = f"“{check.line.label}” in {stated} đồng, {check.rows} dòng cộng lại là {computed} đồng"
            yield Finding("total_differs", message, "warning", f"{check.line.sheet}!{check.line.row}",
                          "Giữ nguyên như văn bản đã ban hành; đối chiếu bản in để biết dòng nào khác.")  # fmt: skip


def _paper_findings(
    projects: Sequence[PrintedProject], total: int | None, rows_total: int, count: int | None
) -> Iterable[Finding]:
    if total is not None and total != rows_total:
        yield Finding(
            "plan_total_differs",
            f"Tổng in {grouped(total)} đồng, các đề án cộng lại là {grouped(rows_total)} đồng",
            "warning",
        )
    if count is not None and count != len(projects):
        yield Finding("plan_count_differs", f"Văn bản ghi {count} đề án, bảng có {len(projects)} dòng đề án", "warning")
