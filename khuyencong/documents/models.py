"""Documents as recorded, delegations, and drafts on their way to a signature."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.states import Authority, Direction, DocumentKind, DraftDesk, DraftState
from khuyencong.kernel.guards import AppendOnly, NoOverlap, SubstringIndex
from khuyencong.kernel.scope import Scope
from khuyencong.registry.models import Organisation


class Document(models.Model):
    """A letter or decision. ``date`` may be unknown while only its number is printed on an annex.

    ``direction`` to ``handled_on`` make the register of letters: received when, for whom, by when, done when.
    ``folded`` holds number, abstract and issuer for the search.
    """

    scope = Scope(internal=True)

    kind = models.CharField(max_length=4, choices=DocumentKind.choices)
    number = models.CharField(max_length=60)
    date = models.DateField(null=True, blank=True)
    year = models.PositiveSmallIntegerField()
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="issued")
    issuer_name = models.CharField(max_length=300, blank=True)
    signatory = models.CharField(max_length=120, blank=True)
    abstract = models.CharField(max_length=500)
    direction = models.CharField(max_length=3, choices=Direction.choices, default=Direction.IN)
    received_on = models.DateField(null=True, blank=True)
    due_on = models.DateField(null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    handled_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    folded = models.TextField(editable=False, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["date", "id"]
        indexes = [
            models.Index(fields=["-date", "-id"], name="document_by_day"),
            models.Index(fields=["handler", "handled_on", "due_on"], name="document_by_handler"),
        ]
        constraints = [
            SubstringIndex(field="folded", name="document_search"),
            models.UniqueConstraint(
                fields=["number", "year", "issuer_name"],
                condition=~models.Q(number=""),
                name="document_number_once_a_year",
                violation_error_message=_("Số, ký hiệu văn bản này của cơ quan ban hành đã được ghi nhận trong năm."),
            ),
        ]

    def __str__(self) -> str:
        return self.number or self.abstract


class DocumentLink(models.Model):
    """A file a document belongs to, as 'label:pk' ('oversight.petition:12')."""

    scope = Scope(internal=True)

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="links")
    subject = models.CharField(max_length=60, db_index=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["document", "subject"],
                name="document_is_linked_once",
                violation_error_message=_("Văn bản đã được gắn với hồ sơ này."),
            )
        ]


class Draft(models.Model):
    """A document being written. ``subject`` and ``purpose`` say for what ('oversight.petition:12', 'answer').

    ``body`` is plain text, a paragraph a line ('# ' starts a heading); ``annex`` holds tables as stored papers hold
    them; ``figures`` are the at most three figures of the slip: {"label", "shown", "path"}. ``version``
    guards against writing over another's text.
    """

    scope = Scope(internal=True)

    kind = models.CharField(max_length=4, choices=DocumentKind.choices)
    abstract = models.CharField(max_length=500)
    folded = models.TextField(editable=False, default="")
    body = models.TextField(blank=True, max_length=20000)
    annex = models.JSONField(default=list, blank=True)
    figures = models.JSONField(default=list, blank=True)
    question = models.CharField(max_length=1000, blank=True)
    subject = models.CharField(max_length=60, blank=True, db_index=True)
    purpose = models.CharField(max_length=30, blank=True)
    issuer = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    authority = models.CharField(max_length=4, choices=Authority.choices, blank=True, default="")
    signatory_title = models.CharField(max_length=120)
    signatory = models.CharField(max_length=120, blank=True)
    recipients = models.TextField(max_length=2000, blank=True)
    replies_to = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="replies")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.WRITING)
    desk = models.CharField(max_length=10, choices=DraftDesk.choices, blank=True, default=DraftDesk.AUTHOR)
    since = models.DateField()
    version = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="draft")
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-since", "-id"]
        indexes = [models.Index(fields=["desk", "due_on"], name="draft_by_desk")]
        constraints = [SubstringIndex(field="folded", name="draft_search")]

    def __str__(self) -> str:
        return self.abstract


class DraftVersion(models.Model):
    """The text of a draft as it stood after a save. Append-only, so that nobody's words are lost."""

    scope = Scope(internal=True)

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    abstract = models.CharField(max_length=500)
    body = models.TextField(blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(
                fields=["draft", "number"],
                name="draft_version_stands_once",
                violation_error_message=_("Bản này của dự thảo đã có người ghi; hãy tải lại trang."),
            ),
            AppendOnly(
                name="draft_version_is_append_only",
                violation_error_message=_("Bản dự thảo đã ghi không được sửa hay xóa."),
            ),
        ]


class Delegation(models.Model):
    """A person may use a verb up to a ceiling in đồng, from a day to a day, by a delegation document."""

    scope = Scope(internal=True)

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    verb = models.CharField(max_length=30)
    ceiling = models.BigIntegerField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="delegations")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            NoOverlap(
                fields=["user", "verb"],
                name="delegation_has_one_ceiling_a_day",
                violation_error_message=_("Mỗi người chỉ có một mức ủy quyền cho mỗi việc trong mỗi ngày."),
            ),
            models.CheckConstraint(
                condition=models.Q(ceiling__gte=0),
                name="delegation_ceiling_is_not_negative",
                violation_error_message=_("Mức ủy quyền không được âm."),
            ),
        ]
