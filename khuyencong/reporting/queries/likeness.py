"""Whether a series compares like with like when places changed, and the sentence that says what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.kernel.periods import day_before, short_date
from khuyencong.registry.models import Place, PlaceSuccession
from khuyencong.registry.queries import on_map_of
from khuyencong.registry.states import Evidence, Level, Relation
from khuyencong.reporting.queries.maps import Regions
from khuyencong.reporting.states import MapView


@dataclass(frozen=True)
class Succession:
    """One row of the successions of provinces, as a comparison reads it."""

    old: int
    new: int
    on: date
    whole: bool
    source: str

    def touches(self, places: set[int]) -> bool:
        return self.old in places or self.new in places

    def crosses(self, places: set[int]) -> bool:
        """Territory came into the places, or left them."""
        return (self.old in places) != (self.new in places)


@dataclass(frozen=True)
class Window:
    """The years that are compared: after ``first``, the first day of the earliest, up to ``last``, both as days.

    ``years``: each year with the day its rows are of.
    """

    first: date
    last: date
    years: tuple[tuple[int, date], ...]


def window_of(years: Mapping[int, date]) -> Window:
    """From 1 January of the earliest year to the last day counted."""
    return Window(date(min(years), 1, 1), max(years.values()), tuple(sorted(years.items())))


def changes_between(first: date, last: date) -> list[Succession]:
    """Changes of provinces after ``first``, up to ``last``."""
    rows = PlaceSuccession.objects.filter(predecessor__level=Level.PROVINCE, on__gt=first, on__lte=last)
    told = rows.select_related("source").order_by("on", "successor__sort_key", "predecessor__sort_key", "pk")
    return [
        Succession(
            row.predecessor_id, row.successor_id, row.on, row.relation == Relation.WHOLE,
            _source(row),
        )
        for row in told
    ]  # fmt: skip


def changed_between(first: date, last: date) -> bool:
    """Any province changed after ``first``, up to ``last``."""
    rows = PlaceSuccession.objects.filter(predecessor__level=Level.PROVINCE, on__gt=first, on__lte=last)
    return rows.exists()


def _source(row: PlaceSuccession) -> str:
    if row.source is None:
        return _("chờ xác nhận")
    waits = row.source.evidence not in (Evidence.VERIFIED, Evidence.DERIVED)
    return f"{row.source.number}, {_('chờ xác nhận')}" if waits else row.source.number


def like(places: set[int], changes: Sequence[Succession], last: date) -> bool:
    """Nothing came into these places or left them by ``last``; what was divided was divided among them."""
    mine = [item for item in changes if item.on <= last and item.touches(places)]
    if any(item.crosses(places) for item in mine):
        return False
    parted = [item.old for item in mine if not item.whole]
    return all(parted.count(old) > 1 for old in parted)


def region_is_like(region: str, by_year: Sequence[tuple[Regions, date]]) -> bool:
    """A region held the same ground in every year: its places lead to exactly those it holds on the last day."""
    last, day = by_year[-1]
    merged, alive = on_map_of(day), _alive(day)
    held = {place for place in last.members(region) if place in alive}
    born = dict(Place.objects.filter(level=Level.PROVINCE).values_list("pk", "valid_from"))
    for regions, own in by_year:
        ground = {merged.get(place, place) for place in regions.members(region) if born[place] <= own}
        if ground != held:
            return False
    return True


def _alive(day: date) -> set[int]:
    rows = Place.objects.filter(level=Level.PROVINCE, valid_from__lte=day).exclude(valid_to__lte=day)
    return set(rows.values_list("pk", flat=True))


def timed(place: Place) -> str:
    """A name that two provinces of one table carry, told apart by their time."""
    if place.valid_to is None:
        return _("{name} (từ {day})").format(name=place.name, day=short_date(place.valid_from))
    return _("{name} (đến {day})").format(name=place.name, day=short_date(day_before(place.valid_to)))


class Names:
    """Names of provinces; an ended one may be told as 'cũ', and one that shares its name by its time."""

    def __init__(self) -> None:
        rows = Place.objects.filter(level=Level.PROVINCE).order_by("sort_key", "valid_from")
        self.places = {place.pk: place for place in rows}

    def plain(self, place: int) -> str:
        return self.places[place].name

    def old(self, places: Iterable[int]) -> str:
        """'Bến Tre, Trà Vinh, Vĩnh Long'."""
        return ", ".join(self.plain(place) for place in places)

    def went_on(self, event: "Event") -> bool:
        """The province that took others in was there before."""
        return event.whole and self.places[event.news[0]].valid_from < event.on

    def among(self, place: int, shown: Iterable[int]) -> str:
        """The name, with its time when another of those shown carries the same."""
        row = self.places[place]
        alike = any(other != place and self.plain(other) == row.name for other in shown)
        return timed(row) if alike else row.name


@dataclass(frozen=True)
class Event:
    """A merger or a division as one thing: what it was of and what it became."""

    on: date
    olds: tuple[int, ...]
    news: tuple[int, ...]
    whole: bool
    source: str

    @property
    def places(self) -> set[int]:
        return {*self.olds, *self.news}


def events_of(changes: Sequence[Succession]) -> list[Event]:
    """Changes of one day gathered: wholes by what they became, parts by what was divided."""
    gathered: dict[tuple[date, bool, int], list[Succession]] = {}
    for item in changes:
        gathered.setdefault((item.on, item.whole, item.new if item.whole else item.old), []).append(item)
    return [
        Event(
            on, tuple(dict.fromkeys(item.old for item in rows)), tuple(dict.fromkeys(item.new for item in rows)),
            whole, rows[0].source,
        )
        for (on, whole, _place), rows in gathered.items()
    ]  # fmt: skip


def said(
    event: Event, names: Names, view: MapView, window: Window, merged: Mapping[int, int] | None = None
) -> str:  # fmt: skip
    """The footnote of a change: what became of what, by which text, and what that does to the figures shown.

    ``merged`` is the mapping of the map shown: it says where the figures of a divided province stand.
    """
    told = {"day": short_date(event.on), "olds": names.old(event.olds), "news": names.old(event.news)}
    if not event.whole:
        first = _("{olds} từ {day} chia vào {news} ({source})")
    elif names.went_on(event):
        first = _("{news} từ {day} nhận thêm {olds} cũ ({source})")
    elif len(event.olds) > 1:
        first = _("{news} từ {day} gồm {olds} cũ ({source})")
    else:
        first = _("{news} từ {day} là {olds} cũ ({source})")
    return f"{first.format(**told, source=event.source)}; {_effect(event, names, view, window, merged or {})}"


def _effect(event: Event, names: Names, view: MapView, window: Window, merged: Mapping[int, int]) -> str:
    if view.of == "then":
        return _("bảng theo địa giới lúc báo cáo nên không tính tăng trưởng")
    assert view.day is not None
    if event.on > view.day:
        return _("địa giới ngày {day} có trước thay đổi này nên không tính tăng trưởng").format(
            day=short_date(view.day)
        )
    years = ", ".join(str(year) for year, _own in window.years if date(year, 1, 1) < event.on)
    joined = len(event.olds) + names.went_on(event)
    if event.whole and joined > 1:
        return _("số năm {years} cộng {count} địa phương cũ").format(years=years, count=joined)
    if event.whole:
        return _("số năm {years} là của {old}").format(years=years, old=names.plain(event.olds[0]))
    old = event.olds[0]
    if (stands := merged.get(old, old)) != old:
        return _("số năm {years} ghi cả ở {main}, phần chính").format(years=years, main=names.plain(stands))
    return _("số năm {years} để riêng ở {old}, chưa chia").format(years=years, old=names.plain(old))


def region_said(region: str, by_year: Sequence[tuple[Regions, date]], names: Names) -> str:
    """What a region gained and lost between the first and the last of the years, by the provinces of the first."""
    (before, then), (after, day) = by_year[0], by_year[-1]
    merged, alive = on_map_of(day), _alive(then)
    old = {place for place in before.members(region) if place in alive}
    now = {place for place in alive if after.of.get(merged.get(place, place)) == region}
    parts = [
        words.format(places=names.old(place for place in names.places if place in moved))
        for words, moved in ((_("thêm {places}"), now - old), (_("bớt {places}"), old - now))
        if moved
    ]
    changed = "; ".join(parts) or _("đổi địa giới")
    return _("{region}: ngày {day} so với {then}: {changed}; không tính tăng trưởng").format(
        region=region, day=short_date(day), then=short_date(then), changed=changed
    )
