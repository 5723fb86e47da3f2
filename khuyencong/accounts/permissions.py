"""Who may do what, and which rows a person sees. Predicates start with can_; state is never asked here."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from khuyencong.accounts.models import Assignment, User
from khuyencong.accounts.roles import ROLES, Permission, Reach
from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.scope import Scope
from khuyencong.registry.queries import with_predecessors

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Standing:
    """A person's assignments on a day, read once per request."""

    user: User
    assignments: tuple[Assignment, ...]

    @cached_property
    def verbs(self) -> frozenset[Permission]:
        return frozenset(verb for item in self.assignments for verb in ROLES[item.role].verbs)

    @property
    def first(self) -> Assignment | None:
        return self.assignments[0] if self.assignments else None

    def reaches(self, reach: Reach) -> list[Assignment]:
        return [item for item in self.assignments if ROLES[item.role].reach == reach]

    @property
    def sees_everything(self) -> bool:
        return bool(self.reaches(Reach.ALL))


def standing_of(user: User, on: date) -> Standing:
    """The person's standing on a day; an inactive person has none."""
    if not user.is_active:
        return Standing(user, ())
    rows = (
        Assignment.objects.filter(holds_on(on), user=user)
        .select_related("organisation", "organisation__place")
        .order_by("id")
    )
    return Standing(user, tuple(row for row in rows if row.role in ROLES))


def may(standing: Standing, verb: Permission) -> bool:
    """True when an assignment of the person carries the verb."""
    return verb in standing.verbs


def visible_to(standing: Standing, rows: QuerySet[M]) -> QuerySet[M]:
    """The rows the person may see, by the scope the model declares. Public rows need any assignment."""
    scope: Scope = rows.model.scope  # type: ignore[attr-defined]
    if not standing.assignments:
        return rows.none()
    if scope.public or standing.sees_everything:
        return rows
    condition = Q(pk__in=[])
    if scope.place:
        own = [item.organisation.place_id for item in standing.reaches(Reach.PLACE) if item.organisation.place_id]
        places = with_predecessors(own) if own else set()
        condition |= Q(**{f"{scope.place}__in": places})
    if scope.organisation:
        bodies = [item.organisation_id for item in standing.reaches(Reach.ORGANISATION)]
        condition |= Q(**{f"{scope.organisation}__in": bodies})
    return rows.filter(condition)
