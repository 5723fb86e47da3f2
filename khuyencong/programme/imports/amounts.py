"""Reads the money of a table: unit, decimal mark, lines of one project. Never changes a figure; doubt stays doubt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.kernel.workbook.numbers import DecimalMark, NotANumber, Reading, proven_mark, reading
from khuyencong.kernel.workbook.totals import Line, check_totals
from khuyencong.kernel.workbook.units import UNIT_NAMES
from khuyencong.programme.imports.lines import MONEY, Row

# Outside these bounds (đồng) an amount of one project is no plausible reading of an ambiguous text.
_OF_A_ROW = ("total", "support", "counterpart", "other")
PLAUSIBLE = (5_000_000, 100_000_000_000)
# The whole national programme spends about 150 billion đồng a year; an investment may be ten times larger.
ABSURD = 2_000_000_000_000
# No sum of the State's money comes near; nor does any column of a database hold more.
BEYOND_MONEY = 10**17
ABSURD_SUPPORT = (5_000_000, 200_000_000_000)


@dataclass
class Money:
    """One money cell: its reading, or why there is none; the unit in đồng, None when nobody says it."""

    where: str
    unit: int | None
    read: Reading | None = None
    problem: str = ""
    text: str = ""
    _read_before: dict[DecimalMark | None, int | None] = field(default_factory=dict)

    def dong(self, mark: DecimalMark | None) -> int | None:
        """Integer đồng, rounded half up; None when empty, unreadable, ambiguous without a mark, or without unit."""
        if mark not in self._read_before:
            value = self.exact(mark)
            whole = None if value is None else int(value.to_integral_value(rounding=ROUND_HALF_UP))
            self._read_before[mark] = whole
        return self._read_before[mark]

    def exact(self, mark: DecimalMark | None) -> Decimal | None:
        if self.read is None or self.problem:
            return None
        value, unit = self.read.value(mark), self.read.unit or self.unit
        return None if value is None or unit is None else value * unit


@dataclass
class Entry:
    """A classified row with its money cells, and for a project the money of its further lines."""

    row: Row
    money: dict[str, Money]
    lines: list["Entry"] = field(default_factory=list)


@dataclass(frozen=True)
class Marking:
    """Which decimal mark a sheet's ambiguous texts follow, and how that is known ('' when nothing was ambiguous).

    ``mixed``: fields whose columns hold ambiguous texts beside typed numbers; there every text is shown to a person.
    """

    mark: DecimalMark | None
    why: str = ""
    mixed: frozenset[str] = frozenset()


def entries_of(rows: Iterable[Row], assumed_unit: int | None = None) -> list[Entry]:
    """Rows with their money; lines are put under their project."""
    found: list[Entry] = []
    current: Entry | None = None
    for row in rows:
        if row.kind == "skip":
            continue
        entry = Entry(row, {name: _money(row, name, assumed_unit) for name in MONEY if name in row.table.mapping})
        if row.kind == "line" and current is not None:
            current.lines.append(entry)
            continue
        if row.kind == "project":
            current = entry
        found.append(entry)
    return found


def _money(row: Row, name: str, assumed_unit: int | None) -> Money:
    cell = row.cell(name)
    unit = row.table.units.get(name)
    money = Money(row.table.where(row.row, name), unit.value if unit else assumed_unit, text=cell.line)
    if cell.doubt:
        money.problem = cell.doubt
        return money
    try:
        money.read = reading(cell)
    except NotANumber:
        money.problem = f"không đọc được số tiền “{cell.line[:40]}”"
    largest = money.read and (money.read.comma or money.read.dot)
    if largest and abs(largest) * (money.unit or 1) > BEYOND_MONEY:
        money.problem = f"“{cell.line[:40]}” lớn hơn mọi số tiền có thể có"
    return money


def missing_unit(entries: Sequence[Entry]) -> int | None:
    """The unit when no cell says it: đồng when every amount is in the millions, else nobody can know."""
    values = [
        money.read.value("comma")
        for entry in entries
        for money in entry.money.values()
        if money.read and money.unit is None and money.read.unit is None
    ]
    certain = [value for value in values if value]
    return 1 if certain and min(map(abs, certain)) >= 1_000_000 else None


def marking_of(entries: Sequence[Entry]) -> Marking:
    """How the texts of one table are read, and which of its columns mix texts with typed numbers."""
    texts: set[str] = set()
    typed: set[str] = set()
    for entry in entries:
        for name, money in entry.money.items():
            if money.read and (money.read.typed or money.read.ambiguous) and entry.row.kind == "project":
                (typed if money.read.typed else texts).add(name)
    return replace(_decimal_mark(entries), mixed=frozenset(texts & typed))


def _decimal_mark(entries: Sequence[Entry]) -> Marking:
    """How the ambiguous texts of one sheet are read: by the other texts, by sums, by what can be an amount at all."""
    cells = [
        money for entry in entries for part in (entry, *entry.lines) for money in part.money.values() if money.read
    ]
    ambiguous = [money for money in cells if money.read and money.read.ambiguous]
    if not ambiguous:
        return Marking(None)
    proven = proven_mark(money.read for money in cells if money.read and not money.read.typed)
    if proven == "comma" or proven == "dot":
        return Marking(proven, "cách viết của các ô khác trong bảng")
    by_sums = {mark: _agreements(entries, mark) for mark in ("comma", "dot")}
    if by_sums["comma"] != by_sums["dot"] and min(by_sums.values()) == 0:
        return Marking("comma" if by_sums["comma"] else "dot", "các phép cộng trong bảng khớp khi hiểu như vậy")
    likely = [mark for mark in ("comma", "dot") if all(_plausible(money, mark) for money in ambiguous)]
    unlikely = [mark for mark in ("comma", "dot") if not any(_plausible(money, mark) for money in ambiguous)]
    if proven is None and len(likely) == 1 and len(unlikely) == 1:
        return Marking("comma" if likely == ["comma"] else "dot", "độ lớn của các số tiền trong cột")
    return Marking(None, "không xác định được")


def _plausible(money: Money, mark: DecimalMark) -> bool:
    value = money.exact(mark)
    return value is not None and PLAUSIBLE[0] <= abs(value) <= PLAUSIBLE[1] * 10


def _agreements(entries: Sequence[Entry], mark: DecimalMark) -> int:
    """Sums that agree under a mark and involve an ambiguous text."""
    rows = sum(1 for entry in entries if _has_ambiguous(entry) and entry.row.kind == "project" and adds_up(entry, mark))
    if not any(_has_ambiguous(entry) for entry in entries):
        return rows
    return rows + sum(check.agrees and check.rows > 0 for check in check_totals(lines_of(entries, {"": mark})))


def _has_ambiguous(entry: Entry) -> bool:
    return any(money.read is not None and money.read.ambiguous for money in entry.money.values())


def adds_up(entry: Entry, mark: DecimalMark | None) -> bool | None:
    """Do support, counterpart and other make the printed total? None when the row does not print enough to ask."""
    return sums_up({name: project_amount(entry, name, mark).amount for name in _OF_A_ROW})


def sums_up(amounts: Mapping[str, int | None]) -> bool | None:
    """The same of amounts already read, by field."""
    stated = amounts.get("total")
    parts = [amounts.get(name) for name in ("support", "counterpart", "other")]
    if stated is None or parts[0] is None or (parts[1] is None and parts[2] is None):
        return None
    return sum(part or 0 for part in parts) == stated


class Amount(NamedTuple):
    """An amount of a project in đồng, with what must be said about it."""

    amount: int | None
    findings: tuple[Finding, ...] = ()


def project_amount(entry: Entry, name: str, mark: DecimalMark | None) -> Amount:
    """The amount of a project over its lines: its own cell when the lines repeat or split it, else their sum."""
    money = entry.money.get(name)
    if money is None:
        return Amount(None)
    own = money.dong(mark)
    if not entry.lines:
        return Amount(own)
    below = [line.money[name].dong(mark) for line in entry.lines if name in line.money]
    parts = [amount for amount in below if amount is not None]
    if not parts or money.problem or (own is not None and sum(parts) == own and not _is_share(entry)):
        return Amount(own)
    total = sum(parts) + (own or 0)
    said = Finding(
        "lines_summed",
        f"Kinh phí được cộng từ {len(parts) + (own is not None)} dòng nội dung: {grouped(total)} đồng",
        "info",
        money.where,
        "Đối chiếu với bản in; nếu không đúng, ghi số của cả đề án ở dòng đầu.",
    )
    return Amount(total, (said,))


def _is_share(entry: Entry) -> bool:
    """Does the first row, too, hold only the share of its own beneficiary, like each line below it?"""
    named = [line.row.texts.get("beneficiary", "") for line in entry.lines if "beneficiary" in line.row.own]
    own = entry.row.texts.get("beneficiary", "") if "beneficiary" in entry.row.own else ""
    return bool(own) and len(named) == len(entry.lines) and own not in named and "\n" not in own and ";" not in own


def lines_of(entries: Sequence[Entry], marks: dict[str, DecimalMark | None], field_name: str = "support") -> list[Line]:
    """Entries as lines for the check of totals. ``marks`` by sheet name; the key '' stands for every sheet."""
    lines = []
    for entry in entries:
        row = entry.row
        mark = marks.get(row.sheet, marks.get(""))
        kind = "item" if row.kind == "project" else row.kind
        if kind == "item":
            lines.append(Line(row.sheet, row.row, "item", project_amount(entry, field_name, mark).amount))
        elif kind in ("group", "total") and field_name in entry.money:
            amount = entry.money[field_name].dong(mark)
            kind_of: dict[str, bool] = {"group": True}
            if kind_of.get(kind):
                lines.append(Line(row.sheet, row.row, "group", amount, row.level, row.label))
            else:
                lines.append(Line(row.sheet, row.row, "total", amount, row.level, row.label, row.grand))
    return lines


def cell_findings(money: Money, marking: Marking, *, needed: bool, name: str, mixed: bool = False) -> list[Finding]:
    """What must be said about one money cell. ``needed``: doubt here makes the row doubtful. ``mixed``: its column
    mixes texts and numbers, so an interpreted text is shown by itself."""
    severity = "error" if needed else "warning"
    if money.problem:
        return [
            Finding("amount_unreadable", f"{name}: {money.problem}", severity, money.where,  # type: ignore[arg-type]
                    "Gõ lại ô này bằng đúng con số trên bản in.")
        ]  # fmt: skip
    if money.read is None:
        return []
    if money.unit is None and money.read.unit is None:
        return [
            Finding("unit_unknown", f"{name}: không thấy đơn vị tính của “{money.text}”", severity, money.where,  # type: ignore[arg-type]
                    "Ghi “Đơn vị tính: triệu đồng” (hoặc đơn vị đúng) phía trên bảng.")
        ]  # fmt: skip
    value = money.exact(marking.mark)
    if value is None:
        return [
            Finding("amount_ambiguous", f"{name}: “{money.text}” có thể hiểu theo hai cách", severity, money.where,  # type: ignore[arg-type]
                    "Gõ lại ô này dưới dạng số, không dùng dấu chấm hoặc dấu phẩy ngăn hàng nghìn.")
        ]  # fmt: skip
    return _notes_on(money, value, marking, severity, name, mixed)


def _notes_on(money: Money, value: Decimal, marking: Marking, severity: str, name: str, mixed: bool) -> list[Finding]:
    found = []
    dong = money.dong(marking.mark) or 0
    other_unit = money.read is not None and money.read.unit not in (None, money.unit)
    if money.read and ((money.read.ambiguous and mixed) or other_unit):
        found.append(
            Finding("amount_understood", f"{name}: “{money.text}” hiểu là {grouped(dong)} đồng"
                    + (f", theo {marking.why}" if money.read.ambiguous else ", theo đơn vị ghi trong ô"),
                    "info", money.where, "Đối chiếu với bản in.")
        )  # fmt: skip
    if value != dong:
        found.append(
            Finding(
                "amount_rounded", f"{name}: {money.text} được làm tròn thành {grouped(dong)} đồng", "info", money.where
            )
        )
    needed = severity == "error"
    small = needed and 0 < value < ABSURD_SUPPORT[0]
    if dong > (ABSURD_SUPPORT[1] if needed else ABSURD) or dong < 0 or small:
        unit = UNIT_NAMES.get((money.read.unit if money.read else None) or money.unit or 0, "đồng")
        why = "âm" if dong < 0 else f"{'nhỏ' if small else 'lớn'} bất thường với đơn vị {unit}"
        found.append(
            Finding("amount_absurd", f"{name}: {grouped(dong)} đồng {why}", severity, money.where,  # type: ignore[arg-type]
                    "Kiểm tra lại đơn vị tính và con số của ô này.")
        )  # fmt: skip
    return found
