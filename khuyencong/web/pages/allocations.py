"""Allocation decisions of a year, one decision with its rows, and localities that wait with their causes."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from khuyencong.programme.actions.causes import note_cause
from khuyencong.programme.models import AllocationBatch, AllocationLine, AnnualPlan, Tally
from khuyencong.programme.queries import Waiting, batches, cells, lines_of, plan_of, totals_of, waiting_of
from khuyencong.programme.rules import stated_total_equals_rows
from khuyencong.web.links import way_back
from khuyencong.web.pages.home import cause_choices
from khuyencong.web.reach import batches_within, lines_within, sees_the_nation, tallies_of
from khuyencong.web.request import Request


def allocations(request: Request) -> HttpResponse:
    """The year's decisions with a running total, then localities without any."""
    tallies, year, day = tallies_of(request), request.year, request.day
    plan, found = plan_of(year), totals_of(tallies, year, day)
    waiting = _waiting(tallies, plan, day)
    context = {
        "plan": plan,
        "totals": found,
        "batches": _running(batches(year, day), lines_within(request), found.planned),
        "nation": sees_the_nation(request),
        "waiting": waiting,
        "waiting_planned": sum(item.planned for item in waiting),
        **cause_choices(request),
    }
    return render(request, "allocations/list.html", context)


def _waiting(tallies: QuerySet[Tally], plan: AnnualPlan | None, day: date) -> list[Waiting]:
    return waiting_of(cells(tallies, plan.year, day, "part", "place_id", starts=True), plan, day) if plan else []


def _running(found: QuerySet[AllocationBatch], lines: QuerySet[AllocationLine], planned: int) -> list[dict[str, Any]]:
    """Each decision with what of it the person may see, and the total so far."""
    sums = {
        batch: (count, total)
        for batch, count, total in lines.filter(batch__in=found)
        .order_by()
        .values_list("batch_id")
        .annotate(rows=Count("pk"), total=Sum("movement__amount"))
    }
    reached, shown = 0, []
    for batch in found:
        count, total = sums.get(batch.pk, (0, 0))
        reached += total
        shown.append({"batch": batch, "rows": count, "total": total, "reached": reached, "planned": planned})
    return shown


def allocation(request: Request, pk: int) -> HttpResponse:
    """One decision as recorded: its rows and whether they add up to the total it states."""
    day = request.day
    found = batches_within(request).filter(on__lte=day).select_related("document", "run")
    batch = get_object_or_404(found, pk=pk)
    lines = list(lines_of(lines_within(request).filter(batch=batch), day))
    total = sum(line.movement.amount for line in lines)
    nation = sees_the_nation(request)
    context = {
        "batch": batch,
        "lines": lines,
        "total": total,
        "nation": nation,
        "findings": stated_total_equals_rows(batch.stated_total, total, batch.accepted_reason) if nation else [],
    }
    return render(request, "allocations/batch.html", context)


def causes(request: Request) -> HttpResponse:
    """Note why a locality has no allocation yet. Only a locality that waits, within reach, can be named."""
    year = _year_of_form(request)
    waiting = _waiting(tallies_of(request), plan_of(year), request.today)
    place = next((item.place for item in waiting if str(item.place.pk) == request.POST.get("dia_phuong")), None)
    if place is None:
        raise Http404
    try:
        note_cause(
            by=request.user,  # type: ignore[arg-type]
            year=year,
            place=place,
            cause=request.POST.get("nguyen_nhan", ""),
            side=request.POST.get("phia", ""),
            note=request.POST.get("ghi_chu", ""),
            on=request.today,
        )
    except ValueError:
        messages.error(request, _("Hãy chọn nguyên nhân và phía trong danh sách."))
    else:
        messages.success(request, _("Đã ghi nguyên nhân của {place}.").format(place=place.name))
    return HttpResponseRedirect(way_back(request))


def _year_of_form(request: Request) -> int:
    text = request.POST.get("nam", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 else request.year
