"""Months a project runs, from the many ways a plan writes them. Days are first days of months."""

import re
import unicodedata
from datetime import date, datetime
from functools import lru_cache

from khuyencong.kernel.workbook.cells import Value

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SPLIT = re.compile(r"\s*(?:-|–|—|÷|~|→|>|\bden\b|\btoi\b)\s*")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTH = re.compile(r"(?:t|thang|m)?\s*\.?\s*(\d{1,2})(?:\s*(?:/|\.|nam)\s*(?:nam\s*)?(\d{4}))?")
_QUARTER = re.compile(r"(quy)?\s*(iv|i{1,3}|[1-4])(?:\s*(?:/|\.|nam)\s*(?:nam\s*)?(\d{4}))?")
_ROMAN_MONTH = re.compile(r"(x|xi{1,2}|ix|vi{0,3}|iv|i{1,3})(?:\s*(?:/|\.|nam)\s*(?:nam\s*)?(\d{4}))?")
_MONTHS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_LISTED = re.compile(r"\bquy\s*((?:iv|i{1,3}|[1-4])(?:\s*(?:,|va|&)\s*(?:quy\s*)?(?:iv|i{1,3}|[1-4]))+)\b")
_YEAR = re.compile(r"(?:nam\s*)?(\d{4})")

Endpoint = tuple[int, int, int | None]


def _first_and_last(match: re.Match[str]) -> str:
    """'quý II, III' as 'quý II-III'; quarters that do not follow each other are left as they are."""
    listed = re.findall(r"iv|i{1,3}|[1-4]", match.group(1))
    numbers = [_ROMAN.get(found) or int(found) for found in listed]
    if numbers != list(range(numbers[0], numbers[0] + len(numbers))):
        return match.group()
    return f"quy {listed[0]}-{listed[-1]}"


def _plain(text: str) -> str:
    lowered = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(ch for ch in lowered if not unicodedata.combining(ch))
    bare = _LISTED.sub(_first_and_last, bare)
    bare = re.sub(r"\b(?:tu|het|cuoi|dau|trong|ngay|khoang|du kien|thoi gian|thuc hien)\b|[:;,()]", " ", bare)
    return " ".join(bare.split())


def _endpoint(text: str, quarters: bool) -> Endpoint | None:
    """(first month, last month, year or None) of one end of a period."""
    text = text.strip(" .")
    if match := _DATE.fullmatch(text):
        return int(match.group(2)), int(match.group(2)), int(match.group(3))
    if match := _YEAR.fullmatch(text):
        return 1, 12, int(match.group(1))
    match = _QUARTER.fullmatch(text)
    if match and (match.group(1) or quarters):
        quarter = _ROMAN.get(match.group(2)) or int(match.group(2))
        return quarter * 3 - 2, quarter * 3, int(match.group(3)) if match.group(3) else None
    if match := _MONTH.fullmatch(text):
        month = int(match.group(1))
        return month, month, int(match.group(2)) if match.group(2) else None
    return None


def _roman_month(found: re.Match[str]) -> Endpoint | None:
    month = _MONTHS.index(found.group(1)) + 1
    return month, month, int(found.group(2)) if found.group(2) else None


def months(value: Value, text: str, year: int) -> tuple[date, date] | None:
    """First and last month of 'Tháng 4-9/2024', 'T4-T9/2024', 'Quý I-III', 'từ tháng 2 đến tháng 10', '2024', dates.

    A year that is not written is that of the other end, else ``year``. None when the text says no clear period.
    """
    if isinstance(value, datetime | date):
        return date(value.year, value.month, 1), date(value.year, value.month, 1)
    return _worded(text, year)


@lru_cache(maxsize=20000)
def _worded(text: str, year: int) -> tuple[date, date] | None:
    plain = _plain(text)
    if plain in ("ca nam", "nam"):
        return date(year, 1, 1), date(year, 12, 1)
    pieces = [piece for piece in _SPLIT.split(plain) if piece]
    if not 1 <= len(pieces) <= 2:
        return None
    quarters = "quy" in plain
    romans = [_ROMAN_MONTH.fullmatch(piece) for piece in pieces]
    # "II-IV" alone may mean months or quarters; a number beyond four can only be a month.
    if not quarters and all(romans) and any(_MONTHS.index(found.group(1)) > 3 for found in romans if found):
        ends = [_roman_month(found) for found in romans if found]
    else:
        ends = [_endpoint(piece, quarters) for piece in pieces]
    first, last = ends[0], ends[-1]
    if first is None or last is None:
        return None
    start_year = first[2] or last[2] or year
    end_year = last[2] or first[2] or year
    if not (1 <= first[0] <= 12 and 1 <= last[1] <= 12 and 1990 <= start_year <= 2100 and 1990 <= end_year <= 2100):
        return None
    start, end = date(start_year, first[0], 1), date(end_year, last[1], 1)
    return (start, end) if start <= end else None
