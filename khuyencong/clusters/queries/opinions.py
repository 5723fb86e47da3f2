"""Reads opinions as they stood on a day: lists, what is open, what was answered in a period."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet

from khuyencong.clusters.models import Opinion, RowView
from khuyencong.clusters.states import OpinionState
from khuyencong.documents.models import Document
from khuyencong.documents.states import Direction
from khuyencong.kernel.text import fold, number_in
from khuyencong.records.queries import stood_on
from khuyencong.registry.models import Place
from khuyencong.registry.queries import with_predecessors

ENDED = (OpinionState.SENT, OpinionState.FOLLOWED, OpinionState.WITHDRAWN)
LATE, SOON = "late", "open"


@dataclass(frozen=True)
class OpinionFilter:
    """What the list is narrowed to; every field comes from the address and may be empty. ``clock``: late or open."""

    q: str = ""
    state: str = ""
    kind: str = ""
    place: str = ""
    year: str = ""
    clock: str = ""


@dataclass(frozen=True)
class OpinionCounts:
    """How the requests of a list stood: all, not yet ended, of these past their deadline."""

    all: int
    open: int
    late: int


def opinions_on(rows: QuerySet[Opinion], day: date) -> QuerySet[Opinion]:
    """Requests received by a day, each with ``stood``: its state on that day; newest first."""
    return stood_on(rows.filter(received_on__lte=day), OpinionState.RECEIVED.value, day).order_by("-received_on", "-id")


def opinions_of_year(rows: QuerySet[Opinion], year: int, day: date) -> QuerySet[Opinion]:
    """Requests received or still unanswered at some time of a year, as they stood on a day; newest first.

    One that was taken back shows in the year it came.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    waiting = Q(answered_on__isnull=True) & ~Q(state=OpinionState.WITHDRAWN)
    during = Q(received_on__gte=first) | Q(answered_on__gte=first) | waiting
    return opinions_on(rows.filter(during, received_on__lte=last), day)


def counts_of(rows: QuerySet[Opinion], day: date) -> OpinionCounts:
    """How rows from ``opinions_on`` stood on the day."""
    waiting = ~Q(stood__in=ENDED)
    found = rows.order_by().aggregate(
        every=Count("pk"),
        waiting=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(due_on__lt=day)),
    )
    return OpinionCounts(found["every"], found["waiting"], found["late"])


def opinions_like(rows: QuerySet[Opinion], wanted: OpinionFilter, day: date) -> QuerySet[Opinion]:
    """Rows (from ``opinions_on``) that meet every filter. Unknown values simply match nothing."""
    exact = {"stood": wanted.state, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.place:
        wished = number_in(wanted.place)
        rows = rows.none() if wished is None else rows.filter(place_id__in=with_predecessors([wished]))
    if wanted.year:
        known = wanted.year.isascii() and wanted.year.isdigit() and 1900 < int(wanted.year) < 9999
        rows = rows.filter(received_on__year=int(wanted.year)) if known else rows.none()
    if wanted.clock:
        rows = rows.exclude(stood__in=ENDED)  # type: ignore[misc]
    if wanted.clock == LATE:
        rows = rows.filter(due_on__lt=day)
    if folded := fold(wanted.q):
        rows = rows.filter(
            Q(place__folded__contains=folded) | Q(request__folded__contains=folded) | Q(answer__folded__contains=folded)
        )
    return rows


def opinions_open(day: date) -> QuerySet[Opinion]:
    """Requests received by a day and not ended on it, the most urgent first; a term nobody knows comes last."""
    rows = opinions_on(Opinion.objects.all(), day).exclude(stood__in=ENDED)  # type: ignore[misc]
    return rows.select_related("place", "request", "handler").order_by(F("due_on").asc(nulls_last=True), "id")


def opinions_answered(kind: str, first: date, last: date) -> QuerySet[Opinion]:
    """Opinions of a kind whose recorded answer is dated in a period, both days included."""
    rows = Opinion.objects.filter(kind=kind, answered_on__gte=first, answered_on__lte=last)
    return rows.select_related("place", "request", "answer").order_by("answered_on", "id")


def sender_known(place: Place, number: str, on: date) -> str:
    """Who sent a letter already in the register under this number and day, if its name is of the province; else ''."""
    rows = Document.objects.filter(number="".join(number.split()), date=on, direction=Direction.IN)
    names = {name for name in rows.values_list("issuer_name", flat=True) if place.folded in fold(name)}
    return names.pop() if len(names) == 1 else ""


def opinion_page(rows: QuerySet[Opinion], after: str, size: int) -> tuple[list[Opinion], str]:
    """A page, newest first, and the key of the next ('' on the last); a key that cannot be read begins at the start."""
    day, _bar, pk = after.partition("|")
    if (last := number_in(pk)) is not None and (edge := _day(day)):
        rows = rows.filter(Q(received_on__lt=edge) | Q(received_on=edge, pk__lt=last))
    found = list(rows.select_related("place", "request", "answer", "handler")[: size + 1])
    shown = found[:size]
    return shown, f"{shown[-1].received_on.isoformat()}|{shown[-1].pk}" if len(found) > size else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def views_by_row(opinion: Opinion) -> dict[int, RowView]:
    """The stance on each row of the list asked about, by the row's id."""
    return {view.row_id: view for view in opinion.views.all()}
