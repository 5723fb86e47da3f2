"""Invented Treasury statements in the shapes Treasuries send them, as .xlsx and .xls bytes."""

import io
from datetime import date, datetime

import xlsxwriter
import xlwt

from khuyencong.programme.actions.outcome import PaperOptions
from khuyencong.programme.actions.statements import PrintedStatement, record_statement
from khuyencong.programme.imports.statements import read_statement

JULY = date(2021, 7, 1)
HEAD = ["TT", "Số chứng từ", "Ngày hạch toán", "Nội dung", "Mã đề án", "Đơn vị nhận tiền", "Mã NDKT", "Loại", "Số tiền"]


def xlsx(rows, *, merged=(), dates: str = "dd/mm/yyyy", sheet: str = "Bảng kê") -> bytes:
    """Rows as a sheet. ``merged``: (top, left, bottom, right, value), 0-based."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    page = book.add_worksheet(sheet)
    day = book.add_format({"num_format": dates})
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write_datetime(number, column, datetime(value.year, value.month, value.day), day)
            elif value is not None:
                page.write(number, column, value)
    for top, left, bottom, right, value in merged:
        page.merge_range(top, left, bottom, right, value)
    book.close()
    return stream.getvalue()


def xls(rows, *, sheet: str = "Sheet1") -> bytes:
    book = xlwt.Workbook()
    page = book.add_sheet(sheet)
    day = xlwt.easyxf(num_format_str="DD/MM/YYYY")
    for number, row in enumerate(rows):
        for column, value in enumerate(row):
            if isinstance(value, date):
                page.write(number, column, datetime(value.year, value.month, value.day), day)
            elif value is not None:
                page.write(number, column, value)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def usual(lines, *, title: str = "BẢNG KÊ THANH TOÁN THÁNG 07 NĂM 2021", total=...) -> bytes:
    """The usual shape. A line: (number, day, content, code, payee, kind, amount in đồng)."""
    rows = [["KHO BẠC NHÀ NƯỚC MINH HỌA"], [title], ["Đơn vị tính: đồng"], HEAD]
    for place, (number, day, content, code, payee, kind, amount) in enumerate(lines, start=1):
        rows.append([place, number, day, content, code, payee, "7799", kind, amount])
    said = sum(line[-1] for line in lines if isinstance(line[-1], int)) if total is ... else total
    if said is not None:
        rows.append([None, "Tổng cộng", None, None, None, None, None, None, said])
    return xlsx(rows)


def printed_of(data: bytes, name: str = "bang ke.xlsx") -> PrintedStatement:
    return read_statement(data, name, year=2021)


def options_of(data: bytes, **more) -> PaperOptions:
    import hashlib

    return PaperOptions(filename="bang ke.xlsx", data=data, sha256=hashlib.sha256(data).hexdigest(), **more)


def record(by, data: bytes, *, month: date = JULY, today: date = date(2021, 12, 31), **more):
    return record_statement(by=by, month=month, printed=printed_of(data), options=options_of(data, **more), today=today)
