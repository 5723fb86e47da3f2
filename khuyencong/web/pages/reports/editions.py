"""Reports and their editions: the list, a frozen paper with its frozen rows, the document that carried it out."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may, visible_to
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.guards import sentence_of
from khuyencong.kernel.paper_store import restored
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.writers.formats import RENDERERS, rendered
from khuyencong.records.queries import attachments_of
from khuyencong.reporting.actions import record_issue
from khuyencong.reporting.models import Edition
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.queries import FIGURES, changes_since, edition_figures, figures_of, row_unit
from khuyencong.reporting.queries.departed import system_figures_on
from khuyencong.reporting.states import THEN, MapView
from khuyencong.web.exports import file_answer
from khuyencong.web.forms.reports import IssueForm
from khuyencong.web.map_choice import params_of
from khuyencong.web.pages.reports.asked import DAY, Choice, chosen
from khuyencong.web.pages.reports.rail import frozen, frozen_figure, grouped, names_of, part_of, part_said
from khuyencong.web.pages.reports.sheet import drawn
from khuyencong.web.reach import projects_of


def _editions(request: HttpRequest) -> QuerySet[Edition]:
    editions = Edition.objects.select_related("frozen_by", "issue__document")
    return visible_to(request.standing, editions)  # type: ignore[attr-defined]


def _edition(request: HttpRequest, pk: int) -> Edition:
    return get_object_or_404(_editions(request), pk=pk)


def reports(request: HttpRequest) -> HttpResponse:
    """The reports on offer and every edition, newest first."""
    year = request.year  # type: ignore[attr-defined]
    context = {
        "title": six_month.TITLE, "legal_basis": six_month.LEGAL_BASIS, "closing_day": six_month.closing_day(year),
        "editions": _editions(request).defer("content").order_by("-year", "-as_of", "-number")[:200],
    }  # fmt: skip
    return render(request, "reports/list.html", context)


def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """A frozen paper as it was, its figures opening frozen rows."""
    return _page(request, _edition(request, pk), IssueForm())


def _page(request: HttpRequest, found: Edition, form: IssueForm) -> HttpResponse:
    choice = chosen(request.GET)
    issue = getattr(found, "issue", None)
    live = figures_of(projects_of(request), found.year, found.as_of) | system_figures_on(found.year, found.as_of)
    context = {
        "edition": found, "sheet": drawn(restored(found.content["paper"]), kept={}, choice=choice),
        "chosen": frozen_figure(found, choice), "figures": names_of(edition_figures(found)),
        "changes": changes_since(found, live), "forms": list(RENDERERS), "form": form, "issue": issue,
        "signed": attachments_of(issue).first() if issue else None, "norms": found.content["norms"],
        "map": _map_of(found), "live_query": urlencode(_live_query(found)),
        "may_record": may(request.standing, Permission.RECORD_DOCUMENTS),  # type: ignore[attr-defined]
    }  # fmt: skip
    return render(request, "reports/edition.html", context, status=422 if form.is_bound else 200)


def _live_query(found: Edition) -> dict[str, str]:
    """The parameters that show the live report of the same year, day and map."""
    asked, view = {"nam": str(found.year), DAY: short_date(found.as_of)}, _map_of(found)
    return asked if view.day is None else {**asked, **params_of(view)}


def edition_figure(request: HttpRequest, pk: int, figure: str) -> HttpResponse:
    """Every frozen row of a figure, or of the part of it the address names."""
    if figure not in FIGURES:
        raise Http404
    found = _edition(request, pk)
    query = request.GET.copy()
    query["so"] = figure
    choice: Choice = chosen(query)
    value, rows = frozen(found, choice)
    context = {
        "edition": found, "figure": value, "groups": grouped(rows, whole=True), "rows": len(rows),
        "total": sum(row.amount for row in rows), "said": part_said(part_of(found, choice)),
        "money": row_unit(figure) == "VND", "unit": row_unit(figure),
    }  # fmt: skip
    return render(request, "reports/edition_figure.html", context)


def edition_file(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The frozen paper as Word, Excel or PDF."""
    found = _edition(request, pk)
    if form not in RENDERERS:
        raise Http404
    name = f"bao-cao-6-thang-{found.year}-den-{found.as_of:%Y%m%d}-ban-{found.number}"
    return file_answer(rendered(restored(found.content["paper"]), form), form, name)


def _map_of(found: Edition) -> MapView:
    """The map the edition's annex of places was frozen with, by its day."""
    day = found.content["asked"]["map_day"]
    return MapView("day", date.fromisoformat(day)) if day else THEN


def issue(request: HttpRequest, pk: int) -> HttpResponse:
    """Ghi nhận văn bản: the signed document that carried the edition out."""
    found = _edition(request, pk)
    form = IssueForm(request.POST, request.FILES)
    if form.is_valid() and _recorded(request, found, form):
        messages.success(request, _("Đã ghi nhận văn bản."))
        return HttpResponseRedirect(reverse("edition", args=[pk]))
    return _page(request, found, form)


def _recorded(request: HttpRequest, found: Edition, form: IssueForm) -> bool:
    typed: dict[str, Any] = form.cleaned_data
    try:
        record_issue(
            by=request.user, edition=found, number=typed["number"], on=typed["on"],  # type: ignore[arg-type]
            signatory=typed["signatory"].strip(), file=typed["file"].read(), filename=typed["file"].name,
        )  # fmt: skip
    except Refused as refused:
        for item in refused.findings:
            field = {"number": "number", "date": "on"}.get(item.where)
            form.add_error(field, f"{item.message} {item.remedy}".strip())
    except IntegrityError as error:
        form.add_error(None, sentence_of(error))
    return not form.errors
