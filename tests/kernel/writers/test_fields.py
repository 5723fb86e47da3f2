"""Papers that come back and papers that several parties sign, drawn and opened again."""

import io

import openpyxl
from docx import Document
from docx.oxml.ns import qn

from khuyencong.kernel.papers import Cell, Column, Letterhead, Paper, Paragraph, Row, Table
from khuyencong.kernel.writers.docx import render_docx
from khuyencong.kernel.writers.fields import Field, bookmark_of, fields_of
from khuyencong.kernel.writers.forms import rendered_form
from khuyencong.kernel.writers.grids import LANDSCAPE_WIDTH, PORTRAIT_WIDTH, SIGNATURES
from khuyencong.kernel.writers.layout import lay_out
from khuyencong.kernel.writers.xlsx import render_paper_xlsx

SIGNED = Table(
    SIGNATURES, (Column("BÊN B"), Column("BÊN A")), (Row((Cell("(Ký)\n\n"), Cell("(Ký)\n\n"))),), name=SIGNATURES
)
FILLED = Table(
    "Số liệu",
    (Column("Nội dung"), Column("Số tiền", "VND"), Column("Tỷ lệ", "percent")),
    (
        Row(
            (
                Cell("Dòng 1"),
                Field(1_234_567, "VND", tag="kc:line:1:done"),
                Field(None, "percent", tag="kc:line:1:share"),
            )
        ),
        Row((Cell("Cộng"), Cell(1_234_567, "VND"), Cell("")), "total"),
    ),
    money_unit="đồng",
    sum_columns=(1,),
)


def paper(*blocks) -> Paper:
    return Paper("BIÊN BẢN", "Minh họa", Letterhead("", "Đơn vị", "", "Hà Nội", year=2026), blocks)


def wide() -> Table:
    columns = tuple(Column(f"Cột số liệu dài {n}", "VND") for n in range(9))
    return Table("Bảng rộng", columns, (Row(tuple(Cell(10**11, "VND") for _ in columns)),), money_unit="đồng")


def test_signatures_have_no_rules_and_the_text_closes_above_them():
    document = Document(io.BytesIO(render_docx(paper(Paragraph(("Nội dung",)), SIGNED))))
    assert document.element.body.find(f".//{qn('w:tblBorders')}") is None
    lines = [
        item.text
        for item in lay_out(paper(Paragraph(("Nội dung",)), SIGNED)).sections[0].items
        if hasattr(item, "text")
    ]
    assert lines == ["Nội dung./."]


def test_signatures_stay_on_the_turned_page_and_take_its_width():
    sections = lay_out(paper(wide(), SIGNED)).sections
    assert [section.landscape for section in sections] == [True]
    assert round(sum(sections[0].items[-1].widths), 6) == LANDSCAPE_WIDTH
    upright = lay_out(paper(Paragraph(("x",)), SIGNED)).sections[0].items[-1]
    assert round(sum(upright.widths), 6) == PORTRAIT_WIDTH


def test_signatures_are_no_sheet():
    book = openpyxl.load_workbook(io.BytesIO(render_paper_xlsx(paper(FILLED, SIGNED))))
    assert book.sheetnames == ["Số liệu"]


def test_a_paper_without_number_has_no_number_line():
    assert lay_out(paper()).number_line == ""


def test_fields_are_controls_in_word_and_names_in_excel():
    made = paper(FILLED)
    assert [field.tag for field in fields_of(made)] == ["kc:line:1:done", "kc:line:1:share"]
    document = Document(io.BytesIO(rendered_form(made, "docx")))
    controls = {
        control.find(f".//{qn('w:tag')}").get(qn("w:val")): "".join(node.text for node in control.iter(qn("w:t")))
        for control in document.element.body.iter(qn("w:sdt"))
    }
    assert controls == {"kc:line:1:done": "1.234.567", "kc:line:1:share": "……"}
    book = openpyxl.load_workbook(io.BytesIO(rendered_form(made, "xlsx")))
    assert set(book.defined_names) == {bookmark_of(tag) for tag in controls}
    assert book.active["B6"].value == 1_234_567 and book.active["B7"].value == "=SUM(B6:B6)"


def test_a_total_under_empty_fields_follows_what_will_be_typed():
    rows = tuple(Row((Cell("x"), Field(None, "VND", tag=f"kc:line:{n}:done"))) for n in (1, 2))
    table = Table("Bảng", (Column("A"), Column("B", "VND")), (*rows, Row((Cell("Cộng"), Cell(None, "VND")), "total")),
                  money_unit="đồng", sum_columns=(1,))  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(rendered_form(paper(table), "xlsx")))
    assert book.active["B8"].value == "=SUM(B6:B7)"


def test_ordinary_writers_draw_a_field_as_its_value():
    text = "".join(Document(io.BytesIO(render_docx(paper(FILLED)))).element.body.itertext())
    assert "1.234.567" in text and "kc:" not in text
