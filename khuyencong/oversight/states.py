"""Values that rows of this part may take."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PetitionKind(TextChoices):
    LOCALITY = "locality", _("Kiến nghị của địa phương, cơ quan")
    VOTERS = "voters", _("Kiến nghị của cử tri")
    ENTERPRISE = "enterprise", _("Phản ánh của doanh nghiệp")
    DEPUTY = "deputy", _("Chất vấn của đại biểu Quốc hội")


class NotPetition(TextChoices):
    """What may be chosen at entry but never becomes a petition: it is sent where the law says."""

    COMPLAINT = "complaint", _("Khiếu nại")
    DENUNCIATION = "denunciation", _("Tố cáo")


class PetitionField(TextChoices):
    PROMOTION = "promotion", _("Khuyến công")
    CLUSTERS = "clusters", _("Cụm công nghiệp")
    CRAFTS = "crafts", _("Tiểu thủ công nghiệp, nghệ nhân")
    OTHER = "other", _("Lĩnh vực khác")


class PetitionTopic(TextChoices):
    """Topics of section 3.3 of the cluster note, and those of khuyến công."""

    PLANNING = "planning", _("Quy hoạch, phương án phát triển")
    LAND = "land", _("Đất đai")
    LEVELS = "levels", _("Thẩm quyền sau sắp xếp địa giới")
    INVESTOR = "investor", _("Lựa chọn chủ đầu tư hạ tầng")
    ENVIRONMENT = "environment", _("Môi trường, nước thải")
    INCENTIVES = "incentives", _("Ưu đãi, hỗ trợ")
    LEGACY = "legacy", _("Đơn vị sự nghiệp quản lý cụm cũ")
    REPORTING = "reporting", _("Chế độ báo cáo")
    NORMS = "norms", _("Định mức, mức hỗ trợ khuyến công")
    ORGANISATION = "organisation", _("Tổ chức bộ máy khuyến công")
    OTHER = "other", _("Nội dung khác")


class PetitionState(TextChoices):
    RECEIVED = "received", _("Mới đến")
    ASSIGNED = "assigned", _("Đã giao xử lý")
    DRAFTED = "drafted", _("Đã có dự thảo trả lời")
    ANSWERED = "answered", _("Đã trả lời")
    TRANSFERRED = "transferred", _("Đã chuyển cơ quan có thẩm quyền")


class TaskField(TextChoices):
    PROMOTION = "promotion", _("Khuyến công")
    CLUSTERS = "clusters", _("Cụm công nghiệp")
    CRAFTS = "crafts", _("Công nghiệp nhỏ, tiểu thủ công nghiệp")
    ENTERPRISES = "enterprises", _("Doanh nghiệp")
    RURAL = "rural", _("Chương trình nông thôn mới")
    OTHER = "other", _("Công tác khác")


class TaskState(TextChoices):
    PLANNED = "planned", _("Chưa bắt đầu")
    DOING = "doing", _("Đang làm")
    DONE = "done", _("Đã hoàn thành")
    CARRIED = "carried", _("Chuyển kỳ sau")
    DROPPED = "dropped", _("Không làm nữa")


class InspectionKind(TextChoices):
    """The regime a trip runs under; the word thanh tra is not ours."""

    CHECK = "check", _("Kiểm tra")
    SURVEY = "survey", _("Khảo sát")


class InspectionSubject(TextChoices):
    PROJECTS = "projects", _("Đề án khuyến công")
    CLUSTERS = "clusters", _("Quản lý cụm công nghiệp")
    SURVEY = "survey", _("Khảo sát")


class InspectionState(TextChoices):
    PLANNED = "planned", _("Trong kế hoạch")
    DECIDED = "decided", _("Đã có quyết định")
    NOTIFIED = "notified", _("Đã thông báo")
    FIELD = "field", _("Đang đi thực địa")
    FINISHED = "finished", _("Đã kết thúc thực địa")
    CONCLUDED = "concluded", _("Đã có kết luận")
    CLOSED = "closed", _("Đã kết thúc theo dõi")
    CANCELLED = "cancelled", _("Không tiến hành")


class TeamRole(TextChoices):
    HEAD = "head", _("Trưởng đoàn")
    DEPUTY = "deputy", _("Phó trưởng đoàn")
    SECRETARY = "secretary", _("Thư ký")
    MEMBER = "member", _("Thành viên")


class Result(TextChoices):
    """What was found on one item of the checklist."""

    MET = "met", _("Đạt")
    LACKING = "lacking", _("Còn thiếu")
    WRONG = "wrong", _("Không đúng quy định")
    NOTE = "note", _("Ghi nhận")


class RecommendationState(TextChoices):
    OPEN = "open", _("Đang thực hiện")
    REPORTED = "reported", _("Đã báo cáo, chờ xem")
    CLOSED = "closed", _("Đã hoàn thành")


class GatheringKind(TextChoices):
    CONFERENCE = "conference", _("Hội nghị khuyến công")
    FAIR = "fair", _("Hội chợ, triển lãm")


class GatheringState(TextChoices):
    PLANNED = "planned", _("Trong kế hoạch")
    PREPARING = "preparing", _("Đang chuẩn bị")
    HELD = "held", _("Đã tổ chức")
    REPORTED = "reported", _("Đã tổng kết")
    CANCELLED = "cancelled", _("Không tổ chức")


class ResultUnit(StrEnum):
    """What a figure told after a gathering counts."""

    COUNT = "count"
    DONG = "dong"


RESULTS: dict[str, tuple[Any, ResultUnit]] = {
    "attendees": (_("Số đại biểu"), ResultUnit.COUNT),
    "provinces": (_("Số địa phương tham gia"), ResultUnit.COUNT),
    "visitors": (_("Số lượt khách tham quan"), ResultUnit.COUNT),
    "contracts": (_("Số hợp đồng, biên bản ghi nhớ"), ResultUnit.COUNT),
    "contract_value": (_("Giá trị hợp đồng, biên bản ghi nhớ"), ResultUnit.DONG),
    "sales": (_("Doanh số bán tại chỗ"), ResultUnit.DONG),
}
"""Figures a gathering may be reported with, by name."""


class Reply(TextChoices):
    NONE = "", _("Chưa trả lời")
    COMING = "coming", _("Tham dự")
    NOT_COMING = "not_coming", _("Không tham dự")


class BoothFunding(TextChoices):
    """Who pays for a booth."""

    NATIONAL = "national", _("Khuyến công quốc gia")
    LOCAL = "local", _("Khuyến công địa phương")
    OWN = "own", _("Cơ sở tự chi")
    OTHER = "other", _("Nguồn khác")


@dataclass(frozen=True)
class BoothLine:
    """An exhibitor to be added. ``cost`` in đồng for all its booths; ``place`` a province's id."""

    exhibitor: str
    funding: str
    booths: int = 1
    goods: str = ""
    place: int | None = None
    cost: int | None = None


class KhuyenCongRegion(TextChoices):
    """The three regions of the programme; which province belongs to which on a day is registry data (scheme kc3)."""

    NORTH = "north", _("Phía Bắc")
    CENTRAL = "central", _("Miền Trung - Tây Nguyên")
    SOUTH = "south", _("Phía Nam")
