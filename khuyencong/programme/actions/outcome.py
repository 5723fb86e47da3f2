"""What a recording action is told besides the paper, and what it answers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.plain import plain
from khuyencong.kernel.rows import add_rows
from khuyencong.records.actions import keep_file
from khuyencong.records.models import ImportRow, ImportRun
from khuyencong.records.states import ImportState, RowState


@dataclass(frozen=True)
class PaperOptions:
    """What a person adds to the paper: its decision when not printed, and why a disagreeing total is accepted."""

    filename: str
    data: bytes
    sha256: str
    decision: str = ""
    decision_date: date | None = None
    signatory: str = ""
    accept_total: str = ""


@dataclass
class Outcome:
    """What became of a workbook. Counts are rows; sums are đồng. ``already`` means this very file was read before."""

    run: ImportRun | None
    created: int = 0
    unchanged: int = 0
    doubtful: list[dict[str, Any]] = field(default_factory=list)
    stated_total: int | None = None
    rows_total: int = 0
    whole: bool = False
    already: bool = False
    findings: list[Finding] = field(default_factory=list)


@dataclass
class JudgedRow:
    """A printed row with every finding about it and the object it became."""

    sheet: str
    row: int
    printed: Any
    findings: Sequence[Finding]
    subject: str = ""

    @property
    def state(self) -> str:
        doubtful = any(finding.severity == "error" for finding in self.findings)
        return RowState.DOUBTFUL if doubtful else RowState.RECORDED


def describe(row: JudgedRow) -> list[dict[str, Any]]:
    """Each blocking finding of a row as sheet, row, column, reason, remedy."""
    found = []
    for finding in row.findings:
        if finding.severity == "error":
            place = finding.where.rpartition("!")[2]
            column = "".join(ch for ch in place if ch.isalpha()) if "!" in finding.where else finding.where
            found.append(
                {
                    "sheet": row.sheet, "row": row.row, "column": column, "code": finding.code,
                    "reason": finding.message, "remedy": finding.remedy,
                }
            )  # fmt: skip
    return found


def write_run(
    *, by: Actor | None, kind: str, year: int, options: PaperOptions, understood: Any, checks: Any,
    rows: Sequence[JudgedRow], whole: bool,
) -> ImportRun:  # fmt: skip
    """Write the run, its rows as printed, and keep the file itself. A file read again replaces its own run."""
    run, created = ImportRun.objects.update_or_create(
        kind=kind,
        year=year,
        sha256=options.sha256,
        defaults={
            "filename": options.filename[:255],
            "understood": plain(understood),
            "checks": plain(checks),
            "state": ImportState.COMPLETE if whole else ImportState.INCOMPLETE,
            "made_by_id": by.pk if by else None,
        },
    )
    run.rows.all().delete()
    add_rows(
        ImportRow,
        ("run_id", "sheet", "row", "state", "printed", "findings", "subject"),
        (
            (run.pk, row.sheet[:120], row.row, row.state, plain(row.printed), plain(row.findings), row.subject)
            for row in rows
        ),
    )
    if created and options.data:
        keep_file(by=by, data=options.data, name=options.filename, kind="workbook", subject=run)
    return run


def says_something_new(run: ImportRun, options: PaperOptions) -> bool:
    """A file that was not recorded whole is read again when a person now gives what was missing."""
    answered = options.accept_total or options.decision_date or options.decision
    return run.state == ImportState.INCOMPLETE and bool(answered)


def supersede(runs: Sequence[ImportRun]) -> None:
    """Rows that still waited in earlier readings of the same paper wait no more: the new reading holds them."""
    ImportRow.objects.filter(run__in=runs, state=RowState.DOUBTFUL).update(state=RowState.SKIPPED)
    ImportRun.objects.filter(pk__in=[run.pk for run in runs]).update(state=ImportState.COMPLETE)


def waiting_lines(run: ImportRun) -> list[dict[str, Any]]:
    """The blocking findings of the run's rows that still wait, in the shape of ``describe``."""
    return [
        {
            "sheet": row.sheet, "row": row.row, "column": "", "code": found["code"], "reason": found["message"],
            "remedy": found["remedy"],
        }
        for row in run.rows.filter(state=RowState.DOUBTFUL)
        for found in row.findings
        if found["severity"] == "error"
    ]  # fmt: skip
