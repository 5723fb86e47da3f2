"""Values that rows of this part may take, and a province's list as it was read from its paper."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from khuyencong.kernel.findings import Finding


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


class Change(TextChoices):
    """What became of a cluster from the list before to the list asked about."""

    ADDED = "added", _("Bổ sung mới")
    REMOVED = "removed", _("Đưa ra khỏi danh mục")
    AREA = "area", _("Thay đổi diện tích")
    RENAMED = "renamed", _("Đổi tên (cần xác nhận)")
    MOVED = "moved", _("Thay đổi địa điểm")
    SAME = "same", _("Giữ nguyên")


@dataclass(frozen=True)
class PrintedCluster:
    """A cluster as one row of a paper prints it; areas in hectares. ``sheet`` and ``row`` say where it stands.

    ``findings`` are what was doubtful in reading it, each named by sheet and cell with a remedy.
    """

    name: str
    where: str = ""
    area_now: Decimal | None = None
    area_planned: Decimal | None = None
    kind_of_place: str = ""
    industries: str = ""
    investor: str = ""
    action: str = ""
    note: str = ""
    sheet: str = ""
    row: int = 0
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class PrintedList:
    """A whole list as read. ``columns``: what each recognised column was taken for, by sheet and letter.

    ``skipped``: rows that are no clusters, as (sheet, row, text). ``findings`` are about the paper as a whole.
    """

    rows: tuple[PrintedCluster, ...]
    columns: Mapping[str, str] = field(default_factory=dict)
    skipped: tuple[tuple[str, int, str], ...] = ()
    findings: tuple[Finding, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def doubtful(self) -> int:
        """How many rows a person should look at."""
        return sum(bool(row.findings) for row in self.rows)
