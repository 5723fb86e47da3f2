"""The Word file, opened again: figures, layout of Decree 30/2020, hostile text, repeatability."""

import io
import zipfile
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.oxml.ns import qn

from khuyencong.kernel.papers import Heading, Paper, Table
from khuyencong.kernel.writers.cells import cell_text, printable
from khuyencong.kernel.writers.docx import render_docx

from .samples import BANNER, FOOT, HOSTILE, LETTERS, half_year, hostile, long_table, wide_table


def opened(paper: Paper):
    return Document(io.BytesIO(render_docx(paper)))


def data_tables(document) -> list:
    return [table for table in document.tables if table._tbl.find(f".//{qn('w:tblBorders')}") is not None]


def all_text(document) -> str:
    return "\n".join("".join(node.itertext()) for node in document.element.body.iter(qn("w:p")))


def test_every_table_figure_is_there_as_written():
    paper = half_year()
    expected = [block for block in paper.blocks if isinstance(block, Table)]
    drawn = data_tables(opened(paper))
    assert len(drawn) == len(expected) == 2
    for table, wanted in zip(drawn, expected, strict=True):
        texts = [[cell.text for cell in row.cells] for row in table.rows]
        assert texts[0] == [column.title for column in wanted.columns]
        assert texts[1:] == [
            [cell_text(c, k.unit, "triệu đồng") for c, k in zip(row.cells, wanted.columns, strict=True)]
            for row in wanted.rows
        ]


def test_sentences_letterhead_and_signature_are_there():
    text = all_text(opened(half_year()))
    for piece in (
        "BỘ CÔNG THƯƠNG", "CỤC CÔNG THƯƠNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
        "Số: ……/BC-CTĐP", "Hà Nội, ngày …… tháng …… năm 2024", "I. KẾT QUẢ THỰC HIỆN", "II. KHÓ KHĂN, VƯỚNG MẮC",
        "III. NHIỆM VỤ 6 THÁNG CUỐI NĂM", "với kinh phí 130 tỷ đồng cho 106 đề án", "là 45 tỷ đồng, đạt khoảng 34,6%",
        "hơn 20(*) địa phương", "khu vực phía Nam./.", "(*) Số liệu chờ xác nhận.", "Đơn vị tính: triệu đồng",
        "Nơi nhận:", "- Lãnh đạo Bộ (để báo cáo);", "- Lưu: VT, QLKC.", "KT. CỤC TRƯỞNG", "PHÓ CỤC TRƯỞNG",
        "Nguyễn Thị Ỷ Nhữ",
    ):  # fmt: skip
        assert piece in text, piece


def test_page_is_a4_with_the_margins_of_the_decree():
    section = opened(half_year()).sections[0]
    sizes = (section.page_width, section.page_height, section.top_margin, section.bottom_margin)
    assert [round(size.mm) for size in (*sizes, section.left_margin, section.right_margin)] == [
        210,
        297,
        20,
        20,
        30,
        15,
    ]


def test_body_is_times_14_justified_with_first_line_indent():
    document = opened(half_year())
    style = document.styles["Body Text"]
    assert (style.font.name, style.font.size.pt) == ("Times New Roman", 14)
    fonts = style.element.rPr.find(qn("w:rFonts"))
    assert {fonts.get(qn(f"w:{face}")) for face in ("ascii", "hAnsi", "eastAsia", "cs")} == {"Times New Roman"}
    assert style.paragraph_format.first_line_indent.mm == pytest.approx(12.7, abs=0.05)
    assert style.paragraph_format.space_after.pt == 6
    assert style.paragraph_format.alignment == 3
    assert next(p.text for p in document.paragraphs if p.style.name == "Heading 2") == "1. Kế hoạch và kinh phí"


def test_banner_and_foot_on_every_page_number_not_on_the_first():
    section = opened(half_year()).sections[0]
    assert section.different_first_page_header_footer
    assert [p.text for p in section.first_page_header.paragraphs] == [BANNER]
    assert section.header.paragraphs[0].text == BANNER
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml
    assert section.footer.paragraphs[0].text == section.first_page_footer.paragraphs[0].text == FOOT


def test_table_heads_repeat_and_numbers_stand_right():
    for table in data_tables(opened(half_year())):
        heads = [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in table.rows]
        assert heads == [True] + [False] * (len(table.rows) - 1)
    assert data_tables(opened(half_year()))[0].rows[1].cells[3].paragraphs[0].alignment == 2


def test_wide_table_gets_a_landscape_section_and_the_text_returns_upright():
    paper = replace(half_year(), blocks=(*half_year().blocks, Heading("Phụ lục"), wide_table(), long_table(3)))
    document = opened(paper)
    assert [section.orientation for section in document.sections] == [0, 1, 0]
    assert round(document.sections[1].page_width.mm) == 297
    assert document.sections[1].header.paragraphs[0].text == BANNER
    assert not document.sections[1].different_first_page_header_footer


def test_properties_name_the_body_and_no_person():
    properties = opened(half_year()).core_properties
    assert properties.title.startswith("BÁO CÁO Công tác khuyến công 6 tháng đầu năm")
    assert (properties.language, properties.author) == ("vi-VN", "CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG")
    assert properties.last_modified_by == properties.author
    assert properties.comments == ""


def test_same_paper_gives_same_bytes_and_created_is_what_was_given():
    moment = datetime(2024, 6, 30, 16, 20, tzinfo=UTC)
    first, second = (render_docx(half_year(), created=moment) for _ in range(2))
    assert first == second
    assert Document(io.BytesIO(first)).core_properties.created == moment
    stamps = {entry.date_time for entry in zipfile.ZipFile(io.BytesIO(first)).infolist()}
    assert stamps == {(1980, 1, 1, 0, 0, 0)}


def test_hostile_text_stays_text():
    document = opened(hostile())
    cells = [row.cells[0].text for row in data_tables(document)[0].rows[1:]]
    assert cells == [printable(word) for word in HOSTILE]


def test_vietnamese_letters_survive():
    paper = replace(half_year(), blocks=(Heading(LETTERS, 2),))
    assert LETTERS in all_text(opened(paper))


def test_file_carries_nothing_of_the_template():
    archive = zipfile.ZipFile(io.BytesIO(render_docx(half_year())))
    assert not [name for name in archive.namelist() if "thumbnail" in name or "Effects" in name or "customXml" in name]
    assert "Macintosh" not in "".join(archive.read(name).decode() for name in archive.namelist())
