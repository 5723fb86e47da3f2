"""One place: its life with what it was made of and became, its regions, bodies, what lies below, its changes."""

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.periods import last_day
from khuyencong.records.queries import history_of
from khuyencong.registry.models import Organisation, Place, RegionMember
from khuyencong.registry.queries import (
    below_on,
    charges_on,
    names_on,
    subordinations_on,
    with_predecessors,
)
from khuyencong.registry.states import Level
from khuyencong.web.pages.changes.listing import changes_within
from khuyencong.web.pages.changes.words import called, names_of_bodies, sides_of, state_badge
from khuyencong.web.pages.places.kin import place_lives, place_steps, until
from khuyencong.web.pages.places.listing import places_within
from khuyencong.web.request import Request

SIZE = 50


def place(request: Request, pk: int) -> HttpResponse:
    """One place as it is known on the day."""
    known = {"valid_from__lte": request.day} if request.is_past else {}
    row: Place = get_object_or_404(places_within(request).select_related("parent"), pk=pk, **known)
    day = stands_on(row, request.day)
    steps = place_steps(row.pk, request.day if request.is_past else None)
    lives, drawn = place_lives(row, steps, request.day, request.is_past)
    below, after = _below(row, day, request.GET.get("sau", ""))
    context: dict[str, Any] = {
        "place": row, "day": day, "last": last_day(until(request.day, row.valid_to, request.is_past)),
        "lives": lives, "wide": drawn[0], "narrow": drawn[1], "said": _said(row, len(lives)),
        "regions": _regions(request, row), "bodies": _bodies(row, day),
        "below": below, "after": after, "count": below_on(row, day).count(),
        "changes": changes_of(request, places=with_predecessors([row.pk])),
        "is_province": row.level == Level.PROVINCE,
        "sees_projects": may(request.standing, Permission.SEE_PROGRAMME),
    }  # fmt: skip
    return render(request, "places/place.html", context)


def stands_on(row: Place, day: date) -> date:
    """The day a place is shown on: the day of the page, or its own last day when it had ended by then."""
    last = last_day(row.valid_to)
    return max(last if last is not None and last < day else day, row.valid_from)


def _said(row: Place, count: int) -> str:
    return _("Dòng thời gian của {name}: {count} địa bàn; bảng ngay dưới có cùng nội dung.").format(
        name=row.name, count=count
    )


def _regions(request: Request, row: Place) -> list[dict[str, Any]]:
    """Regions by scheme and period, each with the paper kept in the history of the place."""
    papers = {
        (event.detail.get("scheme"), event.on): event.detail.get("number", "")
        for event in history_of(row).filter(verb="region_joined")
    }
    rows = RegionMember.objects.filter(place=row, valid_from__lte=request.day).select_related("scheme")
    return [
        {
            "scheme": one.scheme, "region": one.region, "start": one.valid_from,
            "last": last_day(until(request.day, one.valid_to, request.is_past)),
            "paper": papers.get((one.scheme.code, one.valid_from), ""),
        }
        for one in rows.order_by("-scheme__code", "valid_from")
    ]  # fmt: skip


def _bodies(row: Place, day: date) -> list[dict[str, Any]]:
    """Bodies of a place on a day: those established there, and those that carry a duty for it."""
    if row.level != Level.PROVINCE:
        return []
    charges = {one.organisation_id: one for one in charges_on(day).filter(place=row)}
    own = Organisation.objects.filter(place__in=with_predecessors([row.pk]))
    named = {pk: one for pk, one in names_on(day, own.values_list("pk", flat=True)).items() if _stands(one, day)}
    named |= names_on(day, charges)
    kinds = {one.pk: one for one in Organisation.objects.filter(pk__in=named)}
    above = subordinations_on(day, named)
    parents = names_of_bodies(one.parent_id for one in above.values())
    return [
        {
            "body": kinds[pk], "name": one.name, "charge": charges.get(pk), "stands": above.get(pk),
            "above": _above(above.get(pk), parents, day),
        }
        for pk, one in sorted(named.items(), key=lambda pair: (kinds[pair[0]].kind, pair[1].sort_key))
    ]  # fmt: skip


def _stands(name: Any, day: date) -> bool:
    return name.valid_from <= day and (name.valid_to is None or name.valid_to > day)


def _above(row: Any, parents: Any, day: date) -> str:
    if row is None:
        return ""
    return called(parents, row.parent_id, day) if row.parent_id else str(row.get_above_display())


def _below(row: Place, day: date, after: str) -> tuple[list[Place], str]:
    """A page of the places directly below, by code; a key that is no code begins at the start."""
    rows = below_on(row, day)
    if after.isascii() and after.isdigit():
        rows = rows.filter(code__gt=after)
    found = list(rows[: SIZE + 1])
    shown = found[:SIZE]
    return shown, shown[-1].code if len(found) > SIZE else ""


def changes_of(request: Request, **those: Any) -> list[Any]:
    """Changes with one of these places or bodies on a side, newest first, in words."""
    what, keys = next(iter(those.items()))
    lookup = {"places": "parts__place__in", "bodies": "parts__body__in"}[what]
    rows = list(changes_within(request).filter(**{lookup: keys}).distinct().order_by("-on", "-pk")[:SIZE])
    sides = sides_of(rows)
    return [(row, sides[row.pk], state_badge(row.stood)) for row in rows]  # type: ignore[attr-defined]
