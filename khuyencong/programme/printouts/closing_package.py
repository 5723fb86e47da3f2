"""A project's closed file as one archive that is read without the system: index, ledger, history, originals, hashes."""

import hashlib
from collections.abc import Sequence
from datetime import date

from django.utils.translation import override

from khuyencong.kernel.papers import Cell, Column
from khuyencong.kernel.writers.csv import stream_csv
from khuyencong.kernel.writers.formats import rendered
from khuyencong.kernel.writers.xlsx import render_xlsx
from khuyencong.ledger.states import Stage
from khuyencong.programme.models import Project
from khuyencong.programme.printouts.catalogue import OFFICIAL
from khuyencong.programme.printouts.closed_file import ClosedFile, closed_file
from khuyencong.programme.printouts.closing import HISTORY_COLUMNS, history_cells, history_paper, index_of
from khuyencong.programme.printouts.packing import stored_bytes, unlike, zipped
from khuyencong.programme.printouts.wording import listed

MANIFEST = "manifest.sha256"
LEDGER_COLUMNS = (
    Column("Ngày", "date", 0.8), Column("Bước", width=1.4), Column("Số tiền", "VND", 1), Column("Từ", width=1.6),
    Column("Đến", width=1.6), Column("Văn bản", width=1.2),
)  # fmt: skip
_READ_ME = """Gói hồ sơ đề án {code}, tính đến {day}.

muc-luc.pdf, muc-luc.docx  mục lục văn bản, tệp lưu kèm và tài liệu còn thiếu
so-cai.csv, so-cai.xlsx    từng bút toán: ngày, bước, số tiền (đồng), từ, đến, văn bản
lich-su.csv, lich-su.pdf   ai làm gì, khi nào, theo văn bản nào, nhập thay ai
ban-goc/                   tệp bản gốc, giữ nguyên từng byte
manifest.sha256            mã băm SHA-256 của mọi tệp; kiểm tra bằng lệnh: sha256sum -c manifest.sha256
"""


def closing_package(project: Project, day: date) -> bytes:
    """The archive of a project's file as of a day. Nothing in it needs this system to be read."""
    with override(OFFICIAL):
        files = _files(closed_file(project, day))
    lines = sorted(f"{hashlib.sha256(data).hexdigest()}  {name}" for name, data in files)
    lines.sort(key=lambda line: line[66:])
    return zipped([*files, (MANIFEST, ("\n".join(lines) + "\n").encode())])


def _files(file: ClosedFile) -> list[tuple[str, bytes]]:
    index, history = index_of(file), history_paper(file)
    ledger = ledger_rows(file)
    table = listed("Sổ cái của đề án", LEDGER_COLUMNS, ledger, name="Sổ cái")
    files = [
        ("DOC-TRUOC.txt", _READ_ME.format(code=file.project.code, day=f"{file.day:%d/%m/%Y}").encode()),
        ("muc-luc.pdf", rendered(index, "pdf")), ("muc-luc.docx", rendered(index, "docx")),
        ("so-cai.csv", _csv(LEDGER_COLUMNS, ledger)),
        ("so-cai.xlsx", render_xlsx([table], title=f"Sổ cái đề án {file.project.code}", foot=index.foot,
                                    banner=index.banner)),
        ("lich-su.csv", _csv(HISTORY_COLUMNS, [history_cells(row) for row in file.history])),
        ("lich-su.pdf", rendered(history, "pdf")),
    ]  # fmt: skip
    taken, lost = {name for name, _data in files}, []
    for kept in file.files:
        data = stored_bytes(kept.attachment)
        if data is None:
            lost.append(f"{kept.attachment.name} ({kept.of})")
        else:
            files.append((unlike(kept.path, taken), data))
    if file.missing or lost:
        lines = [*file.missing, *(f"THIẾU tệp không đọc được hoặc sai mã băm: {name}" for name in lost)]
        files.append(("CON-THIEU.txt", ("\n".join(lines) + "\n").encode()))
    return files


def ledger_rows(file: ClosedFile) -> list[list[Cell]]:
    """Every movement of the project's lines, oldest first."""
    return [
        [
            Cell(row.on, "date"), Cell(str(row.get_step_display())), Cell(row.amount, "VND"),
            Cell(str(Stage(row.source.stage).label)), Cell(str(Stage(row.target.stage).label)),
            Cell(row.document.number or row.document.abstract),
        ]
        for row in file.movements
    ]  # fmt: skip


def _csv(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> bytes:
    return "".join(stream_csv(columns, rows)).encode("utf-8")
