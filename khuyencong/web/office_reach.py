"""The rows of the office around the money that the person of a request may see. Pages fetch only through these."""

from typing import TypeVar

from django.db.models import Model, QuerySet

from khuyencong.accounts.permissions import may, visible_to
from khuyencong.accounts.roles import Permission
from khuyencong.clusters.models import ClusterList, Opinion
from khuyencong.documents.models import Draft
from khuyencong.oversight.models import (
    ExternalConclusion,
    Gathering,
    Guidance,
    Inspection,
    Petition,
    Recommendation,
    WorkTask,
)
from khuyencong.web.request import Request

M = TypeVar("M", bound=Model)


def _office(request: Request, rows: QuerySet[M]) -> QuerySet[M]:
    """Rows of the office itself: all for whoever sees the office, none for others."""
    return rows if may(request.standing, Permission.SEE_OFFICE) else rows.none()


def drafts_within(request: Request) -> QuerySet[Draft]:
    return _office(request, Draft.objects.all())


def petitions_within(request: Request) -> QuerySet[Petition]:
    return _office(request, Petition.objects.all())


def guidance_within(request: Request) -> QuerySet[Guidance]:
    return visible_to(request.standing, Guidance.objects.all())


def work_tasks_within(request: Request) -> QuerySet[WorkTask]:
    return _office(request, WorkTask.objects.all())


def inspections_within(request: Request) -> QuerySet[Inspection]:
    return _office(request, Inspection.objects.all())


def recommendations_within(request: Request) -> QuerySet[Recommendation]:
    return _office(request, Recommendation.objects.all())


def external_conclusions_within(request: Request) -> QuerySet[ExternalConclusion]:
    return _office(request, ExternalConclusion.objects.all())


def opinions_within(request: Request) -> QuerySet[Opinion]:
    return _office(request, Opinion.objects.all())


def cluster_lists_within(request: Request) -> QuerySet[ClusterList]:
    return _office(request, ClusterList.objects.all())


def gatherings_within(request: Request) -> QuerySet[Gathering]:
    return _office(request, Gathering.objects.all())
