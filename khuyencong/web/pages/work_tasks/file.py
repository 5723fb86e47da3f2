"""One task: what, who, with whom, its milestones, what was done, what may be done now."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Refused
from khuyencong.oversight.actions.tasks import reach_milestone
from khuyencong.oversight.models import WorkTask
from khuyencong.oversight.queries.tasks import OPEN, names_for, partner_names, tasks_on, with_partners
from khuyencong.oversight.states import TaskState
from khuyencong.oversight.transitions.tasks import TASK
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.office_reach import work_tasks_within
from khuyencong.web.pages.work_tasks.stepping import BY_FORM, asked_of, form_sent, stepped
from khuyencong.web.pages.work_tasks.words import Half, due_badge, state_badge
from khuyencong.web.refusals import tell
from khuyencong.web.request import Request
from khuyencong.web.steps import offers_of, scans_of, step_taken, trail_of


def work_task(request: Request, pk: int) -> HttpResponse:
    """One task as it stood on the day."""
    return _shown(request, _found(request, pk), None)


def _found(request: Request, pk: int) -> Any:
    rows = with_partners(tasks_on(work_tasks_within(request), request.day))
    return get_object_or_404(rows.select_related("lead", "division", "output_paper", "carried_from"), pk=pk)


def _shown(request: Request, row: Any, sent: StepForm | None) -> HttpResponse:
    names = names_for([row], request.day)
    day, done = request.day, row.stood == TaskState.DONE
    follower = WorkTask.objects.filter(carried_from=row, in_programme_on__lte=day).first()
    opened = row.stood in OPEN
    context = {
        "task": row, "half": Half(row.year, row.half), "state": state_badge(row.stood), "due": due_badge(row, day),
        "division": names.get(row.division_id or 0, ""), "partners": partner_names(row, names), "done": done,
        "milestones": [(one, one.done_on if one.done_on and one.done_on <= day else None)
                       for one in row.milestones.all()],
        "files": scans_of([row.output_paper] if done and row.output_paper else []), "follower": follower,
        "may_reach": opened and not request.is_past and may(request.standing, Permission.HANDLE_OFFICE),
        "trail": trail_of(row, TASK, day), "begun": _("Vào chương trình công tác"),
        "offers": [] if request.is_past else offers_of(
            request, row, TASK, lambda name: reverse("work-task-step", args=[row.pk, name]), sent=sent, ask=asked_of,
            hidden=("reach",),
        ),
    }  # fmt: skip
    return render(request, "work_tasks/task.html", context, status=422 if sent else 200)


def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Take one step of a task."""
    if name not in BY_FORM:
        raise Http404
    row, form = _found(request, pk), form_sent(request, name)
    return step_taken(
        request, form, TASK.named(name).title,
        lambda: reverse("work-task", args=[stepped(request, row, name, form).pk]),
        lambda: _shown(request, _found(request, pk), form),
    )  # fmt: skip


def reach(request: Request, pk: int, milestone: int) -> HttpResponse:
    """Say that a milestone was reached today."""
    row = _found(request, pk)
    mark = get_object_or_404(row.milestones, pk=milestone)
    try:
        reach_milestone(by=request.user, today=request.today, milestone=mark, on=request.today)
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("Đã ghi mốc “{title}”.").format(title=mark.title))
    return HttpResponseRedirect(reverse("work-task", args=[pk]))
