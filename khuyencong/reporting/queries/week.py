"""One week of the office: what is late, due, decided, and waiting for whom, as it stood on a day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, F, Min, OuterRef, Q
from django.utils.translation import gettext as _

from khuyencong.clusters.models import Opinion
from khuyencong.clusters.queries import opinions_open
from khuyencong.documents.models import Document, Draft
from khuyencong.documents.queries import drafts_on
from khuyencong.documents.states import Direction, DraftDesk, DraftState
from khuyencong.oversight.models import Gathering, Inspection, Milestone, Petition
from khuyencong.oversight.queries.inspections import inspections_on
from khuyencong.oversight.queries.petitions import petitions_open
from khuyencong.oversight.queries.recommendations import recommendations_open
from khuyencong.oversight.queries.tasks import tasks_open
from khuyencong.oversight.states import GatheringState, InspectionState
from khuyencong.programme.models import Dossier
from khuyencong.programme.states import Desk
from khuyencong.records.queries import stood_on

DAYS = timedelta(days=6)
DESK_OF = {
    DraftState.WRITING: DraftDesk.AUTHOR, DraftState.AT_HEAD: DraftDesk.HEAD, DraftState.AT_LEADER: DraftDesk.LEADER,
    DraftState.AGREED: DraftDesk.CLERK,
}  # fmt: skip
NOT_GONE = (InspectionState.PLANNED, InspectionState.DECIDED, InspectionState.NOTIFIED)
NOT_HELD = (GatheringState.PLANNED, GatheringState.PREPARING)


@dataclass(frozen=True)
class Matter:
    """One line: what kind of thing, what it says, who holds it ('' nobody yet), its day, and the thing itself.

    ``person`` is the id of the person who holds it, None for a desk (``desk``, of drafts) or a body.
    """

    kind: str
    text: str
    who: str
    on: date | None
    subject: str
    person: int | None = None
    desk: str = ""


@dataclass(frozen=True)
class Holder:
    """How much waits with one person or desk: all of it, of this what is late, and the earliest deadline."""

    who: str
    matters: int
    late: int
    first: date | None


@dataclass(frozen=True)
class Week:
    """The week of a day, Monday to Sunday. ``decided_from``: decided papers of seven days to the day."""

    day: date
    first: date
    last: date
    late: list[Matter]
    due: list[Matter]
    decided: list[Matter]
    decided_from: date
    waiting: list[Holder]


def week_of(day: date, today: date) -> Week:
    """The week a day lies in, as the day saw it; ``today`` says whether dossiers still stand as they did.

    A fixed number of questions whatever the number of rows. Dossiers of projects are counted for the present only:
    how they stood at desks on an earlier day is not kept by desk.
    """
    first = day - timedelta(days=day.weekday())
    last = first + DAYS
    matters = open_matters(day)
    dated = sorted((one for one in matters if one.on), key=lambda one: (one.on or last, one.kind, one.text))
    ahead = [*_milestones(day, last), *_trips(day, last), *_gatherings(day, last)]
    due = [one for one in (*dated, *ahead) if one.on and day <= one.on <= last]
    return Week(
        day=day, first=first, last=last, late=[one for one in dated if one.on and one.on < day],
        due=sorted(due, key=lambda one: (one.on or last, one.kind, one.text)), decided=_decided(day - DAYS, day),
        decided_from=day - DAYS, waiting=_waiting(matters, day, dossiers=day >= today),
    )  # fmt: skip


def open_matters(day: date) -> list[Matter]:
    """Everything of the office that waited for someone on a day, in no order."""
    return [*_letters(day), *_drafts(day), *_petitions(day), *_opinions(day), *_tasks(day), *_recommendations(day)]


def matters_held(day: date, person: int, desks: Collection[str]) -> list[Matter]:
    """What waited for a person or at these desks of drafts, the most urgent first; without a deadline last."""
    mine = [one for one in open_matters(day) if one.person == person or one.desk in desks]
    return sorted(mine, key=lambda one: (one.on or date.max, one.kind, one.text))


def _letters(day: date) -> Iterable[Matter]:
    """Letters that wait; those that brought a petition or a request for an opinion stand as that."""
    open_ones = Q(handled_on__isnull=True) | Q(handled_on__gt=day)
    rows = Document.objects.filter(open_ones, direction=Direction.IN, received_on__lte=day).select_related("handler")
    for brought in (Petition.objects.filter(paper=OuterRef("pk")), Opinion.objects.filter(request=OuterRef("pk"))):
        rows = rows.filter(~Exists(brought))
    for row in rows:
        yield _matter(_("Văn bản đến"), f"{row.number} {row.abstract}", row.handler, row.due_on, row)


def _drafts(day: date) -> Iterable[Matter]:
    rows = drafts_on(Draft.objects.all(), day)
    for row in rows.filter(Q(stood__in=["", *DESK_OF])).select_related("author"):
        desk = DESK_OF[DraftState(row.stood or DraftState.WRITING)]  # type: ignore[attr-defined]
        if desk == DraftDesk.AUTHOR:
            yield _matter(_("Dự thảo"), row.abstract, row.author, row.due_on, row)
        else:
            label = _("{desk}: dự thảo").format(desk=DraftDesk(desk).label)
            yield Matter(_("Dự thảo"), row.abstract, label, row.due_on, f"documents.draft:{row.pk}", desk=str(desk))


def _petitions(day: date) -> Iterable[Matter]:
    for row in petitions_open(day):
        holder: str = row.held_by  # type: ignore[attr-defined]
        person = row.handler_id if holder else None
        text = f"{row.sender_name}: {row.what}"
        yield Matter(_("Kiến nghị"), text, holder, row.due_on, f"oversight.petition:{row.pk}", person)


def _opinions(day: date) -> Iterable[Matter]:
    for row in opinions_open(day):
        text = f"{row.place.name}: {row.get_kind_display()}"
        yield _matter(_("Ý kiến về cụm"), text, row.handler, row.due_on, row)


def _tasks(day: date) -> Iterable[Matter]:
    for row in tasks_open(day).filter(starts_on__lte=day):
        yield _matter(_("Nhiệm vụ"), row.title, row.lead, row.due_on, row)


def _recommendations(day: date) -> Iterable[Matter]:
    for row in recommendations_open(day):
        subject = f"oversight.recommendation:{row.pk}"
        yield Matter(_("Kiến nghị kiểm tra"), row.text, row.owner_name, row.due_on, subject)


def _milestones(day: date, last: date) -> Iterable[Matter]:
    unreached = Q(done_on__isnull=True) | Q(done_on__gt=day)
    open_ones = tasks_open(day).order_by().values("pk")
    rows = Milestone.objects.filter(unreached, due_on__gte=day, due_on__lte=last, task__in=open_ones)
    for row in rows.select_related("task__lead"):
        yield _matter(_("Mốc"), f"{row.title} ({row.task.title})", row.task.lead, row.due_on, row.task)


def _trips(day: date, last: date) -> Iterable[Matter]:
    rows = inspections_on(Inspection.objects.filter(starts_on__gte=day, starts_on__lte=last), day)
    for row in rows.filter(Q(stood__in=NOT_GONE)):
        yield _matter(_("Đi kiểm tra"), row.title, None, row.starts_on, row)


def _gatherings(day: date, last: date) -> Iterable[Matter]:
    rows = stood_on(Gathering.objects.filter(starts_on__gte=day, starts_on__lte=last), GatheringState.PLANNED, day)
    for row in rows.filter(Q(stood__in=NOT_HELD)).select_related("place"):
        yield _matter(str(row.get_kind_display()), f"{row.title} ({row.place.name})", None, row.starts_on, row)


def _decided(first: date, last: date) -> list[Matter]:
    """Signed papers of ours dated in these days, newest first."""
    rows = Document.objects.filter(direction=Direction.OUT, date__gte=first, date__lte=last)
    return [
        Matter(str(row.get_kind_display()), f"{row.number} {row.abstract}", row.signatory, row.date,
               f"documents.document:{row.pk}")
        for row in rows.order_by("-date", "-id")
    ]  # fmt: skip


def _matter(kind: str, text: str, person: object, on: date | None, row: object) -> Matter:
    """A line held by a person, or by nobody yet."""
    subject = f"{row._meta.label_lower}:{row.pk}"  # type: ignore[attr-defined]
    name, pk = (person.full_name, person.pk) if person is not None else ("", None)  # type: ignore[attr-defined]
    return Matter(kind, text, name, on, subject, pk)


def _waiting(matters: Iterable[Matter], day: date, *, dossiers: bool) -> list[Holder]:
    """Everything open by who holds it, most first; nobody's matters under a name of their own."""
    held: dict[str, list[date | None]] = {}
    for one in matters:
        held.setdefault(one.who or _("chưa giao ai"), []).append(one.on)
    found = [
        Holder(who, len(days), sum(on is not None and on < day for on in days), min(filter(None, days), default=None))
        for who, days in held.items()
    ]
    return sorted([*found, *(_at_desks(day) if dossiers else ())], key=lambda one: (-one.late, -one.matters, one.who))


def _at_desks(day: date) -> list[Holder]:
    """Dossiers of projects at each desk."""
    rows = Dossier.objects.filter(desk__gt="", made_on__lte=day).order_by().values("desk")
    told = rows.annotate(every=Count("pk"), late=Count("pk", filter=Q(due_on__lt=day)), first=Min(F("due_on")))
    label = _("{desk}: hồ sơ đề án")
    return [Holder(label.format(desk=Desk(row["desk"]).label), row["every"], row["late"], row["first"]) for row in told]
