"""The calendar as loaded: Tết and swapped days, one row a day, one query."""

import csv
from datetime import date, timedelta

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuyencong.kernel.guards import sentence_of
from khuyencong.registry.models import SpecialDay
from khuyencong.registry.queries import calendar_of, norm
from khuyencong.registry.states import DayKind

pytestmark = pytest.mark.django_db
FIRST, LAST = date(2022, 1, 1), date(2027, 12, 31)


def test_six_working_days_across_tet_2024():
    calendar = calendar_of(date(2024, 1, 1), date(2024, 12, 31))
    assert calendar.add(date(2024, 2, 5), 6) == date(2024, 2, 20)
    assert calendar.next_working(date(2024, 2, 10)) == date(2024, 2, 15)
    assert calendar.between(date(2024, 2, 7), date(2024, 2, 15)) == 1


@pytest.mark.parametrize(
    ("off", "worked"),
    [
        (date(2024, 4, 29), date(2024, 5, 4)),
        (date(2025, 5, 2), date(2025, 4, 26)),
        (date(2026, 1, 2), date(2026, 1, 10)),
        (date(2026, 8, 31), date(2026, 8, 22)),
    ],
)
def test_swapped_days(off, worked):
    calendar = calendar_of(FIRST, LAST)
    assert not calendar.is_working(off)
    assert calendar.is_working(worked)
    assert off.weekday() < 5 <= worked.weekday()


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2022, 4, 9), date(2022, 4, 11)),
        (date(2022, 4, 30), date(2022, 5, 3)),
        (date(2023, 4, 29), date(2023, 5, 3)),
        (date(2023, 9, 1), date(2023, 9, 4)),
        (date(2024, 8, 31), date(2024, 9, 3)),
        (date(2025, 1, 25), date(2025, 2, 2)),
        (date(2026, 8, 29), date(2026, 9, 2)),
    ],
)
def test_long_holidays_are_whole(start, end):
    calendar = calendar_of(FIRST, LAST)
    assert calendar.between(start - timedelta(days=1), end) == 0
    assert calendar.next_working(start) == end + timedelta(days=1)


def test_every_year_has_its_working_days():
    """Eleven weekdays off a year, whatever falls on a weekend: compensation and exchanged Saturdays balance."""
    calendar = calendar_of(FIRST, LAST)
    counts = [calendar.between(date(year - 1, 12, 31), date(year, 12, 31)) for year in range(2022, 2028)]
    weekdays = [
        sum((date(year, 1, 1) + timedelta(days=n)).weekday() < 5 for n in range(366 if year == 2024 else 365))
        for year in range(2022, 2028)
    ]
    assert [days - worked for days, worked in zip(weekdays, counts, strict=True)] == [11] * 6


def test_calendar_is_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        calendar = calendar_of(date(2024, 2, 8), date(2024, 5, 4))
    assert min(calendar.off) == date(2024, 2, 8)
    assert calendar.work == {date(2024, 5, 4)}


def test_one_row_a_day():
    with pytest.raises(IntegrityError) as caught, transaction.atomic():
        SpecialDay.objects.create(day=date(2024, 2, 10), kind=DayKind.WORK, name="x", evidence="K")
    assert sentence_of(caught.value) == "Ngày này đã có trong lịch."


def test_days_of_the_file_are_unique_and_marked():
    with (settings.DATA_DIR / "law" / "calendar.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len({row["day"] for row in rows}) == len(rows) == SpecialDay.objects.count()
    assert {row["evidence"] for row in rows} <= {"V", "K", "?", "D"}
    tet_2027 = SpecialDay.objects.filter(day__range=(date(2027, 2, 1), date(2027, 2, 28)))
    assert {row.evidence for row in tet_2027} == {"?"}


def test_a_desk_has_working_days():
    on = date(2024, 2, 6)
    deadline = calendar_of(on, on + timedelta(days=60)).add(on, int(norm("deadline.check", on=on).value))
    assert deadline == date(2024, 2, 16)


class ForthAndBack(TestCase):
    """On the loaded calendar, as on any."""

    @classmethod
    def setUpTestData(cls):
        cls.calendar = calendar_of(FIRST, LAST)

    @given(st.integers(0, 1800), st.integers(-120, 120))
    def test_forth_and_back_comes_home(self, offset, number):
        start = self.calendar.next_working(FIRST + timedelta(days=offset + 200))
        assert self.calendar.add(self.calendar.add(start, number), -number) == start
