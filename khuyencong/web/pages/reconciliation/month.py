"""One month held against the Treasury: summary, money by project, lines with what settles them, our own papers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from khuyencong.accounts.permissions import may
from khuyencong.accounts.roles import Permission
from khuyencong.kernel.findings import Finding
from khuyencong.programme.models import Dossier, Project, Statement, StatementLine, TreasuryEntry
from khuyencong.programme.queries.statements import (
    DIFFERING,
    papers_of,
    papers_recorded_since,
    payable_for_each,
    rows_by_project,
    signed,
    stands,
    summary_of,
    totals_of_rows,
)
from khuyencong.programme.rules.statements import total_is_answered_for
from khuyencong.programme.states import EntryKind, StatementState, TieState
from khuyencong.records.queries import history_of
from khuyencong.web.pages.reconciliation.words import told
from khuyencong.web.project_filters import Condition, Options
from khuyencong.web.reach import (
    projects_of,
    sees_the_nation,
    statement_lines_within,
    statements_within,
    treasury_entries_within,
)
from khuyencong.web.request import Request

SIZE = 100
HISTORY = 30
OPEN = "can-xu-ly"
_STATES = [(OPEN, gettext_lazy("Cần xử lý")), *TieState.choices]


@dataclass(frozen=True)
class Month:
    """What a month's page and its files share: the rows one may see, narrowed to what the address asks."""

    statement: Statement
    lines: QuerySet[StatementLine]
    papers: Sequence[TreasuryEntry]
    asked: QuerySet[StatementLine]
    conditions: list[Condition] = field(default_factory=list)

    @property
    def chips(self) -> list[Condition]:
        return [item for item in self.conditions if item.value]

    @property
    def offers(self) -> list[Condition]:
        return [item for item in self.conditions if not item.value and item.options]


@dataclass(frozen=True)
class Shown:
    """A line as the table writes it, with the requests at the Treasury that its payment may answer."""

    line: StatementLine
    ours: int | None
    requests: Sequence[Dossier]

    @property
    def theirs(self) -> int | None:
        return signed(self.line.kind, self.line.amount) if self.line.row else None

    @property
    def differs(self) -> bool:
        return self.line.state in DIFFERING


def statement_of(request: Request, text: str) -> Statement:
    """The statement of the month in the address, '2021-07'. Raises Http404."""
    match = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", text)
    if not match or int(match.group(1)) < 1:
        raise Http404
    first = date(int(match.group(1)), int(match.group(2)), 1)
    rows = statements_within(request).filter(month__lte=request.day)
    return get_object_or_404(rows.select_related("run__made_by", "closed_by"), month=first)


def month_asked(request: Request, text: str) -> Month:
    """The month with its lines within reach and the address's conditions: state, kind, project."""
    statement = statement_of(request, text)
    mine = statement_lines_within(request).filter(statement=statement)
    papers = papers_of(treasury_entries_within(request), statement.month, request.day)
    query = request.GET
    codes: Options = [
        (code, code) for code in sorted(set(mine.exclude(project=None).values_list("project__code", flat=True)))
    ]
    conditions = [
        Condition("trang_thai", _("Trạng thái"), list(_STATES), query.get("trang_thai", "")),
        Condition("loai", _("Loại"), list(EntryKind.choices), query.get("loai", "")),
        Condition("de_an", _("Đề án"), codes, query.get("de_an", "").strip()[:30], typed=True),
    ]
    state, kind, code = (item.value for item in conditions)
    asked = mine.select_related("project", "entry__document", "explained_by").order_by("row", "pk")
    if state:
        asked = asked.filter(state__in=DIFFERING) if state == OPEN else asked.filter(state=state)
    asked = asked.filter(kind=kind) if kind else asked
    if code:
        asked, papers = asked.filter(project__code=code), papers.filter(project__code=code)
    return Month(statement, mine, list(papers), asked, conditions)


def month(request: Request, month: str) -> HttpResponse:
    """The page of one month."""
    found = month_asked(request, month)
    statement, nation = found.statement, sees_the_nation(request)
    writes = may(request.standing, Permission.RECONCILE) and not request.is_past
    page = Paginator(found.asked, SIZE).get_page(request.GET.get("trang"))
    papers = all_papers(request, found)
    summary = summary_of(found.lines, papers)
    context = {
        "found": found, "statement": statement, "nation": nation, "summary": summary, "page": page,
        "shown": _shown(list(page.object_list)), "papers": [(p, stands(p)) for p in found.papers],
        "findings": _findings(statement) if nation else [], "stale": papers_recorded_since(statement) if nation else 0,
        "may_write": writes, "may_settle": writes and statement.state == StatementState.OPEN,
        "total_differs": total_is_answered_for(statement, "") if nation else [],
        "why_open": _why_open(summary.differing), "history": told(history_of(statement, request.day)[:HISTORY]),
        "may_export": may(request.standing, Permission.EXPORT), "of_year": bool(request.GET.get("ca_nam")),
        "codes": _codes(request) if writes else [], **_by_project(request, found, papers),
    }  # fmt: skip
    return render(request, "reconciliation/month.html", context)


def all_papers(request: Request, found: Month) -> list[TreasuryEntry]:
    """Our papers of the month, whatever project the address narrows to."""
    if not found.conditions[2].value:
        return list(found.papers)
    return list(papers_of(treasury_entries_within(request), found.statement.month, request.day))


def _by_project(request: Request, found: Month, papers: Sequence[TreasuryEntry]) -> dict[str, Any]:
    year = found.statement.month.year if request.GET.get("ca_nam") else None
    lines = list(found.lines.only("project_id", "kind", "amount", "row", "state"))
    rows = rows_by_project(projects_of(request), lines, papers, request.day, contracted_in=year)
    money, theirs, ours = totals_of_rows(rows)
    stray = [line for line in lines if line.project_id is None]
    return {
        "rows": rows, "sum_money": money, "sum_theirs": theirs, "sum_ours": ours, "sum_gap": theirs - ours,
        "stray": len(stray), "stray_sum": sum(signed(line.kind, line.amount) for line in stray),
    }  # fmt: skip


def _shown(lines: Sequence[StatementLine]) -> list[Shown]:
    requests = payable_for_each([line for line in lines if line.state == TieState.UNKNOWN])
    return [
        Shown(line, signed(line.entry.kind, line.entry.amount) if line.entry else None, requests.get(line.pk, []))
        for line in lines
    ]


def _findings(statement: Statement) -> list[Finding]:
    """What the reading said of the paper as a whole and of its rows, and totals inside it that do not agree."""
    run = statement.run
    if run is None:
        return []
    kept = [*run.understood.get("paper", []), *(item for row in run.rows.all() for item in row.findings)]
    found = [Finding(**{**item, "data": {}}) for item in kept if item["severity"] != "info"]
    known = {item.code for item in found}
    for check in run.checks:
        if not check["agrees"] and "stated-total" not in known:
            message = _("Dòng “{label}” không bằng các dòng của nó.").format(label=check["label"])
            found.append(Finding("check-differs", message, "warning", check["where"]))
    return found


def _why_open(differing: int) -> str:
    if not differing:
        return ""
    return _("Còn {count} dòng chưa khớp và chưa giải trình.").format(count=differing)


def _codes(request: Request) -> list[tuple[str, str]]:
    rows: QuerySet[Project] = projects_of(request).filter(execution__isnull=False).order_by("-year", "position")
    return [(code, code) for code in rows.values_list("code", flat=True)[:1000]]
