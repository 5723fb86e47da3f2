"""Claims about the Treasury's monthly statement: its month, its lines, and what may still change."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.programme.models import Dossier, Statement, StatementLine, TreasuryEntry
from khuyencong.programme.rules.papers import stated_total_equals_rows
from khuyencong.programme.states import StatementState, TieState
from khuyencong.records.transitions import Deed

SETTLED = (TieState.TIED, TieState.EXPLAINED)


def month_of(day: date) -> date:
    """The first day of a day's month."""
    return day.replace(day=1)


def statement_is_open(statement: Statement) -> list[Finding]:
    """A closed month is changed by nothing until it is opened again with its reason."""
    if statement.state == StatementState.OPEN:
        return []
    message = _("Tháng {month} đã khóa đối chiếu với Kho bạc.").format(month=f"{statement.month:%m/%Y}")
    return [Finding("statement-is-open", message, remedy=_("Mở lại tháng kèm lý do rồi xử lý."))]


def month_is_open(on: date) -> list[Finding]:
    """No Treasury paper is recorded into a month that has been reconciled and closed."""
    statement = Statement.objects.filter(month=month_of(on)).first()
    return statement_is_open(statement) if statement else []


def paper_is_in_an_open_month(dossier: Dossier, deed: Deed) -> list[Finding]:
    """At the act, the day of the Treasury's paper lies in a month that is not closed."""
    return month_is_open(deed.on) if deed.document is not None else []


def statement_is_of_month(stated: date | None, month: date, days: Sequence[date]) -> list[Finding]:
    """The paper is the statement of the month it is read for, by its title or, without one, by most of its days."""
    inside = sum(month_of(day) == month for day in days)
    if stated is None and (not days or inside * 2 > len(days)):
        return []
    if stated == month and (not days or inside):
        return []
    named = f"{stated:%m/%Y}" if stated and stated != month else short_date(max(days)) if days else ""
    message = _("Bảng kê là của tháng khác ({named}), không phải tháng {month}.").format(
        named=named, month=f"{month:%m/%Y}"
    )
    return [Finding("statement-is-of-month", message, where="month", remedy=_("Kiểm tra tệp hoặc chọn đúng tháng."))]


def month_has_begun(month: date, today: date) -> list[Finding]:
    """There is no statement of a month to come."""
    if month <= today:
        return []
    message = _("Tháng {month} chưa đến.").format(month=f"{month:%m/%Y}")
    return [Finding("month-has-begun", message, where="month", remedy=_("Chọn đúng tháng của bảng kê."))]


def line_differs(line: StatementLine) -> list[Finding]:
    """Only what does not tie is worked on."""
    if line.state not in SETTLED:
        return []
    return [Finding("line-differs", _("Dòng này đã khớp hoặc đã giải trình, không cần xử lý."),
                    remedy=_("Tải lại trang để xem trạng thái hiện tại."))]  # fmt: skip


def line_is_not_ours(line: StatementLine) -> list[Finding]:
    """A payment is recorded from a line the Treasury has and the system does not."""
    if line.state == TieState.UNKNOWN and line.row and line.amount > 0:
        return []
    return [Finding("line-is-not-ours", _("Chỉ ghi chi từ dòng Kho bạc có mà hệ thống chưa ghi, có số tiền."))]


def line_names_its_paper(number: str, on: date | None, project: object) -> list[Finding]:
    """A payment rests on a paper with number and day, for one project."""
    found = []
    if not number:
        found.append(Finding("line-names-its-number", _("Dòng không có số chứng từ Kho bạc."), where="number",
                             remedy=_("Ghi số chứng từ theo bản giấy của Kho bạc.")))  # fmt: skip
    if on is None:
        found.append(Finding("line-names-its-day", _("Dòng không có ngày chứng từ Kho bạc."), where="on",
                             remedy=_("Ghi ngày chứng từ theo bản giấy của Kho bạc.")))  # fmt: skip
    if project is None:
        found.append(Finding("line-names-its-project", _("Dòng chưa gắn với đề án nào."), where="project",
                             remedy=_("Gắn đề án trước, rồi ghi nhận.")))  # fmt: skip
    return found


def line_has_another_amount(line: StatementLine) -> list[Finding]:
    """Only an entry of ours with another amount than the Treasury's is corrected."""
    if line.state == TieState.AMOUNT and line.entry_id is not None and line.amount > 0:
        return []
    return [Finding("line-has-another-amount", _("Chỉ sửa số khi dòng lệch số tiền với chứng từ hệ thống đã ghi."))]


def entry_was_not_corrected(entry: TreasuryEntry) -> list[Finding]:
    """An entry is corrected once; later corrections start from the newest."""
    if not TreasuryEntry.objects.filter(corrects=entry).exists():
        return []
    return [Finding("entry-was-not-corrected", _("Chứng từ này đã được sửa trước đó."),
                    remedy=_("Đối chiếu lại để khớp với số mới nhất."))]  # fmt: skip


def explanation_is_given(text: str) -> list[Finding]:
    """An explanation says something."""
    if len(text.strip()) >= 5:
        return []
    return [Finding("explanation-is-given", _("Ghi nội dung giải trình."), where="explanation",
                    remedy=_("Nêu nguyên nhân và việc đã làm với Kho bạc hoặc đơn vị."))]  # fmt: skip


def total_is_answered_for(statement: Statement, accepted: str) -> list[Finding]:
    """A month is closed only when the statement's total equals its lines, or a person says why it does not."""
    run = statement.run
    rows = run.understood.get("rows_total") if run else None
    if rows is None or accepted.strip():
        return []
    return [
        replace(finding, severity="error", where="accept_total")
        for finding in stated_total_equals_rows(statement.stated_total, rows)
    ]
