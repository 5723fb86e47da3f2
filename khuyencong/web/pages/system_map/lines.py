"""One province of the map of the system as pages and files show it: its bodies, what it carries, where figures open."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString

from khuyencong.kernel.text import fold
from khuyencong.registry.queries import on_map_of, regions_on
from khuyencong.registry.queries.system import ProvinceSystem, system_on
from khuyencong.registry.states import Above, Conformity
from khuyencong.reporting.queries.system import Carried, carried_by_province, units_in_plan
from khuyencong.web.links import address
from khuyencong.web.project_filters import REGIONS
from khuyencong.web.reach import dossiers_within, step_tallies_of, tallies_of
from khuyencong.web.request import Request
from khuyencong.web.templatetags.kc import badge

OTHERS, UNKNOWN_ABOVE = "others", "unknown"
TONES = {
    Conformity.KEPT: ("green", "check"),
    Conformity.DEPARTED: ("amber", "alert-triangle"),
    Conformity.SEVERAL: ("blue", "users"),
    Conformity.UNKNOWN: ("dashed", "circle-dashed"),
}
SORTS = {
    "ten": lambda line: line.row.place.sort_key,
    "de-an": lambda line: line.carried.projects,
    "ke-hoach": lambda line: line.carried.planned,
    "phan-bo": lambda line: line.carried.allocated,
    "ty-le": lambda line: -1 if line.carried.share is None else line.carried.share,
    "chua": lambda line: line.carried.unallocated,
    "qua-han": lambda line: line.carried.late or 0,
}


@dataclass(frozen=True)
class Line:
    """A province with what it carries; ``hint`` names the plan's units where nobody has recorded a body."""

    row: ProvinceSystem
    carried: Carried
    region: str
    hint: tuple[str, ...]
    opens: Mapping[str, str]

    @property
    def state(self) -> SafeString:
        return conformity_badge(self.row.conformity)

    @property
    def reasons(self) -> list[str]:
        """What departs from the model, in words; that nothing is known is the badge's to say."""
        return [str(reason.label) for reason in self.row.reasons if reason.value not in ("no_body", "several")]

    @property
    def aboves(self) -> list[str]:
        """Under whom the bodies stand, each once."""
        return list(dict.fromkeys(one.above_label for one in self.row.carriers if one.above_label))

    @property
    def sure(self) -> bool:
        return all(one.sure for one in self.row.carriers)


def conformity_badge(conformity: Conformity) -> SafeString:
    return badge(*TONES[conformity], str(conformity.label))


def late_rows(request: Request) -> Any:
    """Dossiers to count as late: none on a day that has passed, as how they stood then is not kept by deadline."""
    return None if request.is_past else dossiers_within(request)


def lines_of(request: Request) -> list[Line]:
    """Every province of the day with what it carries in the year, in Vietnamese order; a fixed number of queries."""
    year, day = request.year, request.day
    dossiers: Any = late_rows(request)
    carried = carried_by_province(tallies_of(request), step_tallies_of(request), dossiers, year, day)
    units, regions = units_in_plan(tallies_of(request), year, day), regions_on(day, REGIONS)
    joined = {after for before, after in on_map_of(day).items() if before != after}
    empty = Carried(late=None if request.is_past else 0)
    return [
        Line(
            row, carried.get(row.place.pk, empty), regions.get(row.place.pk, ""),
            () if row.carriers else tuple(units.get(row.place.pk, ())),
            opens_of(request, row.place.pk, joined=row.place.pk in joined),
        )
        for row in system_on(day)
    ]  # fmt: skip


def opens_of(request: Request, place: int, *, joined: bool) -> dict[str, str]:
    """Where each figure of a province opens its rows; a province made of others opens theirs too."""
    part: dict[str, object] = {"place": place, "map_of": "now" if joined else ""}
    figures = {"planned": "planned", "allocated": "allocated", "share": "allocation_rate", "contracted": "contracted",
               "disbursed": "disbursed"}  # fmt: skip
    return {
        "province": address(request, "system-map-province", place),
        "projects": address(request, "projects", dia_phuong=place),
        "unallocated": address(request, "projects", dia_phuong=place, phan_bo="none"),
        "late": address(request, "system-map-province", place) + "#ho-so",
        **{name: address(request, "figure", f"programme.{code}", **part) for name, code in figures.items()},
    }


def narrowed_lines(lines: Iterable[Line], q: str, state: str, above: str, region: str) -> list[Line]:
    """Lines that meet every condition; ``others`` is every state but departed. Unknown values match nothing."""
    found = list(lines)
    if state == OTHERS:
        found = [line for line in found if line.row.conformity != Conformity.DEPARTED]
    elif state:
        found = [line for line in found if line.row.conformity == state]
    if above:
        wanted = "" if above == UNKNOWN_ABOVE else above
        elsewhere = {Above.MINISTRY.value, Above.AGENCY.value, Above.OTHER.value}
        found = [
            line for line in found
            if line.row.above == wanted or (wanted == Above.OTHER and line.row.above in elsewhere)
        ]  # fmt: skip
    if region:
        found = [line for line in found if line.region == region]
    return [line for line in found if fold(q) in _said(line)] if fold(q) else found


def _said(line: Line) -> str:
    """Everything a search looks through: the province, its bodies, the decisions, the hint."""
    bodies = (f"{one.name} {one.decision.number if one.decision else ''}" for one in line.row.carriers)
    return fold(" ".join((line.row.place.name, *bodies, *line.hint)))


def ordered(lines: Sequence[Line], sort: str) -> list[Line]:
    """Lines by a column; '-' turns the order. An unknown column leaves the order of names."""
    key = SORTS.get(sort.lstrip("-"))
    return sorted(lines, key=key, reverse=sort.startswith("-")) if key else list(lines)  # type: ignore[no-untyped-call]
