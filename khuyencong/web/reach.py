"""The rows of each list that the person of a request may see. Pages fetch only through these."""

from django.db.models import QuerySet
from django.http import HttpRequest

from khuyencong.accounts.permissions import Standing, visible_to
from khuyencong.programme.models import AllocationBatch, AllocationLine, Beneficiary, Project, Tally
from khuyencong.registry.models import LegalSource, Organisation


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


def organisations_of(request: HttpRequest) -> QuerySet[Organisation]:
    return visible_to(_standing(request), Organisation.objects.all())


def sources_of(request: HttpRequest) -> QuerySet[LegalSource]:
    return visible_to(_standing(request), LegalSource.objects.all())


def sees_the_nation(request: HttpRequest) -> bool:
    """True when totals on the page are the whole country's."""
    return bool(_standing(request).sees_everything)
