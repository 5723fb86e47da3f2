"""Gives one open file to a place or body where the rule of a change leaves it to a person."""

from datetime import date

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


@transaction.atomic
def choose_holder(
    *, by: Actor | None, change: Change, file: Model, on: date, reason: str, place: Place | None = None,
    body: Organisation | None = None,
) -> HandChoice:  # fmt: skip
    """Say who goes on with an open file from a day on. A choice of the same file replaces the one before it.

    Raises Refused without a reason, without a receiver of that day, for a change not applied and for a day before it.
    """
    found = []
    if not reason.strip():
        found.append(Finding("choice-reason", _("Ghi lý do chọn."), where="reason"))
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
    row, _created = HandChoice.objects.update_or_create(
        change=change, subject=subject_of(file),
        defaults={"place": place, "body": body, "on": on, "reason": nfc(reason).strip()[:300]},
    )  # fmt: skip
    record_event(
        by=by, verb="holder_chosen", on=on, subjects=[file, change],
        detail={"change": change.pk, "place": place.pk if place else None, "body": body.pk if body else None},
    )  # fmt: skip
    return row
