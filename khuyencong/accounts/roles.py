"""Roles and the verbs each may use. Data only; a clerk can read it. Which rows a role sees is in permissions."""

from dataclasses import dataclass, field
from enum import StrEnum

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Permission(StrEnum):
    """Verbs of the parts above, named once."""

    SEE_PROGRAMME = "see_programme"
    SEE_REGISTRY = "see_registry"
    IMPORT_WORKBOOKS = "import_workbooks"
    CHOOSE_CAUSES = "choose_causes"
    EXPORT = "export"
    SEE_REPORTS = "see_reports"
    FREEZE_REPORTS = "freeze_reports"
    RECORD_DOCUMENTS = "record_documents"
    ADMINISTER = "administer"


class Reach(TextChoices):
    """Which business rows a role reaches."""

    ALL = "all", _("Toàn quốc")
    PLACE = "place", _("Địa bàn của mình")
    ORGANISATION = "organisation", _("Hồ sơ của đơn vị mình")
    NONE = "none", _("Không xem dữ liệu nghiệp vụ")


@dataclass(frozen=True)
class Role:
    """A role: its name, one sentence a clerk can read, how far it reaches, and its verbs."""

    code: str
    name: object
    sentence: object
    reach: Reach
    verbs: frozenset[Permission] = field(default_factory=frozenset)


P = Permission
_READ = frozenset({P.SEE_PROGRAMME, P.SEE_REGISTRY, P.EXPORT})
_READ_ALL = _READ | {P.SEE_REPORTS}

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("agency_leader", _("Lãnh đạo Cục"), _("Xem toàn quốc trong lĩnh vực phụ trách, chốt số liệu."),
             Reach.ALL, _READ_ALL | {P.FREEZE_REPORTS, P.CHOOSE_CAUSES}),
        Role("division_head", _("Trưởng phòng"), _("Kiểm tra kế hoạch và báo cáo, chốt số liệu."),
             Reach.ALL, _READ_ALL | {P.IMPORT_WORKBOOKS, P.FREEZE_REPORTS, P.CHOOSE_CAUSES}),
        Role("officer", _("Chuyên viên Cục"), _("Nhập kế hoạch, phân bổ; ghi nguyên nhân; lập báo cáo."),
             Reach.ALL, _READ_ALL | {P.IMPORT_WORKBOOKS, P.CHOOSE_CAUSES}),
        Role("accountant", _("Kế toán Cục"), _("Xem kinh phí toàn quốc, nhập quyết định phân bổ."),
             Reach.ALL, _READ_ALL | {P.IMPORT_WORKBOOKS}),
        Role("clerk", _("Văn thư Cục"), _("Ghi nhận số, ngày, tệp của văn bản đã được ký."),
             Reach.ALL, _READ_ALL | {P.RECORD_DOCUMENTS}),
        Role("so_leader", _("Lãnh đạo Sở Công Thương"), _("Xem đề án của tỉnh mình."), Reach.PLACE, _READ),
        Role("so_officer", _("Chuyên viên Sở Công Thương"), _("Xem đề án của tỉnh mình."), Reach.PLACE, _READ),
        Role("unit_head", _("Lãnh đạo đơn vị thực hiện"), _("Xem đề án do đơn vị mình thực hiện."),
             Reach.ORGANISATION, _READ),
        Role("unit_officer", _("Chuyên viên đơn vị thực hiện"), _("Xem đề án do đơn vị mình thực hiện."),
             Reach.ORGANISATION, _READ),
        Role("auditor", _("Kiểm toán, thanh tra"), _("Đọc toàn bộ trong thời hạn của đoàn, không sửa gì."),
             Reach.ALL, _READ_ALL),
        Role("administrator", _("Quản trị hệ thống"), _("Quản lý tài khoản; không xem dữ liệu nghiệp vụ."),
             Reach.NONE, frozenset({P.ADMINISTER})),
    )
}  # fmt: skip
