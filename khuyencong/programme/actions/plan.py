"""Records a plan from its printed annex: one file, one transaction, one event."""

from datetime import date

from django.db import transaction

from khuyencong.documents.actions import record_document
from khuyencong.documents.models import Document
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.collector import collector_paused
from khuyencong.kernel.findings import Finding, refuse_errors
from khuyencong.kernel.text import fold
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
from khuyencong.programme.actions.printed import PrintedPlan, PrintedProject
from khuyencong.programme.actions.projects import open_projects
from khuyencong.programme.models import AnnualPlan, Project
from khuyencong.programme.rules import (
    is_whole,
    plan_has_one_decision,
    row_agrees_with_record,
    settled_before,
    stated_total_equals_rows,
)
from khuyencong.records.actions import record_event
from khuyencong.records.models import ImportRun
from khuyencong.records.queries import earlier_run, subject_of
from khuyencong.records.states import ImportState
from khuyencong.registry.queries import day_of_year

KIND = "plan"


@collector_paused()
@transaction.atomic
def record_plan(*, by: Actor | None, printed: PrintedPlan, options: PaperOptions) -> Outcome:
    """Record the plan of a year as printed; rows that cannot be placed wait as doubtful.

    Raises Refused when the year already has a plan under another decision. Reading the same file again changes nothing.
    """
    year = printed.year
    known_run = earlier_run(KIND, year, options.sha256)
    if known_run is not None and not says_something_new(known_run, options):
        return _already(known_run, printed)
    refuse_errors([finding for finding in printed.findings if finding.severity == "error"])
    plan = AnnualPlan.objects.select_for_update().select_related("document").filter(year=year).first()
    refuse_errors(plan_has_one_decision(plan, options.decision or printed.decision.number))
    document = _decision(by, plan, printed, options)
    recorded = {(row.ordinal, fold(row.title)): row for row in Project.objects.filter(year=year)}
    judged, fresh = _judge(printed, recorded)
    paper = stated_total_equals_rows(printed.stated_total, printed.rows_total, options.accept_total)
    whole = is_whole(paper, sum(row.state == "doubtful" for row in judged))
    earlier = list(ImportRun.objects.filter(kind=KIND, year=year, state=ImportState.INCOMPLETE))
    plan = _write_plan(plan, printed, document, options, agrees=not _contradicts(judged))
    created = open_projects(by=by, plan=plan, document=document, rows=fresh)
    by_row = {(row.sheet, row.row): row for row in judged}
    for (_position, row), project in zip(fresh, created, strict=True):
        by_row[(row.sheet, row.row)].subject = subject_of(project)
    supersede(earlier)
    run = write_run(
        by=by, kind=KIND, year=year, options=options, understood={"sheets": printed.sheets, "paper": paper,
        "warnings": printed.warnings, "skipped": len(printed.skipped), "findings": printed.findings},
        checks=printed.checks, rows=judged, whole=whole,
    )  # fmt: skip
    AnnualPlan.objects.filter(pk=plan.pk).update(run=run)
    record_event(
        by=by, verb="plan_imported", on=plan.effective_on, subjects=[plan, document, run, *created],
        detail={"file": options.filename, "created": len(created), "printed": len(printed.rows)},
    )  # fmt: skip
    outcome = _outcome(run, printed, judged, paper)
    outcome.created, outcome.whole = len(created), whole
    outcome.unchanged = sum(row.state == "recorded" for row in judged) - len(created)
    return outcome


def _already(run: ImportRun, printed: PrintedPlan) -> Outcome:
    waiting = waiting_lines(run)
    return Outcome(
        run=run, already=True, unchanged=run.rows.filter(state="recorded").count(), doubtful=waiting,
        stated_total=printed.stated_total, rows_total=printed.rows_total, whole=run.state == ImportState.COMPLETE,
    )  # fmt: skip


def _outcome(run: ImportRun, printed: PrintedPlan, judged: list[JudgedRow], paper: list[Finding]) -> Outcome:
    return Outcome(
        run=run,
        doubtful=[line for row in judged for line in describe(row)],
        stated_total=printed.stated_total,
        rows_total=printed.rows_total,
        findings=[*paper, *printed.findings],
    )


def _decision(by: Actor | None, plan: AnnualPlan | None, printed: PrintedPlan, options: PaperOptions) -> Document:
    number = options.decision or printed.decision.number
    on = options.decision_date or printed.decision.date
    if plan is not None and not number:
        number = plan.document.number
    return record_document(
        by=by, kind=DocumentKind.DECISION, number=number, on=on, year=on.year if on else printed.year,
        abstract=f"Phê duyệt kế hoạch khuyến công quốc gia năm {printed.year}",
        signatory=options.signatory or printed.decision.signatory,
    ) if plan is None or not plan.document.number else plan.document  # fmt: skip


def _judge(
    printed: PrintedPlan, recorded: dict[tuple[str, str], Project]
) -> tuple[list[JudgedRow], list[tuple[int, PrintedProject]]]:
    """Every row with its findings, and the rows to open with their position in the plan."""
    judged, fresh = [], []
    taken = {project.position for project in recorded.values()}
    for index, row in enumerate(printed.rows, start=1):
        findings = list(row.findings)
        known = recorded.get((row.ordinal, fold(row.title)))
        if known is not None:
            findings = settled_before(findings) if row.doubtful else findings
            findings += row_agrees_with_record(known, known.support if row.support is None else row.support)
        judged.append(JudgedRow(row.sheet, row.row, row, findings, subject_of(known) if known is not None else ""))
        if known is None and not row.doubtful:
            position = index if index not in taken else max(taken | {len(printed.rows)}) + 1
            taken.add(position)
            fresh.append((position, row))
    return judged, fresh


def _write_plan(
    plan: AnnualPlan | None, printed: PrintedPlan, document: Document, options: PaperOptions, *, agrees: bool
) -> AnnualPlan:
    """The year's plan with what the paper states; a paper that contradicts the record changes nothing of it."""
    first = date(printed.year, 1, 1)
    plan = plan or AnnualPlan(year=printed.year)
    if plan.pk is None:
        plan.document = document
        plan.date_is_known = document.date is not None
        plan.effective_on = document.date or day_of_year("programme.plan_default_day", year=printed.year, on=first)
    if agrees or plan.pk is None:
        plan.rows_printed = len(printed.rows)
        plan.stated_total = printed.stated_total
        plan.accepted_reason = options.accept_total[:300]
        plan.save()
    return plan


def _contradicts(judged: list[JudgedRow]) -> bool:
    return any(finding.code == "row-agrees" for row in judged for finding in row.findings)
