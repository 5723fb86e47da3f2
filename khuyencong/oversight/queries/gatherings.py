"""Reads conferences and fairs as they stood on a day: lists, what was held, what is coming, replies and booths."""

from datetime import date

from django.db.models import F, Q, QuerySet

from khuyencong.oversight.models import Gathering
from khuyencong.oversight.states import GatheringState
from khuyencong.records.queries import stood_on

COMING = (GatheringState.PLANNED, GatheringState.PREPARING)


def gatherings_on(rows: QuerySet[Gathering], day: date) -> QuerySet[Gathering]:
    """Gatherings in the programme by a day, each with ``stood``: its state on that day."""
    return stood_on(rows.filter(planned_on__lte=day), GatheringState.PLANNED.value, day)


def held_between(kind: str | None, first: date, last: date) -> QuerySet[Gathering]:
    """Gatherings held in a period, both days included, by the last day of each; ``kind`` None is both kinds."""
    rows = Gathering.objects.filter(held_on__gte=first, held_on__lte=last)
    if kind is not None:
        rows = rows.filter(kind=kind)
    return rows.select_related("place", "host", "project", "report_paper").order_by("held_on", "id")


def coming(day: date) -> QuerySet[Gathering]:
    """Gatherings known by a day and still planned or prepared on it, the nearest first, those without a day last."""
    rows = gatherings_on(Gathering.objects.all(), day).filter(Q(stood__in=COMING))
    return rows.select_related("place", "host", "project").order_by(F("starts_on").asc(nulls_last=True), "id")
