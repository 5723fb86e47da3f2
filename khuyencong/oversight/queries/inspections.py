"""Reads trips as they stood on a day: lists, stops that were visited, steps with their deadlines."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, F, Min, Q, QuerySet

from khuyencong.documents.models import Document
from khuyencong.kernel.guards import holding
from khuyencong.kernel.text import fold, number_in
from khuyencong.oversight.models import Inspection, Stop
from khuyencong.oversight.states import InspectionState
from khuyencong.records.models import TrailStep
from khuyencong.records.queries import steps_of, stood_on
from khuyencong.registry.models import ProcedureStep
from khuyencong.registry.queries import due_by, procedure_on, with_predecessors

PROCEDURE = "inspection"
# Which step of the trail does each step of the procedure.
DONE_BY = {"decide": "decide", "notify": "notify", "report": "report", "conclude": "conclude", "follow": "close"}


@dataclass(frozen=True)
class InspectionFilter:
    """What the list is narrowed to; every field comes from the address and may be empty. ``place`` is an id."""

    q: str = ""
    state: str = ""
    subject: str = ""
    kind: str = ""
    place: str = ""
    year: str = ""

    @property
    def active(self) -> dict[str, str]:
        """Filters that are set, by name."""
        return {item.name: value for item in fields(self) if (value := getattr(self, item.name))}


@dataclass(frozen=True)
class StepDue:
    """A step of a trip's procedure: its last day, the day it was done, the paper. ``confirmed``: the law is sure."""

    step: ProcedureStep
    due_on: date | None
    done_on: date | None
    document: Document | None
    confirmed: bool
    late: bool


def inspections_on(rows: QuerySet[Inspection], day: date) -> QuerySet[Inspection]:
    """Trips in the plan by a day, each with ``stood``: the state it was in on that day."""
    return stood_on(rows.filter(planned_on__lte=day), InspectionState.PLANNED, day)


def inspections_of_year(rows: QuerySet[Inspection], year: int, day: date) -> QuerySet[Inspection]:
    """Trips of a year, and those of any other year that were still under way on the day; each with ``stood``."""
    done = Q(stood__in=(InspectionState.CLOSED, InspectionState.CANCELLED))
    return inspections_on(rows, day).filter(Q(year=year) | ~done)


def under_way(rows: QuerySet[Inspection]) -> QuerySet[Inspection]:
    """Rows (from ``inspections_on``) that are neither closed nor given up."""
    return rows.exclude(Q(stood__in=(InspectionState.CLOSED, InspectionState.CANCELLED)))


def inspections_like(rows: QuerySet[Inspection], wanted: InspectionFilter) -> QuerySet[Inspection]:
    """Rows (from ``inspections_on``) that meet every filter. Unknown values simply match nothing."""
    exact = {"stood": wanted.state, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.year:
        rows = rows.none() if (year := number_in(wanted.year)) is None else rows.filter(year=year)
    stops = Stop.objects.all()
    if wanted.subject:
        stops = stops.filter(subject=wanted.subject)
    if wanted.place:
        wished = number_in(wanted.place)
        stops = stops.none() if wished is None else stops.filter(place_id__in=with_predecessors([wished]))
    if wanted.subject or wanted.place:
        rows = rows.filter(pk__in=stops.order_by().values("inspection_id"))
    if folded := fold(wanted.q):
        rows = rows.filter(holding(Inspection, "folded", folded))
    return rows


def inspection_page(rows: QuerySet[Inspection], after: str, size: int) -> tuple[list[Inspection], str]:
    """A page, newest trip first, and the key of the next ('' on the last); an unreadable key begins at the start."""
    day, _bar, pk = after.partition("|")
    if (last := number_in(pk)) is not None and (edge := _day(day)):
        rows = rows.filter(Q(starts_on__lt=edge) | Q(starts_on=edge, pk__lt=last))
    ordered = rows.order_by("-starts_on", "-id").prefetch_related("stops__place", "members")
    found = list(ordered[: size + 1])
    shown = found[:size]
    return shown, f"{shown[-1].starts_on.isoformat()}|{shown[-1].pk}" if len(found) > size else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def same_trip(year: int, title: str, starts_on: date) -> Inspection | None:
    """A trip of a year's plan that leaves on a day under the same title (accents aside) and was not given up."""
    rows = Inspection.objects.filter(year=year, starts_on=starts_on).exclude(state=InspectionState.CANCELLED)
    return next((row for row in rows.order_by("id") if fold(row.title) == fold(title)), None)


def inspections_between(first: date, last: date) -> QuerySet[Inspection]:
    """Trips that were somewhere between two days, by the first day at a stop (``visited``), oldest first."""
    went = Q(stops__visited_from__gte=first, stops__visited_from__lte=last)
    rows = Inspection.objects.filter(went).exclude(state=InspectionState.CANCELLED)
    return rows.annotate(visited=Min("stops__visited_from", filter=went)).order_by("visited", "id").distinct()


def stops_visited(subject: str, first: date, last: date) -> QuerySet[Stop]:
    """Places visited on a subject between two days, by the first day there; '' for every subject."""
    rows = Stop.objects.filter(visited_from__gte=first, visited_from__lte=last)
    rows = rows.exclude(inspection__state=InspectionState.CANCELLED)
    rows = rows.filter(subject=subject) if subject else rows
    return rows.select_related("inspection", "place").order_by("visited_from", "id")


def stops_of(inspection: Inspection, day: date) -> list[Stop]:
    """The places of a trip in order, with ``seen``: how many findings had come from each by a day."""
    seen = Count("observations", filter=Q(observations__seen_at__date__lte=day))
    rows = inspection.stops.select_related("place", "minutes").annotate(seen=seen)
    stops: list[Stop] = list(rows.order_by(F("planned_on").asc(nulls_last=True), "id"))
    for stop in stops:
        if stop.visited_from and stop.visited_from > day:
            stop.visited_from = stop.visited_to = None
        elif stop.visited_to and stop.visited_to > day:
            stop.visited_to = None
    return stops


def procedure_of(inspection: Inspection, day: date) -> list[StepDue]:
    """The steps of the procedure in force on the trip's first day, with what was done of each by a day.

    A step without a known number of days has no last day. ``late``: not done on its last day, by ``day``.
    """
    trail = {step.name: step for step in steps_of(inspection, day)}
    papers = _papers(trail.values())
    concluded = trail["conclude"].on if "conclude" in trail else None
    since = {"starts": inspection.starts_on, "ends": inspection.ends_on, "concluded": concluded}
    shown = []
    for step in procedure_on(PROCEDURE, inspection.starts_on):
        done = trail.get(DONE_BY.get(step.step, ""))
        due = due_by(step, since.get(step.counted_from)) if step.counted_from else None
        when = done.on if done else None
        document = papers.get(done.paper) if done else None
        late = due is not None and (when or day) > due
        shown.append(StepDue(step, due, when, document, step.evidence == "V", late))
    return shown


def _papers(steps: Iterable[TrailStep]) -> dict[str, Document]:
    """Documents the steps rest on, by their stored name."""
    names = [step.paper for step in steps if step.paper]
    found = Document.objects.in_bulk([int(name.rpartition(":")[2]) for name in names])
    return {f"documents.document:{pk}": document for pk, document in found.items()}


def decided_on(inspection: Inspection) -> date | None:
    """The day of the recorded decision, if there is one."""
    step = steps_of(inspection).filter(name="decide").first()
    return step.on if step else None
