"""One conference or fair: when, where, from which money, agenda, guests, booths, results; what may be done now."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.documents.queries import documents_of, drafts_seen
from khuyencong.kernel.money import grouped
from khuyencong.oversight.actions.gatherings import (
    cancel_gathering,
    hold_gathering,
    prepare_gathering,
    report_gathering,
)
from khuyencong.oversight.models import Gathering
from khuyencong.oversight.queries.gatherings import (
    Replies,
    booth_totals,
    booths_on,
    gatherings_on,
    invitations_on,
    replies_of,
)
from khuyencong.oversight.rules.gatherings import CLOSED
from khuyencong.oversight.states import RESULTS, BoothFunding, GatheringKind, GatheringState, Reply, ResultUnit
from khuyencong.oversight.transitions.gatherings import GATHERING
from khuyencong.programme.queries.money import money_on
from khuyencong.records.transitions import Transition
from khuyencong.registry.queries import names_on
from khuyencong.web.forms.fields import DayField
from khuyencong.web.forms.gatherings import AgendaForm, BoothForm, InviteForm, PastedBooths
from khuyencong.web.forms.papers import DongField, count_field, text_field
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.office_reach import gatherings_within
from khuyencong.web.pages.gatherings.words import (
    body_options,
    days_said,
    place_options,
    reply_badge,
    results_said,
    soon_badge,
    state_badge,
)
from khuyencong.web.pages.petitions.words import address_of
from khuyencong.web.request import Request
from khuyencong.web.steps import Offer, offers_of, scans_of, step_named, step_taken, trail_of

FIRST, LAST, VENUE = gettext_lazy("Ngày khai mạc"), gettext_lazy("Ngày bế mạc"), gettext_lazy("Nơi tổ chức")


def gathering(request: Request, pk: int) -> HttpResponse:
    """One conference or fair as it stood on the day."""
    return shown(request, found(request, pk))


def found(request: Request, pk: int) -> Any:
    """The gathering asked for, as it stood on the day."""
    rows = gatherings_on(gatherings_within(request), request.day)
    return get_object_or_404(rows.select_related("place", "host", "project", "plan_paper", "report_paper"), pk=pk)


def shown(request: Request, row: Any, sent: StepForm | None = None, **forms: Any) -> HttpResponse:
    """The page; ``forms`` are those that were sent and refused, by name."""
    writing = not request.is_past and row.stood not in CLOSED and may(request.standing, Permission.HANDLE_OFFICE)
    context = {
        **_facts(request, row), **_guests(request, row), "may_write": writing,
        "trail": trail_of(row, GATHERING, request.day), "begun": _("Vào kế hoạch"),
        "offers": [] if request.is_past else _offers(request, row, sent),
    }  # fmt: skip
    if writing:
        context |= {**_fresh(request, row), **forms}
    return render(request, "gatherings/gathering.html", context, status=422 if sent or forms else 200)


def _offers(request: Request, row: Any, sent: StepForm | None) -> list[Offer]:
    """Steps out of the state; telling the results once more is offered folded."""
    offers = offers_of(
        request, row, GATHERING, lambda name: reverse("gathering-step", args=[row.pk, name]), sent=sent,
        ask=lambda transition: _asked(transition, row),
    )  # fmt: skip
    folded = sent is None and row.state == GatheringState.REPORTED
    return [replace(one, is_open=False) for one in offers] if folded else offers


def _facts(request: Request, row: Any) -> dict[str, Any]:
    """The head of the page: state, days, host, money, papers, results as far as known on the day."""
    day, reported = request.day, row.stood == GatheringState.REPORTED
    names = names_on(day, [row.host_id] if row.host_id else [])
    drafts = drafts_seen(row, day, "invitation")
    papers = list(documents_of(row).filter(date__lte=day))
    return {
        "gathering": row, "state": state_badge(row.stood), "soon": soon_badge(row, day), "days": days_said(row),
        "host": names[row.host_id].name if row.host_id else "", "fair": row.kind == GatheringKind.FAIR,
        "money": money_on(row.project, day) if row.project else None, "reported": reported,
        "results": results_said(row.results) if reported else [],
        "summary": row.results.get("summary", "") if reported else "",
        "papers": papers, "files": scans_of(papers),
        "drafts": [(one, address_of("draft", one.pk)) for one in drafts],
    }  # fmt: skip


def _guests(request: Request, row: Any) -> dict[str, Any]:
    """Agenda, guests with replies, booths with totals, as far as known on the day."""
    day = request.day
    known = not request.is_past or row.stood != GatheringState.PLANNED
    invited = [
        (one, reply_badge(one.reply if one.replied_on and one.replied_on <= day else Reply.NONE),
         bool(one.replied_on and one.replied_on <= day))
        for one in invitations_on(row, day) if one.invited_on or not request.is_past
    ]  # fmt: skip
    return {
        "agenda": list(row.agenda.all()) if known else [], "invited": invited,
        "replies": replies_of([row.pk], day).get(row.pk, Replies()), "booths": list(booths_on(row, day)),
        "totals": [(BoothFunding(one.funding).label if one.funding else "", one) for one in booth_totals(row, day)],
        "may_export": may(request.standing, Permission.EXPORT),
    }  # fmt: skip


def _fresh(request: Request, row: Any) -> dict[str, Any]:
    """Empty forms of agenda, guests and booths."""
    day = request.today
    agenda = "\n".join(" | ".join((one.at, one.title, one.speaker)) for one in row.agenda.all())
    places = place_options(day)
    return {
        "agenda_form": AgendaForm(initial={"agenda": agenda}, auto_id="ct_%s"),
        "invite_form": InviteForm(bodies=body_options(day), auto_id="moi_%s"),
        "booth_form": BoothForm(places=places, auto_id="gian_%s"),
        "pasted_form": PastedBooths(places=places, auto_id="dan_%s"), "replies_offered": [
            one for one in Reply.choices if one[0]],
    }  # fmt: skip


def _asked(transition: Transition, row: Any) -> dict[str, Any]:
    """What the form of a step asks."""
    if transition.name == "prepare":
        extra = {
            "starts_on": DayField(label=FIRST, required=False, initial=row.starts_on),
            "ends_on": DayField(label=LAST, required=False, initial=row.ends_on),
            "venue": text_field(VENUE, 300, required=False),
        }
        extra["venue"].initial = row.venue
        return {"extra": extra, "paper": True}
    if transition.name == "report":
        figures = {
            name: DongField(label=label) if unit == ResultUnit.DONG else count_field(label)
            for name, (label, unit) in RESULTS.items()
        }
        for name, field in figures.items():
            value = row.results.get(name)
            field.initial = grouped(value) if value is not None and isinstance(field, DongField) else value
        return {"words": _("Đánh giá chung"), "most": 2000, "extra": figures, "paper": True}
    if transition.name == "cancel":
        return {"words": _("Lý do không tổ chức"), "required": True}
    return {"paper": True}


def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Take one step of a conference or a fair."""
    row = found(request, pk)
    transition = step_named(GATHERING, name)
    form = StepForm(request.POST, request.FILES, prefix=name, **_asked(transition, row))
    return step_taken(
        request, form, transition.title, lambda: _stepped(request, row, name, form),
        lambda: shown(request, found(request, pk), form),
    )  # fmt: skip


def _stepped(request: Request, row: Gathering, name: str, form: StepForm) -> str:
    typed = form.cleaned_data
    given: dict[str, Any] = {
        "by": request.user, "today": request.today, "gathering": row, "on": typed["on"], "seen": typed["seen"],
    }  # fmt: skip
    if name == "prepare":
        days = {field: typed[field] for field in ("starts_on", "ends_on", "venue")}
        prepare_gathering(remark=typed["remark"], paper=form.letter(), **days, **given)
    elif name == "hold":
        hold_gathering(remark=typed["remark"], paper=form.letter(), **given)
    elif name == "report":
        results = {field: typed[field] for field in RESULTS} | {"summary": typed["remark"].strip()}
        report_gathering(results=results, paper=form.letter(), **given)
    else:
        cancel_gathering(reason=typed["remark"], **given)
    return reverse("gathering", args=[row.pk])
