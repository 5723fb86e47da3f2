"""The plan of a year and whether its papers have been recorded whole."""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Sum

from khuyencong.programme.models import AnnualPlan, Tally
from khuyencong.records.models import ImportRow, ImportRun
from khuyencong.records.states import ImportState, RowState


@dataclass(frozen=True)
class Completeness:
    """How much of a year's issued papers stands in the system. ``printed`` and ``recorded`` count the plan's rows."""

    year: int
    printed: int
    doubtful: int
    incomplete_runs: tuple[ImportRun, ...]

    @cached_property
    def recorded(self) -> int:
        """Counted only when asked: every page needs the rest."""
        return int(Tally.objects.filter(year=self.year).aggregate(rows=Sum("projects"))["rows"] or 0)

    @property
    def complete(self) -> bool:
        return not self.incomplete_runs


def years() -> list[int]:
    """Years that have a plan, newest first."""
    return list(AnnualPlan.objects.order_by("-year").values_list("year", flat=True))


def plan_of(year: int) -> AnnualPlan | None:
    """The plan of a year with its decision."""
    return AnnualPlan.objects.select_related("document", "run").filter(year=year).first()


def completeness(year: int) -> Completeness:
    """What of the year's plan and allocations still waits for a person."""
    plan = AnnualPlan.objects.filter(year=year).first()
    runs = tuple(ImportRun.objects.filter(year=year, state=ImportState.INCOMPLETE).order_by("id"))
    waiting = ImportRow.objects.filter(run__in=runs, state=RowState.DOUBTFUL)
    return Completeness(
        year=year,
        printed=plan.rows_printed if plan else 0,
        doubtful=waiting.count() if runs else 0,
        incomplete_runs=runs,
    )
