"""The look-up of addresses: one address, a pasted list, its files; the same number of queries for any length."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

pytestmark = pytest.mark.django_db
WHOLE = "xã Phước Thạnh, huyện Châu Thành, tỉnh Bến Tre"
DIVIDED = "phường Cống Vị, quận Ba Đình, Hà Nội"
UNKNOWN = "nhà máy minh họa"
DAYS = {"ngay": "06/05/2024", "tai": "01/07/2025"}


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_empty_page_offers_examples_and_reads_nothing(officer):
    page = text_of(officer.get("/dia-chi/"))
    assert "Tra địa chỉ cũ, mới" in page
    assert "Ví dụ" in page
    assert 'aria-current="page"' in page


def test_an_old_address_shows_what_it_is_today(officer):
    page = text_of(officer.get("/dia-chi/", {"q": WHOLE, **DAYS}))
    assert "Đúng danh mục" in page
    assert "Ngày 01/07/2025 là" in page
    assert "Phường Phú Tân" in page and "28858" in page
    assert "Toàn bộ địa bàn cũ về đây" in page
    assert "đến hết 30/06/2025" in page


def test_a_divided_commune_is_a_choice_with_reasons(officer):
    page = text_of(officer.get("/dia-chi/", {"q": DIVIDED, **DAYS}))
    assert "Cần chọn" in page
    assert "chọn theo thôn, ấp, tổ dân phố" in page
    assert "Phần chính của địa bàn cũ về đây (theo bảng đối chiếu, chờ xác nhận)" in page
    assert "Một phần địa bàn cũ về đây" in page


def test_a_new_commune_shows_what_it_was_made_of(officer):
    page = text_of(officer.get("/dia-chi/", {"q": "phường Ba Đình, Hà Nội", "ngay": "02/03/2026", "tai": "02/03/2026"}))
    assert "Hình thành từ" in page
    assert "Phường Trúc Bạch" in page and "Quận Ba Đình, Hà Nội" in page
    back = text_of(officer.get("/dia-chi/", {"q": "phường Ba Đình, Hà Nội", "ngay": "02/03/2026", "tai": "06/05/2024"}))
    assert "Địa bàn này ghép từ nhiều nơi" in back


def test_what_cannot_be_read_says_what_to_do(officer):
    page = text_of(officer.get("/dia-chi/", {"q": UNKNOWN, **DAYS}))
    assert "Không có trong danh mục: “nhà máy minh họa”" in page
    assert "Ghi đủ xã, huyện, tỉnh" in page
    many = text_of(officer.get("/dia-chi/", {"q": "xã Tân Thành", **DAYS}))
    assert "Có 27 nơi cùng tên" in many and "Còn 7 nơi cùng tên chưa hiện" in many
    for odd in ({"q": "x" * 300}, {"q": WHOLE, "ngay": "khi nào"}, {"q": ",,;"}, {"q": "99"}, {"ngay": "1/1"}):
        assert officer.get("/dia-chi/", odd).status_code == 200
    assert "Hãy ghi ngày/tháng/năm" in text_of(officer.get("/dia-chi/", {"q": WHOLE, "ngay": "khi nào"}))


def test_a_past_day_of_the_page_is_the_day_of_the_answer(officer):
    page = text_of(officer.get("/dia-chi/", {"q": WHOLE, "tinh_den": "01/05/2024"}))
    assert "Là địa bàn của ngày 01/05/2024" in page
    assert "về hiện tại để xử lý" in text_of(officer.get("/dia-chi/danh-sach/", {"tinh_den": "01/05/2024"}))


def test_a_pasted_list_is_answered_line_by_line(officer):
    sent = {"lines": f"{WHOLE}\n\n{DIVIDED}\n{UNKNOWN}", **DAYS}
    page = text_of(officer.post("/dia-chi/danh-sach/", sent))
    assert "1/3 dòng ra đúng một địa bàn" in page
    assert "Phường Phú Tân, Vĩnh Long" in page
    assert "Phường Ngọc Hà, Hà Nội" in page and "Phường Giảng Võ, Hà Nội" in page
    assert "Không có trong danh mục" in page
    assert "Xuất Excel (3 dòng)" in page


def test_the_list_goes_out_as_a_file(officer):
    sent = {"lines": f"{WHOLE}\n{DIVIDED}\n{UNKNOWN}", **DAYS}
    csv = b"".join(officer.post("/dia-chi/danh-sach/xuat/", {**sent, "dang": "csv"}).streaming_content).decode("utf-8")
    assert "Phường Ngọc Hà, Hà Nội; Phường Giảng Võ, Hà Nội" in csv
    assert "28858" in csv
    book = officer.post("/dia-chi/danh-sach/xuat/", {**sent, "dang": "xlsx"})
    assert book.status_code == 200 and "tra-dia-chi.xlsx" in book["Content-Disposition"]
    assert officer.post("/dia-chi/danh-sach/xuat/", {"lines": ""}).status_code == 422


def test_the_other_list_is_named_only_when_the_day_was_given(officer):
    said = "không còn tên này: đã tra trong danh mục cũ"
    assert said in text_of(officer.get("/dia-chi/", {"q": WHOLE, "ngay": "02/03/2026"}))
    assert said not in text_of(officer.get("/dia-chi/", {"q": WHOLE}))


def test_a_name_of_both_lists_waits_for_a_day(officer):
    text = "phường Ngọc Hà, Hà Nội"
    open_day = text_of(officer.get("/dia-chi/", {"q": text}))
    assert "Tên này có ở cả danh mục cũ và mới" in open_day
    assert "Phường Ba Đình" in open_day
    given = text_of(officer.get("/dia-chi/", {"q": text, "ngay": "02/03/2026"}))
    assert "Đúng danh mục" in given and "Tên này có ở cả" not in given


def test_a_list_that_is_empty_or_too_long_is_refused_and_kept(officer):
    empty = officer.post("/dia-chi/danh-sach/", {"lines": "  "})
    assert empty.status_code == 422 and "Hãy dán ít nhất một địa chỉ." in text_of(empty)
    long = officer.post("/dia-chi/danh-sach/", {"lines": "\n".join([WHOLE] * 501)})
    assert long.status_code == 422 and "Có 501 dòng" in text_of(long)


def test_a_long_list_asks_no_more_than_a_short_one(officer):
    counts = []
    for times in (1, 30):
        with CaptureQueriesContext(connection) as asked:
            officer.post("/dia-chi/danh-sach/", {"lines": "\n".join([WHOLE, DIVIDED] * times), **DAYS})
        counts.append(len(asked))
    assert counts[0] == counts[1]
