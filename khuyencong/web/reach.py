"""The rows of each list that the person of a request may see. Pages fetch only through these."""

from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet
from django.http import HttpRequest

from khuyencong.accounts.permissions import Standing, visible_to
from khuyencong.documents.models import Document
from khuyencong.programme.models import (
    AllocationBatch,
    AllocationLine,
    Beneficiary,
    Dossier,
    DossierStep,
    Machine,
    MachineVisit,
    Obstacle,
    ObstacleStep,
    Project,
    Statement,
    StatementLine,
    StepTally,
    Tally,
    TreasuryEntry,
)
from khuyencong.registry.models import Establishment, LegalSource, Organisation


def _standing(request: HttpRequest) -> Standing:
    return request.standing  # type: ignore[attr-defined,no-any-return]


def projects_of(request: HttpRequest) -> QuerySet[Project]:
    """Projects within reach, of every year."""
    return visible_to(_standing(request), Project.objects.all())


def tallies_of(request: HttpRequest) -> QuerySet[Tally]:
    """Counts and money per day of the projects within reach."""
    return visible_to(_standing(request), Tally.objects.all())


def lines_within(request: HttpRequest) -> QuerySet[AllocationLine]:
    return visible_to(_standing(request), AllocationLine.objects.all())


def batches_within(request: HttpRequest) -> QuerySet[AllocationBatch]:
    return visible_to(_standing(request), AllocationBatch.objects.all())


def beneficiaries_within(request: HttpRequest) -> QuerySet[Beneficiary]:
    return visible_to(_standing(request), Beneficiary.objects.all())


def obstacles_within(request: HttpRequest) -> QuerySet[Obstacle]:
    return visible_to(_standing(request), Obstacle.objects.all())


def machines_within(request: HttpRequest) -> QuerySet[Machine]:
    return visible_to(_standing(request), Machine.objects.all())


def establishments_within(request: HttpRequest) -> QuerySet[Establishment]:
    """Establishments of the person's places, and those that benefit from projects the person may see."""
    standing = _standing(request)
    placed = visible_to(standing, Establishment.objects.all())
    if standing.sees_everything:
        return placed
    benefits = visible_to(standing, Beneficiary.objects.all()).order_by()
    return Establishment.objects.filter(Q(pk__in=placed.values("pk")) | Q(pk__in=benefits.values("establishment")))


def organisations_of(request: HttpRequest) -> QuerySet[Organisation]:
    return visible_to(_standing(request), Organisation.objects.all())


def sources_of(request: HttpRequest) -> QuerySet[LegalSource]:
    return visible_to(_standing(request), LegalSource.objects.all())


def sees_the_nation(request: HttpRequest) -> bool:
    """True when totals on the page are the whole country's."""
    return bool(_standing(request).sees_everything)


def dossiers_within(request: HttpRequest) -> QuerySet[Dossier]:
    return visible_to(_standing(request), Dossier.objects.all())


def step_tallies_of(request: HttpRequest) -> QuerySet[StepTally]:
    """Money by later step and day of the projects within reach."""
    return visible_to(_standing(request), StepTally.objects.all())


def documents_within(request: HttpRequest) -> QuerySet[Document]:
    """Documents that a dossier, an obstacle or a machine within reach rests on; all for those who see the nation."""
    if sees_the_nation(request):
        return Document.objects.all()
    standing = _standing(request)
    steps = visible_to(standing, DossierStep.objects.all()).order_by()
    raised, moved = obstacles_within(request).order_by(), visible_to(standing, ObstacleStep.objects.all()).order_by()
    bought, visits = machines_within(request).order_by(), visible_to(standing, MachineVisit.objects.all()).order_by()
    carriers = (
        steps.values("document_id"), raised.values("raised_paper_id"), moved.values("document_id"),
        bought.values("paper_id"), visits.values("paper_id"),
    )  # fmt: skip
    return Document.objects.filter(reduce(or_, (Q(pk__in=papers) for papers in carriers)))


def statements_within(request: HttpRequest) -> QuerySet[Statement]:
    return visible_to(_standing(request), Statement.objects.all())


def statement_lines_within(request: HttpRequest) -> QuerySet[StatementLine]:
    """Lines of projects within reach; those of no project only for those who see the nation."""
    rows = visible_to(_standing(request), StatementLine.objects.all())
    if sees_the_nation(request):
        return rows
    return rows.filter(project__in=projects_of(request).order_by().values("pk"))


def treasury_entries_within(request: HttpRequest) -> QuerySet[TreasuryEntry]:
    return visible_to(_standing(request), TreasuryEntry.objects.all())
