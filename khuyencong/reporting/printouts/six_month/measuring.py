"""Measures everything the half-year report is written from, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from khuyencong.kernel.periods import short_date
from khuyencong.ledger.queries import assigned_by
from khuyencong.programme.models import AnnualPlan, Obstacle, Project
from khuyencong.programme.queries import Waiting, completeness, plan_of, waiting_localities
from khuyencong.programme.queries.obstacles import ObstacleGroup, obstacle_groups, obstacles_of_year
from khuyencong.registry.queries import day_of_year
from khuyencong.reporting.models import Estimate
from khuyencong.reporting.queries import (
    OFFICE,
    assessments_of,
    estimates_of,
    figures_of,
    half_before,
    in_effect,
    kinds_recorded,
    office_figure,
    same_day_last_year,
)
from khuyencong.reporting.queries.departed import system_figures
from khuyencong.reporting.queries.system import Departure, departure
from khuyencong.reporting.states import Asked, Figure

OFFICIAL = "vi"  # the language of papers
CODE = "six-month"
TITLE = "Công tác khuyến công 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm"
LEGAL_BASIS = "NĐ 09/2019/NĐ-CP; Điều 23 TT 36/2013/TT-BCT"
CLOSING_DAY = "report.six_month.closing_day"
DEMO_BANNER = "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC"
NO_DATA = "chưa có dữ liệu"
# Where a person may add words of their own: section -> its heading.
SECTIONS = {
    "plan": "Kế hoạch và kinh phí",
    "gatherings": "Hội nghị, hội chợ, bình chọn sản phẩm",
    "clusters": "Kiểm tra, quản lý cụm công nghiệp",
    "tasks": "Công tác khác",
    "difficulties": "Khó khăn, vướng mắc",
    "next": "Nhiệm vụ 6 tháng cuối năm",
}


@dataclass(frozen=True)
class SixMonth:
    """Everything the paper is written from, measured once."""

    asked: Asked
    plan: AnnualPlan
    figures: dict[str, Figure]
    waiting: list[Waiting]
    assigned: int | None
    notes: tuple[str, ...]
    obstacles: tuple[ObstacleGroup, ...] = ()
    assessments: Mapping[str, str] = field(default_factory=dict)
    estimates: tuple[Estimate, ...] = ()
    before: Mapping[str, Figure] = field(default_factory=dict)
    half_before: Mapping[str, Figure] = field(default_factory=dict)
    departure: Departure | None = None


def closing_day(year: int) -> date:
    """The closing day of the report's regime in force in the year (dated data)."""
    return day_of_year(CLOSING_DAY, year=year, on=date(year, 6, 30))


def notes_of(plan: AnnualPlan, as_of: date) -> tuple[str, ...]:
    """What a reader must know before trusting the figures."""
    notes = []
    if not plan.date_is_known:
        notes.append(
            _("Chưa rõ ngày của quyết định phê duyệt kế hoạch; số kế hoạch tính từ {day}.").format(
                day=short_date(plan.effective_on)
            )
        )
    if plan.effective_on > as_of:
        notes.append(_("Đến {day} kế hoạch chưa có hiệu lực.").format(day=short_date(as_of)))
    state = completeness(plan.year)
    if not state.complete:
        notes.append(
            _("Kế hoạch chưa nhập đủ {recorded}/{printed}; còn {doubtful} dòng cần xem.").format(
                recorded=state.recorded, printed=state.printed, doubtful=state.doubtful
            )
        )
    if plan.accepted_reason:
        notes.append(_("Tổng ghi trên văn bản lệch tổng các dòng, đã chấp nhận: {reason}").format(
            reason=plan.accepted_reason
        ))  # fmt: skip
    return tuple(notes)


def measure(rows: QuerySet[Project], asked: Asked) -> SixMonth:
    """Measure the report. Raises AnnualPlan.DoesNotExist when the year has no plan."""
    plan = plan_of(asked.year)
    if plan is None:
        raise AnnualPlan.DoesNotExist(asked.year)
    left = departure(asked.year, asked.as_of)
    figures = figures_of(rows, asked.year, asked.as_of)
    if in_effect(asked.year, asked.as_of):
        figures |= system_figures(left)
    return SixMonth(
        asked=asked,
        plan=plan,
        figures=figures,
        waiting=waiting_localities(rows, asked.year, asked.as_of),
        assigned=assigned_by(asked.year, asked.as_of),
        notes=notes_of(plan, asked.as_of),
        obstacles=tuple(obstacle_groups(obstacles_of_year(Obstacle.objects.all(), asked.year, asked.as_of))),
        assessments={key: row.text for key, row in assessments_of(CODE, asked.year).items() if row.text},
        estimates=tuple(estimates_of(CODE, asked.year, asked.as_of).values()),
        before=_before(rows, asked, figures),
        half_before=_half_before(asked, figures),
        departure=left,
    )


def _before(rows: QuerySet[Project], asked: Asked, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The same figures on the same day of the year before, where that year has them."""
    then = figures_of(rows, asked.year - 1, same_day_last_year(asked.as_of))
    return {code: then[code] for code in figures if code in then and then[code].value is not None}


def _half_before(asked: Asked, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Figures of the office counted over the half-year before; money of a year's plan has no such period."""
    span = half_before(asked.year)
    recorded = kinds_recorded(span.last)
    codes = [code for code in OFFICE if code in figures and code.partition(".")[0] in recorded]
    return {code: office_figure(code, span) for code in codes}
