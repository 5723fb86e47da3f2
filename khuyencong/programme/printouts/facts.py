"""Everything a paper of a dossier is written from, read once in a fixed number of queries, as of the paper's day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypedDict

from django.db.models import Q

from khuyencong.kernel.periods import holds_on
from khuyencong.programme.models import (
    AdjustmentChange,
    Beneficiary,
    Dossier,
    DossierLine,
    DossierStep,
    Project,
    ProjectVersion,
)
from khuyencong.programme.queries.answering import answering_unit
from khuyencong.programme.queries.dossiers import Checked, checklist_for, last_contract
from khuyencong.programme.queries.money import Money, money_on
from khuyencong.programme.states import PlanPart, ProjectKind
from khuyencong.records.queries import installation
from khuyencong.registry.models import AdjustmentAuthority, LegalSource, Organisation, Place, Subordination
from khuyencong.registry.queries import Answering, names_on, on_map_of, subordinations_on
from khuyencong.registry.states import Above, BodyKind

BASIS = (
    "45/2012/NĐ-CP", "235/2025/NĐ-CP", "36/2013/TT-BCT", "17/2018/TT-BCT", "28/2018/TT-BTC", "40/2025/NĐ-CP",
)  # fmt: skip
LEVELS = ("minister", "agency", "so")


@dataclass(frozen=True)
class Body:
    """A body under its name of the paper's day; ``symbol`` is its abbreviation in numbers of documents."""

    name: str
    symbol: str = ""


class Bodies(TypedDict):
    """The bodies a paper names; ``above_unit`` is empty where nothing stands above the unit."""

    ministry: Body
    agency: Body
    unit: Body
    above_unit: Body
    department: Body | None


@dataclass(frozen=True)
class Line:
    """A content line as printed: the dossier's own, else the contract's, else the project as one line. In đồng."""

    position: int
    title: str
    beneficiary: str
    beneficiary_id: int | None
    unit: str
    quantity: Decimal | None
    total: int
    support: int
    counterpart: int
    other: int
    share: int | None = None
    done: int | None = None
    asked: int | None = None
    approved: int | None = None


@dataclass(frozen=True)
class Facts:
    """One dossier and its project as they stood on ``day``. ``notes`` are checks and findings in words."""

    dossier: Dossier
    project: Project
    day: date
    money: Money
    lines: tuple[Line, ...]
    contract: Dossier | None
    ministry: Body
    agency: Body
    unit: Body
    above_unit: Body
    department: Body | None
    place: Place | None
    support: int
    ends_on: date | None
    beneficiaries: tuple[str, ...]
    checklist: tuple[Checked, ...]
    steps: tuple[DossierStep, ...]
    changes: tuple[AdjustmentChange, ...]
    authorities: Mapping[str, AdjustmentAuthority]
    law: Mapping[str, LegalSource]
    is_demo: bool
    notes: tuple[str, ...] = ()

    @property
    def level(self) -> str:
        """Who decides what the dossier asks to change: the highest of its changes; '' when nothing is named."""
        wanted = {row.decides for row in self.authorities.values()}
        return next((level for level in LEVELS if level in wanted), "")

    @property
    def with_department(self) -> bool:
        """True when a Sở follows the project."""
        return self.project.part == PlanPart.LOCALITY and self.project.place_id is not None


def facts_of(dossier: Dossier, day: date, notes: Sequence[str] = ()) -> Facts:
    """Read a dossier for its papers, as of a day."""
    wanted = (
        "project__place", "project__activity", "project__implementer", "project__plan__document", "document",
        "made_by",
    )  # fmt: skip
    fresh = Dossier.objects.select_related(*wanted).get(pk=dossier.pk)
    project = fresh.project
    contract = last_contract(project)
    version = _version(project, day)
    names = tuple(
        Beneficiary.objects.filter(project=project).order_by("position").values_list("establishment__name", flat=True)
    )
    changes = tuple(fresh.changes.select_related("place"))
    bodies = _bodies(project, day)
    place = version.place if version and version.place else project.place
    return Facts(
        dossier=fresh, project=project, day=day, money=money_on(project, day),
        lines=_lines(fresh, contract), contract=contract, **bodies, place=place,
        support=version.support if version else project.support,
        ends_on=version.ends_on if version and version.ends_on else project.ends_on,
        beneficiaries=tuple(version.beneficiaries) if version and version.beneficiaries else names,
        checklist=tuple(checklist_for(fresh)),
        steps=tuple(fresh.steps.filter(on__lte=day).select_related("by", "document")), changes=changes,
        authorities=_authorities(project, changes, day), law=_law(day), is_demo=installation().is_demo,
        notes=tuple(notes),
    )  # fmt: skip


def _version(project: Project, day: date) -> ProjectVersion | None:
    return project.versions.filter(on__lte=day).select_related("place").order_by("-number").first()


def line_of(row: DossierLine) -> Line:
    """A stored line as printed."""
    return Line(
        row.position, row.title, row.beneficiary.establishment.name if row.beneficiary else "", row.beneficiary_id,
        row.unit, row.quantity, row.total, row.support, row.counterpart, row.other, row.share, row.done, row.asked,
        row.approved,
    )  # fmt: skip


def lines_of(dossier: Dossier) -> tuple[Line, ...]:
    """The lines a form of the dossier is printed with."""
    return _lines(dossier, last_contract(dossier.project))


def _lines(dossier: Dossier, contract: Dossier | None) -> tuple[Line, ...]:
    """Own lines; else the contract's, without what only that paper said; else the project as one line."""
    found = DossierLine.objects.filter(dossier__in=[dossier, *([contract] if contract else [])])
    rows = list(found.select_related("beneficiary__establishment").order_by("position"))
    own = tuple(line_of(row) for row in rows if row.dossier_id == dossier.pk)
    if own:
        return own
    lent = [row for row in rows if row.dossier_id != dossier.pk]
    for row in lent:
        row.share = row.done = row.asked = row.approved = None
    return tuple(line_of(row) for row in lent) or (_whole(dossier, contract),)


def _whole(dossier: Dossier, contract: Dossier | None) -> Line:
    project = dossier.project
    support = (contract.amount if contract else None) or project.support
    counterpart, other = project.counterpart or 0, project.other_sources or 0
    return Line(1, project.title, "", None, "", None, support + counterpart + other, support, counterpart, other)


def _bodies(project: Project, day: date) -> Bodies:
    """Ministry, Agency, the unit that carries the project on, the body above it, and the Sở, as named on the day."""
    here = on_map_of(day).get(project.place_id or 0, project.place_id)
    known = list(
        Organisation.objects.filter(
            Q(code__in=("BCT", "CUC")) | Q(kind="department", place_id__in=[here or 0, project.place_id or 0])
        )
    )
    now = answering_unit(Answering(day), project)
    unit = Organisation.objects.get(pk=now) if now and now != project.implementer_id else project.implementer
    wanted = {row.pk for row in known} | ({unit.pk} if unit else set())
    under = subordinations_on(day, [unit.pk]).get(unit.pk) if unit else None
    wanted |= {under.parent_id} if under and under.parent_id else set()
    names = {pk: Body(row.name, row.symbol) for pk, row in names_on(day, wanted).items()}
    by_code = {row.code: names.get(row.pk) for row in known if row.code}
    departments = {row.place_id: names.get(row.pk) for row in known if row.kind == "department"}
    department = (departments.get(here) or departments.get(project.place_id)) if project.place_id else None
    agency = by_code.get("CUC") or Body("")
    own = (names.get(unit.pk) if unit else None) or Body(project.implementer_name or agency.name)
    above = names.get(under.parent_id) if under and under.parent_id else None
    return {
        "ministry": by_code.get("BCT") or Body(""), "agency": agency, "unit": own,
        "above_unit": above or (department if unit and _below_department(unit, under) else None) or Body(""),
        "department": department if project.part == PlanPart.LOCALITY else None,
    }  # fmt: skip


def _below_department(unit: Organisation, under: Subordination | None) -> bool:
    """A centre stands under the Sở (45/2012/NĐ-CP) unless a decision put it elsewhere."""
    return unit.kind == BodyKind.CENTRE and (under is None or under.above == Above.DEPARTMENT)


def _authorities(
    project: Project, changes: Sequence[AdjustmentChange], day: date
) -> dict[str, AdjustmentAuthority]:  # fmt: skip
    """Who decides each change by the law of the day; the row of the project's own kind stands before the general."""
    kind = "group" if project.kind == ProjectKind.GROUP else ""
    rows = AdjustmentAuthority.objects.filter(
        holds_on(day), change__in={change.change for change in changes}, project_kind__in={"", kind}
    )
    found = {}
    for row in sorted(rows.select_related("source"), key=lambda row: row.project_kind != ""):
        found[row.change] = row
    return found


def _law(day: date) -> dict[str, LegalSource]:
    """The texts papers rest on that were in force on a day, by number."""
    rows = LegalSource.objects.filter(number__in=BASIS)
    return {
        row.number: row
        for row in rows
        if (start := row.effective_from or row.issued_on) and start <= day
        and (row.effective_to is None or day < row.effective_to)
    }  # fmt: skip
