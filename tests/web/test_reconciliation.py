"""The pages of the reconciliation: who sees what, the statement in, each form, closing, files, empty states."""

import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from khuyencong.accounts.models import User
from khuyencong.programme.models import Statement, StatementLine, TreasuryEntry
from tests.programme.carrying_out.cast import MILLION, cast
from tests.programme.statements.books import usual, xlsx

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
DAY = date(2021, 7, 1)
MONTH = "2021-07"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.fixture
def one():
    made = cast(mark="web")
    made.contract(300 * MILLION, date(2021, 4, 1))
    made.progress(400 * MILLION, date(2021, 6, 20))
    made.pay("advance", 200 * MILLION, DAY)
    return made


@pytest.fixture
def accountant(one):
    return signed_in(one.accountant)


def line(one, number="", *, on=DAY, amount=200, kind="Tạm ứng", code=None, payee=""):
    known = TreasuryEntry.objects.filter(project=one.project).latest("id").document.number
    named = one.project.code if code is None else code
    return (number or known, on, "Chuyển tiền", named, payee, kind, amount * MILLION)


def upload(client, data: bytes, month: str = "07/2021", name: str = "bảng kê.xlsx"):
    return client.post(
        reverse("reconciliation-new"), {"month": month, "file": SimpleUploadedFile(name, data)}, follow=True
    )


def page(client, **query) -> str:
    answer = client.get(reverse("reconciliation-month", args=[MONTH]), query)
    assert answer.status_code == 200
    return answer.content.decode()


def act(client, verb: str, **said):
    return client.post(reverse("reconciliation-act", args=[MONTH, verb]), said, follow=True).content.decode()


def settle(client, state: str, verb: str, **said) -> str:
    found = StatementLine.objects.get(statement__month__year=2021, state=state)
    address = reverse("reconciliation-line", args=[MONTH, found.pk, verb])
    return client.post(address, said, follow=True).content.decode()


def test_the_list_says_what_to_do_first(one, accountant):
    text = accountant.get(reverse("reconciliation"), {"nam": 2021}).content.decode()
    assert "Năm 2021 chưa có bảng kê nào" in text
    assert reverse("reconciliation-new") in text
    text = signed_in(one.leader).get(reverse("reconciliation"), {"nam": 2021}).content.decode()
    assert reverse("reconciliation-new") not in text


def test_a_statement_comes_in_and_the_month_closes(one, accountant):
    data = usual([line(one)])
    text = upload(accountant, data).content.decode()
    assert "Đã nhập bảng kê tháng 07/2021: 1 dòng." in text
    assert "bằng bảng kê đến từng đồng" in text
    again = upload(accountant, data).content.decode()
    assert "không có gì thay đổi" in again
    assert "Đã khóa tháng 07/2021." in act(accountant, "khoa")
    assert Statement.objects.get(month__year=2021).state == "closed"
    assert "Chưa ghi gì: Ghi lý do." in act(accountant, "mo")
    assert "Đã mở lại tháng 07/2021." in act(accountant, "mo", ly_do="Kho bạc sửa")
    listed = accountant.get(reverse("reconciliation"), {"nam": 2021}).content.decode()
    assert "07/2021" in listed
    assert "200.000.000" in listed


def test_what_is_refused_says_why_and_keeps_what_was_typed(one, accountant):
    answer = upload(accountant, usual([line(one)]), month="08/2021")
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "Bảng kê là của tháng khác (07/2021), không phải tháng 08/2021." in text
    assert 'value="08/2021"' in text
    assert "Chưa ghi gì" in text
    for data, said in (
        (b"khong phai excel", "Tệp"),
        (xlsx([["Số CT", "Ngày"], ["1", "2"]]), "Không tìm thấy bảng kê trong tệp."),
    ):
        answer = upload(accountant, data)
        assert answer.status_code == 422
        assert said in answer.content.decode()
    assert upload(accountant, usual([line(one)]), month="13/2021").status_code == 422
    assert not Statement.objects.filter(month__year=2021).exists()


def test_a_wrong_amount_is_recorded_anew_and_the_old_one_stays(one, accountant):
    upload(accountant, usual([line(one, amount=210)]))
    text = page(accountant)
    assert "Ghi lại theo Kho bạc: 210.000.000 đồng" in text
    assert "Còn 1 dòng chưa khớp và chưa giải trình." in text
    assert "10.000.000" in text
    text = settle(accountant, "amount", "sua")
    assert "Đã đảo bút toán cũ" in text
    assert "đã đảo, không tính" in text
    assert "ghi lại theo Kho bạc" in text
    assert one.money().advanced == 210 * MILLION


def test_a_missing_payment_is_recorded_from_the_page(one, accountant):
    one.accept(290 * MILLION, date(2021, 7, 10))
    one.ask("payment", 90 * MILLION, date(2021, 7, 12))
    upload(accountant, usual([line(one), line(one, "500/KB", kind="Thực chi", amount=80, on=date(2021, 7, 20))]))
    assert "Ghi nhận chứng từ Kho bạc" in page(accountant)
    assert "Đã ghi nhận chứng từ Kho bạc vào đề án." in settle(accountant, "unknown", "ghi")
    assert one.money().paid == 80 * MILLION


def test_a_line_is_assigned_explained_and_taken_back(one, accountant):
    upload(accountant, usual([line(one), line(one, "9/KB", code="", amount=7)]))
    assert "chưa gắn với đề án nào" in page(accountant)
    assert "Không có đề án mã “KHONG-CO”." in settle(accountant, "unknown", "gan", de_an="KHONG-CO")
    assert f"Đã gắn đề án {one.project.code}." in settle(accountant, "unknown", "gan", de_an=one.project.code.lower())
    assert "Chưa ghi gì: Ghi nội dung giải trình." in settle(accountant, "unknown", "giai-trinh", giai_trinh=" ")
    assert "Đã ghi giải trình." in settle(accountant, "unknown", "giai-trinh", giai_trinh="Của đơn vị khác <b>")
    assert "Của đơn vị khác &lt;b&gt;" in page(accountant)
    assert "Đã bỏ giải trình." in settle(accountant, "explained", "bo-giai-trinh")
    gone = reverse("reconciliation-line", args=[MONTH, 999_999, "giai-trinh"])
    assert "Dòng này không còn" in accountant.post(gone, {"giai_trinh": "x"}, follow=True).content.decode()


def test_filters_stand_in_the_address(one, accountant):
    upload(accountant, usual([line(one), line(one), line(one, "9/KB", code="", amount=7, kind="Thực chi")]))
    assert page(accountant, trang_thai="double").count('id="dong-') == 2  # the line and the card's heading
    assert page(accountant, trang_thai="can-xu-ly").count("kc-import-waits") == 2
    assert page(accountant, loai="payment").count("kc-import-waits") == 1
    assert page(accountant, de_an=one.project.code).count("kc-import-line") == 2
    assert "Không có dòng nào đúng với bộ lọc" in page(accountant, trang_thai="missing")
    assert page(accountant, ca_nam=1).count(one.project.title) >= 1


def test_others_see_their_own_projects_and_write_nothing(one, accountant):
    upload(accountant, usual([line(one), line(one, "9/KB", code="", amount=7)]))
    unit = page(signed_in(one.unit))
    assert one.project.code in unit
    assert "7.000.000" not in unit
    assert "trong phạm vi của bạn" in unit
    assert "Ghi giải trình" not in unit
    stranger = User.objects.get(username="chuyenvien")
    assert "Ghi giải trình" not in page(signed_in(stranger))
    for client in (signed_in(one.unit), signed_in(stranger)):
        assert client.post(reverse("reconciliation-act", args=[MONTH, "khoa"])).status_code == 403
        assert client.get(reverse("reconciliation-new")).status_code == 403
    assert signed_in(one.unit).get(reverse("reconciliation-marked", args=[MONTH])).status_code == 404
    other = User.objects.get(username="quantri")
    assert signed_in(other).get(reverse("reconciliation")).status_code == 403


def test_the_workbook_comes_back_marked(one, accountant):
    upload(accountant, usual([line(one, amount=210), line(one, "9/KB", code="", amount=7)]))
    answer = accountant.get(reverse("reconciliation-marked", args=[MONTH]))
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert "hệ thống ghi 200.000.000 đồng" in book["Bảng kê"]["I5"].comment.text
    assert "Kho bạc có, hệ thống chưa ghi" in book["Bảng kê"]["I6"].comment.text
    assert book["Kết quả kiểm tra"].max_row == 3


@pytest.mark.parametrize("table", ["", "dong"])
def test_lists_are_exported(one, accountant, table):
    upload(accountant, usual([line(one, amount=210)]))
    address = reverse("reconciliation-export", args=[MONTH])
    book = openpyxl.load_workbook(io.BytesIO(accountant.get(address, {"bang": table}).content))
    values = [cell.value for row in book.active.iter_rows() for cell in row]
    assert 210 * MILLION in values
    csv = accountant.get(address, {"bang": table, "dang": "csv"})
    assert "210000000" in b"".join(csv.streaming_content).decode().replace(".", "")


def test_a_total_that_differs_asks_for_its_reason(one, accountant):
    upload(accountant, usual([line(one)], total=201 * MILLION))
    text = page(accountant)
    assert "lệch 1.000.000 đồng" in text
    assert "Vì sao tổng trên bảng kê khác các dòng" in text
    assert "Chưa ghi gì: Tổng ghi trên văn bản" in act(accountant, "khoa")
    assert "Đã khóa tháng" in act(accountant, "khoa", ly_do="Kho bạc cộng nhầm")


def test_papers_recorded_since_are_said_and_tied_again(one, accountant):
    one.accept(290 * MILLION, date(2021, 7, 10))
    upload(accountant, usual([line(one)]))
    one.pay("payment", 80 * MILLION, date(2021, 7, 20))
    assert "Có 1 chứng từ được ghi hoặc đảo sau lần đối chiếu gần nhất." in page(accountant)
    assert "Đã đối chiếu lại" in act(accountant, "doi-chieu")
    assert StatementLine.objects.filter(statement__month__year=2021, state="missing").count() == 1


def test_unknown_addresses_are_not_found(one, accountant):
    for month in ("2021-13", "2021-7", "0000-01", "x"):
        assert accountant.get(reverse("reconciliation-month", args=[month])).status_code == 404
    assert accountant.get(reverse("reconciliation-month", args=["2021-06"])).status_code == 404
    upload(accountant, usual([line(one)]))
    assert accountant.post(reverse("reconciliation-act", args=[MONTH, "xoa"])).status_code == 404


def test_pages_ask_the_same_however_many_lines(one, accountant, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for many in (1, 30):
        upload(accountant, usual([line(one, f"{n}/X", amount=n) for n in range(1, many + 1)]))
        page(accountant)
        with CaptureQueriesContext(connection) as asked:
            page(accountant)
        counts.append(len(asked))
    assert counts[0] == counts[1], counts
