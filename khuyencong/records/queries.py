"""Reads events, files and import runs."""

from django.db.models import Model, QuerySet

from khuyencong.records.models import Attachment, Event, ImportRow, ImportRun, Installation


def subject_of(thing: Model) -> str:
    """The stored name of an object: 'programme.project:12'."""
    return f"{thing._meta.label_lower}:{thing.pk}"


def history_of(thing: Model) -> QuerySet[Event]:
    """Events that touched ``thing``, newest first, with their actors."""
    return Event.objects.filter(subjects__subject=subject_of(thing)).select_related("actor").order_by("-at", "-id")


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
