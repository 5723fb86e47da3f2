"""The map a page shows figures on, as one value of the address: as reported then, today's, or that of a chosen day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.http import QueryDict
from django.utils.translation import gettext as _

from khuyencong.kernel.periods import parse_date, short_date
from khuyencong.reporting.states import THEN, MapView
from khuyencong.web.links import query_with
from khuyencong.web.request import Request

MAP, MAP_DAY = "ban_do", "ban_do_ngay"
AS_REPORTED, TODAY, CHOSEN = "luc-bao-cao", "hien-nay", "ngay"


def view_of(request: Request, usual: MapView = THEN, query: QueryDict | None = None) -> MapView:
    """The map the address asks for; ``usual`` where it asks for none. A day that cannot be read is the page's day.

    ``query`` is read instead of the address where a form carries the choice.
    """
    get = (request.GET if query is None else query).get
    asked = get(MAP, "")
    if asked == AS_REPORTED:
        return THEN
    if asked in (TODAY, "nay") or (not asked and get("map_of") == "now"):
        return MapView("now", request.today)
    if asked == CHOSEN:
        return MapView("day", day_written(get(MAP_DAY, "")) or request.day)
    return usual


def day_written(text: str) -> date | None:
    """A map's day as written, also one to come; None when it cannot be read."""
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None


def params_of(view: MapView) -> dict[str, str]:
    """The parameters that make a link show the same map."""
    if view.of == "then" or view.day is None:
        return {MAP: AS_REPORTED}
    if view.of == "now":
        return {MAP: TODAY}
    return {MAP: CHOSEN, MAP_DAY: short_date(view.day)}


@dataclass(frozen=True)
class MapOffer:
    """One of the maps a page offers, in words, with the query that chooses it."""

    title: str
    query: str
    current: bool


def map_offers(request: Request, view: MapView, without: Mapping[str, str] | None = None) -> list[MapOffer]:
    """The map of the report's time and today's as links; a chosen day, when there is one, as a third."""
    shown = [THEN, MapView("now", request.today)]
    if view.of == "day":
        shown.append(view)
    cleared = {MAP_DAY: "", **(without or {})}
    return [
        MapOffer(said_of(one), query_with(request.GET, **{**cleared, **params_of(one)}), one.of == view.of)
        for one in shown
    ]


def said_of(view: MapView) -> str:
    """The map in words."""
    if view.of == "then" or view.day is None:
        return _("theo địa giới lúc báo cáo")
    if view.of == "now":
        return _("theo địa giới hiện nay")
    return _("theo địa giới ngày {day}").format(day=short_date(view.day))
