"""Figures of the half-year report as cells of a sentence."""

from datetime import date
from decimal import Decimal

from khuyencong.kernel.money import in_unit
from khuyencong.kernel.papers import Cell
from khuyencong.reporting.printouts.six_month.measuring import NO_DATA, SixMonth
from khuyencong.reporting.queries import FIGURES, cell_unit
from khuyencong.reporting.queries.departed import DEPARTED
from khuyencong.reporting.rules import money_said, more_than_said, points_said, share_said
from khuyencong.reporting.states import Figure


def named(code: str) -> str:
    """The whole code of a figure: 'planned' is 'programme.planned'."""
    return code if "." in code else f"programme.{code}"


def cell(report: SixMonth, code: str, shown: str) -> Cell:
    figure = report.figures[named(code)]
    return Cell(
        value=figure.value, unit=cell_unit(figure.code), shown=shown, figure=figure.code,
        params=params_of(report), numerator=figure.numerator, denominator=figure.denominator,
        label=str(FIGURES[figure.code][1]), confirmed=figure.code != DEPARTED or _sure(report),
    )  # fmt: skip


def _sure(report: SixMonth) -> bool:
    """Who departed is known from its sources."""
    return report.departure is None or report.departure.confirmed


def params_of(report: SixMonth) -> dict[str, str]:
    """The year and the day by which the doors open a figure of the report."""
    return {"year": str(report.asked.year), "as_of": report.asked.as_of.isoformat()}


def number(report: SixMonth, code: str) -> int:
    return int(report.figures[named(code)].value or 0)


def count(report: SixMonth, code: str) -> Cell:
    value = number(report, code)
    return cell(report, code, f"{value:02d}" if value < 10 else f"{value}")


def money(report: SixMonth, code: str) -> Cell:
    return cell(report, code, money_said(number(report, code)))


def rate(report: SixMonth) -> Cell:
    return cell(report, "allocation_rate", share_said(number(report, "allocated"), number(report, "planned")))


def more_than(report: SixMonth, code: str) -> Cell:
    """'hơn 20' where the number is not round; the exact number opens."""
    return cell(report, code, more_than_said(number(report, code)))


def document_day(day: date) -> str:
    """'30/6/2024', as papers write it in a sentence."""
    return f"{day.day}/{day.month}/{day.year}"


def shown(figure: Figure) -> str:
    """A figure by itself."""
    if figure.value is None:
        return NO_DATA
    if figure.unit == "VND":
        return f"{in_unit(int(figure.value), 'đồng')} đồng"
    if figure.unit == "points":
        return points_said(Decimal(figure.value))
    return share_said(figure.numerator or 0, figure.denominator or 0) if figure.unit == "percent" else str(figure.value)
