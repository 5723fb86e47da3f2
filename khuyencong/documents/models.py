"""A signed document as recorded: number, date, issuer under its name of that day, signatory, file."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.guards import NoOverlap
from khuyencong.kernel.scope import Scope
from khuyencong.registry.models import Organisation


class Document(models.Model):
    """A letter or decision. ``date`` may be unknown while only its number is printed on an annex."""

    scope = Scope(internal=True)

    kind = models.CharField(max_length=4, choices=DocumentKind.choices)
    number = models.CharField(max_length=60)
    date = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField()
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="issued")
    issuer_name = models.CharField(max_length=300, blank=True)
    signatory = models.CharField(max_length=120, blank=True)
    abstract = models.CharField(max_length=500)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "year", "issuer_name"],
                condition=~models.Q(number=""),
                name="document_number_once_a_year",
                violation_error_message=_("Số, ký hiệu văn bản này của cơ quan ban hành đã được ghi nhận trong năm."),
            )
        ]

    def __str__(self) -> str:
        return self.number or self.abstract


class Delegation(models.Model):
    """A person may use a verb up to a ceiling in đồng, from a day to a day, by a delegation document."""

    scope = Scope(internal=True)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=30)
    ceiling = models.BigIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="delegations")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            NoOverlap(
                fields=["user", "verb"],
                name="delegation_has_one_ceiling_a_day",
                violation_error_message=_("Mỗi người chỉ có một mức ủy quyền cho mỗi việc trong mỗi ngày."),
            ),
            models.CheckConstraint(
                condition=models.Q(ceiling__gte=0),
                name="delegation_ceiling_is_not_negative",
                violation_error_message=_("Mức ủy quyền không được âm."),
            ),
        ]
