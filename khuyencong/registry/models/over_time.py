"""What bodies are to one another and to provinces, from a day to a day."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.guards import NoOverlap
from khuyencong.kernel.scope import Scope
from khuyencong.registry.models.bodies import Organisation
from khuyencong.registry.models.law import LegalSource
from khuyencong.registry.models.places import Place
from khuyencong.registry.models.shapes import OfChanges, ends_after_it_starts
from khuyencong.registry.states import Above, Duty, Evidence, Relation


class Subordination(OfChanges):
    """Under whom a body stood from a day to a day. ``parent`` is empty where the body above is not in the register."""

    scope = Scope(public=True)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="subordinations")
    above = models.CharField(max_length=12, choices=Above.choices)
    parent = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.CharField(max_length=1, choices=Evidence.choices, default=Evidence.VERIFIED)

    class Meta:
        constraints = [
            NoOverlap(
                fields=["organisation"],
                name="organisation_stands_under_one_a_day",
                violation_error_message=_("Một tổ chức chỉ trực thuộc một nơi trong mỗi ngày."),
            ),
            ends_after_it_starts("subordination_ends_after_it_starts"),
        ]


class Charge(OfChanges):
    """A body carries out a duty (khuyến công) for a province from a day to a day.

    A joined province may keep several such bodies for a time, so that more than one row may hold on a day. A row that
    a change replaced before it began keeps an empty period (``valid_to`` is ``valid_from``), to stand again when the
    change is undone.
    """

    scope = Scope(public=True)

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="charges")
    duty = models.CharField(max_length=12, choices=Duty.choices, default=Duty.INDUSTRIAL_PROMOTION)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="charges")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    evidence = models.CharField(max_length=1, choices=Evidence.choices, default=Evidence.VERIFIED)

    class Meta:
        constraints = [
            NoOverlap(
                fields=["place", "duty", "organisation"],
                name="a_body_carries_a_duty_once_a_day",
                violation_error_message=_(
                    "Đơn vị này đã được ghi đảm nhiệm nhiệm vụ ấy ở địa phương trong thời gian này."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(valid_to__isnull=True)
                | models.Q(valid_to__gt=models.F("valid_from"))
                | models.Q(valid_to=models.F("valid_from"), ended_by__isnull=False),
                name="charge_ends_after_it_starts",
                violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
            ),
        ]


class OrganisationSuccession(models.Model):
    """On a day what a body did passed to another: all of it, or a ``duty``; of all its territory, or of ``place``.

    Of several rows of one day the one of the file's place counts, else the main part; without either a person chooses.
    ``origin``: only what came to the body from ``origin`` passes this way. ``goes_on``: the predecessor did not end.
    """

    scope = Scope(public=True)

    predecessor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    relation = models.CharField(max_length=8, choices=Relation.choices, default=Relation.WHOLE)
    duty = models.CharField(max_length=12, choices=Duty.choices, blank=True, default="")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    goes_on = models.BooleanField(default=False)
    origin = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    change = models.ForeignKey(
        "registry.Change", on_delete=models.PROTECT, null=True, blank=True, related_name="body_successions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor", "on", "change"],
                name="body_succession_once_a_day",
                violation_error_message=_("Việc kế tục giữa hai đơn vị này trong ngày ấy đã được ghi."),
            ),
            models.CheckConstraint(
                condition=~models.Q(predecessor=models.F("successor")),
                name="a_body_does_not_succeed_itself",
                violation_error_message=_("Một đơn vị không thể kế tục chính mình."),
            ),
        ]
