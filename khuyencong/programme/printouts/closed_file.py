"""The whole file of a project as it stands on a day: documents, files, checklists, movements, history."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from django.conf import settings
from django.db.models import Q

from khuyencong.documents.models import Document
from khuyencong.ledger.models import Movement
from khuyencong.programme.models import Dossier, DossierCheck, DossierStep, Execution, Project, ProjectVersion
from khuyencong.programme.printouts.packing import safe_name
from khuyencong.programme.queries.dossiers import advance_kind_of
from khuyencong.programme.queries.money import owners_of
from khuyencong.programme.states import Desk, DossierKind, DossierState
from khuyencong.programme.transitions import EXECUTION, MACHINES, machine_of
from khuyencong.records.models import Attachment, Event, EventSubject
from khuyencong.records.queries import subject_of
from khuyencong.records.transitions import Paper as Rests
from khuyencong.registry.models import ChecklistItem

_VERBS = {
    "dossier_opened": "Lập hồ sơ", "dossier_filled": "Ghi nội dung hồ sơ", "paper_marked": "Đánh dấu tài liệu",
    "document_recorded": "Ghi nhận văn bản", "document_completed": "Bổ sung thông tin văn bản",
    "hold_placed": "Tạm dừng thanh toán", "hold_lifted": "Gỡ tạm dừng thanh toán", "plan_imported": "Nhập kế hoạch",
    "allocations_imported": "Nhập phân bổ", "record_kept": "Lưu hồ sơ", "row_settled": "Xử lý dòng kế hoạch",
}  # fmt: skip


@dataclass
class Paper:
    """A recorded document of the file and the dossiers it belongs to."""

    document: Document
    of: list[str] = field(default_factory=list)
    files: list["Kept"] = field(default_factory=list)


@dataclass(frozen=True)
class Kept:
    """A file of the project; ``path`` is where it lies in the package, ``there`` whether the store still has it."""

    number: int
    attachment: Attachment
    path: str
    of: str
    there: bool


@dataclass(frozen=True)
class Happening:
    """One line of the history."""

    on: date
    at: datetime
    thing: str
    what: str
    who: str
    behalf: str
    document: str
    remark: str


@dataclass(frozen=True)
class ClosedFile:
    """Everything the closing of a project rests on, as of ``day``."""

    project: Project
    day: date
    execution: Execution | None
    dossiers: tuple[Dossier, ...]
    papers: tuple[Paper, ...]
    files: tuple[Kept, ...]
    missing: tuple[str, ...]
    movements: tuple[Movement, ...]
    history: tuple[Happening, ...]


def name_of_dossier(dossier: Dossier) -> str:
    """'Đề nghị tạm ứng số 1'."""
    return f"{dossier.get_kind_display()} số {dossier.number}"


def closed_file(project: Project, day: date) -> ClosedFile:
    """Gather the file of a project."""
    whole = Project.objects.select_related("plan__document", "place", "activity").get(pk=project.pk)
    execution = Execution.objects.filter(project=whole).first()
    found = Dossier.objects.filter(project=whole, made_on__lte=day).select_related("document", "made_by")
    dossiers = tuple(found.order_by("made_on", "id"))
    steps = tuple(
        DossierStep.objects.filter(dossier__in=dossiers, on__lte=day).select_related("by", "document").order_by("id")
    )
    checks = tuple(DossierCheck.objects.filter(dossier__in=dossiers).select_related("attachment__blob"))
    lines = list(owners_of([whole]))
    movements = tuple(
        Movement.objects.filter(Q(source__in=lines) | Q(target__in=lines), on__lte=day)
        .select_related("document", "source", "target").order_by("on", "id")
    )  # fmt: skip
    papers = _papers(whole, dossiers, steps, movements, day)
    files = _files(whole, execution, dossiers, papers, checks)
    return ClosedFile(
        whole, day, execution, dossiers, papers, files,
        tuple(_missing(whole, dossiers, checks, papers, files)), movements,
        tuple(_history(whole, execution, dossiers, steps, day)),
    )  # fmt: skip


def _papers(
    project: Project, dossiers: Sequence[Dossier], steps: Iterable[DossierStep], movements: Iterable[Movement],
    day: date,
) -> tuple[Paper, ...]:  # fmt: skip
    """Every document in order of date, undated last, with the dossiers it belongs to."""
    found: dict[int, Paper] = {}

    def add(document: Document | None, of: str) -> None:
        if document is None:
            return
        paper = found.setdefault(document.pk, Paper(document))
        if of and of not in paper.of:
            paper.of.append(of)

    names = {dossier.pk: name_of_dossier(dossier) for dossier in dossiers}
    add(project.plan.document, f"Kế hoạch năm {project.year}")
    for dossier in dossiers:
        add(dossier.document, names[dossier.pk])
    for step in steps:
        add(step.document, names[step.dossier_id])
    for version in ProjectVersion.objects.filter(project=project, on__lte=day).select_related("document"):
        add(version.document, f"Phiên bản {version.number} của đề án")
    for movement in movements:
        known = found.get(movement.document_id)
        add(movement.document, "" if known and known.of else str(movement.get_step_display()))
    return tuple(sorted(found.values(), key=lambda one: (one.document.date or date.max, one.document.pk)))


def _files(
    project: Project, execution: Execution | None, dossiers: Sequence[Dossier], papers: Sequence[Paper],
    checks: Iterable[DossierCheck],
) -> tuple[Kept, ...]:  # fmt: skip
    """Every attached file once, with whose it is; those of documents first."""
    whose: dict[str, str] = {subject_of(paper.document): paper.document.number for paper in papers}
    whose |= {subject_of(dossier): name_of_dossier(dossier) for dossier in dossiers}
    whose |= {subject_of(project): f"Đề án {project.code}"}
    whose |= {subject_of(execution): f"Đề án {project.code}"} if execution else {}
    rows = {row.pk: row for row in Attachment.objects.filter(subject__in=whose).select_related("blob")}
    rows |= {check.attachment.pk: check.attachment for check in checks if check.attachment}
    order = {subject: index for index, subject in enumerate(whose)}
    ordered = sorted(rows.values(), key=lambda row: (order.get(row.subject, len(order)), row.pk))
    files = tuple(
        Kept(number, row, f"ban-goc/{number:03d}-{safe_name(row.name)}", whose.get(row.subject, ""), _is_there(row))
        for number, row in enumerate(ordered, start=1)
    )
    for paper in papers:
        paper.files = [file for file in files if file.attachment.subject == subject_of(paper.document)]
    return files


def _is_there(file: Attachment) -> bool:
    path = Path(settings.FILES_DIR) / file.blob.path
    return path.is_file() and path.stat().st_size == file.blob.size


def _missing(
    project: Project, dossiers: Sequence[Dossier], checks: Iterable[DossierCheck], papers: Iterable[Paper],
    files: Iterable[Kept],
) -> Iterable[str]:  # fmt: skip
    """What the file lacks, each named: required papers, signed documents, their files."""
    live = [dossier for dossier in dossiers if dossier.state != DossierState.WITHDRAWN]
    marked = {(check.dossier_id, check.code) for check in checks}
    wanted = _checklists(project, live)
    for dossier in live:
        for item in wanted[dossier.pk]:
            if item.required and (dossier.pk, item.code) not in marked:
                yield f"{name_of_dossier(dossier)}: THIẾU {item.title}"
        rests = any(row.paper is Rests.REQUIRED for row in machine_of(dossier.kind).transitions)
        if rests and dossier.document is None:
            yield f"{name_of_dossier(dossier)}: THIẾU văn bản đã ban hành được ghi nhận"
    for paper in papers:
        if not paper.files:
            yield f"Văn bản {paper.document.number or paper.document.abstract}: THIẾU tệp bản gốc"
    for file in files:
        if not file.there:
            yield f"Tệp {file.attachment.name} ({file.of}): THIẾU, không đọc được từ kho"


def _checklists(project: Project, dossiers: Sequence[Dossier]) -> dict[int, list[ChecklistItem]]:
    """What the law of each dossier's day asks it to hold, for all of them in one query (registry.checklist_of)."""
    own = advance_kind_of(project)
    kinds = {d.pk: d.option if d.kind == DossierKind.ADVANCE and d.option else own for d in dossiers}
    rows = ChecklistItem.objects.filter(
        step__in={dossier.kind for dossier in dossiers}, kind__in={"", *kinds.values()}
    ).select_related("source")
    items = sorted(rows, key=lambda row: (row.kind != "", row.position, row.code))
    found: dict[int, list[ChecklistItem]] = {}
    for dossier in dossiers:
        by_code: dict[str, ChecklistItem] = {}
        for row in items:
            holds = row.valid_from <= dossier.made_on and (row.valid_to is None or dossier.made_on < row.valid_to)
            if row.step == dossier.kind and row.kind in ("", kinds[dossier.pk]) and holds:
                by_code[row.code] = row
        found[dossier.pk] = sorted(by_code.values(), key=lambda row: (row.position, row.code))
    return found


def _history(
    project: Project, execution: Execution | None, dossiers: Sequence[Dossier], steps: Iterable[DossierStep], day: date
) -> list[Happening]:  # fmt: skip
    """Steps of dossiers, then every other event of the project and its dossiers, by the day they count from."""
    names = {subject_of(dossier): name_of_dossier(dossier) for dossier in dossiers}
    by_pk = {dossier.pk: dossier for dossier in dossiers}
    rows = [_step(step, by_pk[step.dossier_id]) for step in steps]
    names[subject_of(project)] = f"Đề án {project.code}"
    if execution:
        names[subject_of(execution)] = f"Đề án {project.code}"
    subjects = EventSubject.objects.filter(subject__in=names, on__lte=day).select_related("event__actor")
    once: dict[int, tuple[Event, str]] = {}
    order = list(names)
    for row in sorted(subjects, key=lambda row: (order.index(row.subject), row.pk)):
        once.setdefault(row.event_id, (row.event, names[row.subject]))
    taken = {f"{kind}_{row.name}"[:40] for kind, machine in MACHINES.items() for row in machine.transitions}
    rows += [_event(event, name) for event, name in once.values() if event.verb not in taken]
    return sorted(rows, key=lambda row: (row.on, row.at, row.thing, row.what))


def _step(step: DossierStep, dossier: Dossier) -> Happening:
    titles = {row.name: str(row.title) for row in machine_of(dossier.kind).transitions}
    return Happening(
        step.on, step.at, name_of_dossier(dossier), titles.get(step.name, step.name),
        step.by.full_name if step.by else "", str(Desk(step.desk).label) if step.on_behalf else "",
        step.document.number if step.document else "", step.remark,
    )  # fmt: skip


def _event(event: Event, thing: str) -> Happening:
    moves = {f"{EXECUTION.name}_{row.name}": str(row.title) for row in EXECUTION.transitions}
    behalf = event.detail.get("on_behalf")
    return Happening(
        event.on, event.at, thing, _VERBS.get(event.verb) or moves.get(event.verb, event.verb),
        getattr(event.actor, "full_name", "") or "", "Nhập thay" if behalf else "",
        str(event.detail.get("number") or ""), str(event.detail.get("remark") or ""),
    )  # fmt: skip
