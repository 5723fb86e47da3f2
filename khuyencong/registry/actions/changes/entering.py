"""Enters a change, or the reversal of one; nothing of the register moves yet."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import Finding, Refused, refuse_errors
from khuyencong.kernel.text import nfc
from khuyencong.records.actions import record_event
from khuyencong.registry.models import Change, ChangePart, LegalSource
from khuyencong.registry.rules.changes import Entry, Side, can_be_reversed, judged_entry
from khuyencong.registry.rules.entries import NOTE, NUMBER, TITLE, too_long
from khuyencong.registry.states import ChangeKind, ChangeState, Duty, Evidence, Role


@transaction.atomic
def keep_source(
    *, by: Actor | None, number: str, title: str, issued_on: date | None, effective_from: date | None = None
) -> LegalSource:
    """The legal text of that number, added as to be confirmed when it is new. Raises Refused without a number."""
    number = nfc(number).strip()
    if not number:
        raise Refused(Finding("change-paper", _("Ghi số, ký hiệu văn bản."), where="number"))
    title = nfc(title)
    refuse_errors(too_long((number, NUMBER, _("Số, ký hiệu"), "number"), (title, TITLE, _("Trích yếu"), "title")))
    row, created = LegalSource.objects.get_or_create(
        number=number,
        defaults={
            "title": title, "issued_on": issued_on, "effective_from": effective_from,
            "evidence": Evidence.KNOWN,
        },
    )  # fmt: skip
    if created:
        record_event(by=by, verb="source_added", on=issued_on or effective_from or timezone.localdate(), subjects=[row])
    return row


@transaction.atomic
def enter_change(*, by: Actor | None, entry: Entry) -> Change:
    """Enter a change with its two sides. Raises Refused with every finding that blocks; then nothing is kept."""
    refuse_errors(judged_entry(entry))
    if entry.source is None:
        raise ValueError("judged_entry lets no change pass without its paper")
    change = Change.objects.create(
        kind=entry.kind, about=entry.about, on=entry.on, source=entry.source, clause=entry.clause,
        note=entry.note, place=entry.place,
        duty=Duty.INDUSTRIAL_PROMOTION if entry.kind == ChangeKind.TRANSFER else "",
    )  # fmt: skip
    for role, sides in ((Role.BEFORE, entry.before), (Role.AFTER, entry.after)):
        for position, side in enumerate(sides, start=1):
            _keep(change, role, position, side)
    record_event(by=by, verb="change_entered", on=entry.on, subjects=[change], detail={"number": entry.source.number})
    return change


def _keep(change: Change, role: str, position: int, side: Side) -> ChangePart:
    return ChangePart.objects.create(
        change=change, role=role, position=position, place=side.place, body=side.body, name=nfc(side.name),
        code=side.code.strip(), form=side.form, symbol=side.symbol.strip(), above=side.above,
        parent_place=side.parent_place, parent_body=side.parent_body, relation=side.relation, regions=side.regions,
        children=list(side.children),
    )  # fmt: skip


@transaction.atomic
def enter_reversal(*, by: Actor | None, change: Change, on: date, source: LegalSource, note: str = "") -> Change:
    """Enter the change that takes another back from a day on.

    On the day of the first one itself it is undone as if it had never been, which is only possible while nothing
    stands on what it made. Raises Refused for an earlier day, and when something it made has been changed again.
    """
    locked = Change.objects.select_for_update().get(pk=change.pk)
    findings = [*can_be_reversed(locked, on), *too_long((note, NOTE, _("Ghi chú"), "note"))]
    if Change.objects.filter(undoes=locked).exclude(state=ChangeState.WITHDRAWN).exists():
        findings.append(Finding("reversal-twice", _("Việc hoàn nguyên thay đổi này đã được nhập."), where="on"))
    refuse_errors(findings)
    reversal = Change.objects.create(
        kind=ChangeKind.REVERSAL, about=locked.about, on=on, source=source, note=note, undoes=locked,
        place=locked.place, duty=locked.duty,
    )  # fmt: skip
    record_event(
        by=by, verb="change_entered", on=on, subjects=[reversal, locked], detail={"number": source.number}
    )  # fmt: skip
    return reversal
