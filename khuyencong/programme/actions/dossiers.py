"""Opens dossiers and fills them while they are at their maker's desk: values, lines, papers, changes asked for."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import Standing, standing_of
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.text import fold
from khuyencong.ledger.states import Step
from khuyencong.programme.actions.deadlines import own_deadline
from khuyencong.programme.actions.executions import execution_of
from khuyencong.programme.models import (
    AdjustmentChange,
    Beneficiary,
    Dossier,
    DossierCheck,
    DossierLine,
    Execution,
    Project,
)
from khuyencong.programme.permissions import can_record_for, can_sit
from khuyencong.programme.queries.dossiers import advance_kind_of, checklist_for, desk_after
from khuyencong.programme.states import Carrying, DossierKind, DossierState, ProjectKind
from khuyencong.programme.transitions import machine_of
from khuyencong.records.actions import keep_file, record_event
from khuyencong.records.models import Attachment
from khuyencong.registry.actions import meet_establishments
from khuyencong.registry.models import AdjustmentAuthority
from khuyencong.registry.queries import authority_of

VALUES = ("amount", "work_value", "option", "final", "expected_on", "note")
OPEN_STATES = (DossierState.DRAFT, DossierState.RETURNED)


def maker_desk(kind: str) -> str:
    """The desk that prepares a kind of dossier."""
    machine = machine_of(kind)
    return machine.desk_of(machine.first)


def may_prepare(standing: Standing, project: Project, kind: str) -> bool:
    """True when the person prepares this kind for this project, as its own or on behalf."""
    desk = maker_desk(kind)
    return can_sit(standing, desk, project) or can_record_for(standing, desk)


def _refuse_strangers(by: User, project: Project, kind: str, today: date) -> None:
    if not may_prepare(standing_of(by, today), project, kind):
        raise Refused(Finding("not-your-desk", _("Bạn không lập hồ sơ loại này cho đề án này.")))
    if Execution.objects.filter(project=project, state=Carrying.CLOSED).exists():
        raise Refused(Finding("file-is-open", _("Hồ sơ đề án đã đóng, chỉ còn để đọc.")))


@transaction.atomic
def open_dossier(
    *, by: User, project: Project, kind: str, on: date, today: date, month: date | None = None,
    values: Mapping[str, Any] | None = None,
) -> Dossier:  # fmt: skip
    """Open the next dossier of a kind for a project, dated ``on``; a progress report names its month (first day)."""
    _refuse_strangers(by, project, kind, today)
    execution_of(by=by, project=project)
    last = Dossier.objects.filter(project=project, kind=kind).aggregate(last=Max("number"))["last"] or 0
    given = {name: value for name, value in (values or {}).items() if name in VALUES}
    if kind == "advance" and not given.get("option"):
        given["option"] = advance_kind_of(project)
    dossier = Dossier(
        project=project, kind=kind, number=last + 1, month=month, since=on, made_on=on, made_by=by, **given
    )
    dossier.desk = desk_after(dossier, machine_of(kind))
    dossier.due_on = own_deadline(dossier, on)
    dossier.save()
    if kind == DossierKind.OPENING:
        DossierLine.objects.bulk_create(_balances(dossier))
    record_event(by=by, verb="dossier_opened", on=on, subjects=[dossier, project],
                 detail={"kind": kind, "number": str(dossier.number)})  # fmt: skip
    return dossier


def _balances(dossier: Dossier) -> list[DossierLine]:
    """The lines of an opening balance, one a step; ``unit`` names the step, ``support`` holds its đồng."""
    steps = (Step.ALLOCATED, Step.CONTRACTED, Step.ADVANCED, Step.ACCEPTED, Step.PAID)
    return [
        DossierLine(dossier=dossier, position=index, title=str(step.label), unit=step.value)
        for index, step in enumerate(steps, start=1)
    ]


def _locked(dossier: Dossier, by: User, today: date) -> Dossier:
    """The dossier locked, for its maker, while it is being prepared. The Agency returns a dossier, never edits it."""
    locked = Dossier.objects.select_for_update(of=("self",)).select_related("project").get(pk=dossier.pk)
    _refuse_strangers(by, locked.project, locked.kind, today)
    if locked.state not in OPEN_STATES:
        message = _("Hồ sơ đang ở bước “{state}”; chỉ sửa được khi đang lập hoặc đã trả lại.").format(
            state=locked.get_state_display()
        )
        raise Refused(Finding("being-prepared", message, remedy=_("Trả lại hồ sơ kèm ý kiến để đơn vị sửa.")))
    return locked


@transaction.atomic
def fill_dossier(*, by: User, dossier: Dossier, values: Mapping[str, Any], today: date) -> Dossier:
    """Set values of a dossier that is being prepared; amounts in đồng."""
    locked = _locked(dossier, by, today)
    changed = [name for name in VALUES if name in values and getattr(locked, name) != values[name]]
    for name in changed:
        setattr(locked, name, values[name])
    if changed:
        locked.save()
        record_event(by=by, verb="dossier_filled", on=locked.since, subjects=[locked], detail={"fields": changed})
    return locked


@transaction.atomic
def write_lines(*, by: User, dossier: Dossier, lines: Sequence[Mapping[str, Any]], today: date) -> Dossier:
    """Replace the lines of a dossier that is being prepared; ``total`` is the sum of its sources unless given."""
    locked = _locked(dossier, by, today)
    locked.lines.all().delete()
    DossierLine.objects.bulk_create([_line(locked, index, row) for index, row in enumerate(lines, start=1)])
    record_event(by=by, verb="dossier_filled", on=locked.since, subjects=[locked], detail={"lines": len(lines)})
    return locked


def _line(dossier: Dossier, position: int, row: Mapping[str, Any]) -> DossierLine:
    sources = [int(row.get(name) or 0) for name in ("support", "counterpart", "other")]
    return DossierLine(
        dossier=dossier, position=position, title=str(row["title"])[:400], beneficiary_id=row.get("beneficiary"),
        unit=str(row.get("unit") or "")[:30], quantity=row.get("quantity"), support=sources[0],
        counterpart=sources[1], other=sources[2], total=int(row.get("total") or sum(sources)), share=row.get("share"),
        done=row.get("done"), asked=row.get("asked"), approved=row.get("approved"),
    )  # fmt: skip


@transaction.atomic
def add_beneficiary(*, by: User, dossier: Dossier, name: str, today: date) -> Beneficiary:
    """Name a beneficiary of a group project in its plan or adjustment; an establishment met for the first time is
    marked for a person to confirm."""
    locked = _locked(dossier, by, today)
    project, words = locked.project, " ".join(name.split())[:300]
    if not words:
        raise Refused(Finding("beneficiary-is-named", _("Ghi tên cơ sở thụ hưởng."), where="name"))
    if project.kind != ProjectKind.GROUP:
        raise Refused(
            Finding("group-only", _("Chỉ đề án nhóm nêu thêm cơ sở thụ hưởng sau khi kế hoạch được phê duyệt."),
                    clause="Điều 3a 17/2018/TT-BCT")
        )  # fmt: skip
    known = meet_establishments(by=by, met=[(words, project.place_id)], seen_in=project.code)
    establishment = known[(project.place_id, fold(words))]
    already = project.beneficiaries.filter(establishment_id=establishment).first()
    if already is not None:
        return already
    last = project.beneficiaries.aggregate(last=Max("position"))["last"] or 0
    row = Beneficiary.objects.create(project=project, establishment_id=establishment, position=last + 1)
    record_event(by=by, verb="beneficiary_named", on=locked.since, subjects=[locked, project], detail={})
    return row


_CARRIED_OVER = ("title", "unit", "quantity", "support", "counterpart", "other", "total")


@transaction.atomic
def copy_lines(*, by: User, dossier: Dossier, source: Dossier, today: date) -> Dossier:
    """Take the content lines of another dossier (the contract's into an acceptance, last year's into this year's)."""
    same = source.project_id == dossier.project_id
    rows = [
        {**{name: getattr(line, name) for name in _CARRIED_OVER}, "beneficiary": line.beneficiary_id if same else None}
        for line in source.lines.all()
    ]
    return write_lines(by=by, dossier=dossier, lines=rows, today=today)


@transaction.atomic
def mark_paper(
    *, by: User, dossier: Dossier, code: str, today: date, data: bytes = b"", name: str = "", not_needed: bool = False,
    note: str = "",
) -> DossierCheck:  # fmt: skip
    """Say of a paper of the checklist that it is there (with its file, if any) or not needed, with the reason.

    Possible until the dossier is checked: whoever checks may mark a paper that came by post.
    """
    locked = Dossier.objects.select_for_update(of=("self",)).select_related("project").get(pk=dossier.pk)
    if not locked.desk or not _may_mark(standing_of(by, today), locked):
        raise Refused(Finding("not-your-desk", _("Hồ sơ không ở bàn của bạn nên không đánh dấu tài liệu được.")))
    if code not in {entry.item.code for entry in checklist_for(locked)}:
        raise Refused(Finding("paper-is-listed", _("Danh mục của bước này không có tài liệu đó."), where="code"))
    if not_needed and not note.strip():
        raise Refused(Finding("not-needed-says-why", _("Ghi lý do khi cho rằng không cần tài liệu."), where="note"))
    file: Attachment | None = None
    if data:
        file = keep_file(by=by, data=data, name=name, kind="checklist", subject=locked)
    row, _created = DossierCheck.objects.update_or_create(
        dossier=locked, code=code,
        defaults={"not_needed": not_needed, "note": note.strip()[:300], "attachment": file, "by": by, "on": today},
    )  # fmt: skip
    record_event(by=by, verb="paper_marked", on=today, subjects=[locked], detail={"code": code})
    return row


def _may_mark(standing: Standing, dossier: Dossier) -> bool:
    desks = {dossier.desk, maker_desk(dossier.kind)} if dossier.state in OPEN_STATES else {dossier.desk}
    project = dossier.project
    return any(can_sit(standing, desk, project) or can_record_for(standing, desk) for desk in desks if desk)


def _refuse_unknown(dossier: Dossier, changes: Sequence[str]) -> None:
    """A change the law of the day gives to nobody cannot be asked for."""
    kind = ProjectKind.GROUP if dossier.project.kind == ProjectKind.GROUP else ""
    for change in changes:
        try:
            authority_of(change, kind, dossier.made_on)
        except AdjustmentAuthority.DoesNotExist:
            message = _("Không rõ ai có thẩm quyền với nội dung thay đổi này.")
            raise Refused(Finding("change-is-known", message, where="changes")) from None


@transaction.atomic
def write_changes(*, by: User, dossier: Dossier, changes: Sequence[Mapping[str, Any]], today: date) -> Dossier:
    """Replace what an adjustment asks to change."""
    locked = _locked(dossier, by, today)
    _refuse_unknown(locked, [str(row["change"]) for row in changes])
    locked.changes.all().delete()
    AdjustmentChange.objects.bulk_create(
        [
            AdjustmentChange(
                dossier=locked, change=row["change"], before=str(row.get("before") or "")[:600],
                after=str(row.get("after") or "")[:600], amount=row.get("amount"), place_id=row.get("place"),
                ends_on=row.get("ends_on"),
            )
            for row in changes
        ]
    )  # fmt: skip
    record_event(by=by, verb="dossier_filled", on=locked.since, subjects=[locked], detail={"changes": len(changes)})
    return locked


__all__ = [
    "add_beneficiary",
    "copy_lines",
    "fill_dossier",
    "mark_paper",
    "may_prepare",
    "open_dossier",
    "write_changes",
    "write_lines",
]
