"""Who may move a dossier: by desk and by organisation. State is never asked here."""

from django.db.models import Q

from khuyencong.accounts.permissions import Standing, may
from khuyencong.accounts.roles import ROLES, Permission
from khuyencong.programme.models import Project
from khuyencong.programme.queries.answering import PROJECT, answering_unit, carried_by, lying_in
from khuyencong.programme.states import Desk, PlanPart

DESK_VERBS: dict[str, Permission] = {
    Desk.UNIT: Permission.PREPARE,
    Desk.SO: Permission.CONFIRM,
    Desk.OFFICER: Permission.CHECK,
    Desk.HEAD: Permission.AGREE,
    Desk.LEADER: Permission.ENDORSE,
    Desk.CLERK: Permission.RECORD_DOCUMENTS,
    Desk.ACCOUNTANT: Permission.PAY,
}
# Steps of other bodies, and the leader's decision, may be recorded from the paper that carries them (nhập thay).
ON_BEHALF = (Desk.UNIT, Desk.SO, Desk.LEADER)
AGENCY_DESKS = (Desk.OFFICER, Desk.HEAD, Desk.LEADER, Desk.CLERK, Desk.ACCOUNTANT)


def desks_of(standing: Standing) -> list[str]:
    """Desks the person sits at, wherever."""
    return [desk for desk, verb in DESK_VERBS.items() if may(standing, verb)]


def can_sit(standing: Standing, desk: str, project: Project) -> bool:
    """True when the person's own assignment puts them at this desk of this project."""
    verb = DESK_VERBS[desk]
    mine = [item for item in standing.assignments if verb in ROLES[item.role].verbs]
    if desk == Desk.UNIT:
        if project.part == PlanPart.AGENCY and may(standing, Permission.CHECK):
            return True
        return project.implementer_id is not None and answering_unit(standing.answering, project) in {
            item.organisation_id for item in mine
        }
    if desk == Desk.SO:
        own = [item.organisation.place_id for item in mine if item.organisation.place_id]
        return project.place_id is not None and standing.answering.lies_within(
            project.place_id, own, f"{PROJECT}:{project.pk}"
        )
    return bool(mine)


def can_record_for(standing: Standing, desk: str) -> bool:
    """True when the person may record this desk's step on behalf of its owner, from the paper that carries it."""
    return desk in ON_BEHALF and may(standing, Permission.RECORD_ON_BEHALF)


def can_take(standing: Standing, desk: str, project: Project, *, on_behalf: bool) -> bool:
    """True when the person may take a step of this desk, as their own or on behalf."""
    return can_record_for(standing, desk) if on_behalf else can_sit(standing, desk, project)


def at_my_desks(standing: Standing) -> Q:
    """Condition for dossiers that wait at a desk where the person sits by their own assignment."""
    mine = Q(pk__in=[])
    for item in standing.assignments:
        verbs = ROLES[item.role].verbs
        if Permission.PREPARE in verbs:
            mine |= Q(desk=Desk.UNIT) & carried_by(standing.answering, [item.organisation_id])
        if Permission.CONFIRM in verbs and item.organisation.place_id:
            mine |= Q(desk=Desk.SO) & lying_in(standing.answering, [item.organisation.place_id])
        if Permission.CHECK in verbs:
            mine |= Q(desk=Desk.UNIT, project__in=Project.objects.filter(part=PlanPart.AGENCY).values("pk"))
        agency = [desk for desk in AGENCY_DESKS if DESK_VERBS[desk] in verbs]
        mine |= Q(desk__in=agency)
    return mine


def with_letters() -> Q:
    """Condition for dossiers whose next step belongs to a body that may send a letter instead."""
    return Q(desk__in=(Desk.UNIT, Desk.SO))


def of_my_unit(standing: Standing) -> Q:
    """Condition for dossiers at any desk of the person's own body: a head sees what waits for all of its people."""
    whole = Q(desk__in=AGENCY_DESKS) if standing.sees_everything else Q(pk__in=[])
    return at_my_desks(standing) | whole
