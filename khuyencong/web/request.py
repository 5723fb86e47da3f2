"""The request as pages see it, after the middleware: who, which year, which day. For types only; nothing makes one."""

from datetime import date

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import Standing


class Request(HttpRequest):
    """``day`` is ``as_of`` or today; ``carried`` is the year and day that links must keep."""

    user: User  # type: ignore[assignment]
    htmx: HtmxDetails
    LANGUAGE_CODE: str
    standing: Standing
    year: int
    as_of: date | None
    day: date
    today: date
    is_past: bool
    carried: dict[str, str]
