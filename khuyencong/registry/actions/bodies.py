"""Adds bodies and their names, and bodies met in documents."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.text import fold
from khuyencong.registry.models import Organisation, OrganisationName, Subordination
from khuyencong.registry.queries import bodies_by_folded_name
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
    above: str = "",
    parent_id: int | None = None,
    code: str = "",
    symbol: str = "",
    confirmed: bool = True,
    evidence: str = Evidence.VERIFIED,
    note: str = "",
) -> Organisation:
    """Add a body with its first name, and under whom it stands when ``above`` says so.

    ``confirmed=False`` marks it for a person to check.
    """
    body = Organisation.objects.create(
        code=code, kind=kind, place_id=place_id, confirmed=confirmed, evidence=evidence, note=note
    )
    add_name(by=by, organisation=body, name=name, valid_from=valid_from, valid_to=valid_to, symbol=symbol)
    if above:
        Subordination.objects.create(
            organisation=body, above=above, parent_id=parent_id, valid_from=valid_from, valid_to=valid_to,
            evidence=evidence,
        )  # fmt: skip
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
