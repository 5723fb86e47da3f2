"""Pages of the machine register: totals, filters, forms, visits, export; no query per row."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuyencong.accounts.models import User
from khuyencong.programme.actions.machines import record_machine, record_visit
from khuyencong.programme.models import Beneficiary, Machine, Project

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 1)
CODE = "KCQG-2024-40-027"
MILLION = 10**6


def bought(number: int = 1, code: str = CODE, **given) -> Machine:
    project = Project.objects.get(code=code)
    values = {"beneficiary": project.beneficiaries.first(), "name": f"Máy thử số {number}", "confirmed": True}
    return record_machine(
        by=User.objects.get(username="chuyenvien"), today=TODAY, project=project, site="Nghi Lộc",
        bought_on=date(2024, 5, 6), serial=f"MT-{number}", cost=60 * MILLION, support=30 * MILLION,
        **{**values, **given},
    )  # fmt: skip


def visited(machine: Machine, on: date = date(2025, 6, 1), **given) -> None:
    values = {"in_use": "used", "jobs": 12, "revenue": 900 * MILLION, **given}
    record_visit(by=User.objects.get(username="chuyenvien"), today=TODAY, machine=machine, on=on, **values)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_register_shows_totals_and_days(officer):
    visited(bought())
    bought(2, code="KCQG-2024-25-011")
    asked = {"q": "may thu so", "tinh_den": "31/12/2025"}
    page = text_of(officer.get("/may-moc/", asked))
    assert '<b class="kc-num">1/1</b>' in page
    assert "Tổng cộng 2 máy theo bộ lọc" in page
    assert "Đang sử dụng" in page
    assert "chưa theo dõi" in page
    due = text_of(officer.get("/may-moc/", {**asked, "den_han": "co"}))
    assert "Máy thử số 2" in due
    assert "Máy thử số 1<" not in due
    early = text_of(officer.get("/may-moc/", {"q": "may thu so", "tinh_den": "01/05/2024"}))
    assert "Máy thử số" not in early
    for odd in ({"sau": "x|1"}, {"nam_ke_hoach": "x"}, {"dia_phuong": "x"}, {"su_dung": "x"}, {"de_an": "x"}):
        assert officer.get("/may-moc/", odd).status_code == 200


def test_an_empty_register_says_where_machines_come_from(as_person):
    page = text_of(as_person("so-vinhlong").get("/may-moc/", {"tinh_den": "01/01/2022"}))
    assert "Máy được ghi từ hồ sơ của đề án đã mua máy." in page


def test_each_sees_its_own(as_person):
    mine, other = bought(), bought(2, code="KCQG-2024-25-011")
    client = as_person("so-nghean")
    page = text_of(client.get("/may-moc/", {"q": "may thu"}))
    assert "Máy thử số 1" in page
    assert "Máy thử số 2" not in page
    assert client.get(f"/may-moc/{mine.pk}/").status_code == 200
    assert client.get(f"/may-moc/{other.pk}/").status_code == 404
    assert client.post(f"/may-moc/{other.pk}/theo-doi/").status_code == 404
    assert client.get("/may-moc/moi/", {"de_an": "KCQG-2024-25-011"}).status_code == 404
    told = b"".join(client.get("/may-moc/xuat/", {"dang": "csv"}).streaming_content).decode("utf-8-sig")
    assert "MT-1" in told
    assert "MT-2" not in told


def test_the_register_and_its_file_ask_no_query_per_row(officer):
    visited(bought())
    sizes = {}
    for path in ("/may-moc/", "/may-moc/xuat/"):
        officer.get(path)
        with CaptureQueriesContext(connection) as few:
            officer.get(path)
        sizes[path] = len(few)
    for number in range(2, 31):
        visited(bought(number))
    for path, before in sizes.items():
        with CaptureQueriesContext(connection) as many:
            assert officer.get(path).status_code == 200
        assert len(many) == before, path


def test_a_machine_is_added_from_its_project(officer, as_person):
    page = text_of(officer.get("/may-moc/moi/", {"de_an": CODE}))
    assert "Ghi vào sổ" in page
    given = Beneficiary.objects.filter(project__code=CODE).first()
    form = {
        "name": "Máy phay CNC", "serial": "PH 77", "site": "Nghi Lộc", "bought_on": "06/05/2024", "cost": "600 triệu",
        "support": "300.000.000", "beneficiary": given.pk,
    }  # fmt: skip
    where = f"/may-moc/moi/?de_an={CODE}"
    assert "lớn hơn giá mua" in text_of(officer.post(where, {**form, "support": "700 triệu"}))
    assert "Không đọc được số tiền" in text_of(officer.post(where, {**form, "cost": "abc"}))
    answer = officer.post(where, form)
    one = Machine.objects.get(serial="PH77")
    assert answer["Location"] == f"/may-moc/{one.pk}/"
    assert (one.cost, one.support, one.keep_until) == (600 * MILLION, 300 * MILLION, date(2029, 5, 6))
    assert "một máy chỉ được hỗ trợ một lần" in text_of(officer.post(where, form))
    alike = officer.post(where, {**form, "serial": "PH 78"})
    assert alike.status_code == 422
    assert "Xem máy đã hỗ trợ" in text_of(alike)
    assert officer.post(where, {**form, "serial": "PH 78", "confirmed": "on"}).status_code == 302
    stranger = as_person("so-nghean")
    assert "Đơn vị thực hiện đề án hoặc chuyên viên Cục" in text_of(stranger.get(where))
    assert stranger.post(where, {**form, "serial": "PH 79"}).status_code == 422


def test_a_visit_is_recorded_and_shown(officer, as_person):
    one = bought()
    where = f"/may-moc/{one.pk}/theo-doi/"
    good = {"on": "01/06/2025", "in_use": "idle", "jobs": "8", "revenue": "1,2 tỷ", "note": "Chờ đơn hàng"}
    assert officer.post(where, {**good, "on": "01/01/2024"}).status_code == 422
    assert as_person("so-nghean").post(where, good).status_code == 302
    assert "Đã có kết quả theo dõi máy này trong ngày đó." in text_of(officer.post(where, good))
    page = text_of(officer.get(f"/may-moc/{one.pk}/"))
    assert "Tạm ngừng sử dụng" in page
    assert "1.200" in page
    past = text_of(officer.get(f"/may-moc/{one.pk}/", {"tinh_den": "01/05/2025"}))
    assert "chưa có lần theo dõi nào" in past
    assert "về hiện tại để xử lý" in past
    assert "Đơn vị thực hiện, Sở Công Thương của tỉnh" in text_of(as_person("kiemtoan").get(f"/may-moc/{one.pk}/"))
    assert officer.get(f"/may-moc/{one.pk}/", {"tinh_den": "01/05/2024"}).status_code == 404
