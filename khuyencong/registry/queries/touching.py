"""What a change touches: what is open on its day at the places and bodies it changes, and where each goes."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from khuyencong.kernel.periods import day_before
from khuyencong.registry.hooks import TOUCHED, Touched, TouchedRow
from khuyencong.registry.models import Change, ChangePart, Place
from khuyencong.registry.queries.answering import Answering
from khuyencong.registry.queries.bodies import names_on
from khuyencong.registry.queries.over_time import parts_of
from khuyencong.registry.queries.successions import body_ways, place_ways
from khuyencong.registry.states import Role


@dataclass(frozen=True)
class Passed:
    """One thing a change touches and where it is on a day. ``waits``: a person has to choose. ``by_hand``: one did."""

    row: TouchedRow
    place: int | None
    body: int | None
    waits: bool = False
    by_hand: bool = False


@dataclass(frozen=True)
class PassedGroup:
    """Things of one kind; ``amount`` is their money in đồng, None where it is not money."""

    code: str
    title: str
    rows: tuple[Passed, ...]

    @property
    def amount(self) -> int | None:
        """The money of the group, None where its things are not money."""
        amounts = [one.row.amount for one in self.rows if one.row.amount is not None]
        return sum(amounts) if amounts else None


@dataclass(frozen=True)
class Names:
    """Names of places and bodies by id, as of the day asked about."""

    places: Mapping[int, str] = field(default_factory=dict)
    bodies: Mapping[int, str] = field(default_factory=dict)


def touched_by(change: Change) -> list[Touched]:
    """Everything open on the change's day at what it changes, by kind; kinds without a row are left out.

    A province stands with every province it was made of, a body with every body whose work it has taken over; either
    with the files it was given by hand.
    """
    first = change.undoes if change.undoes else change
    role = Role.AFTER if change.undoes and change.pk != first.pk else Role.BEFORE
    parts = parts_of(first, role) or parts_of(first, Role.BEFORE)
    places = {part.place_id for part in parts if part.place_id}
    bodies = {part.body_id for part in parts if part.body_id}
    day = day_before(change.on)
    mine = place_ways().leading_to(places, by=change.on), body_ways().leading_to(bodies, by=change.on)
    found = [group for ask in TOUCHED for group in ask(*mine, day)]
    if given := _given_to(places, bodies, day):
        found = _joined(found, _of_files(given, change.on, day))
    return [group for group in found if group.rows]


def _of_files(files: Collection[str], on: date, day: date) -> list[Touched]:
    """Everything open on a day of files given by hand, wherever they began."""
    begun = begun_at(files)
    places = place_ways().leading_to((key for about, key in begun if about == "place"), by=on)
    bodies = body_ways().leading_to((key for about, key in begun if about == "body"), by=on)
    return [
        replace(group, rows=tuple(row for row in group.rows if (row.file or row.subject) in files))
        for ask in TOUCHED
        for group in ask(places, bodies, day)
    ]


def _joined(first: Sequence[Touched], more: Sequence[Touched]) -> list[Touched]:
    """Groups, each with what only its like among the other ones has added at its end."""
    others = {group.code: group.rows for group in more}
    found = []
    for one in first:
        known = set(one.rows)
        found.append(replace(one, rows=(*one.rows, *(row for row in others.get(one.code, ()) if row not in known))))
    return found


def _given_to(places: Collection[int], bodies: Collection[int], day: date) -> set[str]:
    """The files that were given by hand to one of these, or passed there since, by a day."""
    chosen = Answering(day).chosen
    return {key for key, one in chosen.items() if (one.place in places) or (one.body in bodies)}


def begun_at(files: Collection[str]) -> set[tuple[str, int]]:
    """Where files that were given by hand lay until then: ('place' or 'body', its id); no query for none."""
    if not files:
        return set()
    rows = ChangePart.objects.filter(change__choices__subject__in=files, role=Role.BEFORE).order_by()
    found = rows.values_list("place_id", "body_id").distinct()
    return {("place", place) for place, _body in found if place} | {("body", body) for _place, body in found if body}


def passing(change: Change, day: date) -> list[PassedGroup]:
    """What a change touches with where each thing is on ``day`` (its own day or later), by kind."""
    answering = Answering(day)
    return [
        PassedGroup(group.code, group.title, tuple(passed_on(answering, row) for row in group.rows))
        for group in touched_by(change)
    ]


def passed_on(answering: Answering, row: TouchedRow) -> Passed:
    """Where one thing is on the answering's day."""
    file = row.file or row.subject
    chosen = answering.chosen.get(file)
    place = answering.place_of(row.place, file) if row.place else None
    body = answering.body_of(row.body, row.place, file) if row.body else None
    waits = (row.place is not None and place is None) or (row.body is not None and body is None)
    return Passed(row, place, body, waits, chosen is not None)


def waiting_for_a_choice(change: Change, day: date) -> list[Passed]:
    """Files the rule of a change leaves to a person, that nobody has given to anyone yet."""
    return [one for group in passing(change, day) for one in group.rows if one.waits and not one.row.signed]


def names_of(groups: Iterable[PassedGroup], day: date) -> Names:
    """Names on a day of every place and body the groups speak of; two queries."""
    rows = [one for group in groups for one in group.rows]
    places = {pk for one in rows for pk in (one.row.place, one.place) if pk}
    bodies = {pk for one in rows for pk in (one.row.body, one.body) if pk}
    return Names(
        dict(Place.objects.filter(pk__in=places).values_list("pk", "name")),
        {pk: row.name for pk, row in names_on(day, bodies).items()},
    )
