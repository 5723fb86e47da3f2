"""A result written at the desk from paper notes, or a correction of one that stands; the field has its own page."""

from datetime import date, datetime, time
from typing import Any
from uuid import uuid4, uuid5

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.oversight.actions.inspections import keep_observation, keep_photo
from khuyencong.oversight.models import Observation, Stop
from khuyencong.oversight.queries.observations import items_for, observations_by, projects_at, standing
from khuyencong.oversight.rules.observations import photo_is_a_picture
from khuyencong.web.forms.inspections import FindingForm
from khuyencong.web.pages.inspections.stops import back_to, stop_found
from khuyencong.web.reach import projects_of
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request


def finding(request: Request, pk: int, stop: int) -> HttpResponse:
    """The form of a result; ``sua`` in the address names the one it corrects."""
    row = stop_found(request, pk, stop)
    known = {str(one.pk): one for one in standing(observations_by([row], request.today))}
    if request.method == "POST":
        form = _form(request, row, known, request.POST, request.FILES)
    else:
        form = _form(request, row, known, initial=_begun(request, row, known.get(request.GET.get("sua", ""))))
    if form.is_bound and form.is_valid() and _kept(request, row, form, known):
        messages.success(request, _("Đã ghi kết quả tại {place}.").format(place=row.place.name))
        return back_to(row)
    context = {"stop": row, "trip": row.inspection, "form": form}
    return render(request, "inspections/finding.html", context, status=422 if form.is_bound else 200)


def _form(request: Request, row: Stop, known: dict[str, Observation], *data: Any, **more: Any) -> FindingForm:
    items = [(item.code, item.title) for item in items_for(row.subject, row.inspection.starts_on)]
    found = projects_at([row], projects_of(request)).get(row.pk, [])
    corrects = [(key, f"{one.get_result_display()}: {one.text or one.item}"[:90]) for key, one in known.items()]
    return FindingForm(
        *data, items=items, projects=[(str(one.pk), f"{one.code} – {one.title[:80]}") for one in found],
        corrects=corrects, **more,
    )  # fmt: skip


def _begun(request: Request, row: Stop, corrected: Observation | None) -> dict[str, Any]:
    """A new key, so that sending twice keeps one; the words of what is corrected."""
    begun: dict[str, Any] = {"key": uuid4(), "seen_on": row.visited_from or request.today}
    if corrected is None:
        return begun
    return {
        **begun, "corrects": corrected.pk, "item": corrected.item, "result": corrected.result, "text": corrected.text,
        "project": corrected.project_id or "", "about": corrected.about, "seen_on": request.today,
    }  # fmt: skip


def _seen_at(day: date) -> datetime:
    """Noon of a past day; now for today."""
    now = timezone.localtime()
    return now if day >= now.date() else timezone.make_aware(datetime.combine(day, time(12)))


def _kept(request: Request, row: Stop, form: FindingForm, known: dict[str, Observation]) -> bool:
    """The result and its picture as kept; False with every finding on the form when refused."""
    typed = form.cleaned_data
    data = typed["photo"].read() if typed["photo"] else b""
    try:
        if data and (wrong := photo_is_a_picture(data)):
            raise Refused(*wrong)
        seen_at = _seen_at(typed["seen_on"])
        projects = projects_of(request)
        project = projects.filter(pk=int(typed["project"])).first() if typed["project"] else None
        kept = keep_observation(
            by=request.user, stop=row, key=typed["key"], result=typed["result"], text=typed["text"],
            item=typed["item"], project=project, about=typed["about"], seen_at=seen_at,
            corrects=known.get(typed["corrects"]),
        )  # fmt: skip
        if data:
            keep_photo(by=request.user, observation=kept, key=uuid5(typed["key"], "photo"), data=data, taken_at=seen_at)
    except Refused as refusal:
        told_on(form, refusal)
        return False
    return True
