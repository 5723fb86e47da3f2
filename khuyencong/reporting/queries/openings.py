"""Opens a figure: the rows whose amounts add up to it exactly."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import TypeVar

from django.db.models import Q, QuerySet

from khuyencong.kernel.periods import short_date
from khuyencong.kernel.text import number_in
from khuyencong.ledger.models import Movement
from khuyencong.ledger.states import Stage, Step
from khuyencong.programme.models import Obstacle, Project, Tally
from khuyencong.programme.queries import ProjectFilter, filtered, projects_on, with_money
from khuyencong.programme.queries.money import MADE_OF, movements_by_step, projects_of_movements
from khuyencong.programme.queries.obstacles import guided_places
from khuyencong.programme.states import Funding, ObstacleState, ObstacleTopic, PlanPart, Side
from khuyencong.reporting.queries.departed import (
    LAG,
    OF_PROVINCES,
    OTHERS_RATE,
    SYSTEM,
    Sides,
    lag_rows,
    province_rows,
    sides_on,
)
from khuyencong.reporting.queries.maps import mapping_of, members_of, opened_by, regions_of
from khuyencong.reporting.queries.measures import LATER, OBSTACLES, obstacles_counted
from khuyencong.reporting.queries.office import OFFICE, office_rows, span_of
from khuyencong.reporting.states import NOWHERE, FigureRow, Narrowing, Placement

R = TypeVar("R", Project, Tally)


def narrowed(rows: QuerySet[R], by: Narrowing, map_day: date | None = None) -> QuerySet[R]:
    """Projects (or their tallies) of one share, on the map it was counted on.

    ``map_day`` is the day of 'today's map' when the narrowing itself names none.
    """
    if by.map_day is None and by.map_of != "then":
        by = replace(by, map_day=map_day)
    if by.activity:
        rows = rows.filter(activity_id=by.activity)
    if by.kind:
        rows = rows.filter(kind=by.kind)
    if by.part:
        rows = rows.filter(part=by.part)
    if by.place:
        if number_in(by.place) is None:
            return rows.none()
        rows = rows.filter(place_id__in=members_of(int(by.place), mapping_of(by.view)), part=PlanPart.LOCALITY)
    if by.region:
        regions = regions_of(by.scheme, by.view, by.own_day or date.max)
        rows = rows.filter(part=PlanPart.LOCALITY)
        if by.region == NOWHERE:
            return rows.exclude(place_id__in=list(regions.of))
        rows = rows.filter(place_id__in=regions.members(by.region))
    return rows


def obstacles_narrowed(rows: QuerySet[Obstacle], by: Narrowing) -> QuerySet[Obstacle]:
    """Obstacles of one share: by their own place, by the part, kind and activity group of their project."""
    opens = opened_by(by)
    columns = ("pk", "place_id", "project__part", "project__kind", "project__activity_id")
    told = rows.order_by().values_list(*columns)
    kept = [pk for pk, place, part, kind, group in told if opens(Placement(place, part or "", kind or "", group or ""))]
    return rows.filter(pk__in=kept)


def _project_rows(rows: QuerySet[Project], day: date, amount: str) -> list[FigureRow]:
    found = with_money(rows, day).select_related("place").order_by("position")
    return [
        FigureRow(
            key=row.code,
            text=row.title,
            amount=getattr(row, amount) if amount else 1,
            group=row.place.name if row.place else str(PlanPart(row.part).label),
            detail=row.implementer_name,
            project=row.code,
        )
        for row in found
    ]


def _distinct(rows: QuerySet[Project], name: str) -> list[FigureRow]:
    """One row per place or implementer, in the order they first appear in the plan."""
    seen: dict[str, FigureRow] = {}
    for row in rows.select_related("place").order_by("position"):
        key = str(row.place_id if name == "place" else row.implementer_id)
        text = row.place.name if name == "place" and row.place else row.implementer_name
        if key != "None":
            seen.setdefault(key, FigureRow(key=key, text=text, amount=1, detail=row.code, project=row.code))
    return list(seen.values())


def _movement_rows(rows: QuerySet[Project], day: date) -> list[FigureRow]:
    """Movements into (and, reversed, out of) the projects' allocation lines, by decision."""
    found: list[FigureRow] = []
    for end, sign in (("target", 1), ("source", -1)):
        movements = (
            Movement.objects.filter(**{f"{end}__allocated_project__in": rows}, step=Stage.ALLOCATED, on__lte=day)
            .select_related("document", f"{end}__allocated_project")
            .order_by("on", "document_id", "id")
        )
        for movement in movements:
            project = getattr(movement, end).allocated_project
            found.append(
                FigureRow(
                    key=project.code,
                    text=project.title,
                    amount=sign * movement.amount,
                    group=f"{movement.document} · {short_date(movement.on)}",
                    detail=project.implementer_name,
                    project=project.code,
                )
            )
    return found


def _system_rows(code: str, rows: QuerySet[Project], year: int, day: date, sides: Sides) -> list[FigureRow]:
    """The provinces that departed; what they carry: projects, or the movements of a share, that of the others too."""
    if code in OF_PROVINCES:
        return province_rows(code, sides.provinces)
    if code == LAG:
        return lag_rows(year, day)
    side = sides.others if code == OTHERS_RATE else sides.departed
    mine = rows.filter(part=PlanPart.LOCALITY, place_id__in=side)
    if code == "system.planned":
        return _project_rows(mine, day, "planned")
    if code == "system.projects":
        return _project_rows(mine, day, "")
    if code == "system.unallocated":
        return _project_rows(filtered(mine, ProjectFilter(allocation=Funding.NONE), day), day, "")
    return _movement_rows(mine, day)


def _later_rows(code: str, rows: QuerySet[Project], day: date) -> list[FigureRow]:
    """Movements of the steps a figure is made of, by document."""
    found: list[FigureRow] = []
    for step, sign in MADE_OF[code.partition(".")[2]]:
        moves = movements_by_step(rows, step, day).select_related("document").order_by("on", "document_id", "id")
        owners = projects_of_movements(moves)
        for move in moves:
            project = owners[move.pk]
            found.append(
                FigureRow(
                    key=project.code,
                    text=project.title,
                    amount=sign * move.signed,  # type: ignore[attr-defined]
                    group=f"{move.document} · {short_date(move.on)}",
                    detail=f"{Step(step).label} · {project.implementer_name}",
                    project=project.code,
                )
            )
    return found


def _obstacle_rows(code: str, rows: QuerySet[Obstacle], day: date) -> list[FigureRow]:
    """One row per obstacle, by topic; or one per locality that received guidance."""
    if code == "obstacles.guided_places":
        return [FigureRow(key=str(place.pk), text=place.name, amount=1) for place in guided_places(rows, day)]
    if code == "obstacles.resolved":
        rows = rows.filter(Q(stood=ObstacleState.RESOLVED))
    return [
        FigureRow(
            key=f"{row.year}/{row.pk}",
            text=row.what,
            amount=1,
            group=str(ObstacleTopic(row.topic).label),
            detail=" · ".join([*([row.place.name] if row.place else []), str(Side(row.side).label)]),
            project=row.project.code if row.project else "",
        )
        for row in rows.select_related("project", "place").order_by("topic", "raised_on", "pk")
    ]


def rows_of_each(
    codes: Iterable[str], rows: QuerySet[Project], year: int, day: date
) -> Iterator[tuple[str, list[FigureRow]]]:
    """The rows of some figures, with what they share read once."""
    sides: Sides | None = None
    for code in codes:
        sides = sides or (sides_on(day) if code in SYSTEM else None)
        yield code, rows_of(code, rows, year, day, sides=sides)


def rows_of(
    code: str, rows: QuerySet[Project], year: int, day: date, obstacles: QuerySet[Obstacle] | None = None,
    *, sides: Sides | None = None,
) -> list[FigureRow]:  # fmt: skip
    """The rows a figure is made of; their amounts add up to its value (for a rate: to its numerator).

    ``sides`` are those of the day, where they were read already.
    """
    if code in OBSTACLES:
        return _obstacle_rows(code, obstacles_counted(obstacles, year, day), day)
    if code in OFFICE:
        return office_rows(code, span_of(year, day))
    rows = projects_on(rows, day).filter(year=year)
    if code in SYSTEM:
        return _system_rows(code, rows, year, day, sides or sides_on(day))
    if code == "programme.planned":
        return _project_rows(rows, day, "planned")
    if code == "programme.projects":
        return _project_rows(rows, day, "")
    if code == "programme.localities":
        return _distinct(rows.filter(part=PlanPart.LOCALITY), "place")
    if code == "programme.units":
        return _distinct(rows.filter(part=PlanPart.UNIT), "implementer")
    if code == "programme.agency_tasks":
        return _project_rows(rows.filter(part=PlanPart.AGENCY), day, "")
    if code in LATER:
        return _later_rows(code, rows, day)
    return _movement_rows(rows, day)
