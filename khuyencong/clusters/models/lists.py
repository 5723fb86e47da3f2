"""A province's list of clusters as it stood in one paper. Lists are versions: a new one never changes an older one."""

from decimal import Decimal

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.clusters.states import ClusterArea, ListKind, PlanAction
from khuyencong.documents.models import Document
from khuyencong.kernel.guards import SubstringIndex
from khuyencong.kernel.scope import Scope
from khuyencong.records.models import ImportRun
from khuyencong.registry.models import Named, Place


class ClusterList(models.Model):
    """One version of a province's list. ``period``: the planning period ('2021-2030'); ``as_of``: the day it counts."""

    scope = Scope(place="place")

    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="cluster_lists")
    kind = models.CharField(max_length=10, choices=ListKind.choices)
    period = models.CharField(max_length=20)
    as_of = models.DateField()
    document = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-as_of", "-id"]
        indexes = [models.Index(fields=["place", "as_of"], name="cluster_list_by_place")]


class ListRow(Named):
    """A cluster as the list prints it. Areas in hectares with up to three decimals, as printed.

    ``printed``: where it stands ({"sheet", "row"}) and what was doubtful about it ({"findings"}).
    """

    scope = Scope(place="list__place")

    list = models.ForeignKey(ClusterList, on_delete=models.CASCADE, related_name="rows")
    position = models.PositiveIntegerField()
    where = models.CharField(max_length=200, blank=True, help_text="commune, district as printed")
    area_now = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    area_planned = models.DecimalField(max_digits=10, decimal_places=3, null=True, blank=True)
    kind_of_place = models.CharField(max_length=10, choices=ClusterArea.choices, blank=True, default="")
    industries = models.CharField(max_length=500, blank=True)
    investor = models.CharField(max_length=300, blank=True)
    action = models.CharField(max_length=10, choices=PlanAction.choices, blank=True, default="")
    note = models.CharField(max_length=500, blank=True)
    printed = models.JSONField(default=dict, blank=True)

    @property
    def area(self) -> Decimal | None:
        """The area the list gives the cluster in its period, in hectares; the present one when it plans none."""
        return self.area_planned if self.area_planned is not None else self.area_now

    class Meta:
        ordering = ["list", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["list", "position"],
                name="list_row_stands_once",
                violation_error_message=_("Mỗi dòng của danh mục có một số thứ tự."),
            ),
            SubstringIndex(field="folded", name="cluster_row_search"),
        ]
