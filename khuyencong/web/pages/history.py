"""What happened to an object, in words."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from khuyencong.oversight.transitions.inspections import RECOMMENDATION
from khuyencong.programme.states import DossierKind
from khuyencong.programme.transitions import EXECUTION, MACHINES
from khuyencong.records.queries import history_of
from khuyencong.web.pages.reconciliation.words import WORDS as RECONCILIATION

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
    "dossier_opened": _("Lập hồ sơ"),
    "dossier_filled": _("Ghi nội dung hồ sơ"),
    "beneficiary_named": _("Nêu cơ sở thụ hưởng"),
    "paper_marked": _("Đánh dấu tài liệu"),
    "hold_placed": _("Tạm dừng thanh toán"),
    "hold_lifted": _("Gỡ tạm dừng thanh toán"),
    "delegation_recorded": _("Ghi nhận ủy quyền"),
    "identifier_added": _("Ghi mã số của cơ sở"),
    "identifier_revealed": _("Xem mã số của cơ sở"),
    "exported": _("Xuất dữ liệu"),
    "obstacle_raised": _("Nêu vướng mắc"),
    "obstacle_guide": _("Ghi hướng dẫn về vướng mắc"),
    "obstacle_ask": _("Ghi đã hỏi cơ quan có thẩm quyền về vướng mắc"),
    "obstacle_resolve": _("Ghi vướng mắc đã tháo gỡ"),
    "obstacle_reopen": _("Mở lại vướng mắc"),
    "recommendation_made": _("Kiến nghị sau kiểm tra"),
    "machine_recorded": _("Ghi máy vào sổ"),
    "machine_visited": _("Ghi kết quả theo dõi máy"),
    "source_added": _("Thêm văn bản làm căn cứ"),
    "change_entered": _("Nhập thay đổi địa bàn, đơn vị"),
    "change_apply": _("Áp dụng thay đổi địa bàn, đơn vị"),
    "change_withdraw": _("Không áp dụng thay đổi địa bàn, đơn vị"),
    "change_reverse": _("Hoàn nguyên thay đổi địa bàn, đơn vị"),
    "change_counts": _("Thay đổi địa bàn, đơn vị có hiệu lực"),
    "holder_chosen": _("Chọn nơi tiếp nhận hồ sơ"),
    "region_joined": _("Chuyển vùng"),
    "charge_recorded": _("Ghi đơn vị đảm nhiệm khuyến công"),
    "charge_confirmed": _("Xác nhận đơn vị đảm nhiệm khuyến công"),
    "charge_corrected": _("Đính chính đơn vị đảm nhiệm khuyến công"),
    "charge_withdrawn": _("Bỏ dữ liệu ghi nhầm về đơn vị đảm nhiệm khuyến công"),
    **RECONCILIATION,
}


@dataclass(frozen=True)
class Told:
    """One line of a history: what, about what, when it counts, when and by whom it was recorded."""

    words: str | Promise
    about: str
    on: date
    at: datetime
    who: str
    on_behalf: bool = False
    remark: str = ""


def told(thing: Model, day: date, limit: int | None = None) -> list[Told]:
    """The history of a thing up to a day, newest first."""
    events = history_of(thing, day)
    return [_told(event) for event in (events[:limit] if limit else events)]


def _told(event: Any) -> Told:
    about = event.detail.get("file") or event.detail.get("number") or ""
    if event.verb == "dossier_opened":
        about = f"{DossierKind(event.detail['kind']).label} {about}"
    who = event.actor.get_full_name() if event.actor else ""
    behalf = bool(event.detail.get("on_behalf"))
    return Told(words_of(event.verb), str(about), event.counted, event.at, who, behalf, event.detail.get("remark", ""))


def words_of(verb: str) -> str | Promise:
    """What an event is called; a step of a dossier is its kind and the step's own title."""
    if verb in WORDS:
        return WORDS[verb]
    for machine, name in (
        (EXECUTION, ""),
        (RECOMMENDATION, _("Kiến nghị sau kiểm tra")),
        *((one, DossierKind(kind).label) for kind, one in MACHINES.items()),
    ):
        step = verb.removeprefix(f"{machine.name}_")
        if step != verb and step in {one.name for one in machine.transitions}:
            title = machine.named(step).title
            return f"{name}: {title}" if name else title
    return verb
