"""The annual plan, its projects as printed, and allocation batches. Money itself stands in ledger."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.guards import AppendOnly, SubstringIndex
from khuyencong.kernel.scope import Scope
from khuyencong.ledger.models import FundLine, Movement
from khuyencong.ledger.states import Step
from khuyencong.programme.states import DelayCause, Funding, PlanPart, ProjectKind, Side
from khuyencong.records.models import ImportRun
from khuyencong.registry.models import ActivityGroup, Establishment, Organisation, Place


class AnnualPlan(models.Model):
    """The plan of a year as printed. ``effective_on``: its decision's date, or 1 January while that is unknown."""

    scope = Scope(public=True)

    year = models.PositiveSmallIntegerField(unique=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="plans")
    effective_on = models.DateField()
    date_is_known = models.BooleanField(default=True)
    rows_printed = models.PositiveIntegerField()
    stated_total = models.BigIntegerField(null=True, blank=True)
    accepted_reason = models.CharField(max_length=300, blank=True)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, related_name="+")

    def __str__(self) -> str:
        return f"{self.year}"


class Project(models.Model):
    """A project or task of a plan. Amounts are as printed, in đồng; ``support`` is the national support (KCQG)."""

    scope = Scope(place="place", organisation="implementer")

    plan = models.ForeignKey(AnnualPlan, on_delete=models.PROTECT, related_name="projects")
    year = models.PositiveSmallIntegerField()
    position = models.PositiveIntegerField()
    ordinal = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=30, unique=True)
    title = models.CharField(max_length=600)
    folded = models.CharField(max_length=1200, editable=False)
    kind = models.CharField(max_length=8, choices=ProjectKind.choices)
    part = models.CharField(max_length=10, choices=PlanPart.choices)
    activity = models.ForeignKey(ActivityGroup, on_delete=models.PROTECT, related_name="projects")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="projects")
    implementer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="projects")
    implementer_name = models.CharField(max_length=300, blank=True)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    total_cost = models.BigIntegerField(null=True, blank=True)
    support = models.BigIntegerField()
    counterpart = models.BigIntegerField(null=True, blank=True)
    other_sources = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=400, blank=True)
    planned_line = models.OneToOneField(FundLine, on_delete=models.PROTECT, related_name="planned_project")
    allocated_line = models.OneToOneField(FundLine, on_delete=models.PROTECT, related_name="allocated_project")

    class Meta:
        ordering = ["year", "position"]
        indexes = [
            models.Index(fields=["year", "place", "position"], name="project_by_place"),
            models.Index(fields=["year", "implementer", "position"], name="project_by_implementer"),
            models.Index(fields=["year", "activity", "position"], name="project_by_activity"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["year", "position"],
                name="project_position_once_a_year",
                violation_error_message=_("Thứ tự này trong kế hoạch năm đã có đề án."),
            ),
            models.CheckConstraint(
                condition=models.Q(support__gte=0),
                name="project_support_is_not_negative",
                violation_error_message=_("Kinh phí khuyến công quốc gia không được âm."),
            ),
            models.CheckConstraint(
                condition=~models.Q(part="locality") | models.Q(place__isnull=False),
                name="local_project_has_a_place",
                violation_error_message=_("Đề án của địa phương phải có địa bàn."),
            ),
            SubstringIndex(field="folded", name="project_search"),
        ]

    def __str__(self) -> str:
        return self.code


class Tally(models.Model):
    """How counts and money of alike projects changed on a day; its sum up to a day is what stood on that day.

    Written with the movements it follows, in their transaction (ADR 0007). ``starts_on``: the earliest planned start.
    """

    scope = Scope(place="place", organisation="implementer")

    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    part = models.CharField(max_length=10, choices=PlanPart.choices)
    kind = models.CharField(max_length=8, choices=ProjectKind.choices)
    activity = models.ForeignKey(ActivityGroup, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    implementer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    funding = models.CharField(max_length=4, choices=Funding.choices)
    projects = models.IntegerField()
    planned = models.BigIntegerField()
    allocated = models.BigIntegerField()
    starts_on = models.DateField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=[
                    "year", "part", "kind", "funding", "place", "activity", "implementer", "on", "projects", "planned",
                    "allocated", "starts_on",
                ],
                name="tally_whole",
            ),
            models.Index(fields=["year", "place"], name="tally_by_place"),
            models.Index(fields=["year", "implementer"], name="tally_by_implementer"),
        ]  # fmt: skip
        constraints = [
            AppendOnly(
                name="tally_is_append_only",
                violation_error_message=_("Số cộng dồn theo ngày chỉ được ghi thêm, không sửa hay xóa."),
            )
        ]


class StepTally(models.Model):
    """How much money of alike projects moved by a later step (contracted, advanced, accepted, …) on a day, in đồng.

    Written with the movements it follows, in their transaction; the sum up to a day is what stood on that day.
    """

    scope = Scope(place="place", organisation="implementer")

    year = models.PositiveSmallIntegerField()
    on = models.DateField()
    step = models.CharField(max_length=10, choices=Step.choices)
    part = models.CharField(max_length=10, choices=PlanPart.choices)
    kind = models.CharField(max_length=8, choices=ProjectKind.choices)
    activity = models.ForeignKey(ActivityGroup, on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    implementer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    amount = models.BigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["year", "step", "on", "place", "implementer", "amount"], name="step_tally_whole"),
        ]
        constraints = [
            AppendOnly(
                name="step_tally_is_append_only",
                violation_error_message=_("Số cộng dồn theo ngày chỉ được ghi thêm, không sửa hay xóa."),
            )
        ]


class Beneficiary(models.Model):
    """An establishment that benefits from a project, in printed order."""

    scope = Scope(place="project__place", organisation="project__implementer")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="beneficiaries")
    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="benefits")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "position"],
                name="beneficiary_position_once",
                violation_error_message=_("Thứ tự cơ sở thụ hưởng này đã có."),
            )
        ]


class AllocationBatch(models.Model):
    """A decision that allocates money to projects of a year (đợt phân bổ)."""

    scope = Scope(public=True)

    year = models.PositiveSmallIntegerField()
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="allocation_batch")
    on = models.DateField()
    stated_total = models.BigIntegerField(null=True, blank=True)
    rows_printed = models.PositiveIntegerField()
    accepted_reason = models.CharField(max_length=300, blank=True)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["on", "id"]


class AllocationLine(models.Model):
    """A row of an allocation decision: the project and the movement it made."""

    scope = Scope(place="project__place", organisation="project__implementer")

    batch = models.ForeignKey(AllocationBatch, on_delete=models.PROTECT, related_name="lines")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="allocations")
    movement = models.OneToOneField(Movement, on_delete=models.PROTECT, related_name="allocation_line")
    position = models.PositiveIntegerField()

    class Meta:
        ordering = ["position"]


class CauseNote(models.Model):
    """Why a locality of a year's plan has no allocation yet, as a person noted it; the newest counts."""

    scope = Scope(place="place")

    year = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    cause = models.CharField(max_length=12, choices=DelayCause.choices)
    side = models.CharField(max_length=12, choices=Side.choices, default=Side.NONE)
    note = models.CharField(max_length=300, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    noted_on = models.DateField()
    noted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["year", "place", "noted_on"], name="cause_note_by_place")]
