"""What changes records: events, files, transitions of things, holds, e-mails waiting to be sent."""

from khuyencong.records.actions.carrying_out import carry_out, take
from khuyencong.records.actions.exporting import log_export
from khuyencong.records.actions.holding import lift_hold, place_hold
from khuyencong.records.actions.mailing import queue_message, send_waiting
from khuyencong.records.actions.recording import describe_installation, keep_file, record_event

__all__ = [
    "carry_out",
    "describe_installation",
    "keep_file",
    "lift_hold",
    "log_export",
    "place_hold",
    "queue_message",
    "record_event",
    "send_waiting",
    "take",
]
