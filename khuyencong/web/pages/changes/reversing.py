"""The page that takes a change back: everything it moved, the day and the paper of the reversal."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.registry.actions import enter_reversal
from khuyencong.registry.models import Change
from khuyencong.registry.rules.changes import can_be_reversed
from khuyencong.registry.states import ChangeKind
from khuyencong.web.forms.changes import ReversalForm
from khuyencong.web.pages.changes.file import found
from khuyencong.web.pages.changes.reading import papers_suggested
from khuyencong.web.pages.changes.touching import groups_of, summary, told
from khuyencong.web.pages.changes.words import sides_of
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request

ROWS = 20


def reversal(request: Request, pk: int) -> HttpResponse:
    """The form of a reversal; a sent one is entered and waits to be applied like any other change."""
    if not request.standing.sees_everything:
        raise PermissionDenied
    row = found(request, pk)
    if row.kind == ChangeKind.REVERSAL:
        raise Http404
    form = ReversalForm(request.POST) if request.method == "POST" else ReversalForm()
    if request.method == "POST" and form.is_valid() and (made := _entered(request, row, form)):
        messages.success(request, _("Đã nhập việc hoàn nguyên; chưa có gì chuyển cho đến khi được áp dụng."))
        return HttpResponseRedirect(reverse("change", args=[made.pk]))
    return _shown(request, row, form)


def _shown(request: Request, row: Change, form: ReversalForm) -> HttpResponse:
    groups = groups_of(row, request.day)
    closed = can_be_reversed(row, request.today)
    context: dict[str, Any] = {
        "change": row, "sides": sides_of([row], full=True)[row.pk], "form": form,
        "why": " ".join(f"{item.message} {item.remedy}".strip() for item in closed),
        "groups": [(one, [(item, told(item)) for item in one.rows[:ROWS]], len(one.rows) - ROWS) for one in groups],
        "summary": summary(groups), "waits": 0, "done": True, "papers": papers_suggested(),
    }  # fmt: skip
    return render(request, "changes/reversal.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _kept(request: Request, row: Change, form: ReversalForm) -> Change:
    typed = form.cleaned_data
    source = form.kept(request.user, typed["on"])
    return enter_reversal(by=request.user, change=row, on=typed["on"], source=source, note=typed["note"])


def _entered(request: Request, row: Change, form: ReversalForm) -> Change | None:
    try:
        return _kept(request, row, form)
    except Refused as refusal:
        told_on(form, refusal)
    return None
