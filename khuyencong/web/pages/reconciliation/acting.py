"""What settles a line and what closes a month; a refusal comes back with its remedy."""

from collections.abc import Callable

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.guards import sentence_of
from khuyencong.kernel.periods import parse_date
from khuyencong.programme.actions.statements import (
    Said,
    assign_project,
    close_month,
    correct_entry,
    explain_line,
    record_missing_payment,
    reopen_month,
    tie_statement,
    withdraw_explanation,
)
from khuyencong.programme.models import Dossier, Statement, StatementLine
from khuyencong.web.links import address, way_back
from khuyencong.web.pages.reconciliation.month import statement_of
from khuyencong.web.reach import projects_of, statement_lines_within
from khuyencong.web.request import Request


def act(request: Request, month: str, verb: str) -> HttpResponse:
    """Tie again, close or reopen a month."""
    statement = statement_of(request, month)
    deed = _OF_A_MONTH.get(verb)
    if deed is None:
        raise Http404
    _carried_out(request, lambda: deed(request, statement))
    return HttpResponseRedirect(address(request, "reconciliation-month", month))


def act_on_line(request: Request, month: str, pk: int, verb: str) -> HttpResponse:
    """Explain, assign, record or correct one line."""
    statement = statement_of(request, month)
    line = statement_lines_within(request).filter(statement=statement, pk=pk).first()
    deed = _OF_A_LINE.get(verb)
    if deed is None:
        raise Http404
    if line is None:
        messages.error(request, _("Dòng này không còn: bảng kê đã được nhập lại. Hãy xem lại các dòng dưới đây."))
    else:
        _carried_out(request, lambda: deed(request, line))
    back = way_back(request) if request.POST.get("next") else address(request, "reconciliation-month", month)
    return HttpResponseRedirect(f"{back}#dong-{pk}")


def _carried_out(request: Request, deed: Callable[[], str]) -> None:
    """Say what was done, or why nothing was."""
    try:
        messages.success(request, deed())
    except Refused as refused:
        messages.error(request, _("Chưa ghi gì: {why}").format(why=" ".join(map(_sentence, refused.findings))))
    except IntegrityError as error:
        messages.error(request, _("Chưa ghi gì: {why}").format(why=sentence_of(error)))


def _sentence(finding: Finding) -> str:
    clause = f"({finding.clause})" if finding.clause else ""
    return " ".join(part for part in (finding.message, clause, finding.remedy) if part)


def _tie(request: Request, statement: Statement) -> str:
    tie_statement(by=request.user, statement=statement, today=request.today)
    return _("Đã đối chiếu lại với các chứng từ đã ghi.")


def _close(request: Request, statement: Statement) -> str:
    reason = request.POST.get("ly_do", "")
    close_month(by=request.user, statement=statement, today=request.today, accept_total=reason)
    return _("Đã khóa tháng {month}.").format(month=f"{statement.month:%m/%Y}")


def _reopen(request: Request, statement: Statement) -> str:
    reopen_month(by=request.user, statement=statement, reason=request.POST.get("ly_do", ""), today=request.today)
    return _("Đã mở lại tháng {month}.").format(month=f"{statement.month:%m/%Y}")


def _explain(request: Request, line: StatementLine) -> str:
    words = request.POST.get("giai_trinh", "")
    explain_line(by=request.user, line=line, explanation=words, today=request.today)
    return _("Đã ghi giải trình.")


def _withdraw(request: Request, line: StatementLine) -> str:
    withdraw_explanation(by=request.user, line=line, today=request.today)
    return _("Đã bỏ giải trình.")


def _assign(request: Request, line: StatementLine) -> str:
    code = request.POST.get("de_an", "").strip()
    project = projects_of(request).filter(code__iexact=code).first()
    if project is None:
        message = _("Không có đề án mã “{code}”.").format(code=code[:30])
        raise Refused(Finding("project-is-known", message, where="de_an", remedy=_("Chọn mã trong danh sách gợi ý.")))
    assign_project(by=request.user, line=line, project=project, today=request.today)
    return _("Đã gắn đề án {code}.").format(code=project.code)


def _record(request: Request, line: StatementLine) -> str:
    chosen = request.POST.get("ho_so", "")
    dossier = None
    if chosen.isascii() and chosen.isdigit():
        dossier = get_object_or_404(Dossier, pk=int(chosen), project=line.project)
    day = request.POST.get("ngay", "").strip()
    try:
        said = Said(request.POST.get("so", ""), parse_date(day) if day else None)
    except ValueError:
        message = _("Không đọc được ngày “{day}”.").format(day=day[:20])
        raise Refused(Finding("day", message, remedy=_("Ghi ngày/tháng/năm."))) from None
    record_missing_payment(by=request.user, line=line, dossier=dossier, today=request.today, said=said)
    return _("Đã ghi nhận chứng từ Kho bạc vào đề án.")


def _correct(request: Request, line: StatementLine) -> str:
    correct_entry(by=request.user, line=line, today=request.today)
    return _("Đã đảo bút toán cũ và ghi số tiền theo chứng từ Kho bạc.")


_OF_A_MONTH: dict[str, Callable[[Request, Statement], str]] = {"doi-chieu": _tie, "khoa": _close, "mo": _reopen}
_OF_A_LINE: dict[str, Callable[[Request, StatementLine], str]] = {
    "giai-trinh": _explain, "bo-giai-trinh": _withdraw, "gan": _assign, "ghi": _record, "sua": _correct,
}  # fmt: skip
