"""Whom to visit next: provinces with the reasons the rows give, each reason with the rows it is made of.

A fixed number of queries, whatever the number of provinces. Amounts in đồng.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Max, Q, QuerySet, Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from khuyencong.clusters.models import Opinion
from khuyencong.kernel.money import in_unit, percent_text
from khuyencong.kernel.periods import short_date
from khuyencong.ledger.states import Step
from khuyencong.oversight.models import Stop
from khuyencong.oversight.states import InspectionState, InspectionSubject
from khuyencong.programme.models import Obstacle, Project, StepTally, Tally
from khuyencong.programme.queries.money import Money, money_of
from khuyencong.programme.queries.obstacles import waiting_obstacles
from khuyencong.registry.models import NormValue, Place
from khuyencong.registry.queries import norm, on_map_of, provinces_on, with_predecessors

YEARS_LOOKED_AT = 2  # plan years before the trip's own: what section S6 of the half-year case inspected
LARGEST_SHARE = 10  # the largest tenth by allocated money
LAG, YEARS = "inspection.lag_share", "inspection.years_between_visits"


@dataclass(frozen=True)
class Proposal:
    """A province to visit on a subject. ``reasons``: {"code", "text", "value"}; ``visited``: the last day there.

    Codes: lag, money, obstacles, opinions, never, long_ago.
    """

    place: Place
    subject: str
    years: tuple[int, ...]
    reasons: tuple[dict[str, Any], ...]
    visited: date | None

    @property
    def key(self) -> str:
        """What a form sends back: place and subject."""
        return f"{self.place.pk}:{self.subject}"


@dataclass
class _Known:
    """What the rows say, by province on the day's map."""

    allocated: Counter[int] = field(default_factory=Counter)
    accepted: Counter[int] = field(default_factory=Counter)
    obstacles: Counter[int] = field(default_factory=Counter)
    opinions: Counter[int] = field(default_factory=Counter)
    visits: dict[tuple[int, str], date] = field(default_factory=dict)


@dataclass(frozen=True)
class Thresholds:
    """The two norms that make a reason; None while no value is in force on the day."""

    lag: NormValue | None
    years: NormValue | None


def thresholds_on(day: date) -> Thresholds:
    """The norms in force on a day."""
    return Thresholds(_norm(LAG, day), _norm(YEARS, day))


def _norm(code: str, day: date) -> NormValue | None:
    try:
        return norm(code, on=day)
    except NormValue.DoesNotExist:
        return None


def years_looked_at(year: int, day: date) -> tuple[int, ...]:
    """Plan years a trip of ``year`` looks at: the two before it, and its own once it has ended."""
    return tuple(one for one in range(year - YEARS_LOOKED_AT, year + 1) if one < max(year, day.year))


def proposals(year: int, day: date) -> list[Proposal]:
    """Every province with a reason to be visited, most reasons first, then most money."""
    years, merged = years_looked_at(year, day), on_map_of(day)
    known, norms = _known(years, day, merged), thresholds_on(day)
    large = _largest(known.allocated)
    found = []
    for place in provinces_on(day):
        if known.allocated[place.pk] > 0:
            reasons = [*_of_money(place.pk, known, norms, large), *_of_obstacles(place.pk, known)]
            found.append(_proposal(place, InspectionSubject.PROJECTS, years, reasons, known, norms, day))
        reasons = _of_opinions(place.pk, known)
        found.append(_proposal(place, InspectionSubject.CLUSTERS, (), reasons, known, norms, day))
    wanted = [one for one in found if one.reasons]
    return sorted(wanted, key=lambda one: (-len(one.reasons), -known.allocated[one.place.pk], one.place.sort_key))


def _proposal(
    place: Place, subject: str, years: tuple[int, ...], reasons: list[dict[str, Any]], known: _Known,
    norms: Thresholds, day: date,
) -> Proposal:  # fmt: skip
    visited = known.visits.get((place.pk, subject))
    return Proposal(place, subject, years, (*reasons, *_of_visits(visited, norms, day)), visited)


def _of_money(place: int, known: _Known, norms: Thresholds, large: set[int]) -> list[dict[str, Any]]:
    given, done = known.allocated[place], known.accepted[place]
    found = []
    if norms.lag is not None and done * 100 < int(norms.lag.value) * given:
        text = _("Nghiệm thu {share} của {given} đã phân bổ (dưới {norm}%)").format(
            share=percent_text(done, given), given=in_unit(given, "triệu đồng") + " " + _("triệu đồng"),
            norm=norms.lag.value,
        )  # fmt: skip
        found.append({"code": "lag", "text": text, "value": str(done * 100 // given)})
    if place in large:
        text = _("Phân bổ lớn: {given} triệu đồng").format(given=in_unit(given, "triệu đồng"))
        found.append({"code": "money", "text": text, "value": str(given)})
    return found


def _of_obstacles(place: int, known: _Known) -> list[dict[str, Any]]:
    count = known.obstacles[place]
    if not count:
        return []
    text = ngettext("{count} vướng mắc chưa tháo gỡ", "{count} vướng mắc chưa tháo gỡ", count).format(count=count)
    return [{"code": "obstacles", "text": text, "value": str(count)}]


def _of_opinions(place: int, known: _Known) -> list[dict[str, Any]]:
    count = known.opinions[place]
    if not count:
        return []
    text = ngettext("{count} đề nghị góp ý phương án cụm chưa trả lời",
                    "{count} đề nghị góp ý phương án cụm chưa trả lời", count).format(count=count)  # fmt: skip
    return [{"code": "opinions", "text": text, "value": str(count)}]


def _of_visits(visited: date | None, norms: Thresholds, day: date) -> list[dict[str, Any]]:
    if visited is None:
        return [{"code": "never", "text": _("Chưa từng kiểm tra"), "value": ""}]
    if norms.years is None or _years_after(visited, int(norms.years.value)) > day:
        return []
    text = _("Lần trước {day}, đã {norm} năm trở lên").format(day=short_date(visited), norm=norms.years.value)
    return [{"code": "long_ago", "text": text, "value": visited.isoformat()}]


def _years_after(day: date, years: int) -> date:
    leap = day.month == 2 and day.day == 29
    return day.replace(year=day.year + years, day=28 if leap else day.day)


def _largest(allocated: Mapping[int, int]) -> set[int]:
    """The largest tenth of the provinces that were given money; one at least."""
    given = sorted((place for place, amount in allocated.items() if amount > 0), key=lambda one: -allocated[one])
    return set(given[: max(1, len(given) // LARGEST_SHARE)]) if given else set()


def _known(years: Sequence[int], day: date, merged: Mapping[int, int]) -> _Known:
    """Five queries: allocated, accepted, obstacles, opinions, visits."""
    known = _Known()
    moved = {"year__in": years, "on__lte": day, "place__isnull": False}
    tallies: Any = Tally.objects.filter(**moved).order_by().values_list("place_id").annotate(sum=Sum("allocated"))
    steps: Any = StepTally.objects.filter(**moved, step=Step.ACCEPTED).order_by().values_list("place_id")
    for place, amount in tallies:
        known.allocated[merged.get(place, place)] += amount
    for place, amount in steps.annotate(sum=Sum("amount")):
        known.accepted[merged.get(place, place)] += amount
    for place in open_obstacles(day).filter(place__isnull=False).values_list("place_id", flat=True):
        known.obstacles[merged.get(place, place)] += 1
    for place in open_opinions(day).values_list("place_id", flat=True):
        known.opinions[merged.get(place, place)] += 1
    for place, subject, last in _visits(day).values_list("place_id", "subject").annotate(last=Max("visited_from")):
        at = (merged.get(place, place), subject)
        known.visits[at] = max(last, known.visits.get(at, last))
    return known


def _visits(day: date) -> QuerySet[Stop]:
    rows = Stop.objects.filter(visited_from__lte=day).exclude(inspection__state=InspectionState.CANCELLED)
    return rows.order_by()


def open_obstacles(day: date) -> QuerySet[Obstacle]:
    """Obstacles nobody had resolved by a day."""
    return waiting_obstacles(Obstacle.objects.all(), day)


def open_opinions(day: date) -> QuerySet[Opinion]:
    """Requests for an opinion that had come and were not answered by a day."""
    unanswered = Q(answered_on__isnull=True) | Q(answered_on__gt=day)
    rows = Opinion.objects.filter(unanswered, received_on__lte=day).exclude(state="withdrawn")
    return rows.select_related("place", "request").order_by("received_on", "id")


@dataclass(frozen=True)
class Grounds:
    """The rows behind the reasons of one province."""

    projects: list[tuple[Project, Money]]
    allocated: int
    accepted: int
    obstacles: list[Obstacle]
    opinions: list[Opinion]
    visits: list[Stop]


def grounds_of(place: Place, year: int, day: date, projects: QuerySet[Project]) -> Grounds:
    """What the figures of a province's proposal are made of, on the map of the day."""
    places, years = with_predecessors([place.pk]), years_looked_at(year, day)
    found = list(projects.filter(place_id__in=places, year__in=years).order_by("-year", "position"))
    money = money_of(found, day)
    given = [(one, money[one.pk]) for one in found if money[one.pk].allocated]
    visits = _visits(day).filter(place_id__in=places).select_related("inspection", "place").order_by("-visited_from")
    return Grounds(
        given, sum(one.allocated for _project, one in given), sum(one.accepted for _project, one in given),
        list(open_obstacles(day).filter(place_id__in=places)), list(open_opinions(day).filter(place_id__in=places)),
        list(visits),
    )  # fmt: skip
