"""Drafts: what waits for whom, one draft with its slip and trail, writing it, moving it on."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.actions import Letter, edit_draft, move_draft, record_draft, start_draft
from khuyencong.documents.actions.drafting import Wording
from khuyencong.documents.models import Draft
from khuyencong.documents.permissions import desks_of
from khuyencong.documents.printouts import paper_of_draft, slip_of_draft
from khuyencong.documents.queries import draft_seen, drafts_at, drafts_on
from khuyencong.documents.states import DraftState
from khuyencong.documents.transitions import DRAFT
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.guards import holding
from khuyencong.kernel.papers import Paper
from khuyencong.kernel.text import fold
from khuyencong.kernel.writers.formats import RENDERERS, rendered
from khuyencong.records.transitions import Transition
from khuyencong.web.chips import searched
from khuyencong.web.exports import file_answer
from khuyencong.web.forms.papers_register import DraftForm
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.links import subject_links
from khuyencong.web.office_reach import drafts_within
from khuyencong.web.pages.reports.asked import Choice
from khuyencong.web.pages.reports.sheet import drawn
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request
from khuyencong.web.steps import offers_of, step_named, step_taken, trail_of

SHOWN = 60
DONE = (DraftState.RECORDED, DraftState.DROPPED)
PAPERS: dict[str, Callable[..., Paper]] = {"du-thao": paper_of_draft, "phieu-trinh": slip_of_draft}


def mine_of(request: Request) -> QuerySet[Draft]:
    """Drafts that wait for this person."""
    return drafts_at(drafts_within(request), desks_of(request.standing), request.user.pk)


def drafts(request: Request) -> HttpResponse:
    """What waits for the person, what is under way, what came out."""
    view, q = request.GET.get("xem", ""), searched(request.GET)
    rows = drafts_within(request)
    chosen = {
        "dang-trinh": rows.exclude(state__in=DONE).order_by("due_on", "id"),
        "da-xong": rows.filter(state__in=DONE).order_by("-since", "-id"),
    }.get(view, mine_of(request))
    if folded := fold(q):
        chosen = (rows if not view else chosen).filter(holding(Draft, "folded", folded))
    shown = list(chosen.select_related("author", "document", "issuer")[: SHOWN + 1])
    context = {
        "view": view, "q": q, "shown": shown[:SHOWN], "more": len(shown) > SHOWN, "mine": mine_of(request).count(),
        "under_way": rows.exclude(state__in=DONE).count(), "may_write": may(request.standing, Permission.HANDLE_OFFICE),
    }  # fmt: skip
    return render(request, "drafts/list.html", context)


def _found(request: Request, pk: int) -> Draft:
    rows = drafts_within(request).select_related("author", "issuer", "replies_to", "document")
    return draft_seen(get_object_or_404(drafts_on(rows, request.day), pk=pk))


def draft(request: Request, pk: int) -> HttpResponse:
    """One draft: the slip first, then the paper, the way it went, and the steps this person may take."""
    return _shown(request, _found(request, pk), None)


def _shown(request: Request, row: Draft, sent: StepForm | None) -> HttpResponse:
    writing = row.state == DraftState.WRITING and not request.is_past
    context = {
        "draft": row,
        "sheet": drawn(paper_of_draft(row, request.day), kept={}, choice=Choice()),
        "subject": next(iter(subject_links([row.subject])), None) if row.subject else None,
        "trail": trail_of(row, DRAFT, request.day),
        "versions": row.versions.select_related("by").order_by("-number"),
        "may_edit": writing and may(request.standing, Permission.HANDLE_OFFICE),
        "offers": [] if request.is_past else offers_of(
            request, row, DRAFT, lambda name: reverse("draft-step", args=[row.pk, name]), sent=sent, ask=_asked
        ),
        "forms": list(RENDERERS),
        "late": bool(row.due_on and row.state not in DONE and row.due_on < request.day),
    }  # fmt: skip
    return render(request, "drafts/draft.html", context, status=422 if sent else 200)


def _asked(transition: Transition) -> dict[str, Any]:
    """What the form of a step asks."""
    if transition.name == "record":
        return {"words": "", "paper_required": True}
    if transition.back:
        return {"words": _("Lý do"), "required": True}
    return {"words": _("Ý kiến")}


def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Take one step of a draft: submit, agree, return, record the signed paper."""
    row = _found(request, pk)
    transition = step_named(DRAFT, name)
    form = StepForm(request.POST, request.FILES, prefix=name, **_asked(transition))
    return step_taken(
        request, form, transition.title, lambda: _stepped(request, row, name, form),
        lambda: _shown(request, _found(request, pk), form),
    )  # fmt: skip


def _stepped(request: Request, row: Draft, name: str, form: StepForm) -> str:
    typed = form.cleaned_data
    if name != "record":
        move_draft(by=request.user, draft=row, name=name, on=typed["on"], today=request.today,
                   remark=typed.get("remark", ""), seen=typed["seen"])  # fmt: skip
        return reverse("draft", args=[row.pk])
    given = form.letter()
    assert given is not None
    letter = Letter(given.number, given.on, row.kind, signatory=given.signatory, data=given.data,
                    filename=given.filename)  # fmt: skip
    record_draft(by=request.user, draft=row, letter=letter, today=request.today)
    return reverse("draft", args=[row.pk])


def new(request: Request) -> HttpResponse:
    """Begin a draft of its own."""
    first = {"kind": "CV", "issuer": "CUC", "signatory_title": "CỤC TRƯỞNG", "recipients": "Lưu: VT"}
    form = DraftForm(request.POST, fresh=True) if request.method == "POST" else DraftForm(initial=first, fresh=True)
    if form.is_bound and form.is_valid():
        kind, issuer = form.cleaned_data["kind"], form.cleaned_data["issuer"]
        try:
            row = start_draft(by=request.user, on=request.today,
                              wording=Wording(kind=kind, issuer_code=issuer, **form.words))  # fmt: skip
        except Refused as refusal:
            told_on(form, refusal)
        else:
            return HttpResponseRedirect(reverse("draft", args=[row.pk]))
    return render(request, "drafts/edit.html", {"form": form}, status=422 if form.is_bound else 200)


def edit(request: Request, pk: int) -> HttpResponse:
    """Write on; when somebody else saved in between, both texts are shown and nothing is lost."""
    row = _found(request, pk)
    words = ("abstract", "body", "question", "authority", "signatory_title", "signatory", "recipients", "due_on")
    initial = {name: getattr(row, name) for name in words} | {"seen": row.version}
    form = DraftForm(request.POST) if request.method == "POST" else DraftForm(initial=initial)
    theirs = None
    if form.is_bound and form.is_valid():
        try:
            edit_draft(by=request.user, draft=row, seen=form.cleaned_data["seen"] or 0, values=form.words)
        except Refused as refusal:
            told_on(form, refusal)
            theirs = _theirs(row, refusal)
            if theirs:
                form.data = {**form.data.dict(), "seen": str(theirs.number)}  # type: ignore[attr-defined]
        else:
            messages.success(request, _("Đã lưu dự thảo."))
            return HttpResponseRedirect(reverse("draft", args=[pk]))
    context = {"form": form, "draft": row, "theirs": theirs}
    return render(request, "drafts/edit.html", context, status=422 if form.is_bound else 200)


def _theirs(row: Draft, refusal: Refused) -> Any:
    """The version that came in between, when that is why the save was refused."""
    number = next((str(item.data["version"]) for item in refusal.findings if "version" in item.data), "")
    return row.versions.select_related("by").filter(number=int(number)).first() if number else None


def version(request: Request, pk: int, number: int) -> HttpResponse:
    """An earlier text of the draft."""
    row = _found(request, pk)
    kept = get_object_or_404(row.versions.select_related("by"), number=number)
    return render(request, "drafts/version.html", {"draft": row, "version": kept})


def file(request: Request, pk: int, which: str, kind: str) -> HttpResponse:
    """The draft or its slip as Word, Excel or PDF."""
    row = _found(request, pk)
    if which not in PAPERS or kind not in RENDERERS:
        raise Http404
    return file_answer(rendered(PAPERS[which](row, request.day), kind), kind, f"{which}-{row.pk}")
