"""Values that rows of this part may take: where money stands, and by which step it moved."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where money stands. A line of a stage holds what has come in and not gone on."""

    SOURCE = "source", _("Ngân sách nhà nước")
    ASSIGNED = "assigned", _("Dự toán giao cho Cục")
    PLANNED = "planned", _("Kế hoạch được phê duyệt")
    ALLOCATED = "allocated", _("Phân bổ cho đề án")
    CONTRACTED = "contracted", _("Hợp đồng, chưa tạm ứng, chưa nghiệm thu")
    ADVANCED = "advanced", _("Đã tạm ứng, chưa nghiệm thu")
    PAYABLE = "payable", _("Đã nghiệm thu, chờ thanh toán")
    SPENT = "spent", _("Đã nghiệm thu và thanh toán, chưa quyết toán")
    SETTLED = "settled", _("Đã quyết toán")
    REFUNDED = "refunded", _("Đã nộp trả ngân sách nhà nước")
    CANCELLED = "cancelled", _("Dự toán bị hủy cuối năm")
    CARRIED = "carried", _("Chuyển nguồn sang năm sau")


class Step(TextChoices):
    """By which step money moved. A step may go back on its own way, resting on its own document."""

    ASSIGNED = "assigned", _("Giao dự toán")
    PLANNED = "planned", _("Phê duyệt kế hoạch")
    ALLOCATED = "allocated", _("Phân bổ")
    CONTRACTED = "contracted", _("Hợp đồng, giao nhiệm vụ")
    ADVANCED = "advanced", _("Tạm ứng qua Kho bạc")
    ACCEPTED = "accepted", _("Nghiệm thu")
    PAID = "paid", _("Thanh toán qua Kho bạc")
    SETTLED = "settled", _("Quyết toán")
    RETURNED = "returned", _("Thu hồi tạm ứng trong năm, ghi giảm chi")
    REFUNDED = "refunded", _("Nộp trả ngân sách nhà nước, kinh phí năm trước")
    CANCELLED = "cancelled", _("Hủy dự toán cuối năm")
    CARRIED = "carried", _("Chuyển nguồn")


S = Stage
# From which stage to which a step leads. Money that was advanced before its work was accepted becomes spent by the
# acceptance; work accepted before it was paid waits in PAYABLE. So no payment can pass the accepted volume.
WAYS: dict[str, frozenset[tuple[str, str]]] = {
    Step.ASSIGNED: frozenset({(S.SOURCE, S.ASSIGNED)}),
    Step.PLANNED: frozenset({(S.SOURCE, S.PLANNED)}),
    Step.ALLOCATED: frozenset({(S.PLANNED, S.ALLOCATED)}),
    Step.CONTRACTED: frozenset({(S.ALLOCATED, S.CONTRACTED)}),
    Step.ADVANCED: frozenset({(S.CONTRACTED, S.ADVANCED)}),
    Step.ACCEPTED: frozenset({(S.ADVANCED, S.SPENT), (S.CONTRACTED, S.PAYABLE)}),
    Step.PAID: frozenset({(S.PAYABLE, S.SPENT)}),
    Step.SETTLED: frozenset({(S.SPENT, S.SETTLED)}),
    Step.RETURNED: frozenset({(S.ADVANCED, S.CONTRACTED)}),
    Step.REFUNDED: frozenset({(S.ADVANCED, S.REFUNDED), (S.SPENT, S.REFUNDED), (S.SETTLED, S.REFUNDED)}),
    Step.CANCELLED: frozenset({(S.PLANNED, S.CANCELLED), (S.ALLOCATED, S.CANCELLED), (S.CONTRACTED, S.CANCELLED)}),
    Step.CARRIED: frozenset({(S.ALLOCATED, S.CARRIED), (S.CONTRACTED, S.CARRIED)}),
}
# One line of these a year; the other stages have one line a project.
YEAR_WIDE = (S.SOURCE, S.ASSIGNED, S.REFUNDED, S.CANCELLED, S.CARRIED)
