"""The written form of figures."""

from datetime import date
from decimal import Decimal

import pytest

from khuyencong.kernel.papers import Cell
from khuyencong.kernel.writers.cells import cell_text, is_active, printable, sentence_text


@pytest.mark.parametrize(
    ("cell", "money_unit", "text"),
    [
        (Cell(1_234_567_800_000, "VND"), "triệu đồng", "1.234.567,8"),
        (Cell(1_234_567, "VND"), "đồng", "1.234.567"),
        (Cell(55_753_000_000, "VND"), "tỷ đồng", "55,753"),
        (Cell(0, "VND"), "triệu đồng", "0"),
        (Cell(-5_500_000, "VND"), "triệu đồng", "-5,5"),
        (Cell(None, "VND"), "triệu đồng", "–"),
        (Cell(1_500, "count"), "đồng", "1.500"),
        (Cell(Decimal("2.50"), "count"), "đồng", "2,5"),
        (Cell(Decimal("34.6"), "percent"), "đồng", "34,6%"),
        (Cell(Decimal("34.65"), "percent"), "đồng", "34,65%"),
        (Cell(0, "percent"), "đồng", "0,0%"),
        (Cell(date(2024, 6, 5), "date"), "đồng", "05/06/2024"),
        (Cell("Đắk Lắk"), "đồng", "Đắk Lắk"),
        (Cell(""), "đồng", ""),
        (Cell(1_500_000, "VND", confirmed=False), "triệu đồng", "1,5(*)"),
    ],
)
def test_cell_text_is_vietnamese(cell, money_unit, text):
    assert cell_text(cell, "text", money_unit) == text


def test_cell_without_unit_takes_its_columns():
    assert cell_text(Cell(2_000_000), "VND", "triệu đồng") == "2"
    assert cell_text(Cell("cả nước"), "VND", "triệu đồng") == "cả nước"


def test_fraction_of_dong_is_refused():
    with pytest.raises(ValueError, match="whole đồng"):
        cell_text(Cell(Decimal("1.5"), "VND"))


def test_sentence_keeps_shown_form_and_marks_unconfirmed():
    assert sentence_text(Cell(45_000_000_000, "VND", "45 tỷ đồng")) == "45 tỷ đồng"
    assert sentence_text(Cell(1_000, "VND")) == "1.000 đồng"
    assert sentence_text(Cell(21, "count", "hơn 20", confirmed=False)) == "hơn 20(*)"


def test_printable_composes_letters_and_drops_control_characters():
    assert printable("e\u0302\u0301\x00\x0b\ud800\u202e") == "ế"
    assert printable("a\r\nb\tc") == "a\nb\tc"


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\t=1", "\r=1", "＝1"])
def test_formula_like_text_is_active(text):
    assert is_active(text)
