"""Any paper as the screen draws it: the lines of its letterhead, its blocks, each figure a link. Knows no report."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode

from khuyencong.kernel.money import Unit, grouped
from khuyencong.kernel.papers import Block, Cell, Column, Heading, Paper, Paragraph, Table
from khuyencong.kernel.writers.cells import cell_text, sentence_text
from khuyencong.kernel.writers.layout import END, MOTTO, NATION, Laid, lay_out
from khuyencong.web.pages.reports.asked import FIGURE, Choice, parts_of


@dataclass(frozen=True)
class Sheet:
    """A paper ready for the template."""

    head: Laid
    blocks: list[dict[str, Any]]
    nation: str = NATION
    motto: str = MOTTO
    end: str = END


@dataclass
class _Drawing:
    """Gives each figure its address and a number of its own on the page."""

    kept: Mapping[str, str]
    choice: Choice
    count: int = 0

    def figure(self, cell: Cell, text: str) -> dict[str, Any]:
        if not cell.figure:
            return {"text": text, "waits": not cell.confirmed}
        self.count += 1
        params = {**self.kept, FIGURE: cell.figure, **parts_of(cell)}
        return {
            "text": text, "url": f"?{urlencode(params)}", "id": f"so-{self.count}", "waits": not cell.confirmed,
            "chosen": self.choice.names(cell), "exact": exact_of(cell), "label": cell.label,
        }  # fmt: skip


def exact_of(cell: Cell) -> str:
    """The exact đồng of a money cell, shown on hover."""
    return f"{grouped(cell.value)} đồng" if cell.unit == "VND" and isinstance(cell.value, int) else ""


def drawn(paper: Paper, *, kept: Mapping[str, str], choice: Choice) -> Sheet:
    """Lay a paper out; ``kept`` are the parameters its links carry along."""
    drawing = _Drawing(kept, choice)
    return Sheet(lay_out(paper), [_block(block, drawing) for block in paper.blocks])


def _block(block: Block, drawing: _Drawing) -> dict[str, Any]:
    drawers: dict[type, Callable[..., dict[str, Any]]] = {Heading: _heading, Paragraph: _paragraph, Table: _table}
    return drawers[type(block)](block, drawing)


def _heading(block: Heading, drawing: _Drawing) -> dict[str, Any]:
    return {"kind": "heading", "text": block.text, "level": block.level}


def _paragraph(block: Paragraph, drawing: _Drawing) -> dict[str, Any]:
    parts = [
        {"text": part} if isinstance(part, str) else drawing.figure(part, sentence_text(part)) for part in block.parts
    ]
    return {"kind": "paragraph", "parts": parts, "italic": block.italic}


def _table(block: Table, drawing: _Drawing) -> dict[str, Any]:
    money = any(column.unit == "VND" for column in block.columns)
    return {
        "kind": "table", "title": block.title, "unit": block.money_unit if money else "", "note": block.note,
        "columns": [{"title": column.title, "number": column.unit != "text", "width": _width(block, column)}
                    for column in block.columns],
        "rows": [{"kind": row.kind, "cells": [_cell(cell, column, block.money_unit, drawing)
                                              for cell, column in zip(row.cells, block.columns, strict=True)]}
                 for row in block.rows],
    }  # fmt: skip


def _width(table: Table, column: Column) -> int:
    """Hundredths of the table's width, in steps of five that the style sheet knows."""
    share = 100 * column.width / sum(item.width for item in table.columns)
    return max(5, round(share / 5) * 5)


def _cell(cell: Cell, column: Column, unit: Unit, drawing: _Drawing) -> dict[str, Any]:
    drawn_cell = drawing.figure(cell, cell_text(cell, column.unit, unit))
    return {**drawn_cell, "number": column.unit != "text", "column": column.title}
