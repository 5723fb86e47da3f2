"""An opinion asked of the Ministry about a province's cluster plan, its rows and what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.clusters.models.lists import ClusterList, ListRow
from khuyencong.clusters.states import OpinionKind, OpinionState, RowOutcome, Stance
from khuyencong.documents.models import Document
from khuyencong.kernel.scope import Scope
from khuyencong.registry.models import Place


class Opinion(models.Model):
    """A province's request. ``request`` is its letter, ``answer`` the Ministry's; ``base`` the list it is compared to.

    Counted in reports from ``answered_on``, the day of the recorded answer.
    """

    scope = Scope(place="place")

    kind = models.CharField(max_length=10, choices=OpinionKind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="opinions")
    period = models.CharField(max_length=20)
    request = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="+")
    received_on = models.DateField()
    due_on = models.DateField(null=True, blank=True)
    asked = models.ForeignKey(ClusterList, on_delete=models.PROTECT, null=True, blank=True, related_name="opinions")
    base = models.ForeignKey(ClusterList, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=OpinionState.choices, default=OpinionState.RECEIVED)
    answer = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    answered_on = models.DateField(null=True, blank=True)
    approved = models.ForeignKey(ClusterList, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome_paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    outcome_on = models.DateField(null=True, blank=True)
    outcome = models.TextField(max_length=2000, blank=True)
    note = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ["-received_on", "-id"]
        indexes = [
            models.Index(fields=["kind", "answered_on"], name="opinion_by_answer"),
            models.Index(fields=["state", "due_on"], name="opinion_by_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "kind"],
                name="request_asks_one_opinion_of_a_kind",
                violation_error_message=_("Văn bản đề nghị này đã được ghi nhận."),
            )
        ]


class RowView(models.Model):
    """The Agency's stance on one row of the list asked about, its grounds, and what the province then did."""

    scope = Scope(place="opinion__place")

    opinion = models.ForeignKey(Opinion, on_delete=models.CASCADE, related_name="views")
    row = models.ForeignKey(ListRow, on_delete=models.PROTECT, related_name="+")
    stance = models.CharField(max_length=10, choices=Stance.choices, blank=True, default="")
    ground = models.CharField(max_length=1000, blank=True)
    outcome = models.CharField(max_length=10, choices=RowOutcome.choices, blank=True, default="")

    class Meta:
        ordering = ["row__position"]
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "row"],
                name="row_is_viewed_once",
                violation_error_message=_("Mỗi dòng có một ý kiến."),
            )
        ]
