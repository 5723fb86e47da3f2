"""The map shows both archipelagos with their labels on every day; the chart says what its numbers are."""

from datetime import date

import pytest

from khuyencong.web.charts.choropleth import Part, draw, tone_of
from khuyencong.web.charts.line import Series, frames
from khuyencong.web.charts.province_map import outlines_on

LAST_OLD, FIRST_NEW = date(2025, 6, 30), date(2025, 7, 1)


@pytest.mark.parametrize(("day", "count"), [(LAST_OLD, 63), (FIRST_NEW, 34)])
def test_the_map_in_force_has_its_provinces_and_both_archipelagos(day, count):
    outlines = outlines_on(day)
    assert len(outlines.provinces) == count
    assert all(item.path for item in outlines.provinces)
    assert [(box.id, box.name, box.province, box.code) for box in outlines.insets] == [
        ("HS", "Quần đảo Hoàng Sa", "Đà Nẵng", "48"),
        ("TS", "Quần đảo Trường Sa", "Khánh Hòa", "56"),
    ]
    assert sum(len(item.path) for item in outlines.provinces) < 40_000


def test_archipelagos_take_the_class_of_their_province():
    drawn = draw(outlines_on(LAST_OLD), {"48": Part(1, 100, 100, "/x"), "56": Part(2, 100, 10, "/y")})
    assert [box.area.tone for box in drawn.boxes] == ["c4", "c1"]
    assert {tone: count for tone, _words, count in drawn.legend} == {
        "c4": 1, "c3": 0, "c2": 0, "c1": 1, "c0": 0, "none": 61,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("done", "tone"), [(0, "c0"), (1, "c1"), (25, "c1"), (26, "c2"), (50, "c2"), (75, "c3"), (76, "c4"), (100, "c4")]
)
def test_a_province_falls_into_one_of_five_classes(done, tone):
    assert tone_of(Part(1, 100, done, "")) == tone


def test_a_province_without_projects_is_hatched():
    assert tone_of(None) == "none"
    assert tone_of(Part(0, 0, 0, "")) == "none"


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["30/06/2025", "01/07/2025"])
def test_the_page_shows_both_labels_and_the_sea(leader, day):
    page = leader.get("/", {"nam": "2024", "tinh_den": day}).content.decode()
    for words in (
        'id="HS"',
        'id="TS"',
        "Quần đảo Hoàng Sa <span>(Đà Nẵng)",
        "Quần đảo Trường Sa <span>(Khánh Hòa)",
        "Biển Đông",
    ):
        assert words in page


def test_the_line_ends_where_the_year_stands():
    wide, narrow = frames(Series("2024", (0, 0, 22 * 10**9)), Series("2023", tuple([10**9] * 12)), 130 * 10**9)
    assert [len(frame.dots) for frame in (wide, narrow)] == [3, 3]
    assert wide.last[2] == "2024: 22"
    assert wide.plan[1] == "130"
    assert [words for _y, words in wide.grid] == ["0", "50", "100", "150"]


def test_an_empty_year_still_has_an_axis():
    wide, _narrow = frames(Series("2026", (0,)), None, 0)
    assert wide.plan is None
    assert wide.before == ""
