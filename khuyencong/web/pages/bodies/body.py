"""One body: its names, under whom it stood, its duties, what it was made of and became, and what it still has open."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.periods import last_day, lasted
from khuyencong.registry.models import Charge, Organisation, OrganisationName, Subordination
from khuyencong.registry.queries import Answering, body_ways, names_on
from khuyencong.web.charts.timeline import Lane, Span
from khuyencong.web.pages.changes.touching import Group, open_at, summary, told
from khuyencong.web.pages.changes.words import called, names_of_bodies
from khuyencong.web.pages.places.kin import body_lives, body_steps, period_words, until
from khuyencong.web.pages.places.place import changes_of
from khuyencong.web.pages.system_map.corrections import corrections_of
from khuyencong.web.reach import organisations_of, projects_of
from khuyencong.web.request import Request

ROWS = 20


def body(request: Request, pk: int) -> HttpResponse:
    """One body as it is known on the day."""
    row: Organisation = get_object_or_404(organisations_of(request).select_related("place"), pk=pk)
    names = _names(request, row)
    steps = body_steps(pk, request.day if request.is_past else None)
    kin = names_of_bodies({pk} | {key for one in steps for key in (one.start, one.end)})
    known = [one for rows in kin.values() for one in rows if not request.is_past or one.valid_from <= request.day]
    unders, charges = _unders(request, row), _charges(request, row)
    lives, drawn = body_lives(pk, steps, known, _lanes(unders, charges), request.day, request.is_past)
    groups = open_at(body_ways().leading_to([pk]), request.day) if request.standing.sees_everything else []
    now = names_on(request.day, [pk])[pk]
    context: dict[str, Any] = {
        "body": row, "name": now, "last": last_day(until(request.day, names[-1].valid_to, request.is_past)),
        "names": [(one, last_day(until(request.day, one.valid_to, request.is_past))) for one in names],
        "unders": unders, "charges": charges, "lives": lives, "wide": drawn[0], "narrow": drawn[1],
        "said": _said(now.name, len(lives)), "answers": _answers(pk, request.day),
        "projects": projects_of(request).filter(implementer=row).count(),
        "sees_projects": may(request.standing, Permission.SEE_PROGRAMME),
        "sees_everything": request.standing.sees_everything,
        "groups": _shown(groups), "summary": summary(groups), "waits": 0, "done": True,
        "corrections": corrections_of([f"registry.organisation:{pk}"], request.day),
        "changes": changes_of(request, bodies=[pk, *(one.start for one in steps)]),
    }  # fmt: skip
    return render(request, "bodies/body.html", context)


def _shown(groups: Sequence[Group]) -> list[tuple[Group, list[Any], int]]:
    return [(one, [(item, told(item)) for item in one.rows[:ROWS]], len(one.rows) - ROWS) for one in groups]


def _names(request: Request, row: Organisation) -> list[OrganisationName]:
    """Its names, oldest first; on a past day those it had had by then. No body of the day: not found."""
    rows = OrganisationName.objects.filter(organisation=row).select_related("source").order_by("valid_from")
    names = list(rows.filter(valid_from__lte=request.day) if request.is_past else rows)
    if not names:
        raise Http404
    return names


def _said(name: str, count: int) -> str:
    return _("Dòng thời gian của {name}: {count} đơn vị; bảng ngay dưới có cùng nội dung.").format(
        name=name, count=count
    )


def _unders(request: Request, row: Organisation) -> list[dict[str, Any]]:
    """Under whom it stood from when to when, oldest first."""
    rows = Subordination.objects.filter(organisation=row).select_related("source").order_by("valid_from")
    rows = rows.filter(valid_from__lte=request.day) if request.is_past else rows
    parents = names_of_bodies(one.parent_id for one in rows)
    return [
        {
            "row": one, "end": (end := until(request.day, one.valid_to, request.is_past)), "last": last_day(end),
            "name": called(parents, one.parent_id, one.valid_from) if one.parent_id else one.get_above_display(),
        }
        for one in rows
    ]  # fmt: skip


def _charges(request: Request, row: Organisation) -> list[dict[str, Any]]:
    """Its duties by province and period, oldest first."""
    found = Charge.objects.filter(lasted(), organisation=row)
    rows = found.select_related("place", "source").order_by("valid_from", "pk")
    rows = rows.filter(valid_from__lte=request.day) if request.is_past else rows
    return [
        {"row": one, "end": (end := until(request.day, one.valid_to, request.is_past)), "last": last_day(end)}
        for one in rows
    ]  # fmt: skip


def _lanes(unders: Sequence[dict[str, Any]], charges: Sequence[dict[str, Any]]) -> list[Lane]:
    """Lanes below those of the bodies: who stood above, and the duties."""
    lanes = []
    if unders:
        spans = [Span(one["row"].valid_from, one["end"], str(one["name"]), "duty") for one in unders]
        lanes.append(Lane(_("Trực thuộc"), tuple(spans)))
    duties: dict[str, list[Span]] = {}
    for one in charges:
        row = one["row"]
        words = period_words(row.valid_from, one["end"])
        duties.setdefault(f"{row.get_duty_display()}, {row.place.name}", []).append(
            Span(row.valid_from, one["end"], words, "duty")
        )
    return [*lanes, *(Lane(title, tuple(spans)) for title, spans in duties.items())]


def _answers(pk: int, day: date) -> dict[str, Any]:
    """Who answers on the day for what this body began, or who may while a person has still to choose."""
    answering = Answering(day)
    way = answering.body_way(pk)
    end = answering.body_of(pk)
    asked = [end] if end else list(way.open)
    named = names_on(day, asked)
    return {
        "itself": end == pk, "open": end is None,
        "bodies": [(key, named[key].name) for key in asked if key in named],
    }  # fmt: skip
