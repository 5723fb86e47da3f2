"""Who answers on a day for what a body or place began: computed from successions; only choices by hand are rows."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.db.models import Q

from khuyencong.registry.models import Change, HandChoice, Place
from khuyencong.registry.queries.over_time import ended_by
from khuyencong.registry.queries.successions import Way, Ways, body_ways, place_ways
from khuyencong.registry.states import ChangeState, Level


@dataclass(frozen=True)
class Chosen:
    """A choice by hand: the receiver of one file, as it has become by the day since it was chosen.

    ``given_to`` is the body as chosen ``since`` a day; ``place_way`` all provinces the file has lain in since.
    """

    place: int | None
    body: int | None
    given_to: int | None
    since: date
    place_way: Way
    body_way: Way

    def passed(self, what: str) -> tuple[int, ...]:
        """Every 'place' or 'body' the file has been given to by hand or passed to since."""
        return self.place_way.passed if what == "place" else self.body_way.passed


@dataclass(frozen=True)
class Answering:
    """Who answers on ``day``; read once (a few small queries), asked for as many files as needed."""

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
    def gone_places(self) -> set[int]:
        """Provinces that had ended by the day; where a way ends in one, nobody took it over."""
        rows = Place.objects.filter(level=Level.PROVINCE, valid_to__lte=self.day)
        return set(rows.values_list("pk", flat=True))

    @cached_property
    def chosen(self) -> Mapping[str, Chosen]:
        """Choices by hand that count by the day, by subject.

        The newest of a province and the newest of a body stand, each until its change is taken back.
        """
        back = Change.objects.filter(state=ChangeState.APPLIED, undoes__isnull=False, on__lte=self.day).values("undoes")
        rows = list(HandChoice.objects.filter(on__lte=self.day).exclude(change__in=back).order_by("on", "pk"))
        places = {row.subject: row for row in rows if row.place_id}
        bodies = {row.subject: row for row in rows if row.body_id}
        return {key: self._since(places.get(key), bodies.get(key)) for key in {**places, **bodies}}

    def _since(self, where: HandChoice | None, who: HandChoice | None) -> Chosen:
        """A choice with what its receivers have become since."""
        lies = self.places.way(where.place_id, self.day, since=where.on) if where and where.place_id else Way(())
        if who is None or who.body_id is None:
            return Chosen(lies.passed[-1] if lies.passed else None, None, None, date.min, lies, Way(()))
        way = self.bodies.way(who.body_id, self.day, lies.passed, who.on)
        return Chosen(lies.passed[-1] if lies.passed else None, way.end, who.body_id, who.on, lies, way)

    def _lies_in(self, place: int | None, subject: str) -> Collection[int]:
        if place is None:
            return ()
        chosen = self.chosen.get(subject)
        return {*self.places.way(place, self.day).passed, *(chosen.place_way.passed if chosen else ())}

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
        if chosen and chosen.given_to:
            return self.bodies.way(chosen.given_to, self.day, self._lies_in(place, subject), chosen.since)
        return self.body_way(body, place, subject)

    def _lost(self, way: Way) -> bool:
        return bool(way.open) or way.end in self.gone

    def _answers(self, start: int, within: Collection[int], since: date = date.min) -> int | None:
        """Who answers for what is ``start``'s since a day and lies ``within`` places; None while it waits."""
        way = self.bodies.way(start, self.day, within, since)
        return None if self._lost(way) else way.end

    def place_of(self, place: int, subject: str = "") -> int | None:
        """The province a file lies in on the day; None while a person has still to choose."""
        way = self._lying(place, subject)
        return None if self._nowhere(way) else way.end

    def place_left(self, place: int, subject: str = "") -> int | None:
        """The province a file stopped at, from which a person has to choose; None while it lies in one."""
        way = self._lying(place, subject)
        return way.end if self._nowhere(way) else None

    def _lying(self, place: int, subject: str) -> Way:
        chosen = self.chosen.get(subject)
        return chosen.place_way if chosen and chosen.place else self.places.way(place, self.day)

    def _nowhere(self, way: Way) -> bool:
        return bool(way.open) or way.end in self.gone_places

    def held_by(self, bodies: Iterable[int], *, organisation: str, place: str = "", label: str = "") -> Q:
        """Condition for files one of ``bodies`` answers for. Lookups name the file's columns, ``label`` its model."""
        wanted = set(bodies)
        starts = {*self.bodies.links, *wanted}
        found = self._begun_by(starts, wanted, organisation, place)
        chosen = self._chosen_of(label)
        if not chosen:
            return found
        found &= ~Q(pk__in=list(chosen))
        alike: dict[tuple[int | None, date, tuple[int, ...]], list[int]] = {}
        for pk, one in chosen.items():
            alike.setdefault((one.given_to, one.since, one.place_way.passed), []).append(pk)
        for (given_to, since, lies), keys in alike.items():
            if given_to:
                mine = self._held(given_to, wanted, place, lies, since)
            else:
                mine = self._begun_by(starts, wanted, organisation, place, lies)
            found |= Q(pk__in=keys) & mine
        return found

    def _chosen_of(self, label: str) -> dict[int, Chosen]:
        """Choices by hand for files of one model, by the file's key."""
        start = f"{label}:"
        own = {key: one for key, one in self.chosen.items() if label and key.startswith(start)}
        return {int(key.removeprefix(start)): one for key, one in own.items()}

    def _begun_by(
        self, starts: Iterable[int], wanted: set[int], organisation: str, place: str, lies: Collection[int] = ()
    ) -> Q:  # fmt: skip
        """Files begun by one of ``starts`` that one of ``wanted`` answers for."""
        whole, found = [], Q(pk__in=[])
        for start in starts:
            if place and self._territories(start):
                found |= Q(**{organisation: start}) & self._held(start, wanted, place, lies)
            elif self._answers(start, lies) in wanted:
                whole.append(start)
        return found | Q(**{f"{organisation}__in": whole})

    def _held(
        self, start: int, wanted: set[int], place: str, lies: Collection[int] = (), since: date = date.min
    ) -> Q:  # fmt: skip
        """Of the files of one body those that one of ``wanted`` answers for, by where each lies."""
        usual = self._answers(start, lies, since) in wanted
        told = self.places.leading_to(self._territories(start), by=self.day) if place else set()
        others = [
            one for one in told
            if (self._answers(start, {*self.places.way(one, self.day).passed, *lies}, since) in wanted) != usual
        ]  # fmt: skip
        if usual:
            return ~Q(**{f"{place}__in": others}) if others else ~Q(pk__in=[])
        return Q(**{f"{place}__in": others}) if others else Q(pk__in=[])

    def _territories(self, start: int) -> set[int]:
        """Every territory that may decide where something of a body goes by the day."""
        seen, waiting, found = {start}, [start], set()
        while waiting:
            for link in self.bodies.links.get(waiting.pop(), ()):
                if link.on > self.day:
                    continue
                found |= {link.territory} if link.territory else set()
                if link.to not in seen:
                    seen.add(link.to)
                    waiting.append(link.to)
        return found

    def lies_in(self, places: Iterable[int], *, place: str, label: str = "") -> Q:
        """Condition for files that lie in one of the provinces, or lay there on their way."""
        wanted = set(places)
        found = Q(**{f"{place}__in": self.places.leading_to(wanted, by=self.day)})
        chosen = {pk: one for pk, one in self._chosen_of(label).items() if one.place}
        if not chosen:
            return found
        mine = [pk for pk, one in chosen.items() if wanted.intersection(one.place_way.passed)]
        return (found & ~Q(pk__in=list(chosen))) | Q(pk__in=mine)

    def lies_within(self, place: int, own: Collection[int], subject: str = "") -> bool:
        """True when a file of ``place`` lies in one of ``own`` on the day or on its way, or was given to it by hand."""
        return not set(own).isdisjoint(self._lying(place, subject).passed)
