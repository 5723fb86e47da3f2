"""Adds bodies and establishments met in documents, and reference rows from reviewed data files."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.text import fold
from khuyencong.registry.models import Establishment, Organisation, OrganisationName
from khuyencong.registry.queries import bodies_by_folded_name, establishments_at
from khuyencong.registry.states import Evidence


@transaction.atomic
def add_organisation(
    *,
    by: Actor | None,
    name: str,
    kind: str,
    valid_from: date,
    valid_to: date | None = None,
    place_id: int | None = None,
    parent_id: int | None = None,
    code: str = "",
    symbol: str = "",
    confirmed: bool = True,
    evidence: str = Evidence.VERIFIED,
    note: str = "",
) -> Organisation:
    """Add a body with its first name. ``confirmed=False`` marks it for a person to check."""
    body = Organisation.objects.create(
        code=code, kind=kind, place_id=place_id, parent_id=parent_id, confirmed=confirmed, evidence=evidence, note=note
    )
    add_name(by=by, organisation=body, name=name, valid_from=valid_from, valid_to=valid_to, symbol=symbol)
    return body


@transaction.atomic
def add_name(
    *,
    by: Actor | None,
    organisation: Organisation,
    name: str,
    valid_from: date,
    valid_to: date | None = None,
    symbol: str = "",
    source_id: int | None = None,
) -> OrganisationName:
    """Give a body a name for a period; the database refuses two names on one day."""
    row = OrganisationName(
        organisation=organisation, valid_from=valid_from, valid_to=valid_to, symbol=symbol, source_id=source_id
    )
    row.set_name(name)
    row.save()
    return row


@transaction.atomic
def meet_organisations(
    *, by: Actor | None, met: Iterable[tuple[str, str, int | None]], on: date, seen_in: str
) -> dict[str, int]:
    """Ids of bodies named in a document, by folded name; unknown ones are added as to be confirmed.

    ``met`` gives (name as printed, kind, place id).
    """
    known = bodies_by_folded_name()
    for name, kind, place_id in met:
        if fold(name) not in known:
            body = add_organisation(
                by=by, name=name, kind=kind, place_id=place_id, valid_from=on,
                confirmed=False, evidence=Evidence.KNOWN, note=seen_in[:300],
            )  # fmt: skip
            known[fold(name)] = body.pk
    return known


@transaction.atomic
def meet_establishments(
    *, by: Actor | None, met: Iterable[tuple[str, int | None]], seen_in: str
) -> dict[tuple[int | None, str], int]:
    """Ids of establishments named in a document by (place, folded name); unknown ones are added as to be confirmed."""
    wanted = list(met)
    known = establishments_at({place for _name, place in wanted})
    fresh: dict[tuple[int | None, str], Establishment] = {}
    for name, place_id in wanted:
        key = (place_id, fold(name))
        if key not in known and key not in fresh:
            row = Establishment(place_id=place_id, confirmed=False, first_seen_in=seen_in[:200])
            row.set_name(name)
            fresh[key] = row
    Establishment.objects.bulk_create(list(fresh.values()), batch_size=500)
    return known | {key: row.pk for key, row in fresh.items()}
