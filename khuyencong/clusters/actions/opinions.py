"""Receives a province's request, records the stance on each row, drafts the opinion, records its answer and outcome."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.clusters.actions.lists import examine
from khuyencong.clusters.actions.reconciling import reconcile
from khuyencong.clusters.models import ClusterList, ListRow, Opinion, RowView
from khuyencong.clusters.printouts import opinion_wording, province_said
from khuyencong.clusters.queries import ENDED, bases_of, compare, limits_on, sender_known, views_by_row
from khuyencong.clusters.rules.lists import doubts_of
from khuyencong.clusters.rules.opinions import (
    answer_follows_request,
    day_has_come,
    entered_by_the_office,
    every_row_is_viewed,
    handled_by_the_office,
    no_draft_on_its_way,
    place_stood_then,
    received_in_time,
    request_is_new,
    rows_may_be_viewed,
    stances_are_grounded,
    words_are_known,
)
from khuyencong.clusters.states import OpinionKind, OpinionState
from khuyencong.clusters.transitions import OPINION
from khuyencong.documents.actions import (
    Letter,
    PaperGiven,
    letter_recorded,
    link_document,
    register_letter,
    start_draft,
)
from khuyencong.documents.hooks import Recorded
from khuyencong.documents.models import Document, Draft
from khuyencong.documents.queries import drafts_for
from khuyencong.documents.states import DraftState
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.records.actions import record_event, take
from khuyencong.records.queries import steps_of
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.models import Organisation, Place
from khuyencong.registry.queries import due_by, procedure_on

PURPOSE = "opinion"
MINISTRYS = "/BCT-"


@transaction.atomic
def receive_request(
    *, by: User, today: date, kind: str, place: Place, period: str, letter: PaperGiven, received_on: date,
    asked: ClusterList | None = None, handler: User | None = None,
) -> Opinion:  # fmt: skip
    """Record a province's request for an opinion from its letter; the term runs from the day it came.

    The letter enters the register of letters. Raises Refused; for a letter already entered ``data['opinion']`` is it.
    """
    refuse_errors([*entered_by_the_office(standing_of(by, today)), *words_are_known(kind, period)])
    dated = letter.on if isinstance(letter, Letter) else letter.date if letter else None
    refuse_errors([*place_stood_then(place, dated or received_on), *received_in_time(dated, received_on, today)])
    step = next(iter(procedure_on(f"opinion.{kind}", received_on)), None)
    due_on = due_by(step, received_on)
    request = _registered(by, today, letter, received_on, due_on, handler)
    refuse_errors(request_is_new(Opinion.objects.filter(request=request, kind=kind).first()))
    row = Opinion.objects.create(
        kind=kind,
        place=place,
        period=period.strip()[:20],
        request=request,
        received_on=received_on,
        due_on=due_on,
        handler=handler,
    )
    link_document(document=request, thing=row)
    record_event(
        by=by, verb="opinion_requested", on=received_on, subjects=[row, request],
        detail={"kind": kind, "number": request.number},
    )  # fmt: skip
    return row if asked is None else examine(by=by, today=today, opinion=row, asked=asked, on=received_on)


def _registered(
    by: User, today: date, letter: PaperGiven, received_on: date, due_on: date | None, handler: User | None
) -> Document:
    """The letter in the register; one recorded before keeps what it has and learns what it lacks."""
    if isinstance(letter, Letter):
        return register_letter(
            by=by, today=today, letter=letter, received_on=received_on, due_on=due_on, handler=handler
        )
    assert letter is not None
    known = {"received_on": received_on, "due_on": due_on, "handler": handler}
    learnt = [name for name, value in known.items() if value and not getattr(letter, name)]
    for name in learnt:
        setattr(letter, name, known[name])
    letter.save(update_fields=learnt) if learnt else None
    return letter


@transaction.atomic
def view_rows(*, by: User, today: date | None = None, opinion: Opinion, views: Mapping[int, tuple[str, str]]) -> int:
    """Record the stance and its grounds on rows of the list asked about, by the row's id; how many changed.

    Raises Refused when a stance against or to revise has no grounds; then nothing has changed.
    """
    locked = Opinion.objects.select_for_update(of=("self",)).get(pk=opinion.pk)
    if today is not None:
        refuse_errors(handled_by_the_office(standing_of(by, today)))
    rows = ListRow.objects.filter(list=locked.asked_id).in_bulk() if locked.asked_id else {}
    refuse_errors([*rows_may_be_viewed(locked), *stances_are_grounded(rows, views)])
    known = views_by_row(locked)
    changed = 0
    for pk, (stance, ground) in views.items():
        view = known.get(pk) or RowView(opinion=locked, row_id=pk)
        ground = ground.strip()[:1000]
        if view.pk is None and not stance and not ground:
            continue
        if (view.stance, view.ground) != (stance, ground):
            view.stance, view.ground = stance, ground
            view.save()
            changed += 1
    if changed:
        record_event(
            by=by, verb="opinion_rows_viewed", on=today or locked.received_on, subjects=[locked],
            detail={"rows": changed},
        )  # fmt: skip
    return changed


@transaction.atomic
def draft_opinion(*, by: User, opinion: Opinion, on: date, today: date) -> Draft:
    """Begin the opinion as a letter of the Ministry, from the rows; one still on its way is returned instead.

    Raises Refused while a row has no stance.
    """
    locked = _locked(opinion)
    refuse_errors([*handled_by_the_office(standing_of(by, today)), *day_has_come(on, today)])
    views = views_by_row(locked)
    rows = list(locked.asked.rows.all()) if locked.asked else []
    refuse_errors(every_row_is_viewed(rows, views))
    differences = compare(bases_of(locked), locked.asked) if locked.asked else []
    doubts = doubts_of(rows, limits_on(locked.received_on))
    wording = opinion_wording(locked, differences, doubts, views, locked.due_on, on)
    if locked.state != OpinionState.DRAFTED:
        deed = Deed(_from(locked, on), by, said={"standing": standing_of(by, today)})
        locked = take(thing=locked, machine=OPINION, name="draft", deed=deed)
    return start_draft(by=by, on=on, wording=wording, thing=locked, purpose=PURPOSE, replies_to=locked.request)


def opinion_told_of_paper(draft: Recorded, document: Document, by: Actor, on: date) -> None:
    """Hears of every draft that came out as a document; an opinion's own is its answer.

    A request that was answered or taken back meanwhile keeps that; the document is only linked to it.
    """
    label, _colon, key = draft.subject.partition(":")
    if label != Opinion._meta.label_lower or draft.purpose != PURPOSE:
        return
    opinion = Opinion.objects.select_for_update(of=("self",)).get(pk=int(key))
    if opinion.state in ENDED:
        link_document(document=document, thing=opinion)
        return
    refuse_errors(answer_follows_request(opinion, document))
    _answered(opinion, document, Deed(_from(opinion, on), by, document=document))


@transaction.atomic
def record_answer(*, by: User, today: date, opinion: Opinion, letter: PaperGiven, seen: str = "") -> Opinion:
    """Record the opinion straight from its signed paper, when no draft of ours is on its way. Raises Refused."""
    locked = _locked(opinion)
    standing = standing_of(by, today)
    ended = (DraftState.RECORDED, DraftState.DROPPED)
    refuse_errors(no_draft_on_its_way(drafts_for(locked, PURPOSE).exclude(state__in=ended).first()))
    document = letter_recorded(by=by, paper=issued(letter), abstract=answer_abstract(locked), today=today)
    if document is not None:
        refuse_errors(answer_follows_request(locked, document))
    on = document.date if document is not None and document.date else today
    deed = Deed(_from(locked, on), by, document=document, seen=seen, said={"standing": standing})
    return _answered(locked, document, deed)


def request_letter(kind: str, place: Place, period: str, number: str, on: date, issuer_name: str = "") -> Letter:
    """A province's letter as the register takes it: from its People's Committee unless another sender is named.

    A letter that stands in the register under this number and day keeps the sender it has there.
    """
    what = "điều chỉnh, bổ sung phương án" if kind == OpinionKind.CHANGE else "phương án"
    abstract = f"Đề nghị có ý kiến về {what} phát triển cụm công nghiệp {province_said(place)}, kỳ {period}"
    sender = issuer_name.strip() or sender_known(place, number, on) or f"Ủy ban nhân dân {province_said(place)}"
    return Letter(number, on, issuer_name=sender[:300], abstract=abstract)


def issued(letter: PaperGiven) -> PaperGiven:
    """The letter with its issuer: '12/BCT-CTĐP' is the Ministry's, written by the Agency (30/2020/NĐ-CP, Phụ lục I)."""
    if isinstance(letter, Letter) and letter.issuer is None and not letter.issuer_name and MINISTRYS in letter.number:
        return replace(letter, issuer=Organisation.objects.filter(code="BCT").first())
    return letter


def answer_abstract(opinion: Opinion) -> str:
    """What the register says of an answer entered without an abstract of its own."""
    return f"Ý kiến về phương án phát triển cụm công nghiệp {opinion.place.name}, kỳ {opinion.period}"


def _answered(opinion: Opinion, document: Document | None, deed: Deed) -> Opinion:
    def effect(locked: Opinion, transition: Transition, done: Deed) -> None:
        assert document is not None
        locked.answer, locked.answered_on = document, document.date
        Document.objects.filter(pk=locked.request_id, handled_on__isnull=True).update(handled_on=document.date)
        link_document(document=document, thing=locked)

    return take(thing=opinion, machine=OPINION, name="answer", deed=deed, effect=effect)


@transaction.atomic
def record_outcome(
    *, by: User, today: date, opinion: Opinion, on: date, outcome: str, paper: PaperGiven = None,
    approved: ClusterList | None = None, seen: str = "",
) -> Opinion:  # fmt: skip
    """Record what the province did with the opinion; with its approved list, each row says how it ended.

    May be recorded again when more is known. Raises Refused.
    """
    locked = _locked(opinion)
    refuse_errors(day_has_come(on, today))
    document = letter_recorded(by=by, paper=paper, abstract=outcome, today=today)

    def effect(row: Opinion, transition: Transition, deed: Deed) -> None:
        row.outcome, row.outcome_on = outcome.strip()[:2000], on
        row.outcome_paper, row.approved = document or row.outcome_paper, approved or row.approved
        if document is not None:
            link_document(document=document, thing=row)
        if row.approved is not None:
            reconcile(row, row.approved)

    deed = Deed(on, by, document=document, remark=outcome, seen=seen, said={"standing": standing_of(by, today)})
    return take(thing=locked, machine=OPINION, name="follow", deed=deed, effect=effect)


@transaction.atomic
def withdraw_request(
    *, by: User, today: date, opinion: Opinion, on: date, reason: str, paper: PaperGiven = None, seen: str = ""
) -> Opinion:
    """Record that the province took its request back, with its reason and its letter if one came."""
    locked = _locked(opinion)
    refuse_errors(day_has_come(on, today))
    document = letter_recorded(by=by, paper=paper, abstract=reason, today=today)
    deed = Deed(on, by, document=document, remark=reason, seen=seen, said={"standing": standing_of(by, today)})
    return take(thing=locked, machine=OPINION, name="withdraw", deed=deed)


def _locked(opinion: Opinion) -> Opinion:
    rows = Opinion.objects.select_for_update(of=("self",))
    return rows.select_related("place", "request", "asked", "base").get(pk=opinion.pk)


def _from(opinion: Opinion, on: date) -> date:
    """A paper may be dated before the last step was written down; the step then counts from that last step."""
    last = steps_of(opinion).last()
    return max(on, last.on) if last else on
