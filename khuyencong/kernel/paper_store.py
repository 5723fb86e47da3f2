"""Keeps a paper as JSON and reads it back the same: how frozen editions hold their text and tables."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from typing import Any

from khuyencong.kernel.papers import Block, Cell, Column, Heading, Letterhead, Paper, Paragraph, Row, Table
from khuyencong.kernel.plain import plain

_BLOCKS: dict[str, type[Any]] = {"heading": Heading, "paragraph": Paragraph, "table": Table}


def _stored_cell(cell: Cell) -> dict[str, Any]:
    kind = "date" if isinstance(cell.value, date) else "decimal" if isinstance(cell.value, Decimal) else ""
    return plain(cell) | {"value_kind": kind}


def _stored(thing: Any) -> Any:
    if isinstance(thing, Cell):
        return _stored_cell(thing)
    if isinstance(thing, Heading | Paragraph | Table):
        kind = type(thing).__name__.lower()
        return {"block": kind} | {item.name: _stored(getattr(thing, item.name)) for item in fields(thing)}
    if isinstance(thing, Row | Column | Letterhead | Paper):
        return {item.name: _stored(getattr(thing, item.name)) for item in fields(thing)}
    if isinstance(thing, tuple):
        return [_stored(item) for item in thing]
    if isinstance(thing, Mapping):
        return {key: _stored(item) for key, item in thing.items()}
    return plain(thing)


def stored(paper: Paper) -> dict[str, Any]:
    """The paper as JSON-ready data."""
    result: dict[str, Any] = _stored(paper)
    return result


def _cell(data: Mapping[str, Any]) -> Cell:
    values = dict(data)
    kind = values.pop("value_kind")
    if kind == "date":
        values["value"] = date.fromisoformat(values["value"])
    elif kind == "decimal":
        values["value"] = Decimal(values["value"])
    return Cell(**values)


def _column(data: Mapping[str, Any]) -> Column:
    return Column(**{**data, "ratio": tuple(data["ratio"]) if data["ratio"] else None})


def stored_block(block: Block) -> dict[str, Any]:
    """One block as JSON-ready data."""
    result: dict[str, Any] = _stored(block)
    return result


def block_of(data: Mapping[str, Any]) -> Block:
    """The block kept by ``stored_block`` or inside a stored paper."""
    values = dict(data)
    kind = values.pop("block")
    if kind == "paragraph":
        values["parts"] = tuple(part if isinstance(part, str) else _cell(part) for part in values["parts"])
    if kind == "table":
        values["columns"] = tuple(_column(column) for column in values["columns"])
        values["rows"] = tuple(Row(tuple(_cell(c) for c in row["cells"]), row["kind"]) for row in values["rows"])
        values["sum_columns"] = tuple(values["sum_columns"])
    block: Block = _BLOCKS[kind](**values)
    return block


def restored(data: Mapping[str, Any]) -> Paper:
    """The paper kept by ``stored``: equal to what was kept."""
    values = dict(data)
    head = dict(values["letterhead"])
    head["dated"] = date.fromisoformat(head["dated"]) if head["dated"] else None
    values["letterhead"] = Letterhead(**head)
    values["blocks"] = tuple(block_of(block) for block in values["blocks"])
    values["recipients"] = tuple(values["recipients"])
    values["figures"] = {code: _cell(cell) for code, cell in values["figures"].items()}
    return Paper(**values)
