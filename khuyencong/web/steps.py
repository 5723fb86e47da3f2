"""The trail of a thing and the steps it may take next, as pages of the office show them."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from khuyencong.documents.models import Document
from khuyencong.kernel.findings import Refused
from khuyencong.records.models import Attachment, TrailStep
from khuyencong.records.queries import steps_of, subject_of
from khuyencong.records.transitions import Deed, Machine, Transition, choices
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request

PAPERS = "documents.document:"
Ask = Callable[[Transition], dict[str, Any]]


@dataclass(frozen=True)
class Trodden:
    """A step of the trail with its words, the document it rests on and its scan."""

    step: TrailStep
    title: str | Promise
    document: Document | None = None
    file: Attachment | None = None


@dataclass(frozen=True)
class Offer:
    """A step that may follow: its form, or why it is closed to this person."""

    name: str
    title: str | Promise
    url: str
    why: str
    form: StepForm
    is_open: bool = False
    back: bool = False


def trail_of(thing: Model, machine: Machine, day: date) -> list[Trodden]:
    """What was done about a thing by a day, newest first; documents and scans in two questions."""
    steps = list(steps_of(thing, day))
    ids = [int(step.paper.removeprefix(PAPERS)) for step in steps if step.paper.startswith(PAPERS)]
    documents = Document.objects.in_bulk(ids)
    scans = scans_of(documents.values())
    titles = {one.name: one.title for one in machine.transitions}
    trodden = []
    for step in reversed(steps):
        key = int(step.paper.removeprefix(PAPERS)) if step.paper.startswith(PAPERS) else 0
        trodden.append(Trodden(step, titles.get(step.name, step.name), documents.get(key), scans.get(key)))
    return trodden


def scans_of(documents: Iterable[Document]) -> dict[int, Attachment]:
    """The scan of each document, if one was kept."""
    found = Attachment.objects.filter(subject__in=[subject_of(one) for one in documents], kind="scan").order_by("id")
    return {int(file.subject.partition(":")[2]): file for file in found}


def offers_of(
    request: Request, thing: Any, machine: Machine, url: Callable[[str], str], *, sent: StepForm | None = None,
    ask: Ask | None = None, said: dict[str, Any] | None = None, hidden: Sequence[str] = (),
) -> list[Offer]:  # fmt: skip
    """Every step out of the state with its form, or why it is closed. ``ask`` gives a form's options by transition.

    ``said`` goes to the rules ({"standing": …}); 'at_the_page' tells them that words are still to be typed.
    """
    deed = Deed(request.today, request.user, said={"standing": request.standing, "at_the_page": True, **(said or {})})
    offers: list[Offer] = []
    for choice in choices(thing, machine, deed):
        one = choice.transition
        if one.name in hidden:
            continue
        why = " ".join(item.message for item in choice.findings if item.severity == "error")
        form = sent if sent is not None and sent.prefix == one.name else None
        initial = {"on": request.today, "seen": thing.state}
        fresh = form or StepForm(prefix=one.name, initial=initial, **(ask(one) if ask else {}))
        first = not offers and not one.back
        offers.append(Offer(one.name, one.title, url(one.name), why, fresh, form is sent if sent else first, one.back))
    return offers


def step_named(machine: Machine, name: str) -> Transition:
    """The step an address names. Raises Http404 for one the table does not have."""
    found = next((one for one in machine.transitions if one.name == name), None)
    if found is None:
        raise Http404
    return found


def step_taken(
    request: Request, form: StepForm, title: str | Promise, take: Callable[[], str], again: Callable[[], HttpResponse]
) -> HttpResponse:
    """Do a step as typed and go on at the address ``take`` gives; refused, the page ``again`` with what was typed."""
    if form.is_valid():
        try:
            there = take()
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã ghi: {step}.").format(step=title))
            return HttpResponseRedirect(there)
    return again()
