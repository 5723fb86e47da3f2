"""What the words of a Treasury statement mean: kind of a line, month in a title, a day, a paper's number."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta
from functools import cache

from khuyencong.kernel.workbook import Cell
from khuyencong.kernel.workbook.headers import folded
from khuyencong.programme.imports import words
from khuyencong.programme.states import EntryKind

# Money that was advanced becomes spent in the Treasury's books: nothing leaves, nothing is recorded here for it.
SETTLED = "settled"
KINDS = {"advance": EntryKind.ADVANCE.value, "payment": EntryKind.PAYMENT.value, "return": EntryKind.RETURN.value,
         "refund": EntryKind.REFUND.value, SETTLED: SETTLED}  # fmt: skip
_EPOCH = date(1899, 12, 30)
_SERIAL = range(36_526, 73_051)
_TITLED = re.compile(r"\bthang (\d{1,2}) (?:nam )?(\d{4})\b")
_SPAN = re.compile(
    r"\b(?:tu )?ngay (\d{1,2}) (\d{1,2}) (\d{4}) (?:den|toi)(?: het)?(?: ngay)? (\d{1,2}) (\d{1,2}) (\d{4})\b"
)
_WORDED = re.compile(r"\b(\d{1,2}) thang (\d{1,2}) nam (\d{4})\b")
_PARTS = re.compile(r"(\d{1,4})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{2,4})(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?")


@cache
def _listed(*path: str) -> tuple[str, ...]:
    found = words.read("statement_words.json")
    for key in path:
        found = found[key]
    return tuple(found)


def _holds(text: str, phrase: str) -> bool:
    return f" {phrase} " in f" {text} "


def kind_in(text: str, *, own: bool = False) -> str:
    """The kind a text names, '' when none or when it may mean two.

    ``own``: the text is a cell of the kind's own column, where abbreviations (TU, TT, TC) count and "thanh toán tạm
    ứng" is the Treasury's word for clearing an advance; in a description it may be either.
    """
    plain, short = folded(text), _listed("only_short")
    if any(_holds(plain, phrase) for phrase in _listed("kinds", SETTLED)):
        return SETTLED
    if any(_holds(plain, phrase) for phrase in _listed("kinds", "cleared")):
        return SETTLED if own else ""
    for name in ("refund", "return"):
        if any(_holds(plain, phrase) for phrase in _listed("kinds", name)):
            return KINDS[name]
    first: list[tuple[int, str]] = []
    for name in ("advance", "payment"):
        for phrase in _listed("kinds", name):
            if (own and plain == phrase) if phrase in short else _holds(plain, phrase):
                first.append((f" {plain} ".find(f" {phrase} "), KINDS[name]))
    return min(first)[1] if first else ""


def is_total(text: str) -> bool:
    """Does a label claim the sum of rows?"""
    plain = folded(text)
    return bool(words.starts_with(plain, (*_listed("totals"), *_listed("subtotals")))) and not is_balance(text)


def is_grand(text: str) -> bool:
    """Does a label claim the sum of the whole table?"""
    return bool(words.starts_with(folded(text), _listed("totals")))


def is_balance(text: str) -> bool:
    """A balance or a sum since the year began: no movement of the month."""
    plain = folded(text)
    return any(words.starts_with(plain, (phrase,)) for phrase in _listed("balances")) or (
        plain.startswith(("cong", "tong")) and _holds(plain, "luy ke")
    )


def month_in(texts: Iterable[str]) -> date | None:
    """The month a title names: 'Tháng 7 năm 2021', '07/2021', 'từ ngày 01/07/2021 đến ngày 31/07/2021'."""
    for text in texts:
        plain = folded(text)
        if span := _SPAN.search(plain):
            first, last = (span.group(2), span.group(3)), (span.group(5), span.group(6))
            return _first_day(*first) if first == last else None
        dated = _WORDED.sub(" ", plain)
        if titled := _TITLED.search(dated):
            return _first_day(titled.group(1), titled.group(2))
    return None


def _first_day(month: str, year: str) -> date | None:
    return date(int(year), int(month), 1) if 1 <= int(month) <= 12 else None


def day_of(cell: Cell) -> date | None:
    """The day a cell holds: a date, its serial number, or a text with the day first. None when it holds none."""
    value = cell.value
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _EPOCH + timedelta(days=int(value)) if int(value) in _SERIAL else None
    text = cell.line.strip()
    worded = _WORDED.search(folded(text)) if text else None
    if worded:
        return _day(int(worded.group(1)), int(worded.group(2)), int(worded.group(3)))
    match = _PARTS.fullmatch(text)
    if not match:
        return None
    first, middle, last = (int(part) for part in match.groups())
    return _day(last, middle, first) if first > 31 else _day(first, middle, last + 2000 if last < 100 else last)


def _day(day: int, month: int, year: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def number_of(cell: Cell) -> str:
    """A paper's number as written; a number cell without a decimal point."""
    if isinstance(cell.value, float) and cell.value.is_integer():
        return str(int(cell.value))
    return cell.line.strip(" .'")
