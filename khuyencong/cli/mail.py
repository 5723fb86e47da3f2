"""Queues the day's reminders and sends what waits in the outbox. Meant to be run by the system's clock, often."""

import argparse
import os

from django.utils import timezone

from khuyencong.programme.actions.reminding import remind
from khuyencong.records.actions import send_waiting


def remind_and_send(words: argparse.Namespace) -> int:
    """Exit 2 when a message could not be sent; it stays marked and is not tried again by itself."""
    queued = remind(on=words.on or timezone.localdate(), site=os.environ.get("KHUYENCONG_ORIGIN", "").rstrip("/"))
    sent, failed = (0, 0) if words.queue_only else send_waiting()
    print(f"lập {queued} thư nhắc, gửi {sent}, gửi không được {failed}")
    return 2 if failed else 0
