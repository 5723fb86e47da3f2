"""Values of this part: what a report is asked for, and a figure as answered."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Literal

By = Literal["activity", "place", "kind"]
MapOf = Literal["then", "now"]
FigureUnit = Literal["VND", "count", "percent"]


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
    """A measured figure: exact value (đồng, count, or percent to one decimal) and what it was divided from."""

    code: str
    label: str
    unit: FigureUnit
    value: int | Decimal | None
    numerator: int | None = None
    denominator: int | None = None


@dataclass(frozen=True)
class FigureRow:
    """A row a figure is made of. ``amount`` in đồng or a count of one; ``group`` heads rows (a decision, a place).

    ``subject`` names the thing the row stands for ('oversight.petition:12'); only the doors know its page.
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
    """Which part of a figure is opened: empty fields mean all of it."""

    activity: str = ""
    kind: str = ""
    part: str = ""
    place: str = ""
    map_of: str = "then"
    names: Mapping[str, str] = field(default_factory=dict)
