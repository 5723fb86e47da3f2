"""Values that rows of this part may take."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")


class Evidence(TextChoices):
    """How well a fact is known; only ``verified`` is shown without a mark."""

    VERIFIED = "V", _("Đã đối chiếu nguồn")
    DERIVED = "D", _("Suy ra từ số liệu nguồn")
    KNOWN = "K", _("Chờ xác nhận")
    UNSURE = "?", _("Chưa chắc, chờ xác nhận")


class BodyKind(TextChoices):
    MINISTRY = "ministry", _("Bộ")
    AGENCY = "agency", _("Cục")
    DIVISION = "division", _("Phòng")
    DEPARTMENT = "department", _("Sở Công Thương")
    CENTRE = "centre", _("Trung tâm khuyến công cấp tỉnh")
    UNIT = "unit", _("Đơn vị thực hiện khác")


class Relation(TextChoices):
    WHOLE = "whole", _("Toàn bộ")
    DEFAULT = "default", _("Phần chính")
    PART = "part", _("Một phần")


class Match(TextChoices):
    """How an address as written meets the lists of places."""

    EXACT = "exact", _("Đúng danh mục")
    ALIKE = "alike", _("Gần giống, cần xác nhận")
    SEVERAL = "several", _("Nhiều nơi trùng tên")
    ABOVE = "above", _("Chỉ xác định được cấp trên")
    NONE = "none", _("Chưa tìm thấy")


class DayKind(TextChoices):
    OFF = "off", _("Ngày nghỉ")
    WORK = "work", _("Ngày làm bù")


class Step(TextChoices):
    """Steps of a project that ask for a dossier."""

    PLAN = "plan", _("Kế hoạch triển khai đề án nhóm")
    CONTRACT = "contract", _("Lập hợp đồng")
    PROGRESS = "progress", _("Báo cáo tiến độ")
    ADVANCE = "advance", _("Tạm ứng")
    PAYMENT = "payment", _("Thanh toán phần còn lại")
    ACCEPTANCE = "acceptance", _("Nghiệm thu")
    SETTLEMENT = "settlement", _("Quyết toán")
    LIQUIDATION = "liquidation", _("Thanh lý hợp đồng")
    ADJUSTMENT = "adjustment", _("Điều chỉnh, bổ sung, ngừng")
    REFUND = "refund", _("Hoàn trả kinh phí")
    CLOSING = "closing", _("Lưu hồ sơ")
    INSPECTION = "inspection", _("Kiểm tra, khảo sát")


class Counting(TextChoices):
    """How the days of a deadline are counted."""

    WORKING = "working", _("ngày làm việc")
    CALENDAR = "calendar", _("ngày")


class Decider(TextChoices):
    MINISTER = "minister", _("Bộ trưởng")
    AGENCY = "agency", _("Cục")
    DEPARTMENT = "so", _("Sở Công Thương")


class IdentifierKind(TextChoices):
    TAX_CODE = "tax_code", _("Mã số thuế")
    BUSINESS_CODE = "business_code", _("Mã số đăng ký kinh doanh")
    PERSONAL_NUMBER = "personal_number", _("Số định danh cá nhân")


class ChangeKind(TextChoices):
    """What a legal text may do to places or bodies."""

    MERGE = "merge", _("Hợp nhất, sáp nhập")
    SPLIT = "split", _("Chia, tách")
    RENAME = "rename", _("Đổi tên")
    MOVE = "move", _("Chuyển trực thuộc")
    TRANSFER = "transfer", _("Chuyển giao nhiệm vụ khuyến công")
    END = "end", _("Kết thúc hoạt động")
    REVERSAL = "reversal", _("Hoàn nguyên thay đổi")


class About(TextChoices):
    PLACE = "place", _("Địa bàn")
    BODY = "body", _("Cơ quan, đơn vị")


class ChangeState(TextChoices):
    ENTERED = "entered", _("Đã nhập, chờ áp dụng")
    APPLIED = "applied", _("Đã áp dụng")
    WITHDRAWN = "withdrawn", _("Không áp dụng")
    REVERSED = "reversed", _("Đã hoàn nguyên")


class Role(TextChoices):
    """Which side of a change a place or body stands on."""

    BEFORE = "before", _("Trước khi thay đổi")
    AFTER = "after", _("Sau khi thay đổi")


class Duty(TextChoices):
    """A task of the State that a body carries out for a province."""

    INDUSTRIAL_PROMOTION = "khuyen_cong", _("Khuyến công")


class Above(TextChoices):
    """Who stands above a body. NĐ 45/2012/NĐ-CP knows a centre of industrial promotion under the Sở."""

    DEPARTMENT = "department", _("Sở Công Thương")
    COMMITTEE = "committee", _("Ủy ban nhân dân tỉnh")
    MINISTRY = "ministry", _("Bộ Công Thương")
    AGENCY = "agency", _("Cục")
    OTHER = "other", _("Cơ quan khác")


class Conformity(TextChoices):
    """How a province stands to the model of the decree. ``several`` is what joined provinces keep for a time."""

    KEPT = "kept", _("Theo mô hình")
    DEPARTED = "departed", _("Khác mô hình")
    SEVERAL = "several", _("Nhiều đơn vị")
    UNKNOWN = "unknown", _("Chưa có dữ liệu")


class Reason(TextChoices):
    """What departs from the model, or is not known."""

    NOT_UNDER = "not_under", _("Không trực thuộc Sở Công Thương")
    OTHER_KIND = "other_kind", _("Do đơn vị khác đảm nhiệm, không phải trung tâm khuyến công")
    SEVERAL = "several", _("Nhiều đơn vị cùng đảm nhiệm")
    NO_BODY = "no_body", _("Chưa có dữ liệu về đơn vị đảm nhiệm")
    NO_ABOVE = "no_above", _("Chưa có dữ liệu về nơi trực thuộc")
