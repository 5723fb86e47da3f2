"""The lists of a conference or a fair: its agenda, guests and their replies, booths; each with its export."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.papers import Column
from khuyencong.oversight.actions.gatherings import (
    add_booths,
    draft_invitation,
    invite,
    record_reply,
    remove_booth,
    set_agenda,
)
from khuyencong.oversight.models import Gathering
from khuyencong.oversight.queries.gatherings import booths_on, invitations_on
from khuyencong.oversight.states import Reply
from khuyencong.registry.models import Organisation
from khuyencong.registry.queries import department_of, provinces_on, regions_on
from khuyencong.web.exports import list_file
from khuyencong.web.forms.gatherings import AgendaForm, BoothForm, InviteForm, PastedBooths, ReplyForm
from khuyencong.web.pages.gatherings.file import found, shown
from khuyencong.web.pages.gatherings.words import body_options, place_options
from khuyencong.web.pages.petitions.words import address_of, picked
from khuyencong.web.refusals import tell, told_on
from khuyencong.web.request import Request


def _back(pk: int, part: str) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('gathering', args=[pk])}#{part}")


def agenda(request: Request, pk: int) -> HttpResponse:
    """Write the agenda anew."""
    row, form = found(request, pk), AgendaForm(request.POST, auto_id="ct_%s")
    if form.is_valid():
        try:
            set_agenda(by=request.user, today=request.today, gathering=row, items=form.cleaned_data["agenda"])
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã ghi chương trình."))
            return _back(pk, "chuong-trinh")
    return shown(request, row, agenda_form=form)


def guests(request: Request, pk: int) -> HttpResponse:
    """Add bodies to the guests."""
    row = found(request, pk)
    form = InviteForm(request.POST, bodies=body_options(request.today), auto_id="moi_%s")
    if form.is_valid():
        typed = form.cleaned_data
        names = [line.strip() for line in typed["names"].splitlines() if line.strip()]
        one = picked(Organisation, typed["body"])
        bodies = [*_group(request, row, typed["group"]), *([one] if one else []), *names]
        try:
            made = invite(by=request.user, today=request.today, gathering=row, bodies=bodies, on=typed["on"])
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã thêm {count} cơ quan vào danh sách mời.").format(count=len(made)))
            return _back(pk, "khach-moi")
    return shown(request, row, invite_form=form)


def _group(request: Request, row: Gathering, group: str) -> list[Organisation]:
    """Departments of the gathering's region, or of every province, of today."""
    if not group:
        return []
    day = request.today
    places = list(provinces_on(day).values_list("pk", flat=True))
    if group == "region":
        regions = regions_on(day, "kc3")
        own = regions.get(row.place_id)
        places = [pk for pk in places if own is None or regions.get(pk) == own]
    found_ones = (department_of(pk, day) for pk in places)
    return [body for body in found_ones if body is not None]


def reply(request: Request, pk: int, invitation: int) -> HttpResponse:
    """Record what an invited body replied."""
    row = found(request, pk)
    guest = get_object_or_404(row.invitations, pk=invitation)
    form = ReplyForm(request.POST)
    if form.is_valid():
        try:
            record_reply(by=request.user, today=request.today, invitation=guest, **form.cleaned_data)
        except Refused as refusal:
            tell(request, refusal)
        else:
            messages.success(request, _("Đã ghi trả lời của {name}.").format(name=guest.name))
    else:
        for errors in form.errors.values():
            messages.error(request, f"{guest.name}: {' '.join(str(error) for error in errors)}")
    return _back(pk, "khach-moi")


def booths(request: Request, pk: int) -> HttpResponse:
    """Add one exhibitor, or rows pasted from Excel."""
    row, places = found(request, pk), place_options(request.today)
    pasted = "rows" in request.POST
    form: Any = (
        PastedBooths(request.POST, places=places, auto_id="dan_%s")
        if pasted
        else BoothForm(request.POST, places=places, auto_id="gian_%s")
    )
    if form.is_valid():
        try:
            made = add_booths(by=request.user, today=request.today, gathering=row, booths=form.lines)
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã thêm {count} đơn vị trưng bày.").format(count=len(made)))
            return _back(pk, "gian-hang")
    return shown(request, row, **{"pasted_form" if pasted else "booth_form": form})


def remove(request: Request, pk: int, booth: int) -> HttpResponse:
    """Take an exhibitor off the list."""
    row = found(request, pk)
    one = get_object_or_404(row.booths, pk=booth)
    try:
        remove_booth(by=request.user, today=request.today, booth=one)
    except Refused as refusal:
        tell(request, refusal)
    else:
        messages.success(request, _("Đã bỏ gian hàng của {name}.").format(name=one.exhibitor))
    return _back(pk, "gian-hang")


def invitation(request: Request, pk: int) -> HttpResponse:
    """Begin the draft of the invitation, or open the one on its way."""
    row = found(request, pk)
    try:
        draft = draft_invitation(by=request.user, today=request.today, gathering=row, on=request.today)
    except Refused as refusal:
        tell(request, refusal)
        return _back(pk, "khach-moi")
    return HttpResponseRedirect(address_of("draft", draft.pk) or reverse("gathering", args=[pk]))


def guests_export(request: Request, pk: int) -> HttpResponseBase:
    """The guests and their replies as a file."""
    row, day = found(request, pk), request.day
    columns = [
        Column(_("TT"), "count"), Column(_("Cơ quan, đơn vị"), width=4), Column(_("Ngày mời"), "date"),
        Column(_("Trả lời")), Column(_("Ngày trả lời"), "date"), Column(_("Số người"), "count"),
        Column(_("Tham luận"), width=3),
    ]  # fmt: skip
    rows: list[list[Any]] = []
    for number, one in enumerate(invitations_on(row, day), 1):
        told = bool(one.replied_on and one.replied_on <= day)
        rows.append([
            number, one.name, one.invited_on, str(Reply(one.reply if told else Reply.NONE).label),
            one.replied_on if told else None, one.people if told else None, one.talk if told else "",
        ])  # fmt: skip
    title = _("Khách mời: {title}").format(title=row.title)
    return list_file(request, request.GET.get("dang", "xlsx"), f"khach-moi-{row.pk}", title, columns, rows, (5,))


def booths_export(request: Request, pk: int) -> HttpResponseBase:
    """The booths by source of funding as a file, costs in đồng."""
    row = found(request, pk)
    columns = [
        Column(_("TT"), "count"), Column(_("Đơn vị trưng bày"), width=4), Column(_("Tỉnh, thành phố")),
        Column(_("Mặt hàng"), width=2), Column(_("Số gian"), "count"), Column(_("Nguồn kinh phí"), width=1.6),
        Column(_("Kinh phí"), "VND"),
    ]  # fmt: skip
    rows = [
        [number, one.exhibitor, one.place.name if one.place else "", one.goods, one.booths,
         str(one.get_funding_display()), one.cost]
        for number, one in enumerate(booths_on(row, request.day), 1)
    ]  # fmt: skip
    title = _("Gian hàng: {title}").format(title=row.title)
    return list_file(request, request.GET.get("dang", "xlsx"), f"gian-hang-{row.pk}", title, columns, rows, (4, 6))
