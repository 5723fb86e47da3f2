"""On which map a figure is shown: what a place stands for, what a region holds. No view loses or doubles a row."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from khuyencong.kernel.periods import day_before
from khuyencong.programme.states import PlanPart
from khuyencong.registry.models import Place, RegionMember
from khuyencong.registry.queries import on_map_of, regions_on
from khuyencong.registry.states import Level
from khuyencong.reporting.states import NOWHERE, THEN, MapView, Narrowing, Placement

APART = (PlanPart.UNIT.value, PlanPart.AGENCY.value)
Key = Callable[[Placement], str]


def mapping_of(view: MapView) -> Mapping[int, int] | None:
    """What each province has become on the map: None as reported then, where every place stands for itself."""
    return None if view.of == "then" or view.day is None else on_map_of(view.day)


def members_of(place: int, merged: Mapping[int, int] | None) -> set[int]:
    """The places whose rows stand under a place on a map; none when the place itself became another one."""
    known = merged or {}
    own = {place} if known.get(place, place) == place else set()
    return own | {old for old, new in known.items() if new == place}


def own_day(year: int, day: date) -> date:
    """The day whose places and regions a year's rows carry: the day asked, within the year."""
    return min(day, date(year, 12, 31))


@dataclass(frozen=True)
class Regions:
    """Region of each province id in a scheme on one map; a province of none is not named."""

    scheme: str
    of: Mapping[int, str]

    def members(self, region: str) -> set[int]:
        """Places of a region by name."""
        return {place for place, name in self.of.items() if name == region}


def regions_of(scheme: str, view: MapView, day: date) -> Regions:
    """Regions on the map's day; as reported then on ``day``, for a place that had ended on its last day."""
    if view.day is not None and view.of != "then":
        named, merged = regions_on(view.day, scheme), on_map_of(view.day)
        of = {place: named[place] for place in named if merged.get(place, place) == place}
        of |= {old: named[new] for old, new in merged.items() if new in named}
        return Regions(scheme, of)
    ended = dict(Place.objects.filter(level=Level.PROVINCE).values_list("pk", "valid_to"))
    found: dict[int, str] = {}
    rows = RegionMember.objects.filter(scheme__code=scheme, place__in=list(ended)).order_by("valid_from")
    for place, region, since, until in rows.values_list("place_id", "region", "valid_from", "valid_to"):
        last = ended[place]
        at = day if last is None else min(day, day_before(last))
        if since <= at and (until is None or at < until):
            found[place] = region
    return Regions(scheme, found)


def by_place(merged: Mapping[int, int] | None) -> Key:
    """The place a row stands under, by id; units and the Agency stand apart, a row without a place under NOWHERE."""
    known = merged or {}

    def key(at: Placement) -> str:
        if at.part in APART:
            return at.part
        return NOWHERE if at.place is None else str(known.get(at.place, at.place))

    return key


def by_region(regions: Regions) -> Key:
    """The region a row stands under; places of none and rows without a place stand under NOWHERE."""

    def key(at: Placement) -> str:
        if at.part in APART:
            return at.part
        return NOWHERE if at.place is None else regions.of.get(at.place, NOWHERE)

    return key


def key_of(by: str, view: MapView = THEN, scheme: str = "", day: date | None = None) -> Key:
    """Under which key of a breakdown (activity, kind, part, place, region) a row stands; ``day`` for regions then."""
    if by == "place":
        return by_place(mapping_of(view))
    if by == "region":
        return by_region(regions_of(scheme, view, day or date.max))
    return lambda at: getattr(at, by) or NOWHERE


def opened_by(asked: Narrowing) -> Callable[[Placement], bool]:
    """Whether a row belongs to the part of a figure that is opened: exactly the rows its cell was counted from."""
    wanted = [(key_of(by), value) for by in ("activity", "kind", "part") if (value := getattr(asked, by))]
    if asked.place:
        wanted.append((key_of("place", asked.view), asked.place))
    if asked.region:
        wanted.append((key_of("region", asked.view, asked.scheme, asked.own_day), asked.region))
    return lambda at: all(key(at) == value for key, value in wanted)
