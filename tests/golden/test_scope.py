"""An officer of one Sở sees only that province's files: through pages, exports, figures, search and typed addresses."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from khuyencong.accounts.models import User
from khuyencong.programme.models import Project

pytestmark = pytest.mark.django_db
DAY = {"nam": "2024", "tinh_den": "30/06/2024"}


def client_of(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username), backend="django.contrib.auth.backends.ModelBackend")
    return client


def codes_in(text: str) -> set[str]:
    return {project.code for project in Project.objects.all() if project.code in text}


def own(**where) -> set[str]:
    return set(Project.objects.filter(year=2024, **where).values_list("code", flat=True))


NGHE_AN = {"place__name": "Nghệ An", "part": "locality"}


@pytest.mark.parametrize(
    "address",
    ["/", "/ke-hoach/", "/de-an/", "/phan-bo/", "/so-lieu/programme.planned/", "/so-lieu/programme.allocated/"],
)
def test_pages_name_no_project_of_others(address):
    text = client_of("so-nghean").get(address, {"nam": "2024"}).content.decode()
    assert codes_in(text) <= own(**NGHE_AN)


def test_list_and_exports_hold_exactly_the_own_projects():
    client = client_of("so-nghean")
    assert codes_in(client.get("/de-an/", DAY).content.decode()) == own(**NGHE_AN)
    for form in ("xlsx", "csv"):
        answer = client.get("/de-an/xuat/", {**DAY, "dang": form})
        data = answer.getvalue()
        if data[:2] == b"PK":
            book = CalamineWorkbook.from_filelike(io.BytesIO(data))
            text = "\n".join(str(row) for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
        else:
            text = data.decode("utf-8-sig")
        assert codes_in(text) == own(**NGHE_AN), form


def test_search_finds_no_project_of_others():
    text = client_of("so-nghean").get("/tim/", {"q": "hỗ trợ"}).content.decode()
    assert codes_in(text) <= set(Project.objects.filter(place__name="Nghệ An").values_list("code", flat=True))
    assert "KCQG-2024-25-011" not in client_of("so-nghean").get("/tim/", {"q": "2024-25-011"}).content.decode()


def test_typed_addresses_of_others_are_not_found():
    client = client_of("so-nghean")
    assert client.get("/de-an/KCQG-2024-40-027/").status_code == 200
    assert client.get("/de-an/KCQG-2024-25-011/").status_code == 404
    assert client.get("/de-an/KCQG-2024-25-011/lich-su/").status_code == 404


def test_filters_do_not_widen_the_scope():
    client = client_of("so-nghean")
    place = Project.objects.get(code="KCQG-2024-25-011").place_id
    for extra in ({"place": place}, {"dia_phuong": place}, {"q": "cơ khí phụ trợ"}, {"part": "unit"}):
        assert codes_in(client.get("/de-an/", {**DAY, **extra}).content.decode()) <= own(**NGHE_AN)
        assert codes_in(client.get("/so-lieu/programme.planned/", {**DAY, **extra}).content.decode()) <= own(**NGHE_AN)


def test_merged_province_sees_its_predecessors():
    text = client_of("so-vinhlong").get("/de-an/", DAY).content.decode()
    assert codes_in(text) == own(place__name__in=["Vĩnh Long", "Bến Tre", "Trà Vinh"], part="locality")


def test_unit_sees_only_its_own():
    text = client_of("donvi").get("/de-an/", DAY).content.decode()
    assert codes_in(text) == own(implementer_name="Tạp chí Công Thương")


def test_administrator_sees_no_business_data():
    client = client_of("quantri")
    assert codes_in(client.get("/", DAY).content.decode()) == set()
    assert client.get("/de-an/", DAY).status_code == 403


@pytest.mark.parametrize("address", ["/de-an/", "/phan-bo/", "/don-vi/", "/so-lieu/programme.planned/", "/van-ban/"])
def test_lists_ask_the_same_number_of_queries_for_few_and_many_rows(address):
    client = client_of("lanhdao")
    few = {**DAY, "q": "đề án điểm"}
    client.get(address, DAY)

    def count(query) -> int:
        with CaptureQueriesContext(connection) as context:
            assert client.get(address, query).status_code == 200
        return len(context)

    many = count(DAY)
    assert many <= 40
    assert count({**DAY, "nam": "2023", "tinh_den": "20/03/2023"}) <= many + 1
    assert count(few) <= many + 3
