"""The end of a half: every unfinished task with a decision of its own – done, carried over, or given up."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.oversight.queries.tasks import (
    TaskFilter,
    counts_of,
    following,
    task_page,
    tasks_like,
    tasks_of_half,
    tasks_on,
)
from khuyencong.oversight.transitions.tasks import TASK
from khuyencong.records.transitions import Deed, choices
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.office_reach import work_tasks_within
from khuyencong.web.pages.work_tasks.stepping import ENDING, asked_of, form_sent, stepped
from khuyencong.web.pages.work_tasks.words import Half, due_badge, half_asked, half_options, state_badge
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request
from khuyencong.web.steps import Offer

SIZE = 30


def period_end(request: Request) -> HttpResponse:
    """Every unfinished task of the half, each with its three decisions."""
    return _shown(request, half_asked(request), 0, None)


def _shown(request: Request, half: Half, pk: int, sent: StepForm | None) -> HttpResponse:
    everything = tasks_of_half(work_tasks_within(request), half.year, half.half, request.day)
    waiting = tasks_like(everything, TaskFilter(state="open"), request.day)
    tasks, after = task_page(waiting, request.GET.get("sau", ""), SIZE)
    year, number = following(half.year, half.half)
    shown: list[tuple[Any, ...]] = []
    for row in tasks:
        given = sent if row.pk == pk else None
        state, due = state_badge(row.stood), due_badge(row, request.day)  # type: ignore[attr-defined]
        shown.append((row, state, due, [] if request.is_past else _offers(request, row, given), given is not None))
    context = {"half": half, "halves": half_options(request.year), "next": Half(year, number), "shown": shown,
               "counts": counts_of(everything, request.day), "after": after}  # fmt: skip
    return render(request, "work_tasks/period_end.html", context, status=422 if sent else 200)


def _offers(request: Request, row: Any, sent: StepForm | None) -> list[Offer]:
    """The three decisions of one task; its fields carry the task's key, so that the page may hold many."""
    deed = Deed(request.today, request.user, said={"standing": request.standing, "at_the_page": True})
    offers = []
    for choice in choices(row, TASK, deed):
        one = choice.transition
        if one.name not in ENDING:
            continue
        why = " ".join(item.message for item in choice.findings if item.severity == "error")
        initial = {"on": request.today, "seen": row.state}
        blank = StepForm(prefix=one.name, auto_id=f"n{row.pk}_%s", initial=initial, **asked_of(one))
        mine = sent is not None and sent.prefix == one.name
        url = reverse("work-task-decide", args=[row.pk, one.name])
        offers.append(Offer(one.name, one.title, url, why, sent if mine and sent else blank, mine, one.back))
    return offers


def decide(request: Request, pk: int, name: str) -> HttpResponse:
    """Take one decision about one task and come back to the list of those left."""
    if name not in ENDING:
        raise Http404
    row = get_object_or_404(tasks_on(work_tasks_within(request), request.day), pk=pk)
    half, form = Half(row.year, row.half), form_sent(request, name, f"n{pk}_%s")
    if form.is_valid():
        try:
            stepped(request, row, name, form)
        except Refused as refusal:
            told_on(form, refusal)
        else:
            told = {"step": TASK.named(name).title, "title": row.title}
            messages.success(request, _("Đã ghi: {step} – {title}.").format(**told))
            query = urlencode({"nam": half.year, "ky": half.half})
            return HttpResponseRedirect(f"{reverse('work-task-period-end')}?{query}")
    return _shown(request, half, pk, form)
