"""Records the Treasury's statement of a month and ties its lines; a corrected one replaces what is unexplained."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import may, standing_of
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding, Refused, refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.programme.actions.outcome import JudgedRow, Outcome, PaperOptions, describe, write_run
from khuyencong.programme.actions.statements.matching import Tying, kind_or_usual
from khuyencong.programme.actions.statements.printed import PrintedLine, PrintedStatement
from khuyencong.programme.actions.statements.register import Register, plain_number
from khuyencong.programme.models import Statement, StatementLine, TreasuryEntry
from khuyencong.programme.rules.papers import stated_total_equals_rows
from khuyencong.programme.rules.statements import month_has_begun, statement_is_of_month, statement_is_open
from khuyencong.programme.states import TieState
from khuyencong.records.actions import record_event
from khuyencong.records.models import ImportRun
from khuyencong.records.queries import earlier_run

KIND = "statement"
Key = tuple[str, date | None, int, str]


def refuse_strangers(by: User, today: date) -> None:
    """Only who reconciles with the Treasury writes here."""
    if not may(standing_of(by, today), Permission.RECONCILE):
        message = _("Đối chiếu với Kho bạc không thuộc quyền của bạn.")
        raise Refused(Finding("not-your-desk", message, remedy=_("Chuyển kế toán.")))


def locked(statement: Statement) -> Statement:
    """The statement's row, locked; the caller is inside a transaction."""
    return Statement.objects.select_for_update(of=("self",)).get(pk=statement.pk)


@transaction.atomic
def record_statement(
    *, by: User, month: date, printed: PrintedStatement, options: PaperOptions, today: date
) -> Outcome:
    """Record what the Treasury says of a month. The file that already stands for the month changes nothing.

    Raises Refused when it is of another month, the month is closed, or its money cannot be read at all.
    """
    refuse_strangers(by, today)
    month = month.replace(day=1)
    errors = [finding for finding in printed.findings if finding.severity == "error"]
    days = [line.on for line in printed.lines if line.on]
    refuse_errors([*month_has_begun(month, today), *errors, *statement_is_of_month(printed.month, month, days)])
    known = earlier_run(KIND, month.year, options.sha256)
    Statement.objects.get_or_create(month=month)
    statement = Statement.objects.select_for_update(of=("self",)).get(month=month)
    if known is not None and statement.run_id == known.pk:
        return _already(known, statement, printed)
    refuse_errors([*_read_for_another(known, month), *statement_is_open(statement)])
    lines = _renewed(statement, printed.lines)
    run, outcome = _write_run(by, month, printed, options, lines)
    statement.run, statement.stated_total = run, printed.stated_total
    statement.save(update_fields=["run", "stated_total"])
    detail = {"file": run.filename, "month": f"{month:%Y-%m}", "lines": len(lines)}
    record_event(by=by, verb="statement_imported", on=today, subjects=[statement, run], detail=detail)
    return outcome


def _already(run: ImportRun, statement: Statement, printed: PrintedStatement) -> Outcome:
    count = statement.lines.filter(row__gt=0).count()
    return Outcome(run=run, already=True, unchanged=count, stated_total=statement.stated_total,
                   rows_total=printed.rows_total, whole=True)  # fmt: skip


def _read_for_another(known: ImportRun | None, month: date) -> list[Finding]:
    """One file is the statement of one month."""
    read_for = known.understood.get("month", "") if known else ""
    if not read_for or read_for == month.isoformat():
        return []
    message = _("Tệp này đã được nhập làm bảng kê tháng {month}.").format(month=f"{read_for[5:7]}/{read_for[:4]}")
    return [Finding("statement-file-once", message, where="file", remedy=_("Chọn đúng tệp của tháng."))]


def _write_run(
    by: User, month: date, printed: PrintedStatement, options: PaperOptions, lines: Sequence[StatementLine]
) -> tuple[ImportRun, Outcome]:
    totals = stated_total_equals_rows(printed.stated_total, printed.rows_total, options.accept_total)
    rows = [JudgedRow(line.sheet, line.row, line, line.findings) for line in printed.lines]
    findings = [*totals, *printed.findings]
    understood = {
        "month": month.isoformat(), "sheets": printed.sheets, "paper": findings, "warnings": printed.warnings,
        "skipped": printed.skipped, "rows_total": printed.rows_total,
    }  # fmt: skip
    whole = all(row.state == "recorded" for row in rows)
    run = write_run(by=by, kind=KIND, year=month.year, options=options, understood=understood, checks=printed.checks,
                    rows=rows, whole=whole)  # fmt: skip
    doubtful = [line for row in rows for line in describe(row)]
    outcome = Outcome(run=run, created=len(lines), doubtful=doubtful, stated_total=printed.stated_total,
                      rows_total=printed.rows_total, whole=whole, findings=findings)  # fmt: skip
    return run, outcome


def _key(line: StatementLine) -> Key:
    return plain_number(line.number), line.on, line.amount, fold(f"{line.content} {line.payee}")


def _renewed(statement: Statement, printed: Iterable[PrintedLine]) -> list[StatementLine]:
    """The lines of the new reading; an identical line keeps its project, its explanation and its ties."""
    before: dict[Key, list[StatementLine]] = defaultdict(list)
    for line in statement.lines.filter(row__gt=0):
        before[_key(line)].append(line)
    made = [_line(statement, row) for row in printed]
    for line in made:
        earlier = before[_key(line)].pop(0) if before[_key(line)] else None
        if earlier is None:
            continue
        line.project_id = earlier.project_id
        if earlier.state == TieState.EXPLAINED:
            for name in ("state", "found", "entry_id", "explanation", "explained_by_id", "explained_on"):
                setattr(line, name, getattr(earlier, name))
    statement.lines.filter(row__gt=0).delete()
    Tying(Register.of(statement)).run(made)
    for line in made:
        line.kind = kind_or_usual(line.kind)
    StatementLine.objects.bulk_create(made, batch_size=500)
    renew_missing(statement)
    return made


def _line(statement: Statement, row: PrintedLine) -> StatementLine:
    content = " · ".join(part for part in (row.named, row.content) if part)
    return StatementLine(
        statement=statement, row=row.row, sheet=row.sheet[:120], number=row.number[:60], on=row.on,
        kind=row.kind, content=content[:500], payee=row.payee[:300],
        budget_code=row.budget_code[:60], amount=row.amount or 0, state=TieState.UNKNOWN,
    )  # fmt: skip


def tie_again(statement: Statement) -> Counter[str]:
    """Tie every unexplained line anew against the papers recorded by now; returns lines by state."""
    lines = list(statement.lines.filter(row__gt=0))
    Tying(Register.of(statement)).run(lines)
    StatementLine.objects.bulk_update(lines, ["project", "entry", "kind", "state"], batch_size=200)
    renew_missing(statement)
    return Counter(statement.lines.order_by().values_list("state", flat=True))


def renew_missing(statement: Statement) -> None:
    """One line with row 0 for each paper of the month no statement shows; explained ones stay while that is so."""
    shown = StatementLine.objects.filter(row__gt=0, entry__isnull=False).values("entry")
    month = {"on__year": statement.month.year, "on__month": statement.month.month}
    papers = TreasuryEntry.objects.filter(movement__reversal__isnull=True, **month).exclude(pk__in=shown)
    missing = {paper.pk: paper for paper in papers.select_related("document", "project")}
    known = statement.lines.filter(row=0)
    known.exclude(entry__in=missing).delete()
    kept = set(known.values_list("entry_id", flat=True))
    StatementLine.objects.bulk_create(
        [_missing(statement, paper) for pk, paper in missing.items() if pk not in kept], batch_size=500
    )


def _missing(statement: Statement, paper: TreasuryEntry) -> StatementLine:
    return StatementLine(
        statement=statement, row=0, number=paper.document.number, on=paper.on, kind=paper.kind, payee=paper.payee,
        content=paper.project.title[:500], budget_code=paper.budget_code, amount=paper.amount,
        project_id=paper.project_id, entry=paper, state=TieState.MISSING,
    )  # fmt: skip


@transaction.atomic
def tie_statement(*, by: User, statement: Statement, today: date) -> Counter[str]:
    """Tie an open month again, after papers were recorded elsewhere."""
    refuse_strangers(by, today)
    statement = locked(statement)
    refuse_errors(statement_is_open(statement))
    counts = tie_again(statement)
    record_event(by=by, verb="statement_tied", on=today, subjects=[statement], detail=dict(counts))
    return counts
