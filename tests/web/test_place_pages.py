"""Pages of places, bodies and regions through time: lists, timelines, as-of, moving a province to another region."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuyencong.registry.hooks import TOUCHED, Touched, TouchedRow
from khuyencong.registry.models import Organisation, Place
from khuyencong.registry.queries import regions_on
from khuyencong.web.charts.timeline import Join, Lane, Span, drawings

pytestmark = pytest.mark.django_db
PAST = {"tinh_den": "30/06/2024"}


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def standing(name: str) -> Place:
    return Place.objects.get(level="province", name=name, valid_to=None)


def test_the_list_shows_the_provinces_of_its_day(officer):
    page = text_of(officer.get("/dia-ban/"))
    assert "34 tỉnh, thành phố" in page and "3.321 đơn vị cấp xã" in page
    then = text_of(officer.get("/dia-ban/", PAST))
    assert "63 tỉnh, thành phố" in then and "10.035 đơn vị cấp xã" in then
    assert "Thừa Thiên Huế" in then and "Bến Tre" in then
    assert "Vĩnh Long" in (found := text_of(officer.get("/dia-ban/", {"q": "vinh long"}))) and ">Cà Mau<" not in found
    assert "Hãy" not in text_of(officer.get("/dia-ban/", {"q": "86"}))
    assert "Tra địa chỉ cũ, mới" in text_of(officer.get("/dia-ban/", {"q": "zzz"}))
    south = text_of(officer.get("/dia-ban/", {"kc3": "Phía Nam"}))
    assert "Vĩnh Long" in south and ">Cao Bằng<" not in south
    told = b"".join(officer.get("/dia-ban/xuat/", {"dang": "csv"}).streaming_content).decode("utf-8-sig")
    assert "86;Vĩnh Long;Tỉnh;" in told


def test_the_list_asks_the_same_queries_for_any_number(officer):
    officer.get("/dia-ban/")
    sizes = []
    for asked in ({"q": "vinh long"}, {}):
        with CaptureQueriesContext(connection) as found:
            officer.get("/dia-ban/", asked)
        sizes.append(len(found))
    assert sizes[0] == sizes[1]


def test_a_place_shows_what_it_was_made_of_with_a_drawing_and_the_same_table(officer):
    page = text_of(officer.get(f"/dia-ban/{standing('Vĩnh Long').pk}/"))
    assert page.count('role="img"') == 2
    assert "Dòng thời gian của Vĩnh Long: 4 địa bàn" in page
    for words in ("Bến Tre", "Trà Vinh", "01/08/2008", "30/06/2025", "Vĩnh Long (toàn bộ)", "202/2025/QH15"):
        assert words in page
    assert "Đồng bằng sông Cửu Long" in page and "Chưa chắc, chờ xác nhận" in page
    assert "Sở Công Thương tỉnh Vĩnh Long" in page
    assert "Hiện 50 trong 124 địa bàn" in page
    assert "Vĩnh Long, Bến Tre, Trà Vinh → Vĩnh Long" in page


def test_an_ended_place_shows_its_last_day_and_the_past_knows_nothing_later(officer):
    ben_tre = Place.objects.get(level="province", name="Bến Tre")
    page = text_of(officer.get(f"/dia-ban/{ben_tre.pk}/"))
    assert "đến hết 30/06/2025" in page
    then = text_of(officer.get(f"/dia-ban/{ben_tre.pk}/", PAST))
    assert "đang tồn tại" in then and "30/06/2025" not in then and "202/2025/QH15" not in then
    assert officer.get(f"/dia-ban/{standing('Vĩnh Long').pk}/", PAST).status_code == 404
    paged = text_of(officer.get(f"/dia-ban/{standing('Vĩnh Long').pk}/", {"sau": "29000"}))
    assert "28756" not in paged
    assert officer.get(f"/dia-ban/{standing('Vĩnh Long').pk}/", {"sau": "x'"}).status_code == 200
    commune = Place.objects.filter(level="commune", parent=standing("Vĩnh Long"), valid_to=None).first()
    assert "Vĩnh Long" in text_of(officer.get(f"/dia-ban/{commune.pk}/"))
    assert officer.get("/dia-ban/999999/").status_code == 404


def test_a_body_shows_its_names_parents_duties_and_who_answers_now(officer):
    agency = Organisation.objects.get(code="CUC")
    page = text_of(officer.get(f"/don-vi/{agency.pk}/"))
    assert "Cục Công Thương địa phương" in page and "CTĐP" in page and "Bộ Công Thương" in page
    then = text_of(officer.get(f"/don-vi/{agency.pk}/", PAST))
    assert "Chuyển đổi xanh" not in then
    gone = Organisation.objects.get(kind="department", place__name="Bến Tre")
    page = text_of(officer.get(f"/don-vi/{gone.pk}/"))
    assert "đến hết 30/06/2025" in page
    assert "việc đơn vị này đã bắt đầu do đơn vị sau chịu trách nhiệm" in page
    assert "Sở Công Thương tỉnh Vĩnh Long" in page
    assert "chịu trách nhiệm" not in text_of(officer.get(f"/don-vi/{gone.pk}/", PAST))
    centre = Organisation.objects.filter(kind="centre", charges__isnull=False).first()
    assert "Khuyến công: <a" in text_of(officer.get(f"/don-vi/{centre.pk}/"))
    assert officer.get("/don-vi/999999/").status_code == 404
    assert f'href="/don-vi/{agency.pk}/"' in text_of(officer.get("/don-vi/", {"loai": "agency"}))


def test_contracts_of_a_body_that_ended_show_who_answers_now(officer, as_person):
    gone = Organisation.objects.get(kind="department", place__name="Bến Tre")

    def ask(places, bodies, day):
        row = TouchedRow("programme.contract:1", "Hợp đồng 1/HĐ-MH", None, gone.pk, signed=True)
        return [Touched("contracts", "Hợp đồng chưa thanh lý", (row,))] if gone.pk in bodies else []

    TOUCHED.append(ask)
    try:
        page = text_of(officer.get(f"/don-vi/{gone.pk}/"))
        own = text_of(as_person("so-vinhlong").get(f"/don-vi/{gone.pk}/"))
    finally:
        TOUCHED.remove(ask)
    assert "Hợp đồng 1/HĐ-MH" in page and "Ở lại với bên đã ký" in page
    assert "nay chịu trách nhiệm: Sở Công Thương tỉnh Vĩnh Long" in page
    assert "Hợp đồng 1/HĐ-MH" not in own


def test_regions_stand_by_scheme_and_a_province_is_moved_with_a_paper(officer, as_person):
    page = text_of(officer.get("/vung/"))
    assert "Sáu vùng kinh tế - xã hội" in page and "Chưa chắc, chờ xác nhận" in page
    assert "Bắc Trung Bộ và duyên hải miền Trung" in text_of(officer.get("/vung/", PAST))
    given = {
        "scheme": "region6", "place": "Lâm Đồng", "region": "Đông Nam Bộ", "on": "01/03/2026",
        "number": "202/2025/QH15",
    }  # fmt: skip
    assert as_person("ketoan").post("/vung/", given).status_code == 403
    assert "Chuyển tỉnh sang vùng khác" not in text_of(as_person("ketoan").get("/vung/"))
    wrong = officer.post("/vung/", {**given, "place": "Lâm"})
    assert wrong.status_code == 422 and "Không có địa bàn “Lâm”" in text_of(wrong)
    warned = officer.post("/vung/", {**given, "region": "Vùng minh họa"})
    assert warned.status_code == 422 and "chưa có trong cách chia này" in text_of(warned)
    assert 'value="Vùng minh họa"' in text_of(warned)
    assert officer.post("/vung/", given).status_code == 302
    lam_dong = standing("Lâm Đồng")
    assert regions_on(date(2026, 3, 1), "region6")[lam_dong.pk] == "Đông Nam Bộ"
    after = text_of(officer.get("/vung/"))
    assert "→ Đông Nam Bộ" in after
    place = text_of(officer.get(f"/dia-ban/{lam_dong.pk}/"))
    assert "28/02/2026" in place and "01/03/2026" in place
    again = officer.post("/vung/", given)
    assert again.status_code == 422 and "đã được xếp vùng “Đông Nam Bộ” từ ngày 01/03/2026" in text_of(again)
    told = b"".join(officer.get("/vung/xuat/", {"dang": "csv"}).streaming_content).decode("utf-8-sig")
    assert "Lâm Đồng;Đông Nam Bộ" in told
    assert "về hiện tại để xử lý" in text_of(officer.get("/vung/", PAST))


def test_the_navigation_leads_to_the_three_pages(officer, as_person):
    page = text_of(officer.get("/thay-doi/"))
    for url in ("/thay-doi/", "/dia-ban/", "/vung/"):
        assert f'href="{url}"' in page
    assert as_person("quantri").get("/dia-ban/").status_code == 403


def test_a_drawing_begins_shortly_before_the_first_event_and_words_never_leave_their_bar():
    lanes = [
        Lane("Một", (Span(date(2008, 8, 1), date(2025, 7, 1), "01/08/2008 – 30/06/2025"),)),
        Lane("Hai", (Span(date(2025, 7, 1), None, "từ 01/07/2025", "self"),), True),
    ]
    for one in drawings(lanes, [Join(date(2025, 7, 1), 0, 1)], date(2026, 3, 1)):
        assert next(year for _x, year in one.years) == "2023"
        assert one.bars[0].x + one.bars[0].width == pytest.approx(one.bars[1].x, abs=0.2)
        assert one.joins[0][0] == one.bars[1].x
        assert all(bar.x + bar.width <= one.width for bar in one.bars)
        assert all(len(bar.words) * 6.6 < bar.width for bar in one.bars if bar.words)
    still = drawings([Lane("Một", (Span(date(2008, 8, 1), None, "x"),))], [], date(2026, 3, 1))[0]
    assert still.bars[0].x == still.left
