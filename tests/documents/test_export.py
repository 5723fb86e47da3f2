"""The e-office's export: entered once, doubtful rows named by cell, nothing secret."""

import io
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from khuyencong.accounts.models import User
from khuyencong.documents.imports import read_export, record_export
from khuyencong.documents.models import Document
from khuyencong.kernel.findings import Refused

pytestmark = pytest.mark.django_db
TODAY = date(2024, 6, 3)
HEAD = ["STT", "Số, ký hiệu", "Ngày văn bản", "Cơ quan ban hành", "Trích yếu", "Ngày đến", "Hạn xử lý", "Người xử lý"]


def book(rows, head=HEAD) -> bytes:
    made = Workbook()
    sheet = made.active
    sheet.append(["SỔ VĂN BẢN ĐẾN"])
    sheet.append(head)
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def taken(rows):
    officer = User.objects.get(username="vanthu")
    return record_export(by=officer, today=TODAY, rows=read_export(book(rows), "so.xlsx"), filename="so.xlsx")


GOOD = [
    1,
    "31/SCT-QLCN",
    datetime(2024, 5, 27),
    "Sở Công Thương tỉnh Bến Tre",
    "V/v cụm công nghiệp",
    "28/05/2024",
    "10/06/2024",
    "",
]


def test_rows_are_entered_once_under_the_sender_of_the_registry():
    outcome = taken([GOOD, [2, "5/HH-VP", "20/05/2024", "Hiệp hội minh họa", "V/v hội chợ", "", "", ""]])
    assert ([row.number for row in outcome.entered], outcome.doubtful) == (["31/SCT-QLCN", "5/HH-VP"], [])
    row = Document.objects.get(number="31/SCT-QLCN")
    assert (row.issuer.kind, row.received_on, row.due_on) == ("department", date(2024, 5, 28), date(2024, 6, 10))
    again = taken([GOOD])
    assert (again.entered, again.known) == ([], 1)


def test_doubtful_rows_say_which_cell_and_how_to_mend_it():
    outcome = taken([[1, "", "27/05/2024", "Sở minh họa", "Không có số", "", "", ""],
                     [2, "8/SCT-VP", "hôm qua", "Sở minh họa", "Ngày lạ", "", "", ""],
                     [3, "9/SCT-VP", "27/05/2025", "Sở minh họa", "Ngày sau hôm nay", "", "", ""]])  # fmt: skip
    assert outcome.entered == []
    assert [[item.code for item in row.findings] for row in outcome.doubtful] == [
        ["number-missing"], ["day"], ["received-after-dated"],
    ]  # fmt: skip
    assert all(row.where.startswith("Sheet!B") and row.findings[0].remedy for row in outcome.doubtful)


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", book([], ["Họ tên", "Tuổi"])])
def test_a_file_that_is_no_register_is_refused_with_one_sentence(data):
    with pytest.raises(Refused):
        read_export(data, "x.xlsx")


def test_a_secret_paper_is_refused():
    with pytest.raises(Refused) as caught:
        read_export(book([[1, "1/SCT", "27/05/2024", "Sở", "MẬT", "", "", ""]]), "x.xlsx")
    assert caught.value.findings[0].code == "secret"
