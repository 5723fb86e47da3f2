"""The rows of each list that the person of a request may see. Pages fetch only through these."""

from django.db.models import QuerySet

from khuyencong.accounts.permissions import visible_to
from khuyencong.programme.models import AllocationBatch, AllocationLine, Beneficiary, Project
from khuyencong.registry.models import LegalSource, Organisation
from khuyencong.web.request import Request


def projects_of(request: Request) -> QuerySet[Project]:
    """Projects within reach, of every year."""
    return visible_to(request.standing, Project.objects.all())


def lines_within(request: Request) -> QuerySet[AllocationLine]:
    return visible_to(request.standing, AllocationLine.objects.all())


def batches_within(request: Request) -> QuerySet[AllocationBatch]:
    return visible_to(request.standing, AllocationBatch.objects.all())


def beneficiaries_within(request: Request) -> QuerySet[Beneficiary]:
    return visible_to(request.standing, Beneficiary.objects.all())


def organisations_of(request: Request) -> QuerySet[Organisation]:
    return visible_to(request.standing, Organisation.objects.all())


def sources_of(request: Request) -> QuerySet[LegalSource]:
    return visible_to(request.standing, LegalSource.objects.all())


def sees_the_nation(request: Request) -> bool:
    """True when totals on the page are the whole country's."""
    return bool(request.standing.sees_everything)
