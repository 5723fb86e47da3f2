"""A conference or a fair enters the programme."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.oversight.actions.gatherings import plan_gathering
from khuyencong.oversight.models import Gathering
from khuyencong.oversight.queries.gatherings import plan_tasks_of
from khuyencong.programme.models import Project
from khuyencong.registry.models import Organisation, Place
from khuyencong.web.forms.gatherings import NewGathering
from khuyencong.web.pages.gatherings.words import body_options, place_options
from khuyencong.web.pages.petitions.words import picked
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request


def new(request: Request) -> HttpResponse:
    """The form of a new conference or fair of the working year."""
    initial = {"year": request.year, "planned_on": request.today}
    form = _form(request, request.POST) if request.method == "POST" else _form(request, initial=initial)
    if request.method == "POST" and form.is_valid() and (row := _planned(request, form)):
        messages.success(request, _("Đã ghi vào kế hoạch."))
        return HttpResponseRedirect(reverse("gathering", args=[row.pk]))
    context = {"form": form, "twin": getattr(form, "standing_twin", None)}
    return render(request, "gatherings/new.html", context, status=422 if form.is_bound else 200)


def _form(request: Request, *data: Any, **more: Any) -> NewGathering:
    year = request.POST.get("year", "")
    rows = plan_tasks_of(int(year) if year.isascii() and year.isdigit() and len(year) == 4 else request.year)
    tasks = [(str(pk), f"{code} – {title[:90]}") for pk, code, title in rows.values_list("pk", "code", "title")]
    day = request.today
    return NewGathering(*data, places=place_options(day), hosts=body_options(day), tasks=tasks, **more)


def _planned(request: Request, form: NewGathering) -> Gathering | None:
    """The gathering as planned; None with every finding on the form when it was refused."""
    typed = form.cleaned_data
    try:
        return plan_gathering(
            by=request.user, today=request.today, kind=typed["kind"], year=typed["year"], title=typed["title"],
            region=typed["region"], place=picked(Place, typed["place"]), host=picked(Organisation, typed["host"]),
            venue=typed["venue"], project=picked(Project, typed["project"]), planned_on=typed["planned_on"],
            starts_on=typed["starts_on"], ends_on=typed["ends_on"],
        )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
        twins = [item.data["gathering"] for item in refusal.findings if "gathering" in item.data]
        form.standing_twin = twins[0] if twins else None  # type: ignore[attr-defined]
    return None
