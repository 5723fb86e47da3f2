"""Ties statement lines to recorded Treasury papers: by number, then by project, kind, amount and day, then by payee."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from khuyencong.kernel.text import fold
from khuyencong.programme.actions.statements.register import Paper, Register, like, plain_number, same_kind
from khuyencong.programme.models import StatementLine, TreasuryEntry
from khuyencong.programme.states import EntryKind, TieState


@dataclass
class Tying:
    """One run over the lines of a statement. ``taken``: papers some line already shows."""

    register: Register
    taken: set[int] = field(default_factory=set)

    def run(self, lines: Sequence[StatementLine]) -> None:
        """Set project, entry, kind and state of every line; explained lines keep theirs."""
        waiting = [line for line in lines if line.state != TieState.EXPLAINED]
        settled = [line for line in lines if line.state == TieState.EXPLAINED and line.found != TieState.DOUBLE]
        self.taken |= {line.entry_id for line in settled if line.entry_id}
        for line in waiting:
            line.entry, line.state = None, TieState.UNKNOWN
            if line.project_id is None:
                line.project_id = self.register.project_in(f"{line.content} ; {line.payee}")
        waiting = [line for line in waiting if line.amount > 0]
        waiting = self._without_doubles(waiting, settled)
        for way in (_same_number, _same_project, _same_payee):
            waiting = self._tie(waiting, way, TieState.TIED)
        for way in (_other_amount_by_number, _other_amount_by_day):
            waiting = self._tie(waiting, way, TieState.AMOUNT)
        for line in waiting:
            self._guess(line)

    def _without_doubles(self, lines: Sequence[StatementLine], settled: Iterable[StatementLine]) -> list[StatementLine]:
        """Lines less those that repeat number, kind, amount and project of an earlier one, here or in another month."""
        seen = {_key(line) for line in settled if line.number}
        kept = []
        for line in lines:
            shown_before = self._elsewhere(line)
            if line.number and (_key(line) in seen or shown_before is not None):
                line.state, line.entry = TieState.DOUBLE, shown_before
                line.project_id = line.project_id or (shown_before.project_id if shown_before else None)
                line.kind = line.kind or (shown_before.kind if shown_before else "")
                continue
            seen.add(_key(line))
            kept.append(line)
        return kept

    def _elsewhere(self, line: StatementLine) -> TreasuryEntry | None:
        """The paper with this line's number and amount that another month's statement already shows."""
        for paper in self.register.by_number.get(plain_number(line.number), []) if line.number else []:
            shown = paper.entry.pk in self.register.elsewhere
            if shown and paper.entry.amount == line.amount and _may_be(line, paper):
                return paper.entry
        return None

    def _tie(
        self,
        lines: Sequence[StatementLine],
        way: Callable[[Register, StatementLine, set[int]], Paper | None],
        state: str,
    ) -> list[StatementLine]:
        left = []
        for line in lines:
            paper = way(self.register, line, self.taken)
            if paper is None:
                left.append(line)
                continue
            self.taken.add(paper.entry.pk)
            line.entry, line.state, line.kind = paper.entry, state, paper.entry.kind
            line.project_id = paper.entry.project_id
        return left

    def _guess(self, line: StatementLine) -> None:
        """A line nobody recorded: at least whose it is, when one request at the Treasury says so."""
        if line.project_id is None:
            line.project_id = self.register.project_asking(line.kind, line.amount, line.payee)


def _key(line: StatementLine) -> tuple[str, str, int, object]:
    return plain_number(line.number), line.kind, line.amount, line.project_id or fold(line.payee or line.content)


def _may_be(line: StatementLine, paper: Paper) -> bool:
    """Kind and, where the line names one, project do not contradict."""
    return same_kind(line.kind, paper.entry.kind) and line.project_id in (None, paper.entry.project_id)


def _free(papers: Iterable[Paper], line: StatementLine, taken: set[int], register: Register) -> list[Paper]:
    gone = register.elsewhere
    return [p for p in papers if p.entry.pk not in taken and p.entry.pk not in gone and _may_be(line, p)]


def _one(papers: Sequence[Paper], line: StatementLine, register: Register) -> Paper | None:
    """The only paper; of several the only one of the month, else the one nearest to the line's day."""
    if len(papers) > 1:
        papers = [paper for paper in papers if register.in_month(paper)] or papers
    if len(papers) > 1 and line.on is not None and line.project_id is not None:
        day = line.on
        return min(papers, key=lambda paper: abs((paper.entry.on - day).days))
    return papers[0] if len(papers) == 1 else None


def _same_number(register: Register, line: StatementLine, taken: set[int]) -> Paper | None:
    numbered = register.by_number.get(plain_number(line.number), []) if line.number else []
    found = [paper for paper in _free(numbered, line, taken, register) if paper.entry.amount == line.amount]
    return _one(found, line, register)


def _same_project(register: Register, line: StatementLine, taken: set[int]) -> Paper | None:
    if line.project_id is None:
        return None
    papers = [p for p in register.papers if register.in_month(p) and p.entry.project_id == line.project_id]
    found = [paper for paper in _free(papers, line, taken, register) if paper.entry.amount == line.amount]
    return _one(found, line, register)


def _same_payee(register: Register, line: StatementLine, taken: set[int]) -> Paper | None:
    if line.project_id is not None:
        return None
    said = [fold(line.payee)] if line.payee else [fold(line.content)]
    found = [
        paper
        for paper in _free(register.papers, line, taken, register)
        if register.in_month(paper) and paper.entry.amount == line.amount
        and any(like(name, text) for name in paper.names for text in said)
    ]  # fmt: skip
    return _one(found, line, register)


def _other_amount_by_number(register: Register, line: StatementLine, taken: set[int]) -> Paper | None:
    """The same paper with another amount: the number of this month, and project or payee agree."""
    numbered = register.by_number.get(plain_number(line.number), []) if line.number else []
    found = [
        paper
        for paper in _free(numbered, line, taken, register)
        if register.in_month(paper)
        and (line.project_id or not line.payee or any(like(name, fold(line.payee)) for name in paper.names))
    ]
    return _one(found, line, register)


def _other_amount_by_day(register: Register, line: StatementLine, taken: set[int]) -> Paper | None:
    """The only paper of the project and kind on that day, unless both sides name numbers that differ."""
    if line.project_id is None or line.on is None or not line.kind:
        return None
    papers = [p for p in register.papers if p.entry.project_id == line.project_id and p.entry.on == line.on]
    found = _free(papers, line, taken, register)
    if len(found) != 1 or (line.number and found[0].number and found[0].number != plain_number(line.number)):
        return None
    return found[0]


def kind_or_usual(kind: str) -> str:
    """A line that says nothing of its kind is a payment until a person or a paper says otherwise."""
    return kind or EntryKind.PAYMENT.value
