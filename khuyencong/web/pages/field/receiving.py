"""What a phone sends and asks: its findings and photos one by one, and which of them the server keeps. Answers JSON.

Answers: {"state": "kept", …} once under a key, however often it comes; {"state": "refused", "findings": [{"message",
"remedy", "where"}]} with status 422; {"state": "other-person"} with 409 when someone else is signed in by now.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404

from khuyencong.kernel.findings import Finding, Refused, refuse_errors
from khuyencong.oversight.actions.inspections import keep_observation, keep_photo
from khuyencong.oversight.models import Inspection, Observation, Photo, Stop
from khuyencong.oversight.queries.observations import kept_keys, projects_at, says_the_same
from khuyencong.oversight.rules.observations import (
    PHOTO_LIMIT,
    correction_is_kept,
    finding_is_kept,
    project_is_at_the_stop,
    stop_is_of_the_trip,
)
from khuyencong.programme.models import Project
from khuyencong.web.forms.field import FindingSent, PhotoSent
from khuyencong.web.office_reach import inspections_within
from khuyencong.web.reach import projects_of
from khuyencong.web.request import Request


def held(request: Request, pk: int) -> HttpResponse:
    """Who is signed in, the token to send with, and the keys of what the server keeps of this trip."""
    row = get_object_or_404(inspections_within(request), pk=pk)
    keys, photos = kept_keys(row)
    return JsonResponse(
        {"user": request.user.pk, "csrf": get_token(request), "past": request.is_past, "keys": keys, "photos": photos}
    )


def keep(request: Request, pk: int) -> HttpResponse:
    """Keep one finding. ``same`` is false when its key was kept earlier with other words: the phone corrects it."""
    return _received(request, pk, FindingSent(request.POST), _kept)


def photo(request: Request, pk: int) -> HttpResponse:
    """Keep one photo; answers its SHA-256, so that the phone may forget it."""
    return _received(request, pk, PhotoSent(request.POST, request.FILES), _pictured)


def _received(request: Request, pk: int, form: forms.Form, done: Any) -> HttpResponse:
    row = get_object_or_404(inspections_within(request), pk=pk)
    if request.POST.get("user") != str(request.user.pk):
        return JsonResponse({"state": "other-person"}, status=409)
    if not form.is_valid():
        return _refused(_mistakes(form))
    try:
        return JsonResponse({"state": "kept", "key": str(form.cleaned_data["key"]), **done(request, row, form)})
    except Refused as refusal:
        return _refused(refusal.findings)


def _refused(findings: Iterable[Finding]) -> HttpResponse:
    told = [{"message": one.message, "remedy": one.remedy, "where": one.where} for one in findings]
    return JsonResponse({"state": "refused", "findings": told}, status=422)


def _mistakes(form: forms.Form) -> list[Finding]:
    """What a form could not read, each with the name of its field."""
    return [
        Finding(f"{name}-read", f"{form.fields[name].label or name}: {message}", where=name)
        for name, messages in form.errors.items()
        for message in messages
    ]


def _kept(request: Request, row: Inspection, form: forms.Form) -> dict[str, Any]:
    typed = form.cleaned_data
    stop = row.stops.filter(pk=typed["stop"]).first()
    corrects = _finding_of(row, typed["corrects"])
    refuse_errors([*stop_is_of_the_trip(stop), *correction_is_kept(bool(typed["corrects"]), corrects)])
    assert stop is not None
    said = {
        "result": typed["result"], "text": typed["text"], "item": typed["item"], "about": typed["about"],
        "project": _project_at(request, stop, typed["project"]),
    }  # fmt: skip
    where = {"latitude": typed["latitude"], "longitude": typed["longitude"]}
    kept = keep_observation(
        by=request.user, stop=stop, key=typed["key"], seen_at=typed["seen_at"], corrects=corrects, **where, **said
    )
    return {"same": says_the_same(kept, **said)}


def _finding_of(row: Inspection, key: UUID | None) -> Observation | None:
    return Observation.objects.filter(stop__inspection=row, key=key).first() if key else None


def _project_at(request: Request, stop: Stop, pk: int | None) -> Project | None:
    """The project chosen, among those of the place and years of the stop that the person may see."""
    if pk is None:
        return None
    known = projects_at([stop], projects_of(request)).get(stop.pk, [])
    found = next((one for one in known if one.pk == pk), None)
    refuse_errors(project_is_at_the_stop(found is not None))
    return found


def _pictured(request: Request, row: Inspection, form: forms.Form) -> dict[str, Any]:
    typed = form.cleaned_data
    observation = _finding_of(row, typed["observation"])
    refuse_errors(finding_is_kept(observation))
    assert observation is not None
    kept: Photo = keep_photo(
        by=request.user, observation=observation, key=typed["key"], data=typed["photo"].read(PHOTO_LIMIT + 1),
        taken_at=typed["taken_at"], latitude=typed["latitude"], longitude=typed["longitude"], sha256=typed["sha256"],
    )  # fmt: skip
    return {"sha256": kept.attachment.blob.sha256, "bytes": kept.attachment.blob.size}
