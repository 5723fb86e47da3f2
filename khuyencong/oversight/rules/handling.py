"""Claims shared by the work of the office: who handles it, and that only what has happened is recorded."""

from datetime import date

from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import Standing, may, standing_of
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.records.transitions import Deed


def handled_by_office(standing: Standing | None) -> list[Finding]:
    """Officers, heads, the clerk and the accountant of the Agency handle the work of the office."""
    if standing is None or may(standing, Permission.HANDLE_OFFICE):
        return []
    return [Finding("handles-office", _("Văn thư, chuyên viên, trưởng phòng hoặc kế toán của Cục làm việc này."))]


def office_takes_the_step(_thing: object, deed: Deed) -> list[Finding]:
    """The rule of a step: its standing is in ``deed.said``; a step told by a recorded draft names none."""
    return handled_by_office(deed.said.get("standing"))


def day_has_come(on: date, today: date, where: str = "on") -> list[Finding]:
    """Only what has happened is recorded."""
    if on <= today:
        return []
    message = _("Ngày {on} chưa tới; chỉ ghi việc đã diễn ra.").format(on=short_date(on))
    return [Finding("day-has-come", message, where=where, remedy=_("Kiểm tra lại ngày."))]


def person_is_of_office(person: User | None, on: date, where: str) -> list[Finding]:
    """Work is given to someone who handles the office's work on that day."""
    if person is None or may(standing_of(person, on), Permission.HANDLE_OFFICE):
        return []
    message = _("{name} không được phân công xử lý công việc của Cục trong ngày {on}.").format(
        name=person.full_name, on=short_date(on)
    )
    return [Finding("person-of-office", message, where=where, remedy=_("Chọn người khác trong danh sách."))]


def reason_is_given(_thing: object, deed: Deed) -> list[Finding]:
    """Work is given up, carried over or sent elsewhere with its reason. The page asks for it, the act needs it."""
    if deed.remark.strip() or "at_the_page" in deed.said:
        return []
    return [Finding("says-why", _("Ghi lý do."), where="remark")]
