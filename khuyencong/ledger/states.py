"""Values that rows of this part may take."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """Where money stands. A line of a stage holds what has come in and not gone on to the next."""

    SOURCE = "source", _("Ngân sách nhà nước")
    ASSIGNED = "assigned", _("Dự toán giao cho Cục")
    PLANNED = "planned", _("Kế hoạch được phê duyệt")
    ALLOCATED = "allocated", _("Phân bổ cho đề án")
