"""Reads recommendations as they stood on a day: of inspections and of conclusions about the Agency itself."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, When
from django.db.models.functions import Coalesce

from khuyencong.kernel.guards import holding
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import ExternalConclusion, Recommendation
from khuyencong.oversight.states import RecommendationState
from khuyencong.records.queries import stood_on

LATE, OURS, ABOUT_US = "late", "ours", "external"


@dataclass(frozen=True)
class RecommendationFilter:
    """What the list is narrowed to. ``due``: 'late'; ``source``: 'ours' or 'external'; ``hold``: '1'."""

    q: str = ""
    state: str = ""
    due: str = ""
    source: str = ""
    hold: str = ""


@dataclass(frozen=True)
class RecommendationCounts:
    """How many were made, how many of them are closed, how many are past their day."""

    made: int
    closed: int
    late: int

    @property
    def left(self) -> int:
        return self.made - self.closed


def recommendations_on(rows: QuerySet[Recommendation], day: date) -> QuerySet[Recommendation]:
    """Recommendations made by a day (``made_on``), each with ``stood``: the state it was in on that day."""
    made = rows.annotate(made_on=Coalesce("inspection__concluded_on", "external__received_on"))
    return stood_on(made.filter(made_on__lte=day), RecommendationState.OPEN, day)


def recommendations_open(day: date) -> QuerySet[Recommendation]:
    """Every recommendation not closed by a day, the most urgent first."""
    rows: Any = recommendations_on(Recommendation.objects.all(), day)
    rows = rows.exclude(Q(stood=RecommendationState.CLOSED))
    found: QuerySet[Recommendation] = rows.select_related("inspection", "external", "project", "hold")
    return found.order_by("due_on", "id")


def recommendations_like(
    rows: QuerySet[Recommendation], wanted: RecommendationFilter, day: date
) -> QuerySet[Recommendation]:
    """Rows (from ``recommendations_on``) that meet every filter. Unknown values simply match nothing."""
    if wanted.state:
        rows = rows.filter(Q(stood=wanted.state))
    if wanted.due:
        rows = rows.filter(late_on(day)) if wanted.due == LATE else rows.none()
    if wanted.source:
        known = {OURS: Q(inspection__isnull=False), ABOUT_US: Q(external__isnull=False)}
        rows = rows.filter(known[wanted.source]) if wanted.source in known else rows.none()
    if wanted.hold:
        stands = Q(hold__lifted_on__isnull=True) | Q(hold__lifted_on__gt=day)
        rows = rows.filter(stands, hold__isnull=False, hold__placed_on__lte=day)
    if folded := fold(wanted.q):
        rows = rows.filter(holding(Recommendation, "folded", folded))
    return rows


def late_on(day: date) -> Q:
    """Not closed, and its day has passed; of rows from ``recommendations_on``."""
    return Q(due_on__lt=day) & ~Q(stood=RecommendationState.CLOSED)


def counts_of(rows: QuerySet[Recommendation], day: date) -> RecommendationCounts:
    """Counts of rows from ``recommendations_on``."""
    closed = Count("pk", filter=Q(stood=RecommendationState.CLOSED))
    found = rows.order_by().aggregate(made=Count("pk"), closed=closed, late=Count("pk", filter=late_on(day)))
    return RecommendationCounts(found["made"], found["closed"], found["late"])


def recommendation_page(rows: QuerySet[Recommendation], after: str, size: int) -> tuple[list[Recommendation], str]:
    """A page: what is open first, the earliest day first; then what is closed. With the key of the next page.

    An unreadable key begins at the start.
    """
    done = Case(When(Q(stood=RecommendationState.CLOSED), then=1), default=0, output_field=IntegerField())
    ranked: Any = rows.annotate(done=done)
    edge = _edge(after)
    if edge:
        rank, day, pk = edge
        later = Q(due_on__gt=day) | Q(due_on=day, pk__gt=pk)
        ranked = ranked.filter(Q(done__gt=rank) | (Q(done=rank) & later))
    ordered = ranked.select_related("inspection", "external", "project", "hold").order_by("done", "due_on", "id")
    found = list(ordered[: size + 1])
    shown = found[:size]
    last = shown[-1] if len(found) > size else None
    return shown, f"{last.done}|{last.due_on.isoformat()}|{last.pk}" if last else ""


def _edge(after: str) -> tuple[int, date, int] | None:
    """The key of a page as rank, day and id; None when it cannot be read."""
    rank, _bar, rest = after.partition("|")
    day, _bar, pk = rest.partition("|")
    try:
        return int(rank), date.fromisoformat(day), int(pk)
    except ValueError:
        return None


def external_on(rows: QuerySet[ExternalConclusion], day: date) -> QuerySet[ExternalConclusion]:
    """Conclusions about the Agency received by a day, newest first; ``asked``: how many recommendations each has."""
    found = rows.filter(received_on__lte=day).select_related("document").annotate(asked=Count("recommendations"))
    return found.order_by("-received_on", "-id")
