"""The list of accounts with their roles, for those who administer. Reads only."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render

from khuyencong.accounts.models import Assignment, User
from khuyencong.accounts.roles import ROLES
from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.text import sort_key
from khuyencong.registry.models import OrganisationName
from khuyencong.registry.queries import body_ways, names_on
from khuyencong.web.request import Request


def accounts(request: Request) -> HttpResponse:
    """Every account with the roles it holds today."""
    held = Assignment.objects.filter(holds_on(request.today)).order_by("id")
    users = User.objects.prefetch_related(Prefetch("assignments", held, to_attr="held"))
    found = sorted(users, key=lambda user: sort_key(user.full_name))
    bodies = {item.organisation_id for user in found for item in user.held}
    ways = body_ways(duties=False)
    now = {body: ways.way(body, request.today).end for body in bodies}
    names = names_on(request.today, {*bodies, *now.values()})
    rows = [
        {
            "user": user,
            "roles": [_held(item, now[item.organisation_id], names) for item in user.held],
        }
        for user in found
    ]
    return render(request, "accounts/list.html", {"rows": rows})


def _held(item: Assignment, now: int, names: Mapping[int, OrganisationName]) -> dict[str, Any]:
    """A role in the body of today; and in which body it was given, where that was another."""
    was = names.get(item.organisation_id) if now != item.organisation_id else None
    return {"role": ROLES.get(item.role), "body": names.get(now), "before": was}
