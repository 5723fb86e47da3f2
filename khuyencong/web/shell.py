"""What every page carries: navigation, brand, banner, years, the day looked at. A context processor; reads only."""

from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import ROLES, Permission
from khuyencong.kernel.money import grouped
from khuyencong.programme.queries import Completeness, completeness, years
from khuyencong.records.queries import installation
from khuyencong.web.navigation import bar_of, groups_for
from khuyencong.web.request import Request
from khuyencong.web.waiting import changes_to_apply, count_of

NARROW_COOKIE = "kc_thu_gon"


def shell(request: Request) -> dict[str, Any]:
    """Lazy, so that a page without the shell (errors, health) asks nothing."""
    return {
        "shell": SimpleLazyObject(lambda: _shell(request)),
        "installation": SimpleLazyObject(installation),
        "languages": settings.LANGUAGES,
    }


def _shell(request: Request) -> dict[str, Any]:
    standing = request.standing
    first = standing.first
    sees_programme = may(standing, Permission.SEE_PROGRAMME)
    state = completeness(request.year) if sees_programme else None
    counts = {"tasks": count_of(request), **({"imports": state.doubtful} if state else {})}
    groups = groups_for(request, {**counts, "changes": changes_to_apply(request)})
    return {
        "groups": groups,
        "bar": bar_of(groups),
        "years": _years_offered(request) if sees_programme else [],
        "sees_programme": sees_programme,
        "role": ROLES[first.role] if first else None,
        "narrow": request.COOKIES.get(NARROW_COOKIE) == "1",
        "unfinished": _unfinished(request, state),
    }


def _years_offered(request: Request) -> list[int]:
    """Years with a plan and the year looked at, newest first."""
    return sorted({*years(), request.year}, reverse=True)


def _unfinished(request: Request, state: Completeness | None) -> str:
    """What every figure of the year must carry while its papers are not recorded whole."""
    if state is None or state.complete:
        return ""
    year = request.year
    if state.recorded < state.printed:
        words = _("Kế hoạch năm {year} chưa nhập đủ {recorded}/{printed}.")
        return words.format(year=year, recorded=grouped(state.recorded), printed=grouped(state.printed))
    return _("Năm {year} còn {rows} dòng cần xem.").format(year=year, rows=grouped(state.doubtful))
