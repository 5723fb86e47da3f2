"""The workbook, opened again with two readers: exact đồng, live totals and shares, inert text, repeatability."""

import io
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from khuyencong.kernel.papers import Cell, Column, Row, Table
from khuyencong.kernel.writers.cells import printable
from khuyencong.kernel.writers.xlsx import HEAD_ROW, render_paper_xlsx, render_xlsx
from khuyencong.kernel.writers.xlsx_styles import sheet_name

from .samples import BANNER, FOOT, HOSTILE, activity_table, figures, half_year, province_table

FIRST = HEAD_ROW + 2


def report() -> bytes:
    paper = half_year()
    tables = (activity_table(), province_table())
    return render_xlsx(tables, title=paper.title, banner=BANNER, foot=FOOT, figures=figures())


def plain(cell: Cell, column: Column) -> object:
    """What a reader should find: whole đồng, a share, a date, a dash."""
    if cell.value is None:
        return "–"
    if column.unit == "percent":
        return pytest.approx(cell.numerator / cell.denominator)
    return cell.value


@pytest.mark.parametrize("table", [activity_table(), province_table()])
def test_every_cached_value_is_exact(table):
    name = sheet_name(table.name, {})
    rows = CalamineWorkbook.from_filelike(io.BytesIO(report())).get_sheet_by_name(name).to_python()
    for read, row in zip(rows[HEAD_ROW + 1 :], table.rows, strict=False):
        for value, cell, column in zip(read, row.cells, table.columns, strict=False):
            assert value == plain(cell, column), (cell, value)


def test_totals_groups_and_shares_are_live():
    book = load_workbook(io.BytesIO(report()))
    activity, province = book["Nhóm hoạt động"], book["Địa phương 6 tháng 2024"]
    total = FIRST + 5
    assert activity.cell(total, 4).value == f"=SUM(D{FIRST}:D{total - 1})"
    assert activity.cell(total, 6).value == f"=E{total}/D{total}"
    assert activity.cell(FIRST, 6).value == f"=E{FIRST}/D{FIRST}"
    assert province.cell(FIRST, 2).value == f"=SUM(B{FIRST + 1}:B{FIRST + 2})"
    assert province.cell(FIRST + 6, 2).value == f"=SUM(B{FIRST + 1}:B{FIRST + 2},B{FIRST + 4}:B{FIRST + 5})"


def test_total_that_contradicts_its_rows_stays_as_stated():
    table = activity_table()
    last = table.rows[-1]
    wrong = replace(last, cells=(*last.cells[:3], Cell(1, "VND"), *last.cells[4:]))
    book = load_workbook(io.BytesIO(render_xlsx([replace(table, rows=(*table.rows[:-1], wrong))], title="x")))
    sheet = book["Nhóm hoạt động"]
    assert sheet.cell(FIRST + 5, 4).value == 1
    assert sheet.cell(FIRST + 5, 5).value == f"=SUM(E{FIRST}:E{FIRST + 4})"


def test_formats_dates_marks_and_banner():
    sheet = load_workbook(io.BytesIO(report()))["Địa phương 6 tháng 2024"]
    assert sheet["A1"].value == BANNER
    assert sheet["A4"].value == "Đơn vị tính: đồng"
    assert sheet.cell(FIRST + 2, 4).value == datetime(2024, 5, 14)
    assert sheet.cell(FIRST + 2, 4).number_format == "dd/mm/yyyy"
    assert sheet.cell(FIRST + 1, 2).number_format == "#,##0"
    assert sheet.cell(FIRST + 4, 3).value == 1_500_000_000
    assert sheet.cell(FIRST + 4, 3).number_format == '#,##0"(*)"'
    notes = [cell.value for cell in sheet["A"] if cell.value]
    assert notes[-2:] == ["(*) Số liệu chờ xác nhận.", FOOT]


def test_sheets_are_set_up_for_print():
    for sheet in load_workbook(io.BytesIO(report())):
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
        assert sheet.print_title_rows == "$5:$5"
        assert sheet.freeze_panes == "A6"
        assert BANNER in sheet.oddHeader.center.text


def test_figures_sheet_comes_first_with_meaning_and_parts():
    book = CalamineWorkbook.from_filelike(io.BytesIO(report()))
    assert book.sheet_names == ["Số liệu", "Nhóm hoạt động", "Địa phương 6 tháng 2024"]
    rows = book.get_sheet_by_name("Số liệu").to_python()[HEAD_ROW + 1 :]
    assert rows[1] == ["phan-bo", "Kinh phí đã phân bổ", 45_000_000_000, "đồng", "", "", "45 tỷ đồng", "Đã xác nhận"]
    share = pytest.approx(45 / 130)
    assert rows[2] == ["ty-le", "Tỷ lệ phân bổ", share, "%", 45e9, 130e9, "34,6%", "Đã xác nhận"]
    assert rows[3][2:] == [21, "số lượng", "", "", "hơn 20(*)", "Chờ xác nhận"]
    assert load_workbook(io.BytesIO(report()))["Số liệu"].cell(FIRST + 2, 3).value == f"=E{FIRST + 2}/F{FIRST + 2}"


def test_formula_like_text_is_inert_everywhere():
    rows = tuple(Row((Cell(word), Cell(word))) for word in HOSTILE)
    table = Table(HOSTILE[1], (Column("=A1"), Column("+B", "VND")), rows, note="=note", name="=t")
    marked = {word: Cell(word, shown=word, label=word) for word in HOSTILE}
    book = load_workbook(io.BytesIO(render_xlsx([table], title="=title", banner="=b", foot="=f", figures=marked)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells if cell.value == "=1+1")
    assert [row[0].value for row in book["=t"].iter_rows(min_row=FIRST, max_row=FIRST + len(HOSTILE) - 1)] == [
        printable(word) for word in HOSTILE
    ]


def test_sheet_names_are_safe_and_unlike():
    assert sheet_name("[a]:*?/\\' ", {}) == "a"
    assert sheet_name("", {}) == "Bảng"
    assert sheet_name("Bảng", {"bảng": 1}) == "Bảng 2"
    assert len(sheet_name("x" * 40, {"x" * 31: 1})) == 31
    tables = [activity_table(), activity_table()]
    names = CalamineWorkbook.from_filelike(io.BytesIO(render_xlsx(tables, title="x"))).sheet_names
    assert names == ["Nhóm hoạt động", "Nhóm hoạt động 2"]


def test_amount_beyond_fifteen_digits_is_written_out():
    table = Table("x", (Column("a", "VND"),), (Row((Cell(1_234_567_890_123_456_789, "VND"),)),))
    sheet = load_workbook(io.BytesIO(render_xlsx([table], title="x"))).worksheets[0]
    assert sheet.cell(FIRST, 1).value == "1.234.567.890.123.456.789"


def test_share_without_parts_is_a_percentage():
    table = Table("x", (Column("a", "percent"),), (Row((Cell(Decimal("34.65"), "percent"),)),))
    cell = load_workbook(io.BytesIO(render_xlsx([table], title="x"))).worksheets[0].cell(FIRST, 1)
    assert cell.value == pytest.approx(0.3465)
    assert cell.number_format == "0.00%"


def test_dates_and_empty_book():
    table = Table("x", (Column("a", "date"),), (Row((Cell(date(2024, 1, 2)),)),))
    assert load_workbook(io.BytesIO(render_xlsx([table], title="x"))).worksheets[0].cell(FIRST, 1).is_date
    assert load_workbook(io.BytesIO(render_xlsx([], title="x"))).sheetnames == ["Số liệu"]


def test_workbook_of_a_whole_paper():
    book = CalamineWorkbook.from_filelike(io.BytesIO(render_paper_xlsx(half_year())))
    assert book.sheet_names == ["Số liệu", "Nhóm hoạt động", "Địa phương 6 tháng 2024"]
    assert (
        book.get_sheet_by_index(1).to_python()[1][0].startswith("BÁO CÁO Công tác khuyến công 6 tháng đầu năm, nhiệm")
    )


def test_same_tables_give_same_bytes():
    assert report() == report()
