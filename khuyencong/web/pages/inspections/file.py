"""The file of a trip: where it stands, what follows, its papers, what was found, what was asked."""

from dataclasses import replace
from typing import Any

from django import forms
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.queries import drafts_seen
from khuyencong.documents.states import DraftState
from khuyencong.kernel.findings import Refused
from khuyencong.oversight.actions.inspections import (
    cancel_inspection,
    close_inspection,
    draft_paper,
    finish_field,
    record_conclusion,
    record_decision,
    record_notice,
    record_report,
    set_out,
)
from khuyencong.oversight.queries.inspection_dues import next_steps
from khuyencong.oversight.queries.inspections import inspections_on, procedure_of
from khuyencong.oversight.queries.recommendations import counts_of, recommendations_on
from khuyencong.oversight.rules.observations import FIELD_STATES
from khuyencong.oversight.states import InspectionState as S
from khuyencong.oversight.states import TeamRole
from khuyencong.oversight.transitions.inspections import INSPECTION
from khuyencong.records.transitions import Transition
from khuyencong.web.forms.inspections import RecommendationForm
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.office_reach import inspections_within, recommendations_within
from khuyencong.web.pages.inspections.recommending import blank_recommendation, shown_recommendations
from khuyencong.web.pages.inspections.stops import shown_stops
from khuyencong.web.pages.inspections.words import desk_of, due_badge, head_of, state_badge, subjects_of, title_of
from khuyencong.web.pages.petitions.words import address_of
from khuyencong.web.refusals import tell
from khuyencong.web.request import Request
from khuyencong.web.steps import Offer, offers_of, scans_of, step_named, step_taken, trail_of

BY_PAPER = {"decide": record_decision, "notify": record_notice, "report": record_report, "conclude": record_conclusion}
BY_DAY = {"set_out": set_out, "finish": finish_field, "close": close_inspection}
# Which papers may be drafted in a state.
DRAFTED = {S.PLANNED: ("decision",), S.DECIDED: ("notice",), S.FINISHED: ("report", "conclusion")}
TITLES = {
    "decision": gettext_lazy("Lập dự thảo quyết định"), "notice": gettext_lazy("Lập dự thảo thông báo"),
    "report": gettext_lazy("Lập dự thảo báo cáo của đoàn"), "conclusion": gettext_lazy("Lập dự thảo kết luận"),
}  # fmt: skip


def found(request: Request, pk: int) -> Any:
    """The trip as it stood on the day, with what pages read of it."""
    rows = inspections_on(inspections_within(request), request.day).select_related("plan_paper", "made_by")
    return get_object_or_404(rows.prefetch_related("members", "stops__place"), pk=pk)


def inspection(request: Request, pk: int) -> HttpResponse:
    """One trip as it stood on the day."""
    return shown(request, found(request, pk))


def shown(
    request: Request, row: Any, *, sent: StepForm | None = None, stop_form: tuple[int, str, forms.Form] | None = None,
    asked: RecommendationForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The file; ``sent``, ``stop_form`` and ``asked`` are forms that were refused, shown again as typed."""
    day, step = request.day, next_steps([row], request.day).get(row.pk)
    procedure = procedure_of(row, day)
    recommendations = recommendations_on(recommendations_within(request).filter(inspection=row), day)
    heads = sum(1 for one in row.members.all() if one.role == TeamRole.HEAD)
    context = {
        "trip": row, "state": state_badge(row.stood), "subjects": subjects_of(row), "head": head_of(row),
        "next": step, "next_title": title_of(step) if step else "", "next_desk": desk_of(step) if step else "",
        "next_due": due_badge(step.due_on, day) if step else "", "heads": heads,
        "lacks_head": row.stood == S.PLANNED and heads != 1, **_rail(row, procedure),
        "procedure": procedure, "scans": scans_of([one.document for one in procedure if one.document]),
        "stops": shown_stops(request, row, stop_form), "may_find": _may_find(request, row),
        "recommendations": shown_recommendations(request, recommendations),
        "counts": counts_of(recommendations, day), "trail": trail_of(row, INSPECTION, day),
        "begun": _("Vào kế hoạch"), "field_url": _field_url(request, row),
        **_writing(request, row, sent, asked, step.name if step else ""),
    }  # fmt: skip
    return render(request, "inspections/file.html", context, status=422 if sent or stop_form or asked else 200)


def _writing(
    request: Request, row: Any, sent: StepForm | None, asked: RecommendationForm | None, usual: str
) -> dict[str, Any]:  # fmt: skip
    """What may be written now; nothing while the day is past."""
    drafts = [(one, address_of("draft", one.pk)) for one in drafts_seen(row, request.day)]
    office = may(request.standing, Permission.HANDLE_OFFICE) and not request.is_past
    begun = {one.purpose for one, _url in drafts if one.state != DraftState.RECORDED}
    wanted = [(one, TITLES[one]) for one in DRAFTED.get(row.state, ()) if one not in begun] if office else []
    asks = office and row.state == S.CONCLUDED
    return {
        "drafts": drafts, "may_draft": wanted, "may_write": office, "may_edit": office and row.state == S.PLANNED,
        "by_paper": list(BY_PAPER), "ask_open": asked is not None,
        "ask_form": (asked or blank_recommendation(request, since=row.concluded_on)) if asks else None,
        "offers": [] if request.is_past else _offers(request, row, sent, usual),
    }  # fmt: skip


def _offers(request: Request, row: Any, sent: StepForm | None, usual: str) -> list[Offer]:
    """Steps out of the state; the one that follows by the procedure stands first and open."""
    found = offers_of(
        request, row, INSPECTION, lambda name: reverse("inspection-step", args=[row.pk, name]), sent=sent, ask=_asked
    )  # fmt: skip
    ordered = sorted(found, key=lambda one: one.name != usual)
    if sent is not None:
        return ordered
    return [replace(one, is_open=not index and not one.back) for index, one in enumerate(ordered)]


def _may_find(request: Request, row: Any) -> bool:
    """Results may be written at the desk."""
    return row.state in FIELD_STATES and not request.is_past and may(request.standing, Permission.HANDLE_OFFICE)


def _field_url(request: Request, row: Any) -> str:
    """The page a team works on at the place, while it may write there."""
    going = row.state in FIELD_STATES and not request.is_past
    return address_of("inspection-field", row.pk) if going else ""


def _rail(row: Any, procedure: list[Any]) -> dict[str, Any]:
    """The trip as steps: done, now or later, each with its day."""
    days = {one.step.step: one.done_on for one in procedure}
    states = [S.PLANNED, S.DECIDED, S.NOTIFIED, S.FIELD, S.FINISHED, S.CONCLUDED, S.CLOSED]
    reached = states.index(row.stood) if row.stood in states else -1
    named = [
        (_("Kế hoạch"), row.planned_on, 0), (_("Quyết định"), days.get("decide"), 1),
        (_("Thông báo"), days.get("notify"), 2), (_("Thực địa"), row.starts_on, 3),
        (_("Kết luận"), days.get("conclude"), 5), (_("Theo dõi xong"), days.get("follow"), 6),
    ]  # fmt: skip
    tones = ["done" if reached >= at and (at != 3 or reached > 3) else "later" for _name, _day, at in named]
    if row.stood not in (S.CLOSED, S.CANCELLED):
        tones[tones.index("later")] = "now"
    rail = [{"name": name, "day": day, "tone": tone} for (name, day, _at), tone in zip(named, tones, strict=True)]
    now = tones.index("now") if "now" in tones else None
    return {"rail": rail, "rail_now": now + 1 if now is not None else 0,
            "rail_name": named[now][0] if now is not None else ""}  # fmt: skip


def _asked(transition: Transition) -> dict[str, Any]:
    """What the form of a step asks."""
    if transition.name in BY_PAPER:
        return {"words": "", "paper_required": True}
    if transition.name == "cancel":
        return {"words": _("Lý do không tiến hành"), "required": True, "paper": True}
    return {}


def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Take one step of a trip."""
    row = found(request, pk)
    transition = step_named(INSPECTION, name)
    form = StepForm(request.POST, request.FILES, prefix=name, **_asked(transition))
    if name in BY_PAPER:  # the step counts from the day of its paper
        del form.fields["on"]
    return step_taken(
        request, form, transition.title, lambda: _stepped(request, row, name, form),
        lambda: shown(request, found(request, pk), sent=form),
    )  # fmt: skip


def _stepped(request: Request, row: Any, name: str, form: StepForm) -> str:
    typed = form.cleaned_data
    given: dict[str, Any] = {"by": request.user, "today": request.today, "inspection": row, "seen": typed["seen"]}
    if name in BY_PAPER:
        BY_PAPER[name](letter=form.letter(), **given)
    elif name == "cancel":
        cancel_inspection(on=typed["on"], reason=typed["remark"], paper=form.letter(), **given)
    else:
        BY_DAY[name](on=typed["on"], remark=typed["remark"], **given)
    return reverse("inspection", args=[row.pk])


def draft(request: Request, pk: int, purpose: str) -> HttpResponse:
    """Begin the draft of one of the trip's papers, or go on with the one begun."""
    row = found(request, pk)
    if purpose not in DRAFTED.get(row.state, ()):
        raise Http404
    try:
        made = draft_paper(by=request.user, on=request.today, inspection=row, purpose=purpose,
                           path=reverse("inspection", args=[pk]))  # fmt: skip
    except Refused as refusal:
        tell(request, refusal)
        return HttpResponseRedirect(reverse("inspection", args=[pk]))
    return HttpResponseRedirect(address_of("draft", made.pk) or reverse("inspection", args=[pk]))
