"""One opinion: the deadline, what differs, the stance on each row, the draft, the answer, what the province did."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.clusters.actions import draft_opinion, record_answer, record_outcome, view_rows, withdraw_request
from khuyencong.clusters.actions.opinions import PURPOSE
from khuyencong.clusters.models import Opinion, RowView
from khuyencong.clusters.printouts import comparison_paper
from khuyencong.clusters.printouts.comparison import said
from khuyencong.clusters.queries import Difference, bases_of, compare, limits_on, opinions_on, views_by_row
from khuyencong.clusters.rules.lists import doubts_of
from khuyencong.clusters.rules.opinions import every_row_is_viewed
from khuyencong.clusters.states import ListKind, OpinionState, Stance
from khuyencong.clusters.transitions import OPINION
from khuyencong.documents.queries import drafts_for, drafts_seen
from khuyencong.documents.states import DraftState
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.writers.formats import RENDERERS, rendered
from khuyencong.records.transitions import Transition
from khuyencong.web.exports import file_answer
from khuyencong.web.forms.opinions import GivenList
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.office_reach import opinions_within
from khuyencong.web.pages.opinions.entering import give_list
from khuyencong.web.pages.opinions.words import SAID, clock_of, clocks_known, due_of, groups_of, line_of, state_badge
from khuyencong.web.pages.petitions.words import address_of
from khuyencong.web.refusals import tell
from khuyencong.web.request import Request
from khuyencong.web.steps import offers_of, scans_of, step_named, step_taken, trail_of

WRITTEN = (OpinionState.DRAFTED, *SAID)
Typed = Mapping[int, tuple[str, str]]


def opinion(request: Request, pk: int) -> HttpResponse:
    """One request as it stood on the day."""
    return _shown(request, _found(request, pk))


def _found(request: Request, pk: int) -> Any:
    rows = opinions_on(opinions_within(request), request.day)
    related = ("place", "request", "asked", "base", "answer", "approved", "outcome_paper", "handler")
    return get_object_or_404(rows.select_related(*related), pk=pk)


def _compared(request: Request, row: Any) -> tuple[list[Difference], dict[int, list[Finding]], dict[int, RowView]]:
    """What differs, what is doubtful, and the stances by row, as far as they were known on the day."""
    if row.asked is None or row.stood == OpinionState.RECEIVED:
        return [], {}, {}
    differences = compare(bases_of(row), row.asked)
    doubts = doubts_of([one.asked for one in differences if one.asked], limits_on(row.received_on))
    seen = not request.is_past or row.stood in WRITTEN
    views = views_by_row(row) if seen else {}
    if not _approved(row, request):
        for view in views.values():
            view.outcome = ""
    return differences, doubts, views


def _approved(row: Any, request: Request) -> Any:
    """The list the province approved, once it was known on the day."""
    return row.approved if row.approved and row.approved.as_of <= request.day else None


def _shown(
    request: Request, row: Any, sent: StepForm | None = None, upload: GivenList | None = None,
    typed: Typed | None = None, refused: tuple[Finding, ...] = (),
) -> HttpResponse:  # fmt: skip
    differences, doubts, views = _compared(request, row)
    lines = [(one.change, line_of(one, doubts, views)) for one in differences]
    _typed_on([line for _change, line in lines], typed or {}, refused)
    trail = trail_of(row, OPINION, request.day)
    viewing = row.stood in (OpinionState.EXAMINING, OpinionState.DRAFTED) and not request.is_past
    context = {
        **_facts(request, row), "groups": groups_of(lines), "asked": row.asked if differences else None,
        "bases": bases_of(row) if differences else [], "counts": _counts([line for _change, line in lines]),
        "stances": Stance.choices, "refused": refused, "outcome": _outcome(trail), "trail": trail,
        "begun": _("Nhận đề nghị"), "may_view": viewing and may(request.standing, Permission.HANDLE_OFFICE),
        "upload": upload or _upload(request, row), "by_paper": ("answer",),
        "offers": [] if request.is_past else _offers(request, row, sent),
    }  # fmt: skip
    wrong = bool(sent or upload or refused)
    return render(request, "opinions/opinion.html", context, status=422 if wrong else 200)


def _facts(request: Request, row: Any) -> dict[str, Any]:
    """The head of the page: state, deadline and its clock, papers, drafts."""
    clocks, answered = clocks_known(), row.stood in SAID
    drafts = drafts_seen(row, request.day, PURPOSE)
    return {
        "opinion": row, "state": state_badge(row.stood), "due": due_of(row, request.day, clocks),
        "clock": clock_of(row, clocks), "said": answered, "approved": _approved(row, request),
        "forms": list(RENDERERS), "drafts": [(one, address_of("draft", one.pk)) for one in drafts],
        "papers": scans_of([one for one in (row.request, row.answer if answered else None) if one]),
    }  # fmt: skip


def _typed_on(lines: list[Any], typed: Typed, refused: tuple[Finding, ...]) -> None:
    """What was typed and refused, back on its lines."""
    wrong = {item.where: item.message for item in refused}
    for line in lines:
        if line.key in typed:
            line.stance, line.ground = typed[line.key]
        line.error = wrong.get(str(line.key), "")


def _counts(lines: list[Any]) -> dict[str, int]:
    """How many rows are asked about, doubtful, and without a stance."""
    asked = [line for line in lines if line.key]
    return {
        "asked": len(asked), "doubtful": sum(bool(line.doubts) for line in asked),
        "open": sum(not line.stance for line in asked),
    }  # fmt: skip


def _outcome(trail: list[Any]) -> Any:
    """The last that was told of the province's decision, as a step of the trail."""
    return next((one for one in trail if one.step.name == "follow"), None)


def _upload(request: Request, row: Any, *data: Any) -> GivenList | None:
    """The form of a list that may still be given; None when none may."""
    kinds = {
        OpinionState.RECEIVED: [ListKind.PROPOSED],
        OpinionState.EXAMINING: [ListKind.PROPOSED, ListKind.BASELINE],
        OpinionState.SENT: [ListKind.APPROVED], OpinionState.FOLLOWED: [ListKind.APPROVED],
    }.get(row.stood, [])  # fmt: skip
    if request.is_past or not kinds or not may(request.standing, Permission.HANDLE_OFFICE):
        return None
    options = [(kind.value, kind.label) for kind in kinds]
    return GivenList(*data, kinds=options, **({} if data else {"initial": {"kind": kinds[0].value}}))


def _offers(request: Request, row: Any, sent: StepForm | None) -> list[Any]:
    """Steps out of the state; a list is given by its own form, and no second draft while one is on its way."""
    ended = (DraftState.RECORDED, DraftState.DROPPED)
    writing = row.stood == OpinionState.DRAFTED and drafts_for(row, PURPOSE).exclude(state__in=ended).exists()
    hidden = ("examine", "draft") if writing else ("examine",)
    offers = offers_of(
        request, row, OPINION, lambda name: reverse("opinion-step", args=[row.pk, name]), sent=sent, hidden=hidden,
        ask=_asked,
    )  # fmt: skip
    waits = every_row_is_viewed(row.asked.rows.all(), views_by_row(row)) if row.asked and not writing else []
    if waits:
        why = " ".join(f"{item.message} {item.remedy}" for item in waits)
        offers = [replace(one, why=one.why or why) if one.name == "draft" else one for one in offers]
    folded = sent is None and row.stood == OpinionState.FOLLOWED
    return [replace(one, is_open=False) for one in offers] if folded else offers


def _asked(transition: Transition) -> dict[str, Any]:
    """What the form of a step asks."""
    if transition.name == "answer":
        return {"words": "", "paper_required": True}
    if transition.name == "follow":
        return {"words": _("Tỉnh đã làm gì với ý kiến"), "most": 2000, "required": True, "paper": True}
    if transition.name == "withdraw":
        return {"words": _("Lý do tỉnh rút đề nghị"), "required": True, "paper": True}
    return {"words": ""}


def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Take one step of an opinion."""
    row = _found(request, pk)
    if name == "examine":  # that is done by viewing the rows
        raise Http404
    transition = step_named(OPINION, name)
    form = StepForm(request.POST, request.FILES, prefix=name, **_asked(transition))
    if name == "answer":  # the answer counts from the day of its paper
        del form.fields["on"]
    return step_taken(
        request, form, transition.title, lambda: _stepped(request, row, name, form),
        lambda: _shown(request, _found(request, pk), form),
    )  # fmt: skip


def _stepped(request: Request, row: Opinion, name: str, form: StepForm) -> str:
    """Do it; the address to go on at: the draft that was begun, else the opinion."""
    typed = form.cleaned_data
    given: dict[str, Any] = {"by": request.user, "today": request.today, "opinion": row}
    here = reverse("opinion", args=[row.pk])
    if name == "draft":
        return address_of("draft", draft_opinion(on=typed["on"], **given).pk) or here
    given["seen"] = typed["seen"]
    if name == "answer":
        record_answer(letter=form.letter(), **given)
    elif name == "follow":
        record_outcome(on=typed["on"], outcome=typed["remark"], paper=form.letter(), **given)
    else:
        withdraw_request(on=typed["on"], reason=typed["remark"], paper=form.letter(), **given)
    return here


def views(request: Request, pk: int) -> HttpResponse:
    """Record the stances and grounds of the whole table; ``con_lai`` supports rows that nothing is doubtful about."""
    row = _found(request, pk)
    _differences, doubts, known = _compared(request, row)
    typed = _typed(request, row, doubts, known)
    try:
        changed = view_rows(by=request.user, today=request.today, opinion=row, views=typed)
    except Refused as refusal:
        general = [item for item in refusal.findings if not item.where.isdigit()]
        if general:
            tell(request, Refused(*general))
        return _shown(request, row, typed=typed, refused=tuple(refusal.findings))
    messages.success(request, _("Đã ghi ý kiến của {count} dòng.").format(count=changed))
    return HttpResponseRedirect(reverse("opinion", args=[pk]) + "#so-sanh")


def _typed(request: Request, row: Any, doubts: Mapping[int, Any], known: Mapping[int, RowView]) -> Typed:
    """Stances and grounds as sent; an empty ground of a doubtful row to revise is what is doubtful about it."""
    found: dict[int, tuple[str, str]] = {}
    rest = request.POST.get("con_lai") == Stance.SUPPORT
    for key in row.asked.rows.values_list("pk", flat=True) if row.asked else ():
        if f"y-{key}" not in request.POST:
            continue
        stance, ground = request.POST[f"y-{key}"], request.POST.get(f"c-{key}", "").strip()
        if rest and not stance and not doubts.get(key):
            stance = Stance.SUPPORT.value
        if stance in (Stance.REVISE, Stance.AGAINST) and not ground and doubts.get(key):
            ground = " ".join(said(item) for item in doubts[key])
        found[key] = (stance, ground)
    return found


def given(request: Request, pk: int) -> HttpResponse:
    """A list in Excel for this opinion: read, then shown before it is recorded."""
    row = _found(request, pk)
    form = _upload(request, row, request.POST, request.FILES)
    if form is None:
        raise Http404
    if form.is_valid() and (there := give_list(request, row, form)):
        return HttpResponseRedirect(there)
    return _shown(request, row, upload=form)


def comparison(request: Request, pk: int, form: str) -> HttpResponse:
    """The comparison as Word, Excel or PDF."""
    row = _found(request, pk)
    differences, doubts, known = _compared(request, row)
    if form not in RENDERERS or not differences:
        raise Http404
    paper = comparison_paper(row, differences, doubts, known, request.day)
    return file_answer(rendered(paper, form), form, f"so-sanh-danh-muc-{row.pk}")
