"""A person's workbook comes back with its doubtful cells marked, its formulas kept, nothing that could run."""

import io

import openpyxl
import xlwt

from khuyencong.kernel.workbook.annotating import RESULT_SHEET, Mark, annotate


def _book() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Phụ lục"
    sheet.append(["TT", "Tên", "Kinh phí"])
    sheet.append([1, "Một", 5])
    sheet.append([2, "Hai", "=C2+1"])
    sheet.merge_cells("A4:B5")
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


MARKS = [
    Mark("Phụ lục", 3, 3, "doubtful", "công thức chưa có giá trị lưu", "Mở tệp và lưu lại"),
    Mark("Phụ lục", 2, 2, "interpreted", "được hiểu là một"),
    Mark("Phụ lục", 5, 2, "interpreted", "=1+1"),
    Mark("", 0, 0, "interpreted", "cả tệp"),
]


def test_marks_are_filled_commented_and_listed():
    marked = openpyxl.load_workbook(io.BytesIO(annotate(_book(), "mau.xlsx", MARKS)))
    sheet, result = marked["Phụ lục"], marked[RESULT_SHEET]
    assert sheet["C3"].value == "=C2+1"
    assert (sheet["C3"].fill.start_color.rgb, sheet["B2"].fill.start_color.rgb) == ("FFF4B6B0", "FFFFE3A3")
    assert sheet["C3"].comment.text == "Nghi ngờ: công thức chưa có giá trị lưu\nCách sửa: Mở tệp và lưu lại"
    assert sheet["A4"].comment.text == "Được hiểu là: =1+1"
    listed = [[cell.value for cell in row] for row in result.iter_rows(min_row=2)]
    assert listed[0] == [1, "Phụ lục", 3, "C", "Nghi ngờ", "công thức chưa có giá trị lưu", "Mở tệp và lưu lại"]
    assert (len(listed), result["F4"].data_type) == (4, "s")


def test_xls_comes_back_as_a_copy_of_its_values():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Cũ")
    sheet.write(0, 0, "=1+1")
    sheet.write(1, 0, 7)
    stream = io.BytesIO()
    book.save(stream)
    marked = openpyxl.load_workbook(
        io.BytesIO(annotate(stream.getvalue(), "cu.xls", [Mark("Cũ", 2, 1, "doubtful", "lý do")]))
    )
    assert (marked["Cũ"]["A1"].value, marked["Cũ"]["A1"].data_type, marked["Cũ"]["A2"].value) == ("=1+1", "s", 7)
    assert marked["Cũ"]["A2"].comment.text == "Nghi ngờ: lý do"
