"""Values that rows of this part may take."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ProjectKind(TextChoices):
    SINGLE = "single", _("Đề án")
    GROUP = "group", _("Đề án nhóm")
    KEY = "key", _("Đề án điểm")
    TASK = "task", _("Nhiệm vụ")


class PlanPart(TextChoices):
    LOCALITY = "locality", _("Địa phương")
    UNIT = "unit", _("Đơn vị")
    AGENCY = "agency", _("Cục thực hiện")


class Funding(TextChoices):
    """How much of a project's planned money has been allocated."""

    NONE = "none", _("Chưa được phân bổ")
    PART = "part", _("Phân bổ một phần")
    FULL = "full", _("Đã phân bổ đủ")


class DelayCause(TextChoices):
    """Why a locality has no allocation yet, as chosen by a person."""

    UNKNOWN = "unknown", _("Chưa rõ nguyên nhân")
    BUDGET = "budget", _("Chưa được giao dự toán")
    DOSSIER = "dossier", _("Hồ sơ chưa hoàn thiện")
    NORMS = "norms", _("Vướng định mức, đơn giá")
    BODY = "body", _("Thay đổi tổ chức của đơn vị thực hiện")
    BENEFICIARY = "beneficiary", _("Cơ sở thụ hưởng thay đổi, xin lùi thời gian")


class Side(TextChoices):
    """On which side a cause lies. The system never chooses a side by itself."""

    NONE = "none", _("Chưa xác định")
    MINISTRY = "ministry", _("Bộ, cơ quan tài chính")
    AGENCY = "agency", _("Cục")
    LOCALITY = "locality", _("Địa phương")
    BENEFICIARY = "beneficiary", _("Cơ sở thụ hưởng")


class Carrying(TextChoices):
    """How far the carrying out of a project has come; money says the rest."""

    PREPARING = "preparing", _("Chuẩn bị hợp đồng")
    RUNNING = "running", _("Đang thực hiện")
    ACCEPTED = "accepted", _("Đã nghiệm thu")
    LIQUIDATED = "liquidated", _("Đã thanh lý, quyết toán")
    STOPPED = "stopped", _("Ngừng thực hiện")
    CLOSED = "closed", _("Đã đóng hồ sơ")


class DossierKind(TextChoices):
    """What a dossier of a project is about; each kind has its own table of transitions, form and checklist."""

    PLAN = "plan", _("Kế hoạch thực hiện")
    CONTRACT = "contract", _("Hợp đồng thực hiện")
    SUPPORT = "support", _("Hợp đồng hỗ trợ đối tượng thụ hưởng")
    PROGRESS = "progress", _("Báo cáo tiến độ")
    ADVANCE = "advance", _("Đề nghị tạm ứng")
    ACCEPTANCE = "acceptance", _("Nghiệm thu")
    PAYMENT = "payment", _("Đề nghị thanh toán")
    SETTLEMENT = "settlement", _("Hồ sơ quyết toán")
    LIQUIDATION = "liquidation", _("Thanh lý, quyết toán hợp đồng")
    REFUND = "refund", _("Nộp trả kinh phí")
    ADJUSTMENT = "adjustment", _("Điều chỉnh, bổ sung, ngừng")
    YEAR_END = "year_end", _("Xử lý kinh phí cuối năm")
    OPENING = "opening", _("Số dư đầu kỳ")


class DossierState(TextChoices):
    """Where a dossier stands. Not every kind uses every state."""

    DRAFT = "draft", _("Đang lập")
    RETURNED = "returned", _("Trả lại để sửa")
    SUBMITTED = "submitted", _("Đã gửi")
    CONFIRMED = "confirmed", _("Sở đã xác nhận")
    CHECKED = "checked", _("Đã kiểm tra")
    AGREED = "agreed", _("Trưởng phòng đã đồng ý trình")
    ENDORSED = "endorsed", _("Lãnh đạo đã đồng ý nội dung")
    RECORDED = "recorded", _("Đã ghi nhận văn bản")
    AT_TREASURY = "treasury", _("Đã gửi Kho bạc")
    PAID = "paid", _("Kho bạc đã chi")
    WITHDRAWN = "withdrawn", _("Đã rút")


class Desk(TextChoices):
    """Who moves a dossier on. One desk may be several people; whose desk it is follows from the project."""

    UNIT = "unit", _("Đơn vị thực hiện")
    SO = "so", _("Sở Công Thương")
    OFFICER = "officer", _("Chuyên viên Cục")
    HEAD = "head", _("Trưởng phòng")
    LEADER = "leader", _("Lãnh đạo Cục")
    CLERK = "clerk", _("Văn thư Cục")
    ACCOUNTANT = "accountant", _("Kế toán Cục")


class ObstacleState(TextChoices):
    OPEN = "open", _("Mới nêu")
    ASKED = "asked", _("Đã hỏi cơ quan có thẩm quyền")
    GUIDED = "guided", _("Đã hướng dẫn")
    RESOLVED = "resolved", _("Đã tháo gỡ")


class EntryKind(TextChoices):
    """What a Treasury paper says was done with money of a project."""

    ADVANCE = "advance", _("Tạm ứng")
    PAYMENT = "payment", _("Thanh toán")
    RETURN = "return", _("Thu hồi tạm ứng trong năm")
    REFUND = "refund", _("Nộp trả kinh phí năm trước")


class TieState(TextChoices):
    """How a line of the Treasury's statement, or a recorded Treasury paper, stands against the other side."""

    TIED = "tied", _("Khớp")
    AMOUNT = "amount", _("Lệch số tiền")
    UNKNOWN = "unknown", _("Kho bạc có, hệ thống chưa ghi")
    DOUBLE = "double", _("Kho bạc ghi trùng")
    MISSING = "missing", _("Hệ thống có, Kho bạc không có")
    EXPLAINED = "explained", _("Đã giải trình")


class StatementState(TextChoices):
    OPEN = "open", _("Đang đối chiếu")
    CLOSED = "closed", _("Đã khóa tháng")


class InUse(TextChoices):
    """What a follow-up visit found about a machine."""

    USED = "used", _("Đang sử dụng")
    IDLE = "idle", _("Tạm ngừng sử dụng")
    MOVED = "moved", _("Đã chuyển nơi khác")
    GONE = "gone", _("Không còn")


class ObstacleTopic(TextChoices):
    """What an obstacle is about; the half-year report groups by it."""

    NORMS = "norms", _("Định mức, đơn giá")
    FUNDING = "funding", _("Kinh phí, dự toán")
    PROCEDURE = "procedure", _("Trình tự, thủ tục, hồ sơ")
    ORGANISATION = "organisation", _("Tổ chức bộ máy khuyến công")
    BENEFICIARY = "beneficiary", _("Cơ sở thụ hưởng")
    LAND_SITE = "land_site", _("Đất đai, mặt bằng")
    TREASURY = "treasury", _("Thanh toán qua Kho bạc")
    OTHER = "other", _("Nội dung khác")
