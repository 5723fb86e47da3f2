"""Whom to visit next: provinces with their reasons, to be ticked into a plan; the rows behind the reasons."""

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.papers import Column
from khuyencong.kernel.text import fold
from khuyencong.oversight.queries.proposals import Proposal, grounds_of, proposals, thresholds_on, years_looked_at
from khuyencong.oversight.states import InspectionSubject
from khuyencong.registry.models import Place
from khuyencong.registry.states import Evidence, Level
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.pages.inspections.words import year_of, years_offered
from khuyencong.web.project_filters import Condition, Options
from khuyencong.web.reach import projects_of
from khuyencong.web.request import Request


def _asked(request: Request) -> tuple[Chips, int, list[Proposal]]:
    """What the address asks, the plan year, and the proposals that meet it."""
    year = year_of(request.GET.get("ke_hoach", ""), request.day)
    reasons: Options = [
        ("lag", _("Nghiệm thu thấp so với phân bổ")), ("money", _("Phân bổ lớn")),
        ("obstacles", _("Có vướng mắc chưa tháo gỡ")), ("opinions", _("Có đề nghị góp ý phương án cụm")),
        ("never", _("Chưa từng kiểm tra")), ("long_ago", _("Lâu chưa kiểm tra lại")),
    ]  # fmt: skip
    subjects: Options = [(one.value, one.label) for one in (InspectionSubject.PROJECTS, InspectionSubject.CLUSTERS)]
    conditions = [
        Condition("ke_hoach", _("Kế hoạch năm"), years_offered(request.day), request.GET.get("ke_hoach", "")),
        Condition("noi_dung", _("Nội dung"), subjects, request.GET.get("noi_dung", "")),
        Condition("ly_do", _("Lý do"), reasons, request.GET.get("ly_do", "")),
    ]
    chips = Chips("inspection-proposals", searched(request.GET), conditions)
    return chips, year, [one for one in proposals(year, request.day) if _meets(one, chips)]


def proposed(request: Request) -> HttpResponse:
    """Every province with a reason to be visited, those with most reasons first."""
    chips, year, shown = _asked(request)
    norms = thresholds_on(request.day)
    context = {
        "asked": chips, "year": year, "years": years_looked_at(year, request.day),
        "shown": shown, "may_export": may(request.standing, Permission.EXPORT),
        "norms": norms, "unsure": any(one and one.evidence != Evidence.VERIFIED for one in (norms.lag, norms.years)),
        "may_plan": may(request.standing, Permission.HANDLE_OFFICE),
    }  # fmt: skip
    return render(request, "inspections/proposals.html", context)


def _meets(one: Proposal, chips: Chips) -> bool:
    """A proposal of the subject, reason and name asked for."""
    subject, reason, words = chips.value("noi_dung"), chips.value("ly_do"), fold(chips.q)
    codes = {why["code"] for why in one.reasons}
    return subject in ("", one.subject) and (not reason or reason in codes) and words in fold(one.place.name)


def export(request: Request) -> HttpResponseBase:
    """The proposals as asked, as a file."""
    _chips, year, shown = _asked(request)
    columns = [
        Column(_("Địa phương"), width=1.6), Column(_("Nội dung"), width=1.6), Column(_("Đề án các năm")),
        Column(_("Lý do"), width=5), Column(_("Lần đến gần nhất"), "date"),
    ]  # fmt: skip
    rows = (
        [one.place.name, str(InspectionSubject(one.subject).label), ", ".join(map(str, one.years)),
         "; ".join(why["text"] for why in one.reasons), one.visited]
        for one in shown
    )  # fmt: skip
    title = _("Đề xuất nơi kiểm tra, kế hoạch năm {year}").format(year=year)
    return list_file(request, request.GET.get("dang", "xlsx"), f"de-xuat-kiem-tra-{year}", title, columns, rows, ())


def grounds(request: Request, place: int) -> HttpResponse:
    """The rows the reasons of one province are made of."""
    row = get_object_or_404(Place, pk=place, level=Level.PROVINCE)
    year = year_of(request.GET.get("ke_hoach", ""), request.day)
    found = grounds_of(row, year, request.day, projects_of(request))
    context = {"place": row, "year": year, "years": years_looked_at(year, request.day), "grounds": found}
    return render(request, "inspections/grounds.html", context)
