"""What places and bodies were to one another on a day: existence, parents, duties, and what lies below."""

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet

from khuyencong.kernel.periods import holds_on
from khuyencong.registry.models import Change, ChangePart, Charge, OrganisationName, Place, RegionMember, Subordination
from khuyencong.registry.queries.successions import place_ways
from khuyencong.registry.states import ChangeState, Duty, Level, Role


def exists_on(body: int, day: date) -> bool:
    """A body exists on a day when it has a name then."""
    return OrganisationName.objects.filter(holds_on(day), organisation_id=body).exists()


def ended_by(day: date) -> set[int]:
    """Bodies that had a name before the day and have none on it."""
    named = set(OrganisationName.objects.filter(valid_from__lte=day).values_list("organisation_id", flat=True))
    return named - set(OrganisationName.objects.filter(holds_on(day)).values_list("organisation_id", flat=True))


def subordinations_on(day: date, bodies: Iterable[int] | None = None) -> Mapping[int, Subordination]:
    """Under whom each body stood on a day, by body."""
    rows = Subordination.objects.filter(holds_on(day)).select_related("source")
    if bodies is not None:
        rows = rows.filter(organisation_id__in=list(bodies))
    return {row.organisation_id: row for row in rows}


def charges_on(day: date, duty: str = Duty.INDUSTRIAL_PROMOTION) -> QuerySet[Charge]:
    """Which bodies carried a duty for which provinces on a day."""
    return Charge.objects.filter(holds_on(day), duty=duty).select_related("place", "organisation", "source")


def below_on(place: Place, day: date) -> QuerySet[Place]:
    """The places directly below one on a day. A parent that was joined whole stands for what it became."""
    parents = place_ways().leading_to([place.pk]) if place.level == Level.PROVINCE else {place.pk}
    return Place.objects.filter(holds_on(day), parent_id__in=parents).order_by("code")


def regions_of(place: Place, day: date) -> Mapping[str, str]:
    """Region of a province by scheme code on a day."""
    rows = RegionMember.objects.filter(holds_on(day), place=place)
    return dict(rows.values_list("scheme__code", "region"))


def changes_pending(*, places: Iterable[int] = (), bodies: Iterable[int] = ()) -> QuerySet[Change]:
    """Changes entered and not yet applied that would end or rename one of these."""
    parts = ChangePart.objects.filter(role=Role.BEFORE, change__state=ChangeState.ENTERED)
    touched = parts.filter(place_id__in=list(places)) | parts.filter(body_id__in=list(bodies))
    return Change.objects.filter(pk__in=touched.order_by().values("change_id")).order_by("pk")


def parts_of(change: Change, role: str) -> list[ChangePart]:
    """One side of a change, in order."""
    rows = change.parts.filter(role=role).select_related("place", "body", "parent_place", "parent_body")
    return list(rows.order_by("position"))
