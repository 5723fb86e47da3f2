"""Pages of establishments: support over the years, numbers masked for everyone and shown once with a trace."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuyencong.programme.models import Beneficiary, Project
from khuyencong.records.models import Event
from khuyencong.records.queries import history_of
from khuyencong.registry.actions import add_identifier
from khuyencong.registry.models import Establishment, EstablishmentIdentifier

pytestmark = pytest.mark.django_db
CODE = "KCQG-2024-40-027"
OLD, NEW, PERSON = "0100000019", "0100000027", "001200000123"
PEOPLE = ("lanhdao", "truongphong", "chuyenvien", "ketoan", "vanthu", "so-nghean", "kiemtoan")


@pytest.fixture
def workshop() -> Establishment:
    found = Beneficiary.objects.filter(project__code=CODE).first().establishment
    for kind, value, day in (("tax_code", OLD, date(2020, 1, 1)), ("tax_code", NEW, date(2023, 1, 1)),
                             ("personal_number", PERSON, date(2025, 7, 1))):  # fmt: skip
        add_identifier(by=None, establishment=found, kind=kind, value=value, valid_from=day)
    return found


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def raw_in(text: str) -> list[str]:
    return [value for value in (OLD, NEW, PERSON) if value in "".join(text.split())]


def number(workshop: Establishment, kind: str = "personal_number") -> EstablishmentIdentifier:
    return EstablishmentIdentifier.objects.filter(establishment=workshop, kind=kind).order_by("-valid_from").first()


def reveal(client, workshop, reason="Đối chiếu hồ sơ quyết toán", **more):
    sent = {"number": number(workshop).pk, "reason": reason, **more}
    return client.post(f"/co-so/{workshop.pk}/xem-so/", sent)


@pytest.mark.parametrize("person", PEOPLE)
def test_no_page_and_no_file_holds_a_number(as_person, workshop, person):
    client = as_person(person)
    for path in (f"/co-so/{workshop.pk}/", "/co-so/", f"/de-an/{CODE}/", f"/de-an/{CODE}/lich-su/", "/may-moc/"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert raw_in(answer.content.decode()) == [], path
    page = text_of(client.get(f"/co-so/{workshop.pk}/"))
    assert raw_in(page) == []
    assert "•••• ••• 123" in page
    assert "•••• ••• 019" in page
    assert "31/12/2022" in page
    for form in ("csv", "xlsx"):
        answer = client.post("/co-so/xuat/", {"dang": form})
        assert answer.status_code == 200
        assert raw_in(answer.getvalue().decode("utf-8", "ignore")) == []
    then = text_of(client.get(f"/co-so/{workshop.pk}/", {"tinh_den": "01/06/2022"}))
    assert "•••• ••• 019" in then
    assert "•••• ••• 027" not in then
    assert "•••• ••• 123" not in then


def test_a_number_is_shown_once_to_who_may_and_leaves_a_trace(as_person, workshop):
    client = as_person("chuyenvien")
    answer = reveal(client, workshop)
    assert raw_in(text_of(answer)) == [PERSON]
    assert answer["Cache-Control"] == "no-store"
    assert 'hx-history="false"' in text_of(answer)
    assert raw_in(text_of(client.get(f"/co-so/{workshop.pk}/"))) == []
    event = history_of(workshop).first()
    assert (event.verb, event.actor.username) == ("identifier_revealed", "chuyenvien")
    assert event.detail == {"kind": "personal_number", "reason": "Đối chiếu hồ sơ quyết toán"}
    assert "Xem mã số của cơ sở" in text_of(client.get(f"/co-so/{workshop.pk}/"))


def test_without_a_reason_or_with_a_number_in_it_nothing_is_shown(officer, workshop):
    before = Event.objects.count()
    for reason in ("", "abc", f"xem {PERSON}", "xem 0012 0000 0123"):
        answer = reveal(officer, workshop, reason)
        assert answer.status_code == 422, reason
        told = text_of(answer).replace(f'value="{reason}"', "")
        assert raw_in(told) == [], reason
    assert Event.objects.count() == before


def test_who_may_not_see_gets_no_form_and_no_answer(as_person, workshop):
    for person in ("lanhdao", "vanthu", "so-nghean", "kiemtoan"):
        client = as_person(person)
        assert "/xem-so/" not in text_of(client.get(f"/co-so/{workshop.pk}/"))
        assert reveal(client, workshop).status_code == 403
        assert client.post(f"/co-so/{workshop.pk}/ma-so/").status_code == 403
    assert as_person("chuyenvien").get(f"/co-so/{workshop.pk}/xem-so/").status_code == 405


def test_a_number_of_another_establishment_is_not_shown(officer, workshop):
    other = Establishment.objects.exclude(pk=workshop.pk).first()
    sent = {"number": number(workshop).pk, "reason": "Đối chiếu hồ sơ"}
    assert officer.post(f"/co-so/{other.pk}/xem-so/", sent).status_code == 404


def test_on_a_past_day_nothing_is_shown_or_given(officer, workshop):
    page = text_of(officer.get(f"/co-so/{workshop.pk}/", {"tinh_den": "01/06/2025"}))
    assert "/xem-so/" not in page
    assert "về hiện tại để xử lý" in page
    assert reveal(officer, workshop, tinh_den="01/06/2025").status_code == 409


def test_a_number_is_given_and_a_wrong_one_is_not_sent_back(as_person, workshop):
    where = f"/co-so/{workshop.pk}/ma-so/"
    officer = as_person("chuyenvien")
    wrong = officer.post(where, {"kind": "tax_code", "value": "99887766", "valid_from": "01/08/2025"})
    assert wrong.status_code == 422
    assert "99887766" not in wrong.content.decode()
    later = officer.post(where, {"kind": "tax_code", "value": "0100000035", "valid_from": "01/08/2099"})
    assert "chưa tới" in text_of(later)
    assert "0100000035" not in later.content.decode()
    given = officer.post(where, {"kind": "tax_code", "value": "0100000035", "valid_from": "01/08/2025"})
    assert given["Location"] == f"/co-so/{workshop.pk}/"
    assert "•••• ••• 035" in text_of(officer.get(f"/co-so/{workshop.pk}/"))
    head = as_person("ketoan")
    assert "/ma-so/" not in text_of(head.get(f"/co-so/{workshop.pk}/"))
    assert head.post(where, {"kind": "tax_code", "value": "0100000043", "valid_from": "01/09/2025"}).status_code == 422


def test_an_export_is_recorded(officer, workshop):
    answer = officer.post("/co-so/xuat/?q=" + "co", {"dang": "csv"})
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    event = Event.objects.filter(verb="exported").latest("pk")
    assert (event.actor.username, event.detail["list"]) == ("chuyenvien", "establishments")
    rows = officer.get("/co-so/", {"q": "co"}).context["count"]
    assert event.detail["rows"] == rows
    assert len([line for line in lines if "xác nhận" in line.lower()]) == rows + 1
    assert officer.get("/co-so/xuat/").status_code == 405


def test_support_over_the_years_is_seen_together(officer, workshop):
    earlier = Project.objects.filter(year=2023).first()
    Beneficiary.objects.create(project=earlier, establishment=workshop, position=91)
    page = text_of(officer.get(f"/co-so/{workshop.pk}/"))
    assert "thụ hưởng 2 đề án" in page
    assert earlier.code in page
    assert CODE in page
    before = text_of(officer.get(f"/co-so/{workshop.pk}/", {"tinh_den": "31/12/2023"}))
    assert CODE not in before
    often = text_of(officer.get("/co-so/", {"nhieu_lan": "co", "q": workshop.name[:40]}))
    assert workshop.name in often or "&" in workshop.name


def test_each_sees_its_own_and_is_told_of_more_elsewhere(as_person, workshop):
    client = as_person("so-nghean")
    other = Project.objects.get(code="KCQG-2024-25-011")
    Beneficiary.objects.create(project=other, establishment=workshop, position=92)
    page = text_of(client.get(f"/co-so/{workshop.pk}/"))
    assert other.code not in page
    assert "Còn 1 đề án khác ngoài phạm vi của bạn" in page
    theirs = other.beneficiaries.exclude(establishment=workshop).first().establishment
    assert client.get(f"/co-so/{theirs.pk}/").status_code == 404
    unit = as_person("donvi")
    own = Project.objects.filter(implementer__assignments__user__username="donvi", year=2024).first()
    assert unit.get(f"/co-so/{workshop.pk}/").status_code == 404
    made = Beneficiary.objects.create(project=own, establishment=workshop, position=93)
    assert unit.get(f"/co-so/{made.establishment_id}/").status_code == 200


def test_the_list_asks_no_query_per_row(officer):
    one = Establishment.objects.order_by("sort_key").first()
    officer.get("/co-so/")
    with CaptureQueriesContext(connection) as many:
        long = officer.get("/co-so/")
    with CaptureQueriesContext(connection) as few:
        short = officer.get("/co-so/", {"q": one.name})
    assert len(long.context["shown"]) >= 30
    assert len(short.context["shown"]) < 5
    assert len(many) == len(few)


def test_pages_of_the_list_meet(officer):
    seen, after = [], ""
    while True:
        answer = officer.get("/co-so/", {"sau": after})
        seen += [row.pk for row in answer.context["shown"]]
        after = answer.context["after"]
        if not after:
            break
    assert len(seen) == len(set(seen)) == Establishment.objects.count()


def test_same_number_elsewhere_is_pointed_at(officer, workshop):
    other = Establishment.objects.exclude(pk=workshop.pk).first()
    add_identifier(by=None, establishment=other, kind="tax_code", value=NEW, valid_from=date(2024, 1, 1))
    page = text_of(officer.get(f"/co-so/{workshop.pk}/"))
    assert "trùng mã số" in page
    assert f'href="/co-so/{other.pk}/"' in page
