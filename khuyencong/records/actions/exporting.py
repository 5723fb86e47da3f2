"""Records that a list left the system as a file: who took it, which list, how many rows, as of which day."""

from datetime import date

from khuyencong.kernel.actor import Actor
from khuyencong.records.actions.recording import record_event
from khuyencong.records.models import Event


def log_export(*, by: Actor, what: str, rows: int, on: date) -> Event:
    """Record an export. ``what`` is the stable name of the list ('establishments'), never a value out of it."""
    return record_event(by=by, verb="exported", on=on, subjects=[], detail={"list": what[:60], "rows": rows})
