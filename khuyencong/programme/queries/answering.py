"""Who goes on with a project today: its unit and its province, through every change since the plan."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from khuyencong.kernel.text import fold
from khuyencong.programme.models import Project
from khuyencong.registry.models import OrganisationSuccession, Place
from khuyencong.registry.queries import Answering, names_on

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


@dataclass(frozen=True)
class CarriedOn:
    """Who answers now for what a project's unit signed. ``waits``: the unit ended and nobody was chosen yet."""

    name: str
    body: int | None
    since: date | None
    number: str
    waits: bool = False


def carried_on(project: Project, answering: Answering) -> CarriedOn | None:
    """Who goes on with a project on the day, under its name of that day; None while its unit does, as it was named."""
    if project.implementer_id is None:
        return None
    unit = answering_unit(answering, project)
    if unit is None:
        return CarriedOn("", None, None, "", waits=True)
    row = names_on(answering.day, [unit]).get(unit)
    if unit == project.implementer_id:
        if row is None or row.folded == fold(project.implementer_name):
            return None
        return CarriedOn(row.name, unit, row.valid_from, row.source.number if row.source else "")
    passed = answering.body_way(project.implementer_id, project.place_id, f"{PROJECT}:{project.pk}").passed
    links = OrganisationSuccession.objects.filter(predecessor__in=passed, successor=unit, on__lte=answering.day)
    link = links.select_related("source").order_by("on", "pk").last()
    number = link.source.number if link and link.source else ""
    return CarriedOn(row.name if row else "", unit, link.on if link else None, number)


def place_now(project: Project, answering: Answering) -> Place | None:
    """The province a project lies in on the day; None while that is the one it was planned in, or for none."""
    now = answering_place(answering, project)
    return None if now is None or now == project.place_id else Place.objects.get(pk=now)
