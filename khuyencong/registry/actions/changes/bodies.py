"""What an applied change does to bodies: names end and begin, successions, who stands above, who carries a duty."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.periods import day_before, lasted
from khuyencong.registry.actions.bodies import add_name, add_organisation
from khuyencong.registry.models import (
    Change,
    ChangePart,
    Charge,
    Organisation,
    OrganisationName,
    OrganisationSuccession,
    Place,
    Subordination,
)
from khuyencong.registry.queries.over_time import parts_of, subordinations_on
from khuyencong.registry.queries.successions import place_ways
from khuyencong.registry.states import BodyKind, ChangeKind, Duty, Evidence, Relation, Role

NO_SYMBOL = ("-", "–")  # what is written where the new symbol is not known; an empty one keeps the old


def change_bodies(by: Actor | None, change: Change) -> None:
    """Write what a change does to bodies. The caller holds the transaction and has judged the change."""
    before, after = parts_of(change, Role.BEFORE), parts_of(change, Role.AFTER)
    olds = [part.body for part in before if part.body]
    if change.kind == ChangeKind.RENAME:
        _renamed(by, change, olds[0], after[0])
    elif change.kind == ChangeKind.MOVE:
        stand_under(olds[0], change, after[0].above, after[0].parent_body)
        _kept(after[0], olds[0])
    elif change.kind == ChangeKind.TRANSFER:
        _handed_over(by, change, olds[0], after[0])
    else:
        _replaced(by, change, olds, after)


def end_body(body: Organisation, change: Change) -> None:
    """A body's name and the body above it end on the day of a change."""
    _end(OrganisationName.objects.filter(organisation=body), change)
    _end(Subordination.objects.filter(organisation=body), change)


def _end(rows: QuerySet[Any], change: Change) -> None:
    """What is open of these ends on the day of a change."""
    rows.filter(valid_to__isnull=True).update(valid_to=change.on, ended_by=change)


def bear_name(by: Actor | None, body: Organisation, change: Change, name: str, symbol: str) -> None:
    """From the day of the change a body bears a name; the one it had ends."""
    _end(OrganisationName.objects.filter(organisation=body), change)
    row = add_name(
        by=by, organisation=body, name=name, symbol=symbol, valid_from=change.on, source_id=change.source_id
    )  # fmt: skip
    OrganisationName.objects.filter(pk=row.pk).update(begun_by=change)


def stand_under(body: Organisation, change: Change, above: str, parent: Organisation | None) -> None:
    """From the day of the change a body stands under another; where it stood until then ends."""
    _end(Subordination.objects.filter(organisation=body), change)
    Subordination.objects.create(
        organisation=body, above=above, parent=parent, valid_from=change.on, source=change.source, begun_by=change
    )  # fmt: skip


def body_succeeds(
    change: Change, old: Organisation, new: Organisation, *, relation: str = Relation.WHOLE, place: Place | None = None,
    origin: Organisation | None = None, goes_on: bool = False, duty: str = "",
) -> None:  # fmt: skip
    """Write that what a body did passed to another by a change."""
    OrganisationSuccession.objects.create(
        predecessor=old, successor=new, on=change.on, relation=relation, place=place, origin=origin, goes_on=goes_on,
        duty=duty, source=change.source, change=change,
    )  # fmt: skip


def charge_passes(olds: Iterable[Organisation], news: Sequence[Organisation], change: Change, place: int = 0) -> None:
    """The duties of bodies go on with others from the day, in every province they held then or since; of one: there.

    A duty whose province was joined after the day follows to what the province became.
    """
    held = charges_from(olds, change.on, place)
    for row in held:
        if row.valid_from < change.on or row.organisation not in news:
            end_charge(row, change)
        for body in news:
            carry_on(row, body, change)
    if place and not held:
        for body in news:
            _first_carried(place, body, change)


def charges_from(bodies: Iterable[Organisation], on: date, place: int = 0) -> list[Charge]:
    """The duties bodies carry on a day or since; ``place``: only there, in what it was made of and what it became."""
    ways = place_ways()
    line = set(ways.way(place, date.max).passed) if place else set()
    rows = Charge.objects.filter(lasted(), organisation__in=bodies).exclude(valid_to__lte=on).order_by("pk")
    return [
        row for row in rows if not place or row.place_id in line or place in ways.way(row.place_id, date.max).passed
    ]


def end_charge(row: Charge, change: Change) -> None:
    """A duty ends on the day of a change; one that begins later never begins: its period is empty."""
    Charge.objects.filter(pk=row.pk).update(valid_to=max(change.on, row.valid_from), ended_by=change)


def carry_on(row: Charge, body: Organisation, change: Change) -> None:
    """A body carries from the day what another did, for as long as that is recorded."""
    start = max(row.valid_from, change.on)
    where = place_ways().way(row.place_id, start).end if row.valid_to is None else row.place_id
    same = Charge.objects.filter(lasted(), place_id=where, duty=row.duty, organisation=body)
    same = same.exclude(valid_to__lte=start)
    if row.valid_from < change.on:
        same = same.exclude(pk=row.pk)
    known = same.order_by("valid_from").first()
    if known and known.begun_by_id == change.pk and known.valid_to and (row.valid_to or date.max) > known.valid_to:
        Charge.objects.filter(pk=known.pk).update(valid_to=row.valid_to, ended_by=row.ended_by)
    elif known is None:
        Charge.objects.create(
            place_id=where, duty=row.duty, organisation=body, valid_from=start, valid_to=row.valid_to,
            source=change.source, evidence=Evidence.VERIFIED, begun_by=change, ended_by=row.ended_by,
        )  # fmt: skip


def _first_carried(place: int, body: Organisation, change: Change) -> None:
    """A duty nobody was recorded for: from the day it is this body's. Where another carries it, it stays."""
    others = Charge.objects.filter(lasted(), place_id=place).exclude(valid_to__lte=change.on)
    if others.exclude(~Q(organisation=body), begun_by=change).exists():
        return
    Charge.objects.create(
        place_id=place, duty=Duty.INDUSTRIAL_PROMOTION, organisation=body, valid_from=change.on, source=change.source,
        evidence=Evidence.VERIFIED, begun_by=change,
    )  # fmt: skip


def _renamed(by: Actor | None, change: Change, body: Organisation, part: ChangePart) -> None:
    last = OrganisationName.objects.filter(organisation=body, valid_to__isnull=True).first()
    symbol = "" if part.symbol in NO_SYMBOL else part.symbol or (last.symbol if last else "")
    bear_name(by, body, change, part.name, symbol)
    _kept(part, body)


def _handed_over(by: Actor | None, change: Change, old: Organisation, part: ChangePart) -> None:
    new = _taker(by, change, part, old)
    place = change.place
    whole = Charge.objects.filter(organisation=old, valid_to__isnull=True).exclude(place=place).count() == 0
    body_succeeds(change, old, new, place=None if whole else place, goes_on=True, duty=Duty.INDUSTRIAL_PROMOTION)
    charge_passes([old], [new], change, place.pk if place else 0)


def _replaced(by: Actor | None, change: Change, olds: Sequence[Organisation], after: Sequence[ChangePart]) -> None:
    """Bodies joined, divided or ended: what one did passes to those after; one that is itself after goes on."""
    news = [_taker(by, change, part, olds[0]) for part in after]
    ending = [old for old in olds if old not in news]
    split = change.kind == ChangeKind.SPLIT
    for old in ending:
        end_body(old, change)
        for part, new in zip(after, news, strict=True):
            relation = part.relation if split else Relation.WHOLE
            body_succeeds(change, old, new, relation=relation, place=part.parent_place if split else None)
    charge_passes(olds, news, change) if not split else _charges_divided(olds[0], after, news, change)


def _charges_divided(
    old: Organisation, after: Sequence[ChangePart], news: Sequence[Organisation], change: Change
) -> None:  # fmt: skip
    """Of a divided body each part carries the duty for its own territory, the main part for the rest."""
    for part, new in zip(after, news, strict=True):
        if part.parent_place:
            charge_passes([old], [new], change, part.parent_place.pk)
    rest = [new for part, new in zip(after, news, strict=True) if part.relation == Relation.DEFAULT] or list(news)
    charge_passes([old], rest, change)


def _taker(by: Actor | None, change: Change, part: ChangePart, old: Organisation) -> Organisation:
    """The body after the change: the one chosen, or a new one made of the words given."""
    if part.body:
        if part.above:
            stand_under(part.body, change, part.above, part.parent_body)
        return part.body
    above = subordinations_on(day_before(change.on), [old.pk]).get(old.pk)
    place = place_ways().way(old.place_id, change.on).end if old.place_id else None
    body = add_organisation(
        by=by, name=part.name, kind=part.form or old.kind or BodyKind.UNIT, symbol=part.symbol, valid_from=change.on,
        place_id=change.place_id or place, above=part.above or (above.above if above else ""),
        parent_id=part.parent_body_id or (above.parent_id if above and not part.above else None), note="",
    )  # fmt: skip
    OrganisationName.objects.filter(organisation=body).update(source=change.source, begun_by=change)
    Subordination.objects.filter(organisation=body).update(source=change.source, begun_by=change)
    _kept(part, body)
    return body


def _kept(part: ChangePart, body: Organisation) -> None:
    part.body = body
    part.save(update_fields=["body"])
