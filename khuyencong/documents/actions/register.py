"""The register of letters: received when, for whom, by when; handled when. Numbers always come from the paper."""

from datetime import date

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.documents.actions.letters import Letter, letter_recorded
from khuyencong.documents.models import Document
from khuyencong.documents.rules import due_after_received, handled_after_received, received_after_dated
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import refuse_errors
from khuyencong.records.actions import record_event


@transaction.atomic
def register_letter(
    *, by: User, today: date, letter: Letter, received_on: date, due_on: date | None = None,
    handler: User | None = None, note: str = "",
) -> Document:  # fmt: skip
    """Enter an incoming letter: recorded once under its number, year and sender; a second entry completes the first."""
    refuse_errors([*received_after_dated(letter.on, received_on, today), *due_after_received(received_on, due_on)])
    document = letter_recorded(by=by, paper=letter, abstract=letter.abstract, today=today)
    assert document is not None
    locked = Document.objects.select_for_update().get(pk=document.pk)
    locked.received_on, locked.due_on = received_on, due_on or locked.due_on
    locked.handler, locked.note = handler or locked.handler, note[:500] or locked.note
    locked.save(update_fields=["received_on", "due_on", "handler", "note"])
    record_event(
        by=by, verb="letter_registered", on=received_on, subjects=[locked],
        detail={"number": locked.number, "due_on": due_on.isoformat() if due_on else ""},
    )  # fmt: skip
    return locked


@transaction.atomic
def handle_document(*, by: User, document: Document, on: date, today: date, note: str = "") -> Document:
    """Say that a letter was dealt with on a day. A letter already dealt with stays as it is."""
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.handled_on is not None:
        return locked
    refuse_errors(handled_after_received(locked.received_on, on, today))
    locked.handled_on, locked.note = on, note[:500] or locked.note
    locked.save(update_fields=["handled_on", "note"])
    record_event(by=by, verb="letter_handled", on=on, subjects=[locked], detail={"number": locked.number})
    return locked


@transaction.atomic
def hand_letter(*, by: User, document: Document, handler: User, on: date) -> Document:
    """Give a letter of the register to the person who now handles the thing it asked for; a finished one stays."""
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.received_on is None or locked.handled_on is not None or locked.handler_id == handler.pk:
        return locked
    locked.handler = handler
    locked.save(update_fields=["handler"])
    record_event(by=by, verb="letter_handed", on=on, subjects=[locked], detail={"handler": handler.pk})
    return locked


@transaction.atomic
def letter_dealt_with(*, by: Actor, document: Document, on: date) -> Document:
    """Close a letter because the thing it asked for was answered on a day; one not received or closed stays."""
    locked = Document.objects.select_for_update(of=("self",)).get(pk=document.pk)
    if locked.received_on is None or locked.handled_on is not None:
        return locked
    locked.handled_on = max(on, locked.received_on)
    locked.save(update_fields=["handled_on"])
    record_event(by=by, verb="letter_handled", on=locked.handled_on, subjects=[locked],
                 detail={"number": locked.number})  # fmt: skip
    return locked
