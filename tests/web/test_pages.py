"""Pages show what the rows say, to those who may see them."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuyencong.programme.models import AllocationBatch, CauseNote, Project
from khuyencong.registry.models import Place

pytestmark = pytest.mark.django_db
HALF_YEAR = {"nam": "2024", "tinh_den": "30/06/2024"}
PAGES = [
    "/",
    "/ke-hoach/",
    "/de-an/",
    "/phan-bo/",
    "/don-vi/",
    "/van-ban/",
    "/tim/?q=may",
    "/so-lieu/programme.planned/",
]


def text_of(client, path, query=HALF_YEAR):
    answer = client.get(path, query)
    assert answer.status_code == 200, path
    return " ".join(answer.content.decode().split())


@pytest.mark.parametrize("person", ["lanhdao", "chuyenvien", "so-nghean", "donvi", "kiemtoan"])
def test_every_page_opens_for_everyone_who_may(as_person, person):
    client = as_person(person)
    for path in PAGES:
        text_of(client, path)


def test_the_first_page_says_the_half_year(leader):
    page = text_of(leader, "/")
    for words in (
        '<b class="kc-num">130</b>',
        '<b class="kc-num">45</b>',
        "34,6%",
        "trong 38 địa phương chưa được phân bổ",
    ):
        assert words in page
    assert "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC" in page
    for words in ("Giải ngân qua Kho bạc", "Đã nghiệm thu", "hợp đồng"):
        assert words in page


def test_a_figure_opens_the_rows_that_add_up_to_it(leader):
    page = text_of(leader, "/so-lieu/programme.allocated/")
    assert page.count("45.000.000.000") >= 3
    assert "112/QĐ-CTĐP · 20/03/2024" in page
    rate = text_of(leader, "/so-lieu/programme.allocation_rate/")
    assert "34,6%" in rate
    assert leader.get("/so-lieu/khong-co/").status_code == 404


def test_a_figure_can_be_narrowed(leader):
    page = text_of(leader, "/so-lieu/programme.planned/", {**HALF_YEAR, "part": "unit"})
    assert "18.500.000.000" in page


def test_a_province_sees_only_its_own_rows(as_person):
    client = as_person("so-nghean")
    page = text_of(client, "/de-an/")
    codes = set(Project.objects.filter(year=2024, place__name="Nghệ An").values_list("code", flat=True))
    others = Project.objects.filter(year=2024).exclude(place__name="Nghệ An").values_list("code", flat=True)
    assert all(code in page for code in codes)
    assert not any(code in page for code in others)
    assert client.get(reverse("project", args=[others[0]]), HALF_YEAR).status_code == 404
    assert client.get(reverse("project", args=[min(codes)]), HALF_YEAR).status_code == 200


def test_an_administrator_sees_accounts_and_no_figures(as_person):
    client = as_person("quantri")
    page = text_of(client, "/")
    assert "không xem dữ liệu nghiệp vụ" in page
    assert "/de-an/" not in page
    assert "lanhdao" in text_of(client, "/quan-tri/tai-khoan/")


def test_filters_are_chips_and_search_needs_no_accents(leader):
    page = text_of(leader, "/de-an/", {**HALF_YEAR, "q": "phu tho", "phan_bo": "none"})
    assert "Bỏ điều kiện Phân bổ" in page
    assert "KCQG-2024-25-012" in page
    assert "KCQG-2024-25-011" not in page


def test_a_place_may_be_written_by_name_and_found_on_todays_map(leader):
    written = text_of(leader, "/de-an/", {**HALF_YEAR, "dia_phuong": "phu tho"})
    assert "Tổng cộng 3 đề án" in written
    now = Place.objects.get(name="Phú Thọ", level="province", valid_to=None)
    merged = text_of(leader, "/de-an/", {"nam": "2024", "dia_phuong": str(now.pk)})
    assert "Tổng cộng 6 đề án" in merged


def test_pages_of_the_list_meet_without_gap_or_double(leader):
    seen, after = [], ""
    for _ in range(5):
        answer = leader.get("/de-an/", {**HALF_YEAR, "xep": "-planned", "sau": after})
        seen += [item["code"] for item in answer.context["shown"]]
        after = answer.context["page"].after
        if not after:
            break
    assert len(seen) == len(set(seen)) == 106


@pytest.mark.parametrize("wrong", ["x", "|", "abc|1", "5|x", "'|1"])
def test_a_broken_key_of_a_page_is_harmless(leader, wrong):
    assert leader.get("/de-an/", {**HALF_YEAR, "sau": wrong}).status_code == 200
    assert leader.get("/don-vi/", {"sau": wrong}).status_code == 200


def test_the_export_holds_exactly_what_is_filtered(leader):
    query = {**HALF_YEAR, "phan": "agency"}
    assert "Xuất Excel (8 dòng)" in text_of(leader, "/de-an/", query)
    answer = leader.get("/de-an/xuat/", {**query, "dang": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert "MINH HỌA" in lines[0]
    assert len([line for line in lines if line.startswith("KCQG-")]) == 8
    book = leader.get("/de-an/xuat/", {**query, "dang": "xlsx"})
    assert book.content[:2] == b"PK"


def test_a_project_file_never_invents_later_steps(leader):
    page = text_of(leader, "/de-an/KCQG-2024-25-011/")
    assert "236/QĐ-CTĐP" in page
    fresh = re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", text_of(leader, "/de-an/KCQG-2024-86-073/")))
    assert "Hợp đồng 0 – phân bổ" in fresh
    assert "Nghiệm thu 0 – hợp đồng" in fresh
    early = text_of(leader, "/de-an/KCQG-2024-25-011/", {"nam": "2024", "tinh_den": "31/05/2024"})
    assert "236/QĐ-CTĐP" not in early
    assert "Đến 31/05/2024 chưa có quyết định phân bổ nào cho đề án này" in early


def test_a_project_is_not_there_before_its_plan(leader):
    query = {"nam": "2024", "tinh_den": "30/06/2022"}
    assert leader.get("/de-an/KCQG-2024-25-011/", query).status_code == 404


def test_a_decision_is_checked_against_the_total_it_states(leader):
    batch = AllocationBatch.objects.filter(year=2024).order_by("on").first()
    page = text_of(leader, reverse("allocation", args=[batch.pk]))
    assert "Tổng ghi trên văn bản" in page


def test_an_officer_notes_a_cause_and_a_province_may_not(officer, as_person):
    place = Project.objects.get(code="KCQG-2024-24-009").place
    form = {
        "nam": "2024",
        "dia_phuong": place.pk,
        "nguyen_nhan": "dossier",
        "phia": "locality",
        "ghi_chu": "Chờ bổ sung",
    }
    assert as_person("so-nghean").post(reverse("causes"), form).status_code == 403
    before = CauseNote.objects.count()
    assert officer.post(reverse("causes"), {**form, "nguyen_nhan": "x"}).status_code == 302
    assert CauseNote.objects.count() == before
    answer = officer.post(reverse("causes"), {**form, "next": "/phan-bo/"}, follow=True)
    assert "Đã ghi nguyên nhân của Bắc Giang" in answer.content.decode()
    assert CauseNote.objects.count() == before + 1


def test_a_place_that_does_not_wait_cannot_be_given_a_cause(officer):
    served = Place.objects.get(name="Lạng Sơn", level="province", valid_to=None)
    form = {"nam": "2024", "dia_phuong": served.pk, "nguyen_nhan": "dossier", "phia": "locality"}
    assert officer.post(reverse("causes"), form).status_code == 404


@pytest.mark.parametrize("path", ["/de-an/", "/don-vi/", "/phan-bo/"])
def test_a_list_asks_the_same_number_of_queries_however_long(leader, path):
    leader.get(path, HALF_YEAR)
    short_query = {**HALF_YEAR, "q": "KCQG-2024-25-011" if path == "/de-an/" else "phu tho"}
    with CaptureQueriesContext(
        connection,
    ) as long:
        leader.get(path, HALF_YEAR)
    with CaptureQueriesContext(connection) as short:
        leader.get(path, short_query)
    assert len(long) <= len(short) + 1
    assert len(long) < 40


def test_a_get_writes_nothing(leader):
    with CaptureQueriesContext(connection) as asked:
        for path in PAGES:
            leader.get(path, HALF_YEAR)
    written = [q["sql"] for q in asked if q["sql"].split()[0] in ("INSERT", "UPDATE", "DELETE")]
    assert written == []


def test_an_empty_system_says_what_to_do_first(empty_database):
    from datetime import date

    from django.test import Client

    from khuyencong.accounts.models import Assignment, User
    from khuyencong.registry.actions import add_organisation

    body = add_organisation(by=None, name="Cục thử", kind="agency", valid_from=date(2000, 1, 1))
    user = User.objects.create(username="moi", full_name="Người Mới")
    Assignment.objects.create(user=user, organisation=body, role="officer", valid_from=date(2000, 1, 1))
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    for path in [*PAGES, "/tai-khoan/"]:
        assert client.get(path).status_code == 200, path
    page = client.get("/").content.decode()
    assert "Chưa có kế hoạch năm" in page
    assert "MINH HỌA" not in page
