"""Where the tables of a workbook stand: header, columns by field, unit of each money column, the rows of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from khuyencong.kernel.workbook import Cell, Sheet, Workbook, address
from khuyencong.kernel.workbook.headers import Column, FieldWords, Header, find_header, folded
from khuyencong.kernel.workbook.numbers import NotANumber, reading
from khuyencong.kernel.workbook.units import unit_inside, unit_of_label
from khuyencong.programme.actions.printed import PrintedColumn, PrintedSheet
from khuyencong.programme.imports import words

_NOTES_BELOW = 25


@dataclass(frozen=True)
class Unit:
    """đồng per one and the cell that says so; ``inherited`` when another sheet said it."""

    value: int
    where: str
    inherited: bool = False


@dataclass(frozen=True)
class Table:
    """One table: its sheet, header, last row, and the unit of each money field (missing when nobody says it).

    ``above``: the header row of the table before it on the sheet, 0 for the first.
    """

    sheet: Sheet
    header: Header
    last_row: int
    units: Mapping[str, Unit]
    above: int = 0

    @property
    def mapping(self) -> dict[str, int]:
        return self.header.mapping

    def where(self, row: int, field: str) -> str:
        """'Sheet!I77' of a field's cell on a row."""
        return address(self.sheet.name, row, self.mapping.get(field, 1))

    def headings(self) -> list[str]:
        """The lone texts right above the header, top to bottom: a section's name may stand over its own table."""
        found: list[str] = []
        for row in range(self.header.first_row - 1, max(self.above, self.header.first_row - 7), -1):
            cells = list(self.sheet.row(row).values())
            if any(cell.is_number for cell in cells) or len(cells) > 2:
                break
            found.append(" ".join(cell.line for cell in cells))
        return [text for text in reversed(found) if text]

    def printed(self) -> PrintedSheet:
        """How this table was understood, for the person who checks it."""
        unit = self.units.get("support") or self.units.get("amount") or next(iter(self.units.values()), None)
        columns = tuple(
            PrintedColumn(column.letter, column.title, column.field or "", column.hidden)
            for column in self.header.columns
        )
        return PrintedSheet(
            name=self.sheet.name,
            header_rows=(self.header.first_row, self.header.last_row),
            unit=unit.value if unit else None,
            unit_where=unit.where if unit else "",
            columns=columns,
            hidden=self.sheet.hidden,
            hidden_columns=tuple(column.letter for column in self.header.columns if column.hidden),
        )


def year_weights(year: int) -> dict[str, int]:
    """A money column of the year asked for beats one of another year, an approved amount beats a requested one."""
    years = {str(other): (40 if other == year else -40) for other in range(year - 5, year + 6)}
    return years | words.read("column_weights.json")


@dataclass(frozen=True)
class Search:
    """What a header must hold: its words and fields, and the other words a second table of the sheet may use."""

    vocabulary: Sequence[FieldWords]
    needed: Sequence[frozenset[str]]
    later: Sequence[FieldWords] = ()
    later_needed: Sequence[frozenset[str]] = ()


def locate(sheet: Sheet, search: Search, *, year: int) -> list[tuple[Header, int]]:
    """Headers with the last row of their table, top to bottom. A header printed again starts a new table."""
    prefer = year_weights(year)
    vocabulary, needed = search.vocabulary, search.needed
    header = find_header(sheet, vocabulary, needed=needed, prefer=prefer)
    if header is None:
        return []
    found: list[tuple[Header, int]] = []
    opening = {phrase for one in vocabulary if one.field in ("title", "ordinal") for phrase in one.phrases}
    for row in range(header.first_data_row, sheet.last_row + 1):
        if row < header.first_data_row or not _may_be_header(sheet, row, opening):
            continue
        again = find_header(sheet, vocabulary, needed=needed, prefer=prefer, first=row, last=row)
        if again is None and search.later:
            again = find_header(sheet, search.later, needed=search.later_needed, prefer=prefer, first=row, last=row)
        if again:
            found.append((header, row - 1))
            header = again
    found.append((header, sheet.last_row))
    return found


def _may_be_header(sheet: Sheet, row: int, opening: set[str]) -> bool:
    """Three cells or more, one of them exactly the words that open a header, none a number."""
    cells = sheet.row(row)
    if len(cells) < 3 or not any(len(cell.text) < 40 and folded(cell.line) in opening for cell in cells.values()):
        return False
    return not any(_reads_as_number(cell) for cell in cells.values())


def _reads_as_number(cell: Cell) -> bool:
    try:
        return reading(cell) is not None
    except NotANumber:
        return False


def refield(header: Header, changes: Mapping[str, str]) -> Header:
    """The header with some fields renamed (old name to new)."""
    columns = tuple(
        replace(column, field=changes.get(column.field, column.field)) if column.field else column
        for column in header.columns
    )
    return replace(header, columns=columns)


def units_of(sheet: Sheet, header: Header, last_row: int, fields: Sequence[str]) -> dict[str, Unit]:
    """The unit of each money field: from the column's own title, else from a label near the table."""
    near = _unit_near(sheet, header, last_row)
    found: dict[str, Unit] = {}
    for field in fields:
        column = header.column(field)
        if column is None:
            continue
        own = _unit_in_title(sheet, header, column)
        unit = own or near
        if unit:
            found[field] = unit
    return found


def _unit_in_title(sheet: Sheet, header: Header, column: Column) -> Unit | None:
    for row in range(header.last_row, header.first_row - 1, -1):
        area = sheet.area(row, column.index)
        place = (area.top, area.left) if area else (row, column.index)
        cell = sheet.cell(*place)
        value = unit_of_label(cell.line) or unit_inside(cell.line) if cell.text else None
        if value:
            return Unit(value, address(sheet.name, *place))
    for part in reversed(column.parts):
        if value := unit_inside(part):
            return Unit(value, address(sheet.name, header.first_row, column.index))
    return None


def _unit_near(sheet: Sheet, header: Header, last_row: int) -> Unit | None:
    above = list(range(header.last_row, max(0, header.first_row - 15), -1))
    below = list(range(max(header.first_data_row, last_row - _NOTES_BELOW), last_row + 1))
    for read in (unit_of_label, unit_inside):
        for row in above + below:
            for column, cell in sheet.row(row).items():
                in_header = header.first_row <= row <= header.last_row
                known = in_header and any(one.index == column and one.field for one in header.columns)
                if isinstance(cell.value, str) and not known and len(cell.text) < 120:
                    value = next(filter(None, map(read, cell.text.split("\n"))), None)
                    if value:
                        return Unit(value, address(sheet.name, row, column))
        if read is unit_of_label and (value := unit_inside(sheet.name)):
            return Unit(value, sheet.name)
    return None


def tables_of(
    workbook: Workbook,
    search: Search,
    *,
    year: int,
    money: Sequence[str],
    renamed: Mapping[str, str] | None = None,
) -> Iterator[Table | PrintedSheet]:
    """Every table of the visible sheets (of hidden ones only if no visible one holds any), and why others have none."""
    visible = [sheet for sheet in workbook.sheets if not sheet.hidden]
    found = {sheet.name: locate(sheet, search, year=year) for sheet in visible}
    use_hidden = not any(found.values())
    last_unit: Unit | None = None
    for sheet in workbook.sheets:
        if sheet.hidden and not use_hidden:
            yield PrintedSheet(sheet.name, hidden=True, skipped="trang tính bị ẩn nên không được tính")
            continue
        headers = found.get(sheet.name) or (locate(sheet, search, year=year) if sheet.hidden else [])
        above = 0
        if not headers:
            yield PrintedSheet(sheet.name, hidden=sheet.hidden, skipped="không tìm thấy dòng tiêu đề bảng")
        for header, last_row in headers:
            shaped = with_support(header) if renamed is None else refield(header, renamed)
            units = units_of(sheet, shaped, last_row, money)
            own = next(iter(units.values()), None)
            if own is None and last_unit:
                units = {field: replace(last_unit, inherited=True) for field in money if field in shaped.mapping}
            last_unit = own or last_unit
            yield Table(sheet, shaped, last_row, units, above)
            above = shaped.last_row


def with_support(header: Header) -> Header:
    """A plan with one money column means the support by it; a plain 'Kinh phí' beside a support column is the total."""
    fields = header.mapping
    if "support" in fields:
        return refield(header, {"amount": "total"}) if "total" not in fields else header
    if "amount" in fields:
        return refield(header, {"amount": "support"})
    return refield(header, {"total": "support"})
