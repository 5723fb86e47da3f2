"""Working days: weekdays that are not off, and the Saturdays worked in exchange. Pure arithmetic over a calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

_DAY = timedelta(days=1)
_SATURDAY = 5


@dataclass(frozen=True)
class WorkingCalendar:
    """Days that differ from the ordinary week: ``off`` are not worked, ``work`` are worked although it is a weekend.

    A calendar knows only the days it was given; beyond them every weekday counts as worked. ``work`` goes before
    ``off``.
    """

    off: frozenset[date] = frozenset()
    work: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Is the day worked?"""
        return day in self.work or (day.weekday() < _SATURDAY and day not in self.off)

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the first worked day after it (BLDS 91/2015/QH13, Điều 148.5)."""
        while not self.is_working(day):
            day += _DAY
        return day

    def last_working_before_or_on(self, day: date) -> date:
        """The day itself when it is worked, else the last worked day before it."""
        while not self.is_working(day):
            day -= _DAY
        return day

    def add(self, day: date, n: int) -> date:
        """The ``n``-th working day after ``day`` (before it when ``n`` is negative); ``day`` itself for 0.

        The first day does not count: one working day after a Friday is the Monday.
        """
        step = _DAY if n > 0 else -_DAY
        for _count in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def between(self, first: date, last: date) -> int:
        """How many working days come after ``first``, up to and including ``last``; negative when ``last`` is earlier.

        So ``between(day, add(day, n))`` is ``n`` for n ≥ 0.
        """
        if last < first:
            return -self.between(last, first)
        return sum(self.is_working(first + number * _DAY) for number in range(1, (last - first).days + 1))
