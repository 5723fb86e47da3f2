"""Values that rows of this part may take."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    DECISION = "QĐ", _("Quyết định")
    REPORT = "BC", _("Báo cáo")
    LETTER = "CV", _("Công văn")
    CONTRACT = "HĐ", _("Hợp đồng")
    ANNEX = "PL", _("Phụ lục hợp đồng")
    MINUTES = "BB", _("Biên bản")
    REQUEST = "TTr", _("Tờ trình, văn bản đề nghị")
    PLAN = "KH", _("Kế hoạch")
    TREASURY = "KB", _("Chứng từ Kho bạc")
    DELEGATION = "UQ", _("Văn bản ủy quyền")
