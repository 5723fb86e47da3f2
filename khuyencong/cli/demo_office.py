"""The demo's office at work: takes a project through its dossiers, each step by the account that sits at the desk.

Bodies without an account send letters, recorded on their behalf by the officer. Every paper is invented.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import Standing, standing_of
from khuyencong.documents.models import Document
from khuyencong.programme.actions.dossiers import fill_dossier, mark_paper, open_dossier, write_changes, write_lines
from khuyencong.programme.actions.papers import record_paper
from khuyencong.programme.actions.steps import take_step
from khuyencong.programme.models import Dossier, Project
from khuyencong.programme.permissions import can_sit
from khuyencong.programme.queries.dossiers import has_department, missing_of
from khuyencong.programme.queries.money import money_on
from khuyencong.programme.states import Desk, DossierKind
from khuyencong.programme.transitions import machine_of
from khuyencong.records.transitions import Deed, Paper, Transition
from khuyencong.registry.queries import name_on

SYMBOLS = {"HĐ": "HĐ-KCQG", "BB": "BB-NT", "KB": "KB-UNC", "TTr": "TTr-CTĐP", "QĐ": "QĐ-CTĐP", "CV": "CV-KC"}
KEPT_ON_PAPER = "Bản giấy lưu tại hồ sơ"


def next_working(on: date) -> date:
    """A weekday for an invented paper."""
    return on + timedelta(days={5: 2, 6: 1}.get(on.weekday(), 0))


def symbol_on(on: date, kind: str = "") -> str:
    """What follows the number of an invented paper of the Agency: its symbol of that day, while one is known."""
    name = name_on(on, "CUC")
    symbol = name.symbol if name and name.symbol else "MH"
    return f"{kind}-{symbol}" if kind else f"{symbol}-VP"


@dataclass
class Office:
    """Who sits at the Agency's desks, which bodies have accounts, and the running number of invented papers."""

    desks: dict[str, User]
    others: list[User]
    today: date
    numbers: Iterator[int] = field(default_factory=lambda: count(9001))
    standings: dict[int, Standing] = field(default_factory=dict)

    def sitting(self, desk: str, project: Project) -> tuple[User, bool]:
        """The account that takes a step of this desk, and whether it records for a body that sent a letter."""
        if desk in self.desks and desk not in (Desk.UNIT, Desk.SO):
            return self.desks[desk], False
        for user in self.others:
            if can_sit(self._standing(user), desk, project):
                return user, False
        if desk == Desk.UNIT and can_sit(self._standing(self.desks[Desk.OFFICER]), desk, project):
            return self.desks[Desk.OFFICER], False
        return self.desks[Desk.OFFICER], True

    def _standing(self, user: User) -> Standing:
        """The person's standing, asked once."""
        if user.pk not in self.standings:
            self.standings[user.pk] = standing_of(user, self.today)
        return self.standings[user.pk]

    def open(self, project: Project, kind: str, on: date, **values: object) -> Dossier:
        """Open a dossier at its maker's desk."""
        machine = machine_of(kind)
        maker, _letter = self.sitting(machine.desk_of(machine.first), project)
        month = values.pop("month", None)
        return open_dossier(
            by=maker, project=project, kind=kind, on=on, today=self.today, month=month, values=values  # type: ignore[arg-type]
        )  # fmt: skip

    def paper(self, dossier: Dossier, transition: Transition, on: date, symbol: str = "") -> Document:
        """An invented paper for a step."""
        kind = {"pay": "KB"}.get(transition.name, "")
        kinds = {DossierKind.CONTRACT: "HĐ", DossierKind.ACCEPTANCE: "BB", DossierKind.LIQUIDATION: "BB",
                 DossierKind.ADJUSTMENT: "QĐ", DossierKind.YEAR_END: "QĐ", DossierKind.PLAN: "QĐ"}  # fmt: skip
        if not kind:
            kind = kinds.get(DossierKind(dossier.kind), "TTr") if transition.paper is Paper.REQUIRED else "CV"
        number = f"{next(self.numbers)}/{symbol or SYMBOLS[kind]}"
        return record_paper(
            by=self.desks[Desk.CLERK], dossier=dossier, transition=transition, number=number, on=on, today=self.today,
            signatory="Nguyễn Văn Mẫu",
        )  # fmt: skip

    def step(self, dossier: Dossier, name: str, on: date, *, amount: int | None = None, remark: str = "",
             symbol: str = "") -> Dossier:  # fmt: skip
        """Take a step by whoever sits at its desk, on an invented paper where it needs one."""
        dossier = Dossier.objects.select_related("project").get(pk=dossier.pk)
        transition = machine_of(dossier.kind).named(name)
        user, letter = self.sitting(transition.desk, dossier.project)
        needs = letter or transition.paper is Paper.REQUIRED
        paper = self.paper(dossier, transition, on, symbol) if needs else None
        said = {"budget_code": "016-280-309-7049", "payee": dossier.project.implementer_name} if name == "pay" else {}
        deed = Deed(on, user, amount, paper, letter, remark, said=said)
        return take_step(by=user, dossier=dossier, name=name, deed=deed, today=self.today)

    def papers_there(self, dossier: Dossier) -> None:
        """Mark every required paper as kept on paper, by whoever holds the dossier."""
        dossier = Dossier.objects.select_related("project").get(pk=dossier.pk)
        user, _letter = self.sitting(dossier.desk, dossier.project)
        for item in missing_of(dossier):
            mark_paper(by=user, dossier=dossier, code=item.code, today=self.today, note=KEPT_ON_PAPER)

    def lines_of(self, dossier: Dossier, amount: int, **columns: bool) -> None:
        """One line a beneficiary (or one for all), sharing the amount to the đồng."""
        project = dossier.project
        people = list(project.beneficiaries.select_related("establishment"))
        names: list[tuple[str, int | None]] = [(f"Nội dung tại {one.establishment.name}", one.pk) for one in people]
        names = names or [(project.title, None)]
        part, rest = divmod(amount, len(names))
        rows = [
            {"title": title[:400], "beneficiary": pk, "support": part + (rest if not index else 0), "unit": "gói",
             "counterpart": (project.counterpart or 0) // len(names)}
            for index, (title, pk) in enumerate(names)
        ]  # fmt: skip
        for row in rows:
            if columns.get("done"):
                row.update(done=row["support"], share=100)
            if columns.get("asked"):
                row.update(asked=row["support"], approved=row["support"])
        user, _letter = self.sitting(dossier.desk, project)
        write_lines(by=user, dossier=dossier, lines=rows, today=self.today)

    def fill(self, dossier: Dossier, **values: object) -> None:
        """Set values as the maker."""
        user, _letter = self.sitting(dossier.desk, dossier.project)
        fill_dossier(by=user, dossier=dossier, values=values, today=self.today)

    def change(self, dossier: Dossier, *changes: Mapping[str, object]) -> None:
        """Say what an adjustment asks for."""
        user, _letter = self.sitting(dossier.desk, dossier.project)
        write_changes(by=user, dossier=dossier, changes=changes, today=self.today)

    def left(self, project: Project, on: date) -> int:
        """What of the allocation is not contracted yet."""
        return money_on(project, on).to_contract

    def confirmed_by_so(self, project: Project) -> bool:
        return has_department(project)
