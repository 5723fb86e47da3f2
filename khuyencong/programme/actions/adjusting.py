"""A recorded decision on an adjustment takes effect: a new version of the project, and money by reversing movements."""

from django.db.models import Max

from khuyencong.ledger.actions import Transfer, move_from_source
from khuyencong.ledger.states import Stage, Step
from khuyencong.programme.actions.effects import moved, owe_refund
from khuyencong.programme.actions.executions import execution_of, move_state, sink
from khuyencong.programme.models import AdjustmentChange, Dossier, Execution, ProjectVersion
from khuyencong.programme.queries.money import money_on
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.queries import authority_of

STOPPING = ("stop", "stop_violation")


def take_decision(dossier: Dossier, transition: Transition, deed: Deed) -> None:
    """Keep both versions and move money as the decision says."""
    execution = execution_of(by=deed.by, project=dossier.project)
    changes = {change.change: change for change in dossier.changes.all()}
    support = _support_after(dossier, deed)
    _version(dossier, deed, support)
    if any(name in changes for name in STOPPING):
        _release(dossier, execution, deed, keep=0)
        move_state(execution, "stop", deed)
        owe_refund(dossier, deed, money_on(dossier.project, deed.on).unaccepted)
        return
    before = money_on(dossier.project, deed.on).planned
    if support > before:
        source = sink(dossier.project, Stage.SOURCE)
        transfer = Transfer(source, dossier.project.planned_line, support - before, Step.PLANNED)
        move_from_source(by=deed.by, transfers=[transfer], on=deed.on, document=deed.document)
    elif support < before:
        _release(dossier, execution, deed, keep=support)


def _support_after(dossier: Dossier, deed: Deed) -> int:
    amounts = [change.amount for change in dossier.changes.all() if change.amount is not None]
    return amounts[-1] if amounts else money_on(dossier.project, deed.on).planned


def _release(dossier: Dossier, execution: Execution, deed: Deed, *, keep: int) -> None:
    """Give back what the project no longer gets, from the contract to the allocation, the plan and the State budget.

    Money advanced, accepted or paid stays where it is: it is accepted or refunded on its own paper.
    """
    project, money = dossier.project, money_on(dossier.project, deed.on)
    surplus = money.planned - keep
    untouched = money.planned - money.allocated
    back = {
        "contract": max(0, min(surplus - untouched - money.to_contract, money.to_advance)),
        "allocation": max(0, min(surplus - untouched, money.to_contract + money.to_advance)),
    }
    moved(deed.by, execution.contracted_line, project.allocated_line, back["contract"], Step.CONTRACTED, deed.on,
          deed.document)  # fmt: skip
    moved(deed.by, project.allocated_line, project.planned_line, back["allocation"], Step.ALLOCATED, deed.on,
          deed.document)  # fmt: skip
    plan = min(surplus, untouched + back["allocation"])
    source = sink(project, Stage.SOURCE)
    moved(deed.by, project.planned_line, source, plan, Step.PLANNED, deed.on, deed.document)


def _words(dossier: Dossier, change: AdjustmentChange, deed: Deed) -> str:
    """'Thay đổi địa điểm: A → B'."""
    kind = "group" if dossier.project.kind == "group" else ""
    title = authority_of(change.change, kind, deed.on).title
    return f"{title}: {change.before} → {change.after}" if change.before or change.after else title


def _version(dossier: Dossier, deed: Deed, support: int) -> None:
    """The project as it is from the decision's day on; the version before stays as it was."""
    project = dossier.project
    last = project.versions.aggregate(last=Max("number"))["last"] or 1
    known = project.versions.filter(number=last).first()
    changes = list(dossier.changes.all())
    place = next((change.place_id for change in changes if change.place_id), known.place_id if known else None)
    ends = next((change.ends_on for change in changes if change.ends_on), known.ends_on if known else None)
    names = [change.after for change in changes if change.change == "beneficiary" and change.after]
    ProjectVersion.objects.create(
        project=project, number=last + 1, on=deed.on, dossier=dossier, document=deed.document, support=support,
        ends_on=ends or project.ends_on, place_id=place or project.place_id, implementer_id=project.implementer_id,
        content="\n".join(_words(dossier, change, deed) for change in changes),
        beneficiaries=names or (known.beneficiaries if known else []),
    )  # fmt: skip
