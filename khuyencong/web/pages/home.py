"""The first page: the year's figures, the province map, the curve, localities that wait."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import ngettext

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.programme.models import AnnualPlan
from khuyencong.programme.queries import Share, Totals, cells, later_of, plan_of, shares_of, totals_of, waiting_of
from khuyencong.programme.states import DelayCause, ProjectKind, Side
from khuyencong.reporting.states import MapView
from khuyencong.web.links import address_if_built
from khuyencong.web.overview import map_of, of_year_passed, places_of, trend_of, year_before
from khuyencong.web.reach import sees_the_nation, step_tallies_of, tallies_of
from khuyencong.web.request import Request
from khuyencong.web.waiting import card_of

SHOWN = 10
# Widths of the curve: across the page under a long list, or beside the map under a short one.
FULL, HALF, LONG = 960, 700, 5


def home(request: Request) -> HttpResponse:
    """Leaders see the nation, a province or a unit its own rows, an administrator only the way to the accounts."""
    if not may(request.standing, Permission.SEE_PROGRAMME):
        return render(request, "home/no_programme.html")
    plan = plan_of(request.year)
    if plan is None or plan.effective_on > request.day:
        empty = {"plan": plan, "imports": address_if_built(request, "imports")}
        return render(request, "home/empty.html", {**empty, **card_of(request)})
    return render(request, "home/home.html", _overview(request, plan))


def _overview(request: Request, plan: AnnualPlan) -> dict[str, Any]:
    tallies, year, day = tallies_of(request), plan.year, request.day
    found = totals_of(tallies, year, day)
    before = year_before(tallies, plan, day)
    alike = cells(tallies, year, day, "part", "kind", "place_id", starts=True)
    places = places_of(request, alike, MapView("day" if request.is_past else "now", day))
    waiting = waiting_of(alike, plan, day)
    long = len(waiting) > LONG
    passed, length = of_year_passed(year, day)
    return {
        "plan": plan,
        "totals": found,
        "before": before,
        "tick": _tick(found, before),
        "kind_counts": _kinds(shares_of(alike, "kind")),
        "before_year": year - 1,
        "passed": passed,
        "length": length,
        "map": map_of(places, day),
        "places": places,
        "trend": trend_of(tallies, year, day, found.planned, before, FULL if long else HALF),
        "waiting": waiting[:SHOWN],
        "waiting_count": len(waiting),
        "long": long,
        "waiting_planned": sum(item.planned for item in waiting),
        "nation": sees_the_nation(request),
        "later": later_of(step_tallies_of(request), year, day),
        **card_of(request),
        **cause_choices(request),
    }


def _kinds(shares: dict[str, Share]) -> list[tuple[str, int]]:
    """How many of each kind, in the order of the list of kinds."""
    counts = [(kind, shares[kind].projects) for kind in ProjectKind.values if kind in shares]
    return [(_named(kind, count), count) for kind, count in counts]


def _named(kind: str, count: int) -> str:
    names = {
        ProjectKind.SINGLE.value: ngettext("đề án", "đề án", count),
        ProjectKind.GROUP.value: ngettext("đề án nhóm", "đề án nhóm", count),
        ProjectKind.KEY.value: ngettext("đề án điểm", "đề án điểm", count),
        ProjectKind.TASK.value: ngettext("nhiệm vụ", "nhiệm vụ", count),
    }
    return names[kind]


def _tick(found: Totals, before: Totals | None) -> int | None:
    """Last year's rate as an amount of this year's plan, so that the meter can mark it."""
    if before is None or not before.planned:
        return None
    return found.planned * before.allocated // before.planned


def cause_choices(request: Request) -> dict[str, Any]:
    """What the form of a cause offers, and whether the person may fill it in."""
    return {
        "may_choose_causes": may(request.standing, Permission.CHOOSE_CAUSES),
        "causes": DelayCause.choices,
        "sides": Side.choices,
    }
