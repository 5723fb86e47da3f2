"""What pages of conferences and fairs say in the same words: states, days, results, options of forms."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khuyencong.kernel.money import grouped
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.models import Gathering
from khuyencong.oversight.queries.gatherings import COMING
from khuyencong.oversight.states import RESULTS, GatheringState, Reply, ResultUnit
from khuyencong.registry.models import Organisation
from khuyencong.registry.queries import names_on, provinces_on
from khuyencong.registry.states import BodyKind
from khuyencong.web.deadlines import near_badge
from khuyencong.web.project_filters import Options
from khuyencong.web.templatetags.kc import badge

SOON = 30  # days before it begins from which a gathering is marked; a mark on screen, not a legal number
TONES = {
    GatheringState.PLANNED: ("neutral", "circle-dashed"),
    GatheringState.PREPARING: ("blue", "player-play"),
    GatheringState.HELD: ("green", "check"),
    GatheringState.REPORTED: ("green", "circle-check"),
    GatheringState.CANCELLED: ("neutral", "x"),
}
REPLY_TONES = {
    Reply.NONE: ("neutral", "circle-dashed"), Reply.COMING: ("green", "check"), Reply.NOT_COMING: ("neutral", "x"),
}  # fmt: skip


def state_badge(state: str) -> str:
    """The state in icon and words."""
    return badge(*TONES[GatheringState(state)], str(GatheringState(state).label))


def reply_badge(reply: str) -> str:
    """A reply in icon and words."""
    return badge(*REPLY_TONES[Reply(reply)], str(Reply(reply).label))


def soon_badge(row: Any, day: date) -> str:
    """How near a coming gathering (with ``stood``) is; '' when it is far or its day is open.

    A day that has passed without a word that it was held is said so.
    """
    if row.starts_on is None or row.stood not in COMING:
        return ""
    days = (row.starts_on - day).days
    if days < 0:
        return badge("amber", "clock", _("đã qua ngày khai mạc, chưa ghi kết quả"))
    return near_badge(row.starts_on, day, SOON)


def days_said(row: Gathering) -> str:
    """'15/05/2024 – 19/05/2024', one day, or '' while the day is open."""
    if row.starts_on is None:
        return ""
    first = short_date(row.starts_on)
    return first if row.ends_on in (None, row.starts_on) else f"{first} – {short_date(row.ends_on)}"


def results_said(results: dict[str, Any]) -> list[tuple[Any, str]]:
    """Each figure of a report with its unit."""
    told = []
    for name, (label, unit) in RESULTS.items():
        if name in results:
            value = grouped(int(results[name]))
            told.append((label, f"{value} {_('đồng')}" if unit == ResultUnit.DONG else value))
    return told


def place_options(day: date) -> Options:
    """Provinces of a day."""
    return [(str(pk), name) for pk, name in provinces_on(day).values_list("pk", "name")]


def body_options(day: date) -> Options:
    """Bodies that host or are invited, under their names of a day."""
    kinds = (BodyKind.DEPARTMENT, BodyKind.CENTRE, BodyKind.UNIT, BodyKind.MINISTRY)
    known = Organisation.objects.filter(kind__in=kinds).values_list("pk", flat=True)
    named = sorted(names_on(day, known).items(), key=lambda pair: pair[1].sort_key)
    return [(str(pk), row.name) for pk, row in named]
