"""Localities without an allocation: distances, causes, and nothing lost between views."""

from datetime import date

import pytest

from khuyencong.programme.models import Project
from khuyencong.programme.queries import breakdown, by_month, totals, waiting_localities
from khuyencong.registry.models import Place
from khuyencong.registry.queries import on_map_of

pytestmark = pytest.mark.django_db
HALF_YEAR = date(2024, 6, 30)


def test_localities_with_any_allocation_do_not_wait():
    waiting = {str(item.place.pk) for item in waiting_localities(Project.objects.all(), 2024, HALF_YEAR)}
    shares = breakdown(Project.objects.all(), 2024, HALF_YEAR, "place")
    assert waiting == {key for key, share in shares.items() if share.allocated == 0 and key.isdigit()}


def test_distances_count_from_decision_and_from_planned_start():
    rows = {item.place.name: item for item in waiting_localities(Project.objects.all(), 2024, HALF_YEAR)}
    giang = rows["Hà Giang"]
    assert giang.days_since_decision == (HALF_YEAR - date(2024, 1, 1)).days
    assert giang.days_since_start == (HALF_YEAR - date(2024, 1, 1)).days
    assert rows["Thái Nguyên"].days_since_start == (HALF_YEAR - date(2024, 5, 1)).days


def test_cause_is_unknown_until_a_person_chooses():
    rows = {item.place.name: item for item in waiting_localities(Project.objects.all(), 2024, HALF_YEAR)}
    assert (rows["Hà Giang"].cause, rows["Hà Giang"].side) == ("unknown", "none")
    assert (rows["Bến Tre"].cause, rows["Bến Tre"].side) == ("dossier", "beneficiary")


def test_a_cause_noted_later_does_not_count_before():
    rows = {item.place.name: item for item in waiting_localities(Project.objects.all(), 2024, date(2024, 6, 1))}
    assert rows["Bến Tre"].cause == "unknown"


def test_months_end_where_the_totals_are():
    months = by_month(Project.objects.all(), 2024, HALF_YEAR)
    assert months == [0, 0, 22_760_000_000, 22_760_000_000, 28_305_000_000, 45_000_000_000]
    assert by_month(Project.objects.all(), 2024, date(2024, 12, 31))[-1] == 105_705_000_000


@pytest.mark.parametrize("day", [date(2024, 3, 31), HALF_YEAR, date(2024, 12, 31)])
@pytest.mark.parametrize("by", ["activity", "kind", "part", "place"])
def test_no_breakdown_loses_or_doubles_a_dong(day, by):
    rows = Project.objects.all()
    whole = totals(rows, 2024, day)
    for merged in (None, on_map_of(date(2026, 1, 1))):
        shares = breakdown(rows, 2024, day, by, merged).values()
        assert sum(share.projects for share in shares) == whole.projects
        assert sum(share.planned for share in shares) == whole.planned
        assert sum(share.allocated for share in shares) == whole.allocated


def test_unchanged_code_keeps_its_own_place():
    names = dict(Place.objects.filter(level="province", code="15").values_list("valid_from", "name"))
    assert sorted(names.values()) == ["Lào Cai", "Yên Bái"]
