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
    ``act`` tells links of one change from those of another on the same day, ``order`` which came first; ``undoes`` is
    the act a reversal takes back: what came from ``origin`` by another act stays.
    """

    on: date
    to: int
    relation: str
    origin: int | None = None
    territory: int | None = None
    ends: bool = True
    act: int | None = None
    order: int = 0
    undoes: int | None = None


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
class _Walk:
    """How far a way has come: the ids passed, the acts that led from each, since which day and order of links."""

    passed: tuple[int, ...]
    since: tuple[date, int]
    acts: frozenset[tuple[int, int | None]] = frozenset()

    def along(self, link: Link) -> "_Walk":
        """One link further."""
        return _Walk(
            (*self.passed, link.to), (link.on, link.order), self.acts | {(self.passed[-1], link.act)}
        )  # fmt: skip


@dataclass(frozen=True)
class Ways:
    """Every succession of one kind, read once, asked as often as needed."""

    links: Mapping[int, list[Link]] = field(default_factory=dict)

    def way(self, start: int, by: date, within: Collection[int] = (), since: date = date.min) -> Way:
        """Where ``start`` has come to by a day; ``within`` are the territories of the file asked about.

        Of the links of one act the one of the origin counts, else that of the territory, else the whole, else the main
        part. When none fits and what stood before ended, the choice is open until all that may be chosen has become
        one. Links before ``since`` do not count: a file given to a body by hand does not go where others went before.
        """
        return self._from(_Walk((start,), (since, 0)), by, within)

    def _from(self, walk: _Walk, by: date, within: Collection[int]) -> Way:
        while True:
            for act in self._acts(walk.passed[-1]):
                if (act[0].on, act[0].order) <= walk.since or act[0].on > by:
                    continue
                link = _fitting(act, walk, within)
                if link is not None:
                    walk = walk.along(link)
                    break
                if any(one.ends for one in act):
                    return self._open(walk, act, by, within)
            else:
                return Way(walk.passed)

    def _open(self, walk: _Walk, act: list[Link], by: date, within: Collection[int]) -> Way:
        """A way that waits for a choice; where every choice has led to the same since, there is none to make."""
        ways = [self._from(walk.along(link), by, within) for link in act]
        if len(ways) > 1 and not any(way.open for way in ways) and len({way.end for way in ways}) == 1:
            return Way((*walk.passed, ways[0].end))
        return Way(walk.passed, tuple(one.to for one in act))

    def _acts(self, start: int) -> list[list[Link]]:
        """The links that lead on from ``start``, those of one act together, in the order they counted."""
        acts: dict[tuple[date, int | None], list[Link]] = {}
        for link in sorted(self.links.get(start, ()), key=lambda link: (link.on, link.order)):
            acts.setdefault((link.on, link.act), []).append(link)
        return list(acts.values())

    def ends_on(self, by: date) -> dict[int, int]:
        """For everything that passed on, where it has come to by a day."""
        return {start: self.way(start, by).end for start in self.links}

    def leading_to(self, ends: Iterable[int], undecided: bool = False, by: date = date.max) -> set[int]:
        """``ends`` and everything whose way passes through one by a day; ``undecided`` adds what might still come."""
        wanted = set(ends)
        found = set(wanted)
        for start in self.links:
            way = self.way(start, by)
            if wanted.intersection(way.passed) or (undecided and wanted.intersection(way.open)):
                found.add(start)
        return found


def _fitting(group: list[Link], walk: _Walk, within: Collection[int]) -> Link | None:
    by_origin = [
        link for link in group
        if link.origin is not None
        and ((link.origin, link.undoes) in walk.acts if link.undoes else link.origin in walk.passed)
    ]  # fmt: skip
    free = [link for link in group if link.origin is None]
    whole = [link for link in free if link.relation == Relation.WHOLE and link.territory is None]
    by_territory = [link for link in free if link.territory is not None and link.territory in within]
    main = [link for link in free if link.relation == Relation.DEFAULT and link.territory is None]
    return next(iter([*by_origin, *by_territory, *whole, *main]), None)


def place_ways(level: str = Level.PROVINCE) -> Ways:
    """The ways of the places of a level, in one query."""
    links: dict[int, list[Link]] = {}
    rows = PlaceSuccession.objects.filter(predecessor__level=level).order_by("on", "pk")
    for before, on, after, relation, origin, act, undoes, order in rows.values_list(
        "predecessor_id", "on", "successor_id", "relation", "origin_id", "change_id", "change__undoes_id", "pk"
    ):
        links.setdefault(before, []).append(Link(on, after, relation, origin, act=act, order=order, undoes=undoes))
    return Ways(links)


def body_ways(*, duties: bool = True) -> Ways:
    """The ways of bodies, in one query; ``duties=False`` leaves out duties handed over by bodies that go on."""
    links: dict[int, list[Link]] = {}
    rows = OrganisationSuccession.objects.order_by("on", "pk")
    if not duties:
        rows = rows.filter(duty="")
    for before, on, after, relation, origin, place, goes_on, act, undoes, order in rows.values_list(
        "predecessor_id", "on", "successor_id", "relation", "origin_id", "place_id", "goes_on", "change_id",
        "change__undoes_id", "pk",
    ):  # fmt: skip
        link = Link(on, after, relation, origin, place, not goes_on, act, order, undoes)
        links.setdefault(before, []).append(link)
    return Ways(links)


def on_map_of(day: date) -> Mapping[int, int]:
    """For every province that ever ended, the province it has become by ``day``; others stand for themselves.

    A province divided without a main part stands for itself: what lay in it belongs to no one part.
    """
    return place_ways().ends_on(day)


def with_predecessors(places: Iterable[int], *, undecided: bool = False) -> set[int]:
    """The provinces and every province that has become one of them; ``undecided`` adds those that may have."""
    return place_ways().leading_to(places, undecided)
