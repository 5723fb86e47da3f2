"""What must stand before a file or a month is closed, and what a step must say."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.programme.models import Dossier, Execution, Statement
from khuyencong.programme.queries.money import money_on
from khuyencong.programme.states import TieState
from khuyencong.records.transitions import Deed, Rule


def every_duty_is_done(execution: Execution, deed: Deed) -> list[Finding]:
    """A file closes when no dossier is under way and no money stands unsettled or unreturned."""
    found = []
    for dossier in Dossier.objects.filter(project=execution.project).exclude(desk=""):
        message = _("Hồ sơ “{kind}” số {number} chưa xong.").format(
            kind=dossier.get_kind_display(), number=dossier.number
        )
        found.append(Finding("dossier-under-way", message))
    money = money_on(execution.project, deed.on)
    for amount, words in (
        (money.unaccepted, _("Còn {amount} đồng tạm ứng chưa nghiệm thu, chưa nộp trả.")),
        (money.to_pay, _("Còn {amount} đồng đã nghiệm thu chưa thanh toán.")),
        (money.to_settle, _("Còn {amount} đồng đã thanh toán chưa quyết toán.")),
    ):
        if amount:
            found.append(Finding("money-stands", words.format(amount=grouped(amount))))
    return found


def nothing_is_unexplained(statement: Statement, deed: Deed) -> list[Finding]:
    """A month is closed only without unexplained differences."""
    count = statement.lines.exclude(state__in=(TieState.TIED, TieState.EXPLAINED)).count()
    if not count:
        return []
    message = _("Còn {count} dòng chưa khớp và chưa giải trình.").format(count=count)
    return [Finding("nothing-is-unexplained", message, remedy=_("Xử lý hoặc giải trình từng dòng lệch."))]


_MISSING = {
    "guidance": _lazy("Ghi nội dung hướng dẫn."),
    "asked_of": _lazy("Ghi cơ quan được hỏi."),
    "resolution": _lazy("Ghi kết quả tháo gỡ."),
    "reason": _lazy("Ghi lý do."),
}


def something_is_said(name: str) -> Rule:
    """The step says what it must: asked of whom, what guidance, how it ended."""

    def rule(thing: object, deed: Deed) -> list[Finding]:
        if deed.said.get(name) or not deed.said.get("at_the_act"):
            return []
        return [Finding("something-is-said", str(_MISSING[name]), where=name)]

    return rule
