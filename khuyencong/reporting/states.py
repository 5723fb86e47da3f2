"""Values of this part: what a report is asked for, and a figure as answered."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Literal

By = Literal["activity", "place", "kind"]
MapOf = Literal["then", "now", "day"]
FigureUnit = Literal["VND", "count", "percent", "points"]


@dataclass(frozen=True)
class MapView:
    """The map figures are shown on: as reported then, today's, or that of a chosen day.

    ``day`` is the map's day; None only on the map of the report's own time.
    """

    of: MapOf = "then"
    day: date | None = None


THEN = MapView()


@dataclass(frozen=True)
class Asked:
    """What a report is asked: the year, the day it counts to, and the day of 'today's map' when one is wanted."""

    year: int
    as_of: date
    by: By = "activity"
    map_of: MapOf = "then"
    map_day: date | None = None


@dataclass(frozen=True)
class Span:
    """Days counted, both included."""

    first: date
    last: date


@dataclass(frozen=True)
class Figure:
    """A measured figure: exact value (đồng, count, percent or percentage points to one decimal), and its ratio."""

    code: str
    label: str
    unit: FigureUnit
    value: int | Decimal | None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class FigureRow:
    """A row a figure is made of. ``amount`` in đồng, a count of one, or tenths of a percentage point.

    ``group`` heads rows (a decision, a place). ``subject`` names the thing the row stands for
    ('oversight.petition:12', 'reporting.figure:system.lag'); only the doors know its page.
    """

    key: str
    text: str
    amount: int
    group: str = ""
    detail: str = ""
    project: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Narrowing:
    """Which part of a figure is opened: empty fields mean all of it.

    ``place`` is an id, ``region`` a region's name in ``scheme``; NOWHERE is what has none. ``map_day``: the day of the
    map unless it is that of the report's time; ``own_day``: the day regions are asked for on that one.
    """

    activity: str = ""
    kind: str = ""
    part: str = ""
    place: str = ""
    map_of: str = "then"
    map_day: date | None = None
    region: str = ""
    scheme: str = ""
    own_day: date | None = None

    @property
    def narrows(self) -> bool:
        """Only a part of the figure is asked for."""
        return bool(self.activity or self.kind or self.part or self.place or self.region)

    @property
    def view(self) -> MapView:
        """The map that is asked for."""
        return THEN if self.map_of == "then" or self.map_day is None else MapView("day", self.map_day)


NOWHERE = "none"  # what belongs to no place, no region, no project


@dataclass(frozen=True)
class Placement:
    """Where a row of any measure belongs. A row without a project has no part, kind or activity group."""

    place: int | None = None
    part: str = ""
    kind: str = ""
    activity: str = ""


@dataclass(frozen=True)
class PlacedAmount:
    """An amount (đồng or a count) and where it belongs; ``row`` is the row that opens it, when it was asked for."""

    at: Placement
    amount: int
    row: FigureRow | None = None
