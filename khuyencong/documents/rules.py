"""Claims about documents someone could cite."""

import re
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.documents.models import Document
from khuyencong.kernel.findings import Finding
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
