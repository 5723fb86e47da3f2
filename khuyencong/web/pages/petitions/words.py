"""What pages of petitions say in the same words: states, deadlines, options of forms, links to drafts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuyencong.kernel.text import number_in
from khuyencong.oversight.models import Petition
from khuyencong.oversight.queries.petitions import SOON, people_of_office
from khuyencong.oversight.states import PetitionState
from khuyencong.registry.models import LegalSource, Organisation, Place, ProcedureStep
from khuyencong.registry.queries import names_on, on_map_of
from khuyencong.registry.states import BodyKind, Evidence, Level
from khuyencong.web.project_filters import Options
from khuyencong.web.request import Request
from khuyencong.web.templatetags.kc import badge

TONES = {
    PetitionState.RECEIVED: ("neutral", "circle-dashed"),
    PetitionState.ASSIGNED: ("blue", "user"),
    PetitionState.DRAFTED: ("blue", "file-text"),
    PetitionState.ANSWERED: ("green", "check"),
    PetitionState.TRANSFERRED: ("neutral", "arrow-right"),
}
CLOSED = (PetitionState.ANSWERED, PetitionState.TRANSFERRED)


@dataclass(frozen=True)
class Due:
    """A deadline as shown: its day, how far it is, its tone ('late', 'soon' or ''), and whether the clock is sure."""

    on: date | None
    said: str
    tone: str
    sure: bool


def state_badge(state: str) -> str:
    """The state in icon and words."""
    return badge(*TONES[PetitionState(state)], str(PetitionState(state).label))


def due_of(row: Any, day: date, clocks: Iterable[ProcedureStep]) -> Due:
    """The deadline of a petition (with ``stood``) as seen on a day; ``clocks`` are the steps of petition.*."""
    clock = next((one for one in clocks if _rules(one, row)), None)
    sure = clock is not None and clock.evidence == Evidence.VERIFIED
    if row.due_on is None:
        return Due(None, _("chưa rõ thời hạn"), "", sure)
    if row.stood in CLOSED:
        return Due(row.due_on, "", "", sure)
    days = (row.due_on - day).days
    if days < 0:
        said = ngettext("quá hạn {days} ngày", "quá hạn {days} ngày", -days).format(days=-days)
        return Due(row.due_on, said, "late", sure)
    said = ngettext("còn {days} ngày", "còn {days} ngày", days).format(days=days)
    return Due(row.due_on, said, "soon" if row.due_on <= day + timedelta(days=SOON) else "", sure)


def _rules(clock: ProcedureStep, row: Petition) -> bool:
    """This clock was in force for the petition's kind on the day it came."""
    begun = clock.valid_from <= row.received_on
    return (
        clock.procedure == f"petition.{row.kind}"
        and begun
        and (clock.valid_to is None or row.received_on < clock.valid_to)
    )


def clocks_known() -> list[ProcedureStep]:
    """The clocks of every kind of petition, of every time; one question."""
    return list(ProcedureStep.objects.filter(procedure__startswith="petition.").select_related("source"))


def people_options(day: date) -> Options:
    """Who may handle the office's work."""
    return [(str(pk), name) for pk, name in people_of_office(day).values_list("pk", "full_name")]


def place_options(request: Request) -> Options:
    """Provinces by name; one that has become another by the day says so and comes after those that stand."""
    merged = on_map_of(request.day)
    rows = Place.objects.filter(level=Level.PROVINCE).order_by("sort_key", "valid_from").values_list("pk", "name")
    stand = [(str(pk), name) for pk, name in rows if merged.get(pk, pk) == pk]
    return [*stand, *((str(pk), f"{name} ({_('cũ')})") for pk, name in rows if merged.get(pk, pk) != pk)]


def law_options() -> Options:
    """Legal texts by number."""
    rows = LegalSource.objects.order_by("number").values_list("pk", "number", "title")
    return [(str(pk), f"{number} – {title[:80]}") for pk, number, title in rows]


def body_options(day: date) -> Options:
    """Bodies that send petitions, under their names of a day."""
    kinds = (BodyKind.DEPARTMENT, BodyKind.CENTRE, BodyKind.UNIT, BodyKind.MINISTRY)
    known = Organisation.objects.filter(kind__in=kinds).values_list("pk", flat=True)
    named = sorted(names_on(day, known).items(), key=lambda pair: pair[1].sort_key)
    return [(str(pk), row.name) for pk, row in named]


def address_of(name: str, *args: object) -> str:
    """The address of a page of another room; '' while no page has this name."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def picked(model: Any, key: str | None) -> Any:
    """The row a form's choice names; None for an empty choice."""
    number = number_in(key or "")
    return model.objects.filter(pk=number).first() if number is not None else None
