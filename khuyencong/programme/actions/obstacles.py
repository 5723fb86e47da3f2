"""Raises obstacles and records what was done about them, from day to day, with the papers they rest on."""

from datetime import date
from typing import Any

from django.db import transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import Standing, standing_of
from khuyencong.documents.actions import Letter, PaperGiven, letter_recorded
from khuyencong.documents.models import Document
from khuyencong.kernel.findings import refuse_errors
from khuyencong.kernel.text import fold
from khuyencong.programme.models import Obstacle, ObstacleStep, Project
from khuyencong.programme.queries.obstacles import last_step, open_on_the_same
from khuyencong.programme.rules.obstacles import (
    day_has_come,
    moved_by_agency_or_raiser,
    obstacle_is_about_something,
    obstacle_is_new,
    raised_by_own_body,
    raised_within_reach,
    reopening_says_why,
    step_follows,
    words_are_known,
    year_is_the_projects,
)
from khuyencong.programme.states import ObstacleState
from khuyencong.programme.transitions.others import OBSTACLE
from khuyencong.records.actions import carry_out, record_event
from khuyencong.records.transitions import Deed, Transition
from khuyencong.registry.models import LegalSource, Organisation, Place


@transaction.atomic
def raise_obstacle(
    *, by: User, today: date, on: date, year: int, what: str, topic: str, side: str, project: Project | None = None,
    place: Place | None = None, law: LegalSource | None = None, clause: str = "",
    raised_by: Organisation | None = None, paper: PaperGiven = None,
) -> Obstacle:  # fmt: skip
    """Record an obstacle that came up on a day: on a project, a province or a legal text.

    Without ``raised_by`` it is the person's own body; another body needs its letter. The place of a project is its
    own, that of a Sở without a project its province. Raises Refused; for one already open, ``data['obstacle']`` is it.
    """
    standing = standing_of(by, today)
    raised_by = raised_by or (standing.first.organisation if standing.first else None)
    place = project.place if project is not None else place or _own_place(standing)
    refuse_errors(
        [
            *obstacle_is_about_something(project, place, law, what),
            *words_are_known(topic, side),
            *year_is_the_projects(year, project),
            *day_has_come(on, today),
            *raised_within_reach(standing, project, place),
            *raised_by_own_body(standing, raised_by, has_paper=paper is not None),
        ]
    )
    _lock(project, place, law)
    refuse_errors(obstacle_is_new(open_on_the_same(project, place, law, [what])))
    document = letter_recorded(by=by, paper=paper, abstract=what, today=today)
    row = Obstacle.objects.create(
        year=year, project=project, place=place, law=law, clause=clause.strip()[:120], topic=topic, side=side,
        what=what.strip()[:2000], folded=fold(what.strip()[:2000]), raised_by=raised_by, raised_on=on,
        raised_paper=document, owner=project.implementer if project is not None else raised_by, made_by=by,
    )  # fmt: skip
    record_event(
        by=by, verb="obstacle_raised", on=on, subjects=[row, *([project] if project else [])],
        detail=_detail(document, topic=topic, side=side),
    )  # fmt: skip
    return row


def _own_place(standing: Standing) -> Place | None:
    """The province of a person who reaches only a province."""
    if standing.sees_everything:
        return None
    return next((item.organisation.place for item in standing.assignments if item.organisation.place), None)


def _lock(project: Project | None, place: Place | None, law: LegalSource | None) -> None:
    """Two people who raise the same thing at once follow one another."""
    thing = project or place or law
    if thing is not None:
        type(thing)._default_manager.select_for_update(of=("self",)).get(pk=thing.pk)


def _detail(document: Document | None, **more: str) -> dict[str, Any]:
    paper = {"number": document.number, "document": document.pk} if document is not None else {}
    return {**paper, **more}


def ask_about_obstacle(
    *, by: User, today: date, obstacle: Obstacle, on: date, asked_of: str, paper: PaperGiven = None, seen: str = "",
) -> Obstacle:  # fmt: skip
    """Record that the competent body was asked about it."""
    said = {"asked_of": asked_of.strip()[:200]}
    return _move(by=by, today=today, obstacle=obstacle, name="ask", on=on, said=said, paper=paper, seen=seen)


def guide_obstacle(
    *, by: User, today: date, obstacle: Obstacle, on: date, guidance: str, paper: PaperGiven = None, seen: str = "",
) -> Obstacle:  # fmt: skip
    """Record the guidance the Agency gave, with the letter that carried it, if one did."""
    said = {"guidance": guidance.strip()[:4000]}
    return _move(by=by, today=today, obstacle=obstacle, name="guide", on=on, said=said, paper=paper, seen=seen)


def resolve_obstacle(
    *, by: User, today: date, obstacle: Obstacle, on: date, resolution: str, paper: PaperGiven = None,
    on_behalf: bool = False, seen: str = "",
) -> Obstacle:  # fmt: skip
    """Record how it ended; ``on_behalf`` of whoever raised it, from their letter."""
    said = {"resolution": resolution.strip()[:600]}
    return _move(
        by=by, today=today, obstacle=obstacle, name="resolve", on=on, said=said, paper=paper, on_behalf=on_behalf,
        seen=seen,
    )  # fmt: skip


def reopen_obstacle(
    *, by: User, today: date, obstacle: Obstacle, on: date, reason: str, paper: PaperGiven = None,
    on_behalf: bool = False, seen: str = "",
) -> Obstacle:  # fmt: skip
    """Open a resolved obstacle again; what was done before stays in its steps."""
    refuse_errors(reopening_says_why(reason))
    said = {"reason": reason.strip()[:600]}
    return _move(
        by=by, today=today, obstacle=obstacle, name="reopen", on=on, said=said, paper=paper, on_behalf=on_behalf,
        seen=seen,
    )  # fmt: skip


@transaction.atomic
def _move(
    *, by: User, today: date, obstacle: Obstacle, name: str, on: date, said: dict[str, str], paper: PaperGiven,
    seen: str, on_behalf: bool = False,
) -> Obstacle:  # fmt: skip
    locked = Obstacle.objects.select_for_update(of=("self",)).select_related("project").get(pk=obstacle.pk)
    refuse_errors(
        [
            *moved_by_agency_or_raiser(standing_of(by, today), locked, name, on_behalf=on_behalf),
            *day_has_come(on, today),
            *step_follows(locked, last_step(locked), on),
        ]
    )
    document = letter_recorded(by=by, paper=paper, abstract=next(iter(said.values())) or locked.what, today=today)
    deed = Deed(on, by, document=document, on_behalf=on_behalf, seen=seen, said={**said, "at_the_act": True})
    subjects = [locked.project] if locked.project else []
    moved, _event = carry_out(thing=locked, machine=OBSTACLE, name=name, deed=deed, effect=_effect, subjects=subjects)
    return moved


def _effect(obstacle: Obstacle, transition: Transition, deed: Deed) -> None:
    """Write the step, and on the obstacle what counts now."""
    before = Obstacle.objects.values_list("state", flat=True).get(pk=obstacle.pk)
    words = next(value for key, value in deed.said.items() if key != "at_the_act")
    ObstacleStep.objects.create(
        obstacle=obstacle, name=transition.name, before=before, after=obstacle.state, said=words,
        by_id=deed.by.pk if deed.by else None, on=deed.on, document=deed.document, on_behalf=deed.on_behalf,
    )  # fmt: skip
    if transition.name == "ask":
        obstacle.asked_of, obstacle.asked_on = words, deed.on
    elif transition.name == "guide":
        obstacle.guidance, obstacle.guided_on, obstacle.guidance_paper = words, deed.on, deed.document
    resolved = obstacle.state == ObstacleState.RESOLVED
    obstacle.resolved_on, obstacle.resolution = (deed.on, words) if resolved else (None, "")


__all__ = [
    "Letter",
    "PaperGiven",
    "ask_about_obstacle",
    "guide_obstacle",
    "letter_recorded",
    "raise_obstacle",
    "reopen_obstacle",
    "resolve_obstacle",
]
