"""Plans trips: provinces with their reasons, days, team."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.documents.actions import PaperGiven, letter_recorded, link_document
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import Inspection, Member, Stop
from khuyencong.oversight.queries.inspections import same_trip
from khuyencong.oversight.rules.inspections import (
    handles_office,
    plan_is_whole,
    still_planned,
    stops_are_within_the_trip,
    team_is_known,
    trip_is_new,
)
from khuyencong.records.actions import record_event
from khuyencong.registry.models import Place


@dataclass(frozen=True)
class StopGiven:
    """A province on a subject. ``years``: plan years of its projects; ``reasons``: why it was proposed."""

    place: Place
    subject: str
    years: Sequence[int] = ()
    planned_on: date | None = None
    reasons: Sequence[dict[str, Any]] = ()


@dataclass(frozen=True)
class MemberGiven:
    """A person of the team: an account of the Agency, or a name of another body."""

    name: str
    role: str
    user: User | None = None
    body: str = ""


@transaction.atomic
def plan_inspection(
    *, by: User, today: date, year: int, kind: str, title: str, starts_on: date, ends_on: date,
    stops: Sequence[StopGiven], members: Sequence[MemberGiven], plan_paper: PaperGiven = None, on: date | None = None,
) -> Inspection:  # fmt: skip
    """Put a trip into the year's plan; its reasons stay with its stops. Raises Refused with every finding.

    ``on``: the day it entered the plan; without it the plan paper's day, or the earlier of today and its first day.
    """
    refuse_errors(
        [
            *handles_office(standing_of(by, today)),
            *plan_is_whole(title, kind, starts_on, ends_on, [(stop.place.pk, stop.subject) for stop in stops]),
            *stops_are_within_the_trip(starts_on, ends_on, [stop.planned_on for stop in stops]),
            *team_is_known([(one.name, one.role) for one in members]),
            *trip_is_new(same_trip(year, title, starts_on)),
        ]
    )
    document = letter_recorded(by=by, paper=plan_paper, abstract=title, today=today)
    planned = on or (document.date if document is not None else None) or min(today, starts_on)
    row = Inspection.objects.create(
        year=year, kind=kind, title=title.strip()[:300], starts_on=starts_on, ends_on=ends_on, planned_on=planned,
        plan_paper=document, made_by=by, folded=_folded(title, [stop.place.name for stop in stops]),
    )  # fmt: skip
    _write_stops(row, stops)
    _write_team(row, members)
    if document is not None:
        link_document(document=document, thing=row)
    record_event(
        by=by, verb="inspection_planned", on=planned, subjects=[row], detail={"year": year, "stops": len(stops)}
    )
    return row


@transaction.atomic
def edit_plan(
    *, by: User, today: date, inspection: Inspection, title: str, starts_on: date, ends_on: date,
    members: Sequence[MemberGiven], stops: Sequence[StopGiven] | None = None,
) -> Inspection:  # fmt: skip
    """Change title, days, team and, when ``stops`` are given, where it goes, while no decision is recorded.

    Raises Refused with every finding.
    """
    locked = Inspection.objects.select_for_update(of=("self",)).get(pk=inspection.pk)
    given = list(stops) if stops is not None else _stops_of(locked)
    refuse_errors(
        [
            *handles_office(standing_of(by, today)),
            *still_planned(locked),
            *plan_is_whole(title, locked.kind, starts_on, ends_on, [(stop.place.pk, stop.subject) for stop in given]),
            *stops_are_within_the_trip(starts_on, ends_on, [stop.planned_on for stop in given]),
            *team_is_known([(one.name, one.role) for one in members]),
        ]
    )
    locked.title, locked.starts_on, locked.ends_on = title.strip()[:300], starts_on, ends_on
    locked.planned_on = min(locked.planned_on, starts_on)
    locked.folded = _folded(title, [stop.place.name for stop in given])
    locked.save()
    if stops is not None:
        locked.stops.all().delete()
        _write_stops(locked, given)
    locked.members.all().delete()
    _write_team(locked, members)
    record_event(by=by, verb="inspection_replanned", on=today, subjects=[locked], detail={"members": len(members)})
    return locked


def _stops_of(inspection: Inspection) -> list[StopGiven]:
    return [
        StopGiven(stop.place, stop.subject, stop.years, stop.planned_on, stop.reasons)
        for stop in inspection.stops.select_related("place")
    ]


def _write_stops(inspection: Inspection, stops: Sequence[StopGiven]) -> None:
    for stop in stops:
        Stop.objects.create(
            inspection=inspection, place=stop.place, subject=stop.subject, years=list(stop.years),
            planned_on=stop.planned_on, reasons=list(stop.reasons),
        )  # fmt: skip


def _write_team(inspection: Inspection, members: Sequence[MemberGiven]) -> None:
    for one in members:
        Member.objects.create(
            inspection=inspection, user=one.user, name=one.name.strip()[:120], body=one.body.strip()[:200],
            role=one.role,
        )  # fmt: skip


def _folded(title: str, places: Sequence[str]) -> str:
    """What the search of trips looks into."""
    return fold(" ".join([title, *places]))
