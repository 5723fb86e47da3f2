"""Sends the week by e-mail on its first working day."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import override

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import may, standing_of
from khuyencong.accounts.roles import Permission
from khuyencong.records.actions import queue_message
from khuyencong.registry.queries import calendar_of
from khuyencong.reporting.printouts.six_month import OFFICIAL
from khuyencong.reporting.printouts.week import week_letter
from khuyencong.reporting.queries import week_of


def first_working_day(on: date) -> date | None:
    """The first working day of the week a day lies in; None in a week that has none."""
    monday = on - timedelta(days=on.weekday())
    days = [monday + timedelta(days=number) for number in range(7)]
    calendar = calendar_of(days[0], days[-1])
    return next((day for day in days if calendar.is_working(day)), None)


@transaction.atomic
def send_week(*, on: date, site: str = "") -> int:
    """Queue the week's e-mail for everyone of the office with an address; gives how many are new.

    Only on the first working day of the week. Said twice, nothing is queued again. ``site`` is the system's address.
    """
    if first_working_day(on) != on:
        return 0
    people = User.objects.filter(is_active=True).exclude(email="").order_by("pk")
    readers = [user for user in people if may(standing_of(user, on), Permission.SEE_OFFICE)]
    if not readers:
        return 0
    queued = 0
    with override(OFFICIAL):
        week = week_of(on, on)
        for user in readers:
            subject, body = week_letter(week, user.pk, site)
            key = f"week:{user.pk}:{week.first}"
            queued += queue_message(key=key, address=user.email, subject=subject, body=body) is not None
    return queued
