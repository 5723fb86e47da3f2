"""Keeps what a team found, as its phones send it: each key once, however often it comes."""

import hashlib
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of
from khuyencong.kernel.findings import refuse_errors
from khuyencong.oversight.models import Observation, Photo, Stop
from khuyencong.oversight.queries.observations import items_for, projects_at
from khuyencong.oversight.rules.observations import (
    correction_is_of_the_stop,
    found_by_the_team,
    key_is_of_the_stop,
    kind_of_picture,
    observation_says_something,
    photo_came_whole,
    photo_is_a_picture,
    photo_key_is_of_the_observation,
    project_is_at_the_stop,
    trip_is_going,
)
from khuyencong.programme.models import Project
from khuyencong.records.actions import keep_file, record_event

Degrees = Decimal | None


@transaction.atomic
def keep_observation(
    *, by: User, stop: Stop, key: UUID, result: str, text: str = "", item: str = "", project: Project | None = None,
    about: str = "", seen_at: datetime, latitude: Degrees = None, longitude: Degrees = None,
    corrects: Observation | None = None,
) -> Observation:  # fmt: skip
    """Keep one finding. The same key gives the row already kept, so a lost answer or a second click adds nothing.

    ``seen_at`` is the phone's clock and never later than now. Raises Refused with every finding.
    """
    locked = Stop.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=stop.pk)
    known = Observation.objects.filter(key=key).first()
    if known is not None:
        refuse_errors(key_is_of_the_stop(known, locked))
        return known
    now = timezone.now()
    seen = min(seen_at, now)
    items = {row.code for row in items_for(locked.subject, locked.inspection.starts_on)}
    refuse_errors(
        [
            *found_by_the_team(standing_of(by, timezone.localdate(now)), locked.inspection),
            *trip_is_going(locked.inspection),
            *observation_says_something(result, text, item, items),
            *correction_is_of_the_stop(corrects, locked),
            *project_is_at_the_stop(_is_at(locked, project)),
        ]
    )
    row = Observation.objects.create(
        key=key, stop=locked, corrects=corrects, item=item, project=project, about=about.strip()[:300], result=result,
        text=text.strip()[:4000], seen_at=seen, latitude=latitude, longitude=longitude, by=by, received_at=now,
    )  # fmt: skip
    record_event(
        by=by, verb="observation_kept", on=timezone.localdate(seen), subjects=[locked.inspection],
        detail={"stop": locked.pk, "item": item, "result": result},
    )  # fmt: skip
    return row


def _is_at(stop: Stop, project: Project | None) -> bool:
    """No project is named, or one of the place and years of the stop."""
    if project is None:
        return True
    return bool(projects_at([stop], Project.objects.filter(pk=project.pk)).get(stop.pk))


@transaction.atomic
def keep_photo(
    *, by: User, observation: Observation, key: UUID, data: bytes, taken_at: datetime, latitude: Degrees = None,
    longitude: Degrees = None, sha256: str = "",
) -> Photo:  # fmt: skip
    """Keep one picture of a finding, once under its key. ``sha256``: what the phone sent, so that it may forget it.

    Nothing inside the file is read but its first bytes: time and place are the phone's, said beside it.
    """
    digest = hashlib.sha256(data).hexdigest()
    stop = Stop.objects.select_for_update(of=("self",)).select_related("inspection").get(pk=observation.stop_id)
    known = Photo.objects.filter(key=key).select_related("observation", "attachment__blob").first()
    if known is not None:
        refuse_errors(photo_key_is_of_the_observation(known, observation.key, digest))
        return known
    now = timezone.now()
    refuse_errors(
        [
            *found_by_the_team(standing_of(by, timezone.localdate(now)), stop.inspection),
            *trip_is_going(stop.inspection),
            *photo_is_a_picture(data),
            *photo_came_whole(digest, sha256),
        ]
    )
    ending, media_type = kind_of_picture(data) or ("", "")
    name = f"anh-{timezone.localtime(min(taken_at, now)):%Y%m%d-%H%M%S}-{str(key)[:8]}.{ending}"
    file = keep_file(by=by, data=data, name=name, kind="photo", subject=observation, media_type=media_type)
    return Photo.objects.create(
        key=key, observation=observation, attachment=file, taken_at=min(taken_at, now), latitude=latitude,
        longitude=longitude,
    )  # fmt: skip
