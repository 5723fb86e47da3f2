"""Claims about obstacles: who may raise and move one, on what, when, and that it is not raised twice."""

from datetime import date

from django.utils.translation import gettext as _

from khuyencong.accounts.permissions import Standing, may
from khuyencong.accounts.roles import ROLES, Permission, Reach
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.periods import short_date
from khuyencong.programme.models import Obstacle, ObstacleStep, Project
from khuyencong.programme.queries.answering import answering_unit
from khuyencong.programme.states import ObstacleTopic, Side
from khuyencong.registry.models import LegalSource, Organisation, Place

# Steps that whoever raised the obstacle may take too; every other step is the Agency's.
RAISERS_OWN = ("resolve", "reopen")


def obstacle_is_about_something(
    project: Project | None, place: Place | None, law: LegalSource | None, what: str
) -> list[Finding]:
    """An obstacle names a project, a province or a legal text, and says in words what it is."""
    found = []
    if project is None and place is None and law is None:
        message = _("Chọn đề án, địa phương hoặc văn bản mà vướng mắc liên quan.")
        found.append(Finding("about-something", message, where="project"))
    if not what.strip():
        found.append(Finding("says-what", _("Ghi nội dung vướng mắc."), where="what"))
    return found


def words_are_known(topic: str, side: str) -> list[Finding]:
    """Topic and side come from their lists."""
    found = []
    if topic not in ObstacleTopic.values:
        found.append(Finding("topic-known", _("Chọn nhóm nội dung trong danh sách."), where="topic"))
    if side not in Side.values:
        found.append(Finding("side-known", _("Chọn phía trong danh sách."), where="side"))
    return found


def year_is_the_projects(year: int, project: Project | None) -> list[Finding]:
    """An obstacle of a project belongs to the project's plan year."""
    if project is None or project.year == year:
        return []
    message = _("Đề án {code} thuộc năm kế hoạch {year}.").format(code=project.code, year=project.year)
    return [Finding("year-of-project", message, where="project", remedy=_("Chọn đúng năm kế hoạch của đề án."))]


def raised_within_reach(standing: Standing, project: Project | None, place: Place | None) -> list[Finding]:
    """The Agency raises on anything, a Sở within its province, an implementing unit on its own projects."""
    mine = [item for item in standing.assignments if Permission.NOTE_OBSTACLES in ROLES[item.role].verbs]
    for item in mine:
        reach = ROLES[item.role].reach
        if reach == Reach.ALL:
            return []
        if reach == Reach.ORGANISATION and project is not None and _carries(standing, item.organisation_id, project):
            return []
        where = project.place_id if project is not None else place.pk if place is not None else None
        own = item.organisation.place_id
        if reach == Reach.PLACE and where and own and standing.answering.lies_within(where, [own]):
            return []
    if not mine:
        return [Finding("may-raise", _("Vai trò của bạn không nêu vướng mắc."))]
    message = _("Bạn chỉ nêu được vướng mắc của đề án, địa bàn thuộc phạm vi của mình.")
    return [Finding("within-reach", message, where="project", remedy=_("Chọn đề án hoặc địa phương của mình."))]


def _carries(standing: Standing, body: int, project: Project) -> bool:
    return project.implementer_id is not None and answering_unit(standing.answering, project) == body


def raised_by_own_body(standing: Standing, raised_by: Organisation | None, *, has_paper: bool) -> list[Finding]:
    """One speaks for one's own body; another body's obstacle is recorded on its behalf, from its letter."""
    if raised_by is None or any(item.organisation_id == raised_by.pk for item in standing.assignments):
        return []
    if not may(standing, Permission.RECORD_ON_BEHALF):
        message = _("Bạn chỉ nêu vướng mắc của cơ quan mình; chuyên viên Cục ghi thay cơ quan khác theo văn bản.")
        return [Finding("own-body", message, where="raised_by")]
    if has_paper:
        return []
    message = _("Ghi thay cơ quan khác cần văn bản của cơ quan đó: số, ngày.")
    return [Finding("paper-is-named", message, where="number", remedy=_("Ghi số, ngày văn bản và đính kèm tệp."))]


def obstacle_is_new(known: Obstacle | None) -> list[Finding]:
    """The same obstacle on the same thing is not raised twice while it is open. ``data`` names the one that stands."""
    if known is None:
        return []
    message = _("Vướng mắc này đã được nêu ngày {day} và chưa tháo gỡ.").format(day=short_date(known.raised_on))
    remedy = _("Mở vướng mắc đã nêu để bổ sung hướng dẫn, kết quả.")
    return [Finding("obstacle-is-new", message, where="what", remedy=remedy, data={"obstacle": known.pk})]


def day_has_come(on: date, today: date) -> list[Finding]:
    """Only what has happened is recorded."""
    if on <= today:
        return []
    message = _("Ngày {on} chưa tới; chỉ ghi việc đã diễn ra.").format(on=short_date(on))
    return [Finding("day-has-come", message, where="on", remedy=_("Kiểm tra lại ngày."))]


def step_follows(obstacle: Obstacle, last: ObstacleStep | None, on: date) -> list[Finding]:
    """A step counts from no earlier day than the one before it."""
    edge = last.on if last else obstacle.raised_on
    if on >= edge:
        return []
    message = _("Ngày {on} trước bước gần nhất của vướng mắc ({edge}).").format(
        on=short_date(on), edge=short_date(edge)
    )
    return [Finding("step-follows", message, where="on", remedy=_("Ghi ngày từ {edge}.").format(edge=short_date(edge)))]


def moved_by_agency_or_raiser(
    standing: Standing, obstacle: Obstacle, name: str, *, on_behalf: bool = False
) -> list[Finding]:
    """The Agency asks, guides and resolves; whoever raised it may also say that it is resolved, or is not."""
    if may(standing, Permission.CHECK) or may(standing, Permission.AGREE):
        return []
    if name in RAISERS_OWN:
        if on_behalf and may(standing, Permission.RECORD_ON_BEHALF):
            return []
        bodies = {item.organisation_id for item in standing.assignments}
        raiser = obstacle.raised_by_id and standing.answering.body_of(obstacle.raised_by_id, obstacle.place_id)
        if may(standing, Permission.NOTE_OBSTACLES) and raiser in bodies:
            return []
        return [Finding("agency-or-raiser", _("Cục hoặc cơ quan đã nêu vướng mắc ghi bước này."))]
    return [Finding("agency-moves", _("Chuyên viên hoặc trưởng phòng của Cục ghi bước này."))]


def reopening_says_why(reason: str) -> list[Finding]:
    """An obstacle is opened again with its reason."""
    return [] if reason.strip() else [Finding("says-why", _("Ghi lý do mở lại."), where="said")]
