"""Places and regions, by their periods of existence."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.guards import NoOverlap
from khuyencong.kernel.scope import Scope
from khuyencong.registry.models.law import LegalSource
from khuyencong.registry.models.shapes import Named, OfChanges, ends_after_it_starts
from khuyencong.registry.states import Evidence, Level, Relation


class Place(OfChanges, Named):
    """A territory during one period of its existence. Codes change meaning: never a key by themselves."""

    scope = Scope(public=True)

    level = models.CharField(max_length=10, choices=Level.choices)
    code = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["level", "valid_from"], name="place_by_level"),
            models.Index(fields=["level", "code", "valid_from"], name="place_by_code"),
            models.Index(fields=["folded"], name="place_by_folded"),
        ]
        constraints = [
            NoOverlap(
                fields=["level", "code"],
                name="place_code_means_one_place_a_day",
                violation_error_message=_("Mỗi mã chỉ thuộc một địa bàn trong mỗi ngày."),
            ),
            ends_after_it_starts("place_ends_after_it_starts"),
        ]


class PlaceSuccession(models.Model):
    """On a day a place passed, wholly or in part, to another.

    ``origin``: of a place that had been joined, only what came to it from ``origin`` passes this way. ``change`` is the
    event that wrote the row.
    """

    scope = Scope(public=True)

    predecessor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    relation = models.CharField(max_length=8, choices=Relation.choices, default=Relation.WHOLE)
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, null=True, blank=True)
    origin = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    change = models.ForeignKey(
        "registry.Change", on_delete=models.PROTECT, null=True, blank=True, related_name="place_successions"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="place_succession_once",
                violation_error_message=_("Việc kế tục giữa hai địa bàn này đã được ghi."),
            )
        ]


class RegionScheme(models.Model):
    """A way of dividing the country into regions."""

    scope = Scope(public=True)

    code = models.CharField(max_length=30, unique=True)
    name = models.CharField(max_length=200)
    evidence = models.CharField(max_length=1, choices=Evidence.choices)


class RegionMember(OfChanges):
    """A province belongs to a region of a scheme from a day to a day."""

    scope = Scope(public=True)

    scheme = models.ForeignKey(RegionScheme, on_delete=models.PROTECT, related_name="members")
    region = models.CharField(max_length=80)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="regions")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            NoOverlap(
                fields=["scheme", "place"],
                name="place_is_in_one_region_of_a_scheme",
                violation_error_message=_("Một địa bàn chỉ thuộc một vùng của mỗi cách chia trong mỗi ngày."),
            )
        ]
