"""What every page carries: navigation, brand, banner, years, the day looked at. A context processor; reads only."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import ROLES, Permission
from khuyencong.programme.models import AnnualPlan
from khuyencong.records.queries import installation
from khuyencong.web.navigation import bar_of, groups_for

NARROW_COOKIE = "kc_thu_gon"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Lazy, so that a page without the shell (errors, health) asks nothing."""
    return {
        "shell": SimpleLazyObject(lambda: _shell(request)),
        "installation": SimpleLazyObject(installation),
        "languages": settings.LANGUAGES,
    }


def _shell(request: HttpRequest) -> dict[str, Any]:
    standing = request.standing  # type: ignore[attr-defined]
    first = standing.first
    groups = groups_for(request, {})
    sees_programme = may(standing, Permission.SEE_PROGRAMME)
    return {
        "groups": groups,
        "bar": bar_of(groups),
        "years": _years_offered(request) if sees_programme else [],
        "sees_programme": sees_programme,
        "role": ROLES[first.role] if first else None,
        "narrow": request.COOKIES.get(NARROW_COOKIE) == "1",
        "unfinished": None,
    }


def _years_offered(request: HttpRequest) -> list[int]:
    """Years with a plan and the year looked at, newest first."""
    known = set(AnnualPlan.objects.values_list("year", flat=True))
    return sorted(known | {request.year}, reverse=True)  # type: ignore[attr-defined]
