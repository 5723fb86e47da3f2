"""One change: its sides, its paper, what it touches, its trail and the steps that may follow."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.papers import Column
from khuyencong.kernel.periods import day_before
from khuyencong.records.queries import history_of
from khuyencong.records.transitions import Choice, Deed, choices
from khuyencong.registry.actions import apply_change, withdraw_change
from khuyencong.registry.models import Change, ChangePart, Organisation, Place
from khuyencong.registry.queries import files_of, names_on, place_ways
from khuyencong.registry.rules.changes import can_be_reversed
from khuyencong.registry.states import About, ChangeKind, ChangeState, Level, Role
from khuyencong.registry.transitions import CHANGE
from khuyencong.web.exports import list_file
from khuyencong.web.forms.steps import StepForm
from khuyencong.web.links import address
from khuyencong.web.pages.changes.listing import changes_within
from khuyencong.web.pages.changes.touching import DONE, Group, groups_of, left_open, summary, told
from khuyencong.web.pages.changes.words import sides_of, state_badge
from khuyencong.web.refusals import told_on
from khuyencong.web.request import Request
from khuyencong.web.steps import Offer, trail_of

ROWS = 20
NEEDS = {"apply": Permission.APPLY_CHANGES, "withdraw": Permission.KEEP_REGISTRY}
WORDS: dict[str, dict[str, Any]] = {
    "apply": {},
    "withdraw": {"words": gettext_lazy("Lý do không áp dụng"), "required": True},
}


def change(request: Request, pk: int) -> HttpResponse:
    """One change with everything it touches."""
    return _shown(request, found(request, pk), None)


def found(request: Request, pk: int) -> Change:
    """The change, as it stood on the day of the page."""
    return get_object_or_404(changes_within(request), pk=pk)


def _shown(request: Request, row: Change, sent: StepForm | None) -> HttpResponse:
    everything = request.standing.sees_everything
    groups = groups_of(row, request.day) if everything else []
    reversal = row.reversals.exclude(state=ChangeState.WITHDRAWN).first()
    context = {
        "change": row,
        "sides": sides_of([row], full=True)[row.pk],
        "state": state_badge(row.stood),  # type: ignore[attr-defined]
        "groups": [(one, [(item, told(item)) for item in one.rows[:ROWS]], len(one.rows) - ROWS) for one in groups],
        "summary": summary(groups),
        "waits": _waits(request, row, groups),
        "by_hand": sum(one.by_hand for one in groups),
        "done": row.state in DONE,
        "sees_everything": everything,
        "may_export": everything and may(request.standing, Permission.EXPORT),
        "trail": trail_of(row, CHANGE, request.day),
        "begun": _begun(row),
        "offers": [] if request.is_past else list(_offers(request, row, sent)),
        "reversal": reversal,
        "reverse_why": _why_not_reversed(request, row),
        "hints": [] if request.is_past or not _keeps(request) else list(_unchanged_bodies(request, row)),
    }
    return render(request, "changes/change.html", context, status=422 if sent else 200)


def _waits(request: Request, row: Change, groups: Iterable[Group]) -> int:
    """How many files wait for a person; of a change not applied yet, how many things will."""
    if row.state in DONE:
        return len(files_of(left_open(row, request.day))) if request.standing.sees_everything else 0
    return sum(one.waits for one in groups)


def _keeps(request: Request) -> bool:
    return may(request.standing, Permission.KEEP_REGISTRY)


def _begun(row: Change) -> str:
    """Who entered the change; the system where it came with the reference data."""
    event = history_of(row).filter(verb="change_entered").order_by("at", "id").first()
    who = event.actor.get_full_name() if event and event.actor else _("hệ thống")
    return _("Nhập thay đổi: {who}").format(who=who)


def _why_not_reversed(request: Request, row: Change) -> str:
    """Why a reversal may not be entered; '' when it may."""
    if not _keeps(request):
        return _("Người giữ danh mục nhập việc hoàn nguyên.")
    return _errors(can_be_reversed(row, request.today))


def _closed(request: Request, choice: Choice) -> str:
    name = choice.transition.name
    if not may(request.standing, NEEDS[name]):
        return {
            "apply": _("Trưởng phòng hoặc lãnh đạo Cục áp dụng thay đổi."),
            "withdraw": _("Người giữ danh mục ghi việc không áp dụng."),
        }[name]
    return _errors(choice.findings)


def _errors(findings: Iterable[Finding]) -> str:
    return " ".join(f"{item.message} {item.remedy}".strip() for item in findings if item.severity == "error")


def _offers(request: Request, row: Change, sent: StepForm | None) -> Iterator[Offer]:
    """Applying and laying aside, each with its form or why it is closed."""
    for choice in choices(row, CHANGE, Deed(request.today, request.user)):
        name = choice.transition.name
        if name not in WORDS:
            continue
        form = sent if sent is not None and sent.prefix == name else _form(name, initial={"seen": row.state})
        url = reverse("change-step", args=[row.pk, name])
        is_open = form is sent if sent is not None else name == "apply"
        yield Offer(name, choice.transition.title, url, _closed(request, choice), form, is_open, name != "apply")


def _form(name: str, *data: Any, **more: Any) -> StepForm:
    """The form of a step; the day is the day of the click, the change counts from its own."""
    form = StepForm(*data, prefix=name, **WORDS[name], **more)
    del form.fields["on"]
    return form


def step(request: Request, pk: int, name: str) -> HttpResponse:
    """Apply a change, or lay it aside with a reason."""
    if name not in WORDS:
        raise Http404
    if not may(request.standing, NEEDS[name]):
        raise PermissionDenied
    row = found(request, pk)
    form = _form(name, request.POST)
    if form.is_valid() and _stepped(request, row, name, form):
        words = _("Đã áp dụng thay đổi.") if name == "apply" else _("Đã ghi: không áp dụng thay đổi này.")
        messages.success(request, words)
        return HttpResponseRedirect(reverse("change", args=[pk]))
    for item in form.non_field_errors():
        messages.error(request, str(item))
    return _shown(request, found(request, pk), form)


def _stepped(request: Request, row: Change, name: str, form: StepForm) -> bool:
    typed = form.cleaned_data
    said = {"remark": typed.get("remark", ""), "seen": typed["seen"]}
    try:
        if name == "apply":
            said = {"remark": typed.get("remark", ""), "seen": typed["seen"]}
            apply_change(by=request.user, change=row, today=request.today, **said)
        else:
            withdraw_change(
                by=request.user, change=row, today=request.today, remark=typed["remark"], seen=typed.get("seen", "")
            )
    except Refused as refusal:
        faster = [item for item in refusal.findings if item.code == "state-allows"]  # then nothing else matters
        told_on(form, Refused(*faster) if faster else refusal)
        return False
    return True


def _unchanged_bodies(request: Request, row: Change) -> Iterator[dict[str, Any]]:
    """Bodies of provinces that were joined or renamed that have no change of their own, with the form made ready."""
    joins = row.kind in (ChangeKind.MERGE, ChangeKind.RENAME)
    if row.about != About.PLACE or row.state != ChangeState.APPLIED or not joins:
        return
    parts = row.parts.filter(role=Role.BEFORE, place__level=Level.PROVINCE)
    places = place_ways().leading_to(parts.values_list("place_id", flat=True))
    bodies = Organisation.objects.filter(place__in=Place.objects.filter(pk__in=places))
    known = ChangePart.objects.filter(
        role=Role.BEFORE, body__in=bodies, change__on__gte=row.on,
        change__state__in=[ChangeState.ENTERED, ChangeState.APPLIED],
    )  # fmt: skip
    still = bodies.filter(names__valid_from__lt=row.on, names__valid_to=None).exclude(
        pk__in=known.order_by().values("body_id")
    )
    names = names_on(day_before(row.on), still.values_list("pk", flat=True))
    kinds: dict[str, list[Organisation]] = {}
    for body in still.order_by("kind", "pk").distinct():
        kinds.setdefault(body.kind, []).append(body)
    for group in kinds.values():
        yield {
            "title": group[0].get_kind_display(),
            "names": [names[body.pk].name for body in group if body.pk in names],
            "url": _prefilled(request, row, group),
        }


def _prefilled(request: Request, row: Change, group: list[Organisation]) -> str:
    """The form of a change of bodies with these before it."""
    kind = ChangeKind.MERGE if len(group) > 1 else ChangeKind.RENAME
    url = address(request, "change-new", loai=kind, ve="body", tu=row.on.strftime("%d/%m/%Y"))
    return url + "".join(f"&truoc={body.pk}" for body in group)


def moved(request: Request, pk: int) -> HttpResponseBase:
    """Everything a change touches, with where it goes or is now, as a file."""
    if not request.standing.sees_everything:
        raise Http404
    row = found(request, pk)
    columns = [
        Column(_("Nhóm"), width=1.6), Column(_("Tên"), width=3), Column(_("Chi tiết"), width=2),
        Column(_("Số tiền"), "VND"), Column(_("Địa bàn khi thay đổi"), width=1.4),
        Column(_("Đơn vị khi thay đổi"), width=2.4), Column(_("Chuyển đến"), width=2.4), Column(_("Ghi chú")),
    ]  # fmt: skip
    rows = [
        [group.title, item.title, item.detail, item.amount, item.place, item.body, item.goes, told(item)]
        for group in groups_of(row, request.day)
        for item in group.rows
    ]
    title = _("Dữ liệu liên quan đến thay đổi từ ngày {day}: {said}").format(
        day=row.on.strftime("%d/%m/%Y"), said=sides_of([row])[row.pk].said
    )
    return list_file(request, request.GET.get("dang", "xlsx"), f"thay-doi-{pk}", title, columns, rows, ())
