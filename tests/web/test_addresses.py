"""Every address declares who may open it, and the declaration is what happens."""

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from khuyencong.accounts.roles import Permission
from khuyencong.web.access import Open

pytestmark = pytest.mark.django_db
PATTERNS = get_resolver().url_patterns[0].url_patterns
PLAIN = [p for p in PATTERNS if not p.pattern.converters]


def test_every_address_declares_what_it_needs():
    assert all(isinstance(pattern.callback.needs, Open | Permission) for pattern in PATTERNS)
    assert len({pattern.name for pattern in PATTERNS}) == len(PATTERNS)


def test_what_is_open_to_everyone_is_a_short_list():
    public = {pattern.name for pattern in PATTERNS if pattern.callback.needs is Open.PUBLIC}
    assert public == {
        "sign-in", "sign-out", "set-password", "clear-as-of", "choose-language", "healthz", "readyz",
        "field-worker",  # a script without data
        "work-task-feed",  # opened by its own secret key
    }  # fmt: skip


@pytest.mark.parametrize("pattern", [p for p in PLAIN if p.callback.needs is not Open.PUBLIC], ids=lambda p: p.name)
def test_without_signing_in_nothing_is_shown(pattern):
    path = reverse(pattern.name)
    answer = Client().get(path) if "GET" in pattern.callback.methods else Client().post(path)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/dang-nhap/?next=")


@pytest.mark.parametrize(
    "pattern", [p for p in PLAIN if isinstance(p.callback.needs, Permission)], ids=lambda p: p.name
)
def test_without_the_verb_the_page_is_refused(pattern, as_person):
    administrator, auditor = as_person("quantri"), as_person("kiemtoan")
    client = auditor if pattern.callback.needs == Permission.ADMINISTER else administrator
    path = reverse(pattern.name)
    answer = client.get(path) if "GET" in pattern.callback.methods else client.post(path)
    assert answer.status_code == 403
    assert "Không có quyền" in answer.content.decode()


@pytest.mark.parametrize("pattern", PLAIN, ids=lambda p: p.name)
def test_no_address_takes_a_method_it_does_not_declare(pattern, leader):
    path = reverse(pattern.name)
    if "GET" not in pattern.callback.methods:
        assert leader.get(path).status_code == 405
    if "POST" not in pattern.callback.methods:
        assert leader.post(path).status_code == 405
    assert leader.delete(path).status_code == 405


def test_a_form_sent_after_the_session_ended_comes_back_to_its_page():
    answer = Client().post(reverse("causes"), HTTP_REFERER="http://testserver/phan-bo/?nam=2024")
    assert answer["Location"] == "/dang-nhap/?next=/phan-bo/%3Fnam%3D2024"


def test_a_fragment_asked_after_the_session_ended_sends_the_whole_page_to_sign_in():
    answer = Client().get("/de-an/?q=may", headers={"HX-Request": "true"})
    assert answer.status_code == 204
    assert answer["HX-Redirect"].startswith("/dang-nhap/?next=/de-an/")


BROKEN = ("²", "9" * 30, "-1", "2024-01-01|²", "2024-01-01|" + "9" * 25)
ASKED = {
    "inspections": ("dia_phuong", "ke_hoach", "sau"), "petitions": ("dia_phuong", "van_ban", "nguoi", "sau"),
    "guidance": ("van_ban", "sau"), "work-tasks": ("nguoi", "sau"), "opinions": ("tinh", "sau"),
    "projects": ("dia_phuong", "don_vi", "sau"), "obstacles": ("dia_phuong", "van_ban", "sau"),
    "machines": ("dia_phuong", "sau"), "establishments": ("dia_phuong", "sau"), "organisations": ("sau",),
    "gatherings": ("tinh", "sau"), "papers": ("cua_nam", "trang"), "recommendations": ("sau",),
}  # fmt: skip


@pytest.mark.parametrize("name", ASKED)
def test_an_address_typed_wrong_is_answered_with_a_page(officer, name):
    for typed in BROKEN:
        for key in ASKED[name]:
            answer = officer.get(reverse(name), {key: typed})
            assert answer.status_code == 200, (key, typed)
