"""What an issued workbook says, as printed: the input of the actions that record a plan or its allocations.

Amounts are integer đồng. Nothing here is repaired: contradictions stand beside the figures as findings.
"""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from khuyencong.kernel.findings import Finding

Part = Literal["locality", "unit", "agency"]
Kind = Literal["single", "group", "key", "task"]
ActivitySource = Literal["code", "words", "section", "title"]


@dataclass(frozen=True)
class PlaceName:
    """A province valid on the governing date. ``kind``: 'Tỉnh' or 'Thành phố…'; ``aliases``: other printed names."""

    key: int | str
    code: str
    name: str
    kind: str = "Tỉnh"
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class GroupName:
    """An activity group: its code (ND1 … ND9), its name, further words that mean it."""

    code: str
    name: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedDecision:
    """The decision a paper says it belongs to. ``where`` names the cell; parts not printed are None or empty."""

    number: str = ""
    date: datetime.date | None = None
    signatory: str = ""
    where: str = ""


@dataclass(frozen=True)
class PrintedColumn:
    """One column as understood: its letter, printed title, the field it fills ('' when it is not used)."""

    letter: str
    title: str
    field: str
    hidden: bool = False


@dataclass(frozen=True)
class PrintedSheet:
    """How one sheet was understood. ``unit``: đồng per one, from the cell ``unit_where`` ('' when taken otherwise).

    ``skipped`` says why the sheet holds no table; then the rest is empty.
    """

    name: str
    header_rows: tuple[int, int] = (0, 0)
    unit: int | None = None
    unit_where: str = ""
    columns: tuple[PrintedColumn, ...] = ()
    hidden: bool = False
    hidden_columns: tuple[str, ...] = ()
    skipped: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class PrintedProject:
    """One project row. Amounts in đồng, None when nothing is printed or nothing certain can be read.

    ``title_printed`` keeps line breaks; ``title`` is on one line. ``place_key`` is the key of the
    PlaceName given, None when no province is recognised or the row needs none. ``start_month`` and ``end_month``
    are first days of months. ``raw``: printed cells by column letter. ``last_row`` > ``row``: several lines.
    """

    sheet: str
    row: int
    last_row: int
    ordinal: str
    title: str
    title_printed: str
    part: Part
    kind: Kind
    activity_code: str | None
    activity_from: ActivitySource | None
    place_key: int | str | None
    place_printed: str
    implementer: str
    beneficiaries: tuple[str, ...]
    start_month: datetime.date | None
    end_month: datetime.date | None
    total_cost: int | None
    support: int | None
    counterpart: int | None
    other: int | None
    note: str = ""
    activity_printed: str = ""
    time_printed: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Something on this row must be settled by a person before the row counts."""
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True)
class PrintedCheck:
    """A printed subtotal or total against the rows it covers. Amounts in đồng; ``stated`` None when unreadable."""

    label: str
    sheet: str
    row: int
    level: int
    stated: int | None
    computed: int
    rows: int
    agrees: bool
    scope: Literal["group", "sheet", "workbook"]
    where: str = ""


@dataclass(frozen=True)
class SkippedRow:
    """A row that is no project: group, total, numbering, note … with the reason in Vietnamese."""

    sheet: str
    row: int
    text: str
    why: str


@dataclass(frozen=True)
class PrintedPlan:
    """A plan annex as printed. ``findings`` are about the paper as a whole; each row carries its own."""

    year: int
    decision: PrintedDecision
    sheets: tuple[PrintedSheet, ...]
    rows: tuple[PrintedProject, ...]
    checks: tuple[PrintedCheck, ...]
    skipped: tuple[SkippedRow, ...]
    findings: tuple[Finding, ...]
    stated_total: int | None
    rows_total: int
    stated_count: int | None
    warnings: tuple[str, ...] = ()

    @property
    def doubtful_rows(self) -> tuple[PrintedProject, ...]:
        return tuple(row for row in self.rows if row.doubtful)


@dataclass(frozen=True)
class PrintedAllocation:
    """One allocated project. ``amount`` in đồng or None; ``plan_ordinal``: its number in the plan, '' when absent."""

    sheet: str
    row: int
    ordinal: str
    plan_ordinal: str
    title: str
    implementer: str
    amount: int | None
    note: str = ""
    raw: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()

    @property
    def doubtful(self) -> bool:
        return any(finding.severity == "error" for finding in self.findings)


@dataclass(frozen=True)
class PrintedBatch:
    """The allocations of one decision on one sheet. ``label``: 'Đợt 1' when a column or line says so."""

    sheet: str
    label: str
    decision: PrintedDecision
    rows: tuple[PrintedAllocation, ...]
    checks: tuple[PrintedCheck, ...]
    stated_total: int | None
    rows_total: int
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class PrintedAllocations:
    """Every batch of an allocation workbook, in reading order."""

    year: int
    batches: tuple[PrintedBatch, ...]
    sheets: tuple[PrintedSheet, ...]
    skipped: tuple[SkippedRow, ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def rows_total(self) -> int:
        return sum(batch.rows_total for batch in self.batches)
