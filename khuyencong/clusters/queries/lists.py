"""Reads lists of clusters: the one that stood before another, and the limits of area on a day."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db.models import Count

from khuyencong.clusters.models import ClusterList, ListRow, Opinion
from khuyencong.clusters.queries.comparing import compare_rows, tally_of
from khuyencong.clusters.states import ListKind, PlanAction
from khuyencong.kernel.periods import holds_on
from khuyencong.registry.models import NormValue, Place
from khuyencong.registry.queries import with_predecessors

LEAST, LEAST_SPECIAL, MOST = "cluster.area.min", "cluster.area.min_mountain_or_craft", "cluster.area.max"


@dataclass(frozen=True)
class Limits:
    """The areas a cluster may have on a day, in hectares, by the value of each norm; a missing norm says nothing."""

    values: Mapping[str, NormValue] = field(default_factory=dict)

    def hectares(self, code: str) -> Decimal | None:
        """The value of a norm in hectares."""
        value = self.values.get(code)
        return Decimal(value.value.replace(",", ".")) if value else None

    def clause(self, code: str) -> str:
        """'Điều 2, 32/2024/NĐ-CP'; a value nobody has checked says so."""
        value = self.values.get(code)
        if value is None:
            return ""
        unsure = "" if value.evidence == "V" else " (chờ xác nhận)"
        return f"{value.clause}, {value.source.number}{unsure}"


def limits_on(day: date) -> Limits:
    """Limits of area in force on a day, in one query."""
    rows = NormValue.objects.filter(holds_on(day), norm__code__in=(LEAST, LEAST_SPECIAL, MOST), area="")
    return Limits({row.norm.code: row for row in rows.select_related("norm", "source")})


def lists_before(place: Place, day: date, but: ClusterList | None = None) -> list[ClusterList]:
    """The lists a province's new list is held against: its own latest by a day, else one of each predecessor.

    A list that was approved or stood comes before one only proposed. Empty when none is known.
    """
    rows = ClusterList.objects.filter(place__in=with_predecessors([place.pk]), as_of__lte=day).select_related("place")
    if but is not None:
        rows = rows.exclude(pk=but.pk)
    by_place: dict[int, list[ClusterList]] = {}
    for row in rows.order_by("-as_of", "-id"):
        by_place.setdefault(row.place_id, []).append(row)
    if place.pk in by_place:
        return [_standing(by_place[place.pk])]
    return sorted((_standing(found) for found in by_place.values()), key=lambda one: one.place.sort_key)


@dataclass(frozen=True)
class Version:
    """A version of a province's list: how many clusters, their hectares, and what changed from the one before it.

    ``changes`` are counts by Change; None for the first.
    """

    list: ClusterList
    clusters: int
    hectares: Decimal
    changes: Mapping[str, int] | None


def sizes_of(lists: Iterable[int]) -> dict[int, int]:
    """How many clusters each list names, by the list's id; one question."""
    rows = ListRow.objects.filter(list__in=list(lists)).order_by().values_list("list").annotate(Count("pk"))
    return dict(rows)


def versions_of(place: Place, day: date) -> list[Version]:
    """Every version of a province's list known by a day, its predecessors' too, newest first; two questions.

    A version is held against the one before it of the same province.
    """
    rows = ClusterList.objects.filter(place__in=with_predecessors([place.pk]), as_of__lte=day)
    lists = list(rows.select_related("place", "document", "run").order_by("as_of", "id"))
    printed: dict[int, list[ListRow]] = defaultdict(list)
    for row in ListRow.objects.filter(list__in=[one.pk for one in lists]).order_by("list", "position"):
        printed[row.list_id].append(row)
    last: dict[int, ClusterList] = {}
    found = []
    for one in lists:
        before, now = last.get(one.place_id), printed[one.pk]
        changes = tally_of(compare_rows(printed[before.pk], now)) if before else None
        area = sum((row.area for row in now if row.area is not None and row.action != PlanAction.CUT), Decimal(0))
        found.append(Version(one, len(now), area, changes))
        last[one.place_id] = one
    return found[::-1]


def bases_of(opinion: Opinion) -> list[ClusterList]:
    """The lists an opinion's list is held against: its base, or those of provinces that became its province."""
    if opinion.base is None or opinion.asked is None:
        return []
    if opinion.base.place_id == opinion.place_id:
        return [opinion.base]
    return lists_before(opinion.place, opinion.asked.as_of, but=opinion.asked) or [opinion.base]


def _standing(rows: list[ClusterList]) -> ClusterList:
    """Of lists newest first, the newest that is more than a proposal."""
    return next((row for row in rows if row.kind != ListKind.PROPOSED), rows[0])
