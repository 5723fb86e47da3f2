"""Editions frozen for ever, and what people write before: assessments, estimates, kept drafts."""

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


class Assessment(models.Model):
    """A person's own words in a section of a report; each save is a version, the newest counts."""

    scope = Scope(internal=True)

    report = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    section = models.CharField(max_length=20)
    number = models.PositiveIntegerField()
    text = models.TextField(max_length=6000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["report", "year", "section", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "year", "section", "number"],
                name="assessment_version_once",
                violation_error_message=_("Có người vừa ghi phần này; hãy tải lại trang."),
            ),
            AppendOnly(
                name="assessment_is_append_only",
                violation_error_message=_("Bản nhận định đã ghi không được sửa hay xóa; hãy ghi bản mới."),
            ),
        ]


class Estimate(models.Model):
    """Ước thực hiện: a figure expected at the end of a period. ``value`` in đồng or a count; never part of a sum."""

    scope = Scope(internal=True)

    report = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=60)
    until = models.DateField()
    value = models.BigIntegerField()
    ground = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["report", "year", "code", "id"]
        constraints = [
            AppendOnly(
                name="estimate_is_append_only",
                violation_error_message=_("Số ước đã ghi không được sửa hay xóa; hãy ghi số ước mới."),
            )
        ]


class ReportDraft(models.Model):
    """Figures and sentences of a report as they stood when a person kept them; the next draft says what moved."""

    scope = Scope(internal=True)

    report = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    as_of = models.DateField()
    number = models.PositiveIntegerField()
    figures = models.JSONField()
    sentences = models.JSONField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-made_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "year", "as_of", "number"],
                name="report_draft_number_once",
                violation_error_message=_("Bản nháp này đã có; hãy tải lại trang."),
            ),
            AppendOnly(
                name="report_draft_is_append_only",
                violation_error_message=_("Bản nháp đã giữ không được sửa hay xóa; hãy giữ bản mới."),
            ),
        ]
