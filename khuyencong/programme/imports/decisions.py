"""The decision a paper says it belongs to: number, date, who signed, the number of projects it states."""

import re
from collections.abc import Iterable, Sequence
from datetime import date

from khuyencong.kernel.workbook.cells import Sheet, address
from khuyencong.kernel.workbook.headers import folded
from khuyencong.programme.actions.printed import PrintedDecision
from khuyencong.programme.imports import words

_NUMBER = re.compile(
    r"(?:quy[eế]t\s+[dđ][iị]nh|\bQ[ĐD])\s*(?:s[ốo])?\s*[:.]?\s*(\d+\s*/\s*[\wĐđÐ][\wĐđÐ/&.\-–]*[\wĐđÐ])", re.IGNORECASE
)
_LONE_NUMBER = re.compile(r"\b(\d+\s*/\s*(?:\d{4}/)?Q[ĐÐD]-[A-ZĐÐ]+)", re.IGNORECASE)
_BARE_NUMBER = re.compile(r"\bQ[ĐÐD]\.?\s*(?:số\s*)?(\d{1,5})\s*[,(-]?\s*(?=ng[aà]y|\d)", re.IGNORECASE)
_WORDED = re.compile(r"ng[aà]y\s*(\d{1,2})\s*th[aá]ng\s*(\d{1,2})\s*n[aă]m\s*(\d{4})", re.IGNORECASE)
_SHORT = re.compile(r"(?<![\d/])(\d{1,2})\s*[/.\-]\s*(\d{1,2})\s*[/.\-]\s*(\d{4})(?!\d)")
_COUNTS = re.compile(r"(\d{1,4})\s*(đề án|nhiệm vụ|dự án)", re.IGNORECASE)
_DATELINE = re.compile(r"\(?(?:[^\W\d][\w .]{1,30},\s*)?ng[aà]y\b", re.IGNORECASE)
_SIGNING_ROWS = 40
_NAME = re.compile(r"(?:[A-ZÀ-ỸĐ][\wÀ-ỹđ]*\.?\s+){1,4}[A-ZÀ-ỸĐ][\wÀ-ỹđ]*")


def day_in(text: str) -> date | None:
    """'ngày 20 tháng 03 năm 2024' or '20/3/2024' (day first) anywhere in a text; None for a blank or impossible day."""
    for pattern in (_WORDED, _SHORT):
        if match := pattern.search(text):
            try:
                return date(int(match.group(3)), int(match.group(2)), int(match.group(1)))
            except ValueError:
                return None
    return None


def decision_in(text: str) -> PrintedDecision | None:
    """Number and date of the first decision a text names, None when it names none."""
    line = " ".join(text.split())
    if words.starts_with(folded(line[:40]), words.phrases("grounds_starts")):
        return None
    match = _NUMBER.search(line) or _LONE_NUMBER.search(line)
    if not match:
        return _shortened(line)
    number = re.sub(r"\s+", "", match.group(1)).replace("Ð", "Đ")
    return PrintedDecision(number=number, date=day_in(line[match.end() :][:60]))


def _shortened(line: str) -> PrintedDecision | None:
    """'QĐ 187 ngày 14.5.2024': a number without its symbol counts only with its date."""
    match = _BARE_NUMBER.search(line)
    day = day_in(line[match.end() :][:40]) if match else None
    return PrintedDecision(number=match.group(1), date=day) if match and day else None


def decision_near(sheet: Sheet, rows: Iterable[int]) -> PrintedDecision | None:
    """The first decision named in these rows, with its cell; a date on the next line of the paper is taken too."""
    found: PrintedDecision | None = None
    for row in rows:
        for column, cell in sheet.row(row).items():
            if not isinstance(cell.value, str):
                continue
            if found is not None:
                if found.date is None and _DATELINE.match(cell.line) and day_in(cell.line):
                    return PrintedDecision(found.number, day_in(cell.line), "", found.where)
                continue
            named = decision_in(cell.line)
            if named:
                found = PrintedDecision(named.number, named.date, "", address(sheet.name, row, column))
        if found and found.date:
            return found
    return found


def signatory_below(sheet: Sheet, after_row: int) -> str:
    """The name under a signing title ('KT. BỘ TRƯỞNG / THỨ TRƯỞNG') below the table, '' when none is printed."""
    titles = words.phrases("signing_titles")
    marks = words.phrases("signing_marks")
    for row in range(max(after_row + 1, sheet.last_row - _SIGNING_ROWS), sheet.last_row + 1):
        cells = sheet.row(row)
        for column, cell in cells.items():
            plain = folded(cell.line)
            after_mark = plain.split(" ", 1)[-1] if words.starts_with(plain, marks) else plain
            if words.starts_with(after_mark, titles):
                return _name_below(cell.text.split("\n"), sheet, row, column)
    return ""


def _name_below(lines: Sequence[str], sheet: Sheet, row: int, column: int) -> str:
    candidates = list(lines[1:]) + [
        sheet.cell(below, near).line for below in range(row + 1, row + 12) for near in (column, column + 1, column - 1)
    ]
    for text in candidates:
        if (
            _NAME.fullmatch(text)
            and text != text.upper()
            and not words.starts_with(folded(text), words.phrases("signing_titles"))
        ):
            return text
    return ""


def stated_count(texts: Iterable[str]) -> int | None:
    """How many projects a heading or total row says there are ('106 đề án', '98 đề án và 8 nhiệm vụ'), or None."""
    for text in texts:
        found = _COUNTS.findall(text)
        if found:
            kinds: dict[str, int] = {}
            for count, kind in found:
                kinds.setdefault(kind.lower(), int(count))
            return sum(kinds.values())
    return None
