"""People and a small allocated project of an invented year, and the acts that carry it out, for tests."""

from dataclasses import dataclass, field
from datetime import date

from khuyencong.accounts.models import Assignment, User
from khuyencong.documents.actions import record_document
from khuyencong.programme.actions import record_allocations, record_plan
from khuyencong.programme.actions.dossiers import fill_dossier, mark_paper, open_dossier
from khuyencong.programme.actions.steps import take_step
from khuyencong.programme.models import Dossier, Project
from khuyencong.programme.queries.dossiers import missing_of
from khuyencong.programme.queries.money import money_on
from khuyencong.records.transitions import Deed
from khuyencong.registry.models import Organisation
from tests.programme.papers import MILLION, allocation, allocations, batch, options, plan, project

TODAY = date(2021, 12, 31)
YEAR = 2021


def person(name: str, role: str, body: Organisation) -> User:
    user, _made = User.objects.get_or_create(username=name, defaults={"full_name": f"Người thử {name}"})
    Assignment.objects.get_or_create(user=user, organisation=body, role=role, valid_from=date(2020, 1, 1))
    return user


@dataclass
class Cast:
    """One project with everyone who may touch it; ``act`` takes a step with a fresh paper."""

    project: Project
    unit: User
    so: User
    officer: User
    head: User
    leader: User
    clerk: User
    accountant: User
    papers: int = 0
    made: dict[str, Dossier] = field(default_factory=dict)

    def paper(self, kind: str, on: date, issuer: str = "CUC"):
        self.papers += 1
        body = {"unit": self.project.implementer, "so": self.so.assignments.first().organisation}.get(issuer)
        name = "Kho bạc Nhà nước" if issuer == "treasury" else ""
        suffix = {"CUC": f"{kind}-CTĐP", "BCT": f"{kind}-BCT"}.get(issuer, f"{kind}-{issuer.upper()}")
        return record_document(
            by=None, kind=kind, number=f"{70_000 + self.project.pk * 100 + self.papers}/{suffix}", on=on, year=on.year,
            abstract="Văn bản minh họa", issuer=body, issuer_name=name,
        )  # fmt: skip

    def open(self, kind: str, on: date, by: User | None = None, **values) -> Dossier:
        maker = by or (self.officer if kind in ("contract", "liquidation", "year_end") else self.unit)
        month = values.pop("month", None)
        return open_dossier(
            by=maker, project=self.project, kind=kind, on=on, today=TODAY, month=month, values=values
        )  # fmt: skip

    def mark_all(self, dossier: Dossier, by: User) -> None:
        for item in missing_of(dossier):
            mark_paper(by=by, dossier=dossier, code=item.code, today=TODAY, not_needed=True, note="Bản giấy kèm theo")

    def act(self, by: User, dossier: Dossier, name: str, on: date, **deed) -> Dossier:
        return take_step(
            by=by, dossier=Dossier.objects.get(pk=dossier.pk), name=name, deed=Deed(on, **deed), today=TODAY
        )

    def fill(self, dossier: Dossier, by: User, **values) -> Dossier:
        return fill_dossier(by=by, dossier=dossier, values=values, today=TODAY)

    def contract(self, amount: int, on: date) -> Dossier:
        made = self.open("contract", on, amount=amount)
        self.act(self.officer, made, "propose", on)
        self.act(self.head, made, "agree", on)
        self.act(self.leader, made, "endorse", on)
        return self.act(self.clerk, made, "record", on, document=self.paper("HĐ", on))

    def progress(self, work: int, on: date) -> Dossier:
        made = self.open("progress", on, month=on.replace(day=1), work_value=work)
        self.act(self.unit, made, "submit", on)
        return self.act(self.so, made, "confirm", on)

    def ask(self, kind: str, amount: int, on: date) -> Dossier:
        """Advance or payment, up to the Treasury."""
        made = self.open(kind, on, amount=amount)
        self.act(self.unit, made, "submit", on)
        self.act(self.so, made, "confirm", on)
        self.mark_all(made, self.officer)
        self.act(self.officer, made, "check", on)
        self.act(self.head, made, "agree", on)
        self.act(self.leader, made, "endorse", on)
        self.act(self.clerk, made, "record", on, document=self.paper("TTr", on))
        return self.act(self.accountant, made, "send", on)

    def pay(self, kind: str, amount: int, on: date, paid: int | None = None) -> Dossier:
        made = self.ask(kind, amount, on)
        paper = self.paper("KB", on, "treasury")
        return self.act(self.accountant, made, "pay", on, amount=paid or amount, document=paper)

    def accept(self, amount: int, on: date, final: bool = True) -> Dossier:
        made = self.open("acceptance", on, amount=amount, final=final)
        self.act(self.unit, made, "submit", on)
        self.mark_all(made, self.so)
        return self.act(self.so, made, "accept", on, document=self.paper("BB", on, "so"))

    def settle(self, on: date) -> Dossier:
        made = Dossier.objects.get(project=self.project, kind="settlement")
        self.act(self.unit, made, "submit", on)
        self.mark_all(made, self.officer)
        self.act(self.officer, made, "check", on)
        return self.act(self.head, made, "agree", on)

    def liquidate(self, on: date) -> Dossier:
        made = self.open("liquidation", on)
        self.act(self.officer, made, "propose", on)
        self.act(self.head, made, "agree", on)
        return self.act(self.clerk, made, "record", on, document=self.paper("BB", on))

    def money(self, on: date = TODAY):
        return money_on(self.project, on)


def cast(planned: int = 300, allocated: int = 300, total: int = 500, mark: str = "a", **changes) -> Cast:
    """A project of Phú Thọ in đồng millions, planned and allocated, with an account at every desk."""
    rows = [project(1, planned, total_cost=total * MILLION, **changes)]
    record_plan(by=None, printed=plan(rows), options=options(f"plan-{mark}"))
    if allocated:
        printed = allocations(batch([allocation(1, allocated)]))
        record_allocations(by=None, printed=printed, options=options(f"allocation-{mark}"))
    found = Project.objects.get(year=YEAR, position=1)
    agency = Organisation.objects.get(code="CUC")
    so = Organisation.objects.get(kind="department", place=found.place)
    return Cast(
        found, person("thu-donvi", "unit_head", found.implementer), person("thu-so", "so_leader", so),
        person("thu-chuyenvien", "officer", agency), person("thu-truongphong", "division_head", agency),
        person("thu-lanhdao", "agency_leader", agency), person("thu-vanthu", "clerk", agency),
        person("thu-ketoan", "accountant", agency),
    )  # fmt: skip
