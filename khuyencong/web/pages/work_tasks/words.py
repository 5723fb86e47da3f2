"""What pages of the work programme say in the same words: the half asked for, states, deadlines."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khuyencong.oversight.queries.tasks import OPEN, half_of, span_of
from khuyencong.oversight.states import TaskState
from khuyencong.web.deadlines import near_badge
from khuyencong.web.forms.work_tasks import HALVES
from khuyencong.web.request import Request
from khuyencong.web.templatetags.kc import badge

SOON = 7  # days before its due day from which a task is marked; a mark on screen, not a legal number
TONES = {
    TaskState.PLANNED: ("neutral", "circle-dashed"),
    TaskState.DOING: ("blue", "player-play"),
    TaskState.DONE: ("green", "check"),
    TaskState.CARRIED: ("neutral", "arrow-right"),
    TaskState.DROPPED: ("neutral", "x"),
}


@dataclass(frozen=True)
class Half:
    """A half of a year as the address asks it. ``title``: '6 tháng đầu năm 2024'."""

    year: int
    half: int

    @property
    def title(self) -> str:
        return f"{dict(HALVES)[self.half]} {self.year}"

    @property
    def span(self) -> tuple[date, date]:
        return span_of(self.year, self.half)


def half_asked(request: Request) -> Half:
    """``ky`` of the address in the working year; without it the half the day lies in, else the first."""
    asked = request.GET.get("ky", "") or request.POST.get("ky", "")
    if asked in ("1", "2"):
        return Half(request.year, int(asked))
    year, half = half_of(request.day)
    return Half(request.year, half if year == request.year else 2 if year > request.year else 1)


def state_badge(state: str) -> str:
    """The state in icon and words."""
    return badge(*TONES[TaskState(state)], str(TaskState(state).label))


def due_badge(row: Any, day: date) -> str:
    """How far an open task (with ``stood``) is from its due day, when that is near or past; '' otherwise."""
    return near_badge(row.due_on, day, SOON) if row.stood in OPEN else ""


def half_options(year: int) -> list[tuple[str, str]]:
    """The two halves of a year, to choose from."""
    return [(str(number), f"{label} {year}") for number, label in HALVES]


def said_of(state: str) -> str:
    """The state in words."""
    return str(TaskState(state).label) if state in TaskState.values else _("Không rõ")
