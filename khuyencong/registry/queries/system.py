"""Which body runs khuyến công in each province on a day, under whom, and what has departed from 45/2012/NĐ-CP."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from khuyencong.kernel.periods import Period, holds_on, lasted
from khuyencong.registry.models import Charge, LegalSource, NormValue, OrganisationName, Place, Subordination
from khuyencong.registry.queries.bodies import names_on
from khuyencong.registry.queries.over_time import charges_on, subordinations_on
from khuyencong.registry.queries.places import provinces_on
from khuyencong.registry.queries.successions import on_map_of, place_ways
from khuyencong.registry.states import Above, BodyKind, Conformity, Duty, Evidence, Reason

ABOVE, KIND, BODIES = "system.model.above", "system.model.kind", "system.model.bodies"
# The words of the norm, in the language of law, and what they mean here.
_WRITTEN: Mapping[str, str] = {
    "Sở Công Thương": Above.DEPARTMENT, "Ủy ban nhân dân tỉnh": Above.COMMITTEE, "Bộ Công Thương": Above.MINISTRY,
    "Cục": Above.AGENCY, "Trung tâm khuyến công cấp tỉnh": BodyKind.CENTRE, "Đơn vị thực hiện khác": BodyKind.UNIT,
}  # fmt: skip


@dataclass(frozen=True)
class Model:
    """What the decree asks of a province on a day; ``clause`` is '' where no rule stood, ``sure`` once checked."""

    above: str = ""
    kind: str = ""
    bodies: int = 0
    clause: str = ""
    sure: bool = False


@dataclass(frozen=True)
class Carrier:
    """A body that carries khuyến công for a province. ``since``: from when it does so under this body above.

    ``decision`` is the paper of that day, None while unknown; ``evidence`` the weaker of the two facts. ``until`` is
    the first day after, None while it holds.
    """

    body: int
    name: str
    kind: str
    above: str
    parent: str
    since: date
    decision: LegalSource | None
    evidence: str
    charge: int
    place: int
    until: date | None = None

    @property
    def sure(self) -> bool:
        return self.evidence == Evidence.VERIFIED

    @property
    def mark(self) -> str:
        """How well it is known, in words."""
        return str(Evidence(self.evidence).label)

    @property
    def last_day(self) -> date | None:
        """The last day as people write it, None while it holds."""
        return Period(self.since, self.until).last_day

    @property
    def above_label(self) -> str:
        """The body above by name, else its kind; '' when unknown."""
        return self.parent or (str(Above(self.above).label) if self.above else "")


@dataclass(frozen=True)
class ProvinceSystem:
    """A province on a day: who carries khuyến công, and what departs from the model."""

    place: Place
    carriers: tuple[Carrier, ...]
    reasons: tuple[Reason, ...]

    @property
    def conformity(self) -> Conformity:
        if Reason.NOT_UNDER in self.reasons or Reason.OTHER_KIND in self.reasons:
            return Conformity.DEPARTED
        if Reason.NO_BODY in self.reasons or Reason.NO_ABOVE in self.reasons:
            return Conformity.UNKNOWN
        return Conformity.SEVERAL if Reason.SEVERAL in self.reasons else Conformity.KEPT

    @property
    def above(self) -> str:
        """Under whom the province's khuyến công stands: '' unknown, the common one, else that which departs."""
        found = {carrier.above for carrier in self.carriers}
        if not found or "" in found:
            return ""
        for one in (Above.COMMITTEE, Above.OTHER, Above.MINISTRY, Above.AGENCY):
            if one in found:
                return str(one)
        return str(Above.DEPARTMENT)


def model_on(day: date) -> Model:
    """The model of the decree in force on a day, from dated rows; one query."""
    rows = NormValue.objects.filter(holds_on(day), norm__code__in=(ABOVE, KIND, BODIES), area="")
    found = {row.norm.code: row for row in rows.select_related("norm", "source")}
    if ABOVE not in found:
        return Model()
    first = found[ABOVE]
    return Model(
        above=_WRITTEN.get(first.value, ""),
        kind=_WRITTEN.get(found[KIND].value, "") if KIND in found else "",
        bodies=int(found[BODIES].value) if BODIES in found else 0,
        clause=f"{first.source.number}, {first.clause}",
        sure=all(row.evidence == Evidence.VERIFIED for row in found.values()),
    )


def reasons_of(carriers: Sequence[Carrier], model: Model) -> tuple[Reason, ...]:
    """What of a province's bodies departs from the model, or is not known."""
    if not carriers:
        return (Reason.NO_BODY,)
    found = []
    if model.above and any(one.above and one.above != model.above for one in carriers):
        found.append(Reason.NOT_UNDER)
    if model.kind and any(one.kind != model.kind for one in carriers):
        found.append(Reason.OTHER_KIND)
    if model.bodies and len({one.body for one in carriers}) > model.bodies:
        found.append(Reason.SEVERAL)
    if any(not one.above for one in carriers):
        found.append(Reason.NO_ABOVE)
    return tuple(found)


def system_on(day: date) -> list[ProvinceSystem]:
    """Every province of the day, in Vietnamese order; a fixed number of queries."""
    merged, model = on_map_of(day), model_on(day)
    charges = list(charges_on(day).order_by("valid_from", "pk"))
    unders = subordinations_on(day, {row.organisation_id for row in charges})
    parents = {row.parent_id for row in unders.values() if row.parent_id}
    named = names_on(day, {row.organisation_id for row in charges} | parents)
    by_place: dict[int, list[Carrier]] = {}
    for row in charges:
        carrier = _carrier(row, unders.get(row.organisation_id), named)
        by_place.setdefault(merged.get(row.place_id, row.place_id), []).append(carrier)
    return [
        ProvinceSystem(place, carriers := tuple(by_place.get(place.pk, ())), reasons_of(carriers, model))
        for place in provinces_on(day)
    ]


def _carrier(
    charge: Charge, under: Subordination | None, named: Mapping[int, OrganisationName], since: date | None = None,
    until: date | None = None,
) -> Carrier:  # fmt: skip
    name = named.get(charge.organisation_id)
    parent = named.get(under.parent_id) if under and under.parent_id else None
    newer = under if under and under.valid_from > charge.valid_from else charge
    return Carrier(
        body=charge.organisation_id, name=name.name if name else "", kind=charge.organisation.kind,
        above=under.above if under else "", parent=parent.name if parent else "", since=since or newer.valid_from,
        decision=newer.source, evidence=_weaker(charge, under), charge=charge.pk, place=charge.place_id, until=until,
    )  # fmt: skip


def _weaker(charge: Charge, under: Subordination | None) -> str:
    """How well both facts are known: as well as the weaker one."""
    order = [str(value) for value in Evidence.values]
    return max([charge.evidence, *([under.evidence] if under else [])], key=order.index)


def history_of_system(place: Place, day: date) -> list[Carrier]:
    """Who carried khuyến công in a province and in those it was made of, under whom, as known for days up to ``day``.

    A row for every stretch in which neither the body nor the body above changed, oldest first; constant queries.
    """
    places = place_ways().leading_to([place.pk])
    rows = Charge.objects.filter(lasted(), place__in=places, duty=Duty.INDUSTRIAL_PROMOTION, valid_from__lte=day)
    charges = list(rows.select_related("organisation", "source").order_by("valid_from", "pk"))
    bodies = {row.organisation_id for row in charges}
    unders: dict[int, list[Subordination]] = {}
    found = Subordination.objects.filter(organisation__in=bodies, valid_from__lte=day).select_related("source")
    for under in found.order_by("valid_from"):
        unders.setdefault(under.organisation_id, []).append(under)
    stretches = [
        (row, under, *span) for row in charges for under, span in _spans(row, unders.get(row.organisation_id, []))
    ]
    names = _names_over_time(
        bodies | {under.parent_id for _row, under, *_span in stretches if under and under.parent_id}
    )
    carriers = [
        _carrier(row, under, _named_on(names, first), first, end)
        for row, under, first, end in stretches
        if first <= day
    ]
    return sorted(carriers, key=lambda one: (one.since, one.charge))


def _spans(
    charge: Charge, unders: Iterable[Subordination]
) -> list[tuple[Subordination | None, tuple[date, date | None]]]:  # fmt: skip
    """The stretches of a charge by who stood above: what is not covered stands without one."""
    found: list[tuple[Subordination | None, tuple[date, date | None]]] = []
    at, end = charge.valid_from, charge.valid_to
    for under in unders:
        first = max(at, under.valid_from)
        last = _earlier(end, under.valid_to)
        if (last is not None and last <= first) or (end is not None and first >= end):
            continue
        if at < first:
            found.append((None, (at, first)))
        found.append((under, (first, last)))
        if last is None or last == end:
            return found
        at = last
    return [*found, (None, (at, end))]


def _earlier(one: date | None, other: date | None) -> date | None:
    return min((day for day in (one, other) if day), default=None)


def _names_over_time(bodies: Collection[int]) -> dict[int, list[OrganisationName]]:
    found: dict[int, list[OrganisationName]] = {}
    for row in OrganisationName.objects.filter(organisation__in=bodies).order_by("valid_from"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _named_on(names: Mapping[int, list[OrganisationName]], day: date) -> dict[int, OrganisationName]:
    """The name of each body on a day; its first one for earlier days."""
    return {
        body: next((row for row in reversed(rows) if row.valid_from <= day), rows[0]) for body, rows in names.items()
    }
