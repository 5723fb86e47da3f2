"""What the first page says: the figures of a year as of a day, beside last year's same day. Reads through queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from khuyencong.kernel.money import in_unit
from khuyencong.programme.models import AnnualPlan, Tally
from khuyencong.programme.queries import Cell, Share, Totals, months_of, plan_of, shares_of_places, totals_of
from khuyencong.registry.queries import on_map_of, provinces_on
from khuyencong.web.charts.choropleth import Choropleth, Part, draw
from khuyencong.web.charts.line import Frame, Series, frames
from khuyencong.web.charts.province_map import NEW_MAP_FROM, outlines_on
from khuyencong.web.links import address
from khuyencong.web.request import Request


@dataclass(frozen=True)
class PlaceShare:
    """A province's line: its code and name on the map asked for, its share, and the pages its figures open."""

    code: str
    name: str
    share: Share
    url: str
    planned: str
    allocated: str


@dataclass(frozen=True)
class Trend:
    """The year's curve with the sentence that is its title."""

    title: str
    frames: tuple[Frame, Frame]
    has_before: bool


def same_day(day: date, year: int) -> date:
    """The same day of another year; 29 February becomes 28."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def of_year_passed(year: int, day: date) -> tuple[int, int]:
    """Days of the year gone by ``day``, and days in the year: the calendar's share."""
    first, after = date(year, 1, 1), date(year + 1, 1, 1)
    return min(max((day - first).days + 1, 0), (after - first).days), (after - first).days


def year_before(tallies: QuerySet[Tally], plan: AnnualPlan, day: date) -> Totals | None:
    """The totals of last year's plan at the same distance, when that year stands in the system."""
    if plan_of(plan.year - 1) is None:
        return None
    return totals_of(tallies, plan.year - 1, same_day(day, day.year - 1))


def places_of(request: Request, found: Sequence[Cell], map_day: date) -> list[PlaceShare]:
    """Every province of the map of ``map_day`` that has projects among the cells, in Vietnamese order."""
    merged = on_map_of(map_day) if map_day >= NEW_MAP_FROM else {}
    shares = shares_of_places(found, merged)
    lines = []
    for place in provinces_on(map_day):
        if share := shares.get(place.code):
            part = {"place": place.pk, "map_of": "now" if merged else ""}
            lines.append(
                PlaceShare(
                    code=place.code,
                    name=place.name,
                    share=share,
                    url=address(request, "projects", dia_phuong=place.pk),
                    planned=address(request, "figure", "programme.planned", **part),
                    allocated=address(request, "figure", "programme.allocated", **part),
                )
            )
    return lines


def map_of(places: list[PlaceShare], day: date) -> Choropleth:
    """The map in force on the day."""
    parts = {
        item.code: Part(item.share.projects, item.share.planned, item.share.allocated, item.url) for item in places
    }
    return draw(outlines_on(day), parts)


def trend_of(
    tallies: QuerySet[Tally], year: int, day: date, planned: int, before: Totals | None, width: int
) -> Trend | None:
    """Cumulative allocation by month against last year (``before``: on the same day) and the plan."""
    months = months_of(tallies, year, day)
    if not months:
        return None
    whole = months_of(tallies, year - 1, date(year - 1, 12, 31)) if before else []
    last = Series(str(year - 1), tuple(whole)) if any(whole) else None
    now = Series(str(year), tuple(months))
    reached = before.allocated if before and last else None
    return Trend(_trend_title(year, months[-1], planned, reached), frames(now, last, planned, width), last is not None)


def _trend_title(year: int, reached: int, planned: int, before: int | None) -> str:
    if before is None:
        return _("Đã phân bổ lũy kế {done} trong {whole} tỷ đồng kế hoạch").format(
            done=in_unit(reached, "tỷ đồng", 1), whole=in_unit(planned, "tỷ đồng", 1)
        )
    gap = in_unit(abs(reached - before), "tỷ đồng", 1)
    if reached == before:
        return _("Phân bổ lũy kế bằng cùng kỳ năm {year}").format(year=year - 1)
    if reached < before:
        return _("Phân bổ lũy kế thấp hơn cùng kỳ năm {year} {gap} tỷ đồng").format(year=year - 1, gap=gap)
    return _("Phân bổ lũy kế cao hơn cùng kỳ năm {year} {gap} tỷ đồng").format(year=year - 1, gap=gap)
