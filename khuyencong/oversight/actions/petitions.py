"""Receives petitions, gives them to people, drafts and records answers, sends them on."""

from dataclasses import replace
from datetime import date
from typing import Any

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.documents.actions import (
    Letter,
    PaperGiven,
    hand_letter,
    letter_dealt_with,
    letter_recorded,
    link_document,
    register_letter,
    start_draft,
)
from khuyencong.documents.actions.drafting import Wording
from khuyencong.documents.hooks import Recorded
from khuyencong.documents.models import Document, Draft
from khuyencong.documents.queries import drafts_for
from khuyencong.documents.states import DraftState
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.oversight.models import Petition
from khuyencong.oversight.printouts.petitions import answer_abstract, answer_body, answer_figures, answer_in
from khuyencong.oversight.queries.petitions import (
    body_named,
    clock_of,
    folded_of,
    others_on_paper,
    same_petition,
)
from khuyencong.oversight.queries.similar import similar_to
from khuyencong.oversight.rules.handling import day_has_come, handled_by_office, person_is_of_office
from khuyencong.oversight.rules.petitions import (
    answered_after_received,
    is_a_petition,
    petition_is_new,
    petition_is_whole,
)
from khuyencong.oversight.states import PetitionState
from khuyencong.oversight.transitions.petitions import PETITION
from khuyencong.records.actions import record_event, take
from khuyencong.records.queries import steps_of
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.models import LegalSource, Organisation, Place
from khuyencong.registry.queries import names_on

ANSWER = "answer"
HAND_ON = {
    PetitionState.RECEIVED: "assign", PetitionState.ASSIGNED: "reassign", PetitionState.DRAFTED: "hand_over",
}  # fmt: skip


@transaction.atomic
def receive_petition(
    *, by: User, today: date, kind: str, field: str, topic: str, what: str, received_on: date,
    sender: Organisation | None = None, sender_name: str = "", place: Place | None = None,
    law: LegalSource | None = None, clause: str = "", paper: PaperGiven = None, handler: User | None = None,
) -> Petition:  # fmt: skip
    """Enter a petition; its clock is that of its kind on the day it came. With ``handler`` it is assigned at once.

    The sender is a body (named as on the letter's day; recognised by its exact name too) or a name. Raises Refused,
    for a complaint or denunciation before anything is looked at; for one already entered ``data['petition']`` is it.
    """
    refuse_errors(is_a_petition(kind))
    day = _letter_day(paper) or received_on
    sender = sender or Organisation.objects.filter(pk=body_named(sender_name, day) or 0).first()
    name = _sender_named(sender, sender_name, day)
    refuse_errors(
        [
            *handled_by_office(standing_of(by, today)),
            *petition_is_whole(kind, field, topic, what, name),
            *day_has_come(received_on, today, "received_on"),
            *person_is_of_office(handler, today, "handler"),
            *petition_is_new(same_petition(received_on, fold(name)[:300], what)),
        ]
    )
    _step, due_on = clock_of(kind, received_on)
    document = _letter_of(by, today, paper, what, sender, name, received_on, due_on)
    row = Petition.objects.create(
        kind=kind, field=field, topic=topic, what=what.strip()[:4000], folded=folded_of(what), sender=sender,
        sender_name=name, sender_folded=fold(name)[:300], place=place or (sender.place if sender else None), law=law,
        clause=clause.strip()[:120], paper=document, received_on=received_on, due_on=due_on, made_by=by,
    )  # fmt: skip
    if document is not None:
        link_document(document=document, thing=row)
    detail = {"kind": kind, "topic": topic, "due_on": due_on.isoformat() if due_on else ""}
    record_event(by=by, verb="petition_received", on=received_on, subjects=[row], detail=detail)
    if handler is not None:
        return assign_petition(by=by, today=today, petition=row, handler=handler, on=received_on)
    return row


def _letter_day(paper: PaperGiven) -> date | None:
    if paper is None:
        return None
    return paper.date if isinstance(paper, Document) else paper.on


def _sender_named(sender: Organisation | None, name: str, day: date) -> str:
    if sender is None:
        return " ".join(name.split())[:300]
    return names_on(day, [sender.pk])[sender.pk].name[:300]


def _letter_of(
    by: User, today: date, paper: PaperGiven, what: str, sender: Organisation | None, name: str, received_on: date,
    due_on: date | None,
) -> Document | None:  # fmt: skip
    """The letter as recorded and entered in the register of letters; one already in the register stays as it is."""
    if paper is None or isinstance(paper, Document):
        return paper
    if paper.issuer is None and not paper.issuer_name:
        paper = replace(paper, issuer=sender, issuer_name="" if sender else name)
    paper = replace(paper, abstract=paper.abstract or what.strip()[:500])
    document = letter_recorded(by=by, paper=paper, abstract=paper.abstract, today=today)
    assert document is not None
    if document.received_on is not None:
        return document
    return register_letter(by=by, today=today, letter=paper, received_on=received_on, due_on=due_on)


def _deed(by: User, today: date, on: date, **more: Any) -> Deed:
    said = {"standing": standing_of(by, today), **more.pop("said", {})}
    return Deed(on, by, said=said, **more)


@transaction.atomic
def assign_petition(
    *, by: User, today: date, petition: Petition, handler: User, on: date, seen: str = ""
) -> Petition:  # fmt: skip
    """Give a petition to someone of the office, at first or instead of another. Raises Refused."""
    refuse_errors([*day_has_come(on, today), *person_is_of_office(handler, today, "handler")])
    locked = Petition.objects.select_for_update(of=("self",)).get(pk=petition.pk)
    name = HAND_ON.get(PetitionState(locked.state), "assign")
    deed = _deed(by, today, on, remark=handler.full_name, seen=seen, said={"handler": handler})
    if locked.paper is not None:
        hand_letter(by=by, document=locked.paper, handler=handler, on=on)
    return take(thing=locked, machine=PETITION, name=name, deed=deed, effect=_assigned)


def _assigned(petition: Petition, _transition: Transition, deed: Deed) -> None:
    petition.handler = deed.said["handler"]


@transaction.atomic
def draft_answer(*, by: User, petition: Petition, on: date, today: date, seen: str = "") -> Draft:
    """Begin the answer's draft, or give the one that is still on its way. A petition nobody holds is taken by ``by``.

    Raises Refused when the petition was answered or transferred, or the person does not handle the office's work.
    """
    refuse_errors(day_has_come(on, today))
    locked = Petition.objects.select_for_update(of=("self",)).get(pk=petition.pk)
    if (known := open_draft_of(locked)) is not None:
        return known
    if locked.handler_id is None:
        locked = assign_petition(by=by, today=today, petition=locked, handler=by, on=on, seen=seen)
        seen = ""
    take(thing=locked, machine=PETITION, name="draft", deed=_deed(by, today, on, seen=seen))
    return start_draft(
        by=by, on=on, wording=_wording(locked, on), thing=locked, purpose=ANSWER, replies_to=locked.paper
    )  # fmt: skip


def open_draft_of(petition: Petition) -> Draft | None:
    """The draft of its answer that is still on its way, if any."""
    return drafts_for(petition, ANSWER).exclude(state=DraftState.RECORDED).first()


def _answerer(petition: Petition) -> str:
    """Whose paper answers such a petition: the Ministry's or the Agency's, by the procedure of the day it came."""
    step, _due = clock_of(petition.kind, petition.received_on)
    return "BCT" if step is not None and step.actor.startswith("Bộ") else "CUC"


def _wording(petition: Petition, on: date) -> Wording:
    """The frame of the answer. Who signs follows from the procedure: the Ministry for voters and deputies."""
    answerer = _answerer(petition)
    alike = similar_to(
        what=petition.what, topic=petition.topic, law=petition.law, clause=petition.clause, day=on, exclude=petition
    )  # fmt: skip
    year = petition.received_on.year
    same_topic = Petition.objects.filter(topic=petition.topic, received_on__year=year).count()
    return Wording(
        abstract=answer_abstract(petition), body=answer_body(petition, on),
        figures=answer_figures(petition, on, len(alike), same_topic), issuer_code=answerer,
        signatory_title="BỘ TRƯỞNG" if answerer == "BCT" else "CỤC TRƯỞNG", due_on=petition.due_on,
        recipients=f"{petition.sender_name}\nLưu: VT",
    )  # fmt: skip


@transaction.atomic
def record_answer(
    *, by: User, today: date, petition: Petition, letter: PaperGiven, answer: str = "", seen: str = ""
) -> Petition:  # fmt: skip
    """Record the signed answer straight from its paper: answered from the paper's own day, in ``answer``'s words."""
    document = letter_recorded(
        by=by, paper=letter, abstract=answer_abstract(petition), today=today, presumed=_answerer(petition)
    )  # fmt: skip
    on = (document.date if document else None) or today
    deed = _deed(by, today, on, document=document, seen=seen, said={"answer": answer.strip()[:8000]})
    return _answered(petition, deed)


def _answered(petition: Petition, deed: Deed) -> Petition:
    """The step counts from the paper's day, but from no earlier day than the step before it."""
    if deed.document is not None:
        refuse_errors(answered_after_received(petition.received_on, deed.on))
        link_document(document=deed.document, thing=petition)
    last = steps_of(petition).last()
    counted = replace(deed, on=max(deed.on, last.on if last else deed.on), said={**deed.said, "dated": deed.on})
    return take(thing=petition, machine=PETITION, name="answer", deed=counted, effect=_closed)


def _closed(petition: Petition, transition: Transition, deed: Deed) -> None:
    petition.closed_on = deed.on
    others = others_on_paper(petition, deed.on).filter(closed_on__isnull=True)
    if petition.paper is not None and deed.by is not None and not others.exists():
        letter_dealt_with(by=deed.by, document=petition.paper, on=deed.on)
    if transition.target == PetitionState.ANSWERED:
        petition.answer_paper, petition.answered_on = deed.document, deed.said["dated"]
        petition.answer = deed.said["answer"] or petition.answer
    else:
        petition.sent_to = deed.said["sent_to"]


@transaction.atomic
def transfer_petition(
    *, by: User, today: date, petition: Petition, on: date, sent_to: str, paper: PaperGiven = None, remark: str = "",
    seen: str = "",
) -> Petition:  # fmt: skip
    """Send a petition to the body that may answer it, on a paper if there is one; the Agency is done with it."""
    refuse_errors(day_has_come(on, today))
    document = letter_recorded(
        by=by, paper=paper, abstract=f"Chuyển kiến nghị của {petition.sender_name}"[:500], today=today,
        presumed="CUC",
    )  # fmt: skip
    said = " – ".join(filter(None, (sent_to.strip()[:300], remark.strip())))
    deed = _deed(
        by, today, on, document=document, remark=said, seen=seen, said={"sent_to": sent_to.strip()[:300]}
    )  # fmt: skip
    moved = take(thing=petition, machine=PETITION, name="transfer", deed=deed, effect=_closed)
    if document is not None:
        link_document(document=document, thing=moved)
    return moved


def answer_was_recorded(draft: Recorded, document: Any, by: Actor, on: date) -> None:
    """Hears of recorded drafts (documents.hooks.RECORDED): the answer of a petition ends it with the draft's words.

    A petition that was ended by another paper meanwhile keeps that; the document is only linked to it.
    """
    label, _colon, key = draft.subject.partition(":")
    if label != "oversight.petition" or draft.purpose != ANSWER:
        return
    petition = Petition.objects.select_for_update(of=("self",)).get(pk=int(key))
    link_document(document=document, thing=petition)
    if petition.closed_on is not None:
        return
    body = Draft.objects.values_list("body", flat=True).get(pk=draft.pk)
    said = {"answer": answer_in(body)[:8000]}
    _answered(petition, Deed(on, by, document=document, said=said))


__all__ = [
    "Letter",
    "PaperGiven",
    "answer_was_recorded",
    "assign_petition",
    "draft_answer",
    "open_draft_of",
    "receive_petition",
    "record_answer",
    "transfer_petition",
]
