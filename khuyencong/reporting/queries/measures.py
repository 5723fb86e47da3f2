"""The figures a report may use, each with its code, unit and meaning, measured from rows as of a day."""

from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.money import percent
from khuyencong.kernel.papers import CellUnit
from khuyencong.programme.models import AnnualPlan, Obstacle, Project
from khuyencong.programme.queries import Totals, totals
from khuyencong.programme.queries.money import reached_later
from khuyencong.programme.queries.obstacles import counts_of, guided_places, obstacles_of_year
from khuyencong.reporting.queries.departed import SYSTEM, system_figure
from khuyencong.reporting.queries.office import OFFICE, office_figure_on, office_figures
from khuyencong.reporting.states import Figure, FigureUnit

FIGURES: dict[str, tuple[FigureUnit, object]] = {
    "programme.planned": ("VND", _("Kinh phí kế hoạch được phê duyệt")),
    "programme.projects": ("count", _("Số đề án, nhiệm vụ trong kế hoạch")),
    "programme.localities": ("count", _("Số địa phương có đề án trong kế hoạch")),
    "programme.units": ("count", _("Số đơn vị có đề án trong kế hoạch")),
    "programme.agency_tasks": ("count", _("Số nhiệm vụ do Cục thực hiện")),
    "programme.allocated": ("VND", _("Kinh phí đã phân bổ cho đề án theo quyết định của Cục")),
    "programme.allocation_rate": ("percent", _("Tỷ lệ phân bổ so với kế hoạch")),
    "programme.contracted": ("VND", _("Kinh phí đã có hợp đồng, giao nhiệm vụ")),
    "programme.disbursed": ("VND", _("Giải ngân qua Kho bạc: tạm ứng và thanh toán, trừ thu hồi trong năm")),
    "programme.advanced": ("VND", _("Kinh phí đã tạm ứng qua Kho bạc")),
    "programme.paid": ("VND", _("Kinh phí đã thanh toán qua Kho bạc")),
    "programme.accepted": ("VND", _("Giá trị đã nghiệm thu")),
    "programme.settled": ("VND", _("Kinh phí đã quyết toán")),
    "obstacles.raised": ("count", _("Số vướng mắc đã ghi nhận")),
    "obstacles.resolved": ("count", _("Số vướng mắc đã tháo gỡ")),
    "obstacles.guided_places": ("count", _("Số địa phương đã được hướng dẫn tháo gỡ vướng mắc")),
    **{code: ("count", label) for code, label in OFFICE.items()},
    **SYSTEM,
}
OBSTACLES = tuple(code for code in FIGURES if code.startswith("obstacles."))
LATER = tuple(f"programme.{name}" for name in ("contracted", "disbursed", "advanced", "paid", "accepted", "settled"))
PROGRAMME = tuple(code for code in FIGURES if code not in (*OBSTACLES, *LATER, *OFFICE, *SYSTEM))


def cell_unit(code: str) -> CellUnit:
    """The unit a figure is written in: points are a plain number."""
    unit = FIGURES[code][0]
    return "count" if unit == "points" else unit


def row_unit(code: str) -> FigureUnit:
    """The unit of the rows of a figure: a share is made of đồng."""
    unit = FIGURES[code][0]
    return "VND" if unit == "percent" else unit


def in_effect(year: int, day: date) -> bool:
    """A plan of the year had taken effect by the day."""
    return AnnualPlan.objects.filter(year=year, effective_on__lte=day).exists()


def _measured(code: str, found: Totals) -> Figure:
    unit, label = FIGURES[code]
    if code == "programme.allocation_rate":
        value = percent(found.allocated, found.planned)
        return Figure(code, str(label), unit, value, found.allocated, found.planned)
    return Figure(code, str(label), unit, getattr(found, code.partition(".")[2]))


def obstacles_counted(obstacles: QuerySet[Obstacle] | None, year: int, day: date) -> QuerySet[Obstacle]:
    """Obstacles a figure counts: those given (the whole nation's when none are), of the year, as they stood."""
    return obstacles_of_year(Obstacle.objects.all() if obstacles is None else obstacles, year, day)


def _of_obstacles(rows: QuerySet[Obstacle], day: date) -> dict[str, Figure]:
    found = counts_of(rows)
    values = (found.raised, found.resolved, guided_places(rows, day).count())
    return {
        code: Figure(code, str(FIGURES[code][1]), "count", value) for code, value in zip(OBSTACLES, values, strict=True)
    }


def _of_later(rows: QuerySet[Project], year: int, day: date) -> dict[str, Figure]:
    """Figures of contract to settlement; none while nothing of the year was contracted by the day."""
    of_year = rows.filter(year=year)
    if not reached_later(of_year, "contracted", day):
        return {}
    return {code: _later(code, of_year, day) for code in LATER}


def _later(code: str, rows: QuerySet[Project], day: date) -> Figure:
    return Figure(code, str(FIGURES[code][1]), "VND", reached_later(rows, code.partition(".")[2], day))


def figures_of(
    rows: QuerySet[Project], year: int, day: date, obstacles: QuerySet[Obstacle] | None = None
) -> dict[str, Figure]:
    """Every figure of the year as of the day; those of the plan are None before it takes effect.

    Figures of obstacles and of the office are there only when some were recorded. ``obstacles``: those the person may
    see; none given means the whole nation's, for papers, with the figures of the office. Those of the provinces that
    departed from the model are apart (``departed.system_figures``).
    """
    found = _of_plan(rows, year, day, effective=in_effect(year, day)) | _of_later(rows, year, day)
    counted = obstacles_counted(obstacles, year, day)
    if counted.exists():
        found |= _of_obstacles(counted, day)
    if obstacles is not None:
        return found
    return found | office_figures(year, day)


def _of_plan(rows: QuerySet[Project], year: int, day: date, *, effective: bool) -> dict[str, Figure]:
    if not effective:
        return {code: Figure(code, str(FIGURES[code][1]), FIGURES[code][0], None) for code in PROGRAMME}
    whole = totals(rows, year, day)
    return {code: _measured(code, whole) for code in PROGRAMME}


def figure_of(
    code: str, rows: QuerySet[Project], year: int, day: date, obstacles: QuerySet[Obstacle] | None = None
) -> Figure:
    """One figure of the year as of the day. Raises KeyError for an unknown code."""
    FIGURES[code]
    if code in OBSTACLES:
        return _of_obstacles(obstacles_counted(obstacles, year, day), day)[code]
    if code in OFFICE:
        return office_figure_on(code, year, day)
    if code in SYSTEM:
        return system_figure(code, year, day)
    if code in LATER:
        return _later(code, rows.filter(year=year), day)
    return _of_plan(rows, year, day, effective=in_effect(year, day))[code]
