"""The machine register: the list with totals and its export, a new machine, one machine with its visits."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.papers import Column
from khuyencong.programme.actions.machines import (
    may_record_machine,
    may_record_visit,
    record_machine,
    record_visit,
)
from khuyencong.programme.models import Beneficiary, Machine, Project
from khuyencong.programme.queries.machines import (
    NEVER,
    MachineFilter,
    machine_page,
    machine_totals,
    machines_like,
    machines_on,
    visits_due,
    visits_of,
)
from khuyencong.programme.states import InUse
from khuyencong.records.models import Attachment
from khuyencong.records.queries import subject_of
from khuyencong.registry.models import Place
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.forms.machines import NewMachine, VisitForm
from khuyencong.web.pages.obstacles import place_options
from khuyencong.web.project_filters import Condition, Options
from khuyencong.web.reach import beneficiaries_within, machines_within, projects_of
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request
from khuyencong.web.templatetags.kc import badge

SIZE = 50
TONES = {
    InUse.USED: ("green", "check"),
    InUse.IDLE: ("amber", "clock"),
    InUse.MOVED: ("amber", "external-link"),
    InUse.GONE: ("red", "x"),
}


def use_badge(found: str | None) -> str:
    """What the last visit found, in words."""
    if not found:
        return badge("dashed", "circle-dashed", _("chưa theo dõi"))
    return badge(*TONES[InUse(found)], str(InUse(found).label))


def _asked(request: Request) -> tuple[Chips, QuerySet[Machine], QuerySet[Machine]]:
    """What the address asks, the register within reach on the day, and those of it that are asked for."""
    everything = machines_on(machines_within(request), request.day)
    get, plain = request.GET.get, machines_within(request).order_by()
    years = plain.order_by("-project__year").values_list("project__year", flat=True).distinct()
    states: Options = [*InUse.choices, (NEVER, _("Chưa theo dõi"))]
    conditions = [
        Condition("dia_phuong", _("Địa phương"),
                  place_options(Place.objects.filter(pk__in=plain.values("project__place")), request),
                  get("dia_phuong", "")),
        Condition("nam_ke_hoach", _("Năm kế hoạch"), [(str(year), str(year)) for year in years],
                  get("nam_ke_hoach", "")),
        Condition("su_dung", _("Tình trạng"), states, get("su_dung", "")),
        Condition("den_han", _("Theo dõi"), [("co", _("Đến hạn theo dõi"))], get("den_han", "")),
        Condition("de_an", _("Đề án"), [], get("de_an", "")),
    ]  # fmt: skip
    chips = Chips("machines", searched(request.GET), conditions)
    place, year, in_use, due, project = (item.value for item in conditions)
    wanted = MachineFilter(chips.q, place, year, in_use, due, project)
    return chips, everything, machines_like(everything, wanted, request.day)


def machines(request: Request) -> HttpResponse:
    """The register as the address asks it, with totals."""
    chips, everything, rows = _asked(request)
    shown, after = machine_page(rows, request.GET.get("sau", ""), SIZE)
    context = {
        "asked": chips,
        "totals": machine_totals(rows),
        "due": visits_due(everything, request.day).count(),
        "shown": [(row, use_badge(row.found)) for row in shown],  # type: ignore[attr-defined]
        "after": after,
        "may_export": may(request.standing, Permission.EXPORT),
    }
    return render(request, "machines/list.html", context)


def export(request: Request) -> HttpResponseBase:
    """The filtered register as a file, every row of it."""
    _chips, _everything, rows = _asked(request)
    columns = [
        Column(_("Mã đề án"), width=1.4), Column(_("Địa phương")), Column(_("Cơ sở thụ hưởng"), width=2),
        Column(_("Tên máy, thiết bị"), width=3), Column(_("Số hiệu")), Column(_("Hãng, nước sản xuất")),
        Column(_("Nơi đặt máy"), width=2), Column(_("Ngày mua"), "date"), Column(_("Giữ, sử dụng đến"), "date"),
        Column(_("Giá mua"), "VND"), Column(_("Kinh phí hỗ trợ"), "VND"), Column(_("Theo dõi gần nhất"), "date"),
        Column(_("Tình trạng")), Column(_("Lao động"), "count"), Column(_("Doanh thu năm"), "VND"),
    ]  # fmt: skip
    title = _("Sổ theo dõi máy móc, thiết bị được hỗ trợ")
    kind = request.GET.get("dang", "xlsx")
    return list_file(request, kind, "so-may-moc", title, columns, _export_rows(rows), (9, 10, 13))


def _export_rows(rows: QuerySet[Machine]) -> Iterator[list[Any]]:
    labels = dict(InUse.choices)
    rows = rows.select_related("project__place", "beneficiary__establishment").order_by("-bought_on", "-pk")
    for row in rows.iterator(chunk_size=500):
        place, owner = row.project.place, row.beneficiary
        yield [
            row.project.code, place.name if place else "", owner.establishment.name if owner else "", row.name,
            row.serial, row.maker, row.site, row.bought_on, row.keep_until, row.cost, row.support, row.seen_on,  # type: ignore[attr-defined]
            str(labels.get(row.found, "")), row.jobs, row.revenue,  # type: ignore[attr-defined]
        ]  # fmt: skip


def new(request: Request) -> HttpResponse:
    """The form of a new machine of the project the address names."""
    project = get_object_or_404(
        projects_of(request).select_related("place"), code=request.GET.get("de_an", "").strip()
    )  # fmt: skip
    given = list(beneficiaries_within(request).filter(project=project).select_related("establishment"))
    options = [(str(one.pk), one.establishment.name) for one in given]
    asked = {"beneficiary": options[0][0] if len(options) == 1 else "", "bought_on": None}
    if request.method == "POST":
        form = NewMachine(request.POST, request.FILES, beneficiaries=options)
        if form.is_valid() and (made := _recorded(request, project, given, form)):
            messages.success(request, _("Đã ghi máy vào sổ."))
            return HttpResponseRedirect(reverse("machine", args=[made.pk]))
    else:
        form = NewMachine(beneficiaries=options, initial=asked)
    context = {"form": form, "project": project, "may_record": may_record_machine(request.standing, project),
               "doubts": getattr(form, "doubts", ())}  # fmt: skip
    return render(request, "machines/new.html", context, status=422 if form.is_bound else 200)


PLAIN = ("name", "serial", "maker", "made_in", "site", "cost", "support", "bought_on", "keep_until", "confirmed")


def _recorded(request: Request, project: Project, given: list[Beneficiary], form: NewMachine) -> Machine | None:
    """The machine as recorded; None with the findings on the form, warnings apart so that they can be confirmed."""
    typed = form.cleaned_data
    chosen = next((one for one in given if str(one.pk) == typed["beneficiary"]), None)
    try:
        return record_machine(
            by=request.user, today=request.today, project=project, beneficiary=chosen, paper=form.letter(),
            **{name: typed[name] for name in PLAIN},
        )  # fmt: skip
    except Refused as refusal:
        form.doubts = [item for item in refusal.findings if item.severity == "warning"]  # type: ignore[attr-defined]
        told_on(form, Refused(*(item for item in refusal.findings if item.severity == "error")))
    return None


def machine(request: Request, pk: int) -> HttpResponse:
    """One machine: what it is, what visits found, and the form of the next visit."""
    return _shown(request, _found(request, pk), None)


def _found(request: Request, pk: int) -> Any:
    rows = machines_on(machines_within(request), request.day)
    return get_object_or_404(rows.select_related("project__place", "beneficiary__establishment", "paper"), pk=pk)


def _shown(request: Request, row: Any, sent: VisitForm | None) -> HttpResponse:
    visits = visits_of(row, request.day)
    papers = [paper for paper in (row.paper, *(visit.paper for visit in visits)) if paper]
    scans = Attachment.objects.filter(subject__in=[subject_of(paper) for paper in papers], kind="scan")
    files = {int(file.subject.partition(":")[2]): file for file in scans}
    context = {
        "machine": row,
        "state": use_badge(row.found),
        "scan": files.get(row.paper_id or 0),
        "visits": [(visit, use_badge(visit.in_use), files.get(visit.paper_id or 0)) for visit in reversed(visits)],
        "due": visits_due(machines_within(request).filter(pk=row.pk), request.day).exists(),
        "form": sent or VisitForm(initial={"on": request.today}),
        "may_visit": may_record_visit(request.standing, row.project),
    }
    return render(request, "machines/machine.html", context, status=422 if sent else 200)


def visit(request: Request, pk: int) -> HttpResponse:
    """Record what a follow-up visit found."""
    row = _found(request, pk)
    form = VisitForm(request.POST, request.FILES)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            record_visit(
                by=request.user, today=request.today, machine=row, on=typed["on"], in_use=typed["in_use"],
                jobs=typed["jobs"], revenue=typed["revenue"], note=typed["note"], paper=form.letter(),
            )  # fmt: skip
        except Refused as refusal:
            told_on(form, refusal)
        else:
            messages.success(request, _("Đã ghi kết quả theo dõi."))
            return HttpResponseRedirect(reverse("machine", args=[pk]))
    return _shown(request, row, form)
