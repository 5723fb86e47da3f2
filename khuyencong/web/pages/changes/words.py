"""A change in words: its state, and what stands on its two sides under the names of that side."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from khuyencong.kernel.periods import day_before
from khuyencong.registry.models import Change, ChangePart, OrganisationName, RegionScheme
from khuyencong.registry.states import Above, BodyKind, ChangeKind, ChangeState, Relation, Role
from khuyencong.web.templatetags.kc import badge

TONES = {
    ChangeState.ENTERED: ("amber", "clock"),
    ChangeState.APPLIED: ("green", "check"),
    ChangeState.WITHDRAWN: ("dashed", "x"),
    ChangeState.REVERSED: ("dashed", "arrow-back-up"),
}


@dataclass(frozen=True)
class Piece:
    """A place or body on a side of a change: its name there, its row (0 while it is only words), further facts."""

    name: str
    place: int = 0
    body: int = 0
    facts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Sides:
    """What stands before a change and what stands after it."""

    before: tuple[Piece, ...] = ()
    after: tuple[Piece, ...] = ()

    @property
    def said(self) -> str:
        """'Bến Tre, Trà Vinh, Vĩnh Long → Vĩnh Long'."""
        after = ", ".join(piece.name for piece in self.after) or _("không có bên tiếp nhận")
        return f"{', '.join(piece.name for piece in self.before)} → {after}"


Named = dict[int, list[OrganisationName]]


def state_badge(state: str) -> SafeString:
    """The state of a change in icon and words."""
    return badge(*TONES[ChangeState(state)], str(ChangeState(state).label))


def names_of_bodies(bodies: Iterable[int | None]) -> Named:
    """Every name of each body, oldest first; one query."""
    found: Named = {}
    wanted = {pk for pk in bodies if pk}
    for row in OrganisationName.objects.filter(organisation_id__in=wanted).order_by("organisation_id", "valid_from"):
        found.setdefault(row.organisation_id, []).append(row)
    return found


def called(named: Named, body: int, day: date) -> str:
    """The name a body carried on a day, or its nearest."""
    rows = named.get(body, [])
    earlier = [row for row in rows if row.valid_from <= day]
    return (earlier[-1] if earlier else rows[0]).name if rows else "–"


def sides_of(changes: Sequence[Change], *, full: bool = False) -> dict[int, Sides]:
    """Both sides of each change; the same number of queries for any number. ``full`` adds parents, parts, regions."""
    asked = {change.pk for change in changes} | {change.undoes_id for change in changes if change.undoes_id}
    rows = ChangePart.objects.filter(change__in=asked).order_by("change_id", "position")
    parts: dict[tuple[int, str], list[ChangePart]] = {}
    for part in rows.select_related("place", "parent_place", "change"):
        parts.setdefault((part.change_id, part.role), []).append(part)
    every = [part for found in parts.values() for part in found]
    named = names_of_bodies(pk for part in every for pk in (part.body_id, part.parent_body_id))
    schemes = dict(RegionScheme.objects.values_list("code", "name")) if full else None
    return {change.pk: _sides(change, parts, named, schemes) for change in changes}


def _sides(
    change: Change, parts: dict[tuple[int, str], list[ChangePart]], named: Named, schemes: dict[str, str] | None
) -> Sides:  # fmt: skip
    """A reversal that is not applied yet stands between the sides of what it takes back."""
    key, before, after = change.pk, str(Role.BEFORE), str(Role.AFTER)
    if change.undoes_id and (key, before) not in parts and (key, after) not in parts:
        key, before, after = change.undoes_id, after, before
    edge = day_before(change.on)
    first = tuple(_piece(part, named, edge, None) for part in parts.get((key, before), []))
    then = tuple(_piece(part, named, change.on, schemes) for part in parts.get((key, after), []))
    return Sides(first, then)


def _piece(part: ChangePart, named: Named, day: date, schemes: dict[str, str] | None) -> Piece:
    name = part.name
    if part.body_id and part.role == Role.BEFORE:
        name = called(named, part.body_id, day)
    elif part.body_id:
        name = name or called(named, part.body_id, day)
    elif part.place:
        name = part.place.name
    elif not name and part.change.kind == ChangeKind.MOVE:
        name = _("giữ tên")
    facts = tuple(_facts(part, named, day, schemes)) if schemes is not None or part.role == Role.BEFORE else ()
    return Piece(name or "–", part.place_id or 0, part.body_id or 0, facts)


def _facts(part: ChangePart, named: Named, day: date, schemes: dict[str, str] | None) -> Iterable[str]:
    """What else was written about a side: kind, code, symbol, who stands above, its part, its regions."""
    place = part.place
    if kind := part.form or (place.kind if place else ""):
        yield kind if part.change.about == "place" else str(_kind_of_body(kind))
    if code := part.code or (place.code if place else ""):
        yield _("mã {code}").format(code=code)
    if part.symbol:
        yield _("ký hiệu {symbol}").format(symbol=part.symbol)
    if schemes is None:
        return
    if part.above:
        above = called(named, part.parent_body_id, day) if part.parent_body_id else str(Above(part.above).label)
        yield _("trực thuộc {above}").format(above=above)
    if part.parent_place:
        yield _("địa bàn {place}").format(place=part.parent_place.name)
    if part.change.kind == ChangeKind.SPLIT and part.role == Role.AFTER:
        yield str(Relation(part.relation).label)
    if part.children:
        yield _("{count} địa bàn cấp dưới").format(count=len(part.children))
    for code, region in part.regions.items():
        yield f"{schemes.get(code, code)}: {region}"


def _kind_of_body(kind: str) -> object:
    return BodyKind(kind).label if kind in BodyKind.values else kind
