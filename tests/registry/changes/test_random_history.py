"""No history of mergers, splits, renames, ends and reversals leaves a gap, an overlap or a way that leads nowhere."""

import random
from collections import defaultdict
from datetime import date, timedelta

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuyencong.registry.models import (
    Change,
    Charge,
    OrganisationName,
    OrganisationSuccession,
    Place,
    PlaceSuccession,
    RegionMember,
    Subordination,
)
from khuyencong.registry.queries import body_ways, place_ways
from khuyencong.registry.states import ChangeKind, ChangeState
from tests.registry.changes.history import (
    LEVEL,
    SINCE,
    everything,
    living_bodies,
    new_body,
    new_place,
    random_body_act,
    random_place_act,
    undone,
)


def covers(row, day: date) -> bool:
    return row.valid_from <= day and (row.valid_to is None or day < row.valid_to)


def overlapping(rows, key) -> list[object]:
    """Pairs of rows with one key that share a day."""
    by_key = defaultdict(list)
    for row in rows:
        by_key[key(row)].append(row)
    return [
        (one, other)
        for group in by_key.values()
        for index, one in enumerate(group)
        for other in group[index + 1 :]
        if one.valid_from < (other.valid_to or date.max) and other.valid_from < (one.valid_to or date.max)
    ]


class Histories(TestCase):
    """Thirty acts at most, some on one day, some entered after later ones."""

    @given(seed=st.integers(0, 10**9), acts=st.integers(3, 25))
    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def test_places(self, seed, acts):
        dice, on = random.Random(seed), SINCE + timedelta(days=30)
        for number in range(4):
            new_place(f"Nơi {number}", f"n{number}")
        done = []
        for number in range(acts):
            on += timedelta(days=dice.choice([0, 1, 40]))
            done.append((on, self.perhaps_undone(dice, lambda at=on, nth=number: random_place_act(dice, at, nth))))
        self.no_gap_and_no_overlap(done)
        self.ways_end_where_something_is(done, on)

    def perhaps_undone(self, dice, act):
        """One act; of every third that is a change, undone on its own day, nothing is left but the two events."""
        if dice.random() > 0.35:
            return act()
        before, last = everything(), max(Change.objects.values_list("pk", flat=True), default=0)
        what = act()
        if what == "reversal":
            return what
        back = undone(last)
        assert everything() == before, (what, back)
        return f"{what}, {back}"

    def no_gap_and_no_overlap(self, done):
        places = list(Place.objects.filter(level=LEVEL, valid_from__gte=SINCE))
        assert overlapping(places, lambda row: row.code) == [], done
        regions = list(RegionMember.objects.filter(place__in=places))
        assert overlapping(regions, lambda row: (row.scheme_id, row.place_id)) == [], done
        ended = set(Change.objects.filter(kind=ChangeKind.END, about="place").values_list("parts__place_id", flat=True))
        for link in PlaceSuccession.objects.filter(predecessor__in=places).select_related("predecessor", "successor"):
            assert link.successor.valid_from == link.on, done
            again = link.predecessor_id in ended  # an ended place that is taken back begins again after its gap
            assert link.predecessor.valid_to == link.on or again, done
        continued = set(PlaceSuccession.objects.values_list("predecessor_id", flat=True))
        for place in places:
            assert place.valid_to is None or place.pk in continued or place.pk in ended, done

    def ways_end_where_something_is(self, done, on):
        """On every day every place leads to one place of that day, or waits for a choice, or had an end."""
        ways = place_ways(LEVEL)
        places = {row.pk: row for row in Place.objects.filter(level=LEVEL, valid_from__gte=SINCE)}
        standing_still = set(
            Change.objects.filter(kind=ChangeKind.END, state=ChangeState.APPLIED).values_list(
                "parts__place_id", flat=True
            )
        )
        for day in (SINCE + timedelta(days=step) for step in range(0, (on - SINCE).days + 2, 7)):
            for pk, place in places.items():
                way = ways.way(pk, day)
                if place.valid_from <= day:
                    assert (
                        covers(places[way.end], day)
                        or way.open
                        or way.end in standing_still
                        or self.taken_back(way.end)
                    ), (day, done)
            back = ways.leading_to([pk for pk, row in places.items() if covers(row, day)])
            assert back >= {pk for pk, row in places.items() if covers(row, day)}

    def taken_back(self, pk) -> bool:
        """An end that was reversed later: between its two days nothing stood there."""
        kinds = Change.objects.filter(parts__place_id=pk).values_list("kind", flat=True)
        return ChangeKind.END in set(kinds)

    @given(seed=st.integers(0, 10**9), acts=st.integers(3, 25))
    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def test_bodies(self, seed, acts):
        dice, on = random.Random(seed), SINCE + timedelta(days=30)
        for number in range(4):
            new_body(f"Trung tâm thử {number}")
        done = []
        for number in range(acts):
            on += timedelta(days=dice.choice([0, 1, 40]))
            done.append((on, self.perhaps_undone(dice, lambda at=on, nth=number: random_body_act(dice, at, nth))))
        for model, key in (
            (OrganisationName, lambda row: row.organisation_id),
            (Subordination, lambda row: row.organisation_id),
            (Charge, lambda row: (row.place_id, row.duty, row.organisation_id)),
        ):
            rows = list(model.objects.filter(valid_from__gte=SINCE))
            assert overlapping(rows, key) == [], done
        self.every_body_is_answered_for(done, on)

    def every_body_is_answered_for(self, done, on):
        """What a body began is answered for by a body of the day, waits for a choice, or the body ended alone."""
        ways, alive = body_ways(), {body.pk for body in living_bodies()}
        names = OrganisationName.objects.filter(valid_from__gte=SINCE).order_by("valid_from")
        last = {row.organisation_id: row.valid_to for row in names}
        links = OrganisationSuccession.objects.filter(goes_on=False)
        followed = set(links.values_list("predecessor_id", "on"))
        for body in last:
            way = ways.way(body, on + timedelta(days=1))
            assert way.end in alive or way.open or (way.end, last[way.end]) not in followed, (body, done)
