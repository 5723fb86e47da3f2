"""The months reconciled with the Treasury, and a statement on its way in."""

import hashlib
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.guards import sentence_of
from khuyencong.kernel.workbook import WorkbookRefused
from khuyencong.programme.actions import Outcome, PaperOptions
from khuyencong.programme.actions.statements import record_statement
from khuyencong.programme.imports.statements import read_statement
from khuyencong.programme.queries.statements import months_until
from khuyencong.web.links import address
from khuyencong.web.pages.reconciliation.forms import StatementForm
from khuyencong.web.reach import sees_the_nation, statement_lines_within
from khuyencong.web.request import Request


def months(request: Request) -> HttpResponse:
    """The months of the working year: state, lines, what ties, sums."""
    found = months_until(request.day, statement_lines_within(request)).filter(month__year=request.year)
    context = {
        "months": list(found.order_by("-month")),
        "nation": sees_the_nation(request),
        "may_write": may(request.standing, Permission.RECONCILE),
    }
    return render(request, "reconciliation/list.html", context)


def new(request: Request) -> HttpResponse:
    """Choose the month and the file; what is understood is recorded and opened. Nothing is recorded when refused."""
    form = StatementForm(request.POST or None, request.FILES or None, initial={"month": _last_month(request.today)})
    refused: tuple[Finding, ...] = ()
    if request.method == "POST" and form.is_valid():
        month = form.cleaned_data["month"]
        try:
            outcome = _recorded(request, month, form.cleaned_data["file"])
        except WorkbookRefused as why:
            form.add_error("file", str(why))
        except IntegrityError as error:
            form.add_error("file", sentence_of(error))
        except Refused as why:
            refused = why.findings
        else:
            messages.success(request, _said(outcome, month))
            return HttpResponseRedirect(address(request, "reconciliation-month", f"{month:%Y-%m}"))
    context = {"form": form, "refused": refused}
    return render(request, "reconciliation/new.html", context, status=422 if form.is_bound else 200)


def _last_month(today: date) -> date:
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def _recorded(request: Request, month: date, file: Any) -> Outcome:
    data = file.read()
    printed = read_statement(data, file.name, year=month.year)
    options = PaperOptions(filename=file.name, data=data, sha256=hashlib.sha256(data).hexdigest())
    return record_statement(by=request.user, month=month, printed=printed, options=options, today=request.today)


def _said(outcome: Outcome, month: date) -> str:
    if outcome.already:
        return _("Tệp này đã được nhập, không có gì thay đổi.")
    said = _("Đã nhập bảng kê tháng {month}: {count} dòng.").format(month=f"{month:%m/%Y}", count=outcome.created)
    if outcome.doubtful:
        said += " " + _("{count} ô không đọc được, xem ở dưới.").format(count=len(outcome.doubtful))
    return said
