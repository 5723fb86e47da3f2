"""Reads petitions as they stood on a day: lists, counts, who was answered, how long answers took."""

from collections.abc import Iterable
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from statistics import median
from typing import Any

from django.db.models import CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from khuyencong.accounts.models import User
from khuyencong.accounts.roles import ROLES, Permission
from khuyencong.kernel.guards import holding
from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.text import fold, number_in
from khuyencong.oversight.models import Petition
from khuyencong.oversight.states import PetitionKind, PetitionState, PetitionTopic
from khuyencong.records.models import TrailStep
from khuyencong.records.queries import stood_on
from khuyencong.registry.models import OrganisationName, ProcedureStep
from khuyencong.registry.queries import due_by, procedure_on, with_predecessors

SOON = 5  # days before its deadline from which a petition is marked; a mark on screen, not a legal number
HANDED = ("assign", "reassign", "hand_over")


@dataclass(frozen=True)
class PetitionFilter:
    """What the list is narrowed to; every field comes from the address and may be empty. ``due``: open, soon, late."""

    q: str = ""
    state: str = ""
    kind: str = ""
    field: str = ""
    topic: str = ""
    place: str = ""
    law: str = ""
    handler: str = ""
    due: str = ""

    @property
    def active(self) -> dict[str, str]:
        """Filters that are set, by name."""
        return {item.name: value for item in fields(self) if (value := getattr(self, item.name))}


@dataclass(frozen=True)
class PetitionCounts:
    """How many there are, how many wait for an answer, and how many of these are past their deadline."""

    all: int
    open: int
    late: int


@dataclass(frozen=True)
class AnsweredSender:
    """A sender that was answered: a key that is the same for the same sender, its name of the last answer.

    ``days`` of its answers in order, ``petitions`` their ids in the same order.
    """

    key: str
    name: str
    days: tuple[date, ...]
    petitions: tuple[int, ...]


@dataclass
class Times:
    """How long answers of one kind, topic or month took, in calendar days; how many kept a known deadline."""

    key: str
    title: str
    days: list[int] = field(default_factory=list)
    dated: int = 0
    in_time: int = 0

    @property
    def count(self) -> int:
        return len(self.days)

    @property
    def median(self) -> float | None:
        """The middle of the days taken; None without any."""
        return median(self.days) if self.days else None

    @property
    def longest(self) -> int | None:
        return max(self.days, default=None)

    def add(self, received: date, answered: date, due: date | None) -> None:
        """Count one answer."""
        self.days.append((answered - received).days)
        if due is not None:
            self.dated += 1
            self.in_time += answered <= due


@dataclass(frozen=True)
class AnswerTimes:
    """Time to answer as a whole, by kind, by topic, by month of the answer."""

    whole: Times
    kinds: list[Times]
    topics: list[Times]
    months: list[Times]


def clock_of(kind: str, received_on: date) -> tuple[ProcedureStep | None, date | None]:
    """The step that says how long an answer to this kind may take, and the day it ends; None while none is known."""
    steps = procedure_on(f"petition.{kind}", received_on)
    step = steps[0] if steps else None
    return step, due_by(step, received_on)


def people_of_office(day: date) -> QuerySet[User]:
    """People who handle the office's work on a day, by name."""
    roles = [code for code, role in ROLES.items() if Permission.HANDLE_OFFICE in role.verbs]
    here = holds_on(day, "assignments__") & Q(assignments__role__in=roles)
    return User.objects.filter(here, is_active=True).distinct().order_by("full_name", "pk")


def petitions_on(rows: QuerySet[Petition], day: date) -> QuerySet[Petition]:
    """Petitions that had come by a day; ``stood``: state of that day, ``held_by``: name of who handled it then."""
    subject = Concat(Value("oversight.petition:"), Cast(OuterRef("pk"), CharField()))
    handed = TrailStep.objects.filter(subject=subject, name__in=HANDED, on__lte=day).order_by("-on", "-id")
    holder: Any = Coalesce(Subquery(handed.values("said")[:1]), Value(""), output_field=CharField())
    return stood_on(rows.filter(received_on__lte=day), PetitionState.RECEIVED, day).annotate(held_by=holder)


def petitions_of_year(rows: QuerySet[Petition], year: int, day: date) -> QuerySet[Petition]:
    """Petitions that were open at some time of a year, as they stood on a day, newest first."""
    during = Q(closed_on__isnull=True) | Q(closed_on__gte=date(year, 1, 1))
    rows = rows.filter(during, received_on__lte=date(year, 12, 31))
    return petitions_on(rows, day).order_by("-received_on", "-id")


def open_on(day: date) -> Q:
    """Condition: nothing had ended the petition by the end of a day."""
    return Q(closed_on__isnull=True) | Q(closed_on__gt=day)


def petitions_like(rows: QuerySet[Petition], wanted: PetitionFilter, day: date) -> QuerySet[Petition]:
    """Rows (from ``petitions_on``) that meet every filter. Unknown values simply match nothing."""
    exact = {"stood": wanted.state, "kind": wanted.kind, "field": wanted.field, "topic": wanted.topic}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if wanted.place:
        wished = number_in(wanted.place)
        rows = rows.none() if wished is None else rows.filter(place_id__in=with_predecessors([wished]))
    for name, value in (("law_id", wanted.law), ("handler_id", wanted.handler)):
        if value:
            rows = rows.none() if (key := number_in(value)) is None else rows.filter(**{name: key})
    if wanted.due:
        soon = Q(due_on__gte=day, due_on__lte=day + timedelta(days=SOON))
        rows = rows.filter(open_on(day), {"late": Q(due_on__lt=day), "soon": soon}.get(wanted.due, Q()))
    if folded := fold(wanted.q):
        rows = rows.filter(holding(Petition, "folded", folded))
    return rows


def counts_of(rows: QuerySet[Petition], day: date) -> PetitionCounts:
    """How many, how many open on the day, how many of these late."""
    waiting = open_on(day)
    found = rows.order_by().aggregate(
        every=Count("pk"), waiting=Count("pk", filter=waiting), late=Count("pk", filter=waiting & Q(due_on__lt=day))
    )
    return PetitionCounts(found["every"], found["waiting"], found["late"])


def petition_page(rows: QuerySet[Petition], after: str, size: int) -> tuple[list[Petition], str]:
    """A page, newest first, and the key of the next ('' on the last); a key that cannot be read begins at the start."""
    day, _bar, pk = after.partition("|")
    if (last := number_in(pk)) is not None and (edge := _day(day)):
        rows = rows.filter(Q(received_on__lt=edge) | Q(received_on=edge, pk__lt=last))
    found = list(rows.select_related("place", "law")[: size + 1])
    shown = found[:size]
    return shown, f"{shown[-1].received_on.isoformat()}|{shown[-1].pk}" if len(found) > size else ""


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def same_petition(received_on: date, sender_folded: str, what: str) -> Petition | None:
    """A petition of the same sender of the same day in the same words (accents and punctuation aside)."""
    rows = Petition.objects.filter(received_on=received_on, sender_folded=sender_folded)
    return rows.filter(folded=folded_of(what)).order_by("id").first()


def folded_of(what: str) -> str:
    """What the search of petitions looks into."""
    return fold(what.strip()[:4000])


def body_named(name: str, day: date) -> int | None:
    """The body that carries exactly this name on a day (accents aside), else the last that ever did, if one did.

    A department of a province that was formed anew often keeps the name of one before it.
    """
    if not name.strip():
        return None
    rows = OrganisationName.objects.filter(folded=fold(name)).order_by("-valid_from")
    told = rows.values_list("organisation_id", flat=True)
    return told.filter(holds_on(day)).first() or told.first()


def others_on_paper(petition: Petition, day: date) -> QuerySet[Petition]:
    """Other petitions that the same letter carried."""
    rows = Petition.objects.filter(paper=petition.paper_id) if petition.paper_id else Petition.objects.none()
    return petitions_on(rows.exclude(pk=petition.pk), day).order_by("id")


def petitions_open(day: date) -> QuerySet[Petition]:
    """Petitions that waited for an answer on a day, the most urgent first."""
    found = petitions_on(Petition.objects.filter(open_on(day)), day)
    return found.select_related("handler", "place").order_by(F("due_on").asc(nulls_last=True), "received_on", "id")


def answered_between(first: date, last: date) -> QuerySet[Petition]:
    """Petitions with an answer recorded whose own day lies in the period, both days included."""
    rows = Petition.objects.filter(answered_on__gte=first, answered_on__lte=last)
    return rows.select_related("sender", "place", "law", "answer_paper").order_by("answered_on", "id")


def answered_senders(first: date, last: date) -> list[AnsweredSender]:
    """Distinct senders answered in the period, by name: a body once under all its names, others by their words.

    Who bears the same name is the same sender: a department formed anew under it, a body once typed by hand.
    """
    told = list(
        answered_between(first, last).values_list("sender_id", "sender_folded", "sender_name", "answered_on", "pk")
    )
    keys = _keys_of((sender, folded) for sender, folded, _name, _on, _pk in told)
    answers: dict[str, list[tuple[str, date, int]]] = {}
    for sender, folded, name, on, pk in told:
        assert on is not None
        answers.setdefault(keys[_key(sender, folded)], []).append((name, on, pk))
    found = [
        AnsweredSender(key, rows[-1][0], tuple(on for _name, on, _pk in rows), tuple(pk for _name, _on, pk in rows))
        for key, rows in answers.items()
    ]
    return sorted(found, key=lambda one: (fold(one.name), one.key))


def _key(sender: int | None, folded: str) -> str:
    return f"organisation:{sender}" if sender else f"name:{folded}"


def _keys_of(told: Iterable[tuple[int | None, str]]) -> dict[str, str]:
    """For each sender's key the one it counts under: bodies are joined by the names their letters came under."""
    joined: dict[str, str] = {}

    def top(key: str) -> str:
        while joined.setdefault(key, key) != key:
            key = joined[key]
        return key

    for sender, folded in told:
        joined[top(f"name:{folded}")] = top(_key(sender, folded))
    return {key: top(key) for key in list(joined)}


def answer_times(rows: QuerySet[Petition], first: date, last: date) -> AnswerTimes:
    """How long the answers dated in a period took; one query whatever the number of answers."""
    answered = rows.filter(answered_on__gte=first, answered_on__lte=last).order_by("answered_on", "id")
    whole = Times("", "")
    kinds = {key: Times(key, str(title)) for key, title in PetitionKind.choices}
    topics = {key: Times(key, str(title)) for key, title in PetitionTopic.choices}
    months: dict[str, Times] = {}
    told = answered.values_list("kind", "topic", "received_on", "answered_on", "due_on")
    for kind, topic, received, on, due in told:
        assert on is not None
        month = months.setdefault(f"{on:%Y-%m}", Times(f"{on:%Y-%m}", f"{on:%m/%Y}"))
        for group in (whole, kinds[kind], topics[topic], month):
            group.add(received, on, due)
    return AnswerTimes(whole, _used(kinds.values()), _used(topics.values()), list(months.values()))


def _used(groups: Iterable[Times]) -> list[Times]:
    """Groups with an answer, the largest first."""
    return sorted((one for one in groups if one.count), key=lambda one: -one.count)
