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


class MailState(TextChoices):
    """A message is claimed before it is handed over: a crash leaves it claimed, and it is never sent twice."""

    WAITING = "waiting", _("Chờ gửi")
    CLAIMED = "claimed", _("Đang gửi")
    SENT = "sent", _("Đã gửi")
    FAILED = "failed", _("Gửi không được")
