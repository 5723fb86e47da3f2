"""What is not a form, is not safe, or is not this dossier's is refused in words that say how to mend it."""

import io
import re
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.writers.forms import rendered_form
from khuyencong.programme.imports.forms import apply_form, read_form
from khuyencong.programme.imports.forms.filled import day_of, money_of, percent_of
from khuyencong.programme.models import Dossier
from khuyencong.programme.printouts import FORMS
from tests.programme.carrying_out.cast import TODAY
from tests.programme.forms.office import fill_sheet, fill_word, part_of, with_part
from tests.programme.printouts.scenes import DAY, contracted

pytestmark = pytest.mark.django_db
TEXT = "word/document.xml"


@pytest.fixture
def scene():
    one = contracted()
    return one, one.open("progress", date(2021, 6, 1), month=date(2021, 6, 1))


def made(dossier: Dossier, ending: str = "docx") -> bytes:
    return rendered_form(FORMS["3a"].paper(dossier, DAY), ending)


def why(data: bytes, name: str = "mau.docx"):
    with pytest.raises(Refused) as refused:
        read_form(data, name)
    return refused.value.findings[0]


@pytest.mark.parametrize(
    ("raw", "dong"),
    [
        (1_234_567, 1_234_567), ("1.234.567", 1_234_567), ("1,234,567", 1_234_567), ("1 234 567 đồng", 1_234_567),
        ("1.234,5 triệu", 1_234_500_000), ("0,3 tỷ", 300_000_000), ("300.000", 300_000), ("0", 0), (2.0, 2),
    ],
)  # fmt: skip
def test_amounts_as_people_write_them(raw, dong):
    assert money_of(raw) == dong


@pytest.mark.parametrize("raw", ["1,5", "-5", "năm triệu", "1.23.4", 1.5, True, "9" * 30, datetime(2021, 1, 1)])
def test_what_is_no_amount(raw):
    with pytest.raises(ValueError):
        money_of(raw)


@pytest.mark.parametrize(
    ("raw", "share"), [(0.75, 75), (75, 75), ("75%", 75), ("75 %", 75), ("100", 100), (0, 0), (1, 100)]
)
def test_shares_as_people_write_them(raw, share):
    assert percent_of(raw) == share


@pytest.mark.parametrize("raw", ["101%", "-1", "75,5%", 250])
def test_what_is_no_share(raw):
    with pytest.raises(ValueError):
        percent_of(raw)


@pytest.mark.parametrize("raw", ["5/6/2021", "05-06-2021", "05.06.2021", "2021-06-05", datetime(2021, 6, 5)])
def test_days_as_people_write_them(raw):
    assert day_of(raw) == date(2021, 6, 5)


def test_an_unreadable_cell_is_named_and_nothing_is_written(scene):
    one, dossier = scene
    data = fill_word(made(dossier), {"kc:line:1:done": "khoảng 2 tỷ", "kc:expected_on": "31/02/2021", "kc:note": "x"})
    form = read_form(data, "mau.docx")
    assert sorted(finding.where for finding in form.findings) == [
        "Dự kiến hoàn thành (ngày/tháng/năm)", "Kinh phí KCQG đã thực hiện, dòng 1",
    ]  # fmt: skip
    assert all(finding.remedy and finding.severity == "error" for finding in form.findings)
    with pytest.raises(Refused):
        apply_form(by=one.unit, dossier=dossier, form=form, today=TODAY)
    assert Dossier.objects.get(pk=dossier.pk).note == ""


def test_a_form_of_another_dossier_is_refused(scene):
    one, dossier = scene
    other = one.open("progress", date(2021, 7, 1), month=date(2021, 7, 1))
    form = read_form(fill_word(made(other), {"kc:note": "Tháng 7"}), "mau.docx")
    with pytest.raises(Refused) as refused:
        apply_form(by=one.unit, dossier=dossier, form=form, today=TODAY)
    finding = refused.value.findings[0]
    assert finding.code == "form-names-its-dossier" and "progress-2" in finding.message


def test_a_stranger_may_not_apply_it(scene):
    one, dossier = scene
    form = read_form(fill_word(made(dossier), {"kc:note": "x"}), "mau.docx")
    with pytest.raises(Refused) as refused:
        apply_form(by=one.so, dossier=dossier, form=form, today=TODAY)
    assert refused.value.findings[0].code == "not-your-desk"


def test_lines_that_are_gone_are_refused(scene):
    one, dossier = scene
    data = fill_word(made(dossier), {"kc:line:2:done": "5"})
    from khuyencong.programme.actions.dossiers import write_lines

    write_lines(by=one.unit, dossier=dossier, lines=[{"title": "Chỉ một dòng", "support": 5}], today=TODAY)
    with pytest.raises(Refused) as refused:
        apply_form(by=one.unit, dossier=dossier, form=read_form(data, "mau.docx"), today=TODAY)
    assert refused.value.findings[0].code == "lines-are-the-dossiers"


def test_tags_removed_by_hand_are_named(scene):
    _one, dossier = scene
    text = part_of(made(dossier), TEXT).decode()
    bare = re.sub(r"<w:bookmark(Start|End)[^>]*/>", "", re.sub(r'<w:tag w:val="[^"]*"/>', "", text))
    finding = why(with_part(made(dossier), TEXT, bare.encode()))
    assert finding.code == "form-is-known" and "thẻ" in finding.message and finding.remedy
    one_less = re.sub(r'<w:tag w:val="kc:line:2:asked"/>', "", text).replace('w:name="kc_line_2_asked"', 'w:name="x"')
    form = read_form(with_part(made(dossier), TEXT, one_less.encode()), "mau.docx")
    assert [finding.where for finding in form.findings] == ["Đề nghị tạm ứng, dòng 2"]


def test_a_copied_row_cannot_be_told_apart(scene):
    _one, dossier = scene
    text = part_of(fill_word(made(dossier), {"kc:line:2:done": "5"}), TEXT).decode()
    row = re.search(r"<w:tr>(?:(?!</w:tr>).)*kc:line:2:done.*?</w:tr>", text).group()
    doubled = text.replace(row, row + row.replace(">5<", ">6<"))
    assert why(with_part(made(dossier), TEXT, doubled.encode())).code == "tag-is-one"


def test_a_sheet_whose_names_are_gone_is_refused(scene):
    _one, dossier = scene
    book = openpyxl.load_workbook(io.BytesIO(made(dossier, "xlsx")))
    for name in list(book.defined_names):
        del book.defined_names[name]
    result = io.BytesIO()
    book.save(result)
    assert why(result.getvalue(), "mau.xlsx").code == "form-is-known"


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"xin chao", b"PK\x03\x04 broken", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600]
)
def test_what_is_no_form_at_all(data):
    finding = why(data, "la.pdf")
    assert finding.code == "form-is-known" and finding.remedy


def test_other_word_and_excel_files_are_not_forms(scene):
    assert why(rendered_form(FORMS["danh-muc"].paper(scene[1], DAY), "docx")).code == "form-is-known"
    assert why(rendered_form(FORMS["danh-muc"].paper(scene[1], DAY), "xlsx"), "a.xlsx").code == "form-is-known"


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_macros_are_refused(scene, ending):
    folder = {"docx": "word", "xlsx": "xl"}[ending]
    assert why(with_part(made(scene[1], ending), f"{folder}/vbaProject.bin", b"x"), f"a.{ending}").code == "no-macro"


def test_entities_are_refused(scene):
    data = made(scene[1])
    text = part_of(data, TEXT).decode()
    head = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">]>'
    bomb = re.sub(r"(<\?xml[^>]*\?>)", rf"\1{head}", text, count=1)
    assert "ENTITY" in bomb
    assert why(with_part(data, TEXT, bomb.encode())).code == "form-is-safe"
    sheet = made(scene[1], "xlsx")
    book = part_of(sheet, "xl/workbook.xml").decode()
    bomb = re.sub(r"(<\?xml[^>]*\?>)", rf"\1{head}", book, count=1)
    assert why(with_part(sheet, "xl/workbook.xml", bomb.encode()), "a.xlsx").code == "form-is-safe"


def test_bombs_are_refused(scene):
    big = b"0" * (120 * 1024 * 1024)
    assert why(with_part(made(scene[1]), "word/media/a.bin", big)).code == "form-is-small"
    big *= 2
    assert why(with_part(made(scene[1], "xlsx"), "xl/media/a.bin", big), "a.xlsx").code == "form-is-safe"


def test_a_package_that_lies_about_its_size_is_not_read_to_the_end(scene):
    """The main text is read up to a limit whatever the directory of the archive says."""
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", b" " * (40 * 1024 * 1024))
    assert why(result.getvalue()).code == "form-is-small"


def test_text_typed_beside_the_control_counts(scene):
    _one, dossier = scene
    text = part_of(made(dossier), TEXT).decode()
    cell = re.search(r"<w:sdt>(?:(?!</w:sdt>).)*kc:note.*?</w:sdt>", text).group()
    typed = text.replace(cell, cell + "<w:r><w:t>Gõ bên cạnh</w:t></w:r>")
    form = read_form(with_part(made(dossier), TEXT, typed.encode()), "mau.docx")
    assert form.values["note"] == "Gõ bên cạnh"


def test_formulas_without_value_are_not_taken_for_numbers(scene):
    _one, dossier = scene
    data = fill_sheet(made(dossier, "xlsx"), {"kc_line_1_done": "=1+1"})
    form = read_form(data, "mau.xlsx")
    assert [finding.where for finding in form.findings] == ["Kinh phí KCQG đã thực hiện, dòng 1"]
