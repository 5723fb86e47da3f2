"""The list of accounts with their roles, for those who administer. Reads only."""

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render

from khuyencong.accounts.models import Assignment, User
from khuyencong.accounts.roles import ROLES
from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.text import sort_key
from khuyencong.registry.queries import names_on
from khuyencong.web.request import Request


def accounts(request: Request) -> HttpResponse:
    """Every account with the roles it holds today."""
    held = Assignment.objects.filter(holds_on(request.today)).order_by("id")
    users = User.objects.prefetch_related(Prefetch("assignments", held, to_attr="held"))
    found = sorted(users, key=lambda user: sort_key(user.full_name))
    bodies = {item.organisation_id for user in found for item in user.held}
    names = names_on(request.today, bodies)
    rows = [
        {
            "user": user,
            "roles": [(ROLES.get(item.role), names.get(item.organisation_id)) for item in user.held],
        }
        for user in found
    ]
    return render(request, "accounts/list.html", {"rows": rows})
