"""What one row of a table is by its own cells: project, group, total, note. Its neighbours may still change that."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from khuyencong.kernel.workbook import Cell, letter
from khuyencong.kernel.workbook.headers import folded, is_numbering
from khuyencong.kernel.workbook.numbers import NotANumber, reading
from khuyencong.programme.imports.labels import Label, LabelReader, is_grand, is_total, ordinal_style
from khuyencong.programme.imports.tables import Table

MONEY = ("support", "total", "counterpart", "other", "amount")
# Fields only a project fills.
DETAILS = ("implementer", "beneficiary", "activity_code", "time", "start", "end", "activity", "kind", "place")
BULLETS = ("-", "+", "–", "•", "*")

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
        sheet, titles = self.table.sheet, self.table.header.spoken
        if not sheet.merged:
            return {letter(column): cell.text for column, cell in sheet.row(self.row).items() if column in titles}
        shown = {column: sheet.shown(self.row, column).text for column in titles}
        return {letter(column): text for column, text in shown.items() if text}


def is_number(cell: Cell) -> bool:
    """Does the cell read as a number, typed or text?"""
    try:
        return reading(cell) is not None
    except NotANumber:
        return False


def classified(table: Table, number: int, labels: LabelReader) -> Row:
    """The row with the kind its own cells give it."""
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
        if column != mapping.get("ordinal") and column not in money and cell.text and not is_number(cell):
            return cell.line
    return ""


def _repeats_header(table: Table, number: int) -> bool:
    cells, titles = table.sheet.row(number), table.header.spoken
    same = sum(
        column in titles
        and isinstance(cell.value, str)
        and len(cell.text) < 160
        and folded(cell.line) in titles[column]
        and isinstance(cell.value, str)
        and len(cell.text) < 160
        and folded(cell.line) in titles[column]
        for column, cell in cells.items()
    )
    return same >= 3 or (same >= 2 and same == len(cells))


def _by_content(row: Row, labels: LabelReader) -> None:
    """Decide the kind of a row from what it holds. A project keeps the benefit of the doubt, never lost."""
    details = [name for name in DETAILS if name in row.own]
    money = [name for name in MONEY if name in row.own]
    weighty = [name for name in details if name not in ("place", "activity", "kind")]
    if not row.label and not money:
        row.kind, row.why = "skip", "dòng không có nội dung"
    elif _is_sum(row, weighty):
        row.kind, row.why = "total", "dòng cộng: không tính, chỉ đối chiếu"
    elif ("title" not in row.own and _covered(row, "title")) or _content_line(row, details):
        row.kind, row.why = "line", "dòng nội dung của đề án ở trên"
    elif not weighty and (group := _group(row, labels, details, money)):
        row.kind, row.group, row.why = "group", group, "dòng nhóm: không tính, chỉ đối chiếu"
    elif not weighty and not money and row.style in ("none", "text"):
        row.kind, row.why = "skip", "dòng chữ không phải đề án"
    elif row.style in ("dotted", "none") and "title" in row.own:
        row.kind = "child"


def _is_sum(row: Row, weighty: Sequence[str]) -> bool:
    """A total's label: alone in its row, outside the title's column, or claiming the whole table. A numbered row is
    one only in the last case: its number may count the projects."""
    if not is_total(row.label) or is_grand(row.label):
        return is_grand(row.label) and is_total(row.label)
    return row.style not in ("arabic", "dotted") and (not weighty or "title" not in row.own)


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
        return row.label.startswith(BULLETS) and "implementer" not in row.own
    return bool({"beneficiary", "activity", "note"} & row.own) and not {"implementer", "support", "amount"} & row.own
