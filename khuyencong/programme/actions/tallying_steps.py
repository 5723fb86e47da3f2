"""Keeps the sums of later steps (contracted, advanced, accepted, …) per day equal to the movements."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from khuyencong.kernel.rows import add_rows
from khuyencong.ledger.hooks import Moved
from khuyencong.ledger.models import FundLine
from khuyencong.ledger.states import Step
from khuyencong.programme.models import Execution, Project, StepTally
from khuyencong.programme.queries.money import LINES, goes_forward

COUNTED_ELSEWHERE = (Step.ASSIGNED, Step.PLANNED, Step.ALLOCATED)
_ALIKE = ("year", "part", "kind", "activity_id", "place_id", "implementer_id")


def tally_steps(movements: Sequence[Moved]) -> None:
    """Follow movements just written by later steps, in their transaction."""
    later = [movement for movement in movements if movement.step not in COUNTED_ELSEWHERE]
    if not later:
        return
    lines = {line for movement in later for line in (movement.source_id, movement.target_id)}
    owners, stages = _owners(lines), dict(FundLine.objects.filter(pk__in=lines).values_list("pk", "stage"))
    sums: dict[tuple[Any, ...], int] = defaultdict(int)
    for movement in later:
        alike = owners.get(movement.source_id) or owners.get(movement.target_id)
        forward = goes_forward(movement.step, stages[movement.source_id])
        if alike is None or (movement.step == Step.CARRIED and not forward):
            continue
        sums[(movement.on, movement.step, *alike)] += movement.amount if forward else -movement.amount
    rows = ((*key, amount) for key, amount in sums.items() if amount)
    add_rows(StepTally, ("on", "step", *_ALIKE, "amount"), rows)


def _owners(lines: set[int]) -> dict[int, tuple[Any, ...]]:
    """What alike projects have in common, by each of their lines."""
    touching = Q()
    for name in LINES:
        touching |= Q(**{f"{name}__in": lines})
    found: dict[int, tuple[Any, ...]] = {}
    columns = [f"project__{name}" for name in _ALIKE]
    for row in Execution.objects.filter(touching).values_list(*(f"{name}_id" for name in LINES), *columns):
        found.update(dict.fromkeys(row[: len(LINES)], row[len(LINES) :]))
    rest = lines - set(found)
    plain = Project.objects.filter(Q(allocated_line__in=rest) | Q(planned_line__in=rest))
    for row in plain.values_list("allocated_line_id", "planned_line_id", *_ALIKE):
        found.update(dict.fromkeys(row[:2], row[2:]))
    return found
