"""Reminders reach a real mail server once, whatever is run how often."""

from datetime import date

import pytest

from khuyencong.accounts.models import User
from khuyencong.programme.actions.reminding import remind
from khuyencong.records.actions import send_waiting
from khuyencong.records.models import OutboxMessage
from tests.programme.carrying_out.cast import MILLION, cast

pytestmark = pytest.mark.django_db
DAY = date(2021, 4, 7)


@pytest.fixture
def waiting():
    """A contract that waits at the head's desk since 1 April, due two working days later."""
    one = cast()
    made = one.open("contract", date(2021, 4, 1), amount=300 * MILLION)
    one.act(one.officer, made, "propose", date(2021, 4, 1))
    User.objects.filter(pk=one.head.pk).update(email="truongphong@example.test")
    User.objects.filter(pk=one.officer.pk).update(email="chuyenvien@example.test")
    return one


def test_who_holds_a_late_dossier_gets_one_letter_a_day(waiting, box):
    assert remind(on=DAY, site="https://kc.example.test") == 1
    assert remind(on=DAY) == 0
    assert send_waiting() == (1, 0)
    assert send_waiting() == (0, 0)
    ((to, letter),) = box.letters
    assert to == ["truongphong@example.test"]
    text = letter.get_content()
    assert waiting.project.code in text
    assert "quá hạn từ 05/04/2021" in text
    assert "https://kc.example.test/ho-so/" in text
    assert "việc cần xử lý" in letter["Subject"]
    assert remind(on=date(2021, 4, 8)) == 1


def test_nothing_is_said_on_a_day_off(waiting, box):
    assert remind(on=date(2021, 4, 10)) == 0
    assert OutboxMessage.objects.count() == 0


def test_a_message_claimed_by_a_process_that_died_is_not_sent_again(waiting, box):
    remind(on=DAY)
    OutboxMessage.objects.update(state="claimed")
    assert send_waiting() == (0, 0)
    assert box.letters == []


def test_a_server_that_does_not_answer_marks_the_message(waiting, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    remind(on=DAY)
    assert send_waiting() == (0, 1)
    assert OutboxMessage.objects.get().state == "failed"
