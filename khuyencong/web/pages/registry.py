"""Bodies as they were named on the day, law with its values on the day, and the search over everything."""

from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render

from khuyencong.kernel.guards import holding
from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.text import fold, number_in
from khuyencong.programme.models import Project
from khuyencong.programme.queries import batches, projects_on, search
from khuyencong.registry.models import NormValue, OrganisationName
from khuyencong.registry.states import BodyKind
from khuyencong.web.office_search import office_found
from khuyencong.web.reach import batches_within, organisations_of, projects_of, sources_of
from khuyencong.web.request import Request

SIZE = 50
FOUND = 20


def organisations(request: Request) -> HttpResponse:
    """Bodies under their name of the day, in Vietnamese order."""
    day = request.day
    mine = OrganisationName.objects.filter(holds_on(day), organisation__in=organisations_of(request))
    kind, q = request.GET.get("loai", ""), request.GET.get("q", "").strip()[:80]
    rows = mine.filter(organisation__kind=kind) if kind else mine
    if folded := fold(q):
        rows = rows.filter(holding(OrganisationName, "folded", folded))
    shown, after = _page(rows.select_related("organisation__place"), request.GET.get("sau", ""))
    context = {"kinds": BodyKind.choices, "kind": kind, "q": q, "rows": shown, "after": after, "count": rows.count()}
    return render(request, "registry/organisations.html", context)


def _page(rows: QuerySet[OrganisationName], after: str) -> tuple[list[OrganisationName], str]:
    """A page in order of name and the key of the next; a key that cannot be read begins at the start."""
    edge, _bar, pk = after.rpartition("|")
    if edge and number_in(pk) is not None:
        rows = rows.filter(Q(sort_key__gt=edge) | Q(sort_key=edge, pk__gt=int(pk)))
    found = list(rows.order_by("sort_key", "pk")[: SIZE + 1])
    shown = found[:SIZE]
    return shown, f"{shown[-1].sort_key}|{shown[-1].pk}" if len(found) > SIZE else ""


def law(request: Request) -> HttpResponse:
    """Legal sources, and every norm's value in force on the day with its clause."""
    day = request.day
    values = NormValue.objects.filter(holds_on(day)).select_related("norm", "source").order_by("norm__title")
    return render(
        request, "registry/law.html", {"values": values, "sources": sources_of(request).order_by("-issued_on")}
    )


def find(request: Request) -> HttpResponse:
    """One search over projects, bodies and decisions; accents are optional."""
    text = request.GET.get("q", "").strip()[:80]
    context: dict[str, Any] = {"searched": text}
    if fold(text):
        context |= _found(request, text) | {"office": office_found(request, text)}
    return render(request, "search/search.html", context)


def _found(request: Request, text: str) -> dict[str, Any]:
    day, year = request.day, request.year
    projects: QuerySet[Project] = search(text, projects_on(projects_of(request), day), FOUND).select_related("place")
    names = OrganisationName.objects.filter(
        holding(OrganisationName, "folded", fold(text)), holds_on(day), organisation__in=organisations_of(request)
    )
    decisions = batches(year, day).filter(pk__in=batches_within(request), document__number__icontains=text)
    return {
        "projects": projects,
        "bodies": names.select_related("organisation__place").order_by("sort_key")[:FOUND],
        "decisions": decisions[:FOUND],
        "most": FOUND,
    }
