"""What an applied change does to places: periods end and begin, successions are written, regions follow."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from khuyencong.kernel.periods import day_before, lasted
from khuyencong.registry.models import (
    Change,
    ChangePart,
    Charge,
    Place,
    PlaceSuccession,
    RegionMember,
    RegionScheme,
)
from khuyencong.registry.queries.over_time import below_on, parts_of, regions_of
from khuyencong.registry.states import ChangeKind, Evidence, Level, Relation, Role


@dataclass(frozen=True)
class Carried:
    """A duty, the body that carried it, and until when and by which change that is recorded to end."""

    duty: str
    body: int
    until: date | None = None
    ended_by: int | None = None


def change_places(change: Change) -> None:
    """Write what a change does to places. The caller holds the transaction and has judged the change."""
    before, after = parts_of(change, Role.BEFORE), parts_of(change, Role.AFTER)
    olds = [part.place for part in before if part.place]
    last = day_before(change.on)
    held = [regions_of(place, last) for place in olds]
    below = [row for place in olds for row in below_on(place, last)] if change.kind == ChangeKind.SPLIT else []
    carried = duties_ended(olds, change)
    for place in olds:
        end_place(place, change)
    for part in after:
        relation = part.relation if change.kind == ChangeKind.SPLIT else Relation.WHOLE
        new = _begun(change, part, olds[0])
        for old in olds:
            succeeds(change, old, new, relation)
        join_regions(new, {**_shared(held), **part.regions}, change)
        carry_duties(carried, new, change)
        part.place = new
        part.save(update_fields=["place"])
    _hand_out_below(change, below, after)


def end_place(place: Place, change: Change) -> None:
    """End a place and its regions on the day of a change."""
    end = {"valid_to": change.on, "ended_by": change}
    Place.objects.filter(pk=place.pk, valid_to__isnull=True).update(**end)
    RegionMember.objects.filter(place=place, valid_to__isnull=True).update(**end)


def begin_place(old: Place, change: Change, **other: Any) -> Place:
    """A further period of a place from the day of a change: level, code, kind, parent and name but for ``other``."""
    fields: dict[str, Any] = {"level": old.level, "code": old.code, "kind": old.kind, "parent_id": old.parent_id}
    fields |= other
    name = fields.pop("name", old.name)
    new = Place(valid_from=change.on, begun_by=change, **fields)
    new.set_name(name)
    new.save()
    return new


def _begun(change: Change, part: ChangePart, old: Place) -> Place:
    fields: dict[str, Any] = {"name": part.name or old.name, "code": part.code or old.code}
    if part.form:
        fields["kind"] = part.form
    if part.parent_place_id:
        fields["parent_id"] = part.parent_place_id
    return begin_place(old, change, **fields)


def succeeds(change: Change, old: Place, new: Place, relation: str, origin: Place | None = None) -> None:
    """Write that a place passed to another by a change."""
    PlaceSuccession.objects.create(
        predecessor=old, successor=new, on=change.on, relation=relation, source=change.source, change=change,
        origin=origin,
    )  # fmt: skip


def _shared(held: Sequence[Mapping[str, str]]) -> dict[str, str]:
    """The regions that all of them lie in, by scheme."""
    found: dict[str, str] = {}
    for scheme in {code for regions in held for code in regions}:
        names = {regions.get(scheme) for regions in held}
        if len(names) == 1 and (name := names.pop()):
            found[scheme] = name
    return found


def join_regions(place: Place, regions: Mapping[str, str], change: Change) -> None:
    """Put a province into a region of each scheme from the day of a change."""
    if place.level != Level.PROVINCE:
        return
    schemes = dict(RegionScheme.objects.values_list("code", "pk"))
    for code, region in regions.items():
        if region and code in schemes:
            RegionMember.objects.create(
                scheme_id=schemes[code], region=region, place=place, valid_from=change.on, begun_by=change
            )


def duties_ended(places: Sequence[Place], change: Change) -> list[Carried]:
    """End the duties carried for places on the day of a change; which they were, by which body, until when.

    What another change of the same day began ends as it begins: its period stays empty.
    """
    open_then = Q(valid_to__isnull=True) | Q(valid_to__gt=change.on)
    rows = Charge.objects.filter(open_then, lasted(), place__in=places, valid_from__lte=change.on).order_by("pk")
    carried: dict[tuple[str, int], Carried] = {}
    for row in rows:
        now = Carried(row.duty, row.organisation_id, row.valid_to, row.ended_by_id)
        known = carried.setdefault((now.duty, now.body), now)
        if known.until is not None and (now.until is None or now.until > known.until):
            carried[now.duty, now.body] = now
    rows.update(valid_to=change.on, ended_by=change)
    return list(carried.values())


def carry_duties(carried: Iterable[Carried], place: Place, change: Change) -> None:
    """Who carried a duty for what was joined goes on for the joined one, until a change of bodies says otherwise."""
    for one in carried:
        Charge.objects.create(
            place=place, duty=one.duty, organisation_id=one.body, valid_from=change.on, valid_to=one.until,
            source=change.source, evidence=Evidence.DERIVED, begun_by=change, ended_by_id=one.ended_by,
        )  # fmt: skip


def _hand_out_below(change: Change, below: Sequence[Place], after: Sequence[ChangePart]) -> None:
    """Places below a divided one go on under the part they are listed with; the others under the main part."""
    main = next((part.place for part in after if part.relation == Relation.DEFAULT), None)
    under = {child: part.place for part in after for child in part.children}
    for place in below:
        above = under.get(place.pk, main)
        if above is not None:
            end_place(place, change)
            succeeds(change, place, begin_place(place, change, parent_id=above.pk), Relation.WHOLE)
