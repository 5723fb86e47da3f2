"""A signed document as recorded: number, date, issuer under its name of that day, signatory, file."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.states import DocumentKind
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
                fields=["number", "year"],
                condition=~models.Q(number=""),
                name="document_number_once_a_year",
                violation_error_message=_("Số, ký hiệu văn bản này đã được ghi nhận trong năm."),
            )
        ]

    def __str__(self) -> str:
        return self.number or self.abstract
