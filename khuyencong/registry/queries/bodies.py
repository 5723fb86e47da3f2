"""Reads bodies under their names of a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet

from khuyencong.kernel.guards import holding
from khuyencong.kernel.text import fold
from khuyencong.registry.models import (
    Organisation,
    OrganisationName,
)
from khuyencong.registry.queries.successions import place_ways
from khuyencong.registry.states import BodyKind


def names_on(day: date, organisations: Iterable[int] | None = None) -> Mapping[int, OrganisationName]:
    """The name each body carried on a day; for a body not yet or no longer named then, its nearest name."""
    rows = OrganisationName.objects.order_by("organisation_id", "valid_from")
    if organisations is not None:
        wanted = organisations if isinstance(organisations, QuerySet) else list(organisations)
        rows = rows.filter(organisation_id__in=wanted)
    found: dict[int, OrganisationName] = {}
    for row in rows:
        if row.organisation_id not in found or row.valid_from <= day:
            found[row.organisation_id] = row
    return found


def name_on(day: date, code: str) -> OrganisationName | None:
    """The name on a day of the body with our stable code (BCT, CUC …)."""
    rows = OrganisationName.objects.filter(organisation__code=code).order_by("valid_from")
    earlier = [row for row in rows if row.valid_from <= day]
    return earlier[-1] if earlier else rows.first()


def bodies_by_folded_name() -> dict[str, int]:
    """Id of the body that carries or carried a name, by folded name."""
    rows = OrganisationName.objects.order_by("-valid_from").values_list("folded", "organisation_id")
    return dict(rows)


def department_of(place: int, on: date) -> Organisation | None:
    """The Sở Công Thương that manages a province on a day: of what it has become, else of what it was on the way."""
    passed = place_ways().way(place, on).passed
    rows = Organisation.objects.filter(kind=BodyKind.DEPARTMENT, place_id__in=passed)
    named = {body.place_id: body for body in rows.order_by("pk")}
    return next((named[one] for one in reversed(passed) if one in named), None)


def organisations_matching(text: str) -> QuerySet[Organisation]:
    """Bodies one of whose names holds ``text`` (accents optional)."""
    names = OrganisationName.objects.filter(holding(OrganisationName, "folded", fold(text)))
    return Organisation.objects.filter(pk__in=names.values("organisation_id"))
