"""Reads lists of clusters: the one that stood before another, and the limits of area on a day."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from khuyencong.clusters.models import ClusterList, Opinion
from khuyencong.clusters.states import ListKind
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
