"""What the State Audit, an inspectorate or the Ministry concluded about the Agency: list, new, one with its asks."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.actions import Letter
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.papers import Column
from khuyencong.kernel.text import fold
from khuyencong.oversight.actions.inspections import add_external_recommendations, record_external
from khuyencong.oversight.models import ExternalConclusion
from khuyencong.oversight.queries.recommendations import counts_of, external_on, recommendations_on
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.forms.inspections import ExternalForm, RecommendationForm
from khuyencong.web.office_reach import external_conclusions_within, recommendations_within
from khuyencong.web.pages.inspections.recommending import (
    blank_recommendation,
    given_of,
    sent_recommendation,
    shown_recommendations,
)
from khuyencong.web.project_filters import Condition
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request
from khuyencong.web.steps import scans_of


def _asked(request: Request) -> tuple[Chips, list[tuple[ExternalConclusion, int]]]:
    """Conclusions by the day that meet what the address asks, newest first, each with how many asks are left."""
    rows = list(external_on(external_conclusions_within(request), request.day))
    asked: Any = recommendations_on(recommendations_within(request).filter(external__in=rows), request.day)
    left: dict[int, int] = {}
    for external, state in asked.values_list("external_id", "stood"):
        left[external] = left.get(external, 0) + (state != "closed")
    open_ones = [("left", _("Còn kiến nghị chưa xong"))]
    condition = Condition("con", _("Kiến nghị"), list(open_ones), request.GET.get("con", ""))
    chips = Chips("inspection-externals", searched(request.GET), [condition])
    words = fold(chips.q)
    return chips, [
        (row, left.get(row.pk, 0)) for row in rows
        if words in fold(f"{row.about} {row.body} {row.document.number}")
        and (condition.value == "" or (condition.value == "left" and left.get(row.pk, 0) > 0))
    ]  # fmt: skip


def externals(request: Request) -> HttpResponse:
    """Conclusions about the Agency, newest first; a handful a year, so that one page holds them."""
    chips, shown = _asked(request)
    context = {"asked": chips, "shown": shown, "may_write": _may_write(request),
               "may_export": may(request.standing, Permission.EXPORT)}  # fmt: skip
    return render(request, "inspections/externals.html", context)


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file."""
    _chips, shown = _asked(request)
    columns = [
        Column(_("Ngày nhận"), "date"), Column(_("Nội dung được kết luận"), width=4),
        Column(_("Cơ quan kết luận"), width=2), Column(_("Văn bản"), width=1.4), Column(_("Ngày văn bản"), "date"),
        Column(_("Số kiến nghị"), "count"), Column(_("Kiến nghị chưa xong"), "count"),
    ]  # fmt: skip
    rows = (
        [row.received_on, row.about, row.body, row.document.number, row.document.date, row.asked, left]  # type: ignore[attr-defined]
        for row, left in shown
    )
    title = _("Kết luận về Cục")
    return list_file(request, request.GET.get("dang", "xlsx"), "ket-luan-ve-cuc", title, columns, rows, ())


def _may_write(request: Request) -> bool:
    return may(request.standing, Permission.HANDLE_OFFICE)


def new(request: Request) -> HttpResponse:
    """The form of a conclusion about the Agency."""
    initial = {"received_on": request.today}
    form = ExternalForm(request.POST, request.FILES) if request.method == "POST" else ExternalForm(initial=initial)
    if form.is_bound and form.is_valid() and (row := _recorded(request, form)):
        messages.success(request, _("Đã ghi kết luận. Ghi tiếp từng kiến nghị."))
        return HttpResponseRedirect(reverse("inspection-external", args=[row.pk]))
    return render(request, "inspections/external_new.html", {"form": form}, status=422 if form.is_bound else 200)


def _recorded(request: Request, form: ExternalForm) -> ExternalConclusion | None:
    """The conclusion as recorded; None with every finding on the form when it was refused."""
    typed, given = form.cleaned_data, form.letter()
    assert given is not None
    letter = Letter(given.number, given.on, given.kind, issuer_name=typed["body"], signatory=given.signatory,
                    data=given.data, filename=given.filename)  # fmt: skip
    try:
        return record_external(
            by=request.user, today=request.today, body=typed["body"], about=typed["about"], letter=letter,
            received_on=typed["received_on"],
        )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
    return None


def external(request: Request, pk: int) -> HttpResponse:
    """One conclusion with what it asks of the Agency."""
    return _shown(request, _found(request, pk), None)


def _found(request: Request, pk: int) -> ExternalConclusion:
    return get_object_or_404(external_on(external_conclusions_within(request), request.day), pk=pk)


def _shown(request: Request, row: ExternalConclusion, sent: RecommendationForm | None) -> HttpResponse:
    rows = recommendations_on(recommendations_within(request).filter(external=row), request.day)
    writes = _may_write(request) and not request.is_past
    context = {
        "external": row, "scan": scans_of([row.document]).get(row.document_id),
        "recommendations": shown_recommendations(request, rows), "counts": counts_of(rows, request.day),
        "ask_form": (sent or blank_recommendation(request, since=None, of_us=True)) if writes else None,
        "ask_open": sent is not None,
    }  # fmt: skip
    return render(request, "inspections/external.html", context, status=422 if sent else 200)


def ask(request: Request, pk: int) -> HttpResponse:
    """Enter one thing the conclusion asks of the Agency."""
    row, form = _found(request, pk), sent_recommendation(request, since=None, of_us=True)
    if form.is_valid() and (given := given_of(request, form)):
        try:
            add_external_recommendations(by=request.user, today=request.today, external=row, recommendations=[given])
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã ghi kiến nghị."))
            return HttpResponseRedirect(reverse("inspection-external", args=[pk]))
    return _shown(request, row, form)
