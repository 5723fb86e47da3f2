"""Imports that were recorded: the list, one run with its rows, and what settles a row that waits."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import visible_to
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.guards import sentence_of
from khuyencong.kernel.plain import plain
from khuyencong.programme.actions import totals_now
from khuyencong.programme.imports.workbooks import annotated
from khuyencong.programme.models import AllocationBatch, AnnualPlan
from khuyencong.records.models import ImportRow, ImportRun
from khuyencong.records.queries import attachments_of
from khuyencong.web.pages.imports import drafts
from khuyencong.web.pages.imports.files import stored_bytes
from khuyencong.web.pages.imports.paper import money_unit, paper_of
from khuyencong.web.pages.imports.reading import READ
from khuyencong.web.pages.imports.rows import PAGE, Reader, Shown, Slice, page_number
from khuyencong.web.pages.imports.settling import form_of, settle_with
from khuyencong.web.pages.imports.upload import marked_file
from khuyencong.web.pages.imports.words import KIND_NAMES, title_of

TABS = (("can-xem", "doubtful"), ("dung", "recorded"), ("bo-qua", "skipped"))
LISTED = 100


def _runs(request: HttpRequest) -> QuerySet[ImportRun]:
    """Workbooks of plans and allocations; a province's list of clusters is shown with its opinion."""
    rows = ImportRun.objects.filter(kind__in=KIND_NAMES).select_related("made_by")
    return visible_to(request.standing, rows)  # type: ignore[attr-defined]


def runs(request: HttpRequest) -> HttpResponse:
    """Every workbook read, newest first, and this session's files that wait to be recorded."""
    counted = _runs(request).annotate(
        total=Count("rows"), doubtful=Count("rows", filter=Q(rows__state="doubtful"))
    ).order_by("-made_at", "-pk")  # fmt: skip
    found = list(counted[:LISTED])
    for run in found:
        run.kind_name = KIND_NAMES.get(run.kind, run.kind)  # type: ignore[attr-defined]
    return render(request, "imports/list.html", {"runs": found, "drafts": drafts.waiting(request)})


def run(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: its result, its file, its rows by state."""
    return _page(request, get_object_or_404(_runs(request), pk=pk))


def _page(request: HttpRequest, found: ImportRun, bound: dict[int, Any] | None = None) -> HttpResponse:
    counts = dict(found.rows.order_by().values_list("state").annotate(Count("pk")))
    usual = "can-xem" if counts.get("doubtful") else "dung"
    tab = "can-xem" if bound else request.GET.get("the", usual)
    state = dict(TABS).get(tab, "recorded")
    known = _known(found)
    paper, reader = paper_of(known), Reader.of(known["sheets"])
    names = {"can-xem": _("Cần xem"), "dung": _("Đã ghi nhận"), "bo-qua": _("Bỏ qua")}
    context = {
        "run": found, "title": title_of(found.kind, found.year), "paper": paper, "unit": money_unit(paper.sheets),
        "tab": tab, "tabs": [(key, names[key], counts.get(value, 0)) for key, value in TABS],
        "slice": _slice(request, found, state, reader, bound or {}), "counts_all": sum(counts.values()),
        "file": attachments_of(found).filter(kind="workbook").select_related("blob").first(),
        "batches": AllocationBatch.objects.filter(run=found).select_related("document"),
        "plan": AnnualPlan.objects.select_related("document").filter(year=found.year).first()
        if found.kind == "plan" else None,
    }  # fmt: skip
    return render(request, "imports/run.html", context, status=422 if bound else 200)


def _known(found: ImportRun) -> dict[str, Any]:
    """What the run keeps about the paper, in the shape of a draft's facts."""
    kept = found.understood
    findings = [*kept.get("paper", []), *kept.get("findings", [])]
    if not found.rows.filter(state="doubtful").exists():
        stated_now = plain(totals_now(found))
        findings = [*stated_now, *(item for item in findings if item["code"] != "stated-total")]
    stated: dict[str, Any] = next((item["data"] for item in findings if item["code"] == "stated-total"), {})
    grand = [check["stated"] for check in found.checks if check["scope"] == "workbook"]
    stated_total = stated.get("stated", sum(grand) if grand else None)
    return {
        "sheets": kept.get("sheets", []), "checks": found.checks, "findings": findings,
        "warnings": kept.get("warnings", []), "stated_total": stated_total,
        "rows_total": stated.get("rows", stated_total) if stated or grand else _printed_sum(found),
    }  # fmt: skip


def _printed_sum(found: ImportRun) -> int:
    """What the rows say together, where the paper states no total."""
    printed = found.rows.values_list("printed", flat=True)
    return sum(row.get("support", row.get("amount")) or 0 for row in printed)


def _slice(request: HttpRequest, found: ImportRun, state: str, reader: Reader, bound: dict[int, Any]) -> Slice:
    rows = found.rows.filter(state=state)
    total = rows.count()
    pages = max(1, -(-total // PAGE))
    page = page_number(request.GET.get("trang", ""), pages)
    lines = [_line(row, reader, found, bound) for row in rows[(page - 1) * PAGE : page * PAGE]]
    return Slice(lines, page, pages, total)


def _line(row: ImportRow, reader: Reader, found: ImportRun, bound: dict[int, Any]) -> Shown:
    line = reader.shown(row.sheet, row.row, row.state, row.printed, row.findings)
    line.pk, line.subject = row.pk, row.subject
    if row.state == "doubtful":
        line.form = bound.get(row.pk) or form_of(row, found)
    return line


def settle(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """A person says what a doubtful row means; what was typed stays when it is refused."""
    found = get_object_or_404(_runs(request), pk=pk)
    waiting = get_object_or_404(found.rows.all(), pk=row)
    form = form_of(waiting, found, request.POST)
    if form is None:
        raise Http404
    if form.is_valid():
        try:
            said = settle_with(by=request.user, row=waiting, run=found, cleaned=form.cleaned_data)  # type: ignore[arg-type]
        except Refused as refused:
            for item in refused.findings:
                form.add_error(None, f"{item.message} {item.remedy}".strip())
        except IntegrityError as error:
            form.add_error(None, sentence_of(error))
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("import-run", args=[pk]))
    return _page(request, found, {waiting.pk: form})


def marked(request: HttpRequest, pk: int) -> HttpResponse:
    """The kept workbook with doubtful and interpreted cells marked."""
    found = get_object_or_404(_runs(request), pk=pk)
    file = get_object_or_404(attachments_of(found).filter(kind="workbook"))
    data = stored_bytes(file)
    printed = READ[found.kind](data, found.filename, year=found.year)
    return marked_file(found.filename, annotated(data, found.filename, printed, []))
