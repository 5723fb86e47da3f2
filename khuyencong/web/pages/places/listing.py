"""The provinces of a day with their codes, regions and number of communes; and the list as a file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may, visible_to
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.papers import Column
from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.text import fold
from khuyencong.registry.models import Place, RegionMember, RegionScheme
from khuyencong.registry.queries import place_ways, provinces_on
from khuyencong.registry.states import Level
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.project_filters import Condition
from khuyencong.web.request import Request


@dataclass(frozen=True)
class Province:
    """A province of the day; ``regions`` in the order of the schemes; ``communes`` 0 where the list is not known."""

    place: Place
    regions: tuple[str, ...]
    communes: int


def places_within(request: Request) -> Any:
    """Places the person may see."""
    return visible_to(request.standing, Place.objects.all())


def _asked(request: Request) -> tuple[Chips, list[RegionScheme], list[Province]]:
    day = request.day
    schemes = list(RegionScheme.objects.order_by("-code"))
    members = dict[tuple[int, int], str]()
    for key, place, region in RegionMember.objects.filter(holds_on(day)).values_list(
        "scheme_id", "place_id", "region"
    ):  # fmt: skip
        members[key, place] = region
    counts = communes_by_province(day)
    rows = [
        Province(place, tuple(members.get((one.pk, place.pk), "") for one in schemes), counts.get(place.pk, 0))
        for place in provinces_on(day).filter(pk__in=places_within(request))
    ]
    conditions = []
    for at, scheme in enumerate(schemes):
        names = sorted({row.regions[at] for row in rows if row.regions[at]})
        wanted = request.GET.get(scheme.code, "")
        conditions.append(Condition(scheme.code, scheme.name, [(one, one) for one in names], wanted))
        rows = [row for row in rows if not wanted or row.regions[at] == wanted]
    chips = Chips("places", searched(request.GET), conditions)
    text = fold(chips.q)
    return chips, schemes, [row for row in rows if text in row.place.folded or text == row.place.code]


def communes_by_province(day: date) -> dict[int, int]:
    """How many communes lay in each province of a day; a list that stands under what a province became counts there."""
    shown = list(provinces_on(day).values_list("pk", flat=True))
    today, later = place_ways().ends_on(day), place_ways().ends_on(date.max)
    heirs: dict[int, list[int]] = {}
    for pk in shown:
        heirs.setdefault(later.get(pk, pk), []).append(pk)
    found: dict[int, int] = {}
    rows = Place.objects.filter(holds_on(day), level=Level.COMMUNE).order_by()
    for parent, level, above, count in rows.values_list(
        "parent_id", "parent__level", "parent__parent_id"
    ).annotate(n=Count("pk")):  # fmt: skip
        key = parent if level == Level.PROVINCE else above
        key = today.get(key, key)
        if key not in shown and len(heirs.get(key, ())) == 1:
            key = heirs[key][0]
        found[key] = found.get(key, 0) + count
    return found


def places(request: Request) -> HttpResponse:
    """Provinces as they are on the day."""
    chips, schemes, rows = _asked(request)
    context = {
        "asked": chips, "schemes": schemes, "rows": rows,
        "shown": [(row, list(zip(schemes, row.regions, strict=True))) for row in rows],
        "all": provinces_on(request.day).count(),
        "communes": sum(row.communes for row in rows), "may_export": may(request.standing, Permission.EXPORT),
    }  # fmt: skip
    return render(request, "places/list.html", context)


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file."""
    _chips, schemes, rows = _asked(request)
    columns = [
        Column(_("Mã")), Column(_("Tên"), width=1.6), Column(_("Loại"), width=2),
        *(Column(scheme.name, width=2) for scheme in schemes), Column(_("Từ ngày"), "date"),
        Column(_("Số đơn vị cấp xã"), "count"),
    ]  # fmt: skip
    title = _("Đơn vị hành chính cấp tỉnh tại ngày {day}").format(day=request.day.strftime("%d/%m/%Y"))
    return list_file(request, request.GET.get("dang", "xlsx"), "dia-ban", title, columns, _export_rows(rows), ())


def _export_rows(rows: list[Province]) -> Iterator[list[Any]]:
    for row in rows:
        place = row.place
        yield [place.code, place.name, place.kind, *row.regions, place.valid_from, row.communes or None]
