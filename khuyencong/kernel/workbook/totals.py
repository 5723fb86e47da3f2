"""Subtotals and totals are never counted, but always checked against the rows they cover, wherever they stand."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Line:
    """One row in reading order. ``level``: depth of a group (0 outermost). ``grand``: its label claims the whole table.

    ``amount`` in đồng, None when the row states none.
    """

    sheet: str
    row: int
    kind: Literal["item", "group", "total"]
    amount: int | None = None
    level: int = 0
    label: str = ""
    grand: bool = False


@dataclass(frozen=True)
class Check:
    """A stated amount against the rows it covers. ``whole``: it covers every row of the workbook."""

    line: Line
    computed: int
    rows: int
    agrees: bool
    scope: Literal["group", "sheet", "workbook"]

    @property
    def whole(self) -> bool:
        return self.scope == "workbook"


Scope = Literal["group", "sheet", "workbook"]


def check_totals(lines: Sequence[Line]) -> list[Check]:
    """One check per group or total row that states an amount, in reading order.

    A row agrees when its amount equals the sum of some natural scope; otherwise the most natural one is reported.
    """
    checks = []
    for index, line in enumerate(lines):
        if line.kind == "item" or line.amount is None:
            continue
        scopes = list(_group_scopes(lines, index) if line.kind == "group" else _total_scopes(lines, index))
        sums = [(scope, _sum(items), len(items)) for scope, items in scopes if items]
        if not sums:
            checks.append(Check(line, 0, 0, line.amount == 0, "group"))
            continue
        agreeing = next((found for found in sums if found[1] == line.amount), None)
        scope, computed, rows = agreeing or sums[0]
        if line.kind == "total":
            scope = _reach(lines, line, rows)
        checks.append(Check(line, computed, rows, agreeing is not None, scope))
    return checks


def _reach(lines: Sequence[Line], line: Line, rows: int) -> Scope:
    """How much a total covers, by the number of rows it was found to cover."""
    if rows == sum(other.kind == "item" for other in lines):
        return "workbook"
    return "sheet" if rows == sum(other.kind == "item" and other.sheet == line.sheet for other in lines) else "group"


def _sum(items: Sequence[Line]) -> int:
    return sum(item.amount or 0 for item in items)


def _items(lines: Sequence[Line], start: int, end: int, sheet: str | None = None) -> list[Line]:
    return [line for line in lines[start:end] if line.kind == "item" and (sheet is None or line.sheet == sheet)]


def _end_of_group(lines: Sequence[Line], index: int, level: int) -> int:
    """Where the group opened at ``index`` ends: the next group as high or higher, or the sheet's end."""
    for later in range(index + 1, len(lines)):
        line = lines[later]
        if line.sheet != lines[index].sheet or (line.kind == "group" and line.level <= level):
            return later
    return len(lines)


def _group_scopes(lines: Sequence[Line], index: int) -> Iterator[tuple[Scope, list[Line]]]:
    line = lines[index]
    yield "group", _items(lines, index + 1, _end_of_group(lines, index, line.level))
    # A group row written under its rows: back to the previous group row.
    start = next((back for back in range(index - 1, -1, -1) if lines[back].kind != "item"), -1) + 1
    yield "group", _items(lines, start, index, line.sheet)


def _total_scopes(lines: Sequence[Line], index: int) -> Iterator[tuple[Scope, list[Line]]]:
    """Natural scopes of a total row, the likeliest first."""
    line = lines[index]
    wide: list[tuple[Scope, list[Line]]] = [
        ("workbook", _items(lines, 0, len(lines))),
        ("sheet", _items(lines, 0, len(lines), line.sheet)),
    ]
    near = list(_enclosing(lines, index))
    yield from wide[::-1] + near if line.grand else near + wide[::-1]


def _enclosing(lines: Sequence[Line], index: int) -> Iterator[tuple[Scope, list[Line]]]:
    """Items back to the previous total, then of each open group from the innermost out; then those that follow."""
    line = lines[index]
    level = 99
    start = index
    for back in range(index - 1, -1, -1):
        earlier = lines[back]
        if earlier.sheet != line.sheet:
            break
        start = back
        if earlier.kind == "group" and earlier.level < level:
            level = earlier.level
            yield "group", _items(lines, back, index)
        elif earlier.kind == "total":
            yield "group", _items(lines, back, index)
    yield "group", _items(lines, start, index)
    yield "group", _items(lines, index + 1, _end_of_group(lines, index, max(0, level if level < 99 else 0)))
