"""Pages of the work programme: the half by field, forms, the end of a period, its paper, the calendar feed."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuyencong.accounts.models import User
from khuyencong.oversight.actions.petitions import receive_petition
from khuyencong.oversight.actions.tasks import begin_task, finish_task, plan_task, report_progress
from khuyencong.oversight.models import Milestone, ProgressReport, TaskPartner, WorkTask
from khuyencong.registry.models import Organisation, Place

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 31)
HALF = {"nam": "2024", "ky": "1"}
PATH = "/chuong-trinh-cong-tac/"


def who(name: str) -> User:
    return User.objects.get(username=name)


def planned(number: int = 1, **more) -> WorkTask:
    given = {
        "year": 2024, "half": 1, "field": "promotion", "title": f"Nhiệm vụ minh họa số {number}",
        "starts_on": date(2024, 1, 15), "due_on": date(2024, 6, 25), "lead": who("chuyenvien"),
        "on": date(2024, 1, 10),
    }  # fmt: skip
    return plan_task(by=who("truongphong"), today=TODAY, **{**given, **more})


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def only_mine():
    """Tasks of the demo are moved out of the half, so that counts are those of the test."""
    WorkTask.objects.update(year=1999)


def test_the_half_is_shown_by_field_as_it_stood(officer, only_mine):
    assert "chưa có nhiệm vụ nào" in text_of(officer.get(PATH, HALF))
    one = planned(1, partners=[Place.objects.filter(name="Quảng Trị").first(), "Hiệp hội minh họa"])
    planned(2, field="rural")
    report_progress(by=who("chuyenvien"), today=TODAY, task=one, on=date(2024, 3, 1), progress=35)
    finish_task(by=who("chuyenvien"), today=TODAY, task=one, on=date(2024, 6, 1), result="Xong")
    page = text_of(officer.get(PATH, HALF))
    assert "1/2</b>" in page
    assert "1 quá hạn" in page
    assert "Phối hợp: Quảng Trị, Hiệp hội minh họa" in page
    assert page.index(">Khuyến công <span") < page.index(">Chương trình nông thôn mới <span")
    then = text_of(officer.get(PATH, {**HALF, "tinh_den": "05/04/2024"}))
    assert "0/2</b>" in then
    assert "35%" in then
    assert f'href="{PATH}moi/' not in then
    assert "minh họa số 2" not in text_of(officer.get(PATH, {**HALF, "linh_vuc": "promotion"}))
    assert "Hãy bỏ bớt điều kiện" in text_of(officer.get(PATH, {**HALF, "q": "khong co"}))
    wrong = {"sau": "x", "ky": "9", "nguoi": "x", "trang_thai": "x"}
    assert officer.get(PATH, {"nam": "2024", **wrong}).status_code == 200


@pytest.mark.parametrize("name", ["so-vinhlong", "donvi", "quantri"])
def test_others_see_no_programme(as_person, name):
    one, client = planned(), as_person(name)
    for path in (PATH, f"{PATH}xuat/", f"{PATH}in/docx/", f"{PATH}{one.pk}/", f"{PATH}ket-thuc-ky/"):
        assert client.get(path).status_code == 403, path
    assert client.post(f"{PATH}lich/").status_code == 403


def test_lists_ask_no_query_per_row(officer, only_mine):
    def asked(path: str) -> int:
        officer.get(path, HALF)
        with CaptureQueriesContext(connection) as told:
            assert officer.get(path, HALF).status_code == 200
        return len(told)

    def full(number: int) -> None:
        body = Organisation.objects.filter(kind="department").order_by("pk")[number]
        planned(number, partners=[body, Place.objects.first()], milestones=[("Mốc", date(2024, 3, 1))],
                division=Organisation.objects.get(code="CUC-QLKC"))  # fmt: skip

    full(1)
    paths = (PATH, f"{PATH}xuat/", f"{PATH}in/xlsx/", f"{PATH}ket-thuc-ky/")
    before = {path: asked(path) for path in paths}
    for number in range(2, 31):
        full(number)
    assert {path: asked(path) for path in paths} == before


def test_a_task_is_entered_with_partners_and_milestones(officer):
    quang_tri = Place.objects.filter(name="Quảng Trị", valid_to__isnull=True).first()
    sent = {"title": "Chuẩn bị hội chợ minh họa", "field": "promotion", "year": "2024", "half": "2",
            "starts_on": "15/07/2024", "due_on": "30/09/2024", "lead": who("chuyenvien").pk, "places": [quang_tri.pk],
            "partners": "Hiệp hội minh họa\n", "milestones": "30/07/2024 Thống nhất kế hoạch\n"}  # fmt: skip
    wrong = officer.post(f"{PATH}moi/", {**sent, "milestones": "sớm thôi"})
    assert wrong.status_code == 422
    assert "Dòng 1: ghi ngày rồi tên mốc" in text_of(wrong)
    there = officer.post(f"{PATH}moi/", sent)["Location"]
    task = WorkTask.objects.get(title=sent["title"])
    assert there == f"{PATH}{task.pk}/"
    assert task.in_programme_on == timezone.localdate()
    assert TaskPartner.objects.filter(task=task).count() == 2
    mark = Milestone.objects.get(task=task)
    page = text_of(officer.get(there))
    assert "Thống nhất kế hoạch" in page
    assert "Quảng Trị" in page
    twin = officer.post(f"{PATH}moi/", sent)
    assert twin.status_code == 422
    assert f'href="{there}"' in text_of(twin)
    assert officer.post(f"{there}moc/{mark.pk}/").status_code == 302
    assert Milestone.objects.get(pk=mark.pk).done_on == timezone.localdate()
    assert officer.post(f"{there}moc/{mark.pk + 999}/").status_code == 404


def test_steps_of_a_task(officer, as_person):
    task = planned()
    there = f"{PATH}{task.pk}/"
    wrong = officer.post(f"{there}buoc/report/", {"report-progress": "140", "report-on": "01/03/2024"})
    assert wrong.status_code == 422
    sent = {"report-progress": "40", "report-on": "01/03/2024", "report-seen": "planned", "report-remark": "Đã họp"}
    assert officer.post(f"{there}buoc/report/", sent).status_code == 302
    assert ProgressReport.objects.get(task=task).progress == 40
    assert "40%. Đã họp" in text_of(officer.get(there))
    assert officer.post(f"{there}buoc/reach/").status_code == 404
    auditor = as_person("kiemtoan")
    assert "Văn thư, chuyên viên, trưởng phòng hoặc kế toán của Cục làm việc này." in text_of(auditor.get(there))
    assert auditor.post(f"{there}buoc/report/", sent).status_code == 403
    sent = {"finish-remark": "Đã xong", "finish-on": "20/06/2024", "finish-seen": "doing",
            "finish-number": "8701/CTĐP-KC", "finish-dated": "19/06/2024"}  # fmt: skip
    assert officer.post(f"{there}buoc/finish/", sent).status_code == 302
    page = text_of(officer.get(there))
    assert "8701/CTĐP-KC" in page
    assert "Đã xong" not in text_of(officer.get(there, {"tinh_den": "10/06/2024"}))


def test_the_end_of_a_period_decides_each_task_on_its_own(officer, only_mine):
    first, second, third = planned(1), planned(2), planned(3)
    begin_task(by=who("chuyenvien"), today=TODAY, task=first, on=date(2024, 2, 1))
    page = text_of(officer.get(f"{PATH}ket-thuc-ky/", HALF))
    for task in (first, second, third):
        assert f'id="n{task.pk}_carry-due_on"' in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    decide = f"{PATH}ket-thuc-ky/{{}}/{{}}/".format
    wrong = officer.post(decide(first.pk, "carry"), {"carry-on": "28/06/2024", "carry-due_on": "30/06/2024",
                                                     "carry-remark": "Đổi lịch", "carry-seen": "doing"})  # fmt: skip
    assert wrong.status_code == 422
    assert "Hạn mới phải từ ngày đầu của kỳ sau" in text_of(wrong)
    assert "Đổi lịch" in text_of(wrong)
    sent = {"carry-on": "28/06/2024", "carry-due_on": "30/09/2024", "carry-remark": "Đổi lịch", "carry-seen": "doing"}
    answer = officer.post(decide(first.pk, "carry"), sent)
    assert answer["Location"] == f"{PATH}ket-thuc-ky/?nam=2024&ky=1"
    drop = {"drop-on": "28/06/2024", "drop-remark": "Không còn cần", "drop-seen": "planned"}
    assert officer.post(decide(second.pk, "drop"), drop).status_code == 302
    done = {"finish-on": "28/06/2024", "finish-remark": "Xong", "finish-seen": "planned"}
    assert officer.post(decide(third.pk, "finish"), done).status_code == 302
    assert officer.post(decide(third.pk, "begin")).status_code == 404
    assert "đã có kết quả hoặc quyết định" in text_of(officer.get(f"{PATH}ket-thuc-ky/", HALF))
    follower = WorkTask.objects.get(carried_from=first)
    assert (follower.year, follower.half) == (2024, 2)
    assert f"{PATH}{follower.pk}/" in text_of(officer.get(f"{PATH}{first.pk}/"))


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_the_programme_prints(officer, form):
    planned()
    answer = officer.get(f"{PATH}in/{form}/", HALF)
    assert answer.status_code == 200
    assert len(answer.content) > 1000
    assert officer.get(f"{PATH}in/exe/", HALF).status_code == 404


def test_the_export_holds_every_row(officer, only_mine):
    planned(1)
    planned(2)
    told = b"".join(officer.get(f"{PATH}xuat/", {**HALF, "dang": "csv"}).streaming_content).decode("utf-8-sig")
    assert "Nhiệm vụ minh họa số 1" in told
    assert "Nhiệm vụ minh họa số 2" in told


def test_the_calendar_is_read_with_its_key_only(officer, as_person):
    today = timezone.localdate()
    year, half = today.year, 1 if today.month <= 6 else 2
    task = plan_task(by=who("truongphong"), today=today, year=year, half=half, field="promotion", on=today,
                     title="Việc, có dấu phẩy", starts_on=today, due_on=today, lead=who("chuyenvien"),
                     milestones=[("Gửi dự thảo", today)])  # fmt: skip
    receive_petition(by=who("chuyenvien"), today=today, kind="voters", field="clusters", topic="land",
                     what="Giá thuê đất", received_on=today, sender_name="Cử tri minh họa",
                     handler=who("chuyenvien"))  # fmt: skip
    page = officer.post(f"{PATH}lich/")
    assert page["Cache-Control"] == "no-store"
    key = re.search(r"/lich/([\w-]+)\.ics", page.content.decode())[1]
    assert key not in User.objects.get(username="chuyenvien").calendar_key
    answer = Client().get(f"/lich/{key}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    text = answer.content.decode().replace("\r\n ", "")
    assert f"UID:work-task-{task.pk}@khuyencong" in text
    assert "Việc\\, có dấu phẩy" in text
    assert "SUMMARY:Mốc: Gửi dự thảo" in text
    assert "SUMMARY:Hạn trả lời kiến nghị: Đất đai" in text
    assert "Cử tri minh họa" not in text
    for wrong in ("x", key[:-1], key + "a"):
        assert Client().get(f"/lich/{wrong}.ics").status_code == 404
    officer.post(f"{PATH}lich/")
    assert Client().get(f"/lich/{key}.ics").status_code == 404


def test_the_calendar_of_who_left_is_not_found(officer):
    key = re.search(r"/lich/([\w-]+)\.ics", officer.post(f"{PATH}lich/").content.decode())[1]
    assert Client().get(f"/lich/{key}.ics").status_code == 200
    User.objects.filter(username="chuyenvien").update(is_active=False)
    assert Client().get(f"/lich/{key}.ics").status_code == 404
