"""Settles a doubtful row: a person says what the paper means; the printed figure itself is never changed."""

from dataclasses import fields
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import Finding, Refused, refuse_errors
from khuyencong.programme.actions.allocations import allocate
from khuyencong.programme.actions.plan import KIND as PLAN
from khuyencong.programme.actions.printed import PrintedProject
from khuyencong.programme.actions.projects import open_projects
from khuyencong.programme.models import AllocationBatch, AnnualPlan, Project
from khuyencong.programme.rules import is_whole, record_stands, stated_total_equals_rows
from khuyencong.records.actions import record_event
from khuyencong.records.models import ImportRow, ImportRun
from khuyencong.records.queries import subject_of
from khuyencong.records.states import ImportState, RowState

_DATES = ("start_month", "end_month")


def _waiting(row: ImportRow) -> ImportRow:
    locked = ImportRow.objects.select_for_update().select_related("run").get(pk=row.pk)
    if locked.state != RowState.DOUBTFUL:
        raise Refused(Finding("row-waits", _("Dòng này đã được xử lý."), remedy=_("Tải lại trang.")))
    return locked


def _printed(row: ImportRow, settled: dict[str, Any]) -> PrintedProject:
    """The row as printed with what the person settled; its old findings are answered by that."""
    stored = {**row.printed, **settled, "findings": ()}
    for name in _DATES:
        stored[name] = date.fromisoformat(stored[name]) if stored.get(name) else None
    stored["beneficiaries"] = tuple(stored["beneficiaries"])
    return PrintedProject(**{item.name: stored[item.name] for item in fields(PrintedProject)})


def _missing(row: PrintedProject) -> list[Finding]:
    claims = (
        (bool(row.title), "title", _("Chưa có tên đề án.")),
        (row.support is not None, "support", _("Chưa rõ kinh phí khuyến công quốc gia.")),
        (bool(row.activity_code), "activity", _("Chưa chọn nhóm hoạt động.")),
        (row.part != "locality" or row.place_key is not None, "place", _("Chưa chọn địa phương.")),
    )
    return [Finding(f"row-{where}", message, where=where) for holds, where, message in claims if not holds]


def totals_now(run: ImportRun) -> list[Finding]:
    """The stated totals of the run's paper against what is recorded now, rows settled since included."""
    if run.kind == PLAN:
        plan = AnnualPlan.objects.get(year=run.year)
        recorded = Project.objects.filter(year=run.year).aggregate(total=Sum("support"))["total"] or 0
        return stated_total_equals_rows(plan.stated_total, recorded, plan.accepted_reason)
    batches = AllocationBatch.objects.filter(run=run).annotate(total=Sum("lines__movement__amount"))
    return [
        finding
        for batch in batches
        for finding in stated_total_equals_rows(batch.stated_total, batch.total or 0, batch.accepted_reason)
    ]


def _complete(run: ImportRun) -> None:
    """The run is whole once nothing waits and the totals agree or were accepted."""
    if is_whole(totals_now(run), run.rows.filter(state=RowState.DOUBTFUL).count()):
        ImportRun.objects.filter(pk=run.pk).update(state=ImportState.COMPLETE)


def _finish(by: Actor | None, row: ImportRow, subject: Any, settled: dict[str, Any]) -> None:
    row.state, row.subject = RowState.RECORDED, subject_of(subject)
    row.save(update_fields=["state", "subject"])
    run = row.run
    _complete(run)
    record_event(
        by=by, verb="row_settled", on=date(run.year, 1, 1), subjects=[subject, run],
        detail={"sheet": row.sheet, "row": row.row, "settled": sorted(settled)},
    )  # fmt: skip


@transaction.atomic
def keep_record(*, by: Actor | None, row: ImportRow, reason: str) -> ImportRow:
    """Set a row aside because the project it contradicts stands as recorded; the reason is kept with it.

    Raises Refused without a reason, or for a row whose doubt is another one.
    """
    row = _waiting(row)
    codes = [found["code"] for found in row.findings if found["severity"] == "error"]
    findings = record_stands(codes)
    if not reason.strip():
        findings.append(Finding("reason-given", _("Hãy ghi lý do giữ số đã ghi nhận."), where="reason"))
    refuse_errors(findings)
    row.findings = [*row.findings, {"code": "kept", "severity": "info", "message": reason.strip()[:300]}]
    row.state = RowState.SKIPPED
    row.save(update_fields=["findings", "state"])
    _complete(row.run)
    record_event(
        by=by, verb="record_kept", on=date(row.run.year, 1, 1), subjects=[row.run],
        detail={"sheet": row.sheet, "row": row.row, "reason": reason.strip()[:300]},
    )  # fmt: skip
    return row


@transaction.atomic
def settle_plan_row(*, by: Actor | None, row: ImportRow, settled: dict[str, Any]) -> Project:
    """Open the project of a doubtful plan row. ``settled`` may give place_key, activity_code, title, support (đồng).

    Raises Refused when something is still missing or the row was settled by somebody else meanwhile.
    """
    row = _waiting(row)
    printed = _printed(row, settled)
    missing = _missing(printed)
    if missing:
        raise Refused(*missing)
    plan = AnnualPlan.objects.select_for_update().select_related("document").get(year=row.run.year)
    rows_before = row.run.rows.filter(pk__lt=row.pk).count()
    taken = set(Project.objects.filter(year=plan.year).values_list("position", flat=True))
    position = rows_before + 1
    if position in taken:
        position = max(taken) + 1
    (project,) = open_projects(by=by, plan=plan, document=plan.document, rows=[(position, printed)])
    _finish(by, row, project, settled)
    return project


@transaction.atomic
def settle_allocation_row(
    *, by: Actor | None, row: ImportRow, project: Project, decision: str, amount: int | None = None
) -> Project:
    """Allocate a doubtful row to the project a person chose, under the decision (number) of its batch.

    ``amount`` (đồng) is given by the person when the printed one could not be read.

    Raises Refused when the amount is unknown, exceeds the plan, or the row was settled meanwhile.
    """
    row = _waiting(row)
    amount = row.printed.get("amount") if amount is None else amount
    batch = AllocationBatch.objects.filter(year=row.run.year, document__number=decision).first()
    if amount is None or batch is None:
        raise Refused(
            Finding("row-amount", _("Dòng này chưa rõ số tiền hoặc quyết định."), remedy=_("Sửa tệp rồi nhập lại."))
        )
    allocate(by=by, batch=batch, project=project, amount=amount, position=row.row)
    _finish(by, row, project, {"project": project.code})
    return project
