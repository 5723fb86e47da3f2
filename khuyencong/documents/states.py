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
    NOTICE = "TB", _("Thông báo")
    INVITATION = "GM", _("Giấy mời")
    CONCLUSION = "KL", _("Kết luận")
    PROGRAMME = "CTr", _("Chương trình")


class Direction(TextChoices):
    """Which way a document went, seen from the Ministry and its Agency."""

    IN = "in", _("Văn bản đến")
    OUT = "out", _("Văn bản đi")


class DraftState(TextChoices):
    """Where a draft lies. Only the recorded paper ends it as done."""

    WRITING = "writing", _("Đang soạn")
    AT_HEAD = "at_head", _("Trình trưởng phòng")
    AT_LEADER = "at_leader", _("Trình lãnh đạo")
    AGREED = "agreed", _("Lãnh đạo đã đồng ý")
    RECORDED = "recorded", _("Đã ghi nhận văn bản")
    DROPPED = "dropped", _("Đã thôi")


class DraftDesk(TextChoices):
    """Who moves a draft on."""

    AUTHOR = "author", _("Người soạn")
    HEAD = "head", _("Trưởng phòng")
    LEADER = "leader", _("Lãnh đạo Cục")
    CLERK = "clerk", _("Văn thư")


class Authority(TextChoices):
    """How a signatory signs (NĐ 30/2020/NĐ-CP, Annex I)."""

    OWN = "", _("Theo chức vụ")
    COLLECTIVE = "TM.", _("TM. (thay mặt)")
    DEPUTY = "KT.", _("KT. (thay cấp trưởng)")
    ORDER = "TL.", _("TL. (thừa lệnh)")
    DELEGATED = "TUQ.", _("TUQ. (thừa ủy quyền)")
    ACTING = "Q.", _("Q. (quyền)")
