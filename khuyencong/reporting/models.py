"""Editions: reports whose figures, rows, norm versions and text are frozen for ever."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.guards import AppendOnly
from khuyencong.kernel.scope import Scope


class Edition(models.Model):
    """A frozen report. ``content`` holds figures, rows, norms, text and tables; ``sha256`` is the hash of it."""

    scope = Scope(public=True)

    report = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    number = models.PositiveIntegerField()
    content = models.JSONField()
    sha256 = models.CharField(max_length=64)
    frozen_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    frozen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-frozen_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "year", "as_of", "number"],
                name="edition_number_once",
                violation_error_message=_("Bản chốt này đã có; hãy tải lại trang."),
            ),
            AppendOnly(
                name="edition_is_append_only",
                violation_error_message=_("Bản đã chốt không được sửa hay xóa; hãy chốt bản mới."),
            ),
        ]


class Issue(models.Model):
    """That an edition went out: the signed document that carries it."""

    scope = Scope(public=True)

    edition = models.OneToOneField(Edition, on_delete=models.PROTECT, related_name="issue")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="report_issue")
