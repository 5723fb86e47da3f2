"""Who answers on a day for what a body or place began: computed from successions; only choices by hand are rows."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from khuyencong.registry.models import HandChoice
from khuyencong.registry.queries.over_time import ended_by
from khuyencong.registry.queries.successions import Way, Ways, body_ways, place_ways


@dataclass(frozen=True)
class Chosen:
    """A choice by hand: the receiver of one file."""

    place: int | None
    body: int | None


@dataclass(frozen=True)
class Answering:
    """Who answers on ``day``; read once (four small queries at most), asked for as many files as needed."""

    day: date

    @cached_property
    def bodies(self) -> Ways:
        """Ways of bodies, with duties handed over."""
        return body_ways()

    @cached_property
    def places(self) -> Ways:
        """Ways of provinces."""
        return place_ways()

    @cached_property
    def gone(self) -> set[int]:
        """Bodies that had ended by the day."""
        return ended_by(self.day)

    @cached_property
    def chosen(self) -> dict[str, Chosen]:
        """Choices by hand that count by the day, by subject; of places and of bodies the newest stands."""
        found: dict[str, Chosen] = {}
        for row in HandChoice.objects.filter(on__lte=self.day).order_by("on", "pk"):
            last = found.get(row.subject, Chosen(None, None))
            found[row.subject] = Chosen(row.place_id or last.place, row.body_id or last.body)
        return found

    def _lies_in(self, place: int | None, subject: str) -> Collection[int]:
        if place is None:
            return ()
        chosen = self.chosen.get(subject)
        return {*self.places.way(place, self.day).passed, *({chosen.place} if chosen and chosen.place else ())}

    def body_way(self, body: int, place: int | None = None, subject: str = "") -> Way:
        """The way of a file's body; of the file's place when bodies were divided by territory."""
        return self.bodies.way(body, self.day, self._lies_in(place, subject))

    def body_of(self, body: int, place: int | None = None, subject: str = "") -> int | None:
        """The body that answers for a file of ``body``; None while a person has still to choose."""
        way = self._given_on(body, place, subject)
        return None if self._lost(way) else way.end

    def body_left(self, body: int, place: int | None = None, subject: str = "") -> int | None:
        """The body a file stopped at, from which a person has to choose who goes on; None while somebody answers."""
        way = self._given_on(body, place, subject)
        return way.end if self._lost(way) else None

    def _given_on(self, body: int, place: int | None, subject: str) -> Way:
        """The way of a file's body, from the body chosen by hand where one was: that may have passed on since."""
        chosen = self.chosen.get(subject)
        if chosen and chosen.body:
            return self.body_way(chosen.body, place)
        return self.body_way(body, place, subject)

    def _lost(self, way: Way) -> bool:
        return bool(way.open) or way.end in self.gone

    def place_of(self, place: int, subject: str = "") -> int | None:
        """The province a file lies in on the day; None while a person has still to choose."""
        way = self._lying(place, subject)
        return None if way.open else way.end

    def place_left(self, place: int, subject: str = "") -> int | None:
        """The province a file stopped at, from which a person has to choose; None while it lies in one."""
        way = self._lying(place, subject)
        return way.end if way.open else None

    def _lying(self, place: int, subject: str) -> Way:
        chosen = self.chosen.get(subject)
        return self.places.way(chosen.place if chosen and chosen.place else place, self.day)

    def held_by(self, bodies: Iterable[int], *, organisation: str, place: str = "", label: str = "") -> Q:
        """Condition for files one of ``bodies`` answers for. Lookups name the file's columns, ``label`` its model."""
        wanted = set(bodies)
        starts = {start for start in {*self.bodies.links, *wanted} if self.bodies.way(start, self.day).end in wanted}
        open_now = {start for start in starts if self.bodies.way(start, self.day).open}
        found = Q(**{f"{organisation}__in": starts - open_now})
        for start in self.bodies.links:
            for territory in self._territories(start) if place else ():
                within = {territory}
                mine = self.bodies.way(start, self.day, within).end in wanted
                lies = Q(**{organisation: start, f"{place}__in": self.places.leading_to(within)})
                found = found | lies if mine else found & ~lies
        given = {key for key, c in self.chosen.items() if c.body and self.body_way(c.body).end in wanted}
        return self._by_hand(found, label, given, "body")

    def _territories(self, start: int) -> set[int]:
        passed = self.bodies.way(start, self.day).passed
        return {link.territory for one in passed for link in self.bodies.links.get(one, ()) if link.territory}

    def lies_in(self, places: Iterable[int], *, place: str, label: str = "") -> Q:
        """Condition for files that lie in one of the provinces, or lay there on their way."""
        wanted = set(places)
        found = Q(**{f"{place}__in": self.places.leading_to(wanted, by=self.day)})
        mine = {
            key for key, c in self.chosen.items()
            if c.place and not wanted.isdisjoint(self.places.way(c.place, self.day).passed)
        }  # fmt: skip
        return self._by_hand(found, label, mine, "place")

    def lies_within(self, place: int, own: Collection[int], subject: str = "") -> bool:
        """True when a file of ``place`` lies in one of ``own`` on the day, or was given to it by hand."""
        chosen = self.chosen.get(subject)
        if chosen and chosen.place:
            return not set(own).isdisjoint(self.places.way(chosen.place, self.day).passed)
        return not set(own).isdisjoint(self.places.way(place, self.day).passed)

    def _by_hand(self, found: Q, label: str, mine: set[str], what: str) -> Q:
        """Files chosen for these come along; files chosen for others leave."""
        all_chosen = {key for key, one in self.chosen.items() if getattr(one, what)}
        if not label or not all_chosen:
            return found
        ids = {key: int(key.rpartition(":")[2]) for key in all_chosen if key.startswith(f"{label}:")}
        return (found & ~Q(pk__in=[pk for key, pk in ids.items() if key not in mine])) | Q(
            pk__in=[pk for key, pk in ids.items() if key in mine]
        )
