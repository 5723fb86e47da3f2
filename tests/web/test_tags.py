"""Written forms in templates: the same in every language."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import translation

from khuyencong.web.links import query_with
from khuyencong.web.templatetags import kc


@pytest.mark.parametrize("language", ["vi", "en"])
def test_numbers_and_dates_are_vietnamese_in_both_languages(language):
    with translation.override(language):
        assert kc.dong(1234567890) == "1.234.567.890"
        assert kc.trieu(405_500_000) == "405,5"
        assert kc.ty(130_000_000_000) == "130"
        assert kc.pct(45, 130) == "34,6%"
        assert kc.pct(1, 1) == "100%"
        assert kc.ngay(date(2024, 6, 5)) == "05/06/2024"
        assert kc.luc(datetime(2024, 6, 30, 18, 5, tzinfo=UTC)) == "01/07/2024 01:05"


def test_nothing_is_a_dash_and_zero_is_zero():
    assert [kc.so(None), kc.dong(None), kc.pct(1, 0), kc.ngay(None), kc.thang(None)] == ["–"] * 5
    assert [kc.so(0), kc.trieu(0), kc.pct(0, 5)] == ["0", "0", "0%"]


def test_money_carries_the_exact_amount():
    assert 'title="1.200.500.000 đồng"' in kc.money(1_200_500_000)
    assert ">1.200,5<" in kc.money(1_200_500_000)
    assert "–" in kc.money(None)


def test_a_norm_is_written_as_in_law():
    assert kc.with_unit("6000", "triệu đồng") == "6.000 triệu đồng"
    assert kc.with_unit("50", "%") == "50%"
    assert kc.with_unit("30/06", "ngày/tháng") == "30/06"


def test_text_of_people_is_escaped():
    shown = Template("{% badge 'neutral' 'clock' words %}").render(Context({"words": "<script>"}))
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_a_changed_condition_starts_the_list_again():
    request = RequestFactory().get("/de-an/", {"phan": "unit", "sau": "5|7", "nam": "2024"})
    assert query_with(request.GET, loai="group") == "?phan=unit&nam=2024&loai=group"
    assert query_with(request.GET, phan=None) == "?nam=2024"
    assert query_with(request.GET, sau="9|9") == "?phan=unit&nam=2024&sau=9%7C9"
