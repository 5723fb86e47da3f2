"""Establishments: the list, its export, one with its support over the years; numbers stay masked until asked for."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.guards import sentence_of
from khuyencong.kernel.papers import Column
from khuyencong.kernel.periods import Period
from khuyencong.kernel.sealed import Unreadable, masked
from khuyencong.programme.actions.establishments import give_identifier, may_give_identifier, reveal_identifier
from khuyencong.programme.queries.establishments import (
    EstablishmentFilter,
    establishment_page,
    establishments_like,
    establishments_on,
    namesakes,
    projects_of_establishment,
)
from khuyencong.programme.queries.machines import machines_of_establishment, machines_on
from khuyencong.records.actions import log_export
from khuyencong.registry.models import Establishment, EstablishmentIdentifier, Place
from khuyencong.registry.queries import reveal
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.forms.establishments import IdentifierForm, RevealForm
from khuyencong.web.pages.history import told
from khuyencong.web.pages.machines import use_badge
from khuyencong.web.pages.obstacles import place_options
from khuyencong.web.project_filters import Condition
from khuyencong.web.reach import establishments_within, machines_within, projects_of
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request

SIZE = 50
RECENT = 10


def _asked(request: Request) -> tuple[Chips, QuerySet[Establishment]]:
    mine, get = establishments_within(request), request.GET.get
    conditions = [
        Condition("dia_phuong", _("Địa phương"),
                  place_options(Place.objects.filter(pk__in=mine.order_by().values("place")), request),
                  get("dia_phuong", "")),
        Condition("nhieu_lan", _("Hỗ trợ"), [("co", _("Từ hai đề án trở lên"))], get("nhieu_lan", "")),
    ]  # fmt: skip
    chips = Chips("establishments", searched(request.GET), conditions)
    wanted = EstablishmentFilter(chips.q, chips.value("dia_phuong"), chips.value("nhieu_lan"))
    return chips, establishments_like(establishments_on(mine, projects_of(request), request.day), wanted)


def establishments(request: Request) -> HttpResponse:
    """The list as the address asks it. No number of anyone stands on it."""
    chips, rows = _asked(request)
    shown, after = establishment_page(rows, request.GET.get("sau", ""), SIZE)
    context = {
        "asked": chips, "shown": shown, "after": after, "count": rows.order_by().count(),
        "may_export": may(request.standing, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "establishments/list.html", context)


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file, never with a number; that it was taken is recorded."""
    _chips, rows = _asked(request)
    log_export(by=request.user, what="establishments", rows=rows.order_by().count(), on=request.today)
    columns = [
        Column(_("Cơ sở công nghiệp nông thôn"), width=4), Column(_("Địa phương")), Column(_("Số đề án"), "count"),
        Column(_("Hỗ trợ máy móc"), "VND"), Column(_("Xác nhận")),
    ]  # fmt: skip
    title = _("Cơ sở công nghiệp nông thôn")
    return list_file(
        request, request.POST.get("dang", "xlsx"), "co-so-cnnt", title, columns, _export_rows(rows), (2, 3)
    )  # fmt: skip


def _export_rows(rows: QuerySet[Any]) -> Iterator[list[Any]]:
    known, waits = _("Đã xác nhận"), _("Chờ xác nhận")
    for row in rows.select_related("place").order_by("sort_key", "pk").iterator(chunk_size=2000):
        place = row.place.name if row.place else ""
        yield [row.name, place, row.times, row.machine_support, known if row.confirmed else waits]


def establishment(request: Request, pk: int) -> HttpResponse:
    """One establishment: projects and machines over the years, its numbers masked."""
    return _shown(request, _found(request, pk))


def _found(request: Request, pk: int) -> Establishment:
    return get_object_or_404(establishments_within(request).select_related("place"), pk=pk)


def _shown(
    request: Request, row: Establishment, *, number: Any = None, asking: RevealForm | None = None,
    giving: IdentifierForm | None = None,
) -> HttpResponse:  # fmt: skip
    """The page; ``number`` (identifier, its value) is in this one answer only."""
    day = request.day
    projects, elsewhere = projects_of_establishment(row, projects_of(request), day)
    theirs = machines_of_establishment(row.pk).filter(pk__in=machines_within(request).order_by().values("pk"))
    bad = (asking and asking.errors) or (giving and giving.errors)
    context = {
        "establishment": row,
        "projects": projects,
        "planned": sum(one.planned for one in projects),  # type: ignore[attr-defined]
        "allocated": sum(one.allocated for one in projects),  # type: ignore[attr-defined]
        "elsewhere": elsewhere,
        "machines": [(one, use_badge(one.found)) for one in machines_on(theirs, day)],  # type: ignore[attr-defined]
        "alike": namesakes(row, establishments_within(request), day),
        "numbers": _numbers(row, request),
        "number": number,
        "asking": asking or RevealForm(),
        "giving": giving or IdentifierForm(),
        "may_see": may(request.standing, Permission.SEE_IDENTIFIERS),
        "may_give": may_give_identifier(request.standing),
        "history": told(row, day, RECENT),
    }
    answer = render(request, "establishments/establishment.html", context, status=422 if bad else 200)
    if number:
        answer["Cache-Control"] = "no-store"
    return answer


def _numbers(row: Establishment, request: Request) -> list[dict[str, Any]]:
    """Every number carried by the day, masked for everyone, with its period inclusive as people write it."""
    known = EstablishmentIdentifier.objects.filter(establishment=row, valid_from__lte=request.day)
    shown = []
    for one in known.order_by("kind", "-valid_from"):
        ended = one.valid_to is not None and one.valid_to <= request.day
        last = Period(one.valid_from, one.valid_to).last_day if ended else None
        shown.append({"row": one, "masked": _masked(one), "last": last})
    return shown


def _masked(one: EstablishmentIdentifier) -> str:
    try:
        return masked(reveal(one))
    except Unreadable:
        return masked("")


def show_number(request: Request, pk: int) -> HttpResponse:
    """Show one number once, in this answer, after its reason was recorded."""
    row, form = _found(request, pk), RevealForm(request.POST)
    if not form.is_valid():
        return _shown(request, row, asking=form)
    known = EstablishmentIdentifier.objects.filter(establishment=row).select_related("establishment")
    one = get_object_or_404(known, pk=form.cleaned_data["number"])
    try:
        value = reveal_identifier(
            by=request.user, today=request.today, identifier=one, reason=form.cleaned_data["reason"]
        )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
        return _shown(request, row, asking=form)
    return _shown(request, row, number={"row": one, "value": value})


def give_number(request: Request, pk: int) -> HttpResponse:
    """Record a number of the establishment; what was typed is not sent back, right or wrong."""
    row, form = _found(request, pk), IdentifierForm(request.POST)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            give_identifier(
                by=request.user, today=request.today, establishment=row, kind=typed["kind"], value=typed["value"],
                valid_from=typed["valid_from"],
            )  # fmt: skip
        except Refused as refusal:
            told_on(form, refusal)
        except IntegrityError as error:
            form.add_error(None, sentence_of(error))
        else:
            messages.success(request, _("Đã ghi mã số của cơ sở."))
            return HttpResponseRedirect(reverse("establishment", args=[pk]))
    form.data = {**request.POST.dict(), "value": ""}  # type: ignore[assignment]
    return _shown(request, row, giving=form)
