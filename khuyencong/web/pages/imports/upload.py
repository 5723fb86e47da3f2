"""A workbook on its way in: the upload form, the preview of what was understood, recording."""

from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.guards import sentence_of
from khuyencong.kernel.workbook import WorkbookRefused
from khuyencong.kernel.writers.formats import MEDIA_TYPES
from khuyencong.programme.actions import Outcome
from khuyencong.programme.imports.workbooks import annotated
from khuyencong.records.queries import earlier_run
from khuyencong.web.forms.imports import PaperForm, UploadForm
from khuyencong.web.pages.imports import drafts
from khuyencong.web.pages.imports.paper import money_unit, paper_of, sums_of
from khuyencong.web.pages.imports.reading import RECORD, asked_of, day_of, options_of, printed_of, understood
from khuyencong.web.pages.imports.rows import Reader, Shown, groups_of, in_sheet_order, sliced
from khuyencong.web.pages.imports.words import title_of

SAMPLE = 6


def new(request: HttpRequest) -> HttpResponse:
    """Choose a file and say what it is; a file that is understood goes to its preview."""
    asked = {"kind": request.GET.get("loai", "plan"), "year": request.year}  # type: ignore[attr-defined]
    form = UploadForm(request.POST or None, request.FILES or None, initial=asked)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        data = file.read()
        try:
            facts = understood(by=request.user, asked=asked_of(form.cleaned_data, file.name), data=data)  # type: ignore[arg-type]
        except WorkbookRefused as refused:
            form.add_error("file", str(refused))
        except IntegrityError as error:
            form.add_error("file", sentence_of(error))
        else:
            return _to_preview(request, facts, data)
    return render(request, "imports/new.html", {"form": form}, status=422 if form.is_bound else 200)


def _to_preview(request: HttpRequest, facts: dict[str, Any], data: bytes) -> HttpResponse:
    if facts["run"]:
        return _known(request, facts["run"])
    token = drafts.keep(request, data)
    drafts.describe(request, token, facts)
    return HttpResponseRedirect(reverse("import-preview", args=[token]))


def _known(request: HttpRequest, run: int) -> HttpResponse:
    messages.info(request, _("Tệp này đã được nhập, không có gì thay đổi."))
    return HttpResponseRedirect(reverse("import-run", args=[run]))


def preview(request: HttpRequest, token: str) -> HttpResponse:
    """What was understood and what recording would do; the form changes what a person said about the paper."""
    if run := drafts.recorded_as(request, token):
        return _known(request, run)
    facts = drafts.facts(request, token)
    form = PaperForm(request.POST or None, initial={**facts, "decision_date": day_of(facts)})
    if request.method == "POST" and form.is_valid():
        data = drafts.content(request, token)
        try:
            again = understood(by=request.user, asked=asked_of(form.cleaned_data, facts["filename"]), data=data)  # type: ignore[arg-type]
        except (WorkbookRefused, IntegrityError) as error:
            form.add_error(None, sentence_of(error) if isinstance(error, IntegrityError) else str(error))
        else:
            drafts.describe(request, token, again)
            return HttpResponseRedirect(reverse("import-preview", args=[token]))
    context = {"token": token, "form": form, "facts": facts, **_shown(request, facts)}
    return render(request, "imports/preview.html", context, status=422 if form.is_bound else 200)


def _shown(request: HttpRequest, facts: dict[str, Any]) -> dict[str, Any]:
    paper, reader, sums = paper_of(facts), Reader.of(facts["sheets"]), sums_of(facts["rows"])
    rows = [reader.shown(**row) for row in facts["rows"]]
    groups = groups_of(facts["skipped"], facts["checks"])
    right = [row for row in rows if row.state == "recorded"]
    tabs = {
        "tat-ca": (_("Tất cả"), len(rows), lambda: in_sheet_order([*rows, *groups], facts["sheets"])),
        "can-xem": (_("Cần xem"), sum(row.needs_a_look for row in rows), lambda: [r for r in rows if r.needs_a_look]),
        "dung": (_("Đúng"), len(right), lambda: right),
        "bo-qua": (_("Bỏ qua"), len(groups), lambda: groups),
    }
    usual = "can-xem" if tabs["can-xem"][1] else "tat-ca"
    tab = request.GET.get("the", usual)
    tab = tab if tab in tabs else usual
    lines: list[Shown] = tabs[tab][2]()
    return {
        "title": title_of(facts["kind"], facts["year"]), "uploaded": parse_datetime(facts["at"]),
        "paper": paper, "sums": sums, "unit": money_unit(paper.sheets), "tab": tab,
        "tabs": [(key, words, count) for key, (words, count, _lines) in tabs.items()],
        "slice": sliced(lines, request.GET.get("trang", "")), "sample": right[:SAMPLE] if tab == "can-xem" else [],
        "right": len(right), "locked": _why_locked(facts, len(right)),
    }  # fmt: skip


def _why_locked(facts: dict[str, Any], right: int) -> str:
    """Why nothing can be recorded yet, or ''."""
    if facts["refused"]:
        return " ".join(f"{found['message']} {found['remedy']}".strip() for found in facts["refused"])
    if facts["undated"]:
        return _("Chưa rõ ngày của quyết định phân bổ: ghi ngày ở mục Văn bản rồi nhập.")
    return "" if right else _("Chưa có dòng nào nhập được.")


def record(request: HttpRequest, token: str) -> HttpResponse:
    """Record the rows that are right; the rest wait. A second click finds the run of the first."""
    if run := drafts.recorded_as(request, token):
        return _known(request, run)
    facts, data = drafts.facts(request, token), drafts.content(request, token)
    options = options_of(facts, data, request.POST.get("ly_do", "").strip())
    try:
        outcome = RECORD[facts["kind"]](by=request.user, printed=printed_of(facts, data), options=options)
    except (Refused, WorkbookRefused, IntegrityError) as error:
        known = earlier_run(facts["kind"], facts["year"], options.sha256)
        if known is not None:
            return _known(request, known.pk)
        messages.error(request, _("Chưa ghi gì: %(why)s") % {"why": _why(error)})
        return HttpResponseRedirect(reverse("import-preview", args=[token]))
    if outcome.run is None:
        raise Http404
    drafts.finish(request, token, outcome.run.pk)
    return _known(request, outcome.run.pk) if outcome.already else _recorded(request, outcome)


def _why(error: Exception) -> str:
    if isinstance(error, Refused):
        return " ".join(f"{found.message} {found.remedy}".strip() for found in error.findings)
    return sentence_of(error) if isinstance(error, IntegrityError) else str(error)


def _recorded(request: HttpRequest, outcome: Outcome) -> HttpResponse:
    run = outcome.run
    waiting = run.rows.filter(state="doubtful").count() if run else 0
    said = _("Đã nhập %(count)d dòng.") % {"count": outcome.created}
    if outcome.unchanged:
        said += " " + _("%(count)d dòng đã có từ trước, không đổi.") % {"count": outcome.unchanged}
    if waiting:
        said += " " + _("%(count)d dòng còn chờ xem ở dưới.") % {"count": waiting}
    messages.success(request, said)
    return HttpResponseRedirect(reverse("import-run", args=[run.pk if run else 0]))


def marked(request: HttpRequest, token: str) -> HttpResponse:
    """The draft's own workbook with doubtful and interpreted cells marked."""
    facts, data = drafts.facts(request, token), drafts.content(request, token)
    return marked_file(
        facts["filename"], annotated(data, facts["filename"], printed_of(facts, data), facts["doubtful"])
    )


def marked_file(filename: str, data: bytes) -> HttpResponse:
    """An annotated workbook as a download."""
    name = f"{filename.rpartition('.')[0] or filename}_danh_dau.xlsx"
    return HttpResponse(data, content_type=MEDIA_TYPES["xlsx"], headers={"Content-Disposition": attachment_named(name)})


def attachment_named(name: str) -> str:
    """A Content-Disposition that keeps Vietnamese letters."""
    return content_disposition_header(True, name) or "attachment"


def forget(request: HttpRequest, token: str) -> HttpResponse:
    """Throw the uploaded file away."""
    drafts.forget(request, token)
    messages.info(request, _("Đã bỏ tệp; chưa có gì được ghi."))
    return HttpResponseRedirect(reverse("imports"))
