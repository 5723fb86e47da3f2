"""What a person chooses about how they look: year, day, language. Kept in cookies; touches no record."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from khuyencong.kernel.periods import short_date
from khuyencong.web.links import way_back
from khuyencong.web.middleware import AS_OF, AS_OF_COOKIE, YEAR, YEAR_COOKIE, past_day
from khuyencong.web.request import Request

LONG = 60 * 60 * 24 * 365


def choose_year(request: Request) -> HttpResponse:
    """The working year."""
    answer = HttpResponseRedirect(way_back(request))
    wanted = request.POST.get(YEAR, "")
    if wanted.isascii() and wanted.isdigit() and len(wanted) == 4:
        _keep(answer, YEAR_COOKIE, wanted)
    return answer


def choose_as_of(request: Request) -> HttpResponse:
    """The day the figures are asked for; today or nothing goes back to the present."""
    answer = HttpResponseRedirect(way_back(request))
    wanted = request.POST.get(AS_OF, "")
    try:
        day = past_day(wanted, request.today)
    except ValueError:
        messages.error(
            request,
            _("Ngày “%(day)s” không hợp lệ. Hãy ghi ngày/tháng/năm, ví dụ 30/06/2024, không sau hôm nay.")
            % {"day": wanted[:40]},
        )
        return answer
    if day is None:
        answer.delete_cookie(AS_OF_COOKIE)
    else:
        _keep(answer, AS_OF_COOKIE, short_date(day), age=None)
    return answer


def clear_as_of(request: Request) -> HttpResponse:
    """Back to the present."""
    answer = HttpResponseRedirect(way_back(request))
    answer.delete_cookie(AS_OF_COOKIE)
    return answer


def choose_language(request: Request) -> HttpResponse:
    """Vietnamese or English."""
    answer = HttpResponseRedirect(way_back(request))
    wanted = request.POST.get("ngon_ngu", "")
    if wanted in dict(settings.LANGUAGES):
        _keep(answer, settings.LANGUAGE_COOKIE_NAME, wanted)
    return answer


def _keep(answer: HttpResponse, name: str, value: str, age: int | None = LONG) -> None:
    answer.set_cookie(name, value, max_age=age, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE)
