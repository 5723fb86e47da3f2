"""From a workbook's bytes to a province's list of clusters; doubtful cells are named, nothing is guessed in silence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.translation import gettext as _

from khuyencong.clusters.imports import words
from khuyencong.clusters.states import PrintedCluster, PrintedList
from khuyencong.kernel.collector import collector_paused
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import decimal_text
from khuyencong.kernel.secrecy import stamp_in
from khuyencong.kernel.workbook import Sheet, Workbook, WorkbookRefused, address, open_workbook
from khuyencong.kernel.workbook.annotating import Mark, annotate
from khuyencong.kernel.workbook.cells import Cell, number
from khuyencong.kernel.workbook.headers import Header, find_header, folded, is_numbering
from khuyencong.kernel.workbook.numbers import DecimalMark, NotANumber, Reading, proven_mark, reading

AREAS = ("area_now", "area_planned")
NEEDED = (frozenset({"name"}), frozenset({*AREAS, "where", "district"}))
TEXTS = ("where", "district", "industries", "investor", "action", "mountain", "note")
SQUARE_METRES = 10_000
UNLIKELY = 1000  # hectares: more than a dozen times the largest cluster the law knows


@dataclass
class Table:
    """A table of clusters and what its numbers prove. ``divisors``: how many of the column's unit make a hectare."""

    sheet: Sheet
    header: Header
    mark: DecimalMark
    divisors: dict[str, int]
    rows: list[PrintedCluster] = field(default_factory=list)
    skipped: list[tuple[str, int, str]] = field(default_factory=list)
    locality: str = ""
    action: str = ""


@collector_paused()
def read_list(data: bytes, filename: str) -> PrintedList:
    """What a list says, areas in hectares. Raises WorkbookRefused with one sentence for a file that cannot be read."""
    workbook = open_workbook(data, filename)
    _refuse_secret(workbook)
    return understand_list(workbook)


def _refuse_secret(workbook: Workbook) -> None:
    """A paper with a secrecy stamp never enters the system."""
    for where, text in workbook.texts():
        if stamp := stamp_in(text):
            message = _("Tệp có dấu “{stamp}” ở {where}. Không được đưa tài liệu có độ mật vào hệ thống này.")
            raise WorkbookRefused(message.format(stamp=stamp, where=where))


def understand_list(workbook: Workbook) -> PrintedList:
    """Every table of clusters in the workbook, hidden sheets left out. Without any it carries an error and no rows."""
    tables = [table for sheet in workbook.sheets if not sheet.hidden and (table := _table(sheet))]
    for table in tables:
        _read(table)
    rows = tuple(row for table in tables for row in table.rows)
    findings = () if rows else (_no_table(),)
    columns = {
        f"{table.sheet.name}!{column.letter}": column.field
        for table in tables for column in table.header.columns if column.field
    }  # fmt: skip
    skipped = tuple(row for table in tables for row in table.skipped)
    return PrintedList(rows, columns, skipped, findings, workbook.warnings)


def _no_table() -> Finding:
    remedy = _("Bảng cần dòng tiêu đề có cột tên cụm công nghiệp và cột diện tích (ha).")
    return Finding(
        "table-missing", _("Không tìm thấy bảng danh mục cụm công nghiệp trong tệp."), where="file", remedy=remedy
    )


def _table(sheet: Sheet) -> Table | None:
    header = find_header(sheet, words.columns(), needed=NEEDED)
    if header is None:
        return None
    spoken = {column.field: folded(column.title) for column in header.columns if column.field in AREAS}
    divisors = {str(name): SQUARE_METRES if words.holds(title, ["m2"]) else 1 for name, title in spoken.items()}
    texts = [read for row in _data_rows(sheet, header) for read in _readings(sheet, header, row)]
    proven = proven_mark(read for read in texts if not read.typed)
    return Table(sheet, header, "dot" if proven == "dot" else "comma", divisors)


def _data_rows(sheet: Sheet, header: Header) -> Iterator[int]:
    for row in range(header.first_data_row, sheet.last_row + 1):
        if sheet.row(row) and row not in sheet.hidden_rows and not is_numbering(sheet, row):
            yield row


def _readings(sheet: Sheet, header: Header, row: int) -> Iterator[Reading]:
    for name in AREAS:
        if name in header.mapping:
            try:
                read = reading(_bare(sheet.cell(row, header.mapping[name])))
            except NotANumber:
                continue
            if read is not None:
                yield read


def _bare(cell: Cell) -> Cell:
    """'48,434 ha' as '48,434'."""
    text = cell.line
    if isinstance(cell.value, str) and text.lower().endswith("ha"):
        return cell._replace(value=text[:-2].strip(), text=text[:-2].strip())
    return cell


def _read(table: Table) -> None:
    """Every row below the header: clusters, headings of a locality or of what is meant, totals."""
    for row in _data_rows(table.sheet, table.header):
        name = _shown(table, row, "name")
        label = name or next((cell.line for cell in table.sheet.row(row).values() if isinstance(cell.value, str)), "")
        says = folded(label)
        if not label or words.is_total(says):
            if label:
                table.skipped.append((table.sheet.name, row, label))
        elif not name or _is_heading(table, row):
            _heading(table, row, label, says)
        else:
            table.rows.append(_cluster(table, row, name))


def _shown(table: Table, row: int, name: str) -> str:
    column = table.header.mapping.get(name)
    if column is None:
        return ""
    area = table.sheet.area(row, column)
    if area is not None and area.right > area.left and name != "name":
        return ""
    return table.sheet.shown(row, column).line


def _is_heading(table: Table, row: int) -> bool:
    """A name with no area and nothing else beside it, but for a Roman or lettered ordinal."""
    if any(_shown(table, row, name) for name in (*AREAS, *TEXTS)):
        return False
    ordinal = _shown(table, row, "ordinal").strip(" .)")
    return not ordinal.isdigit()


def _heading(table: Table, row: int, label: str, says: str) -> None:
    table.skipped.append((table.sheet.name, row, label))
    if action := words.action_in(says):
        table.action, table.locality = action, ""
    elif words.is_locality(says):
        table.locality = label


def _cluster(table: Table, row: int, name: str) -> PrintedCluster:
    findings: list[Finding] = []
    areas = {field: _area(table, row, field, findings) for field in AREAS}
    text = {field: _shown(table, row, field) for field in TEXTS}
    where = ", ".join(part for part in (text["where"], text["district"] or table.locality) if part)
    if len(name) < 3:
        findings.append(_doubt(table, row, "name", _("tên cụm quá ngắn “{name}”").format(name=name),
                               _("Ghi tên cụm như trong quyết định.")))  # fmt: skip
    if areas["area_now"] is None and areas["area_planned"] is None and not findings:
        column = "area_planned" if "area_planned" in table.header.mapping else "area_now"
        findings.append(_doubt(table, row, column, _("không ghi diện tích"), _("Ghi diện tích bằng ha.")))
    action = words.action_in(folded(f"{text['action']}")) or table.action or words.action_in(folded(text["note"]))
    place = words.kind_of_place(folded(f"{name} {text['mountain']} {text['note']}"))
    return PrintedCluster(
        name, where, areas["area_now"], areas["area_planned"], place, text["industries"], text["investor"], action,
        text["note"], table.sheet.name, row, tuple(findings),
    )  # fmt: skip


def _area(table: Table, row: int, name: str, findings: list[Finding]) -> Decimal | None:
    """Hectares, or None with a finding when the cell holds something else."""
    column = table.header.mapping.get(name)
    if column is None:
        return None
    cell = _bare(table.sheet.shown(row, column))
    retype = _("Gõ lại diện tích bằng ha, ví dụ 48,5.")
    if cell.doubt:
        findings.append(_doubt(table, row, name, cell.doubt, retype))
        return None
    try:
        read = reading(cell)
    except NotANumber:
        findings.append(
            _doubt(table, row, name, _("không đọc được diện tích “{text}”").format(text=cell.line[:40]), retype)
        )
        return None
    return _hectares(table, row, name, read, findings) if read is not None else None


def _hectares(table: Table, row: int, name: str, read: Reading, findings: list[Finding]) -> Decimal | None:
    """The value in hectares; a text that reads two ways follows the column, unless only the other way is possible."""
    value = read.value(table.mark)
    if value is None or value < 0:
        problem = _("không đọc được diện tích “{text}”").format(text=read.text[:40])
        findings.append(_doubt(table, row, name, problem, _("Gõ lại diện tích bằng ha, ví dụ 48,5.")))
        return None
    value /= table.divisors.get(name, 1)
    other = read.dot if table.mark == "comma" else read.comma
    check = _("So với bản giấy; nếu sai, gõ lại diện tích bằng ha rồi nộp lại.")
    if value > UNLIKELY and read.ambiguous and other is not None and other <= UNLIKELY:
        said = decimal_text(other, 3, trim=True)
        problem = _("“{text}” có thể hiểu theo hai cách, đã hiểu là {value} ha").format(text=read.text[:40], value=said)
        findings.append(_doubt(table, row, name, problem, check))
        return other
    if value > UNLIKELY:
        said = decimal_text(value, 3, trim=True)
        findings.append(_doubt(table, row, name, _("diện tích {value} ha lớn khác thường").format(value=said), check))
    return value.quantize(Decimal("0.001")) if value < 10**6 else None


def _doubt(table: Table, row: int, name: str, problem: str, remedy: str) -> Finding:
    where = address(table.sheet.name, row, table.header.mapping.get(name, 1))
    return Finding("cell-doubtful", problem, "warning", where, remedy)


def marked(data: bytes, filename: str, rows: Sequence[PrintedCluster]) -> bytes:
    """The province's own workbook with every doubtful cell marked and explained, as .xlsx."""
    marks = []
    for row in rows:
        for found in row.findings:
            letters = "".join(ch for ch in found.where.rpartition("!")[2] if ch.isalpha())
            marks.append(Mark(row.sheet, row.row, number(letters), "doubtful", found.message, found.remedy))
    return annotate(data, filename, marks)


__all__ = ["marked", "read_list", "understand_list"]
