"""Bodies through all their names, establishments and their dated identifiers."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.guards import NoOverlap, SubstringIndex
from khuyencong.kernel.scope import Scope
from khuyencong.registry.models.law import LegalSource
from khuyencong.registry.models.places import Place
from khuyencong.registry.models.shapes import Named, OfChanges, ends_after_it_starts
from khuyencong.registry.states import BodyKind, Evidence, IdentifierKind


class Organisation(models.Model):
    """A body through all its names; it exists while it has one. ``confirmed``: False while a person has to check it.

    Who stands above it is ``Subordination``; what it became when it ended is ``OrganisationSuccession``.
    """

    scope = Scope(public=True)

    code = models.CharField(max_length=30, blank=True)
    kind = models.CharField(max_length=12, choices=BodyKind.choices)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="organisations")
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


class OrganisationName(OfChanges, Named):
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


class EstablishmentIdentifier(models.Model):
    """A number an establishment carried from a day to a day, sealed: the database alone does not show it.

    Since 1/7/2025 a household's tax code is its owner's personal number (Luật Quản lý thuế 38/2019/QH14, Điều 35.7;
    Thông tư 86/2024/TT-BTC): from that day the kind is ``personal_number``. Treat every identifier as personal data;
    it never stands in an address, an event, a log or an export without need.
    """

    scope = Scope(internal=True)

    establishment = models.ForeignKey(Establishment, on_delete=models.PROTECT, related_name="identifiers")
    kind = models.CharField(max_length=15, choices=IdentifierKind.choices)
    sealed = models.TextField(editable=False)
    fingerprint = models.CharField(max_length=64, db_index=True, editable=False)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            NoOverlap(
                fields=["establishment", "kind"],
                name="establishment_has_one_identifier_of_a_kind_a_day",
                violation_error_message=_("Một cơ sở chỉ có một mã số của mỗi loại trong mỗi ngày."),
            ),
            ends_after_it_starts("establishment_identifier_ends_after_it_starts"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
