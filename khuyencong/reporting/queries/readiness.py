"""Whether figures can be trusted before freezing, and what has changed since a report was frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from khuyencong.programme.models import Project
from khuyencong.reporting.models import Edition
from khuyencong.reporting.queries.departed import TENTHS
from khuyencong.reporting.queries.openings import rows_of_each
from khuyencong.reporting.states import Figure


@dataclass(frozen=True)
class Change:
    """A figure then and now. Money in đồng, shares in percent."""

    then: Figure
    now: Figure


def adds_up(figure: Figure, amounts: Iterable[int]) -> bool:
    """The rows of a figure add up to it exactly (a share: to its numerator; points: rows are tenths of them)."""
    stated = figure.numerator if figure.unit == "percent" else figure.value
    if figure.unit == "points" and stated is not None:
        stated *= TENTHS
    return stated is not None and sum(amounts) == stated


def not_opening(figures: Mapping[str, Figure], rows: QuerySet[Project], year: int, day: date) -> list[Figure]:
    """Figures whose rows do not add up to them; empty when every figure opens."""
    return [
        figures[code]
        for code, found in rows_of_each(figures, rows, year, day)
        if not adds_up(figures[code], (row.amount for row in found))
    ]


def same_day_last_year(day: date) -> date:
    """30/06/2024 -> 30/06/2023; the 29th of February becomes the 28th."""
    return day.replace(year=day.year - 1, day=28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year - 1)


def frozen_figure(stored: Mapping[str, Any]) -> Figure:
    """A frozen figure; its label, frozen in Vietnamese, is said in the reader's language."""
    value, label = stored["value"], stored["label"]
    exact = Decimal(value) if stored["unit"] in ("percent", "points") and value is not None else value
    return Figure(**{**stored, "value": exact, "label": gettext(label)})


def edition_figures(edition: Edition) -> dict[str, Figure]:
    """The frozen figures by code."""
    return {code: frozen_figure(stored) for code, stored in edition.content["figures"].items()}


def changes_since(edition: Edition, figures: Mapping[str, Figure]) -> list[Change]:
    """Frozen figures that differ from ``figures`` measured today for the same day."""
    frozen = edition_figures(edition)
    return [
        Change(then, figures[code])
        for code, then in frozen.items()
        if code in figures and figures[code].value != then.value
    ]
