"""The index of a project's file at closing: every document in order of date, its files, and what is missing."""

from datetime import date

from django.utils.translation import override

from khuyencong.kernel.papers import Block, Cell, Column, Heading, Letterhead, Paper
from khuyencong.kernel.periods import short_date
from khuyencong.programme.models import Project
from khuyencong.programme.printouts.catalogue import OFFICIAL
from khuyencong.programme.printouts.closed_file import ClosedFile, Happening, closed_file
from khuyencong.programme.printouts.wording import (
    DEMO_BANNER,
    SIGN,
    amount_said,
    dong,
    listed,
    place_said,
    said,
    signatures,
    told,
)
from khuyencong.programme.queries.money import Money, money_on
from khuyencong.records.queries import installation
from khuyencong.registry.queries import name_on

HISTORY_COLUMNS = (
    Column("Ngày", "date", 0.8), Column("Ghi lúc (giờ quốc tế)", width=1), Column("Hồ sơ", width=1.4),
    Column("Việc", width=1.4), Column("Người thực hiện", width=1.3), Column("Nhập thay", width=0.9),
    Column("Văn bản", width=1), Column("Ý kiến", width=1.4),
)  # fmt: skip


def closing_index(project: Project, day: date) -> Paper:
    """The index of documents of a project as of a day; what is missing is named."""
    with override(OFFICIAL):
        return index_of(closed_file(project, day))


def index_of(file: ClosedFile) -> Paper:
    """The index of an already gathered file."""
    missing: list[Block] = [said(f"- {text}.") for text in file.missing]
    money = money_on(file.project, file.day)
    blocks: list[Block] = [
        Heading("I. Thông tin hồ sơ"), _about(file, money),
        amount_said("Giá trị quyết toán: ", money.settled),
        Heading("II. Văn bản theo thứ tự thời gian"), _documents(file),
        Heading("III. Tệp lưu kèm"), _files(file),
        Heading("IV. Tài liệu còn thiếu"), *(missing or [said("Không thiếu tài liệu.")]),
        signatures(("NGƯỜI LẬP", SIGN), ("NGƯỜI NHẬN LƯU TRỮ", SIGN)),
    ]  # fmt: skip
    return paper_of(file, "MỤC LỤC HỒ SƠ", f"{file.project.title}\n(mã {file.project.code})", blocks)


def history_paper(file: ClosedFile) -> Paper:
    """The history: who did what, when, on which document, on whose behalf."""
    rows = [history_cells(row) for row in file.history]
    table = listed("Sự kiện và các bước", HISTORY_COLUMNS, rows, name="Lịch sử")
    return paper_of(file, "LỊCH SỬ HỒ SƠ", f"{file.project.title}\n(mã {file.project.code})", [table])


def history_cells(row: Happening) -> list[Cell]:
    """A line of the history in the order of ``HISTORY_COLUMNS``."""
    texts = (row.thing, row.what, row.who, row.behalf, row.document, row.remark)
    return [Cell(row.on, "date"), Cell(f"{row.at:%d/%m/%Y %H:%M:%S}"), *(Cell(text) for text in texts)]


def paper_of(file: ClosedFile, kind: str, title: str, blocks: list[Block]) -> Paper:
    """A paper of the Agency about the whole file."""
    body, ministry = name_on(file.day, "CUC"), name_on(file.day, "BCT")
    head = Letterhead(
        ministry.name if ministry else "", body.name if body else "", "", "Hà Nội", year=file.day.year
    )  # fmt: skip
    return Paper(
        kind=kind, title=title, letterhead=head, blocks=tuple(blocks),
        banner=DEMO_BANNER if installation().is_demo else "",
        foot=f"Hồ sơ đề án {file.project.code}, tính đến {short_date(file.day)}",
    )  # fmt: skip


def _about(file: ClosedFile, money: Money) -> Block:
    state = file.execution.get_state_display() if file.execution else "Chưa thực hiện"
    retention = (file.execution.retention if file.execution else "") or "Chưa xác định"
    rows: list[tuple[str, Cell | str]] = [
        ("Đề án", file.project.title), ("Mã", file.project.code), ("Địa điểm", place_said(file.project.place)),
        ("Tình trạng", str(state)), ("Thời hạn bảo quản", retention), ("Số văn bản", str(len(file.papers))),
        ("Số tệp", str(len(file.files))), ("Giá trị hợp đồng (đồng)", dong(money.contracted)),
        ("Đã nghiệm thu (đồng)", dong(money.accepted)), ("Đã quyết toán (đồng)", dong(money.settled)),
        ("Kho bạc đã chi (đồng)", dong(money.disbursed)),
        ("Đã nộp trả (đồng)", dong(money.returned + money.refunded)),
    ]  # fmt: skip
    return told("", rows, name="Thông tin")


def _documents(file: ClosedFile) -> Block:
    columns = [
        Column("Số, ký hiệu", width=1.2), Column("Ngày", "date", 0.8), Column("Cơ quan ban hành", width=1.6),
        Column("Trích yếu", width=2), Column("Thuộc hồ sơ", width=1.6), Column("Tệp số", width=0.6),
    ]  # fmt: skip
    rows = [
        [
            Cell(paper.document.number), Cell(paper.document.date, "date"), Cell(paper.document.issuer_name),
            Cell(paper.document.abstract), Cell("; ".join(paper.of)),
            Cell(", ".join(str(kept.number) for kept in paper.files) or "THIẾU"),
        ]
        for paper in file.papers
    ]  # fmt: skip
    return listed("", columns, rows, name="Văn bản")


def _files(file: ClosedFile) -> Block:
    columns = [
        Column("Tên tệp", width=1.6), Column("Trong gói hồ sơ", width=1.6), Column("Thuộc", width=1.2),
        Column("SHA-256", width=2), Column("Tình trạng", width=0.7),
    ]  # fmt: skip
    rows = [
        [
            Cell(kept.attachment.name), Cell(kept.path), Cell(kept.of),
            Cell("\n".join(kept.attachment.blob.sha256[at : at + 32] for at in (0, 32))),
            Cell("Có" if kept.there else "THIẾU"),
        ]
        for kept in file.files
    ]  # fmt: skip
    return listed("", columns, rows, name="Tệp")
