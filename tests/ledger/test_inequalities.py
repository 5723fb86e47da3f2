"""No sequence of movements makes a line negative on any day, and figures always equal their rows."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from khuyencong.documents.models import Document
from khuyencong.kernel.findings import Refused
from khuyencong.ledger.actions import Transfer, move, move_from_source, open_lines, reverse, year_line
from khuyencong.ledger.models import Movement
from khuyencong.ledger.queries import Balances, movements_of, reached_by_line
from khuyencong.ledger.states import Stage

START = date(2019, 1, 1)
days = st.integers(0, 6).map(lambda number: START + timedelta(days=number))
steps = st.lists(st.tuples(st.sampled_from(["plan", "allocate", "reverse"]), days, st.integers(1, 60)), max_size=14)


class Inequalities(TestCase):
    """Random histories of one project's plan and allocation."""

    @given(steps)
    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    def test_no_history_makes_a_line_negative(self, history):
        paper = Document.objects.create(kind="QĐ", number="", year=2019, abstract="giả định")
        source = year_line(year=2019, stage=Stage.SOURCE)
        (planned,) = open_lines(year=2019, stage=Stage.PLANNED, count=1)
        (allocated,) = open_lines(year=2019, stage=Stage.ALLOCATED, count=1)
        made: list[Movement] = []
        for verb, on, amount in history:
            try:
                if verb == "plan":
                    made += move_from_source(
                        by=None, transfers=[Transfer(source, planned, amount)], on=on, document=paper
                    )
                elif verb == "allocate":
                    transfer = Transfer(planned, allocated, amount)
                    made.append(move(by=None, transfer=transfer, on=on, document=paper))
                elif made:
                    made.append(reverse(by=None, movement=made[amount % len(made)], on=on, document=paper))
            except Refused:
                continue
        for line in (planned, allocated):
            for number in range(7):
                day = START + timedelta(days=number)
                balance = sum(
                    row.amount if row.target_id == line.pk else -row.amount
                    for row in movements_of(line)
                    if row.on <= day
                )
                assert balance >= 0
                if number == 6:
                    lines = type(line).objects.filter(pk=line.pk)
                    assert balance == Balances.of(lines).least_from(line.pk, day)
        last = START + timedelta(days=6)
        reached = reached_by_line(Stage.ALLOCATED, last, 2019).get(allocated.pk, 0)
        into_plan = reached_by_line(Stage.PLANNED, last, 2019).get(planned.pk, 0)
        assert 0 <= reached <= into_plan


@pytest.mark.django_db
def test_only_the_state_budget_has_no_floor():
    paper = Document.objects.create(kind="QĐ", number="", year=2019, abstract="giả định")
    first, second = open_lines(year=2019, stage=Stage.PLANNED, count=2)
    with pytest.raises(ValueError, match="no floor"):
        move_from_source(by=None, transfers=[Transfer(first, second, 1)], on=START, document=paper)
