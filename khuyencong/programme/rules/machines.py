"""Claims about machines and visits: who records them, amounts and days that fit, no support twice for one machine."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _
from rapidfuzz.fuzz import token_set_ratio

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.text import fold
from khuyencong.programme.models import Beneficiary, Machine, Project
from khuyencong.programme.states import InUse

ALIKE = 85  # percent of words two names share before a person is asked


def machine_is_described(name: str, site: str) -> list[Finding]:
    """A machine has a name and stands somewhere."""
    found = []
    if not name.strip():
        found.append(Finding("machine-named", _("Ghi tên máy, thiết bị."), where="name"))
    if not site.strip():
        found.append(Finding("machine-stands", _("Ghi nơi đặt máy."), where="site"))
    return found


def amounts_fit(cost: int | None, support: int | None) -> list[Finding]:
    """Amounts are not negative, and support is not above what the machine cost."""
    if (cost or 0) < 0 or (support or 0) < 0:
        return [Finding("amount-negative", _("Số tiền không được âm."), where="cost")]
    if cost is None or support is None or support <= cost:
        return []
    message = _("Kinh phí hỗ trợ lớn hơn giá mua máy.")
    return [Finding("support-within-cost", message, where="support", remedy=_("Kiểm tra hóa đơn và mức hỗ trợ."))]


def bought_before(bought_on: date, keep_until: date, today: date) -> list[Finding]:
    """A machine is recorded once bought, and is kept for some time after."""
    found = []
    if bought_on > today:
        message = _("Ngày mua {on} chưa tới; chỉ ghi máy đã mua.").format(on=short_date(bought_on))
        found.append(Finding("bought-later", message, where="bought_on"))
    if keep_until <= bought_on:
        message = _("Thời hạn giữ máy phải sau ngày mua.")
        found.append(Finding("kept-after", message, where="keep_until"))
    return found


def beneficiary_is_of_project(beneficiary: Beneficiary | None, project: Project) -> list[Finding]:
    """The machine stands with a beneficiary of the same project."""
    if beneficiary is None or beneficiary.project_id == project.pk:
        return []
    message = _("Cơ sở đã chọn không thụ hưởng đề án này.")
    return [Finding("beneficiary-of-project", message, where="beneficiary")]


def supported_once(serial: str, maker: str, same: Iterable[Machine]) -> list[Finding]:
    """A machine with a serial already in the register is not supported again, in whatever year.

    Two makers may use one serial: only where both are named and differ is it another machine.
    """
    for known in same:
        if maker and known.maker and fold(maker) != fold(known.maker):
            continue
        message = _("Máy số hiệu {serial} đã được hỗ trợ trong đề án {code} năm {year}.").format(
            serial=serial, code=known.project.code, year=known.project.year
        )
        remedy = _("Kiểm tra số hiệu trên máy; một máy chỉ được hỗ trợ một lần.")
        return [Finding("supported-once", message, where="serial", remedy=remedy, data={"project": known.project.code})]
    return []


def nothing_alike_supported(name: str, earlier: Iterable[Machine]) -> list[Finding]:
    """A warning for every machine of a similar name the same establishment was already supported for."""
    found = []
    for known in earlier:
        if token_set_ratio(fold(name), fold(known.name)) < ALIKE:
            continue
        message = _("Cơ sở này đã được hỗ trợ “{name}” trong đề án {code} năm {year}.").format(
            name=known.name, code=known.project.code, year=known.project.year
        )
        remedy = _("Đối chiếu hai máy; nếu là hai máy khác nhau thì xác nhận để ghi.")
        data: dict[str, object] = {"project": known.project.code}
        found.append(Finding("alike-supported", message, "warning", where="name", remedy=remedy, data=data))
    return found


def visit_fits(machine: Machine, on: date, in_use: str, today: date, *, same_day: bool) -> list[Finding]:
    """A visit is recorded after it was made, after the purchase, once a day, with what it found."""
    found = []
    if on > today:
        message = _("Ngày {on} chưa tới; chỉ ghi lần theo dõi đã thực hiện.").format(on=short_date(on))
        found.append(Finding("visit-later", message, where="on"))
    if on < machine.bought_on:
        message = _("Ngày theo dõi trước ngày mua máy ({day}).").format(day=short_date(machine.bought_on))
        found.append(Finding("visit-before-purchase", message, where="on"))
    if in_use not in InUse.values:
        found.append(Finding("visit-found", _("Chọn tình trạng sử dụng trong danh sách."), where="in_use"))
    if same_day:
        message = _("Đã có kết quả theo dõi máy này trong ngày đó.")
        found.append(Finding("visit-once-a-day", message, where="on"))
    return found
