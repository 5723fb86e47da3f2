"""Reads law as of a day. Every question names its day; nothing here knows 'today'."""

from datetime import date, timedelta

from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.working_days import WorkingCalendar
from khuyencong.registry.models import (
    AdjustmentAuthority,
    AdvanceKind,
    ChecklistItem,
    NormValue,
    ProcedureStep,
    SpecialDay,
)
from khuyencong.registry.states import Counting, DayKind


def norm(code: str, *, on: date, area: str = "") -> NormValue:
    """The value of a norm in force on a day: the only way to read a legal number.

    Raises NormValue.DoesNotExist when nothing was in force, so that a missing rule is never taken for zero.
    """
    return NormValue.objects.filter(holds_on(on), norm__code=code, area=area).select_related("source", "norm").get()


def day_of_year(code: str, *, year: int, on: date) -> date:
    """A norm written 'dd/mm' as a date of ``year``."""
    day, month = norm(code, on=on).value.split("/")
    return date(year, int(month), int(day))


def calendar_of(first: date, last: date) -> WorkingCalendar:
    """The working calendar from ``first`` to ``last``, both included, in one query.

    Ask wider than the days to be counted: outside, every weekday counts as worked.
    """
    rows = list(SpecialDay.objects.filter(day__gte=first, day__lte=last).values_list("day", "kind"))
    return WorkingCalendar(
        off=frozenset(day for day, kind in rows if kind == DayKind.OFF),
        work=frozenset(day for day, kind in rows if kind == DayKind.WORK),
    )


def checklist_of(step: str, kind: str, on: date) -> list[ChecklistItem]:
    """Papers a dossier of ``step`` holds for a kind of advance on a day, in order.

    The items of every kind ('') come along; where the kind has its own row for the same paper, that row stands.
    """
    rows = ChecklistItem.objects.filter(holds_on(on), step=step, kind__in={"", kind}).select_related("source")
    by_code: dict[str, ChecklistItem] = {}
    for row in sorted(rows, key=lambda row: row.kind != ""):
        by_code[row.code] = row
    return sorted(by_code.values(), key=lambda row: (row.position, row.code))


def advance_kinds_for(activity_code: str) -> list[AdvanceKind]:
    """The kinds of advance offered for an activity group (ND1…ND9), in order."""
    return [row for row in AdvanceKind.objects.order_by("position") if activity_code in row.activities]


def authority_of(change: str, project_kind: str, on: date) -> AdjustmentAuthority:
    """Who decides a change to a project of a kind on a day (36/2013/TT-BCT, Article 11); the kind's own row wins.

    Raises AdjustmentAuthority.DoesNotExist when nothing was in force, so that a missing rule never lets anyone decide.
    """
    rows = AdjustmentAuthority.objects.filter(holds_on(on), change=change, project_kind__in={"", project_kind})
    found = sorted(rows.select_related("source"), key=lambda row: row.project_kind == "")
    if not found:
        raise AdjustmentAuthority.DoesNotExist(f"{change} / {project_kind} / {on}")
    return found[0]


def procedure_on(procedure: str, on: date) -> list[ProcedureStep]:
    """The steps of a procedure as they stood on a day, in order; empty when nothing was in force."""
    rows = ProcedureStep.objects.filter(holds_on(on), procedure=procedure)
    return list(rows.select_related("source").order_by("position"))


def due_by(step: ProcedureStep | None, since: date | None, calendar: WorkingCalendar | None = None) -> date | None:
    """The last day of a step counted from ``since``; None while either is unknown.

    Calendar days that end on a day not worked run to the next worked day (91/2015/QH13, Điều 148.5). Lists pass a
    ``calendar`` wide enough for all their rows, so that no row asks for its own.
    """
    if step is None or step.days is None or since is None:
        return None
    calendar = calendar or calendar_of(since - timedelta(days=60), since + timedelta(days=abs(step.days) * 2 + 60))
    if step.counting == Counting.WORKING:
        return calendar.add(since, step.days)
    last = since + timedelta(days=step.days)
    return calendar.next_working(last) if step.days > 0 else calendar.last_working_before_or_on(last)
