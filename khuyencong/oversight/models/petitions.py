"""Petitions (kiến nghị), and the guidance published from their answers."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.guards import SubstringIndex
from khuyencong.kernel.scope import Scope
from khuyencong.oversight.states import PetitionField, PetitionKind, PetitionState, PetitionTopic
from khuyencong.registry.models import LegalSource, Organisation, Place


class Petition(models.Model):
    """A question or request that came in. ``answered_on`` is the day of the recorded answer's own paper.

    ``sender_name`` is the sender under its name of the letter's day; complaints and denunciations never become one.
    ``closed_on`` is the day from which nothing more was to be done: it was answered, or transferred.
    """

    scope = Scope(internal=True)

    kind = models.CharField(max_length=12, choices=PetitionKind.choices)
    field = models.CharField(max_length=12, choices=PetitionField.choices)
    topic = models.CharField(max_length=14, choices=PetitionTopic.choices)
    sender = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sender_name = models.CharField(max_length=300)
    sender_folded = models.CharField(max_length=300, editable=False, default="", db_index=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    law = models.ForeignKey(LegalSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    clause = models.CharField(max_length=120, blank=True)
    what = models.TextField(max_length=4000)
    folded = models.TextField(editable=False, default="")
    paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="petitions")
    received_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=12, choices=PetitionState.choices, default=PetitionState.RECEIVED)
    answer = models.TextField(max_length=8000, blank=True)
    answer_paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    sent_to = models.CharField(max_length=300, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["-received_on", "-id"]
        indexes = [
            models.Index(fields=["answered_on"], name="petition_by_answer"),
            models.Index(fields=["state", "due_on"], name="petition_by_state"),
            models.Index(fields=["-received_on", "-id"], name="petition_by_day"),
            models.Index(fields=["topic", "law"], name="petition_by_topic"),
        ]
        constraints = [
            SubstringIndex(field="folded", name="petition_search"),
            models.CheckConstraint(
                condition=models.Q(closed_on__isnull=True) | models.Q(closed_on__gte=models.F("received_on")),
                name="petition_closes_after_it_came",
                violation_error_message=_("Kiến nghị chỉ kết thúc từ ngày đến trở đi."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sender_name}: {self.what[:80]}"


class Guidance(models.Model):
    """An answer published without names, headed as the answer to one case; ends when its clause is replaced."""

    scope = Scope(public=True)

    petition = models.OneToOneField(Petition, on_delete=models.PROTECT, related_name="guidance")
    question = models.TextField(max_length=4000)
    answer = models.TextField(max_length=8000)
    folded = models.TextField(editable=False, default="")
    field = models.CharField(max_length=12, choices=PetitionField.choices)
    topic = models.CharField(max_length=14, choices=PetitionTopic.choices)
    law = models.ForeignKey(LegalSource, on_delete=models.PROTECT, related_name="+")
    clause = models.CharField(max_length=120)
    published_on = models.DateField()
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-published_on", "-id"]
        constraints = [
            SubstringIndex(field="folded", name="guidance_search"),
            models.CheckConstraint(
                condition=models.Q(ended_on__isnull=True) | models.Q(ended_on__gte=models.F("published_on")),
                name="guidance_ends_after_it_is_published",
                violation_error_message=_("Hướng dẫn chỉ hết hiệu lực sau ngày đăng."),
            ),
        ]
