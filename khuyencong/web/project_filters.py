"""The project list's conditions: read from the address, applied through queries, shown as chips with their options."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
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
from khuyencong.registry.models import ActivityGroup, Organisation, Place, RegionScheme
from khuyencong.registry.queries import names_on, on_map_of
from khuyencong.reporting.queries import Regions, in_effect, mapping_of, narrowed, own_day, regions_of
from khuyencong.reporting.states import NOWHERE, MapView, Narrowing
from khuyencong.web.map_choice import MAP, said_of, view_of
from khuyencong.web.request import Request

REGIONS, SCHEME = "region6", "cach_chia"
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
    ground = _ground(request)
    conditions = conditions_of(request.GET, _ever(tallies, year, day), ground)
    q = request.GET.get("q", "").strip()[:80]
    chosen = {item.param: item.value for item in conditions}
    wanted = _wanted(chosen, q)
    return Asked(
        filtered(_placed(projects_on(rows, day).filter(year=year), chosen, ground), wanted, day),
        tallied(_placed(mine, chosen, ground), wanted),
        conditions,
        q,
    )


@dataclass(frozen=True)
class Ground:
    """By which map and scheme places and regions are asked: ``view`` is None while the address names no map."""

    day: date
    own_day: date
    scheme: str
    view: MapView | None

    @property
    def merged(self) -> Mapping[int, int]:
        """What each place has become on the map that is shown."""
        return on_map_of(self.day) if self.view is None else mapping_of(self.view) or {}

    @property
    def regions(self) -> Regions:
        return regions_of(self.scheme, self.view or MapView("day", self.day), self.own_day)


def _ground(request: Request) -> Ground:
    scheme = request.GET.get(SCHEME, "") or REGIONS
    view = view_of(request) if request.GET.get(MAP) else None
    return Ground(request.day, own_day(request.year, request.day), scheme, view)


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


def conditions_of(query: QueryDict, ever: QuerySet[Tally], ground: Ground) -> list[Condition]:
    """The conditions with their options; a place or a body may be named by its number or in words.

    The map and the scheme of regions are told when the address names them.
    """
    places = _places(ever, ground.merged)
    bodies = _bodies(ever, ground.day)
    kinds: Options = [*ProjectKind.choices, (GROUP_AND_KEY, _("Đề án nhóm và đề án điểm"))]
    activities: Options = list(ActivityGroup.objects.values_list("code", "name"))
    regions: Options = [(name, name) for name in sorted(set(ground.regions.of.values()))]
    if query.get("vung") == NOWHERE:
        regions.append((NOWHERE, _("Chưa xếp vùng")))

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
        *_of_ground(query, ground),
    ]


def _of_ground(query: QueryDict, ground: Ground) -> list[Condition]:
    found = []
    if ground.view is not None:
        asked = query.get(MAP, "")
        found.append(Condition(MAP, _("Bản đồ"), [(asked, said_of(ground.view))], asked))
    if query.get(SCHEME):
        schemes: Options = list(RegionScheme.objects.values_list("code", "name"))
        found.append(Condition(SCHEME, _("Cách chia vùng"), schemes, ground.scheme))
    return found


def _places(rows: QuerySet[Tally], merged: Mapping[int, int]) -> Options:
    """Places of the plan, and those they have become on the map, so that a figure of that map opens by name."""
    then = set(Place.objects.filter(Exists(rows.filter(place=OuterRef("pk")))).values_list("pk", flat=True))
    found = Place.objects.filter(pk__in=then | {merged[place] for place in then if place in merged})
    return [
        (str(pk), name if merged.get(pk, pk) == pk else str(_("{name} (cũ)")).format(name=name))
        for pk, name in found.order_by("sort_key", "valid_from").values_list("pk", "name")
    ]


def _bodies(rows: QuerySet[Tally], day: date) -> Options:
    bodies = Organisation.objects.filter(Exists(rows.filter(implementer=OuterRef("pk"))))
    named = names_on(day, bodies.values_list("pk", flat=True))
    return [(str(pk), row.name) for pk, row in sorted(named.items(), key=lambda pair: pair[1].sort_key)]


def _placed(rows: QuerySet[R], chosen: dict[str, str], ground: Ground) -> QuerySet[R]:
    """Kinds asked together, the region and the locality.

    While the address names no map, a place that is gone is asked as it was, one of the day with all it was made of.
    """
    if chosen["loai"] == GROUP_AND_KEY:
        rows = rows.filter(kind__in=[ProjectKind.GROUP, ProjectKind.KEY])
    if (region := chosen["vung"]) and ground.view is None:
        rows = rows.filter(place_id__in=ground.regions.members(region))
    elif region:
        rows = narrowed(rows, _narrowing(ground, region=region, scheme=ground.scheme))
    if chosen["dia_phuong"]:
        place = int(chosen["dia_phuong"]) if number_in(chosen["dia_phuong"]) is not None else 0
        gone = ground.view is None and ground.merged.get(place, place) != place
        asked = _narrowing(ground, place=chosen["dia_phuong"])
        rows = narrowed(rows, replace(asked, map_of="then") if gone else asked)
    return rows


def _narrowing(ground: Ground, **part: str) -> Narrowing:
    view = ground.view or MapView("day", ground.day)
    return Narrowing(map_of=view.of, map_day=view.day, own_day=ground.own_day, **part)


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
