"""One measure of some years side by side, like with like: differences, growth, ranks and the footnotes they need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from khuyencong.kernel.money import percent
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.text import sort_key
from khuyencong.programme.queries import completeness, plan_of
from khuyencong.programme.states import PlanPart, ProjectKind
from khuyencong.registry.models import ActivityGroup
from khuyencong.registry.queries import provinces_on
from khuyencong.reporting.queries.likeness import (
    Names,
    Window,
    changes_between,
    events_of,
    like,
    region_is_like,
    region_said,
    said,
    window_of,
)
from khuyencong.reporting.queries.maps import (
    APART,
    Regions,
    key_of,
    mapping_of,
    members_of,
    opened_by,
    own_day,
    regions_of,
)
from khuyencong.reporting.queries.placed import OF_PROJECTS, Within, placed
from khuyencong.reporting.states import NOWHERE, MapView, Narrowing


@dataclass(frozen=True)
class Question:
    """What is compared: a measure of ``years`` (each with its day, the first is the one looked at) by a breakdown.

    ``by``: place, region (of ``scheme``), activity or kind; ``only`` narrows every year the same way.
    """

    measure: str
    years: tuple[tuple[int, date], ...]
    by: str = "place"
    scheme: str = ""
    view: MapView = field(default_factory=MapView)
    only: Narrowing = field(default_factory=Narrowing)


@dataclass(frozen=True)
class Column:
    """A year, the day it counts to, and what is not whole about it ('' when it is)."""

    year: int
    day: date
    doubt: str = ""


@dataclass(frozen=True)
class Line:
    """A row: its value in each year (None where it did not exist), against the first other year.

    ``difference`` in the measure's unit, ``growth`` in percent; None where like is not compared with like. ``climbed``:
    places gained in the ranking. ``notes`` are the numbers of its footnotes; ``late``: the map does not know it yet.
    """

    key: str
    name: str
    values: tuple[int | None, ...]
    alike: bool = True
    difference: int | None = None
    growth: Decimal | None = None
    rank: int | None = None
    climbed: int | None = None
    notes: tuple[int, ...] = ()
    late: bool = False


@dataclass(frozen=True)
class Comparison:
    """The whole table: footnotes are numbered by their order, remarks hold for all of it."""

    question: Question
    columns: tuple[Column, ...]
    lines: list[Line]
    total: Line
    footnotes: list[str]
    remarks: list[str]


def compare(question: Question, within: Within) -> Comparison:
    """The measure of every year, by row; totals are what the rows add up to."""
    columns = tuple(_column(question, year, day) for year, day in question.years)
    sums = [_sums(question, within, year, day) for year, day in question.years]
    drawing = _Drawing(question, columns)
    keys = drawing.keys({key for found in sums for key in found})
    lines = [drawing.line(key, tuple(found.get(key) for found in sums)) for key in keys]
    sound = not any(column.doubt for column in columns[:2])
    lines = [_measured(line, sound) for line in lines]
    lines, comparable = _ranked(lines)
    whole = Line("", _("Tổng cộng"), tuple(sum(found.values()) for found in sums))
    return Comparison(
        question, columns, lines, _measured(whole, sound), drawing.footnotes, drawing.remarks(lines, comparable)
    )


def _column(question: Question, year: int, day: date) -> Column:
    """Money and projects of a year whose papers are not all recorded are not compared."""
    if question.measure not in OF_PROJECTS:
        return Column(year, day)
    plan = plan_of(year)
    if plan is None or plan.effective_on > day:
        return Column(year, day, _("Năm {year}: chưa có kế hoạch tại {day}.").format(year=year, day=short_date(day)))
    state = completeness(year)
    if state.complete:
        return Column(year, day)
    words = _("Năm {year}: mới ghi nhận {recorded}/{printed} dòng kế hoạch nên không tính tăng trưởng.")
    return Column(year, day, words.format(year=year, recorded=state.recorded, printed=state.printed))


def _sums(question: Question, within: Within, year: int, day: date) -> dict[str, int]:
    own = own_day(year, day)
    key = key_of(question.by, question.view, question.scheme, own)
    opens = opened_by(question.only)
    found: dict[str, int] = {}
    for item in placed(question.measure, within, year, day):
        if opens(item.at):
            name = key(item.at)
            found[name] = found.get(name, 0) + item.amount
    return found


class _Drawing:
    """Names, order and footnotes of the rows of one table."""

    def __init__(self, question: Question, columns: Sequence[Column]) -> None:
        self.question, self.columns = question, columns
        self.footnotes: list[str] = []
        self._names, self._merged = Names(), mapping_of(question.view)
        own = {year: own_day(year, day) for year, day in question.years}
        self._window: Window = window_of(own)
        map_day = question.view.day if question.view.of != "then" else None
        self._limit = max(self._window.last, map_day or self._window.last)
        self._changes = changes_between(self._window.first, self._limit)
        self._events = events_of(self._changes)
        self._noted: dict[int, int] = {}
        self._shown: list[int] = []
        self._known = set(provinces_on(map_day).values_list("pk", flat=True)) if map_day else set(self._names.places)
        self._groups = dict(ActivityGroup.objects.values_list("pk", "name")) if question.by == "activity" else {}
        self._regions: list[tuple[Regions, date]] = []
        if question.by == "region":
            self._regions = [(regions_of(question.scheme, question.view, day), day) for day in sorted(own.values())]

    def keys(self, found: set[str]) -> list[str]:
        """Rows in order: the map's own, those it does not know yet, units and the Agency, what has no place."""
        last = [key for key in (*APART, NOWHERE) if key in found]
        rest = found - set(last)
        if self.question.by == "place":
            order = {place: index for index, place in enumerate(self._names.places)}
            self._shown = sorted((int(key) for key in rest), key=lambda pk: (pk not in self._known, order[pk]))
            return [*map(str, self._shown), *last]
        if self.question.by == "kind":
            return [key for key in ProjectKind.values if key in rest] + last
        return [*sorted(rest, key=sort_key), *last]

    def line(self, key: str, values: tuple[int | None, ...]) -> Line:
        """A row with its name and footnotes, not yet measured."""
        if key in APART:
            return Line(key, str(PlanPart(key).label), _zeros(values))
        if key == NOWHERE:
            return Line(key, self._nowhere(), _zeros(values))
        if self.question.by == "place":
            return self._place(int(key), values)
        if self.question.by == "region":
            return self._region(key, values)
        return Line(key, self._plain(key), _zeros(values))

    def _nowhere(self) -> str:
        names = {
            "place": _("Không gắn địa phương"), "region": _("Chưa xếp vùng"), "activity": _("Không gắn đề án"),
            "kind": _("Không gắn đề án"),
        }  # fmt: skip
        return names[self.question.by]

    def _plain(self, key: str) -> str:
        if self.question.by == "kind":
            return str(ProjectKind(key).label)
        return self._groups.get(key, key)

    def _place(self, place: int, values: tuple[int | None, ...]) -> Line:
        members = {place} if self._merged is None else members_of(place, self._merged)
        notes = tuple(self._note(index) for index, event in enumerate(self._events) if event.places & members)
        kept = tuple(
            0 if value is None and (self._merged is not None or self._existed(place, column)) else value
            for value, column in zip(values, self.columns, strict=True)
        )
        return Line(
            str(place), self._names.among(place, self._shown), kept, notes=notes, late=place not in self._known,
            alike=like(members, self._changes, self._window.last),
        )  # fmt: skip

    def _existed(self, place: int, column: Column) -> bool:
        row = self._names.places[place]
        return row.valid_from <= own_day(column.year, column.day) and (
            row.valid_to is None or row.valid_to > date(column.year, 1, 1)
        )

    def _note(self, index: int) -> int:
        """The number of an event's footnote; the first row that needs it writes it."""
        if index not in self._noted:
            told = said(self._events[index], self._names, self.question.view, self._window, self._merged)
            self.footnotes.append(told)
            self._noted[index] = len(self.footnotes)
        return self._noted[index]

    def _region(self, region: str, values: tuple[int | None, ...]) -> Line:
        if self.question.view.of == "then":
            if region_is_like(region, self._regions):
                return Line(region, region, _zeros(values))
            self.footnotes.append(region_said(region, self._regions, self._names))
            return Line(region, region, _zeros(values), alike=False, notes=(len(self.footnotes),))
        members = self._regions[0][0].members(region)
        crossing = [index for index, event in enumerate(self._events) if self._crosses(event.places, members)]
        notes = tuple(self._note(index) for index in crossing)
        alike = like(members, self._changes, self._window.last)
        return Line(region, region, _zeros(values), alike=alike, notes=notes)

    @staticmethod
    def _crosses(places: set[int], members: set[int]) -> bool:
        return bool(places & members) and not places <= members

    def remarks(self, lines: Sequence[Line], comparable: bool) -> list[str]:
        """What holds for the whole table."""
        told = [column.doubt for column in self.columns if column.doubt]
        day = self.question.view.day
        if day is not None and any(line.late for line in lines):
            told.append(
                _("Dòng có dấu *: chưa chia được theo địa giới ngày {day} nên để riêng ở cuối.").format(
                    day=short_date(day)
                )
            )
        if not comparable:
            told.append(_("Số dòng xếp hạng của hai năm khác nhau nên không so thứ hạng."))
        return told


def _zeros(values: tuple[int | None, ...]) -> tuple[int | None, ...]:
    return tuple(value or 0 for value in values)


def _measured(line: Line, sound: bool) -> Line:
    """Difference and growth of the first year against the second, where both are of the same ground and whole."""
    if len(line.values) < 2 or not line.alike or not sound:
        return line
    now, before = line.values[:2]
    if now is None or before is None:
        return line
    growth = percent(now - before, before) if before > 0 else None
    return replace(line, difference=now - before, growth=growth)


def _ranked(lines: Sequence[Line]) -> tuple[list[Line], bool]:
    """Ranks by value, the largest first; what has no place is not ranked. Says whether the years' ranks compare."""
    plain = [line for line in lines if line.key not in (*APART, NOWHERE) and not line.late]
    ranks = [_ranks(plain, index) for index in range(min(2, len(plain[0].values)))] if plain else []
    comparable = len(ranks) < 2 or set(ranks[0]) == set(ranks[1])
    told = []
    for line in lines:
        now = ranks[0].get(line.key) if ranks else None
        before = ranks[1].get(line.key) if len(ranks) > 1 and comparable else None
        climbed = before - now if now and before and line.difference is not None else None
        told.append(replace(line, rank=now, climbed=climbed))
    return told, comparable


def _ranks(lines: Sequence[Line], index: int) -> Mapping[str, int]:
    values = {line.key: value for line in lines if (value := line.values[index]) is not None}
    ordered = sorted(values.values(), reverse=True)
    return {key: ordered.index(value) + 1 for key, value in values.items()}
