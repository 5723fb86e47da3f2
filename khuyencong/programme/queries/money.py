"""Money of projects from contract to settlement, from the movements alone, as of a day. Amounts in đồng."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import date

from django.db.models import BigIntegerField, Case, F, Q, QuerySet, Sum, When

from khuyencong.ledger.models import Movement
from khuyencong.ledger.states import Stage, Step
from khuyencong.programme.models import Execution, Project

LINES = ("contracted_line", "advanced_line", "payable_line", "spent_line", "settled_line")


@dataclass
class Money:
    """What reached a project by each step, less what went back by it; then what stands on its lines.

    ``to_contract``: allocated and not contracted; ``to_advance``: contracted, neither advanced nor accepted;
    ``unaccepted``: advanced and not accepted (to be refunded when nothing more is accepted); ``to_pay``: accepted and
    not paid; ``to_settle``: accepted and paid, not settled.
    """

    planned: int = 0
    allocated: int = 0
    contracted: int = 0
    advanced: int = 0
    accepted: int = 0
    paid: int = 0
    settled: int = 0
    returned: int = 0
    refunded: int = 0
    cancelled: int = 0
    carried: int = 0
    to_contract: int = 0
    to_advance: int = 0
    unaccepted: int = 0
    to_pay: int = 0
    to_settle: int = 0

    @property
    def disbursed(self) -> int:
        """What the Treasury paid out (giải ngân): advances and payments, less advances taken back in the year."""
        return self.advanced + self.paid - self.returned

    def add(self, other: "Money") -> None:
        """Sum another project's money into this."""
        for item in fields(self):
            setattr(self, item.name, getattr(self, item.name) + getattr(other, item.name))


_LEFT = {"allocated_line": "to_contract", "contracted_line": "to_advance", "advanced_line": "unaccepted",
         "payable_line": "to_pay", "spent_line": "to_settle"}  # fmt: skip
_FORWARD = {
    Step.PLANNED: (Stage.SOURCE,), Step.ALLOCATED: (Stage.PLANNED,), Step.CONTRACTED: (Stage.ALLOCATED,),
    Step.ADVANCED: (Stage.CONTRACTED,), Step.ACCEPTED: (Stage.ADVANCED, Stage.CONTRACTED), Step.PAID: (Stage.PAYABLE,),
    Step.SETTLED: (Stage.SPENT,), Step.RETURNED: (Stage.ADVANCED,),
    Step.REFUNDED: (Stage.ADVANCED, Stage.SPENT, Stage.SETTLED),
    Step.CANCELLED: (Stage.PLANNED, Stage.ALLOCATED, Stage.CONTRACTED),
    Step.CARRIED: (Stage.ALLOCATED, Stage.CONTRACTED),
}  # fmt: skip


def goes_forward(step: str, source_stage: str) -> bool:
    """True when money left this stage in the direction of its step, False when it came back."""
    return source_stage in _FORWARD[Step(step)]


def owners_of(projects: Sequence[Project]) -> dict[int, tuple[int, str]]:
    """Project id and name of the line, by line id, of every line the projects hold."""
    owners: dict[int, tuple[int, str]] = {}
    for project in projects:
        owners[project.planned_line_id] = (project.pk, "planned_line")
        owners[project.allocated_line_id] = (project.pk, "allocated_line")
    rows = Execution.objects.filter(project__in=[project.pk for project in projects])
    for row in rows.values_list("project_id", *(f"{name}_id" for name in LINES)):
        owners.update({line: (row[0], name) for name, line in zip(LINES, row[1:], strict=True)})
    return owners


def _movements(lines: Iterable[int], day: date) -> Iterable[tuple[int, int, str, int, str]]:
    lines = list(lines)
    touching = Movement.objects.filter(Q(source_id__in=lines) | Q(target_id__in=lines), on__lte=day)
    return touching.values_list("source_id", "target_id", "step", "amount", "source__stage")


def money_of(projects: Sequence[Project], day: date) -> dict[int, Money]:
    """Money of each project by its id, in two queries however many there are."""
    owners = owners_of(projects)
    found = {project.pk: Money() for project in projects}
    for source, target, step, amount, stage in _movements(owners, day):
        forward = step == Step.ASSIGNED or goes_forward(step, stage)
        owner = owners.get(source) or owners.get(target)
        if owner is None or step == Step.ASSIGNED:
            continue
        money = found[owner[0]]
        if step == Step.CARRIED:
            money.carried += amount if forward else 0
        else:
            setattr(money, step, getattr(money, step) + (amount if forward else -amount))
        for line, sign in ((source, -1), (target, 1)):
            name = _LEFT.get(owners[line][1]) if line in owners else None
            if name:
                setattr(money, name, getattr(money, name) + sign * amount)
    return found


# Which line of a project every movement of a later step touches, and by which steps a figure is made up.
_TOUCHED = {
    Step.CONTRACTED: ("contracted",), Step.ADVANCED: ("advanced",), Step.RETURNED: ("advanced",),
    Step.ACCEPTED: ("payable", "spent"), Step.PAID: ("payable",), Step.SETTLED: ("settled",),
}  # fmt: skip
MADE_OF: dict[str, tuple[tuple[str, int], ...]] = {
    "contracted": ((Step.CONTRACTED, 1),),
    "advanced": ((Step.ADVANCED, 1),),
    "paid": ((Step.PAID, 1),),
    "disbursed": ((Step.ADVANCED, 1), (Step.PAID, 1), (Step.RETURNED, -1)),
    "accepted": ((Step.ACCEPTED, 1),),
    "settled": ((Step.SETTLED, 1),),
}


def movements_by_step(rows: QuerySet[Project], step: str, day: date) -> QuerySet[Movement]:
    """Movements of a later step of these projects by a day, with ``signed``: what they add to the step's figure."""
    carried = Execution.objects.filter(project__in=rows.order_by())
    touching = Q()
    for name in _TOUCHED[Step(step)]:
        lines = carried.values(f"{name}_line")
        touching |= Q(source__in=lines) | Q(target__in=lines)
    out, back = F("amount"), -F("amount")
    forward = Case(When(source__stage__in=_FORWARD[Step(step)], then=out), default=back, output_field=BigIntegerField())
    return Movement.objects.filter(touching, step=step, on__lte=day).annotate(signed=forward)


def projects_of_movements(moves: QuerySet[Movement]) -> dict[int, Project]:
    """The project of each movement of a later step, by movement id."""
    ends = [(move.pk, move.source_id, move.target_id) for move in moves]
    lines = {line for _pk, *both in ends for line in both}
    touching = Q()
    for name in LINES:
        touching |= Q(**{f"{name}__in": lines})
    owners: dict[int, Project] = {}
    for row in Execution.objects.filter(touching).select_related("project"):
        owners.update({getattr(row, f"{name}_id"): row.project for name in LINES})
    return {pk: owners.get(target) or owners[source] for pk, source, target in ends}


def reached_later(rows: QuerySet[Project], name: str, day: date) -> int:
    """A figure of the steps after the allocation ('disbursed', 'accepted', …) of these projects by a day, in đồng."""
    total = 0
    for step, sign in MADE_OF[name]:
        total += sign * (movements_by_step(rows, step, day).aggregate(sum=Sum("signed"))["sum"] or 0)
    return total


def money_on(project: Project, day: date) -> Money:
    """Money of one project as of a day."""
    return money_of([project], day)[project.pk]
