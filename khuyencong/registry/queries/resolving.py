"""Finds the places an address names: by the lists of its own day first, by the other list when that day has none."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from difflib import SequenceMatcher
from functools import lru_cache

from khuyencong.registry.queries.address_words import Part, Reading, has_accents, part_of, parts_of, spelling
from khuyencong.registry.queries.addresses import (
    AddressBook,
    Found,
    PlaceRow,
    Resolved,
    address_book,
    bare_key,
    kind_key,
    on_day,
)
from khuyencong.registry.states import Level, Match

_CODE_LENGTH = {Level.PROVINCE: 2, Level.DISTRICT: 3, Level.COMMUNE: 5}
_ALIKE = 0.85
_ALIKE_MOST = 5


@dataclass(frozen=True)
class _Named:
    """The parts of an address by level; None where it says nothing."""

    province: Part | None
    district: Part | None
    commune: Part | None
    rest: tuple[Part, ...] = ()


def resolve_address(
    province: str, district: str, commune: str, *, on: date, to: date, book: AddressBook | None = None
) -> Resolved:
    """Resolve an address given by its units, as written or as codes (2, 3, 5 digits); '' where nothing is known.

    ``on`` is the day of the paper: a code means what it meant that day. ``to`` is the day whose map is asked for.
    """
    text = ", ".join(piece for piece in (commune, district, province) if piece.strip())
    first, second, third = (part_of(piece) if piece.strip() else None for piece in (province, district, commune))
    return _resolved(book or address_book(), text, _Named(first, second, third), on, to)


def resolve_text(text: str, *, on: date, to: date, book: AddressBook | None = None) -> Resolved:
    """Resolve a whole address as written: smallest unit first, accents optional, house and street left aside."""
    book = book or address_book()
    return _resolved(book, text.strip(), _placed(book, parts_of(text), on), on, to)


def resolve_undated(text: str, *, day: date, to: date, book: AddressBook | None = None) -> Resolved:
    """Resolve an address whose day is not known, by the list of ``day`` and by the one before it.

    Where both have the name and it leads to other places, every one of them is given and none is settled.
    """
    book = book or address_book()
    now = resolve_text(text, on=day, to=to, book=book)
    earlier = book.last_day_before(day)
    if earlier is None or now.other_day or not now.found:
        return now
    then = resolve_text(text, on=earlier, to=to, book=book)
    if then.other_day or then.match not in (Match.EXACT, Match.SEVERAL):
        return now
    known = {found.place.pk for found in now.found}
    places = {link.place.pk for found in now.found for link in found.becomes}
    others = [found for found in then.found if found.place.pk not in known and not _leads_to(found, places)]
    if not others:
        return now
    return replace(now, match=Match.SEVERAL, found=(*now.found, *others), both_lists=True)


def _leads_to(found: Found, places: set[int]) -> bool:
    """True when all of a place came whole to one of these, or every part of it to all of these."""
    ends = {link.place.pk for link in found.becomes}
    return (found.is_settled and ends <= places) or ends == places


def resolve_each(
    lines: Sequence[str], *, on: date | None, day: date, to: date, book: AddressBook | None = None
) -> list[Resolved]:
    """Resolve a list of addresses with one reading of the address book; ``on`` is None when its day is not known."""
    book = book or address_book()
    if on is None:
        return [resolve_undated(line, day=day, to=to, book=book) for line in lines]
    return [resolve_text(line, on=on, to=to, book=book) for line in lines]


def _placed(book: AddressBook, parts: list[Part], on: date) -> _Named:
    """Which part is the province, the district, the commune: by the kind it says, else from the largest unit down."""
    left = list(parts)
    province = left.pop() if left and _candidates(book, left[-1], Level.PROVINCE) else None
    district = _taken(left, Level.DISTRICT)
    commune = _taken(left, Level.COMMUNE)
    unsaid = [part for part in left if not part.readings[0].kind]
    if district is None and unsaid and commune is None and len(unsaid) == 1:
        only = unsaid[0]
        now = [row for row in _candidates(book, only, Level.COMMUNE) if row.holds(on)]
        if _candidates(book, only, Level.DISTRICT) and not (now and not _districts_on(book, on)):
            district = only
        else:
            commune = only
        left.remove(only)
    elif district is None and unsaid and _candidates(book, unsaid[-1], Level.DISTRICT):
        district = unsaid.pop()
        left.remove(district)
    if commune is None and unsaid and unsaid[-1] in left and (district is not None or province is not None):
        commune = unsaid[-1]
        left.remove(commune)
    return _Named(province, district, commune, tuple(left))


def _districts_on(book: AddressBook, on: date) -> bool:
    return any(row.holds(on) for row in book.named[Level.DISTRICT, "chau thanh"])


def _taken(left: list[Part], level: Level) -> Part | None:
    """The last part that says a kind of this level, taken out of the list."""
    for part in reversed(left):
        if part.readings[0].kind and level in part.readings[0].levels:
            left.remove(part)
            return part
    return None


def _candidates(book: AddressBook, part: Part, level: Level) -> list[PlaceRow]:
    """The places of a level a part may name, of any day."""
    code = part.text.strip()
    if code.isascii() and code.isdigit() and len(code) == _CODE_LENGTH[level]:
        return list(book.coded.get((level, code), []))
    found: dict[int, PlaceRow] = {}
    for reading in part.at(level):
        for row in book.named.get((level, reading.key), []):
            if level != Level.PROVINCE or reading.kind != "thanh pho" or kind_key(row) == "thanh pho":
                found[row.pk] = row
    return list(found.values())


def _is_code(part: Part) -> bool:
    return part.text.strip().isdigit() and len(part.text.strip()) in _CODE_LENGTH.values()


def _family(book: AddressBook, part: Part, on: date) -> list[set[int]]:
    """Province ids an address may stand in, narrower first: as named that day; what those were made of; the rest."""
    named = _candidates(book, part, Level.PROVINCE)
    that_day = {row.pk for row in named if row.holds(on)}
    if _is_code(part):
        named = [row for row in named if row.pk in that_day]
    start = that_day or {row.pk for row in named}
    older = _reached(book, start, book.links.before)
    rest = {row.pk for row in named} | _reached(book, start, book.links.after)
    return [start, start | older, start | older | rest | _reached(book, {row.pk for row in named}, book.links.before)]


def _reached(book: AddressBook, start: set[int], links: dict[int, list[tuple[date, int, str]]]) -> set[int]:
    reached, fresh = set(start), set(start)
    while fresh:
        fresh = {other for one in fresh for _day, other, _relation in links.get(one, [])} - reached
        reached |= fresh
    return reached - start


def _resolved(book: AddressBook, text: str, named: _Named, on: date, to: date) -> Resolved:
    unread = [part.text for part in named.rest]
    tiers: list[set[int] | None] = [None]
    if named.province and _candidates(book, named.province, Level.PROVINCE):
        tiers = list(_family(book, named.province, on))
    elif named.province:
        unread.append(named.province.text)
    if named.commune:
        answer = _by_commune(book, named, tiers, on)
        if answer:
            rows, differs = answer
            return _told(book, text, rows, differs, unread, on, to)
        unread.append(named.commune.text)
    rows = _above(book, named, tiers)
    if not rows:
        if named.district and not named.commune:
            unread.append(named.district.text)
        return Resolved(text, on, to, Match.NONE, unread=tuple(unread))
    return _told(book, text, rows, [], unread, on, to, above=named.commune is not None)


def _by_commune(
    book: AddressBook, named: _Named, tiers: list[set[int] | None], on: date
) -> tuple[list[PlaceRow], list[tuple[str, str]]] | None:
    """The communes named, in the narrowest circle that holds one, and what was written otherwise."""
    assert named.commune
    candidates = _candidates(book, named.commune, Level.COMMUNE)
    for strict in (True, False):
        for tier in tiers:
            here = [row for row in candidates if tier is None or book.province(row).pk in tier]
            fit = _in_district(book, here, named.district) if strict else here
            if fit and (strict or len(fit) == 1):
                rows, differs = _closest(fit, named.commune, on)
                if not strict and named.district:
                    differs = [*differs, (named.district.text, _district_name(book, rows[0]))]
                return rows, differs
        if strict and (alike := _spelled_nearly(book, named, tiers, on)):
            return alike, [(named.commune.text, alike[0].name)]
        if named.district is None:
            break
    return None


def _district_name(book: AddressBook, row: PlaceRow) -> str:
    district = book.district(row)
    return district.name if district else ""


def _in_district(book: AddressBook, rows: list[PlaceRow], part: Part | None) -> list[PlaceRow]:
    """The communes that stood in the district named; all of them when none is named."""
    if part is None:
        return rows
    districts = {row.pk for row in _closest_kind(_candidates(book, part, Level.DISTRICT), part)[0]}
    return [row for row in rows if row.parent in districts]


def _closest(rows: list[PlaceRow], part: Part, on: date) -> tuple[list[PlaceRow], list[tuple[str, str]]]:
    """Of places with one key: those of the day, of the kind and spelling written; and what still differs."""
    rows = [row for row in rows if row.holds(on)] or rows
    if _is_code(part):
        return rows, []
    rows, same_kind = _closest_kind(rows, part)
    spelled = [row for row in rows if spelling(row.name)[-len(_last_words(row)) :] == _spelled_part(part, row)]
    same = not has_accents(part.text) or bool(spelled)
    rows = spelled if has_accents(part.text) and spelled else rows
    return rows, [] if same and same_kind else [(part.text, rows[0].name)]


def _closest_kind(rows: list[PlaceRow], part: Part) -> tuple[list[PlaceRow], bool]:
    """Those of the kind written, when there are any; and whether the kind agrees."""
    kinds = {reading.kind for reading in part.readings if reading.kind}
    same = [row for row in rows if not kinds or _says(row, part.readings)]
    return (same, True) if same else (rows, False)


def _says(row: PlaceRow, readings: Sequence[Reading]) -> bool:
    key = bare_key(row)
    return any(reading.key == key and reading.kind in ("", kind_key(row)) for reading in readings)


def _last_words(row: PlaceRow) -> list[str]:
    return bare_key(row).split()


def _spelled_part(part: Part, row: PlaceRow) -> tuple[str, ...]:
    return spelling(part.text)[-len(_last_words(row)) :]


def _spelled_nearly(book: AddressBook, named: _Named, tiers: list[set[int] | None], on: date) -> list[PlaceRow]:
    """Communes of the district (or province) written whose names differ by a letter or two; at most five."""
    assert named.commune
    keys = [_squeezed(one.key) for one in named.commune.readings if not any(map(str.isdigit, one.key))]
    for tier in tiers if any(len(key) > 3 for key in keys) else ():
        if tier is None:
            return []
        pool = [commune for pk in tier for commune in book.communes_of(book.rows[pk])]
        pool = _in_district(book, pool, named.district)
        pool = [row for row in pool if row.holds(on)] or pool
        scored = [(max((_likeness(key, _squeezed(bare_key(row))) for key in keys), default=0.0), row) for row in pool]
        near = sorted([pair for pair in scored if pair[0] >= _ALIKE], key=lambda pair: -pair[0])
        if near:
            return [row for _score, row in near[:_ALIKE_MOST]]
    return []


@lru_cache(maxsize=20000)
def _squeezed(key: str) -> str:
    """A key without spaces, 'y' and 'i' as one letter."""
    return key.replace("y", "i").replace(" ", "")


@lru_cache(maxsize=20000)
def _letters(key: str) -> frozenset[str]:
    return frozenset(key)


def _likeness(written: str, known: str) -> float:
    """0 to 1. Names of other letters or lengths are not compared at all: lists of lines would wait for it."""
    if abs(len(written) - len(known)) > 2 or len(written) < 4 or len(_letters(written) ^ _letters(known)) > 3:
        return 1.0 if written == known else 0.0
    return SequenceMatcher(None, written, known, autojunk=False).ratio()


def _above(book: AddressBook, named: _Named, tiers: list[set[int] | None]) -> list[PlaceRow]:
    """The districts named, else the provinces."""
    if named.district:
        rows = _closest_kind(_candidates(book, named.district, Level.DISTRICT), named.district)[0]
        for tier in tiers:
            here = [row for row in rows if tier is None or book.province(row).pk in tier]
            if here:
                return here
    if named.province and not (named.district and not named.commune):
        first = tiers[0]
        return [book.rows[pk] for pk in sorted(first)] if first else []
    return []


def _told(
    book: AddressBook, text: str, rows: list[PlaceRow], differs: list[tuple[str, str]], unread: list[str],
    on: date, to: date, above: bool = False,
) -> Resolved:  # fmt: skip
    found = tuple(Found(row, on_day(book, row, to)) for row in rows)
    match = Match.ALIKE if differs else Match.EXACT
    if above:
        match = Match.ABOVE
    elif len(rows) > 1 and not differs:
        match = Match.SEVERAL
    other = not any(row.holds(on) for row in rows)
    return Resolved(text, on, to, match, found, tuple(unread), tuple(differs), other)
