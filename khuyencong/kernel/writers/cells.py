"""Written form of one figure, shared by every writer: Vietnamese numbers, units, the mark of an unconfirmed figure."""

import re
import unicodedata
from datetime import date
from decimal import Decimal

from khuyencong.kernel.money import Unit, decimal_text, grouped, in_unit
from khuyencong.kernel.papers import Cell, CellUnit, Value
from khuyencong.kernel.periods import short_date

DASH = "–"
MARK = "(*)"
MARK_NOTE = "(*) Số liệu chờ xác nhận."
UNIT_NAMES: dict[CellUnit, str] = {"VND": "đồng", "count": "số lượng", "percent": "%", "text": "chữ", "date": "ngày"}
# What spreadsheet programs take for the start of a formula, full-width forms included.
_ACTIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
# Characters XML 1.0 cannot carry, and the marks that turn the direction of a line.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text every format can hold: composed letters (NFC), no control characters; tabs and line ends stay."""
    if text.isprintable():  # the common case, and three times as fast
        return unicodedata.normalize("NFC", text)
    cleaned = unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text))
    return cleaned.replace("\r\n", "\n").replace("\r", "\n")


def is_active(text: str) -> bool:
    """True when a spreadsheet could take the text for a formula or command."""
    return text.startswith(_ACTIVE)


def unit_of(cell: Cell, column_unit: CellUnit = "text") -> CellUnit:
    """The unit a cell is written in: its own, else its column's; words and dates speak for themselves."""
    if isinstance(cell.value, str):
        return "text"
    if isinstance(cell.value, date):
        return "date"
    return column_unit if cell.unit == "text" else cell.unit


def value_text(value: Value, unit: CellUnit, money_unit: Unit = "đồng") -> str:
    """One value written out: VND (given in đồng) in ``money_unit`` without its name, percent with sign, None a dash."""
    if value is None:
        return DASH
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, str):
        return printable(value)
    if unit == "VND":
        return _money(value, money_unit)
    if unit == "percent":
        return f"{decimal_text(Decimal(value), places_of(value))}%"
    return grouped(value) if isinstance(value, int) else decimal_text(value, max(places_of(value), 0), trim=True)


def places_of(value: int | Decimal) -> int:
    """Digits after the comma a share is written with: one unless the value itself carries more."""
    if isinstance(value, int):
        return 1
    exponent = value.as_tuple().exponent
    return max(1, -exponent) if isinstance(exponent, int) else 1


def _money(value: int | Decimal, money_unit: Unit) -> str:
    """VND must be whole đồng: a fraction here is a mistake upstream, not something to round away."""
    if value != int(value):
        raise ValueError(f"money must be whole đồng: {value}")
    return in_unit(int(value), money_unit)


def cell_text(cell: Cell, column_unit: CellUnit = "text", money_unit: Unit = "đồng") -> str:
    """A cell as a table prints it, with the mark when the figure waits for confirmation."""
    text = value_text(cell.value, unit_of(cell, column_unit), money_unit)
    return text if cell.confirmed else text + MARK


def sentence_text(part: str | Cell) -> str:
    """A piece of a sentence: words as they are, a figure in its ``shown`` form (else written out in đồng), marked."""
    if isinstance(part, str):
        return printable(part)
    text = printable(part.shown)
    if not text:
        unit = unit_of(part)
        text = value_text(part.value, unit) + (" đồng" if unit == "VND" and part.value is not None else "")
    return text if part.confirmed else text + MARK
