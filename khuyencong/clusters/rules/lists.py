"""Claims about the rows of a list. Limits of the law warn and never refuse: lists keep clusters older than the law."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from khuyencong.clusters.models import ListRow
from khuyencong.clusters.queries.comparing import keys_of
from khuyencong.clusters.queries.lists import LEAST, LEAST_SPECIAL, MOST, Limits
from khuyencong.clusters.states import ClusterArea, PlanAction
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import decimal_text

LEAVING = (PlanAction.CUT, PlanAction.CONVERT)


def area_within_limits(row: ListRow, limits: Limits) -> list[Finding]:
    """A cluster has 10–75 ha, from 5 ha in mountain districts and craft villages (Điều 2, 32/2024/NĐ-CP). Warns."""
    if row.action in LEAVING:
        return []
    if row.area is None:
        message = _("Chưa ghi diện tích của cụm.")
        return [Finding("area-stated", message, "warning", "area", _("Đề nghị tỉnh bổ sung diện tích quy hoạch."))]
    special = row.kind_of_place in (ClusterArea.MOUNTAIN, ClusterArea.CRAFT)
    code = LEAST_SPECIAL if special else LEAST
    least, most = limits.hectares(code), limits.hectares(MOST)
    said = decimal_text(row.area, 3, trim=True)
    if least is not None and row.area < least:
        message = _("Diện tích {area} ha nhỏ hơn mức tối thiểu {least} ha.").format(
            area=said, least=decimal_text(least, 3, trim=True)
        )
        return [
            Finding("area-least", message, "warning", "area", _less_remedy(row, limits, special), limits.clause(code))
        ]
    if most is not None and row.area > most:
        message = _("Diện tích {area} ha lớn hơn mức tối đa {most} ha.").format(
            area=said, most=decimal_text(most, 3, trim=True)
        )
        remedy = _("Đề nghị tỉnh điều chỉnh diện tích hoặc nêu căn cứ.")
        return [Finding("area-most", message, "warning", "area", remedy, limits.clause(MOST))]
    return []


def _less_remedy(row: ListRow, limits: Limits, special: bool) -> str:
    lower = limits.hectares(LEAST_SPECIAL)
    if not special and lower is not None and row.area is not None and row.area >= lower:
        return _("Chỉ đúng nếu là cụm làng nghề hoặc ở huyện miền núi: đề nghị tỉnh ghi rõ.")
    return _("Đề nghị tỉnh rà soát diện tích, hoặc nêu căn cứ nếu cụm hình thành trước quy định.")


def named_once(rows: Iterable[ListRow]) -> dict[int, list[Finding]]:
    """A cluster stands once in a list; rows whose name is printed twice, by id. Warns."""
    found: dict[int, list[Finding]] = {}
    for same in keys_of(rows).values():
        for row in same if len(same) > 1 else ():
            others = ", ".join(str(one.position) for one in same if one.pk != row.pk)
            message = _("Tên cụm trùng với dòng {rows} của danh mục.").format(rows=others)
            remedy = _("Đề nghị tỉnh xác nhận là một cụm hay nhiều cụm.")
            found[row.pk] = [Finding("named-once", message, "warning", "name", remedy)]
    return found


def doubts_of(rows: Sequence[ListRow], limits: Limits) -> dict[int, list[Finding]]:
    """Everything doubtful about the rows of a list, by id: limits of the law, names printed twice. Warns only."""
    twice = named_once(rows)
    found = {row.pk: [*area_within_limits(row, limits), *twice.get(row.pk, [])] for row in rows}
    return {key: findings for key, findings in found.items() if findings}
