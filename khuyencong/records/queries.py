"""Reads events, files and import runs."""

from datetime import date
from typing import Any, TypeVar

from django.db.models import CharField, F, Model, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat

from khuyencong.records.models import Attachment, Event, Hold, ImportRow, ImportRun, Installation, TrailStep

M = TypeVar("M", bound=Model)


def subject_of(thing: Model) -> str:
    """The stored name of an object: 'programme.project:12'."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def history_of(thing: Model, day: date | None = None) -> QuerySet[Event]:
    """Events that touched ``thing`` (by ``day``), newest first, with actors; ``counted``: the day each counts from."""
    touched = Q(subjects__subject=subject_of(thing))
    if day is not None:
        touched &= Q(subjects__on__lte=day)
    rows = Event.objects.filter(touched).annotate(counted=F("subjects__on"))
    return rows.select_related("actor").order_by("-at", "-id")


def attachments_of(thing: Model) -> QuerySet[Attachment]:
    """Files kept with ``thing``, newest first."""
    return Attachment.objects.filter(subject=subject_of(thing)).select_related("blob").order_by("-added_at")


def earlier_run(kind: str, year: int, sha256: str) -> ImportRun | None:
    """The run that already read this very file for this year, if any."""
    return ImportRun.objects.filter(kind=kind, year=year, sha256=sha256).first()


def doubtful_rows(run: ImportRun) -> QuerySet[ImportRow]:
    """Rows of the run that still wait for a person."""
    return run.rows.filter(state="doubtful")


def installation() -> Installation:
    """What this system is; an unsaved plain row when nothing has been set up."""
    return Installation.objects.first() or Installation()


def holds_on_subject(thing: Model, kind: str, day: date) -> QuerySet[Hold]:
    """Holds of a kind that stand on ``thing`` on a day, oldest first."""
    standing = Q(lifted_on__isnull=True) | Q(lifted_on__gt=day)
    rows = Hold.objects.filter(standing, subject=subject_of(thing), kind=kind, placed_on__lte=day)
    return rows.order_by("placed_on", "id")


def steps_of(thing: Model, day: date | None = None) -> QuerySet[TrailStep]:
    """What was done about a thing (by a day), oldest first."""
    rows = TrailStep.objects.filter(subject=subject_of(thing))
    return (rows if day is None else rows.filter(on__lte=day)).select_related("by").order_by("on", "id")


def stood_on(rows: QuerySet[M], first: str, day: date) -> QuerySet[M]:
    """Rows annotated with ``stood``: the state each was in on a day, ``first`` before any step of its trail."""
    subject = Concat(Value(f"{rows.model._meta.label_lower}:"), Cast(OuterRef("pk"), CharField()))
    last = TrailStep.objects.filter(subject=subject, on__lte=day).order_by("-on", "-id").values("after")
    state: Any = Coalesce(Subquery(last[:1]), Value(first), output_field=CharField())
    return rows.annotate(stood=state)  # type: ignore[return-value]
