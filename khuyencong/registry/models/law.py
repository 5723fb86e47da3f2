"""Law as dated rows: texts, numbers, checklists, authorities, the calendar, the catalogue of activities."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.guards import NoOverlap
from khuyencong.kernel.scope import Scope
from khuyencong.registry.models.shapes import ends_after_it_starts
from khuyencong.registry.states import Counting, DayKind, Decider, Evidence, Step


class LegalSource(models.Model):
    """A legal text, or another paper a dated fact rests on."""

    scope = Scope(public=True)

    number = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=400)
    issued_on = models.DateField(null=True, blank=True)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True)
    evidence = models.CharField(max_length=1, choices=Evidence.choices)
    note = models.CharField(max_length=400, blank=True)

    def __str__(self) -> str:
        return self.number


class Norm(models.Model):
    """A legal number (ceiling, deadline, closing day …) known by a stable code."""

    scope = Scope(public=True)

    code = models.CharField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    unit = models.CharField(max_length=30)

    def __str__(self) -> str:
        return self.code


class NormValue(models.Model):
    """What a norm was from a day to a day, its clause and how well it is known. ``area`` '' is the nation."""

    scope = Scope(public=True)

    norm = models.ForeignKey(Norm, on_delete=models.PROTECT, related_name="values")
    area = models.CharField(max_length=10, blank=True, default="")
    value = models.CharField(max_length=60)
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, related_name="norm_values")
    clause = models.CharField(max_length=120)
    evidence = models.CharField(max_length=1, choices=Evidence.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            NoOverlap(
                fields=["norm", "area"],
                name="norm_has_one_value_a_day",
                violation_error_message=_("Một định mức chỉ có một giá trị trong mỗi ngày ở mỗi phạm vi."),
            ),
            ends_after_it_starts("norm_value_ends_after_it_starts"),
        ]


class ActivityGroup(models.Model):
    """One of the nine groups of activities of NĐ 45/2012/NĐ-CP, Article 4. Codes ND1…ND9 are ours."""

    scope = Scope(public=True)

    code = models.CharField(max_length=4, primary_key=True)
    name = models.CharField(max_length=200)
    words = models.JSONField(default=list)

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name


class SpecialDay(models.Model):
    """A day that is not worked (holiday, compensation), or a weekend day worked in exchange for another."""

    scope = Scope(public=True)

    day = models.DateField()
    kind = models.CharField(max_length=4, choices=DayKind.choices)
    name = models.CharField(max_length=120)
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.CharField(max_length=1, choices=Evidence.choices)

    class Meta:
        ordering = ["day"]
        constraints = [
            models.UniqueConstraint(
                fields=["day"],
                name="special_day_stands_once",
                violation_error_message=_("Ngày này đã có trong lịch."),
            )
        ]


class ChecklistItem(models.Model):
    """A paper that a dossier of a step must (or may) hold. ``kind`` '' counts for every kind of advance."""

    scope = Scope(public=True)

    step = models.CharField(max_length=20, choices=Step.choices)
    kind = models.CharField(max_length=30, blank=True, default="")
    code = models.SlugField(max_length=50)
    title = models.CharField(max_length=300)
    required = models.BooleanField(default=True)
    position = models.PositiveSmallIntegerField()
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, related_name="checklist_items")
    clause = models.CharField(max_length=120)
    evidence = models.CharField(max_length=1, choices=Evidence.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["step", "position", "code"]
        constraints = [
            NoOverlap(
                fields=["step", "kind", "code"],
                name="checklist_names_a_paper_once_a_day",
                violation_error_message=_("Mỗi giấy tờ chỉ có một dòng trong bộ hồ sơ của mỗi bước trong mỗi ngày."),
            ),
            ends_after_it_starts("checklist_item_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title


class AdvanceKind(models.Model):
    """A group of contents advanced and paid alike (36/2013/TT-BCT, Articles 13–16).

    ``activities`` lists the activity codes (ND1…ND9) it is offered for; ``share_norm`` is the code of the norm that
    holds its first advance in percent, '' for assigned tasks, which have none.
    """

    scope = Scope(public=True)

    code = models.CharField(max_length=30, primary_key=True)
    title = models.CharField(max_length=300)
    activities = models.JSONField(default=list)
    position = models.PositiveSmallIntegerField()
    share_norm = models.CharField(max_length=60, blank=True)

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title


class AdjustmentAuthority(models.Model):
    """Who decides a change to an approved project (36/2013/TT-BCT, Article 11). ``project_kind`` '' is any kind."""

    scope = Scope(public=True)

    change = models.CharField(max_length=30)
    project_kind = models.CharField(max_length=12, blank=True, default="")
    decides = models.CharField(max_length=10, choices=Decider.choices)
    title = models.CharField(max_length=200)
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, related_name="adjustment_authorities")
    clause = models.CharField(max_length=120)
    evidence = models.CharField(max_length=1, choices=Evidence.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            NoOverlap(
                fields=["change", "project_kind"],
                name="a_change_is_decided_by_one_body_a_day",
                violation_error_message=_("Mỗi loại điều chỉnh chỉ có một cấp quyết định trong mỗi ngày."),
            ),
            ends_after_it_starts("adjustment_authority_ends_after_it_starts"),
        ]


class ProcedureStep(models.Model):
    """A step of a procedure of the office: who takes it, in how many days counted from what; dated, with its clause.

    ``days`` None means no deadline is known; a negative number counts back from ``counted_from``.
    """

    scope = Scope(public=True)

    procedure = models.CharField(max_length=40)
    step = models.SlugField(max_length=30)
    title = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()
    days = models.SmallIntegerField(null=True, blank=True)
    counting = models.CharField(max_length=10, choices=Counting.choices, blank=True, default="")
    counted_from = models.CharField(max_length=20, blank=True, default="")
    actor = models.CharField(max_length=120)
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, related_name="procedure_steps")
    clause = models.CharField(max_length=200)
    evidence = models.CharField(max_length=1, choices=Evidence.choices)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["procedure", "position"]
        constraints = [
            NoOverlap(
                fields=["procedure", "step"],
                name="procedure_step_stands_once_a_day",
                violation_error_message=_("Mỗi bước của một thủ tục chỉ có một quy định trong mỗi ngày."),
            ),
            ends_after_it_starts("procedure_step_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return self.title
