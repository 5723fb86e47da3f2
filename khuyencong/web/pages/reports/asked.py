"""What a report page is asked: year, the day it counts to, the map, and which figure is chosen."""

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, QueryDict

from khuyencong.kernel.papers import Cell
from khuyencong.kernel.periods import short_date
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.queries import FIGURES
from khuyencong.reporting.states import Asked, MapView, Narrowing
from khuyencong.web.map_choice import CHOSEN, MAP, MAP_DAY, day_written, params_of, view_of

DAY, FIGURE = "den", "so"
PARTS = ("activity", "kind", "place", "part", "map", "map_day")


@dataclass(frozen=True)
class Choice:
    """A figure a person pointed at: its code and which part of it. Empty when none was."""

    code: str = ""
    params: dict[str, str] = field(default_factory=dict)

    def names(self, cell: Cell) -> bool:
        return bool(self.code) and cell.figure == self.code and parts_of(cell) == self.params

    def narrowing(self, map_day: date) -> Narrowing:
        """The part of the figure; ``map_day`` is the day of the report's map, where the part names no other."""
        said = self.params.get
        on_map = said("map", "") in ("now", "day")
        return Narrowing(
            activity=said("activity", ""), kind=said("kind", ""), part=said("part", ""), place=said("place", ""),
            map_of=said("map", "") if on_map else "then",
            map_day=(_iso(said("map_day", "")) or map_day) if on_map else None,
        )  # fmt: skip


def _iso(text: str) -> date | None:
    """A day as a cell writes it, '2025-07-01'; None for anything else."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def parts_of(cell: Cell) -> dict[str, str]:
    """The parameters that narrow a cell's figure, without year and day."""
    return {name: cell.params[name] for name in PARTS if cell.params.get(name)}


def chosen(query: QueryDict) -> Choice:
    """The figure the address points at; an unknown code is none."""
    code = query.get(FIGURE, "")
    return Choice(code, {name: str(query[name]) for name in PARTS if query.get(name)}) if code in FIGURES else Choice()


def asked_of(request: HttpRequest, query: QueryDict) -> Asked:
    """The site's own day wins while the past is looked at; else the day of the address, else the closing day.

    The report's day is not the site's day: freezing a report of a day that has passed is an act of today.
    """
    year: int = request.year  # type: ignore[attr-defined]
    day = request.day if request.is_past else day_written(query.get(DAY, "")) or six_month.closing_day(year)  # type: ignore[attr-defined]
    view = view_of(request, query=query)  # type: ignore[arg-type]
    return Asked(year, day, map_of=view.of, map_day=view.day)


def map_of(asked: Asked) -> MapView:
    """The map a report's annex of places is drawn on beside that of the report's own time."""
    return MapView(asked.map_of, asked.map_day)


def unread_map_day(query: QueryDict) -> str:
    """What was written as the day of the map and cannot be read; '' when it can, or no day was asked for."""
    text = query.get(MAP_DAY, "").strip()
    return text if query.get(MAP) == CHOSEN and day_written(text) is None else ""


def kept(request: HttpRequest, asked: Asked) -> dict[str, str]:
    """The parameters that make an address show the same report again."""
    params = {"nam": str(asked.year)}
    if not request.is_past and asked.as_of != six_month.closing_day(asked.year):  # type: ignore[attr-defined]
        params[DAY] = short_date(asked.as_of)
    return params if asked.map_day is None else {**params, **params_of(map_of(asked))}
