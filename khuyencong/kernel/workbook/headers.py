"""Finds the header of a table and says which column is which field. The words come from the caller as data."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from khuyencong.kernel.text import fold
from khuyencong.kernel.workbook.cells import Sheet, letter
from khuyencong.kernel.workbook.numbers import NotANumber, reading

SEARCH_ROWS = 40
MAX_DEPTH = 4
MAX_COLUMNS = 300
_PROFILE_ROWS = 200
_LONGEST_TITLE = 160
_NUMBERING = re.compile(r"\(?\[?\s*(?:\d{1,2}[a-z]?|[a-z])\s*\]?\)?\s*(?:=.*)?", re.IGNORECASE)

Content = Literal["text", "number", "any"]
Vocabulary = Sequence["FieldWords"]


@dataclass(frozen=True)
class FieldWords:
    """How one field is named in headers: folded phrases, what its cells hold, words that rule it out."""

    field: str
    phrases: tuple[str, ...]
    content: Content = "any"
    without: tuple[str, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of a table. ``parts``: its titles from the top header row down; ``field`` None when not recognised."""

    index: int
    parts: tuple[str, ...]
    field: str | None
    hidden: bool

    @property
    def letter(self) -> str:
        return letter(self.index)

    @property
    def title(self) -> str:
        return " – ".join(self.parts)


@dataclass(frozen=True)
class Header:
    """A header block: its rows (1-based, inclusive), its columns, the numbering row below it if any."""

    first_row: int
    last_row: int
    columns: tuple[Column, ...]
    numbering_row: int | None = None

    @property
    def first_data_row(self) -> int:
        return (self.numbering_row or self.last_row) + 1

    def column(self, field: str) -> Column | None:
        return next((column for column in self.columns if column.field == field), None)

    @cached_property
    def mapping(self) -> dict[str, int]:
        return {column.field: column.index for column in self.columns if column.field}

    @cached_property
    def spoken(self) -> dict[int, frozenset[str]]:
        """The folded titles of each column, to know them when they are printed again."""
        return {column.index: frozenset(map(folded, column.parts)) for column in self.columns}


@lru_cache(maxsize=50000)
def folded(text: str) -> str:
    """``fold``, remembered: the same words come back thousands of times."""
    return fold(text)


def find_header(
    sheet: Sheet,
    vocabulary: Vocabulary,
    *,
    needed: Sequence[frozenset[str]],
    prefer: Mapping[str, int] | None = None,
    first: int = 1,
    last: int = SEARCH_ROWS,
) -> Header | None:
    """The best header whose top row lies in ``first``..``last``, or None.

    ``needed``: of each set at least one field must be found. ``prefer``: folded words that raise (or lower) a column's
    claim, such as the year asked for.
    """
    best: tuple[int, int, Header] | None = None
    for top in range(first, last + 1):
        if len(sheet.row(top)) < 2 or _holds_amounts(sheet, top) or _cut_by_merge(sheet, top):
            continue
        if _known_titles(sheet, top, vocabulary) < 2:
            continue
        for bottom in _bottoms(sheet, top, vocabulary):
            header = _header(sheet, top, bottom, vocabulary, prefer or {})
            fields = set(header.mapping)
            if all(fields & group for group in needed):
                rank = (len(fields), -(bottom - top))
                if best is None or rank > best[:2]:
                    best = (*rank, header)
    return best[2] if best else None


def _holds_amounts(sheet: Sheet, row: int) -> bool:
    """Two numbers that are no years: a row of data, not of titles."""
    numbers = [cell.value for cell in sheet.row(row).values() if isinstance(cell.value, int | float)]
    return sum(not 1990 <= value <= 2100 for value in numbers) >= 2


def _cut_by_merge(sheet: Sheet, row: int) -> bool:
    """Does a merged area reach into this row from above? Then a header cannot begin here."""
    return any(area.top < row <= area.bottom for area in sheet.merged)


def _known_titles(sheet: Sheet, row: int, vocabulary: Vocabulary) -> int:
    """How many distinct fields the short texts of this row name."""
    fields: set[str] = set()
    for cell in sheet.row(row).values():
        if isinstance(cell.value, str) and len(cell.text) <= _LONGEST_TITLE:
            text = folded(cell.line)
            fields.update(words.field for words in vocabulary if _score(words, text, text) > 0)
    return len(fields)


def _bottoms(sheet: Sheet, top: int, vocabulary: Vocabulary) -> Iterator[int]:
    """Possible last rows of a header from ``top``: as far as merged cells force it, then what may be sub-titles."""
    bottom = _forced(sheet, top)
    yield bottom
    while bottom - top + 1 < MAX_DEPTH and _subtitles(sheet, top, bottom + 1, vocabulary):
        bottom = max(bottom + 1, min(_forced(sheet, bottom + 1), top + MAX_DEPTH - 1))
        yield bottom


def _forced(sheet: Sheet, top: int) -> int:
    """The last header row that merged cells demand: those that reach down, and sub-titles under those that span."""
    bottom = row = top
    while row <= bottom and bottom - top + 1 < MAX_DEPTH:
        for column in sheet.row(row):
            area = sheet.area(row, column)
            if area is None or area.bottom - area.top >= MAX_DEPTH:
                continue
            bottom = max(bottom, area.bottom)
            below = [
                sheet.cell(area.bottom + 1, inner) for inner in range(area.left, min(area.right, sheet.last_column) + 1)
            ]
            titles = [cell for cell in below if isinstance(cell.value, str)]
            if area.right > area.left and len(titles) >= 2 and _only_titles(sheet, area.bottom + 1):
                bottom = max(bottom, area.bottom + 1)
        row += 1
    return min(bottom, top + MAX_DEPTH - 1)


def _only_titles(sheet: Sheet, row: int) -> bool:
    """No number and no long text stands in this row."""
    cells = sheet.row(row).values()
    return all(isinstance(cell.value, str) and len(cell.text) <= _LONGEST_TITLE for cell in cells)


def _subtitles(sheet: Sheet, top: int, row: int, vocabulary: Vocabulary) -> bool:
    """Sub-titles under an unmerged header: texts only, none in the first filled columns, known words?"""
    cells = sheet.row(row)
    above = sheet.row(top)
    if not cells or not above or not _only_titles(sheet, row) or is_numbering(sheet, row):
        return False
    return min(cells) > min(above) + 1 and len(cells) >= 2 and _known_titles(sheet, row, vocabulary) >= 1


def is_numbering(sheet: Sheet, row: int) -> bool:
    """A row such as (1) (2) (3), A B 1 2 3=4+5."""
    cells = sheet.row(row).values()
    if len(cells) < 3 or not all(_NUMBERING.fullmatch(cell.line) for cell in cells):
        return False
    texts = [cell.line for cell in cells]
    numbers = [int(found.group()) for text in texts if (found := re.search(r"\d+", text.partition("=")[0]))]
    return len(numbers) >= 2 and numbers == sorted(set(numbers)) and numbers[-1] <= 60 and numbers[0] <= 3


def _titles(sheet: Sheet, top: int, bottom: int) -> dict[int, tuple[str, ...]]:
    """Per column its titles from the top down. An unmerged upper title covers the blank cells to its right that have
    sub-titles of their own."""
    titles: dict[int, tuple[str, ...]] = {}
    for column in range(1, min(sheet.last_column, MAX_COLUMNS) + 1):
        parts: list[str] = []
        for row in range(top, bottom + 1):
            text = sheet.shown(row, column).line
            if (
                not text
                and row < bottom
                and any(sheet.cell(below, column).text for below in range(row + 1, bottom + 1))
            ):
                text = _spread_from_left(sheet, row, column, bottom)
            if text and text not in parts:
                parts.append(text)
        if parts:
            titles[column] = tuple(parts)
    return titles


def _spread_from_left(sheet: Sheet, row: int, column: int, bottom: int) -> str:
    for left in range(column - 1, 0, -1):
        if not any(sheet.cell(below, left).text for below in range(row + 1, bottom + 1)):
            return ""
        if sheet.area(row, left) is None and sheet.cell(row, left).text:
            return sheet.cell(row, left).line
    return ""


def _header(sheet: Sheet, top: int, bottom: int, vocabulary: Vocabulary, prefer: Mapping[str, int]) -> Header:
    titles = _titles(sheet, top, bottom)
    numbering = bottom + 1 if is_numbering(sheet, bottom + 1) else None
    start = (numbering or bottom) + 1
    claims: list[tuple[int, int, int, str]] = []
    for column, parts in titles.items():
        found = _claims(sheet, column, parts, start, vocabulary, prefer)
        claims += [(score, order, -column, field) for score, order, field in found]
    assigned: dict[int, str] = {}
    for _, _, minus_column, field in sorted(claims, reverse=True):
        if -minus_column not in assigned and field not in assigned.values():
            assigned[-minus_column] = field
    columns = tuple(
        Column(index, parts, assigned.get(index), index in sheet.hidden_columns) for index, parts in titles.items()
    )
    return Header(top, bottom, columns, numbering)


def _claims(
    sheet: Sheet,
    column: int,
    parts: tuple[str, ...],
    start: int,
    vocabulary: Vocabulary,
    prefer: Mapping[str, int],
) -> list[tuple[int, int, str]]:
    """(score, minus order, field) of every field this title may name. What the cells hold decides between them,
    but never against the only claim: a money column full of unreadable words is still the money column."""
    leaf, full = folded(parts[-1]), folded(" ".join(parts))
    extra = sum(weight for phrase, weight in prefer.items() if _holds(full, phrase))
    extra -= 60 if column in sheet.hidden_columns else 0
    scored = [(_score(words, leaf, full), -order, words) for order, words in enumerate(vocabulary)]
    named = [(score, order, words) for score, order, words in scored if score > 0]
    if not named:
        return []
    numeric = _numeric_share(sheet, column, start)
    fitting = [entry for entry in named if _fits(entry[2], numeric)]
    return [(score + extra, order, words.field) for score, order, words in fitting or named]


def _numeric_share(sheet: Sheet, column: int, start: int) -> float | None:
    """Share of numbers among the filled cells below, None when nothing is filled."""
    numbers = filled = 0
    for row in range(start, min(sheet.last_row, start + _PROFILE_ROWS) + 1):
        cell = sheet.cell(row, column)
        if cell.doubt or cell.value is None:
            continue
        filled += 1
        try:
            numbers += reading(cell) is not None
        except NotANumber:
            continue
    return numbers / filled if filled else None


def _fits(words: FieldWords, numeric: float | None) -> bool:
    if numeric is None or words.content == "any":
        return True
    return numeric >= 0.5 if words.content == "number" else numeric <= 0.5


def _score(words: FieldWords, leaf: str, full: str) -> int:
    """How strongly a title names a field: the longest phrase, double in the lowest title, more when it opens the title
    (the head of a Vietnamese phrase stands first) and most when it is all of it."""
    if any(_holds(leaf, word) for word in words.without):
        return 0
    score = 0
    for phrase in words.phrases:
        if _holds(leaf, phrase):
            opens = " " in phrase and leaf.startswith(phrase)
            score = max(score, 2 * len(phrase) + (20 if leaf == phrase else 16 if opens else 0))
        elif _holds(full, phrase):
            score = max(score, len(phrase))
    return score


def _holds(text: str, phrase: str) -> bool:
    return f" {phrase} " in f" {text} "
