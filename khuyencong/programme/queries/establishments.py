"""Reads establishments with the support they received: how often, by which projects, for which machines."""

from dataclasses import dataclass
from datetime import date

from django.db.models import BigIntegerField, Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce

from khuyencong.kernel.guards import holding
from khuyencong.kernel.text import fold, number_in
from khuyencong.programme.models import Beneficiary, Machine, Project
from khuyencong.programme.queries.projects import projects_on, with_money
from khuyencong.registry.models import Establishment, EstablishmentIdentifier
from khuyencong.registry.queries import with_predecessors


@dataclass(frozen=True)
class EstablishmentFilter:
    """What the list is narrowed to. ``often``, any text: only those supported by more than one project."""

    q: str = ""
    place: str = ""
    often: str = ""


def establishments_on(rows: QuerySet[Establishment], projects: QuerySet[Project], day: date) -> QuerySet[Establishment]:
    """Each with ``times`` (projects among those given) and ``machine_support`` in đồng, as of a day."""
    benefits = Beneficiary.objects.filter(establishment=OuterRef("pk"), project__in=projects_on(projects, day))
    counted = benefits.order_by().values("establishment").annotate(n=Count("project", distinct=True)).values("n")
    machines = Machine.objects.filter(
        beneficiary__establishment=OuterRef("pk"), bought_on__lte=day, project__in=projects
    )
    summed = machines.order_by().values("beneficiary__establishment").annotate(s=Sum("support")).values("s")
    return rows.annotate(
        times=Coalesce(Subquery(counted), Value(0), output_field=IntegerField()),
        machine_support=Coalesce(Subquery(summed), Value(0), output_field=BigIntegerField()),
    )


def establishments_like(rows: QuerySet[Establishment], wanted: EstablishmentFilter) -> QuerySet[Establishment]:
    """Rows (from ``establishments_on``) that meet every filter; unknown values match nothing."""
    if wanted.place:
        known = number_in(wanted.place) is not None
        rows = rows.filter(place_id__in=with_predecessors([int(wanted.place)])) if known else rows.none()
    if wanted.often:
        rows = rows.filter(Q(times__gt=1))
    if folded := fold(wanted.q):
        rows = rows.filter(holding(Establishment, "folded", folded))
    return rows


def establishment_page(rows: QuerySet[Establishment], after: str, size: int) -> tuple[list[Establishment], str]:
    """A page in Vietnamese order of names, and the key of the next ('' on the last)."""
    edge, _bar, pk = after.rpartition("|")
    if edge and number_in(pk) is not None:
        rows = rows.filter(Q(sort_key__gt=edge) | Q(sort_key=edge, pk__gt=int(pk)))
    found = list(rows.select_related("place").order_by("sort_key", "pk")[: size + 1])
    shown = found[:size]
    return shown, f"{shown[-1].sort_key}|{shown[-1].pk}" if len(found) > size else ""


def projects_of_establishment(
    establishment: Establishment, projects: QuerySet[Project], day: date
) -> tuple[list[Project], int]:
    """The projects (among those given) it benefits from, with money and ``shared`` (how many beneficiaries), by year;
    and how many further projects it benefits from that are not among those given."""
    mine = Beneficiary.objects.filter(establishment=establishment).order_by().values("project")
    rows = with_money(projects_on(projects, day).filter(pk__in=mine), day)
    shared = Beneficiary.objects.filter(project=OuterRef("pk")).order_by().values("project").annotate(n=Count("pk"))
    rows = rows.annotate(shared=Subquery(shared.values("n"), output_field=IntegerField()))
    found: list[Project] = list(rows.select_related("place").order_by("year", "position"))  # type: ignore[arg-type]
    everywhere = projects_on(Project.objects.filter(pk__in=mine), day).count()
    return found, everywhere - len(found)


def namesakes(establishment: Establishment, rows: QuerySet[Establishment], day: date) -> list[Establishment]:
    """Other establishments (among those given) of the same name, or that carried a same number by a day."""
    numbers = EstablishmentIdentifier.objects.filter(valid_from__lte=day)
    prints = numbers.filter(establishment=establishment).values("fingerprint")
    same = numbers.filter(fingerprint__in=prints).values("establishment")
    alike = Q(folded=establishment.folded) | Q(pk__in=same)
    return list(rows.filter(alike).exclude(pk=establishment.pk).select_related("place").order_by("sort_key", "pk")[:20])
