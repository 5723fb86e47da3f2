"""A form goes out, is filled in by a person, comes back and lands in its dossier."""

import io
from datetime import date

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.writers.forms import rendered_form
from khuyencong.programme.imports.forms import apply_form, read_form
from khuyencong.programme.models import Dossier
from khuyencong.programme.printouts import FORMS
from tests.programme.carrying_out.cast import MILLION, TODAY
from tests.programme.forms.office import SOFFICE, fill_sheet, fill_word, through_libreoffice
from tests.programme.printouts.scenes import DAY, contracted, worked

pytestmark = pytest.mark.django_db

TYPED = {
    "kc:work_value": "1.234,5 triệu", "kc:expected_on": "30/11/2021", "kc:note": "Chờ nhập khẩu linh kiện",
    "kc:line:1:share": "75%", "kc:line:1:done": "150.000.001", "kc:line:2:asked": "20 triệu",
}  # fmt: skip
CELLS = {
    "kc_work_value": 1_234_500_000, "kc_expected_on": date(2021, 11, 30), "kc_note": "Chờ nhập khẩu linh kiện",
    "kc_line_1_share": 0.75, "kc_line_1_done": "150.000.001", "kc_line_2_asked": 20_000_000,
}  # fmt: skip


def draft(mark: str = "a"):
    one = contracted(mark)
    return one, one.open("progress", date(2021, 6, 1), month=date(2021, 6, 1))


def landed(dossier: Dossier) -> None:
    """The dossier says what was typed, and its lines keep what the form does not ask."""
    fresh = Dossier.objects.get(pk=dossier.pk)
    assert (fresh.work_value, fresh.expected_on, fresh.note) == (
        1_234_500_000, date(2021, 11, 30), "Chờ nhập khẩu linh kiện",
    )  # fmt: skip
    first, second = fresh.lines.order_by("position")
    assert (first.share, first.done, first.asked) == (75, 150_000_001, None)
    assert (second.share, second.done, second.asked) == (None, None, 20 * MILLION)
    assert (first.title, first.support, first.counterpart, second.other) == (
        "Máy sấy phun sương", 200 * MILLION, 150 * MILLION, 10 * MILLION,
    )  # fmt: skip
    assert first.beneficiary is not None


@pytest.mark.parametrize("office", ["none", "libreoffice"])
def test_word_form_comes_back(office, tmp_path):
    one, dossier = draft()
    data = fill_word(rendered_form(FORMS["3a"].paper(dossier, DAY), "docx"), TYPED)
    if office == "libreoffice":
        if not SOFFICE.exists():
            pytest.skip("LibreOffice is not installed")
        data = through_libreoffice(data, "docx", tmp_path)
    form = read_form(data, "bao-cao.docx")
    assert (form.code, form.project_code, form.kind, form.number) == ("3a", one.project.code, "progress", 1)
    assert form.findings == ()
    assert apply_form(by=one.unit, dossier=dossier, form=form, today=TODAY) == []
    landed(dossier)


def test_excel_form_comes_back():
    one, dossier = draft()
    data = fill_sheet(rendered_form(FORMS["3a"].paper(dossier, DAY), "xlsx"), CELLS)
    form = read_form(data, "bao-cao.xlsx")
    assert form.findings == ()
    assert apply_form(by=one.unit, dossier=dossier, form=form, today=TODAY) == []
    landed(dossier)


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_settlement_form_comes_back_and_keeps_what_was_typed_before(ending):
    one = worked()
    dossier = one.made["settlement"]
    words = {"kc:line:1:done": "199.765.432", "kc:line:1:asked": "199.765.432", "kc:note": "Đủ chứng từ"}
    cells = {name.replace(":", "_"): text for name, text in words.items()}
    data = rendered_form(FORMS["7"].paper(dossier, DAY), ending)
    form = read_form(fill_word(data, words) if ending == "docx" else fill_sheet(data, cells), f"quyet-toan.{ending}")
    assert (form.code, form.kind) == ("7", "settlement")
    apply_form(by=one.unit, dossier=dossier, form=form, today=TODAY)
    again = read_form(rendered_form(FORMS["7"].paper(dossier, DAY), ending), f"mau.{ending}")
    assert again.values == {"note": "Đủ chứng từ"}
    assert again.lines[1] == {"done": 199_765_432, "asked": 199_765_432}
    assert again.lines[2] == {}


def test_a_blank_cell_leaves_what_is_recorded():
    one, dossier = draft()
    one.fill(dossier, one.unit, note="Đã ghi trên hệ thống", work_value=5)
    form = read_form(rendered_form(FORMS["3a"].paper(dossier, DAY), "docx"), "mau.docx")
    assert form.values == {"work_value": 5, "note": "Đã ghi trên hệ thống"}
    data = fill_word(rendered_form(FORMS["3a"].paper(dossier, DAY), "docx"), {"kc:note": " "})
    apply_form(by=one.unit, dossier=dossier, form=read_form(data, "mau.docx"), today=TODAY)
    assert Dossier.objects.get(pk=dossier.pk).note == "Đã ghi trên hệ thống"


def test_an_empty_form_says_that_nothing_changed():
    one, dossier = draft()
    form = read_form(rendered_form(FORMS["3a"].paper(dossier, DAY), "xlsx"), "mau.xlsx")
    found = apply_form(by=one.unit, dossier=dossier, form=form, today=TODAY)
    assert [finding.code for finding in found] == ["form-says-something"]
    assert not dossier.lines.exists()


def test_an_amount_above_its_line_is_recorded_and_said():
    one, dossier = draft()
    data = fill_sheet(rendered_form(FORMS["3a"].paper(dossier, DAY), "xlsx"), {"kc_line_2_done": 100 * MILLION + 1})
    found = apply_form(by=one.unit, dossier=dossier, form=read_form(data, "mau.xlsx"), today=TODAY)
    assert [(finding.code, finding.severity) for finding in found] == [("line-within-support", "warning")]
    assert "100.000.001" in found[0].message


def test_a_form_cannot_be_applied_once_the_dossier_was_sent():
    one, dossier = draft()
    data = fill_word(rendered_form(FORMS["3a"].paper(dossier, DAY), "docx"), TYPED)
    one.act(one.unit, dossier, "submit", date(2021, 6, 20))
    with pytest.raises(Refused) as refused:
        apply_form(by=one.unit, dossier=dossier, form=read_form(data, "mau.docx"), today=TODAY)
    assert refused.value.findings[0].code == "being-prepared"
    assert Dossier.objects.get(pk=dossier.pk).work_value is None


def test_cells_to_fill_in_can_be_seen():
    _one, dossier = draft()
    paper = FORMS["3a"].paper(dossier, DAY)
    document = Document(io.BytesIO(rendered_form(paper, "docx")))
    shaded = {
        cell.find(f".//{qn('w:tag')}").get(qn("w:val"))
        for cell in document.element.body.iter(qn("w:tc"))
        if cell.find(f"{qn('w:tcPr')}/{qn('w:shd')}") is not None
    }
    assert shaded == {"kc:work_value", "kc:expected_on", "kc:note"} | {
        f"kc:line:{n}:{name}" for n in (1, 2) for name in ("share", "done", "asked")
    }
    book = openpyxl.load_workbook(io.BytesIO(rendered_form(paper, "xlsx")))
    for name, place in book.defined_names.items():
        if not name.startswith("kc_"):
            continue
        (sheet, spot), *_rest = place.destinations
        cell = book[sheet][spot.replace("$", "")]
        fillable = name != "kc_dossier"
        assert cell.protection.locked is not fillable, name
        assert (cell.fill.fgColor.rgb == "FFFFF2CC") is fillable, name


@pytest.mark.parametrize("ending", ["docx", "xlsx"])
def test_the_same_form_has_the_same_bytes(ending):
    _one, dossier = draft()
    first, second = (rendered_form(FORMS["3a"].paper(dossier, DAY), ending) for _ in range(2))
    assert first == second
