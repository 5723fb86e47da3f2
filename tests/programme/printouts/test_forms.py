"""Every form of every kind of dossier, opened again by another program: exact đồng, amounts in words, the right names."""

import io
import unicodedata
from datetime import date

import openpyxl
import pytest
from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from khuyencong.kernel.money import dong_in_words, grouped
from khuyencong.kernel.writers.forms import rendered_form
from khuyencong.programme.actions.dossiers import write_changes
from khuyencong.programme.models import Project
from khuyencong.programme.printouts import FORMS, forms_of, pack_of
from khuyencong.programme.printouts.wording import RECONSTRUCTED
from khuyencong.programme.states import DossierKind
from tests.programme.carrying_out.cast import TODAY, cast
from tests.programme.printouts.scenes import CONTRACTED, DAY, MILLION, ODD, contracted, of_every_kind, worked

pytestmark = pytest.mark.django_db
REST = ODD - 210 * MILLION
ASKED = 12_345_678  # what scenes.of_every_kind asks in drafts
RAISED = 312_345_678

# The amount each form must show to the đồng and in words, by kind of dossier.
SHOWN = {
    "plan": {"de-nghi": CONTRACTED, "11": CONTRACTED, "danh-muc": ASKED},
    "contract": {"hop-dong": CONTRACTED, "danh-muc": CONTRACTED, "phieu-trinh": CONTRACTED},
    "support": {"hop-dong-ho-tro": ASKED},
    "progress": {"3a": CONTRACTED, "danh-muc": None},
    "advance": {"de-nghi": 210 * MILLION, "9": 210 * MILLION, "danh-muc": 210 * MILLION, "phieu-trinh": 210 * MILLION},
    "payment": {"de-nghi": REST, "3b": CONTRACTED, "9": REST, "danh-muc": REST, "phieu-trinh": REST},
    "acceptance": {"de-nghi": ODD, "3b": ODD, "5a": ODD, "5b": ODD, "danh-muc": ODD},
    "settlement": {
        "de-nghi": ODD, "7": ODD, "8a": ODD, "8b": ODD, "9": 0, "10": CONTRACTED, "danh-muc": None, "phieu-trinh": ODD,
    },
    "liquidation": {"9": 0, "10": CONTRACTED, "6": ODD, "danh-muc": ASKED, "phieu-trinh": ODD},
    "refund": {"10": CONTRACTED, "danh-muc": ASKED, "phieu-trinh": ASKED},
    "adjustment": {"de-nghi-dieu-chinh": CONTRACTED, "quyet-dinh": RAISED, "danh-muc": ASKED, "phieu-trinh": RAISED},
    "year_end": {"phieu-trinh": ASKED},
    "opening": {"phieu-trinh": ASKED},
}  # fmt: skip


def word_text(data: bytes) -> str:
    document = Document(io.BytesIO(data))
    return "\n".join("".join(node.itertext()) for node in document.element.body.iter(qn("w:p")))


def pdf_text(data: bytes) -> str:
    text = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
    return unicodedata.normalize("NFC", " ".join(text.split()))


def sheet_values(data: bytes) -> list:
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


def test_every_kind_has_its_pack_and_every_form_shows_its_amount():
    made = of_every_kind()
    assert set(made) == set(DossierKind.values) == set(SHOWN)
    for kind, dossier in made.items():
        codes = [form.code for form in forms_of(dossier)]
        assert codes == list(SHOWN[kind]), kind
        for (stem, paper), code in zip(pack_of(dossier, DAY), codes, strict=True):
            check(kind, stem, paper, SHOWN[kind][code], dossier.project.code)


def check(kind, stem, paper, amount, project_code):
    said = (kind, stem)
    word = " ".join(word_text(rendered_form(paper, "docx")).split())
    page = pdf_text(rendered_form(paper, "pdf"))
    sheet = sheet_values(rendered_form(paper, "xlsx"))
    assert project_code in word + " " + page, said
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in word, said
    if amount is None:
        return
    words = dong_in_words(amount)
    for text in (word, page):
        assert grouped(amount) in text, said
        assert words.lower() in text.lower(), said
    assert amount in sheet, said
    texts = " ".join(str(value) for value in sheet).lower()
    known = [cell.value for code, cell in paper.figures.items() if code.endswith("_words")]
    assert any(str(told).lower() in texts for told in (words, *known)), said


def test_forms_that_were_rebuilt_say_so():
    for dossier in of_every_kind().values():
        for form, (_stem, paper) in zip(forms_of(dossier), pack_of(dossier, DAY), strict=True):
            assert (RECONSTRUCTED in paper.foot) is (form.code[0].isdigit() or form.code.startswith("hop-dong"))


def test_what_no_department_follows_is_accepted_by_the_agency():
    one = contracted()
    Project.objects.filter(pk=one.project.pk).update(part="unit", place=None)
    one.project.refresh_from_db()
    made = one.open("acceptance", date(2021, 9, 1), amount=ODD, final=True)
    assert [form.code for form in forms_of(made)] == ["de-nghi", "3b", "5c", "danh-muc"]
    paper = FORMS["5c"].paper(made, DAY)
    text = word_text(rendered_form(paper, "docx"))
    assert grouped(ODD) in text and dong_in_words(ODD) in text
    assert "CỤC CÔNG THƯƠNG" in text and "SỞ CÔNG THƯƠNG" not in text


def test_a_task_is_assigned_not_contracted():
    one = cast(kind="task")
    Project.objects.filter(pk=one.project.pk).update(part="unit", place=None)
    one.project.refresh_from_db()
    made = one.open("contract", date(2021, 4, 1), amount=ODD)
    assert [form.code for form in forms_of(made)] == ["giao-nhiem-vu", "danh-muc", "phieu-trinh"]
    text = word_text(rendered_form(FORMS["giao-nhiem-vu"].paper(made, DAY), "docx"))
    assert grouped(ODD) in text and dong_in_words(ODD) in text and "Giao Trung tâm minh họa" in text


@pytest.mark.parametrize(
    ("changes", "kind", "head", "office"),
    [
        ([{"change": "stop"}], "single", "BỘ CÔNG THƯƠNG", "BỘ TRƯỞNG"),
        ([{"change": "reduce_support", "amount": 1}], "single", "CỤC CÔNG THƯƠNG", "CỤC TRƯỞNG"),
        ([{"change": "place"}], "group", "SỞ CÔNG THƯƠNG", "GIÁM ĐỐC"),
        ([{"change": "place"}, {"change": "add"}], "group", "BỘ CÔNG THƯƠNG", "BỘ TRƯỞNG"),
    ],
)
def test_a_decision_is_issued_by_whoever_the_law_lets_decide(changes, kind, head, office):
    one = cast(kind=kind)
    made = one.open("adjustment", date(2021, 8, 1), note="Lý do minh họa")
    write_changes(by=one.unit, dossier=made, changes=changes, today=TODAY)
    paper = FORMS["quyet-dinh"].paper(made, DAY)
    assert paper.signatory_title == office
    assert paper.letterhead.body.upper().startswith(head)
    text = word_text(rendered_form(paper, "docx"))
    assert "Căn cứ thẩm quyền quy định tại Điều 11 Thông tư số 36/2013/TT-BCT" in text
    assert "Căn cứ Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến công" in text


def test_a_stop_names_what_must_come_back():
    one = contracted()
    one.progress(400 * MILLION, date(2021, 6, 20))
    one.pay("advance", 123_456_789, date(2021, 7, 1))
    made = one.open("adjustment", date(2021, 8, 1))
    write_changes(by=one.unit, dossier=made, changes=[{"change": "stop", "after": "Ngừng"}], today=TODAY)
    text = word_text(rendered_form(FORMS["quyet-dinh"].paper(made, DAY), "docx"))
    assert "Ngừng triển khai đề án" in text
    assert f"123.456.789 đồng (Bằng chữ: {dong_in_words(123_456_789)})" in text and "hoàn trả" in text


def test_names_and_law_are_those_of_the_papers_own_day():
    one = contracted()
    made = one.made["contract"]
    then, later = (FORMS["hop-dong"].paper(made, day) for day in (DAY, date(2025, 12, 1)))
    assert then.letterhead.body == "Cục Công Thương địa phương"
    assert later.letterhead.body == "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công"
    texts = [word_text(rendered_form(paper, "docx")) for paper in (then, later)]
    assert ["235/2025/NĐ-CP" in text for text in texts] == [False, True]


def test_money_is_that_of_the_day():
    one = worked()
    before, after = (FORMS["10"].paper(one.made["settlement"], day) for day in (date(2021, 7, 15), DAY))
    rows = [paper.blocks[0].rows[-1].cells for paper in (before, after)]
    values = [[cell.value for cell in row[3:]] for row in rows]
    assert values[0] == [CONTRACTED, 210 * MILLION, 0, 0, 0, 0, 210 * MILLION, 0]
    assert values[1] == [CONTRACTED, 210 * MILLION, REST, ODD, 0, 0, 0, 0]


def test_a_slip_says_what_checks_found_and_who_prepared():
    one = worked()
    paper = FORMS["phieu-trinh"].paper(one.made["payment"], DAY, ["Khối lượng khớp biên bản."])
    text = word_text(rendered_form(paper, "docx"))
    assert "- Khối lượng khớp biên bản." in text
    for who in ("thu-donvi", "thu-so", "thu-chuyenvien", "thu-truongphong"):
        assert f"Người thử {who}" in text


def test_hostile_text_stays_text():
    one = contracted()
    made = one.open(
        "progress", date(2021, 6, 1), month=date(2021, 6, 1), note="=1+1 <w:t>&amp; \x07\ue000\ue001 #let x"
    )
    paper = FORMS["3a"].paper(made, DAY)
    assert "=1+1 <w:t>&amp; " in word_text(rendered_form(paper, "docx"))
    assert any(str(value).startswith("=1+1 <w:t>") for value in sheet_values(rendered_form(paper, "xlsx")))
    assert "#let x" in pdf_text(rendered_form(paper, "pdf"))


@pytest.mark.parametrize("lines", [2, 30])
def test_a_pack_asks_the_same_few_questions(django_assert_max_num_queries, lines):
    from khuyencong.programme.actions.dossiers import write_lines

    one = worked(f"q{lines}")
    made = one.made["settlement"]
    write_lines(by=one.unit, dossier=made, today=TODAY,
                lines=[{"title": f"Nội dung {n}", "support": n} for n in range(lines)])  # fmt: skip
    with django_assert_max_num_queries(32):
        pack_of(made, DAY)
