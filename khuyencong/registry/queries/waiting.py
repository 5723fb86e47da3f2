"""Files that wait for a person to say who goes on with them, of every applied change at once."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Q, QuerySet

from khuyencong.records.queries import stood_on
from khuyencong.registry.hooks import TOUCHED, TouchedRow
from khuyencong.registry.models import Change, ChangePart
from khuyencong.registry.queries.answering import Answering
from khuyencong.registry.queries.touching import PassedGroup, begun_at, passed_on
from khuyencong.registry.states import ChangeKind, ChangeState, Role

# A merger, a renaming, a transfer names who goes on; these may end what nobody in particular follows.
LEAVING = (ChangeKind.SPLIT, ChangeKind.END, ChangeKind.REVERSAL)


def changes_leaving(day: date) -> QuerySet[Change]:
    """Changes that count by a day, applied by then, of a kind that may leave files to a person; one query."""
    rows = Change.objects.filter(kind__in=LEAVING, on__lte=day).order_by("on", "pk")
    return stood_on(rows, ChangeState.ENTERED, day).filter(Q(stood=ChangeState.APPLIED))


def files_waiting(changes: Iterable[Change], day: date) -> dict[int, list[PassedGroup]]:
    """By change, everything open on a day that stopped at what the change ended, by kind; changes without are left out.

    The same number of queries for any number of changes and files, a few small ones where nothing stopped. A thing
    waits under the change that stopped it, not under those before, so that it stands on one list.
    """
    answering = Answering(day)
    stops = _stops(list(changes), answering)
    if not stops:
        return {}
    begun = set(stops) | _given_before(answering, stops)
    places = answering.places.leading_to(key for about, key in begun if about == "place")
    bodies = answering.bodies.leading_to(key for about, key in begun if about == "body")
    found: dict[int, list[PassedGroup]] = {}
    for group in (one for ask in TOUCHED for one in ask(places, bodies, day)):
        by_change: dict[int, list[TouchedRow]] = {}
        for row in group.rows:
            for pk in _stopped_by(answering, row, stops):
                by_change.setdefault(pk, []).append(row)
        for pk, rows in by_change.items():
            passed = tuple(passed_on(answering, row) for row in rows)
            found.setdefault(pk, []).append(PassedGroup(group.code, group.title, passed))
    return found


def files_of(groups: Iterable[PassedGroup]) -> list[str]:
    """The files of things that wait, each once: a dossier, a payment is chosen for with its project."""
    return list(dict.fromkeys(one.row.file or one.row.subject for group in groups for one in group.rows))


Stops = dict[tuple[str, int], int]


def _stops(changes: Sequence[Change], answering: Answering) -> Stops:
    """What the changes ended that leads nowhere of its own, with the change; of several the newest."""
    order = {change.pk: (change.on, change.pk) for change in changes}
    rows = ChangePart.objects.filter(change__in=order, role=Role.BEFORE) if order else ChangePart.objects.none()
    found: Stops = {}
    for change, place, body in sorted(
        rows.values_list("change_id", "place_id", "body_id"), key=lambda one: order[one[0]]
    ):
        if place and answering.place_left(place) == place:
            found["place", place] = change
        if body and answering.body_left(body) == body:
            found["body", body] = change
    return found


def _given_before(answering: Answering, stops: Stops) -> set[tuple[str, int]]:
    """Where files began that a person once gave to what has stopped since: their own place or body leads elsewhere."""
    files = [
        subject for subject, one in answering.chosen.items()
        if (one.place and ("place", one.place) in stops) or (one.body and ("body", one.body) in stops)
    ]  # fmt: skip
    return begun_at(files)


def _stopped_by(answering: Answering, row: TouchedRow, stops: Stops) -> set[int]:
    """The changes at which a thing stopped: one, or one of places and one of bodies."""
    if row.signed:
        return set()
    file = row.file or row.subject
    place = answering.place_left(row.place, file) if row.place else None
    body = answering.body_left(row.body, row.place, file) if row.body else None
    at = (("place", place), ("body", body))
    return {stops[about, key] for about, key in at if key is not None and (about, key) in stops}
