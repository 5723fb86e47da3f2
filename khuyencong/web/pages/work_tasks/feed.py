"""A person's own calendar feed: tasks, milestones and petitions due, under an address only that person knows."""

from secrets import compare_digest
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import may, standing_of
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.writers.ics import DayEvent, calendar_text
from khuyencong.oversight.actions.tasks import give_calendar_key, hashed_key
from khuyencong.oversight.queries.petitions import petitions_open
from khuyencong.oversight.queries.tasks import milestones_of_lead, tasks_open
from khuyencong.web.request import Request

OFFICIAL = "vi"
HOST = "khuyencong"  # ends every UID (RFC 5545, 3.8.4.7); the same on every address of the system


def give_key(request: Request) -> HttpResponse:
    """Make (or renew) the person's address and show it once."""
    key = give_calendar_key(by=request.user, user=request.user)
    address = request.build_absolute_uri(reverse("work-task-feed", args=[key]))
    answer = render(request, "work_tasks/calendar.html", {"address": address})
    answer["Cache-Control"] = "no-store"
    return answer


def feed(request: Request, key: str) -> HttpResponse:
    """The calendar of whoever holds the key; not found for any other key, or a person who left the office."""
    user = _holder(key)
    if user is None:
        raise Http404
    with override(OFFICIAL):
        text = calendar_text(_("Khuyến Công: việc của tôi"), _events(request, user), at=timezone.now())
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="khuyen-cong.ics"'
    answer["Cache-Control"] = "private, no-store"
    return answer


def _holder(key: str) -> User | None:
    """Only hashes are compared: how long it takes says nothing of the key."""
    hashed = hashed_key(key)
    user = User.objects.filter(calendar_key=hashed, is_active=True).first()
    if user is None or not compare_digest(user.calendar_key, hashed):
        return None
    return user if may(standing_of(user, timezone.localdate()), Permission.SEE_OFFICE) else None


def _events(request: Request, user: User) -> list[DayEvent]:
    """Open tasks, their milestones and petitions of the person that have a day; no name of a sender leaves here."""
    today, events = timezone.localdate(), []

    def at(name: str, pk: int) -> Any:
        return request.build_absolute_uri(reverse(name, args=[pk]))

    for task in tasks_open(today).filter(lead=user, due_on__isnull=False):
        said = " · ".join(filter(None, (str(task.get_field_display()), task.output)))
        title = _("Hạn nhiệm vụ: {title}").format(title=task.title)
        events.append(DayEvent(f"work-task-{task.pk}@{HOST}", task.due_on, title, said, at("work-task", task.pk)))  # type: ignore[arg-type]
    for mark in milestones_of_lead(user.pk, today):
        title = _("Mốc: {title}").format(title=mark.title)
        url = at("work-task", mark.task_id)
        events.append(DayEvent(f"milestone-{mark.pk}@{HOST}", mark.due_on, title, mark.task.title, url))
    for row in petitions_open(today).filter(handler=user, due_on__isnull=False):
        title = _("Hạn trả lời kiến nghị: {topic}").format(topic=row.get_topic_display())
        url = at("petition", row.pk)
        events.append(DayEvent(f"petition-{row.pk}@{HOST}", row.due_on, title, "", url))  # type: ignore[arg-type]
    return events
