"""What provinces carry in a year, by who runs khuyến công there; and how far those that departed lag behind."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from decimal import Decimal

from django.db.models import Count, QuerySet, Sum

from khuyencong.kernel.money import percent
from khuyencong.ledger.states import Step
from khuyencong.programme.models import Dossier, StepTally, Tally
from khuyencong.programme.queries import cells, tallies_on
from khuyencong.programme.states import Funding, PlanPart
from khuyencong.registry.queries import names_on, on_map_of
from khuyencong.registry.queries.system import ProvinceSystem, model_on, system_on
from khuyencong.registry.states import Conformity

_ADVANCES, _TAKEN_BACK = (Step.ADVANCED, Step.PAID), Step.RETURNED


@dataclass(frozen=True)
class Carried:
    """Projects of localities in a year's plan with their money in đồng, as of a day.

    ``unallocated`` counts projects without an allocation; ``late`` dossiers past their deadline, None where the day
    has passed (how dossiers stood then is not kept by deadline).
    """

    projects: int = 0
    planned: int = 0
    allocated: int = 0
    unallocated: int = 0
    contracted: int = 0
    disbursed: int = 0
    late: int | None = 0

    @property
    def share(self) -> Decimal | None:
        """Allocated of planned, in percent to one decimal; None without a plan."""
        return percent(self.allocated, self.planned)

    @property
    def contracted_share(self) -> Decimal | None:
        """Contracted of planned, in percent to one decimal."""
        return percent(self.contracted, self.planned)

    @property
    def disbursed_share(self) -> Decimal | None:
        """Paid out by the Treasury of planned, in percent to one decimal."""
        return percent(self.disbursed, self.planned)


@dataclass(frozen=True)
class SystemFigures:
    """Provinces that departed from the model beside all others, and how far they lag.

    Lags are shares of the plan (allocated, contracted, disbursed) of the others less those of the departed, in
    percentage points of the shares as shown; negative when the departed are ahead; None when one side has no plan.
    """

    provinces: Mapping[str, int]
    under: Mapping[str, int]
    departed: Carried
    others: Carried
    lag: Decimal | None
    contracted_lag: Decimal | None
    disbursed_lag: Decimal | None


def carried_by_province(
    tallies: QuerySet[Tally], steps: QuerySet[StepTally], dossiers: QuerySet[Dossier] | None, year: int, day: date
) -> dict[int, Carried]:
    """What each province of the map of ``day`` carries, by its id; ``dossiers`` None leaves them uncounted.

    Callers pass the rows a person may see. Four queries whatever the number of rows.
    """
    merged = on_map_of(day)
    found: dict[int, dict[str, int]] = {}

    def add(place: int, **amounts: int) -> None:
        sums = found.setdefault(merged.get(place, place), {})
        for name, amount in amounts.items():
            sums[name] = sums.get(name, 0) + amount

    for cell in cells(tallies.filter(part=PlanPart.LOCALITY), year, day, "place_id", "funding"):
        if cell.place_id:
            none = cell.projects if cell.funding == Funding.NONE else 0
            add(cell.place_id, projects=cell.projects, planned=cell.planned, allocated=cell.allocated, unallocated=none)
    for place, step, amount in _steps(steps, year, day):
        if step == Step.CONTRACTED:
            add(place, contracted=amount)
        elif step in _ADVANCES or step == _TAKEN_BACK:
            add(place, disbursed=-amount if step == _TAKEN_BACK else amount)
    for place, late in _late(dossiers, year, day) if dossiers is not None else ():
        add(place, late=late)
    carried = {place: Carried(**sums) for place, sums in found.items()}
    return carried if dossiers is not None else {place: replace(one, late=None) for place, one in carried.items()}


def _steps(rows: QuerySet[StepTally], year: int, day: date) -> Iterable[tuple[int, str, int]]:
    wanted = rows.filter(year=year, on__lte=day, part=PlanPart.LOCALITY, place__isnull=False).order_by()
    summed = wanted.values_list("place_id", "step").annotate(total=Sum("amount"))
    return [(place, step, int(total)) for place, step, total in summed if place is not None]


def late_dossiers(rows: QuerySet[Dossier], year: int, day: date) -> QuerySet[Dossier]:
    """Dossiers of a year's projects of localities that wait at a desk past their deadline."""
    return rows.filter(
        project__year=year, project__part=PlanPart.LOCALITY, desk__gt="", made_on__lte=day, due_on__lt=day
    )


def _late(rows: QuerySet[Dossier], year: int, day: date) -> Iterable[tuple[int, int]]:
    return late_dossiers(rows, year, day).order_by().values_list("project__place_id").annotate(every=Count("pk"))


def added(carried: Iterable[Carried]) -> Carried:
    """The sum of what provinces carry; dossiers stay uncounted when one of them is."""
    listed = list(carried)
    sums = {item.name: sum(getattr(one, item.name) or 0 for one in listed) for item in fields(Carried)}
    if any(one.late is None for one in listed):
        return replace(Carried(**sums), late=None)
    return Carried(**sums)


def lag_of(mine: Decimal | None, theirs: Decimal | None) -> Decimal | None:
    """Percentage points a share of the departed is behind that of the others; None when one side has no plan."""
    return None if mine is None or theirs is None else theirs - mine


def system_figures(provinces: Sequence[ProvinceSystem], carried: Mapping[int, Carried]) -> SystemFigures:
    """The departed beside all others; every province counts once."""
    empty = Carried()
    departed = added(
        carried.get(one.place.pk, empty) for one in provinces if one.conformity == Conformity.DEPARTED
    )  # fmt: skip
    others = added(carried.get(one.place.pk, empty) for one in provinces if one.conformity != Conformity.DEPARTED)
    counts = {str(value): sum(one.conformity == value for one in provinces) for value in Conformity.values}
    under: dict[str, int] = {}
    for one in provinces:
        under[one.above] = under.get(one.above, 0) + 1
    return SystemFigures(
        counts, under, departed, others, lag_of(departed.share, others.share),
        lag_of(departed.contracted_share, others.contracted_share),
        lag_of(departed.disbursed_share, others.disbursed_share),
    )  # fmt: skip


@dataclass(frozen=True)
class Departure:
    """What the report says of provinces that left the model: their names, what they carry beside the others."""

    names: tuple[str, ...]
    unknown: int
    theirs: Carried
    others: Carried
    lag: Decimal | None
    confirmed: bool


def departure(year: int, day: date) -> Departure | None:
    """The departed of the nation as of a day; None while no province is known to have departed."""
    provinces = system_on(day)
    left = [one for one in provinces if one.conformity == Conformity.DEPARTED]
    if not left:
        return None
    carried = carried_by_province(Tally.objects.all(), StepTally.objects.all(), None, year, day)
    figures = system_figures(provinces, carried)
    return Departure(
        names=tuple(one.place.name for one in left), unknown=figures.provinces[Conformity.UNKNOWN],
        theirs=figures.departed, others=figures.others, lag=figures.lag,
        confirmed=model_on(day).sure and all(carrier.sure for one in left for carrier in one.carriers),
    )  # fmt: skip


def units_in_plan(tallies: QuerySet[Tally], year: int, day: date) -> dict[int, list[str]]:
    """The implementing units a year's plan names for each province of the map of ``day``, most projects first.

    A hint where nobody has recorded who runs khuyến công: a plan's unit need not be the province's body.
    """
    merged, counts = on_map_of(day), dict[tuple[int, int], int]()
    rows = tallies_on(tallies.filter(part=PlanPart.LOCALITY, implementer__isnull=False), year, day)
    for place, body, projects in rows.values_list("place_id", "implementer_id").annotate(all=Sum("projects")):
        if place is not None and body is not None and projects > 0:
            key = (merged.get(place, place), body)
            counts[key] = counts.get(key, 0) + int(projects)
    named = names_on(day, {body for _place, body in counts})
    found: dict[int, list[str]] = {}
    for (place, body), _count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        found.setdefault(place, []).append(named[body].name)
    return found
