"""Pages of inspections: from the proposals to the closed file; findings, photos, holds; no query per row; the past."""

import io
from datetime import UTC, date, datetime
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuyencong.accounts.models import User
from khuyencong.cli.demo_inspections import HELD, picture
from khuyencong.documents.actions import Letter
from khuyencong.documents.models import Draft
from khuyencong.kernel.periods import holds_on
from khuyencong.oversight.actions import inspections as act
from khuyencong.oversight.actions.inspections import MemberGiven, RecommendationGiven, StopGiven
from khuyencong.oversight.models import ExternalConclusion, Inspection, Observation, Photo, Recommendation, Stop
from khuyencong.oversight.queries.inspections import inspections_between, stops_visited
from khuyencong.oversight.queries.recommendations import recommendations_on
from khuyencong.programme.models import Project
from khuyencong.records.queries import holds_on_subject
from khuyencong.registry.models import Place

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 31)
YEAR = {"nam": "2024"}
STARTS, ENDS = date(2024, 8, 12), date(2024, 8, 16)
SEEN = datetime(2024, 8, 12, 3, 30, tzinfo=UTC)


def who(name: str = "chuyenvien") -> User:
    return User.objects.get(username=name)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def place(name: str = "Phú Thọ", on: date = STARTS) -> Place:
    return Place.objects.get(holds_on(on), name=name, level="province")


def planned(number: int = 1, **more) -> Inspection:
    given = {
        "by": who(), "today": TODAY, "year": 2024, "kind": "check", "title": f"Đoàn thử số {number}",
        "starts_on": STARTS, "ends_on": ENDS, "on": date(2024, 7, 1),
        "stops": [StopGiven(place(), "projects", (2022, 2023), STARTS)],
        "members": [MemberGiven("Nguyễn Văn Mẫu", "head")],
    }  # fmt: skip
    return act.plan_inspection(**{**given, **more})


def letter(number: str, on: date) -> Letter:
    return Letter(number, on, signatory="Nguyễn Văn Mẫu")


def in_field(number: int = 1, **more) -> Inspection:
    trip, clerk = planned(number, **more), who("vanthu")
    act.record_decision(by=clerk, today=TODAY, inspection=trip, letter=letter(f"8{number:02}1/QĐ", date(2024, 7, 20)))
    act.record_notice(by=clerk, today=TODAY, inspection=trip, letter=letter(f"8{number:02}2/TB", date(2024, 7, 25)))
    return act.set_out(by=who(), today=TODAY, inspection=trip, on=STARTS)


def concluded(number: int = 1, *asked: RecommendationGiven, **more) -> Inspection:
    trip = in_field(number, **more)
    act.record_visit(by=who(), today=TODAY, stop=trip.stops.first(), visited_from=STARTS, visited_to=ENDS)
    act.finish_field(by=who(), today=TODAY, inspection=trip, on=ENDS)
    paper = letter(f"8{number:02}3/KL", date(2024, 9, 10))
    return act.record_conclusion(
        by=who("vanthu"), today=TODAY, inspection=trip, letter=paper, recommendations=asked
    )  # fmt: skip


def seen_at(stop: Stop, **given) -> Observation:
    said = {"key": uuid4(), "result": "lacking", "text": "Thiếu hóa đơn", "item": "counterpart", "seen_at": SEEN}
    return act.keep_observation(by=who(), stop=stop, **{**said, **given})


def formset(prefix: str, *rows: dict) -> dict:
    sent = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
    return sent | {f"{prefix}-{number}-{name}": value for number, row in enumerate(rows) for name, value in row.items()}


# ---- the demo


def test_the_half_year_of_the_demo_holds_exactly_its_trips():
    first, last = date(2024, 1, 1), date(2024, 6, 30)
    truth = {
        "projects": (3, {"An Giang", "Kiên Giang", "Đắk Nông", "Tuyên Quang", "Hà Giang"}),
        "clusters": (2, {"Đắk Nông", "Khánh Hòa", "Tuyên Quang", "Hà Giang"}),
    }
    for subject, (teams, places) in truth.items():
        stops = list(stops_visited(subject, first, last))
        assert {stop.place.name for stop in stops} == places
        assert len(stops) == len(places)
        assert len({stop.inspection_id for stop in stops}) == teams
    trips = inspections_between(first, last)
    assert {trip.state for trip in trips} <= {"concluded", "closed"}
    assert stops_visited("projects", date(2023, 1, 1), date(2023, 6, 30)).count() == 1
    assert set(Inspection.objects.values_list("state", flat=True)) >= {
        "planned", "notified", "field", "finished", "concluded", "closed", "cancelled",
    }  # fmt: skip
    assert {row.stood for row in recommendations_on(Recommendation.objects.all(), date.today())} == {
        "open",
        "reported",
        "closed",
    }
    assert ExternalConclusion.objects.get().recommendations.count() == 2
    assert holds_on_subject(Project.objects.get(code=HELD), "payment", date.max).count() == 1


# ---- lists


def test_the_list_filters_says_what_follows_and_keeps_the_past(officer):
    trip = planned(1, title="Đoàn thử vườn chè", stops=[StopGiven(place("Lai Châu"), "clusters")], kind="survey")
    page = text_of(officer.get("/kiem-tra/", YEAR))
    assert f'href="/kiem-tra/{trip.pk}/?nam=2024"' in page
    assert "Ghi nhận quyết định thành lập đoàn" in page
    assert "quá hạn" in page
    assert "đang chờ Cục xác nhận" in page
    asked = {"ke_hoach": "2024", "hinh_thuc": "survey", "noi_dung": "clusters", "trang_thai": "planned",
             "dia_phuong": place("Lai Châu").pk, "q": "vuon che"}  # fmt: skip
    page = text_of(officer.get("/kiem-tra/", asked))
    assert "Hiện 1 trong 1 đoàn" in page
    assert "Hãy bỏ bớt điều kiện" in text_of(officer.get("/kiem-tra/", {**asked, "trang_thai": "closed"}))
    then = text_of(officer.get("/kiem-tra/", {**YEAR, "tinh_den": "30/06/2024"}))
    assert "vườn chè" not in then
    assert 'href="/kiem-tra/moi/' not in then
    wrong = {"ke_hoach": "x", "sau": "x|y", "dia_phuong": "x", "noi_dung": "x", "hinh_thuc": "x", "trang_thai": "x"}
    assert officer.get("/kiem-tra/", wrong).status_code == 200
    Inspection.objects.filter(pk=trip.pk).update(year=2019)
    assert "vườn chè" in text_of(officer.get("/kiem-tra/", YEAR)), "under way trips of other years stay in sight"


def test_an_empty_list_says_what_to_do(officer):
    Inspection.objects.update(planned_on=date(2099, 1, 1))
    page = text_of(officer.get("/kiem-tra/", YEAR))
    assert "chưa có đoàn kiểm tra, khảo sát nào của năm 2024" in page
    assert "/kiem-tra/de-xuat/" in page
    ExternalConclusion.objects.update(received_on=date(2099, 1, 1))
    assert "chưa ghi kết luận nào về Cục" in text_of(officer.get("/kiem-tra/ket-luan-ngoai/"))
    Inspection.objects.update(concluded_on=date(2099, 1, 1))
    assert "chưa có kiến nghị nào" in text_of(officer.get("/kien-nghi-kiem-tra/"))


def test_lists_ask_no_query_per_row(officer):
    paths = (
        "/kiem-tra/?ke_hoach=2024", "/kiem-tra/xuat/?ke_hoach=2024", "/kiem-tra/in/docx/?ke_hoach=2024",
        "/kien-nghi-kiem-tra/", "/kien-nghi-kiem-tra/xuat/", "/kiem-tra/ket-luan-ngoai/",
        "/kiem-tra/ket-luan-ngoai/xuat/",
    )  # fmt: skip

    def asked(path: str) -> int:
        officer.get(path)
        with CaptureQueriesContext(connection) as told:
            answer = officer.get(path)
            assert answer.status_code == 200
            if answer.streaming:
                b"".join(answer.streaming_content)
        return len(told)

    before = {path: asked(path) for path in paths}
    for number in range(1, 13):
        concluded(number, RecommendationGiven("Bổ sung", "Sở Công Thương"), RecommendationGiven("Rà soát", "Sở"))
        planned(50 + number, stops=[StopGiven(place(), "projects"), StopGiven(place("Lai Châu"), "clusters")])
        act.record_external(by=who(), today=TODAY, body="Kiểm toán nhà nước", about="Thử", received_on=STARTS,
                            letter=letter(f"7{number:02}/KT", STARTS))  # fmt: skip
    assert {path: asked(path) for path in paths} == before


def test_exports_and_the_years_plan(officer):
    planned(3, title="Đoàn thử xuất bản")
    data = b"".join(officer.get("/kiem-tra/xuat/", {"ke_hoach": "2024", "dang": "csv"}).streaming_content).decode()
    assert "Đoàn thử xuất bản;Kiểm tra;Đề án khuyến công;Phú Thọ;Nguyễn Văn Mẫu" in data
    assert officer.get("/kiem-tra/xuat/", {"ke_hoach": "2024"})["Content-Type"].endswith("sheet")
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF"), ("xlsx", b"PK")):
        assert officer.get(f"/kiem-tra/in/{form}/", {"ke_hoach": "2024"}).content.startswith(start)
    assert officer.get("/kiem-tra/in/exe/").status_code == 404
    told = b"".join(officer.get("/kiem-tra/de-xuat/xuat/", {"dang": "csv"}).streaming_content).decode()
    assert "Chưa từng kiểm tra" in told
    told = b"".join(officer.get("/kiem-tra/ket-luan-ngoai/xuat/", {"dang": "csv"}).streaming_content).decode()
    assert "Kiểm toán nhà nước" in told
    told = b"".join(officer.get("/kien-nghi-kiem-tra/xuat/", {"dang": "csv"}).streaming_content).decode()
    assert HELD in told


@pytest.mark.parametrize("name", ["so-vinhlong", "donvi", "quantri"])
def test_others_see_nothing_of_it(as_person, name):
    client, photo = as_person(name), Photo.objects.first()
    trip = photo.observation.stop.inspection_id
    for path in (
        "/kiem-tra/", "/kiem-tra/xuat/", "/kiem-tra/de-xuat/", "/kiem-tra/moi/", f"/kiem-tra/{trip}/",
        f"/kiem-tra/anh/{photo.pk}/", "/kien-nghi-kiem-tra/", "/kiem-tra/ket-luan-ngoai/",
    ):  # fmt: skip
        assert client.get(path).status_code == 403, path


# ---- proposals and the plan


def test_proposals_tell_reasons_and_begin_a_plan(officer, as_person):
    page = text_of(officer.get("/kiem-tra/de-xuat/", {"ke_hoach": "2024"}))
    assert "Chưa từng kiểm tra" in page
    assert "Hai ngưỡng này chờ Cục xác nhận" in page
    chosen = text_of(
        officer.get("/kiem-tra/de-xuat/", {"ke_hoach": "2024", "ly_do": "obstacles", "noi_dung": "projects"})
    )
    assert "vướng mắc chưa tháo gỡ" in chosen
    assert "Quản lý cụm công nghiệp</td>" not in chosen
    assert "Hãy bỏ bớt" in text_of(officer.get("/kiem-tra/de-xuat/", {"q": "không có nơi này"}))
    past = text_of(officer.get("/kiem-tra/de-xuat/", {"tinh_den": "30/06/2024"}))
    assert 'type="checkbox"' not in past
    assert "về hiện tại để xử lý" in past
    assert 'name="chon"' not in text_of(as_person("kiemtoan").get("/kiem-tra/de-xuat/"))
    key = page.partition('name="chon" value="')[2].partition('"')[0]
    spot = Place.objects.get(pk=int(key.partition(":")[0]))
    grounds = officer.get(f"/kiem-tra/de-xuat/{spot.pk}/", {"ke_hoach": "2024"})
    assert f"Căn cứ đề xuất: {spot.name}" in text_of(grounds)
    begun = text_of(officer.get("/kiem-tra/moi/", {"ke_hoach": "2024", "chon": [key]}))
    assert f'<option value="{spot.pk}" selected>' in begun
    assert f"tại {spot.name}" in begun


def test_a_plan_is_made_from_rows_and_says_that_a_head_is_missing(officer):
    stop = {
        "place": place("Phú Thọ", date(2030, 1, 1)).pk,
        "subject": "projects",
        "years": "2023, 2024",
        "planned_on": "",
    }
    sent = {"title": "Đoàn thử kế hoạch", "kind": "check", "year": "2026", "starts_on": "12/10/2026",
            "ends_on": "14/10/2026"}  # fmt: skip
    more = officer.post(
        "/kiem-tra/moi/?ke_hoach=2026", {**sent, **formset("stops", stop), **formset("members"), "them": "noi"}
    )
    assert more.status_code == 200
    page = text_of(more)
    assert "stops-2-place" in page
    assert "Đoàn thử kế hoạch" in page
    assert "2023, 2024" in page
    assert "kc-error" not in page
    assert not Inspection.objects.filter(title="Đoàn thử kế hoạch").exists()
    wrong = {
        **sent,
        **formset("stops", {**stop, "years": "23"}, {"subject": "projects"}),
        **formset("members", {"role": "head"}),
    }
    answer = officer.post("/kiem-tra/moi/?ke_hoach=2026", wrong)
    assert answer.status_code == 422
    for said in ("Ghi các năm kế hoạch", "Chọn địa phương", "Chọn người của Cục"):
        assert said in text_of(answer), said
    blank = officer.post("/kiem-tra/moi/?ke_hoach=2026", {**sent, **formset("stops"), **formset("members")})
    assert "Chọn ít nhất một địa phương" in text_of(blank)
    people = formset(
        "members", {"user": who().pk}, {"name": "Trần Thị Mẫu", "body": "Viện minh họa", "role": "secretary"}, {}
    )
    answer = officer.post("/kiem-tra/moi/?ke_hoach=2026", {**sent, **formset("stops", stop, {}), **people}, follow=True)
    trip = Inspection.objects.get(title="Đoàn thử kế hoạch")
    assert "Quyết định cần đúng một trưởng đoàn; hiện có 0." in text_of(answer)
    assert [(one.name, one.role) for one in trip.members.all()] == [
        ("Lê Văn Minh Họa", "member"), ("Trần Thị Mẫu", "secretary"),
    ]  # fmt: skip
    assert trip.stops.get().years == [2023, 2024]
    assert trip.stops.get().reasons
    assert "Đoàn phải có đúng một trưởng đoàn" in text_of(answer), "the decision is closed until then"
    edit = f"/kiem-tra/{trip.pk}/sua/"
    assert "Trần Thị Mẫu" in text_of(officer.get(edit))
    both = formset("stops", stop, {**stop, "subject": "clusters", "years": ""})
    team = formset("members", {"user": who("truongphong").pk, "role": "head"})
    assert officer.post(edit, {**sent, **both, **team})["Location"] == f"/kiem-tra/{trip.pk}/"
    assert trip.stops.count() == 2
    assert trip.stops.get(subject="projects").reasons
    act.record_decision(by=who("vanthu"), today=date(2026, 10, 1), inspection=trip,
                        letter=letter("8801/QĐ", date(2026, 10, 1)))  # fmt: skip
    late = officer.get(edit, follow=True)
    assert "Đoàn đã có quyết định" in text_of(late)


# ---- the file


def test_a_trip_goes_from_its_decision_to_the_closed_file(officer, as_person):
    clerk, trip = as_person("vanthu"), planned(5)
    there = f"/kiem-tra/{trip.pk}/"
    page = text_of(officer.get(there))
    assert "Lập dự thảo quyết định" in page
    assert "chờ xác nhận" in page
    assert "chỉ khi đó mới tạm dừng thanh toán được" in page
    answer = officer.post(f"{there}du-thao/decision/")
    assert answer["Location"] == f"/du-thao/{Draft.objects.order_by('-pk')[0].pk}/"
    assert officer.post(f"{there}du-thao/conclusion/").status_code == 404
    empty = clerk.post(f"{there}buoc/decide/", {"decide-seen": "planned"})
    assert empty.status_code == 422
    paper = {"decide-number": "8901/QĐ-CTĐP", "decide-dated": "20/07/2024", "decide-seen": "planned"}
    assert clerk.post(f"{there}buoc/decide/", paper)["Location"] == there
    paper = {"notify-number": "8902/TB-CTĐP", "notify-dated": "25/07/2024", "notify-seen": "decided"}
    assert clerk.post(f"{there}buoc/notify/", paper).status_code == 302
    assert (
        as_person("kiemtoan")
        .post(f"{there}buoc/set_out/", {"set_out-on": "12/08/2024", "set_out-seen": "notified"})
        .status_code
        == 422
    )
    assert (
        officer.post(f"{there}buoc/set_out/", {"set_out-on": "12/08/2024", "set_out-seen": "notified"}).status_code
        == 302
    )
    stop = trip.stops.get()
    early = officer.post(f"{there}noi/{stop.pk}/ngay/", {f"visit-{stop.pk}-visited_from": "01/07/2024"})
    assert early.status_code == 422
    assert "trước quyết định thành lập đoàn" in text_of(early)
    days = {f"visit-{stop.pk}-visited_from": "12/08/2024", f"visit-{stop.pk}-visited_to": "14/08/2024"}
    assert officer.post(f"{there}noi/{stop.pk}/ngay/", days)["Location"] == f"{there}#noi-{stop.pk}"
    signed = {f"minutes-{stop.pk}-number": "01/BB", f"minutes-{stop.pk}-dated": "14/08/2024"}
    assert clerk.post(f"{there}noi/{stop.pk}/bien-ban/", {}).status_code == 422
    assert clerk.post(f"{there}noi/{stop.pk}/bien-ban/", signed).status_code == 302
    finish = {"finish-on": "16/08/2024", "finish-seen": "field"}
    assert officer.post(f"{there}buoc/finish/", finish).status_code == 302
    page = text_of(officer.get(there))
    assert "01/BB" in page
    assert "Lập dự thảo kết luận" in page
    paper = {"conclude-number": "8903/KL-CTĐP", "conclude-dated": "10/09/2024", "conclude-seen": "finished"}
    assert clerk.post(f"{there}buoc/conclude/", paper).status_code == 302
    then = text_of(officer.get(there, {"tinh_den": "13/08/2024"}))
    assert "8903/KL-CTĐP" not in then
    assert "01/BB" not in then
    assert "về hiện tại để xử lý" in then
    assert "Lập dự thảo" not in then
    done = {"close-on": "10/10/2024", "close-seen": "concluded"}
    assert officer.post(f"{there}buoc/close/", done).status_code == 302
    assert "Không còn bước nào" in text_of(officer.get(there))
    assert officer.post(f"{there}buoc/khac/").status_code == 404


def test_a_trip_is_cancelled_with_its_reason(officer):
    trip = planned(6)
    there = f"/kiem-tra/{trip.pk}/buoc/cancel/"
    assert officer.post(there, {"cancel-on": "01/08/2024", "cancel-seen": "planned"}).status_code == 422
    sent = {"cancel-on": "01/08/2024", "cancel-seen": "planned", "cancel-remark": "Địa phương xin hoãn (minh họa)"}
    assert officer.post(there, sent).status_code == 302
    assert "Địa phương xin hoãn" in text_of(officer.get(f"/kiem-tra/{trip.pk}/"))


def test_findings_photos_and_minutes_of_a_place(officer, as_person):
    trip = in_field(7)
    stop = trip.stops.get()
    act.record_visit(by=who(), today=TODAY, stop=stop, visited_from=STARTS)
    row, png = seen_at(stop), picture(3, 24, 16)
    photo = act.keep_photo(by=who(), observation=row, key=uuid4(), data=png, taken_at=SEEN)
    page = text_of(officer.get(f"/kiem-tra/{trip.pk}/"))
    assert "Thiếu hóa đơn" in page
    assert f'src="/kiem-tra/anh/{photo.pk}/"' in page
    shown = as_person("kiemtoan").get(f"/kiem-tra/anh/{photo.pk}/")
    assert b"".join(shown.streaming_content) == png
    assert shown["Content-Type"] == "image/png"
    assert shown["X-Content-Type-Options"] == "nosniff"
    assert shown["Content-Disposition"].startswith("inline")
    blob = photo.attachment.blob
    type(blob).objects.filter(pk=blob.pk).update(media_type="text/html")
    assert officer.get(f"/kiem-tra/anh/{photo.pk}/").status_code == 404
    for form, start in (("docx", b"PK"), ("pdf", b"%PDF")):
        assert officer.get(f"/kiem-tra/{trip.pk}/noi/{stop.pk}/bien-ban/{form}/").content.startswith(start)
    assert officer.get(f"/kiem-tra/{trip.pk}/noi/{stop.pk}/bien-ban/exe/").status_code == 404
    assert officer.get(f"/kiem-tra/{planned(8).pk}/noi/{stop.pk}/bien-ban/pdf/").status_code == 404
    before = text_of(officer.get(f"/kiem-tra/{trip.pk}/", {"tinh_den": "10/08/2024"}))
    assert "Thiếu hóa đơn" not in before


def test_a_result_is_written_and_corrected_at_the_desk(officer):
    trip = in_field(9)
    stop = trip.stops.get()
    row, there = seen_at(stop), f"/kiem-tra/{trip.pk}/noi/{stop.pk}/ket-qua/"
    page = text_of(officer.get(there, {"sua": row.pk}))
    assert f'<option value="{row.pk}" selected>' in page
    key = str(uuid4())
    sent = {"key": key, "corrects": row.pk, "item": "counterpart", "result": "met", "text": "Đã bổ sung",
            "seen_on": "13/08/2024"}  # fmt: skip
    wrong = {**sent, "photo": SimpleUploadedFile("a.jpg", b"<html>")}
    answer = officer.post(there, wrong)
    assert answer.status_code == 422
    assert "không phải ảnh" in text_of(answer)
    good = {**sent, "photo": io.BytesIO(picture(4, 24, 16))}
    assert officer.post(there, good)["Location"] == f"/kiem-tra/{trip.pk}/#noi-{stop.pk}"
    assert officer.post(there, {**sent, "photo": io.BytesIO(picture(4, 24, 16))}).status_code in (302, 422)
    assert Observation.objects.filter(stop=stop).count() == 2
    assert Photo.objects.filter(observation__stop=stop).count() == 1
    page = text_of(officer.get(f"/kiem-tra/{trip.pk}/"))
    assert "đã đính chính" in page
    assert "Đã bổ sung" in page
    empty = officer.post(there, {"key": str(uuid4()), "result": "wrong", "seen_on": "13/08/2024"})
    assert "Ghi nội dung đã thấy" in text_of(empty)


# ---- recommendations and holds


def test_payment_is_held_only_from_a_recorded_conclusion(officer, as_person):
    project = Project.objects.filter(year=2024).order_by("position")[0]
    trip = concluded(10)
    there = f"/kiem-tra/{trip.pk}/kien-nghi/"
    bad = officer.post(there, {"ask-text": "Bổ sung", "ask-project": "KHÔNG-CÓ", "ask-owner_name": "Sở"})
    assert bad.status_code == 422
    assert "Không có đề án mã này" in text_of(bad)
    assert "Chọn hoặc ghi cơ quan" in text_of(officer.post(there, {"ask-text": "Bổ sung"}))
    sent = {"ask-text": "Bổ sung chứng từ", "ask-owner_name": "Sở Công Thương minh họa", "ask-project": project.code}
    assert officer.post(there, sent)["Location"] == f"/kiem-tra/{trip.pk}/#kien-nghi"
    row = trip.recommendations.get()
    page = f"/kien-nghi-kiem-tra/{row.pk}/"
    assert "Tạm dừng thanh toán theo kết luận" in text_of(officer.get(page))
    assert "Tạm dừng thanh toán theo kết luận" not in text_of(as_person("kiemtoan").get(page))
    assert officer.post(f"{page}tam-dung/", {"hold-on": "20/09/2024"}).status_code == 422
    hold = {"hold-on": "20/09/2024", "hold-reason": "Thiếu chứng từ"}
    assert officer.post(f"{page}tam-dung/", hold)["Location"] == page
    assert holds_on_subject(project, "payment", date(2024, 9, 20)).count() == 1
    assert "Thiếu chứng từ" in text_of(officer.get(page))
    assert "Thiếu chứng từ" not in text_of(officer.get(page, {"tinh_den": "15/09/2024"}))
    assert "Đang tạm dừng" in text_of(officer.get("/kien-nghi-kiem-tra/", {"tam_dung": "1"}))
    lift = {"lift-on": "01/11/2024", "lift-reason": "Đã đủ chứng từ"}
    refused = officer.post(f"{page}go/", lift)
    assert refused.status_code == 422
    assert "gỡ tạm dừng cần văn bản" in text_of(refused)
    report = {"report-on": "25/10/2024", "report-remark": "Đã bổ sung", "report-seen": "open"}
    assert officer.post(f"{page}buoc/report/", report).status_code == 422
    report |= {"report-number": "88/SCT-MH", "report-dated": "25/10/2024"}
    assert officer.post(f"{page}buoc/report/", report)["Location"] == page
    back = {"reopen-on": "26/10/2024", "reopen-remark": "Còn thiếu", "reopen-seen": "reported"}
    assert as_person("truongphong").post(f"{page}buoc/reopen/", back).status_code == 302
    again = {**report, "report-on": "28/10/2024", "report-number": "89/SCT-MH", "report-dated": "28/10/2024"}
    assert officer.post(f"{page}buoc/report/", again).status_code == 302
    close = {"close-on": "30/10/2024", "close-remark": "Đã xem đủ", "close-seen": "reported"}
    assert as_person("truongphong").post(f"{page}buoc/close/", close).status_code == 302
    assert officer.post(f"{page}go/", lift)["Location"] == page
    assert holds_on_subject(project, "payment", date(2024, 11, 1)).count() == 0
    assert "gỡ từ 01/11/2024" in text_of(officer.get(page))
    assert officer.post(f"{page}buoc/khac/").status_code == 404


def test_recommendations_are_listed_late_first_and_filtered(officer):
    trip = concluded(11, RecommendationGiven("Việc thử một", "Sở", date(2024, 9, 20)),
                     RecommendationGiven("Việc thử hai", "Sở", date(2099, 1, 1)))  # fmt: skip
    page = text_of(officer.get("/kien-nghi-kiem-tra/", {"q": "viec thu"}))
    assert page.index("Việc thử một") < page.index("Việc thử hai")
    late = text_of(officer.get("/kien-nghi-kiem-tra/", {"han": "late", "nguon": "ours", "q": "viec thu"}))
    assert "Việc thử một" in late
    assert "Việc thử hai" not in late
    row = trip.recommendations.get(text="Việc thử một")
    act.report_recommendation(by=who(), today=TODAY, recommendation=row, on=date(2024, 9, 19), said="Xong",
                              paper=letter("90/SCT", date(2024, 9, 19)))  # fmt: skip
    act.close_recommendation(by=who("truongphong"), today=TODAY, recommendation=row, on=date(2024, 9, 20), said="Đủ")
    page = text_of(officer.get("/kien-nghi-kiem-tra/", {"q": "viec thu"}))
    assert page.index("Việc thử hai") < page.index("Việc thử một"), "what is done comes last"
    then = text_of(officer.get(f"/kien-nghi-kiem-tra/{row.pk}/", {"tinh_den": "15/09/2024"}))
    assert "Đang thực hiện" in then
    assert "90/SCT" not in then
    assert officer.get("/kien-nghi-kiem-tra/", {"sau": "x|y", "han": "x", "nguon": "x"}).status_code == 200


def test_a_conclusion_about_the_agency_is_followed(officer, as_person):
    sent = {"body": "Kiểm toán nhà nước", "about": "Quyết toán thử", "received_on": "10/09/2024"}
    assert officer.post("/kiem-tra/ket-luan-ngoai/moi/", sent).status_code == 422
    sent |= {"number": "12/TB-KT-MH", "dated": "05/09/2024"}
    there = officer.post("/kiem-tra/ket-luan-ngoai/moi/", sent)["Location"]
    row = ExternalConclusion.objects.get(about="Quyết toán thử")
    assert row.document.issuer_name == "Kiểm toán nhà nước"
    assert there == f"/kiem-tra/ket-luan-ngoai/{row.pk}/"
    assert officer.post(f"{there}kien-nghi/", {"ask-text": "Rà soát"}).status_code == 422
    ask = {"ask-text": "Rà soát hồ sơ", "ask-owner_name": "Văn phòng Cục", "ask-due_on": "01/12/2024"}
    assert officer.post(f"{there}kien-nghi/", ask)["Location"] == there
    one = row.recommendations.get()
    assert f'href="/kien-nghi-kiem-tra/{one.pk}/"' in text_of(officer.get(there))
    page = f"/kien-nghi-kiem-tra/{one.pk}/"
    assert "Thanh toán của đề án" not in text_of(officer.get(page))
    report = {"report-on": "25/10/2024", "report-remark": "Đã rà soát", "report-seen": "open"}
    assert officer.post(f"{page}buoc/report/", report).status_code == 302
    assert "Quyết toán thử" in text_of(officer.get("/kiem-tra/ket-luan-ngoai/"))
    assert "Quyết toán thử" not in text_of(officer.get("/kiem-tra/ket-luan-ngoai/", {"tinh_den": "01/09/2024"}))
    assert "Quyết toán thử" in text_of(officer.get("/kiem-tra/ket-luan-ngoai/", {"con": "left", "q": "quyet toan thu"}))
    assert "Hãy bỏ bớt" in text_of(officer.get("/kiem-tra/ket-luan-ngoai/", {"q": "không có"}))
    assert as_person("kiemtoan").get("/kiem-tra/ket-luan-ngoai/moi/").status_code == 403
    assert reverse("recommendations") == "/kien-nghi-kiem-tra/"
