"""Queues reminders and the week's letter, and sends what waits in the outbox. Meant to be run by the system's clock."""

import argparse
import os

from django.utils import timezone

from khuyencong.programme.actions.reminding import remind
from khuyencong.records.actions import send_waiting
from khuyencong.reporting.actions import send_week


def remind_and_send(words: argparse.Namespace) -> int:
    """Exit 2 when a message could not be sent; it stays marked and is not tried again by itself."""
    queued = remind(on=words.on or timezone.localdate(), site=_site())
    return _send(words, f"lập {queued} thư nhắc")


def send_the_week(words: argparse.Namespace) -> int:
    """The week's letter, on the first working day of the week only; on other days nothing is queued."""
    queued = send_week(on=words.on or timezone.localdate(), site=_site())
    return _send(words, f"lập {queued} thư tuần")


def _site() -> str:
    return os.environ.get("KHUYENCONG_ORIGIN", "").rstrip("/")


def _send(words: argparse.Namespace, said: str) -> int:
    sent, failed = (0, 0) if words.queue_only else send_waiting()
    print(f"{said}, gửi {sent}, gửi không được {failed}")
    return 2 if failed else 0
