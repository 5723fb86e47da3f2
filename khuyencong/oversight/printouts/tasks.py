"""The work programme of a half on paper: a table a field, with lead, partners, deadline, product, how it stands."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import override

from khuyencong.kernel.papers import Block, Cell, Column, Letterhead, Paper, Paragraph, Row, Table
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.states import TaskField, TaskState
from khuyencong.records.queries import installation
from khuyencong.registry.queries import name_on

OFFICIAL = "vi"
DEMO_BANNER = "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC"
HALF = {1: "6 tháng đầu năm", 2: "6 tháng cuối năm"}


@dataclass(frozen=True)
class TaskLine:
    """A task as printed. ``progress`` in percent; ``lead`` holds the division and the person."""

    field: str
    title: str
    lead: str
    partners: str
    due_on: date | None
    output: str
    state: str
    progress: int


def programme_paper(year: int, half: int, lines: Sequence[TaskLine], day: date) -> Paper:
    """The programme as it stood on a day, with the names bodies carried then."""
    ministry, agency = name_on(day, "BCT"), name_on(day, "CUC")
    head = Letterhead(
        superior=(ministry.name if ministry else "").upper(), body=(agency.name if agency else "").upper(),
        symbol=f"CTr-{agency.symbol}" if agency and agency.symbol else "CTr", place="Hà Nội", year=year,
    )  # fmt: skip
    blocks: list[Block] = [Paragraph((f"Tính đến ngày {short_date(day)}: {len(lines)} nhiệm vụ.",), italic=True)]
    if not lines:
        blocks.append(Paragraph(("Chưa có dữ liệu.",), italic=True))
    with override(OFFICIAL):
        blocks += [_table(field, [line for line in lines if line.field == field]) for field in _fields(lines)]
    return Paper(
        kind="CHƯƠNG TRÌNH CÔNG TÁC", title=f"{HALF[half]} {year}", letterhead=head, blocks=tuple(blocks),
        recipients=("Lưu: VT",), signatory_title="CỤC TRƯỞNG", banner=DEMO_BANNER if installation().is_demo else "",
        foot=f"Số liệu tính đến {short_date(day)}",
    )  # fmt: skip


def _fields(lines: Sequence[TaskLine]) -> list[str]:
    used = {line.field for line in lines}
    return [field for field in TaskField.values if field in used]


def _table(field: str, lines: Sequence[TaskLine]) -> Table:
    columns = (
        Column("TT", "count", 0.5), Column("Nhiệm vụ", width=4), Column("Chủ trì", width=2),
        Column("Phối hợp", width=2), Column("Hạn", "date", 1.2), Column("Sản phẩm", width=2),
        Column("Tình hình", width=1.6),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(number, "count"), Cell(line.title), Cell(line.lead), Cell(line.partners),
                Cell(line.due_on, "date"), Cell(line.output), Cell(_stands(line)),
            )
        )
        for number, line in enumerate(lines, start=1)
    )  # fmt: skip
    return Table(str(TaskField(field).label), columns, rows)


def _stands(line: TaskLine) -> str:
    label = str(TaskState(line.state).label)
    return f"{label} ({line.progress}%)" if line.state == TaskState.DOING and line.progress else label
