"""When the desk that holds a dossier must have moved it on: dated law, in working days of the official calendar."""

from datetime import date, timedelta

from khuyencong.programme.models import Dossier
from khuyencong.programme.states import DossierKind, DossierState
from khuyencong.programme.transitions import machine_of
from khuyencong.registry.models import NormValue
from khuyencong.registry.queries import calendar_of, day_of_year, norm


def due_after(dossier: Dossier, on: date) -> date | None:
    """The deadline at the desk the dossier has just come to; None when no dated duty stands."""
    if not dossier.desk:
        return None
    if dossier.state in (DossierState.DRAFT, DossierState.RETURNED):
        return dossier.due_on if dossier.due_on and dossier.due_on >= on else own_deadline(dossier, on)
    code = machine_of(dossier.kind).deadline_of(dossier.state)
    return in_working_days(code, on) if code else None


def own_deadline(dossier: Dossier, on: date) -> date | None:
    """The day the law sets for preparing this kind of dossier, if it sets one."""
    if dossier.kind == DossierKind.PROGRESS and dossier.month:
        return dossier.month.replace(day=int(norm("progress.monthly", on=on).value))
    if dossier.kind == DossierKind.LIQUIDATION:
        return day_of_year("settlement.last_day", year=dossier.project.year + 1, on=on)
    return None


def in_working_days(code: str, on: date) -> date | None:
    """``on`` plus the norm's number of working days; None when no such norm was in force."""
    try:
        days = int(norm(code, on=on).value)
    except NormValue.DoesNotExist:
        return None
    return calendar_of(on, on + timedelta(days=days * 2 + 20)).add(on, days)
