"""The plan of a year: its decision, its facts, its money by activity group, part, kind and place."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from khuyencong.programme.models import AnnualPlan
from khuyencong.programme.queries import Share, cells, completeness, plan_of, shares_of, totals_of
from khuyencong.programme.rules import stated_total_equals_rows
from khuyencong.programme.states import PlanPart, ProjectKind
from khuyencong.registry.models import ActivityGroup
from khuyencong.reporting.queries import changed_between
from khuyencong.reporting.states import THEN, MapView
from khuyencong.web.links import address, address_if_built
from khuyencong.web.map_choice import map_offers, view_of
from khuyencong.web.overview import places_of
from khuyencong.web.reach import sees_the_nation, tallies_of
from khuyencong.web.request import Request

TODAY_MAP = "hien-nay"


def plan(request: Request) -> HttpResponse:
    """The plan of the working year, or what to do first."""
    found = plan_of(request.year)
    if found is None or found.effective_on > request.day:
        return render(request, "home/empty.html", {"plan": found, "imports": address_if_built(request, "imports")})
    return render(request, "plan/plan.html", _plan(request, found))


def _plan(request: Request, found: AnnualPlan) -> dict[str, Any]:
    tallies, year, day = tallies_of(request), found.year, request.day
    then = found.effective_on
    view = view_of(request, MapView("day", day) if request.GET.get("dia_gioi") == TODAY_MAP else THEN)
    alike = cells(tallies, year, day, "part", "kind", "activity_id", "place_id")
    everything = totals_of(tallies, year, day)
    parts = shares_of(alike, "part")
    nation = sees_the_nation(request)
    return {
        "plan": found,
        "totals": everything,
        "state": completeness(year),
        "findings": stated_total_equals_rows(found.stated_total, everything.planned, found.accepted_reason)
        if nation
        else [],
        "nation": nation,
        "imports": address_if_built(request, "imports"),
        "by_activity": _lines(request, shares_of(alike, "activity_id"), _activities(), "noi_dung", "activity"),
        "by_part": _lines(request, parts, dict(PlanPart.choices), "phan", "part"),
        "by_kind": _lines(request, shares_of(alike, "kind"), dict(ProjectKind.choices), "loai", "kind"),
        "places": places_of(request, alike, view),
        "local": parts.get(PlanPart.LOCALITY, Share()),
        "view": view,
        "maps": map_offers(request, view, {"dia_gioi": ""}),
        "has_new_map": changed_between(then, max(day, view.day or day)),
    }


def _activities() -> dict[str, str]:
    return dict(ActivityGroup.objects.values_list("code", "name"))


def _lines(
    request: Request, shares: dict[str, Share], names: dict[str, Any], param: str, narrowing: str
) -> list[dict[str, Any]]:
    """A breakdown as lines with names and the pages each one opens; every known name is shown."""
    return [
        {
            "name": name,
            "share": shares.get(code, Share()),
            "url": address(request, "projects", **{param: code}),
            "planned": address(request, "figure", "programme.planned", **{narrowing: code}),
            "allocated": address(request, "figure", "programme.allocated", **{narrowing: code}),
        }
        for code, name in names.items()
    ]
