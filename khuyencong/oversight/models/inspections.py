"""Inspections (kiểm tra) and surveys: trips, teams, stops, findings, conclusions, recommendations."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.guards import AppendOnly, SubstringIndex
from khuyencong.kernel.scope import Scope
from khuyencong.oversight.states import (
    InspectionKind,
    InspectionState,
    InspectionSubject,
    RecommendationState,
    Result,
    TeamRole,
)
from khuyencong.programme.models import Project
from khuyencong.records.models import Attachment, Hold
from khuyencong.registry.models import Organisation, Place


class Inspection(models.Model):
    """A trip of one team, to one or more provinces, on one or more subjects. Documents move it, never a click.

    ``planned_on`` is the day it entered the plan: before it no page shows the trip.
    """

    scope = Scope(internal=True)

    year = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=8, choices=InspectionKind.choices, default=InspectionKind.CHECK)
    title = models.CharField(max_length=300)
    folded = models.TextField(editable=False, default="")
    planned_on = models.DateField()
    starts_on = models.DateField()
    ends_on = models.DateField()
    state = models.CharField(max_length=10, choices=InspectionState.choices, default=InspectionState.PLANNED)
    plan_paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    decision = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    notice = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    report = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    conclusion = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    concluded_on = models.DateField(null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-starts_on", "-id"]
        indexes = [models.Index(fields=["year", "state", "starts_on"], name="inspection_by_year")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="inspection_ends_after_it_starts",
                violation_error_message=_("Ngày về phải từ ngày đi."),
            ),
            SubstringIndex(field="folded", name="inspection_search"),
        ]

    def __str__(self) -> str:
        return self.title


class Member(models.Model):
    """Who goes: an account of the Agency, or a person of another body by name."""

    scope = Scope(internal=True)

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(max_length=120)
    body = models.CharField(max_length=200, blank=True)
    role = models.CharField(max_length=10, choices=TeamRole.choices, default=TeamRole.MEMBER)

    class Meta:
        ordering = ["id"]


class Stop(models.Model):
    """A province visited on one subject. ``visited_from`` is set when the team was there: only then it is counted.

    ``years`` are the plan years of the projects looked at; ``reasons`` why it was proposed: {"code", "text", "value"}.
    """

    scope = Scope(internal=True)

    inspection = models.ForeignKey(Inspection, on_delete=models.CASCADE, related_name="stops")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    subject = models.CharField(max_length=10, choices=InspectionSubject.choices)
    years = models.JSONField(default=list, blank=True)
    planned_on = models.DateField(null=True, blank=True)
    visited_from = models.DateField(null=True, blank=True)
    visited_to = models.DateField(null=True, blank=True)
    reasons = models.JSONField(default=list, blank=True)
    minutes = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["planned_on", "id"]
        indexes = [models.Index(fields=["subject", "visited_from"], name="stop_by_subject")]
        constraints = [
            models.UniqueConstraint(
                fields=["inspection", "place", "subject"],
                name="stop_stands_once_in_a_trip",
                violation_error_message=_("Địa phương này đã có trong đoàn với cùng nội dung."),
            ),
            models.CheckConstraint(
                condition=models.Q(visited_to__isnull=True) | models.Q(visited_to__gte=models.F("visited_from")),
                name="stop_ends_after_it_starts",
                violation_error_message=_("Ngày kết thúc làm việc phải từ ngày bắt đầu."),
            ),
        ]


class Observation(models.Model):
    """What was found at a stop. ``key`` is made on the phone, so that sending twice keeps one.

    Append-only: a correction is a new row that names in ``corrects`` the one it takes the place of.
    """

    scope = Scope(internal=True)

    key = models.UUIDField(unique=True)
    stop = models.ForeignKey(Stop, on_delete=models.PROTECT, related_name="observations")
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="corrections")
    item = models.CharField(max_length=50, blank=True, help_text="code of the checklist's item, '' for none")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    about = models.CharField(max_length=300, blank=True, help_text="cluster or workshop by name")
    result = models.CharField(max_length=8, choices=Result.choices)
    text = models.TextField(max_length=4000, blank=True)
    seen_at = models.DateTimeField()
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    received_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["seen_at", "id"]
        constraints = [
            AppendOnly(
                name="observation_is_append_only",
                violation_error_message=_("Kết quả đã ghi không sửa hay xóa; hãy ghi một dòng đính chính."),
            )
        ]


class Photo(models.Model):
    """A picture of an observation with its time and place; the phone forgets it once the server has it."""

    scope = Scope(internal=True)

    key = models.UUIDField(unique=True)
    observation = models.ForeignKey(Observation, on_delete=models.PROTECT, related_name="photos")
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()
    latitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(max_digits=9, decimal_places=6, null=True, blank=True)

    class Meta:
        ordering = ["taken_at", "id"]
        constraints = [
            AppendOnly(
                name="photo_is_append_only",
                violation_error_message=_("Ảnh đã lưu không được sửa hay xóa."),
            )
        ]


class ExternalConclusion(models.Model):
    """What the State Audit, an inspectorate or the Ministry concluded about the Agency; followed the same way."""

    scope = Scope(internal=True)

    body = models.CharField(max_length=200)
    about = models.CharField(max_length=500)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()

    class Meta:
        ordering = ["-received_on", "-id"]

    def __str__(self) -> str:
        return self.about


class Recommendation(models.Model):
    """What a conclusion asks for: of whom, by when; open until a paper shows it done. ``hold`` stops payment."""

    scope = Scope(internal=True)

    inspection = models.ForeignKey(
        Inspection, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    external = models.ForeignKey(
        ExternalConclusion, on_delete=models.PROTECT, null=True, blank=True, related_name="recommendations"
    )
    text = models.TextField(max_length=2000)
    folded = models.TextField(editable=False, default="")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    owner_name = models.CharField(max_length=300)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=RecommendationState.choices, default=RecommendationState.OPEN)
    closed_on = models.DateField(null=True, blank=True)
    hold = models.ForeignKey(Hold, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["state", "due_on"], name="recommendation_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(inspection__isnull=False) ^ models.Q(external__isnull=False),
                name="recommendation_rests_on_one_conclusion",
                violation_error_message=_("Kiến nghị thuộc về đúng một kết luận."),
            ),
            SubstringIndex(field="folded", name="recommendation_search"),
        ]
