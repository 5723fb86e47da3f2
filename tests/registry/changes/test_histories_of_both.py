"""Provinces and bodies change in one history, some of it entered late or taken back: duties and files stay whole."""

import random
from datetime import date, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuyencong.kernel.periods import holds_on, lasted
from khuyencong.registry.models import (
    Change,
    Charge,
    OrganisationName,
    Place,
    RegionMember,
    Subordination,
)
from khuyencong.registry.queries import Answering, body_ways, place_ways
from khuyencong.registry.states import About, ChangeKind, Level
from tests.registry.changes.history import (
    SINCE,
    everything,
    living,
    new_body,
    new_place,
    random_body_act,
    random_place_act,
    undone,
)
from tests.registry.changes.test_random_history import covers, overlapping


class HistoriesOfBoth(TestCase):
    """Each act is checked: what it leaves, and that undoing it on its own day leaves nothing of it."""

    @given(seed=st.integers(0, 10**9), acts=st.integers(3, 15))
    @settings(
        max_examples=12,
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def test_duties_and_files_stay_whole(self, seed, acts):
        dice, on, done = random.Random(seed), SINCE + timedelta(days=30), []
        for number in range(4):
            place = new_place(f"Tỉnh thử {number}", f"n{number}", Level.PROVINCE)
            body = new_body(f"Trung tâm thử {number}", place=place)
            Charge.objects.create(place=place, organisation=body, valid_from=SINCE)
        for number in range(acts):
            on += timedelta(days=dice.choice([0, 0, 1, 40]))
            day = on - timedelta(days=dice.choice([0, 0, 0, 0, 25]))
            done.append((day, self.one_act(dice, day, number)))
            self.periods_are_sound(done)
        days = sorted({row.on for row in Change.objects.filter(on__gte=SINCE)} | {on + timedelta(days=1)})
        for day in days:
            self.every_province_has_who_carries_it(day, done)
            self.every_file_is_answered_for(day, done)

    def one_act(self, dice, day, number):
        before, last = everything(), max(Change.objects.values_list("pk", flat=True), default=0)
        act = random_place_act if dice.random() < 0.4 else random_body_act
        if act is random_place_act:
            what = random_place_act(dice, day, number, Level.PROVINCE)
        else:
            what = random_body_act(dice, day, number, living(Level.PROVINCE))
        if "reversal" in what or "refused" in what or dice.random() > 0.4:
            return f"{act.__name__} {what}"
        back = undone(last)
        assert everything() == before, (what, back)
        return f"{what}, {back}"

    def periods_are_sound(self, done):
        """No two rows of one thing share a day; a duty has its province and its body on each of its days."""
        ours = {"valid_from__gte": SINCE}
        for rows, key in (
            (Place.objects.filter(level=Level.PROVINCE, **ours), lambda row: row.code),
            (RegionMember.objects.filter(**ours), lambda row: (row.scheme_id, row.place_id)),
            (OrganisationName.objects.filter(**ours), lambda row: row.organisation_id),
            (Subordination.objects.filter(**ours), lambda row: row.organisation_id),
            (Charge.objects.filter(lasted(), **ours), lambda row: (row.place_id, row.duty, row.organisation_id)),
        ):
            assert overlapping(list(rows), key) == [], done
        names = {}
        for row in OrganisationName.objects.filter(**ours):
            names.setdefault(row.organisation_id, []).append(row)
        for charge in Charge.objects.filter(lasted(), **ours).select_related("place"):
            last = (charge.valid_to or date(2200, 1, 1)) - timedelta(days=1)
            for day in (charge.valid_from, last):
                assert covers(charge.place, day), ("a duty outlives its province", charge.pk, day, done)
                held = any(covers(row, day) for row in names[charge.organisation_id])
                assert held, ("a duty outlives its body", charge.pk, day, done)

    def every_province_has_who_carries_it(self, day, done):
        """A living province that ever had a body has one, unless one ended without a receiver."""
        ways = place_ways()
        charges = list(Charge.objects.filter(lasted(), valid_from__gte=SINCE).select_related("ended_by"))
        alone = Change.objects.filter(kind=ChangeKind.END, about=About.BODY).values_list("parts__body", flat=True)
        ends = {body: body_ways().way(body, day).end for body in {row.organisation_id for row in charges}}
        ended = [row for row in charges if ends[row.organisation_id] in set(alone)]
        for place in Place.objects.filter(level=Level.PROVINCE, valid_from__gte=SINCE):
            if not covers(place, day):
                continue
            line = ways.leading_to([place.pk], undecided=True, by=day)
            if any(row.place_id in line for row in ended):
                continue
            if any(row.place_id in line and row.valid_from <= day for row in charges):
                here = [row for row in charges if row.place_id == place.pk and covers(row, day)]
                assert here, ("nobody carries", place.name, day, done)

    def every_file_is_answered_for(self, day, done):
        """A file of each duty ever held: a living body answers, or it waits; who lists it is who answers."""
        answering = Answering(day)
        names = OrganisationName.objects.filter(holds_on(day), valid_from__gte=SINCE)
        alive = set(names.values_list("organisation_id", flat=True))
        files = list(Charge.objects.filter(lasted(), valid_from__gte=SINCE, valid_from__lte=day))
        ends = Change.objects.filter(kind=ChangeKind.END, about=About.BODY)
        ended = set(ends.values_list("parts__body", flat=True))
        held = {}
        for row in files:
            now = answering.body_of(row.organisation_id, row.place_id)
            way = answering.body_way(row.organisation_id, row.place_id)
            if now is None:
                assert way.open or way.end in ended, ("nobody answers", row.pk, day, done)
            else:
                assert now in alive, ("an ended body answers", row.pk, day, done)
                held.setdefault(now, set()).add(row.pk)
        for body in alive:
            mine = answering.held_by([body], organisation="organisation", place="place")
            rows = Charge.objects.filter(mine, pk__in=[row.pk for row in files])
            listed = set(rows.values_list("pk", flat=True))
            assert listed == held.get(body, set()), ("listed by others than who answers", body, day, done)
