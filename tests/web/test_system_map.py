"""The map of the system: provinces on a day, what departed and its lag, files, one province over time, a first fact."""

import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from khuyencong.registry.actions import record_charge
from khuyencong.registry.models import Charge, Place
from khuyencong.registry.queries import provinces_on
from khuyencong.registry.states import Above
from khuyencong.web.templatetags.kc import pct, trieu

pytestmark = pytest.mark.django_db
HOME, YEAR = "/he-thong-khuyen-cong/", {"nam": "2024"}
HALF = {**YEAR, "tinh_den": "30/06/2024"}


def text_of(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def cards(answer) -> list[int]:
    strip = answer.content.decode().partition("kc-strip")[2].partition("</section>")[0]
    return [int(number) for number in re.findall(r'<b class="kc-num">(\d+)</b>', strip)]


def place(name: str) -> Place:
    return Place.objects.filter(name=name, level="province").order_by("valid_from")[0]


def rows_of(answer) -> int:
    return len(re.findall(r'<tr><th scope="row"><a href="/he-thong-khuyen-cong/\d+/', answer.content.decode()))


def typed(**given) -> dict[str, str]:
    return {
        "place": str(place("Sơn La").pk), "body": "", "name": "Trung tâm minh họa Sơn La", "kind": "centre",
        "above": "department", "on": "02/03/2015", "until": "", "number": "9990/QĐ-UBND", "dated": "20/02/2015",
        "evidence": "K", **given,
    }  # fmt: skip


def test_the_map_shows_the_provinces_of_its_day(officer):
    first, half, now = (officer.get(HOME, {**YEAR, **day}) for day in (
        {"tinh_den": "01/01/2024"}, {"tinh_den": "30/06/2024"}, {}))  # fmt: skip
    assert [rows_of(page) for page in (first, half, now)] == [63, 63, 34]
    assert cards(first)[1] == 1
    assert cards(half)[1] == 2
    assert [sum(cards(page)) for page in (first, half, now)] == [63, 63, 34]
    words = text_of(half)
    assert "Ninh Thuận , Quảng Ninh : tỷ lệ phân bổ 0% , thấp hơn 28,1 điểm phần trăm" in words
    assert "9942/QĐ-UBND" in words
    assert "9942/QĐ-UBND" not in text_of(first)
    assert "suy ra từ kế hoạch, chờ xác nhận" in words
    assert "về hiện tại để xử lý" in words
    assert 'href="/he-thong-khuyen-cong/ghi/' not in half.content.decode()
    assert 'href="/he-thong-khuyen-cong/ghi/' in now.content.decode()


def test_conditions_search_and_order(officer):
    departed = officer.get(HOME, {**HALF, "trang_thai": "departed"})
    assert rows_of(departed) == 2
    assert rows_of(officer.get(HOME, {**HALF, "trang_thai": "others"})) == 61
    assert rows_of(officer.get(HOME, {**HALF, "trang_thai": "unknown"})) == 26
    assert rows_of(officer.get(HOME, {**HALF, "truc_thuoc": "committee"})) == 2
    assert rows_of(officer.get(HOME, {**HALF, "vung": "Tây Nguyên"})) == 5
    assert rows_of(officer.get(HOME, {**HALF, "q": "9941"})) == 1
    assert rows_of(officer.get(HOME, {**HALF, "q": "ninh thuan"})) == 1
    assert "Hãy bỏ bớt điều kiện" in text_of(officer.get(HOME, {**HALF, "trang_thai": "several"}))
    order = officer.get(HOME, {**HALF, "xep": "-ke-hoach"}).content.decode()
    names = re.findall(r'<tr><th scope="row"><a href="/he-thong-khuyen-cong/\d+/[^"]*">([^<]+)<', order)
    assert names[0] == "Phú Yên"


def test_the_number_of_queries_does_not_grow(officer):
    officer.get(HOME, YEAR)
    with CaptureQueriesContext(
        connection,
    ) as few:
        officer.get(HOME, YEAR)
    for one in provinces_on(date.today()).exclude(pk__in=Charge.objects.values("place")):
        record_charge(
            by=None, place=one, body=None, name=f"Trung tâm minh họa {one.name}", above=Above.DEPARTMENT,
            on=date(2025, 7, 1), source=None,
        )  # fmt: skip
    with CaptureQueriesContext(connection) as many:
        officer.get(HOME, YEAR)
    assert len(many) <= len(few)


@pytest.mark.parametrize("asked", [HALF, YEAR], ids=["63", "34"])
def test_every_figure_opens_rows_that_add_up(officer, asked):
    page = officer.get(HOME, {**asked, "q": "tỉnh Phú Thọ"}).content.decode()
    found = re.findall(r'kc-figure[^"]*" href="([^"]+)"[^>]*>([^<]+)<', page)
    links = {link.replace("&amp;", "&"): shown for link, shown in found if "Phú" not in shown}
    rows = {link: shown for link, shown in links.items() if link.startswith(("/de-an/", "/so-lieu/"))}
    assert len(rows) == (5 if asked is HALF else 4)
    for link, shown in rows.items():
        answer = officer.get(link)
        assert answer.status_code == 200
        if "programme." in link:
            amounts = [row.amount for group in answer.context["groups"] for row in group["rows"]]
            figure = answer.context["figure"]
            whole = pct(figure.numerator, figure.denominator) if figure.unit == "percent" else trieu(sum(amounts))
            assert shown == whole != "0"
        else:
            assert int(shown) == answer.context["totals"].projects > 0


def test_the_file_holds_the_rows_on_screen(officer):
    answer = officer.get(f"{HOME}xuat/", {**HALF, "trang_thai": "departed"})
    sheet = load_workbook(io.BytesIO(answer.content)).active
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    named = {row[0]: row for row in rows if row[0] in ("Ninh Thuận", "Quảng Ninh")}
    assert named["Ninh Thuận"][9:12] == [2, 3_320_000_000, 0]
    assert named["Ninh Thuận"][3] == "Ủy ban nhân dân tỉnh"
    assert named["Quảng Ninh"][5] == "9942/QĐ-UBND"
    csv = b"".join(officer.get(f"{HOME}xuat/", {**HALF, "dang": "csv"}).streaming_content).decode("utf-8-sig")
    assert "Quảng Ninh" in csv
    assert "suy ra từ kế hoạch, chờ xác nhận" in csv


def test_only_those_who_see_reports_read_it_and_only_keepers_record(as_person):
    for name, code in (("kiemtoan", 200), ("vanthu", 200), ("so-nghean", 403), ("donvi", 403), ("quantri", 403)):
        client = as_person(name)
        for address in (HOME, f"{HOME}xuat/", f"{HOME}{place('Sơn La').pk}/"):
            assert client.get(address).status_code == code, (name, address)
        assert client.get(f"{HOME}ghi/").status_code == 403
        assert client.post(f"{HOME}ghi/", typed()).status_code == 403
    assert as_person("truongphong").get(f"{HOME}ghi/").status_code == 200
    assert not Charge.objects.filter(place=place("Sơn La")).exists()


def test_a_province_shows_all_its_periods_and_the_past_only_what_was(officer):
    pk = place("Quảng Ninh").pk
    page = text_of(officer.get(f"{HOME}{pk}/", YEAR))
    assert "Trung tâm Xúc tiến đầu tư và Phát triển công nghiệp tỉnh Quảng Ninh (minh họa)" in page
    assert "31/01/2024" in page
    assert "9942/QĐ-UBND" in page
    then = text_of(officer.get(f"{HOME}{pk}/", {**YEAR, "tinh_den": "15/01/2024"}))
    assert "minh họa)" not in then
    assert "Hồ sơ quá hạn chỉ đếm được ở hiện tại" in then
    assert "Xác nhận theo quyết định" not in then
    old = officer.get(f"{HOME}{place('Ninh Thuận').pk}/", YEAR)
    assert "Khánh Hòa" in text_of(old)
    assert officer.get(f"{HOME}999999/").status_code == 404


def test_a_first_fact_is_recorded_and_what_was_typed_stays_when_refused(officer):
    wrong = officer.post(f"{HOME}ghi/", typed(name="", on="30/02/2015", dated=""))
    assert wrong.status_code == 422
    assert "Hãy ghi ngày/tháng/năm" in text_of(wrong)
    assert "Ghi ngày của văn bản." in text_of(wrong)
    assert 'value="9990/QĐ-UBND"' in wrong.content.decode()
    assert "chưa đến" in text_of(officer.post(f"{HOME}ghi/", typed(on="01/01/2099")))
    sent = officer.post(f"{HOME}ghi/", typed())
    assert (sent.status_code, sent["Location"]) == (302, f"{HOME}{place('Sơn La').pk}/")
    assert "9990/QĐ-UBND" in text_of(officer.get(sent["Location"]))
    again = officer.post(f"{HOME}ghi/", typed(name="Đơn vị khác minh họa"))
    assert again.status_code == 422
    assert "đã ghi Trung tâm minh họa Sơn La đảm nhiệm từ 02/03/2015" in text_of(again)
    past = officer.post(f"{HOME}ghi/?tinh_den=30/06/2024", typed(name="Đơn vị khác minh họa"))
    assert past.status_code == 409


def test_a_waiting_fact_is_confirmed_on_its_province(officer):
    row = Charge.objects.get(place=place("Nghệ An"))
    address = f"{HOME}{row.place_id}/xac-nhan/{row.pk}/"
    assert "Xác nhận:" in text_of(officer.get(f"{HOME}{row.place_id}/"))
    wrong = officer.post(address, {"number": "", "dated": "x"})
    assert wrong.status_code == 422
    assert "Hãy ghi ngày/tháng/năm" in text_of(wrong)
    assert officer.post(f"{HOME}{place('Sơn La').pk}/xac-nhan/{row.pk}/", {}).status_code == 404
    sent = officer.post(address, {"number": "9989/QĐ-UBND", "dated": "20/02/2014"})
    assert sent.status_code == 302
    assert Charge.objects.get(pk=row.pk).evidence == "V"
    assert "Xác nhận:" not in text_of(officer.get(f"{HOME}{row.place_id}/"))
    assert officer.post(address, {"number": "9989/QĐ-UBND", "dated": "20/02/2014"}).status_code == 422
