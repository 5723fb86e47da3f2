"""The page itself: the places of a trip with their checklists, projects and what was found so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse

from khuyencong.kernel.findings import Finding
from khuyencong.oversight.models import Inspection, Observation, Photo, Stop
from khuyencong.oversight.queries.inspections import inspections_on, stops_of
from khuyencong.oversight.queries.observations import findings_of, projects_at, standing
from khuyencong.oversight.rules.observations import PHOTO_LIMIT, found_by_the_team, trip_is_going
from khuyencong.programme.models import Project
from khuyencong.registry.models import ChecklistItem
from khuyencong.web.office_reach import inspections_within
from khuyencong.web.pages.field.words import RESULT_TONES, result_badge, words_of_the_phone
from khuyencong.web.pages.field.worker import SCRIPTS, version
from khuyencong.web.reach import projects_of
from khuyencong.web.request import Request

# The page needs the phone's camera and place; no other page does.
POLICY = "camera=(self), geolocation=(self), microphone=()"
KEEP = "KC-Field"  # header that tells the worker to keep this page, with the version of its files


@dataclass
class Shown:
    """A finding that stands, those it took the place of (newest first), and the photos of all of them."""

    row: Observation
    badge: str
    replaced: list[Observation] = field(default_factory=list)
    photos: list[Photo] = field(default_factory=list)


@dataclass
class StopShown:
    """A place with its checklist; rows without an item of the list come under None, last."""

    stop: Stop
    items: list[tuple[ChecklistItem | None, list[Shown]]]
    projects: list[Project]

    @property
    def source(self) -> str:
        """The clause of the whole checklist, said once; '' when its items rest on different ones."""
        named = {f"{item.source.number}: {item.clause}" for item, _found in self.items if item}
        return named.pop() if len(named) == 1 else ""

    @property
    def count(self) -> int:
        return sum(len(found) for _item, found in self.items)


def field_page(request: Request, pk: int) -> HttpResponse:
    """The page of one trip. On the day of today the worker keeps it; a day in the past is only read."""
    rows = inspections_on(inspections_within(request), request.day)
    trip = get_object_or_404(rows.prefetch_related("members"), pk=pk)
    stops = _stops(request, trip)
    hindered = _hindered(request, trip)
    may_write = not hindered and not request.is_past
    context = {
        "trip": trip, "stops": stops, "may_write": may_write, "hindered": hindered, "scripts": SCRIPTS,
        "several": len(stops) > 1, "results": [(code, result_badge(code)) for code in RESULT_TONES],
        "office": _address("inspection", trip.pk), "told": _told(request, trip, stops, may_write),
    }  # fmt: skip
    answer = render(request, "field/page.html", context)
    answer["Permissions-Policy"] = POLICY
    if not request.is_past:
        answer[KEEP] = version()
    return answer


def _address(name: str, pk: int) -> str:
    """The address of a page of the trip; '' while no page has this name."""
    try:
        return reverse(name, args=[pk])
    except NoReverseMatch:
        return ""


def _hindered(request: Request, trip: Inspection) -> list[Finding]:
    """Why this person may not write here now; nothing when they may."""
    return [*found_by_the_team(request.standing, trip), *trip_is_going(trip)]


def _stops(request: Request, trip: Inspection) -> list[StopShown]:
    stops = stops_of(trip, request.day)
    projects = projects_at(stops, projects_of(request))
    return [
        StopShown(
            one.stop, [(item, _shown(found)) for item, found in one.items], projects.get(one.stop.pk, []),
        )
        for one in findings_of(stops, request.day)
    ]  # fmt: skip


def _shown(rows: Iterable[Observation]) -> list[Shown]:
    """What stands, with what it replaced and every photo of the chain."""
    known = {row.pk: row for row in rows}
    shown = []
    for row in standing(known.values()):
        one = Shown(row, result_badge(row.result), photos=list(row.photos.all()))
        before = known.get(row.corrects_id or 0)
        while before is not None:
            one.replaced.append(before)
            one.photos = [*before.photos.all(), *one.photos]
            before = known.get(before.corrects_id or 0)
        shown.append(one)
    return shown


def _told(request: Request, trip: Inspection, stops: list[StopShown], may_write: bool) -> dict[str, Any]:
    """What the scripts know: who, where to send, the lists of the form, what the server already shows, the words."""
    found = [one for stop in stops for _item, rows in stop.items for one in rows]
    return {
        "inspection": trip.pk, "user": request.user.pk, "may": may_write, "version": version(), "limit": PHOTO_LIMIT,
        "addresses": {
            name: reverse(f"inspection-field{ending}", args=[trip.pk])
            for name, ending in (("page", ""), ("state", "-state"), ("keep", "-keep"), ("photo", "-photo"))
        } | {"worker": reverse("field-worker"), "signIn": reverse("sign-in"), "signOut": reverse("sign-out")},
        "stops": {str(one.stop.pk): _stop_told(one) for one in stops},
        "found": {str(one.row.key): _found_told(one.row) for one in found},
        "known": [str(row.key) for one in found for row in (one.row, *one.replaced)],
        "words": words_of_the_phone(),
    }  # fmt: skip


def _stop_told(one: StopShown) -> dict[str, Any]:
    return {
        "place": one.stop.place.name,
        "items": {item.code: item.title for item, _found in one.items if item},
        "projects": [{"pk": row.pk, "code": row.code, "title": row.title} for row in one.projects],
    }


def _found_told(row: Observation) -> dict[str, Any]:
    return {
        "result": row.result, "text": row.text, "project": row.project_id, "about": row.about, "item": row.item,
        "stop": row.stop_id,
    }  # fmt: skip
