"""Whom a statement line may mean: projects by code, contract number and payee; Treasury papers recorded so far."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q

from khuyencong.kernel.text import fold
from khuyencong.programme.models import Dossier, Project, Statement, StatementLine, TreasuryEntry
from khuyencong.programme.states import DossierKind, DossierState, EntryKind, TieState

BACK = frozenset({EntryKind.RETURN.value, EntryKind.REFUND.value})
_ASKED = {DossierKind.ADVANCE.value: EntryKind.ADVANCE.value, DossierKind.PAYMENT.value: EntryKind.PAYMENT.value}


def plain_number(text: str) -> str:
    """A paper's number for comparison: folded, spaces out, leading zeros of a bare number out."""
    plain = "".join(fold(text).split())
    return plain.lstrip("0") or plain if plain.isdigit() else plain


def same_kind(said: str, recorded: str) -> bool:
    """Money coming back is one family: whether it is a return or a refund follows from the year it comes back in."""
    return not said or said == recorded or {said, recorded} <= BACK


def like(name: str, text: str) -> bool:
    """Does a folded text name this body in full? Centres of two provinces differ in one word: no near names."""
    return bool(name) and f" {name} " in f" {text} "


@dataclass
class Paper:
    """A recorded Treasury paper with what it is recognised by."""

    entry: TreasuryEntry
    number: str
    names: tuple[str, ...]


@dataclass
class Register:
    """Everything a month's lines are held against. ``elsewhere``: papers that other months' statements show."""

    month: date
    projects: dict[int, Project] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)
    contracts: list[tuple[str, int]] = field(default_factory=list)
    papers: list[Paper] = field(default_factory=list)
    by_number: dict[str, list[Paper]] = field(default_factory=lambda: defaultdict(list))
    asked: dict[tuple[str, int], list[int]] = field(default_factory=lambda: defaultdict(list))
    names: dict[int, str] = field(default_factory=dict)
    elsewhere: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, statement: Statement) -> "Register":
        """Projects of the month's year and of years still carried out; papers of the month and of that year."""
        register = cls(statement.month)
        year = statement.month.year
        near = Q(year__in=(year, year - 1)) | Q(execution__isnull=False, year__lt=year)
        for project in Project.objects.filter(near).only("code", "implementer_name", "year"):
            register.projects[project.pk] = project
            register.codes[fold(project.code)] = project.pk
            register.names[project.pk] = fold(project.implementer_name)
        register._read_dossiers()
        register._read_papers(statement)
        return register

    def _read_dossiers(self) -> None:
        contracts = Dossier.objects.filter(kind=DossierKind.CONTRACT, state=DossierState.RECORDED)
        for number, project in contracts.values_list("document__number", "project_id"):
            if number and fold(number):
                self.contracts.append((fold(number), project))
        asked = Dossier.objects.filter(kind__in=_ASKED, state=DossierState.AT_TREASURY, amount__isnull=False)
        for kind, amount, project in asked.values_list("kind", "amount", "project_id"):
            self.asked[_ASKED[kind], amount or 0].append(project)

    def _read_papers(self, statement: Statement) -> None:
        """Papers of the year that stand; what was reversed ties to nothing."""
        rows = TreasuryEntry.objects.filter(on__year=statement.month.year, movement__reversal__isnull=True)
        for entry in rows.select_related("document", "project"):
            names = (fold(entry.payee), fold(entry.project.implementer_name))
            paper = Paper(entry, plain_number(entry.document.number), names)
            self.papers.append(paper)
            if paper.number:
                self.by_number[paper.number].append(paper)
        double = Q(state=TieState.DOUBLE) | Q(found=TieState.DOUBLE)
        others = StatementLine.objects.exclude(statement=statement).filter(entry__isnull=False, row__gt=0)
        self.elsewhere = {pk for pk in others.exclude(double).values_list("entry_id", flat=True) if pk}

    def project_in(self, text: str) -> int | None:
        """The one project a text names by its code or by its contract's number; None when it names none or several."""
        padded = f" {fold(text)} "
        found = {pk for code, pk in self.codes.items() if f" {code} " in padded}
        found = found or {pk for number, pk in self.contracts if f" {number} " in padded}
        return next(iter(found)) if len(found) == 1 else None

    def project_asking(self, kind: str, amount: int, payee: str) -> int | None:
        """The one project whose request for exactly this amount lies at the Treasury and whose unit is the payee."""
        known = [pk for pk in self.asked.get((kind, amount), []) if like(self.names.get(pk, ""), fold(payee))]
        return known[0] if len(set(known)) == 1 else None

    def in_month(self, paper: Paper) -> bool:
        """Is the paper dated in the statement's month?"""
        return paper.entry.on.replace(day=1) == self.month
