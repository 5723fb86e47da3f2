"""The half-year report: on screen, as files, and the act of freezing it."""

import json
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.papers import Paper
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.writers.formats import RENDERERS, rendered
from khuyencong.programme.models import AnnualPlan
from khuyencong.reporting.actions import freeze as freeze_report
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.printouts.figures_json import as_json
from khuyencong.reporting.printouts.six_month import SixMonth
from khuyencong.reporting.queries import editions_of, figures_moved, report_drafts, sentences_moved, sentences_of
from khuyencong.reporting.states import Asked
from khuyencong.web.exports import file_answer
from khuyencong.web.map_choice import MAP, MAP_DAY, map_offers
from khuyencong.web.pages.reports.asked import DAY, FIGURE, PARTS, asked_of, chosen, kept, map_of, unread_map_day
from khuyencong.web.pages.reports.rail import checks, live_figure, names_of
from khuyencong.web.pages.reports.sheet import drawn
from khuyencong.web.reach import projects_of

BREAKDOWNS = ("activity", "place", "kind")


def six_month_page(request: HttpRequest) -> HttpResponse:
    """The printed layout on screen; a chosen figure opens in the rail."""
    asked = asked_of(request, request.GET)
    try:
        report = six_month.measure(projects_of(request), asked)
    except AnnualPlan.DoesNotExist:
        return render(request, "reports/no_plan.html", {"year": asked.year})
    choice, same = chosen(request.GET), kept(request, asked)
    paper = six_month.paper_of(projects_of(request), report)
    state = checks(request, report)
    context = {
        "report": report, "asked": asked, "sheet": drawn(paper, kept=same, choice=choice), "same": same,
        "query": urlencode(same), "chosen": live_figure(request, asked, choice), "checks": state,
        "figures": names_of(report.figures), "forms": list(RENDERERS), "day_given": DAY in same,
        "closing_day": six_month.closing_day(asked.year), "editions": editions_of(six_month.CODE, asked.year)[:5],
        "draft": _since_draft(asked, report, paper), **_maps(request, asked, same),
    }  # fmt: skip
    return render(request, "reports/six_month.html", context)


def _maps(request: HttpRequest, asked: Asked, same: Mapping[str, str]) -> dict[str, Any]:
    """The three maps of the annex of places; a figure that was chosen on one of them is let go on another."""
    return {
        "maps": map_offers(request, map_of(asked), dict.fromkeys((FIGURE, *PARTS), "")),  # type: ignore[arg-type]
        "map_form": {name: value for name, value in same.items() if name not in (MAP, MAP_DAY)},
        "map_day": asked.map_day if asked.map_of == "day" else None,
        "unread_day": unread_map_day(request.GET),
    }


def _since_draft(asked: Asked, report: SixMonth, paper: Paper) -> dict[str, Any] | None:
    """The newest kept draft of the day, and how much moved since; None while none was kept."""
    row = report_drafts(six_month.CODE, asked.year, asked.as_of).first()
    if row is None:
        return None
    figures, sentences = figures_moved(row, report.figures), sentences_moved(row, sentences_of(paper))
    return {"row": row, "figures": len(figures), "sentences": len(sentences)}


def six_month_file(request: HttpRequest, form: str) -> HttpResponse:
    """The report as Word, Excel, PDF or data."""
    asked = asked_of(request, request.GET)
    if form not in (*RENDERERS, "json"):
        raise Http404
    try:
        report = six_month.measure(projects_of(request), _with_breakdown(request, asked))
    except AnnualPlan.DoesNotExist:
        raise Http404 from None
    if form == "json":
        answer = as_json(projects_of(request), report, figure_address)
        data = (json.dumps(answer, ensure_ascii=False, indent=1) + "\n").encode()
    else:
        data = rendered(six_month.paper_of(projects_of(request), report), form)
    return file_answer(data, form, file_name(asked))


def file_name(asked: Asked) -> str:
    """The name of a downloaded report: its year, its day, and the day of its map where it is another one."""
    name = f"bao-cao-6-thang-{asked.year}-den-{asked.as_of:%Y%m%d}"
    return name if asked.map_day is None else f"{name}-dia-gioi-{asked.map_day:%Y%m%d}"


def _with_breakdown(request: HttpRequest, asked: Asked) -> Asked:
    by: Any = request.GET.get("theo", "activity")
    return Asked(asked.year, asked.as_of, by if by in BREAKDOWNS else "activity", asked.map_of, asked.map_day)


def figure_address(code: str, asked: Asked) -> str:
    """Where a figure's rows open on the site."""
    query = urlencode({"nam": str(asked.year), "tinh_den": short_date(asked.as_of)})
    return f"{reverse('figure', args=[code])}?{query}"


def freeze(request: HttpRequest) -> HttpResponse:
    """Chốt số liệu for the day the report counts to. Without any change the newest edition stands."""
    query = request.POST.copy()
    year = query.get("nam", "")
    if not (year.isascii() and year.isdigit() and len(year) == 4):
        raise Http404
    request.year = int(year)  # type: ignore[attr-defined]
    asked = asked_of(request, query)
    before = set(editions_of(six_month.CODE, asked.year).values_list("pk", flat=True))
    try:
        edition = freeze_report(by=request.user, asked=asked, today=request.today)  # type: ignore[arg-type, attr-defined]
    except AnnualPlan.DoesNotExist:
        raise Http404 from None
    except Refused as refused:
        messages.error(request, " ".join(f"{found.message} {found.remedy}".strip() for found in refused.findings))
        return HttpResponseRedirect(f"{reverse('report-six-month')}?{urlencode(kept(request, asked))}")
    said = _("Số liệu không thay đổi so với bản đã chốt.") if edition.pk in before else _("Đã chốt số liệu.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("edition", args=[edition.pk]))
