"""Opens the carrying out of a project with its lines, and moves its state as the effect of recorded dossiers."""

from django.db import transaction

from khuyencong.kernel.actor import Actor
from khuyencong.ledger.actions import open_lines, year_line
from khuyencong.ledger.models import FundLine
from khuyencong.ledger.states import Stage
from khuyencong.programme.models import Execution, Project
from khuyencong.programme.queries.money import LINES
from khuyencong.programme.transitions import EXECUTION
from khuyencong.records.actions import carry_out
from khuyencong.records.transitions import Deed

STAGES = (Stage.CONTRACTED, Stage.ADVANCED, Stage.PAYABLE, Stage.SPENT, Stage.SETTLED)


@transaction.atomic
def execution_of(*, by: Actor | None, project: Project, advance_kind: str = "") -> Execution:
    """The carrying out of a project, opened with its lines when it is first needed. The project row is locked."""
    Project.objects.select_for_update(of=("self",)).only("pk").get(pk=project.pk)
    known = Execution.objects.filter(project=project).first()
    if known is not None:
        return known
    lines = {
        name: open_lines(year=project.year, stage=stage, count=1)[0] for name, stage in zip(LINES, STAGES, strict=True)
    }
    return Execution.objects.create(project=project, advance_kind=advance_kind, **lines)


def sink(project: Project, stage: str) -> FundLine:
    """The year's line that takes refunded, cancelled or carried money."""
    return year_line(year=project.year, stage=stage)


def move_state(execution: Execution, name: str, deed: Deed) -> Execution:
    """Move the carrying out by a named transition when its state allows it; a second acceptance changes nothing."""
    fresh = Execution.objects.get(pk=execution.pk)
    if fresh.state not in EXECUTION.named(name).sources:
        return fresh
    moved, _event = carry_out(
        thing=fresh, machine=EXECUTION, name=name, deed=Deed(deed.on, deed.by, document=deed.document),
        subjects=[execution.project],
    )  # fmt: skip
    return moved
