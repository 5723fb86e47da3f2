"""The annex of places on any map: one total, every cell opens, what the map does not know is marked and told."""

import random
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuyencong.kernel.papers import Cell, Row, Table
from khuyencong.programme.actions import record_plan
from khuyencong.programme.models import Project
from khuyencong.reporting.printouts.six_month.paper import foot_of
from khuyencong.reporting.printouts.tables import LATE, breakdown_table
from khuyencong.reporting.queries import narrowed, rows_of
from khuyencong.reporting.states import Asked, Narrowing
from tests.programme.papers import options, plan, project
from tests.reporting.worlds import YEARS, World, make

MONEY = ("programme.projects", "programme.planned", "programme.allocated")
NOTE = "* Chưa chia được theo địa giới ngày"


def annex(asked: Asked) -> Table:
    return breakdown_table(Project.objects.all(), asked, "place", asked.map_of)


def amounts(row: Row) -> tuple[object, ...]:
    return tuple(cell.value for cell in row.cells[2:5])


def opened(cell: Cell, asked: Asked) -> int:
    """What the rows behind a cell add up to, asked for as the cell says."""
    said = cell.params.get
    day = said("map_day", "")
    by = Narrowing(
        place=said("place", ""), part=said("part", ""), map_of=said("map", "then"),
        map_day=date.fromisoformat(day) if day else None,
    )  # fmt: skip
    rows = narrowed(Project.objects.all(), by, asked.map_day)
    return sum(row.amount for row in rows_of(cell.figure, rows, asked.year, asked.as_of))


def check(asked: Asked) -> Table:
    table = annex(asked)
    *rows, total = table.rows
    assert amounts(total) == tuple(sum(row.cells[column].value for row in rows) for column in (2, 3, 4))
    for row in rows:
        assert [cell.figure for cell in row.cells[2:5]] == list(MONEY)
        assert tuple(opened(cell, asked) for cell in row.cells[2:5]) == amounts(row), (asked, row)
    assert len({(row.cells[0].value, row.cells[1].value) for row in rows}) == len(rows)
    assert bool(table.note) == any(str(row.cells[1].value).endswith(LATE) for row in rows)
    return table


class Histories(TestCase):
    """Random provinces that merge, split and are renamed."""

    @given(seed=st.integers(0, 10**9))
    @settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def test_no_map_loses_a_row(self, seed):
        world, dice = make(seed), random.Random(seed)
        for year in YEARS:
            day = dice.choice([*world.days, date(year, 12, 31)])
            then = annex(Asked(year, day)).rows[-1]
            for map_day in (*dice.sample(world.days, min(2, len(world.days))), date(2026, 9, 30)):
                assert amounts(check(Asked(year, day, map_of="day", map_day=map_day)).rows[-1]) == amounts(then)
            assert amounts(check(Asked(year, day, map_of="now", map_day=date(2026, 9, 30))).rows[-1]) == amounts(then)


@pytest.mark.django_db
def test_what_the_map_of_a_day_does_not_know_stands_last_and_is_marked():
    world, since = World(random.Random(1)), date(2018, 3, 1)
    old, new = world.province(date(2008, 8, 1)), world.province(since)
    rows = [
        replace(project(number, 100, place=""), part="locality", place_key=place.pk, place_printed=place.name)
        for number, place in enumerate((new, old), 1)
    ]
    printed = plan(rows, year=2019, number="9919/QĐ-BCT", on=date(2019, 1, 10))
    record_plan(by=None, printed=printed, options=options("annex"))
    table = check(Asked(2019, date(2019, 6, 30), map_of="day", map_day=date(2017, 6, 30)))
    names = [str(row.cells[1].value) for row in table.rows]
    assert names[0] == old.name and names[1].startswith(new.name) and names[1].endswith(f" {LATE}")
    assert table.note == f"{NOTE} 30/06/2017 nên để riêng ở cuối."
    assert not check(Asked(2019, date(2019, 6, 30), map_of="day", map_day=since)).note


def test_the_foot_says_of_which_day_figures_names_and_map_are():
    day, map_day = date(2024, 6, 30), date(2025, 7, 1)
    assert foot_of(Asked(2024, day)) == "Số liệu, tên cơ quan và địa phương tính đến 30/06/2024"
    assert foot_of(Asked(2024, day, map_of="day", map_day=map_day)).endswith(
        "; Phụ lục II.a theo địa giới ngày 01/07/2025"
    )
