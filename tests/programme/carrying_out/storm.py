"""Random acts on one project by whoever sits at the desk, and what must hold after any of them, however they ended."""

import random
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

from django.db import IntegrityError, transaction
from django.db.models import Q, Sum

from khuyencong.kernel.findings import Refused
from khuyencong.ledger.models import FundLine, Movement
from khuyencong.ledger.states import Step
from khuyencong.programme.actions.dossiers import write_changes
from khuyencong.programme.models import Dossier, DossierStep, Execution, Project, StepTally, TreasuryEntry
from khuyencong.programme.queries.dossiers import missing_of
from khuyencong.programme.queries.money import goes_forward, money_on, owners_of
from khuyencong.programme.transitions import MACHINES
from khuyencong.records.models import EventSubject
from khuyencong.records.queries import subject_of
from khuyencong.records.transitions import Paper
from khuyencong.registry.models import NormValue
from khuyencong.registry.queries import norm
from tests.programme.carrying_out.cast import MILLION, TODAY, Cast

START = date(2021, 4, 1)
KINDS = ("contract", "progress", "advance", "acceptance", "payment", "settlement", "liquidation", "refund",
         "adjustment", "year_end")  # fmt: skip
ISSUERS = {"pay": "treasury", "accept": "so", "decide": "so"}


def random_act(one: Cast, dice: random.Random) -> str:
    """One act; '' when it was refused. What it opens or moves is left to chance, also amounts above every limit."""
    waiting = list(Dossier.objects.filter(project=one.project).exclude(desk="").select_related("project"))
    try:
        with transaction.atomic():
            if not waiting or dice.random() < 0.3:
                return _open(one, dice)
            return _step(one, dice.choice(waiting), dice)
    except (Refused, IntegrityError):
        return ""


def _open(one: Cast, dice: random.Random) -> str:
    kind = dice.choice(KINDS)
    on = START + timedelta(days=dice.randint(0, 250))
    amount = dice.choice((50, 90, 150, 210, 300, 400)) * MILLION
    values = {"amount": amount, "work_value": dice.choice((300, 480)) * MILLION, "final": dice.random() < 0.3}
    if kind == "year_end":
        values["option"] = dice.choice(("cancel", "carry"))
    if kind == "progress":
        values["month"] = on.replace(day=1)
    made = one.open(kind, on, **values)
    if kind == "adjustment":
        change = dice.choice(("stop", "reduce_support", "place", "increase_support"))
        row = {"change": change, "amount": amount if "support" in change else None}
        write_changes(by=one.unit, dossier=made, changes=[row], today=TODAY)
    return f"open {kind}"


def _step(one: Cast, dossier: Dossier, dice: random.Random) -> str:
    desks = {"unit": one.unit, "so": one.so, "officer": one.officer, "head": one.head, "leader": one.leader,
             "clerk": one.clerk, "accountant": one.accountant}  # fmt: skip
    ways = MACHINES[dossier.kind].leaving(dossier.state)
    forward = [way for way in ways if not way.back]
    transition = dice.choice(forward if forward and dice.random() < 0.9 else list(ways))
    on = max(dossier.since, START) + timedelta(days=dice.randint(0, 12))
    user = desks[transition.desk]
    if transition.name in ("check", "accept") and missing_of(dossier):
        one.mark_all(dossier, user)
    deed = {"remark": "Ý kiến minh họa"}
    if transition.paper is Paper.REQUIRED:
        issuer = ISSUERS.get(transition.name, "BCT" if dossier.kind == "adjustment" else "CUC")
        one.papers = dice.randint(1, 10**8)
        deed["document"] = one.paper({"pay": "KB"}.get(transition.name, "QĐ"), on, issuer)
    if transition.name == "pay":
        deed["amount"] = dice.choice((dossier.amount or 1, (dossier.amount or 2) // 2, 70 * MILLION))
    one.act(user, dossier, transition.name, on, **deed)
    return f"{dossier.kind} {transition.name}"


def broken(project: Project) -> list[str]:
    """Everything that does not hold: money below zero on any day, sums that differ, acts half done."""
    return [*_money(project), *_limits(project), *_tallies(project), *_halves(project)]


def _money(project: Project) -> list[str]:
    found = []
    for line, (_pk, name) in owners_of([project]).items():
        balance = 0
        moves = Movement.objects.filter(Q(source=line) | Q(target=line)).order_by("on")
        days: dict[date, int] = {}
        for source, _target, amount, on in moves.values_list("source_id", "target_id", "amount", "on"):
            days[on] = days.get(on, 0) + (-amount if source == line else amount)
        for on in sorted(days):
            balance += days[on]
            if balance < 0:
                found.append(f"{name} is {balance} on {on}")
    return found


def _limits(project: Project) -> list[str]:
    """Nothing above contract, allocation or plan; no payment above accepted volume; advances under their ceiling."""
    found = []
    days = set(Movement.objects.filter(Q(source__in=owners_of([project])) | Q(target__in=owners_of([project])))
               .values_list("on", flat=True))  # fmt: skip
    for day in sorted(days):
        money = money_on(project, day)
        pairs = {
            "allocated above plan": (money.allocated, money.planned),
            "contracted above allocation": (money.contracted, money.allocated),
            "disbursed above contract": (money.disbursed, money.contracted),
            "accepted above contract": (money.accepted, money.contracted),
            "paid above accepted": (money.paid, money.accepted),
            "settled above accepted": (money.settled, money.accepted),
        }
        found += [f"{words} on {day}" for words, (what, limit) in pairs.items() if what > limit]
    for step in DossierStep.objects.filter(dossier__project=project, dossier__kind="advance", name="record"):
        try:
            share = int(norm(f"advance.{step.dossier.option}.share", on=step.on).value)
        except NormValue.DoesNotExist:
            continue
        contracted = money_on(project, step.on).contracted
        if (step.dossier.amount or 0) * 100 > contracted * share:
            found.append(f"advance {step.dossier.amount} above {share}% of {contracted}")
    return found


def _tallies(project: Project) -> list[str]:
    """The daily sums equal the movements, by step."""
    moved: Counter[str] = Counter()
    lines = owners_of([project])
    stages = dict(FundLine.objects.values_list("pk", "stage"))
    for source, _target, step, amount in Movement.objects.filter(Q(source__in=lines) | Q(target__in=lines)).values_list(
        "source_id", "target_id", "step", "amount"
    ):
        if step in (Step.ASSIGNED, Step.PLANNED, Step.ALLOCATED):
            continue
        forward = goes_forward(step, stages[source])
        if step == Step.CARRIED and not forward:
            continue
        moved[step] += amount if forward else -amount
    told = dict(StepTally.objects.filter(year=project.year).values_list("step").annotate(total=Sum("amount")))
    return [f"tally {step}" for step in {*moved, *told} if moved[step] != (told.get(step) or 0)]


def _halves(project: Project) -> list[str]:
    """Each dossier stands where its last step says, with one event a step; each payment has its movement and entry."""
    found = []
    for dossier in Dossier.objects.filter(project=project):
        steps = list(dossier.steps.order_by("id"))
        if dossier.state != (steps[-1].after if steps else "draft"):
            found.append(f"{dossier} stands in {dossier.state}")
        if any(after.before != before.after for before, after in pairwise(steps)):
            found.append(f"{dossier} jumped")
        events = EventSubject.objects.filter(
            subject=subject_of(dossier), event__verb__in=[f"{dossier.kind}_{step.name}" for step in steps]
        ).count()
        if events != len(steps):
            found.append(f"{dossier}: {events} events, {len(steps)} steps")
    paid = DossierStep.objects.filter(dossier__project=project, name="pay").count()
    entries = TreasuryEntry.objects.filter(project=project).count()
    if paid != entries:
        found.append(f"{paid} Treasury papers, {entries} entries")
    if Execution.objects.filter(project=project).count() > 1:
        found.append("two executions")
    return found
