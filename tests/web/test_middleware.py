"""The content policy, the language, and the view of the past."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone

from khuyencong.kernel.periods import short_date
from khuyencong.programme.models import CauseNote
from khuyencong.web.middleware import AS_OF_COOKIE, HARMLESS

pytestmark = pytest.mark.django_db
ARGUMENTS = {"pk": 1, "code": "X", "token": "x", "uidb64": "x", "row": 1, "figure": "x",
             "name": "x", "verb": "x", "month": "2024-07", "form": "x", "kind": "x", "which": "x", "number": 1,
             "milestone": 1, "stop": 1, "purpose": "x", "invitation": 1, "booth": 1, "place": 1, "charge": 1}  # fmt: skip


def written_addresses() -> dict[str, str]:
    """Every named address that takes POST, by name."""
    found = {}
    for pattern in get_resolver().url_patterns[0].url_patterns:
        if "POST" in pattern.callback.methods:
            wanted = {name: ARGUMENTS[name] for name in pattern.pattern.converters}
            found[pattern.name] = reverse(pattern.name, kwargs=wanted)
    return found


@pytest.mark.parametrize("path", ["/healthz", "/dang-nhap/", "/khong-co/"])
def test_every_answer_carries_the_policy(path):
    policy = Client().get(path).headers["Content-Security-Policy"]
    assert policy == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def test_every_post_is_refused_while_the_day_is_past(officer):
    answers = {}
    for name, path in written_addresses().items():
        officer.cookies[AS_OF_COOKIE] = "30/06/2024"
        answers[name] = officer.post(path).status_code
    assert {name for name, status in answers.items() if status != 409} == HARMLESS


def test_every_post_that_carries_a_past_day_is_refused(officer):
    by_query = {n: officer.post(f"{p}?tinh_den=30/06/2024").status_code for n, p in written_addresses().items()}
    assert {name for name, status in by_query.items() if status != 409} == HARMLESS
    by_body = {n: officer.post(p, {"tinh_den": "30/06/2024"}).status_code for n, p in written_addresses().items()}
    assert {name for name, status in by_body.items() if status != 409} == HARMLESS


def test_a_refused_post_writes_nothing_and_offers_the_way_back(officer):
    before = CauseNote.objects.count()
    officer.cookies[AS_OF_COOKIE] = "30/06/2024"
    page = officer.post(reverse("causes"), {"dia_phuong": "1"}, HTTP_REFERER="http://testserver/phan-bo/")
    assert page.status_code == 409
    assert "Về hiện tại để xử lý" in page.content.decode()
    assert 'value="/phan-bo/"' in page.content.decode()
    assert CauseNote.objects.count() == before


def test_clearing_goes_back_without_the_day_in_the_address(officer):
    officer.cookies[AS_OF_COOKIE] = "30/06/2024"
    answer = officer.post(reverse("clear-as-of"), {"next": "/de-an/?nam=2024&tinh_den=30%2F06%2F2024&phan=unit"})
    assert answer["Location"] == "/de-an/?phan=unit"
    assert answer.cookies[AS_OF_COOKIE].value == ""


def test_nobody_is_sent_to_another_site(officer):
    answer = officer.post(reverse("clear-as-of"), {"next": "https://example.com/"})
    assert answer["Location"] == "/"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_05_06_2024_is_the_fifth_of_june_in_both_languages(leader, language):
    leader.post(reverse("choose-language"), {"ngon_ngu": language})
    page = leader.get("/", {"nam": "2024", "tinh_den": "05/06/2024"})
    assert page.wsgi_request.day.isoformat() == "2024-06-05"
    assert "05/06/2024" in page.content.decode()
    assert leader.get("/", {"tinh_den": "25/12/2024"}).wsgi_request.day.isoformat() == "2024-12-25"


@pytest.mark.parametrize("written", ["31/02/2024", "6/30/2024", "hom nay", "30/06/24", "01/01/1800"])
def test_a_wrong_day_gets_a_clear_sentence(leader, written):
    page = leader.get("/", {"tinh_den": written})
    assert page.status_code == 400
    assert "Ngày hoặc năm không hợp lệ" in page.content.decode()


def test_a_day_to_come_is_not_a_day_of_figures(leader):
    later = short_date(timezone.localdate() + timedelta(days=1))
    assert leader.get("/", {"tinh_den": later}).status_code == 400


def test_today_is_not_the_past(leader):
    page = leader.get("/", {"tinh_den": short_date(timezone.localdate())})
    assert not page.wsgi_request.is_past


def test_the_address_wins_over_the_choice_and_links_keep_it(leader):
    leader.post(reverse("choose-as-of"), {"tinh_den": "31/03/2024"})
    assert leader.get("/").wsgi_request.day.isoformat() == "2024-03-31"
    page = leader.get("/", {"nam": "2024", "tinh_den": "30/06/2024"})
    assert page.wsgi_request.day.isoformat() == "2024-06-30"
    assert "/de-an/?tinh_den=30%2F06%2F2024&amp;nam=2024" in page.content.decode()


def test_a_wrong_day_in_the_form_is_said_and_changes_nothing(leader):
    answer = leader.post(reverse("choose-as-of"), {"tinh_den": "99/99/9999", "next": "/de-an/"}, follow=True)
    assert "99/99/9999" in answer.content.decode()
    assert not answer.wsgi_request.is_past


def test_language_is_never_the_browsers():
    page = Client().get("/dang-nhap/", HTTP_ACCEPT_LANGUAGE="en-US,en;q=0.9")
    assert page.headers["Content-Language"] == "vi"
    assert "Tên đăng nhập" in page.content.decode()


def test_language_is_the_persons_choice(leader):
    leader.post(reverse("choose-language"), {"ngon_ngu": "en"})
    assert leader.get("/").headers["Content-Language"] == "en"
    leader.post(reverse("choose-language"), {"ngon_ngu": "fr"})
    assert leader.get("/").headers["Content-Language"] == "en"
