"""What the Treasury (Kho bạc) did: each paper recorded, and its monthly statements against them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.scope import Scope
from khuyencong.ledger.models import Movement
from khuyencong.programme.models.annual import Project
from khuyencong.programme.models.dossiers import Dossier
from khuyencong.programme.states import EntryKind, StatementState, TieState
from khuyencong.records.models import ImportRun


class TreasuryEntry(models.Model):
    """One Treasury paper on one project: the movement it made, the budget code of its day and who was paid.

    ``corrects``: the earlier entry of the same paper whose amount was wrong; its movement stands reversed.
    """

    scope = Scope(place="project__place", organisation="project__implementer")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="treasury_entries")
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, null=True, blank=True, related_name="entries")
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    movement = models.OneToOneField(Movement, on_delete=models.PROTECT, related_name="treasury_entry")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="treasury_entries")
    amount = models.BigIntegerField()
    on = models.DateField()
    budget_code = models.CharField(max_length=60, blank=True)
    payee = models.CharField(max_length=300, blank=True)
    corrects = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="correction")

    class Meta:
        ordering = ["on", "id"]
        indexes = [models.Index(fields=["on", "project"], name="treasury_entry_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "document", "kind"],
                condition=models.Q(corrects__isnull=True),
                name="treasury_paper_pays_once",
                violation_error_message=_("Chứng từ Kho bạc này đã được ghi cho đề án; không ghi hai lần."),
            )
        ]


class Statement(models.Model):
    """The Treasury's statement of a month as imported. ``month`` is its first day."""

    scope = Scope(public=True)

    month = models.DateField(unique=True)
    state = models.CharField(max_length=8, choices=StatementState.choices, default=StatementState.OPEN)
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    stated_total = models.BigIntegerField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-month"]


class StatementLine(models.Model):
    """A line of the statement as printed, or (``row`` 0) a recorded paper the statement lacks, and how it stands."""

    scope = Scope(public=True)

    statement = models.ForeignKey(Statement, on_delete=models.PROTECT, related_name="lines")
    row = models.PositiveIntegerField(default=0)
    sheet = models.CharField(max_length=120, blank=True)
    number = models.CharField(max_length=60, blank=True)
    on = models.DateField(null=True, blank=True)
    kind = models.CharField(max_length=8, choices=EntryKind.choices)
    content = models.CharField(max_length=500, blank=True)
    payee = models.CharField(max_length=300, blank=True)
    budget_code = models.CharField(max_length=60, blank=True)
    amount = models.BigIntegerField()
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    entry = models.ForeignKey(TreasuryEntry, on_delete=models.PROTECT, null=True, blank=True, related_name="tied")
    state = models.CharField(max_length=10, choices=TieState.choices)
    found = models.CharField(max_length=10, choices=TieState.choices, blank=True)
    explanation = models.CharField(max_length=600, blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    explained_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["row", "id"]
        indexes = [models.Index(fields=["statement", "state"], name="statement_line_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="explained") | ~models.Q(explanation=""),
                name="explained_line_says_why",
                violation_error_message=_("Ghi nội dung giải trình."),
            )
        ]
