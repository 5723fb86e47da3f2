"""Conferences and fairs: host, plan task, agenda, invitations, booths by source of funding, results."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.scope import Scope
from khuyencong.oversight.states import BoothFunding, GatheringKind, GatheringState, KhuyenCongRegion, Reply
from khuyencong.programme.models import Project
from khuyencong.registry.models import Organisation, Place


class Gathering(models.Model):
    """A conference or a fair. Counted as held from ``held_on``; ``project`` is the plan task whose budget pays it.

    ``results``: figures told afterwards by name (``states.RESULTS``); money in đồng, and ``summary`` in words.
    """

    scope = Scope(internal=True)

    kind = models.CharField(max_length=10, choices=GatheringKind.choices)
    year = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=300)
    folded = models.CharField(max_length=600, editable=False)
    region = models.CharField(max_length=8, choices=KhuyenCongRegion.choices, blank=True, default="")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    host = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.CharField(max_length=300, blank=True)
    project = models.ForeignKey(Project, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    planned_on = models.DateField(null=True, blank=True, help_text="the day it entered the programme")
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=GatheringState.choices, default=GatheringState.PLANNED)
    held_on = models.DateField(null=True, blank=True)
    plan_paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    report_paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    results = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-year", "-starts_on", "-id"]
        indexes = [models.Index(fields=["kind", "held_on"], name="gathering_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__isnull=True) | models.Q(ends_on__gte=models.F("starts_on")),
                name="gathering_ends_after_it_starts",
                violation_error_message=_("Ngày bế mạc phải từ ngày khai mạc."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class AgendaItem(models.Model):
    """A point of the agenda; ``speaker`` as invited."""

    scope = Scope(internal=True)

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    at = models.CharField(max_length=20, blank=True)
    title = models.CharField(max_length=300)
    speaker = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["position", "id"]


class Invitation(models.Model):
    """A body invited and what it replied. ``name`` is its name of that day, or of a body not in the registry."""

    scope = Scope(internal=True)

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="invitations")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=300)
    invited_on = models.DateField(null=True, blank=True)
    reply = models.CharField(max_length=12, choices=Reply.choices, blank=True, default="")
    people = models.PositiveSmallIntegerField(null=True, blank=True)
    replied_on = models.DateField(null=True, blank=True)
    talk = models.CharField(max_length=300, blank=True, help_text="title of the paper it will read, if any")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "name"],
                name="body_is_invited_once",
                violation_error_message=_("Cơ quan này đã có trong danh sách mời."),
            )
        ]


class Booth(models.Model):
    """An exhibitor and its booths by who pays. ``cost`` in đồng for all its booths."""

    scope = Scope(internal=True)

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="booths")
    exhibitor = models.CharField(max_length=300)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    goods = models.CharField(max_length=300, blank=True)
    booths = models.PositiveSmallIntegerField(default=1)
    funding = models.CharField(max_length=10, choices=BoothFunding.choices)
    cost = models.BigIntegerField(null=True, blank=True)
    added_on = models.DateField(help_text="the day it entered the list")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["gathering", "exhibitor", "funding"],
                name="exhibitor_stands_once_a_funding",
                violation_error_message=_("Đơn vị này đã có gian hàng cùng nguồn kinh phí."),
            )
        ]
