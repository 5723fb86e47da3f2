"""What pages of inspections say in the same words: states, next steps and whose they are, deadlines."""

from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuyencong.oversight.models import Inspection
from khuyencong.oversight.queries.inspection_dues import FOLLOW, NextStep
from khuyencong.oversight.states import InspectionState, InspectionSubject, RecommendationState, Result, TeamRole
from khuyencong.oversight.transitions.inspections import CLERK, HEAD, INSPECTION, OFFICE
from khuyencong.web.deadlines import near_badge
from khuyencong.web.project_filters import Options
from khuyencong.web.templatetags.kc import badge

SOON = 7  # days before a day from which it is marked; a mark on screen, not a legal number
TONES = {
    InspectionState.PLANNED: ("neutral", "circle-dashed"),
    InspectionState.DECIDED: ("blue", "file-text"),
    InspectionState.NOTIFIED: ("blue", "send"),
    InspectionState.FIELD: ("blue", "map-pin"),
    InspectionState.FINISHED: ("blue", "arrow-back-up"),
    InspectionState.CONCLUDED: ("blue", "clipboard-check"),
    InspectionState.CLOSED: ("green", "check"),
    InspectionState.CANCELLED: ("neutral", "x"),
}
RECOMMENDATION_TONES = {
    RecommendationState.OPEN: ("neutral", "circle-dashed"),
    RecommendationState.REPORTED: ("blue", "send"),
    RecommendationState.CLOSED: ("green", "check"),
}
RESULT_TONES = {
    Result.MET: ("green", "check"),
    Result.LACKING: ("amber", "alert-triangle"),
    Result.WRONG: ("red", "x"),
    Result.NOTE: ("neutral", "info-circle"),
}
DESKS: dict[str, str | Promise] = {
    CLERK: _("Văn thư, chuyên viên"), OFFICE: _("Chuyên viên, trưởng phòng"), HEAD: _("Trưởng phòng, chuyên viên"),
}  # fmt: skip
FOLLOWING = _("Theo dõi thực hiện kiến nghị")


def state_badge(state: str) -> str:
    """A trip's state in icon and words."""
    return badge(*TONES[InspectionState(state)], str(InspectionState(state).label))


def recommendation_badge(state: str) -> str:
    """A recommendation's state in icon and words."""
    return badge(*RECOMMENDATION_TONES[RecommendationState(state)], str(RecommendationState(state).label))


def result_badge(result: str) -> str:
    """What was found in icon and words."""
    return badge(*RESULT_TONES[Result(result)], str(Result(result).label))


def title_of(step: NextStep) -> str | Promise:
    """What follows, in the words of the machine."""
    return FOLLOWING if step.name == FOLLOW else INSPECTION.named(step.name).title


def desk_of(step: NextStep) -> str | Promise:
    """Who takes what follows."""
    return DESKS[OFFICE if step.name == FOLLOW else INSPECTION.named(step.name).desk]


def due_badge(due: date | None, day: date) -> str:
    """How far a duty still open is from its day, when that is near or past; '' otherwise."""
    return near_badge(due, day, SOON)


def head_of(trip: Inspection) -> str:
    """Who leads the team; '' while nobody, or more than one, is named. Reads prefetched members."""
    heads = [one.name for one in trip.members.all() if one.role == TeamRole.HEAD]
    return heads[0] if len(heads) == 1 else ""


def places_of(trip: Inspection) -> list[str]:
    """Names of the provinces of a trip, each once, in their order. Reads prefetched stops."""
    return list(dict.fromkeys(stop.place.name for stop in trip.stops.all()))


def subjects_of(trip: Inspection) -> list[str]:
    """The subjects of a trip in words, each once. Reads prefetched stops."""
    return [str(InspectionSubject(one).label) for one in dict.fromkeys(stop.subject for stop in trip.stops.all())]


def years_offered(day: date, known: Any = ()) -> Options:
    """Years of plans to choose from: those known, this year and the next; newest first."""
    return [(str(year), str(year)) for year in sorted({*known, day.year, day.year + 1}, reverse=True)]


def year_of(asked: str, day: date) -> int:
    """The plan year an address asks for; without one, the year of the day."""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) == 4 else day.year
