"""Reads places, bodies and law as of a day. Every question names its day; nothing here knows 'today'."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from django.conf import settings
from django.db.models import QuerySet

from khuyencong.kernel.guards import holding
from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.sealed import fingerprint, unseal
from khuyencong.kernel.text import fold
from khuyencong.kernel.working_days import WorkingCalendar
from khuyencong.registry.models import (
    AdjustmentAuthority,
    AdvanceKind,
    ChecklistItem,
    Establishment,
    EstablishmentIdentifier,
    NormValue,
    Organisation,
    OrganisationName,
    Place,
    PlaceSuccession,
    ProcedureStep,
    RegionMember,
    SpecialDay,
)
from khuyencong.registry.states import BodyKind, Counting, DayKind, Level, Relation


def norm(code: str, *, on: date, area: str = "") -> NormValue:
    """The value of a norm in force on a day: the only way to read a legal number.

    Raises NormValue.DoesNotExist when nothing was in force, so that a missing rule is never taken for zero.
    """
    return NormValue.objects.filter(holds_on(on), norm__code=code, area=area).select_related("source", "norm").get()


def day_of_year(code: str, *, year: int, on: date) -> date:
    """A norm written 'dd/mm' as a date of ``year``."""
    day, month = norm(code, on=on).value.split("/")
    return date(year, int(month), int(day))


def calendar_of(first: date, last: date) -> WorkingCalendar:
    """The working calendar from ``first`` to ``last``, both included, in one query.

    Ask wider than the days to be counted: outside, every weekday counts as worked.
    """
    rows = list(SpecialDay.objects.filter(day__gte=first, day__lte=last).values_list("day", "kind"))
    return WorkingCalendar(
        off=frozenset(day for day, kind in rows if kind == DayKind.OFF),
        work=frozenset(day for day, kind in rows if kind == DayKind.WORK),
    )


def checklist_of(step: str, kind: str, on: date) -> list[ChecklistItem]:
    """Papers a dossier of ``step`` holds for a kind of advance on a day, in order.

    The items of every kind ('') come along; where the kind has its own row for the same paper, that row stands.
    """
    rows = ChecklistItem.objects.filter(holds_on(on), step=step, kind__in={"", kind}).select_related("source")
    by_code: dict[str, ChecklistItem] = {}
    for row in sorted(rows, key=lambda row: row.kind != ""):
        by_code[row.code] = row
    return sorted(by_code.values(), key=lambda row: (row.position, row.code))


def advance_kinds_for(activity_code: str) -> list[AdvanceKind]:
    """The kinds of advance offered for an activity group (ND1…ND9), in order."""
    return [row for row in AdvanceKind.objects.order_by("position") if activity_code in row.activities]


def authority_of(change: str, project_kind: str, on: date) -> AdjustmentAuthority:
    """Who decides a change to a project of a kind on a day (36/2013/TT-BCT, Article 11); the kind's own row wins.

    Raises AdjustmentAuthority.DoesNotExist when nothing was in force, so that a missing rule never lets anyone decide.
    """
    rows = AdjustmentAuthority.objects.filter(holds_on(on), change=change, project_kind__in={"", project_kind})
    found = sorted(rows.select_related("source"), key=lambda row: row.project_kind == "")
    if not found:
        raise AdjustmentAuthority.DoesNotExist(f"{change} / {project_kind} / {on}")
    return found[0]


def procedure_on(procedure: str, on: date) -> list[ProcedureStep]:
    """The steps of a procedure as they stood on a day, in order; empty when nothing was in force."""
    rows = ProcedureStep.objects.filter(holds_on(on), procedure=procedure)
    return list(rows.select_related("source").order_by("position"))


def due_by(step: ProcedureStep | None, since: date | None, calendar: WorkingCalendar | None = None) -> date | None:
    """The last day of a step counted from ``since``; None while either is unknown.

    Calendar days that end on a day not worked run to the next worked day (91/2015/QH13, Điều 148.5). Lists pass a
    ``calendar`` wide enough for all their rows, so that no row asks for its own.
    """
    if step is None or step.days is None or since is None:
        return None
    calendar = calendar or calendar_of(since - timedelta(days=60), since + timedelta(days=abs(step.days) * 2 + 60))
    if step.counting == Counting.WORKING:
        return calendar.add(since, step.days)
    last = since + timedelta(days=step.days)
    return calendar.next_working(last) if step.days > 0 else calendar.last_working_before_or_on(last)


def provinces_on(day: date) -> QuerySet[Place]:
    """Provinces that exist on a day, in Vietnamese order."""
    return Place.objects.filter(holds_on(day), level=Level.PROVINCE).order_by("sort_key")


def _whole_successors() -> dict[int, list[tuple[date, int]]]:
    links: dict[int, list[tuple[date, int]]] = {}
    rows = PlaceSuccession.objects.filter(predecessor__level=Level.PROVINCE, relation=Relation.WHOLE)
    for before, after, on in rows.values_list("predecessor_id", "successor_id", "on"):
        links.setdefault(before, []).append((on, after))
    return links


def on_map_of(day: date) -> Mapping[int, int]:
    """For every province that ever ended, the province it has become by ``day``; others stand for themselves."""
    links = _whole_successors()

    def follow(place: int) -> int:
        while True:
            step = next((after for on, after in links.get(place, []) if on <= day), None)
            if step is None:
                return place
            place = step

    return {place: follow(place) for place in links}


def with_predecessors(places: Iterable[int]) -> set[int]:
    """The places and every place that has wholly become one of them."""
    reached = set(places)
    pairs = [(before, after) for before, links in _whole_successors().items() for _on, after in links]
    grew = True
    while grew:
        found = {before for before, after in pairs if after in reached} - reached
        reached |= found
        grew = bool(found)
    return reached


def regions_on(day: date, scheme: str) -> Mapping[int, str]:
    """Region name of each province id in a scheme on a day."""
    rows = RegionMember.objects.filter(holds_on(day), scheme__code=scheme)
    return dict(rows.values_list("place_id", "region"))


def names_on(day: date, organisations: Iterable[int] | None = None) -> Mapping[int, OrganisationName]:
    """The name each body carried on a day; for a body not yet or no longer named then, its nearest name."""
    rows = OrganisationName.objects.order_by("organisation_id", "valid_from")
    if organisations is not None:
        wanted = organisations if isinstance(organisations, QuerySet) else list(organisations)
        rows = rows.filter(organisation_id__in=wanted)
    found: dict[int, OrganisationName] = {}
    for row in rows:
        if row.organisation_id not in found or row.valid_from <= day:
            found[row.organisation_id] = row
    return found


def name_on(day: date, code: str) -> OrganisationName | None:
    """The name on a day of the body with our stable code (BCT, CUC …)."""
    rows = OrganisationName.objects.filter(organisation__code=code).order_by("valid_from")
    earlier = [row for row in rows if row.valid_from <= day]
    return earlier[-1] if earlier else rows.first()


def bodies_by_folded_name() -> dict[str, int]:
    """Id of the body that carries or carried a name, by folded name."""
    rows = OrganisationName.objects.order_by("-valid_from").values_list("folded", "organisation_id")
    return dict(rows)


def department_of(place: int, on: date) -> Organisation | None:
    """The Sở Công Thương that manages a province on a day: of the province itself, or of what it has become."""
    places = [place, on_map_of(on).get(place, place)]
    rows = Organisation.objects.filter(kind=BodyKind.DEPARTMENT, place_id__in=places)
    named = {body.place_id: body for body in rows}
    return named.get(places[1]) or named.get(place)


def organisations_matching(text: str) -> QuerySet[Organisation]:
    """Bodies one of whose names holds ``text`` (accents optional)."""
    names = OrganisationName.objects.filter(holding(OrganisationName, "folded", fold(text)))
    return Organisation.objects.filter(pk__in=names.values("organisation_id"))


def establishments_at(places: Iterable[int | None]) -> dict[tuple[int | None, str], int]:
    """Ids of known establishments by place and folded name."""
    rows = Establishment.objects.filter(place_id__in=[place for place in places if place])
    return {(place, folded): pk for pk, place, folded in rows.values_list("pk", "place_id", "folded")}


def identifiers_of(establishment: Establishment, on: date) -> QuerySet[EstablishmentIdentifier]:
    """The sealed identifiers an establishment carried on a day, one of a kind."""
    return EstablishmentIdentifier.objects.filter(holds_on(on), establishment=establishment).order_by("kind")


def reveal(identifier: EstablishmentIdentifier) -> str:
    """The number itself: personal data, for a person who may see it and never for an address, an event or a log.

    Raises kernel.sealed.Unreadable when the installation's key is not the one it was sealed with.
    """
    return unseal(identifier.sealed, settings.IDENTIFIER_KEY)


def establishments_sharing(value: str) -> QuerySet[Establishment]:
    """Establishments that carry or carried this number, as whatever kind; compared by digits, nothing is opened."""
    rows = EstablishmentIdentifier.objects.filter(fingerprint=fingerprint(value, settings.IDENTIFIER_KEY))
    return Establishment.objects.filter(pk__in=rows.values("establishment_id")).order_by("sort_key", "pk")
