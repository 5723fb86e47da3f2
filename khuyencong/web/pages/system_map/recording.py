"""The form of a first fact: which body runs khuyến công in a province, under whom, since when, by which decision."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.registry.actions import record_charge
from khuyencong.registry.models import Charge, Organisation, Place
from khuyencong.registry.queries import names_on
from khuyencong.registry.rules.charges import Decision
from khuyencong.registry.states import BodyKind, Evidence, Level
from khuyencong.web.forms.system_map import FirstFactForm
from khuyencong.web.pages.obstacles import place_options
from khuyencong.web.project_filters import Options
from khuyencong.web.reach import organisations_of
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request

BODIES = (BodyKind.CENTRE, BodyKind.UNIT)
ONE_DAY = timedelta(days=1)


def record(request: Request) -> HttpResponse:
    """The form; ``dia_phuong`` in the address names the province."""
    if request.method == "POST":
        form = _form(request, request.POST)
        if form.is_valid() and (made := _recorded(request, form)):
            messages.success(request, _("Đã ghi đơn vị đảm nhiệm khuyến công."))
            return HttpResponseRedirect(reverse("system-map-province", args=[made.place_id]))
    else:
        form = _form(request, initial={"place": request.GET.get("dia_phuong", ""), "evidence": Evidence.KNOWN})
    return render(request, "system_map/record.html", {"form": form}, status=422 if form.is_bound else 200)


def _form(request: Request, *data: Any, **more: Any) -> FirstFactForm:
    places = place_options(Place.objects.filter(level=Level.PROVINCE), request)
    known = organisations_of(request).filter(kind__in=BODIES).values_list("pk", flat=True)
    named = sorted(names_on(request.today, known).items(), key=lambda pair: pair[1].sort_key)
    bodies: Options = [(str(pk), row.name) for pk, row in named]
    return FirstFactForm(*data, places=places, bodies=bodies, today=request.today, **more)


def _recorded(request: Request, form: FirstFactForm) -> Charge | None:
    """The fact as recorded; None with every finding on the form when it was refused."""
    typed = form.cleaned_data
    body = Organisation.objects.get(pk=int(typed["body"])) if typed["body"] else None
    try:
        return record_charge(
            by=request.user, place=Place.objects.get(pk=int(typed["place"])), body=body, name=typed["name"],
            kind=typed["kind"] or BodyKind.CENTRE, above=typed["above"], on=typed["on"],
            until=typed["until"] + ONE_DAY if typed["until"] else None,
            source=Decision(typed["number"], typed["dated"]) if typed["number"] else None, evidence=typed["evidence"],
            beside=typed["beside"],
        )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
    return None
