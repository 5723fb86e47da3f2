"""Reads .xls (BIFF): values by calamine, the rest from the records. Nothing of what the cells mean."""

import io
import struct
import unicodedata

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from khuyencong.kernel.workbook.biff import SheetFacts, sheet_facts
from khuyencong.kernel.workbook.cells import Area, Cell, Sheet, Value
from khuyencong.kernel.workbook.content import NO_STORED_VALUE, shown_value, text_cell
from khuyencong.kernel.workbook.refusals import WorkbookRefused, broken

MAX_GRID = 6_000_000


def read_legacy(data: bytes) -> tuple[list[Sheet], list[str]]:
    """Sheets and warnings. Raises WorkbookRefused when the file is broken, protected or absurdly large."""
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        listed = [entry for entry in book.sheets_metadata if entry.typ == SheetTypeEnum.WorkSheet]
        facts = _facts(data)
        sheets = []
        for index, entry in enumerate(listed):
            known = facts[index] if index < len(facts) else SheetFacts()
            hidden = entry.visible != SheetVisibleEnum.Visible
            sheets.append(_sheet(book.get_sheet_by_name(entry.name), known, hidden))
    except PasswordError as problem:
        raise WorkbookRefused("Tệp được đặt mật khẩu: hãy bỏ mật khẩu rồi nộp lại.") from problem
    except (CalamineError, OSError, ValueError, IndexError) as problem:
        raise broken() from problem
    macros = "_VBA_PROJECT".encode("utf-16-le") in data
    return sheets, ["Tệp chứa macro (VBA): macro không được chạy và bị bỏ qua."] if macros else []


def _facts(data: bytes) -> list[SheetFacts]:
    """Empty when the records cannot be followed: the values are still read."""
    try:
        return sheet_facts(data)
    except (ValueError, IndexError, struct.error, MemoryError):
        return []


def _sheet(source: CalamineSheet, facts: SheetFacts, hidden: bool) -> Sheet:
    if source.total_height * source.total_width > MAX_GRID:
        raise WorkbookRefused(
            f"Trang tính “{source.name}” có vùng dữ liệu quá lớn: "
            "hãy xóa các dòng và cột trống ở cuối bảng rồi nộp lại."
        )
    cells: dict[tuple[int, int], Cell] = {}
    for row, values in enumerate(source.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            if value != "":
                cell = _cell(value, facts.fonts.get((row, column), ""), (row, column) in facts.formulas)
                if cell.value is not None:
                    cells[row, column] = cell
    for place in facts.formulas:
        cells.setdefault(place, Cell(None, "", formula=True, doubt=NO_STORED_VALUE))
    for place, error in facts.errors.items():
        cells[place] = Cell(error, error, formula=place in facts.formulas, doubt=f"ô báo lỗi {error}")
    merged = tuple(
        Area(top + 1, left + 1, bottom + 1, right + 1)
        for (top, left), (bottom, right) in source.merged_cell_ranges or ()
    )
    name = unicodedata.normalize("NFC", source.name)
    return Sheet(name, cells, merged, hidden, frozenset(facts.hidden_rows), frozenset(facts.hidden_columns))


def _cell(value: Value, font: str, formula: bool) -> Cell:
    if isinstance(value, str):
        return text_cell(value, font)._replace(formula=formula)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        value = int(value)
    return Cell(value, shown_value(value), formula=formula)
