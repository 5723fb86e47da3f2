"""The form that settles one doubtful row, and what it hands to the action."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.text import fold
from khuyencong.programme.actions import keep_record, settle_allocation_row, settle_plan_row
from khuyencong.programme.actions.allocations import Register
from khuyencong.programme.models import AllocationBatch, AllocationLine, AnnualPlan, Project
from khuyencong.programme.rules import record_stands
from khuyencong.records.models import ImportRow, ImportRun
from khuyencong.registry.models import ActivityGroup
from khuyencong.registry.queries import provinces_on
from khuyencong.web.forms.imports import SettleRow

NEAREST = 5


def form_of(row: ImportRow, run: ImportRun, data: Any = None) -> SettleRow | None:
    """What to ask about a row; None when no answer of a person can settle it."""
    if row.subject:
        return SettleRow(data, offers={"reason": True}, prefix=f"d{row.pk}") if _contradicts(row) else None
    offers = _plan_offers(row, run) if run.kind == "plan" else _allocation_offers(row, run)
    if offers is None:
        return None
    known = {"title": row.printed.get("title"), "decision": _likely_decision(row, run) if "decision" in offers else ""}
    return SettleRow(data, offers=offers, prefix=f"d{row.pk}", initial=known)


def _contradicts(row: ImportRow) -> bool:
    """The row says another amount than the project already recorded."""
    return not record_stands([found["code"] for found in row.findings if found["severity"] == "error"])


def _plan_offers(row: ImportRow, run: ImportRun) -> dict[str, Any] | None:
    """Fields that are empty or doubted, each with its choices."""
    plan = AnnualPlan.objects.filter(year=run.year).first()
    if plan is None:
        return None
    printed, doubted = row.printed, _doubted(row, run)
    offers: dict[str, Any] = {}
    if not printed["title"]:
        offers["title"] = True
    if printed["part"] == "locality" and (printed["place_key"] is None or "place" in doubted):
        offers["place_key"] = [(str(place.pk), place.name) for place in provinces_on(_day(plan))]
    if not printed["activity_code"]:
        offers["activity_code"] = [
            (group.code, f"{group.code} – {group.name}") for group in ActivityGroup.objects.all()
        ]
    if printed["support"] is None or "support" in doubted:
        offers["amount"] = _unit(row, run)
    return offers


def _day(plan: AnnualPlan) -> date:
    return plan.effective_on


def _doubted(row: ImportRow, run: ImportRun) -> set[str]:
    """Fields of the row's error findings."""
    columns = {
        column["letter"]: column["field"]
        for sheet in run.understood.get("sheets", [])
        if sheet["name"] == row.sheet
        for column in sheet["columns"]
    }
    places = [found["where"].rpartition("!")[2] for found in row.findings if found["severity"] == "error"]
    return {columns.get(place.rstrip("0123456789"), place) for place in places}


def _unit(row: ImportRow, run: ImportRun) -> int:
    """The unit of the row's own sheet."""
    sheets = run.understood.get("sheets", [])
    return next((sheet["unit"] for sheet in sheets if sheet["name"] == row.sheet and sheet["unit"]), 10**6)


def _allocation_offers(row: ImportRow, run: ImportRun) -> dict[str, Any] | None:
    batches = list(AllocationBatch.objects.filter(run=run).select_related("document"))
    if not batches:
        return None
    offers: dict[str, Any] = {
        "project": _projects(row, run.year),
        "decision": [(batch.document.number, batch.document.number) for batch in batches],
    }
    if row.printed.get("amount") is None:
        offers["amount"] = _unit(row, run)
    return offers


def _projects(row: ImportRow, year: int) -> list[tuple[str, str]]:
    """Every project of the year, those with a title like the row's first."""
    register = Register.of(year)
    title = fold(row.printed.get("title", ""))
    nearest = sorted(register.projects, key=lambda project: -register.likeness(project, title))[:NEAREST]
    rest = [project for project in register.projects if project not in nearest]
    return [(project.code, f"{project.code} – {project.title[:90]}") for project in (*nearest, *rest)]


def _likely_decision(row: ImportRow, run: ImportRun) -> str:
    """The decision of the recorded row nearest above on the same sheet, or of the only batch."""
    codes = run.rows.filter(sheet=row.sheet, state="recorded").exclude(subject="").values_list("subject", flat=True)
    keys = [int(subject.rpartition(":")[2]) for subject in codes]
    lines = AllocationLine.objects.filter(batch__run=run, project__in=keys).select_related("batch__document")
    near = min(lines, key=lambda line: abs(line.position - row.row), default=None)
    batch = near.batch if near else AllocationBatch.objects.filter(run=run).select_related("document").first()
    return batch.document.number if batch else ""


def settle_with(*, by: Actor, row: ImportRow, run: ImportRun, cleaned: Mapping[str, Any]) -> str:
    """Call the action with what the form gave; returns what to say. Raises Refused."""
    if "reason" in cleaned:
        keep_record(by=by, row=row, reason=cleaned["reason"])
        return _("Giữ số đã ghi nhận; dòng %(row)s được bỏ qua kèm lý do.") % {"row": row.row}
    project = _settled_project(by, row, run, cleaned)
    return _("Đã ghi nhận dòng %(row)s: %(code)s.") % {"row": row.row, "code": project}


def _settled_project(by: Actor, row: ImportRow, run: ImportRun, cleaned: Mapping[str, Any]) -> Project:
    if run.kind == "plan":
        settled = {name: cleaned[name] for name in ("title", "activity_code", "support") if name in cleaned}
        if "place_key" in cleaned:
            settled["place_key"] = int(cleaned["place_key"])
        return settle_plan_row(by=by, row=row, settled=settled)
    project = Project.objects.get(code=cleaned["project"])
    return settle_allocation_row(
        by=by, row=row, project=project, decision=cleaned["decision"], amount=cleaned.get("support")
    )
