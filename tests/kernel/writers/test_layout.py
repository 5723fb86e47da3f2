"""Lines and measures of the layout, before anything is drawn."""

from dataclasses import replace
from datetime import date

import pytest

from khuyencong.kernel.papers import Cell, Column, Heading, Letterhead, Paragraph, Row, Table
from khuyencong.kernel.writers.grids import LANDSCAPE_WIDTH, PORTRAIT_WIDTH, grid, shared_out
from khuyencong.kernel.writers.layout import Line, balanced, date_line, lay_out, number_line

from .samples import activity_table, half_year, wide_table


def test_number_line_pads_below_ten_and_leaves_room_when_unknown():
    head = Letterhead("", "SỞ CÔNG THƯƠNG", "BC-SCT", "Huế", number="5")
    assert number_line(head) == "Số: 05/BC-SCT"
    assert number_line(replace(head, number="")) == "Số: ……/BC-SCT"


def test_date_line_follows_decree_30():
    head = Letterhead("", "", "", "Hà Nội", date(2026, 2, 5))
    assert date_line(head) == "Hà Nội, ngày 05 tháng 02 năm 2026"
    assert date_line(replace(head, dated=None, year=2026)) == "Hà Nội, ngày …… tháng …… năm 2026"


def test_long_body_breaks_where_the_longer_line_is_shortest():
    assert balanced("CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG") == "CỤC CÔNG THƯƠNG\nĐỊA PHƯƠNG"
    assert balanced("BỘ CÔNG THƯƠNG") == "BỘ CÔNG THƯƠNG"


def test_last_paragraph_closes_once():
    for ending in ("xong.", "xong", "xong./."):
        laid = lay_out(replace(half_year(), blocks=(Paragraph((ending,)),)))
        assert laid.sections[0].items == (Line("xong./."),)


def test_closing_mark_after_a_last_table():
    laid = lay_out(replace(half_year(), blocks=(activity_table(),)))
    assert laid.sections[0].items[-1] == Line("./.")


def test_wide_table_turns_the_page_and_takes_its_heading():
    blocks = (Paragraph(("Đầu.",)), Heading("Phụ lục"), wide_table(), Paragraph(("Cuối.",)))
    sections = lay_out(replace(half_year(), blocks=blocks)).sections
    assert [(section.landscape, len(section.items)) for section in sections] == [(False, 1), (True, 2), (False, 1)]


def test_paper_of_one_wide_table_starts_landscape():
    sections = lay_out(replace(half_year(), blocks=(Heading("Biểu"), wide_table()))).sections
    assert [section.landscape for section in sections] == [True]


def test_widths_fill_the_page_and_respect_needs():
    assert sum(grid(activity_table()).widths) == pytest.approx(PORTRAIT_WIDTH)
    assert sum(grid(wide_table()).widths) == pytest.approx(LANDSCAPE_WIDTH)
    assert shared_out([1, 1, 8], [20, 5, 5], 100) == pytest.approx((20, 80 / 9, 640 / 9))
    assert sum(shared_out([1, 1], [80, 40], 60)) == pytest.approx(60)


def test_row_of_wrong_length_is_refused():
    with pytest.raises(ValueError, match="2 cells for 1 columns"):
        grid(Table("x", (Column("a"),), (Row((Cell("1"), Cell("2"))),)))


def test_signature_prefix_and_recipients():
    paper = replace(half_year(), authority="Q.", signatory_title="Cục trưởng", recipients=("- Như trên;", "Lưu: VT"))
    laid = lay_out(paper)
    assert laid.signature == ("Q. CỤC TRƯỞNG",)
    assert laid.recipients == ("- Như trên;", "- Lưu: VT.")
    assert lay_out(half_year()).signature == ("KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG")


def test_note_on_unconfirmed_figures_only_when_there_are_any():
    assert lay_out(half_year()).mark_note == "(*) Số liệu chờ xác nhận."
    assert lay_out(replace(half_year(), blocks=(Paragraph(("Đủ.",)),))).mark_note == ""
