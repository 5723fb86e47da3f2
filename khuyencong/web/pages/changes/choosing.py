"""Files that the rule of a change leaves to a person: who goes on with them, chosen by hand."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Refused
from khuyencong.records.queries import history_of
from khuyencong.registry.actions import choose_holder
from khuyencong.registry.models import Change, HandChoice, Organisation, Place
from khuyencong.registry.queries import files_of, names_on
from khuyencong.registry.states import About, ChangeState, Level
from khuyencong.web.forms.changes import ChoiceForm
from khuyencong.web.pages.changes.file import found
from khuyencong.web.pages.changes.reading import (
    bodies_suggested,
    body_named,
    place_named,
    provinces_suggested,
)
from khuyencong.web.pages.changes.touching import DONE, Group, Row, groups_of, left_open, looked_at, waiting_of
from khuyencong.web.pages.changes.words import sides_of
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request


def choosing(request: Request, pk: int) -> HttpResponse:
    """What waits and what was chosen; a sent form gives every ticked file to one receiver."""
    if not request.standing.sees_everything:
        raise PermissionDenied
    row = found(request, pk)
    by_place = row.about == About.PLACE
    if request.method != "POST":
        return _shown(request, row, ChoiceForm(of_places=by_place, initial={"on": max(request.today, row.on)}))
    if not may(request.standing, Permission.APPLY_CHANGES):
        raise PermissionDenied
    form = ChoiceForm(request.POST, of_places=by_place)
    if form.is_valid() and (count := _chosen(request, row, form)):
        messages.success(request, _("Đã giao {count} hồ sơ.").format(count=count))
        return HttpResponseRedirect(reverse("change-choices", args=[pk]))
    return _shown(request, row, form)


Rows = dict[str, tuple[str, Row]]


def _by_file(groups: Iterable[Group]) -> Rows:
    """Files with the kinds of what stands open in each, once each: under its own row, else under the first of it."""
    titles: dict[str, list[str]] = {}
    shown: dict[str, Row] = {}
    for group in groups:
        for item in group.rows:
            titles.setdefault(item.file, []).append(group.title)
            if item.file not in shown or item.file == item.subject:
                shown[item.file] = item
    return {file: (", ".join(dict.fromkeys(titles[file])), item) for file, item in shown.items()}


def _known(request: Request, row: Change) -> Rows:
    """Files given by hand by the day, as they stood when the change came."""
    groups = groups_of(row, request.day) if row.state in DONE else []
    return _by_file(replace(one, rows=tuple(item for item in one.rows if item.by_hand)) for one in groups)


def _shown(request: Request, row: Change, form: ChoiceForm) -> HttpResponse:
    day = looked_at(row, request.day)
    context: dict[str, Any] = {
        "change": row, "sides": sides_of([row])[row.pk], "form": form,
        "waiting": _by_file(waiting_of(row, request.day)).values(),
        "ticked": request.POST.getlist("chon"),
        "chosen": _told(row, day, _known(request, row)),
        "may_choose": may(request.standing, Permission.APPLY_CHANGES) and not request.is_past,
        "provinces": provinces_suggested(day).values(),
        "bodies": bodies_suggested(day).values(),
        "papers": [],
    }  # fmt: skip
    return render(request, "changes/choices.html", context, status=422 if form.is_bound else 200)


def _told(row: Change, day: date, known: Rows) -> list[dict[str, Any]]:
    """Every choice made by the day: which file, to whom, from when, why, by whom."""
    made = list(HandChoice.objects.filter(change=row, on__lte=day).select_related("place").order_by("-on", "-pk"))
    names = names_on(day, {one.body_id for one in made if one.body_id})
    people = {}
    for event in history_of(row).filter(verb="holder_chosen").prefetch_related("subjects").order_by("at", "id"):
        for subject in event.subjects.all():
            people[subject.subject, event.on] = event.actor
    last = _standing(made) if row.state == ChangeState.APPLIED else set()
    return [
        {
            "choice": one, "group": known[one.subject][0] if one.subject in known else "",
            "row": known[one.subject][1] if one.subject in known else None,
            "holder": names[one.body_id].name if one.body_id else one.place.name if one.place else "",
            "who": people.get((one.subject, one.on)), "again": again_of(one) if one in last else "",
        }
        for one in made
    ]  # fmt: skip


def _standing(made: Collection[HandChoice]) -> set[HandChoice]:
    """Of the choices of a change those that are the newest of their file, whatever change let it be chosen."""
    rows = HandChoice.objects.filter(subject__in=[one.subject for one in made]).order_by("on", "pk")
    newest = {one.subject: one.pk for one in rows}
    return {one for one in made if newest.get(one.subject) == one.pk}


def again_of(choice: HandChoice) -> str:
    """What a tick beside a file that was given already sends: the file, and which choice was seen."""
    return f"{choice.subject}@{choice.pk}"


def _chosen(request: Request, row: Change, form: ChoiceForm) -> int:
    """How many files were given, for the first time or to somebody else; 0 with the reason on the form."""
    given = _standing(list(HandChoice.objects.filter(change=row))) if row.state == ChangeState.APPLIED else set()
    may_be = {**{one: one for one in files_of(left_open(row, request.day))}, **{again_of(o): o.subject for o in given}}
    ticked = list(dict.fromkeys(request.POST.getlist("chon")))
    gone = [one for one in ticked if one not in may_be]
    if not ticked:
        form.add_error(None, _("Đánh dấu ít nhất một hồ sơ."))
    if gone:
        form.add_error(None, _("Có hồ sơ vừa được người khác giao; xem lại danh sách rồi đánh dấu lại."))
    place, body = _holder(row, form)
    if form.errors:
        return 0
    typed = form.cleaned_data
    try:
        with transaction.atomic():
            for subject in dict.fromkeys(may_be[one] for one in ticked):
                choose_holder(
                    by=request.user, change=row, file=_file(subject), on=typed["on"], reason=typed["reason"],
                    place=place, body=body,
                )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
        return 0
    return len(ticked)


def _holder(row: Change, form: ChoiceForm) -> tuple[Place | None, Organisation | None]:
    typed = form.cleaned_data
    try:
        if row.about == About.PLACE:
            return place_named(typed["holder"], Level.PROVINCE, typed["on"]), None
        body = body_named(typed["holder"], typed["on"])
    except ValidationError as wrong:
        form.add_error("holder", wrong)
        return None, None
    if body is None:
        form.add_error("holder", _("Không có đơn vị tên này vào ngày giao: chọn trong danh sách."))
    return None, body


def _file(subject: str) -> Any:
    label, _colon, key = subject.partition(":")
    return apps.get_model(label)._default_manager.get(pk=int(key))
