"""A petition comes in: its form, what is like it, and what is no petition."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.oversight.actions.petitions import receive_petition
from khuyencong.oversight.models import Petition
from khuyencong.oversight.queries.similar import Similar, similar_to
from khuyencong.oversight.rules.petitions import is_a_petition, reads_like_a_complaint
from khuyencong.registry.models import LegalSource, Organisation, Place
from khuyencong.web.forms.petitions import NewPetition
from khuyencong.web.pages.petitions.words import body_options, law_options, people_options, picked, place_options
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request


def new(request: Request) -> HttpResponse:
    """The form of a new petition. A complaint is refused: what was typed is shown again, nothing of it is kept."""
    initial = {"received_on": request.today}
    form = _form(request, request.POST, request.FILES) if request.method == "POST" else _form(request, initial=initial)
    doubts: list[Finding] = []
    refused = is_a_petition(request.POST.get("kind", ""))
    if request.method == "POST" and form.is_valid() and not refused:
        doubts = [] if form.cleaned_data["confirmed"] else reads_like_a_complaint(form.cleaned_data["what"])
        if not doubts and (row := _received(request, form)):
            messages.success(request, _("Đã ghi kiến nghị."))
            return HttpResponseRedirect(reverse("petition", args=[row.pk]))
    context = {"form": form, "doubts": doubts, "refused": refused, "twin": getattr(form, "standing_twin", None),
               "similar": _similar(request) if request.method == "POST" and not refused else []}  # fmt: skip
    return render(request, "petitions/new.html", context, status=422 if request.method == "POST" else 200)


def _form(request: Request, *data: Any, **more: Any) -> NewPetition:
    day = request.today
    return NewPetition(
        *data, bodies=body_options(day), places=place_options(request), laws=law_options(), people=people_options(day),
        **more,
    )  # fmt: skip


def _received(request: Request, form: NewPetition) -> Petition | None:
    """The petition as recorded; None with every finding on the form when it was refused."""
    typed = form.cleaned_data
    sender = picked(Organisation, typed["sender"])
    try:
        return receive_petition(
            by=request.user, today=request.today, kind=typed["kind"], field=typed["field"], topic=typed["topic"],
            what=typed["what"], received_on=typed["received_on"], sender=sender, sender_name=typed["sender_name"],
            place=picked(Place, typed["place"]), law=picked(LegalSource, typed["law"]), clause=typed["clause"],
            paper=form.letter(sender), handler=picked(User, typed["handler"]),
        )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
        twins = [item.data["petition"] for item in refusal.findings if "petition" in item.data]
        form.standing_twin = twins[0] if twins else None  # type: ignore[attr-defined]
    return None


def similar(request: Request) -> HttpResponse:
    """Answered petitions like the one being typed, as a fragment; nothing is kept of what was sent."""
    refused = is_a_petition(request.POST.get("kind", ""))
    found = [] if refused else _similar(request)
    return render(request, "petitions/similar.html", {"similar": found, "refused": refused})


def _similar(request: Request) -> list[Similar]:
    get = request.POST.get
    law = picked(LegalSource, get("law", ""))
    what, clause = get("what", "")[:4000], get("clause", "")[:120]
    return similar_to(what=what, topic=get("topic", ""), law=law, clause=clause, day=request.day)
