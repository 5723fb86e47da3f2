"""Values that rows of this part may take."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ListKind(TextChoices):
    """What a province's list of clusters is."""

    BASELINE = "baseline", _("Danh mục đang có")
    PROPOSED = "proposed", _("Danh mục xin ý kiến")
    APPROVED = "approved", _("Danh mục được phê duyệt")


class PlanAction(TextChoices):
    """What a list means to do with a cluster."""

    KEEP = "keep", _("Giữ nguyên")
    NEW = "new", _("Quy hoạch mới")
    EXPAND = "expand", _("Mở rộng")
    REDUCE = "reduce", _("Giảm diện tích")
    CUT = "cut", _("Đưa ra khỏi quy hoạch")
    CONVERT = "convert", _("Chuyển mục đích")


class OpinionKind(TextChoices):
    PLAN = "plan", _("Ý kiến về phương án phát triển cụm công nghiệp")
    CHANGE = "change", _("Ý kiến về điều chỉnh, bổ sung phương án")


class OpinionState(TextChoices):
    RECEIVED = "received", _("Đã nhận đề nghị")
    EXAMINING = "examining", _("Đang xem xét danh mục")
    DRAFTED = "drafted", _("Đã có dự thảo ý kiến")
    SENT = "sent", _("Đã gửi ý kiến")
    FOLLOWED = "followed", _("Đã ghi kết quả của tỉnh")
    WITHDRAWN = "withdrawn", _("Tỉnh rút đề nghị")


class Stance(TextChoices):
    """The Agency's view of one row of a list."""

    NONE = "", _("Chưa xem")
    SUPPORT = "support", _("Thống nhất")
    REVISE = "revise", _("Đề nghị rà soát")
    AGAINST = "against", _("Chưa thống nhất")


class RowOutcome(TextChoices):
    """What the province did with a row after the opinion."""

    NONE = "", _("Chưa biết")
    TAKEN = "taken", _("Theo ý kiến")
    KEPT = "kept", _("Giữ như đề nghị")
    DROPPED = "dropped", _("Bỏ")


class ClusterArea(TextChoices):
    """What kind of place decides the smallest area a cluster may have."""

    PLAIN = "", _("Thông thường")
    MOUNTAIN = "mountain", _("Huyện miền núi")
    CRAFT = "craft", _("Cụm công nghiệp làng nghề")
