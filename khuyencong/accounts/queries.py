"""Which accounts a change of places or bodies touches."""

from collections.abc import Collection
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from khuyencong.accounts.models import Assignment
from khuyencong.accounts.roles import ROLES
from khuyencong.kernel.periods import holds_on
from khuyencong.registry.hooks import Touched, TouchedRow


def accounts_touched(places: Collection[int], bodies: Collection[int], day: date) -> list[Touched]:
    """Assignments that hold on a day in one of the bodies, or in a body of one of the provinces."""
    mine = Q(organisation__in=bodies) | Q(organisation__place__in=places)
    rows = Assignment.objects.filter(mine, holds_on(day), user__is_active=True).select_related("user", "organisation")
    found = tuple(
        TouchedRow(
            subject=f"accounts.assignment:{row.pk}", title=row.user.full_name, body=row.organisation_id,
            detail=str(ROLES[row.role].name) if row.role in ROLES else row.role,
        )
        for row in rows.order_by("user__full_name", "pk")
    )  # fmt: skip
    return [Touched("accounts", _("Tài khoản"), found)]
