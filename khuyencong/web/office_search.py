"""One search over the office's things: documents, drafts, petitions, guidance, tasks, inspections, opinions."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.clusters.queries.opinions import OpinionFilter, opinions_like, opinions_on
from khuyencong.documents.queries import DocumentFilter, documents_like
from khuyencong.oversight.queries.guidance import GuidanceFilter, guidance_like
from khuyencong.oversight.queries.inspections import InspectionFilter, inspections_like, inspections_on
from khuyencong.oversight.queries.petitions import PetitionFilter, petitions_like, petitions_on
from khuyencong.oversight.queries.tasks import TaskFilter, tasks_like, tasks_on
from khuyencong.web.links import subject_url
from khuyencong.web.office_reach import (
    guidance_within,
    inspections_within,
    opinions_within,
    petitions_within,
    work_tasks_within,
)
from khuyencong.web.reach import documents_within
from khuyencong.web.request import Request

MOST = 8


@dataclass(frozen=True)
class Group:
    """What was found of one kind: its heading, the list that shows all of it, and lines (text, detail, address)."""

    title: str | Promise
    page: str
    lines: list[tuple[str, str, str]]
    most: int = MOST


def office_found(request: Request, text: str) -> list[Group]:
    """Groups with at least one line, each cut to a few; nothing for those who do not see the office but guidance."""
    found = [
        *(_office(request, text) if may(request.standing, Permission.SEE_OFFICE) else ()),
        _guidance(request, text),
    ]
    return [group for group in found if group.lines]


def _office(request: Request, text: str) -> Iterator[Group]:
    day = request.day
    papers = documents_like(documents_within(request), DocumentFilter(q=text), day)
    yield Group(_("Văn bản đến, đi"), "papers", [
        (f"{row.number} {row.abstract}", row.issuer_name, subject_url(f"documents.document:{row.pk}"))
        for row in papers[:MOST]
    ])  # fmt: skip
    petitions = petitions_like(petitions_on(petitions_within(request), day), PetitionFilter(q=text), day)
    yield Group(_("Kiến nghị"), "petitions", _lines(petitions, "what", "sender_name"))
    tasks = tasks_like(tasks_on(work_tasks_within(request), day), TaskFilter(q=text), day)
    yield Group(_("Chương trình công tác"), "work-tasks", _lines(tasks, "title", "output"))
    trips = inspections_like(inspections_on(inspections_within(request), day), InspectionFilter(q=text))
    yield Group(_("Kiểm tra, khảo sát"), "inspections", _lines(trips, "title", ""))
    opinions = opinions_like(opinions_on(opinions_within(request), day), OpinionFilter(q=text), day)
    yield Group(_("Ý kiến phương án cụm"), "opinions", [
        (f"{row.place.name}: {row.get_kind_display()}", row.period, subject_url(f"clusters.opinion:{row.pk}"))
        for row in opinions.select_related("place")[:MOST]
    ])  # fmt: skip


def _guidance(request: Request, text: str) -> Group:
    rows = guidance_like(guidance_within(request), GuidanceFilter(q=text), request.day)
    return Group(_("Hướng dẫn đã đăng"), "guidance", _lines(rows, "question", "clause"))


def _lines(rows: QuerySet, what: str, detail: str) -> list[tuple[str, str, str]]:  # type: ignore[type-arg]
    return [
        (getattr(row, what), getattr(row, detail) if detail else "", subject_url(f"{row._meta.label_lower}:{row.pk}"))
        for row in rows[:MOST]
    ]
