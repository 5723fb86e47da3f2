"""Drafts: started from rows, edited without loss, submitted, agreed or returned, recorded as the signed document."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.documents.actions.letters import Letter, letter_recorded
from khuyencong.documents.actions.recording import link_document
from khuyencong.documents.hooks import RECORDED
from khuyencong.documents.models import Document, Draft, DraftVersion
from khuyencong.documents.rules import (
    draft_is_still_written,
    draft_says_something,
    draft_was_seen_as_it_stands,
    paper_is_of_one_draft,
    paper_is_of_the_drafts_kind,
    step_has_come,
    three_figures_at_most,
)
from khuyencong.documents.states import DocumentKind, DraftState
from khuyencong.documents.transitions import DRAFT
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.records.actions import record_event, take
from khuyencong.records.queries import subject_of
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.models import Organisation


@dataclass(frozen=True)
class Wording:
    """What a draft says and who signs it. ``figures``: at most three {"label", "shown", "path"} for the slip."""

    kind: str = DocumentKind.LETTER
    abstract: str = ""
    body: str = ""
    annex: Sequence[Any] = ()
    figures: Sequence[dict[str, str]] = ()
    question: str = ""
    issuer_code: str = "CUC"
    authority: str = ""
    signatory_title: str = "CỤC TRƯỞNG"
    signatory: str = ""
    recipients: str = ""
    due_on: date | None = None


@transaction.atomic
def start_draft(
    *, by: User, on: date, wording: Wording, thing: Model | None = None, purpose: str = "",
    replies_to: Document | None = None,
) -> Draft:  # fmt: skip
    """Begin a draft for ``thing``; one that is still on its way for the same thing and purpose is returned instead."""
    subject = subject_of(thing) if thing is not None else ""
    if thing is not None:
        list(type(thing)._default_manager.select_for_update(of=("self",)).filter(pk=thing.pk))
        open_one = Draft.objects.filter(subject=subject, purpose=purpose).exclude(
            state__in=(DraftState.RECORDED, DraftState.DROPPED)
        )
        if (known := open_one.first()) is not None:
            return known
    refuse_errors([*draft_says_something(wording.abstract), *three_figures_at_most(wording.figures)])
    draft = Draft.objects.create(
        kind=wording.kind, abstract=wording.abstract[:500], folded=fold(wording.abstract), body=wording.body,
        annex=list(wording.annex), figures=list(wording.figures), question=wording.question[:1000], subject=subject,
        purpose=purpose, issuer=Organisation.objects.get(code=wording.issuer_code), authority=wording.authority,
        signatory_title=wording.signatory_title, signatory=wording.signatory, recipients=wording.recipients,
        due_on=wording.due_on, since=on, author=by, replies_to=replies_to,
    )  # fmt: skip
    DraftVersion.objects.create(draft=draft, number=1, abstract=draft.abstract, body=draft.body, by=by)
    subjects = [draft, *([thing] if thing is not None else [])]
    record_event(by=by, verb="draft_started", on=on, subjects=subjects, detail={"kind": draft.kind})
    return draft


@transaction.atomic
def edit_draft(*, by: User, draft: Draft, seen: int, values: dict[str, Any]) -> Draft:
    """Save a new version. Raises Refused when another version came in between; its ``data['version']`` says which.

    ``values``: abstract, body, question, authority, signatory_title, signatory, recipients, due_on – those given.
    """
    locked = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    refuse_errors([*draft_is_still_written(locked), *draft_was_seen_as_it_stands(locked, seen)])
    refuse_errors(draft_says_something(values.get("abstract", locked.abstract)))
    for name, value in values.items():
        setattr(locked, name, value)
    locked.folded, locked.version = fold(locked.abstract), locked.version + 1
    locked.save()
    DraftVersion.objects.create(
        draft=locked, number=locked.version, abstract=locked.abstract, body=locked.body, by=by
    )  # fmt: skip
    return locked


@transaction.atomic
def move_draft(
    *, by: User, draft: Draft, name: str, on: date, today: date, remark: str = "", seen: str = ""
) -> Draft:  # fmt: skip
    """Submit, agree, return, take back: every step but the recorded paper. Raises Refused with what blocks."""
    locked = Draft.objects.select_for_update(of=("self",)).get(pk=draft.pk)
    refuse_errors(step_has_come(locked, on, today))
    deed = Deed(on, by, remark=remark, seen=seen, said={"standing": standing_of(by, today)})
    return take(thing=locked, machine=DRAFT, name=name, deed=deed, effect=_moved)


def drop_draft(*, by: User, draft: Draft, on: date, today: date, reason: str) -> Draft:
    """Give a draft up with its reason; its versions stay."""
    return move_draft(by=by, draft=draft, name="drop", on=on, today=today, remark=reason)


def _moved(draft: Draft, transition: Transition, deed: Deed) -> None:
    draft.desk, draft.since = DRAFT.desk_of(transition.target), deed.on


@transaction.atomic
def record_draft(*, by: User, draft: Draft, letter: Letter, today: date) -> Document:
    """Record the signed document a draft came out as: number, date, signatory, file from the Ministry's own system.

    The thing it was written for is told in the same transaction (documents.hooks.RECORDED).
    """
    locked = Draft.objects.select_for_update(of=("self",)).select_related("issuer").get(pk=draft.pk)
    refuse_errors(paper_is_of_the_drafts_kind(locked, letter.kind))
    paper = Letter(
        letter.number, letter.on, locked.kind, locked.issuer, "", letter.signatory or locked.signatory,
        locked.abstract, letter.data, letter.filename,
    )  # fmt: skip
    document = letter_recorded(by=by, paper=paper, abstract=locked.abstract, today=today)
    assert document is not None
    refuse_errors(paper_is_of_one_draft(locked, document))
    deed = Deed(letter.on, by, document=document, said={"standing": standing_of(by, today), "record": True})
    moved = take(thing=locked, machine=DRAFT, name="record", deed=_not_before(locked, deed), effect=_moved)
    moved.document = document
    moved.save(update_fields=["document"])
    Document.objects.filter(replies=moved, handled_on__isnull=True).update(handled_on=letter.on)
    for tell in RECORDED:
        tell(moved, document, by, letter.on)
    return document


def _not_before(draft: Draft, deed: Deed) -> Deed:
    """A paper may be dated before the draft's last step was written down; the step then counts from that last step."""
    return Deed(max(deed.on, draft.since), deed.by, document=deed.document, said=deed.said)


__all__ = ["Wording", "drop_draft", "edit_draft", "link_document", "move_draft", "record_draft", "start_draft"]
