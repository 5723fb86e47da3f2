"""Opens projects from printed rows: bodies and establishments met, fund lines, planned money, beneficiaries."""

from collections.abc import Sequence
from datetime import date, timedelta

from khuyencong.documents.models import Document
from khuyencong.kernel.actor import Actor
from khuyencong.kernel.rows import add_all, add_rows
from khuyencong.kernel.text import fold, nfc
from khuyencong.ledger.actions import Transfer, move_from_source, open_lines, year_line
from khuyencong.ledger.models import FundLine
from khuyencong.ledger.states import Stage
from khuyencong.programme.actions.printed import PrintedProject
from khuyencong.programme.actions.tallying import tally_opened
from khuyencong.programme.models import AnnualPlan, Beneficiary, Project
from khuyencong.programme.states import PlanPart
from khuyencong.registry.actions import meet_establishments, meet_organisations
from khuyencong.registry.models import Place
from khuyencong.registry.states import BodyKind

Placed = tuple[int, PrintedProject]


def open_projects(*, by: Actor | None, plan: AnnualPlan, document: Document, rows: Sequence[Placed]) -> list[Project]:
    """Open one project per (position, row), in order. The caller holds the transaction and has judged the rows."""
    seen_in = document.number or document.abstract
    bodies = meet_organisations(by=by, met=_bodies(rows), on=plan.effective_on, seen_in=seen_in)
    planned = open_lines(year=plan.year, stage=Stage.PLANNED, count=len(rows))
    allocated = open_lines(year=plan.year, stage=Stage.ALLOCATED, count=len(rows))
    codes = dict(Place.objects.filter(pk__in={row.place_key for _n, row in rows}).values_list("pk", "code"))
    projects = [
        _project(plan, placed, bodies, codes, lines)
        for placed, lines in zip(rows, zip(planned, allocated, strict=True), strict=True)
    ]
    add_all(projects)
    source = year_line(year=plan.year, stage=Stage.SOURCE)
    transfers = [
        Transfer(source, line, project.support)
        for project, line in zip(projects, planned, strict=True)
        if project.support
    ]
    tally_opened([project for project in projects if not project.support])
    move_from_source(by=by, transfers=transfers, on=plan.effective_on, document=document)
    _beneficiaries(by, projects, rows, seen_in)
    return projects


def _bodies(rows: Sequence[Placed]) -> list[tuple[str, str, int | None]]:
    kinds = {PlanPart.LOCALITY: BodyKind.CENTRE}
    return [
        (row.implementer, kinds.get(PlanPart(row.part), BodyKind.UNIT), _place(row))
        for _position, row in rows
        if row.implementer
    ]


def _place(row: PrintedProject) -> int | None:
    return int(row.place_key) if row.part == PlanPart.LOCALITY and row.place_key is not None else None


def _month_end(first: date | None) -> date | None:
    return None if first is None else (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _project(
    plan: AnnualPlan, placed: Placed, bodies: dict[str, int], codes: dict[int, str], lines: tuple[FundLine, FundLine]
) -> Project:
    position, row = placed
    if row.support is None or row.activity_code is None:
        raise ValueError("a doubtful row opens no project")
    place = _place(row)
    mark = codes[place] if place else {PlanPart.UNIT: "DV", PlanPart.AGENCY: "CQ"}.get(PlanPart(row.part), "00")
    code = f"KCQG-{plan.year}-{mark}-{position:03d}"
    words = " ".join([code, row.title, row.implementer, *row.beneficiaries])
    return Project(
        plan_id=plan.pk, year=plan.year, position=position, ordinal=row.ordinal[:20], code=code,
        title=nfc(row.title)[:600],
        folded=fold(words)[:1200], kind=row.kind, part=row.part, activity_id=row.activity_code, place_id=place,
        implementer_id=bodies.get(fold(row.implementer)) if row.implementer else None,
        implementer_name=nfc(row.implementer)[:300], starts_on=row.start_month, ends_on=_month_end(row.end_month),
        total_cost=row.total_cost, support=row.support, counterpart=row.counterpart, other_sources=row.other,
        note=row.note[:400], planned_line_id=lines[0].pk, allocated_line_id=lines[1].pk,
    )  # fmt: skip


def _beneficiaries(by: Actor | None, projects: list[Project], rows: Sequence[Placed], seen_in: str) -> None:
    named = [(name, _place(row)) for _position, row in rows for name in row.beneficiaries]
    known = meet_establishments(by=by, met=named, seen_in=seen_in)
    add_rows(
        Beneficiary,
        ("project_id", "establishment_id", "position"),
        (
            (project.pk, known[(_place(row), fold(name))], index)
            for project, (_position, row) in zip(projects, rows, strict=True)
            for index, name in enumerate(row.beneficiaries, start=1)
        ),
    )
