"""Claims about documents someone could cite."""

import re
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.documents.models import Delegation, Document
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.kernel.periods import short_date

NUMBER = re.compile(r"^\s*\d+[A-Za-z]?\s*/\s*[\wĐđ&]+([-/][\wĐđ&]+)*\s*$")


def number_is_well_formed(number: str) -> list[Finding]:
    """A number carries its symbol: '3396/QĐ-BCT' (NĐ 30/2020/NĐ-CP, Annex I)."""
    if NUMBER.match(number):
        return []
    message = _("Số, ký hiệu “{number}” chưa đúng dạng.").format(number=number)
    return [
        Finding(
            code="number-form", message=message, where="number", remedy=_("Ghi như trên văn bản, ví dụ 3396/QĐ-BCT.")
        )
    ]


def date_agrees(known: Document, given: date | None) -> list[Finding]:
    """A recorded document keeps its date; another date under the same number is refused."""
    if given is None or known.date is None or known.date == given:
        return []
    message = _("Văn bản {number} đã ghi nhận ngày {known}, nay ghi ngày {given}.").format(
        number=known.number, known=short_date(known.date), given=short_date(given)
    )
    return [Finding(code="date-agrees", message=message, where="date", remedy=_("Kiểm tra ngày trên văn bản gốc."))]


def within_delegation(delegation: Delegation | None, amount: int | None) -> list[Finding]:
    """A person with a delegated ceiling decides up to it; without a delegation the role's own authority stands."""
    if delegation is None or amount is None or amount <= delegation.ceiling:
        return []
    message = _("Số tiền {amount} đồng vượt mức {ceiling} đồng được ủy quyền theo {paper}.").format(
        amount=grouped(amount), ceiling=grouped(delegation.ceiling), paper=delegation.document.number
    )
    return [
        Finding(
            "within-delegation", message, remedy=_("Chuyển người có thẩm quyền cao hơn."),
            clause=delegation.document.number,
        )
    ]  # fmt: skip


def document_is_not_later(on: date | None, today: date) -> list[Finding]:
    """A document is recorded after it was made, never before."""
    if on is None or on <= today:
        return []
    message = _("Ngày {on} chưa tới; chỉ ghi nhận văn bản đã có.").format(on=short_date(on))
    return [Finding("document-later", message, where="date", remedy=_("Kiểm tra ngày ghi trên văn bản."))]
