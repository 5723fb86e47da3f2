"""From a statement's bytes to its lines with month and totals; and back, with what does not tie marked."""

from collections.abc import Iterable, Sequence
from datetime import date

from khuyencong.kernel.collector import collector_paused
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.kernel.workbook import Workbook, address, open_workbook
from khuyencong.kernel.workbook.annotating import Mark, annotate
from khuyencong.kernel.workbook.cells import number
from khuyencong.kernel.workbook.totals import Check, check_totals
from khuyencong.programme.actions.printed import PrintedCheck, PrintedSheet
from khuyencong.programme.actions.statements import PrintedLine, PrintedStatement
from khuyencong.programme.imports import words
from khuyencong.programme.imports.statements.rows import MONEY, Read, plain_amounts, read_rows
from khuyencong.programme.imports.statements.said import month_in
from khuyencong.programme.imports.tables import Search, Table, tables_of
from khuyencong.programme.imports.workbooks import refuse_secret
from khuyencong.programme.models import StatementLine
from khuyencong.programme.states import TieState

_NEEDED = (frozenset(MONEY), frozenset({"number", "on", "content", "project", "contract", "payee"}))
_NO_RENAMING: dict[str, str] = {}
_SURELY_DONG = 100_000
_NO_TABLE = Finding(
    "table-missing", "Không tìm thấy bảng kê trong tệp.", "error", "",
    "Bảng cần có dòng tiêu đề với cột số tiền (hoặc tạm ứng, thực chi) và cột số chứng từ, ngày hay nội dung.",
)  # fmt: skip
_REMEDIES = {
    TieState.AMOUNT: "So với bản giấy: sửa số của hệ thống, hoặc đề nghị Kho bạc điều chỉnh rồi giải trình.",
    TieState.UNKNOWN: "Gắn đề án và ghi nhận chứng từ, hoặc giải trình.",
    TieState.DOUBLE: "Đề nghị Kho bạc điều chỉnh rồi giải trình.",
    TieState.MISSING: "Hỏi Kho bạc, hoặc giải trình.",
}


@collector_paused()
def read_statement(data: bytes, filename: str, *, year: int) -> PrintedStatement:
    """What a Treasury statement says. Raises WorkbookRefused with one sentence for a file that cannot be read."""
    workbook = open_workbook(data, filename)
    refuse_secret(workbook)
    return understand_statement(workbook, year=year)


def understand_statement(workbook: Workbook, *, year: int) -> PrintedStatement:
    """Every table of the workbook. Without any table, or without its unit, it carries an error and no lines count."""
    search = Search(words.columns("statement_columns.json"), _NEEDED)
    located = list(tables_of(workbook, search, year=year, money=MONEY, renamed=_NO_RENAMING))
    tables = [table for table in located if isinstance(table, Table)]
    sheets = tuple(item.printed() if isinstance(item, Table) else item for item in located)
    if not tables:
        return PrintedStatement(_month(workbook, ()), (), sheets, findings=(_NO_TABLE,), warnings=workbook.warnings)
    findings: list[Finding] = []
    parts: list[Read] = []
    for table in tables:
        unit, said = _unit(table)
        findings += said
        if unit is not None:
            parts.append(read_rows(table, unit))
    return _whole(workbook, tables, sheets, parts, findings)


def _whole(
    workbook: Workbook, tables: Sequence[Table], sheets: Sequence[PrintedSheet], parts: Sequence[Read],
    findings: list[Finding],
) -> PrintedStatement:  # fmt: skip
    sums = [line for part in parts for line in part.sums]
    checks = check_totals(sums)
    rows_total = sum(line.amount or 0 for line in sums if line.kind == "item")
    stated = _stated(checks)
    net = rows_total - 2 * sum(part.back for part in parts)
    rows_total = net if stated is not None and stated == net else rows_total
    lines = tuple(line for part in parts for line in part.lines)
    if parts and not lines:
        findings.append(Finding("lines-missing", "Bảng kê không có dòng phát sinh nào.", "warning", "",
                                "Kiểm tra lại tệp; tháng không phát sinh vẫn đối chiếu được."))  # fmt: skip
    return PrintedStatement(
        month=_month(workbook, tables), lines=lines, sheets=sheets,
        checks=tuple(_printed_check(check, tables) for check in checks),
        skipped=tuple(row for part in parts for row in part.skipped), findings=tuple(findings),
        stated_total=stated, rows_total=rows_total, warnings=workbook.warnings,
    )  # fmt: skip


def _stated(checks: Sequence[Check]) -> int | None:
    """The total the paper claims: its last grand total, else totals that together cover it."""
    grand = [check.line.amount for check in checks if check.line.kind == "total" and check.line.grand]
    if grand:
        return grand[-1]
    totals = [check.line.amount or 0 for check in checks if check.line.kind == "total"]
    return sum(totals) if totals else None


def _printed_check(check: Check, tables: Sequence[Table]) -> PrintedCheck:
    line = check.line
    table = next(table for table in tables if table.sheet.name == line.sheet)
    column = next((table.mapping[name] for name in MONEY if name in table.mapping), 1)
    return PrintedCheck(line.label, line.sheet, line.row, line.level, line.amount, check.computed, check.rows,
                        check.agrees, check.scope, address(line.sheet, line.row, column))  # fmt: skip


def _month(workbook: Workbook, tables: Sequence[Table]) -> date | None:
    """The month the title names, above the tables or in a sheet's name."""
    for table in tables:
        rows = range(1, table.header.first_row)
        texts = [cell.line for row in rows for cell in table.sheet.row(row).values() if isinstance(cell.value, str)]
        if found := month_in([*texts, table.sheet.name]):
            return found
    return month_in(sheet.name for sheet in workbook.sheets)


def _unit(table: Table) -> tuple[int | None, list[Finding]]:
    """đồng per one, from the paper; without its word, đồng when no amount is too small for it."""
    stated = next((table.units[name] for name in MONEY if name in table.units), None)
    if stated is not None:
        return stated.value, []
    amounts = plain_amounts(table)
    if not amounts or min(amounts) >= _SURELY_DONG:
        return 1, []
    column = next(table.mapping[name] for name in MONEY if name in table.mapping)
    where = address(table.sheet.name, table.header.last_row, column)
    message = f"Trang tính “{table.sheet.name}” không ghi đơn vị tính, có số nhỏ hơn {grouped(_SURELY_DONG)}."
    remedy = "Ghi “Đơn vị tính: …” phía trên bảng rồi nhập lại."
    return None, [Finding("unit-unknown", message, "error", where, remedy)]


def statement_marked(data: bytes, filename: str, printed: PrintedStatement, lines: Iterable[StatementLine]) -> bytes:
    """The Treasury's own workbook with every line that does not tie marked and explained, as .xlsx."""
    by_place: dict[tuple[str, int], list[PrintedLine]] = {}
    for row in printed.lines:
        by_place.setdefault((row.sheet[:120], row.row), []).append(row)
    marks = [mark for line in lines if (mark := _mark(line, by_place)) is not None]
    for row in printed.lines:
        marks += [
            Mark(row.sheet, row.row, number(row.column), "doubtful" if found.severity == "error" else "interpreted",
                 found.message, found.remedy)
            for found in row.findings
        ]  # fmt: skip
    return annotate(data, filename, marks)


def _mark(line: StatementLine, by_place: dict[tuple[str, int], list[PrintedLine]]) -> Mark | None:
    """The mark of one line; a paper the statement lacks is only listed, on no cell."""
    if line.state == TieState.TIED:
        return None
    found = TieState(line.found or line.state) if line.state == TieState.EXPLAINED else TieState(line.state)
    reason = str(found.label)
    if line.row == 0:
        reason += f": chứng từ {line.number or '–'}, {grouped(line.amount)} đồng"
    elif found == TieState.AMOUNT and line.entry is not None:
        reason += f": hệ thống ghi {grouped(line.entry.amount)} đồng"
    if line.project is not None:
        reason += f" ({line.project.code})"
    explained = line.state == TieState.EXPLAINED
    same = [row for row in by_place.get((line.sheet, line.row), []) if row.amount == line.amount]
    column = number(same[0].column) if same else 0
    level = "interpreted" if explained else "doubtful"
    remedy = f"Giải trình: {line.explanation}" if explained else _REMEDIES.get(found, "")
    return Mark(line.sheet, line.row, column, level, reason, remedy)  # type: ignore[arg-type]
