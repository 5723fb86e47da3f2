"""The places of a trip: days there, what was found with its pictures, minutes printed and recorded."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.writers.formats import RENDERERS, rendered
from khuyencong.oversight.actions.inspections import record_minutes, record_visit
from khuyencong.oversight.models import Photo, Stop
from khuyencong.oversight.printouts.inspections import minutes_paper
from khuyencong.oversight.queries.inspections import inspections_on, stops_of
from khuyencong.oversight.queries.observations import Findings, findings_of, standing
from khuyencong.oversight.states import InspectionState as S
from khuyencong.web.exports import file_answer
from khuyencong.web.forms.inspections import PaperForm, VisitForm
from khuyencong.web.office_reach import inspections_within
from khuyencong.web.pages.inspections.words import result_badge
from khuyencong.web.request import Request
from khuyencong.web.steps import scans_of

PICTURES = ("image/jpeg", "image/png", "image/webp")
VISIT, MINUTES = "visit", "minutes"
Sent = tuple[int, str, forms.Form]


@dataclass(frozen=True)
class ShownStop:
    """A place of the trip as the page draws it. ``items``: title, whether required, and rows with their badge."""

    stop: Stop
    items: list[Any]
    seen: int
    visit: forms.Form | None
    minutes: forms.Form | None
    scan: Any
    open_form: str = ""


def shown_stops(request: Request, row: Any, sent: Sent | None) -> list[ShownStop]:
    """Every place with what was found by the day, and the forms this person may fill in."""
    found = findings_of(stops_of(row, request.day), request.day)
    for one in found:  # minutes recorded later than the day are not there yet
        if one.stop.minutes and one.stop.minutes.date and one.stop.minutes.date > request.day:
            one.stop.minutes = None
    scans = scans_of([one.stop.minutes for one in found if one.stop.minutes])
    return [_shown(request, row, one, sent, scans.get(one.stop.minutes_id or 0)) for one in found]


def _shown(request: Request, row: Any, one: Findings, sent: Sent | None, scan: Any) -> ShownStop:
    stop, mine = one.stop, sent if sent and sent[0] == one.stop.pk else None
    known = {item.pk for _item, rows in one.items for item in standing(rows)}
    items = [(item, [(row, result_badge(row.result), row.pk in known) for row in rows]) for item, rows in one.items
             if item or rows]  # fmt: skip
    visit = minutes = None
    if not request.is_past and row.state in (S.FIELD, S.FINISHED) and may(request.standing, Permission.HANDLE_OFFICE):
        days = {"visited_from": stop.visited_from or stop.planned_on, "visited_to": stop.visited_to}
        visit = mine[2] if mine and mine[1] == VISIT else VisitForm(prefix=f"{VISIT}-{stop.pk}", initial=days)
    if not request.is_past and stop.visited_from and stop.minutes is None and _records(request):
        minutes = mine[2] if mine and mine[1] == MINUTES else PaperForm(prefix=f"{MINUTES}-{stop.pk}")
    return ShownStop(stop, items, one.count, visit, minutes, scan, mine[1] if mine else "")


def _records(request: Request) -> bool:
    return any(may(request.standing, verb) for verb in (Permission.HANDLE_OFFICE, Permission.RECORD_DOCUMENTS))


def stop_found(request: Request, pk: int, stop: int) -> Stop:
    """A place of a trip within reach."""
    trips = inspections_on(inspections_within(request), request.day).filter(pk=pk)
    rows = Stop.objects.select_related("inspection", "place", "minutes")
    return get_object_or_404(rows, pk=stop, inspection__in=trips.order_by().values("pk"))


def back_to(stop: Stop) -> HttpResponse:
    """The trip's file, at the place."""
    return HttpResponseRedirect(f"{reverse('inspection', args=[stop.inspection_id])}#noi-{stop.pk}")


def visit_made(request: Request, stop: Stop, form: VisitForm) -> bool:
    """The days the team was there, as recorded; False with every finding on the form when refused."""
    if not form.is_valid():
        return False
    try:
        record_visit(by=request.user, today=request.today, stop=stop, **form.cleaned_data)
    except Refused as refusal:
        _told_on(form, refusal)
        return False
    messages.success(request, _("Đã ghi ngày làm việc tại {place}.").format(place=stop.place.name))
    return True


def minutes_made(request: Request, stop: Stop, form: PaperForm) -> bool:
    """The signed minutes, as recorded; False with every finding on the form when refused."""
    if not form.is_valid():
        return False
    try:
        record_minutes(by=request.user, today=request.today, stop=stop, letter=form.letter())
    except Refused as refusal:
        _told_on(form, refusal)
        return False
    messages.success(request, _("Đã ghi nhận biên bản tại {place}.").format(place=stop.place.name))
    return True


def _told_on(form: forms.Form, refusal: Refused) -> None:
    names = {"date": "dated", "document": "number", **{name: name for name in form.fields}}
    for item in refusal.findings:
        form.add_error(names.get(item.where), " ".join(filter(None, (item.message, item.remedy, item.clause))))


def minutes_file(request: Request, pk: int, stop: int, form: str) -> HttpResponse:
    """The minutes of a place with what was found by the day, to be printed and signed there."""
    row = stop_found(request, pk, stop)
    if form not in RENDERERS:
        raise Http404
    stops = [one for one in stops_of(row.inspection, request.day) if one.pk == stop]
    data = rendered(minutes_paper(findings_of(stops, request.day)[0], request.day), form)
    return file_answer(data, form, f"bien-ban-{pk}-{stop}")


def photo(request: Request, pk: int) -> HttpResponseBase:
    """A picture of a finding, shown in the page as the kind of file it is and nothing else."""
    trips = inspections_within(request).order_by().values("pk")
    rows = Photo.objects.select_related("attachment__blob").filter(observation__stop__inspection__in=trips)
    file = get_object_or_404(rows, pk=pk).attachment
    if file.blob.media_type not in PICTURES:
        raise Http404
    try:
        stored = (Path(settings.FILES_DIR) / file.blob.path).open("rb")
    except FileNotFoundError:
        raise Http404 from None
    answer = FileResponse(stored, as_attachment=False, filename=file.name, content_type=file.blob.media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["Cache-Control"] = "private, max-age=86400, immutable"
    return answer
