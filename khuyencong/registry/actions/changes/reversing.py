"""Takes an applied change back: from a later day with new periods, or on its own day as if it had never been."""

from collections.abc import Iterable

from django.db.models import Model, ProtectedError
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.periods import day_before
from khuyencong.registry.actions.bodies import add_name
from khuyencong.registry.actions.changes.bodies import body_succeeds, charge_passes, end_body
from khuyencong.registry.actions.changes.places import (
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
from khuyencong.registry.queries.over_time import below_on, parts_of, regions_of
from khuyencong.registry.states import Relation, Role


def reverse_places(change: Change, first: Change) -> None:
    """From the day of ``change`` what ``first`` made ends, and what stood before it begins again, each with its own."""
    made = [part.place for part in parts_of(first, Role.AFTER) if part.place]
    olds = [part.place for part in parts_of(first, Role.BEFORE) if part.place]
    carried = duties_ended(made, change.on)
    for place in made:
        end_place(place, change.on)
    for position, old in enumerate(olds, start=1):
        again = begin_place(old, change.on)
        last = day_before(first.on)
        join_regions(again, regions_of(old, last), change.on)
        carry_duties(carried, again, change)
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


def _below_again(change: Change, made: Iterable[Place], again: Place) -> None:
    """What lay below the parts of a divided place lies below the whole again."""
    last = day_before(change.on)
    for place in [row for part in made for row in below_on(part, last)]:
        end_place(place, change.on)
        succeeds(change, place, begin_place(place, change.on, parent_id=again.pk), Relation.WHOLE)


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
    charge_passes(made, olds, change, first.place_id or 0)
    for position, new in enumerate(made, start=1):
        if new not in olds and not _was_there(new, first):
            end_body(new, change.on)
        _noted(change, Role.BEFORE, position, body=new)


def _was_there(body: Organisation, first: Change) -> bool:
    """True when a body that took over existed before it did."""
    return OrganisationName.objects.filter(organisation=body, valid_from__lt=first.on).exists()


def _named_again(change: Change, first: Change, body: Organisation) -> None:
    name = OrganisationName.objects.filter(organisation=body, valid_to=first.on).first()
    if name is None:
        return
    OrganisationName.objects.filter(organisation=body, valid_to__isnull=True).update(valid_to=change.on)
    add_name(
        by=None, organisation=body, name=name.name, symbol=name.symbol, valid_from=change.on,
        source_id=change.source_id,
    )  # fmt: skip


def _under_again(change: Change, first: Change, body: Organisation) -> None:
    row = Subordination.objects.filter(organisation=body, valid_to=first.on).first()
    written = Subordination.objects.filter(organisation=body, valid_to__isnull=True, valid_from__gte=first.on)
    written.update(valid_to=change.on)
    if row is None:
        return
    Subordination.objects.create(
        organisation=body, above=row.above, parent=row.parent, valid_from=change.on, source=change.source
    )  # fmt: skip


def undo(change: Change, first: Change) -> None:
    """Undo on its own day: what ``first`` made goes, what it ended is open again.

    Raises Refused with what already stands on the new rows.
    """
    made_places = [part.place_id for part in parts_of(first, Role.AFTER) if part.place_id]
    made_bodies = [
        part.body for part in parts_of(first, Role.AFTER) if part.body and not _was_there(part.body, first)
    ]  # fmt: skip
    ended = _ended_places(first)
    bodies = {part.body_id for part in first.parts.all() if part.body_id} - {body.pk for body in made_bodies}
    below = set(
        PlaceSuccession.objects.filter(change=first).values_list("successor_id", flat=True)
    ) - set(made_places)  # fmt: skip
    try:
        _forget(first, [*made_places, *below], made_bodies)
    except ProtectedError as error:
        raise Refused(_stands_on(error.protected_objects)) from error
    Place.objects.filter(pk__in=ended, valid_to=first.on).update(valid_to=None)
    RegionMember.objects.filter(place__in=ended, valid_to=first.on).update(valid_to=None)
    Charge.objects.filter(place__in=ended, valid_to=first.on).update(valid_to=None)
    for model in (OrganisationName, Subordination, Charge):
        model.objects.filter(organisation__in=bodies, valid_to=first.on).update(valid_to=None)  # type: ignore[attr-defined]


def _ended_places(first: Change) -> set[int]:
    return set(PlaceSuccession.objects.filter(change=first).values_list("predecessor_id", flat=True)) | {
        part.place_id for part in parts_of(first, Role.BEFORE) if part.place_id
    }


def _forget(first: Change, places: list[int], bodies: list[Organisation]) -> None:
    """Delete what a change made: successions, regions, duties, names, then the rows themselves."""
    PlaceSuccession.objects.filter(change=first).delete()
    OrganisationSuccession.objects.filter(change=first).delete()
    RegionMember.objects.filter(place__in=places).delete()
    touched = [part.body_id for part in first.parts.all() if part.body_id]
    Charge.objects.filter(place__in=places).delete()
    for model in (OrganisationName, Subordination, Charge):
        model.objects.filter(organisation__in=touched, valid_from=first.on).delete()  # type: ignore[attr-defined]
    first.parts.filter(role=Role.AFTER).update(place=None)
    first.parts.filter(role=Role.AFTER, body__in=bodies).update(body=None)
    Place.objects.filter(pk__in=places).delete()
    Organisation.objects.filter(pk__in=[body.pk for body in bodies]).delete()


def _stands_on(rows: Iterable[Model]) -> Finding:
    count = len(set(rows))
    message = _("Đã có {count} dữ liệu gắn với địa bàn, đơn vị mới.").format(count=count)
    return Finding("reversal-stands", message, where="on", remedy=_("Hoàn nguyên từ một ngày sau ngày thay đổi."))
