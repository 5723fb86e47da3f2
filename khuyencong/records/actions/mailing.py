"""E-mails through the outbox: queued with the change that causes them, sent by a command, never twice."""

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from khuyencong.records.models import OutboxMessage
from khuyencong.records.states import MailState


@transaction.atomic
def queue_message(*, key: str, address: str, subject: str, body: str) -> OutboxMessage | None:
    """Queue one message for an occasion; None when this occasion already has its message."""
    row, created = OutboxMessage.objects.get_or_create(
        key=key, defaults={"address": address, "subject": subject[:200], "body": body}
    )
    return row if created else None


def _claim() -> OutboxMessage | None:
    """Take the next waiting message for this process alone."""
    with transaction.atomic():
        waiting = OutboxMessage.objects.filter(state=MailState.WAITING).order_by("id")
        row = waiting.select_for_update(skip_locked=True).first()
        if row is None:
            return None
        taken = OutboxMessage.objects.filter(pk=row.pk, state=MailState.WAITING)
        taken.update(state=MailState.CLAIMED, claimed_at=timezone.now())
        return row


def send_waiting(*, limit: int = 500) -> tuple[int, int]:
    """Send what waits; returns how many were sent and how many failed.

    Each message is claimed and committed before it is handed to the mail server. If this process dies in between, the
    message stays claimed and is shown by the doctor command; it is never handed over a second time.
    """
    sent = failed = 0
    while sent + failed < limit and (row := _claim()) is not None:
        try:
            EmailMessage(row.subject, row.body, to=[row.address]).send()
        except OSError as trouble:
            row.state, row.trouble, failed = MailState.FAILED, str(trouble)[:300], failed + 1
        else:
            row.state, row.sent_at, sent = MailState.SENT, timezone.now(), sent + 1
        row.save(update_fields=["state", "trouble", "sent_at"])
    return sent, failed
