"""From a file's bytes to a printed paper, with the places and groups of its governing day; and back, marked."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from khuyencong.kernel.collector import collector_paused
from khuyencong.kernel.secrecy import stamp_in
from khuyencong.kernel.workbook import Workbook, WorkbookRefused, open_workbook
from khuyencong.kernel.workbook.annotating import Mark, annotate
from khuyencong.kernel.workbook.cells import number
from khuyencong.programme.actions.printed import GroupName, PlaceName, PrintedAllocations, PrintedPlan
from khuyencong.programme.imports.allocations import understand_allocations
from khuyencong.programme.imports.marks import allocation_marks, plan_marks
from khuyencong.programme.imports.plan import understand_plan
from khuyencong.registry.models import ActivityGroup, Place, PlaceSuccession
from khuyencong.registry.queries import provinces_on
from khuyencong.registry.states import Level


def place_names(day: date) -> list[PlaceName]:
    """Provinces of a day. A province that was only renamed is also known by its other name."""
    provinces = PlaceSuccession.objects.filter(successor__level=Level.PROVINCE)
    alone = provinces.values("successor").annotate(parts=Count("pk")).filter(parts=1)
    renames = provinces.filter(successor__in=alone.values("successor")).select_related("predecessor", "successor")
    other: dict[int, tuple[str, ...]] = {}
    for link in renames:
        other[link.predecessor_id] = (link.successor.name,)
        other[link.successor_id] = (link.predecessor.name,)

    def name(place: Place) -> PlaceName:
        return PlaceName(place.pk, place.code, place.name, place.kind, other.get(place.pk, ()))

    return [name(place) for place in provinces_on(day)]


def group_names() -> list[GroupName]:
    """The nine activity groups; the words that mean them are data of the imports."""
    return [GroupName(group.code, group.name) for group in ActivityGroup.objects.all()]


def refuse_secret(workbook: Workbook) -> None:
    """A paper with a secrecy stamp never enters the system."""
    for where, text in workbook.texts():
        if stamp := stamp_in(text):
            raise WorkbookRefused(
                _("Tệp có dấu “{stamp}” ở {where}. Không được đưa tài liệu có độ mật vào hệ thống này.").format(
                    stamp=stamp, where=where
                )
            )


def _open(data: bytes, filename: str) -> Workbook:
    workbook = open_workbook(data, filename)
    refuse_secret(workbook)
    return workbook


@collector_paused()
def read_plan(data: bytes, filename: str, *, year: int, decision_date: date | None = None) -> PrintedPlan:
    """What a plan workbook says. Its governing day is its decision's, or 1 January of its year while that is unknown.

    Raises WorkbookRefused with one sentence for a file that cannot be read.
    """
    workbook = _open(data, filename)
    day = decision_date or date(year, 1, 1)
    printed = understand_plan(workbook, year=year, places=place_names(day), groups=group_names())
    stated = printed.decision.date
    if decision_date is None and stated is not None and place_names(stated) != place_names(day):
        return understand_plan(workbook, year=year, places=place_names(stated), groups=group_names())
    return printed


@collector_paused()
def read_allocations(data: bytes, filename: str, *, year: int, decision_date: date | None = None) -> PrintedAllocations:
    """What an allocation workbook says. Raises WorkbookRefused with one sentence for a file that cannot be read."""
    return understand_allocations(_open(data, filename), year=year)


def annotated(
    data: bytes, filename: str, printed: PrintedPlan | PrintedAllocations, doubtful: Sequence[dict[str, Any]]
) -> bytes:
    """The same workbook with interpreted and doubtful cells marked and explained, as .xlsx."""
    marks = list(plan_marks(printed) if isinstance(printed, PrintedPlan) else allocation_marks(printed))
    known = {(mark.sheet, mark.row, mark.reason) for mark in marks}
    for line in doubtful:
        if (line["sheet"], line["row"], line["reason"]) not in known:
            letters = line["column"] if str(line["column"]).isupper() else ""
            marks.append(Mark(line["sheet"], line["row"], number(letters), "doubtful", line["reason"], line["remedy"]))
    return annotate(data, filename, marks)
