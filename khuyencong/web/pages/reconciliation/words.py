"""What happened to a month of the Treasury's statement, in words."""

from collections.abc import Iterable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuyencong.records.models import Event

WORDS: dict[str, str | Promise] = {
    "statement_imported": _("Nhập bảng kê Kho bạc"),
    "statement_tied": _("Đối chiếu lại"),
    "statement_close": _("Khóa tháng đối chiếu"),
    "statement_reopen": _("Mở lại tháng đối chiếu"),
    "statement_line_explained": _("Giải trình dòng lệch với Kho bạc"),
    "statement_line_reopened": _("Bỏ giải trình dòng bảng kê Kho bạc"),
    "statement_line_assigned": _("Gắn đề án cho dòng bảng kê Kho bạc"),
    "statement_line_recorded": _("Ghi nhận chứng từ theo bảng kê Kho bạc"),
    "treasury_entry_corrected": _("Sửa số tiền chứng từ theo Kho bạc (bút toán đảo)"),
}


def told(events: Iterable[Event]) -> list[dict[str, Any]]:
    """Events as the page's history writes them."""
    return [
        {
            "words": WORDS.get(event.verb, event.verb),
            "about": event.detail.get("file") or event.detail.get("number") or "",
            "remark": event.detail.get("remark", ""),
            "on": event.on,
            "at": event.at,
            "who": event.actor.get_full_name() if event.actor else "",
        }
        for event in events
    ]
