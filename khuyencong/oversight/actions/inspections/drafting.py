"""Starts the papers of an inspection as drafts, and moves it when one of them comes back recorded."""

from datetime import date
from typing import Any

from django.utils import timezone

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.documents.actions import link_document, start_draft
from khuyencong.documents.actions.drafting import Wording
from khuyencong.documents.hooks import Recorded
from khuyencong.documents.models import Document, Draft
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.actions.inspections.moving import step
from khuyencong.oversight.models import Inspection
from khuyencong.oversight.printouts.inspections import (
    SUBJECTS,
    decision_body,
    kind_said,
    notice_body,
    outcome_body,
)
from khuyencong.oversight.queries.inspections import procedure_of, stops_of
from khuyencong.oversight.queries.observations import findings_of
from khuyencong.oversight.rules.inspections import handles_office
from khuyencong.oversight.states import InspectionState, InspectionSubject
from khuyencong.oversight.transitions.inspections import INSPECTION
from khuyencong.records.queries import steps_of

LABEL = "oversight.inspection:"
# Which step of the trip each purpose of a draft takes when it is recorded, and of what kind its paper is.
PURPOSES = {
    "decision": ("decide", DocumentKind.DECISION), "notice": ("notify", DocumentKind.NOTICE),
    "report": ("report", DocumentKind.REPORT), "conclusion": ("conclude", DocumentKind.CONCLUSION),
}  # fmt: skip


def draft_paper(*, by: User, on: date, inspection: Inspection, purpose: str, path: str = "") -> Draft:
    """Begin the draft of one of the trip's papers from its rows; one still on its way is returned instead.

    ``purpose``: decision, notice, report, conclusion (KeyError otherwise); ``path``: where the slip's figures open.
    """
    refuse_errors(handles_office(standing_of(by, on)))
    name, kind = PURPOSES[purpose]
    due = next((one.due_on for one in procedure_of(inspection, on) if one.step.step == name), None)
    wording = Wording(
        kind=kind, abstract=_abstract(inspection, purpose), body=_body(inspection, purpose, on),
        figures=_figures(inspection, path), due_on=due, recipients=_recipients(inspection),
    )  # fmt: skip
    return start_draft(by=by, on=on, wording=wording, thing=inspection, purpose=purpose)


def _abstract(inspection: Inspection, purpose: str) -> str:
    what = {
        "decision": f"Thành lập Đoàn {kind_said(inspection)}",
        "notice": f"Thông báo lịch làm việc của Đoàn {kind_said(inspection)}",
        "report": f"Báo cáo kết quả {kind_said(inspection)}",
        "conclusion": f"Kết luận {kind_said(inspection)}",
    }[purpose]
    subjects = {stop.subject: None for stop in inspection.stops.all()}
    return f"{what} {' và '.join(SUBJECTS[InspectionSubject(one)] for one in subjects)}"


def _body(inspection: Inspection, purpose: str, on: date) -> str:
    if purpose == "decision":
        return decision_body(inspection)
    if purpose == "notice":
        return notice_body(inspection)
    findings = findings_of(stops_of(inspection, on), on)
    return outcome_body(inspection, findings, conclusion=purpose == "conclusion")


def _figures(inspection: Inspection, path: str) -> list[dict[str, str]]:
    days = f"{short_date(inspection.starts_on)}–{short_date(inspection.ends_on)}"
    places = len({stop.place_id for stop in inspection.stops.all()})
    return [
        {"label": "Số địa phương", "shown": str(places), "path": path},
        {"label": "Số thành viên", "shown": str(inspection.members.count()), "path": path},
        {"label": "Thời gian", "shown": days, "path": path},
    ]


def _recipients(inspection: Inspection) -> str:
    places = {stop.place.name: None for stop in inspection.stops.select_related("place")}
    return "\n".join([*(f"Sở Công Thương {name};" for name in places), "Lãnh đạo Cục;", "Lưu: VT."])


def told_of_paper(draft: Recorded, document: Any, by: Any, on: date) -> None:
    """A draft written for a trip came out as a recorded paper: the trip takes the step that rests on it.

    A trip that took the step by hand meanwhile, went past it or was given up keeps that; the paper is only linked.
    Registered with ``documents.hooks.RECORDED``; drafts of other things and purposes are not its business.
    """
    label, _mark, key = draft.subject.rpartition(":")
    if f"{label}:" != LABEL or draft.purpose not in PURPOSES or not isinstance(document, Document):
        return
    name, _kind = PURPOSES[draft.purpose]
    inspection = Inspection.objects.select_for_update(of=("self",)).get(pk=int(key))
    link_document(document=document, thing=inspection)
    if not _went_past(inspection, name):
        step(by=by, today=timezone.localdate(), inspection=inspection, name=name, on=on, paper=document)


def _went_past(inspection: Inspection, name: str) -> bool:
    """The step was taken, or the trip stands after every state it begins in (states are listed in their order)."""
    order = InspectionState.values
    last = max(order.index(source) for source in INSPECTION.named(name).sources)
    return order.index(inspection.state) > last or steps_of(inspection).filter(name=name).exists()
