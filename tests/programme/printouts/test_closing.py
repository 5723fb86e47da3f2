"""The closed file: an index that names what is missing, and a package that is read and verified without the system."""

import csv
import hashlib
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from pypdf import PdfReader

from khuyencong.kernel.money import grouped
from khuyencong.kernel.papers import Table
from khuyencong.programme.models import Execution
from khuyencong.programme.printouts import closing_index, closing_package
from khuyencong.records.actions import keep_file
from tests.programme.carrying_out.cast import MILLION
from tests.programme.printouts.scenes import DAY, ODD, worked
from tests.programme.printouts.test_forms import word_text

pytestmark = pytest.mark.django_db
SCAN = b"%PDF-1.4 \x00\xff signed"


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def scene():
    one = worked()
    signed = one.made["contract"].document
    keep_file(by=one.clerk, data=SCAN, name="Hợp đồng đã ký.pdf", kind="signed", subject=signed)
    Execution.objects.filter(project=one.project).update(retention="10 năm")
    return one, signed


def lines_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))


def table(paper, name: str) -> Table:
    return next(block for block in paper.blocks if isinstance(block, Table) and block.name == name)


def test_the_index_lists_documents_by_date_with_their_files():
    one, signed = scene()
    paper = closing_index(one.project, DAY)
    rows = [[cell.value for cell in row.cells] for row in table(paper, "Văn bản").rows]
    days = [row[2] for row in rows if row[2]]
    assert days == sorted(days) and len(rows) >= 8
    contract = next(row for row in rows if row[1] == signed.number)
    assert contract[5] == "Hợp đồng thực hiện số 1" and contract[6] == "1"
    kept = [[cell.value for cell in row.cells] for row in table(paper, "Tệp").rows]
    assert kept[0][1] == "Hợp đồng đã ký.pdf" and kept[0][4].replace("\n", "") == hashlib.sha256(SCAN).hexdigest()
    about = {row.cells[0].value: row.cells[1].value for row in table(paper, "Thông tin").rows}
    assert about["Thời hạn bảo quản"] == "10 năm" and about["Đã nghiệm thu (đồng)"] == ODD


def test_the_index_names_what_is_missing():
    one, signed = scene()
    texts = [block.text for block in closing_index(one.project, DAY).blocks if hasattr(block, "parts")]
    missing = [text for text in texts if "THIẾU" in text]
    assert any("Hồ sơ quyết toán số 1: THIẾU Biểu chi tiết quyết toán kinh phí (Mẫu 7)" in text for text in missing)
    assert not any(signed.number in text for text in missing)
    paid = one.made["payment"].document.number
    assert any(f"Văn bản {paid}: THIẾU tệp bản gốc" in text for text in missing)
    one.open("support", DAY, amount=1)
    texts = [block.text for block in closing_index(one.project, DAY).blocks if hasattr(block, "parts")]
    assert "- Hợp đồng hỗ trợ đối tượng thụ hưởng số 1: THIẾU văn bản đã ban hành được ghi nhận." in texts


def test_the_package_verifies_and_keeps_originals_untouched():
    one, _signed = scene()
    files = opened(closing_package(one.project, DAY))
    manifest = files.pop("manifest.sha256").decode()
    listed = dict(reversed(line.split("  ", 1)) for line in manifest.splitlines())
    assert listed == {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    assert files["ban-goc/001-hop-dong-da-ky.pdf"] == SCAN
    assert {"muc-luc.pdf", "muc-luc.docx", "so-cai.csv", "so-cai.xlsx", "lich-su.csv", "lich-su.pdf"} <= set(files)
    assert "THIẾU" in word_text(files["muc-luc.docx"]) and "THIẾU" in files["CON-THIEU.txt"].decode()
    assert len(PdfReader(io.BytesIO(files["muc-luc.pdf"])).pages) >= 2


def test_the_ledger_ties_to_the_dong():
    one, _signed = scene()
    files = opened(closing_package(one.project, DAY))
    head, *rows = lines_of(files["so-cai.csv"])
    assert head == ["Ngày", "Bước", "Số tiền (đồng)", "Từ", "Đến", "Văn bản"]
    by_step: dict[str, int] = {}
    for _day, step, amount, *_rest in rows:
        by_step[step] = by_step.get(step, 0) + int(amount)
    assert by_step["Tạm ứng qua Kho bạc"] == 210 * MILLION
    assert by_step["Nghiệm thu"] == ODD
    assert by_step["Thanh toán qua Kho bạc"] == ODD - 210 * MILLION
    book = openpyxl.load_workbook(io.BytesIO(files["so-cai.xlsx"]))
    amounts = [row[3] for row in book.active.iter_rows(min_row=6, values_only=True) if isinstance(row[3], int)]
    assert sorted(amounts) == sorted(int(row[2]) for row in rows)


def test_the_history_says_who_when_on_what_and_for_whom():
    one, signed = scene()
    made = one.open("progress", DAY.replace(month=8), month=DAY.replace(month=8, day=1))
    paper = one.paper("CV", DAY.replace(month=8), "unit")
    one.act(one.officer, made, "submit", DAY.replace(month=8), on_behalf=True, document=paper)
    files = opened(closing_package(one.project, DAY))
    head, *rows = lines_of(files["lich-su.csv"])
    assert head[4:7] == ["Người thực hiện", "Nhập thay", "Văn bản"]
    said = [row for row in rows if row[5]]
    assert [(row[2], row[4], row[5], row[6]) for row in said] == [
        ("Báo cáo tiến độ số 2", "Người thử thu-chuyenvien", "Đơn vị thực hiện", paper.number)
    ]
    recorded = next(row for row in rows if row[3] == "Ghi nhận văn bản" and row[2] == "Hợp đồng thực hiện số 1")
    assert recorded[4] == "Người thử thu-vanthu" and recorded[6] == signed.number
    assert not any("_" in row[3] for row in rows), {row[3] for row in rows if "_" in row[3]}


def test_a_lost_original_is_named_not_hidden():
    one, _signed = scene()
    digest = hashlib.sha256(SCAN).hexdigest()
    stored = Path(settings.FILES_DIR) / digest[:2] / digest
    stored.write_bytes(SCAN.replace(b"signed", b"forged"))
    try:
        files = opened(closing_package(one.project, DAY))
    finally:
        stored.write_bytes(SCAN)
    assert not any(name.startswith("ban-goc/") for name in files)
    assert "Hợp đồng đã ký.pdf" in files["CON-THIEU.txt"].decode()


def test_the_same_file_has_the_same_package():
    one, _signed = scene()
    assert closing_package(one.project, DAY) == closing_package(one.project, DAY)


def test_a_project_never_carried_out_has_an_index_too():
    from khuyencong.programme.models import Project

    project = Project.objects.filter(execution__isnull=True).first()
    paper = closing_index(project, DAY)
    assert project.code in paper.title and opened(closing_package(project, DAY))["so-cai.csv"]


def test_the_index_asks_the_same_few_questions(django_assert_max_num_queries):
    one, _signed = scene()
    with django_assert_max_num_queries(26):
        paper = closing_index(one.project, DAY)
    assert grouped(ODD)[:3] in str(paper.blocks)
