"""Claims about money someone could cite. They change nothing."""

from datetime import date

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.ledger.models import FundLine
from khuyencong.ledger.queries import Balances
from khuyencong.ledger.states import Stage


def line_can_give(line: FundLine, amount: int, on: date, balances: Balances) -> list[Finding]:
    """No line but the State budget's may fall below zero, on that day or any later one."""
    left = balances.least_from(line.pk, on)
    if line.stage == Stage.SOURCE or amount <= left:
        return []
    message = _("Vượt số còn lại: đề nghị {asked} đồng, còn {left} đồng.").format(
        asked=grouped(amount), left=grouped(left)
    )
    return [
        Finding(
            code="line-can-give",
            message=message,
            remedy=_("Kiểm tra lại số tiền trên văn bản, hoặc ghi nhận quyết định điều chỉnh trước."),
            clause=_("Kinh phí phân bổ không vượt kế hoạch được phê duyệt"),
            data={"asked": amount, "left": left},
        )
    ]


def reversal_is_possible(*, already_reversed: bool) -> list[Finding]:
    """A movement is reversed at most once."""
    if not already_reversed:
        return []
    return [Finding(code="reversed-once", message=_("Bút toán này đã được đảo."))]
