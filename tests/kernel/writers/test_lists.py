"""Long lists, to a workbook and to CSV: every row there, flat memory, inert text."""

import csv
import io
import tracemalloc
from datetime import date, datetime
from decimal import Decimal

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from khuyencong.kernel.papers import Cell, Column
from khuyencong.kernel.writers.cells import printable
from khuyencong.kernel.writers.csv import stream_csv
from khuyencong.kernel.writers.xlsx import HEAD_ROW
from khuyencong.kernel.writers.xlsx_stream import stream_rows, stream_rows_to

from .samples import BANNER, HOSTILE

COLUMNS = (Column("Mã"), Column("Kinh phí", "VND"), Column("Tỷ lệ", "percent"), Column("Ngày", "date"))
FIRST = HEAD_ROW + 2


def rows(count: int):
    for number in range(count):
        yield f"KCQG-{number}", number * 1_000_001, Decimal("34.6"), date(2024, 6, 30)


def test_list_has_every_row_and_a_live_total():
    count = 3_000
    content = stream_rows(COLUMNS, rows(count), title="Danh mục", banner=BANNER, foot="Chân", sum_columns=(1,))
    read = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert read[0][0] == BANNER
    assert [row[:2] for row in read[HEAD_ROW + 1 : HEAD_ROW + 1 + count]] == [[a, b] for a, b, _, _ in rows(count)]
    assert read[HEAD_ROW + 1][2:] == [pytest.approx(0.346), date(2024, 6, 30)]
    assert read[HEAD_ROW + 1 + count][:2] == ["Tổng cộng", sum(b for _, b, _, _ in rows(count))]
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    assert sheet.cell(FIRST + count, 2).value == f"=SUM(B{FIRST}:B{FIRST + count - 1})"
    assert sheet.cell(FIRST, 4).value == datetime(2024, 6, 30)
    assert sheet.auto_filter.ref == f"A5:D{FIRST + count - 1}"


def test_list_text_is_inert_and_cells_keep_their_mark():
    items = [(word, Cell(5, "VND", confirmed=False), None, None) for word in HOSTILE]
    sheet = load_workbook(io.BytesIO(stream_rows(COLUMNS, items, title="=x"))).worksheets[0]
    found = [sheet.cell(FIRST + index, 1) for index in range(len(HOSTILE))]
    assert [cell.value for cell in found] == [printable(word) for word in HOSTILE]
    assert {cell.data_type for cell in found} == {"s"}
    assert sheet.cell(FIRST, 2).number_format == '#,##0"(*)"'
    assert sheet.cell(FIRST, 3).value == "–"


def test_empty_list_has_only_its_head():
    sheet = load_workbook(io.BytesIO(stream_rows(COLUMNS, [], title="x", sum_columns=(1,)))).worksheets[0]
    assert sheet.max_row == HEAD_ROW + 1


def test_list_is_repeatable_and_refuses_short_rows():
    assert stream_rows(COLUMNS, rows(50), title="x") == stream_rows(COLUMNS, rows(50), title="x")
    with pytest.raises(ValueError, match="1 values for 4 columns"):
        stream_rows(COLUMNS, [("a",)], title="x")


def test_memory_does_not_grow_with_the_rows(tmp_path):
    peaks = []
    for count in (1_000, 8_000):
        tracemalloc.start()
        with (tmp_path / f"{count}.xlsx").open("wb") as target:
            assert stream_rows_to(target, COLUMNS, rows(count), title="x", sum_columns=(1,)) == count
        peaks.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()
    assert peaks[1] < peaks[0] * 1.5


def test_csv_is_what_vietnamese_excel_opens():
    text = "".join(stream_csv(COLUMNS, rows(2), banner=BANNER))
    assert text.startswith(f"\ufeff{BANNER}\r\n")
    assert text.split("\r\n")[1:] == [
        "Mã;Kinh phí (đồng);Tỷ lệ;Ngày",
        "KCQG-0;0;34,6;30/06/2024",
        "KCQG-1;1000001;34,6;30/06/2024",
        "",
    ]


def test_csv_text_is_inert_and_quotes_survive():
    items = [(word, Cell(-5, "VND"), None, None) for word in (*HOSTILE, 'a;b"c\nd', "  =1", " \t@x")]
    text = "".join(stream_csv(COLUMNS, items)).removeprefix("\ufeff")
    read = list(csv.reader(io.StringIO(text, newline=""), delimiter=";"))[1:]
    assert all(not row[0].lstrip().startswith(("=", "+", "-", "@")) for row in read)
    assert [row[0].removeprefix("'") for row in read] == [printable(item[0]) for item in items]
    assert {tuple(row[1:]) for row in read} == {("-5", "", "")}


def test_csv_marks_unconfirmed_figures():
    text = "".join(stream_csv(COLUMNS[:2], [("a", Cell(5, "VND", confirmed=False))]))
    assert text.endswith("a;5(*)\r\n(*) Số liệu chờ xác nhận.\r\n")
