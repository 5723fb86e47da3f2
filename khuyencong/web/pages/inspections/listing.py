"""The list of trips, its export, and the year's plan on paper."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.papers import Column
from khuyencong.kernel.writers.formats import RENDERERS, rendered
from khuyencong.oversight.models import Inspection, Stop
from khuyencong.oversight.printouts.inspection_plan import year_plan_paper
from khuyencong.oversight.queries.inspection_dues import next_steps
from khuyencong.oversight.queries.inspections import (
    InspectionFilter,
    inspection_page,
    inspections_like,
    inspections_of_year,
    inspections_on,
    under_way,
)
from khuyencong.oversight.queries.recommendations import counts_of, recommendations_on
from khuyencong.oversight.states import InspectionKind, InspectionState, InspectionSubject
from khuyencong.registry.models import Place
from khuyencong.registry.queries import on_map_of
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import file_answer, list_file
from khuyencong.web.office_reach import inspections_within, recommendations_within
from khuyencong.web.pages.inspections.words import (
    desk_of,
    due_badge,
    head_of,
    places_of,
    state_badge,
    subjects_of,
    title_of,
    year_of,
)
from khuyencong.web.project_filters import Condition, Options
from khuyencong.web.request import Request

SIZE = 40


def _asked(request: Request) -> tuple[Chips, QuerySet[Inspection]]:
    """What the address asks, and the trips that meet it: of the working year or under way, else of the year asked."""
    mine, get, merged = inspections_within(request), request.GET.get, on_map_of(request.day)
    known = sorted(set(mine.filter(planned_on__lte=request.day).order_by().values_list("year", flat=True)))
    places = Place.objects.filter(pk__in=Stop.objects.filter(inspection__in=mine.order_by()).values("place"))
    named: Options = [(str(pk), name if merged.get(pk, pk) == pk else f"{name} ({_('cũ')})")
             for pk, name in places.order_by("sort_key", "valid_from").values_list("pk", "name")]  # fmt: skip
    conditions = [
        Condition("ke_hoach", _("Năm"), [(str(year), str(year)) for year in reversed(known)], get("ke_hoach", "")),
        Condition("hinh_thuc", _("Hình thức"), list(InspectionKind.choices), get("hinh_thuc", "")),
        Condition("noi_dung", _("Nội dung"), list(InspectionSubject.choices), get("noi_dung", "")),
        Condition("trang_thai", _("Trạng thái"), list(InspectionState.choices), get("trang_thai", "")),
        Condition("dia_phuong", _("Địa phương"), named, get("dia_phuong", "")),
    ]
    chips = Chips("inspections", searched(request.GET), conditions)
    year, kind, subject, state, place = (item.value for item in conditions)
    rows = inspections_on(mine, request.day) if year else inspections_of_year(mine, request.year, request.day)
    return chips, inspections_like(rows, InspectionFilter(chips.q, state, subject, kind, place, year))


def inspections(request: Request) -> HttpResponse:
    """Trips as the address asks them, newest first, each with what follows and by when."""
    chips, rows = _asked(request)
    trips, after = inspection_page(rows, request.GET.get("sau", ""), SIZE)
    shown = list(_shown(request, trips))
    everything = recommendations_on(recommendations_within(request), request.day)
    context = {
        "asked": chips, "shown": shown, "after": after, "all": rows.count(), "going": under_way(rows).count(),
        "recommendations": counts_of(everything, request.day), "forms": list(RENDERERS),
        "plan_year": year_of(chips.value("ke_hoach"), request.day),
        "unsure": any(one["next"] and not one["next"].confirmed for one in shown),
        "may_plan": may(request.standing, Permission.HANDLE_OFFICE),
        "may_export": may(request.standing, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "inspections/list.html", context)


def _shown(request: Request, trips: list[Inspection]) -> Iterator[dict[str, Any]]:
    """Each trip with its words."""
    following = next_steps(trips, request.day)
    for trip in trips:
        step = following.get(trip.pk)
        yield {
            "trip": trip, "state": state_badge(trip.stood),  # type: ignore[attr-defined]
            "places": ", ".join(places_of(trip)), "subjects": ", ".join(subjects_of(trip)), "head": head_of(trip),
            "next": step, "title": title_of(step) if step else "", "desk": desk_of(step) if step else "",
            "due": due_badge(step.due_on, request.day) if step else "",
        }  # fmt: skip


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file, every row of it."""
    _chips, rows = _asked(request)
    columns = [
        Column(_("Năm")), Column(_("Ngày đi"), "date"), Column(_("Ngày về"), "date"), Column(_("Tên đoàn"), width=4),
        Column(_("Hình thức")), Column(_("Nội dung"), width=2), Column(_("Địa phương"), width=2.4),
        Column(_("Trưởng đoàn"), width=1.6), Column(_("Quyết định"), width=1.4), Column(_("Kết luận"), width=1.4),
        Column(_("Trạng thái"), width=1.4), Column(_("Bước tiếp theo"), width=2), Column(_("Hạn"), "date"),
    ]  # fmt: skip
    trips = list(rows.select_related("decision", "conclusion").prefetch_related("stops__place", "members"))
    told = (_told(one, request) for one in _shown(request, trips))
    return list_file(request, request.GET.get("dang", "xlsx"), "kiem-tra-khao-sat", _("Kiểm tra, khảo sát"), columns,
                     told, ())  # fmt: skip


def _told(one: dict[str, Any], request: Request) -> list[Any]:
    """A row in the order of the columns; what was recorded later than the day is left out."""
    trip, step = one["trip"], one["next"]
    papers = [paper.number if paper and paper.date and paper.date <= request.day else ""
              for paper in (trip.decision, trip.conclusion)]  # fmt: skip
    return [
        str(trip.year), trip.starts_on, trip.ends_on, trip.title, trip.get_kind_display(), one["subjects"],
        one["places"], one["head"], *papers, str(InspectionState(trip.stood).label), str(one["title"]),
        step.due_on if step else None,
    ]  # fmt: skip


def paper(request: Request, form: str) -> HttpResponse:
    """The plan of a year on paper: Word, Excel or PDF."""
    if form not in RENDERERS:
        raise Http404
    year = year_of(request.GET.get("ke_hoach", ""), request.day)
    rows = inspections_on(inspections_within(request).filter(year=year), request.day)
    trips = list(rows.prefetch_related("stops__place", "members").order_by("starts_on", "id"))
    return file_answer(rendered(year_plan_paper(year, trips, request.day), form), form, f"ke-hoach-kiem-tra-{year}")
