"""Events, files and import runs, and what this installation is."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.guards import AppendOnly
from khuyencong.kernel.scope import Scope
from khuyencong.records.states import ImportState, MailState, RowState

ACTOR: dict[str, Any] = {"on_delete": models.PROTECT, "null": True, "blank": True, "related_name": "+"}


class Installation(models.Model):
    """What this system is: a demo, or the system of a named body. One row."""

    scope = Scope(public=True)

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    is_demo = models.BooleanField(default=False)
    body_name = models.CharField(max_length=200, blank=True)
    started_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1),
                name="installation_is_one_row",
                violation_error_message=_("Mỗi hệ thống chỉ có một dòng thông tin cài đặt."),
            )
        ]


class ImportRun(models.Model):
    """One workbook read once: what was understood and what became of each row."""

    scope = Scope(internal=True)

    kind = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    filename = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    understood = models.JSONField(default=dict)
    checks = models.JSONField(default=list)
    state = models.CharField(max_length=12, choices=ImportState.choices)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "year", "sha256"],
                name="import_run_once_per_file",
                violation_error_message=_("Tệp này đã được nhập cho năm này; không có gì thay đổi."),
            )
        ]


class ImportRow(models.Model):
    """A row of the workbook as printed, its findings, and the object it became (if any)."""

    scope = Scope(internal=True)

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="rows")
    sheet = models.CharField(max_length=120)
    row = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=RowState.choices)
    printed = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    subject = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["run", "state"], name="import_row_by_state")]


class Event(models.Model):
    """Something that happened. Append-only; holds no personal data."""

    scope = Scope(internal=True)

    at = models.DateTimeField(default=timezone.now)
    on = models.DateField(help_text="governing date of what happened")
    verb = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    detail = models.JSONField(default=dict)

    class Meta:
        constraints = [
            AppendOnly(
                name="event_is_append_only",
                violation_error_message=_("Lịch sử chỉ được ghi thêm, không sửa, không xóa."),
            )
        ]


class EventSubject(models.Model):
    """An object the event touched, as 'label:pk' ('programme.project:12')."""

    scope = Scope(internal=True)

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="subjects")
    subject = models.CharField(max_length=60)
    on = models.DateField(help_text="the day from which this object shows the event")

    class Meta:
        constraints = [
            AppendOnly(
                name="event_subject_is_append_only",
                violation_error_message=_("Lịch sử chỉ được ghi thêm, không sửa, không xóa."),
            ),
            models.UniqueConstraint(
                fields=["subject", "event"],
                name="event_names_a_subject_once",
                violation_error_message=_("Một sự kiện chỉ nêu mỗi đối tượng một lần."),
            ),
        ]


class Blob(models.Model):
    """File content stored once by its hash under FILES_DIR; reached only through an attachment."""

    scope = Scope(internal=True)

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    media_type = models.CharField(max_length=120)
    path = models.CharField(max_length=200)


class Attachment(models.Model):
    """A file kept with its subject and served through the subject's scope."""

    scope = Scope(internal=True)

    blob = models.ForeignKey(Blob, on_delete=models.PROTECT)
    name = models.CharField(max_length=255)
    subject = models.CharField(max_length=60, db_index=True)
    kind = models.CharField(max_length=30)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    added_at = models.DateTimeField(default=timezone.now)


class Hold(models.Model):
    """A stop a part placed on an object, with its reason; the owner of the object respects it until it is lifted."""

    scope = Scope(internal=True)

    subject = models.CharField(max_length=60)
    kind = models.CharField(max_length=20)
    reason = models.CharField(max_length=500)
    paper = models.CharField(max_length=60, blank=True, help_text="the document it rests on, as 'label:pk'")
    placed_on = models.DateField()
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    lifted_on = models.DateField(null=True, blank=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    lifted_reason = models.CharField(max_length=500, blank=True)

    class Meta:
        indexes = [models.Index(fields=["subject", "kind"], name="hold_by_subject")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(lifted_on__isnull=True) | models.Q(lifted_on__gte=models.F("placed_on")),
                name="hold_is_lifted_after_it_is_placed",
                violation_error_message=_("Ngày gỡ tạm dừng không được trước ngày tạm dừng."),
            )
        ]


class OutboxMessage(models.Model):
    """An e-mail to be sent once. ``key`` names its occasion: a second message for the same occasion is refused."""

    scope = Scope(internal=True)

    key = models.CharField(max_length=120, unique=True)
    address = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    state = models.CharField(max_length=8, choices=MailState.choices, default=MailState.WAITING)
    queued_at = models.DateTimeField(default=timezone.now)
    claimed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "id"], name="outbox_by_state")]


class TrailStep(models.Model):
    """A transition taken by a thing of a higher part: from which day it counts, in which words, on which paper.

    The last step of a subject up to a day says in which state it stood on that day. ``subject`` and ``paper`` are
    'label:pk'. ``said`` may hold names of people: it is read only through the subject.
    """

    scope = Scope(internal=True)

    subject = models.CharField(max_length=60)
    machine = models.CharField(max_length=20)
    name = models.CharField(max_length=20)
    before = models.CharField(max_length=20)
    after = models.CharField(max_length=20)
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, **ACTOR)
    said = models.TextField(max_length=4000, blank=True)
    paper = models.CharField(max_length=60, blank=True)
    on_behalf = models.BooleanField(default=False)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["subject", "on", "id"], name="step_by_subject_and_day")]
        constraints = [
            AppendOnly(
                name="step_is_append_only",
                violation_error_message=_("Bước đã ghi không được sửa hay xóa."),
            )
        ]
