"""The import pages: upload, preview that writes nothing, recording once, rows that wait and are settled."""

import io
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from khuyencong.accounts.models import User
from khuyencong.ledger.models import Movement
from khuyencong.programme.models import AllocationLine, AnnualPlan, Project
from khuyencong.records.models import Attachment, Event, ImportRun

pytestmark = pytest.mark.django_db
DEMO = Path(settings.DATA_DIR) / "demo"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(autouse=True)
def own_drafts(settings, tmp_path):
    settings.HOME = tmp_path


@pytest.fixture
def officer(client):
    client.force_login(User.objects.get(username="chuyenvien"))
    return client


def sheet(year: int, **cells: object) -> bytes:
    """The demo plan as another year's, with some cells changed."""
    book = openpyxl.load_workbook(DEMO / "ke_hoach_2024.xlsx")
    for row in book.active.iter_rows():
        for cell in row:
            if isinstance(cell.value, str):
                cell.value = cell.value.replace("2024", str(year)).replace("3396", "3397")
    for address, value in cells.items():
        book.active[address] = value
    return saved(book)


def saved(book) -> bytes:
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def upload(client, data: bytes, *, kind="plan", year=2025, name="kế hoạch.xlsx", **more):
    file = SimpleUploadedFile(name, data, XLSX)
    return client.post(reverse("import-new"), {"kind": kind, "year": year, "file": file, **more})


def counts() -> tuple[int, ...]:
    models = (AnnualPlan, Project, Movement, ImportRun, Attachment, Event, AllocationLine)
    return tuple(model.objects.count() for model in models)


def kept_files() -> list[str]:
    """Stored contents; the empty file a rehearsal leaves holds nothing of anybody's."""
    return sorted(path.name for path in Path(settings.FILES_DIR).rglob("*") if path.is_file() and path.stat().st_size)


def record_address(preview: str) -> str:
    return f"{preview}nhap/"


def test_preview_writes_nothing_and_recording_writes_once(officer):
    before = counts()
    files_before = kept_files()
    answer = upload(officer, sheet(2025))
    assert answer.status_code == 302 and "/xem-truoc/" in answer["Location"]
    page = officer.get(answer["Location"])
    text = page.content.decode()
    assert "Nhập 106 dòng đúng" in text and "Khớp tổng ghi trên văn bản" in text
    assert counts() == before
    assert kept_files() == files_before
    recorded = officer.post(record_address(answer["Location"]))
    run = ImportRun.objects.get(year=2025)
    assert recorded["Location"] == reverse("import-run", args=[run.pk])
    assert Project.objects.filter(year=2025).count() == 106
    assert run.made_by.username == "chuyenvien" and run.state == "complete"
    assert "Đã nhập 106 dòng." in officer.get(recorded["Location"]).content.decode()


def test_second_click_and_same_file_again_change_nothing(officer):
    data = sheet(2025)
    preview = upload(officer, data)["Location"]
    officer.post(record_address(preview))
    after = counts()
    again = officer.post(record_address(preview))
    run = ImportRun.objects.get(year=2025)
    assert again["Location"] == reverse("import-run", args=[run.pk])
    assert officer.get(preview)["Location"] == reverse("import-run", args=[run.pk])
    uploaded = upload(officer, data)
    assert uploaded["Location"] == reverse("import-run", args=[run.pk])
    assert "Tệp này đã được nhập, không có gì thay đổi." in officer.get(uploaded["Location"]).content.decode()
    assert counts() == after


def test_a_row_with_an_unknown_province_waits_and_is_settled_on_the_page(officer):
    data = sheet(2025, A10="I", B10="Tỉnh Hà Gian", E11="Tỉnh Hà Gian", C11="Trung tâm Khuyến công")
    preview = upload(officer, data)["Location"]
    text = officer.get(preview).content.decode()
    assert "Ô E11:" in text and "Nhập 105 dòng đúng" in text
    officer.post(record_address(preview))
    run = ImportRun.objects.get(year=2025)
    row = run.rows.get(state="doubtful")
    address = reverse("import-settle", args=[run.pk, row.pk])
    refused = officer.post(address, {f"d{row.pk}-place_key": ""})
    assert refused.status_code == 422 and Project.objects.filter(year=2025).count() == 105
    place = Project.objects.filter(place__name="Tuyên Quang", year=2024).first().place_id
    done = officer.post(address, {f"d{row.pk}-place_key": str(place)})
    assert done.status_code == 302
    run.refresh_from_db()
    assert run.state == "complete" and run.rows.get(pk=row.pk).state == "recorded"
    assert Project.objects.filter(year=2025).count() == 106
    assert officer.post(address, {f"d{row.pk}-place_key": str(place)}).status_code in (404, 422)
    assert Project.objects.filter(year=2025).count() == 106


def test_an_unreadable_amount_is_given_in_the_unit_of_the_paper(officer):
    preview = upload(officer, sheet(2025, I11="bốn trăm"))["Location"]
    officer.post(record_address(preview))
    run = ImportRun.objects.get(year=2025)
    row = run.rows.get(state="doubtful")
    address = reverse("import-settle", args=[run.pk, row.pk])
    assert officer.post(address, {f"d{row.pk}-amount": "nhiều", f"d{row.pk}-unit": "1000000"}).status_code == 422
    assert run.state == "incomplete"
    officer.post(address, {f"d{row.pk}-amount": "405", f"d{row.pk}-unit": "1000000"})
    run.refresh_from_db()
    assert run.state == "complete"  # the stated total agrees once the row has its amount
    assert "Khớp tổng ghi trên văn bản" in officer.get(reverse("import-run", args=[run.pk])).content.decode()
    assert Project.objects.get(year=2025, ordinal="1").support == 405_000_000


def test_a_total_that_disagrees_is_kept_and_accepted_with_a_reason(officer):
    book = openpyxl.load_workbook(io.BytesIO(sheet(2025)))
    total = next(row for row in book.active.iter_rows() if str(row[1].value or row[0].value).upper().startswith("TỔNG"))
    total[8].value = 131000
    preview = upload(officer, saved(book))["Location"]
    text = officer.get(preview).content.decode()
    assert "131.000" in text and "Chấp nhận tổng lệch, lý do" in text
    officer.post(record_address(preview), {"ly_do": "Đính chính bằng công văn"})
    run = ImportRun.objects.get(year=2025)
    assert run.state == "complete" and AnnualPlan.objects.get(year=2025).stated_total == 131_000_000_000


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("kế hoạch.xlsx", b"%PDF-1.7 ...", "Đây là tệp PDF, không phải Excel"),
        ("kế hoạch.xlsx", b"", "Tệp rỗng"),
        ("kế hoạch.xlsx", b"PK\x03\x04" + b"x" * 200, "Tệp hỏng"),
        ("kế hoạch.xls", b"<html><table></table></html>", "trang web (HTML)"),
    ],
)
def test_a_hostile_file_is_refused_at_the_field_and_what_was_typed_stays(officer, name, data, sentence):
    answer = upload(officer, data, name=name, decision="12/QĐ-BCT", decision_date="05/06/2025")
    text = answer.content.decode()
    assert answer.status_code == 422 and sentence in text
    assert 'id="id_file_error"' in text and "12/QĐ-BCT" in text and "05/06/2025" in text
    assert not list(Path(settings.HOME).glob("drafts/*"))


def test_a_secrecy_stamp_is_refused(officer):
    answer = upload(officer, sheet(2025, A1="MẬT"))
    assert "Không được đưa tài liệu có độ mật" in answer.content.decode()
    assert not ImportRun.objects.filter(year=2025).exists()


def test_a_date_is_day_first_and_a_wrong_one_is_said(officer):
    answer = upload(officer, sheet(2025), decision_date="31/02/2025")
    assert answer.status_code == 422 and "Hãy ghi ngày/tháng/năm" in answer.content.decode()
    preview = upload(officer, sheet(2025), decision_date="05/06/2025", decision="3397/QĐ-BCT")["Location"]
    officer.post(record_address(preview))
    assert str(AnnualPlan.objects.get(year=2025).effective_on) == "2025-06-05"


def allocation_book(**cells) -> bytes:
    book = openpyxl.Workbook()
    lines = [
        ["DANH SÁCH PHÂN BỔ KINH PHÍ KHUYẾN CÔNG QUỐC GIA NĂM 2025"],
        ["(Kèm theo Quyết định số 15/QĐ-CTĐP ngày 10 tháng 3 năm 2025)"],
        [None, None, None, None, "Đơn vị tính: triệu đồng"],
        ["TT", "Số TT trong kế hoạch", "Tên đề án, nhiệm vụ", "Đơn vị thực hiện", "Số kinh phí phân bổ"],
    ]
    for line in lines:
        book.active.append(line)
    first, second = Project.objects.filter(year=2025).order_by("position")[:2]
    book.active.append([1, first.ordinal, first.title, first.implementer_name, 100])
    book.active.append([2, second.ordinal, second.title, second.implementer_name, 200])
    book.active.append([None, None, "Cộng", None, 300])
    for address, value in cells.items():
        book.active[address] = value
    return saved(book)


def test_allocations_are_previewed_recorded_and_a_lost_row_is_given_its_project(officer):
    officer.post(record_address(upload(officer, sheet(2025))["Location"]))
    data = allocation_book(B6="999", C6="Một đề án không có trong kế hoạch", D6="")
    preview = upload(officer, data, kind="allocations", name="phân bổ.xlsx")["Location"]
    text = officer.get(preview).content.decode()
    assert "Nhập 1 dòng đúng" in text and "Không tìm thấy trong kế hoạch" in text
    officer.post(record_address(preview))
    run = ImportRun.objects.get(year=2025, kind="allocations")
    row = run.rows.get(state="doubtful")
    project = Project.objects.filter(year=2025).order_by("position")[1]
    typed = {f"d{row.pk}-project": project.code, f"d{row.pk}-decision": "15/QĐ-CTĐP"}
    assert officer.post(reverse("import-settle", args=[run.pk, row.pk]), typed).status_code == 302
    assert AllocationLine.objects.get(project=project).movement.amount == 200_000_000
    page = upload(officer, data, kind="allocations", name="phân bổ.xlsx")
    assert page["Location"] == reverse("import-run", args=[run.pk])


def test_allocations_without_a_date_ask_for_it_before_anything_is_recorded(officer):
    officer.post(record_address(upload(officer, sheet(2025))["Location"]))
    data = allocation_book(A2="Danh sách kèm theo")
    preview = upload(officer, data, kind="allocations", decision="15/QĐ-CTĐP")["Location"]
    assert "Chưa rõ ngày của quyết định phân bổ" in officer.get(preview).content.decode()
    typed = {"kind": "allocations", "year": 2025, "decision": "15/QĐ-CTĐP", "decision_date": "10/03/2025"}
    assert officer.post(preview, typed).status_code == 302
    assert "Nhập 2 dòng đúng" in officer.get(preview).content.decode()


def test_allocations_of_a_year_without_a_plan_are_refused_with_the_remedy(officer):
    data = (DEMO / "phan_bo_2024.xlsx").read_bytes()
    preview = upload(officer, data, kind="allocations", year=2027)["Location"]
    assert "Chưa có kế hoạch năm 2027" in officer.get(preview).content.decode()
    before = counts()
    officer.post(record_address(preview))
    assert counts() == before


def test_the_marked_workbook_opens_again_with_the_doubtful_cell_explained(officer):
    preview = upload(officer, sheet(2025, B10="Tỉnh Hà Gian", E11="Tỉnh Hà Gian", C11="Trung tâm"))["Location"]
    answer = officer.get(f"{preview}danh-dau/")
    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.worksheets[0]["E11"].comment is not None
    officer.post(record_address(preview))
    run = ImportRun.objects.get(year=2025)
    again = officer.get(reverse("import-run-marked", args=[run.pk]))
    assert openpyxl.load_workbook(io.BytesIO(again.content)).worksheets[0]["E11"].comment is not None


def test_the_kept_file_is_served_by_attachment_to_those_in_scope_only(officer, client):
    data = sheet(2025)
    officer.post(record_address(upload(officer, data)["Location"]))
    file = Attachment.objects.filter(kind="workbook").latest("pk")
    answer = officer.get(reverse("attachment", args=[file.pk]))
    assert b"".join(answer.streaming_content) == data
    assert answer["Content-Disposition"].startswith("attachment")
    client.force_login(User.objects.get(username="so-nghean"))
    assert client.get(reverse("attachment", args=[file.pk])).status_code == 404


def test_a_draft_belongs_to_its_session(officer, client):
    preview = upload(officer, sheet(2025))["Location"]
    assert officer.get(preview).status_code == 200
    other = type(client)()
    other.force_login(User.objects.get(username="truongphong"))
    assert other.get(preview).status_code == 404
    assert other.post(record_address(preview)).status_code == 404
    officer.post(f"{preview}bo/")
    assert officer.get(preview).status_code == 404


@pytest.mark.parametrize("name", ["imports", "import-new"])
@pytest.mark.parametrize("user", ["so-nghean", "donvi", "lanhdao", "kiemtoan", "quantri"])
def test_people_without_the_verb_are_refused(client, name, user):
    client.force_login(User.objects.get(username=user))
    assert client.get(reverse(name)).status_code == 403


def test_looking_at_the_past_offers_no_action(officer):
    preview = upload(officer, sheet(2025))["Location"]
    officer.cookies["kc_tinh_den"] = "30/06/2024"
    for address in (reverse("imports"), reverse("import-new"), preview):
        text = officer.get(address).content.decode()
        assert 'method="post" enctype' not in text and 'id="ghi-nhan"' not in text
    assert officer.post(record_address(preview)).status_code == 409


def test_big_files_are_shown_two_hundred_rows_at_a_time(officer, django_assert_max_num_queries):
    book = openpyxl.load_workbook(io.BytesIO(sheet(2025)))
    last = book.active.max_row
    for index in range(300):
        book.active.cell(last + 1 + index, 1, 200 + index)
        book.active.cell(last + 1 + index, 2, f"Hỗ trợ ứng dụng máy móc số {index}")
        for column in (3, 5, 6, 9):
            book.active.cell(last + 1 + index, column, book.active.cell(11, column).value)
    preview = upload(officer, saved(book))["Location"]
    with django_assert_max_num_queries(20):
        text = officer.get(f"{preview}?the=dung").content.decode()
    assert text.count('class="kc-import-line"') == 200 and "Trang sau" in text


def test_a_row_that_contradicts_the_record_is_set_aside_with_a_reason(officer):
    first = upload(officer, sheet(2025))["Location"]
    officer.post(record_address(first))
    second = upload(officer, sheet(2025, I11=999, H11=1404))["Location"]
    officer.post(record_address(second))
    run = ImportRun.objects.filter(year=2025).order_by("-pk").first()
    row = run.rows.get(state="doubtful")
    address = reverse("import-settle", args=[run.pk, row.pk])
    assert "Giữ số đã ghi nhận" in officer.get(reverse("import-run", args=[run.pk])).content.decode()
    assert officer.post(address, {f"d{row.pk}-reason": ""}).status_code == 422
    assert officer.post(address, {f"d{row.pk}-reason": "Bản dự thảo gửi nhầm"}).status_code == 302
    run.refresh_from_db()
    assert (run.state, Project.objects.get(year=2025, position=1).support) == ("complete", 405_000_000)
