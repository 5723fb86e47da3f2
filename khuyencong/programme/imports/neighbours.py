"""Rows among their neighbours: lines of a project, breakdowns of a total, signatures, the sections they stand in."""

from itertools import pairwise, zip_longest

from khuyencong.kernel.workbook.headers import folded
from khuyencong.kernel.workbook.numbers import NotANumber, reading
from khuyencong.programme.imports import words
from khuyencong.programme.imports.labels import Label, LabelReader, leading_style
from khuyencong.programme.imports.lines import BULLETS, DETAILS, MONEY, Row, classified, is_number
from khuyencong.programme.imports.tables import Table


def rows_of(table: Table, labels: LabelReader) -> list[Row]:
    """Every filled row of the table, classified, with the groups it stands under."""
    rows = [
        classified(table, number, labels)
        for number in range(table.header.first_data_row, table.last_row + 1)
        if table.sheet.row(number)
    ]
    _end_of_table(rows)
    _broken_titles(rows)
    _bare_total(rows)
    _breakdowns(rows)
    _childless_groups(rows)
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


def _end_of_table(rows: list[Row]) -> None:
    """Below the last row that carries money or an ordinal only notes and signatures stand."""
    notes = words.phrases("note_starts")
    for row in reversed(rows):
        signs = words.starts_with(folded(row.label), notes) is not None
        named = "title" in row.own or bool(row.ordinal)
        if row.kind == "total" or (row.kind == "project" and not signs and named) or _counts_money(row):
            return
        if row.kind in ("child", "project", "group", "line") and (signs or not (set(DETAILS) & row.own)):
            row.kind, row.group, row.why = "skip", None, "ghi chú hoặc chữ ký dưới bảng"


def _broken_titles(rows: list[Row]) -> None:
    """A title pasted over two rows: the second holds nothing else and goes on in small letters."""
    for above, row in pairwise(rows):
        goes_on = row.own == {"title"} and row.style == "none" and row.row == above.row + 1
        if goes_on and row.kind in ("skip", "child") and above.kind in ("project", "line") and row.label[:1].islower():
            row.kind, row.why = "line", "phần tiếp theo của tên đề án ở trên"
            owner = next((one for one in reversed(rows[: rows.index(row)]) if one.kind == "project"), above)
            owner.texts["title"] = f"{owner.texts.get('title', '')}\n{row.label}"


def _bare_total(rows: list[Row]) -> None:
    """Figures without a single word below the last project (or above the first) are the total nobody labelled."""
    counting = [row for row in rows if row.kind != "skip"]
    for row in {id(row): row for row in (*counting[:1], *counting[-1:])}.values():
        texts = [cell for cell in row.table.sheet.row(row.row).values() if not is_number(cell)]
        if row.kind == "project" and len(counting) > 2 and not texts and not row.ordinal and _counts_money(row):
            row.kind, row.label, row.why = "total", "(dòng số không ghi nhãn)", "dòng cộng: không tính, chỉ đối chiếu"


def _breakdowns(rows: list[Row]) -> None:
    """Under a total, 'Trong đó: …' splits the same money again: nothing of it is counted."""
    details = bool(rows) and bool({"implementer", "beneficiary", "place", "time"} & set(rows[0].table.mapping))
    under_total = splitting = False
    for index, row in enumerate(rows):
        if row.kind == "total":
            under_total, splitting = True, False
            continue
        if row.style != "none" or {"implementer", "beneficiary", "time", "start"} & row.own:
            under_total = splitting = False
            continue
        said = folded(row.label)
        splitting = splitting or (under_total and said.startswith(("trong do", "bao gom", "gom")))
        follows = rows[index + 1] if index + 1 < len(rows) else None
        opens = row.kind == "group" and follows is not None and follows.kind == "project"
        if (splitting or (under_total and details and row.label.startswith(BULLETS))) and not opens:
            row.kind, row.group, row.why = "skip", None, "phần tách của dòng cộng ở trên: không tính"


def _childless_groups(rows: list[Row]) -> None:
    """A lettered row with money and nothing under it is a project, not a heading."""
    real = [row for row in rows if row.kind != "skip"]
    for row, below in zip_longest(real, real[1:]):
        other = row.group is not None and row.group.type.startswith("other")
        if other and _counts_money(row) and (below is None or below.kind in ("group", "total")):
            row.kind, row.group, row.why = "project", None, ""


def _counts_money(row: Row) -> bool:
    """Does a money cell hold a number or a doubtful formula, not the words of a signature?"""
    return any(is_number(row.cell(name)) or row.cell(name).doubt for name in MONEY if name in row.own)


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
