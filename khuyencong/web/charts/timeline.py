"""Lanes of dated bars with the days on which one passed into another: geometry of a small SVG in two widths."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

BAR, LETTER, POINT = 20, 6.6, 7


@dataclass(frozen=True)
class Span:
    """From ``start`` to ``end`` (not included; None while it goes on). ``tone``: self, other, duty."""

    start: date
    end: date | None
    words: str
    tone: str = "other"


@dataclass(frozen=True)
class Lane:
    """One row of the drawing."""

    title: str
    spans: tuple[Span, ...]
    current: bool = False


@dataclass(frozen=True)
class Join:
    """On a day lane ``start`` passed into lane ``end`` (their numbers); ``part``: not the whole of it."""

    on: date
    start: int
    end: int
    part: bool = False


@dataclass(frozen=True)
class Bar:
    """A bar as drawn, with its words when they fit; it ends in a point where it began earlier or still goes on."""

    x: float
    y: float
    width: float
    words: str
    tone: str
    said: str
    earlier: bool = False
    open: bool = False

    @property
    def points(self) -> str:
        """The outline as SVG wants it."""
        tip = min(POINT, self.width / 2)
        left, right, middle, floor = self.x, self.x + self.width, self.y + BAR / 2, self.y + BAR
        start = [(left + tip, floor), (left, middle), (left + tip, self.y)] if self.earlier else [
            (left, floor), (left, self.y)]  # fmt: skip
        end = [(right - tip, self.y), (right, middle), (right - tip, floor)] if self.open else [
            (right, self.y), (right, floor)]  # fmt: skip
        return " ".join(f"{x:g},{y:g}" for x, y in (*start, *end))


@dataclass(frozen=True)
class Drawing:
    """One drawing: where bars, joins, years and titles stand."""

    width: int
    height: int
    left: int
    floor: int
    titles: tuple[tuple[float, str, bool], ...]
    bars: tuple[Bar, ...]
    joins: tuple[tuple[float, float, float, bool], ...]
    years: tuple[tuple[float, str], ...]
    today: float


@dataclass(frozen=True)
class _Plan:
    width: int
    left: int
    lane: int
    drop: int
    letters: int


WIDE = _Plan(width=960, left=250, lane=32, drop=6, letters=33)
NARROW = _Plan(width=340, left=16, lane=48, drop=22, letters=48)


def drawings(lanes: Sequence[Lane], joins: Iterable[Join], today: date) -> tuple[Drawing, Drawing]:
    """A wide drawing with titles at the left, and one for the phone with titles above the bars."""
    joined = list(joins)
    return _drawn(lanes, joined, today, WIDE), _drawn(lanes, joined, today, NARROW)


def bounds(lanes: Sequence[Lane], joins: Iterable[Join], today: date) -> tuple[date, date]:
    """The first and last day drawn: two years before the first thing that happened, half a year after the last."""
    starts = [span.start for lane in lanes for span in lane.spans]
    first = min(starts, default=today)
    happened = [join.on for join in joins] + [start for start in starts if start > first]
    happened += [span.end for lane in lanes for span in lane.spans if span.end]
    since = max(first, date(min(happened).year - 2, 1, 1)) if happened else first
    last = max([today, *happened])
    return min(since, date(today.year, 1, 1)), date.fromordinal(last.toordinal() + 183)


def _drawn(lanes: Sequence[Lane], joins: list[Join], today: date, plan: _Plan) -> Drawing:
    since, until = bounds(lanes, joins, today)
    right = plan.width - 12
    days = max((until - since).days, 1)

    def x(day: date) -> float:
        inside = min(max(day, since), until)
        return round(plan.left + (right - plan.left) * (inside - since).days / days, 1)

    def top(number: int) -> float:
        return number * plan.lane + plan.drop

    floor = len(lanes) * plan.lane + 6
    return Drawing(
        width=plan.width, height=floor + 20, left=plan.left, floor=floor,
        titles=tuple(
            (number * plan.lane + (20 if plan is WIDE else 15), _short(lane.title, plan.letters), lane.current)
            for number, lane in enumerate(lanes)
        ),
        bars=tuple(
            _bar(x(span.start), x(span.end or until), top(number), span, since)
            for number, lane in enumerate(lanes) for span in lane.spans
        ),
        joins=tuple(
            (x(join.on), top(join.start) + BAR / 2, top(join.end) + BAR / 2, join.part) for join in joins
        ),
        years=tuple((x(date(year, 1, 1)), str(year)) for year in _years(since, until, right - plan.left)),
        today=x(today),
    )  # fmt: skip


def _bar(start: float, end: float, top: float, span: Span, since: date) -> Bar:
    width = max(round(end - start, 1), 2)
    fits = len(span.words) * LETTER < width - 24
    words = span.words if fits else ""
    return Bar(start, top, width, words, span.tone, span.words, span.start < since, span.end is None)


def _years(since: date, until: date, room: int) -> list[int]:
    """The years named below: every one, or every second, fifth, tenth when they would touch."""
    first = since.year if (since.month, since.day) == (1, 1) else since.year + 1
    count = max(until.year - first + 1, 1)
    step = next(step for step in (1, 2, 5, 10, 20, 50) if count / step * 44 <= room or step == 50)
    return [year for year in range(first, until.year + 1) if (year - first) % step == 0]


def _short(text: str, letters: int) -> str:
    return text if len(text) <= letters else f"{text[: letters - 1].rstrip()}…"
