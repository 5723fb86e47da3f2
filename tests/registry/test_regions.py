"""A province passes to another region of a scheme: dated, on a paper, without gap or overlap."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.periods import holds_on
from khuyencong.records.queries import history_of
from khuyencong.registry.actions.regions import join_region
from khuyencong.registry.models import LegalSource, Place, RegionMember, RegionScheme
from khuyencong.registry.queries import regions_on
from khuyencong.registry.rules.regions import judged_membership

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)


@pytest.fixture
def scheme() -> RegionScheme:
    return RegionScheme.objects.get(code="region6")


@pytest.fixture
def place() -> Place:
    return Place.objects.get(level="province", name="Lâm Đồng", valid_to__isnull=True)


@pytest.fixture
def paper() -> LegalSource:
    return LegalSource.objects.get(number="202/2025/QH15")


def codes(findings) -> set[str]:
    return {item.code for item in findings}


def test_from_the_day_on_it_is_in_the_new_region_and_until_then_in_the_old(scheme, place, paper):
    old = regions_on(ON, "region6")[place.pk]
    row = join_region(by=None, scheme=scheme, place=place, region="Đông Nam Bộ", on=ON, source=paper)
    assert row.valid_to is None
    assert regions_on(ON - timedelta(days=1), "region6")[place.pk] == old
    assert regions_on(ON, "region6")[place.pk] == "Đông Nam Bộ"
    event = history_of(place).get(verb="region_joined")
    assert event.detail == {
        "number": paper.number, "scheme": "region6", "region": "Đông Nam Bộ", "from": old,
    }  # fmt: skip


def test_it_is_refused_without_paper_name_or_province_and_for_the_same_region(scheme, place, paper):
    old = regions_on(ON, "region6")[place.pk]
    assert codes(judged_membership(scheme, place, "", ON, None)) == {"region-name", "region-paper"}
    assert codes(judged_membership(scheme, place, old, ON, paper)) == {"region-same"}
    gone = Place.objects.get(level="province", name="Bến Tre")
    assert "region-place" in codes(judged_membership(scheme, gone, "Đông Nam Bộ", ON, paper))
    commune = Place.objects.filter(level="commune", valid_to__isnull=True).first()
    assert "region-place" in codes(judged_membership(scheme, commune, "Đông Nam Bộ", ON, paper))
    with pytest.raises(Refused):
        join_region(by=None, scheme=scheme, place=place, region=" ", on=ON, source=paper)
    assert regions_on(ON, "region6")[place.pk] == old


def test_a_later_membership_blocks_and_a_new_name_or_a_later_paper_warns(scheme, place, paper):
    join_region(by=None, scheme=scheme, place=place, region="Đông Nam Bộ", on=ON, source=paper)
    again = judged_membership(scheme, place, "Tây Nguyên", ON, paper)
    assert "region-later" in codes(again)
    found = judged_membership(scheme, place, "Vùng minh họa", ON + timedelta(days=9), paper)
    assert [(item.code, item.severity) for item in found] == [("region-new", "warning")]
    later = LegalSource.objects.create(
        number="9/QĐ-MH", title="Minh họa", issued_on=ON + timedelta(days=90), evidence="K"
    )
    found = judged_membership(scheme, place, "Tây Nguyên", ON + timedelta(days=9), later)
    assert "region-paper-later" in codes(found)


@settings(
    derandomize=True, max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)  # fmt: skip
@given(days=st.lists(st.integers(min_value=-40, max_value=400), max_size=8), names=st.randoms(use_true_random=False))
def test_any_history_leaves_no_gap_and_no_overlap(scheme, place, paper, days, names):
    for day in days:
        region = names.choice(["Đông Nam Bộ", "Tây Nguyên", "Đồng bằng sông Hồng"])
        try:
            join_region(by=None, scheme=scheme, place=place, region=region, on=ON + timedelta(days=day), source=paper)
        except Refused:
            continue
    rows = list(RegionMember.objects.filter(scheme=scheme, place=place).order_by("valid_from"))
    for first, second in pairwise(rows):
        assert first.valid_to == second.valid_from
    assert rows[-1].valid_to is None
    for day in range(-50, 420, 30):
        on = ON + timedelta(days=day)
        assert RegionMember.objects.filter(holds_on(on), scheme=scheme, place=place).count() == 1
