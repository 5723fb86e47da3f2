"""The map of the system: provinces on a day, what departed and its lag, files, one province over time, a first fact."""

import io
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from khuyencong.registry.actions import add_organisation, record_charge
from khuyencong.registry.models import Change, Charge, Organisation, Place, Subordination
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


def test_the_body_above_is_named_and_must_have_existed(officer):
    above = Organisation.objects.get(kind="department", place__name="Sơn La")
    name = above.names.order_by("valid_from").last().name
    assert f'<option value="{name}"' in officer.get(f"{HOME}ghi/").content.decode()
    unknown = officer.post(f"{HOME}ghi/", typed(parent="Sở không có minh họa"))
    assert unknown.status_code == 422 and "Không có cơ quan tên này trong danh mục" in text_of(unknown)
    late = add_organisation(by=None, name="Sở có sau minh họa", kind="department", valid_from=date(2020, 1, 1))
    early = officer.post(f"{HOME}ghi/", typed(parent="Sở có sau minh họa"))
    assert early.status_code == 422 and late.pk
    assert "Cơ quan cấp trên chưa có hoặc đã kết thúc vào ngày 02/03/2015." in text_of(early)
    assert officer.post(f"{HOME}ghi/", typed(parent=name)).status_code == 302
    body = Charge.objects.get(place=place("Sơn La")).organisation
    assert Subordination.objects.get(organisation=body).parent == above


@pytest.fixture
def fact(officer) -> Charge:
    officer.post(f"{HOME}ghi/", typed())
    return Charge.objects.get(place=place("Sơn La"))


def page_of(fact: Charge) -> str:
    return f"{HOME}{fact.place_id}/dinh-chinh/{fact.pk}/"


def value_of(answer, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', answer.content.decode())[1]


def test_a_wrong_fact_is_shown_then_corrected_once(officer, fact):
    assert f'href="{page_of(fact)}"' in officer.get(f"{HOME}{fact.place_id}/").content.decode()
    form = officer.get(page_of(fact))
    assert 'value="9990/QĐ-UBND"' in form.content.decode() and 'value="02/03/2015"' in form.content.decode()
    right = typed(body=str(fact.organisation_id), name="", on="10/06/2015", reason="Ghi nhầm ngày (minh họa)")
    sent = {**right, "seen": value_of(form, "seen"), "lam": "xem"}
    assert officer.post(page_of(fact), {**sent, "reason": " "}).status_code == 422
    shown = officer.post(page_of(fact), sent)
    assert shown.status_code == 200
    assert "Sẽ thay đổi như sau" in text_of(shown) and "10/06/2015" in text_of(shown)
    assert Charge.objects.filter(pk=fact.pk).exists()
    other = {**sent, "lam": "ghi", "shown": value_of(shown, "shown"), "on": "11/06/2015"}
    assert officer.post(page_of(fact), other).status_code == 200  # what was not shown is shown first
    assert Charge.objects.filter(pk=fact.pk).exists()
    final = {**sent, "lam": "ghi", "shown": value_of(shown, "shown")}
    assert officer.post(page_of(fact), final).status_code == 302
    made = Charge.objects.get(place=fact.place)
    assert (made.valid_from, made.organisation_id) == (date(2015, 6, 10), fact.organisation_id)
    page = text_of(officer.get(f"{HOME}{fact.place_id}/"))
    assert "Đã đính chính" in page and "Ghi nhầm ngày (minh họa)" in page and "từ 02/03/2015" in page
    assert "Ghi nhầm ngày (minh họa)" in text_of(officer.get(f"/don-vi/{fact.organisation_id}/"))
    again = officer.post(page_of(fact), final, follow=True)
    assert again.redirect_chain and "đã được đính chính hoặc bỏ trước đó" in text_of(again)
    assert Charge.objects.filter(place=fact.place).count() == 1


def test_a_stale_form_and_no_reason_are_refused_and_a_fact_is_taken_out(officer, fact):
    right = typed(body=str(fact.organisation_id), name="", on="10/06/2015", lam="xem", reason="Minh họa")
    stale = officer.post(page_of(fact), {**right, "seen": "cũ"})
    assert stale.status_code == 422 and "vừa được người khác sửa" in text_of(stale)
    seen = value_of(officer.get(page_of(fact)), "seen")
    assert officer.post(page_of(fact), {"lam": "bo", "reason": "", "seen": seen}).status_code == 422
    assert officer.post(page_of(fact), {"lam": "bo", "reason": "Minh họa", "seen": "cũ"}).status_code == 422
    assert Charge.objects.filter(pk=fact.pk).exists()
    assert officer.post(page_of(fact), {"lam": "bo", "reason": "Minh họa", "seen": seen}).status_code == 302
    assert not Charge.objects.filter(place=fact.place).exists()
    assert not Organisation.objects.filter(pk=fact.organisation_id).exists()
    assert "đã bỏ" in text_of(officer.get(f"{HOME}{fact.place_id}/"))


def test_what_a_change_wrote_leads_to_the_change(officer):
    written = Charge.objects.get(place=place("Quảng Ninh"), source__number="9942/QĐ-UBND")
    change = Change.objects.get(source__number="9942/QĐ-UBND")
    page = officer.get(page_of(written))
    assert "Hoàn nguyên thay đổi ấy" in text_of(page) and f'href="/thay-doi/{change.pk}/"' in page.content.decode()
    assert 'name="lam"' not in page.content.decode()
    first = Charge.objects.get(place=place("Quảng Ninh"), valid_to=change.on)
    kept = officer.get(page_of(first))
    assert "dựa trên dữ liệu này" in text_of(kept) and "Bỏ dữ liệu này" not in text_of(kept)
    assert 'value="xem"' in kept.content.decode()


def test_only_keepers_correct_and_only_what_is_there(as_person, officer, fact):
    for name, code in (("kiemtoan", 403), ("vanthu", 403), ("donvi", 403), ("so-nghean", 403), ("truongphong", 200)):
        assert as_person(name).get(page_of(fact)).status_code == code, name
        if code == 403:
            assert as_person(name).post(page_of(fact), {"lam": "bo"}).status_code == 403
            assert page_of(fact) not in as_person(name).get(f"{HOME}{fact.place_id}/").content.decode()
    assert officer.get(f"{HOME}{fact.place_id}/dinh-chinh/999999/").status_code == 404
    assert officer.get(f"{HOME}{place('Cao Bằng').pk}/dinh-chinh/{fact.pk}/").status_code == 404
    past = officer.get(page_of(fact), {"tinh_den": "30/06/2024"})
    assert "về hiện tại để xử lý" in text_of(past) and 'name="lam"' not in past.content.decode()
    assert officer.post(f"{page_of(fact)}?tinh_den=30/06/2024", {"lam": "bo"}).status_code == 409
