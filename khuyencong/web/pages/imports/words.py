"""Words for what the importer understood: fields, kinds, sources, places in the workbook."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

FIELDS: dict[str, Any] = {
    "ordinal": lazy("Số thứ tự"),
    "plan_ordinal": lazy("Số thứ tự trong kế hoạch"),
    "title": lazy("Tên đề án, nhiệm vụ"),
    "implementer": lazy("Đơn vị thực hiện"),
    "beneficiary": lazy("Cơ sở CNNT thụ hưởng"),
    "place": lazy("Tỉnh, thành phố"),
    "activity": lazy("Nhóm hoạt động"),
    "activity_code": lazy("Mã nhóm hoạt động"),
    "kind": lazy("Loại đề án"),
    "time": lazy("Tháng bắt đầu, kết thúc"),
    "start": lazy("Tháng bắt đầu"),
    "end": lazy("Tháng kết thúc"),
    "total": lazy("Tổng kinh phí"),
    "support": lazy("Kinh phí KCQG"),
    "amount": lazy("Kinh phí phân bổ"),
    "counterpart": lazy("Vốn đối ứng"),
    "other": lazy("Nguồn khác"),
    "note": lazy("Ghi chú"),
    "decision": lazy("Quyết định"),
    "date": lazy("Ngày quyết định"),
    "batch": lazy("Đợt phân bổ"),
}
SOURCES: dict[str, Any] = {
    "code": lazy("theo mã"),
    "words": lazy("theo chữ"),
    "section": lazy("theo mục"),
    "title": lazy("theo tên đề án"),
}
KIND_NAMES: dict[str, Any] = {"plan": lazy("Kế hoạch năm"), "allocations": lazy("Phân bổ kinh phí")}


def title_of(kind: str, year: int) -> str:
    """The heading of an import."""
    said = (
        _("Nhập kế hoạch khuyến công quốc gia năm %(year)s")
        if kind == "plan"
        else _("Nhập phân bổ kinh phí năm %(year)s")
    )
    return said % {"year": year}


def cell_in_words(where: str, *, several: bool) -> str:
    """'Phụ lục!I77' -> 'Ô I77'; with the sheet when there are several; a row or sheet as it is."""
    sheet, mark, place = where.rpartition("!")
    if not mark or not place:
        return ""
    said = _("Dòng %(row)s") % {"row": place} if place.isdigit() else _("Ô %(cell)s") % {"cell": place}
    return f"{said} ({sheet})" if several else said
