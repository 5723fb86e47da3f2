"""Reads the machine register as of a day: lists with the last visit, totals, visits that are due."""

from dataclasses import dataclass, fields
from datetime import date

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum

from khuyencong.kernel.guards import holding
from khuyencong.kernel.text import fold, number_in
from khuyencong.programme.models import Machine, MachineVisit, Project
from khuyencong.programme.states import InUse
from khuyencong.registry.queries import norm, with_predecessors

FOLLOW_UP = "progress.follow_up_years"
KEEP = "asset.keep_years"
NEVER = "never"


@dataclass(frozen=True)
class MachineFilter:
    """What the register is narrowed to; every field comes from the address and may be empty.

    ``in_use`` is a state of the last visit, or 'never'; ``due`` any text: only machines due for a visit.
    """

    q: str = ""
    place: str = ""
    year: str = ""
    in_use: str = ""
    due: str = ""
    project: str = ""

    @property
    def active(self) -> dict[str, str]:
        """Filters that are set, by name."""
        return {item.name: value for item in fields(self) if (value := getattr(self, item.name))}


@dataclass(frozen=True)
class MachineTotals:
    """Of the machines asked for: money in đồng, how many were visited and found in use, jobs at the last visit."""

    machines: int
    cost: int
    support: int
    visited: int
    used: int
    jobs: int


def years_from(day: date, years: int) -> date:
    """The same day some years later (or earlier, below zero); 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def follow_up_years(on: date) -> int:
    """For how many years a machine is visited. Raises NormValue.DoesNotExist when no rule was in force."""
    return int(norm(FOLLOW_UP, on=on).value)


def keep_years(on: date) -> int:
    """For how many years a machine is kept. Raises NormValue.DoesNotExist when no rule was in force."""
    return int(norm(KEEP, on=on).value)


def machines_on(rows: QuerySet[Machine], day: date) -> QuerySet[Machine]:
    """Machines bought by a day, each with its last visit by then: ``seen_on``, ``found``, ``jobs``, ``revenue``."""
    last = MachineVisit.objects.filter(machine=OuterRef("pk"), on__lte=day).order_by("-on", "-id")
    return rows.filter(bought_on__lte=day).annotate(
        seen_on=Subquery(last.values("on")[:1]),
        found=Subquery(last.values("in_use")[:1]),
        jobs=Subquery(last.values("jobs")[:1], output_field=IntegerField()),
        revenue=Subquery(last.values("revenue")[:1]),
    )


def visits_due(rows: QuerySet[Machine], day: date) -> QuerySet[Machine]:
    """Machines to be visited by a day: a year or more after purchase, within the follow-up, unseen for a year."""
    year_ago = years_from(day, -1)
    recent = MachineVisit.objects.filter(on__gt=year_ago, on__lte=day).order_by().values("machine")
    first = years_from(day, -follow_up_years(day))
    return rows.filter(bought_on__lte=year_ago, bought_on__gte=first).exclude(pk__in=recent)


def machines_like(rows: QuerySet[Machine], wanted: MachineFilter, day: date) -> QuerySet[Machine]:
    """Rows (from ``machines_on``) that meet every filter. Unknown values simply match nothing."""
    if wanted.place:
        known = number_in(wanted.place) is not None
        places = with_predecessors([int(wanted.place)]) if known else set()
        rows = rows.filter(project__place_id__in=places)
    if wanted.year:
        rows = rows.filter(project__year=int(wanted.year)) if number_in(wanted.year) is not None else rows.none()
    if wanted.project:
        rows = rows.filter(project__code=wanted.project)
    if wanted.in_use:
        rows = rows.filter(Q(found__isnull=True) if wanted.in_use == NEVER else Q(found=wanted.in_use))
    if wanted.due:
        rows = visits_due(rows, day)
    if folded := fold(wanted.q):
        projects = Project.objects.filter(holding(Project, "folded", folded))
        rows = rows.filter(holding(Machine, "folded", folded) | Q(project__in=projects))
    return rows


def machine_totals(rows: QuerySet[Machine]) -> MachineTotals:
    """Sums of rows from ``machines_on``."""
    found = rows.order_by().aggregate(
        machines=Count("pk"), spent=Sum("cost"), supported=Sum("support"), visited=Count("seen_on"),
        used=Count("pk", filter=Q(found=InUse.USED)), working=Sum("jobs"),
    )  # fmt: skip
    return MachineTotals(
        found["machines"], found["spent"] or 0, found["supported"] or 0, found["visited"], found["used"],
        found["working"] or 0,
    )  # fmt: skip


def machine_page(rows: QuerySet[Machine], after: str, size: int) -> tuple[list[Machine], str]:
    """A page, newest purchase first, and the key of the next ('' on the last)."""
    day, _bar, pk = after.partition("|")
    if number_in(pk) is not None and (edge := _day(day)):
        rows = rows.filter(Q(bought_on__lt=edge) | Q(bought_on=edge, pk__lt=int(pk)))
    rows = rows.select_related("project__place", "beneficiary__establishment").order_by("-bought_on", "-pk")
    found = list(rows[: size + 1])
    shown = found[:size]
    return shown, f"{shown[-1].bought_on.isoformat()}|{shown[-1].pk}" if len(found) > size else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def visits_of(machine: Machine, day: date) -> list[MachineVisit]:
    """What visits found by a day, oldest first."""
    return list(machine.visits.filter(on__lte=day).select_related("paper").order_by("on", "id"))


def with_serial(serial: str) -> QuerySet[Machine]:
    """Machines with this serial (as stored), whatever their name, oldest first."""
    rows = Machine.objects.filter(serial=serial) if serial else Machine.objects.none()
    return rows.select_related("project").order_by("bought_on", "pk")


def machines_of_establishment(establishment: int) -> QuerySet[Machine]:
    """Machines an establishment was supported for, whatever the year."""
    rows = Machine.objects.filter(beneficiary__establishment=establishment)
    return rows.select_related("project").order_by("bought_on", "pk")
