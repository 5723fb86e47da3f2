"""Numbers of the report's sentences on the system open: their rows add up to them, of the demo and of random worlds."""

import contextlib
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuyencong.accounts.models import User
from khuyencong.documents.models import Document
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.papers import Paragraph
from khuyencong.ledger.actions import Transfer, move
from khuyencong.programme.actions import record_plan
from khuyencong.programme.models import Project
from khuyencong.registry.actions import record_charge
from khuyencong.registry.models import Place
from khuyencong.registry.queries import on_map_of
from khuyencong.registry.queries.system import system_on
from khuyencong.registry.states import Above, BodyKind, Conformity
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.queries import SYSTEM, adds_up, rows_of, rows_of_each
from khuyencong.reporting.queries.departed import system_figure, system_figures_on
from khuyencong.reporting.states import Asked, FigureRow
from tests.programme.papers import options, plan, project
from tests.reporting.worlds import YEARS, World, make

DAY = date(2024, 6, 30)
COUNTED = {"system.departed": Conformity.DEPARTED, "system.unknown": Conformity.UNKNOWN}


def opened(year: int, day: date) -> dict[str, list[FigureRow]]:
    """The rows of every number there is, each adding up to it."""
    figures = system_figures_on(year, day)
    found = dict(rows_of_each(figures, Project.objects.all(), year, day))
    for code, rows in found.items():
        assert adds_up(figures[code], (row.amount for row in rows)), (code, figures[code], rows)
        assert rows == rows_of(code, Project.objects.all(), year, day)
    return found


def standing(day: date) -> dict[int, Conformity]:
    """How each province of a day stands to the model."""
    return {one.place.pk: one.conformity for one in system_on(day)}


def under(code: str, day: date) -> Conformity | None:
    """How the province a project stands under on the day's map stands to the model; None where there is none."""
    place = Project.objects.values_list("place_id", flat=True).get(code=code)
    return standing(day).get(on_map_of(day).get(place, place))


def check(year: int, day: date) -> None:
    """Provinces, projects and money behind the numbers are exactly those of the provinces that departed."""
    found = opened(year, day)
    for code, state in COUNTED.items():
        wanted = {f"system.province:{pk}" for pk, how in standing(day).items() if how == state}
        if code in found:
            assert {row.subject for row in found[code]} == wanted
    theirs = {row.project for row in found.get("system.projects", [])}
    assert theirs == {row.project for row in found.get("system.planned", [])}
    local = Project.objects.filter(year=year, part="locality", plan__effective_on__lte=day)
    if "system.departed" in found:
        departed = {code for code in local.values_list("code", flat=True) if under(code, day) == Conformity.DEPARTED}
        assert theirs == departed
    assert {row.project for row in found.get("system.unallocated", [])} <= theirs
    assert {row.project for row in found.get("system.allocation_rate", [])} <= theirs
    assert not {row.project for row in found.get("system.others_rate", [])} & theirs


def charged(world: World) -> None:
    """Bodies for the provinces of a world, in most of them under somebody else than the Sở."""
    dice, by = world.dice, User.objects.get(username="chuyenvien")
    for place in world.places:
        above = dice.choice([Above.DEPARTMENT, Above.COMMITTEE, Above.COMMITTEE, Above.OTHER, ""])
        with contextlib.suppress(Refused), transaction.atomic():
            record_charge(
                by=by, place=place, body=None, name=f"Trung tâm minh họa {place.pk}", kind=BodyKind.CENTRE,
                above=above, on=max(place.valid_from, date(2015, 3, 2)), until=place.valid_to, source=None,
            )  # fmt: skip


class Histories(TestCase):
    """Random provinces that merge, split and are renamed, each with a body of its own."""

    @given(seed=st.integers(0, 10**9))
    @settings(max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def test_rows_are_those_of_the_departed(self, seed):
        world = make(seed)
        charged(world)
        dice = random.Random(seed)
        for year in YEARS:
            for day in (dice.choice(world.days), date(year, 6, 30), date(year, 12, 31), date(2021, 6, 30)):
                check(year, day)


def small_world() -> tuple[Place, Place, list[Project]]:
    """Two provinces of 2019: one under its Sở with 500 triệu, one under its committee with 300 and 200 triệu."""
    world = World(random.Random(1))
    left, stayed = world.province(date(2008, 8, 1)), world.province(date(2008, 8, 1))
    by = User.objects.get(username="chuyenvien")
    for place, above in ((left, Above.COMMITTEE), (stayed, Above.DEPARTMENT)):
        record_charge(
            by=by, place=place, body=None, name=f"Trung tâm minh họa {place.pk}", kind=BodyKind.CENTRE, above=above,
            on=date(2016, 5, 4), until=None, source=None,
        )  # fmt: skip
    rows = [
        replace(project(number, support, place=""), part="locality", place_key=place.pk, place_printed=place.name)
        for number, (support, place) in enumerate(((300, left), (200, left), (500, stayed)), 1)
    ]
    printed = plan(rows, year=2019, number="9919/QĐ-BCT", on=date(2019, 1, 10))
    record_plan(by=None, printed=printed, options=options("small"))
    return left, stayed, list(Project.objects.filter(year=2019).order_by("position"))


@pytest.mark.django_db
def test_a_small_world_opens_to_the_dong():
    left, _stayed, (first, second, third) = small_world()
    paper = Document.objects.create(kind="QĐ", number="", year=2019, abstract="giả định")
    for row, dong in ((first, 100_000_000), (third, 400_000_000)):
        transfer = Transfer(row.planned_line, row.allocated_line, dong)
        move(by=None, transfer=transfer, on=date(2019, 3, 1), document=paper)
    day = date(2019, 6, 30)
    found, figures = opened(2019, day), system_figures_on(2019, day)
    assert {code: figure.value for code, figure in figures.items() if code != "system.unknown"} == {
        "system.departed": 1, "system.projects": 2, "system.planned": 500_000_000, "system.unallocated": 1,
        "system.allocation_rate": Decimal("20.0"), "system.others_rate": Decimal("80.0"), "system.lag": Decimal("60.0"),
    }  # fmt: skip
    (row,) = found["system.departed"]
    assert row.subject == f"system.province:{left.pk}" and "từ 04/05/2016" in row.detail
    assert {row.project: row.amount for row in found["system.planned"]} == {
        first.code: 300_000_000, second.code: 200_000_000,
    }  # fmt: skip
    assert [row.project for row in found["system.unallocated"]] == [second.code]
    assert [(row.project, row.amount) for row in found["system.others_rate"]] == [(third.code, 400_000_000)]
    assert [row.amount for row in found["system.lag"]] == [800, -200]
    assert "system.departed" not in system_figures_on(2019, date(2016, 5, 3))


@pytest.mark.django_db
@pytest.mark.parametrize("day", [date(2024, 3, 31), DAY, date(2024, 12, 31), date(2025, 6, 30), date(2025, 7, 1)])
def test_the_demo_opens(day):
    check(2024, day)


@pytest.mark.django_db
def test_every_number_of_the_sentences_opens():
    asked = Asked(2024, DAY)
    paper = six_month.paper_of(Project.objects.all(), six_month.measure(Project.objects.all(), asked))
    cells = [
        part for block in paper.blocks if isinstance(block, Paragraph) for part in block.parts
        if not isinstance(part, str) and part.figure.startswith("system.")
    ]  # fmt: skip
    assert {cell.figure for cell in cells} == set(SYSTEM)
    rows = opened(2024, DAY)
    for cell in cells:
        whole = sum(row.amount for row in rows[cell.figure])
        exact = cell.numerator if cell.unit == "percent" else cell.value
        assert whole == (exact * 10 if cell.figure == "system.lag" else exact), cell
    departed = rows["system.departed"]
    assert [row.text for row in departed] == ["Ninh Thuận", "Quảng Ninh"]
    assert "trực thuộc Ủy ban nhân dân tỉnh" in departed[0].detail and "từ 15/11/2023" in departed[0].detail
    assert {row.subject for row in rows["system.lag"]} == {
        "reporting.figure:system.others_rate", "reporting.figure:system.allocation_rate",
    }  # fmt: skip


@pytest.mark.django_db
def test_before_the_plan_and_without_departed_provinces_nothing_opens():
    rows = Project.objects.all()
    assert not set(SYSTEM) & set(six_month.measure(rows, Asked(2024, date(2023, 12, 31))).figures)
    assert not set(SYSTEM) & set(six_month.measure(rows, Asked(2023, date(2023, 6, 30))).figures)
    assert system_figure("system.planned", 2023, date(2023, 6, 30)).value is None
