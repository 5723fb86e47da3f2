"""What every request passes: the content policy, the chosen language, and the view of the past."""

from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, resolve
from django.utils import timezone, translation
from django.utils.functional import SimpleLazyObject

from khuyencong.accounts.permissions import Standing, standing_of
from khuyencong.kernel.periods import parse_date, short_date
from khuyencong.programme.queries import years
from khuyencong.web.request import Request
from khuyencong.web.returning import page_before

Answer = Callable[[Request], HttpResponse]

POLICY = "; ".join(
    [
        "default-src 'none'",
        *(f"{kind}-src 'self'" for kind in ("script", "style", "img", "font", "connect", "manifest")),
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)
YEAR, AS_OF = "nam", "tinh_den"
YEAR_COOKIE, AS_OF_COOKIE = "kc_nam", "kc_tinh_den"
# What may be sent while looking at the past: it changes only how the person looks, or who they are.
HARMLESS = {"choose-as-of", "clear-as-of", "choose-year", "choose-language", "sign-in", "sign-out"}


def content_security_policy(get_response: Answer) -> Answer:
    """Everything comes from this site; nothing is inline."""

    def answer(request: Request) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response

    return answer


def chosen_language(get_response: Answer) -> Answer:
    """The language the person chose, else Vietnamese. The browser's own wish is never asked."""

    def answer(request: Request) -> HttpResponse:
        chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        language = chosen if chosen in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    return answer


def view_of_the_past(get_response: Answer) -> Answer:
    """Give the request its year, its day and the person's standing; refuse to write while the day is past."""

    def answer(request: Request) -> HttpResponse:
        today = timezone.localdate()
        try:
            as_of, year, carried = _chosen(request, today)
        except ValueError as wrong:
            _look_at(request, None, None, {}, today)
            return render(request, "errors/wrong_date.html", {"wrong": str(wrong)}, status=400)
        _look_at(request, as_of, year, carried, today)
        writes = request.method not in ("GET", "HEAD", "OPTIONS") and not _harmless(request)
        if writes and (request.is_past or _sent_from_the_past(request, today)):
            return render(request, "errors/past.html", {"back": page_before(request)}, status=409)
        return get_response(request)

    return answer


def _look_at(request: Request, as_of: date | None, year: int | None, carried: dict[str, str], today: date) -> None:
    request.as_of = as_of
    request.is_past = as_of is not None
    request.today = today
    request.day = as_of or today
    request.carried = carried
    request.standing = SimpleLazyObject(lambda: _standing(request, today))  # type: ignore[assignment]
    request.year = year or _usual_year(request, today)


def _standing(request: Request, today: date) -> Standing:
    if not request.user.is_authenticated:
        return Standing(request.user, ())
    return standing_of(request.user, today)


def _usual_year(request: Request, today: date) -> int:
    """The newest year that has a plan; without any plan, this year."""
    known = years() if request.user.is_authenticated else []
    return max(known, default=today.year)


def _chosen(request: Request, today: date) -> tuple[date | None, int | None, dict[str, str]]:
    """Day and year: the address wins over the cookie. ``carried`` is what links must keep. Raises ValueError."""
    carried = {}
    as_of = _from_cookie(request, today)
    if AS_OF in request.GET:
        as_of = past_day(request.GET[AS_OF], today)
        carried[AS_OF] = short_date(as_of) if as_of else ""
    year = _year(request.COOKIES.get(YEAR_COOKIE, ""))
    if YEAR in request.GET:
        year = _year(request.GET[YEAR])
        if year is None:
            raise ValueError(request.GET[YEAR])
        carried[YEAR] = str(year)
    return as_of, year, carried


def past_day(text: str, today: date) -> date | None:
    """The day a person wrote, None for today or nothing. Raises ValueError for a wrong or future day."""
    if not text.strip():
        return None
    try:
        day = parse_date(text)
    except ValueError:
        raise ValueError(text) from None
    if day > today or day.year < 1990:
        raise ValueError(text)
    return None if day == today else day


def _from_cookie(request: Request, today: date) -> date | None:
    try:
        return past_day(request.COOKIES.get(AS_OF_COOKIE, ""), today)
    except ValueError:
        return None


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 and text >= "1990" else None


def _harmless(request: Request) -> bool:
    try:
        return resolve(request.path_info).url_name in HARMLESS
    except Resolver404:
        return False


def _sent_from_the_past(request: Request, today: date) -> bool:
    """A form that says it was filled in on a page of the past; a day that cannot be read counts as past."""
    try:
        return any(past_day(text, today) for text in request.POST.getlist(AS_OF))
    except ValueError:
        return True
