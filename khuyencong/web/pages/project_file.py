"""The file of one project: where it stands, its money, its dossiers, what the plan printed, decisions, history."""

from datetime import date
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.ledger.queries import movements_of_lines
from khuyencong.programme.actions.closing import close_file
from khuyencong.programme.actions.dossiers import may_prepare
from khuyencong.programme.models import AllocationLine, Dossier, Execution, Project
from khuyencong.programme.permissions import can_sit
from khuyencong.programme.printouts import closing_package
from khuyencong.programme.queries import cause_of, lines_of, projects_on
from khuyencong.programme.queries.answering import carried_on, place_now
from khuyencong.programme.queries.dossiers import dossiers_of
from khuyencong.programme.queries.money import Money, money_on, owners_of
from khuyencong.programme.rules.closing import every_duty_is_done
from khuyencong.programme.states import Carrying, Desk, DossierKind, DossierState, ProjectKind
from khuyencong.records.queries import holds_on_subject
from khuyencong.records.transitions import Deed
from khuyencong.registry.queries import Answering
from khuyencong.web.exports import bytes_answer
from khuyencong.web.pages.history import told
from khuyencong.web.pages.projects import cause_shown, funding_state
from khuyencong.web.reach import beneficiaries_within, dossiers_within, lines_within, projects_of
from khuyencong.web.refusals import tell
from khuyencong.web.request import Request

RECENT = 5
TABS = ("", "kinh-phi", "ho-so", "lich-su")
# What a project may need next, by how far its carrying out has come; the page offers these first.
USUAL = {
    Carrying.PREPARING: (DossierKind.PLAN, DossierKind.CONTRACT, DossierKind.ADJUSTMENT, DossierKind.OPENING),
    Carrying.RUNNING: (
        DossierKind.PROGRESS, DossierKind.ADVANCE, DossierKind.ACCEPTANCE, DossierKind.PAYMENT, DossierKind.SUPPORT,
        DossierKind.ADJUSTMENT, DossierKind.YEAR_END,
    ),
    Carrying.ACCEPTED: (DossierKind.PAYMENT, DossierKind.SETTLEMENT, DossierKind.LIQUIDATION, DossierKind.YEAR_END),
    Carrying.STOPPED: (DossierKind.PAYMENT, DossierKind.LIQUIDATION, DossierKind.REFUND),
    Carrying.LIQUIDATED: (DossierKind.REFUND,),
    Carrying.CLOSED: (),
}  # fmt: skip


def _found(request: Request, code: str) -> Any:
    day = request.day
    rows = projects_on(projects_of(request), day)
    return get_object_or_404(rows.select_related("plan__document", "place", "activity", "implementer"), code=code)


def project(request: Request, code: str) -> HttpResponse:
    """The file of a project, opened at one of its tabs."""
    row, day = _found(request, code), request.day
    money, execution = money_on(row, day), Execution.objects.filter(project=row).first()
    row.planned, row.allocated = money.planned, money.allocated
    dossiers = dossiers_of(dossiers_within(request), row, day)
    lines = list(lines_of(lines_within(request).filter(project=row), day))
    tab = request.GET.get("muc", "") if request.GET.get("muc", "") in TABS else ""
    steps, answering = _steps(row, money, dossiers, lines), Answering(day)
    context = {
        "project": row, "money": money, "execution": execution, "tab": tab, "dossiers": dossiers,
        "open_dossiers": [one for one in dossiers if one.desk], "steps": steps, **_step_now(steps),
        "state": funding_state(row.planned, row.allocated), "cause": cause_shown(row, cause_of(row.year, day)),
        "lines": _with_balance(row, lines), "left": row.planned - row.allocated,
        "offered": _offered(request, row, execution), "holds": list(holds_on_subject(row, "payment", day)),
        "carried_on": carried_on(row, answering), "place_now": place_now(row, answering),
        "versions": list(row.versions.filter(on__lte=day).select_related("document", "place")),
        **_of_tab(request, row, tab, execution),
    }  # fmt: skip
    return render(request, "projects/file.html", context)


def _of_tab(request: Request, row: Project, tab: str, execution: Execution | None) -> dict[str, Any]:
    """What only the open tab needs."""
    day = request.day
    if tab == "kinh-phi":
        owners = owners_of([row])
        return {"movements": movements_of_lines(owners, day)}
    if tab == "ho-so":
        return {"closing": _closing(request, row, execution)}
    if tab == "lich-su":
        return {"history": told(row, day)}
    beneficiaries = beneficiaries_within(request).filter(project=row).select_related("establishment")
    return {"beneficiaries": beneficiaries, "history": told(row, day, RECENT)}


def _closing(request: Request, row: Project, execution: Execution | None) -> dict[str, Any] | None:
    """Whether the file may be closed, and what stands in the way."""
    if execution is None or request.is_past or not can_sit(request.standing, Desk.OFFICER, row):
        return None
    if execution.state not in (Carrying.LIQUIDATED, Carrying.STOPPED):
        return None
    return {"findings": every_duty_is_done(execution, Deed(request.today))}


def _offered(request: Request, row: Project, execution: Execution | None) -> list[tuple[str, Any]]:
    """Kinds of dossier the person may open now."""
    if request.is_past:
        return []
    state = Carrying(execution.state) if execution else Carrying.PREPARING
    kinds = [kind for kind in USUAL[state] if may_prepare(request.standing, row, kind)]
    if row.kind != ProjectKind.GROUP:
        kinds = [kind for kind in kinds if kind != DossierKind.PLAN]
    return [(kind.value, kind.label) for kind in kinds]


def _with_balance(row: Any, lines: list[AllocationLine]) -> list[dict[str, Any]]:
    """Each allocation with what of the plan was left after it."""
    left, shown = row.planned, []
    for line in lines:
        left -= line.movement.amount
        shown.append({"line": line, "left": left})
    return shown


def _day_of(dossiers: list[Dossier], kind: str, *states: str) -> date | None:
    """When the newest dossier of a kind came to one of these states."""
    days = [one.since for one in dossiers if one.kind == kind and one.state in states]
    return max(days) if days else None


def _steps(row: Any, money: Money, dossiers: list[Dossier], lines: list[AllocationLine]) -> list[dict[str, Any]]:
    """Plan to settlement as steps: done, under way or still to come, each with its day."""
    plan_day = row.plan.effective_on if row.plan.date_is_known else None
    whole = money.contracted > 0
    found: list[tuple[str, bool, bool, date | None, str]] = [
        (_("Kế hoạch"), True, False, plan_day, row.plan.document.number),
        (_("Phân bổ"), row.allocated > 0 and row.allocated >= row.planned, row.allocated > 0,
         lines[0].movement.on if lines else None, ""),
        (_("Hợp đồng"), whole, whole, _day_of(dossiers, DossierKind.CONTRACT, DossierState.RECORDED), ""),
        (_("Tạm ứng"), money.advanced > 0, money.advanced > 0,
         _day_of(dossiers, DossierKind.ADVANCE, DossierState.PAID), ""),
        (_("Nghiệm thu"), whole and money.accepted >= money.contracted, money.accepted > 0,
         _day_of(dossiers, DossierKind.ACCEPTANCE, DossierState.RECORDED), ""),
        (_("Thanh toán"), money.accepted > 0 and money.to_pay == 0, money.paid > 0,
         _day_of(dossiers, DossierKind.PAYMENT, DossierState.PAID), ""),
        (_("Quyết toán"), money.settled > 0, money.settled > 0,
         _day_of(dossiers, DossierKind.LIQUIDATION, DossierState.RECORDED), ""),
    ]  # fmt: skip
    last = max(index for index, step in enumerate(found) if step[1] or step[2])
    steps = []
    for index, (name, done, begun, day, say) in enumerate(found):
        tone = "done" if done or index < last else "now" if begun or index == last + 1 else "later"
        steps.append({"name": name, "tone": tone, "day": day, "say": say})
    return steps


def _step_now(steps: list[dict[str, Any]]) -> dict[str, Any]:
    now = next((index for index, step in enumerate(steps) if step["tone"] == "now"), len(steps) - 1)
    return {"step_now": now + 1, "step_name": steps[now]["name"]}


def history(request: Request, code: str) -> HttpResponse:
    """Everything recorded about a project."""
    row: Project = _found(request, code)
    return render(request, "projects/history.html", {"project": row, "history": told(row, request.day)})


def package(request: Request, code: str) -> HttpResponse:
    """The whole file of the project, readable without the system."""
    row: Project = _found(request, code)
    return bytes_answer(closing_package(row, request.day), "application/zip", f"{row.code}-ho-so.zip")


def close(request: Request, code: str) -> HttpResponse:
    """Close the file: read-only from then on."""
    row: Project = _found(request, code)
    try:
        close_file(by=request.user, project=row, on=request.today, retention=request.POST.get("luu", ""))
    except Refused as refusal:
        tell(request, refusal)
    return HttpResponseRedirect(reverse("project", args=[code]) + "?muc=ho-so")
