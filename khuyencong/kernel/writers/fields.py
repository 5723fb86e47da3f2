"""Cells of a paper that a person fills in and sends back, each known by a tag that survives editing.

In Word a field is a content control with its tag, and a bookmark of the same name for programs that keep only those; in
Excel it is a defined name. Ordinary writers draw a field as the plain cell it is.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from khuyencong.kernel.papers import Cell, Paper, Row, Table

PREFIX = "kc:"
BLANK_FIELD = "……"
FILL = "FFF2CC"


@dataclass(frozen=True)
class Field(Cell):
    """A cell to fill in. ``tag`` is 'kc:work_value' or 'kc:line:3:done'; a ``locked`` one is read back, not changed."""

    tag: str = ""
    locked: bool = False


def bookmark_of(tag: str) -> str:
    """The tag as a name that Word's bookmarks and Excel's defined names allow: 'kc_line_3_done'."""
    return tag.replace(":", "_")


def fields_of(paper: Paper) -> Iterator[Field]:
    """Every field of the paper in printed order."""
    for block in paper.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from (cell for cell in row.cells if isinstance(cell, Field))


def mapped(paper: Paper, change: Callable[[Field, Table, int], Cell]) -> Paper:
    """The paper with every field put through ``change``, which is told its table and column."""

    def row_of(table: Table, row: Row) -> Row:
        cells = tuple(
            change(cell, table, column) if isinstance(cell, Field) else cell for column, cell in enumerate(row.cells)
        )
        return replace(row, cells=cells)

    blocks = tuple(
        replace(block, rows=tuple(row_of(block, row) for row in block.rows)) if isinstance(block, Table) else block
        for block in paper.blocks
    )
    return replace(paper, blocks=blocks)
