"""Opens a cell of a comparison as the figure page does, and names what no cell may miss."""

from datetime import date

from khuyencong.programme.models import Obstacle, Project
from khuyencong.programme.queries.obstacles import obstacles_of_year
from khuyencong.reporting.queries import (
    OF_OFFICE,
    Question,
    figure_of,
    narrowed,
    obstacles_narrowed,
    office_measure,
    own_day,
    rows_of,
)
from khuyencong.reporting.states import Narrowing

APART = ("unit", "agency")


def narrowing(question: Question, key: str, year: int, day: date) -> Narrowing:
    """What the link of a cell asks for."""
    view = {"map_of": question.view.of, "map_day": question.view.day, "own_day": own_day(year, day)}
    if key in APART:
        return Narrowing(part=key, **view)
    if question.by == "region":
        return Narrowing(region=key, scheme=question.scheme, **view)
    return Narrowing(**{question.by: key}, **view)


def opened(question: Question, key: str, year: int, day: date) -> int:
    """What the rows behind a cell add up to."""
    code, by = question.measure, narrowing(question, key, year, day)
    if code in OF_OFFICE:
        return sum(row.amount for row in office_measure(code, year, day, by)[1])
    obstacles = obstacles_narrowed(Obstacle.objects.all(), by)
    return sum(row.amount for row in rows_of(code, narrowed(Project.objects.all(), by), year, day, obstacles))


def whole(code: str, year: int, day: date) -> int:
    """The nation's total, measured by the reports' own way; of the office by all its rows."""
    if code in OF_OFFICE:
        return sum(row.amount for row in office_measure(code, year, day, Narrowing())[1])
    if code.startswith("obstacles."):
        rows = obstacles_of_year(Obstacle.objects.all(), year, day)
        return len([row for row in rows if code == "obstacles.raised" or row.stood == "resolved"])
    return figure_of(code, Project.objects.all(), year, day).value or 0
