"""The demo's stories: how projects of 2023 and 2024 were carried out, so that every state can be seen. All invented."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from khuyencong.cli.demo_office import Office, next_working
from khuyencong.programme.actions.closing import close_file
from khuyencong.programme.models import Dossier, Project
from khuyencong.programme.queries.dossiers import advance_kind_of
from khuyencong.programme.queries.money import money_on
from khuyencong.programme.states import Desk, DossierKind, PlanPart, ProjectKind
from khuyencong.registry.queries import norm

MONEY_STEPS = ("submit", "confirm", "check", "agree", "endorse", "record", "send", "pay")


@dataclass
class Story:
    """One project's life until a named point; ``resume`` is the day from which a carried-over project goes on."""

    office: Office
    project: Project
    start: date
    until: str
    pace: int = 20
    accepted: int = 100
    resume: date | None = None
    resume_at: str = ""
    now: date = field(init=False)

    def __post_init__(self) -> None:
        self.now = next_working(self.start)

    def later(self, days: int | None = None) -> date:
        """Go on some days, to a working day, never past today."""
        self.now = min(next_working(self.now + timedelta(days=self.pace if days is None else days)), self.office.today)
        return self.now

    def reached(self, point: str) -> bool:
        """True when the story ends here; a carried-over story jumps to the day it goes on."""
        if point == self.resume_at and self.resume is not None:
            carry_over(self.office, self.project, date(self.project.year + 1, 1, 20))
            self.now = self.resume
        return point == self.until

    def run(self) -> Project:
        """Live the story to its end."""
        for chapter in (self.plan, self.contract, self.advance, self.acceptance, self.payment, self.settlement,
                        self.liquidation):  # fmt: skip
            if chapter():
                break
        return self.project

    def _steps(self, made: Dossier, steps: tuple[str, ...], gap: int, act: Callable[[str], None]) -> bool:
        """Take steps one after another; True when the story ends after one of them ('advance:checked')."""
        if self.reached(f"{made.kind}:draft"):
            return True
        for name in steps:
            self.later(gap)
            act(name)
            state = Dossier.objects.values_list("state", flat=True).get(pk=made.pk)
            if self.reached(f"{made.kind}:{state}"):
                return True
        return False

    def plan(self) -> bool:
        """A group project first has its implementation plan approved by Sở."""
        if self.project.kind != ProjectKind.GROUP:
            return self.reached("allocated")
        made = self.office.open(self.project, DossierKind.PLAN, self.now)
        self.office.lines_of(made, self.office.left(self.project, self.now))

        def act(name: str) -> None:
            if name == "approve":
                self.office.papers_there(made)
            self.office.step(made, name, self.now)

        return self._steps(made, ("submit", "approve"), 3, act)

    def contract(self) -> bool:
        made = self.office.open(self.project, DossierKind.CONTRACT, self.now)
        amount = self.office.left(self.project, self.now)
        self.office.fill(made, amount=amount)
        self.office.lines_of(made, amount)
        return self._steps(
            made, ("propose", "agree", "endorse", "record"), 1, lambda name: self._step(made, name)
        ) or self.reached("running")

    def _step(self, made: Dossier, name: str, amount: int | None = None) -> None:
        if name == "check" and made.kind != DossierKind.PROGRESS:
            self.office.papers_there(made)
        self.office.step(made, name, self.now, amount=amount)

    def progress(self) -> bool:
        """A report of the month that shows enough work for the first advance."""
        month = self.now.replace(day=1)
        if Dossier.objects.filter(project=self.project, kind=DossierKind.PROGRESS, month=month).exists():
            return False
        whole = self.project.total_cost or self.project.support
        made = self.office.open(self.project, DossierKind.PROGRESS, self.now, month=month, work_value=whole * 3 // 4,
                                expected_on=self.project.ends_on)  # fmt: skip
        names = ("submit", "confirm") if self.project.part == PlanPart.LOCALITY else ("submit", "check")
        return self._steps(made, names, 1, lambda name: self._step(made, name))

    def advance(self) -> bool:
        self.later()
        if self.progress():
            return True
        kind = advance_kind_of(self.project)
        share = int(norm(f"advance.{kind}.share", on=self.now).value) if kind and kind != "task" else 50
        contracted = money_on(self.project, self.now).contracted
        amount = contracted * min(share, 50 if share > 50 else share) // 100
        made = self.office.open(self.project, DossierKind.ADVANCE, self.now, amount=amount)
        return self._money(made, amount) or self.reached("advanced")

    def _money(self, made: Dossier, amount: int) -> bool:
        locality = self.project.part == PlanPart.LOCALITY
        names = tuple(name for name in MONEY_STEPS if locality or name != "confirm")
        return self._steps(made, names, 1, lambda name: self._step(made, name, amount if name == "pay" else None))

    def acceptance(self) -> bool:
        self.later(self.pace * 2)
        value = money_on(self.project, self.now).contracted * self.accepted // 100
        made = self.office.open(self.project, DossierKind.ACCEPTANCE, self.now, amount=value, final=True)
        self.office.lines_of(made, value, done=True)
        name = "accept" if self.project.part == PlanPart.LOCALITY else "accept_agency"

        def act(step: str) -> None:
            if step == name:
                self.office.papers_there(made)
            self.office.step(made, step, self.now)

        return self._steps(made, ("submit", name), 4, act) or self.reached("accepted")

    def payment(self) -> bool:
        left = money_on(self.project, self.now).to_pay
        if not left:
            return False
        self.later(5)
        made = self.office.open(self.project, DossierKind.PAYMENT, self.now, amount=left, final=True)
        return self._money(made, left) or self.reached("paid")

    def settlement(self) -> bool:
        made = Dossier.objects.get(project=self.project, kind=DossierKind.SETTLEMENT)
        self.office.lines_of(made, money_on(self.project, self.now).accepted, done=True, asked=True)
        return self._steps(made, ("submit", "check", "agree"), 2, lambda name: self._step(made, name))

    def liquidation(self) -> bool:
        self.later(4)
        made = self.office.open(self.project, DossierKind.LIQUIDATION, self.now)
        if self._steps(made, ("propose", "agree", "endorse", "record"), 2, lambda name: self._step(made, name)):
            return True
        if self.until == "closed":
            close_file(by=self.office.desks[Desk.OFFICER], project=self.project, on=self.office.today)
        return True


def carry_over(office: Office, project: Project, on: date) -> None:
    """What is left of the contract is carried over to the next year by a decision."""
    left = money_on(project, on).to_advance
    if not left:
        return
    made = office.open(project, DossierKind.YEAR_END, on, amount=left, option="carry")
    for days, name in enumerate(("propose", "agree", "endorse", "record")):
        office.step(made, name, next_working(on + timedelta(days=days)), symbol="QĐ-BCT" if name == "record" else "")


def adjusted(
    office: Office, project: Project, on: date, *changes: Mapping[str, object], symbol: str, note: str
) -> Dossier:
    """An adjustment asked for, confirmed, checked, agreed and decided by the body the law names."""
    made = office.open(project, DossierKind.ADJUSTMENT, on, note=note)
    office.change(made, *changes)
    for days, name in enumerate(("submit", "confirm", "check", "agree", "endorse", "record")):
        if name == "check":
            office.papers_there(made)
        office.step(made, name, next_working(on + timedelta(days=2 * days)), symbol=symbol if name == "record" else "")
    return made
