"""The region schemes on a day: province by scheme, what changed, and the form that moves a province."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.papers import Column
from khuyencong.kernel.periods import holds_on
from khuyencong.records.models import Event
from khuyencong.registry.actions.regions import join_region
from khuyencong.registry.models import RegionMember, RegionScheme
from khuyencong.registry.queries import provinces_on
from khuyencong.registry.rules.regions import judged_membership
from khuyencong.registry.states import Level
from khuyencong.web.exports import list_file
from khuyencong.web.forms.changes import RegionForm
from khuyencong.web.pages.changes.reading import papers_suggested, place_named, provinces_suggested
from khuyencong.web.request import Request


def regions(request: Request) -> HttpResponse:
    """The table of the day and what changed until then; a sent form moves a province."""
    if request.method != "POST":
        return _shown(request, _form(initial={"on": request.today}))
    if not may(request.standing, Permission.KEEP_REGISTRY):
        raise PermissionDenied
    form = _form(request.POST)
    found = _joined(request, form) if form.is_valid() else []
    if found is None:
        messages.success(request, _("Đã ghi vùng mới."))
        return HttpResponseRedirect(reverse("regions"))
    return _shown(request, form, found)


def _form(*data: Any, **more: Any) -> RegionForm:
    schemes = [(row.code, row.name) for row in RegionScheme.objects.order_by("-code")]
    return RegionForm(*data, schemes=schemes, **more)


def table_of(request: Request) -> tuple[list[RegionScheme], list[tuple[Any, list[str]]]]:
    """The schemes, and every province of the day with its region in each."""
    schemes = list(RegionScheme.objects.order_by("-code"))
    held = {
        (scheme, place): region
        for scheme, place, region in RegionMember.objects.filter(holds_on(request.day)).values_list(
            "scheme_id", "place_id", "region"
        )
    }
    rows = [
        (place, [held.get((one.pk, place.pk), "") for one in schemes]) for place in provinces_on(request.day)
    ]  # fmt: skip
    return schemes, rows


def _shown(request: Request, form: RegionForm, found: Sequence[Finding] = ()) -> HttpResponse:
    schemes, rows = table_of(request)
    known = RegionMember.objects.values_list("region", flat=True)
    warnings = [item for item in found if item.severity == "warning"]
    context: dict[str, Any] = {
        "schemes": schemes, "form": form,
        "rows": [(place, list(zip(schemes, names, strict=True))) for place, names in rows], "moves": _moves(request),
        "may_keep": may(request.standing, Permission.KEEP_REGISTRY),
        "may_export": may(request.standing, Permission.EXPORT),
        "warnings": warnings, "warned": " ".join(sorted(item.code for item in warnings)),
        "provinces": provinces_suggested(request.today).values(), "papers": papers_suggested(), "bodies": [],
        "names": sorted(set(known)),
    }  # fmt: skip
    return render(request, "places/regions.html", context, status=422 if form.is_bound else 200)


def _moves(request: Request) -> list[dict[str, Any]]:
    """A province that went on and changed its region, newest first, with the paper where one was kept."""
    rows = RegionMember.objects.filter(valid_from__lte=request.day).select_related("scheme", "place")
    moves: list[dict[str, Any]] = []
    before: RegionMember | None = None
    for row in rows.order_by("scheme_id", "place_id", "valid_from"):
        same = before and (before.scheme_id, before.place_id) == (row.scheme_id, row.place_id)
        if before and same and before.valid_to == row.valid_from:
            moves.append({"row": row, "before": before.region, "subject": f"registry.place:{row.place_id}"})
        before = row
    papers = _papers({move["subject"] for move in moves})
    for move in moves:
        move["paper"] = papers.get((move["subject"], move["row"].scheme.code, move["row"].valid_from), "")
    return sorted(moves, key=lambda move: move["row"].valid_from, reverse=True)


def _papers(subjects: set[str]) -> dict[tuple[str, str, Any], str]:
    """Numbers of the papers of moves by hand: one query."""
    events = Event.objects.filter(verb="region_joined", subjects__subject__in=subjects).prefetch_related("subjects")
    return {
        (subject.subject, event.detail.get("scheme", ""), event.on): event.detail.get("number", "")
        for event in events
        for subject in event.subjects.all()
    }


def _joined(request: Request, form: RegionForm) -> list[Finding] | None:
    """None when the province was moved, else everything that blocks or still has to be looked at."""
    typed = form.cleaned_data
    try:
        place = place_named(typed["place"], Level.PROVINCE, typed["on"])
    except ValidationError as wrong:
        form.add_error("place", wrong)
        return []
    scheme = RegionScheme.objects.get(code=typed["scheme"])
    found = judged_membership(scheme, place, typed["region"], typed["on"], form.source())
    warnings = sorted(item.code for item in found if item.severity == "warning")
    _tell(form, found)
    if not form.errors and warnings and not (typed["confirmed"] and typed["warned"] == " ".join(warnings)):
        form.add_error("confirmed", _("Xem các cảnh báo rồi đánh dấu vào ô này."))
    if form.errors:
        return found
    try:
        with transaction.atomic():
            source = form.kept(request.user, typed["on"])
            join_region(
                by=request.user, scheme=scheme, place=place, region=typed["region"], on=typed["on"], source=source
            )  # fmt: skip
    except Refused as refusal:
        _tell(form, refusal.findings)
        return list(refusal.findings)
    return None


def _tell(form: RegionForm, found: Sequence[Finding]) -> None:
    for item in found:
        if item.severity == "error":
            where = item.where if item.where in form.fields else None
            form.add_error(where, f"{item.message} {item.remedy}".strip())


def export(request: Request) -> HttpResponseBase:
    """The table of the day as a file."""
    schemes, rows = table_of(request)
    columns = [Column(_("Mã")), Column(_("Tỉnh, thành phố"), width=2), *(Column(one.name, width=2) for one in schemes)]
    title = _("Vùng của các tỉnh, thành phố tại ngày {day}").format(day=request.day.strftime("%d/%m/%Y"))
    told = [[place.code, place.name, *names] for place, names in rows]
    return list_file(request, request.GET.get("dang", "xlsx"), "vung", title, columns, told, ())
