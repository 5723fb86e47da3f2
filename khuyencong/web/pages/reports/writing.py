"""Writing the half-year report: own words beside the sentences, estimates, drafts kept and what moved since."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may, visible_to
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Refused
from khuyencong.programme.models import AnnualPlan
from khuyencong.reporting.actions import keep_report_draft, save_assessment, say_estimate
from khuyencong.reporting.models import Assessment, ReportDraft
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.queries import (
    FIGURES,
    assessment_versions,
    estimates_of,
    figures_moved,
    report_drafts,
    sentences_moved,
    sentences_of,
)
from khuyencong.reporting.states import Asked, Figure
from khuyencong.web.forms.report_writing import AssessmentForm, EstimateForm
from khuyencong.web.pages.reports.asked import asked_of, kept
from khuyencong.web.refusals import tell


def _asked_in(request: HttpRequest) -> Asked:
    """What a form was asked for: year and day come with it."""
    year = request.POST.get("nam", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Http404
    request.year = int(year)  # type: ignore[attr-defined]
    return asked_of(request, request.POST)


def _address(request: HttpRequest, asked: Asked, anchor: str = "") -> str:
    return f"{reverse('report-writing')}?{urlencode(kept(request, asked))}{anchor}"


def writing(request: HttpRequest) -> HttpResponse:
    """Every section: what the figures say, what people add; estimates; kept drafts."""
    return _page(request, asked_of(request, request.GET))


def _page(
    request: HttpRequest, asked: Asked, mine: AssessmentForm | None = None, guess: EstimateForm | None = None
) -> HttpResponse:  # fmt: skip
    try:
        report, paper = six_month.written(asked)
    except AnnualPlan.DoesNotExist:
        return render(request, "reports/no_plan.html", {"year": asked.year})
    may_write = not request.is_past and may(request.standing, Permission.HANDLE_OFFICE)  # type: ignore[attr-defined]
    estimates = estimates_of(six_month.CODE, asked.year, asked.as_of)
    context = {
        "asked": asked, "same": kept(request, asked), "query": urlencode(kept(request, asked)),
        "sections": _sections(asked, six_month.said_in(paper, report.assessments), mine), "may_write": may_write,
        "estimates": [_beside(row, report.figures) for row in estimates.values()],
        "guess": guess or EstimateForm(), "closing_day": six_month.closing_day(asked.year),
        "drafts": _drafts(request, asked)[:20],
    }  # fmt: skip
    wrong = (mine is not None) or (guess is not None)
    return render(request, "reports/writing.html", context, status=422 if wrong else 200)


def _sections(asked: Asked, said: dict[str, list[str]], mine: AssessmentForm | None) -> list[dict[str, Any]]:
    """Each section with its sentences, its versions, and the form: the person's own words where they were refused."""
    versions = assessment_versions(six_month.CODE, asked.year)
    found = []
    for key, heading in six_month.SECTIONS.items():
        rows: list[Assessment] = versions.get(key, [])
        number, text = (rows[0].number, rows[0].text) if rows else (0, "")
        refused = mine if mine is not None and mine.data.get("section") == key else None
        form = AssessmentForm(initial={"section": key, "seen": number, "text": text}, auto_id=f"id_{key}_%s")
        if refused is not None:
            words = refused.data.get("text", "")
            form = AssessmentForm(initial={"section": key, "seen": number, "text": words}, auto_id=f"id_{key}_%s")
        found.append({
            "key": key, "heading": heading, "said": said.get(key, []), "rows": rows, "form": form,
            "theirs": rows[0] if refused is not None and rows else None,
        })  # fmt: skip
    return found


def _beside(row: Any, figures: dict[str, Figure]) -> dict[str, Any]:
    """An estimate with the actual figure it stands beside."""
    unit, label = FIGURES.get(row.code, ("count", row.code))
    return {"row": row, "label": label, "figure": figures.get(row.code), "money": unit == "VND"}


def _drafts(request: HttpRequest, asked: Asked) -> list[ReportDraft]:
    return list(report_drafts(six_month.CODE, asked.year, asked.as_of).defer("figures", "sentences"))


def assess(request: HttpRequest) -> HttpResponse:
    """Save a section's words; where someone wrote in between, both texts are shown and nothing is lost."""
    asked, form = _asked_in(request), AssessmentForm(request.POST)
    if not form.is_valid():
        return _page(request, asked, mine=form)
    typed = form.cleaned_data
    try:
        save_assessment(
            by=request.user, year=asked.year, section=typed["section"], seen=typed["seen"], text=typed["text"],  # type: ignore[arg-type]
            today=request.today,  # type: ignore[attr-defined]
        )  # fmt: skip
    except Refused as refused:
        tell(request, refused)
        return _page(request, asked, mine=form)
    messages.success(request, _("Đã lưu nhận định."))
    return HttpResponseRedirect(_address(request, asked, f"#phan-{typed['section']}"))


def estimate(request: HttpRequest) -> HttpResponse:
    """Say an estimate; it stands beside the actual figure and is never summed with it."""
    asked, form = _asked_in(request), EstimateForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            say_estimate(
                by=request.user, year=asked.year, code=typed["code"], until=typed["until"], value=typed["value"],  # type: ignore[arg-type]
                ground=typed["ground"], as_of=asked.as_of,
            )  # fmt: skip
        except Refused as refused:
            for item in refused.findings:
                form.add_error(item.where or None, f"{item.message} {item.remedy}".strip())
    if form.errors:
        return _page(request, asked, guess=form)
    messages.success(request, _("Đã ghi số ước."))
    return HttpResponseRedirect(_address(request, asked, "#uoc"))


def keep_draft(request: HttpRequest) -> HttpResponse:
    """Keep figures and sentences as they stand now."""
    asked = _asked_in(request)
    try:
        row = keep_report_draft(by=request.user, asked=asked, today=request.today)  # type: ignore[arg-type, attr-defined]
    except AnnualPlan.DoesNotExist:
        raise Http404 from None
    messages.success(request, _("Đã giữ bản nháp %(number)s.") % {"number": row.number})
    return HttpResponseRedirect(_address(request, asked, "#ban-nhap"))


def moved(request: HttpRequest, pk: int) -> HttpResponse:
    """What moved since a draft was kept: figures with another value, sentences that read otherwise."""
    rows = visible_to(request.standing, ReportDraft.objects.select_related("made_by"))  # type: ignore[attr-defined]
    draft = get_object_or_404(rows, pk=pk)
    asked = Asked(draft.year, draft.as_of)
    report, paper = six_month.written(asked)
    context = {
        "draft": draft, "asked": asked, "figures": figures_moved(draft, report.figures),
        "sentences": sentences_moved(draft, sentences_of(paper)),
    }  # fmt: skip
    return render(request, "reports/moved.html", context)
