"""A deadline as pages of the office show it, and the clock of a procedure it was counted by."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuyencong.registry.models import ProcedureStep
from khuyencong.registry.states import Evidence
from khuyencong.web.templatetags.kc import badge


@dataclass(frozen=True)
class Due:
    """A deadline as shown: its day, how far it is, its tone ('late', 'soon' or ''), and whether the clock is sure."""

    on: date | None
    said: str
    tone: str
    sure: bool


def clocks_of(family: str) -> list[ProcedureStep]:
    """The clocks of every procedure of a family ('petition'), of every time; one question."""
    return list(ProcedureStep.objects.filter(procedure__startswith=f"{family}.").select_related("source"))


def clock_on(clocks: Iterable[ProcedureStep], procedure: str, day: date) -> ProcedureStep | None:
    """The first of the clocks that was in force for a procedure on a day."""
    for one in clocks:
        holds = one.valid_from <= day and (one.valid_to is None or day < one.valid_to)
        if one.procedure == procedure and holds:
            return one
    return None


def days_left(days: int) -> str:
    """'quá hạn 3 ngày' for -3, 'còn 3 ngày' for 3."""
    if days < 0:
        return ngettext("quá hạn {days} ngày", "quá hạn {days} ngày", -days).format(days=-days)
    return ngettext("còn {days} ngày", "còn {days} ngày", days).format(days=days)


def near_badge(due: date | None, day: date, soon: int) -> str:
    """How far an open duty is from its day, when that has passed or is at most ``soon`` days away; '' otherwise."""
    if due is None or (due - day).days > soon:
        return ""
    return badge("red" if due < day else "amber", "clock", days_left((due - day).days))


def due_seen(due_on: date | None, clock: ProcedureStep | None, day: date, *, ended: bool, soon: int) -> Due:
    """A deadline counted by a clock as seen on a day; what has ended is neither late nor soon (days before it)."""
    sure = clock is not None and clock.evidence == Evidence.VERIFIED
    if due_on is None:
        return Due(None, _("chưa rõ thời hạn"), "", sure)
    if ended:
        return Due(due_on, "", "", sure)
    days = (due_on - day).days
    return Due(due_on, days_left(days), "late" if days < 0 else "soon" if days <= soon else "", sure)
