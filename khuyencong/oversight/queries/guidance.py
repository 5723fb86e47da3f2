"""Reads published guidance as it stood on a day: in force, ended by a person, or expired with its law."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from khuyencong.kernel.guards import holding
from khuyencong.kernel.text import fold, number_in
from khuyencong.oversight.models import Guidance, Petition
from khuyencong.registry.models import OrganisationName, Place
from khuyencong.registry.queries import on_map_of, with_predecessors

TITLES = frozenset({"ong", "ba", "anh", "chi", "cu", "tri", "dai", "bieu"})


@dataclass(frozen=True)
class GuidanceFilter:
    """What the list is narrowed to. ``state``: '' in force, 'ended', 'all'. ``clause`` is looked for in the clause."""

    q: str = ""
    field: str = ""
    topic: str = ""
    law: str = ""
    clause: str = ""
    state: str = ""


def in_force_on(day: date) -> Q:
    """Condition: published, not ended by a person, and its law still holds on a day."""
    stands = Q(ended_on__isnull=True) | Q(ended_on__gt=day)
    holds = Q(law__effective_to__isnull=True) | Q(law__effective_to__gt=day)
    return Q(published_on__lte=day) & stands & holds


def guidance_like(rows: QuerySet[Guidance], wanted: GuidanceFilter, day: date) -> QuerySet[Guidance]:
    """Guidance published by a day that meets every filter, newest first."""
    rows = rows.filter(published_on__lte=day)
    if wanted.state == "ended":
        rows = rows.exclude(in_force_on(day))
    elif wanted.state != "all":
        rows = rows.filter(in_force_on(day))
    exact = {"field": wanted.field, "topic": wanted.topic}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.law:
        rows = rows.none() if (law := number_in(wanted.law)) is None else rows.filter(law_id=law)
    if wanted.clause:
        rows = rows.filter(clause=wanted.clause)
    if folded := fold(wanted.q):
        rows = rows.filter(holding(Guidance, "folded", folded))
    return rows.select_related("law").order_by("-published_on", "-id")


def guidance_page(rows: QuerySet[Guidance], after: str, size: int) -> tuple[list[Guidance], str]:
    """A page, newest first, and the key of the next ('' on the last); a key that cannot be read begins at the start."""
    day, _bar, pk = after.partition("|")
    if (last := number_in(pk)) is not None and (edge := _day(day)):
        rows = rows.filter(Q(published_on__lt=edge) | Q(published_on=edge, pk__lt=last))
    found = list(rows[: size + 1])
    shown = found[:size]
    return shown, f"{shown[-1].published_on.isoformat()}|{shown[-1].pk}" if len(found) > size else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def end_of(guidance: Guidance, day: date) -> tuple[date | None, str]:
    """From which day it no longer counted, as known on ``day``, and why: 'law', 'person' or '' while in force."""
    ended, law_ends = guidance.ended_on, guidance.law.effective_to
    ends = [(on, why) for on, why in ((ended, "person"), (law_ends, "law")) if on is not None and on <= day]
    return min(ends, default=(None, ""))


def published_of(petition: Petition) -> Guidance | None:
    """The guidance made of a petition's answer, if any was published."""
    return Guidance.objects.filter(petition=petition).select_related("law").first()


def names_to_remove(petition: Petition) -> list[str]:
    """Every name the sender and its place carry or carried: with and without a title before a person's name."""
    names = [petition.sender_name, _untitled(petition.sender_name)]
    if petition.sender_id:
        names += OrganisationName.objects.filter(organisation=petition.sender_id).values_list("name", flat=True)
    own = {place for place in (petition.place_id, petition.sender.place_id if petition.sender else None) if place}
    now = on_map_of(date.max)
    places = with_predecessors(own) | {now[place] for place in own if place in now}
    names += Place.objects.filter(pk__in=places).values_list("name", flat=True)
    return names


def _untitled(name: str) -> str:
    words = name.split()
    while words and fold(words[0]) in TITLES:
        words.pop(0)
    return " ".join(words) if len(words) > 1 else name
