"""What follows next for each trip of a list, and by when: a fixed number of queries whatever the number of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from khuyencong.kernel.working_days import WorkingCalendar
from khuyencong.oversight.models import Inspection, Recommendation
from khuyencong.oversight.queries.inspections import PROCEDURE
from khuyencong.oversight.queries.recommendations import recommendations_on
from khuyencong.oversight.states import InspectionKind, InspectionState, RecommendationState
from khuyencong.records.models import TrailStep
from khuyencong.registry.models import ProcedureStep
from khuyencong.registry.queries import calendar_of, due_by
from khuyencong.registry.states import Evidence

FOLLOW = "follow"
MARGIN = timedelta(days=200)  # days around the trips for which worked days are asked, wider than any deadline counts


@dataclass(frozen=True)
class NextStep:
    """The step a trip waits for: its name in the machine (or 'follow'), its last day, whether that day has passed.

    ``confirmed``: the day is the trip's own or stands in a clause that is sure.
    """

    name: str
    due_on: date | None
    late: bool
    confirmed: bool = True


def next_steps(trips: Sequence[Any], day: date) -> dict[int, NextStep]:
    """By trip id, for rows of ``inspections_on``; a trip that is closed or cancelled is left out. Five queries."""
    if not trips:
        return {}
    clocks = list(ProcedureStep.objects.filter(procedure=PROCEDURE))
    first, last = min(one.starts_on for one in trips), max(one.ends_on for one in trips)
    calendar = calendar_of(first - MARGIN, last + MARGIN)
    reported = _reported(trips, day)
    open_until = _open_until(trips, day)
    found: dict[int, NextStep] = {}
    for trip in trips:
        name = _name(trip, trip.pk in reported, trip.pk in open_until)
        if name:
            found[trip.pk] = _step(trip, name, clocks, calendar, open_until.get(trip.pk), day)
    return found


def _reported(trips: Sequence[Any], day: date) -> set[int]:
    """Trips whose team had reported by a day."""
    subjects = [f"oversight.inspection:{one.pk}" for one in trips]
    rows = TrailStep.objects.filter(subject__in=subjects, name="report", on__lte=day)
    return {int(subject.rpartition(":")[2]) for subject in rows.values_list("subject", flat=True)}


def _open_until(trips: Sequence[Any], day: date) -> dict[int, date]:
    """The earliest day of what each trip still waits for of its recommendations."""
    rows: Any = recommendations_on(Recommendation.objects.filter(inspection__in=[one.pk for one in trips]), day)
    left = rows.exclude(stood=RecommendationState.CLOSED).order_by("-due_on")
    return dict(left.values_list("inspection_id", "due_on"))


def _name(trip: Any, reported: bool, is_open: bool) -> str:
    survey = trip.kind == InspectionKind.SURVEY
    return {
        InspectionState.PLANNED: "decide",
        InspectionState.DECIDED: "set_out" if survey else "notify",
        InspectionState.NOTIFIED: "set_out",
        InspectionState.FIELD: "finish",
        InspectionState.FINISHED: "conclude" if reported else "report",
        InspectionState.CONCLUDED: FOLLOW if is_open else "close",
    }.get(InspectionState(trip.stood), "")


def _step(
    trip: Inspection, name: str, clocks: Sequence[ProcedureStep], calendar: WorkingCalendar, until: date | None,
    day: date,
) -> NextStep:  # fmt: skip
    if name == FOLLOW:
        return NextStep(name, until, until is not None and until < day)
    own = {"decide": trip.starts_on, "set_out": trip.starts_on, "finish": trip.ends_on}
    if name in own:
        return NextStep(name, own[name], own[name] < day)
    clock = next((one for one in clocks if one.step == name and _rules(one, trip.starts_on)), None)
    since = {"starts": trip.starts_on, "ends": trip.ends_on}.get(clock.counted_from if clock else "")
    due = due_by(clock, since, calendar)
    sure = clock is not None and clock.evidence == Evidence.VERIFIED
    return NextStep(name, due, due is not None and due < day, sure)


def _rules(clock: ProcedureStep, on: date) -> bool:
    return clock.valid_from <= on and (clock.valid_to is None or on < clock.valid_to)
