"""Places, bodies, establishments and law, each true from a day to a day (end exclusive, open when null)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.guards import NoOverlap, SubstringIndex
from khuyencong.kernel.scope import Scope
from khuyencong.kernel.text import fold, nfc, sort_key
from khuyencong.registry.states import BodyKind, Evidence, Level, Relation


def ends_after_it_starts(name: str) -> models.CheckConstraint:
    """A period ends after the day it starts."""
    return models.CheckConstraint(
        condition=models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=models.F("valid_from")),
        name=name,
        violation_error_message=_("Ngày kết thúc phải sau ngày bắt đầu."),
    )


class Named(models.Model):
    """A name with its search key and its place in the Vietnamese order; all three are set together by ``set_name``."""

    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=300, editable=False)
    sort_key = models.CharField(max_length=250, editable=False)

    class Meta:
        abstract = True

    def set_name(self, name: str) -> None:
        """Set the name in the one stored form with its keys."""
        self.name = nfc(name)
        self.folded = fold(self.name)
        self.sort_key = sort_key(self.name)

    def __str__(self) -> str:
        return self.name


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


class Place(Named):
    """A territory during one period of its existence. Codes change meaning: never a key by themselves."""

    scope = Scope(public=True)

    level = models.CharField(max_length=10, choices=Level.choices)
    code = models.CharField(max_length=10)
    kind = models.CharField(max_length=40)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["level", "valid_from"], name="place_by_level")]
        constraints = [
            NoOverlap(
                fields=["level", "code"],
                name="place_code_means_one_place_a_day",
                violation_error_message=_("Mỗi mã chỉ thuộc một địa bàn trong mỗi ngày."),
            ),
            ends_after_it_starts("place_ends_after_it_starts"),
        ]


class PlaceSuccession(models.Model):
    """On a day a place passed, wholly or in part, to another."""

    scope = Scope(public=True)

    predecessor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="successors")
    successor = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="predecessors")
    on = models.DateField()
    relation = models.CharField(max_length=8, choices=Relation.choices, default=Relation.WHOLE)
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, null=True, blank=True)

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


class RegionMember(models.Model):
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


class Organisation(models.Model):
    """A body through all its names. ``confirmed`` is False while a person has still to check it."""

    scope = Scope(public=True)

    code = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=12, choices=BodyKind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    confirmed = models.BooleanField(default=True)
    evidence = models.CharField(max_length=1, choices=Evidence.choices, default=Evidence.VERIFIED)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=~models.Q(code=""),
                name="organisation_code_is_unique",
                violation_error_message=_("Mã tổ chức này đã có."),
            )
        ]


class OrganisationName(Named):
    """What a body was called from a day to a day. ``symbol`` is its abbreviation in document numbers (CTĐP)."""

    scope = Scope(public=True)

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="names")
    symbol = models.CharField(max_length=20, blank=True)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)
    source = models.ForeignKey(LegalSource, on_delete=models.PROTECT, null=True, blank=True)

    class Meta:
        constraints = [
            NoOverlap(
                fields=["organisation"],
                name="organisation_has_one_name_a_day",
                violation_error_message=_("Một tổ chức chỉ có một tên trong mỗi ngày."),
            ),
            ends_after_it_starts("organisation_name_ends_after_it_starts"),
            SubstringIndex(field="folded", name="organisation_name_search"),
        ]


class Establishment(Named):
    """A rural industrial establishment (cơ sở công nghiệp nông thôn)."""

    scope = Scope(place="place")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="establishments")
    confirmed = models.BooleanField(default=False)
    first_seen_in = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["place", "folded"],
                name="establishment_once_per_place",
                violation_error_message=_("Cơ sở này đã có trong danh bạ của địa phương."),
            ),
            SubstringIndex(field="folded", name="establishment_search"),
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
