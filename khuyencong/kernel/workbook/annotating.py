"""Gives a person's own workbook back with the doubtful cells marked and explained. The caller says which and why."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from openpyxl import Workbook as Book
from openpyxl import load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from khuyencong.kernel.workbook.cells import Cell as Stored
from khuyencong.kernel.workbook.cells import letter
from khuyencong.kernel.workbook.opening import open_workbook

RESULT_SHEET = "Kết quả kiểm tra"
_FILLS = {
    "doubtful": PatternFill("solid", start_color="FFF4B6B0", end_color="FFF4B6B0"),
    "interpreted": PatternFill("solid", start_color="FFFFE3A3", end_color="FFFFE3A3"),
}
_LABELS = {"doubtful": "Nghi ngờ", "interpreted": "Được hiểu là"}
_AUTHOR = "Kiểm tra tự động"
_HEADINGS = ("STT", "Trang tính", "Dòng", "Cột", "Mức", "Lý do", "Cách sửa")
_WIDTHS = (6, 24, 8, 8, 14, 70, 70)


@dataclass(frozen=True)
class Mark:
    """One cell to mark. ``row`` and ``column`` count from 1; column 0 (or row 0) marks nothing and is only listed."""

    sheet: str
    row: int
    column: int
    level: Literal["doubtful", "interpreted"]
    reason: str
    remedy: str = ""


def annotate(data: bytes, filename: str, marks: Sequence[Mark]) -> bytes:
    """The workbook as .xlsx with fills, comments and a sheet that lists every mark. Formulas stay as typed.

    An .xls, or an .xlsx that cannot be edited in place, comes back as a copy of its values. Raises WorkbookRefused.
    """
    opened = open_workbook(data, filename)
    book = _editable(data)
    if book is None:
        book = Book()
        book.remove(book.worksheets[0])
        for sheet in opened.sheets:
            _copy_values(book.create_sheet(sheet.name[:31]), sheet.cells)
    by_name = {sheet.title: sheet for sheet in book.worksheets}
    for (name, row, column), group in _by_cell(marks).items():
        if name in by_name and row and column:
            _mark_cell(by_name[name], row, column, group)
    _list_marks(book.create_sheet(_free_name(book)), marks)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _editable(data: bytes) -> Book | None:
    """The workbook opened for editing, or None when that library cannot open it (.xls, odd styles)."""
    try:
        return load_workbook(io.BytesIO(data), rich_text=True)
    except Exception:
        # The safe reader opened it; whatever stopped the editor, the person still gets values and marks back.
        return None


def _by_cell(marks: Sequence[Mark]) -> dict[tuple[str, int, int], list[Mark]]:
    grouped: dict[tuple[str, int, int], list[Mark]] = {}
    for mark in marks:
        grouped.setdefault((mark.sheet, mark.row, mark.column), []).append(mark)
    return grouped


def _mark_cell(sheet: Worksheet, row: int, column: int, marks: Sequence[Mark]) -> None:
    cell = sheet.cell(row, column)
    if isinstance(cell, MergedCell):
        for area in sheet.merged_cells.ranges:
            if cell.coordinate in area:
                cell = sheet.cell(area.min_row, area.min_col)
    if not isinstance(cell, Cell):
        return
    doubtful = any(mark.level == "doubtful" for mark in marks)
    cell.fill = _FILLS["doubtful" if doubtful else "interpreted"]
    lines = [
        f"{_LABELS[mark.level]}: {mark.reason}" + (f"\nCách sửa: {mark.remedy}" if mark.remedy else "")
        for mark in marks
    ]
    text = "\n".join(([cell.comment.text] if cell.comment else []) + lines)
    cell.comment = Comment(text, _AUTHOR, width=360, height=60 + 30 * len(lines))


def _copy_values(sheet: Worksheet, cells: Mapping[tuple[int, int], Stored]) -> None:
    for (row, column), cell in cells.items():
        _inert(sheet, row, column, cell.value if cell.value is not None else cell.text)


def _inert(sheet: Worksheet, row: int, column: int, value: object) -> None:
    """Write a value that can never become a formula."""
    target = sheet.cell(row, column)
    if isinstance(value, str):
        target.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        target.data_type = "s"
    elif isinstance(value, int | float | bool | date | datetime | time):
        target.value = value
    elif value is not None:
        target.value = str(value)


def _list_marks(sheet: Worksheet, marks: Sequence[Mark]) -> None:
    for column, (heading, width) in enumerate(zip(_HEADINGS, _WIDTHS, strict=True), start=1):
        sheet.cell(1, column, heading).font = Font(bold=True)
        sheet.column_dimensions[letter(column)].width = width
    sheet.freeze_panes = "A2"
    for index, mark in enumerate(marks, start=1):
        place = letter(mark.column) if mark.column else ""
        values = (index, mark.sheet, mark.row or "", place, _LABELS[mark.level], mark.reason, mark.remedy)
        for column, value in enumerate(values, start=1):
            _inert(sheet, index + 1, column, value)
            sheet.cell(index + 1, column).alignment = Alignment(wrap_text=True, vertical="top")
        sheet.cell(index + 1, 5).fill = _FILLS[mark.level]


def _free_name(book: Book) -> str:
    """The result sheet's name, numbered when the workbook already has one."""
    taken = {sheet.title.lower() for sheet in book.worksheets}
    name, count = RESULT_SHEET, 1
    while name.lower() in taken:
        count += 1
        name = f"{RESULT_SHEET} {count}"
    return name
