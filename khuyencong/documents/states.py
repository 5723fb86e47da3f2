"""Values that rows of this part may take."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class DocumentKind(TextChoices):
    DECISION = "QĐ", _("Quyết định")
    REPORT = "BC", _("Báo cáo")
    LETTER = "CV", _("Công văn")
