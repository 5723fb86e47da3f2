"""Takes an applied change back: from a later day with new periods, or on its own day as if it had never been."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.db.models import Model, ProtectedError, Q
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.periods import day_before, holds_on, lasted
from khuyencong.registry.actions.changes.bodies import (
    bear_name,
    body_succeeds,
    carry_on,
    charges_from,
    end_body,
    end_charge,
    stand_under,
)
from khuyencong.registry.actions.changes.places import (
    Carried,
    begin_place,
    carry_duties,
    duties_ended,
    end_place,
    join_regions,
    succeeds,
)
from khuyencong.registry.models import (
    Change,
    ChangePart,
    Charge,
    Organisation,
    OrganisationName,
    OrganisationSuccession,
    Place,
    PlaceSuccession,
    RegionMember,
    Subordination,
)
from khuyencong.registry.queries.over_time import below_on, charges_on, exists_on, parts_of, regions_of
from khuyencong.registry.queries.successions import body_ways, place_ways
from khuyencong.registry.states import About, Evidence, Relation, Role


def reverse_places(change: Change, first: Change) -> None:
    """From the day of ``change`` what ``first`` made ends, and what stood before it begins again, each with its own."""
    made = [part.place for part in parts_of(first, Role.AFTER) if part.place]
    olds = [part.place for part in parts_of(first, Role.BEFORE) if part.place]
    carried = duties_ended(made, change) if made else _given_up(first, change)
    last = day_before(first.on)
    for place in made:
        end_place(place, change)
    for position, old in enumerate(olds, start=1):
        again = begin_place(old, change)
        join_regions(again, regions_of(old, last), change)
        carry_duties(_of_its_own(carried, old, last) if len(olds) > 1 else carried, again, change)
        for place in made:
            whole = len(olds) == 1
            succeeds(change, place, again, Relation.WHOLE if whole else Relation.PART, None if whole else old)
        if not made:
            succeeds(change, old, again, Relation.WHOLE)
        if len(made) > 1:
            _below_again(change, made, again)
        _noted(change, Role.AFTER, position, place=again)
    for position, place in enumerate(made, start=1):
        _noted(change, Role.BEFORE, position, place=place)


def _given_up(first: Change, change: Change) -> list[Carried]:
    """The duties that ended with a place nobody took over, by the bodies their bodies have become."""
    ways, rows = body_ways(), Charge.objects.filter(lasted(), ended_by=first)
    ends = {(row.duty, ways.way(row.organisation_id, change.on, [row.place_id]).end) for row in rows}
    return [Carried(duty, body) for duty, body in sorted(ends) if exists_on(body, change.on)]


def _of_its_own(carried: Sequence[Carried], old: Place, last: date) -> Sequence[Carried]:
    """Of the bodies of a joined province those that came from ``old``; all of them where none is known to have."""
    held = Charge.objects.filter(holds_on(last), place=old).values_list("organisation_id", flat=True)
    ways, within = body_ways(), place_ways().way(old.pk, date.max).passed
    came = {body for one in held for body in ways.way(one, date.max, within).passed}
    return [item for item in carried if item.body in came] or carried


def _below_again(change: Change, made: Iterable[Place], again: Place) -> None:
    """What lay below the parts of a divided place lies below the whole again."""
    last = day_before(change.on)
    for place in [row for part in made for row in below_on(part, last)]:
        end_place(place, change)
        succeeds(change, place, begin_place(place, change, parent_id=again.pk), Relation.WHOLE)


def _noted(
    change: Change, role: str, position: int, *, place: Place | None = None, body: Organisation | None = None
) -> None:
    ChangePart.objects.create(
        change=change, role=role, position=position, place=place, body=body, name=place.name if place else ""
    )


def reverse_bodies(change: Change, first: Change) -> None:
    """From the day of ``change`` bodies bear their names again, stand where they stood and have their duties back."""
    made = [part.body for part in parts_of(first, Role.AFTER) if part.body]
    olds = [part.body for part in parts_of(first, Role.BEFORE) if part.body]
    for position, old in enumerate(olds, start=1):
        _named_again(change, first, old)
        _under_again(change, first, old)
        for new in made:
            if new != old:
                others = _was_there(new, first)
                body_succeeds(
                    change, new, old, relation=Relation.PART if others or len(olds) > 1 else Relation.WHOLE,
                    origin=old if others or len(olds) > 1 else None, goes_on=others, duty=first.duty,
                )  # fmt: skip
        _noted(change, Role.AFTER, position, body=old)
    for new in made:
        if new not in olds and _was_there(new, first):
            _under_again(change, first, new)
    _charges_again(change, first, made, olds)
    for position, new in enumerate(made, start=1):
        if new not in olds and not _was_there(new, first):
            end_body(new, change)
        _noted(change, Role.BEFORE, position, body=new)


def _charges_again(
    change: Change, first: Change, made: Sequence[Organisation], olds: Sequence[Organisation]
) -> None:  # fmt: skip
    """Each body has again the duties of the provinces it had them for; what came since stays, or goes to all."""
    bodies = [*olds, *(new for new in made if new not in olds)]
    had = Charge.objects.filter(holds_on(day_before(first.on)) | Q(ended_by=first), organisation__in=bodies)
    ways = place_ways()
    lines = [(row.organisation_id, ways.way(row.place_id, date.max).passed) for row in had]
    for row in charges_from(made, change.on, first.place_id or 0):
        own = {body for body, line in lines if row.place_id in line}
        takers = [body for body in bodies if body.pk in own]
        if not takers and (row.begun_by_id == first.pk or not _was_there(row.organisation, first)):
            takers = list(olds)
        if takers and row.organisation not in takers:
            end_charge(row, change)
        for body in takers:
            if body != row.organisation:
                carry_on(row, body, change)
    if not made:
        _duties_again(change, first)


def _duties_again(change: Change, first: Change) -> None:
    """A body that ended alone has its duties again, but where another carries them that did not carry them then."""
    ways, bodies, before = place_ways(), body_ways(), day_before(first.on)
    for row in Charge.objects.filter(lasted(), ended_by=first).order_by("pk"):
        where = ways.way(row.place_id, change.on).end
        then = charges_on(before, row.duty).filter(place__in=ways.leading_to([where]))
        held = then.values_list("organisation", flat=True)
        known = {one for body in held for one in bodies.way(body, date.max).passed}
        others = charges_on(change.on, row.duty).filter(place=where).exclude(organisation__in=known)
        if Place.objects.filter(holds_on(change.on), pk=where).exists() and not others.exists():
            Charge.objects.create(
                place_id=where, duty=row.duty, organisation=row.organisation, valid_from=change.on,
                source=change.source, evidence=Evidence.VERIFIED, begun_by=change,
            )  # fmt: skip


def _was_there(body: Organisation, first: Change) -> bool:
    """True when a body that took over existed before it did."""
    return OrganisationName.objects.filter(organisation=body, valid_from__lt=first.on).exists()


def _named_again(change: Change, first: Change, body: Organisation) -> None:
    name = OrganisationName.objects.filter(organisation=body, ended_by=first).first()
    if name is not None:
        bear_name(None, body, change, name.name, name.symbol)


def _under_again(change: Change, first: Change, body: Organisation) -> None:
    written = Subordination.objects.filter(organisation=body, begun_by=first)
    if written.filter(valid_to__isnull=False).exists():
        return  # it was moved again since
    row = Subordination.objects.filter(organisation=body, ended_by=first).first()
    if row is not None:
        stand_under(body, change, row.above, row.parent)
        return
    written.update(valid_to=change.on, ended_by=change)


def undo(change: Change, first: Change) -> None:
    """Undo on its own day: what ``first`` began goes, what it ended is open again. Nothing else moves.

    Raises Refused with what already stands on the new rows.
    """
    named = OrganisationName.objects.filter(begun_by=first).values_list("organisation_id", flat=True)
    bodies = [
        pk for pk in named if not OrganisationName.objects.filter(organisation=pk).exclude(begun_by=first).exists()
    ]
    ends = _ends_known(first)
    try:
        _forget(first, bodies)
    except ProtectedError as error:
        raise Refused(_stands_on(error.protected_objects)) from error
    for rows in (Place.objects, RegionMember.objects, Charge.objects, OrganisationName.objects, Subordination.objects):
        rows.filter(ended_by=first).update(valid_to=None, ended_by=None)
    for pk, (end, ended_by) in ends.items():
        Charge.objects.filter(pk=pk).update(valid_to=end, ended_by=ended_by)


def _ends_known(first: Change) -> dict[int, tuple[date | None, int | None]]:
    """Of the duties a change ended those that had an end already: the end and its change, as what went on has them."""
    begun = Charge.objects.filter(begun_by=first, valid_to__isnull=False).order_by("pk")
    places = place_ways()
    found: dict[int, tuple[date | None, int | None]] = {}
    for row in Charge.objects.filter(ended_by=first):
        line = places.way(row.place_id, date.max).passed
        likely = [one for one in begun if one.duty == row.duty and one.place_id in line]
        if first.about == About.PLACE:  # each body went on with its own duty
            likely = [one for one in likely if one.organisation_id == row.organisation_id]
        likely.sort(key=lambda one: (one.place_id != row.place_id, one.organisation_id != row.organisation_id))
        if likely:
            found[row.pk] = (likely[0].valid_to, likely[0].ended_by_id)
    return found


def _forget(first: Change, bodies: list[int]) -> None:
    """Delete what a change began: successions, regions, duties, names, then the places and bodies themselves."""
    PlaceSuccession.objects.filter(change=first).delete()
    OrganisationSuccession.objects.filter(change=first).delete()
    for rows in (RegionMember.objects, Charge.objects, OrganisationName.objects, Subordination.objects):
        rows.filter(begun_by=first).delete()
    after = first.parts.filter(role=Role.AFTER)
    after.filter(place__begun_by=first).update(place=None)
    after.filter(body__in=bodies).update(body=None)
    Place.objects.filter(begun_by=first).delete()
    Organisation.objects.filter(pk__in=bodies).delete()


def _stands_on(rows: Iterable[Model]) -> Finding:
    count = len(set(rows))
    message = _("Đã có {count} dữ liệu gắn với địa bàn, đơn vị mới.").format(count=count)
    return Finding("reversal-stands", message, where="on", remedy=_("Hoàn nguyên từ một ngày sau ngày thay đổi."))
