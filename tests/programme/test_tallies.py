"""The tallies say on every day exactly what the movements say, whatever order the papers came in."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of, visible_to
from khuyencong.ledger.actions import Transfer, move, reverse
from khuyencong.ledger.hooks import MOVED
from khuyencong.ledger.models import Movement
from khuyencong.programme.actions.tallying import tally_moved
from khuyencong.programme.models import AnnualPlan, Project, Tally
from khuyencong.programme.queries import (
    ProjectFilter,
    Share,
    breakdown,
    by_month,
    cells,
    completeness,
    filtered,
    months_of,
    projects_on,
    shares_of,
    shares_of_places,
    sum_of,
    tallied,
    totals,
    totals_of,
    waiting_localities,
    waiting_of,
)
from khuyencong.registry.queries import on_map_of
from tests.programme.papers import allocation, batch, plan, project
from tests.programme.test_recording import allocate, record

pytestmark = pytest.mark.django_db


def says_the_same(year: int, day: date) -> None:
    rows, tallies = Project.objects.all(), Tally.objects.all()
    assert totals_of(tallies, year, day) == totals(rows, year, day)
    assert months_of(tallies, year, day) == by_month(rows, year, day)
    found = cells(tallies, year, day, "part", "kind", "activity_id", "place_id", starts=True)
    for by, column in (("part", "part"), ("kind", "kind"), ("activity", "activity_id")):
        assert shares_of(found, column) == breakdown(rows, year, day, by)
    for merged in ({}, on_map_of(date(2026, 1, 1))):
        assert shares_of_places(found, merged) == breakdown(rows, year, day, "place", merged)
    for funding in ("none", "part", "full"):
        wanted = ProjectFilter(allocation=funding)
        mine = filtered(projects_on(rows, day).filter(year=year), wanted, day)
        whole = totals(mine, year, day)
        assert sum_of(tallied(tallies, wanted), year, day) == Share(whole.projects, whole.planned, whole.allocated)
    known = AnnualPlan.objects.filter(year=year, effective_on__lte=day).first()
    if known:
        assert waiting_of(found, known, day) == waiting_localities(rows, year, day)


@pytest.mark.parametrize("year", [2023, 2024])
def test_tallies_of_the_demo_say_what_the_movements_say(year):
    days = set(Movement.objects.filter(source__year=year).values_list("on", flat=True))
    for day in sorted({near for on in days for near in (on - timedelta(days=1), on)} | {date(year, 12, 31)}):
        says_the_same(year, day)
    assert completeness(year).recorded == Project.objects.filter(year=year).count()


@pytest.mark.parametrize("username", ["lanhdao", "so-nghean", "so-vinhlong", "donvi", "quantri"])
def test_tallies_are_seen_like_their_projects(username):
    standing = standing_of(User.objects.get(username=username), date(2026, 1, 1))
    tallies, rows = visible_to(standing, Tally.objects.all()), visible_to(standing, Project.objects.all())
    assert totals_of(tallies, 2024, date(2024, 12, 31)) == totals(rows, 2024, date(2024, 12, 31))


def test_late_early_and_reversed_money_is_followed():
    record()
    allocate(batch([allocation(1, 60), allocation(2, 50)]))
    first, second = Project.objects.filter(year=2021).order_by("position")[:2]
    document = first.plan.document
    early = move(
        by=None, transfer=Transfer(first.planned_line, first.allocated_line, 7), on=date(2021, 2, 3), document=document
    )
    reverse(by=None, movement=early, on=date(2021, 2, 20), document=document)
    again = Movement.objects.get(allocation_line__project=second)
    reverse(by=None, movement=again, on=date(2021, 3, 15), document=document)
    left = Transfer(second.planned_line, second.allocated_line, second.support)
    move(by=None, transfer=left, on=date(2021, 3, 20), document=document)
    for month, day in ((1, 4), (1, 5), (2, 2), (2, 3), (2, 20), (3, 1), (3, 15), (3, 20), (12, 31)):
        says_the_same(2021, date(2021, month, day))
    assert sum_of(tallied(Tally.objects.all(), ProjectFilter(allocation="full")), 2021, date(2021, 3, 20)).projects == 1


def test_project_without_money_is_counted():
    record(plan([project(1), project(2, support=0)]))
    says_the_same(2021, date(2021, 12, 31))
    assert totals_of(Tally.objects.all(), 2021, date(2021, 12, 31)).projects == 2


def test_tallies_are_only_added_to():
    for change in (Tally.objects.all().delete, lambda: Tally.objects.update(projects=0)):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


def test_ledger_tells_the_programme():
    assert [listener for listener in MOVED if listener is tally_moved] == [tally_moved]
