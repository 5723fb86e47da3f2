"""Notes why a locality has no allocation yet."""

from datetime import date

from django.db import transaction

from khuyencong.kernel.actor import Actor
from khuyencong.programme.models import CauseNote
from khuyencong.programme.states import DelayCause, Side
from khuyencong.records.actions import record_event
from khuyencong.registry.models import Place


@transaction.atomic
def note_cause(*, by: Actor, year: int, place: Place, cause: str, side: str, note: str, on: date) -> CauseNote:
    """Note the cause a person chose and the side it lies on; earlier notes stay, the newest counts.

    Raises ValueError for a cause or side outside the list.
    """
    row = CauseNote.objects.create(
        year=year, place=place, cause=DelayCause(cause), side=Side(side), note=note.strip()[:300],
        noted_by_id=by.pk, noted_on=on,
    )  # fmt: skip
    record_event(
        by=by, verb="cause_noted", on=on, subjects=[row, place], detail={"year": year, "cause": cause, "side": side}
    )
    return row
