"""Words for what the importer understood: fields, kinds, sources, places in the workbook."""

from typing import Any

from django.utils.translation import gettext, gettext_lazy

FIELDS: dict[str, Any] = {
    "ordinal": gettext_lazy("Số thứ tự"),
    "plan_ordinal": gettext_lazy("Số thứ tự trong kế hoạch"),
    "title": gettext_lazy("Tên đề án, nhiệm vụ"),
    "implementer": gettext_lazy("Đơn vị thực hiện"),
    "beneficiary": gettext_lazy("Cơ sở CNNT thụ hưởng"),
    "place": gettext_lazy("Tỉnh, thành phố"),
    "activity": gettext_lazy("Nhóm hoạt động"),
    "activity_code": gettext_lazy("Mã nhóm hoạt động"),
    "kind": gettext_lazy("Loại đề án"),
    "time": gettext_lazy("Tháng bắt đầu, kết thúc"),
    "start": gettext_lazy("Tháng bắt đầu"),
    "end": gettext_lazy("Tháng kết thúc"),
    "total": gettext_lazy("Tổng kinh phí"),
    "support": gettext_lazy("Kinh phí KCQG"),
    "amount": gettext_lazy("Kinh phí phân bổ"),
    "counterpart": gettext_lazy("Vốn đối ứng"),
    "other": gettext_lazy("Nguồn khác"),
    "note": gettext_lazy("Ghi chú"),
    "decision": gettext_lazy("Quyết định"),
    "date": gettext_lazy("Ngày quyết định"),
    "batch": gettext_lazy("Đợt phân bổ"),
}
SOURCES: dict[str, Any] = {
    "code": gettext_lazy("theo mã"),
    "words": gettext_lazy("theo chữ"),
    "section": gettext_lazy("theo mục"),
    "title": gettext_lazy("theo tên đề án"),
}
KIND_NAMES: dict[str, Any] = {"plan": gettext_lazy("Kế hoạch năm"), "allocations": gettext_lazy("Phân bổ kinh phí")}


def title_of(kind: str, year: int) -> str:
    """The heading of an import."""
    said = (
        gettext("Nhập kế hoạch khuyến công quốc gia năm %(year)s")
        if kind == "plan"
        else gettext("Nhập phân bổ kinh phí năm %(year)s")
    )
    return said % {"year": year}


def cell_in_words(where: str, *, several: bool) -> str:
    """'Phụ lục!I77' -> 'Ô I77'; with the sheet when there are several; a row or sheet as it is."""
    sheet, mark, place = where.rpartition("!")
    if not mark or not place:
        return ""
    said = gettext("Dòng %(row)s") % {"row": place} if place.isdigit() else gettext("Ô %(cell)s") % {"cell": place}
    return f"{said} ({sheet})" if several else said
