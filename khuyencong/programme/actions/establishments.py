"""What a person does on an establishment's page: gives it a number, has one number shown; both leave a trace."""

import re
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import Standing, may, standing_of
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.sealed import Unreadable
from khuyencong.records.actions import record_event
from khuyencong.registry.actions import add_identifier
from khuyencong.registry.models import Establishment, EstablishmentIdentifier
from khuyencong.registry.queries import reveal

_NUMBER_IN_WORDS = re.compile(r"\d{6,}")


def may_give_identifier(standing: Standing) -> bool:
    """True for whoever sees identifiers and prepares or checks dossiers."""
    works = may(standing, Permission.PREPARE) or may(standing, Permission.CHECK)
    return works and may(standing, Permission.SEE_IDENTIFIERS)


@transaction.atomic
def give_identifier(
    *, by: User, today: date, establishment: Establishment, kind: str, value: str, valid_from: date
) -> EstablishmentIdentifier:
    """Give an establishment a number from a day on. Raises Refused; no finding ever repeats the number."""
    if not may_give_identifier(standing_of(by, today)):
        raise Refused(Finding("may-give-identifier", _("Bạn không ghi mã số của cơ sở.")))
    if valid_from > today:
        message = _("Ngày {on} chưa tới; chỉ ghi mã số đã cấp.").format(on=short_date(valid_from))
        raise Refused(Finding("identifier-later", message, where="valid_from"))
    return add_identifier(by=by, establishment=establishment, kind=kind, value=value, valid_from=valid_from)


@transaction.atomic
def reveal_identifier(*, by: User, today: date, identifier: EstablishmentIdentifier, reason: str) -> str:
    """The number itself, for one answer to one person; the event tells who, which kind and why, never the number."""
    if not may(standing_of(by, today), Permission.SEE_IDENTIFIERS):
        raise Refused(Finding("may-see-identifiers", _("Bạn không xem mã số của cơ sở.")))
    why = " ".join(reason.split())[:300]
    if len(why) < 5:
        raise Refused(Finding("reveal-says-why", _("Ghi lý do cần xem số."), where="reason"))
    if _NUMBER_IN_WORDS.search(re.sub(r"[\s.\-]", "", why)):
        message = _("Lý do không được chứa mã số hay dãy số dài.")
        raise Refused(Finding("reason-holds-no-number", message, where="reason", remedy=_("Ghi lý do bằng lời.")))
    try:
        value = reveal(identifier)
    except Unreadable:
        message = _("Không mở được mã số này: khóa của hệ thống đã thay đổi.")
        raise Refused(Finding("identifier-unreadable", message, remedy=_("Báo quản trị hệ thống."))) from None
    record_event(
        by=by, verb="identifier_revealed", on=today, subjects=[identifier.establishment],
        detail={"kind": identifier.kind, "reason": why},
    )  # fmt: skip
    return value
