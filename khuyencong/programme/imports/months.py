"""Months a project runs, from the many ways a plan writes them. Days are first days of months."""

import re
import unicodedata
from datetime import date, datetime

from khuyencong.kernel.workbook.cells import Value

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_SPLIT = re.compile(r"\s*(?:-|–|—|÷|~|→|>|\bden\b|\btoi\b)\s*")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_MONTH = re.compile(r"(?:t|thang|m)?\s*\.?\s*(\d{1,2})(?:\s*(?:/|\.|nam)\s*(?:nam\s*)?(\d{4}))?")
_QUARTER = re.compile(r"(quy)?\s*(iv|i{1,3}|[1-4])(?:\s*(?:/|\.|nam)\s*(?:nam\s*)?(\d{4}))?")
_YEAR = re.compile(r"(?:nam\s*)?(\d{4})")

Endpoint = tuple[int, int, int | None]


def _plain(text: str) -> str:
    lowered = unicodedata.normalize("NFD", text.lower().replace("đ", "d"))
    bare = "".join(ch for ch in lowered if not unicodedata.combining(ch))
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


def months(value: Value, text: str, year: int) -> tuple[date, date] | None:
    """First and last month of 'Tháng 4-9/2024', 'T4-T9/2024', 'Quý I-III', 'từ tháng 2 đến tháng 10', '2024', dates.

    A year that is not written is that of the other end, else ``year``. None when the text says no clear period.
    """
    if isinstance(value, datetime | date):
        return date(value.year, value.month, 1), date(value.year, value.month, 1)
    plain = _plain(text)
    if plain in ("ca nam", "nam"):
        return date(year, 1, 1), date(year, 12, 1)
    pieces = [piece for piece in _SPLIT.split(plain) if piece]
    if not 1 <= len(pieces) <= 2:
        return None
    quarters = "quy" in plain
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
