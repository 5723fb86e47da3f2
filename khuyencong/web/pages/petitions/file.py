"""One petition: what was asked, what is like it, what was done, what may be done now."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.queries import documents_of, drafts_seen
from khuyencong.oversight.actions.petitions import (
    ANSWER,
    assign_petition,
    draft_answer,
    open_draft_of,
    record_answer,
    transfer_petition,
)
from khuyencong.oversight.models import Guidance
from khuyencong.oversight.queries.petitions import others_on_paper, petitions_on
from khuyencong.oversight.queries.similar import similar_to
from khuyencong.oversight.states import PetitionState
from khuyencong.oversight.transitions.petitions import PETITION
from khuyencong.records.transitions import Transition
from khuyencong.web.forms.papers import choice_field, text_field
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.office_reach import petitions_within
from khuyencong.web.pages.petitions.words import (
    address_of,
    clocks_known,
    due_of,
    people_options,
    picked,
    state_badge,
)
from khuyencong.web.request import Request
from khuyencong.web.steps import offers_of, scans_of, step_named, step_taken, trail_of

HANDED = ("assign", "reassign", "hand_over")
HANDLER, SENT_TO = gettext_lazy("Người xử lý"), gettext_lazy("Cơ quan nhận kiến nghị")


def petition(request: Request, pk: int) -> HttpResponse:
    """One petition as it stood on the day."""
    return _shown(request, _found(request, pk), None)


def _found(request: Request, pk: int) -> Any:
    rows = petitions_on(petitions_within(request), request.day)
    return get_object_or_404(rows.select_related("place", "law", "paper", "answer_paper", "sender", "made_by"), pk=pk)


def _shown(request: Request, row: Any, sent: StepForm | None) -> HttpResponse:
    answered = row.stood == PetitionState.ANSWERED
    papers = [paper for paper in (row.paper, row.answer_paper if answered else None) if paper]
    drafts = drafts_seen(row, request.day, ANSWER)
    guidance = Guidance.objects.filter(petition=row, published_on__lte=request.day).first()
    alike = similar_to(
        what=row.what, topic=row.topic, law=row.law, clause=row.clause, day=request.day, exclude=row
    )  # fmt: skip
    context = {
        "petition": row, "state": state_badge(row.stood), "answered": answered, "papers": scans_of(papers),
        "transferred": row.stood == PetitionState.TRANSFERRED,
        "due": due_of(row, request.day, clocks_known()), "similar": alike, "guidance": guidance,
        "others": list(others_on_paper(row, request.day)[:20]),
        "linked": documents_of(row).exclude(date__gt=request.day),
        "drafts": [(one, address_of("draft", one.pk)) for one in drafts],
        "may_publish": answered and guidance is None and _may_write(request),
        "trail": trail_of(row, PETITION, request.day), "begun": _("Nhận kiến nghị"),
        "by_paper": ("answer",), "offers": [] if request.is_past else _offers(request, row, sent),
    }  # fmt: skip
    return render(request, "petitions/petition.html", context, status=422 if sent else 200)


def _may_write(request: Request) -> bool:
    return not request.is_past and may(request.standing, Permission.HANDLE_OFFICE)


def _offers(request: Request, row: Any, sent: StepForm | None) -> list[Any]:
    """Steps out of the state; no second draft is offered while one is on its way."""
    hidden = ("draft",) if row.state == PetitionState.DRAFTED and open_draft_of(row) is not None else ()
    people = people_options(request.today)
    return offers_of(
        request, row, PETITION, lambda name: reverse("petition-step", args=[row.pk, name]), sent=sent, hidden=hidden,
        ask=lambda transition: _asked(transition, people),
    )  # fmt: skip


def _asked(transition: Transition, people: Any) -> dict[str, Any]:
    """What the form of a step asks."""
    extra: dict[str, forms.Field] = {}
    if transition.name in HANDED:
        return {"words": "", "extra": {"handler": choice_field(HANDLER, people)}}
    if transition.name == "transfer":
        extra = {"sent_to": text_field(SENT_TO, 300)}
        return {"extra": extra, "paper": True}
    if transition.name == "answer":
        return {"words": _("Nội dung trả lời (tóm tắt)"), "most": 8000, "paper_required": True}
    return {"words": ""}


def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Take one step of a petition."""
    row = _found(request, pk)
    transition = step_named(PETITION, name)
    asked = _asked(transition, people_options(request.today))
    form = StepForm(request.POST, request.FILES, prefix=name, **asked)
    if name == "answer":  # the answer counts from the day of its paper
        del form.fields["on"]
    return step_taken(
        request, form, transition.title, lambda: _stepped(request, row, name, form),
        lambda: _shown(request, _found(request, pk), form),
    )  # fmt: skip


def _stepped(request: Request, row: Any, name: str, form: StepForm) -> str:
    """Do it; the address to go on at: the draft that was begun, else the petition."""
    typed = form.cleaned_data
    given: dict[str, Any] = {"by": request.user, "today": request.today, "petition": row, "seen": typed["seen"]}
    here = reverse("petition", args=[row.pk])
    if name in HANDED:
        assign_petition(on=typed["on"], handler=picked(User, typed["handler"]), **given)
    elif name == "draft":
        draft = draft_answer(on=typed["on"], **given)
        return address_of("draft", draft.pk) or here
    elif name == "answer":
        record_answer(letter=form.letter(), answer=typed["remark"], **given)
    else:
        transfer_petition(
            on=typed["on"], sent_to=typed["sent_to"], paper=form.letter(), remark=typed["remark"], **given
        )
    return here
