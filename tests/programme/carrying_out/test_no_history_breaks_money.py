"""No sequence of acts breaks the money inequalities: at random, eight writers at once, and killed at any point."""

import os
import random
import signal
import time
from datetime import date

import pytest
from django.conf import settings as site
from django.core.management import call_command
from django.db import connections, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuyencong.programme.models import DossierStep
from tests.programme.carrying_out.cast import MILLION, Cast, cast
from tests.programme.carrying_out.storm import broken, random_act

WRITERS, ACTS, KILLS = 8, 20, 200


class Inequalities(TestCase):
    """Random histories of one project, each act by the desk that may take it, amounts also far too high."""

    @given(seed=st.integers(0, 10**9), acts=st.integers(5, 40))
    @settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
    def test_no_history_breaks_the_inequalities(self, seed, acts):
        one, dice = cast(mark=f"h{seed}"), random.Random(seed)
        one.contract(300 * MILLION, date(2021, 4, 1))
        done = [random_act(one, dice) for _number in range(acts)]
        assert broken(one.project) == [], done


@pytest.fixture
def plain(transactional_db):
    """A committed database with the reference data and one contracted project; the runner empties it afterwards."""
    from khuyencong.registry.imports import load_reference

    call_command("flush", interactive=False, verbosity=0)
    with transaction.atomic():
        load_reference(by=None, folder=site.DATA_DIR)
        one = cast()
        one.contract(300 * MILLION, date(2021, 4, 1))
    return one


def child(one: Cast, seed: int, acts: int) -> int:
    """A process of its own that acts on the project; gives its id."""
    connections.close_all()
    pid = os.fork()
    if pid:
        return pid
    try:
        dice = random.Random(seed)
        for _number in range(acts):
            random_act(one, dice)
        connections.close_all()
    finally:
        os._exit(0)


def test_eight_writers_at_once(plain):
    before = DossierStep.objects.count()
    children = [child(plain, seed, ACTS) for seed in range(WRITERS)]
    for pid in children:
        assert os.waitpid(pid, 0)[1] == 0
    assert broken(plain.project) == []
    assert DossierStep.objects.count() - before > WRITERS


def test_killed_at_any_point_all_of_an_act_or_none(plain):
    dice, killed, before = random.Random(7), 0, DossierStep.objects.count()
    for number in range(KILLS):
        pid = child(plain, 1000 + number, 50)
        time.sleep(dice.uniform(0.01, 0.2))
        os.kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
        killed += os.WIFSIGNALED(status)
        if number % 10 == 9:
            assert broken(plain.project) == []
    assert killed == KILLS
    assert broken(plain.project) == []
    assert DossierStep.objects.count() > before
