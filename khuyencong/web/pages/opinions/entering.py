"""A request comes in: its letter, and its list read and shown before anything is recorded."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.clusters.actions import attach_list, receive_request, receive_with_list, try_request
from khuyencong.clusters.actions.opinions import request_letter
from khuyencong.clusters.imports import marked, read_list
from khuyencong.clusters.models import Opinion
from khuyencong.clusters.queries import compare_rows, limits_on, lists_before, unsaved_rows
from khuyencong.clusters.rules.lists import doubts_of
from khuyencong.clusters.states import ListKind, OpinionKind, PrintedList
from khuyencong.documents.actions import Letter
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.workbook import WorkbookRefused
from khuyencong.registry.models import Place
from khuyencong.web.exports import XLSX, bytes_answer
from khuyencong.web.forms.opinions import NewOpinion
from khuyencong.web.office_reach import opinions_within
from khuyencong.web.pages.opinions import keeping
from khuyencong.web.pages.opinions.words import COLUMNS, GROUPS, hectares, line_of
from khuyencong.web.pages.petitions.words import people_options, picked, place_options
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request

TYPED = ("kind", "place", "period", "issuer_name", "number", "signatory", "handler")


def new(request: Request) -> HttpResponse:
    """The form of a new request. With a list it goes on to what was understood; without one it is recorded."""
    if request.method != "POST":
        return render(request, "opinions/new.html", {"form": _form(request, initial=_initial(request))})
    form = _form(request, request.POST, request.FILES)
    there = _received(request, form) if form.is_valid() else ""
    if there:
        return HttpResponseRedirect(there)
    context = {"form": form, "twin": getattr(form, "standing_twin", None)}
    return render(request, "opinions/new.html", context, status=422)


def _form(request: Request, *data: Any, **more: Any) -> NewOpinion:
    return NewOpinion(*data, places=place_options(request), people=people_options(request.today), **more)


def _initial(request: Request) -> dict[str, Any]:
    """What was typed before, when a person comes back from the preview."""
    token = request.GET.get("tu", "")
    if not token:
        return {"received_on": request.today}
    facts = keeping.facts_of(request, token)
    days = {name: _day(facts[name]) for name in ("dated", "received_on")}
    return {**{name: facts[name] for name in TYPED}, **days}


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _received(request: Request, form: NewOpinion) -> str:
    """The address to go on at; '' with every finding on the form when something was refused."""
    typed = form.cleaned_data
    facts = {name: typed[name] for name in TYPED}
    facts |= {name: typed[name].isoformat() for name in ("dated", "received_on")}
    if findings := try_request(by=request.user, today=request.today, **_given(facts)):
        told_on(form, Refused(*findings))
        twins = [item.data["opinion"] for item in findings if "opinion" in item.data]
        form.standing_twin = twins[0] if twins else None  # type: ignore[attr-defined]
        return ""
    scan = typed["file"]
    if not typed["workbook"]:
        given = _given(facts, scan.read() if scan else b"", scan.name if scan else "")
        row = receive_request(by=request.user, today=request.today, **given)
        messages.success(request, _("Đã ghi đề nghị. Nộp danh mục của tỉnh khi có."))
        return reverse("opinion", args=[row.pk])
    data = typed["workbook"].read()
    if not _readable(form, data, typed["workbook"].name):
        return ""
    facts |= {"filename": typed["workbook"].name, "scan_name": scan.name if scan else "", "opinion": 0,
              "list": ListKind.PROPOSED.value}  # fmt: skip
    return reverse("opinion-preview", args=[keeping.keep(request, facts, data, scan.read() if scan else b"")])


def _readable(form: Any, data: bytes, filename: str) -> bool:
    """The workbook holds a list; else the form says why not."""
    try:
        printed = read_list(data, filename)
    except WorkbookRefused as refused:
        form.add_error("workbook", str(refused))
        return False
    for item in () if printed.rows else printed.findings:
        form.add_error("workbook", f"{item.message} {item.remedy}")
    return bool(printed.rows)


def _given(facts: dict[str, Any], scan: bytes = b"", scan_name: str = "") -> dict[str, Any]:
    """What was typed, as the actions want it."""
    place = picked(Place, facts["place"])
    letter = request_letter(
        facts["kind"], place, facts["period"], facts["number"], _day(facts["dated"]), facts["issuer_name"]
    )  # fmt: skip
    letter = Letter(letter.number, letter.on, issuer_name=letter.issuer_name, abstract=letter.abstract,
                    signatory=facts["signatory"].strip(), data=scan, filename=scan_name)  # fmt: skip
    return {
        "kind": facts["kind"], "place": place, "period": facts["period"], "letter": letter,
        "received_on": _day(facts["received_on"]), "handler": picked(User, facts["handler"]),
    }  # fmt: skip


def give_list(request: Request, row: Opinion, form: Any) -> str:
    """A list for an opinion that stands: the address of what was understood, '' with the reason on the form."""
    file = form.cleaned_data["workbook"]
    data = file.read()
    if not _readable(form, data, file.name):
        return ""
    facts = {"opinion": row.pk, "list": form.cleaned_data["kind"], "filename": file.name}
    return reverse("opinion-preview", args=[keeping.keep(request, facts, data)])


def preview(request: Request, token: str) -> HttpResponse:
    """What was understood of a list, and what it would change; confirming records it, once."""
    if pk := keeping.recorded_as(request, token):
        return HttpResponseRedirect(reverse("opinion", args=[pk]))
    facts = keeping.facts_of(request, token)
    data = keeping.workbook_of(request, token)
    printed = read_list(data, facts["filename"])
    refused: list[Finding] = []
    if request.method == "POST":
        try:
            row = _record(request, facts, printed, data)
        except Refused as refusal:
            refused = list(refusal.findings)
        else:
            keeping.done(request, token, facts, row.pk)
            messages.success(request, _("Đã ghi danh mục {count} cụm.").format(count=len(printed.rows)))
            return HttpResponseRedirect(reverse("opinion", args=[row.pk]))
    context = {"token": token, "facts": facts, "printed": printed, "refused": refused,
               **_understood(request, facts, printed)}  # fmt: skip
    return render(request, "opinions/preview.html", context, status=422 if refused else 200)


def _record(request: Request, facts: dict[str, Any], printed: PrintedList, data: bytes) -> Opinion:
    file = {"printed": printed, "data": data, "filename": facts["filename"]}
    if not facts["opinion"]:
        given = _given(facts, keeping.scan_of(request, facts), facts["scan_name"])
        return receive_with_list(by=request.user, today=request.today, **given, **file)
    row = get_object_or_404(opinions_within(request), pk=facts["opinion"])
    attach_list(by=request.user, today=request.today, opinion=row, kind=facts["list"], **file)
    return row


def _understood(request: Request, facts: dict[str, Any], printed: PrintedList) -> dict[str, Any]:
    """Whose list it is, its rows with every doubt, and how it differs from the list before."""
    row = get_object_or_404(opinions_within(request), pk=facts["opinion"]) if facts["opinion"] else None
    place = row.place if row else picked(Place, facts["place"])
    day = (row.request.date or row.received_on) if row else _day(facts["dated"])
    rows = unsaved_rows(printed.rows)
    doubts = doubts_of(rows, limits_on(day))
    bases = lists_before(place, day) if facts["list"] == ListKind.PROPOSED else []
    base = [one for found in bases for one in found.rows.order_by("position")]
    differences = compare_rows(base, rows)
    tally = {key: sum(one.change in own for one in differences) for key, _title, own in GROUPS}
    lines = [
        (line_of(one, doubts, {}), printed.rows[one.asked.position - 1]) for one in differences if one.asked
    ]  # fmt: skip
    return {
        "row": row, "place": place, "base": bases[0] if bases else None, "lines": lines,
        "tally": [(title, tally[key]) for key, title, _own in GROUPS if tally[key]] if bases else [],
        "doubtful": sum(bool(line.doubts or read.findings) for line, read in lines),
        "area": hectares(sum((one.area for one in rows if one.area is not None), Decimal(0)) or None),
        "kind_said": OpinionKind(row.kind if row else facts["kind"]).label, "list_said": ListKind(facts["list"]).label,
        "columns": [(cell, COLUMNS.get(name, name)) for cell, name in printed.columns.items()],
        "letter": _letter_said(row, facts), "period": row.period if row else facts["period"],
    }  # fmt: skip


def _letter_said(row: Opinion | None, facts: dict[str, Any]) -> str:
    """'12/UBND-CN, 05/06/2024'."""
    number = row.request.number if row else facts["number"]
    day = row.request.date if row else _day(facts["dated"])
    return f"{number}, {short_date(day)}" if day else number


def marked_file(request: Request, token: str) -> HttpResponse:
    """The province's own workbook with every doubtful cell marked and explained."""
    facts, data = keeping.facts_of(request, token), keeping.workbook_of(request, token)
    made = marked(data, facts["filename"], read_list(data, facts["filename"]).rows)
    return bytes_answer(made, XLSX, "danh-muc-co-danh-dau.xlsx")
