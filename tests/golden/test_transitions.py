"""State × transition × role × organisation for every state machine: generated, compared with a reviewed table.

After a wanted change: KC_WRITE_GOLDEN=1 pytest tests/golden/test_transitions.py, then review transitions.csv.
"""

import csv
import io
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from khuyencong.accounts.models import Assignment, User
from khuyencong.accounts.permissions import standing_of
from khuyencong.accounts.roles import ROLES
from khuyencong.kernel.findings import Refused
from khuyencong.programme.actions.steps import take_step
from khuyencong.programme.models import Dossier, DossierStep, Project
from khuyencong.programme.permissions import can_take
from khuyencong.programme.states import Carrying, DossierKind, DossierState, ObstacleState, StatementState
from khuyencong.programme.transitions import EXECUTION, MACHINES, OBSTACLE, STATEMENT
from khuyencong.records.transitions import Deed
from khuyencong.registry.models import Organisation
from tests.programme.carrying_out.cast import TODAY, cast

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("transitions.csv")
EVERY = (*MACHINES.values(), EXECUTION, OBSTACLE, STATEMENT)


@dataclass
class Seat:
    """A person in one role at one body: the body of the project ('own') or another of the same kind ('other')."""

    role: str
    where: str
    user: User


@pytest.fixture
def seats():
    """Every role at its own and at another body, for one project of a locality."""
    one = cast()
    other_unit = Organisation.objects.filter(kind="centre").exclude(pk=one.project.implementer_id).first()
    other_so = Organisation.objects.filter(kind="department").exclude(place=one.project.place).first()
    agency, so = Organisation.objects.get(code="CUC"), one.so.assignments.first().organisation
    found = []
    for role in ROLES:
        for where in ("own", "other"):
            body = {"so": (so, other_so), "un": (one.project.implementer, other_unit)}.get(role[:2], (agency, agency))
            user = User.objects.create(username=f"{role}-{where}", full_name=f"{role} {where}")
            Assignment.objects.create(
                user=user, organisation=body[where == "other"], role=role, valid_from=date(2020, 1, 1)
            )
            found.append(Seat(role, where, user))
    return one, found


def sitting(seats: list[Seat], desk: str, project: Project, *, on_behalf: bool) -> str:
    """Who may take a step of the desk, in words a reviewer can read."""
    able: dict[str, list[str]] = {}
    for seat in seats:
        if can_take(standing_of(seat.user, TODAY), desk, project, on_behalf=on_behalf):
            able.setdefault(seat.role, []).append(seat.where)
    return "; ".join(role if len(where) == 2 else f"{role} ({where[0]})" for role, where in able.items())


def test_tables_are_the_reviewed_ones(seats):
    one, people = seats
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["machine", "transition", "from", "to", "desk", "paper", "may take it", "may record it on behalf",
                    "rules", "clause"])  # fmt: skip
    for machine in EVERY:
        for row in machine.transitions:
            rules = " ".join(rule.__name__ for rule in row.requires)
            table.writerow([
                machine.name, row.name, " ".join(sorted(row.sources)), row.target, row.desk, row.paper.value,
                sitting(people, row.desk, one.project, on_behalf=False),
                sitting(people, row.desk, one.project, on_behalf=True), rules, row.clause,
            ])  # fmt: skip
    if os.environ.get("KC_WRITE_GOLDEN"):
        FILE.write_text(out.getvalue())
    assert out.getvalue() == FILE.read_text()


@pytest.mark.parametrize("kind", MACHINES)
def test_every_role_and_body_that_may_not_is_refused(seats, kind):
    one, people = seats
    made = Dossier.objects.create(
        project=one.project, kind=kind, number=90, since=date(2021, 4, 1), made_on=date(2021, 4, 1)
    )
    paper, standings = one.paper("QĐ", TODAY), {seat.user.pk: standing_of(seat.user, TODAY) for seat in people}
    for row in MACHINES[kind].transitions:
        Dossier.objects.filter(pk=made.pk).update(state=min(row.sources))
        for seat in people:
            for on_behalf in (False, True):
                if can_take(standings[seat.user.pk], row.desk, one.project, on_behalf=on_behalf):
                    continue
                deed = Deed(TODAY, on_behalf=on_behalf, remark="thử", document=paper)
                with pytest.raises(Refused) as caught:
                    take_step(by=seat.user, dossier=made, name=row.name, deed=deed, today=TODAY)
                assert caught.value.findings[0].code == "not-your-desk"
    assert DossierStep.objects.filter(dossier=made).count() == 0


@pytest.mark.parametrize("kind", MACHINES)
def test_every_state_a_transition_does_not_leave_refuses_it(seats, kind):
    one, people = seats
    made = Dossier.objects.create(
        project=one.project, kind=kind, number=91, since=date(2021, 4, 1), made_on=date(2021, 4, 1)
    )
    paper = one.paper("QĐ", TODAY)
    for row in MACHINES[kind].transitions:
        seat = next(
            (s for s in people if can_take(standing_of(s.user, TODAY), row.desk, one.project, on_behalf=False)), None
        )
        assert seat is not None, (kind, row.name)
        for state in set(DossierState.values) - row.sources:
            Dossier.objects.filter(pk=made.pk).update(state=state)
            deed = Deed(TODAY, remark="thử", document=paper)
            with pytest.raises(Refused) as caught:
                take_step(by=seat.user, dossier=made, name=row.name, deed=deed, today=TODAY)
            assert "state-allows" in [finding.code for finding in caught.value.findings]
            made.refresh_from_db()
            assert made.state == state
    assert DossierStep.objects.filter(dossier=made).count() == 0


def test_every_kind_has_a_table_and_every_state_can_be_reached():
    assert set(MACHINES) == set(DossierKind.values)
    reached = set().union(*(machine.states for machine in MACHINES.values()))
    assert reached == set(DossierState.values)
    assert EXECUTION.states == set(Carrying.values)
    assert OBSTACLE.states == set(ObstacleState.values)
    assert STATEMENT.states == set(StatementState.values)


def test_what_is_forward_can_always_be_moved_on_or_is_final():
    for machine in MACHINES.values():
        for state in machine.states:
            leaving = machine.leaving(state)
            stuck = bool(leaving) and all(row.back for row in leaving)
            # A confirmed progress report is done; it may still be sent back.
            assert stuck == ((machine.name, state) == (DossierKind.PROGRESS, DossierState.CONFIRMED))
