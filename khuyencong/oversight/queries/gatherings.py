"""Reads conferences and fairs as they stood on a day: lists, what was held, what is coming, replies and booths."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Case, Count, F, Q, QuerySet, Sum, Value, When

from khuyencong.kernel.text import fold, number_in
from khuyencong.oversight.models import Booth, Gathering, Invitation
from khuyencong.oversight.states import BoothFunding, GatheringState, Reply
from khuyencong.programme.models import Project
from khuyencong.records.queries import stood_on
from khuyencong.registry.queries import with_predecessors

COMING = (GatheringState.PLANNED, GatheringState.PREPARING)
HELD = (GatheringState.HELD, GatheringState.REPORTED)


@dataclass(frozen=True)
class GatheringFilter:
    """What the list is narrowed to; every field comes from the address and may be empty. ``state`` 'coming' is both."""

    q: str = ""
    kind: str = ""
    state: str = ""
    region: str = ""
    place: str = ""


@dataclass(frozen=True)
class GatheringCounts:
    """How the gatherings of a list stood: all, held, still to come."""

    all: int
    held: int
    coming: int


@dataclass(frozen=True)
class Replies:
    """Bodies invited, how many come, do not come, have not replied; people announced."""

    invited: int = 0
    coming: int = 0
    not_coming: int = 0
    people: int = 0

    @property
    def open(self) -> int:
        return self.invited - self.coming - self.not_coming


@dataclass(frozen=True)
class FundingTotal:
    """Exhibitors and booths paid from one source ('' is all of them); ``cost`` in đồng, ``unsaid`` rows without one."""

    funding: str
    exhibitors: int
    booths: int
    cost: int
    unsaid: int


def gatherings_on(rows: QuerySet[Gathering], day: date) -> QuerySet[Gathering]:
    """Gatherings in the programme by a day, each with ``stood``: its state on that day."""
    return stood_on(rows.filter(planned_on__lte=day), GatheringState.PLANNED.value, day)


def gatherings_of_year(rows: QuerySet[Gathering], year: int, day: date) -> QuerySet[Gathering]:
    """Gatherings of a year's programme as they stood on a day, by day; those without a day last."""
    return gatherings_on(rows.filter(year=year), day).order_by(F("starts_on").asc(nulls_last=True), "id")


def gatherings_like(rows: QuerySet[Gathering], wanted: GatheringFilter) -> QuerySet[Gathering]:
    """Rows (from ``gatherings_on``) that meet every filter. Unknown values simply match nothing."""
    exact = {"kind": wanted.kind, "region": wanted.region}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.state:
        rows = rows.filter(Q(stood__in=COMING if wanted.state == "coming" else [wanted.state]))
    if wanted.place:
        wished = number_in(wanted.place)
        rows = rows.none() if wished is None else rows.filter(place_id__in=with_predecessors([wished]))
    if folded := fold(wanted.q):
        rows = rows.filter(Q(folded__contains=folded) | Q(place__folded__contains=folded))
    return rows


def counts_of(rows: QuerySet[Gathering]) -> GatheringCounts:
    """How rows from ``gatherings_on`` stood."""
    found = rows.order_by().aggregate(
        every=Count("pk"), held=Count("pk", filter=Q(stood__in=HELD)), coming=Count("pk", filter=Q(stood__in=COMING))
    )
    return GatheringCounts(found["every"], found["held"], found["coming"])


def gathering_page(rows: QuerySet[Gathering], after: str, size: int) -> tuple[list[Gathering], str]:
    """A page and where the next begins ('' on the last); a place that cannot be read begins at the start.

    A year has some dozens of gatherings at most: the place is a count.
    """
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 6 else 0
    found = list(rows.select_related("place", "host", "project")[start : start + size + 1])
    return found[:size], str(start + size) if len(found) > size else ""


def same_gathering(kind: str, year: int, title: str) -> Gathering | None:
    """A gathering of the year in the same words (accents and punctuation aside) that was not given up."""
    rows = Gathering.objects.filter(kind=kind, year=year, folded=fold(title))
    return rows.exclude(state=GatheringState.CANCELLED).order_by("id").first()


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


def invitations_on(gathering: Gathering, day: date) -> QuerySet[Invitation]:
    """Bodies invited by a day, or on the list without having been written to yet."""
    known = Q(invited_on__lte=day) | Q(invited_on__isnull=True)
    return gathering.invitations.filter(known).select_related("body").order_by("id")


def replies_of(gatherings: Iterable[int], day: date) -> dict[int, Replies]:
    """How the invited have replied by a day, by gathering; one question."""
    known = Q(invited_on__lte=day) | Q(invited_on__isnull=True)
    replied = Q(replied_on__lte=day)
    rows = (
        Invitation.objects.filter(known, gathering__in=list(gatherings))
        .order_by()
        .values_list("gathering")
        .annotate(
            invited=Count("pk"),
            come=Count("pk", filter=replied & Q(reply=Reply.COMING)),
            away=Count("pk", filter=replied & Q(reply=Reply.NOT_COMING)),
            who=Sum("people", filter=replied & Q(reply=Reply.COMING)),
        )
    )
    return {key: Replies(invited, come, away, people or 0) for key, invited, come, away, people in rows}


def booths_on(gathering: Gathering, day: date) -> QuerySet[Booth]:
    """Exhibitors on the list by a day, by source of funding."""
    order = Case(*(When(funding=value, then=Value(index)) for index, value in enumerate(BoothFunding.values)))
    return gathering.booths.filter(added_on__lte=day).select_related("place").order_by(order, "id")


def booths_of(gatherings: Iterable[int], day: date) -> dict[int, int]:
    """How many booths each gathering has on a day; one question."""
    rows = Booth.objects.filter(gathering__in=list(gatherings), added_on__lte=day).order_by()
    return dict(rows.values_list("gathering").annotate(Sum("booths")))


def booth_totals(gathering: Gathering, day: date) -> list[FundingTotal]:
    """Booths by source of funding in the order of the sources, then all of them together; empty without booths."""
    rows = booths_on(gathering, day).order_by().values_list("funding")
    told = rows.annotate(
        many=Count("pk"), stands=Sum("booths"), money=Sum("cost"), unsaid=Count("pk", filter=Q(cost__isnull=True))
    )
    found = {row[0]: FundingTotal(row[0], row[1], row[2] or 0, row[3] or 0, row[4]) for row in told}
    totals = [found[funding] for funding in BoothFunding.values if funding in found]
    if not totals:
        return []
    whole = FundingTotal(
        "", sum(one.exhibitors for one in totals), sum(one.booths for one in totals), sum(one.cost for one in totals),
        sum(one.unsaid for one in totals),
    )  # fmt: skip
    return [*totals, whole]


def plan_tasks_of(year: int) -> QuerySet[Project]:
    """Projects and tasks of a year's plan that pay for a conference or a fair, by their title."""
    about = Q(folded__contains=fold("hội chợ")) | Q(folded__contains=fold("hội nghị"))
    return Project.objects.filter(about, year=year).order_by("position")
