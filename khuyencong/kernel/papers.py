"""A paper as data: letterhead, headings, paragraphs, tables. Renderers in ``writers`` draw any paper.

A figure inside a sentence or a table is a ``Cell``: its exact value, its written form, and the code and parameters
by which the doors open its rows. Nothing here knows HTML, Word or Excel.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

CellUnit = Literal["VND", "count", "percent", "text", "date"]
Value = int | Decimal | str | date | None


@dataclass(frozen=True)
class Cell:
    """One figure or text. ``shown`` is the written form in a sentence ('130 tỷ đồng'); tables format by unit.

    ``figure`` and ``params`` say which rows it is made of; an empty figure code means it cannot be opened.
    ``confirmed`` is False while a person still has to confirm it. A percent holds 34.6 for 34,6% and may name the
    ``numerator`` and ``denominator`` it came from, in the unit of those figures (đồng, count). ``label`` says in words
    what the figure means.
    """

    value: Value
    unit: CellUnit = "text"
    shown: str = ""
    figure: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool = True
    numerator: int | None = None
    denominator: int | None = None
    label: str = ""


@dataclass(frozen=True)
class Column:
    """A table column: title, unit of its cells, relative width (their sum is the table's width).

    ``ratio`` names the columns (numerator, denominator) a percent column divides; Excel keeps it live.
    """

    title: str
    unit: CellUnit = "text"
    width: float = 1.0
    ratio: tuple[int, int] | None = None


@dataclass(frozen=True)
class Row:
    """Cells in column order. A ``group`` row is a section head with its own subtotal; ``total`` closes the table."""

    cells: tuple[Cell, ...]
    kind: Literal["row", "group", "total"] = "row"


@dataclass(frozen=True)
class Table:
    """Rows under columns. ``money_unit`` is how VND cells are shown ('triệu đồng'); values stay in đồng.

    ``sum_columns`` names the columns whose total row is the sum of the plain rows (Excel makes them live formulas).
    """

    title: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    money_unit: Literal["đồng", "nghìn đồng", "triệu đồng", "tỷ đồng"] = "triệu đồng"
    sum_columns: tuple[int, ...] = ()
    note: str = ""
    name: str = ""


@dataclass(frozen=True)
class Heading:
    """Section head; level 1 is 'I. …' in bold capitals, level 2 is '1. …' in bold."""

    text: str
    level: int = 1


@dataclass(frozen=True)
class Paragraph:
    """Running text: strings and figures in order. ``italic`` is for notes such as 'chưa có dữ liệu'."""

    parts: tuple[str | Cell, ...]
    italic: bool = False

    @property
    def text(self) -> str:
        """The sentence as read aloud."""
        return "".join(part if isinstance(part, str) else part.shown for part in self.parts)


Block = Heading | Paragraph | Table


@dataclass(frozen=True)
class Letterhead:
    """Head of a document in the layout of NĐ 30/2020/NĐ-CP, Annex I.

    ``symbol`` is 'BC-CTĐP', without the number. Until the clerk's office dates the paper, ``year`` is what is printed.
    """

    superior: str
    body: str
    symbol: str
    place: str
    dated: date | None = None
    number: str = ""
    year: int | None = None


@dataclass(frozen=True)
class Paper:
    """A whole document. ``banner`` is the line every page carries (demo data, draft); ``foot`` as-of date and edition.

    ``authority`` is a bare prefix put before the title ('Q.') or a line of its own above it ('KT. CỤC TRƯỞNG').
    """

    kind: str
    title: str
    letterhead: Letterhead
    blocks: tuple[Block, ...]
    recipients: tuple[str, ...] = ()
    authority: str = ""
    signatory_title: str = ""
    signatory_name: str = ""
    banner: str = ""
    foot: str = ""
    figures: Mapping[str, Cell] = field(default_factory=dict)
