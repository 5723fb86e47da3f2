"""A change of places or bodies as an event: its day, its paper, what stood before, what stands after."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.scope import Scope
from khuyencong.registry.models.bodies import Organisation
from khuyencong.registry.models.law import LegalSource
from khuyencong.registry.models.places import Place
from khuyencong.registry.states import About, Above, ChangeKind, ChangeState, Duty, Relation, Role


class Change(models.Model):
    """What a legal text does to places or bodies from a day on. Nothing moves before it is applied.

    ``undoes`` is the change a reversal takes back. ``place`` and ``duty`` say what is handed over by a transfer.
    """

    scope = Scope(public=True)

    kind = models.CharField(max_length=10, choices=ChangeKind.choices)
    about = models.CharField(max_length=6, choices=About.choices)
    on = models.DateField()
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, related_name="changes")
    clause = models.CharField(max_length=120, blank=True)
    note = models.CharField(max_length=400, blank=True)
    state = models.CharField(max_length=10, choices=ChangeState.choices, default=ChangeState.ENTERED)
    undoes = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="reversals")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    duty = models.CharField(max_length=12, choices=Duty.choices, blank=True, default="")

    class Meta:
        ordering = ["-on", "-id"]
        indexes = [models.Index(fields=["on", "id"], name="change_by_day")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind=ChangeKind.REVERSAL, undoes__isnull=False)
                | (~models.Q(kind=ChangeKind.REVERSAL) & models.Q(undoes__isnull=True)),
                name="a_reversal_names_what_it_reverses",
                violation_error_message=_("Hoàn nguyên phải nêu thay đổi được hoàn nguyên."),
            ),
            models.UniqueConstraint(
                fields=["undoes"],
                condition=~models.Q(state=ChangeState.WITHDRAWN),
                name="a_change_is_reversed_once",
                violation_error_message=_("Việc hoàn nguyên thay đổi này đã được nhập."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} #{self.pk}"


class ChangePart(models.Model):
    """One place or body on a side of a change.

    Before: what ends or is renamed. After: what begins, as written until the change is applied, then the row it became.
    ``children``: ids of the places below that go to this part of a divided place. ``regions``: region by scheme code.
    """

    scope = Scope(public=True)

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="parts")
    role = models.CharField(max_length=6, choices=Role.choices)
    position = models.PositiveSmallIntegerField()
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="change_parts")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="change_parts")
    name = models.CharField(max_length=300, blank=True)
    code = models.CharField(max_length=30, blank=True)
    form = models.CharField(max_length=40, blank=True, help_text="the kind of the place or of the body")
    symbol = models.CharField(max_length=20, blank=True)
    above = models.CharField(max_length=12, choices=Above.choices, blank=True)
    parent_place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    parent_body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    relation = models.CharField(max_length=8, choices=Relation.choices, default=Relation.WHOLE)
    regions = models.JSONField(default=dict, blank=True)
    children = models.JSONField(default=list, blank=True)

    class Meta:
        ordering = ["role", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "role", "position"],
                name="change_part_position_once",
                violation_error_message=_("Thứ tự này trong thay đổi đã có."),
            )
        ]


class HandChoice(models.Model):
    """Who goes on from a day with one open file where the rule of a change leaves it to a person.

    ``subject``: 'label:pk'. Until a later choice of the same file counts, the one before it stands.
    """

    scope = Scope(internal=True)

    change = models.ForeignKey(Change, on_delete=models.PROTECT, related_name="choices")
    subject = models.CharField(max_length=60, db_index=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    body = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    on = models.DateField()
    reason = models.CharField(max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["change", "subject", "on"],
                name="a_file_is_given_once_a_day",
                violation_error_message=_("Hồ sơ này đã được giao từ ngày ấy."),
            ),
            models.CheckConstraint(
                condition=models.Q(place__isnull=False) | models.Q(body__isnull=False),
                name="a_choice_names_who_goes_on",
                violation_error_message=_("Phải chọn nơi tiếp nhận hồ sơ."),
            ),
        ]
