"""The list of petitions, its export, and how long answers took."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.money import percent
from khuyencong.kernel.papers import Column
from khuyencong.oversight.models import Petition
from khuyencong.oversight.queries.petitions import (
    AnswerTimes,
    PetitionFilter,
    Times,
    answer_times,
    counts_of,
    petition_page,
    petitions_like,
    petitions_of_year,
)
from khuyencong.oversight.states import PetitionField, PetitionKind, PetitionState, PetitionTopic
from khuyencong.registry.models import LegalSource, Place
from khuyencong.registry.queries import on_map_of
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.office_reach import petitions_within
from khuyencong.web.pages.petitions.words import clocks_known, due_of, state_badge
from khuyencong.web.project_filters import Condition, Options
from khuyencong.web.request import Request

SIZE = 50


def _asked(request: Request) -> tuple[Chips, QuerySet[Petition]]:
    """What the address asks, and the year's petitions that meet it."""
    everything = petitions_of_year(petitions_within(request), request.year, request.day)
    get, plain, merged = request.GET.get, everything.order_by(), on_map_of(request.day)
    laws = LegalSource.objects.filter(pk__in=plain.values("law")).order_by("number").values_list("pk", "number")
    people = User.objects.filter(pk__in=plain.values("handler")).order_by("full_name").values_list("pk", "full_name")
    places = Place.objects.filter(pk__in=plain.values("place")).order_by("sort_key", "valid_from")
    named: Options = [(str(pk), name if merged.get(pk, pk) == pk else f"{name} ({_('cũ')})")
             for pk, name in places.values_list("pk", "name")]  # fmt: skip
    dues: Options = [("open", _("Chưa kết thúc")), ("soon", _("Sắp đến hạn")), ("late", _("Quá hạn"))]
    conditions = [
        Condition("han", _("Thời hạn"), dues, get("han", "")),
        Condition("trang_thai", _("Trạng thái"), list(PetitionState.choices), get("trang_thai", "")),
        Condition("loai", _("Loại"), list(PetitionKind.choices), get("loai", "")),
        Condition("linh_vuc", _("Lĩnh vực"), list(PetitionField.choices), get("linh_vuc", "")),
        Condition("nhom", _("Nhóm nội dung"), list(PetitionTopic.choices), get("nhom", "")),
        Condition("dia_phuong", _("Địa phương"), named, get("dia_phuong", "")),
        Condition("van_ban", _("Văn bản"), [(str(pk), number) for pk, number in laws], get("van_ban", "")),
        Condition("nguoi", _("Người xử lý"), [(str(pk), name) for pk, name in people], get("nguoi", "")),
    ]
    chips = Chips("petitions", searched(request.GET), conditions)
    due, state, kind, field, topic, place, law, handler = (item.value for item in conditions)
    wanted = PetitionFilter(chips.q, state, kind, field, topic, place, law, handler, due)
    return chips, petitions_like(everything, wanted, request.day)


def petitions(request: Request) -> HttpResponse:
    """Petitions that were open at some time of the year, as the address asks them, newest first."""
    chips, rows = _asked(request)
    shown, after = petition_page(rows, request.GET.get("sau", ""), SIZE)
    clocks = clocks_known()
    dues = [due_of(row, request.day, clocks) for row in shown]
    context = {
        "asked": chips,
        "counts": counts_of(rows, request.day),
        "shown": [(row, state_badge(row.stood), due) for row, due in zip(shown, dues, strict=True)],  # type: ignore[attr-defined]
        "unsure": any(not due.sure for due in dues),
        "after": after,
        "may_receive": may(request.standing, Permission.HANDLE_OFFICE),
        "may_export": may(request.standing, Permission.EXPORT),
    }
    return render(request, "petitions/list.html", context)


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file, every row of it."""
    _chips, rows = _asked(request)
    columns = [
        Column(_("Ngày đến"), "date"), Column(_("Loại"), width=1.6), Column(_("Người gửi"), width=2),
        Column(_("Địa phương")), Column(_("Nội dung kiến nghị"), width=4), Column(_("Lĩnh vực")),
        Column(_("Nhóm nội dung"), width=1.6), Column(_("Văn bản")), Column(_("Điều, khoản")),
        Column(_("Trạng thái")), Column(_("Người xử lý")), Column(_("Hạn trả lời"), "date"),
        Column(_("Văn bản trả lời"), width=1.2), Column(_("Ngày trả lời"), "date"), Column(_("Nơi nhận chuyển")),
    ]  # fmt: skip
    title = _("Kiến nghị năm {year}").format(year=request.year)
    told = _export_rows(request, rows)
    kind = request.GET.get("dang", "xlsx")
    return list_file(request, kind, f"kien-nghi-{request.year}", title, columns, told, ())


def _export_rows(request: Request, rows: QuerySet[Petition]) -> Iterator[list[Any]]:
    """Rows in the order of the columns; what was done later than the day is left out."""
    for row in rows.select_related("place", "law", "answer_paper").iterator(chunk_size=500):
        stood: str = row.stood  # type: ignore[attr-defined]
        answered = stood == PetitionState.ANSWERED
        yield [
            row.received_on, row.get_kind_display(), row.sender_name, row.place.name if row.place else "", row.what,
            row.get_field_display(), row.get_topic_display(), row.law.number if row.law else "", row.clause,
            str(PetitionState(stood).label), row.held_by, row.due_on,  # type: ignore[attr-defined]
            row.answer_paper.number if answered and row.answer_paper else "", row.answered_on if answered else None,
            row.sent_to if stood == PetitionState.TRANSFERRED else "",
        ]  # fmt: skip


def _times(request: Request) -> tuple[date, date, AnswerTimes]:
    """The year's answers, up to the day."""
    first, last = date(request.year, 1, 1), min(date(request.year, 12, 31), request.day)
    return first, last, answer_times(petitions_within(request), first, last)


def statistics(request: Request) -> HttpResponse:
    """How long answers of the year took: as a whole, by kind, topic and month."""
    first, last, times = _times(request)
    tables = [(_("Theo loại"), times.kinds), (_("Theo nhóm nội dung"), times.topics), (_("Theo tháng"), times.months)]
    waiting = counts_of(petitions_of_year(petitions_within(request), request.year, request.day), request.day)
    context = {
        "first": first, "last": last, "whole": times.whole, "tables": tables, "waiting": waiting,
        "may_export": may(request.standing, Permission.EXPORT),
        "unsure": any(clock.evidence != "V" for clock in clocks_known()),
    }  # fmt: skip
    return render(request, "petitions/statistics.html", context)


def statistics_export(request: Request) -> HttpResponseBase:
    """The same figures as a file: one row a group."""
    _first, _last, times = _times(request)
    columns = [
        Column(_("Cách nhóm"), width=1.4), Column(_("Nhóm"), width=2.4), Column(_("Đã trả lời"), "count"),
        Column(_("Số ngày (trung vị)")), Column(_("Lâu nhất (ngày)"), "count"), Column(_("Có hạn"), "count"),
        Column(_("Đúng hạn"), "count"), Column(_("Tỷ lệ đúng hạn"), "percent"),
    ]  # fmt: skip
    groups = [(_("Tất cả"), [times.whole]), (_("Theo loại"), times.kinds), (_("Theo nhóm nội dung"), times.topics),
              (_("Theo tháng"), times.months)]  # fmt: skip
    rows = [_told(title, one) for title, found in groups for one in found]
    title = _("Thời gian trả lời kiến nghị năm {year}").format(year=request.year)
    kind = request.GET.get("dang", "xlsx")
    return list_file(request, kind, f"thoi-gian-tra-loi-{request.year}", title, columns, rows, ())


def _told(group: str, one: Times) -> list[Any]:
    middle = "" if one.median is None else f"{one.median:g}".replace(".", ",")
    share = percent(one.in_time, one.dated, 1)
    return [group, one.title, one.count, middle, one.longest, one.dated, one.in_time, share]
