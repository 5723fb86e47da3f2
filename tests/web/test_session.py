"""Signing in and out, lock-out, one-time links."""

import pytest
from axes.models import AccessAttempt
from django.contrib.auth.tokens import default_token_generator
from django.test import Client
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from khuyencong.accounts.models import User
from khuyencong.cli.demo_year import PASSWORD

pytestmark = pytest.mark.django_db


def try_to_sign_in(client: Client, password: str, next_page: str = "") -> object:
    return client.post("/dang-nhap/", {"username": "lanhdao", "password": password, "next": next_page})


def test_signing_in_comes_back_to_the_wanted_page():
    answer = try_to_sign_in(Client(), PASSWORD, "/de-an/?nam=2024")
    assert (answer.status_code, answer["Location"]) == (302, "/de-an/?nam=2024")


def test_signing_in_never_leads_to_another_site():
    assert try_to_sign_in(Client(), PASSWORD, "//example.com/")["Location"] == "/"


def test_a_wrong_password_says_one_sentence_for_any_mistake():
    known = try_to_sign_in(Client(), "sai").content.decode()
    unknown = Client().post("/dang-nhap/", {"username": "khongco", "password": "sai"}).content.decode()
    sentence = "Tên đăng nhập hoặc mật khẩu không đúng"
    assert sentence in known
    assert sentence in unknown


def test_the_sixth_wrong_password_locks_with_a_clear_sentence():
    client = Client()
    statuses = [try_to_sign_in(client, "sai").status_code for _ in range(6)]
    assert statuses == [200] * 5 + [429]
    locked = try_to_sign_in(client, PASSWORD)
    assert locked.status_code == 429
    assert "Hãy thử lại sau 15 phút" in locked.content.decode()
    AccessAttempt.objects.all().delete()


def test_signing_out_needs_a_form_and_forgets_the_day(leader):
    assert leader.get(reverse("sign-out")).status_code == 405
    leader.post(reverse("choose-as-of"), {"tinh_den": "30/06/2024"})
    answer = leader.post(reverse("sign-out"))
    assert answer.cookies["kc_tinh_den"].value == ""
    assert leader.get("/")["Location"].startswith("/dang-nhap/")


def test_a_one_time_link_sets_a_password_once():
    user = User.objects.get(username="lanhdao")
    path = reverse(
        "set-password", args=[urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    )
    client = Client()
    form = client.get(path, follow=True)
    assert "Mật khẩu mới" in form.content.decode()
    chosen = {"new_password1": "ruong-bac-thang-7", "new_password2": "ruong-bac-thang-7"}
    assert client.post(form.redirect_chain[-1][0], chosen)["Location"] == "/dang-nhap/"
    assert try_to_sign_in(Client(), "ruong-bac-thang-7").status_code == 302
    assert "hết hạn" in Client().get(path, follow=True).content.decode()


def test_a_person_changes_their_own_password(leader):
    wrong = leader.post(reverse("change-password"), {"old_password": "x", "new_password1": "1", "new_password2": "1"})
    assert wrong.status_code == 200
    new = "cau-vong-sau-mua-9"
    right = leader.post(
        reverse("change-password"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}, follow=True
    )
    assert "Đã đổi mật khẩu" in right.content.decode()
