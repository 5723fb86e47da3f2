"""A table made ready for paper: every cell written out, columns measured, the page turned when they do not fit.

Lengths in millimetres, type in points. Widths of letters are those of Times, by class: good to a few per cent.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from khuyencong.kernel.papers import Column, Row, Table
from khuyencong.kernel.writers.cells import cell_text, printable

PAGE_SHORT, PAGE_LONG = 210.0, 297.0
MARGIN_TOP, MARGIN_BOTTOM, MARGIN_LEFT, MARGIN_RIGHT = 20.0, 20.0, 30.0, 15.0
MARGIN_LANDSCAPE = 20.0
PORTRAIT_WIDTH = PAGE_SHORT - MARGIN_LEFT - MARGIN_RIGHT
LANDSCAPE_WIDTH = PAGE_LONG - 2 * MARGIN_LANDSCAPE
CELL_PADDING = 1.4
COMFORT = 34.0
SIGNATURES = "Chữ ký"  # a table of this name is where several parties sign: no rules, no sheet in a workbook
_POINT = 0.3528
_ORDINALS = frozenset({"tt", "stt", "số tt"})

Align = Literal["left", "center", "right"]


@dataclass(frozen=True)
class GridRow:
    """Texts in column order; ``kind`` as in ``papers.Row``."""

    kind: str
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Grid:
    """A table ready to draw. ``widths`` in mm fill the text width of its orientation; not ``ruled``: signatures."""

    title: str
    unit_line: str
    note: str
    heads: tuple[str, ...]
    aligns: tuple[Align, ...]
    widths: tuple[float, ...]
    points: float
    landscape: bool
    rows: tuple[GridRow, ...]
    ruled: bool = True


def grid(table: Table) -> Grid:
    """Write out and measure ``table``."""
    if table.name == SIGNATURES:
        return _signatures(table)
    heads = tuple(printable(column.title) for column in table.columns)
    rows = tuple(GridRow(row.kind, _texts(table, row)) for row in table.rows)
    columns = list(zip(*([row.texts for row in rows] or [("",) * len(heads)]), strict=True))
    landscape, points, needs = _fit(heads, columns)
    room = LANDSCAPE_WIDTH if landscape else PORTRAIT_WIDTH
    return Grid(
        title=printable(table.title),
        unit_line=unit_line(table),
        note=printable(table.note),
        heads=heads,
        aligns=tuple(_align(column) for column in table.columns),
        widths=shared_out([column.width for column in table.columns], needs, room),
        points=points,
        landscape=landscape,
        rows=rows,
    )


def _signatures(table: Table) -> Grid:
    """Parties side by side, each under its name; nothing turns the page."""
    heads = tuple(printable(column.title) for column in table.columns)
    centre: Align = "center"
    return Grid(
        title="",
        unit_line="",
        note="",
        heads=heads,
        aligns=(centre,) * len(heads),
        widths=(PORTRAIT_WIDTH / len(heads),) * len(heads),
        points=13.0,
        landscape=False,
        rows=tuple(GridRow(row.kind, _texts(table, row)) for row in table.rows),
        ruled=False,
    )


def unit_line(table: Table) -> str:
    """'Đơn vị tính: triệu đồng' when the table holds money, else empty."""
    has_money = any(column.unit == "VND" for column in table.columns)
    return f"Đơn vị tính: {table.money_unit}" if has_money else ""


def text_mm(text: str, points: float) -> float:
    """Estimated width of one line of bold type."""
    return sum(_em(ch) for ch in text) * points * _POINT


def shared_out(weights: Sequence[float], needs: Sequence[float], room: float) -> tuple[float, ...]:
    """Split ``room`` by weight, but give no column less than it needs (all shrink alike when even that is too much)."""
    if sum(needs) >= room:
        return tuple(need * room / sum(needs) for need in needs)
    fixed: dict[int, float] = {}
    while True:
        rest = room - sum(fixed.values())
        free = sum(weight for index, weight in enumerate(weights) if index not in fixed) or 1.0
        widths = [fixed.get(index, rest * weight / free) for index, weight in enumerate(weights)]
        short = {index: needs[index] for index in range(len(needs)) if widths[index] < needs[index] - 1e-9}
        if not short:
            return tuple(widths)
        fixed |= short


def _texts(table: Table, row: Row) -> tuple[str, ...]:
    if len(row.cells) != len(table.columns):
        raise ValueError(f"{table.title!r}: a row has {len(row.cells)} cells for {len(table.columns)} columns")
    pairs = zip(row.cells, table.columns, strict=True)
    return tuple(cell_text(cell, column.unit, table.money_unit) for cell, column in pairs)


def _align(column: Column) -> Align:
    if column.unit in ("VND", "count", "percent"):
        return "right"
    return "center" if column.unit == "date" or column.title.strip().lower() in _ORDINALS else "left"


def _fit(heads: Sequence[str], columns: Sequence[Sequence[str]]) -> tuple[bool, float, list[float]]:
    """Orientation, type size, needed widths: upright at 12 when all fits, else turned, as large as fits (least 8)."""
    for points in (12.0, 11.0, 10.0, 9.0, 8.0):
        needs = _needs(heads, columns, points)
        if sum(needs) <= (PORTRAIT_WIDTH if points == 12 else LANDSCAPE_WIDTH):
            break
    return points < 12, points, needs


def _needs(heads: Sequence[str], columns: Sequence[Sequence[str]], points: float) -> list[float]:
    """Least width of each column: its longest word, its title on two lines, room to read running text."""
    needs = []
    for head, texts in zip(heads, columns, strict=True):
        lines = set(texts)
        longest_word = max((text_mm(word, points) for text in (head, *lines) for word in text.split()), default=0.0)
        longest_line = max((text_mm(line, points) for line in lines), default=0.0)
        two_lines = min(text_mm(head, points) * 0.6, COMFORT / 2)
        needs.append(max(longest_word, two_lines, min(longest_line, COMFORT)) + 2 * CELL_PADDING + 0.6)
    return needs


def _em(ch: str) -> float:
    """Advance of one letter in em, by class."""
    if ch in " .,;:'|!()-/ijltfrIs":
        return 0.36 if ch in "rs()-/If" else 0.28
    if ch in "mwMW%@—":
        return 0.95
    if ch.isupper():
        return 0.72
    return 0.5
