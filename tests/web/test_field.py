"""The field page and what a phone sends: once under a key, only the team, only pictures, the past only read."""

import hashlib
import json
import re
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from khuyencong.oversight.models import Inspection, Observation, Photo, Stop
from khuyencong.web.pages.field import worker
from tests.journeys.trip_in_the_field import planned_trip, trip_in_the_field, who

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00" * 40
SEEN = "2024-08-12T03:30:00.000Z"


@pytest.fixture
def trip() -> Inspection:
    return trip_in_the_field()


def stop_of(trip: Inspection, subject: str = "projects") -> Stop:
    return trip.stops.get(subject=subject)


def sent(client: Client, trip: Inspection, name: str = "chuyenvien", **more):
    given = {"key": str(uuid4()), "user": who(name).pk, "stop": stop_of(trip).pk, "item": "counterpart",
             "result": "lacking", "text": "Thiếu hóa đơn", "seen_at": SEEN}  # fmt: skip
    return client.post(f"/hien-truong/{trip.pk}/ghi/", {**given, **more})


def pictured(client: Client, trip: Inspection, finding: str, data: bytes = PNG, **more):
    given = {"key": str(uuid4()), "user": who("chuyenvien").pk, "observation": finding, "taken_at": SEEN,
             "sha256": hashlib.sha256(data).hexdigest(), "photo": SimpleUploadedFile("x.jpg", data)}  # fmt: skip
    return client.post(f"/hien-truong/{trip.pk}/anh/", {**given, **more})


def wheres(answer) -> set[str]:
    assert answer.status_code == 422, answer.content
    assert all(one["message"] for one in answer.json()["findings"])
    return {one["where"] for one in answer.json()["findings"]}


def told(page) -> dict:
    found = re.search(r'<script id="hien-truong" type="application/json">(.*?)</script>', page.content.decode(), re.S)
    return json.loads(found[1])


def test_the_page_carries_what_the_phone_needs(officer, trip):
    first = sent(officer, trip, text="Chưa có chứng từ").json()["key"]
    page = officer.get(f"/hien-truong/{trip.pk}/")
    known = told(page)
    assert page["Permissions-Policy"] == "camera=(self), geolocation=(self), microphone=()"
    assert page["KC-Field"] == worker.version() == known["version"]
    assert (known["may"], known["user"], known["known"]) == (True, who("chuyenvien").pk, [first])
    stop = known["stops"][str(stop_of(trip).pk)]
    assert list(stop["items"]) == ["contract", "volume", "machine", "counterpart", "payment"]
    assert stop["projects"]
    assert known["found"][first]["text"] == "Chưa có chứng từ"
    text = page.content.decode()
    assert "Chưa có chứng từ" in text
    assert "Đề án khuyến công" in text
    assert f"/kiem-tra/{trip.pk}/noi/{stop_of(trip).pk}/bien-ban/pdf/" in text


def test_a_finding_comes_often_and_stays_once(officer, trip):
    key = str(uuid4())
    known = next(iter(told(officer.get(f"/hien-truong/{trip.pk}/"))["stops"].values()))["projects"][0]["pk"]
    answers = [sent(officer, trip, key=key, project=known, latitude="21.5", longitude="105.25") for _ in range(3)]
    assert [one.json() for one in answers] == [{"state": "kept", "key": key, "same": True}] * 3
    row = Observation.objects.get(key=key)
    assert (row.project_id, str(row.latitude), row.by) == (known, "21.500000", who("chuyenvien"))
    changed = sent(officer, trip, key=key, text="Đã sửa trên máy")
    assert changed.json()["same"] is False
    assert Observation.objects.filter(stop__inspection=trip).count() == 1
    corrected = sent(officer, trip, text="Đã sửa trên máy", corrects=key)
    assert corrected.json()["same"] is True
    page = officer.get(f"/hien-truong/{trip.pk}/").content.decode()
    assert "Đã đính chính" in page
    held = officer.get(f"/hien-truong/{trip.pk}/tinh-trang/").json()
    assert set(held["keys"]) == {key, corrected.json()["key"]}
    assert (held["user"], held["past"], bool(held["csrf"])) == (who("chuyenvien").pk, False, True)


def test_two_people_and_two_corrections_overwrite_nothing(officer, as_person, trip):
    first = sent(officer, trip, text="Người thứ nhất ghi").json()["key"]
    head = as_person("truongphong")
    assert sent(head, trip, "truongphong", text="Người thứ hai ghi").status_code == 200
    for client, name, text in ((officer, "chuyenvien", "Sửa một"), (head, "truongphong", "Sửa hai")):
        assert sent(client, trip, name, text=text, corrects=first).json()["same"] is True
    page = officer.get(f"/hien-truong/{trip.pk}/").content.decode()
    for text in ("Người thứ nhất ghi", "Người thứ hai ghi", "Sửa một", "Sửa hai"):
        assert text in page


def test_what_is_wrong_is_refused_by_its_field(officer, trip):
    assert wheres(sent(officer, trip, result="x", text=" ")) == {"result", "text"}
    assert wheres(sent(officer, trip, result="")) == {"result"}
    assert wheres(sent(officer, trip, item="nothing")) == {"item"}
    assert wheres(sent(officer, trip, key="x", seen_at="", latitude="100")) == {"key", "seen_at", "latitude"}
    assert wheres(sent(officer, trip, project="999999")) == {"project"}
    assert wheres(sent(officer, trip, corrects=str(uuid4()))) == {"corrects"}
    other = trip_in_the_field("Đoàn khác (minh họa)")
    assert wheres(sent(officer, trip, stop=stop_of(other).pk)) == {"stop"}
    key = sent(officer, other, stop=stop_of(other).pk).json()["key"]
    assert wheres(sent(officer, trip, key=key)) == {"key"}
    assert wheres(sent(officer, trip, stop=stop_of(trip, "clusters").pk, item="legal", project="1")) == {"project"}
    assert not Observation.objects.filter(stop__inspection=trip).exists()


def test_a_photo_is_kept_once_and_only_a_picture_of_this_trip(officer, trip):
    finding, key = sent(officer, trip).json()["key"], str(uuid4())
    digest = hashlib.sha256(PNG).hexdigest()
    for _ in range(2):
        answer = pictured(officer, trip, finding, key=key)
        assert answer.json() == {"state": "kept", "key": key, "sha256": digest, "bytes": len(PNG)}
    assert Photo.objects.filter(observation__key=finding).count() == 1
    assert wheres(pictured(officer, trip, finding, key=key, data=PNG + b"1")) == {"key"}
    assert wheres(pictured(officer, trip, finding, data=b"<svg onload=x>")) == {"photo"}
    assert wheres(pictured(officer, trip, finding, data=b"")) == {"photo"}
    assert wheres(pictured(officer, trip, finding, data=PNG + b"\x00" * (12 * 1024 * 1024))) == {"photo"}
    assert wheres(pictured(officer, trip, finding, sha256="0" * 64)) == {"photo"}
    assert wheres(pictured(officer, trip, str(uuid4()))) == {"observation"}
    other = trip_in_the_field("Đoàn khác (minh họa)")
    assert wheres(pictured(officer, other, finding)) == {"observation"}
    assert Photo.objects.filter(observation__key=finding).count() == 1
    assert officer.get(f"/hien-truong/{trip.pk}/tinh-trang/").json()["photos"] == {key: digest}
    page = officer.get(f"/hien-truong/{trip.pk}/").content.decode()
    assert f"/tep/{Photo.objects.get(key=key).attachment_id}/" in page


def test_only_the_team_writes_and_others_read(officer, as_person, trip):
    outsider = as_person("ketoan")
    assert sent(outsider, trip, "ketoan").json()["findings"][0]["remedy"]
    page = outsider.get(f"/hien-truong/{trip.pk}/")
    assert told(page)["may"] is False
    assert "Anh (chị) không có tên trong đoàn này." in page.content.decode()
    assert "data-write" not in page.content.decode()
    assert sent(as_person("truongphong"), trip, "truongphong").status_code == 200
    assert wheres(sent(as_person("kiemtoan"), trip, "kiemtoan")) == {""}
    for name in ("so-vinhlong", "donvi", "quantri"):
        assert as_person(name).get(f"/hien-truong/{trip.pk}/").status_code == 403
        assert sent(as_person(name), trip, name).status_code == 403
    assert Observation.objects.filter(stop__inspection=trip).count() == 1


def test_what_one_person_wrote_is_never_kept_under_another_name(officer, trip):
    answer = sent(officer, trip, user=who("truongphong").pk)
    assert (answer.status_code, answer.json()) == (409, {"state": "other-person"})
    assert pictured(officer, trip, str(uuid4()), user="").status_code == 409
    assert not Observation.objects.filter(stop__inspection=trip).exists()


def test_a_trip_without_its_decision_takes_nothing(officer):
    trip = planned_trip()
    assert wheres(sent(officer, trip)) == {""}
    page = officer.get(f"/hien-truong/{trip.pk}/")
    assert told(page)["may"] is False
    assert "không nhận kết quả thực địa" in page.content.decode()
    assert officer.get("/hien-truong/999999/").status_code == 404
    assert officer.get("/hien-truong/999999/tinh-trang/").status_code == 404


def test_a_day_in_the_past_is_only_read_and_never_kept_on_the_phone(officer, trip):
    sent(officer, trip)
    sent(officer, trip, seen_at=timezone.now().isoformat())
    page = officer.get(f"/hien-truong/{trip.pk}/", {"tinh_den": "20/08/2024"})
    assert told(page)["may"] is False
    assert "KC-Field" not in page
    assert len(told(page)["known"]) == 1
    assert "Về hiện tại để xử lý" in page.content.decode()
    assert officer.get(f"/hien-truong/{trip.pk}/", {"tinh_den": "01/01/2024"}).status_code == 404
    officer.cookies["kc_tinh_den"] = "20/08/2024"
    assert sent(officer, trip).status_code == 409
    assert officer.get(f"/hien-truong/{trip.pk}/tinh-trang/").json()["past"] is True


def test_an_ended_session_and_an_old_token_lose_nothing_in_silence(trip):
    assert sent(Client(), trip).status_code == 302
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(who("chuyenvien"), backend="django.contrib.auth.backends.ModelBackend")
    assert sent(strict, trip).status_code == 403
    token = strict.get(f"/hien-truong/{trip.pk}/tinh-trang/").json()["csrf"]
    assert sent(strict, trip, csrfmiddlewaretoken=token).status_code == 200


def test_the_worker_names_its_files_and_changes_with_them(client):
    answer = client.get("/hien-truong/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    body = answer.content.decode()
    assert worker.version() in body
    for name in ("field.js", "field.css", "kc.css", "be-vietnam-pro-vietnamese-400"):
        assert name in body
    assert "no-cache" in answer["Cache-Control"]


def test_the_minutes_are_made_of_what_the_server_keeps(officer, trip):
    sent(officer, trip)
    path = f"/kiem-tra/{trip.pk}/noi/{stop_of(trip).pk}/bien-ban/pdf/"
    assert officer.get(path).content.startswith(b"%PDF")
    assert officer.get(path.replace("pdf", "docx")).content.startswith(b"PK")
    assert officer.get(path.replace("pdf", "exe")).status_code == 404
    assert officer.get(f"/kiem-tra/{trip.pk}/noi/999999/bien-ban/pdf/").status_code == 404


def test_more_findings_ask_no_more_of_the_database(officer, trip):
    sent(officer, trip)
    with CaptureQueriesContext(connection) as few:
        officer.get(f"/hien-truong/{trip.pk}/")
    for number in range(29):
        sent(officer, trip, text=f"Kết quả {number}")
    with CaptureQueriesContext(connection) as many:
        officer.get(f"/hien-truong/{trip.pk}/")
    assert len(many) <= len(few)


def test_an_office_without_accounts_in_the_team_still_writes(as_person):
    trip = trip_in_the_field(with_accounts=False)
    assert sent(as_person("ketoan"), trip, "ketoan").status_code == 200
