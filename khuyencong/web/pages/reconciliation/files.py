"""A month as files: the Treasury's own workbook with its differences marked, the lines or the projects as a list."""

from collections.abc import Iterator
from typing import Any

from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from khuyencong.kernel.papers import Column
from khuyencong.programme.imports.statements import read_statement, statement_marked
from khuyencong.programme.models import StatementLine
from khuyencong.programme.queries.statements import ProjectRow, rows_by_project, signed
from khuyencong.records.queries import attachments_of
from khuyencong.web.exports import list_file
from khuyencong.web.pages.imports.files import stored_bytes
from khuyencong.web.pages.imports.upload import marked_file
from khuyencong.web.pages.reconciliation.month import all_papers, month_asked, statement_of
from khuyencong.web.reach import projects_of, sees_the_nation
from khuyencong.web.request import Request


def marked(request: Request, month: str) -> HttpResponse:
    """The workbook as the Treasury sent it, marked. Only for those who see every line of it."""
    statement = statement_of(request, month)
    kept = attachments_of(statement.run).filter(kind="workbook").first() if statement.run else None
    if kept is None or not sees_the_nation(request):
        raise Http404
    data = stored_bytes(kept)
    printed = read_statement(data, kept.name, year=statement.month.year)
    lines = statement.lines.select_related("entry", "project")
    return marked_file(kept.name, statement_marked(data, kept.name, printed, lines))


def export(request: Request, month: str) -> HttpResponseBase:
    """The lines asked for, or money by project, as Excel or CSV in whole đồng."""
    found = month_asked(request, month)
    kind, first = request.GET.get("dang", "xlsx"), found.statement.month
    if request.GET.get("bang") == "dong":
        title = _("Bảng kê Kho bạc tháng {month}").format(month=f"{first:%m/%Y}")
        rows = _lines(found.asked.iterator(chunk_size=500))
        return list_file(request, kind, f"bang-ke-kho-bac-{month}", title, _line_columns(), rows, (6, 7))
    title = _("Đối chiếu Kho bạc tháng {month} theo đề án").format(month=f"{first:%m/%Y}")
    year = first.year if request.GET.get("ca_nam") else None
    lines = list(found.lines)
    papers = all_papers(request, found)
    table = rows_by_project(projects_of(request), lines, papers, request.day, contracted_in=year)
    columns = [
        Column(_("Mã"), width=1.4), Column(_("Tên đề án, nhiệm vụ"), width=4), Column(_("Đơn vị thực hiện"), width=2),
        *(Column(title, "VND") for title in (
            _("Kế hoạch"), _("Phân bổ"), _("Hợp đồng"), _("Kho bạc đã chi"), _("Bảng kê tháng"), _("Hệ thống tháng"),
            _("Lệch"),
        )),
    ]  # fmt: skip
    return list_file(request, kind, f"doi-chieu-kho-bac-{month}", title, columns, _projects(table), tuple(range(3, 10)))


def _projects(rows: list[ProjectRow]) -> Iterator[list[Any]]:
    for row in rows:
        money = row.money
        yield [
            row.project.code, row.project.title, row.project.implementer_name, money.planned, money.allocated,
            money.contracted, money.disbursed, row.theirs, row.ours, row.gap,
        ]  # fmt: skip


def _line_columns() -> list[Column]:
    return [
        Column(_("Dòng"), "count"), Column(_("Số chứng từ")), Column(_("Ngày"), "date"), Column(_("Nội dung"), width=3),
        Column(_("Đề án"), width=1.4), Column(_("Loại")), Column(_("Kho bạc"), "VND"), Column(_("Hệ thống"), "VND"),
        Column(_("Trạng thái"), width=1.6), Column(_("Giải trình"), width=3),
    ]  # fmt: skip


def _lines(lines: Iterator[StatementLine]) -> Iterator[list[Any]]:
    for line in lines:
        yield [
            line.row or None, line.number, line.on, " – ".join(part for part in (line.content, line.payee) if part),
            line.project.code if line.project else "", str(line.get_kind_display()),
            signed(line.kind, line.amount) if line.row else None,
            signed(line.entry.kind, line.entry.amount) if line.entry else None,
            str(line.get_state_display()), line.explanation,
        ]  # fmt: skip
