"""A paper with fields to Excel: each field a shaded, unlocked cell with a defined name; the rest is protected.

The protection has no password: it keeps a slip of the hand off the printed figures, not a person who means it.
"""

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from khuyencong.kernel.papers import CellUnit, Paper, Table
from khuyencong.kernel.writers.cells import value_text
from khuyencong.kernel.writers.fields import FILL, Field, bookmark_of
from khuyencong.kernel.writers.grids import SIGNATURES
from khuyencong.kernel.writers.stamps import created_of
from khuyencong.kernel.writers.xlsx import HEAD_ROW, UNIT_LINE, write_top
from khuyencong.kernel.writers.xlsx_formulas import Live, live_formula
from khuyencong.kernel.writers.xlsx_styles import (
    OPTIONS,
    Styles,
    cell_unit,
    number_of,
    set_up_print,
    sheet_name,
    write_cell,
    write_text,
)

FIELD_FORMATS: dict[CellUnit, str] = {
    "VND": "#,##0",
    "count": "#,##0",
    "percent": "0%",
    "date": "dd/mm/yyyy",
    "text": "General",
}
_ALLOWED = {"format_cells": True, "format_columns": True, "format_rows": True}


def render_form_xlsx(paper: Paper, *, created: datetime | None = None) -> bytes:
    """All tables of a paper as a workbook whose fields can be filled in and read back."""
    result = io.BytesIO()
    book = Workbook(result, {**OPTIONS, "in_memory": True})
    title = " ".join(f"{paper.kind} {paper.title}".split())
    book.set_properties({"title": title[:255], "created": created_of(paper, created)})
    styles = Styles(book)
    names: dict[str, str] = {}
    for table in (block for block in paper.blocks if isinstance(block, Table) and block.name != SIGNATURES):
        name = sheet_name(table.name or table.title, names)
        names[name.lower()] = name
        sheet = book.add_worksheet(name)
        _Form(book, sheet, styles, table).write((paper.banner, title, paper.foot))
    book.close()
    return result.getvalue()


class _Form:
    """One sheet of the form."""

    def __init__(self, book: Workbook, sheet: Worksheet, styles: Styles, table: Table) -> None:
        self._book, self._sheet, self._styles, self._table = book, sheet, styles, table

    def write(self, frame: tuple[str, str, str]) -> None:
        """Head, rows, notes; then protect what is not to be filled in."""
        banner, title, foot = frame
        table = self._table
        money = UNIT_LINE if any(column.unit == "VND" for column in table.columns) else ""
        self._set_widths()
        write_top(self._sheet, self._styles, [column.title for column in table.columns],
                  (banner, title, table.title, money))  # fmt: skip
        for row in range(len(table.rows)):
            self._write_row(row)
        below = HEAD_ROW + 2 + len(table.rows)
        for offset, note in enumerate(note for note in (table.note, foot) if note):
            write_text(self._sheet, below + offset, 0, note, self._styles.text(note, italic=True))
        set_up_print(self._sheet, banner, foot)
        self._sheet.protect("", _ALLOWED)

    def _write_row(self, index: int) -> None:
        row = self._table.rows[index]
        for column, (cell, kind) in enumerate(zip(row.cells, self._table.columns, strict=True)):
            line, unit = HEAD_ROW + 1 + index, cell_unit(cell, kind.unit)
            if isinstance(cell, Field):
                self._write_field(line, column, cell, cell.unit if cell.unit != "text" else kind.unit)
                continue
            look = self._styles.cell(cell, unit, bold=row.kind != "row")
            live = self._running_total(index, column) or live_formula(self._table, index, column, HEAD_ROW + 1)
            if live is None:
                write_cell(self._sheet, line, column, cell, unit, look)
            else:
                self._sheet.write_formula(line, column, live.formula, look, live.cached)

    def _running_total(self, index: int, column: int) -> Live | None:
        """A total that follows what is typed into the fields above it."""
        rows = self._table.rows
        above = [row.cells[column] for row in rows[:index]]
        if rows[index].kind != "total" or column not in self._table.sum_columns:
            return None
        if not above or not all(isinstance(cell, Field) for cell in above):
            return None
        first, last = (xl_rowcol_to_cell(HEAD_ROW + 1 + row, column) for row in (0, index - 1))
        return Live(f"=SUM({first}:{last})", sum(cell.value for cell in above if isinstance(cell.value, int)))

    def _write_field(self, line: int, column: int, field: Field, unit: CellUnit) -> None:
        look = self._field_look(field, unit)
        spot = xl_rowcol_to_cell(line, column, row_abs=True, col_abs=True)
        sheet = self._sheet.get_name().replace("'", "''")
        self._book.define_name(bookmark_of(field.tag), f"='{sheet}'!{spot}")
        number = number_of(field.value, unit)
        if isinstance(field.value, date):
            self._sheet.write_datetime(line, column, field.value, look)
        elif number is not None:
            self._sheet.write_number(line, column, number, look)
        elif field.value:
            write_text(self._sheet, line, column, str(field.value), look)
        else:
            self._sheet.write_blank(line, column, None, look)

    def _field_look(self, field: Field, unit: CellUnit) -> Format:
        look: dict[str, Any] = {"border": 1, "num_format": FIELD_FORMATS[unit], "text_wrap": unit == "text"}
        look["align"] = "left" if unit == "text" else "right"
        if not field.locked:
            look |= {"bg_color": f"#{FILL}", "locked": False}
        return self._styles.get(**look)

    def _set_widths(self) -> None:
        for column, kind in enumerate(self._table.columns):
            cells: Sequence[Any] = [row.cells[column] for row in self._table.rows]
            longest = max((len(value_text(cell.value, cell_unit(cell, kind.unit))) for cell in cells), default=0)
            head = max((len(word) for word in kind.title.split()), default=0)
            least = 14 if any(isinstance(cell, Field) for cell in cells) else 6
            self._sheet.set_column(column, column, min(max(longest * 1.15 + 3, head * 1.3 + 2, least), 60))
