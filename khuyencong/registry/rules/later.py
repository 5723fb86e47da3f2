"""Whether something later was recorded of the places and bodies of a change, behind which it may not reach."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import lasted, short_date
from khuyencong.registry.models import Charge, OrganisationName, OrganisationSuccession, RegionMember, Subordination
from khuyencong.registry.rules.entries import Entry, error
from khuyencong.registry.states import ChangeKind

# What of a body each kind of change ends or begins, so that nothing later of it may stand.
_REACHES: dict[str, frozenset[str]] = {
    ChangeKind.RENAME: frozenset({"name"}),
    ChangeKind.MOVE: frozenset({"above"}),
    ChangeKind.TRANSFER: frozenset(),
}
EVERYTHING = frozenset({"name", "above"})


def nothing_hangs_later(entry: Entry) -> list[Finding]:
    """A change counted from a day does not reach behind what was recorded of the same body or place since."""
    places = [side.place.pk for side in entry.before if side.place]
    bodies = [side.body.pk for side in entry.before if side.body]
    takers = [side.body.pk for side in entry.after if side.body]
    moved = [side.body.pk for side in entry.after if side.body and side.above]
    starts = [
        latest_of_places(places, entry.on),
        latest_of_bodies(bodies, _REACHES.get(entry.kind, EVERYTHING)),
        latest_of_bodies(moved, frozenset({"above"})),
    ]
    if entry.kind not in (ChangeKind.RENAME, ChangeKind.MOVE):
        starts.append(_passed_on_since(entry.on, bodies, takers))
    if entry.kind == ChangeKind.END:
        starts.append(_duties_until(entry.on, places, bodies))
    edge = max((day for day in starts if day is not None), default=None)
    return [] if edge is None or edge < entry.on else [later_finding(edge)]


def _passed_on_since(on: date, bodies: Sequence[int], takers: Sequence[int]) -> date | None:
    """The last day after ``on`` from which these passed something on, or took something over, or had ended."""
    gave = Q(predecessor__in=[*bodies, *takers]) | Q(successor__in=bodies)
    days = list(OrganisationSuccession.objects.filter(gave, on__gt=on).values_list("on", flat=True))
    for taker in takers:
        last = OrganisationName.objects.filter(organisation=taker).order_by("valid_from").last()
        if last is not None and last.valid_to is not None and last.valid_to > on:
            days.append(last.valid_to)
    return max(days, default=None)


def _duties_until(on: date, places: Sequence[int], bodies: Sequence[int]) -> date | None:
    """The last day until which a duty of these is recorded, where that is after ``on``: nobody takes it over."""
    rows = Charge.objects.filter(Q(place__in=places) | Q(organisation__in=bodies), lasted(), valid_to__gt=on)
    return max((day for day in rows.values_list("valid_to", flat=True) if day), default=None)


def later_finding(edge: date) -> Finding:
    """What blocks because something was recorded from a later day."""
    message = _("Đã ghi thay đổi khác của các bên này từ ngày {edge} (tên, trực thuộc, nhiệm vụ hoặc vùng).").format(
        edge=short_date(edge)
    )
    return error("change-later", "on", message, _("Hoàn nguyên thay đổi sau trước, hoặc chọn ngày sau đó."))


def latest_of_bodies(bodies: Sequence[int], reach: frozenset[str]) -> date | None:
    """The last day from which a name, a body above or a duty of these is recorded."""
    starts: list[date] = []
    for word, model in (("name", OrganisationName), ("above", Subordination), ("duty", Charge)):
        if word in reach:
            starts += model.objects.filter(lasted(), organisation__in=bodies).values_list("valid_from", flat=True)  # type: ignore[attr-defined]
    return max(starts, default=None)


def latest_of_places(places: Sequence[int], on: date) -> date | None:
    """The last day from which a region, or after ``on`` a duty, of these is recorded.

    A duty that begins on the very day came from a change of bodies of that day, and passes on with the place.
    """
    charges = Charge.objects.filter(lasted(), place__in=places, valid_from__gt=on).values_list("valid_from", flat=True)
    regions = RegionMember.objects.filter(place__in=places).values_list("valid_from", flat=True)
    return max([*charges, *regions], default=None)
