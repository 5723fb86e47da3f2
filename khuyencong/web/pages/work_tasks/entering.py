"""A task enters the work programme."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.kernel.findings import Refused
from khuyencong.oversight.actions.tasks import plan_task
from khuyencong.oversight.models import WorkTask
from khuyencong.oversight.queries.tasks import divisions_on
from khuyencong.registry.models import Organisation, Place
from khuyencong.registry.queries import provinces_on
from khuyencong.web.forms.work_tasks import NewWorkTask
from khuyencong.web.pages.petitions.words import people_options, picked
from khuyencong.web.pages.work_tasks.words import half_asked
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request


def new(request: Request) -> HttpResponse:
    """The form of a new task of the half asked for."""
    if request.method == "POST":
        form = _form(request, request.POST)
        if form.is_valid() and (task := _planned(request, form)):
            messages.success(request, _("Đã ghi nhiệm vụ vào chương trình công tác."))
            return HttpResponseRedirect(reverse("work-task", args=[task.pk]))
    else:
        half = half_asked(request)
        first, last = half.span
        starts = request.today if first <= request.today <= last else first
        form = _form(request, initial={"year": half.year, "half": half.half, "starts_on": starts})
    context = {"form": form, "twin": getattr(form, "standing_twin", None)}
    return render(request, "work_tasks/new.html", context, status=422 if form.is_bound else 200)


def _form(request: Request, *data: Any, **more: Any) -> NewWorkTask:
    day, year = request.today, request.year
    years = sorted({year - 1, year, year + 1, day.year, day.year + 1})
    divisions = [(str(row.organisation_id), row.name) for row in divisions_on(day)]
    places = [(str(pk), name) for pk, name in provinces_on(day).values_list("pk", "name")]
    return NewWorkTask(
        *data, years=years, divisions=divisions, people=people_options(day), places=places, **more
    )  # fmt: skip


def _planned(request: Request, form: NewWorkTask) -> WorkTask | None:
    """The task as planned; None with every finding on the form when it was refused."""
    typed = form.cleaned_data
    places = list(Place.objects.filter(pk__in=typed["places"]).order_by("sort_key"))
    others = [line.strip() for line in typed["partners"].splitlines() if line.strip()]
    try:
        return plan_task(
            by=request.user, today=request.today, year=typed["year"], half=typed["half"], field=typed["field"],
            title=typed["title"], starts_on=typed["starts_on"], due_on=typed["due_on"],
            division=picked(Organisation, typed["division"]), lead=picked(User, typed["lead"]),
            output=typed["output"], partners=[*places, *others], milestones=typed["milestones"], on=request.today,
        )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
        twins = [item.data["task"] for item in refusal.findings if "task" in item.data]
        form.standing_twin = twins[0] if twins else None  # type: ignore[attr-defined]
    return None
