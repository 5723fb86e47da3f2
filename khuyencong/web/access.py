"""Every address declares at its route who may open it and by which method; one wrapper enforces the declaration."""

from collections.abc import Callable
from enum import StrEnum
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.gzip import gzip_page

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.web.request import Request
from khuyencong.web.returning import page_before

View = Callable[..., HttpResponseBase]


class Open(StrEnum):
    """Addresses that need no verb."""

    PUBLIC = "public"
    SIGNED_IN = "signed_in"


Needs = Open | Permission
READ = ("GET", "HEAD")
WRITE = ("POST",)
FORM = READ + WRITE


def page(route: str, view: View, name: str, needs: Needs, methods: tuple[str, ...] = READ) -> URLPattern:
    """One row of the address table. Reading is the default; a page that writes says so with WRITE or FORM."""
    return path(route, gzip_page(_guarded(view, needs, methods)), name=name)


def _guarded(view: View, needs: Needs, methods: tuple[str, ...]) -> View:
    @wraps(view)
    def guarded(request: Request, *args: object, **kwargs: object) -> HttpResponseBase:
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        if needs is not Open.PUBLIC:
            if not request.user.is_authenticated:
                return to_sign_in(request)
            if isinstance(needs, Permission) and not may(request.standing, needs):
                raise PermissionDenied
        answer = view(request, *args, **kwargs)
        answer.headers.setdefault("Cache-Control", "private, no-cache")
        return answer

    guarded.needs = needs  # type: ignore[attr-defined]
    guarded.methods = methods  # type: ignore[attr-defined]
    return guarded


def to_sign_in(request: Request) -> HttpResponse:
    """Send to sign-in and back afterwards; a form sent after the session ended comes back to the page that held it."""
    wanted = request.get_full_path() if request.method in READ else page_before(request)
    answer = redirect_to_login(wanted)
    if getattr(request, "htmx", False):
        return HttpResponse(status=204, headers={"HX-Redirect": answer["Location"]})
    return answer
