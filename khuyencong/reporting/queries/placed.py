"""Every measure of the system that has a place: its amounts with where they belong, and the rows that open it.

Money and projects come from the tallies (ADR 0007); the rest from its rows. Callers pass the rows a person may see.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Model, Q, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from khuyencong.clusters.models import ClusterList, ListRow, Opinion
from khuyencong.clusters.states import ListKind
from khuyencong.kernel.papers import CellUnit
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.models import Gathering, Petition, Stop
from khuyencong.oversight.queries.gatherings import held_between
from khuyencong.oversight.queries.inspections import stops_visited
from khuyencong.programme.models import Obstacle, StepTally, Tally
from khuyencong.programme.queries import cells
from khuyencong.programme.queries.money import MADE_OF
from khuyencong.programme.states import ObstacleState
from khuyencong.registry.models import PlaceSuccession
from khuyencong.registry.states import Level, Relation
from khuyencong.reporting.queries.maps import opened_by, own_day
from khuyencong.reporting.queries.measures import FIGURES, LATER, cell_unit, obstacles_counted
from khuyencong.reporting.states import Figure, FigureRow, Narrowing, PlacedAmount, Placement

# Measures counted for comparison only; the half-year report has its own figures of the office.
OF_OFFICE: dict[str, object] = {
    "petitions.received": _("Số kiến nghị đã nhận"),
    "petitions.answered": _("Số kiến nghị đã trả lời"),
    "inspections.stops": _("Số lượt địa phương được kiểm tra, khảo sát"),
    "events.held": _("Số hội nghị, hội chợ đã tổ chức tại địa phương"),
    "clusters.answered": _("Số ý kiến về phương án cụm công nghiệp đã trả lời"),
    "clusters.listed": _("Số cụm công nghiệp trong danh mục mới nhất của tỉnh"),
}
FROM_PLAN = ("programme.planned", "programme.projects", "programme.allocated")
OF_OBSTACLES = ("obstacles.raised", "obstacles.resolved")
OF_PROJECTS = (*FROM_PLAN, *LATER)
MEASURES: dict[str, tuple[CellUnit, object]] = {
    **{code: (cell_unit(code), FIGURES[code][1]) for code in (*OF_PROJECTS, *OF_OBSTACLES)},
    **{code: ("count", label) for code, label in OF_OFFICE.items()},
}


@dataclass(frozen=True)
class Within:
    """The rows a person may see. ``office`` is False for whoever does not see the office's own work."""

    tallies: QuerySet[Tally] = field(default_factory=Tally.objects.all)
    steps: QuerySet[StepTally] = field(default_factory=StepTally.objects.all)
    obstacles: QuerySet[Obstacle] = field(default_factory=Obstacle.objects.all)
    office: bool = True


def placed(code: str, within: Within, year: int, day: date) -> list[PlacedAmount]:
    """The amounts of a measure in a year as of a day. Raises KeyError for a measure without places."""
    MEASURES[code]
    if code in FROM_PLAN:
        return _from_plan(code.partition(".")[2], within.tallies, year, day)
    if code in LATER:
        return _from_steps(code.partition(".")[2], within.steps, year, day)
    if code in OF_OBSTACLES:
        return _from_obstacles(code, within.obstacles, year, day)
    return office_placed(code, year, day) if within.office else []


def _from_plan(name: str, tallies: QuerySet[Tally], year: int, day: date) -> list[PlacedAmount]:
    found = cells(tallies, year, day, "part", "kind", "activity_id", "place_id")
    return [
        PlacedAmount(Placement(cell.place_id, cell.part, cell.kind, cell.activity_id), getattr(cell, name))
        for cell in found
    ]


def _from_steps(name: str, steps: QuerySet[StepTally], year: int, day: date) -> list[PlacedAmount]:
    signs: dict[str, int] = {str(step): sign for step, sign in MADE_OF[name]}
    rows = steps.filter(year=year, on__lte=day, step__in=list(signs)).order_by()
    told = rows.values_list("step", "place_id", "part", "kind", "activity_id").annotate(total=Sum("amount"))
    return [
        PlacedAmount(Placement(place, part, kind, group), signs[step] * int(total))
        for step, place, part, kind, group, total in told
    ]


def _from_obstacles(code: str, obstacles: QuerySet[Obstacle], year: int, day: date) -> list[PlacedAmount]:
    rows = obstacles_counted(obstacles, year, day)
    if code == "obstacles.resolved":
        rows = rows.filter(Q(stood=ObstacleState.RESOLVED))
    columns = ("place_id", "project__part", "project__kind", "project__activity_id")
    return [
        PlacedAmount(Placement(place, part or "", kind or "", group or ""), 1)
        for place, part, kind, group in rows.order_by().values_list(*columns)
    ]


def office_placed(code: str, year: int, day: date) -> list[PlacedAmount]:
    """A measure of the office, from 1 January to the day, within the year; each amount with the row that opens it."""
    first, last = date(year, 1, 1), own_day(year, day)
    if code == "clusters.listed":
        return _clusters(last)
    rows = _OFFICE_ROWS[code](first, last) if first <= last else []
    return [PlacedAmount(Placement(place), 1, row) for place, row in rows]


def office_measure(code: str, year: int, day: date, by: Narrowing) -> tuple[Figure, list[FigureRow]]:
    """A measure of the office or a part of it, with its rows."""
    opens = opened_by(by)
    rows = [item.row for item in office_placed(code, year, day) if item.row is not None and opens(item.at)]
    return Figure(code, str(OF_OFFICE[code]), "count", sum(row.amount for row in rows)), rows


Rows = Iterable[tuple[int | None, FigureRow]]


def _named(row: Model, place: str | None, text: str, detail: str) -> FigureRow:
    subject = f"{row._meta.label_lower}:{row.pk}"
    return FigureRow(key=str(row.pk), text=text, amount=1, group=place or "", detail=detail, subject=subject)


def _petitions(column: str, first: date, last: date) -> Rows:
    between = {f"{column}__gte": first, f"{column}__lte": last}
    for row in Petition.objects.filter(**between).select_related("place").order_by(column, "pk"):
        detail = f"{row.sender_name} · {short_date(getattr(row, column))}"
        yield row.place_id, _named(row, row.place.name if row.place else "", row.what, detail)


def _stop_rows(first: date, last: date) -> Rows:
    rows: QuerySet[Stop] = stops_visited("", first, last).select_related("inspection", "place")
    for row in rows.order_by("visited_from", "pk"):
        day = short_date(row.visited_from) if row.visited_from else ""
        yield row.place_id, _named(row.inspection, row.place.name, row.inspection.title, day)


def _held(first: date, last: date) -> Rows:
    rows: QuerySet[Gathering] = held_between(None, first, last).select_related("place")
    for row in rows:
        yield row.place_id, _named(row, row.place.name, row.title, str(row.get_kind_display()))


def _answered(first: date, last: date) -> Rows:
    rows = Opinion.objects.filter(answered_on__gte=first, answered_on__lte=last).select_related("place", "answer")
    for row in rows.order_by("answered_on", "pk"):
        number = row.answer.number if row.answer else ""
        yield row.place_id, _named(row, row.place.name, f"{row.get_kind_display()} {row.period}", number)


_OFFICE_ROWS = {
    "petitions.received": lambda first, last: _petitions("received_on", first, last),
    "petitions.answered": lambda first, last: _petitions("answered_on", first, last),
    "inspections.stops": _stop_rows,
    "events.held": _held,
    "clusters.answered": _answered,
}


def _clusters(day: date) -> list[PlacedAmount]:
    """Clusters of each province's newest list that stood or was approved by a day.

    A list of a province ends with the first list of what the province wholly became, so that none counts twice.
    """
    known = ClusterList.objects.filter(as_of__lte=day).exclude(kind=ListKind.PROPOSED)
    newest: dict[int, int] = {}
    for pk, place in known.order_by("-as_of", "-pk").values_list("pk", "place_id"):
        newest.setdefault(place, pk)
    followed = _became(set(newest), day)
    kept = [pk for place, pk in newest.items() if not followed.get(place, set()) & set(newest)]
    rows = ListRow.objects.filter(list__in=kept).select_related("list__place").order_by("list__place__sort_key", "list")
    return [
        PlacedAmount(
            Placement(row.list.place_id), 1,
            FigureRow(
                key=str(row.position), text=row.name, amount=1, group=row.list.place.name, detail=row.where,
            ),
        )
        for row in rows.order_by("list__place__sort_key", "list", "position")
    ]  # fmt: skip


def _became(places: set[int], day: date) -> dict[int, set[int]]:
    """Every place each of these has wholly, or in its main part, become by a day."""
    links: dict[int, set[int]] = {}
    rows = PlaceSuccession.objects.filter(predecessor__level=Level.PROVINCE, on__lte=day)
    for old, new in rows.exclude(relation=Relation.PART).values_list("predecessor_id", "successor_id"):
        links.setdefault(old, set()).add(new)
    found: dict[int, set[int]] = {}
    for place in places:
        reached, edge = set[int](), links.get(place, set())
        while edge:
            reached |= edge
            edge = {new for old in edge for new in links.get(old, set())} - reached
        found[place] = reached - {place}
    return found
