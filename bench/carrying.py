"""Four of five allocated projects of the invented year are carried out: contract to settlement, dossiers at desks.

Rows are added in bulk; the lines are opened and the tallies told as the actions would, so that balances and tallies
agree with the movements. ``check`` says so.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Sum

from khuyencong.documents.models import Document
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.rows import add_all, add_rows
from khuyencong.ledger.actions import open_lines
from khuyencong.ledger.hooks import MOVED
from khuyencong.ledger.models import FundLine, Movement
from khuyencong.ledger.states import YEAR_WIDE, Stage, Step
from khuyencong.programme.actions.executions import STAGES
from khuyencong.programme.models import Dossier, DossierStep, Execution, Project, StepTally
from khuyencong.programme.queries import later_of
from khuyencong.programme.queries.money import LINES
from khuyencong.programme.states import Carrying, Desk, DossierKind, DossierState

FIRST = date(2020, 7, 6)
# How far one project in ten has come: the steps done whole, then the dossier that waits, its state and its desk.
K, S = DossierKind, DossierState
FAR: tuple[tuple[int, str, str, str], ...] = (
    (0, K.CONTRACT, S.AGREED, Desk.LEADER), (1, K.ADVANCE, S.SUBMITTED, Desk.SO),
    (1, K.ADVANCE, S.CONFIRMED, Desk.OFFICER), (1, K.PROGRESS, S.DRAFT, Desk.UNIT),
    (2, K.PROGRESS, S.SUBMITTED, Desk.SO), (2, K.ACCEPTANCE, S.DRAFT, Desk.UNIT), (3, K.PAYMENT, S.CHECKED, Desk.HEAD),
    (3, K.PAYMENT, S.RECORDED, Desk.ACCOUNTANT), (4, K.SETTLEMENT, S.SUBMITTED, Desk.OFFICER), (5, "", "", ""),
)  # fmt: skip
STATES = (Carrying.PREPARING, Carrying.RUNNING, Carrying.RUNNING, Carrying.ACCEPTED, Carrying.ACCEPTED,
          Carrying.LIQUIDATED)  # fmt: skip
# Whole steps in order: the dossier, its last state, the paper, the steps its history keeps.
DONE = (
    (K.CONTRACT, S.RECORDED, DocumentKind.CONTRACT), (K.ADVANCE, S.PAID, DocumentKind.TREASURY),
    (K.ACCEPTANCE, S.RECORDED, DocumentKind.MINUTES), (K.PAYMENT, S.PAID, DocumentKind.TREASURY),
    (K.LIQUIDATION, S.RECORDED, DocumentKind.MINUTES),
)  # fmt: skip
HISTORY = (("submit", S.DRAFT, S.SUBMITTED), ("check", S.SUBMITTED, S.CHECKED), ("agree", S.CHECKED, S.AGREED))


@dataclass
class Work:
    """One project's lines by stage and the rows made for it; amounts in đồng."""

    project: Project
    lines: dict[str, int]
    amount: int
    far: tuple[int, str, str, str]
    start: date
    papers: list[Document] = field(default_factory=list)

    def day(self, step: int) -> date:
        return self.start + timedelta(days=21 * step)


def carry_out(by: int) -> int:
    """Carry the projects out, a thousand at a time. Returns how many."""
    rows = Project.objects.filter(allocations__isnull=False).select_related("allocated_line")
    chosen = [row for index, row in enumerate(rows.order_by("position")) if index % 5]
    given = dict(Movement.objects.filter(step=Step.ALLOCATED).values_list("target_id", "amount"))
    for start in range(0, len(chosen), 1000):
        with transaction.atomic():
            _some(chosen[start : start + 1000], given, start, by)
    return len(chosen)


def _some(projects: Sequence[Project], given: dict[int, int], start: int, by: int) -> None:
    opened = [open_lines(year=2020, stage=stage, count=len(projects)) for stage in STAGES]
    works = []
    for index, project in enumerate(projects):
        lines = {str(stage): found[index].pk for stage, found in zip(STAGES, opened, strict=True)}
        lines[Stage.ALLOCATED] = project.allocated_line_id
        first = FIRST + timedelta(days=(start + index) % 60)
        works.append(Work(project, lines, given[project.allocated_line_id], FAR[(start + index) % len(FAR)], first))
    names = ("project_id", *(f"{name}_id" for name in LINES), "state", "advance_kind", "retention", "opened_at")
    add_rows(Execution, names, (_execution(work) for work in works))
    _documents(works, by)
    moved = add_all([movement for work in works for movement in _movements(work, by)])
    for part in range(0, len(moved), 500):
        for listener in MOVED:
            listener(moved[part : part + 500])
    dossiers = add_all([dossier for work in works for dossier in _dossiers(work, by)])
    add_rows(
        DossierStep,
        ("dossier_id", "name", "before", "after", "desk", "by_id", "on", "at", "document_id", "on_behalf", "remark"),
        (step for dossier in dossiers for step in _steps(dossier, by)),
    )


def _execution(work: Work) -> tuple[object, ...]:
    lines = (work.lines[stage] for stage in STAGES)
    return (work.project.pk, *lines, STATES[work.far[0]], "", "", f"{work.start} 00:00:00+00:00")


def _documents(works: Sequence[Work], by: int) -> None:
    """The paper of every whole step."""
    for work in works:
        for step, (kind, _state, paper) in enumerate(DONE[: work.far[0]]):
            work.papers.append(
                Document(kind=paper, number=f"{work.project.pk * 10 + step}/{paper}-MH", date=work.day(step),
                         year=work.day(step).year, issuer_name="Đơn vị minh họa", abstract=f"{kind} minh họa",
                         recorded_by_id=by)
            )  # fmt: skip
    add_all([paper for work in works for paper in work.papers])


def _movements(work: Work, by: int) -> Iterator[Movement]:
    """Contract of the whole, advance of half, acceptance of the whole, payment of the rest, settlement."""
    whole, half = work.amount, work.amount // 2
    ways = (
        ((Step.CONTRACTED, Stage.ALLOCATED, Stage.CONTRACTED, whole),),
        ((Step.ADVANCED, Stage.CONTRACTED, Stage.ADVANCED, half),),
        ((Step.ACCEPTED, Stage.ADVANCED, Stage.SPENT, half),
         (Step.ACCEPTED, Stage.CONTRACTED, Stage.PAYABLE, whole - half)),
        ((Step.PAID, Stage.PAYABLE, Stage.SPENT, whole - half),),
        ((Step.SETTLED, Stage.SPENT, Stage.SETTLED, whole),),
    )  # fmt: skip
    for step, paper in enumerate(work.papers):
        for name, source, target, amount in ways[step]:
            yield Movement(
                source_id=work.lines[source], target_id=work.lines[target], step=name, amount=amount, on=work.day(step),
                document_id=paper.pk, recorded_by_id=by,
            )  # fmt: skip


def _dossiers(work: Work, by: int) -> Iterator[Dossier]:
    """One recorded dossier a whole step, then the one that waits; a report of the month where it is one."""
    done, kind, state, desk = work.far
    for step, (made, last, _paper) in enumerate(DONE[:done]):
        yield Dossier(
            project_id=work.project.pk, kind=made, number=1, state=last, desk="", since=work.day(step),
            made_on=work.day(step) - timedelta(days=14), amount=work.amount, document_id=work.papers[step].pk,
            final=made in (K.ACCEPTANCE, K.PAYMENT), made_by_id=by,
        )  # fmt: skip
    if kind:
        day = work.day(done)
        yield Dossier(
            project_id=work.project.pk, kind=kind, number=1, state=state, desk=desk, since=day, made_on=day,
            due_on=day + timedelta(days=5 + work.project.pk % 30), amount=work.amount // 2,
            month=day.replace(day=1) if kind == K.PROGRESS else None, made_by_id=by,
        )  # fmt: skip


def _steps(dossier: Dossier, by: int) -> Iterator[tuple[object, ...]]:
    """The steps a dossier has gone through, and the recording of its paper."""
    at = f"{dossier.since} 00:00:00+00:00"
    for name, before, after in HISTORY if dossier.state not in (S.DRAFT,) else ():
        yield (dossier.pk, name, before, after, Desk.OFFICER, by, dossier.made_on, at, None, False, "")
    if dossier.document_id:
        yield (dossier.pk, "record", S.AGREED, dossier.state, Desk.CLERK, by, dossier.since, at, dossier.document_id,
               False, "")  # fmt: skip


def check() -> None:
    """No line below zero, and the tallies of later steps say what the movements say."""
    into = dict(Movement.objects.order_by().values_list("target").annotate(total=Sum("amount")))
    out = dict(Movement.objects.order_by().values_list("source").annotate(total=Sum("amount")))
    floored = FundLine.objects.exclude(stage__in=YEAR_WIDE).values_list("pk", flat=True)
    assert all(into.get(line, 0) >= out.get(line, 0) for line in floored)
    said = later_of(StepTally.objects.all(), 2020, date(2021, 12, 31))
    for step in (Step.CONTRACTED, Step.ADVANCED, Step.ACCEPTED, Step.PAID, Step.SETTLED):
        assert getattr(said, step) == Movement.objects.filter(step=step).aggregate(total=Sum("amount"))["total"], step
