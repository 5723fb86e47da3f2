"""Which cells of a table become live formulas in Excel, and the value cached beside each.

Never changes a stated figure: a formula that would show another number than the table states is not written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from xlsxwriter.utility import xl_rowcol_to_cell

from khuyencong.kernel.money import percent
from khuyencong.kernel.papers import Cell, Table
from khuyencong.kernel.writers.cells import places_of

# Excel takes 255 arguments; beyond that the stated figure stays as a number.
_MOST_RANGES = 200


@dataclass(frozen=True)
class Live:
    """A formula with the value readers see without calculating."""

    formula: str
    cached: int | float


def live_formula(table: Table, row: int, column: int, first_row: int) -> Live | None:
    """The formula of a cell, or None when its stated value is to be written. ``first_row`` is where row 0 stands."""
    cell, kind = table.rows[row].cells[column], table.columns[column]
    if kind.unit == "percent":
        return _share(table, row, column, first_row)
    if column in table.sum_columns and table.rows[row].kind != "row" and isinstance(cell.value, int):
        return _sum(table, row, column, cell.value, first_row)
    return None


def agrees(stated: object, numerator: int, denominator: int) -> bool:
    """True when the share of two figures, rounded as stated, is the stated percentage."""
    if not isinstance(stated, Decimal | int) or denominator == 0:
        return False
    return percent(numerator, denominator, places_of(stated)) == Decimal(stated)


def _sum(table: Table, row: int, column: int, stated: int, first_row: int) -> Live | None:
    """A total sums all plain rows; a group head sums the plain rows under it up to the next head or total."""
    members = _members(table, row)
    values = [table.rows[member].cells[column].value for member in members]
    if not members or any(isinstance(value, str | Decimal) for value in values):
        return None
    if sum(value for value in values if isinstance(value, int)) != stated:
        return None
    ranges = _ranges(members)
    if len(ranges) > _MOST_RANGES:
        return None
    areas = ",".join(
        f"{xl_rowcol_to_cell(first_row + start, column)}:{xl_rowcol_to_cell(first_row + end, column)}"
        for start, end in ranges
    )
    return Live(f"=SUM({areas})", stated)


def _members(table: Table, row: int) -> list[int]:
    if table.rows[row].kind == "total":
        return [index for index, other in enumerate(table.rows) if other.kind == "row"]
    members = []
    for index in range(row + 1, len(table.rows)):
        if table.rows[index].kind != "row":
            break
        members.append(index)
    return members


def _ranges(members: Sequence[int]) -> list[tuple[int, int]]:
    """Neighbouring rows joined: [3, 4, 7] -> [(3, 4), (7, 7)]."""
    ranges: list[tuple[int, int]] = []
    for member in members:
        if ranges and ranges[-1][1] == member - 1:
            ranges[-1] = (ranges[-1][0], member)
        else:
            ranges.append((member, member))
    return ranges


def _share(table: Table, row: int, column: int, first_row: int) -> Live | None:
    """Division of two columns of the same row, else of the cell's own numerator and denominator."""
    cells, cell = table.rows[row].cells, table.rows[row].cells[column]
    ratio = table.columns[column].ratio
    if ratio is not None:
        top, bottom = cells[ratio[0]].value, cells[ratio[1]].value
        if isinstance(top, int) and isinstance(bottom, int) and agrees(cell.value, top, bottom):
            names = (xl_rowcol_to_cell(first_row + row, part) for part in ratio)
            return Live("={}/{}".format(*names), top / bottom)
    return own_share(cell)


def own_share(cell: Cell) -> Live | None:
    """'=45000000000/130000000000' from the cell's own numerator and denominator."""
    top, bottom = cell.numerator, cell.denominator
    if top is None or bottom is None or not agrees(cell.value, top, bottom):
        return None
    return Live(f"={top}/{bottom}", top / bottom)
