"""Loads bodies with their names, the Sở of every province, and centres whose names were verified."""

from datetime import date
from pathlib import Path
from typing import Any

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.text import fold
from khuyencong.registry.actions import add_name, add_organisation, apply_change, enter_change
from khuyencong.registry.actions.changes.bodies import NO_SYMBOL
from khuyencong.registry.imports.files import SINCE, day_in, rows_in
from khuyencong.registry.models import (
    Charge,
    LegalSource,
    Organisation,
    OrganisationName,
    OrganisationSuccession,
    Place,
    PlaceSuccession,
    Subordination,
)
from khuyencong.registry.queries.successions import place_ways
from khuyencong.registry.rules.changes import Entry, Side
from khuyencong.registry.states import About, Above, BodyKind, ChangeKind, Evidence, Level, Relation

_ABOVE = {"BCT": Above.MINISTRY, "CUC": Above.AGENCY}


def load_bodies(by: Actor | None, folder: Path, until: date = date.max) -> None:
    """Bodies, their names and who stands above them; the Sở of every province and what each became.

    A later name that rests on a text is a change of name, applied as the event it was; later than ``until`` it waits.
    """
    rows = rows_in(folder / "organisations" / "bodies.csv")
    renamed = {(row["code"], row["valid_from"]) for row in rows if row["source"]}
    ids = dict(Organisation.objects.exclude(code="").values_list("code", "pk"))
    for row in rows:
        fields: dict[str, Any] = {"kind": row["kind"], "evidence": row["evidence"]}
        fields |= {"confirmed": row["evidence"] == Evidence.VERIFIED}
        body, created = Organisation.objects.get_or_create(code=row["code"], defaults=fields)
        ids[row["code"]] = body.pk
        start = date.fromisoformat(row["valid_from"])
        if created and row["parent"]:
            Subordination.objects.create(
                organisation=body, parent_id=ids[row["parent"]], above=_ABOVE[row["parent"]], valid_from=start,
                evidence=row["evidence"],
            )  # fmt: skip
        if start > until or OrganisationName.objects.filter(organisation=body, valid_from=start).exists():
            continue
        if row["source"] and not created:
            _rename(by, body, row, start)
        else:
            ends = None if (row["code"], row["valid_to"]) in renamed else day_in(row["valid_to"])
            add_name(
                by=by, organisation=body, name=row["name"], symbol=row["symbol"], valid_from=start, valid_to=ends
            )  # fmt: skip
    _load_departments(by)
    _load_centres(by, folder / "reference" / "promotion_units.csv")


def _rename(by: Actor | None, body: Organisation, row: dict[str, str], on: date) -> None:
    source = LegalSource.objects.get(number=row["source"])
    after = Side(name=row["name"], symbol=row["symbol"] or NO_SYMBOL[1])
    entry = Entry(ChangeKind.RENAME, About.BODY, on, source, (Side(body=body),), (after,))
    apply_change(by=by, change=enter_change(by=by, entry=entry), today=on)


def _load_departments(by: Actor | None) -> None:
    """A Sở Công Thương for every province of either map; their names follow the province's."""
    have = set(Organisation.objects.filter(kind=BodyKind.DEPARTMENT).values_list("place_id", flat=True))
    for place in Place.objects.filter(level=Level.PROVINCE).exclude(pk__in=have):
        form = "tỉnh" if place.kind == "Tỉnh" else "thành phố"
        add_organisation(
            by=by, name=f"Sở Công Thương {form} {place.name}", kind=BodyKind.DEPARTMENT, place_id=place.pk,
            code=f"SCT-{place.code}-{place.valid_from.year}", valid_from=place.valid_from, valid_to=place.valid_to,
            evidence=Evidence.DERIVED,
        )  # fmt: skip
    _close_departments()


def _close_departments() -> None:
    """The Sở of a province that ended, ends with it, and its work goes on with the Sở of what the province became."""
    bodies = Organisation.objects.filter(kind=BodyKind.DEPARTMENT, place__isnull=False)
    by_place = {body.place_id: body for body in bodies.select_related("place")}
    known = set(OrganisationSuccession.objects.values_list("predecessor_id", flat=True))
    for link in PlaceSuccession.objects.filter(predecessor__level=Level.PROVINCE, relation=Relation.WHOLE):
        old, new = by_place.get(link.predecessor_id), by_place.get(link.successor_id)
        if old and new and old.pk not in known:
            OrganisationName.objects.filter(organisation=old, valid_to__isnull=True).update(valid_to=link.on)
            OrganisationSuccession.objects.create(
                predecessor=old, successor=new, on=link.on, source_id=link.source_id, change_id=link.change_id
            )  # fmt: skip


def _load_centres(by: Actor | None, path: Path) -> None:
    """Only centres whose name was verified are facts; the others are met, and confirmed, through documents."""
    known = set(OrganisationName.objects.values_list("folded", flat=True))
    old = {place.code: place for place in Place.objects.filter(level=Level.PROVINCE, valid_from=SINCE)}
    for row in rows_in(path):
        name = row["unit_before_2025_07"]
        if row["mark_before"] == Evidence.VERIFIED and fold(name) not in known:
            place = old[row["province_code_63"]]
            body = add_organisation(by=by, name=name, kind=BodyKind.CENTRE, place_id=place.pk, valid_from=SINCE)
            _runs_it(body, place)


def _runs_it(body: Organisation, place: Place) -> None:
    """A verified centre carries khuyến công for its province, under the Sở as 45/2012/NĐ-CP has it: to be confirmed."""
    until = place.valid_to
    Subordination.objects.create(
        organisation=body, above=Above.DEPARTMENT, valid_from=SINCE, evidence=Evidence.KNOWN
    )  # fmt: skip
    Charge.objects.create(
        place=place, organisation=body, valid_from=SINCE, valid_to=until, evidence=Evidence.KNOWN,
        ended_by=place.ended_by,
    )  # fmt: skip
    now = place_ways().way(place.pk, date.max).end
    if until and now != place.pk:
        Charge.objects.create(
            place_id=now, organisation=body, valid_from=until, evidence=Evidence.DERIVED, begun_by=place.ended_by
        )
