"""Gives one open file to a place or body where the rule of a change leaves it to a person."""

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.text import nfc
from khuyencong.records.actions import record_event
from khuyencong.records.queries import subject_of
from khuyencong.registry.models import Change, HandChoice, Organisation, Place
from khuyencong.registry.queries.over_time import exists_on
from khuyencong.registry.queries.places import provinces_on
from khuyencong.registry.states import ChangeState

REASON = 300  # characters of the reason that are kept


@transaction.atomic
def choose_holder(
    *, by: Actor | None, change: Change, file: Model, on: date, reason: str, place: Place | None = None,
    body: Organisation | None = None,
) -> HandChoice:  # fmt: skip
    """Say who goes on with an open file from a day on.

    The choice before it stands until that day; one from the same or a later day is replaced, and kept in the history.
    Raises Refused without a reason, without a receiver of that day, for a change not applied and for a day before it.
    """
    found = []
    reason = nfc(reason).strip()
    if not 0 < len(reason) <= REASON:
        message = _("Ghi lý do chọn, không quá {most} ký tự.").format(most=REASON)
        found.append(Finding("choice-reason", message, where="reason"))
    if place is None and body is None:
        found.append(Finding("choice-holder", _("Chọn nơi tiếp nhận."), where="holder"))
    if change.state != ChangeState.APPLIED:
        found.append(Finding("choice-state", _("Thay đổi chưa áp dụng, chưa có hồ sơ nào phải chuyển.")))
    if on < change.on:
        found.append(Finding("choice-day", _("Ngày giao hồ sơ trước ngày thay đổi."), where="on"))
    if (body and not exists_on(body.pk, on)) or (place and not provinces_on(on).filter(pk=place.pk).exists()):
        message = _("Nơi tiếp nhận không có vào ngày {on}.").format(on=short_date(on))
        remedy = _("Chọn nơi đang có vào ngày giao hồ sơ.")
        found.append(Finding("choice-holder", message, where="holder", remedy=remedy))
    if found:
        raise Refused(*found)
    Change.objects.select_for_update().get(pk=change.pk)
    rows = HandChoice.objects.filter(change=change, subject=subject_of(file))
    replaced = [_told(row) for row in rows.filter(on__gte=on).order_by("on")]
    rows.filter(on__gte=on).delete()
    row = HandChoice.objects.create(
        change=change, subject=subject_of(file), place=place, body=body, on=on, reason=reason
    )  # fmt: skip
    record_event(
        by=by, verb="holder_chosen", on=on, subjects=[file, change],
        detail={"change": change.pk, **_told(row), **({"replaced": replaced} if replaced else {})},
    )  # fmt: skip
    return row


def _told(row: HandChoice) -> dict[str, Any]:
    """A choice as the history keeps it."""
    return {"on": row.on.isoformat(), "place": row.place_id, "body": row.body_id, "reason": row.reason}
