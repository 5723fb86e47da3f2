"""Changes of the same places applied at the same moment: one counts, the others are refused, nothing is half done."""

import os
import signal
import time
from contextlib import suppress
from datetime import date
from itertools import combinations

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections, transaction

from khuyencong.kernel.findings import Refused
from khuyencong.records.queries import steps_of
from khuyencong.registry.actions import apply_change, enter_change
from khuyencong.registry.imports import load_reference
from khuyencong.registry.models import Change, Place, PlaceSuccession
from khuyencong.registry.rules.changes import Entry, Side
from khuyencong.registry.states import About, ChangeKind, ChangeState
from tests.registry.changes.history import everything, new_place, paper

ON, TODAY = date(2030, 6, 1), date(2030, 6, 2)
KILLS = 12


@pytest.fixture
def mergers(transactional_db) -> list[Change]:
    """A committed database with four places and every merger of two of them entered."""
    call_command("flush", interactive=False, verbosity=0)
    with transaction.atomic():
        load_reference(by=None, folder=settings.DATA_DIR)
        places = [new_place(f"Nơi {number}", f"n{number}") for number in range(4)]
        return [
            enter_change(
                by=None,
                entry=Entry(ChangeKind.MERGE, About.PLACE, ON, paper(ON), (Side(place=one), Side(place=two)),
                            (Side(name=f"Hợp {number}", code=f"h{number}"),)),
            )
            for number, (one, two) in enumerate(combinations(places, 2))
        ]  # fmt: skip


def applying(change: Change, start: float) -> int:
    """A process of its own that applies a change at a moment, whether it is refused or not; gives its id."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    failed = 1
    try:
        time.sleep(max(0.0, start - time.time()))
        with suppress(Refused):
            apply_change(by=None, change=change, today=TODAY)
        connections.close_all()
        failed = 0
    finally:
        os._exit(failed)


def told(changes: list[Change]) -> list[Change]:
    return list(Change.objects.filter(pk__in=[one.pk for one in changes], state=ChangeState.APPLIED))


def test_every_merger_of_the_same_places_at_once(mergers):
    start = time.time() + 0.5
    children = [applying(change, start) for change in (*mergers, *mergers[:2])]
    for pid in children:
        assert os.waitpid(pid, 0)[1] == 0
    done = told(mergers)
    assert 1 <= len(done) <= 2
    merged = [part.place_id for change in done for part in change.parts.filter(role="before")]
    assert len(merged) == len(set(merged))  # no place went two ways
    for change in done:
        assert len(steps_of(change)) == 1
        assert PlaceSuccession.objects.filter(change=change).count() == 2
    assert PlaceSuccession.objects.filter(on=ON).count() == 2 * len(done)
    assert Place.objects.filter(valid_from=ON).count() == len(done)


def test_killed_at_any_point_all_of_a_change_or_none(mergers):
    change, untouched = mergers[0], everything()
    for number in range(KILLS):
        pid = applying(change, 0.0)
        time.sleep(0.004 * (number + 1))
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        if told([change]):
            assert len(steps_of(change)) == 1 and PlaceSuccession.objects.filter(change=change).count() == 2
            break
        assert everything() == untouched and not steps_of(change)
    apply_change(by=None, change=mergers[-1], today=TODAY)  # the other two places: nothing is left locked
    assert told([mergers[-1]])
