"""The carrying out of a project: its state and lines, and the dossiers that move it, each with its steps and papers."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.guards import AppendOnly
from khuyencong.kernel.scope import Scope
from khuyencong.ledger.models import FundLine
from khuyencong.programme.models.annual import Beneficiary, Project
from khuyencong.programme.states import Carrying, Desk, DossierKind, DossierState
from khuyencong.records.models import Attachment
from khuyencong.registry.models import Organisation, Place


class Execution(models.Model):
    """How a project is carried out: its state, and its fund lines from the contract on (ledger.states)."""

    scope = Scope(place="project__place", organisation="project__implementer")

    project = models.OneToOneField(Project, on_delete=models.PROTECT, related_name="execution")
    state = models.CharField(max_length=10, choices=Carrying.choices, default=Carrying.PREPARING)
    contracted_line = models.OneToOneField(FundLine, on_delete=models.PROTECT, related_name="contracted_execution")
    advanced_line = models.OneToOneField(FundLine, on_delete=models.PROTECT, related_name="advanced_execution")
    payable_line = models.OneToOneField(FundLine, on_delete=models.PROTECT, related_name="payable_execution")
    spent_line = models.OneToOneField(FundLine, on_delete=models.PROTECT, related_name="spent_execution")
    settled_line = models.OneToOneField(FundLine, on_delete=models.PROTECT, related_name="settled_execution")
    advance_kind = models.CharField(max_length=30, blank=True)
    retention = models.CharField(max_length=60, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["state", "project"], name="execution_by_state")]


class Dossier(models.Model):
    """One dossier (bộ hồ sơ) of a project: what is asked, where it stands, at whose desk, until when.

    Amounts are integer đồng. ``document`` is the signed act it resulted in. ``work_value`` is the value of work done of
    the whole investment, any source. ``final``: the last acceptance of the contract, or the last payment.
    """

    scope = Scope(place="project__place", organisation="project__implementer")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="dossiers")
    kind = models.CharField(max_length=12, choices=DossierKind.choices)
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=DossierState.choices, default=DossierState.DRAFT)
    desk = models.CharField(max_length=10, choices=Desk.choices, blank=True)
    due_on = models.DateField(null=True, blank=True)
    since = models.DateField(help_text="the day it came to its desk")
    month = models.DateField(null=True, blank=True)
    amount = models.BigIntegerField(null=True, blank=True)
    work_value = models.BigIntegerField(null=True, blank=True)
    option = models.CharField(max_length=30, blank=True, help_text="kind of advance; at year end: cancel or carry")
    final = models.BooleanField(default=False)
    expected_on = models.DateField(null=True, blank=True)
    note = models.TextField(max_length=4000, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="dossiers")
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    made_on = models.DateField()

    class Meta:
        ordering = ["project", "id"]
        indexes = [
            models.Index(fields=["desk", "due_on", "id", "made_on", "project"], name="dossier_by_desk"),
            models.Index(fields=["kind", "state"], name="dossier_by_kind"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "number"],
                name="dossier_number_once",
                violation_error_message=_("Hồ sơ này của đề án đã được lập."),
            ),
            models.UniqueConstraint(
                fields=["project", "kind", "month"],
                condition=models.Q(month__isnull=False) & ~models.Q(state="withdrawn"),
                name="progress_report_once_a_month",
                violation_error_message=_("Báo cáo tiến độ của tháng này đã có."),
            ),
            models.CheckConstraint(
                condition=models.Q(amount__isnull=True) | models.Q(amount__gte=0),
                name="dossier_amount_is_not_negative",
                violation_error_message=_("Số tiền không được âm."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project.code}/{self.kind}-{self.number}"


class DossierLine(models.Model):
    """A content line of a dossier: plan, contract annex, work done, settlement. Amounts in đồng.

    ``total`` = ``support`` + ``counterpart`` + ``other`` as planned; ``done`` is the support carried out and accepted,
    ``asked`` what the unit asks to settle, ``approved`` what the Agency settles; ``share`` is percent of work done.
    """

    scope = Scope(internal=True)

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="lines")
    position = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=400)
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    unit = models.CharField(max_length=30, blank=True)
    quantity = models.DecimalField(max_digits=14, decimal_places=3, null=True, blank=True)
    total = models.BigIntegerField(default=0)
    support = models.BigIntegerField(default=0)
    counterpart = models.BigIntegerField(default=0)
    other = models.BigIntegerField(default=0)
    share = models.PositiveSmallIntegerField(null=True, blank=True)
    done = models.BigIntegerField(null=True, blank=True)
    asked = models.BigIntegerField(null=True, blank=True)
    approved = models.BigIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "position"],
                name="dossier_line_position_once",
                violation_error_message=_("Thứ tự dòng này đã có."),
            ),
            models.CheckConstraint(
                condition=models.Q(support__gte=0, counterpart__gte=0, other__gte=0, total__gte=0),
                name="dossier_line_is_not_negative",
                violation_error_message=_("Số tiền của dòng không được âm."),
            ),
        ]


class DossierStep(models.Model):
    """A transition that was taken: by whom, from which day it counts, on which paper, on whose behalf."""

    scope = Scope(place="dossier__project__place", organisation="dossier__project__implementer")

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="steps")
    name = models.CharField(max_length=20)
    before = models.CharField(max_length=10, choices=DossierState.choices)
    after = models.CharField(max_length=10, choices=DossierState.choices)
    desk = models.CharField(max_length=10, choices=Desk.choices)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    at = models.DateTimeField(default=timezone.now)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on_behalf = models.BooleanField(default=False)
    remark = models.CharField(max_length=2000, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            AppendOnly(
                name="dossier_step_is_append_only",
                violation_error_message=_("Bước đã ghi của hồ sơ không được sửa hay xóa."),
            )
        ]


class DossierCheck(models.Model):
    """One paper of the checklist as found in the dossier: there, not needed (with a reason), or missing (no row)."""

    scope = Scope(place="dossier__project__place", organisation="dossier__project__implementer")

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="checks")
    code = models.CharField(max_length=60)
    not_needed = models.BooleanField(default=False)
    note = models.CharField(max_length=300, blank=True)
    attachment = models.ForeignKey(Attachment, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["dossier", "code"],
                name="dossier_check_once",
                violation_error_message=_("Tài liệu này của hồ sơ đã được đánh dấu."),
            ),
            models.CheckConstraint(
                condition=models.Q(not_needed=False) | ~models.Q(note=""),
                name="paper_not_needed_has_a_reason",
                violation_error_message=_("Ghi lý do khi cho rằng không cần tài liệu."),
            ),
        ]


class AdjustmentChange(models.Model):
    """What an adjustment asks to change: the kind of change decides who decides (registry.AdjustmentAuthority)."""

    scope = Scope(internal=True)

    dossier = models.ForeignKey(Dossier, on_delete=models.CASCADE, related_name="changes")
    change = models.CharField(max_length=30)
    before = models.CharField(max_length=600, blank=True)
    after = models.CharField(max_length=600, blank=True)
    amount = models.BigIntegerField(null=True, blank=True, help_text="the new national support in đồng")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]


class ProjectVersion(models.Model):
    """What a project is from a day on, by the paper that changed it. Version 1 is the plan as printed; no row."""

    scope = Scope(place="project__place", organisation="project__implementer")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    on = models.DateField()
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="version")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    support = models.BigIntegerField()
    ends_on = models.DateField(null=True, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    implementer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    content = models.TextField(blank=True)
    beneficiaries = models.JSONField(default=list)

    class Meta:
        ordering = ["number"]
        constraints = [
            AppendOnly(
                name="project_version_is_append_only",
                violation_error_message=_("Phiên bản đã ghi của đề án không được sửa hay xóa."),
            ),
            models.UniqueConstraint(
                fields=["project", "number"],
                name="project_version_number_once",
                violation_error_message=_("Phiên bản này của đề án đã có."),
            ),
        ]
