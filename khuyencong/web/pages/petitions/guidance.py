"""Guidance published from answers: the list everyone may search, one of it, publishing and ending."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.papers import Column
from khuyencong.oversight.actions.guidance import end_guidance, publish_guidance
from khuyencong.oversight.models import Guidance
from khuyencong.oversight.queries.guidance import GuidanceFilter, end_of, guidance_like, guidance_page
from khuyencong.oversight.queries.petitions import petitions_on
from khuyencong.oversight.rules.petitions import firms_are_removed
from khuyencong.oversight.states import PetitionField, PetitionTopic
from khuyencong.registry.models import LegalSource
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.forms.petitions import EndGuidance, NewGuidance
from khuyencong.web.office_reach import guidance_within, petitions_within
from khuyencong.web.pages.petitions.words import law_options, picked
from khuyencong.web.project_filters import Condition
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request

SIZE = 20


def _asked(request: Request) -> tuple[Chips, QuerySet[Guidance]]:
    rows, get = guidance_within(request), request.GET.get
    plain = rows.order_by()
    laws = LegalSource.objects.filter(pk__in=plain.values("law")).order_by("number").values_list("pk", "number")
    clauses = sorted(set(plain.values_list("clause", flat=True)))
    conditions = [
        Condition("nhom", _("Nhóm nội dung"), list(PetitionTopic.choices), get("nhom", "")),
        Condition("linh_vuc", _("Lĩnh vực"), list(PetitionField.choices), get("linh_vuc", "")),
        Condition("van_ban", _("Văn bản"), [(str(pk), number) for pk, number in laws], get("van_ban", "")),
        Condition("dieu", _("Điều, khoản"), [(clause, clause) for clause in clauses], get("dieu", "")),
        Condition("hieu_luc", _("Áp dụng"), [("ended", _("Đã thôi áp dụng")), ("all", _("Tất cả"))],
                  get("hieu_luc", "")),
    ]  # fmt: skip
    chips = Chips("guidance", searched(request.GET), conditions)
    topic, field, law, clause, state = (item.value for item in conditions)
    return chips, guidance_like(rows, GuidanceFilter(chips.q, field, topic, law, clause, state), request.day)


def guidance(request: Request) -> HttpResponse:
    """Guidance in force on the day, as the address asks it; what has ended only when asked for."""
    chips, rows = _asked(request)
    shown, after = guidance_page(rows, request.GET.get("sau", ""), SIZE)
    context = {
        "asked": chips, "shown": [(row, *end_of(row, request.day)) for row in shown], "after": after,
        "all": rows.order_by().count(), "may_export": may(request.standing, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "guidance/list.html", context)


def export(request: Request) -> HttpResponseBase:
    """The guidance asked for as a file."""
    _chips, rows = _asked(request)
    columns = [
        Column(_("Ngày đăng"), "date"), Column(_("Nhóm nội dung"), width=1.4), Column(_("Văn bản")),
        Column(_("Điều, khoản")), Column(_("Câu hỏi"), width=3), Column(_("Trả lời"), width=5),
        Column(_("Thôi áp dụng từ ngày"), "date"),
    ]  # fmt: skip
    title = _("Hướng dẫn đã đăng (trả lời trường hợp cụ thể, không thay văn bản quy phạm)")
    told = _export_rows(request, rows)
    return list_file(request, request.GET.get("dang", "xlsx"), "huong-dan", title, columns, told, ())


def _export_rows(request: Request, rows: QuerySet[Guidance]) -> Iterator[list[Any]]:
    for row in rows.iterator(chunk_size=500):
        yield [
            row.published_on, row.get_topic_display(), row.law.number, row.clause, row.question, row.answer,
            end_of(row, request.day)[0],
        ]  # fmt: skip


def item(request: Request, pk: int) -> HttpResponse:
    """One piece of guidance."""
    return _shown(request, _found(request, pk), None)


def _found(request: Request, pk: int) -> Guidance:
    rows = guidance_within(request).filter(published_on__lte=request.day).select_related("law")
    return get_object_or_404(rows, pk=pk)


def _shown(request: Request, row: Guidance, sent: EndGuidance | None) -> HttpResponse:
    ended_on, why = end_of(row, request.day)
    context = {
        "guidance": row, "ended_on": ended_on, "why": why, "form": sent or EndGuidance(initial={"on": request.today}),
        "may_see_petition": petitions_within(request).filter(pk=row.petition_id).exists(),
        "may_end": may(request.standing, Permission.HANDLE_OFFICE) and row.ended_on is None,
        "announced": row.ended_on is not None and not request.is_past and ended_on is None,
    }  # fmt: skip
    return render(request, "guidance/item.html", context, status=422 if sent else 200)


def end(request: Request, pk: int) -> HttpResponse:
    """End guidance from a day, with the reason."""
    row = _found(request, pk)
    form = EndGuidance(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            end_guidance(by=request.user, today=request.today, guidance=row, on=typed["on"], reason=typed["reason"])
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã ghi ngày thôi áp dụng."))
            return HttpResponseRedirect(reverse("guidance-item", args=[pk]))
    return _shown(request, _found(request, pk), form)


def publish(request: Request, pk: int) -> HttpResponse:
    """The form that turns an answered petition into guidance; the person takes the names out."""
    rows = petitions_on(petitions_within(request), request.day)
    row = get_object_or_404(rows.select_related("law", "sender", "answer_paper"), pk=pk)
    doubts: list[Finding] = []
    if request.method == "POST":
        form = NewGuidance(request.POST, laws=law_options())
        if form.is_valid():
            typed = form.cleaned_data
            doubts = [] if typed["confirmed"] else firms_are_removed(typed["question"], typed["answer"])
            if not doubts and (made := _published(request, row, form)):
                messages.success(request, _("Đã đăng hướng dẫn."))
                return HttpResponseRedirect(reverse("guidance-item", args=[made.pk]))
    else:
        asked = {"question": row.what, "answer": row.answer, "law": row.law_id, "clause": row.clause}
        form = NewGuidance(laws=law_options(), initial={**asked, "on": request.today})
    context = {"form": form, "petition": row, "doubts": doubts}
    return render(request, "guidance/publish.html", context, status=422 if form.is_bound else 200)


def _published(request: Request, row: Any, form: NewGuidance) -> Guidance | None:
    typed = form.cleaned_data
    try:
        return publish_guidance(
            by=request.user, today=request.today, petition=row, question=typed["question"], answer=typed["answer"],
            law=picked(LegalSource, typed["law"]), clause=typed["clause"], on=typed["on"],
        )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
    return None
