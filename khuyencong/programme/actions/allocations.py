"""Records allocation decisions from their workbook: each placed row moves money from the plan to its project."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from rapidfuzz import fuzz

from khuyencong.documents.actions import record_document
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.collector import collector_paused
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.rows import add_rows
from khuyencong.kernel.text import fold
from khuyencong.ledger.actions import Transfer, lock_lines, move, move_each
from khuyencong.ledger.models import FundLine
from khuyencong.ledger.queries import Balances
from khuyencong.ledger.states import Stage
from khuyencong.programme.actions.outcome import (
    JudgedRow,
    Outcome,
    PaperOptions,
    describe,
    says_something_new,
    supersede,
    waiting_lines,
    write_run,
)
from khuyencong.programme.actions.printed import PrintedAllocation, PrintedAllocations, PrintedBatch
from khuyencong.programme.models import AllocationBatch, AllocationLine, AnnualPlan, Project
from khuyencong.programme.rules import (
    allocation_is_dated,
    allocation_is_numbered,
    is_whole,
    project_is_found,
    settled_before,
    stated_total_equals_rows,
    year_has_a_plan,
)
from khuyencong.records.actions import record_event
from khuyencong.records.models import ImportRow, ImportRun
from khuyencong.records.queries import earlier_run, subject_of
from khuyencong.records.states import ImportState, RowState

KIND = "allocations"
SAME_TITLE, NEAR_TITLE = 92, 60  # token similarity of folded titles, of 100


@dataclass
class Register:
    """The year's projects by what an allocation row may name them with."""

    by_ordinal: dict[str, list[Project]] = field(default_factory=lambda: defaultdict(list))
    projects: list[Project] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)
    by_title: dict[str, list[Project]] = field(default_factory=lambda: defaultdict(list))
    balances: Balances = field(default_factory=lambda: Balances({}))

    @classmethod
    def of(cls, year: int) -> "Register":
        register = cls(balances=Balances.of(FundLine.objects.filter(year=year, stage=Stage.PLANNED)))
        rows = Project.objects.filter(year=year).select_related("planned_line", "allocated_line").order_by("position")
        for project in rows:
            register.projects.append(project)
            register.by_ordinal[project.ordinal.strip(" .")].append(project)
            register.titles[project.pk] = fold(project.title)
            register.by_title[register.titles[project.pk]].append(project)
        return register

    def likeness(self, project: Project, title: str) -> float:
        return fuzz.token_sort_ratio(self.titles[project.pk], title)

    def candidates(self, row: PrintedAllocation) -> list[Project]:
        """Projects the row may mean: one when the plan's number, the title or the body tells them apart."""
        title = fold(row.title)
        numbered = self.by_ordinal.get(row.plan_ordinal.strip(" ."), []) if row.plan_ordinal else []
        numbered = [project for project in numbered if not title or self.likeness(project, title) >= NEAR_TITLE]
        if len(numbered) == 1:
            return numbered
        alike = [project for project in numbered if self.titles[project.pk] == title] or self.by_title.get(title, [])
        alike = alike or [p for p in (numbered or self.projects) if title and self.likeness(p, title) >= SAME_TITLE]
        body = fold(row.implementer)
        same_body = [project for project in alike if body and fold(project.implementer_name) == body]
        return same_body or alike


@collector_paused()
@transaction.atomic
def record_allocations(*, by: Actor | None, printed: PrintedAllocations, options: PaperOptions) -> Outcome:
    """Record every decision of the workbook; rows that name no project or exceed its plan wait as doubtful.

    Raises Refused when the year has no plan. Reading the same file again changes nothing, unless it was not recorded
    whole and a person now gives what was missing.
    """
    year = printed.year
    known_run = earlier_run(KIND, year, options.sha256)
    if known_run is not None and not says_something_new(known_run, options):
        return _already(known_run, printed)
    refuse_errors([finding for finding in printed.findings if finding.severity == "error"])
    refuse_errors(year_has_a_plan(year, known=AnnualPlan.objects.filter(year=year).exists()))
    lock_lines(FundLine.objects.filter(year=year, stage=Stage.PLANNED))
    register = Register.of(year)
    outcome = Outcome(run=None, rows_total=printed.rows_total, findings=list(printed.findings))
    judged: list[JudgedRow] = []
    written: dict[int, AllocationBatch] = {}
    for batch in printed.batches:
        rows, record = _record_batch(by, batch, register, options, outcome, year)
        judged += rows
        if record is not None:
            first = record.pk not in written
            _count_rows(written.setdefault(record.pk, record), batch, first=first)
    _keep_settled(known_run, judged)
    _close(by, printed, options, outcome, judged, list(written.values()))
    return outcome


def _keep_settled(run: ImportRun | None, judged: list[JudgedRow]) -> None:
    """Rows a person settled after an earlier reading of this very file stay settled."""
    rows = run.rows.filter(state=RowState.RECORDED) if run else ImportRow.objects.none()
    settled = {(row.sheet, row.row): row.subject for row in rows}
    for row in judged:
        if row.state == RowState.DOUBTFUL and (row.sheet, row.row) in settled:
            row.findings, row.subject = settled_before(list(row.findings)), settled[(row.sheet, row.row)]


def _close(
    by: Actor | None,
    printed: PrintedAllocations,
    options: PaperOptions,
    outcome: Outcome,
    judged: list[JudgedRow],
    written: list[AllocationBatch],
) -> None:
    """Write the run and its event, and let earlier readings of the same decisions rest."""
    outcome.doubtful = [line for row in judged for line in describe(row)]
    outcome.stated_total = _stated(printed)
    totals = [finding for finding in outcome.findings if finding.code == "stated-total"]
    outcome.whole = is_whole(totals, sum(row.state == RowState.DOUBTFUL for row in judged))
    decisions = sorted({batch.decision.number or options.decision for batch in printed.batches})
    earlier = ImportRun.objects.filter(kind=KIND, year=printed.year, state=ImportState.INCOMPLETE)
    supersede([run for run in earlier if set(run.understood.get("decisions", [""])) <= set(decisions)])
    understood = {"sheets": printed.sheets, "paper": outcome.findings, "warnings": printed.warnings}
    outcome.run = write_run(
        by=by, kind=KIND, year=printed.year, options=options, whole=outcome.whole, rows=judged,
        understood={**understood, "decisions": decisions},
        checks=[check for batch in printed.batches for check in batch.checks],
    )  # fmt: skip
    AllocationBatch.objects.filter(pk__in=[batch.pk for batch in written]).update(run=outcome.run)
    _record_event(by, outcome.run, written)


def _stated(printed: PrintedAllocations) -> int | None:
    stated = [batch.stated_total for batch in printed.batches if batch.stated_total is not None]
    return sum(stated) if stated else None


def _already(run: ImportRun, printed: PrintedAllocations) -> Outcome:
    return Outcome(
        run=run, already=True, unchanged=run.rows.filter(state="recorded").count(), doubtful=waiting_lines(run),
        stated_total=_stated(printed), rows_total=printed.rows_total, whole=run.state == ImportState.COMPLETE,
    )  # fmt: skip


def _record_batch(
    by: Actor | None, batch: PrintedBatch, register: Register, options: PaperOptions, outcome: Outcome, year: int
) -> tuple[list[JudgedRow], AllocationBatch | None]:
    number = batch.decision.number or options.decision
    on = batch.decision.date or options.decision_date
    unknown = [*allocation_is_dated(on), *allocation_is_numbered(number)]
    paper = stated_total_equals_rows(batch.stated_total, batch.rows_total, options.accept_total)
    outcome.findings += [*paper, *batch.findings]
    if on is None or unknown:
        return [JudgedRow(r.sheet, r.row, r, [*r.findings, *unknown]) for r in batch.rows], None
    document = record_document(
        by=by, kind=DocumentKind.DECISION, number=number, on=on, year=on.year,
        abstract=f"Phân bổ kinh phí khuyến công quốc gia năm {year}",
        signatory=batch.decision.signatory or options.signatory,
    )  # fmt: skip
    record, _created = AllocationBatch.objects.get_or_create(
        document=document, defaults={"year": year, "on": on, "rows_printed": 0}
    )
    if options.accept_total:
        record.accepted_reason = options.accept_total[:300]
    return _record_rows(by, batch.rows, record, register, outcome), record


def _count_rows(record: AllocationBatch, batch: PrintedBatch, *, first: bool) -> None:
    """What the paper prints of a decision, also when it stands on several sheets."""
    before = (0, 0) if first else (record.rows_printed, record.stated_total or 0)
    record.rows_printed = before[0] + len(batch.rows)
    if batch.stated_total is not None:
        record.stated_total = before[1] + batch.stated_total
    record.save(update_fields=["rows_printed", "stated_total", "accepted_reason"])


def _judge_row(row: PrintedAllocation, register: Register) -> tuple[JudgedRow, Project | None]:
    """The row with its findings, and the one project it names (None while a person must look)."""
    candidates = register.candidates(row)
    findings = [*row.findings, *project_is_found(candidates, row.title, row.plan_ordinal)]
    judged = JudgedRow(row.sheet, row.row, row, findings)
    settled = judged.state == RowState.RECORDED and row.amount is not None
    return judged, candidates[0] if settled else None


def _record_rows(
    by: Actor | None, rows: Sequence[PrintedAllocation], batch: AllocationBatch, register: Register, outcome: Outcome
) -> list[JudgedRow]:
    known = set(batch.lines.values_list("project_id", "movement__amount"))
    judged: list[JudgedRow] = []
    waiting: list[tuple[JudgedRow, PrintedAllocation, Project]] = []
    for row in rows:
        verdict, project = _judge_row(row, register)
        judged.append(verdict)
        if project is None:
            continue
        if (project.pk, row.amount) in known:
            verdict.subject = subject_of(project)
            outcome.unchanged += 1
        else:
            waiting.append((verdict, row, project))
    outcome.created += _allocate_each(by, waiting, batch, register)
    return judged


def _allocate_each(
    by: Actor | None,
    waiting: Sequence[tuple[JudgedRow, PrintedAllocation, Project]],
    batch: AllocationBatch,
    register: Register,
) -> int:
    """Move the money of every row whose plan can give it; the others become doubtful. Returns how many were moved."""
    transfers = [Transfer(p.planned_line, p.allocated_line, row.amount or 0) for _verdict, row, p in waiting]
    moved = move_each(by=by, transfers=transfers, on=batch.on, document=batch.document, balances=register.balances)
    lines = []
    for (verdict, row, project), answer in zip(waiting, moved, strict=True):
        if answer.movement is None:
            verdict.findings = [*verdict.findings, *answer.findings]
            continue
        verdict.subject = subject_of(project)
        lines.append((batch.pk, project.pk, answer.movement.pk, row.row))
    add_rows(AllocationLine, ("batch_id", "project_id", "movement_id", "position"), lines)
    return len(lines)


@transaction.atomic
def allocate(
    *, by: Actor | None, batch: AllocationBatch, project: Project, amount: int, position: int
) -> AllocationLine:
    """Move ``amount`` đồng from the project's plan to its allocation on the batch's date.

    Raises Refused when the plan has less left (no allocation above the approved plan).
    """
    transfer = Transfer(project.planned_line, project.allocated_line, amount)
    movement = move(by=by, transfer=transfer, on=batch.on, document=batch.document)
    return AllocationLine.objects.create(batch=batch, project=project, movement=movement, position=position)


def _record_event(by: Actor | None, run: ImportRun, written: list[AllocationBatch]) -> None:
    """One event for the file; each project shows it from the day of its own earliest decision."""
    lines = AllocationLine.objects.filter(batch__in=written).select_related("project", "batch").order_by("-batch__on")
    projects = {line.project_id: line.project for line in lines}
    days = {subject_of(line.project): line.batch.on for line in lines}
    days |= {subject_of(batch): batch.on for batch in written}
    record_event(
        by=by, verb="allocations_imported", on=max((batch.on for batch in written), default=date(run.year, 1, 1)),
        subjects=[run, *written, *projects.values()], days=days,
        detail={"file": run.filename, "decisions": [batch.document.number for batch in written]},
    )  # fmt: skip
