"""The rows of each list that the person of a request may see. Pages fetch only through these."""

from django.db.models import QuerySet
from django.http import HttpRequest

from khuyencong.accounts.permissions import visible_to
from khuyencong.programme.models import AllocationBatch, AllocationLine, Beneficiary, Project
from khuyencong.registry.models import LegalSource, Organisation


def projects_of(request: HttpRequest) -> QuerySet[Project]:
    """Projects within reach, of every year."""
    return visible_to(request.standing, Project.objects.all())  # type: ignore[attr-defined]


def lines_within(request: HttpRequest) -> QuerySet[AllocationLine]:
    return visible_to(request.standing, AllocationLine.objects.all())  # type: ignore[attr-defined]


def batches_within(request: HttpRequest) -> QuerySet[AllocationBatch]:
    return visible_to(request.standing, AllocationBatch.objects.all())  # type: ignore[attr-defined]


def beneficiaries_within(request: HttpRequest) -> QuerySet[Beneficiary]:
    return visible_to(request.standing, Beneficiary.objects.all())  # type: ignore[attr-defined]


def organisations_of(request: HttpRequest) -> QuerySet[Organisation]:
    return visible_to(request.standing, Organisation.objects.all())  # type: ignore[attr-defined]


def sources_of(request: HttpRequest) -> QuerySet[LegalSource]:
    return visible_to(request.standing, LegalSource.objects.all())  # type: ignore[attr-defined]


def sees_the_nation(request: HttpRequest) -> bool:
    """True when totals on the page are the whole country's."""
    return bool(request.standing.sees_everything)  # type: ignore[attr-defined]
