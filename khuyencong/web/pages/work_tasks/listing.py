"""The programme of a half by field, its export and its paper."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.papers import Column
from khuyencong.kernel.writers.formats import RENDERERS, rendered
from khuyencong.oversight.models import WorkTask
from khuyencong.oversight.printouts.tasks import TaskLine, programme_paper
from khuyencong.oversight.queries.tasks import (
    TaskFilter,
    counts_of,
    names_for,
    partner_names,
    task_page,
    tasks_like,
    tasks_of_half,
    with_partners,
)
from khuyencong.oversight.states import TaskField, TaskState
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import file_answer, list_file
from khuyencong.web.office_reach import work_tasks_within
from khuyencong.web.pages.work_tasks.words import Half, due_badge, half_asked, half_options, said_of, state_badge
from khuyencong.web.project_filters import Condition, Options
from khuyencong.web.request import Request

SIZE = 60


def _asked(request: Request) -> tuple[Half, Chips, QuerySet[WorkTask]]:
    """The half and what else the address asks, and the tasks that meet it."""
    half, get = half_asked(request), request.GET.get
    everything = tasks_of_half(work_tasks_within(request), half.year, half.half, request.day)
    leads = User.objects.filter(pk__in=everything.order_by().values("lead")).order_by("full_name")
    states: Options = [("open", _("Chưa xong")), *TaskState.choices]
    conditions = [
        Condition("linh_vuc", _("Lĩnh vực"), list(TaskField.choices), get("linh_vuc", "")),
        Condition("trang_thai", _("Trạng thái"), states, get("trang_thai", "")),
        Condition("nguoi", _("Người chủ trì"), [(str(pk), name) for pk, name in leads.values_list("pk", "full_name")],
                  get("nguoi", "")),
        Condition("han", _("Thời hạn"), [("late", _("Quá hạn"))], get("han", "")),
    ]  # fmt: skip
    chips = Chips("work-tasks", searched(request.GET), conditions)
    field, state, lead, late = (item.value for item in conditions)
    return half, chips, tasks_like(everything, TaskFilter(chips.q, field, state, lead, late), request.day)


def work_tasks(request: Request) -> HttpResponse:
    """The programme of a half as the address asks it, by field and due day."""
    half, chips, rows = _asked(request)
    tasks, after = task_page(rows, request.GET.get("sau", ""), SIZE)
    names = names_for(tasks, request.day)
    shown = [
        (row, state_badge(row.stood), due_badge(row, request.day),  # type: ignore[attr-defined]
         names.get(row.division_id or 0, ""), ", ".join(partner_names(row, names)))
        for row in tasks
    ]  # fmt: skip
    groups = [(TaskField(field).label, list(found)) for field, found in groupby(shown, key=lambda one: one[0].field)]
    context = {
        "half": half, "halves": half_options(request.year), "asked": chips, "groups": groups, "after": after,
        "counts": counts_of(rows, request.day), "shown": len(tasks), "forms": list(RENDERERS),
        "may_plan": may(request.standing, Permission.HANDLE_OFFICE),
        "may_export": may(request.standing, Permission.EXPORT), "has_key": bool(request.user.calendar_key),
    }  # fmt: skip
    return render(request, "work_tasks/list.html", context)


def _told(request: Request, rows: QuerySet[WorkTask]) -> Iterator[tuple[Any, str, str]]:
    """Each task with its division and partners in words."""
    tasks = list(with_partners(rows))
    names = names_for(tasks, request.day)
    for row in tasks:
        yield row, names.get(row.division_id or 0, ""), ", ".join(partner_names(row, names))


def export(request: Request) -> HttpResponseBase:
    """The filtered programme as a file, every row of it."""
    half, _chips, rows = _asked(request)
    columns = [
        Column(_("Lĩnh vực"), width=1.6), Column(_("Nhiệm vụ"), width=4), Column(_("Phòng chủ trì"), width=1.6),
        Column(_("Người chủ trì")), Column(_("Phối hợp"), width=2), Column(_("Bắt đầu"), "date"),
        Column(_("Hạn hoàn thành"), "date"), Column(_("Sản phẩm"), width=2), Column(_("Trạng thái")),
        Column(_("Tiến độ (%)"), "count"), Column(_("Ngày hoàn thành"), "date"), Column(_("Kết quả"), width=3),
    ]  # fmt: skip
    title = _("Chương trình công tác {half}").format(half=half.title)
    name = f"chuong-trinh-cong-tac-{half.year}-ky-{half.half}"
    return list_file(request, request.GET.get("dang", "xlsx"), name, title, columns, _export_rows(request, rows), ())


def _export_rows(request: Request, rows: QuerySet[WorkTask]) -> Iterator[list[Any]]:
    for row, division, partners in _told(request, rows):
        done = row.stood == TaskState.DONE
        yield [
            row.get_field_display(), row.title, division, row.lead.full_name if row.lead else "", partners,
            row.starts_on, row.due_on, row.output, said_of(row.stood), row.reached,
            row.done_on if done else None, row.result if done else "",
        ]  # fmt: skip


def paper(request: Request, form: str) -> HttpResponse:
    """The programme of the half on paper: Word, Excel or PDF."""
    if form not in RENDERERS:
        raise Http404
    half, _chips, rows = _asked(request)
    lines = [
        TaskLine(row.field, row.title, "; ".join(filter(None, (division, row.lead.full_name if row.lead else ""))),
                 partners, row.due_on, row.output, row.stood, row.reached)
        for row, division, partners in _told(request, rows)
    ]  # fmt: skip
    data = rendered(programme_paper(half.year, half.half, lines, request.day), form)
    return file_answer(data, form, f"chuong-trinh-cong-tac-{half.year}-ky-{half.half}")
