"""The page of years on one map: every number opens its rows; chips, files, scope, the past."""

import html
import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from khuyencong.registry.models import Place, PlaceSuccession
from khuyencong.reporting.queries import MEASURES

pytestmark = pytest.mark.django_db
ROW = re.compile(r"<tr.*?</tr>", re.S)
LINK = re.compile(r'<a class="kc-figure kc-num" href="([^"]+)"(?: title="([^"]+)")?>([^<]*)</a>')


def page(client, **params) -> str:
    answer = client.get("/so-sanh/", params)
    assert answer.status_code == 200
    return answer.content.decode()


def rows_of(body: str) -> list[str]:
    table = body[body.index('class="kc-table kc-blocks kc-compare"') :]
    return ROW.findall(table)[1:]


def words(row: str) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", row)).split())


def total_shown(client, url: str) -> str:
    body = client.get(html.unescape(url)).content.decode()
    foot = re.search(r'<tr class="kc-sum">.*?</tr>', body[body.index("Các dòng của số liệu") :], re.S)
    return words(foot.group()).rpartition(" ")[2] if foot else "0"


@pytest.mark.parametrize("view", [{}, {"ban_do": "luc-bao-cao"}, {"ban_do": "ngay", "ban_do_ngay": "01/03/2025"}])
@pytest.mark.parametrize("by", ["dia-phuong", "vung", "noi-dung"])
def test_every_number_opens_exactly_its_rows(leader, by, view):
    found = rows_of(page(leader, nam="2024", theo=by, so_lieu="programme.allocated", **view))
    checked = 0
    for row in [found[0], *found[1::4], *found[-2:]]:
        for url, exact, _shown in LINK.findall(row):
            assert f"{total_shown(leader, url)} đồng" == html.unescape(exact), url
            checked += 1
    assert checked > 8


@pytest.mark.parametrize("measure", list(MEASURES))
def test_every_measure_has_its_table(leader, measure):
    found = rows_of(page(leader, nam="2024", so_lieu=measure))
    url, exact, shown = LINK.findall(found[0])[0]
    assert total_shown(leader, url) in (shown, exact.removesuffix(" đồng"))


def test_today_the_three_are_one_with_a_footnote(leader):
    body = page(leader, nam="2024", so_voi="2023")
    line = next(row for row in rows_of(body) if "Vĩnh Long" in row)
    assert "Bến Tre" not in "".join(rows_of(body))
    mark = re.search(r'href="#(ghi-chu-\d+)"', line).group(1)
    assert f"({mark[8:]})</span> Vĩnh Long từ 01/07/2025 gồm Bến Tre, Trà Vinh, Vĩnh Long cũ (202/2025/QH15)" in body
    assert "%" in words(line)


def test_then_the_three_stand_apart(leader):
    found = rows_of(page(leader, nam="2024", so_voi="2023", ban_do="luc-bao-cao"))
    assert [name for name in ("Bến Tre", "Trà Vinh") if any(name in row for row in found)] == ["Bến Tre", "Trà Vinh"]


def test_more_years_stand_side_by_side_and_an_incomplete_one_says_so(leader):
    body = page(leader, nam="2024", so_voi=["2023", "2022"])
    assert body.count('type="checkbox"') == 2
    assert len(LINK.findall(rows_of(body)[0])) == 3
    assert "Năm 2022: mới ghi nhận 4/5 dòng kế hoạch" in body


def test_the_same_day_of_each_year_in_the_past(leader):
    body = page(leader, nam="2024", tinh_den="30/06/2024", so_lieu="programme.allocated")
    assert "đến 30/06/2024" in body and "đến 30/06/2023" in body
    urls = [parse_qs(urlsplit(html.unescape(url)).query) for url, _e, _s in LINK.findall(rows_of(body)[0])]
    assert [(url["nam"], url["tinh_den"]) for url in urls] == [(["2024"], ["30/06/2024"]), (["2023"], ["30/06/2023"])]


def test_conditions_are_chips_and_narrow_every_number(leader):
    body = page(leader, nam="2024", noi_dung="ND3", theo="dia-phuong")
    assert "<small>Nội dung:</small>" in body
    url, exact, _shown = LINK.findall(rows_of(body)[0])[0]
    assert f"{total_shown(leader, url)} đồng" == html.unescape(exact)
    empty = page(leader, nam="2024", so_lieu="petitions.received", noi_dung="ND3")
    assert "Hãy bỏ bớt điều kiện" in empty


def test_a_scheme_that_is_not_confirmed_says_so(leader):
    body = page(leader, nam="2024", theo="vung", cach_chia="kc3")
    assert "Cách chia vùng này chờ xác nhận." in body
    assert "Cách chia vùng này chờ xác nhận." not in page(leader, nam="2024", theo="vung", cach_chia="region6")


def test_a_department_compares_its_own_rows(as_person):
    so = as_person("so-vinhlong")
    body = page(so, nam="2024", so_lieu="programme.projects")
    names = {words(row).split(" (")[0] for row in rows_of(body)[1:]}
    assert names and all(name.startswith("Vĩnh Long") for name in names)
    assert "petitions.received" not in body
    assert page(so, nam="2024", so_lieu="petitions.received")
    assert so.get("/so-lieu/petitions.received/").status_code == 404


def test_wrong_words_in_the_address_are_the_usual(leader):
    body = page(
        leader, nam="2024", so_lieu="x", theo="x", cach_chia="x", ban_do="ngay", ban_do_ngay="x", loai="x", xep="x"
    )
    assert rows_of(body)
    assert leader.get("/so-lieu/programme.planned/", {"place": "x", "region": "x", "scheme": "x"}).status_code == 200


def test_the_file_carries_the_footnotes(leader):
    answer = leader.get("/so-sanh/xuat/", {"nam": "2024", "dang": "csv"})
    text = b"".join(answer.streaming_content).decode()
    assert "(202/2025/QH15)" in text and "Tổng cộng;129695000000;43995000000;85700000000;194,8" in text
    assert leader.get("/so-sanh/xuat/", {"nam": "2024"})["Content-Type"].endswith("sheet")


def test_order_by_rank_and_by_growth(leader):
    ranked = [words(row) for row in rows_of(page(leader, nam="2024", xep="hang"))[1:]]
    assert " 1 " in f"{ranked[0]} "
    marks = [mark for row in ranked for mark in re.findall(r"\((\d+)\)", row)]
    assert marks == [str(number) for number in range(1, len(marks) + 1)]
    first, second = (words(rows_of(page(leader, nam="2024", xep=sort))[1]) for sort in ("tang", "-tang"))
    assert first != second


def test_questions_do_not_grow_with_rows(leader, django_assert_max_num_queries):
    for view in ({}, {"ban_do": "luc-bao-cao"}):
        with django_assert_max_num_queries(40):
            page(leader, nam="2024", **view)


def test_an_empty_year_says_what_to_do(leader):
    assert "Chưa có số liệu nào của năm 2031" in page(leader, nam="2031", so_lieu="obstacles.raised", so_voi="2022")


def test_plan_and_list_take_the_map(leader):
    now = leader.get("/ke-hoach/", {"nam": "2024", "ban_do": "hien-nay"}).content.decode()
    then = leader.get("/ke-hoach/", {"nam": "2024"}).content.decode()
    assert "Bến Tre" in then and "Bến Tre" not in now
    place = Place.objects.get(level="province", name="Vĩnh Long", valid_to__isnull=True)
    old = Place.objects.get(level="province", name="Bến Tre")
    counts = {}
    for key, params in {
        "now": {"dia_phuong": place.pk, "ban_do": "hien-nay"}, "then": {"dia_phuong": place.pk, "ban_do": "luc-bao-cao"},
        "day": {"dia_phuong": old.pk, "ban_do": "ngay", "ban_do_ngay": "01/03/2025"},
        "old": {"dia_phuong": old.pk}, "region": {"vung": "Phía Nam", "cach_chia": "kc3", "ban_do": "hien-nay"},
        "nowhere": {"vung": "none", "cach_chia": "moit2025", "ban_do": "luc-bao-cao"},
    }.items():  # fmt: skip
        body = leader.get("/de-an/", {"nam": "2024", **params}).content.decode()
        shown = re.search(r"trong ([\d.]+) đề án", body)
        counts[key] = int(shown.group(1).replace(".", "")) if shown else 0
    assert counts["now"] > counts["day"] == counts["old"] > 0
    assert counts["then"] == 0
    assert counts["region"] > counts["now"]
    assert counts["nowhere"] > counts["region"]


def areas(body: str) -> int:
    land = body[body.index('class="kc-map-land"') : body.index('class="kc-map-sea"')]
    return land.count("<path ")


@pytest.mark.parametrize(("day", "count"), [("30/06/2025", 63), ("01/07/2025", 34)])
def test_the_home_page_draws_the_map_of_its_day(leader, day, count):
    body = leader.get("/", {"nam": "2024", "tinh_den": day}).content.decode()
    assert areas(body) == count
    for mark in ('id="HS"', 'id="TS"', "Quần đảo Hoàng Sa <span>(Đà Nẵng)", "Quần đảo Trường Sa <span>(Khánh Hòa)"):
        assert mark in body


def _later(names: list[str], new: str, relation: str = "whole") -> Place:
    """A change after 1/7/2025: the provinces end on 1/3/2026, a new one begins."""
    on = date(2026, 3, 1)
    place = Place(level="province", code="z9", kind="Tỉnh", valid_from=on)
    place.set_name(new)
    place.save()
    for name in names:
        old = Place.objects.get(level="province", name=name, valid_to__isnull=True)
        PlaceSuccession.objects.create(predecessor=old, successor=place, on=on, relation=relation)
        old.valid_to = on
        old.save()
    return place


def test_a_later_merger_is_one_area_with_one_link(leader):
    place = _later(["Vĩnh Long", "Đồng Tháp"], "Tiền Giang minh họa")
    body = leader.get("/", {"nam": "2024", "tinh_den": "01/04/2026"}).content.decode()
    assert areas(body) == 33
    land = body[body.index('class="kc-map-land"') : body.index('class="kc-map-sea"')]
    assert land.count("Tiền Giang minh họa: ") == 2  # the link's label and the path's title
    assert f"dia_phuong={place.pk}" in land
    assert "Vĩnh Long:" not in land
    before = leader.get("/", {"nam": "2024", "tinh_den": "28/02/2026"}).content.decode()
    assert areas(before) == 34


def test_an_archipelago_follows_the_province_that_holds_it(leader):
    _later(["Khánh Hòa", "Đắk Lắk"], "Nam Trung Bộ minh họa")
    body = leader.get("/", {"nam": "2024", "tinh_den": "01/04/2026"}).content.decode()
    assert "Quần đảo Trường Sa <span>(Nam Trung Bộ minh họa)" in body
    assert "Quần đảo Hoàng Sa <span>(Đà Nẵng)" in body


def test_a_divided_province_keeps_its_outline_with_a_note(leader):
    _later(["Vĩnh Long"], "Phần minh họa", relation="part")
    body = leader.get("/", {"nam": "2024", "tinh_den": "01/04/2026"}).content.decode()
    assert areas(body) == 34
    assert "Vĩnh Long (đã chia, vẽ theo địa giới cũ)" in body
