"""Signing in and out, passwords, and the pages shown when something cannot be shown."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import LoginView, PasswordChangeView, PasswordResetConfirmView
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.accounts.roles import ROLES
from khuyencong.web.middleware import AS_OF_COOKIE
from khuyencong.web.request import Request


class SignInForm(AuthenticationForm):
    """Name and password; one sentence for any mistake, so that names cannot be guessed."""

    error_messages = {
        "invalid_login": gettext_lazy(
            "Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa, chữ thường."
        ),
        "inactive": gettext_lazy("Tài khoản này đã ngừng hoạt động."),
    }


class SignIn(LoginView):
    template_name = "session/sign_in.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True


class SetPassword(PasswordResetConfirmView):
    """The one-time link by which a person sets the password of a new account."""

    template_name = "session/set_password.html"
    form_class = SetPasswordForm  # type: ignore[assignment]
    success_url = reverse_lazy("sign-in")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Đã đặt mật khẩu. Mời đăng nhập."))
        return super().form_valid(form)


class ChangePassword(PasswordChangeView):
    template_name = "session/change_password.html"
    form_class = PasswordChangeForm
    success_url = reverse_lazy("account")

    def form_valid(self, form: Any) -> HttpResponse:
        messages.success(self.request, _("Đã đổi mật khẩu."))
        return super().form_valid(form)


sign_in = SignIn.as_view()
set_password = SetPassword.as_view()
change_password = ChangePassword.as_view()


def sign_out(request: Request) -> HttpResponse:
    """End the session and forget the day looked at."""
    logout(request)
    answer = HttpResponseRedirect(reverse("sign-in"))
    answer.delete_cookie(AS_OF_COOKIE)
    return answer


def account(request: Request) -> HttpResponse:
    """The person's own account: who they are and what their roles allow."""
    standing = request.standing
    roles = [(item, ROLES[item.role]) for item in standing.assignments]
    return render(request, "session/account.html", {"roles": roles})


def forbidden(request: Request, exception: Any = None) -> HttpResponse:
    return render(request, "errors/forbidden.html", status=403)


def not_found(request: Request, exception: Any = None) -> HttpResponse:
    return render(request, "errors/not_found.html", status=404)


def form_expired(request: Request, reason: str = "") -> HttpResponse:
    """The form's token is missing or old: usually a page left open over a sign-in elsewhere."""
    return render(request, "errors/form_expired.html", status=403)


def broken(request: Request) -> HttpResponse:
    """Something failed: a page that needs neither the database nor the shell."""
    return render(None, "errors/broken.html", status=500)


def locked_out(request: Request, credentials: Any, *args: Any, **kwargs: Any) -> HttpResponse:
    """Too many wrong passwords from one machine."""
    minutes = max(1, round(float(settings.AXES_COOLOFF_TIME) * 60))
    return render(request, "session/locked.html", {"minutes": minutes}, status=429)
