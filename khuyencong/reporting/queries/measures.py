"""The figures a report may use, each with its code, unit and meaning, measured from rows as of a day."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.money import percent
from khuyencong.programme.models import AnnualPlan, Project
from khuyencong.programme.queries import Totals, totals
from khuyencong.reporting.states import Figure, FigureUnit

FIGURES: dict[str, tuple[FigureUnit, object]] = {
    "programme.planned": ("VND", _("Kinh phí kế hoạch được phê duyệt")),
    "programme.projects": ("count", _("Số đề án, nhiệm vụ trong kế hoạch")),
    "programme.localities": ("count", _("Số địa phương có đề án trong kế hoạch")),
    "programme.units": ("count", _("Số đơn vị có đề án trong kế hoạch")),
    "programme.agency_tasks": ("count", _("Số nhiệm vụ do Cục thực hiện")),
    "programme.allocated": ("VND", _("Kinh phí đã phân bổ cho đề án theo quyết định của Cục")),
    "programme.allocation_rate": ("percent", _("Tỷ lệ phân bổ so với kế hoạch")),
}


def in_effect(year: int, day: date) -> bool:
    """A plan of the year had taken effect by the day."""
    return AnnualPlan.objects.filter(year=year, effective_on__lte=day).exists()


def _measured(code: str, found: Totals) -> Figure:
    unit, label = FIGURES[code]
    if code == "programme.allocation_rate":
        value = percent(found.allocated, found.planned)
        return Figure(code, str(label), unit, value, found.allocated, found.planned)
    return Figure(code, str(label), unit, getattr(found, code.partition(".")[2]))


def figures_of(rows: QuerySet[Project], year: int, day: date) -> dict[str, Figure]:
    """Every figure of the year as of the day; all are None before the plan takes effect."""
    if not in_effect(year, day):
        return {code: Figure(code, str(label), unit, None) for code, (unit, label) in FIGURES.items()}
    found = totals(rows, year, day)
    return {code: _measured(code, found) for code in FIGURES}


def figure_of(code: str, rows: QuerySet[Project], year: int, day: date) -> Figure:
    """One figure of the year as of the day. Raises KeyError for an unknown code."""
    FIGURES[code]
    return figures_of(rows, year, day)[code]
