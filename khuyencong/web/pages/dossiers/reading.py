"""The page of a dossier: where it stands, what it holds, what is missing, and which steps the person may take."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.programme.actions.dossiers import OPEN_STATES, may_prepare
from khuyencong.programme.models import Dossier
from khuyencong.programme.permissions import can_record_for, can_sit
from khuyencong.programme.printouts import forms_of
from khuyencong.programme.queries.answering import carried_on
from khuyencong.programme.queries.dossiers import checklist_for, state_on
from khuyencong.programme.queries.money import money_on
from khuyencong.programme.states import Desk, DossierState
from khuyencong.programme.transitions import machine_of
from khuyencong.records.queries import attachments_of
from khuyencong.records.transitions import Choice, Deed, Paper, choices
from khuyencong.registry.models import AdjustmentAuthority
from khuyencong.registry.queries import advance_kinds_for
from khuyencong.web.forms.dossiers import DossierForm, PaperForm
from khuyencong.web.reach import dossiers_within
from khuyencong.web.request import Request

WITH_LINES = ("plan", "contract", "support", "progress", "acceptance", "settlement", "opening")
EMPTY_ROWS = 3
COME_BACK = ("3a", "7")
TONES = {"returned": ("amber", "alert-triangle"), "withdrawn": ("neutral", "x"), "paid": ("green", "check"),
         "recorded": ("green", "check")}  # fmt: skip


@dataclass(frozen=True)
class Offer:
    """A step the page shows: its fields, and whether the person takes it as their own or records it for its owner."""

    choice: Choice
    on_behalf: bool
    form: PaperForm
    papers: bool
    money: bool

    @property
    def key(self) -> str:
        return self.choice.transition.name + ("-thay" if self.on_behalf else "")


def found(request: Request, pk: int) -> Dossier:
    """The dossier within the person's reach, as it existed on the page's day; 404 otherwise."""
    rows = dossiers_within(request).filter(made_on__lte=request.day)
    row: Dossier = get_object_or_404(
        rows.select_related(
            "project", "project__place", "project__implementer", "project__plan", "document", "made_by"
        ),
        pk=pk,
    )
    return row


def dossier(request: Request, pk: int) -> HttpResponse:
    """The page of one dossier."""
    return render(request, "dossiers/file.html", context_of(request, found(request, pk)))


def context_of(
    request: Request, row: Dossier, bound: dict[str, PaperForm] | None = None, refused: tuple[Finding, ...] = (),
    form: DossierForm | None = None,
) -> dict[str, Any]:  # fmt: skip
    """What the page draws; ``bound`` holds a step's form as typed, ``refused`` what stood in its way."""
    editable = not request.is_past and row.state in OPEN_STATES
    editable = editable and may_prepare(request.standing, row.project, row.kind)
    return {
        **_standing_of(request, row),
        "editable": editable,
        "form": form or form_of(row),
        **_held(request, row, editable),
        "steps": list(row.steps.filter(on__lte=request.day).select_related("by", "document").order_by("-id")),
        "money": money_on(row.project, request.day),
        "refused": refused,
        **offers_of(request, row, bound or {}),
    }


def _standing_of(request: Request, row: Dossier) -> dict[str, Any]:
    """Where the dossier stands on the page's day, and at whose desk."""
    state = row.state if not request.is_past else state_on(row, request.day)
    return {
        "dossier": row,
        "project": row.project,
        "state": state,
        "state_words": DossierState(state).label,
        "tone": TONES.get(state, ("blue", "player-play")),
        "desk_words": Desk(row.desk).label if row.desk and not request.is_past else "",
        "late": bool(row.due_on and row.desk and row.due_on < request.today),
    }


def _held(request: Request, row: Dossier, editable: bool) -> dict[str, Any]:
    """What the dossier holds: lines, changes, papers, forms."""
    checklist, forms = checklist_for(row), forms_of(row)
    return {
        "with_lines": row.kind in WITH_LINES,
        "lines": list(row.lines.select_related("beneficiary__establishment")),
        "beneficiaries": list(row.project.beneficiaries.select_related("establishment")),
        "empty_rows": range(EMPTY_ROWS),
        "changes": list(row.changes.select_related("place")),
        "change_kinds": change_kinds(row) if row.kind == "adjustment" else [],
        "checklist": checklist,
        "missing": sum(entry.is_missing for entry in checklist),
        "may_mark": not request.is_past and bool(row.desk) and _may_mark(request, row),
        "files": attachments_of(row.document) if row.document else [],
        "forms": forms,
        "comes_back": [item.code for item in forms if item.code in COME_BACK],
        "copies": _copies(request, row) if editable and row.kind in WITH_LINES else [],
    }


def _copies(request: Request, row: Dossier) -> list[Dossier]:
    """Dossiers whose lines may be taken: of this project, and of last year's projects of the same body and activity."""
    same = Q(project=row.project) | Q(
        project__year=row.project.year - 1,
        project__implementer=row.project.implementer_id,
        project__activity=row.project.activity_id,
        kind=row.kind,
    )
    rows = dossiers_within(request).filter(same, lines__isnull=False).exclude(pk=row.pk).select_related("project")
    return list(rows.distinct().order_by("-project__year", "-pk")[:10])


def form_of(row: Dossier, data: Any = None) -> DossierForm:
    """The form of a dossier's values."""
    options: list[tuple[str, Any]] = []
    if row.kind == "advance":
        options = [(kind.code, kind.title) for kind in advance_kinds_for(row.project.activity_id)]
    if row.kind == "year_end":
        options = [("cancel", _("Hủy dự toán không sử dụng")), ("carry", _("Chuyển nguồn sang năm sau"))]
    initial = {name: getattr(row, name) for name in ("amount", "work_value", "option", "expected_on", "final", "note")}
    return DossierForm(data, kind=row.kind, options=options, initial=initial)


def change_kinds(row: Dossier) -> list[tuple[str, str, str]]:
    """What may be changed, by code and title, with who decides it by the law of the dossier's day."""
    kind = "group" if row.project.kind == "group" else ""
    rows = AdjustmentAuthority.objects.filter(project_kind__in=["", kind], valid_from__lte=row.made_on)
    found_rows = {item.change: item for item in rows.order_by("project_kind", "pk")}
    return [(item.change, item.title, item.get_decides_display()) for item in found_rows.values()]


def _may_mark(request: Request, row: Dossier) -> bool:
    return can_sit(request.standing, row.desk, row.project) or can_record_for(request.standing, row.desk)


def offers_of(request: Request, row: Dossier, bound: dict[str, PaperForm]) -> dict[str, Any]:
    """Steps the person may take, the first forward one as the main one, and who is waited for when it is not theirs."""
    if request.is_past:
        return {"offers": [], "backs": [], "waits_for": ""}
    deed = Deed(request.today, request.user)
    shown = [
        offer for choice in choices(row, machine_of(row.kind), deed) for offer in _offered(request, row, choice, bound)
    ]
    forward = [offer for offer in shown if not offer.choice.transition.back]
    return {
        "offers": forward,
        "backs": [offer for offer in shown if offer.choice.transition.back],
        "waits_for": "" if forward or not row.desk else Desk(row.desk).label,
    }


def _offered(request: Request, row: Dossier, choice: Choice, bound: dict[str, PaperForm]) -> list[Offer]:
    transition, standing = choice.transition, request.standing
    ways = [False] if can_sit(standing, transition.desk, row.project) else []
    if not ways and can_record_for(standing, transition.desk) and transition.name != "withdraw":
        ways = [True]
    offers = []
    for on_behalf in ways:
        money = transition.name == "pay"
        key = transition.name + ("-thay" if on_behalf else "")
        initial = {"on": request.today, "amount": row.amount if money else None,
                   "payee": _payee(request, row) if money else ""}  # fmt: skip
        form = bound.get(key) or PaperForm(initial=initial, prefix=key, auto_id="%s")
        offers.append(Offer(choice, on_behalf, form, on_behalf or transition.paper is Paper.REQUIRED, money))
    return offers


def _payee(request: Request, row: Dossier) -> str:
    """Who is paid: the unit as printed in the plan, or the body that carries the project on now."""
    now = carried_on(row.project, request.standing.answering)
    return now.name if now and now.body else row.project.implementer_name
