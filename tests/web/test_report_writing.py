"""Writing the report: nobody's words are lost, estimates stand beside and are never summed, the past offers nothing."""

import io

import openpyxl
import pytest

from khuyencong.accounts.models import User
from khuyencong.kernel.findings import Refused
from khuyencong.reporting.actions import keep_report_draft, save_assessment
from khuyencong.reporting.models import Assessment, Estimate, ReportDraft
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.queries import sentences_of
from khuyencong.reporting.rules import more_than_said
from khuyencong.reporting.states import Asked
from tests.conftest import HALF_YEAR

pytestmark = pytest.mark.django_db
ASKED = Asked(2024, HALF_YEAR)
WRITE = "/bao-cao/six-month/viet/?nam=2024"


def who(name: str) -> User:
    return User.objects.get(username=name)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def assess(client, seen: int, text: str, section: str = "difficulties"):
    data = {"nam": "2024", "section": section, "seen": seen, "text": text}
    return client.post("/bao-cao/six-month/nhan-dinh/", data)


def test_own_words_follow_the_sentences_of_their_section(officer):
    answer = assess(officer, 0, "Một số địa phương sáp nhập trung tâm.\nẢnh hưởng tiến độ.")
    assert answer.status_code == 302
    told = [sentence for heading, sentence in sentences_of(six_month.written(ASKED)[1]) if heading.startswith("II.")]
    assert told[-2:] == ["Một số địa phương sáp nhập trung tâm.", "Ảnh hưởng tiến độ."]
    page = text_of(officer.get(WRITE))
    assert "Nhận định bản 1, Lê Văn Minh Họa" in page
    assert page.count("Một số địa phương sáp nhập trung tâm.") == 1  # in the box, not again among the figures' own


def test_two_people_write_one_section_and_neither_loses_a_word(officer, as_person):
    head = as_person("truongphong")
    assert assess(officer, 0, "Bản của chuyên viên.").status_code == 302
    refused = assess(head, 0, "Bản của trưởng phòng.")
    assert refused.status_code == 422
    page = text_of(refused)
    assert "Bản 1 do Lê Văn Minh Họa vừa lưu" in page
    assert "Bản của chuyên viên." in page
    assert "Bản của trưởng phòng.</textarea>" in page
    assert assess(head, 1, "Bản của chuyên viên. Bản của trưởng phòng.").status_code == 302
    assert list(Assessment.objects.filter(section="difficulties").values_list("number", flat=True)) == [1, 2]
    assert "Cả 2 bản nhận định" in text_of(officer.get(WRITE))


def test_the_same_words_again_make_no_version():
    first = save_assessment(
        by=who("chuyenvien"), year=2024, section="plan", seen=0, text="Đúng tiến độ.", today=HALF_YEAR
    )
    again = save_assessment(
        by=who("ketoan"), year=2024, section="plan", seen=1, text=" Đúng tiến độ. ", today=HALF_YEAR
    )
    assert again == first
    with pytest.raises(Refused):
        save_assessment(by=who("chuyenvien"), year=2024, section="khac", seen=0, text="x", today=HALF_YEAR)


def test_an_estimate_stands_beside_the_figure_and_changes_no_figure(officer):
    before = six_month.written(ASKED)[0].figures
    data = {"nam": "2024", "code": "programme.allocated", "value": "105.000", "until": "31/12/2024",
            "ground": "Theo tiến độ phân bổ các đợt sau"}  # fmt: skip
    assert officer.post("/bao-cao/six-month/uoc/", data).status_code == 302
    row = Estimate.objects.get(ground="Theo tiến độ phân bổ các đợt sau")
    assert (row.value, row.by) == (105_000_000_000, who("chuyenvien"))
    assert six_month.written(ASKED)[0].figures == before
    book = openpyxl.load_workbook(io.BytesIO(officer.get("/bao-cao/six-month/xlsx/?nam=2024").content))
    cells = [[cell.value for cell in line] for line in book["Ước thực hiện"].iter_rows()]
    line = next(line for line in cells if "Theo tiến độ phân bổ các đợt sau" in line)
    assert "45.000.000.000 đồng" in line
    assert any("ước 105.000.000.000 đồng" in str(value) for value in line)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("until", "30/06/2024", "Số ước là của ngày sau ngày tính số liệu."),
        ("value", "nhiều", "Ghi một số từ 0"),
        ("ground", "  ", "Trường này"),
        ("code", "khac", "Trường này"),
    ],
)
def test_a_wrong_estimate_is_refused_at_its_field_and_nothing_is_lost(officer, field, value, said):
    data = {"nam": "2024", "code": "tasks.done", "value": "12", "until": "31/12/2024", "ground": "Theo chương trình"}
    answer = officer.post("/bao-cao/six-month/uoc/", {**data, field: value})
    assert answer.status_code == 422
    if said != "Trường này":
        assert said in text_of(answer)
    assert 'value="12"' in text_of(answer) or field == "value"
    assert not Estimate.objects.filter(code="tasks.done").exists()


def test_a_kept_draft_is_kept_once_until_something_moves(officer):
    kept = ReportDraft.objects.count()
    for _ in range(2):
        assert officer.post("/bao-cao/six-month/giu-nhap/", {"nam": "2024"}).status_code == 302
    assert ReportDraft.objects.count() == kept + 1
    save_assessment(by=who("chuyenvien"), year=2024, section="next", seen=0, text="Phấn đấu.", today=HALF_YEAR)
    assert keep_report_draft(by=who("chuyenvien"), asked=ASKED, today=HALF_YEAR).number == kept + 2


def test_the_past_and_readers_are_offered_nothing(officer, as_person):
    past = text_of(officer.get(WRITE, {"tinh_den": "31/03/2024"}))
    assert "Lưu nhận định" not in past and "Ghi số ước" not in past
    reader = as_person("kiemtoan")
    page = text_of(reader.get(WRITE))
    assert "Lưu nhận định" not in page
    assert assess(reader, 0, "x").status_code == 403


def test_the_annexes_compare_with_the_same_period_and_the_half_before():
    tables = {getattr(block, "name", ""): block for block in six_month.written(ASKED)[1].blocks}
    counts = {row.cells[0].value: [cell.value for cell in row.cells[1:]] for row in tables["So sánh"].rows}
    assert counts["Số địa phương, cơ quan được trả lời kiến nghị"] == ["21", "9", "0"]
    money = {row.cells[0].value: [cell.value for cell in row.cells[1:]] for row in tables["So sánh kinh phí"].rows}
    assert money["Kinh phí kế hoạch được phê duyệt"] == [130_000_000_000, 43_995_000_000]


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "00"), (5, "05"), (20, "20"), (21, "hơn 20"), (29, "hơn 20"), (30, "30"), (126, "hơn 120"), (218, "hơn 200")],
)
def test_more_than_is_said_by_rule(count, said):
    assert more_than_said(count) == said
