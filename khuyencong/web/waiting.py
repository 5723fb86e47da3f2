"""What waits for the person of a request, as the list, the card of the first page and the navigation show it."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.programme.permissions import at_my_desks, of_my_unit, with_letters
from khuyencong.programme.queries.waiting import (
    Task,
    contracts_to_write,
    count_late,
    count_waiting,
    liquidations_to_write,
    ordered,
    reports_to_write,
    waiting,
)
from khuyencong.programme.states import DossierKind, DossierState
from khuyencong.programme.transitions import machine_of
from khuyencong.registry.models import Change
from khuyencong.registry.queries import changes_leaving, files_of, files_waiting
from khuyencong.registry.states import ChangeState
from khuyencong.web.reach import dossiers_within, projects_of
from khuyencong.web.request import Request

SHOWN = 7


@dataclass(frozen=True)
class Line:
    """A task as the list writes it: words, lateness, and the one button."""

    task: Task
    title: str
    detail: str
    tone: str
    days: int | None
    action: str


def tasks_of(request: Request, view: str = "") -> list[Task]:
    """Every task of the person; views: 'thu' waits for letters, 'don-vi' the whole unit's, 'chua-lap' contracts."""
    if not may(request.standing, Permission.SEE_PROGRAMME) or request.is_past:
        return []
    dossiers, day = dossiers_within(request), request.today
    projects = projects_of(request)
    if view == "thu":
        return waiting(dossiers, with_letters(), day)
    if view == "don-vi":
        return waiting(dossiers, of_my_unit(request.standing), day)
    if view == "chua-lap":
        return contracts_to_write(projects, request.year)
    return ordered(waiting(dossiers, at_my_desks(request.standing), day) + _duties(request))


def _duties(request: Request) -> list[Task]:
    """Duties of the law for which nobody has begun a dossier; asked once a request."""
    kept: list[Task] | None = getattr(request, "duties", None)
    if kept is None:
        projects, kept = projects_of(request), []
        if may(request.standing, Permission.PREPARE):
            kept += reports_to_write(projects, request.today)
        if may(request.standing, Permission.CHECK):
            kept += liquidations_to_write(projects, request.today)
        request.duties = kept  # type: ignore[attr-defined]
    return kept


def line_of(task: Task, request: Request) -> Line:
    """The words of a task."""
    kind = DossierKind(task.kind).label
    days = (task.due_on - request.today).days if task.due_on else None
    if task.dossier is None:
        return Line(task, _("Lập: {kind}").format(kind=kind), "", task.lateness(request.today), days, _("Mở đề án"))
    row = task.dossier
    steps = [one for one in machine_of(row.kind).leaving(row.state) if not one.back and one.desk == row.desk]
    action = str(steps[0].title) if steps else _("Mở hồ sơ")
    state = DossierState(row.state).label
    return Line(task, str(kind), str(state), task.lateness(request.today), days, action)


def card_of(request: Request) -> dict[str, Any]:
    """The card of the first page: the most urgent few; how many in all, how many late, how many files to give."""
    if request.is_past or not may(request.standing, Permission.SEE_PROGRAMME):
        return {"tasks": [], "task_count": 0, "task_late": 0, "task_choices": 0}
    rows, at, day = dossiers_within(request), at_my_desks(request.standing), request.today
    duties = _duties(request)
    first = ordered(waiting(rows, at, day, limit=SHOWN) + duties)[:SHOWN]
    return {
        "tasks": [line_of(task, request) for task in first],
        "task_count": count_of(request),
        "task_late": count_late(rows, at, day) + sum(task.lateness(day) == "late" for task in duties),
        "task_choices": sum(choices_waiting(request).values()),
    }


def count_of(request: Request) -> int:
    """How many tasks the person has, as the list shows them; asked once a request."""
    if request.is_past or not may(request.standing, Permission.SEE_PROGRAMME):
        return 0
    kept: int | None = getattr(request, "task_count", None)
    if kept is None:
        kept = count_waiting(dossiers_within(request), at_my_desks(request.standing), request.today)
        kept += len(_duties(request))
        request.task_count = kept  # type: ignore[attr-defined]
    return kept


def changes_to_apply(request: Request) -> int:
    """How many changes of places or bodies wait to be applied by such a person; asked once a request."""
    if request.is_past or not may(request.standing, Permission.APPLY_CHANGES):
        return 0
    kept: int | None = getattr(request, "change_count", None)
    if kept is None:
        kept = Change.objects.filter(state=ChangeState.ENTERED).count()
        request.change_count = kept  # type: ignore[attr-defined]
    return kept


def files_left(request: Request) -> dict[Change, int]:
    """Changes with how many files wait for a person to choose who goes on, on the day; asked once a request."""
    if not request.standing.sees_everything:
        return {}
    kept: dict[Change, int] | None = getattr(request, "files_left", None)
    if kept is None:
        changes = list(changes_leaving(request.day))
        found = files_waiting(changes, request.day) if changes else {}
        kept = {change: len(files_of(found[change.pk])) for change in changes if change.pk in found}
        request.files_left = kept  # type: ignore[attr-defined]
    return kept


def choices_waiting(request: Request) -> dict[Change, int]:
    """The same for those who choose; nothing for others."""
    return files_left(request) if may(request.standing, Permission.APPLY_CHANGES) else {}
