"""Encodings, secrecy stamps, numbers and units as people type them."""

import json
import unicodedata
from decimal import Decimal

import pytest

from khuyencong.kernel.encodings import TABLES_FILE, converted
from khuyencong.kernel.secrecy import stamp_in
from khuyencong.kernel.workbook.numbers import NotANumber, proven_mark, text_reading
from khuyencong.kernel.workbook.units import unit_inside, unit_of_label

SENTENCES = json.loads(TABLES_FILE.read_text(encoding="utf-8"))["tests"]


@pytest.mark.parametrize(("encoding", "stored", "text"), SENTENCES)
def test_legacy_text_is_told_by_its_letters(encoding, stored, text):
    found = converted(stored)
    assert found is not None
    assert (found.text, found.original, found.encoding, found.by) == (text, stored, encoding, "letters")


@pytest.mark.parametrize("text", ["Hà Nội", "25°C ± 1", "Ø 20 m²", "Citroën", "TÁI CHẾ", "máy · thép", "CÀ PHÊ", "abc"])
def test_unicode_text_is_left_alone(text):
    assert converted(text) is None


def test_font_decides_where_letters_cannot():
    assert converted("Ghi chó") is None
    assert converted("Ghi chó", ".VnTime").text == "Ghi chú"
    assert converted("Bé c«ng th­¬ng", ".VnTimeH").text == "BỘ CÔNG THƯƠNG"
    assert converted("Hà Nam", ".VnTime") is None


@pytest.mark.parametrize(
    ("text", "stamp"),
    [("MẬT", "MẬT"), ("Tối mật", "TỐI MẬT"), ("TUYET MAT", "TUYỆT MẬT"), ("Độ mật: Tối mật", "TỐI MẬT"),
     ("do mat: mat", "MẬT"), ("Bộ Công Thương\nMẬT\nSố 1", "MẬT"), (unicodedata.normalize("NFD", "TUYỆT MẬT"), "TUYỆT MẬT"),
     ("M Ậ T", "MẬT"), ("[TỐI MẬT]", "TỐI MẬT")],
)  # fmt: skip
def test_secrecy_stamp_is_seen(text, stamp):
    assert stamp_in(text) == stamp


@pytest.mark.parametrize(
    "text",
    [
        "bí mật",
        "mật ong",
        "Chế biến mật ong rừng",
        "mat",
        "mặt",
        "Độ mật: Thường",
        "mật độ",
        "Mật mía",
        "bảo mật thông tin",
    ],
)
def test_ordinary_words_are_no_stamp(text):
    assert stamp_in(text) is None


@pytest.mark.parametrize(
    ("text", "comma", "dot"),
    [("1.200", "1200", "1.2"), ("1,200", "1.2", "1200"), ("1.200,5", "1200.5", None), ("1,200.5", None, "1200.5"),
     ("1 200", "1200", "1200"), ("0,405", "0.405", None), ("0.405", None, "0.405"), ("4.360.000", "4360000", None),
     ("405", "405", "405"), ("1,5", "1.5", None), ("(500)", "-500", "-500"), ("1 200,5", "1200.5", None)],
)  # fmt: skip
def test_number_text_has_its_possible_readings(text, comma, dot):
    read = text_reading(text)
    assert (read.comma, read.dot) == (comma and Decimal(comma), dot and Decimal(dot))


@pytest.mark.parametrize("text", ["ba trăm", "12a", "1..2", "1.2.3", "12 34", "5%", "1/2", "1,2,3"])
def test_other_text_is_no_number(text):
    with pytest.raises(NotANumber):
        text_reading(text)


def test_empty_and_dashes_are_nothing():
    assert [text_reading(text) for text in ("", "-", "–", "…")] == [None] * 4


def test_number_with_its_own_unit():
    assert [text_reading(text).unit for text in ("405 triệu", "0,4 tỷ", "405.000.000 đồng", "12tr")] == [
        10**6,
        10**9,
        1,
        10**6,
    ]


def test_decimal_mark_is_proven_by_the_other_texts():
    def mark(*texts):
        return proven_mark(text_reading(text) for text in texts)

    assert (mark("1.200", "1,5"), mark("1,200", "1.5"), mark("1.200", "405"), mark("1,5", "1.5")) == (
        "comma",
        "dot",
        None,
        "mixed",
    )


@pytest.mark.parametrize(
    ("text", "unit"),
    [("Đơn vị tính: triệu đồng", 10**6), ("ĐVT: tr.đ", 10**6), ("(Đơn vị: 1.000 đồng)", 1000), ("ĐVT: nghìn đồng", 1000),
     ("ĐVT: đồng", 1), ("Đơn vị tính: tỷ đồng", 10**9), ("đvt: VNĐ", 1), ("Đơn vị tính: ngàn đồng", 1000), ("triệu đồng", 10**6),
     ("ĐVT : Triệu VNĐ", 10**6), ("Đơn vị thực hiện", None), ("1.000", None), ("Đơn vị", None)],
)  # fmt: skip
def test_unit_label_is_read(text, unit):
    assert unit_of_label(text) == unit


@pytest.mark.parametrize(
    ("text", "unit"),
    [("Kinh phí (triệu đồng)", 10**6), ("KCQG (tr.đ)", 10**6), ("Kinh phí, nghìn đồng", 1000), ("Vốn (tỷ đồng)", 10**9),
     ("Kinh phí (đồng)", 1), ("Đơn vị thụ hưởng đóng góp", None), ("Tên đề án", None)],
)  # fmt: skip
def test_unit_inside_a_title_is_read(text, unit):
    assert unit_inside(text) == unit
