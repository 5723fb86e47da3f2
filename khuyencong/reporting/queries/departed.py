"""Figures of the provinces that departed from the model of the decree, and the provinces they are made of.

Values come from the tallies (``queries.system``), rows from provinces, projects and movements; they must meet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.kernel.money import grouped
from khuyencong.kernel.periods import short_date
from khuyencong.registry.queries import on_map_of
from khuyencong.registry.queries.system import Carrier, ProvinceSystem, system_on
from khuyencong.registry.states import Conformity
from khuyencong.reporting.queries.system import Carried, Departure, departure
from khuyencong.reporting.states import Figure, FigureRow, FigureUnit

DEPARTED, UNKNOWN, LAG = "system.departed", "system.unknown", "system.lag"
RATE, OTHERS_RATE = "system.allocation_rate", "system.others_rate"
SYSTEM: dict[str, tuple[FigureUnit, object]] = {
    DEPARTED: ("count", gettext_lazy("Số địa phương có tổ chức khuyến công khác mô hình của Nghị định")),
    UNKNOWN: ("count", gettext_lazy("Số địa phương chưa có dữ liệu về đơn vị khuyến công")),
    "system.projects": ("count", gettext_lazy("Số đề án của các địa phương khác mô hình")),
    "system.planned": ("VND", gettext_lazy("Kinh phí kế hoạch của các địa phương khác mô hình")),
    RATE: ("percent", gettext_lazy("Tỷ lệ phân bổ của các địa phương khác mô hình")),
    OTHERS_RATE: ("percent", gettext_lazy("Tỷ lệ phân bổ của các địa phương còn lại")),
    LAG: (
        "points",
        gettext_lazy("Chênh lệch tỷ lệ phân bổ giữa các địa phương còn lại và các địa phương khác mô hình"),
    ),
    "system.unallocated": ("count", gettext_lazy("Số đề án chưa được phân bổ của các địa phương khác mô hình")),
}
OF_PROVINCES = {DEPARTED: Conformity.DEPARTED, UNKNOWN: Conformity.UNKNOWN}
TENTHS = 10  # a row of a difference of shares is written in tenths of a percentage point


@dataclass(frozen=True)
class Sides:
    """The provinces of a day, with ids of the places whose projects stand under the departed and under all others."""

    provinces: tuple[ProvinceSystem, ...]
    departed: frozenset[int]
    others: frozenset[int]


def sides_on(day: date) -> Sides:
    """Which places stand on which side on the map of a day; a place the day does not know stands on neither."""
    merged, provinces = on_map_of(day), system_on(day)
    left = {one.place.pk for one in provinces if one.conformity == Conformity.DEPARTED}

    def under(heads: set[int]) -> frozenset[int]:
        return frozenset(old for old, new in ({pk: pk for pk in heads} | dict(merged)).items() if new in heads)

    return Sides(tuple(provinces), under(left), under({one.place.pk for one in provinces} - left))


def system_figures_on(year: int, day: date) -> dict[str, Figure]:
    """Every figure of the departed as of a day."""
    return system_figures(departure(year, day))


def system_figures(found: Departure | None) -> dict[str, Figure]:
    """Every figure of the departed as measured; none while no province is known to have departed.

    What they carry is there once they carry a project, the lag where both sides have a plan.
    """
    if found is None:
        return {}
    figures = [_figure(DEPARTED, len(found.names))]
    if found.unknown:
        figures.append(_figure(UNKNOWN, found.unknown))
    if found.theirs.projects:
        figures += [
            _figure("system.projects", found.theirs.projects), _figure("system.planned", found.theirs.planned),
            _rate(RATE, found.theirs), _figure("system.unallocated", found.theirs.unallocated),
        ]  # fmt: skip
        if found.lag is not None:
            figures += [_rate(OTHERS_RATE, found.others), _figure(LAG, found.lag)]
    return {figure.code: figure for figure in figures}


def system_figure(code: str, year: int, day: date) -> Figure:
    """One of them; without a value where there is none. Raises KeyError for an unknown code."""
    unit, label = SYSTEM[code]
    return system_figures_on(year, day).get(code) or Figure(code, str(label), unit, None)


def _figure(code: str, value: int | Decimal) -> Figure:
    unit, label = SYSTEM[code]
    return Figure(code, str(label), unit, value)


def _rate(code: str, of: Carried) -> Figure:
    unit, label = SYSTEM[code]
    return Figure(code, str(label), unit, of.share, of.allocated, of.planned)


def province_rows(code: str, provinces: Iterable[ProvinceSystem]) -> list[FigureRow]:
    """A row for each province of the count: the body that runs khuyến công, under whom, since when."""
    wanted = OF_PROVINCES[code]
    return [
        FigureRow(
            key=one.place.code, text=one.place.name, amount=1, detail=_detail(one),
            subject=f"system.province:{one.place.pk}",
        )
        for one in provinces
        if one.conformity == wanted
    ]  # fmt: skip


def _detail(province: ProvinceSystem) -> str:
    return "; ".join(_bodies(province.carriers)) or "; ".join(str(reason.label) for reason in province.reasons)


def _bodies(carriers: Iterable[Carrier]) -> Iterable[str]:
    for one in carriers:
        words = _("{body}, trực thuộc {above}, từ {day}") if one.above_label else _("{body}, từ {day}")
        said = words.format(body=one.name, above=one.above_label, day=short_date(one.since))
        yield said if one.sure else f"{said} ({_('chờ xác nhận')})"


def lag_rows(year: int, day: date) -> list[FigureRow]:
    """The two shares a lag is the difference of, in tenths of a percentage point; each opens its own rows."""
    figures = system_figures_on(year, day)
    signed = ((OTHERS_RATE, 1), (RATE, -1)) if LAG in figures else ()
    return [
        FigureRow(
            key=code, text=figures[code].label, amount=sign * int(Decimal(figures[code].value or 0) * TENTHS),
            detail=f"{grouped(figures[code].numerator or 0)} / {grouped(figures[code].denominator or 0)} {_('đồng')}",
            subject=f"reporting.figure:{code}",
        )
        for code, sign in signed
    ]  # fmt: skip
