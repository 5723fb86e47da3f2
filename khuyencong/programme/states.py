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
