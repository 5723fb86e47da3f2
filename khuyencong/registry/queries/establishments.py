"""Reads establishments and their sealed identifiers."""

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db.models import QuerySet

from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.sealed import fingerprint, unseal
from khuyencong.registry.models import (
    Establishment,
    EstablishmentIdentifier,
)


def establishments_at(places: Iterable[int | None]) -> dict[tuple[int | None, str], int]:
    """Ids of known establishments by place and folded name."""
    rows = Establishment.objects.filter(place_id__in=[place for place in places if place])
    return {(place, folded): pk for pk, place, folded in rows.values_list("pk", "place_id", "folded")}


def identifiers_of(establishment: Establishment, on: date) -> QuerySet[EstablishmentIdentifier]:
    """The sealed identifiers an establishment carried on a day, one of a kind."""
    return EstablishmentIdentifier.objects.filter(holds_on(on), establishment=establishment).order_by("kind")


def reveal(identifier: EstablishmentIdentifier) -> str:
    """The number itself: personal data, for a person who may see it and never for an address, an event or a log.

    Raises kernel.sealed.Unreadable when the installation's key is not the one it was sealed with.
    """
    return unseal(identifier.sealed, settings.IDENTIFIER_KEY)


def establishments_sharing(value: str) -> QuerySet[Establishment]:
    """Establishments that carry or carried this number, as whatever kind; compared by digits, nothing is opened."""
    rows = EstablishmentIdentifier.objects.filter(fingerprint=fingerprint(value, settings.IDENTIFIER_KEY))
    return Establishment.objects.filter(pk__in=rows.values("establishment_id")).order_by("sort_key", "pk")
