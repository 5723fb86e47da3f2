"""The register of letters: the list, one document, entering a letter, dealing with it, the export of the e-office."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.models import Assignment, User
from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.actions import handle_document, register_letter, start_draft
from khuyencong.documents.actions.drafting import Wording
from khuyencong.documents.imports import read_export, record_export
from khuyencong.documents.models import Document
from khuyencong.documents.queries import DocumentFilter, as_seen, documents_like, letters_waiting
from khuyencong.documents.states import Direction, DocumentKind
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.papers import Column
from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.text import number_in
from khuyencong.registry.models import Organisation
from khuyencong.registry.queries import names_on
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.forms.papers_register import LetterIn
from khuyencong.web.links import subject_links
from khuyencong.web.pages.obstacles import told_on
from khuyencong.web.project_filters import Condition
from khuyencong.web.reach import documents_within
from khuyencong.web.refusals import tell
from khuyencong.web.request import Request
from khuyencong.web.steps import scans_of

SIZE = 30
WAITING = (("open", _("Chưa xử lý xong")), ("late", _("Quá hạn")))


def _asked(request: Request) -> tuple[Chips, QuerySet[Document]]:
    get = request.GET.get
    years = documents_within(request).order_by("-year").values_list("year", flat=True).distinct()
    conditions = [
        Condition("chieu", _("Đến hay đi"), list(Direction.choices), get("chieu", "")),
        Condition("loai", _("Loại văn bản"), list(DocumentKind.choices), get("loai", "")),
        Condition("cua_nam", _("Năm văn bản"), [(str(year), str(year)) for year in years], get("cua_nam", "")),
        Condition("xu_ly", _("Xử lý"), [(key, str(label)) for key, label in WAITING], get("xu_ly", "")),
    ]
    chips = Chips("papers", searched(request.GET), conditions)
    direction, kind, year, waiting = (item.value for item in conditions)
    wanted = DocumentFilter(chips.q, direction, kind, year, waiting)
    return chips, documents_like(documents_within(request), wanted, request.day)


def papers(request: Request) -> HttpResponse:
    """The register as the address asks it, newest first."""
    chips, rows = _asked(request)
    number = request.GET.get("trang", "1")
    page = max(number_in(number) or 1, 1) if len(number) < 6 else 1
    shown = list(rows.select_related("handler")[(page - 1) * SIZE : page * SIZE + 1])
    context = {
        "asked": chips,
        "shown": [as_seen(row, request.day) for row in shown[:SIZE]],
        "count": rows.count(),
        "waiting": letters_waiting(documents_within(request), request.day).count(),
        "page": page,
        "after": page + 1 if len(shown) > SIZE else 0,
        "before": page - 1,
        "may_handle": may(request.standing, Permission.HANDLE_OFFICE),
        "may_export": may(request.standing, Permission.EXPORT),
    }
    return render(request, "papers/list.html", context)


def export(request: Request) -> HttpResponseBase:
    """The filtered register as a file."""
    _chips, rows = _asked(request)
    columns = [
        Column(_("Số, ký hiệu"), width=1.4), Column(_("Ngày văn bản"), "date"), Column(_("Loại văn bản")),
        Column(_("Cơ quan ban hành"), width=2.4), Column(_("Trích yếu"), width=4), Column(_("Ngày đến"), "date"),
        Column(_("Hạn xử lý"), "date"), Column(_("Người xử lý"), width=1.6), Column(_("Ngày xong"), "date"),
    ]  # fmt: skip
    kind = request.GET.get("dang", "xlsx")
    return list_file(request, kind, "so-van-ban", _("Sổ văn bản đến, đi"), columns, _lines(rows, request.day), ())


def _lines(rows: QuerySet[Document], day: date) -> Iterator[list[Any]]:
    for row in rows.select_related("handler").iterator(chunk_size=500):
        as_seen(row, day)
        yield [
            row.number, row.date, str(DocumentKind(row.kind).label), row.issuer_name, row.abstract, row.received_on,
            row.due_on, row.handler.full_name if row.handler else "", row.handled_on,
        ]  # fmt: skip


def _found(request: Request, pk: int) -> Document:
    rows = documents_within(request).filter(Q(date__isnull=True) | Q(date__lte=request.day))
    known = rows.exclude(received_on__gt=request.day).select_related("handler", "issuer")
    return as_seen(get_object_or_404(known, pk=pk), request.day)


def paper(request: Request, pk: int) -> HttpResponse:
    """One document: what it is, its scan, the files it belongs to, the replies being written."""
    row = _found(request, pk)
    context = {
        "paper": row,
        "scan": scans_of([row]).get(row.pk),
        "links": subject_links([link.subject for link in row.links.all()]),
        "replies": row.replies.order_by("-id"),
        "may_handle": may(request.standing, Permission.HANDLE_OFFICE),
        "is_open": row.received_on is not None and row.handled_on is None,
        "late": bool(row.due_on and not row.handled_on and row.due_on < request.day),
    }
    return render(request, "papers/paper.html", context)


def people_of(request: Request) -> list[tuple[str, str]]:
    """Who of the Agency may handle a letter on this day, by name."""
    working = Assignment.objects.filter(holds_on(request.today), role__in=AGENCY_ROLES, user__is_active=True)
    users = User.objects.filter(pk__in=working.values("user")).order_by("full_name")
    return [(str(pk), name) for pk, name in users.values_list("pk", "full_name")]


AGENCY_ROLES = ("agency_leader", "division_head", "officer", "accountant", "clerk")


def bodies_of(request: Request) -> list[tuple[str, str]]:
    """Every body of the registry under its name of today."""
    known = Organisation.objects.values_list("pk", flat=True)
    named = sorted(names_on(request.today, known).items(), key=lambda pair: pair[1].sort_key)
    return [(str(pk), name.name) for pk, name in named]


def new(request: Request) -> HttpResponse:
    """Enter a letter that came."""
    options = {"bodies": bodies_of(request), "people": people_of(request)}
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LetterIn(*sent, initial={"received_on": request.today, "kind": DocumentKind.LETTER}, **options)
    if sent and form.is_valid():
        try:
            row = _registered(request, form)
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã vào sổ văn bản {number}.").format(number=row.number))
            return HttpResponseRedirect(reverse("paper", args=[row.pk]))
    return render(request, "papers/new.html", {"form": form}, status=422 if sent else 200)


def _registered(request: Request, form: LetterIn) -> Document:
    typed = form.cleaned_data
    handler = User.objects.get(pk=int(typed["handler"])) if typed["handler"] else None
    return register_letter(
        by=request.user, today=request.today, letter=form.taken(), received_on=typed["received_on"],
        due_on=typed["due_on"], handler=handler, note=typed["note"],
    )  # fmt: skip


def handled(request: Request, pk: int) -> HttpResponse:
    """Say that a letter was dealt with today."""
    row = _found(request, pk)
    try:
        handle_document(by=request.user, document=row, on=request.today, today=request.today,
                        note=request.POST.get("ghi_chu", "").strip())  # fmt: skip
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("Đã ghi: xử lý xong."))
    return HttpResponseRedirect(reverse("paper", args=[pk]))


def reply(request: Request, pk: int) -> HttpResponse:
    """Begin a reply to a letter, or go on with the one begun."""
    row = _found(request, pk)
    wording = Wording(
        abstract=_("Trả lời văn bản số {number}").format(number=row.number), recipients=row.issuer_name,
        due_on=row.due_on,
    )  # fmt: skip
    draft = start_draft(by=request.user, on=request.today, wording=wording, thing=row, purpose="reply", replies_to=row)
    return HttpResponseRedirect(reverse("draft", args=[draft.pk]))


def take_export(request: Request) -> HttpResponse:
    """Read the export of the Ministry's e-office and enter its letters; each row is told apart."""
    file = request.FILES.get("tep")
    outcome = None
    if request.method == "POST" and file is None:
        messages.error(request, _("Hãy chọn tệp Excel xuất từ hệ thống văn bản."))
    elif file is not None:
        try:
            rows = read_export(file.read(), file.name or "")
            outcome = record_export(by=request.user, today=request.today, rows=rows, filename=file.name or "")
        except Refused as refusal:
            tell(request, refusal)
    return render(request, "papers/import.html", {"outcome": outcome})
