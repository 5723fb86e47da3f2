"""Obstacles: the list with how many are resolved, its export, a new one, one with its steps and what may be done."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.papers import Column
from khuyencong.programme.actions.obstacles import (
    ask_about_obstacle,
    guide_obstacle,
    raise_obstacle,
    reopen_obstacle,
    resolve_obstacle,
)
from khuyencong.programme.models import Obstacle, Project
from khuyencong.programme.queries.obstacles import (
    ObstacleFilter,
    counts_of,
    obstacle_page,
    obstacles_like,
    obstacles_of_year,
    steps_until,
    stood_on,
)
from khuyencong.programme.rules.obstacles import moved_by_agency_or_raiser
from khuyencong.programme.states import ObstacleState, ObstacleTopic, Side
from khuyencong.programme.transitions.others import OBSTACLE
from khuyencong.records.models import Attachment
from khuyencong.records.queries import subject_of
from khuyencong.records.transitions import Deed, choices
from khuyencong.registry.models import LegalSource, Organisation, Place
from khuyencong.registry.queries import names_on, on_map_of, with_predecessors
from khuyencong.registry.states import BodyKind, Level
from khuyencong.web.chips import Chips, searched
from khuyencong.web.exports import list_file
from khuyencong.web.forms.obstacles import NewObstacle, StepForm
from khuyencong.web.project_filters import Condition, Options
from khuyencong.web.reach import obstacles_within, projects_of
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request
from khuyencong.web.templatetags.kc import badge

SIZE = 50
TONES = {
    ObstacleState.OPEN: ("neutral", "circle-dashed"),
    ObstacleState.ASKED: ("blue", "send"),
    ObstacleState.GUIDED: ("blue", "file-text"),
    ObstacleState.RESOLVED: ("green", "check"),
}
STEPS = {
    "ask": (ask_about_obstacle, "asked_of"),
    "guide": (guide_obstacle, "guidance"),
    "resolve": (resolve_obstacle, "resolution"),
    "reopen": (reopen_obstacle, "reason"),
}
RAISING = (BodyKind.DEPARTMENT, BodyKind.CENTRE, BodyKind.UNIT)


def place_options(places: QuerySet[Place], request: Request) -> Options:
    """Places by name; one that has become another by the day says so."""
    merged = on_map_of(request.day)
    named = places.order_by("sort_key", "valid_from").values_list("pk", "name")
    return [(str(pk), name if merged.get(pk, pk) == pk else f"{name} ({_('cũ')})") for pk, name in named]


def _asked(request: Request) -> tuple[Chips, QuerySet[Obstacle], QuerySet[Obstacle]]:
    """What the address asks, the year's rows within reach, and those of them that are asked for."""
    everything = obstacles_of_year(obstacles_within(request), request.year, request.day)
    get, plain = request.GET.get, everything.order_by()
    laws = LegalSource.objects.filter(pk__in=plain.values("law")).order_by("number")
    codes = plain.exclude(project=None).order_by("project__code").values_list("project__code", flat=True).distinct()
    conditions = [
        Condition("trang_thai", _("Trạng thái"), list(ObstacleState.choices), get("trang_thai", "")),
        Condition("nhom", _("Nhóm nội dung"), list(ObstacleTopic.choices), get("nhom", "")),
        Condition("phia", _("Thuộc về"), list(Side.choices), get("phia", "")),
        Condition("dia_phuong", _("Địa phương"),
                  place_options(Place.objects.filter(pk__in=plain.values("place")), request), get("dia_phuong", "")),
        Condition("van_ban", _("Văn bản"), [(str(pk), number) for pk, number in laws.values_list("pk", "number")],
                  get("van_ban", "")),
        Condition("de_an", _("Đề án"), [(code, code) for code in codes], get("de_an", "")),
    ]  # fmt: skip
    chips = Chips("obstacles", searched(request.GET), conditions)
    state, topic, side, place, law, project = (item.value for item in conditions)
    return chips, everything, obstacles_like(
        everything, ObstacleFilter(chips.q, state, topic, side, place, law, project)
    )  # fmt: skip


def obstacles(request: Request) -> HttpResponse:
    """The list as the address asks it, with how many are resolved."""
    chips, _everything, rows = _asked(request)
    shown, after = obstacle_page(rows, request.GET.get("sau", ""), SIZE)
    context = {
        "asked": chips,
        "counts": counts_of(rows),
        "shown": [(row, _badge(row.stood), Side(row.side).label) for row in shown],  # type: ignore[attr-defined]
        "after": after,
        "may_raise": may(request.standing, Permission.NOTE_OBSTACLES),
        "may_export": may(request.standing, Permission.EXPORT),
    }
    return render(request, "obstacles/list.html", context)


def _badge(state: str) -> str:
    return badge(*TONES[ObstacleState(state)], str(ObstacleState(state).label))


def export(request: Request) -> HttpResponseBase:
    """The filtered list as a file, every row of it."""
    _chips, _everything, rows = _asked(request)
    columns = [
        Column(_("Ngày nêu"), "date"), Column(_("Nội dung vướng mắc"), width=4), Column(_("Nhóm nội dung"), width=2),
        Column(_("Thuộc về")), Column(_("Địa phương")), Column(_("Đề án"), width=1.4), Column(_("Văn bản"), width=1.4),
        Column(_("Trạng thái")), Column(_("Hướng dẫn"), width=3), Column(_("Kết quả tháo gỡ"), width=3),
    ]  # fmt: skip
    title = _("Vướng mắc trong công tác khuyến công năm {year}").format(year=request.year)
    kind = request.GET.get("dang", "xlsx")
    return list_file(request, kind, f"vuong-mac-{request.year}", title, columns, _export_rows(request, rows), ())


def _export_rows(request: Request, rows: QuerySet[Obstacle]) -> Iterator[list[Any]]:
    """Rows in the order of the columns; what was said later than the day is left out."""
    day = request.day
    for row in rows.select_related("project", "place", "law").iterator(chunk_size=500):
        guided = row.guidance if row.guided_on and row.guided_on <= day else ""
        done = row.resolution if row.resolved_on and row.resolved_on <= day else ""
        yield [
            row.raised_on, row.what, str(ObstacleTopic(row.topic).label), str(Side(row.side).label),
            row.place.name if row.place else "", row.project.code if row.project else "",
            row.law.number if row.law else "", str(ObstacleState(row.stood).label), guided, done,  # type: ignore[attr-defined]
        ]  # fmt: skip


def new(request: Request) -> HttpResponse:
    """The form of a new obstacle; ``de_an`` in the address names the project it came up in."""
    asked = {"project": request.GET.get("de_an", ""), "on": request.today}
    form = _form(request, request.POST, request.FILES) if request.method == "POST" else _form(request, initial=asked)
    if request.method == "POST" and form.is_valid() and (row := _raised(request, form)):
        messages.success(request, _("Đã ghi vướng mắc."))
        return HttpResponseRedirect(reverse("obstacle", args=[row.pk]))
    codes = projects_of(request).filter(year=request.year).order_by("position").values_list("code", "title")
    twin = getattr(form, "twin", None)
    context = {"form": form, "codes": codes, "twin": twin}
    return render(request, "obstacles/new.html", context, status=422 if form.is_bound else 200)


def _form(request: Request, *data: Any, **more: Any) -> NewObstacle:
    """The form with what this person may choose: own places, every law, other bodies if recording for them."""
    places = Place.objects.filter(level=Level.PROVINCE)
    if not request.standing.sees_everything:
        own = [item.organisation.place_id for item in request.standing.assignments if item.organisation.place_id]
        places = places.filter(pk__in=with_predecessors(own))
    bodies: Options = []
    if may(request.standing, Permission.RECORD_ON_BEHALF):
        known = Organisation.objects.filter(kind__in=RAISING).values_list("pk", flat=True)
        named = sorted(names_on(request.today, known).items(), key=lambda pair: pair[1].sort_key)
        bodies = [(str(pk), name.name) for pk, name in named]
    laws = [(str(pk), f"{number} – {title[:80]}") for pk, number, title in _laws()]
    return NewObstacle(*data, places=place_options(places, request), laws=laws, bodies=bodies, **more)


def _laws() -> QuerySet[LegalSource, tuple[int, str, str]]:
    return LegalSource.objects.order_by("number").values_list("pk", "number", "title")


def _raised(request: Request, form: NewObstacle) -> Obstacle | None:
    """The obstacle as recorded; None with every finding on the form when it was refused."""
    typed = form.cleaned_data
    project = _project(request, form)
    if form.errors:
        return None
    raised_by = _one(Organisation, typed.get("raised_by"))
    try:
        return raise_obstacle(
            by=request.user, today=request.today, on=typed["on"], year=project.year if project else request.year,
            what=typed["what"], topic=typed["topic"], side=typed["side"] or Side.NONE, project=project,
            place=_one(Place, typed["place"]), law=_one(LegalSource, typed["law"]), clause=typed["clause"],
            raised_by=raised_by, paper=form.letter(raised_by),
        )  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
    return None


def _project(request: Request, form: NewObstacle) -> Project | None:
    code = form.cleaned_data["project"].strip()
    found = projects_of(request).filter(code=code).first() if code else None
    if code and found is None:
        form.add_error("project", _("Không có đề án mã này trong phạm vi của bạn."))
    return found


def _one(model: Any, key: str | None) -> Any:
    return model.objects.get(pk=int(key)) if key else None


def obstacle(request: Request, pk: int) -> HttpResponse:
    """One obstacle: what, on what, raised by whom, what was done, what may be done now."""
    return _shown(request, _found(request, pk), None)


def _found(request: Request, pk: int) -> Obstacle:
    rows = stood_on(obstacles_within(request), request.day)
    return get_object_or_404(rows.select_related("project", "place", "law", "raised_paper", "made_by"), pk=pk)


def _shown(request: Request, row: Obstacle, sent: StepForm | None) -> HttpResponse:
    steps = steps_until(row, request.day)
    papers = [paper for paper in (row.raised_paper, *(step.document for step in steps)) if paper]
    scans = Attachment.objects.filter(subject__in=[subject_of(paper) for paper in papers], kind="scan")
    raised_by = names_on(row.raised_on, [row.raised_by_id]).get(row.raised_by_id) if row.raised_by_id else None
    files = {int(file.subject.partition(":")[2]): file for file in scans}
    context = {
        "obstacle": row,
        "state": _badge(row.stood),  # type: ignore[attr-defined]
        "raised_by": raised_by,
        "scan": files.get(row.raised_paper_id or 0),
        "steps": [(step, OBSTACLE.named(step.name).title, files.get(step.document_id or 0)) for step in steps],
        "guidance": next((step for step in reversed(steps) if step.name == "guide"), None),
        "actions": [] if request.is_past else list(_actions(request, row, sent)),
    }
    return render(request, "obstacles/obstacle.html", context, status=422 if sent else 200)


def _actions(request: Request, row: Obstacle, sent: StepForm | None) -> Iterator[dict[str, Any]]:
    """Every step out of the state, with its form, or why it is closed to this person."""
    others = may(request.standing, Permission.RECORD_ON_BEHALF)
    known = {one.name for one in OBSTACLE.leaving(row.state)}
    if sent and sent.prefix not in known:  # someone was faster: what was typed stays in sight with the refusal
        title = OBSTACLE.named(str(sent.prefix)).title
        yield {"name": sent.prefix, "title": title, "why": "", "form": sent, "open": True}
    for index, choice in enumerate(choices(row, OBSTACLE, Deed(request.today, request.user))):
        name = choice.transition.name
        whose = moved_by_agency_or_raiser(request.standing, row, name, on_behalf=others)
        why = " ".join(item.message for item in (*choice.findings, *whose))
        form = sent if sent and sent.prefix == name else None
        blank = {"on": request.today, "seen": row.state}
        form = form or StepForm(name=name, may_record_for_others=others, initial=blank)
        yield {
            "name": name, "title": choice.transition.title, "why": why, "form": form,
            "open": form is sent if sent else index == 0,
        }  # fmt: skip


def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Record one step about an obstacle."""
    if name not in STEPS:
        raise Http404
    row = _found(request, pk)
    others = may(request.standing, Permission.RECORD_ON_BEHALF)
    form = StepForm(request.POST, request.FILES, name=name, may_record_for_others=others)
    if form.is_valid() and _stepped(request, row, name, form):
        messages.success(request, _("Đã ghi: {step}.").format(step=OBSTACLE.named(name).title))
        return HttpResponseRedirect(reverse("obstacle", args=[pk]))
    return _shown(request, _found(request, pk), form)


def _stepped(request: Request, row: Obstacle, name: str, form: StepForm) -> bool:
    typed = form.cleaned_data
    action, word = STEPS[name]
    behalf = {"on_behalf": True} if typed.get("on_behalf") else {}
    try:
        action(
            by=request.user, today=request.today, obstacle=row, on=typed["on"], seen=typed["seen"],
            paper=form.letter(row.raised_by if behalf else None), **{word: typed["said"]}, **behalf,
        )  # type: ignore[operator]  # fmt: skip
    except Refused as refusal:
        told_on(form, refusal)
        return False
    return True
