"""Reminds people by e-mail of what is late or due soon: one message a person a working day, through the outbox."""

from datetime import date

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of, visible_to
from khuyencong.kernel.periods import short_date
from khuyencong.programme.models import Dossier
from khuyencong.programme.permissions import at_my_desks
from khuyencong.programme.queries.waiting import Task, waiting
from khuyencong.records.actions import queue_message
from khuyencong.registry.queries import calendar_of


@transaction.atomic
def remind(*, on: date, site: str = "") -> int:
    """Queue the day's reminders; gives how many are new. Said twice on one day, nothing is queued again.

    No message on a day off. ``site`` is the address of the system, written before the dossier's own address.
    """
    if not calendar_of(on, on).is_working(on):
        return 0
    people = User.objects.filter(is_active=True).exclude(email="").order_by("pk")
    return sum(_remind(user, on, site) for user in people)


def _remind(user: User, on: date, site: str) -> int:
    standing = standing_of(user, on)
    if not standing.assignments:
        return 0
    found = waiting(visible_to(standing, Dossier.objects.all()), at_my_desks(standing), on)
    urgent = [task for task in found if task.lateness(on)]
    if not urgent:
        return 0
    with translation.override(user.language or "vi"):
        count = len(urgent)
        subject = ngettext("Khuyến Công: {count} việc cần xử lý", "Khuyến Công: {count} việc cần xử lý", count)
        lines = [_line(task, on, site) for task in urgent]
        body = "\n".join([_("Đến ngày {day}:").format(day=short_date(on)), "", *lines, "", _foot()])
        made = queue_message(key=f"reminder:{user.pk}:{on}", address=user.email, subject=subject.format(count=count),
                             body=body)  # fmt: skip
    return int(made is not None)


def _line(task: Task, on: date, site: str) -> str:
    """One task; the project's code and the kind of dossier, no names of persons or amounts."""
    if task.dossier is None or task.due_on is None:
        return f"- {task.project.code}"
    words = _("quá hạn từ {day}") if task.lateness(on) == "late" else _("hạn {day}")
    due = words.format(day=short_date(task.due_on))
    return f"- {task.project.code}: {task.dossier.get_kind_display()}, {due}  {site}/ho-so/{task.dossier.pk}/"


def _foot() -> str:
    return _("Thư nhắc tự động, mỗi ngày làm việc một thư; không trả lời thư này.")
