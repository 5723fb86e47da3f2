"""Numbers as officials type them. A text may be read two ways; the choice belongs to whoever sees the whole column."""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Literal, NamedTuple

from khuyencong.kernel.text import fold
from khuyencong.kernel.workbook.cells import Cell

DecimalMark = Literal["comma", "dot"]

_LONGEST = 40
_SOME_DIGIT = re.compile(r"[0-9]")
_DIGITS = re.compile(r"\d[\d., ]*")
_SPACED = re.compile(r"\d{1,3}(?: \d{3})+(?:[.,]\d+)?")
_UNIT_TAIL = re.compile(r"[^\d.,)\s][^\d]*$")
_NOTHING = frozenset(("", "-", "–", "—", "0", "_", "x", "...", "…"))
_OWN_UNITS = {
    "d": 1, "dong": 1, "vnd": 1,
    "nghin": 1000, "nghin dong": 1000, "ngan": 1000, "ngan dong": 1000,
    "tr": 10**6, "trd": 10**6, "tr d": 10**6, "trieu": 10**6, "trieu dong": 10**6,
    "ty": 10**9, "ty dong": 10**9, "ti": 10**9, "ti dong": 10**9,
}  # fmt: skip


class Reading(NamedTuple):
    """What a cell may say: its value if the comma is the decimal mark, its value if the dot is; None where impossible.

    ``unit``: đồng per one, when the cell names its own unit ("405 triệu"). ``typed``: a number cell, not text.
    """

    text: str
    comma: Decimal | None
    dot: Decimal | None
    unit: int | None = None
    typed: bool = False

    @property
    def ambiguous(self) -> bool:
        return self.comma is not None and self.dot is not None and self.comma != self.dot

    @property
    def shows(self) -> DecimalMark | None:
        """The decimal mark this text proves by itself."""
        if self.comma is None and self.dot is not None:
            return "dot"
        return "comma" if self.dot is None and self.comma is not None else None

    @property
    def bare(self) -> bool:
        """A text of digits only."""
        return not self.typed and self.text.isdigit()

    def value(self, mark: DecimalMark | None) -> Decimal | None:
        """The value under a decimal mark; for an unambiguous text its only value, whatever the mark."""
        if not self.ambiguous:
            return self.comma if self.comma is not None else self.dot
        return {"comma": self.comma, "dot": self.dot, None: None}[mark]


class NotANumber(ValueError):
    """The cell holds something, and it is not a number."""


def exact(value: int | float) -> Decimal:
    """A stored number without the noise of binary fractions, to the 15 digits a spreadsheet keeps."""
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.15g}")


def reading(cell: Cell) -> Reading | None:
    """The reading of a cell; None for an empty cell or a dash. Raises NotANumber."""
    if cell.is_number and isinstance(cell.value, int | float):
        value = exact(cell.value)
        return Reading(cell.text, value, value, typed=True)
    if cell.value is not None and not isinstance(cell.value, str):
        raise NotANumber(cell.text)
    return text_reading(cell.line)


def text_reading(text: str) -> Reading | None:
    """The reading of a text; None for nothing or a dash. Raises NotANumber."""
    shown = text.strip().strip("'").strip()
    if shown.lower() in _NOTHING:
        return Reading("0", Decimal(0), Decimal(0)) if shown == "0" else None
    if len(shown) > _LONGEST or not _SOME_DIGIT.search(shown):
        raise NotANumber(text)
    body, unit = _own_unit(shown)
    negative = (body.startswith("(") and body.endswith(")")) or body.startswith(("-", "−", "–"))
    body = body.strip("()+-−– ")
    if not _DIGITS.fullmatch(body) or body[-1] in "., ":
        raise NotANumber(text)
    if " " in body:
        if not _SPACED.fullmatch(body):
            raise NotANumber(text)
        body = body.replace(" ", "")
        mark_after = re.search(r"[.,]", body)
        if mark_after:
            value = Decimal(body.replace(",", "."))
            comma, dot = (value, None) if mark_after.group() == "," else (None, value)
            return _signed(Reading(shown, comma, dot, unit), negative)
    comma, dot = _under(body, ".", ","), _under(body, ",", ".")
    if comma is None and dot is None:
        raise NotANumber(text)
    return _signed(Reading(shown, comma, dot, unit), negative)


def _signed(read: Reading, negative: bool) -> Reading:
    if not negative:
        return read
    comma = None if read.comma is None else -read.comma
    dot = None if read.dot is None else -read.dot
    return Reading(read.text, comma, dot, read.unit)


def _own_unit(text: str) -> tuple[str, int | None]:
    tail = _UNIT_TAIL.search(text)
    if not tail:
        return text, None
    unit = _OWN_UNITS.get(fold(tail.group()))
    if unit is None:
        raise NotANumber(text)
    return text[: tail.start()].strip(), unit


def _under(body: str, group: str, mark: str) -> Decimal | None:
    """The value when ``group`` separates thousands and ``mark`` decimals, or None when the text does not fit."""
    whole, found, fraction = body.partition(mark)
    if found and not fraction.isdigit():
        return None
    pieces = whole.split(group)
    if not all(piece.isdigit() for piece in pieces):
        return None
    if len(pieces) > 1:
        shaped = 1 <= len(pieces[0]) <= 3 and pieces[0][0] != "0" and all(len(piece) == 3 for piece in pieces[1:])
        if not shaped:
            return None
    return Decimal("".join(pieces) + ("." + fraction if found else ""))


def proven_mark(readings: Iterable[Reading]) -> DecimalMark | Literal["mixed"] | None:
    """The decimal mark a column proves: by texts that fit one mark only; 'mixed' when they contradict each other."""
    shown = {read.shows for read in readings if read.shows}
    if len(shown) == 2:
        return "mixed"
    return next(iter(shown), None)
