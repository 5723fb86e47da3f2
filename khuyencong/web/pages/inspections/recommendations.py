"""Recommendations of all conclusions: the list, its export, one with its steps and the hold on payment for it."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.queries import documents_of
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.papers import Column
from khuyencong.oversight.actions.inspections import (
    close_recommendation,
    lift_payment_hold,
    place_payment_hold,
    reopen_recommendation,
    report_recommendation,
)
from khuyencong.oversight.models import Recommendation
from khuyencong.oversight.queries.recommendations import (
    RecommendationFilter,
    counts_of,
    recommendation_page,
    recommendations_like,
    recommendations_on,
)
from khuyencong.oversight.rules.recommendations import conclusion_stands, names_a_project, still_open
from khuyencong.oversight.states import RecommendationState
from khuyencong.oversight.transitions.inspections import RECOMMENDATION
from khuyencong.records.transitions import Transition
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.forms.inspections import HoldForm, LiftForm
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.office_reach import recommendations_within
from khuyencong.web.pages.inspections.recommending import standing_hold, words_of
from khuyencong.web.pages.inspections.words import due_badge, recommendation_badge
from khuyencong.web.project_filters import Condition
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request
from khuyencong.web.steps import offers_of, scans_of, step_taken, trail_of

SIZE = 50
STEPS = {"report": report_recommendation, "close": close_recommendation, "reopen": reopen_recommendation}


def _asked(request: Request) -> tuple[Chips, QuerySet[Recommendation]]:
    """What the address asks, and the recommendations made by the day that meet it."""
    get = request.GET.get
    conditions = [
        Condition("han", _("Thời hạn"), [("late", _("Quá hạn"))], get("han", "")),
        Condition("trang_thai", _("Trạng thái"), list(RecommendationState.choices), get("trang_thai", "")),
        Condition("nguon", _("Theo kết luận"), [("ours", _("Của Cục")), ("external", _("Về Cục"))], get("nguon", "")),
        Condition("tam_dung", _("Thanh toán"), [("1", _("Đang tạm dừng"))], get("tam_dung", "")),
    ]
    chips = Chips("recommendations", searched(request.GET), conditions)
    due, state, source, hold = (item.value for item in conditions)
    rows = recommendations_on(recommendations_within(request), request.day)
    return chips, recommendations_like(rows, RecommendationFilter(chips.q, state, due, source, hold), request.day)


def recommendations(request: Request) -> HttpResponse:
    """What is asked of whom, the most urgent first."""
    chips, rows = _asked(request)
    shown, after = recommendation_page(rows, request.GET.get("sau", ""), SIZE)
    context = {
        "asked": chips, "shown": words_of(shown, request.day), "after": after, "counts": counts_of(rows, request.day),
        "may_export": may(request.standing, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "inspections/recommendations.html", context)


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file, every row of it."""
    _chips, rows = _asked(request)
    columns = [
        Column(_("Nội dung kiến nghị"), width=4), Column(_("Theo kết luận"), width=3),
        Column(_("Cơ quan thực hiện"), width=2), Column(_("Đề án"), width=1.4), Column(_("Hạn thực hiện"), "date"),
        Column(_("Trạng thái")), Column(_("Ngày hoàn thành"), "date"), Column(_("Tạm dừng thanh toán từ"), "date"),
    ]  # fmt: skip
    title = _("Kiến nghị sau kiểm tra")
    return list_file(request, request.GET.get("dang", "xlsx"), "kien-nghi-sau-kiem-tra", title, columns,
                     _export_rows(request, rows), ())  # fmt: skip


def _export_rows(request: Request, rows: QuerySet[Recommendation]) -> Iterator[list[Any]]:
    found: Any = rows.select_related("inspection", "external", "project", "hold").order_by("due_on", "id")
    for row in found:
        hold = standing_hold(row, request.day)
        closed = row.stood == RecommendationState.CLOSED
        yield [
            row.text, str(row.inspection or row.external), row.owner_name, row.project.code if row.project else "",
            row.due_on, str(RecommendationState(row.stood).label), row.closed_on if closed else None,
            hold.placed_on if hold else None,
        ]  # fmt: skip


def _found(request: Request, pk: int) -> Any:
    rows = recommendations_on(recommendations_within(request), request.day)
    wanted = ("inspection__conclusion", "external__document", "project", "hold", "owner")
    return get_object_or_404(rows.select_related(*wanted), pk=pk)


def recommendation(request: Request, pk: int) -> HttpResponse:
    """One recommendation as it stood on the day."""
    return _shown(request, _found(request, pk))


def _shown(
    request: Request, row: Any, sent: StepForm | None = None, held: forms.Form | None = None
) -> HttpResponse:  # fmt: skip
    """The page; ``sent`` and ``held`` are forms that were refused, shown again as typed."""
    source = row.inspection.conclusion if row.inspection else row.external.document
    closed = row.stood == RecommendationState.CLOSED
    linked = [one for one in documents_of(row) if one.date is None or one.date <= request.day]
    papers = [one for one in (source, *linked) if one]
    context = {
        "row": row, "state": recommendation_badge(row.stood), "closed": closed, "source": source,
        "due": "" if closed else due_badge(row.due_on, request.day), "scans": scans_of(papers),
        "linked": linked, "hold": standing_hold(row, request.day), "gone": _lifted(row, request),
        "open_papers": ["report"] if row.inspection_id else [],
        "trail": trail_of(row, RECOMMENDATION, request.day), "begun": _("Ghi trong kết luận"),
        "offers": [] if request.is_past else offers_of(
            request, row, RECOMMENDATION, lambda name: reverse("recommendation-step", args=[row.pk, name]), sent=sent,
            ask=lambda transition: _asked_by(row, transition),
        ), **_holding(request, row, held),
    }  # fmt: skip
    return render(request, "inspections/recommendation.html", context, status=422 if sent or held else 200)


def _lifted(row: Any, request: Request) -> Any:
    """The hold that stood and was lifted by the day."""
    return row.hold if row.hold and row.hold.lifted_on and row.hold.lifted_on <= request.day else None


def _holding(request: Request, row: Any, held: forms.Form | None) -> dict[str, Any]:
    """The form that holds payment or lets it go, or why there is none. Nothing while the day is past."""
    if request.is_past or not may(request.standing, Permission.HANDLE_OFFICE):
        return {"hold_form": None, "lift_form": None, "no_hold": ""}
    today = {"on": request.today}
    if standing_hold(row, request.today):
        lifting = held or LiftForm(prefix="lift", initial=today)
        return {"hold_form": None, "lift_form": lifting, "lift_open": held is not None, "no_hold": ""}
    found = [*conclusion_stands(row, request.today), *names_a_project(row), *still_open(row)]
    why = " ".join(filter(None, (found[0].message, found[0].clause))) if found else ""
    form = None if found else held or HoldForm(prefix="hold", initial=today)
    return {"hold_form": form, "lift_form": None, "no_hold": why, "hold_open": held is not None}


def _asked_by(row: Any, transition: Transition) -> dict[str, Any]:
    """What the form of a step asks; the owner's report rests on its letter, the Agency's own may."""
    if transition.name == "report":
        paper = {"paper_required": True} if row.inspection_id else {"paper": True}
        return {"words": _("Nội dung báo cáo"), "required": True, **paper}
    words = _("Kết quả đã xem") if transition.name == "close" else _("Lý do chưa đạt")
    return {"words": words, "required": True}


def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Take one step of a recommendation."""
    row = _found(request, pk)
    if name not in STEPS:
        raise Http404
    transition = RECOMMENDATION.named(name)
    form = StepForm(request.POST, request.FILES, prefix=name, **_asked_by(row, transition))
    return step_taken(
        request, form, transition.title, lambda: _stepped(request, row, name, form),
        lambda: _shown(request, _found(request, pk), sent=form),
    )  # fmt: skip


def _stepped(request: Request, row: Any, name: str, form: StepForm) -> str:
    typed = form.cleaned_data
    paper = form.letter(row.owner) if form.takes_paper else None
    STEPS[name](by=request.user, today=request.today, recommendation=row, on=typed["on"],
                said=typed["remark"], paper=paper, seen=typed["seen"])  # fmt: skip
    return reverse("recommendation", args=[row.pk])


def hold(request: Request, pk: int) -> HttpResponse:
    """Hold payment on the project, resting on the recorded conclusion."""
    row, form = _found(request, pk), HoldForm(request.POST, prefix="hold")
    if form.is_valid():
        try:
            place_payment_hold(by=request.user, today=request.today, recommendation=row, **form.cleaned_data)
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã tạm dừng thanh toán của đề án {code}.").format(code=row.project.code))
            return HttpResponseRedirect(reverse("recommendation", args=[pk]))
    return _shown(request, row, held=form)


def lift(request: Request, pk: int) -> HttpResponse:
    """Let payment go on."""
    row, form = _found(request, pk), LiftForm(request.POST, request.FILES, prefix="lift")
    if form.is_valid():
        typed = form.cleaned_data
        try:
            lift_payment_hold(by=request.user, today=request.today, recommendation=row, reason=typed["reason"],
                              on=typed["on"], paper=form.letter())  # fmt: skip
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã gỡ tạm dừng thanh toán của đề án {code}.").format(code=row.project.code))
            return HttpResponseRedirect(reverse("recommendation", args=[pk]))
    return _shown(request, row, held=form)
