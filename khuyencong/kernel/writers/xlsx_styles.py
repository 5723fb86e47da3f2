"""Cells of a workbook: one format per look, values kept exact, text that could be taken for a formula made inert."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from khuyencong.kernel.papers import Cell, CellUnit, Value
from khuyencong.kernel.writers.cells import DASH, MARK, is_active, places_of, printable, unit_of, value_text

# Sign-free codes: Excel shows '#,##0' as 1.234.567 or 1,234,567 by the settings of the reader's machine.
NUMBER_FORMATS: dict[CellUnit, str] = {
    "VND": "#,##0",
    "count": "#,##0",
    "percent": "0.0%",
    "date": "dd/mm/yyyy",
    "text": "@",
}
OPTIONS: dict[str, Any] = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "default_date_format": "dd/mm/yyyy",
}
_TEXT_LIMIT = 32_767
_EXACT_LIMIT = 10**15


class Styles:
    """Formats of one workbook, made once per look."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._cells: dict[tuple[CellUnit, bool, bool, int | str | None], Format] = {}

    def get(self, **look: Any) -> Format:
        """The format with these XlsxWriter properties, in the paper's face."""
        key = tuple(sorted(look.items()))
        if key not in self._made:
            properties = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter", **look}
            self._made[key] = self._book.add_format(properties)
        return self._made[key]

    def text(self, text: str, **look: Any) -> Format:
        """The format for free text: what could be taken for a formula is also marked as quoted."""
        return self.get(**look, quote_prefix=True) if is_active(text) else self.get(**look)

    def cell(self, cell: Cell, unit: CellUnit, *, bold: bool = False) -> Format:
        """The look of a figure: format by unit, the mark after a number that waits for confirmation."""
        key = (unit, cell.confirmed, bold, _variety(cell.value))
        if key not in self._cells:
            self._cells[key] = self._cell(cell, unit, bold=bold)
        return self._cells[key]

    def _cell(self, cell: Cell, unit: CellUnit, *, bold: bool) -> Format:
        look: dict[str, Any] = {"border": 1, "bold": bold}
        number_format = NUMBER_FORMATS[unit]
        if isinstance(cell.value, Decimal) and unit in ("percent", "count"):
            number_format = _decimal_format(cell.value, unit)
        if unit == "text" or cell.value is None:
            look |= {"text_wrap": unit == "text", "align": "right" if cell.value is None and unit != "text" else "left"}
            look |= {"quote_prefix": True} if isinstance(cell.value, str) and is_active(cell.value) else {}
            return self.get(**look)
        look["num_format"] = number_format if cell.confirmed else f'{number_format}"{MARK}"'
        return self.get(align="center" if unit == "date" else "right", **look)


def _variety(value: Value) -> int | str | None:
    """What about a value, besides its unit, changes its look."""
    if isinstance(value, Decimal):
        return places_of(value) if value != value.to_integral_value() else "whole"
    if value is None:
        return None
    return "active" if isinstance(value, str) and is_active(value) else "plain"


def _decimal_format(value: Decimal, unit: CellUnit) -> str:
    if unit == "percent":
        return f"0.{'0' * places_of(value)}%"
    return "#,##0" if value == value.to_integral_value() else f"#,##0.{'0' * places_of(value)}"


def number_of(value: Value, unit: CellUnit) -> int | float | None:
    """The number a cell holds: đồng and counts as they are, percent as a share (34.6 -> 0.346), None for the rest."""
    if value is None or isinstance(value, str | date):
        return None
    if unit == "percent":
        return float(Decimal(value) / 100)
    return value if isinstance(value, int) else float(value)


def write_text(sheet: Worksheet, row: int, column: int, text: str, look: Format) -> None:
    """Text as text, whatever it starts with; cut where Excel's cell ends."""
    clean = printable(text)
    sheet.write_string(row, column, clean if len(clean) <= _TEXT_LIMIT else clean[: _TEXT_LIMIT - 1] + "…", look)


def write_cell(sheet: Worksheet, row: int, column: int, cell: Cell, unit: CellUnit, look: Format) -> None:
    """A cell by its unit. An amount too long for Excel's fifteen digits is written out, not rounded."""
    value = cell.value
    if isinstance(value, date):
        sheet.write_datetime(row, column, value, look)
        return
    number = number_of(value, unit)
    if number is None:
        text = DASH if value is None else str(value)
        write_text(sheet, row, column, text if cell.confirmed else text + MARK, look)
    elif abs(number) >= _EXACT_LIMIT:
        write_text(sheet, row, column, value_text(value, unit) + ("" if cell.confirmed else MARK), look)
    else:
        sheet.write_number(row, column, number, look)


def cell_unit(cell: Cell, unit: CellUnit) -> CellUnit:
    """Unit of a cell in a column; a missing figure keeps the column's unit."""
    return unit if cell.value is None else unit_of(cell, unit)


def sheet_name(wanted: str, taken: Mapping[str, Any]) -> str:
    """A name Excel accepts: no []:*?/\\ or outer quotes, 31 letters, unlike those ``taken`` (lower case keys)."""
    plain = printable("".join(" " if ch in "[]:*?/\\" else ch for ch in wanted))
    plain = " ".join(plain.split()).strip("'")[:31].strip(" '") or "Bảng"
    if plain.lower() == "history":
        plain = "History 1"
    name, number = plain, 1
    while name.lower() in taken:
        number += 1
        name = f"{plain[: 31 - len(str(number)) - 1]} {number}"
    return name


def set_up_print(sheet: Worksheet, banner: str, foot: str) -> None:
    """A4 landscape, one page wide; the banner and the foot on every printed page."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.8, right=0.6, top=0.8, bottom=0.8)
    head = f'&C&"Times New Roman,Bold"&10{_margin_text(banner)}' if banner else ""
    sheet.set_header(head)
    sheet.set_footer(f'&L&"Times New Roman"&9{_margin_text(foot)}&R&"Times New Roman"&9&P/&N')


def _margin_text(text: str) -> str:
    """Text for Excel's header codes: ampersands doubled, no leading digit glued to the size, 180 letters."""
    plain = " ".join(printable(text).split())[:180].replace("&", "&&")
    return f" {plain}" if plain[:1].isdigit() else plain
