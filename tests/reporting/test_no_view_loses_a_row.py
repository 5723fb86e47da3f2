"""No map, region or breakdown loses or doubles a đồng, a project, a cluster: of random histories and of the demo."""

import random
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuyencong.registry.models import Place
from khuyencong.reporting.queries import MEASURES, Question, Within, compare
from khuyencong.reporting.states import THEN, MapView, Narrowing
from tests.reporting.cells import opened, whole
from tests.reporting.worlds import YEARS, make

NOW = date(2026, 9, 30)
BREAKDOWNS = (("place", ""), ("region", "kc3"), ("region", "region6"), ("region", "moit2025"), ("activity", ""),
              ("kind", ""))  # fmt: skip


def adds_up(question: Question, *, open_cells: bool = True) -> None:
    """Rows add up to the nation's total in every year, and each cell's rows to the cell."""
    found = compare(question, Within())
    for index, (year, day) in enumerate(question.years):
        values = {line.key: line.values[index] or 0 for line in found.lines}
        assert len(values) == len(found.lines), question
        assert sum(values.values()) == found.total.values[index] == whole(question.measure, year, day), question
        for key, value in values.items() if open_cells else ():
            assert opened(question, key, year, day) == value, (question, year, key)


class Histories(TestCase):
    """Random provinces that merge, split and are renamed."""

    @given(seed=st.integers(0, 10**9))
    @settings(max_examples=6, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def test_every_measure_on_every_map(self, seed):
        world, dice = make(seed), random.Random(seed)
        for measure in dice.sample(list(MEASURES), 4):
            for by, scheme in dice.sample(BREAKDOWNS, 4):
                views = [THEN, MapView("now", NOW), MapView("day", dice.choice(world.days))]
                days = [dice.choice(world.days), date(2022, 12, 31)]
                years = tuple((year, dice.choice(days)) for year in YEARS)
                view = dice.choice(views)
                adds_up(Question(measure, years, by, scheme, view), open_cells=dice.random() < 0.5)


@pytest.mark.django_db
@pytest.mark.parametrize("measure", list(MEASURES))
def test_the_demo_adds_up_on_every_map(measure):
    for by, scheme in BREAKDOWNS:
        for view in (THEN, MapView("now", NOW), MapView("day", date(2025, 3, 1))):
            question = Question(measure, ((2024, date(2024, 6, 30)), (2023, NOW)), by, scheme, view)
            adds_up(question, open_cells=view.of != "day" and (by == "place" or scheme == "region6"))


PARTS = ("", "ND1", "ND2", "ND3", "ND4", "ND5", "ND6", "ND7", "ND8", "ND9")


@pytest.mark.django_db
@pytest.mark.parametrize("measure", list(MEASURES))
@pytest.mark.parametrize("year", [2023, 2024])
def test_three_provinces_are_vinh_long_today(measure, year):
    olds = Place.objects.filter(level="province", name__in=["Bến Tre", "Trà Vinh", "Vĩnh Long"], valid_to__isnull=False)
    today = Place.objects.get(level="province", name="Vĩnh Long", valid_to__isnull=True)
    before, after = {str(row.pk) for row in olds}, str(today.pk)
    assert len(before) == 3
    narrowings = [Narrowing(activity=code) for code in PARTS]
    narrowings += [Narrowing(kind=kind) for kind in ("single", "group", "key", "task")]
    for only in narrowings:
        then, now = (
            compare(Question(measure, ((year, NOW),), "place", "", view, only), Within())
            for view in (THEN, MapView("now", NOW))
        )
        split = sum(line.values[0] or 0 for line in then.lines if line.key in before)
        joined = sum(line.values[0] or 0 for line in now.lines if line.key == after)
        assert split == joined, (measure, year, only)
        assert not {line.key for line in now.lines} & before
