"""Where places and bodies went: ways along dated successions. Nothing here is guessed; an open choice stays open."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from khuyencong.registry.models import OrganisationSuccession, PlaceSuccession
from khuyencong.registry.states import Level, Relation


@dataclass(frozen=True)
class Link:
    """On a day something passed on. ``origin``: only what came from there; ``territory``: only files of that place.

    ``ends`` is True when what stood before ended that day, False when it goes on without this duty or territory.
    """

    on: date
    to: int
    relation: str
    origin: int | None = None
    territory: int | None = None
    ends: bool = True


@dataclass(frozen=True)
class Way:
    """The ids passed through, first to last. ``open``: where it may go on, while nobody has chosen."""

    passed: tuple[int, ...]
    open: tuple[int, ...] = ()

    @property
    def end(self) -> int:
        """Where it has come to; the last certain place when a choice is open."""
        return self.passed[-1]


@dataclass(frozen=True)
class Ways:
    """Every succession of one kind, read once, asked as often as needed."""

    links: Mapping[int, list[Link]] = field(default_factory=dict)

    def way(self, start: int, by: date, within: Collection[int] = ()) -> Way:
        """Where ``start`` has come to by a day; ``within`` are the territories of the file asked about.

        Links of one day are one act: the row of the origin counts, else the whole, else the territory, else the main
        part. When none fits and what stood before ended, the choice is open.
        """
        passed, since, used = [start], date.min, set[tuple[int, date]]()
        while True:
            here = passed[-1]
            for day in sorted({link.on for link in self.links.get(here, ()) if since <= link.on <= by}):
                if (here, day) in used:
                    continue
                used.add((here, day))
                group = [link for link in self.links[here] if link.on == day]
                link = _fitting(group, passed, within)
                if link is not None:
                    passed.append(link.to)
                    since = day
                    break
                if any(one.ends for one in group):
                    return Way(tuple(passed), tuple(one.to for one in group))
            else:
                return Way(tuple(passed))

    def ends_on(self, by: date) -> dict[int, int]:
        """For everything that passed on, where it has come to by a day."""
        return {start: self.way(start, by).end for start in self.links}

    def leading_to(self, ends: Iterable[int], undecided: bool = False) -> set[int]:
        """``ends`` and everything whose way passes through one of them; ``undecided`` adds what might still come."""
        wanted = set(ends)
        found = set(wanted)
        for start in self.links:
            way = self.way(start, date.max)
            if wanted.intersection(way.passed) or (undecided and wanted.intersection(way.open)):
                found.add(start)
        return found


def _fitting(group: list[Link], passed: list[int], within: Collection[int]) -> Link | None:
    by_origin = [link for link in group if link.origin is not None and link.origin in passed]
    free = [link for link in group if link.origin is None]
    whole = [link for link in free if link.relation == Relation.WHOLE and link.territory is None]
    by_territory = [link for link in free if link.territory is not None and link.territory in within]
    main = [link for link in free if link.relation == Relation.DEFAULT and link.territory is None]
    return next(iter([*by_origin, *by_territory, *whole, *main]), None)


def place_ways(level: str = Level.PROVINCE) -> Ways:
    """The ways of the places of a level, in one query."""
    links: dict[int, list[Link]] = {}
    rows = PlaceSuccession.objects.filter(predecessor__level=level).order_by("on", "pk")
    for before, on, after, relation, origin in rows.values_list(
        "predecessor_id", "on", "successor_id", "relation", "origin_id"
    ):
        links.setdefault(before, []).append(Link(on, after, relation, origin))
    return Ways(links)


def body_ways(*, duties: bool = True) -> Ways:
    """The ways of bodies, in one query; ``duties=False`` leaves out duties handed over by bodies that go on."""
    links: dict[int, list[Link]] = {}
    rows = OrganisationSuccession.objects.order_by("on", "pk")
    if not duties:
        rows = rows.filter(duty="")
    for before, on, after, relation, origin, place, goes_on in rows.values_list(
        "predecessor_id", "on", "successor_id", "relation", "origin_id", "place_id", "goes_on"
    ):
        links.setdefault(before, []).append(Link(on, after, relation, origin, place, ends=not goes_on))
    return Ways(links)


def on_map_of(day: date) -> Mapping[int, int]:
    """For every province that ever ended, the province it has become by ``day``; others stand for themselves.

    A province divided without a main part stands for itself: what lay in it belongs to no one part.
    """
    return place_ways().ends_on(day)


def with_predecessors(places: Iterable[int], *, undecided: bool = False) -> set[int]:
    """The provinces and every province that has become one of them; ``undecided`` adds those that may have."""
    return place_ways().leading_to(places, undecided)
