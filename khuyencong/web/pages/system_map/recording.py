"""The form of a first fact: which body runs khuyến công in a province, under whom, since when, by which decision."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.text import fold, number_in
from khuyencong.registry.actions import record_charge
from khuyencong.registry.models import Charge, Organisation, OrganisationName, Place
from khuyencong.registry.queries import names_on
from khuyencong.registry.rules.charges import Decision
from khuyencong.registry.states import BodyKind, Evidence, Level
from khuyencong.web.forms.system_map import FirstFactForm
from khuyencong.web.pages.changes.reading import MARK, bodies_suggested, body_named
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
    context = {"form": form, "suggested": bodies_suggested(request.today).values()}
    return render(request, "system_map/record.html", context, status=422 if form.is_bound else 200)


def choices_of(request: Request, *more: int) -> dict[str, Any]:
    """What a form of a fact offers: provinces, bodies that may carry khuyến công (and ``more``), the day."""
    places = place_options(Place.objects.filter(level=Level.PROVINCE), request)
    known = organisations_of(request).filter(Q(kind__in=BODIES) | Q(pk__in=more)).values_list("pk", flat=True)
    named = sorted(names_on(request.today, known).items(), key=lambda pair: pair[1].sort_key)
    bodies: Options = [(str(pk), row.name) for pk, row in named]
    return {"places": places, "bodies": bodies, "today": request.today}


def _form(request: Request, *data: Any, **more: Any) -> FirstFactForm:
    return FirstFactForm(*data, **choices_of(request), **more)


def parent_typed(form: FirstFactForm) -> Organisation | None:
    """The body above that was named, as of the day of the fact; what names none is said at its field."""
    typed = form.cleaned_data
    if not typed["parent"]:
        return None
    try:
        found = body_named(typed["parent"], typed["on"]) or _of_another_day(typed["parent"])
    except ValidationError as wrong:
        form.add_error("parent", wrong)
        return None
    if found is None:
        form.add_error("parent", _("Không có cơ quan tên này trong danh mục: chọn trong danh sách, hoặc để trống."))
    return found


def _of_another_day(text: str) -> Organisation | None:
    """A body of that name on another day; whether it existed on the day is for the rule to say."""
    name, _mark, key = text.strip().rpartition(f"{MARK}#")
    rows = OrganisationName.objects.filter(folded=fold(name or text))
    rows = rows.filter(organisation=int(key)) if name and number_in(key) is not None else rows
    row = rows.select_related("organisation").order_by("-valid_from").first()
    return row.organisation if row else None


def _recorded(request: Request, form: FirstFactForm) -> Charge | None:
    """The fact as recorded; None with every finding on the form when it was refused."""
    typed = form.cleaned_data
    body = Organisation.objects.get(pk=int(typed["body"])) if typed["body"] else None
    parent = parent_typed(form)
    if form.errors:
        return None
    try:
        return record_charge(
            by=request.user, place=Place.objects.get(pk=int(typed["place"])), body=body, name=typed["name"],
            kind=typed["kind"] or BodyKind.CENTRE, above=typed["above"], on=typed["on"],
            until=typed["until"] + ONE_DAY if typed["until"] else None,
            source=Decision(typed["number"], typed["dated"]) if typed["number"] else None, evidence=typed["evidence"],
            beside=typed["beside"], parent=parent,
        )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
    return None
