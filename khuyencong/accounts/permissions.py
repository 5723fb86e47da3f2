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
from khuyencong.registry.models import Organisation
from khuyencong.registry.queries import Answering, body_ways

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Standing:
    """A person's assignments on a day, read once per request. ``on`` is that day."""

    user: User
    assignments: tuple[Assignment, ...]
    on: date = date.max

    @cached_property
    def answering(self) -> Answering:
        """Who answers on that day for what joined, divided and ended bodies began."""
        return Answering(self.on)

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
    """The person's standing on a day; an inactive person has none.

    Who was assigned to a body that was joined or ended goes on in the body that took over, without a new assignment.
    """
    if not user.is_active:
        return Standing(user, ())
    rows = (
        Assignment.objects.filter(holds_on(on), user=user)
        .select_related("organisation", "organisation__place")
        .order_by("id")
    )
    return Standing(user, _handed_on([row for row in rows if row.role in ROLES], on), on)


def _handed_on(rows: list[Assignment], on: date) -> tuple[Assignment, ...]:
    ways = body_ways(duties=False) if rows else None
    ends = {row.pk: ways.way(row.organisation_id, on).end for row in rows} if ways else {}
    moved = {ends[row.pk] for row in rows} - {row.organisation_id for row in rows}
    bodies = Organisation.objects.select_related("place").in_bulk(moved) if moved else {}
    for row in rows:
        if ends[row.pk] in bodies:
            row.organisation = bodies[ends[row.pk]]
    return tuple(rows)


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
        condition |= _seen(standing, rows.model, scope.place, own, "place")
    if scope.organisation:
        bodies = [item.organisation_id for item in standing.reaches(Reach.ORGANISATION)]
        condition |= _seen(standing, rows.model, scope.organisation, bodies, "body")
        if scope.place and bodies:  # and what was handed over with a part of the territory
            condition |= standing.answering.held_by(bodies, organisation=scope.organisation, place=scope.place)
    return rows.filter(condition)


def _seen(standing: Standing, model: type[Model], path: str, own: list[int], what: str) -> Q:
    """Rows of one's own, of what became one's own or still may, and files given by hand."""
    if not own:
        return Q(pk__in=[])
    ways = standing.answering.places if what == "place" else standing.answering.bodies
    owner = path.rpartition("__")[0]
    for name in owner.split("__") if owner else ():
        model = model._meta.get_field(name).related_model  # type: ignore[assignment]
    label = f"{model._meta.label_lower}:"
    given = [
        int(subject.removeprefix(label))
        for subject, chosen in standing.answering.chosen.items()
        if subject.startswith(label) and not set(own).isdisjoint(chosen.passed(what))
    ]
    found = Q(**{f"{path}__in": ways.leading_to(own, undecided=True, by=standing.on)})
    return found | Q(**{f"{owner or 'pk'}__in": given}) if given else found
