"""Old and new addresses: which places an address names, and what they are or were on another day. Nothing is guessed.

The lists below the province are two: that of the last day before 1/7/2025 and today's. A question about an earlier
day is answered from the first of them.
"""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.db import connection
from django.db.models import Count, Max

from khuyencong.kernel.periods import day_before
from khuyencong.kernel.text import fold
from khuyencong.registry.models import Place, PlaceSuccession
from khuyencong.registry.queries.address_words import name_key
from khuyencong.registry.states import Level, Match, Relation

_LIKELY = {
    kind: f"{fold(kind)} " for kind in ("Xã", "Phường", "Thị trấn", "Đặc khu", "Huyện", "Quận", "Thị xã", "Thành phố")
}
_PROVINCE = Level.PROVINCE.value  # read once: 14.000 rows compare with it


class PlaceRow(NamedTuple):
    """A place as the address book holds it: a row of Place without its objects."""

    pk: int
    level: str
    code: str
    name: str
    folded: str
    kind: str
    parent: int | None
    valid_from: date
    valid_to: date | None

    def holds(self, day: date) -> bool:
        """True when the place existed on a day."""
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True)
class Link:
    """A place that a place became, or was made of, on the way to a day; ``relation`` is the weakest on that way."""

    place: PlaceRow
    relation: str


@dataclass(frozen=True)
class Found:
    """A place an address may name, with what it is on the other day.

    ``becomes`` is empty when nothing is known of that day; one whole link is an answer, several are choices.
    """

    place: PlaceRow
    becomes: tuple[Link, ...] = ()

    @property
    def is_settled(self) -> bool:
        """True when there is exactly one place on the other day, and the whole of it came there."""
        return len(self.becomes) == 1 and self.becomes[0].relation == Relation.WHOLE


@dataclass(frozen=True)
class Resolved:
    """What an address names. ``on`` is the day it was written for, ``to`` the day asked about.

    ``unread`` are the parts that name no known place; ``differs`` what was written otherwise than the list has it;
    ``other_day`` is True when the places named did not exist on ``on`` and were taken from the other list;
    ``both_lists`` when the day was not known and the name leads elsewhere by either list.
    """

    text: str
    on: date
    to: date
    match: Match
    found: tuple[Found, ...] = ()
    unread: tuple[str, ...] = ()
    differs: tuple[tuple[str, str], ...] = ()
    other_day: bool = False
    both_lists: bool = False

    @property
    def settled(self) -> PlaceRow | None:
        """The one place of the day asked about, or None while a person has to choose."""
        if len(self.found) == 1 and self.found[0].is_settled and self.match == Match.EXACT:
            return self.found[0].becomes[0].place
        return None


@dataclass
class AddressBook:
    """Every place with its name's key, read once; asked many times, it never reads again."""

    rows: dict[int, PlaceRow] = field(default_factory=dict)
    named: dict[tuple[str, str], list[PlaceRow]] = field(default_factory=lambda: defaultdict(list))
    coded: dict[tuple[str, str], list[PlaceRow]] = field(default_factory=lambda: defaultdict(list))
    below: dict[int, list[PlaceRow]] = field(default_factory=lambda: defaultdict(list))

    @cached_property
    def links(self) -> "Links":
        """Successions of every level, both ways, between the rows of this book."""
        return _links_between(self.rows)

    def province(self, row: PlaceRow) -> PlaceRow:
        """The province a place stands in by its own list; a province is its own."""
        while row.parent is not None:
            row = self.rows[row.parent]
        return row

    def district(self, row: PlaceRow) -> PlaceRow | None:
        """The district of an old commune."""
        above = self.rows.get(row.parent or 0)
        return above if above and above.level == Level.DISTRICT else None

    def full_name(self, row: PlaceRow, day: date) -> str:
        """'Xã Phước Thạnh, Huyện Châu Thành, Bến Tre', with what is above it as of a day."""
        names = [row.name]
        while row.parent is not None:
            row = self._stands_for(self.rows[row.parent], day)
            names.append(row.name)
        return ", ".join(names)

    def _stands_for(self, row: PlaceRow, day: date) -> PlaceRow:
        """What a place above had wholly become by a day: communes stay when their province is joined."""
        while not row.holds(day):
            steps = [step for step in self.links.after.get(row.pk, []) if step[0] <= day]
            if len(steps) != 1 or steps[0][2] != Relation.WHOLE:
                break
            row = self.rows[steps[0][1]]
        return row

    def last_day_before(self, day: date) -> date | None:
        """The last day of the list of communes before the one of ``day``; None when there was none."""
        ends = [end for end in self.ends if end <= day]
        return day_before(max(ends)) if ends else None

    @cached_property
    def ends(self) -> frozenset[date]:
        """The days from which a list of communes no longer stood."""
        return frozenset(row.valid_to for row in self.rows.values() if row.valid_to and row.level == Level.COMMUNE)

    def communes_of(self, row: PlaceRow) -> list[PlaceRow]:
        """Every commune below a district or a province."""
        if row.level == Level.COMMUNE:
            return [row]
        return [commune for below in self.below.get(row.pk, []) for commune in self.communes_of(below)]


@dataclass(frozen=True)
class Links:
    """Successions by place, forwards and backwards: (day, the other place, relation)."""

    after: dict[int, list[tuple[date, int, str]]]
    before: dict[int, list[tuple[date, int, str]]]


def _links_between(rows: Container[int]) -> Links:
    after: dict[int, list[tuple[date, int, str]]] = defaultdict(list)
    before: dict[int, list[tuple[date, int, str]]] = defaultdict(list)
    for old, new, on, relation in PlaceSuccession.objects.values_list(
        "predecessor_id", "successor_id", "on", "relation"
    ):
        if old in rows and new in rows:
            after[old].append((on, new, relation))
            before[new].append((on, old, relation))
    return Links(after, before)


def _start_of(row: PlaceRow) -> str:
    """The kind a name begins with, folded, with its space; '' for a province. Names are trusted before kinds."""
    if row.level == _PROVINCE:
        return ""
    likely = _LIKELY.get(row.kind, "")
    if likely and row.folded.startswith(likely):
        return likely
    return next((start for start in _LIKELY.values() if row.folded.startswith(start)), "")


def bare_key(row: PlaceRow) -> str:
    """The key of a name without its kind."""
    key = row.folded[len(_start_of(row)) :]
    return name_key(key) if key[-1:].isdigit() else key


def kind_key(row: PlaceRow) -> str:
    """The kind of a place, folded, as an address says it."""
    if row.level == _PROVINCE:
        return "thanh pho" if row.kind.startswith("Thành phố") else "tinh"
    return _start_of(row).strip()


def address_book() -> AddressBook:
    """The address book: some 14.000 rows, read again only when a place or a succession was written since.

    Inside a transaction it is always read: what is not committed yet is never kept.
    """
    return _read() if connection.in_atomic_block else _kept(_stamp())


def _stamp() -> tuple[object, ...]:
    """What tells one state of the lists from another: rows begin, end and go, but are never renamed in place."""
    places = Place.objects.aggregate(Count("pk"), Max("pk"), Count("valid_to"), Max("valid_to"))
    links = PlaceSuccession.objects.aggregate(Count("pk"), Max("pk"))
    return (connection.settings_dict["NAME"], *places.values(), *links.values())


@lru_cache(maxsize=1)
def _kept(stamp: tuple[object, ...]) -> AddressBook:
    return _read()


def _read() -> AddressBook:
    """One query; its links one more when first asked."""
    book = AddressBook()
    values = Place.objects.order_by("pk").values_list(
        "pk", "level", "code", "name", "folded", "kind", "parent_id", "valid_from", "valid_to"
    )
    for row in map(PlaceRow._make, values):
        book.rows[row.pk] = row
        book.named[row.level, bare_key(row)].append(row)
        book.coded[row.level, row.code].append(row)
        if row.parent is not None:
            book.below[row.parent].append(row)
    return book


def _weaker(first: str, second: str) -> str:
    order = (Relation.WHOLE, Relation.DEFAULT, Relation.PART)
    return max(first, second, key=lambda one: order.index(Relation(one)))


def _merged(links: Iterable[Link]) -> tuple[Link, ...]:
    """One link a place, its strongest; the choices that hold most first."""
    order = (Relation.WHOLE, Relation.DEFAULT, Relation.PART)
    best: dict[int, Link] = {}
    for link in links:
        known = best.get(link.place.pk)
        if known is None or order.index(Relation(link.relation)) < order.index(Relation(known.relation)):
            best[link.place.pk] = link
    return tuple(sorted(best.values(), key=lambda link: order.index(Relation(link.relation))))


def on_day(book: AddressBook, row: PlaceRow, to: date) -> tuple[Link, ...]:
    """What a place is on a day: itself, what it has become, or what it was made of.

    A district ended without a successor: it is answered by what its communes became, every one of them a part.
    """
    if row.holds(to):
        return (Link(row, Relation.WHOLE),)
    forward = row.valid_to is not None and row.valid_to <= to
    found = _merged(_walk(book, row, to, Relation.WHOLE, forward))
    if found or row.level != Level.DISTRICT or not forward:
        return found
    below = (link for commune in book.communes_of(row) for link in _walk(book, commune, to, Relation.PART, True))
    return _merged(below)


def _walk(book: AddressBook, row: PlaceRow, to: date, so_far: str, forward: bool) -> Iterable[Link]:
    if row.holds(to):
        yield Link(row, so_far)
        return
    steps = book.links.after if forward else book.links.before
    for day, other, relation in steps.get(row.pk, []):
        if (day <= to) == forward:
            yield from _walk(book, book.rows[other], to, _weaker(so_far, relation), forward)


def made_of(book: AddressBook, row: PlaceRow) -> tuple[Link, ...]:
    """The places a place took its territory from, in their order; the relation says whether they came whole."""
    found = [Link(book.rows[old], relation) for _day, old, relation in book.links.before.get(row.pk, [])]
    return tuple(sorted(found, key=lambda link: (link.place.parent or 0, link.place.code)))
