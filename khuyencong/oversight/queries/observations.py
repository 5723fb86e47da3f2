"""Reads what a team found: by stop and item as of a day, with what was corrected, and the checklist it follows."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from khuyencong.oversight.models import Inspection, Observation, Photo, Stop
from khuyencong.oversight.states import InspectionSubject
from khuyencong.programme.models import Project
from khuyencong.registry.models import ChecklistItem
from khuyencong.registry.queries import checklist_of, with_predecessors

CHECKLIST = "inspection"


@dataclass(frozen=True)
class Findings:
    """A stop with its checklist and what was found: rows without an item of the list come under None."""

    stop: Stop
    items: list[tuple[ChecklistItem | None, list[Observation]]]

    @property
    def count(self) -> int:
        return sum(len(rows) for _item, rows in self.items)


def items_for(subject: str, day: date) -> list[ChecklistItem]:
    """The checklist of a subject on a day."""
    return checklist_of(CHECKLIST, subject, day)


def observations_by(stops: Iterable[Stop], day: date) -> QuerySet[Observation]:
    """Findings of stops by a day with their photos, oldest first; ``corrections`` say which took their place."""
    photos = Prefetch("photos", queryset=Photo.objects.select_related("attachment"))
    rows = Observation.objects.filter(stop__in=list(stops), seen_at__date__lte=day)
    return rows.select_related("project", "by").prefetch_related(photos, "corrections").order_by("seen_at", "id")


def standing(rows: Iterable[Observation]) -> list[Observation]:
    """Findings that no later one corrects."""
    known = list(rows)
    replaced = {row.corrects_id for row in known if row.corrects_id}
    return [row for row in known if row.pk not in replaced]


def findings_of(stops: list[Stop], day: date) -> list[Findings]:
    """Every stop with its checklist and findings: one query a subject for the list, three for all findings."""
    lists = {subject: items_for(subject, day) for subject in {stop.subject for stop in stops}}
    by_stop: dict[int, list[Observation]] = {stop.pk: [] for stop in stops}
    for row in observations_by(stops, day):
        by_stop[row.stop_id].append(row)
    return [Findings(stop, _by_item(lists[stop.subject], by_stop[stop.pk])) for stop in stops]


def _by_item(
    items: list[ChecklistItem], rows: list[Observation]
) -> list[tuple[ChecklistItem | None, list[Observation]]]:
    known = {item.code for item in items}
    shown: list[tuple[ChecklistItem | None, list[Observation]]] = [
        (item, [row for row in rows if row.item == item.code]) for item in items
    ]
    return [*shown, (None, [row for row in rows if row.item not in known])]


def projects_at(stops: Iterable[Stop], rows: QuerySet[Project]) -> dict[int, list[Project]]:
    """Projects of the place and years of each stop, by stop id; none for clusters and surveys."""
    wanted = [stop for stop in stops if stop.subject == InspectionSubject.PROJECTS]
    places = {stop.pk: with_predecessors([stop.place_id]) for stop in wanted}
    everywhere = {place for reached in places.values() for place in reached}
    years = {int(year) for stop in wanted for year in stop.years}
    found: Any = rows.filter(place_id__in=everywhere, year__in=years).order_by("-year", "position")
    known = list(found) if wanted else []
    return {
        stop.pk: [one for one in known if one.place_id in places[stop.pk] and one.year in map(int, stop.years)]
        for stop in wanted
    }


def kept_keys(inspection: Inspection) -> tuple[list[str], dict[str, str]]:
    """Keys of the findings the server keeps, and the SHA-256 of each photo by its key."""
    keys = Observation.objects.filter(stop__inspection=inspection).values_list("key", flat=True)
    photos = Photo.objects.filter(observation__stop__inspection=inspection)
    digests = photos.values_list("key", "attachment__blob__sha256")
    return [str(key) for key in keys], {str(key): digest for key, digest in digests}


def says_the_same(
    row: Observation, *, result: str, text: str, item: str, project: Project | None, about: str
) -> bool:  # fmt: skip
    """True when a kept finding says what came again under its key; else the phone corrects it with a new row."""
    told = (result, text.strip()[:4000], item, project.pk if project else None, about.strip()[:300])
    return told == (row.result, row.text, row.item, row.project_id, row.about)
