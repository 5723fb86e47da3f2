"""Every state machine of the office around the money as a reviewed table, and that no step is taken from elsewhere.

After a wanted change: KC_WRITE_GOLDEN=1 pytest tests/golden/test_office_machines.py, then review the difference.
"""

import csv
import io
import os
from datetime import date
from pathlib import Path

import pytest

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.clusters.models import Opinion
from khuyencong.clusters.transitions import OPINION
from khuyencong.documents.models import Draft
from khuyencong.documents.transitions import DRAFT
from khuyencong.kernel.findings import Refused
from khuyencong.oversight.models import Gathering, Inspection, Petition, Recommendation, WorkTask
from khuyencong.oversight.transitions.gatherings import GATHERING
from khuyencong.oversight.transitions.inspections import INSPECTION, RECOMMENDATION
from khuyencong.oversight.transitions.petitions import PETITION
from khuyencong.oversight.transitions.tasks import TASK
from khuyencong.records.actions import take
from khuyencong.records.models import TrailStep
from khuyencong.records.transitions import Deed

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("office_machines.csv")
MACHINES = {
    DRAFT: Draft, OPINION: Opinion, PETITION: Petition, TASK: WorkTask, INSPECTION: Inspection,
    RECOMMENDATION: Recommendation, GATHERING: Gathering,
}  # fmt: skip


def test_tables_are_the_reviewed_ones():
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(["machine", "transition", "from", "to", "desk", "paper", "rules"])
    for machine in MACHINES:
        for row in machine.transitions:
            rules = " ".join(rule.__name__ for rule in row.requires)
            table.writerow(
                [machine.name, row.name, " ".join(sorted(row.sources)), row.target, row.desk, row.paper.value, rules]
            )
    if os.environ.get("KC_WRITE_GOLDEN"):
        FILE.write_text(out.getvalue())
    assert out.getvalue() == FILE.read_text()


@pytest.mark.parametrize("machine", MACHINES, ids=lambda machine: machine.name)
def test_a_step_is_refused_from_every_other_state_and_changes_nothing(machine):
    model, day = MACHINES[machine], date(2026, 11, 20)
    head = User.objects.get(username="truongphong")
    states = {state for row in machine.transitions for state in (*row.sources, row.target)}
    tried = 0
    for state in sorted(states):
        thing = model.objects.filter(state=state).first()
        for row in machine.transitions:
            if thing is None or state in row.sources:
                continue
            tried += 1
            deed = Deed(day, head, said={"standing": standing_of(head, day)})
            with pytest.raises(Refused):
                take(thing=thing, machine=machine, name=row.name, deed=deed)
            thing.refresh_from_db()
            assert thing.state == state, (machine.name, row.name)
    assert tried > 2


FIVE = ("lanhdao", "truongphong", "chuyenvien", "ketoan", "vanthu")


def test_the_demos_office_is_run_by_five_people_without_an_outside_account():
    """Every step of every thing of the office in the demo was taken by one of the five, and most kinds of step were."""
    taken: dict[str, set[str]] = {}
    for machine, model in MACHINES.items():
        steps = TrailStep.objects.filter(subject__startswith=f"{model._meta.label_lower}:")
        assert set(steps.values_list("by__username", flat=True)) <= set(FIVE), machine.name
        taken[machine.name] = set(steps.values_list("name", flat=True))
    usual = {
        "petition": {"assign", "draft", "answer", "transfer"}, "task": {"begin", "report", "finish", "carry", "drop"},
        "inspection": {"decide", "notify", "set_out", "finish", "conclude", "close"},
        "gathering": {"prepare", "hold", "report"}, "draft": {"submit", "agree", "endorse", "return_leader", "record"},
    }  # fmt: skip
    assert {name: steps - taken[name] for name, steps in usual.items() if steps - taken[name]} == {}
