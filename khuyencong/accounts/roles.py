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
    PREPARE = "prepare"
    CONFIRM = "confirm"
    CHECK = "check"
    AGREE = "agree"
    ENDORSE = "endorse"
    PAY = "pay"
    RECONCILE = "reconcile"
    RECORD_ON_BEHALF = "record_on_behalf"
    NOTE_OBSTACLES = "note_obstacles"
    SEE_IDENTIFIERS = "see_identifiers"
    SEE_UNIT_TASKS = "see_unit_tasks"
    SEE_OFFICE = "see_office"
    HANDLE_OFFICE = "handle_office"
    KEEP_REGISTRY = "keep_registry"
    APPLY_CHANGES = "apply_changes"
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
_READ_ALL = _READ | {P.SEE_REPORTS, P.SEE_OFFICE}

ROLES: dict[str, Role] = {
    role.code: role
    for role in (
        Role("agency_leader", _("Lãnh đạo Cục"),
             _("Xem toàn quốc trong lĩnh vực phụ trách, đồng ý nội dung trình, chốt số liệu."),
             Reach.ALL, _READ_ALL | {P.FREEZE_REPORTS, P.CHOOSE_CAUSES, P.ENDORSE, P.NOTE_OBSTACLES, P.SEE_UNIT_TASKS,
                                     P.APPLY_CHANGES}),
        Role("division_head", _("Trưởng phòng"), _("Đồng ý trình hồ sơ; kiểm tra kế hoạch và báo cáo, chốt số liệu."),
             Reach.ALL, _READ_ALL | {P.IMPORT_WORKBOOKS, P.FREEZE_REPORTS, P.CHOOSE_CAUSES, P.AGREE, P.NOTE_OBSTACLES,
                                     P.SEE_IDENTIFIERS, P.SEE_UNIT_TASKS, P.HANDLE_OFFICE, P.KEEP_REGISTRY,
                                     P.APPLY_CHANGES}),
        Role("officer", _("Chuyên viên Cục"),
             _("Nhập kế hoạch, phân bổ; kiểm tra hồ sơ, ghi nhận thay đơn vị gửi giấy; lập báo cáo."),
             Reach.ALL, _READ_ALL | {P.IMPORT_WORKBOOKS, P.CHOOSE_CAUSES, P.CHECK, P.RECORD_ON_BEHALF,
                                     P.NOTE_OBSTACLES, P.SEE_IDENTIFIERS, P.HANDLE_OFFICE, P.KEEP_REGISTRY}),
        Role("accountant", _("Kế toán Cục"),
             _("Gửi đề nghị ra Kho bạc, ghi nhận chứng từ Kho bạc, đối chiếu; nhập quyết định phân bổ."),
             Reach.ALL, _READ_ALL | {P.IMPORT_WORKBOOKS, P.PAY, P.RECONCILE, P.SEE_IDENTIFIERS, P.HANDLE_OFFICE}),
        Role("clerk", _("Văn thư Cục"), _("Ghi nhận số, ngày, tệp của văn bản đã được ký."),
             Reach.ALL, _READ_ALL | {P.RECORD_DOCUMENTS, P.RECORD_ON_BEHALF, P.HANDLE_OFFICE}),
        Role("so_leader", _("Lãnh đạo Sở Công Thương"), _("Xác nhận khối lượng, nghiệm thu đề án của tỉnh mình."),
             Reach.PLACE, _READ | {P.CONFIRM, P.NOTE_OBSTACLES, P.SEE_UNIT_TASKS}),
        Role("so_officer", _("Chuyên viên Sở Công Thương"), _("Xem, chuẩn bị xác nhận đề án của tỉnh mình."),
             Reach.PLACE, _READ | {P.CONFIRM, P.NOTE_OBSTACLES}),
        Role("unit_head", _("Lãnh đạo đơn vị thực hiện"), _("Lập và gửi hồ sơ của đề án do đơn vị mình thực hiện."),
             Reach.ORGANISATION, _READ | {P.PREPARE, P.NOTE_OBSTACLES, P.SEE_IDENTIFIERS, P.SEE_UNIT_TASKS}),
        Role("unit_officer", _("Chuyên viên đơn vị thực hiện"),
             _("Lập và gửi hồ sơ của đề án do đơn vị mình thực hiện."),
             Reach.ORGANISATION, _READ | {P.PREPARE, P.NOTE_OBSTACLES, P.SEE_IDENTIFIERS}),
        Role("auditor", _("Kiểm toán, thanh tra"), _("Đọc toàn bộ trong thời hạn của đoàn, không sửa gì."),
             Reach.ALL, _READ_ALL),
        Role("administrator", _("Quản trị hệ thống"), _("Quản lý tài khoản; không xem dữ liệu nghiệp vụ."),
             Reach.NONE, frozenset({P.ADMINISTER})),
    )
}  # fmt: skip
