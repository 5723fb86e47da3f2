"""Adds establishments met in documents, and their identifiers."""

import re
from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import Finding, Refused, refuse_errors
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.rows import add_all
from khuyencong.kernel.sealed import fingerprint, seal
from khuyencong.kernel.text import fold
from khuyencong.records.actions import record_event
from khuyencong.registry.models import Establishment, EstablishmentIdentifier
from khuyencong.registry.queries import establishments_at
from khuyencong.registry.states import IdentifierKind

_BRANCH_CODE = re.compile(r"(\d{10})-?(\d{3})")


_FORMS = {
    IdentifierKind.TAX_CODE: re.compile(r"\d{10}(-\d{3})?"),
    IdentifierKind.PERSONAL_NUMBER: re.compile(r"\d{12}"),
    # Ten or thirteen digits, or the older number of a household with its letter (01A8012345).
    IdentifierKind.BUSINESS_CODE: re.compile(r"\d{10}(-\d{3})?|\d{2}[A-Z]\d{7,8}"),
}


@transaction.atomic
def meet_establishments(
    *, by: Actor | None, met: Iterable[tuple[str, int | None]], seen_in: str
) -> dict[tuple[int | None, str], int]:
    """Ids of establishments named in a document by (place, folded name); unknown ones are added as to be confirmed."""
    wanted = list(met)
    known = establishments_at({place for _name, place in wanted})
    fresh: dict[tuple[int | None, str], Establishment] = {}
    for name, place_id in wanted:
        key = (place_id, fold(name))
        if key not in known and key not in fresh:
            row = Establishment(place_id=place_id, confirmed=False, first_seen_in=seen_in[:200])
            row.set_name(name)
            fresh[key] = row
    add_all(list(fresh.values()))
    return known | {key: row.pk for key, row in fresh.items()}


@transaction.atomic
def add_identifier(
    *, by: Actor | None, establishment: Establishment, kind: str, value: str, valid_from: date
) -> EstablishmentIdentifier:
    """Give an establishment a number from a day on; the one it carried until then ends that day and stays.

    The number is sealed, and the event tells only its kind. Since 1/7/2025 a household's tax code is its owner's
    personal number (Law 38/2019/QH14, Article 35.7): from that day give kind ``personal_number``. The number already
    carried on that day, given again, changes nothing. Raises Refused for a malformed number, and for a day before
    which a later number already stands.
    """
    written = _as_stored(value)
    refuse_errors(_form_findings(kind, written))
    Establishment.objects.select_for_update().get(pk=establishment.pk)
    print_of_it = fingerprint(written, settings.IDENTIFIER_KEY)
    earlier = EstablishmentIdentifier.objects.filter(establishment=establishment, kind=kind)
    standing = earlier.filter(Q(valid_to__isnull=True) | Q(valid_to__gt=valid_from)).order_by("-valid_from").first()
    if standing and standing.valid_from <= valid_from and standing.fingerprint == print_of_it:
        return standing
    if standing and (standing.valid_from >= valid_from or standing.valid_to is not None):
        raise Refused(_later_stands(standing.valid_to or standing.valid_from))
    if standing:
        standing.valid_to = valid_from
        standing.save(update_fields=["valid_to"])
    row = EstablishmentIdentifier.objects.create(
        establishment=establishment, kind=kind, valid_from=valid_from,
        sealed=seal(written, settings.IDENTIFIER_KEY), fingerprint=print_of_it,
    )  # fmt: skip
    record_event(by=by, verb="identifier_added", on=valid_from, subjects=[establishment], detail={"kind": kind})
    return row


def _as_stored(value: str) -> str:
    """Without spaces and dots, letters capital, a code of thirteen digits as XXXXXXXXXX-XXX."""
    bare = re.sub(r"[\s.]", "", value).upper()
    branch = _BRANCH_CODE.fullmatch(bare)
    return f"{branch[1]}-{branch[2]}" if branch else bare


def _form_findings(kind: str, value: str) -> list[Finding]:
    """A number has the form of its kind. The finding never repeats the number: it is personal data."""
    remedies = {
        IdentifierKind.TAX_CODE: _("Ghi 10 chữ số, hoặc 13 chữ số dạng XXXXXXXXXX-XXX như cơ quan thuế cấp."),
        IdentifierKind.PERSONAL_NUMBER: _("Ghi đủ 12 chữ số như trên thẻ căn cước."),
        IdentifierKind.BUSINESS_CODE: _("Ghi mã số như trên giấy chứng nhận đăng ký, ví dụ 10 chữ số."),
    }  # fmt: skip
    if kind not in remedies:
        message = _("Không có loại mã số “{kind}”.").format(kind=kind)
        return [
            Finding(code="identifier-kind", message=message, where="kind", remedy=_("Chọn một loại trong danh sách."))
        ]
    known = IdentifierKind(kind)
    if _FORMS[known].fullmatch(value) and value.isascii():
        return []
    message = _("{kind} chưa đúng dạng.").format(kind=known.label)
    return [Finding(code="identifier-form", message=message, where="value", remedy=remedies[known])]


def _later_stands(day: date) -> Finding:
    return Finding(
        code="identifier-later",
        message=_("Cơ sở đã có mã số loại này ghi đến hoặc từ ngày {day}.").format(day=short_date(day)),
        where="valid_from",
        remedy=_("Chọn ngày bắt đầu sau ngày ấy, hoặc kiểm tra lại mã số đã ghi."),
    )
