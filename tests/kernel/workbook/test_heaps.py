"""Heaps that a small file can hold: empty cells, texts, merged areas, letters no database takes. Quick, or refused."""

import io
import zipfile

import pytest

from khuyencong.kernel.workbook import WorkbookRefused, open_workbook

_TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
_TOP = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="a" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
_BOOK = '<workbook xmlns:r="r"><sheets><sheet name="Mẫu" r:id="b"/></sheets></workbook>'
_RELATED = (
    '<Relationships><Relationship Id="b" Type="x/worksheet" Target="sheet.xml"/>'
    '<Relationship Id="c" Type="x/sharedStrings" Target="texts.xml"/></Relationships>'
)


def package(sheet: str, texts: str = "<sst/>") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        parts = {
            "[Content_Types].xml": _TYPES, "_rels/.rels": _TOP, "xl/workbook.xml": _BOOK,
            "xl/_rels/workbook.xml.rels": _RELATED, "xl/sheet.xml": sheet, "xl/texts.xml": texts,
        }  # fmt: skip
        for name, content in parts.items():
            made.writestr(name, content)
    return stream.getvalue()


def _sheet(body: str, after: str = "") -> str:
    return f"<worksheet><sheetData>{body}</sheetData>{after}</worksheet>"


def test_a_million_formatted_empty_cells_are_refused_unread():
    rows = "".join(f'<row r="{n}"><c r="A{n}" s="1"/><c r="B{n}" s="1"/></row>' for n in range(1, 450_001))
    with pytest.raises(WorkbookRefused, match="xóa các dòng và cột trống"):
        open_workbook(package(_sheet(rows)), "mau.xlsx")


def test_a_heap_of_texts_is_refused_unread():
    texts = "<sst>" + "".join(f"<si><t>{n} chữ</t></si>" for n in range(600_000)) + "</sst>"
    with pytest.raises(WorkbookRefused, match="quá nhiều chữ"):
        open_workbook(package(_sheet('<row><c t="s"><v>0</v></c></row>'), texts), "mau.xlsx")


def test_merged_areas_beyond_reason_are_left_out():
    merged = "<mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 60_000 + "</mergeCells>"
    book = open_workbook(package(_sheet("<row><c><v>5</v></c></row>", merged)), "mau.xlsx")
    assert len(book.sheets[0].merged) == 50_000


def test_control_characters_and_half_letters_are_dropped():
    body = '<row><c t="inlineStr"><is><t>Tỉnh_x0000_ Mẫu_x0007__xD83D_</t></is></c></row>'
    book = open_workbook(package(_sheet(body)), "mau.xlsx")
    assert book.sheets[0].cell(1, 1).text == "Tỉnh Mẫu"


@pytest.mark.parametrize("data", [b"7z\xbc\xaf\x27\x1c,\x00\x04", b"Rar!\x1a\x07,\n"])
def test_archives_are_not_called_text(data):
    with pytest.raises(WorkbookRefused, match="Không nhận ra"):
        open_workbook(data, "mau.xlsx")
