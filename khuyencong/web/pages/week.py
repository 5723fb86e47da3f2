"""Tuần này: what is late, due, decided and waiting for whom; the same on one A4."""

from datetime import date, timedelta

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import override

from khuyencong.kernel.periods import parse_date
from khuyencong.kernel.writers.sheet import render_sheet
from khuyencong.reporting.printouts.week import week_sheet
from khuyencong.reporting.queries import Week, week_of
from khuyencong.web.exports import file_answer
from khuyencong.web.request import Request

DAY, SEVEN = "ngay", timedelta(days=7)


def _day(request: Request) -> date:
    """The day of the address when it is a past one, else the day looked at; nothing later is known."""
    try:
        asked = parse_date(request.GET.get(DAY, ""))
    except ValueError:
        return request.day
    return min(asked, request.day) if asked.year >= 1990 else request.day


def _week(request: Request) -> Week:
    """The week asked for; of a week that is over, as its last day saw it."""
    day = _day(request)
    last = day - timedelta(days=day.weekday()) + timedelta(days=6)
    return week_of(min(last, request.day), request.today)


def week(request: Request) -> HttpResponse:
    """The four lists in full, each line opening its thing."""
    found = _week(request)
    context = {
        "week": found, "total": sum(one.matters for one in found.waiting), "before": found.first - SEVEN,
        "after": found.first + SEVEN if found.last < request.day else None,
        "mine": [one for one in (*found.late, *found.due) if one.person == request.user.pk],
        "lists": ("late", "due", "decided"),
    }  # fmt: skip
    return render(request, "week/week.html", context)


def sheet(request: Request, form: str) -> HttpResponse:
    """The week on one A4, as PDF."""
    if form != "pdf":
        raise Http404
    with override("vi"):
        found = _week(request)
        data = render_sheet(week_sheet(found))
    return file_answer(data, "pdf", f"tuan-{found.first:%Y%m%d}")
