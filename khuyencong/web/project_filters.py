"""The project list's conditions: read from the address, applied through queries, shown as chips with their options."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.text import fold
from khuyencong.programme.models import Project
from khuyencong.programme.queries import ProjectFilter, filtered, projects_on, with_money
from khuyencong.programme.states import PlanPart, ProjectKind
from khuyencong.registry.models import ActivityGroup, Place
from khuyencong.registry.queries import names_on, on_map_of, regions_on
from khuyencong.reporting.queries import narrowed
from khuyencong.reporting.states import Narrowing
from khuyencong.web.request import Request

REGIONS = "region6"
GROUP_AND_KEY = "group+key"
ALLOCATION = {"none": _("Chưa được phân bổ"), "part": _("Phân bổ một phần"), "full": _("Đã phân bổ đủ")}
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
    """Everything the address asks of the list."""

    rows: QuerySet[Project]
    conditions: list[Condition] = field(default_factory=list)
    q: str = ""

    @property
    def chips(self) -> list[Condition]:
        return [item for item in self.conditions if item.value]

    @property
    def offers(self) -> list[Condition]:
        return [item for item in self.conditions if not item.value and item.options]


def asked_of(request: Request, rows: QuerySet[Project]) -> Asked:
    """``rows`` of the working year narrowed to what the address asks, with the conditions to show."""
    year, day = request.year, request.day
    mine = projects_on(rows, day).filter(year=year)
    conditions = conditions_of(request.GET, mine, day)
    q = request.GET.get("q", "").strip()[:80]
    return Asked(_narrow(mine, {item.param: item.value for item in conditions}, q, day), conditions, q)


def conditions_of(query: QueryDict, rows: QuerySet[Project], day: date) -> list[Condition]:
    """The seven conditions with their options; a place or a body may be named by its number or in words."""
    places = _places(rows, day)
    bodies = _bodies(rows, day)
    kinds: Options = [*ProjectKind.choices, (GROUP_AND_KEY, _("Đề án nhóm và đề án điểm"))]
    activities: Options = list(ActivityGroup.objects.values_list("code", "name"))
    regions: Options = [(name, name) for name in sorted(set(regions_on(day, REGIONS).values()))]

    def chosen(param: str, options: Options) -> str:
        text = query.get(param, "").strip()
        names = {fold(str(name)): code for code, name in options}
        return names.get(fold(text), text) if text else ""

    return [
        Condition("phan_bo", _("Phân bổ"), list(ALLOCATION.items()), query.get("phan_bo", "")),
        Condition("noi_dung", _("Nội dung"), activities, query.get("noi_dung", "")),
        Condition("loai", _("Loại"), kinds, query.get("loai", "").replace(" ", "+")),
        Condition("phan", _("Phần"), list(PlanPart.choices), query.get("phan", "")),
        Condition("dia_phuong", _("Địa phương"), places, chosen("dia_phuong", places), typed=True),
        Condition("vung", _("Vùng"), regions, query.get("vung", "")),
        Condition("don_vi", _("Đơn vị thực hiện"), bodies, chosen("don_vi", bodies), typed=True),
    ]


def _places(rows: QuerySet[Project], day: date) -> Options:
    """Places of the plan, and those they have become by ``day``, so that a figure of today's map opens by name."""
    then = set(rows.order_by().exclude(place=None).values_list("place_id", flat=True).distinct())
    merged = on_map_of(day)
    found = Place.objects.filter(pk__in=then | {merged[place] for place in then if place in merged})
    return [
        (str(pk), name if merged.get(pk, pk) == pk else f"{name} ({_('cũ')})")
        for pk, name in found.order_by("sort_key", "valid_from").values_list("pk", "name")
    ]


def _bodies(rows: QuerySet[Project], day: date) -> Options:
    ids = rows.order_by().exclude(implementer=None).values_list("implementer_id", flat=True).distinct()
    named = names_on(day, list(ids))
    return [(str(pk), row.name) for pk, row in sorted(named.items(), key=lambda pair: pair[1].sort_key)]


def _narrow(rows: QuerySet[Project], chosen: dict[str, str], q: str, day: date) -> QuerySet[Project]:
    kind = chosen["loai"]
    if kind == GROUP_AND_KEY:
        rows, kind = rows.filter(kind__in=[ProjectKind.GROUP, ProjectKind.KEY]), ""
    if chosen["vung"]:
        members = [place for place, region in regions_on(day, REGIONS).items() if region == chosen["vung"]]
        merged = on_map_of(day)
        rows = rows.filter(place_id__in=[*members, *(old for old, new in merged.items() if new in members)])
    if chosen["dia_phuong"]:
        place = int(chosen["dia_phuong"]) if chosen["dia_phuong"].isdigit() else 0
        gone = on_map_of(day).get(place, place) != place
        rows = narrowed(rows, Narrowing(place=chosen["dia_phuong"], map_of="then" if gone else "now"), day)
    wanted = ProjectFilter(
        q=q, activity=chosen["noi_dung"], kind=kind, part=chosen["phan"], implementer=chosen["don_vi"],
        allocation=chosen["phan_bo"],
    )  # fmt: skip
    return filtered(rows, wanted, day)


VIEWS: tuple[tuple[str | Promise, dict[str, str], Callable[[dict[str, Any]], bool]], ...] = (
    (_("Tất cả"), {}, lambda row: True),
    (_("Chưa được phân bổ"), {"phan_bo": "none"}, lambda row: row["allocated"] == 0),
    (_("Đề án nhóm và điểm"), {"loai": GROUP_AND_KEY}, lambda row: row["kind"] in (ProjectKind.GROUP, ProjectKind.KEY)),
    (_("Địa phương"), {"phan": "locality"}, lambda row: row["part"] == PlanPart.LOCALITY),
    (_("Đơn vị"), {"phan": "unit"}, lambda row: row["part"] == PlanPart.UNIT),
    (_("Cục thực hiện"), {"phan": "agency"}, lambda row: row["part"] == PlanPart.AGENCY),
)


def saved_views(rows: QuerySet[Project], day: date, asked: Asked) -> list[dict[str, Any]]:
    """The standing views with how many rows each holds; the current one is that whose conditions are exactly asked."""
    now = {item.param: item.value for item in asked.chips}
    counted: Any = with_money(rows, day).order_by()
    found = list(counted.values("kind", "part", "allocated"))
    return [
        {
            "title": title,
            "query": urlencode(params),
            "count": sum(map(holds, found)),
            "current": now == params and not asked.q,
        }
        for title, params, holds in VIEWS
    ]
