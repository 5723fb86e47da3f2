"""What a place or body was made of and what became of it, as rows of a table and lanes of a drawing."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khuyencong.kernel.periods import last_day, short_date
from khuyencong.registry.models import OrganisationName, OrganisationSuccession, Place, PlaceSuccession
from khuyencong.registry.states import Relation
from khuyencong.web.charts.timeline import Join, Lane, Span, drawings

MOST = 40


@dataclass(frozen=True)
class Step:
    """A succession: what passed to what, on which day, wholly or in part, on which paper."""

    on: date
    start: int
    end: int
    relation: str
    said: str
    paper: str = ""
    change: int = 0


@dataclass(frozen=True)
class Life:
    """One line of the table beside the drawing; ``last`` is the last day as people write it."""

    key: int
    name: str
    said: str
    start: date
    last: date | None
    passed: str = ""
    paper: str = ""
    change: int = 0


def period_words(start: date, end: date | None) -> str:
    """'01/08/2008 – 30/06/2025', or 'từ 01/07/2025'."""
    last = last_day(end)
    return f"{short_date(start)} – {short_date(last)}" if last else _("từ {day}").format(day=short_date(start))


def until(day: date, end: date | None, is_past: bool) -> date | None:
    """The end of a period as it was known on a past day: what ended later still went on."""
    return None if end is not None and is_past and end > day else end


def place_steps(place: int, day: date | None) -> list[Step]:
    """Everything that led to a place and everything it led to (by a day), oldest first."""

    def asked(**where: Any) -> Iterable[Step]:
        rows = PlaceSuccession.objects.filter(**where).select_related("source").order_by("on", "pk")
        for row in rows.filter(on__lte=day) if day else rows:
            paper = row.source.number if row.source else ""
            said = str(Relation(row.relation).label)
            yield Step(row.on, row.predecessor_id, row.successor_id, row.relation, said, paper, row.change_id or 0)

    return _both_ways(place, asked)


def body_steps(body: int, day: date | None) -> list[Step]:
    """Everything that led to a body and everything it led to (by a day), oldest first."""

    def asked(**where: Any) -> Iterable[Step]:
        rows = OrganisationSuccession.objects.filter(**where).select_related("source", "place").order_by("on", "pk")
        for row in rows.filter(on__lte=day) if day else rows:
            paper = row.source.number if row.source else ""
            what = row.get_duty_display() if row.duty else str(Relation(row.relation).label)
            said = f"{what}, {row.place.name}" if row.place else what
            yield Step(
                row.on, row.predecessor_id, row.successor_id, Relation.PART if row.goes_on else row.relation, said,
                paper, row.change_id or 0,
            )  # fmt: skip

    return _both_ways(body, asked)


def _both_ways(start: int, asked: Callable[..., Iterable[Step]]) -> list[Step]:
    """Walk back to what it was made of and on to what it became; a query a generation."""
    found: dict[tuple[int, int, date], Step] = {}
    for lookup, ahead in (("successor__in", False), ("predecessor__in", True)):
        seen, front = {start}, {start}
        while front and len(found) < MOST:
            steps = list(asked(**{lookup: sorted(front)}))
            found |= {(one.start, one.end, one.on): one for one in steps}
            front = {one.end if ahead else one.start for one in steps} - seen
            seen |= front
    return sorted(found.values(), key=lambda one: (one.on, one.start, one.end))[:MOST]


def order_of(key: int, steps: Sequence[Step], starts: dict[int, date]) -> list[int]:
    """Rows of the drawing: what came first, the one asked about, what came after."""
    before = {one.start for one in steps} | {one.end for one in steps}
    return sorted(before | {key}, key=lambda pk: (starts.get(pk, date.min), pk == key, pk))


def place_lives(place: Place, steps: Sequence[Step], day: date, is_past: bool) -> tuple[list[Life], Any]:
    """The table and the two drawings of a place."""
    keys = {place.pk} | {pk for one in steps for pk in (one.start, one.end)}
    rows = {row.pk: row for row in Place.objects.filter(pk__in=keys)}
    order = order_of(place.pk, steps, {pk: row.valid_from for pk, row in rows.items()})
    lanes, lives = [], []
    for pk in order:
        row = rows[pk]
        end = until(day, row.valid_to, is_past)
        words = period_words(row.valid_from, end)
        tone = "self" if pk == place.pk else "other"
        lanes.append(Lane(f"{row.name} ({row.kind})", (Span(row.valid_from, end, words, tone),), pk == place.pk))
        lives.append(_life(pk, row.name, f"{row.kind} · {row.code}", row.valid_from, end, steps, rows))
    return lives, drawings(lanes, _joins(steps, order), day)


def _life(
    pk: int, name: str, said: str, start: date, end: date | None, steps: Sequence[Step], named: dict[int, Any]
) -> Life:  # fmt: skip
    gone = [one for one in steps if one.start == pk]
    passed = ", ".join(f"{_name(named[one.end])} ({one.said.lower()})" for one in gone)
    first = gone[0] if gone else None
    return Life(
        pk, name, said, start, last_day(end), passed, first.paper if first else "", first.change if first else 0
    )


def _name(thing: Any) -> str:
    return thing if isinstance(thing, str) else str(thing.name)


def _joins(steps: Sequence[Step], order: Sequence[int]) -> list[Join]:
    at = {pk: number for number, pk in enumerate(order)}
    return [Join(one.on, at[one.start], at[one.end], one.relation != Relation.WHOLE) for one in steps]


def body_lives(
    body: int, steps: Sequence[Step], names: Sequence[OrganisationName], extra: Sequence[Lane], day: date,
    is_past: bool,
) -> tuple[list[Life], Any]:  # fmt: skip
    """The table and the two drawings of a body: a lane a body with its names, then parents and duties."""
    by_body: dict[int, list[OrganisationName]] = {}
    for row in names:
        by_body.setdefault(row.organisation_id, []).append(row)
    last = {pk: rows[-1].name for pk, rows in by_body.items()}
    order = [pk for pk in order_of(body, steps, {pk: rows[0].valid_from for pk, rows in by_body.items()}) if pk in last]
    lanes, lives = [], []
    for pk in order:
        tone = "self" if pk == body else "other"
        rows = [(row, until(day, row.valid_to, is_past)) for row in by_body[pk]]
        spans = tuple(Span(row.valid_from, end, row.symbol or row.name, tone) for row, end in rows)
        lanes.append(Lane(last[pk], spans, pk == body))
        lives.append(_life(pk, last[pk], "", by_body[pk][0].valid_from, rows[-1][1], steps, last))
    known = [one for one in steps if one.start in last and one.end in last]
    return lives, drawings([*lanes, *extra], _joins(known, order), day)
