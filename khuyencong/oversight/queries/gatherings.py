"""Reads conferences and fairs: those held in a period."""

from datetime import date

from django.db.models import QuerySet

from khuyencong.oversight.models import Gathering


def held_between(kind: str | None, first: date, last: date) -> QuerySet[Gathering]:
    """Gatherings of a kind (None: both) whose last day lies in the period, both days included."""
    rows = Gathering.objects.filter(held_on__gte=first, held_on__lte=last)
    return (rows.filter(kind=kind) if kind else rows).order_by("held_on", "id")
