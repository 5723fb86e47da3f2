"""Claims about money someone could cite. They change nothing."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.ledger.models import FundLine
from khuyencong.ledger.queries import Balances
from khuyencong.ledger.states import Stage

# What leaves a line of each stage, and the clause that limits it.
_LIMITS = {
    Stage.PLANNED: _lazy("Phân bổ không vượt kế hoạch được phê duyệt (Điều 8, Điều 10 36/2013/TT-BCT)"),
    Stage.ALLOCATED: _lazy("Hợp đồng không vượt kinh phí được phân bổ (Điều 12 36/2013/TT-BCT)"),
    Stage.CONTRACTED: _lazy("Tạm ứng, nghiệm thu không vượt giá trị hợp đồng (Điều 12, Điều 13 36/2013/TT-BCT)"),
    Stage.ADVANCED: _lazy("Thu hồi, nghiệm thu không vượt số đã tạm ứng (Điều 12 36/2013/TT-BCT)"),
    Stage.PAYABLE: _lazy("Thanh toán không vượt khối lượng được nghiệm thu (Điều 12, Điều 18 36/2013/TT-BCT)"),
    Stage.SPENT: _lazy("Quyết toán không vượt số đã nghiệm thu và thanh toán (Điều 19 36/2013/TT-BCT)"),
}


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
            clause=str(_LIMITS.get(Stage(line.stage), "")),
            data={"asked": amount, "left": left, "stage": line.stage},
        )
    ]


def reversal_is_possible(*, already_reversed: bool) -> list[Finding]:
    """A movement is reversed at most once."""
    if not already_reversed:
        return []
    return [Finding(code="reversed-once", message=_("Bút toán này đã được đảo."))]
