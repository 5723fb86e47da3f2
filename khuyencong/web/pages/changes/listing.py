"""The list of changes of places and bodies, those waiting to be applied first, and its export."""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may, visible_to
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.papers import Column
from khuyencong.kernel.text import fold, number_in
from khuyencong.records.queries import stood_on
from khuyencong.registry.models import Change, ChangePart
from khuyencong.registry.states import About, ChangeKind, ChangeState
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.pages.changes.words import sides_of, state_badge
from khuyencong.web.project_filters import Condition
from khuyencong.web.request import Request
from khuyencong.web.waiting import files_left

SIZE = 50


def changes_within(request: Request) -> QuerySet[Change]:
    """Changes as they stood on the day of the page; on a past day only those that counted by then."""
    rows = visible_to(request.standing, Change.objects.all())
    if request.is_past:
        rows = rows.filter(on__lte=request.day)
    return stood_on(rows, ChangeState.ENTERED, request.day).select_related("source", "undoes", "place")


def _asked(request: Request) -> tuple[Chips, QuerySet[Change]]:
    everything = changes_within(request)
    get = request.GET.get
    years = [str(day.year) for day in Change.objects.dates("on", "year", order="DESC")]
    conditions = [
        Condition("trang_thai", _("Trạng thái"), list(ChangeState.choices), get("trang_thai", "")),
        Condition("loai", _("Loại"), list(ChangeKind.choices), get("loai", "")),
        Condition("ve", _("Đối tượng"), list(About.choices), get("ve", "")),
        Condition("tu_nam", _("Năm"), [(year, year) for year in years], get("tu_nam", "")),
    ]
    chips = Chips("changes", searched(request.GET), conditions)
    state, kind, about, year = (item.value for item in conditions)
    rows = everything.filter(Q(stood=state)) if state else everything
    rows = rows.filter(kind=kind) if kind else rows
    rows = rows.filter(about=about) if about else rows
    if year:
        rows = rows.filter(on__year=int(year)) if year in years else rows.none()
    return chips, rows.filter(_about(chips.q)) if fold(chips.q) else rows


def _about(text: str) -> Q:
    """Changes one of whose sides carries or carried the name, or whose paper has the number."""
    folded = fold(text)
    parts = ChangePart.objects.filter(
        Q(place__folded__contains=folded) | Q(body__names__folded__contains=folded)
    ).order_by()  # fmt: skip
    words = ChangePart.objects.filter(place=None, body=None).values_list("change_id", "name")
    typed = [pk for pk, name in words if folded in fold(name)]
    named = Q(pk__in=parts.values("change_id")) | Q(undoes__in=parts.values("change_id"))
    return named | Q(pk__in=typed) | Q(source__number__icontains=text)


def changes(request: Request) -> HttpResponse:
    """The list as the address asks it: what waits to be applied, then the others, newest first."""
    chips, rows = _asked(request)
    first = not request.GET.get("sau")
    waiting = list(rows.filter(Q(stood=ChangeState.ENTERED)).order_by("on", "pk")[:SIZE]) if first else []
    others, after = _page(rows.exclude(Q(stood=ChangeState.ENTERED)), request.GET.get("sau", ""))
    found = [*waiting, *others]
    sides, left = sides_of(found), files_left(request)
    context = {
        "asked": chips,
        "shown": [
            (row, sides[row.pk], state_badge(row.stood), left.get(row, 0))  # type: ignore[attr-defined]
            for row in found
        ],
        "after": after,
        "count": rows.count(),
        "waiting": len(waiting),
        "may_enter": may(request.standing, Permission.KEEP_REGISTRY),
        "may_export": may(request.standing, Permission.EXPORT),
    }
    return render(request, "changes/list.html", context)


def _page(rows: QuerySet[Change], after: str) -> tuple[list[Change], str]:
    """A page by day, newest first, and the key of the next; a key that cannot be read begins at the start."""
    edge, _bar, pk = after.partition("|")
    try:
        day = date.fromisoformat(edge) if edge else None
    except ValueError:
        day = None
    if day and number_in(pk) is not None:
        rows = rows.filter(Q(on__lt=day) | Q(on=day, pk__lt=int(pk)))
    found = list(rows.order_by("-on", "-pk")[: SIZE + 1])
    shown = found[:SIZE]
    return shown, f"{shown[-1].on.isoformat()}|{shown[-1].pk}" if len(found) > SIZE else ""


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file, every row of it."""
    _chips, rows = _asked(request)
    columns = [
        Column(_("Từ ngày"), "date"), Column(_("Loại thay đổi"), width=1.6), Column(_("Đối tượng"), width=1.2),
        Column(_("Trước khi thay đổi"), width=3), Column(_("Sau khi thay đổi"), width=3),
        Column(_("Văn bản"), width=1.4), Column(_("Điều, khoản"), width=1.2), Column(_("Trạng thái"), width=1.4),
        Column(_("Ghi chú"), width=2),
    ]  # fmt: skip
    title = _("Thay đổi địa bàn, cơ quan, đơn vị")
    kind = request.GET.get("dang", "xlsx")
    return list_file(request, kind, "thay-doi", title, columns, _export_rows(rows), ())


def _export_rows(rows: QuerySet[Change]) -> Iterator[list[Any]]:
    found = list(rows.order_by("-on", "-pk"))
    sides = sides_of(found)
    for row in found:
        two = sides[row.pk]
        yield [
            row.on, row.get_kind_display(), row.get_about_display(), "; ".join(one.name for one in two.before),
            "; ".join(one.name for one in two.after), row.source.number, row.clause,
            str(ChangeState(row.stood).label), row.note,  # type: ignore[attr-defined]
        ]  # fmt: skip
