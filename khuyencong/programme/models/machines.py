"""The machine register: what was bought with support, where it stands, and what later visits found."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from khuyencong.documents.models import Document
from khuyencong.kernel.guards import SubstringIndex
from khuyencong.kernel.scope import Scope
from khuyencong.programme.models.annual import Beneficiary, Project
from khuyencong.programme.states import InUse


class Machine(models.Model):
    """A machine bought in a project. ``cost`` and ``support`` in đồng; it must be kept in use until ``keep_until``."""

    scope = Scope(place="project__place", organisation="project__implementer")

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="machines")
    beneficiary = models.ForeignKey(Beneficiary, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField(max_length=300)
    folded = models.CharField(max_length=900, editable=False, default="", help_text="name, serial, maker and site")
    serial = models.CharField(max_length=80, blank=True)
    maker = models.CharField(max_length=120, blank=True)
    made_in = models.PositiveSmallIntegerField(null=True, blank=True)
    site = models.CharField(max_length=300, blank=True)
    cost = models.BigIntegerField(null=True, blank=True)
    support = models.BigIntegerField(null=True, blank=True)
    bought_on = models.DateField()
    keep_until = models.DateField()
    paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["project", "id"]
        indexes = [models.Index(fields=["keep_until"], name="machine_by_end")]
        constraints = [
            models.UniqueConstraint(
                fields=["serial", "name"],
                condition=~models.Q(serial=""),
                name="machine_serial_once",
                violation_error_message=_("Máy có số hiệu này đã có trong sổ; một máy chỉ được hỗ trợ một lần."),
            ),
            SubstringIndex(field="folded", name="machine_search"),
        ]


class MachineVisit(models.Model):
    """What a follow-up found one to three years later. ``revenue`` in đồng a year."""

    scope = Scope(place="machine__project__place", organisation="machine__project__implementer")

    machine = models.ForeignKey(Machine, on_delete=models.PROTECT, related_name="visits")
    on = models.DateField()
    in_use = models.CharField(max_length=8, choices=InUse.choices)
    jobs = models.PositiveIntegerField(null=True, blank=True)
    revenue = models.BigIntegerField(null=True, blank=True)
    note = models.CharField(max_length=600, blank=True)
    paper = models.ForeignKey(Document, on_delete=models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["machine", "on"],
                name="machine_visit_once_a_day",
                violation_error_message=_("Đã có kết quả theo dõi máy này trong ngày đó."),
            )
        ]
