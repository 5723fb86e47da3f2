"""Values that rows of this part may take."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ImportState(TextChoices):
    INCOMPLETE = "incomplete", _("Chưa nhập đủ")
    COMPLETE = "complete", _("Đã nhập đủ")


class RowState(TextChoices):
    RECORDED = "recorded", _("Đã ghi nhận")
    DOUBTFUL = "doubtful", _("Cần xem")
    SKIPPED = "skipped", _("Bỏ qua")
