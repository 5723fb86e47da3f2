"""Tells the rows of a table apart: projects, lines of a project, groups, totals, notes. Amounts are read elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from khuyencong.kernel.workbook import Cell, letter
from khuyencong.kernel.workbook.headers import folded, is_numbering
from khuyencong.kernel.workbook.numbers import NotANumber, reading
from khuyencong.programme.imports import words
from khuyencong.programme.imports.labels import Label, LabelReader, is_grand, is_total, leading_style, ordinal_style
from khuyencong.programme.imports.tables import Table

MONEY = ("support", "total", "counterpart", "other", "amount")
_DETAILS = ("implementer", "beneficiary", "activity_code", "time", "start", "end", "activity", "kind", "place")
_BULLETS = ("-", "+", "–", "•", "*")

LineKind = Literal["project", "line", "child", "group", "total", "skip"]


@dataclass
class Row:
    """One physical row. ``texts`` by field as shown (merged areas count); ``own``: fields with a cell of their own."""

    table: Table
    row: int
    kind: LineKind
    ordinal: str = ""
    label: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    own: frozenset[str] = frozenset()
    why: str = ""
    group: Label | None = None
    level: int = 0
    context: tuple[Label, ...] = ()
    style: str = "none"

    @property
    def sheet(self) -> str:
        return self.table.sheet.name

    def cell(self, name: str) -> Cell:
        return self.table.sheet.cell(self.row, self.table.mapping[name])

    @property
    def grand(self) -> bool:
        return is_grand(self.label)

    def raw(self) -> dict[str, str]:
        """Printed cells by column letter, merged areas included."""
        sheet = self.table.sheet
        shown = {column.index: sheet.shown(self.row, column.index).text for column in self.table.header.columns}
        return {letter(column): text for column, text in shown.items() if text}


def rows_of(table: Table, labels: LabelReader) -> list[Row]:
    """Every filled row of the table, classified, with the groups it stands under."""
    rows = [
        _classified(table, number, labels)
        for number in range(table.header.first_data_row, table.last_row + 1)
        if table.sheet.row(number)
    ]
    _end_of_table(rows)
    _lines_of_projects(rows)
    _nest(rows, _over_the_table(table, labels))
    return rows


def _over_the_table(table: Table, labels: LabelReader) -> tuple[Label, ...]:
    """Sections named right above the header. A letterhead names bodies too: there only a numbered line or the words
    of a section count."""
    found = []
    for text in table.headings():
        label = labels.read(text)
        if label is None or label.type not in ("part", "kind", "activity", "place"):
            continue
        if table.above or leading_style(text) != "none" or words.starts_with(folded(text), ("phan", "de an", "muc")):
            found.append(label)
    return tuple(found)


def _is_number(cell: Cell) -> bool:
    try:
        return reading(cell) is not None
    except NotANumber:
        return False


def _classified(table: Table, number: int, labels: LabelReader) -> Row:
    sheet, mapping = table.sheet, table.mapping
    own = frozenset(name for name, column in mapping.items() if _filled(sheet.cell(number, column)))
    texts = {name: sheet.shown(number, column).text for name, column in mapping.items() if name not in MONEY}
    ordinal = sheet.cell(number, mapping["ordinal"]).line if "ordinal" in mapping else ""
    label = _label(table, number)
    # A group label may stand in the ordinal's column, merged over the row.
    style = ordinal_style(ordinal)
    if style == "text" and "title" not in own:
        label, ordinal, style = ordinal, "", "none"
    row = Row(table, number, "project", ordinal, label, texts, own, style=style)
    if is_numbering(sheet, number) and not {"implementer", "beneficiary"} & own:
        row.kind, row.why = "skip", "dòng đánh số cột"
    elif _repeats_header(table, number):
        row.kind, row.why = "skip", "dòng tiêu đề in lại"
    else:
        _by_content(row, labels)
    return row


def _filled(cell: Cell) -> bool:
    return (bool(cell.text) and cell.text not in ("-", "–", "—")) or bool(cell.doubt)


def _label(table: Table, number: int) -> str:
    """The title's text, else the first text of the row that is no number and no ordinal."""
    mapping = table.mapping
    title = table.sheet.cell(number, mapping["title"])
    if title.text:
        return title.line
    money = {mapping[name] for name in MONEY if name in mapping}
    for column, cell in table.sheet.row(number).items():
        if column != mapping.get("ordinal") and column not in money and cell.text and not _is_number(cell):
            return cell.line
    return ""


def _repeats_header(table: Table, number: int) -> bool:
    header = table.header
    same = sum(
        1
        for column in header.columns
        if (text := table.sheet.cell(number, column.index).line) and folded(text) in map(folded, column.parts)
    )
    return same >= 3 or (same >= 2 and same == len(table.sheet.row(number)))


def _by_content(row: Row, labels: LabelReader) -> None:
    """Decide the kind of a row from what it holds. A project keeps the benefit of the doubt, never lost."""
    details = [name for name in _DETAILS if name in row.own]
    money = [name for name in MONEY if name in row.own]
    weighty = [name for name in details if name not in ("place", "activity", "kind")]
    if not row.label and not money:
        row.kind, row.why = "skip", "dòng không có nội dung"
    elif not weighty and is_total(row.label) and row.style not in ("arabic", "dotted"):
        row.kind, row.why = "total", "dòng cộng: không tính, chỉ đối chiếu"
    elif ("title" not in row.own and _covered(row, "title")) or _content_line(row, details):
        row.kind, row.why = "line", "dòng nội dung của đề án ở trên"
    elif not weighty and (group := _group(row, labels, details, money)):
        row.kind, row.group, row.why = "group", group, "dòng nhóm: không tính, chỉ đối chiếu"
    elif not weighty and not money and row.style in ("none", "text"):
        row.kind, row.why = "skip", "dòng chữ không phải đề án"
    elif row.style in ("dotted", "none") and "title" in row.own:
        row.kind = "child"


def _group(row: Row, labels: LabelReader, details: Sequence[str], money: Sequence[str]) -> Label | None:
    """The label as a group row, or None when this is rather a project."""
    if not row.label:
        return None
    has_details = any(name in row.table.mapping for name in ("implementer", "beneficiary", "time"))
    found = labels.read(row.label)
    if found and found.type == "place":
        return None if _place_of_project(row, money) else found
    if details and "title" in row.own and "place" not in details:
        return None
    if "place" in details and "title" in row.own:
        return None
    if found and (found.type != "activity" or has_details or row.style != "arabic"):
        if found.type in ("implementer", "activity") and row.style == "arabic" and money and not has_details:
            return None
        # "3 | Đào tạo nghề mộc | 120" is a project whose title opens with the words of a group.
        if found.type == "activity" and row.style == "arabic" and money and not labels.is_activity_name(row.label):
            return None
        return found
    if row.style in ("letter", "roman"):
        return Label(f"other {row.style}")
    return None


def _place_of_project(row: Row, money: Sequence[str]) -> bool:
    """A province in the place column of a numbered row whose neighbours fill it too: a project without title."""
    if "place" not in row.own or "title" in row.own or row.style != "arabic" or not money:
        return False
    column = row.table.mapping["place"]
    sheet = row.table.sheet
    return any(
        _filled(sheet.cell(near, column)) and _filled(sheet.cell(near, row.table.mapping["title"]))
        for near in (row.row - 1, row.row + 1)
    )


def _covered(row: Row, name: str) -> bool:
    """Does a merged area that starts above cover this field's cell?"""
    column = row.table.mapping.get(name)
    area = row.table.sheet.area(row.row, column) if column else None
    return area is not None and area.top < row.row and area.top >= row.table.header.first_data_row


def _content_line(row: Row, details: Sequence[str]) -> bool:
    """A line under a project: its number is merged from above, or it opens with a dash, or only lists more details."""
    if _covered(row, "ordinal") and row.style == "none":
        return True
    if row.style != "none":
        return False
    if "title" in row.own:
        return row.label.startswith(_BULLETS) and "implementer" not in row.own
    return bool({"beneficiary", "activity", "note"} & row.own) and not {"implementer", "support", "amount"} & row.own


def _end_of_table(rows: list[Row]) -> None:
    """Below the last row that carries money or an ordinal only notes and signatures stand."""
    notes = words.phrases("note_starts")
    for row in reversed(rows):
        signs = words.starts_with(folded(row.label), notes) is not None
        named = "title" in row.own or bool(row.ordinal)
        if row.kind == "total" or (row.kind == "project" and not signs and named) or _counts_money(row):
            return
        if row.kind in ("child", "project", "group", "line") and (signs or not (set(_DETAILS) & row.own)):
            row.kind, row.group, row.why = "skip", None, "ghi chú hoặc chữ ký dưới bảng"


def _counts_money(row: Row) -> bool:
    """Does a money cell hold a number or a doubtful formula, not the words of a signature?"""
    return any(_is_number(row.cell(name)) or row.cell(name).doubt for name in MONEY if name in row.own)


def _amount(row: Row) -> object:
    """The stored support, only to see whether lines add up; text numbers compare by their reading."""
    name = "support" if "support" in row.table.mapping else "amount"
    try:
        found = reading(row.cell(name))
    except NotANumber:
        return None
    return found.value("comma") if found else None


def _lines_of_projects(rows: list[Row]) -> None:
    """Unnumbered or dotted rows under a project are its lines when they add up to it; otherwise projects themselves."""
    parent: Row | None = None
    run: list[Row] = []
    for row in [*rows, None]:
        if row is not None and row.kind == "child" and parent is not None:
            run.append(row)
            continue
        if run:
            amounts = [_amount(child) for child in run]
            adds_up = all(isinstance(amount, int | float) or amount is not None for amount in amounts)
            total = sum((amount for amount in amounts if amount is not None), start=0)  # type: ignore[misc]
            is_lines = adds_up and parent is not None and total == _amount(parent) and len(run) > 1
            for child in run:
                child.kind = "line" if is_lines else "project"
                child.why = "dòng nội dung của đề án ở trên" if is_lines else ""
            run = []
        if row is None:
            break
        if row.kind == "child":
            row.kind = "project"
        if row.kind == "project":
            parent = row
        elif row.kind in ("group", "total"):
            parent = None


def _nest(rows: list[Row], over: tuple[Label, ...]) -> None:
    """Give every row the groups it stands under, from the order types first appear and the style of their numbers."""
    rank = {"letter": 0, "roman": 1, "arabic": 2, "dotted": 3}
    levels: dict[str, int] = {}
    stack: list[tuple[Row, Label]] = []
    for row in rows:
        if row.group is not None:
            kind = row.group.type
            if kind in levels:
                level = levels[kind]
            else:
                own = rank.get(_group_style(row), 9)
                while stack and _closes(kind, own, stack[-1][1].type, rank.get(_group_style(stack[-1][0]), 9)):
                    stack.pop()
                level = len(stack)
                levels[kind] = level
            stack = [entry for entry in stack if entry[0].level < level]
            row.level = level
            stack.append((row, row.group))
        row.context = (*over, *(label for _, label in stack))


def _group_style(row: Row) -> str:
    """The style of a group's number, which may stand inside its label: 'C. NHIỆM VỤ …'."""
    return row.style if row.style not in ("none", "text") else leading_style(row.label)


def _closes(kind: str, own: int, open_kind: str, open_rank: int) -> bool:
    """Does a group of a type not seen before close the open one? A part stays inside an activity numbered above it."""
    if kind == "part":
        return not (open_kind in ("activity", "kind") and open_rank < own < 9)
    return own < 9 and open_rank < 9 and open_rank >= own
