"""Việc của tôi: what waits for the person by deadline, each with its one next button; a head sees the unit's."""

from django.http import HttpResponse
from django.shortcuts import render

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.web.request import Request
from khuyencong.web.waiting import line_of, tasks_of


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
    }
    return render(request, "tasks/list.html", context)
