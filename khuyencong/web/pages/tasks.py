"""Việc của tôi: what waits for the person by deadline, each with its one next button; a head sees the unit's."""

from django.http import HttpResponse
from django.shortcuts import render

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.permissions import desks_of
from khuyencong.registry.models import Change
from khuyencong.reporting.queries import Matter, matters_held
from khuyencong.web.pages.changes.words import sides_of
from khuyencong.web.request import Request
from khuyencong.web.waiting import changes_to_apply, choices_waiting, line_of, tasks_of


def tasks(request: Request) -> HttpResponse:
    """The whole list, and for those who record letters what waits at other bodies."""
    view, verbs = (
        request.GET.get("xem", ""),
        {
            "don-vi": Permission.SEE_UNIT_TASKS,
            "thu": Permission.RECORD_ON_BEHALF,
            "chua-lap": Permission.CHECK,
        },
    )
    views = [name for name, verb in verbs.items() if may(request.standing, verb)]
    view = view if view in views else ""
    found = tasks_of(request, view)
    context = {
        "tasks": [line_of(task, request) for task in found],
        "late": sum(task.lateness(request.today) == "late" for task in found),
        "view": view,
        "views": views,
        "changes": changes_to_apply(request) if not view else 0,
        "choices": _choices(request) if not view else [],
        "matters": _matters(request) if not view else [],
    }
    return render(request, "tasks/list.html", context)


def _choices(request: Request) -> list[tuple[Change, str, int]]:
    """Applied changes with what they say and how many files wait for a choice by hand, as on the day of the page."""
    found = choices_waiting(request)
    sides = sides_of(list(found)) if found else {}
    return [(change, sides[change.pk].said, count) for change, count in found.items()]


def _matters(request: Request) -> list[Matter]:
    """What of the office's own work waits for the person, or at a desk of drafts they sit at."""
    if request.is_past or not may(request.standing, Permission.SEE_OFFICE):
        return []
    return matters_held(request.today, request.user.pk, desks_of(request.standing))
