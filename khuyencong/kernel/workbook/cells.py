"""What a workbook holds once opened: cells, sheets, merged areas. How it was read and what it means live elsewhere."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property, lru_cache
from typing import NamedTuple

Value = str | int | float | bool | date | datetime | time | timedelta | None


class Cell(NamedTuple):
    """One cell. ``value`` as stored (text NFC and converted), ``text`` as a person reads it, lines kept apart by \\n.

    ``original`` is the text before a legacy encoding was converted; ``doubt`` says in Vietnamese why the stored value
    cannot be trusted (error value, formula without stored value, link to another workbook), empty when it can.
    """

    value: Value
    text: str
    original: str = ""
    encoding: str = ""
    formula: bool = False
    doubt: str = ""

    @property
    def is_number(self) -> bool:
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)

    @property
    def line(self) -> str:
        """The text on one line."""
        text = self.text
        return text if "\n" not in text and "  " not in text else " ".join(text.split())


# Far beyond any printed table: a hostile list of merged areas stops here.
MAX_MERGED = 50_000
MAX_COVERED = 1_000_000

EMPTY = Cell(None, "")


@dataclass(frozen=True)
class Area:
    """A rectangle of cells, 1-based, both ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet, sparse: only cells that hold something. Rows and columns count from 1."""

    name: str
    cells: Mapping[tuple[int, int], Cell]
    merged: tuple[Area, ...] = ()
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @cached_property
    def last_row(self) -> int:
        return max((row for row, _ in self.cells), default=0)

    @cached_property
    def last_column(self) -> int:
        return max((column for _, column in self.cells), default=0)

    @cached_property
    def _anchors(self) -> dict[tuple[int, int], Area]:
        """Every covered position of a merged area to that area. A very tall or wide area is cut at the last cell."""
        covered: dict[tuple[int, int], Area] = {}
        for area in self.merged[:MAX_MERGED]:
            if len(covered) > MAX_COVERED:
                break
            for row in range(area.top, min(area.bottom, self.last_row + 50) + 1):
                for column in range(area.left, min(area.right, self.last_column + 50, 500) + 1):
                    covered[row, column] = area
        return covered

    @cached_property
    def _rows(self) -> dict[int, dict[int, Cell]]:
        rows: dict[int, dict[int, Cell]] = {}
        for (row, column), cell in self.cells.items():
            rows.setdefault(row, {})[column] = cell
        return {row: dict(sorted(rows[row].items())) for row in sorted(rows)}

    def cell(self, row: int, column: int) -> Cell:
        """The cell itself; empty inside a merged area except at its first corner."""
        return self.cells.get((row, column), EMPTY)

    def area(self, row: int, column: int) -> Area | None:
        """The merged area that covers this position."""
        return self._anchors.get((row, column)) if self.merged else None

    def shown(self, row: int, column: int) -> Cell:
        """What a reader sees at this position: the merged area's content if it is covered by one."""
        area = self._anchors.get((row, column)) if self.merged else None
        return self.cell(area.top, area.left) if area else self.cells.get((row, column), EMPTY)

    def row(self, row: int) -> Mapping[int, Cell]:
        """The filled cells of a row by column, left to right."""
        return self._rows.get(row, {})

    def rows(self) -> Iterator[tuple[int, Mapping[int, Cell]]]:
        """Every row that holds something, top to bottom."""
        yield from self._rows.items()


@dataclass(frozen=True)
class Workbook:
    """An opened workbook. ``warnings``: Vietnamese sentences on what was ignored (macros, links, hidden sheets …)."""

    filename: str
    sheets: tuple[Sheet, ...]
    warnings: tuple[str, ...] = ()
    conversions: Mapping[str, int] = field(default_factory=dict)

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text of the workbook with its address ('Sheet!A1'), hidden ones too."""
        for sheet in self.sheets:
            yield sheet.name, sheet.name
            for (row, column), cell in sheet.cells.items():
                if cell.text and isinstance(cell.value, str):
                    yield address(sheet.name, row, column), cell.text


@lru_cache(maxsize=20000)
def letter(column: int) -> str:
    """1 -> 'A', 27 -> 'AA'."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def number(letters: str) -> int:
    """'A' -> 1, 'AA' -> 27. Raises ValueError for anything but letters."""
    total = 0
    for ch in letters.upper():
        if not "A" <= ch <= "Z":
            raise ValueError(letters)
        total = total * 26 + ord(ch) - 64
    return total


def address(sheet: str, row: int, column: int) -> str:
    """'Phụ lục!I77'."""
    return f"{sheet}!{letter(column)}{row}"
