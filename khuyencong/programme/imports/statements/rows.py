"""The rows of a statement's table: lines with their money, section rows, totals; nothing is guessed in silence."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.kernel.workbook import Cell, address, letter
from khuyencong.kernel.workbook.headers import is_numbering
from khuyencong.kernel.workbook.numbers import DecimalMark, NotANumber, Reading, proven_mark, reading
from khuyencong.kernel.workbook.totals import Line
from khuyencong.programme.actions.printed import SkippedRow
from khuyencong.programme.actions.statements import PrintedLine
from khuyencong.programme.imports.statements import said
from khuyencong.programme.imports.tables import Table
from khuyencong.programme.states import EntryKind

BACK = (EntryKind.RETURN.value, EntryKind.REFUND.value)
MONEY = ("amount", "advance", "payment", "return", "refund")
_TEXTS = ("number", "on", "content", "project", "contract", "payee", "kind", "ordinal")
_CODES = ("chapter", "section", "budget_code")
_CLEARED = "thanh toán tạm ứng: chuyển số đã tạm ứng thành thực chi, không có tiền chi ra"
_RETYPE = "Gõ lại ô này dưới dạng số theo bản in của Kho bạc."


@dataclass
class Money:
    """One money cell: its field, where it stands, what it says."""

    name: str
    column: int
    cell: Cell
    read: Reading | None = None
    problem: str = ""


@dataclass
class Read:
    """What a table gave: its lines, its rows for the check of totals, what was left.

    ``back``: money that came back and is printed above zero, which a total may count either way.
    """

    lines: list[PrintedLine] = field(default_factory=list)
    sums: list[Line] = field(default_factory=list)
    skipped: list[SkippedRow] = field(default_factory=list)
    kind: str = ""
    named: str = ""
    back: int = 0


def read_rows(table: Table, unit: int) -> Read:
    """Every filled row below the header, in order."""
    sheet, found = table.sheet, Read()
    mark = _mark(table)
    for number in range(table.header.first_data_row, table.last_row + 1):
        if not sheet.row(number) or is_numbering(sheet, number):
            continue
        money = [item for item in _money(table, number) if item.read or item.problem]
        label = _label(table, number)
        if said.is_balance(label):
            found.skipped.append(SkippedRow(sheet.name, number, label, "số dư hoặc lũy kế, không phải phát sinh"))
        elif said.is_total(label):
            amounts = [_dong(item, mark, unit)[0] or 0 for item in money]
            if money:
                total = sum(_sign(item.name) * amount for item, amount in zip(money, amounts, strict=True))
                found.sums.append(Line(sheet.name, number, "total", total, 0, label, said.is_grand(label)))
            found.skipped.append(SkippedRow(sheet.name, number, label, "dòng cộng"))
        elif not money or not _is_item(table, number):
            _section(found, table, number, label, [_dong(item, mark, unit)[0] for item in money])
        else:
            _items(found, table, number, money, mark, unit)
    return found


def plain_amounts(table: Table) -> list[Decimal]:
    """The amounts of the table's money cells as written, to judge a unit nobody states."""
    rows = range(table.header.first_data_row, table.last_row + 1)
    cells = [item for row in rows if not is_numbering(table.sheet, row) for item in _money(table, row)]
    values = [item.read.comma or item.read.dot for item in cells if item.read and item.read.unit is None]
    return [abs(value) for value in values if value]


def _sign(name: str) -> int:
    return -1 if name in BACK else 1


def _money(table: Table, row: int) -> Iterator[Money]:
    for name in MONEY:
        column = table.mapping.get(name)
        if column is None:
            continue
        cell = table.sheet.cell(row, column)
        item = Money(name, column, cell)
        if cell.doubt:
            item.problem = cell.doubt
        else:
            try:
                item.read = reading(cell)
            except NotANumber:
                item.problem = f"không đọc được số tiền “{cell.line[:40]}”"
        if item.read is not None and not (item.read.comma or item.read.dot):
            item.read = None
        yield item


def _mark(table: Table) -> DecimalMark | None:
    """The decimal mark the table's texts prove; None when they prove none or contradict each other."""
    rows = range(table.header.first_data_row, table.last_row + 1)
    texts = [item.read for row in rows for item in _money(table, row) if item.read and not item.read.typed]
    proven = proven_mark(texts)
    return proven if proven in ("comma", "dot") else None  # type: ignore[return-value]


def _dong(money: Money, mark: DecimalMark | None, unit: int) -> tuple[int | None, str]:
    """The amount in whole đồng with its sign as printed, or None with the reason it cannot be said."""
    if money.read is None:
        return None, money.problem
    worth = money.read.unit or unit
    value = money.read.value(mark)
    if value is None and worth == 1:
        whole = [
            one for one in (money.read.comma, money.read.dot) if one is not None and one == one.to_integral_value()
        ]
        value = whole[0] if len(whole) == 1 else None
    if value is None:
        return None, f"“{money.cell.line[:40]}” có thể hiểu theo hai cách"
    dong = value * worth
    if dong != dong.to_integral_value():
        return None, f"“{money.cell.line[:40]}” không ra số đồng chẵn"
    return int(dong), ""


def _shown(table: Table, row: int, name: str) -> Cell:
    """A field's cell as a reader sees it; a text spread over several columns is a heading, not a field."""
    column = table.mapping.get(name)
    area = table.sheet.area(row, column) if column else None
    if column is None or (area is not None and area.right > area.left):
        return Cell(None, "")
    return table.sheet.shown(row, column)


def _label(table: Table, row: int) -> str:
    """The first words of the row outside its money, an ordinal left out."""
    columns = {table.mapping[name] for name in MONEY if name in table.mapping}
    for column, cell in table.sheet.row(row).items():
        if column not in columns and isinstance(cell.value, str) and len(cell.line.strip(" .)")) > 3:
            return cell.line
    return ""


def _is_item(table: Table, row: int) -> bool:
    """A line has a number or a day of its own, or a payee or project where the table has neither column."""
    has_number = any(ch.isdigit() for ch in said.number_of(_shown(table, row, "number")))
    has_day = said.day_of(_shown(table, row, "on")) is not None
    if has_number or has_day:
        return True
    names = ("payee", "project", "contract", "content")
    filled = sum(bool(_shown(table, row, name).text) for name in names)
    own_column = "number" in table.mapping or "on" in table.mapping
    return filled >= 2 if own_column else filled >= 1


def _section(found: Read, table: Table, row: int, label: str, amounts: Sequence[int | None]) -> None:
    """A row that heads others says their kind or their project; its own amount, if any, is checked as a subtotal."""
    if not label:
        return
    kind = said.kind_in(label)
    found.kind = kind if kind and kind != said.SETTLED else found.kind
    found.named = label if not kind else ""
    total = [amount for amount in amounts if amount is not None]
    if total:
        found.sums.append(Line(table.sheet.name, row, "group", sum(total), 0, label))
    found.skipped.append(SkippedRow(table.sheet.name, row, label, "dòng nhóm" if kind or total else "ghi chú"))


def _items(found: Read, table: Table, row: int, money: Sequence[Money], mark: DecimalMark | None, unit: int) -> None:
    """The lines of one row: one for each column that holds money."""
    amounts = [_dong(item, mark, unit) for item in money]
    stated = [amount for amount, _why in amounts if amount is not None]
    printed = sum(_sign(item.name) * (amount or 0) for item, (amount, _why) in zip(money, amounts, strict=True))
    base = _base(found, table, row)
    own = _kind_said(table, row)
    cleared = len(stated) == 2 and sum(stated) == 0 and {"advance", "payment"} == {item.name for item in money}
    if own == said.SETTLED or cleared:
        found.skipped.append(SkippedRow(table.sheet.name, row, base.content or base.payee, _CLEARED))
        found.sums.append(Line(table.sheet.name, row, "item", printed))
        return
    for item, (amount, why) in zip(money, amounts, strict=True):
        line = _line(replace(base, column=letter(item.column)), item, amount, why, own or found.kind)
        found.lines.append(line)
        if item.name == "amount" and line.kind in BACK and (amount or 0) > 0:
            found.back += amount or 0
    found.sums.append(Line(table.sheet.name, row, "item", printed))


def _kind_said(table: Table, row: int) -> str:
    """The kind the row's own cells name: its kind column, else its content."""
    cell = _shown(table, row, "kind")
    kind = said.kind_in(cell.line, own=True) if cell.text else ""
    return kind or said.kind_in(_shown(table, row, "content").line)


def _base(found: Read, table: Table, row: int) -> PrintedLine:
    """Everything of a line but its money."""
    text = {name: _shown(table, row, name).line for name in (*_TEXTS, *_CODES)}
    day = _shown(table, row, "on")
    on = said.day_of(day)
    notes = []
    if day.text and on is None:
        where = address(table.sheet.name, row, table.mapping["on"])
        message = f"không đọc được ngày “{day.line[:40]}”"
        notes.append(Finding("day-unreadable", message, "warning", where, "Ghi ngày dạng ngày/tháng/năm."))
    named = " ".join(part for part in (text["project"], text["contract"]) if part) or found.named
    return PrintedLine(
        sheet=table.sheet.name, row=row, column="", amount=None, number=said.number_of(_shown(table, row, "number")),
        on=on, content=text["content"], payee=text["payee"], named=named,
        budget_code=".".join(text[name] for name in _CODES if text[name]), findings=tuple(notes),
    )  # fmt: skip


def _line(base: PrintedLine, money: Money, amount: int | None, why: str, kind: str) -> PrintedLine:
    """A line with its amount above zero: money printed below zero came back."""
    kind = money.name if money.name != "amount" else kind
    if amount is None:
        found = Finding("amount-unreadable", why, "error", base.where, _RETYPE)
        return replace(base, kind=kind, findings=(*base.findings, found))
    if amount < 0 and kind not in BACK:
        note = Finding(
            "amount-came-back", f"số âm, hiểu là thu hồi, giảm chi {grouped(-amount)} đồng", "info", base.where
        )
        return replace(base, kind=EntryKind.RETURN.value, amount=-amount, findings=(*base.findings, note))
    notes = base.findings
    if not kind:
        notes = (*notes, Finding("kind-unsaid", "không ghi tạm ứng hay thanh toán", "warning", base.where,
                                 "Ghi loại (tạm ứng, thực chi, thu hồi, nộp trả) ở cột loại."))  # fmt: skip
    return replace(base, kind=kind, amount=abs(amount), findings=notes)
