"""Working days: holidays are skipped, swapped Saturdays count, and going forth and back comes home."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from khuyencong.kernel.working_days import WorkingCalendar

TET_2024 = frozenset(date(2024, 2, day) for day in range(8, 15))
CALENDAR = WorkingCalendar(
    off=TET_2024 | {date(2024, 4, 18), date(2024, 4, 29), date(2024, 4, 30), date(2024, 5, 1)},
    work=frozenset({date(2024, 5, 4)}),
)
days = st.integers(0, 400).map(lambda number: date(2023, 12, 1) + timedelta(days=number))
calendars = st.builds(
    lambda off, work: WorkingCalendar(frozenset(off), frozenset(work)),
    st.sets(days, max_size=60),
    st.sets(days, max_size=20),
)


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (date(2024, 2, 7), True),
        (date(2024, 2, 8), False),
        (date(2024, 2, 14), False),
        (date(2024, 2, 15), True),
        (date(2024, 2, 17), False),
        (date(2024, 4, 29), False),
        (date(2024, 5, 4), True),
        (date(2024, 5, 5), False),
    ],
)
def test_is_working(day, working):
    assert CALENDAR.is_working(day) is working


def test_a_day_falling_in_tet_moves_to_its_end_or_its_eve():
    assert CALENDAR.next_working(date(2024, 2, 9)) == date(2024, 2, 15)
    assert CALENDAR.last_working_before_or_on(date(2024, 2, 12)) == date(2024, 2, 7)
    assert CALENDAR.next_working(date(2024, 2, 7)) == CALENDAR.last_working_before_or_on(date(2024, 2, 7))


def test_adding_skips_tet_both_ways():
    assert CALENDAR.add(date(2024, 2, 6), 3) == date(2024, 2, 16)
    assert CALENDAR.add(date(2024, 2, 16), -3) == date(2024, 2, 6)
    assert CALENDAR.add(date(2024, 2, 10), 1) == date(2024, 2, 15)
    assert CALENDAR.add(date(2024, 2, 10), -1) == date(2024, 2, 7)


def test_the_swapped_saturday_counts():
    assert CALENDAR.add(date(2024, 4, 26), 1) == date(2024, 5, 2)
    assert CALENDAR.add(date(2024, 5, 3), 1) == date(2024, 5, 4)
    assert CALENDAR.between(date(2024, 4, 26), date(2024, 5, 5)) == 3


def test_nothing_added_is_the_same_day():
    assert CALENDAR.add(date(2024, 2, 10), 0) == date(2024, 2, 10)
    assert CALENDAR.between(date(2024, 2, 10), date(2024, 2, 10)) == 0


def test_a_worked_day_wins_over_the_same_day_off():
    day = date(2024, 5, 4)
    assert WorkingCalendar(frozenset({day}), frozenset({day})).is_working(day)


@given(calendars, days, st.integers(-40, 40))
def test_forth_and_back_comes_home(calendar, day, number):
    start = calendar.next_working(day)
    end = calendar.add(start, number)
    assert calendar.is_working(end)
    assert calendar.add(end, -number) == start
    assert calendar.between(start, end) == number


@given(calendars, days, days, days)
def test_counts_join(calendar, first, second, third):
    whole = calendar.between(first, third)
    assert calendar.between(first, second) + calendar.between(second, third) == whole
