"""The PDF, opened again: figures, fonts, pages, hostile text, repeatability."""

import io
import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from khuyencong.kernel.papers import Heading, Paper, Paragraph, Table
from khuyencong.kernel.writers import pdf
from khuyencong.kernel.writers.cells import cell_text
from khuyencong.kernel.writers.pdf import FACES, FontsMissing, font_directory, render_pdf

from .samples import BANNER, FOOT, LETTERS, half_year, hostile, long_table, wide_table


def opened(paper: Paper) -> PdfReader:
    return PdfReader(io.BytesIO(render_pdf(paper)))


def page_texts(reader: PdfReader) -> list[str]:
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def fonts(reader: PdfReader) -> set[str]:
    """Names of the faces, each checked to be embedded."""
    names = set()
    for page in reader.pages:
        for font in page["/Resources"]["/Font"].values():
            inner = font.get_object()["/DescendantFonts"][0].get_object()
            assert "/FontFile2" in inner["/FontDescriptor"] or "/FontFile3" in inner["/FontDescriptor"]
            names.add(re.sub(r"^/[A-Z]{6}\+", "", font.get_object()["/BaseFont"]).split("-Identity")[0])
    return names


def test_every_figure_is_there_as_written():
    paper = half_year()
    text = " ".join(page_texts(opened(paper)))
    for table in (block for block in paper.blocks if isinstance(block, Table)):
        for row in table.rows:
            written = " ".join(
                cell_text(c, k.unit, "triệu đồng") for c, k in zip(row.cells, table.columns, strict=True)
            )
            assert " ".join(written.split()) in text
    for paragraph in (block for block in paper.blocks if isinstance(block, Paragraph)):
        assert paragraph.text.rstrip(".").replace("hơn 20", "hơn 20(*)") in text
    assert "phía Nam./. (*) Số liệu chờ xác nhận." in text


def test_only_tinos_is_embedded():
    assert fonts(opened(half_year())) == {"Tinos-Regular", "Tinos-Bold", "Tinos-Italic", "Tinos-BoldItalic"}
    signs = replace(half_year(), blocks=(Paragraph(("☐ ☑ ✓ 漢字 🙂 ∑",)),))
    assert all(name.startswith("Tinos") for name in fonts(opened(signs)))


def test_vietnamese_letters_can_be_read_back():
    for capital in (False, True):
        letters = LETTERS.upper() if capital else LETTERS
        paper = replace(
            half_year(), blocks=(Heading(letters, 2), Paragraph((letters,)), Paragraph((letters,), italic=True))
        )
        assert page_texts(opened(paper))[0].count(letters) == 3


def test_banner_and_foot_on_every_page_number_from_the_second():
    blocks = (*half_year().blocks, Heading("Phụ lục"), wide_table(), long_table())
    texts = page_texts(opened(replace(half_year(), blocks=blocks)))
    assert len(texts) >= 6
    assert texts[0].startswith(f"{BANNER} BỘ CÔNG THƯƠNG")
    for number, text in enumerate(texts[1:], 2):
        assert text.startswith(f"{BANNER} {number} ")
        assert FOOT in text


def test_long_table_repeats_its_head():
    texts = page_texts(opened(replace(half_year(), blocks=(long_table(200),))))
    pages = [text for text in texts if "Đề án số" in text]
    assert len(pages) >= 4
    assert all(text.count("TT Tên đề án Kinh phí") == 1 for text in pages)


def test_wide_table_lies_on_a_landscape_page():
    reader = opened(replace(half_year(), blocks=(*half_year().blocks, wide_table())))
    shapes = [page.mediabox.width > page.mediabox.height for page in reader.pages]
    assert shapes.count(True) == 1
    for page in reader.pages:
        assert sorted(round(side * 0.3528) for side in (page.mediabox.width, page.mediabox.height)) == [210, 297]


def test_hostile_text_is_printed_not_run():
    text = " ".join(page_texts(opened(hostile())))
    assert '#panic("x") *_$[`] ]#] \\ // /* <b>&amp; "q"' in text
    assert "=cmd|' /C calc'!A0" in text
    assert "</w:t><w:p/>" in text


def test_properties_and_repeatability():
    moment = datetime(2024, 6, 30, 16, 20, tzinfo=UTC)
    first, second = (render_pdf(half_year(), created=moment) for _ in range(2))
    assert first == second
    properties = PdfReader(io.BytesIO(first)).metadata
    assert properties.title.startswith("BÁO CÁO Công tác khuyến công 6 tháng đầu năm")
    assert properties.author == "CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG"
    assert properties.creation_date == moment


def test_undated_paper_does_not_read_the_clock():
    assert render_pdf(half_year()) == render_pdf(half_year())
    assert PdfReader(io.BytesIO(render_pdf(half_year()))).metadata.creation_date.year == 2000


def test_threads_share_the_fonts():
    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(lambda _: render_pdf(half_year()), range(8)))) == 1


def test_missing_fonts_are_an_error(monkeypatch, tmp_path):
    monkeypatch.setattr(pdf, "font_directory", lambda: tmp_path)
    with pytest.raises(FontsMissing, match=FACES[0]):
        render_pdf(half_year())


def test_one_missing_face_is_named(monkeypatch, tmp_path):
    for face in FACES[:-1]:
        shutil.copy(font_directory() / face, tmp_path)
    monkeypatch.setattr(pdf, "font_directory", lambda: tmp_path)
    with pytest.raises(FontsMissing, match=FACES[-1]):
        render_pdf(half_year())


def test_paper_without_body_or_signature_still_draws():
    paper = replace(
        half_year(), blocks=(), recipients=(), authority="", signatory_title="", signatory_name="", banner=""
    )
    assert len(opened(paper).pages) == 1
