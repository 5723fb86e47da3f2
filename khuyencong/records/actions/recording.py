"""Records events and files. Called inside the transaction of the action that has something to record."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.rows import add_rows
from khuyencong.records.models import Attachment, Blob, Event, EventSubject, Installation
from khuyencong.records.queries import subject_of


def record_event(
    *,
    by: Actor | None,
    verb: str,
    on: date,
    subjects: Iterable[Model],
    detail: dict[str, Any] | None = None,
    days: Mapping[str, date] | None = None,
) -> Event:
    """Add one event that each subject shows in its history. ``detail`` must hold no personal data.

    ``days`` gives, by subject name, objects for which the event counts from a day of their own.
    """
    event = Event.objects.create(verb=verb, on=on, actor_id=by.pk if by else None, detail=detail or {})
    named = [subject_of(thing) for thing in subjects]
    own = days or {}
    add_rows(EventSubject, ("event_id", "subject", "on"), [(event.pk, name, own.get(name, on)) for name in named])
    return event


def _write_once(path: Path, data: bytes) -> None:
    """Write through a temporary name, so that a crash leaves either the whole file or none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size == len(data):
        return
    unfinished = path.with_suffix(f".{os.getpid()}.part")
    with unfinished.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    unfinished.replace(path)


@transaction.atomic
def keep_file(
    *, by: Actor | None, data: bytes, name: str, kind: str, subject: Model, media_type: str = "application/octet-stream"
) -> Attachment:
    """Store the content once by hash and attach it to ``subject``."""
    digest = hashlib.sha256(data).hexdigest()
    path = f"{digest[:2]}/{digest}"
    _write_once(Path(settings.FILES_DIR) / path, data)
    blob, _created = Blob.objects.get_or_create(
        sha256=digest, defaults={"size": len(data), "media_type": media_type, "path": path}
    )
    return Attachment.objects.create(
        blob=blob, name=name[:255], kind=kind, subject=subject_of(subject), added_by_id=by.pk if by else None
    )


@transaction.atomic
def describe_installation(*, by: Actor | None, is_demo: bool, body_name: str = "") -> Installation:
    """Say whether this system is a demo and whose it is."""
    row, _created = Installation.objects.update_or_create(pk=1, defaults={"is_demo": is_demo, "body_name": body_name})
    return row
