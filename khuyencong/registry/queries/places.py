"""Reads provinces and regions as of a day."""

from collections.abc import Mapping
from datetime import date

from django.db.models import QuerySet

from khuyencong.kernel.periods import holds_on
from khuyencong.registry.models import (
    Place,
    RegionMember,
)
from khuyencong.registry.states import Level


def provinces_on(day: date) -> QuerySet[Place]:
    """Provinces that exist on a day, in Vietnamese order."""
    return Place.objects.filter(holds_on(day), level=Level.PROVINCE).order_by("sort_key")


def regions_on(day: date, scheme: str) -> Mapping[int, str]:
    """Region name of each province id in a scheme on a day."""
    rows = RegionMember.objects.filter(holds_on(day), scheme__code=scheme)
    return dict(rows.values_list("place_id", "region"))
