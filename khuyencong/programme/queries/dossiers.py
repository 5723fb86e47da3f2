"""Reads dossiers: their steps and people, their checklist, what is missing, what waits at a desk."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from khuyencong.programme.models import Dossier, DossierCheck, DossierStep, Execution, Project
from khuyencong.programme.states import Desk, DossierKind, DossierState, PlanPart
from khuyencong.records.transitions import Machine
from khuyencong.registry.models import ChecklistItem
from khuyencong.registry.queries import advance_kinds_for, checklist_of


@dataclass(frozen=True)
class Checked:
    """A paper of the checklist and what was found of it; ``mark`` is None while it is missing."""

    item: ChecklistItem
    mark: DossierCheck | None

    @property
    def is_missing(self) -> bool:
        return self.item.required and self.mark is None


def has_department(project: Project) -> bool:
    """True when a Sở confirms the project's volumes: those of a locality. Others come to the Agency directly."""
    return project.part == PlanPart.LOCALITY and project.place_id is not None


def advance_kind_of(project: Project) -> str:
    """The kind of advance a project falls under: as chosen for it, else the first its activity offers."""
    chosen = Execution.objects.filter(project=project).values_list("advance_kind", flat=True).first()
    if chosen:
        return chosen
    return next((kind.code for kind in advance_kinds_for(project.activity_id)), "")


def checklist_for(dossier: Dossier) -> list[Checked]:
    """Every paper the law of the dossier's day asks for in this step of this kind of project, with what was found."""
    kind = (
        dossier.option if dossier.kind == DossierKind.ADVANCE and dossier.option else advance_kind_of(dossier.project)
    )
    marks = {mark.code: mark for mark in dossier.checks.select_related("attachment")}
    return [Checked(item, marks.get(item.code)) for item in checklist_of(dossier.kind, kind, dossier.made_on)]


def missing_of(dossier: Dossier) -> list[ChecklistItem]:
    """Required papers nobody has marked yet."""
    return [entry.item for entry in checklist_for(dossier) if entry.is_missing]


def people_of(dossier: Dossier, *names: str) -> set[int]:
    """Who took these steps as their own since the dossier was last sent; who only recorded another's is left out."""
    steps: QuerySet[DossierStep] = dossier.steps.filter(on_behalf=False, by__isnull=False)
    last = dossier.steps.filter(after=DossierState.RETURNED).order_by("-id").values_list("pk", flat=True).first()
    if last is not None:
        steps = steps.filter(pk__gt=last)
    return {pk for pk in steps.filter(name__in=names).values_list("by_id", flat=True) if pk is not None}


def dossiers_of(rows: QuerySet[Dossier], project: Project, day: date) -> list[Dossier]:
    """The dossiers of a project that existed on a day, oldest first."""
    found = (
        rows.filter(project=project, made_on__lte=day).select_related("document", "project").order_by("made_on", "id")
    )
    return list(found)


def state_on(dossier: Dossier, day: date) -> str:
    """The state a dossier had on a day, from its steps."""
    step = dossier.steps.filter(on__lte=day).order_by("-on", "-id").first()
    return step.after if step else DossierState.DRAFT


def of_kind(project: Project, kind: str, *states: str) -> QuerySet[Dossier]:
    """Dossiers of a kind of a project in any of these states, newest first."""
    return Dossier.objects.filter(project=project, kind=kind, state__in=states).order_by("-id")


def last_contract(project: Project) -> Dossier | None:
    """The recorded contract (or assignment) of a project."""
    return of_kind(project, DossierKind.CONTRACT, DossierState.RECORDED).select_related("document").first()


def last_progress(project: Project, day: date) -> Dossier | None:
    """The newest progress report confirmed (or seen, where no Sở confirms) by a day."""
    good = (DossierState.CONFIRMED, DossierState.CHECKED)
    return of_kind(project, DossierKind.PROGRESS, *good).filter(since__lte=day).order_by("-month", "-id").first()


def last_acceptance(project: Project) -> Dossier | None:
    """The acceptance marked as the last of the contract, once recorded."""
    return of_kind(project, DossierKind.ACCEPTANCE, DossierState.RECORDED).filter(final=True).first()


def at_desks(rows: QuerySet[Dossier], desks: Sequence[str]) -> QuerySet[Dossier]:
    """Dossiers that wait at any of these desks, by deadline."""
    return (
        rows.filter(desk__in=desks)
        .select_related("project", "project__place")
        .order_by(F("due_on").asc(nulls_last=True), "id")
    )


def open_dossiers(project: Project, kind: str) -> QuerySet[Dossier]:
    """Dossiers of a kind that are still under way."""
    return Dossier.objects.filter(Q(project=project, kind=kind) & ~Q(desk=""))


def desk_after(dossier: Dossier, machine: Machine) -> str:
    """The desk that moves a dossier on from its state; '' when nothing does. Where no Sở takes part, the next desk."""
    forward = [one for one in machine.leaving(dossier.state) if not one.back]
    with_so = has_department(dossier.project)
    fitting = [one for one in forward if one.desk != Desk.SO or with_so]
    return fitting[0].desk if fitting else ""
