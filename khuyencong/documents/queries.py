"""Reads recorded documents and delegations."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import CharField, Exists, F, Model, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast, Concat

from khuyencong.documents.models import Delegation, Document, Draft
from khuyencong.documents.states import Direction, DraftDesk, DraftState
from khuyencong.kernel.guards import holding
from khuyencong.kernel.periods import holds_on
from khuyencong.kernel.text import fold, number_in
from khuyencong.records.models import EventSubject
from khuyencong.records.queries import stood_on, subject_of


def recorded(number: str, year: int, issuer_name: str = "", issuer: int | None = None) -> Document | None:
    """The document recorded under a number in a year by this body (by id, or by its name of that day), if any."""
    if not number:
        return None
    same = Q(issuer_name=issuer_name) | (Q(issuer_id=issuer) if issuer else Q())
    return Document.objects.filter(same, number=number, year=year).first()


def delegation_of(user: int, verb: str, on: date) -> Delegation | None:
    """The person's delegation for a verb on a day, if a document gave one."""
    return Delegation.objects.filter(holds_on(on), user_id=user, verb=verb).select_related("document").first()


@dataclass(frozen=True)
class DocumentFilter:
    """What the register is narrowed to; every field comes from the address and may be empty."""

    q: str = ""
    direction: str = ""
    kind: str = ""
    year: str = ""
    waiting: str = ""


def open_on(day: date) -> Q:
    """Condition: a letter was not dealt with by the end of a day."""
    return Q(handled_on__isnull=True) | Q(handled_on__gt=day)


def as_seen(document: Document, day: date) -> Document:
    """The document as its register showed it on a day: dealt with later is not yet dealt with. Not to be saved."""
    if document.handled_on is not None and document.handled_on > day:
        document.handled_on, document.note = None, ""
    return document


def documents_like(rows: QuerySet[Document], wanted: DocumentFilter, day: date) -> QuerySet[Document]:
    """The register by a day, newest first: letters by the day they came, others by their own day."""
    rows = rows.filter(Q(date__lte=day) | Q(date__isnull=True)).exclude(received_on__gt=day)
    exact = {"direction": wanted.direction, "kind": wanted.kind}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if (year := number_in(wanted.year)) is not None:
        rows = rows.filter(year=year)
    if wanted.waiting:
        rows = rows.filter(open_on(day), received_on__isnull=False)
        if wanted.waiting == "late":
            rows = rows.filter(due_on__lt=day)
    if folded := fold(wanted.q):
        rows = rows.filter(holding(Document, "folded", folded))
    return rows.order_by("-date", "-id")


def letters_waiting(rows: QuerySet[Document], day: date) -> QuerySet[Document]:
    """Letters received by a day and not dealt with, the most urgent first."""
    open_ones = rows.filter(open_on(day), direction=Direction.IN, received_on__lte=day)
    return open_ones.order_by(F("due_on").asc(nulls_last=True), "received_on", "id")


def drafts_at(rows: QuerySet[Draft], desks: Iterable[str], author: int | None = None) -> QuerySet[Draft]:
    """Drafts that wait at these desks, and those the author still writes; the most urgent first."""
    condition = Q(desk__in=list(desks))
    if author is not None:
        condition |= Q(desk=DraftDesk.AUTHOR, author_id=author)
    return rows.filter(condition).order_by(F("due_on").asc(nulls_last=True), "since", "id")


def drafts_for(thing: Model, purpose: str = "") -> QuerySet[Draft]:
    """Drafts written for a thing, newest first."""
    rows = Draft.objects.filter(subject=subject_of(thing)).exclude(state=DraftState.DROPPED)
    return (rows.filter(purpose=purpose) if purpose else rows).select_related("author", "document").order_by("-id")


def drafts_seen(thing: Model, day: date, purpose: str = "") -> list[Draft]:
    """Drafts begun for a thing by a day, newest first, each in the state it was in then. Not to be saved."""
    return [draft_seen(row) for row in drafts_on(drafts_for(thing, purpose), day)]


def drafts_on(rows: QuerySet[Draft], day: date) -> QuerySet[Draft]:
    """Drafts begun by a day, each with ``stood``: its state of that day, '' while nothing but writing was done."""
    subject = Concat(Value("documents.draft:"), Cast(OuterRef("pk"), CharField()))
    begun = EventSubject.objects.filter(subject=subject, on__lte=day)
    return stood_on(rows, "", day).filter(Exists(begun))


def draft_seen(row: Draft) -> Draft:
    """A row of ``drafts_on`` in the state of the day, without a document recorded later. Not to be saved."""
    row.state = row.stood or DraftState.WRITING  # type: ignore[attr-defined]
    if row.state != DraftState.RECORDED:
        row.document = None
    return row


def documents_of(thing: Model) -> QuerySet[Document]:
    """Documents linked to a thing, newest first."""
    return Document.objects.filter(links__subject=subject_of(thing)).order_by("-date", "-id")
