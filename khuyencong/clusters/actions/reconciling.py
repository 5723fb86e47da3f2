"""Holds the list a province approved against the opinion, row by row. Called inside the action that records it."""

from khuyencong.clusters.models import ClusterList, Opinion, RowView
from khuyencong.clusters.queries import compare, views_by_row
from khuyencong.clusters.states import Change, PlanAction, RowOutcome, Stance


def reconcile(opinion: Opinion, approved: ClusterList) -> None:
    """Say of each row asked about what the approved list did with it."""
    if opinion.asked is None:
        return
    views = views_by_row(opinion)
    for one in compare(opinion.asked, approved):
        if one.base is None:
            continue
        view = views.get(one.base.pk) or RowView(opinion=opinion, row=one.base)
        present = one.asked is not None and one.asked.action != PlanAction.CUT
        changed = one.change not in (Change.SAME, Change.REMOVED)
        view.outcome = outcome_of(view.stance, one.base.action, present=present, changed=changed)
        view.save()


def outcome_of(stance: str, action: str, *, present: bool, changed: bool) -> str:
    """Whether a row ended as the opinion said, as the province had asked, or was dropped."""
    as_asked = present != (action == PlanAction.CUT)
    if stance == Stance.SUPPORT:
        return RowOutcome.TAKEN if as_asked else RowOutcome.DROPPED
    if stance == Stance.AGAINST:
        return RowOutcome.KEPT if as_asked else RowOutcome.TAKEN
    if stance == Stance.REVISE and as_asked and changed:
        return RowOutcome.TAKEN
    return RowOutcome.KEPT if as_asked else RowOutcome.DROPPED
