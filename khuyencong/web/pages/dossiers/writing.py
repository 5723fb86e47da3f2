"""Opens a dossier and fills it while it is being prepared: values, lines, changes, papers of the checklist."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import IntegrityError
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.guards import sentence_of
from khuyencong.kernel.periods import parse_date
from khuyencong.kernel.text import number_in
from khuyencong.programme.actions.dossiers import (
    add_beneficiary,
    copy_lines,
    fill_dossier,
    mark_paper,
    open_dossier,
    write_changes,
    write_lines,
)
from khuyencong.programme.models import Dossier
from khuyencong.programme.states import DossierKind
from khuyencong.web.forms.dossiers import first_of_month, lines_of_post
from khuyencong.web.forms.fields import dong_of
from khuyencong.web.pages.dossiers.reading import context_of, form_of, found
from khuyencong.web.reach import dossiers_within, projects_of
from khuyencong.web.request import Request

MOST_LINES = 300


def _to(row: Dossier, anchor: str = "") -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("dossier", args=[row.pk]) + (f"#{anchor}" if anchor else ""))


def _said(request: Request, act: Callable[[], Any], done: str) -> Any:
    """Run an action; tell what was done or every reason it was refused."""
    try:
        result = act()
    except Refused as refusal:
        for item in refusal.findings:
            messages.error(request, " ".join(filter(None, (item.message, item.remedy, item.clause))))
        return None
    except IntegrityError as error:
        messages.error(request, sentence_of(error))
        return None
    messages.success(request, done)
    return result


def new(request: Request, code: str) -> HttpResponse:
    """Open a dossier of the kind asked for, and go to its page."""
    project = get_object_or_404(projects_of(request), code=code)
    kind = request.POST.get("loai", "")
    if kind not in DossierKind.values:
        raise Http404
    try:
        on = parse_date(request.POST["ngay"]) if request.POST.get("ngay") else request.today
    except ValueError:
        messages.error(request, _("Hãy ghi ngày/tháng/năm, ví dụ 28/12/2023."))
        return HttpResponseRedirect(reverse("project", args=[code]))
    month = first_of_month(request.POST.get("thang", ""), on) if kind == DossierKind.PROGRESS else None
    opened = _said(
        request,
        lambda: open_dossier(by=request.user, project=project, kind=kind, on=on, today=request.today, month=month),
        _("Đã lập hồ sơ; hãy ghi nội dung rồi gửi."),
    )
    return _to(opened) if opened else HttpResponseRedirect(reverse("project", args=[code]))


def fill(request: Request, pk: int) -> HttpResponse:
    """Keep the values of a dossier that is being prepared."""
    row = found(request, pk)
    form = form_of(row, request.POST)
    if not form.is_valid():
        return render(request, "dossiers/file.html", context_of(request, row, form=form), status=422)
    values = dict(form.cleaned_data)
    done = _("Đã lưu nội dung hồ sơ.")
    _said(request, lambda: fill_dossier(by=request.user, dossier=row, values=values, today=request.today), done)
    return _to(row)


def lines(request: Request, pk: int) -> HttpResponse:
    """Keep the lines typed in the grid; a cell that cannot be read keeps the whole grid as it was."""
    row = found(request, pk)
    count = request.POST.get("so_dong", "")
    rows, errors = lines_of_post(request.POST, min(int(count), MOST_LINES) if number_in(count) is not None else 0)
    for error in errors:
        messages.error(request, error)
    if not errors:
        done = _("Đã lưu các dòng nội dung.")
        _said(request, lambda: write_lines(by=request.user, dossier=row, lines=rows, today=request.today), done)
    return _to(row, "dong")


def copy(request: Request, pk: int) -> HttpResponse:
    """Take the lines of another dossier within reach: the contract's, or last year's."""
    row = found(request, pk)
    source = get_object_or_404(dossiers_within(request), pk=int(request.POST.get("nguon") or 0))
    done = _("Đã chép các dòng nội dung.")
    _said(request, lambda: copy_lines(by=request.user, dossier=row, source=source, today=request.today), done)
    return _to(row, "dong")


def beneficiary(request: Request, pk: int) -> HttpResponse:
    """Name a beneficiary of a group project."""
    row, name = found(request, pk), request.POST.get("ten", "")
    done = _("Đã thêm cơ sở thụ hưởng.")
    _said(request, lambda: add_beneficiary(by=request.user, dossier=row, name=name, today=request.today), done)
    return _to(row, "dong")


def changes(request: Request, pk: int) -> HttpResponse:
    """Keep what an adjustment asks to change."""
    row = found(request, pk)
    post, rows = request.POST, []
    for index in range(6):
        kind = post.get(f"change-{index}", "")
        if not kind:
            continue
        text = post.get(f"ends-{index}", "").strip()
        try:
            ends = parse_date(text) if text else None
        except ValueError:
            messages.error(request, _("Hãy ghi ngày/tháng/năm, ví dụ 28/12/2023."))
            return _to(row, "dieu-chinh")
        amount = dong_of(post.get(f"amount-{index}", ""), 1) if post.get(f"amount-{index}", "").strip() else None
        rows.append({"change": kind, "before": post.get(f"before-{index}", ""), "after": post.get(f"after-{index}", ""),
                     "amount": amount, "ends_on": ends})  # fmt: skip
    done = _("Đã lưu nội dung đề nghị điều chỉnh.")
    _said(request, lambda: write_changes(by=request.user, dossier=row, changes=rows, today=request.today), done)
    return _to(row, "dieu-chinh")


def checks(request: Request, pk: int) -> HttpResponse:
    """Mark one paper of the checklist: there, with its file, or not needed, with the reason."""
    row = found(request, pk)
    file, post = request.FILES.get("tep"), request.POST
    _said(
        request,
        lambda: mark_paper(
            by=request.user, dossier=row, code=post.get("tai_lieu", ""), today=request.today,
            data=file.read() if file else b"", name=(file.name or "") if file else "",
            not_needed=post.get("khong_can") == "1", note=post.get("ly_do", ""),
        ),
        _("Đã đánh dấu tài liệu."),
    )  # fmt: skip
    return _to(row, "tai-lieu")
