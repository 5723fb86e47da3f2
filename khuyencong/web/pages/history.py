"""What happened to an object, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuyencong.records.queries import history_of

WORDS: dict[str, str | Promise] = {
    "plan_imported": _("Ghi nhận từ phụ lục kế hoạch"),
    "allocations_imported": _("Ghi nhận phân bổ theo quyết định"),
    "row_settled": _("Xử lý dòng cần xem"),
    "record_kept": _("Giữ số đã ghi nhận, bỏ qua dòng trái với số ấy"),
    "cause_noted": _("Ghi nguyên nhân chưa được phân bổ"),
    "document_recorded": _("Ghi nhận văn bản"),
    "document_completed": _("Bổ sung thông tin văn bản"),
    "report_frozen": _("Chốt số liệu báo cáo"),
    "report_issued": _("Ghi nhận văn bản báo cáo"),
    "movement_reversed": _("Ghi bút toán đảo"),
}


@dataclass(frozen=True)
class Told:
    """One line of a history: what, about what, when it counts, when and by whom it was recorded."""

    words: str | Promise
    about: str
    on: date
    at: datetime
    who: str


def told(thing: Model, day: date, limit: int | None = None) -> list[Told]:
    """The history of a thing up to a day, newest first."""
    events = history_of(thing, day)
    return [_told(event) for event in (events[:limit] if limit else events)]


def _told(event: Any) -> Told:
    about = event.detail.get("file") or event.detail.get("number") or ""
    who = event.actor.get_full_name() if event.actor else ""
    return Told(WORDS.get(event.verb, event.verb), str(about), event.counted, event.at, who)
