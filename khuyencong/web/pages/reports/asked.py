"""What a report page is asked: year, the day it counts to, the map, and which figure is chosen."""

from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest, QueryDict

from khuyencong.kernel.papers import Cell
from khuyencong.kernel.periods import parse_date, short_date
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.queries import FIGURES
from khuyencong.reporting.states import Asked, Narrowing

DAY, MAP, TODAY_MAP, FIGURE = "den", "ban_do", "nay", "so"
PARTS = ("activity", "kind", "place", "part", "map")


@dataclass(frozen=True)
class Choice:
    """A figure a person pointed at: its code and which part of it. Empty when none was."""

    code: str = ""
    params: dict[str, str] = field(default_factory=dict)

    def names(self, cell: Cell) -> bool:
        return bool(self.code) and cell.figure == self.code and parts_of(cell) == self.params

    @property
    def narrowing(self) -> Narrowing:
        said = self.params.get
        return Narrowing(
            activity=said("activity", ""), kind=said("kind", ""), part=said("part", ""), place=said("place", ""),
            map_of=said("map", "then"),
        )  # fmt: skip


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
    day = request.day if request.is_past else _day(query.get(DAY, "")) or six_month.closing_day(year)  # type: ignore[attr-defined]
    today_map = query.get(MAP) == TODAY_MAP
    return Asked(
        year, day, map_of="now" if today_map else "then", map_day=request.today if today_map else None  # type: ignore[attr-defined]
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        found = parse_date(text)
    except ValueError:
        return None
    return found if 1990 <= found.year <= 2100 else None


def kept(request: HttpRequest, asked: Asked) -> dict[str, str]:
    """The parameters that make an address show the same report again."""
    params = {"nam": str(asked.year)}
    if not request.is_past and asked.as_of != six_month.closing_day(asked.year):  # type: ignore[attr-defined]
        params[DAY] = short_date(asked.as_of)
    if asked.map_day is not None:
        params[MAP] = TODAY_MAP
    return params
