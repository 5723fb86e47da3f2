"""What the comparison is asked: measure, years, breakdown, scheme, map, conditions, order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.periods import short_date
from khuyencong.programme.queries import years
from khuyencong.programme.states import PlanPart, ProjectKind
from khuyencong.registry.models import ActivityGroup, RegionScheme
from khuyencong.registry.states import Evidence
from khuyencong.reporting.queries import MEASURES, OF_OFFICE, Question, Within
from khuyencong.reporting.states import MapView, Narrowing
from khuyencong.web.map_choice import AS_REPORTED, CHOSEN, MAP, MAP_DAY, TODAY, params_of, view_of
from khuyencong.web.overview import same_day
from khuyencong.web.project_filters import REGIONS, SCHEME, Condition
from khuyencong.web.reach import obstacles_within, step_tallies_of, tallies_of
from khuyencong.web.request import Request

MEASURE, AGAINST, BY, SORT = "so_lieu", "so_voi", "theo", "xep"
BREAKDOWNS: dict[str, tuple[str, str | Promise]] = {
    "dia-phuong": ("place", gettext_lazy("Địa phương")),
    "vung": ("region", gettext_lazy("Vùng")),
    "noi-dung": ("activity", gettext_lazy("Nội dung")),
    "loai": ("kind", gettext_lazy("Loại đề án")),
}


@dataclass(frozen=True)
class Offer:
    """One thing the form offers: its value, its words, whether it is chosen."""

    value: str
    title: str
    chosen: bool


@dataclass(frozen=True)
class Asked:
    """What the address asks, as the form shows it and as the question that is put."""

    question: Question
    by: str
    measures: list[tuple[str, list[Offer]]]
    years: list[Offer]
    breakdowns: list[Offer]
    schemes: list[Offer]
    maps: list[Offer]
    conditions: list[Condition]
    sort: str

    @property
    def chips(self) -> list[Condition]:
        return [item for item in self.conditions if item.value]

    @property
    def offers(self) -> list[Condition]:
        return [item for item in self.conditions if not item.value]

    @property
    def scheme_waits(self) -> bool:
        """The scheme of regions is not confirmed."""
        return self.by == "vung" and any(item.chosen and "(" in item.title for item in self.schemes)


def within_of(request: Request) -> Within:
    """The rows the person may see."""
    office = may(request.standing, Permission.SEE_OFFICE)
    return Within(tallies_of(request), step_tallies_of(request), obstacles_within(request), office)


def asked_of(request: Request) -> Asked:
    """Everything the address asks; what it does not say, or says wrongly, is the usual."""
    get = request.GET.get
    known = [code for code in MEASURES if code not in OF_OFFICE or may(request.standing, Permission.SEE_OFFICE)]
    measure = get(MEASURE, "") if get(MEASURE) in known else known[0]
    by = get(BY, "") if get(BY) in BREAKDOWNS else "dia-phuong"
    schemes = dict(RegionScheme.objects.order_by("code").values_list("code", "name"))
    scheme = get(SCHEME, "") if get(SCHEME) in schemes else REGIONS
    view, conditions = view_of(request, MapView("now", request.today)), _conditions(request)
    stand, against = _years(request)
    question = Question(
        measure, _with_days(request, against), BREAKDOWNS[by][0], scheme, view,
        _only({item.param: item.value for item in conditions}),
    )  # fmt: skip
    return Asked(
        question, by, _measures(known, measure),
        [Offer(str(year), str(year), year in against) for year in stand],
        [Offer(code, str(title), code == by) for code, (_name, title) in BREAKDOWNS.items()],
        _schemes(schemes, scheme), _maps(view), conditions, get(SORT, ""),
    )  # fmt: skip


def _only(chosen: dict[str, str]) -> Narrowing:
    return Narrowing(activity=chosen["noi_dung"], kind=chosen["loai"], part=chosen["phan"])


def _years(request: Request) -> tuple[list[int], list[int]]:
    """The other years that stand in the system, newest first, and those chosen; else the year before."""
    stand = [year for year in years() if year != request.year]
    chosen = [year for year in stand if str(year) in request.GET.getlist(AGAINST)]
    earlier = [year for year in stand if year < request.year]
    return stand, chosen or earlier[:1] or stand[:1]


def _with_days(request: Request, against: Sequence[int]) -> tuple[tuple[int, date], ...]:
    """The year looked at on its day, the others on the same day of theirs, never later than today."""
    day = request.day
    others = [(year, min(same_day(day, day.year - request.year + year), request.today)) for year in against]
    return ((request.year, day), *others)


def _conditions(request: Request) -> list[Condition]:
    """What every year may be narrowed to; unknown values are left out."""
    options: dict[str, tuple[Any, list[tuple[str, Any]]]] = {
        "noi_dung": (_("Nội dung"), list(ActivityGroup.objects.values_list("code", "name"))),
        "loai": (_("Loại"), list(ProjectKind.choices)),
        "phan": (_("Phần"), list(PlanPart.choices)),
    }
    asked = request.GET.get
    return [
        Condition(param, title, known, asked(param, "") if asked(param, "") in dict(known) else "")
        for param, (title, known) in options.items()
    ]


def _measures(known: Sequence[str], chosen: str) -> list[tuple[str, list[Offer]]]:
    """The measures by what they are about."""
    titles = {"programme": _("Kế hoạch, kinh phí"), "obstacles": _("Vướng mắc"), "": _("Công việc của Cục")}
    groups: dict[str, list[Offer]] = {}
    for code in known:
        title = titles.get(code.partition(".")[0], titles[""])
        groups.setdefault(title, []).append(Offer(code, str(MEASURES[code][1]), code == chosen))
    return list(groups.items())


def _schemes(schemes: dict[str, str], chosen: str) -> list[Offer]:
    sure = (Evidence.VERIFIED, Evidence.DERIVED)
    unsure = set(RegionScheme.objects.exclude(evidence__in=sure).values_list("code", flat=True))
    return [
        Offer(code, f"{name} ({_('chờ xác nhận')})" if code in unsure else name, code == chosen)
        for code, name in schemes.items()
    ]


def _maps(view: MapView) -> list[Offer]:
    words = {
        TODAY: _("Hiện nay"), AS_REPORTED: _("Lúc báo cáo"), CHOSEN: _("Của một ngày"),
    }  # fmt: skip
    chosen = params_of(view)[MAP]
    return [Offer(value, title, value == chosen) for value, title in words.items()]


def map_day_of(view: MapView) -> str:
    """The chosen day as the form shows it."""
    return params_of(view).get(MAP_DAY, "") if view.day else ""


def day_of(year: int, day: date) -> str:
    """The day a year is counted to, for its head; '' once the year is over."""
    return short_date(day) if day < date(year, 12, 31) else ""
