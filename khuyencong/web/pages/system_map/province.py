"""One province over time: who ran khuyến công, under whom, by which decision; its late dossiers; a fact confirmed."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Refused
from khuyencong.programme.models import Dossier
from khuyencong.registry.actions import confirm_charge
from khuyencong.registry.models import Charge, Place
from khuyencong.registry.queries import place_ways
from khuyencong.registry.queries.system import Carrier, history_of_system, model_on
from khuyencong.registry.rules.charges import Decision
from khuyencong.registry.states import Duty, Level
from khuyencong.reporting.queries.system import late_dossiers
from khuyencong.web.forms.system_map import ConfirmForm
from khuyencong.web.pages.system_map.corrections import Correction, corrections_of
from khuyencong.web.pages.system_map.lines import late_rows, lines_of
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request

WIDE, LEFT, RIGHT, STEP = 960, 8, 8, 40


@dataclass(frozen=True)
class Bar:
    """A stretch of the drawing: where it lies, in the drawing's units, and what it says."""

    x: float
    y: int
    width: float
    tone: str
    carrier: Carrier

    @property
    def anchor(self) -> str:
        """Words of a stretch that begins late end where the drawing ends."""
        return "start" if self.x < WIDE / 3 else "end"

    @property
    def label_x(self) -> float:
        return self.x if self.anchor == "start" else self.x + self.width


@dataclass(frozen=True)
class Drawing:
    """Stretches under one another on one scale of years. ``years`` are (position, year)."""

    bars: list[Bar]
    years: list[tuple[float, int]]
    height: int
    width: int = WIDE


def drawing_of(carriers: list[Carrier], day: date) -> Drawing | None:
    """The stretches up to a day as bars, one line each; None without any."""
    if not carriers:
        return None
    first = min(one.since for one in carriers)
    days = max((day - first).days, 1)

    def at(when: date) -> float:
        return LEFT + (WIDE - LEFT - RIGHT) * min(max((when - first).days, 0), days) / days

    bars = [
        Bar(at(one.since), 26 + index * STEP, max(at(one.until or day) - at(one.since), 3), one.above or "none", one)
        for index, one in enumerate(carriers)
    ]
    step = max((day.year - first.year) // 8, 1)
    years = [(at(date(year, 1, 1)), year) for year in range(first.year + 1, day.year + 1, step)]
    return Drawing(bars, years, 26 + len(carriers) * STEP)


def province(request: Request, pk: int) -> HttpResponse:
    """Everything known of who ran khuyến công in a province and in those it was made of, up to the day."""
    return _shown(request, _place(pk), None, 0)


def _place(pk: int) -> Place:
    return get_object_or_404(Place, pk=pk, level=Level.PROVINCE)


def _shown(request: Request, place: Place, sent: ConfirmForm | None, charge: int) -> HttpResponse:
    history, now = history_of_system(place, request.day), place_ways().way(place.pk, request.day).end
    line = next((line for line in lines_of(request) if line.row.place.pk == place.pk), None)
    open_to = may(request.standing, Permission.KEEP_REGISTRY) and not request.is_past
    names = dict(Place.objects.filter(pk__in={one.place for one in history} | {now}).values_list("pk", "name"))
    context: dict[str, Any] = {
        "place": place, "line": line, "history": [(one, names[one.place]) for one in reversed(history)],
        "drawing": drawing_of(history, request.day), "model": model_on(request.day), "sent": sent, "charge": charge,
        "became": (now, names[now]) if now != place.pk else None, "may_keep": open_to,
        "waiting": _waiting(history) if open_to else [], "late": _late(request, place),
        "form": sent or ConfirmForm(), "blank": ConfirmForm(), "corrections": _corrections(place, request.day),
    }  # fmt: skip
    return render(request, "system_map/province.html", context, status=422 if sent else 200)


def _corrections(place: Place, day: date) -> list[Correction]:
    return corrections_of([f"registry.place:{pk}" for pk in place_ways().leading_to([place.pk])], day)


def _waiting(history: list[Carrier]) -> list[Carrier]:
    """Facts that wait to be confirmed, each once, from its first day."""
    found = {one.charge: one for one in reversed(history) if not one.sure}
    known = set(Charge.objects.filter(pk__in=found).exclude(evidence="V").values_list("pk", flat=True))
    return [one for charge, one in found.items() if charge in known]


def _late(request: Request, place: Place) -> list[Dossier] | None:
    """Dossiers past their deadline; None on a day that has passed."""
    rows = late_rows(request)
    if rows is None:
        return None
    places = {pk for pk in place_ways().leading_to([place.pk]) if place_ways().way(pk, request.day).end == place.pk}
    found = late_dossiers(rows, request.year, request.day).filter(project__place__in=places)
    return list(found.select_related("project").order_by("due_on", "pk"))


def confirm(request: Request, pk: int, charge: int) -> HttpResponse:
    """Confirm a waiting fact against its decision."""
    place = _place(pk)
    places = place_ways().leading_to([place.pk])
    row = get_object_or_404(Charge, pk=charge, place__in=places, duty=Duty.INDUSTRIAL_PROMOTION)
    form = ConfirmForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            confirm_charge(
                by=request.user, charge=row, source=Decision(typed["number"], typed["dated"]), on=request.today
            )
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã xác nhận theo quyết định {number}.").format(number=typed["number"]))
            return HttpResponseRedirect(reverse("system-map-province", args=[pk]))
    return _shown(request, place, form, row.pk)
