"""Hostile, broken and mistaken files are refused with one sentence, at once; odd but honest ones are read."""

import io
import time
import zipfile
from datetime import datetime

import openpyxl
import pytest
import xlsxwriter
import xlwt

from khuyencong.kernel.workbook import WorkbookRefused, open_workbook

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def plain_book(rows=(("TT", "Tên", "Số"), (1, "Một", 2.5))) -> bytes:
    stream = io.BytesIO()
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def changed(parts: dict[str, bytes | None], data: bytes | None = None) -> bytes:
    """A package with parts added, replaced or (None) left out."""
    stream = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(data or plain_book()))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            if name not in parts:
                target.writestr(name, source.read(name))
        for name, content in parts.items():
            if content is not None:
                target.writestr(name, content)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def sheet_xml(body: str) -> bytes:
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{body}</worksheet>'.encode()


def only_text() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("a.txt", "x")
    return stream.getvalue()


REFUSED = {
    "empty": (lambda: b"", "Tệp rỗng"),
    "200 MB": (lambda: b"PK\x03\x04" + bytes(200 * 1024 * 1024), "vượt giới hạn 50 MB"),
    "renamed csv": (lambda: "STT,Tên\n1,Một".encode(), "CSV"),
    "renamed html": (lambda: b"<html><table><tr><td>1</td></tr></table></html>", "HTML"),
    "renamed pdf": (lambda: b"%PDF-1.7\n...", "PDF"),
    "renamed docx": (lambda: changed({"word/document.xml": b"<a/>"}), "Word"),
    "another zip": (only_text, "không phải là tệp Excel"),
    "binary workbook": (lambda: changed({"xl/workbook.bin": b"x"}), ".xlsb"),
    "cut short": (lambda: plain_book()[:-200], "tải về chưa đủ"),
    "random bytes": (lambda: bytes(range(256)) * 20, "Không nhận ra"),
    "password": (lambda: OLE + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(600), "mật khẩu"),
    "password xls": (lambda: encrypted_xls(), "mật khẩu"),
    "ole without workbook": (lambda: OLE + bytes(3000), "không chứa bảng tính"),
    "broken xls": (lambda: OLE + bytes(600) + "Workbook".encode("utf-16-le") + bytes(6000), "hỏng"),
    "entity bomb": (lambda: changed({SHEET: b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet>&b;</worksheet>'}), "XML không an toàn"),
    "entity bomb in styles": (lambda: changed({"xl/styles.xml": b"<!DOCTYPE x [<!ENTITY a \"a\">]><styleSheet/>"}), "XML không an toàn"),
    "zip bomb": (lambda: changed({"xl/media/a.bin": bytes(120 * 1024 * 1024)}), "lớn bất thường"),
    "too many parts": (lambda: changed({f"x/{i}": b"" for i in range(5200)}), "thành phần"),
    "absurd dimension": (lambda: changed({SHEET: sheet_xml('<dimension ref="A1:XFD1048576"/><sheetData/>')}), "vùng dữ liệu quá lớn"),
    "two million cells": (lambda: changed({SHEET: sheet_xml('<sheetData><row r="1">' + "<c/>" * 2_000_000 + "</row></sheetData>")}), "vùng dữ liệu quá lớn"),
    "broken sheet": (lambda: changed({SHEET: b"<worksheet><sheetData>"}), "hỏng"),
    "missing sheet": (lambda: changed({SHEET: None}), "hỏng"),
    "text that does not exist": (lambda: changed({SHEET: sheet_xml('<sheetData><row r="1"><c r="A1" t="s"><v>999</v></c></row></sheetData>')}), "hỏng"),
    "nothing filled": (lambda: changed({SHEET: sheet_xml("<sheetData/>")}), "không có ô nào"),
}  # fmt: skip


def encrypted_xls() -> bytes:
    header = bytearray(512)
    header[:8] = OLE
    stream = bytes.fromhex("0908100000060500") + bytes(12) + bytes.fromhex("2f000400") + bytes(4)
    return bytes(header) + "Workbook".encode("utf-16-le").ljust(512, b"\0") + stream.ljust(512, b"\0")


@pytest.mark.parametrize("name", REFUSED)
def test_file_refused_at_once_with_one_sentence(name):
    build, words = REFUSED[name]
    data = build()
    start = time.perf_counter()
    with pytest.raises(WorkbookRefused) as refusal:
        open_workbook(data, "mau.xlsx")
    message = str(refusal.value)
    assert (words in message, message.count("\n"), message.endswith(".")) == (True, 0, True)
    assert time.perf_counter() - start < 5


def test_kind_is_told_by_content_not_by_name():
    assert open_workbook(plain_book(), "ten.xls").sheets[0].cell(2, 2).text == "Một"


def test_macros_and_links_named_in_warnings():
    data = changed({"xl/vbaProject.bin": b"x", "xl/externalLinks/externalLink1.xml": b"<a/>"})
    warnings = open_workbook(data, "mau.xlsm").warnings
    assert [warning.split(":")[0] for warning in warnings] == [
        "Tệp chứa macro (VBA)",
        "Tệp có liên kết tới tệp Excel khác",
    ]


def test_formula_cells_without_trustworthy_value_are_doubtful():
    body = (
        '<sheetData><row r="1"><c r="A1"><f>SUM(B1:B2)</f></c><c r="B1"><f>1+1</f><v>2</v></c>'
        '<c r="C1" t="e"><f>Z9</f><v>#REF!</v></c><c r="D1"><f>[1]Sheet1!A1</f><v>7</v></c>'
        '<c r="E1" t="e"><v>#N/A</v></c></row></sheetData>'
    )
    sheet = open_workbook(changed({SHEET: sheet_xml(body)}), "mau.xlsx").sheets[0]
    doubts = {column: sheet.cell(1, column).doubt for column in range(1, 6)}
    assert doubts == {
        1: "công thức chưa có giá trị lưu", 2: "", 3: "ô báo lỗi #REF!", 4: "công thức lấy số từ tệp khác", 5: "ô báo lỗi #N/A",
    }  # fmt: skip
    assert sheet.cell(1, 2).value == 2


def test_merged_hidden_and_dates_are_read():
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream)
    sheet = book.add_worksheet("Bảng")
    sheet.merge_range("A1:B2", "Gộp")
    sheet.write_datetime(3, 0, datetime(2024, 3, 5), book.add_format({"num_format": "dd/mm/yyyy"}))
    sheet.set_column(2, 2, None, None, {"hidden": True})
    sheet.set_row(5, None, None, {"hidden": True})
    book.add_worksheet("Nháp").hide()
    book.close()
    opened = open_workbook(stream.getvalue(), "mau.xlsx")
    first = opened.sheets[0]
    assert (first.shown(2, 2).text, first.cell(2, 2).text, first.cell(4, 1).text) == ("Gộp", "", "05/03/2024")
    assert (first.hidden_columns, first.hidden_rows, opened.sheets[1].hidden) == ({3}, {6}, True)


def test_xls_keeps_fonts_formulas_and_hidden_rows():
    book = xlwt.Workbook()
    sheet = book.add_sheet("Cũ")
    sheet.write(0, 0, "Ghi chó", xlwt.easyxf("font: name .VnTime"))
    sheet.write(1, 0, xlwt.Formula("1+1"))
    sheet.write(2, 0, 12.5)
    sheet.row(2).hidden = True
    stream = io.BytesIO()
    book.save(stream)
    opened = open_workbook(stream.getvalue(), "cu.xls").sheets[0]
    first = opened.cell(1, 1)
    assert (first.text, first.original, first.encoding) == ("Ghi chú", "Ghi chó", "TCVN3")
    assert (opened.cell(2, 1).doubt, opened.cell(3, 1).value, opened.hidden_rows) == (
        "công thức chưa có giá trị lưu",
        12.5,
        {3},
    )
