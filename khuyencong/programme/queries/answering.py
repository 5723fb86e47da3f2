"""Who goes on with a project today: its unit and its province, through every change since the plan."""

from collections.abc import Iterable

from django.db.models import Q

from khuyencong.programme.models import Project
from khuyencong.registry.queries import Answering

PROJECT = "programme.project"


def answering_unit(answering: Answering, project: Project) -> int | None:
    """The body that carries a project on; None while a person has to choose, or where it has no body."""
    if project.implementer_id is None:
        return None
    return answering.body_of(project.implementer_id, project.place_id, f"{PROJECT}:{project.pk}")


def answering_place(answering: Answering, project: Project) -> int | None:
    """The province a project lies in now; None while a person has to choose, or for a project of no province."""
    return answering.place_of(project.place_id, f"{PROJECT}:{project.pk}") if project.place_id else None


def carried_by(answering: Answering, bodies: Iterable[int]) -> Q:
    """Condition for things whose ``project`` is carried on by one of the bodies."""
    held = answering.held_by(bodies, organisation="implementer", place="place", label=PROJECT)
    return Q(project__in=Project.objects.filter(held).order_by().values("pk"))


def lying_in(answering: Answering, places: Iterable[int]) -> Q:
    """Condition for things whose ``project`` lies now in one of the provinces."""
    lies = answering.lies_in(places, place="place", label=PROJECT)
    return Q(project__in=Project.objects.filter(lies).order_by().values("pk"))
