"""The work programme: tasks by field and half-year, partners, milestones, and what was carried to the next period."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.guards import AppendOnly, SubstringIndex
from khuyencong.kernel.scope import Scope
from khuyencong.oversight.states import TaskField, TaskState
from khuyencong.registry.models import Organisation, Place


class WorkTask(models.Model):
    """A task of the Agency in a half of a year (1, 2). ``output`` is the document expected, ``output_paper`` the made.

    ``carried_from`` is the task of the period before that this one goes on with.
    """

    scope = Scope(internal=True)

    year = models.PositiveSmallIntegerField()
    half = models.PositiveSmallIntegerField()
    field = models.CharField(max_length=12, choices=TaskField.choices)
    title = models.CharField(max_length=500)
    folded = models.TextField(editable=False, default="")
    division = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    lead = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    starts_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    output = models.CharField(max_length=300, blank=True)
    output_paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=TaskState.choices, default=TaskState.PLANNED)
    progress = models.PositiveSmallIntegerField(default=0)
    done_on = models.DateField(null=True, blank=True)
    result = models.CharField(max_length=1000, blank=True)
    in_programme_on = models.DateField(help_text="the day it entered the work programme")
    carried_from = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="carried_to"
    )

    class Meta:
        ordering = ["year", "half", "field", "due_on", "id"]
        indexes = [
            models.Index(fields=["year", "half", "field"], name="work_task_by_period"),
            models.Index(fields=["state", "due_on"], name="work_task_by_state"),
        ]
        constraints = [
            SubstringIndex(field="folded", name="work_task_search"),
            models.CheckConstraint(
                condition=models.Q(half__in=(1, 2)),
                name="work_task_half_is_one_or_two",
                violation_error_message=_("Kỳ là 6 tháng đầu năm (1) hoặc 6 tháng cuối năm (2)."),
            ),
            models.CheckConstraint(
                condition=models.Q(progress__lte=100),
                name="work_task_progress_is_a_share",
                violation_error_message=_("Tiến độ từ 0 đến 100%."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ProgressReport(models.Model):
    """How far a task was on a day, in percent. Append-only: the last one up to a day counts on that day."""

    scope = Scope(internal=True)

    task = models.ForeignKey(WorkTask, on_delete=models.PROTECT, related_name="reports")
    on = models.DateField()
    progress = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["task", "on"], name="progress_report_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(progress__lte=100),
                name="progress_report_is_a_share",
                violation_error_message=_("Tiến độ từ 0 đến 100%."),
            ),
            AppendOnly(
                name="progress_report_is_append_only",
                violation_error_message=_("Tiến độ đã báo không được sửa hay xóa."),
            ),
        ]


class TaskPartner(models.Model):
    """A province or body a task is done with. ``name`` when it is neither in the registry."""

    scope = Scope(internal=True)

    task = models.ForeignKey(WorkTask, on_delete=models.CASCADE, related_name="partners")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=300, blank=True)


class Milestone(models.Model):
    """A dated mark on the way of a task."""

    scope = Scope(internal=True)

    task = models.ForeignKey(WorkTask, on_delete=models.CASCADE, related_name="milestones")
    title = models.CharField(max_length=300)
    due_on = models.DateField()
    done_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["due_on", "id"]
        indexes = [models.Index(fields=["done_on", "due_on"], name="milestone_by_day")]
