"""Long lists to a workbook, row by row: memory stays flat however many rows come.

Rows hold plain values or cells, in column order; amounts are whole đồng.
"""

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import chain, islice
from typing import BinaryIO

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from khuyencong.kernel.papers import Cell, CellUnit, Column, Value
from khuyencong.kernel.writers.cells import MARK_NOTE, is_active, printable, value_text
from khuyencong.kernel.writers.stamps import UNDATED
from khuyencong.kernel.writers.xlsx import HEAD_ROW, UNIT_LINE, write_top
from khuyencong.kernel.writers.xlsx_styles import (
    OPTIONS,
    Styles,
    cell_unit,
    set_up_print,
    sheet_name,
    write_cell,
    write_text,
)

ListRow = Sequence[Cell | Value]
_SAMPLE = 200
_TOTAL = "Tổng cộng"


def stream_rows(
    columns: Sequence[Column],
    rows: Iterable[ListRow],
    *,
    title: str,
    banner: str = "",
    foot: str = "",
    sum_columns: Sequence[int] = (),
    name: str = "Danh sách",
    created: datetime = UNDATED,
) -> bytes:
    """The list as a workbook in memory. ``sum_columns`` get a live total under the last row."""
    result = io.BytesIO()
    stream_rows_to(
        result, columns, rows,
        title=title, banner=banner, foot=foot, sum_columns=sum_columns, name=name, created=created,
    )  # fmt: skip
    return result.getvalue()


def stream_rows_to(
    target: BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[ListRow],
    *,
    title: str,
    banner: str = "",
    foot: str = "",
    sum_columns: Sequence[int] = (),
    name: str = "Danh sách",
    created: datetime = UNDATED,
) -> int:
    """Write the list into an open binary file; returns the number of rows written."""
    book = Workbook(target, {**OPTIONS, "constant_memory": True})
    book.set_properties({"title": " ".join(printable(title).split())[:255], "created": created})
    styles = Styles(book)
    sheet = book.add_worksheet(sheet_name(name, {}))
    source = iter(rows)
    sample = list(islice(source, _SAMPLE))
    _set_widths(sheet, columns, sample)
    unit_line = UNIT_LINE if any(column.unit == "VND" for column in columns) else ""
    write_top(sheet, styles, [column.title for column in columns], (banner, title, "", unit_line))
    body = _Body(sheet, styles, columns, frozenset(sum_columns))
    for row in chain(sample, source):
        body.add(row)
    body.close(foot)
    set_up_print(sheet, banner, foot)
    book.close()
    return body.count


class _Body:
    """The rows of one sheet as they come, with their running totals."""

    def __init__(self, sheet: Worksheet, styles: Styles, columns: Sequence[Column], summed: frozenset[int]) -> None:
        self.count = 0
        self._sheet, self._styles, self._columns = sheet, styles, columns
        self._totals = dict.fromkeys(sorted(summed), 0)
        self._waiting = False
        self._plain = [styles.cell(Cell("" if column.unit == "text" else 0), column.unit) for column in columns]

    def add(self, row: ListRow) -> None:
        """Write one row; ints and short texts take the quick way."""
        if len(row) != len(self._columns):
            raise ValueError(f"a row has {len(row)} values for {len(self._columns)} columns")
        line = HEAD_ROW + 1 + self.count
        for index, (item, column) in enumerate(zip(row, self._columns, strict=True)):
            value = item.value if isinstance(item, Cell) else item
            if index in self._totals and isinstance(value, int):
                self._totals[index] += value
            if isinstance(item, str) and column.unit == "text" and not is_active(item):
                write_text(self._sheet, line, index, item, self._plain[index])
            elif isinstance(item, int) and column.unit in ("VND", "count") and abs(item) < 10**15:
                self._sheet.write_number(line, index, item, self._plain[index])
            else:
                self._add_cell(line, index, item if isinstance(item, Cell) else Cell(item), column.unit)
        self.count += 1

    def _add_cell(self, line: int, index: int, cell: Cell, column_unit: CellUnit) -> None:
        unit = cell_unit(cell, column_unit)
        self._waiting = self._waiting or not cell.confirmed
        write_cell(self._sheet, line, index, cell, unit, self._styles.cell(cell, unit))

    def close(self, foot: str) -> None:
        """Filter buttons over the rows, the totals row below them, then the notes."""
        first, last = HEAD_ROW + 1, HEAD_ROW + self.count
        if self.count:
            self._sheet.autofilter(HEAD_ROW, 0, last, len(self._columns) - 1)
        line = last + 1
        if self._totals and self.count:
            self._write_totals(line, first, last)
            line += 1
        for note in (MARK_NOTE if self._waiting else "", foot):
            if note:
                line += 1
                write_text(self._sheet, line, 0, note, self._styles.text(note, italic=True))

    def _write_totals(self, line: int, first: int, last: int) -> None:
        for index, column in enumerate(self._columns):
            if index in self._totals:
                area = f"{xl_rowcol_to_cell(first, index)}:{xl_rowcol_to_cell(last, index)}"
                look = self._styles.cell(Cell(0), column.unit, bold=True)
                self._sheet.write_formula(line, index, f"=SUM({area})", look, self._totals[index])
            else:
                look = self._styles.cell(Cell(""), "text", bold=True)
                write_text(self._sheet, line, index, _TOTAL if index == 0 else "", look)


def _set_widths(sheet: Worksheet, columns: Sequence[Column], sample: Sequence[ListRow]) -> None:
    """Widths from the first rows: a stream cannot be measured to its end. Money keeps room for a longer total."""
    for index, column in enumerate(columns):
        cells = [
            item if isinstance(item, Cell) else Cell(item)
            for item in (row[index] for row in sample if index < len(row))
        ]
        longest = max((len(value_text(cell.value, cell_unit(cell, column.unit))) for cell in cells), default=0)
        head = max((len(word) for word in column.title.split()), default=0)
        room = longest * 1.15 + (6 if column.unit == "VND" else 3)
        sheet.set_column(index, index, min(max(room, head * 1.3 + 4, len(column.title) / 2, 6), 60))
