"""Reads the Treasury's statements: months, lines by state, what ties by project to the đồng. Amounts in đồng."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import BigIntegerField, Case, Count, F, Q, QuerySet, Sum, Value, When
from django.db.models.functions import Coalesce

from khuyencong.programme.models import Dossier, Project, Statement, StatementLine, TreasuryEntry
from khuyencong.programme.queries.money import Money, money_of
from khuyencong.programme.states import DossierKind, DossierState, EntryKind, TieState

BACK = (EntryKind.RETURN, EntryKind.REFUND)
DIFFERING = (TieState.AMOUNT, TieState.UNKNOWN, TieState.DOUBLE, TieState.MISSING)
# The request a paper of each kind answers, and the states in which it waits for that paper.
REQUESTS: dict[str, tuple[str, tuple[str, ...]]] = {
    EntryKind.ADVANCE: (DossierKind.ADVANCE, (DossierState.AT_TREASURY,)),
    EntryKind.PAYMENT: (DossierKind.PAYMENT, (DossierState.AT_TREASURY,)),
    EntryKind.RETURN: (DossierKind.REFUND, (DossierState.DRAFT, DossierState.SUBMITTED)),
    EntryKind.REFUND: (DossierKind.REFUND, (DossierState.DRAFT, DossierState.SUBMITTED)),
}


def signed(kind: str, amount: int) -> int:
    """What a paper adds to what was disbursed: money coming back counts negative."""
    return -amount if kind in BACK else amount


def _net(prefix: str = "", only: Q | None = None) -> Sum:
    amount, number = F(f"{prefix}amount"), BigIntegerField()
    back = When(**{f"{prefix}kind__in": BACK}, then=amount * Value(-1, output_field=number))
    return Sum(Case(back, default=amount, output_field=number), filter=only)


def months_until(day: date, lines: QuerySet[StatementLine]) -> QuerySet[Statement]:
    """Months reconciled or begun by a day, newest first, with counts and sums of ``lines`` (those one may see)."""
    mine, printed = Q(lines__in=lines), Q(lines__row__gt=0)
    count = {name: Count("lines", filter=mine & which) for name, which in (
        ("printed", printed), ("tied", Q(lines__state=TieState.TIED)),
        ("explained", Q(lines__state=TieState.EXPLAINED)), ("differing", Q(lines__state__in=DIFFERING)),
    )}  # fmt: skip
    theirs = Coalesce(_net("lines__", mine & printed), 0)
    return Statement.objects.filter(month__lte=day).select_related("run", "closed_by").annotate(**count, theirs=theirs)


def papers_of(entries: QuerySet[TreasuryEntry], month: date, day: date) -> QuerySet[TreasuryEntry]:
    """Treasury papers dated in a month by a day, those since reversed too."""
    rows = entries.filter(on__year=month.year, on__month=month.month, on__lte=day)
    return rows.select_related("project", "document", "movement__reversal", "correction", "corrects")


@dataclass
class Summary:
    """A month in figures: lines by state, and both sides' sums less what came back. ``without``: papers it lacks."""

    counts: dict[str, int] = field(default_factory=dict)
    without: int = 0
    theirs: int = 0
    ours: int = 0

    @property
    def differing(self) -> int:
        return sum(self.counts.get(state, 0) for state in DIFFERING)

    @property
    def printed(self) -> int:
        """Lines the statement itself holds."""
        return sum(self.counts.values()) - self.without

    @property
    def tied(self) -> int:
        return self.counts.get(TieState.TIED, 0)

    @property
    def explained(self) -> int:
        return self.counts.get(TieState.EXPLAINED, 0)

    @property
    def gap(self) -> int:
        return self.theirs - self.ours


@dataclass
class ProjectRow:
    """One project's money along the whole chain, and both sides of the month. ``differs``: its unexplained lines."""

    project: Project
    money: Money
    theirs: int = 0
    ours: int = 0
    differs: int = 0
    lines: int = 0

    @property
    def gap(self) -> int:
        return self.theirs - self.ours


def summary_of(lines: QuerySet[StatementLine], papers: Iterable[TreasuryEntry]) -> Summary:
    """Figures of the lines and papers given (those of one month one may see)."""
    found = Summary()
    for state, row in lines.order_by().values_list("state", "row"):
        found.counts[state] = found.counts.get(state, 0) + 1
        found.without += row == 0
    found.theirs = lines.filter(row__gt=0).aggregate(total=_net())["total"] or 0
    found.ours = sum(signed(paper.kind, paper.amount) for paper in papers if stands(paper))
    return found


def stands(paper: TreasuryEntry) -> bool:
    """A paper counts while its movement is not reversed."""
    return not hasattr(paper.movement, "reversal")


def rows_by_project(
    projects: QuerySet[Project], lines: Sequence[StatementLine], papers: Sequence[TreasuryEntry], day: date,
    *, contracted_in: int | None = None,
) -> list[ProjectRow]:  # fmt: skip
    """Projects with a line or a paper in the month (and those contracted in a year, when asked), in plan order."""
    wanted = {line.project_id for line in lines if line.project_id} | {paper.project_id for paper in papers}
    which = Q(pk__in=wanted)
    if contracted_in is not None:
        which |= Q(year=contracted_in, execution__isnull=False)
    found = list(projects.filter(which).order_by("year", "position"))
    money = money_of(found, day)
    rows = {project.pk: ProjectRow(project, money[project.pk]) for project in found}
    for line in lines:
        row = rows.get(line.project_id or 0)
        if row is not None:
            row.lines += 1
            row.theirs += signed(line.kind, line.amount) if line.row else 0
            row.differs += line.state in DIFFERING
    for paper in papers:
        if paper.project_id in rows and stands(paper):
            rows[paper.project_id].ours += signed(paper.kind, paper.amount)
    return list(rows.values())


def totals_of_rows(rows: Iterable[ProjectRow]) -> tuple[Money, int, int]:
    """Sums of the table: money along the chain, the Treasury's month, ours."""
    money, theirs, ours = Money(), 0, 0
    for row in rows:
        money.add(row.money)
        theirs, ours = theirs + row.theirs, ours + row.ours
    return money, theirs, ours


def papers_recorded_since(statement: Statement) -> int:
    """Papers of the month that stand and no line mentions yet, and lines whose paper stands no more: tie again."""
    month = {"on__year": statement.month.year, "on__month": statement.month.month}
    standing = TreasuryEntry.objects.filter(movement__reversal__isnull=True, **month)
    shown = StatementLine.objects.filter(entry__isnull=False).values("entry")
    gone = statement.lines.filter(entry__movement__reversal__isnull=False).exclude(state=TieState.EXPLAINED)
    return standing.exclude(pk__in=shown).count() + gone.count()


def payable_for(line: StatementLine) -> list[Dossier]:
    """Requests of the line's project and kind that wait for such a paper and ask for at least its amount."""
    return payable_for_each([line]).get(line.pk, []) if line.project_id else []


def payable_for_each(lines: Sequence[StatementLine]) -> dict[int, list[Dossier]]:
    """The same for many lines in one query, by line id; exact amounts first."""
    projects = {line.project_id for line in lines if line.project_id}
    kinds = {kind for kind, _states in REQUESTS.values()}
    waiting: dict[int, list[Dossier]] = defaultdict(list)
    rows = Dossier.objects.filter(project__in=projects, kind__in=kinds, amount__isnull=False)
    for dossier in rows.select_related("project").order_by("id"):
        waiting[dossier.project_id].append(dossier)
    found: dict[int, list[Dossier]] = {}
    for line in lines:
        kind, states = REQUESTS[line.kind]
        fitting = [
            one for one in waiting[line.project_id or 0]
            if one.kind == kind and one.state in states and (one.amount or 0) >= line.amount
        ]  # fmt: skip
        found[line.pk] = sorted(fitting, key=lambda one: (one.amount != line.amount, one.pk))
    return found
