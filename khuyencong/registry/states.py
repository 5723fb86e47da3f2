"""Values that rows of this part may take."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Level(TextChoices):
    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")


class Evidence(TextChoices):
    """How well a fact is known; only ``verified`` is shown without a mark."""

    VERIFIED = "V", _("Đã đối chiếu nguồn")
    DERIVED = "D", _("Suy ra từ số liệu nguồn")
    KNOWN = "K", _("Chờ xác nhận")
    UNSURE = "?", _("Chưa chắc, chờ xác nhận")


class BodyKind(TextChoices):
    MINISTRY = "ministry", _("Bộ")
    AGENCY = "agency", _("Cục")
    DIVISION = "division", _("Phòng")
    DEPARTMENT = "department", _("Sở Công Thương")
    CENTRE = "centre", _("Trung tâm khuyến công cấp tỉnh")
    UNIT = "unit", _("Đơn vị thực hiện khác")


class Relation(TextChoices):
    WHOLE = "whole", _("Toàn bộ")
    DEFAULT = "default", _("Phần chính")
    PART = "part", _("Một phần")
