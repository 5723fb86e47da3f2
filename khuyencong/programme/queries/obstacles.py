"""Reads obstacles as they stood on a day: lists, counts, groups for the report, what waits for the Agency."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from khuyencong.kernel.guards import holding
from khuyencong.kernel.text import fold, number_in
from khuyencong.programme.models import Obstacle, ObstacleStep, Project
from khuyencong.programme.states import ObstacleState, ObstacleTopic, Side
from khuyencong.registry.models import LegalSource, Place
from khuyencong.registry.queries import with_predecessors


@dataclass(frozen=True)
class ObstacleFilter:
    """What the list is narrowed to; every field comes from the address and may be empty. ``project`` is a code."""

    q: str = ""
    state: str = ""
    topic: str = ""
    side: str = ""
    place: str = ""
    law: str = ""
    project: str = ""

    @property
    def active(self) -> dict[str, str]:
        """Filters that are set, by name."""
        return {item.name: value for item in fields(self) if (value := getattr(self, item.name))}


@dataclass(frozen=True)
class ObstacleCounts:
    """'Đã tháo gỡ n/m'."""

    raised: int
    resolved: int

    @property
    def left(self) -> int:
        return self.raised - self.resolved


@dataclass
class ObstacleGroup:
    """Obstacles of one topic on one side, with the places they come from."""

    topic: str
    side: str
    raised: int = 0
    resolved: int = 0
    places: set[str] = field(default_factory=set)

    @property
    def topic_label(self) -> str:
        return str(ObstacleTopic(self.topic).label)

    @property
    def side_label(self) -> str:
        return str(Side(self.side).label)


def stood_on(rows: QuerySet[Obstacle], day: date) -> QuerySet[Obstacle]:
    """Obstacles that had been raised by a day, each with ``stood``: the state it was in on that day."""
    last = ObstacleStep.objects.filter(obstacle=OuterRef("pk"), on__lte=day).order_by("-on", "-id").values("after")
    state = Coalesce(Subquery(last[:1]), Value(ObstacleState.OPEN.value), output_field=CharField())
    return rows.filter(raised_on__lte=day).annotate(stood=state)


def obstacles_of_year(rows: QuerySet[Obstacle], year: int, day: date) -> QuerySet[Obstacle]:
    """Obstacles of a year's work as they stood on a day, newest first."""
    return stood_on(rows.filter(year=year), day).order_by("-raised_on", "-id")


def obstacles_like(rows: QuerySet[Obstacle], wanted: ObstacleFilter) -> QuerySet[Obstacle]:
    """Rows (from ``stood_on``) that meet every filter. Unknown values simply match nothing."""
    exact = {"stood": wanted.state, "topic": wanted.topic, "side": wanted.side, "project__code": wanted.project}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.place:
        known = number_in(wanted.place) is not None
        rows = rows.filter(place_id__in=with_predecessors([int(wanted.place)])) if known else rows.none()
    if wanted.law:
        rows = rows.filter(law_id=int(wanted.law)) if number_in(wanted.law) is not None else rows.none()
    if folded := fold(wanted.q):
        rows = rows.filter(holding(Obstacle, "folded", folded))
    return rows


def counts_of(rows: QuerySet[Obstacle]) -> ObstacleCounts:
    """How many were raised and how many of them were resolved; of rows from ``stood_on``."""
    done = Count("pk", filter=Q(stood=ObstacleState.RESOLVED))
    found = rows.order_by().aggregate(raised=Count("pk"), resolved=done)
    return ObstacleCounts(found["raised"], found["resolved"])


def obstacle_groups(rows: QuerySet[Obstacle]) -> list[ObstacleGroup]:
    """By topic, then by side, the largest topic first; of rows from ``stood_on``."""
    found: dict[tuple[str, str], ObstacleGroup] = {}
    weight: dict[str, int] = {}
    told = rows.order_by().values_list("topic", "side", "stood", "place__name")  # type: ignore[misc]
    for topic, side, stood, place in told:
        group = found.setdefault((topic, side), ObstacleGroup(topic, side))
        group.raised += 1
        group.resolved += stood == ObstacleState.RESOLVED
        group.places |= {place} if place else set()
        weight[topic] = weight.get(topic, 0) + 1
    order = list(ObstacleTopic.values)
    return sorted(found.values(), key=lambda one: (-weight[one.topic], order.index(one.topic), -one.raised, one.side))


def guided_places(rows: QuerySet[Obstacle], day: date) -> QuerySet[Place]:
    """Distinct localities that had received guidance on an obstacle by a day, in Vietnamese order."""
    guided = ObstacleStep.objects.filter(obstacle__in=rows.order_by().values("pk"), name="guide", on__lte=day)
    return Place.objects.filter(pk__in=guided.values("obstacle__place")).order_by("sort_key", "pk")


def waiting_obstacles(rows: QuerySet[Obstacle], day: date) -> QuerySet[Obstacle]:
    """Obstacles nobody has resolved by a day, the longest waiting first."""
    found = stood_on(rows, day).exclude(Q(stood=ObstacleState.RESOLVED))
    return found.select_related("project", "place", "law").order_by("raised_on", "id")


def obstacle_page(rows: QuerySet[Obstacle], after: str, size: int) -> tuple[list[Obstacle], str]:
    """A page, newest first, and the key of the next ('' on the last); a key that cannot be read begins at the start."""
    day, _bar, pk = after.partition("|")
    if number_in(pk) is not None and (edge := _day(day)):
        rows = rows.filter(Q(raised_on__lt=edge) | Q(raised_on=edge, pk__lt=int(pk)))
    found = list(rows.select_related("project", "place", "law")[: size + 1])
    shown = found[:size]
    return shown, f"{shown[-1].raised_on.isoformat()}|{shown[-1].pk}" if len(found) > size else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def steps_until(obstacle: Obstacle, day: date) -> list[ObstacleStep]:
    """What had been done about it by a day, oldest first."""
    return list(obstacle.steps.filter(on__lte=day).select_related("by", "document").order_by("on", "id"))


def last_step(obstacle: Obstacle) -> ObstacleStep | None:
    """The newest step, if any was taken."""
    return obstacle.steps.order_by("-on", "-id").first()


def open_on_the_same(
    project: Project | None, place: Place | None, law: LegalSource | None, texts: Iterable[str]
) -> Obstacle | None:
    """An unresolved obstacle on the same thing in the same words (accents and punctuation aside)."""
    same = Obstacle.objects.filter(project=project, law=law).exclude(state=ObstacleState.RESOLVED)
    if project is None:
        same = same.filter(place=place)
    return same.filter(folded__in=[fold(text) for text in texts]).order_by("id").first()
