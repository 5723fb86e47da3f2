"""Obstacles (vướng mắc): what holds work up, raised by whom, on whose side, asked of whom, how it ended."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.guards import AppendOnly, SubstringIndex
from khuyencong.kernel.scope import Scope
from khuyencong.programme.models.annual import Project
from khuyencong.programme.states import ObstacleState, ObstacleTopic, Side
from khuyencong.registry.models import LegalSource, Organisation, Place


class Obstacle(models.Model):
    """An obstacle on a project, a province or a legal text; at least one of the three is named."""

    scope = Scope(place="place", organisation="owner")

    year = models.PositiveSmallIntegerField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="obstacles")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="obstacles")
    law = models.ForeignKey(LegalSource, on_delete=models.PROTECT, null=True, blank=True, related_name="obstacles")
    clause = models.CharField(max_length=120, blank=True)
    topic = models.CharField(max_length=30, choices=ObstacleTopic.choices)
    what = models.TextField(max_length=2000)
    folded = models.TextField(editable=False, default="")
    owner = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+",
        help_text="whose file it is: the implementer of the project, or who raised it",
    )  # fmt: skip
    raised_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    raised_on = models.DateField()
    side = models.CharField(max_length=12, choices=Side.choices, default=Side.NONE)
    state = models.CharField(max_length=10, choices=ObstacleState.choices, default=ObstacleState.OPEN)
    asked_of = models.CharField(max_length=200, blank=True)
    asked_on = models.DateField(null=True, blank=True)
    guidance = models.TextField(max_length=4000, blank=True)
    guidance_paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    guided_on = models.DateField(null=True, blank=True)
    resolved_on = models.DateField(null=True, blank=True)
    resolution = models.CharField(max_length=600, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-raised_on", "-id"]
        indexes = [models.Index(fields=["year", "state", "raised_on"], name="obstacle_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(project__isnull=False) | models.Q(place__isnull=False) | models.Q(law__isnull=False),
                name="obstacle_is_about_something",
                violation_error_message=_("Vướng mắc phải gắn với đề án, địa phương hoặc văn bản."),
            ),
            SubstringIndex(field="folded", name="obstacle_search"),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.pk}"


class ObstacleStep(models.Model):
    """What was done about an obstacle: from which day it counts, by whom, in which words, on which paper.

    The last step up to a day says in which state the obstacle stood on that day.
    """

    scope = Scope(place="obstacle__place", organisation="obstacle__owner")

    obstacle = models.ForeignKey(Obstacle, on_delete=models.PROTECT, related_name="steps")
    name = models.CharField(max_length=20)
    before = models.CharField(max_length=10, choices=ObstacleState.choices)
    after = models.CharField(max_length=10, choices=ObstacleState.choices)
    said = models.TextField(max_length=4000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf = models.BooleanField(default=False)

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["obstacle", "on"], name="obstacle_step_by_day")]
        constraints = [
            AppendOnly(
                name="obstacle_step_is_append_only",
                violation_error_message=_("Bước đã ghi của vướng mắc không được sửa hay xóa."),
            )
        ]
