"""A first fact about who carries khuyến công, with everything the register wrote because of it or built on it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from khuyencong.kernel.periods import holds_on, lasted
from khuyencong.records.queries import history_of
from khuyencong.registry.models import Change, Charge, PlaceSuccession, Subordination
from khuyencong.registry.states import About, ChangeKind, Evidence

RECORDED = ("charge_recorded", "charge_corrected")


@dataclass(frozen=True)
class Recorded:
    """A charge as it stands. ``derived``: the same body for what the province became; ``under``: who stands above.

    ``own_under``: the fact wrote that row and nothing else stands on it. ``made``: it made the body; ``known_from``:
    the day the body's first name began before the fact moved it. ``writer``: the change that wrote the charge, if one
    did; ``root``: the charge it was derived from. ``passed_by``, ``moved_by``: the change that handed the duty on, or
    moved the body under another, since.
    """

    charge: Charge
    derived: tuple[Charge, ...] = ()
    under: Subordination | None = None
    own_under: bool = False
    made: bool = False
    known_from: date | None = None
    writer: Change | None = None
    root: Charge | None = None
    passed_by: Change | None = None
    moved_by: Change | None = None

    @property
    def rows(self) -> tuple[Charge, ...]:
        """The fact and what was derived from it, oldest first."""
        return (self.charge, *self.derived)

    @property
    def until(self) -> date | None:
        """The first day after the body carried it, through every province it became; None while that is open."""
        last = self.rows[-1]
        return None if last.valid_to is None or last.valid_to == last.place.valid_to else last.valid_to

    @property
    def mark(self) -> str:
        """What a person saw of it: another mark means somebody changed it since."""
        row, under = self.charge, self.under
        above = (under.pk, under.above, under.parent_id, under.valid_from) if under else ()
        parts = (row.pk, row.place_id, row.organisation_id, row.valid_from, row.valid_to, row.source_id, row.evidence)
        return ".".join(str(one) for one in (*parts, *above))


def recorded_fact(charge: Charge) -> Recorded:
    """Everything known of a charge as a first fact; a fixed few queries for each province it passed through."""
    event = history_of(charge).filter(verb__in=RECORDED).first()
    detail = event.detail if event else {}
    derived = tuple(_derived_from(charge))
    under = Subordination.objects.filter(
        holds_on(charge.valid_from), organisation=charge.organisation_id
    ).select_related("parent", "source").first()  # fmt: skip
    day = detail.get("known_from")
    is_derived = event is None and charge.evidence == Evidence.DERIVED
    return Recorded(
        charge=charge, derived=derived, under=under, own_under=_is_own(charge, derived, under, detail),
        made=bool(detail.get("made")), known_from=date.fromisoformat(day) if day else None,
        writer=None if event or is_derived else charge.begun_by, root=_root_of(charge) if is_derived else None,
        passed_by=_passed_by((charge, *derived)), moved_by=_moved_by(under),
    )  # fmt: skip


def _derived_from(charge: Charge) -> Iterable[Charge]:
    """The same body for what a province became, as long as nobody said it on a paper of its own."""
    last = charge
    while last.valid_to is not None and last.valid_to == last.place.valid_to:
        after = PlaceSuccession.objects.filter(predecessor=last.place_id, on=last.valid_to).values("successor")
        follows = Charge.objects.filter(
            lasted(), organisation=charge.organisation_id, duty=charge.duty, valid_from=last.valid_to, place__in=after,
            evidence=Evidence.DERIVED,
        ).select_related("place").first()  # fmt: skip
        if follows is None or _others_lead_to(follows, last):
            return
        yield follows
        last = follows


def _others_lead_to(row: Charge, before: Charge) -> bool:
    """True when the body carried khuyến công for another province that became the same one: the row stands on both."""
    joined = PlaceSuccession.objects.filter(successor=row.place_id, on=row.valid_from).values("predecessor")
    others = Charge.objects.filter(
        organisation=row.organisation_id, duty=row.duty, valid_to=row.valid_from, place__in=joined
    )  # fmt: skip
    return others.exclude(pk=before.pk).exists()


def _root_of(charge: Charge) -> Charge | None:
    """The charge a derived one goes on from."""
    before = PlaceSuccession.objects.filter(successor=charge.place_id, on=charge.valid_from).values("predecessor")
    rows = Charge.objects.filter(
        organisation=charge.organisation_id, duty=charge.duty, valid_to=charge.valid_from, place__in=before
    )  # fmt: skip
    found = rows.select_related("place").first()
    return (_root_of(found) or found) if found and found.evidence == Evidence.DERIVED else found


def _is_own(
    charge: Charge, derived: Iterable[Charge], under: Subordination | None, detail: dict[str, object]
) -> bool:  # fmt: skip
    if under is None or under.begun_by_id or under.valid_from != charge.valid_from:
        return False
    if detail.get("under") != under.pk if "under" in detail else under.source_id != charge.source_id:
        return False
    others = Charge.objects.filter(lasted(), organisation=charge.organisation_id).exclude(
        pk__in=[charge.pk, *(row.pk for row in derived)]
    ).exclude(valid_to__lte=under.valid_from)  # fmt: skip
    return not (others.filter(valid_from__lt=under.valid_to) if under.valid_to else others).exists()


def _passed_by(rows: Iterable[Charge]) -> Change | None:
    """The change of bodies that ended one of the charges."""
    found = (row.ended_by for row in rows)
    return next((change for change in found if change and change.about == About.BODY), None)


def _moved_by(under: Subordination | None) -> Change | None:
    """The change that moved the body under another since."""
    change = under.ended_by if under else None
    return change if change and change.kind == ChangeKind.MOVE else None
