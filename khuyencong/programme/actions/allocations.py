"""Records allocation decisions from their workbook: each placed row moves money from the plan to its project."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from rapidfuzz import fuzz

from khuyencong.documents.actions import record_document
from khuyencong.documents.models import Document
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.text import fold
from khuyencong.ledger.actions import Transfer, lock_lines, move
from khuyencong.programme.actions.outcome import JudgedRow, Outcome, PaperOptions, describe, waiting_lines, write_run
from khuyencong.programme.actions.printed import PrintedAllocation, PrintedAllocations, PrintedBatch
from khuyencong.programme.models import AllocationBatch, AllocationLine, AnnualPlan, Project
from khuyencong.programme.rules import allocation_is_dated, is_whole, project_is_found, stated_total_equals_rows
from khuyencong.records.actions import record_event
from khuyencong.records.models import ImportRun
from khuyencong.records.queries import earlier_run, subject_of
from khuyencong.records.states import ImportState

KIND = "allocations"
SAME_TITLE, NEAR_TITLE = 92, 60  # token similarity of folded titles, of 100


@dataclass
class Register:
    """The year's projects by what an allocation row may name them with."""

    by_ordinal: dict[str, list[Project]] = field(default_factory=lambda: defaultdict(list))
    projects: list[Project] = field(default_factory=list)
    titles: dict[int, str] = field(default_factory=dict)

    @classmethod
    def of(cls, year: int) -> "Register":
        register = cls()
        rows = Project.objects.filter(year=year).select_related("planned_line", "allocated_line").order_by("position")
        for project in rows:
            register.projects.append(project)
            register.by_ordinal[project.ordinal.strip(" .")].append(project)
            register.titles[project.pk] = fold(project.title)
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
        alike = [project for project in (numbered or self.projects) if self.titles[project.pk] == title]
        alike = alike or [p for p in (numbered or self.projects) if title and self.likeness(p, title) >= SAME_TITLE]
        body = fold(row.implementer)
        same_body = [project for project in alike if body and fold(project.implementer_name) == body]
        return same_body or alike


@transaction.atomic
def record_allocations(*, by: Actor | None, printed: PrintedAllocations, options: PaperOptions) -> Outcome:
    """Record every decision of the workbook; rows that name no project or exceed its plan wait as doubtful.

    Raises Refused when the year has no plan. Reading the same file again changes nothing.
    """
    year = printed.year
    known_run = earlier_run(KIND, year, options.sha256)
    if known_run is not None:
        return _already(known_run, printed)
    if not AnnualPlan.objects.filter(year=year).exists():
        raise Refused(
            Finding("year-has-a-plan", f"Chưa có kế hoạch năm {year} để phân bổ.", remedy="Nhập kế hoạch năm trước.")
        )
    register = Register.of(year)
    lock_lines([project.planned_line for project in register.projects])
    outcome = Outcome(run=None, rows_total=printed.rows_total, findings=list(printed.findings))
    judged: list[JudgedRow] = []
    written: list[AllocationBatch] = []
    for batch in printed.batches:
        rows, record = _record_batch(by, batch, register, options, outcome, year)
        judged += rows
        written += [record] if record else []
    outcome.doubtful = [line for row in judged for line in describe(row)]
    outcome.stated_total = _stated(printed)
    outcome.whole = is_whole(
        [finding for finding in outcome.findings if finding.code == "stated-total"],
        sum(row.state == "doubtful" for row in judged),
    )
    outcome.run = write_run(
        by=by, kind=KIND, year=year, options=options, whole=outcome.whole, rows=judged,
        understood={"sheets": printed.sheets, "paper": outcome.findings, "warnings": printed.warnings},
        checks=[check for batch in printed.batches for check in batch.checks],
    )  # fmt: skip
    AllocationBatch.objects.filter(pk__in=[batch.pk for batch in written]).update(run=outcome.run)
    _record_event(by, outcome.run, written, judged)
    return outcome


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
    undated = allocation_is_dated(on)
    paper = stated_total_equals_rows(batch.stated_total, batch.rows_total, options.accept_total)
    outcome.findings += [*paper, *batch.findings]
    if on is None:
        return [JudgedRow(r.sheet, r.row, r, [*r.findings, *undated]) for r in batch.rows], None
    document = record_document(
        by=by, kind=DocumentKind.DECISION, number=number, on=on, year=on.year,
        abstract=f"Phân bổ kinh phí khuyến công quốc gia năm {year}",
        signatory=batch.decision.signatory or options.signatory,
    )  # fmt: skip
    record = _batch_record(document, batch, year, on, options)
    return [_record_row(by, row, record, register, outcome) for row in batch.rows], record


def _batch_record(
    document: Document, batch: PrintedBatch, year: int, on: date, options: PaperOptions
) -> AllocationBatch:
    record, created = AllocationBatch.objects.get_or_create(
        document=document,
        defaults={
            "year": year, "on": on, "stated_total": batch.stated_total, "rows_printed": len(batch.rows),
            "accepted_reason": options.accept_total[:300],
        },
    )  # fmt: skip
    if not created and record.rows_printed < len(batch.rows):
        record.rows_printed = len(batch.rows)
        record.save(update_fields=["rows_printed"])
    return record


def _record_row(
    by: Actor | None, row: PrintedAllocation, batch: AllocationBatch, register: Register, outcome: Outcome
) -> JudgedRow:
    findings = list(row.findings)
    candidates = register.candidates(row)
    findings += project_is_found(candidates, row.title, row.plan_ordinal)
    if any(finding.severity == "error" for finding in findings) or row.amount is None:
        return JudgedRow(row.sheet, row.row, row, findings)
    project = candidates[0]
    known = batch.lines.filter(project=project, movement__amount=row.amount).exists()
    if known:
        outcome.unchanged += 1
        return JudgedRow(row.sheet, row.row, row, findings, subject_of(project))
    try:
        allocate(by=by, batch=batch, project=project, amount=row.amount, position=row.row)
    except Refused as refused:
        return JudgedRow(row.sheet, row.row, row, [*findings, *refused.findings])
    outcome.created += 1
    return JudgedRow(row.sheet, row.row, row, findings, subject_of(project))


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


def _record_event(by: Actor | None, run: ImportRun, written: list[AllocationBatch], judged: list[JudgedRow]) -> None:
    keys = {int(row.subject.rpartition(":")[2]) for row in judged if row.subject}
    projects = list(Project.objects.filter(pk__in=keys))
    on = max((batch.on for batch in written), default=date(run.year, 1, 1))
    numbers = [batch.document.number for batch in written]
    record_event(
        by=by, verb="allocations_imported", on=on, subjects=[run, *written, *projects],
        detail={"file": run.filename, "decisions": numbers, "rows": len(judged)},
    )  # fmt: skip
