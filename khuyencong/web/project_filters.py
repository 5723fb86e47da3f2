"""The project list's conditions: read from the address, applied through queries, shown as chips with their options."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.text import fold, number_in
from khuyencong.programme.models import Project, Tally
from khuyencong.programme.queries import (
    Cell,
    ProjectFilter,
    Share,
    filtered,
    projects_on,
    sum_of,
    tallied,
    tallies_on,
    totals,
)
from khuyencong.programme.states import Funding, PlanPart, ProjectKind
from khuyencong.registry.models import ActivityGroup, Organisation, Place
from khuyencong.registry.queries import names_on, on_map_of, regions_on
from khuyencong.reporting.queries import in_effect, narrowed
from khuyencong.reporting.states import Narrowing
from khuyencong.web.request import Request

REGIONS = "region6"
GROUP_AND_KEY = "group+key"
R = TypeVar("R", Project, Tally)
Options = list[tuple[str, str | Promise]]


@dataclass(frozen=True)
class Condition:
    """One condition of the list: parameter, its name, what is set, and what may be chosen. ``typed``: by writing."""

    param: str
    title: str | Promise
    options: Options
    value: str = ""
    typed: bool = False

    @property
    def said(self) -> str:
        """The chosen value in words; a value that is not offered is shown as it was written."""
        return str(dict(self.options).get(self.value, self.value))


@dataclass(frozen=True)
class Asked:
    """Everything the address asks of the list. ``tallies`` sum up ``rows`` as long as no text is asked for."""

    rows: QuerySet[Project]
    tallies: QuerySet[Tally]
    conditions: list[Condition] = field(default_factory=list)
    q: str = ""

    @property
    def chips(self) -> list[Condition]:
        return [item for item in self.conditions if item.value]

    @property
    def offers(self) -> list[Condition]:
        return [item for item in self.conditions if not item.value and item.options]


def asked_of(request: Request, rows: QuerySet[Project], tallies: QuerySet[Tally]) -> Asked:
    """``rows`` of the working year narrowed to what the address asks, with the conditions to show."""
    year, day = request.year, request.day
    mine = tallies_on(tallies, year, day)
    conditions = conditions_of(request.GET, _ever(tallies, year, day), day)
    q = request.GET.get("q", "").strip()[:80]
    chosen = {item.param: item.value for item in conditions}
    wanted = _wanted(chosen, q)
    return Asked(
        filtered(_placed(projects_on(rows, day).filter(year=year), chosen, day), wanted, day),
        tallied(_placed(mine, chosen, day), wanted),
        conditions,
        q,
    )


def _ever(tallies: QuerySet[Tally], year: int, day: date) -> QuerySet[Tally]:
    """All tallies of a year whose plan is in effect: which places and bodies it has does not change with the day."""
    return tallies.filter(year=year).order_by() if in_effect(year, day) else tallies.none()


def totals_asked(request: Request, asked: Asked, everything: Sequence[Cell]) -> Share:
    """The totals row: of everything, of the tallies asked for, or of the rows themselves when found by text."""
    if not asked.q and not asked.chips:
        whole = Share()
        for cell in everything:
            whole.add(cell.projects, cell.planned, cell.allocated)
        return whole
    if not asked.q:
        return sum_of(asked.tallies, request.year, request.day)
    found = totals(asked.rows, request.year, request.day)
    return Share(found.projects, found.planned, found.allocated)


def conditions_of(query: QueryDict, ever: QuerySet[Tally], day: date) -> list[Condition]:
    """The seven conditions with their options; a place or a body may be named by its number or in words."""
    places = _places(ever, day)
    bodies = _bodies(ever, day)
    kinds: Options = [*ProjectKind.choices, (GROUP_AND_KEY, _("Đề án nhóm và đề án điểm"))]
    activities: Options = list(ActivityGroup.objects.values_list("code", "name"))
    regions: Options = [(name, name) for name in sorted(set(regions_on(day, REGIONS).values()))]

    def chosen(param: str, options: Options) -> str:
        if not (text := query.get(param, "").strip()):
            return ""
        return {fold(str(name)): code for code, name in options}.get(fold(text), text)

    return [
        Condition("phan_bo", _("Phân bổ"), list(Funding.choices), query.get("phan_bo", "")),
        Condition("noi_dung", _("Nội dung"), activities, query.get("noi_dung", "")),
        Condition("loai", _("Loại"), kinds, query.get("loai", "").replace(" ", "+")),
        Condition("phan", _("Phần"), list(PlanPart.choices), query.get("phan", "")),
        Condition("dia_phuong", _("Địa phương"), places, chosen("dia_phuong", places), typed=True),
        Condition("vung", _("Vùng"), regions, query.get("vung", "")),
        Condition("don_vi", _("Đơn vị thực hiện"), bodies, chosen("don_vi", bodies), typed=True),
    ]


def _places(rows: QuerySet[Tally], day: date) -> Options:
    """Places of the plan, and those they have become by ``day``, so that a figure of today's map opens by name."""
    then = set(Place.objects.filter(Exists(rows.filter(place=OuterRef("pk")))).values_list("pk", flat=True))
    merged = on_map_of(day)
    found = Place.objects.filter(pk__in=then | {merged[place] for place in then if place in merged})
    return [
        (str(pk), name if merged.get(pk, pk) == pk else f"{name} ({_('cũ')})")
        for pk, name in found.order_by("sort_key", "valid_from").values_list("pk", "name")
    ]


def _bodies(rows: QuerySet[Tally], day: date) -> Options:
    bodies = Organisation.objects.filter(Exists(rows.filter(implementer=OuterRef("pk"))))
    named = names_on(day, bodies.values_list("pk", flat=True))
    return [(str(pk), row.name) for pk, row in sorted(named.items(), key=lambda pair: pair[1].sort_key)]


def _placed(rows: QuerySet[R], chosen: dict[str, str], day: date) -> QuerySet[R]:
    """Kinds asked together, the region and the locality."""
    if chosen["loai"] == GROUP_AND_KEY:
        rows = rows.filter(kind__in=[ProjectKind.GROUP, ProjectKind.KEY])
    if chosen["vung"]:
        rows = rows.filter(place_id__in=_places_within(chosen["vung"], day))
    if chosen["dia_phuong"]:
        place = int(chosen["dia_phuong"]) if number_in(chosen["dia_phuong"]) is not None else 0
        gone = on_map_of(day).get(place, place) != place
        rows = narrowed(rows, Narrowing(place=chosen["dia_phuong"], map_of="then" if gone else "now"), day)
    return rows


def _places_within(region: str, day: date) -> list[int]:
    """Places of a region on the day, and those they were made of."""
    members = [place for place, name in regions_on(day, REGIONS).items() if name == region]
    return [*members, *(old for old, new in on_map_of(day).items() if new in members)]


def _wanted(chosen: dict[str, str], q: str) -> ProjectFilter:
    kind = "" if chosen["loai"] == GROUP_AND_KEY else chosen["loai"]
    return ProjectFilter(
        q=q, activity=chosen["noi_dung"], kind=kind, part=chosen["phan"], implementer=chosen["don_vi"],
        allocation=chosen["phan_bo"],
    )  # fmt: skip


VIEWS: tuple[tuple[str | Promise, dict[str, str], Callable[[Cell], bool]], ...] = (
    (_("Tất cả"), {}, lambda cell: True),
    (_("Chưa được phân bổ"), {"phan_bo": "none"}, lambda cell: cell.funding == Funding.NONE),
    (_("Đề án nhóm và điểm"), {"loai": GROUP_AND_KEY}, lambda cell: cell.kind in (ProjectKind.GROUP, ProjectKind.KEY)),
    (_("Địa phương"), {"phan": "locality"}, lambda cell: cell.part == PlanPart.LOCALITY),
    (_("Đơn vị"), {"phan": "unit"}, lambda cell: cell.part == PlanPart.UNIT),
    (_("Cục thực hiện"), {"phan": "agency"}, lambda cell: cell.part == PlanPart.AGENCY),
)


def saved_views(everything: Sequence[Cell], asked: Asked) -> list[dict[str, Any]]:
    """The standing views with how many rows each holds; the current one is that whose conditions are exactly asked."""
    now = {item.param: item.value for item in asked.chips}
    return [
        {
            "title": title,
            "query": urlencode(params),
            "count": sum(cell.projects for cell in everything if holds(cell)),
            "current": now == params and not asked.q,
        }
        for title, params, holds in VIEWS
    ]
