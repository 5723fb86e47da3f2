"""Fund lines and the append-only movements between them, in integer đồng."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.guards import AppendOnly
from khuyencong.kernel.scope import Scope
from khuyencong.ledger.states import Stage, Step


class FundLine(models.Model):
    """A place where money of one year stands at one stage. The SOURCE line of a year may go below zero; no other."""

    scope = Scope(internal=True)

    year = models.PositiveSmallIntegerField()
    stage = models.CharField(max_length=10, choices=Stage.choices)

    class Meta:
        indexes = [models.Index(fields=["year", "stage"], name="fund_line_by_stage")]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "stage"],
                condition=models.Q(stage__in=["source", "assigned", "refunded", "cancelled", "carried"]),
                name="fund_line_once_a_year",
                violation_error_message=_("Mỗi năm chỉ có một dòng nguồn, dự toán giao, nộp trả, hủy, chuyển nguồn."),
            )
        ]


class Movement(models.Model):
    """Money goes from one line to another on a day, resting on a document. Corrections are reversing rows."""

    scope = Scope(internal=True)

    source = models.ForeignKey(FundLine, on_delete=models.PROTECT, related_name="outgoing")
    target = models.ForeignKey(FundLine, on_delete=models.PROTECT, related_name="incoming")
    step = models.CharField(max_length=10, choices=Step.choices)
    amount = models.BigIntegerField()
    on = models.DateField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="movements")
    reverses = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversal")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [
            models.Index(fields=["target", "step", "on"], include=["amount"], name="movement_into_line"),
            models.Index(fields=["source", "step", "on"], include=["amount"], name="movement_out_of_line"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="movement_amount_is_positive",
                violation_error_message=_("Số tiền phải lớn hơn 0 đồng."),
            ),
            models.CheckConstraint(
                condition=~models.Q(source=models.F("target")),
                name="movement_goes_somewhere",
                violation_error_message=_("Tiền phải chuyển giữa hai dòng khác nhau."),
            ),
            AppendOnly(
                name="movement_is_append_only",
                violation_error_message=_("Bút toán đã ghi không được sửa hay xóa; hãy ghi bút toán đảo."),
            ),
        ]
