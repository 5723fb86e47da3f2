"""Two lists held against each other: added, gone, area, moved, alike names; limits of the law; predecessors."""

from datetime import date
from decimal import Decimal

import pytest

from khuyencong.clusters.actions import record_list
from khuyencong.clusters.models import ClusterList, Opinion
from khuyencong.clusters.queries import compare, limits_on, lists_before, tally_of
from khuyencong.clusters.rules.lists import area_within_limits, doubts_of
from khuyencong.clusters.states import Change, PrintedCluster
from khuyencong.kernel.findings import Refused
from khuyencong.registry.models import Place
from khuyencong.registry.queries import provinces_on

pytestmark = pytest.mark.django_db
DAY = date(2024, 3, 1)


def place(name: str, on: date = DAY) -> Place:
    return provinces_on(on).get(name=name)


def listed(*rows: tuple, kind: str = "baseline", where: str = "Hải Dương", on: date = DAY, **more) -> ClusterList:
    printed = [
        PrintedCluster(name, at, None, None if area is None else Decimal(str(area)), **more) for name, at, area in rows
    ]
    return record_list(
        by=None, place=place(where, on), kind=kind, period="2021-2030", as_of=on, rows=printed
    )  # fmt: skip


def test_every_way_a_cluster_can_change_is_told():
    base = listed(
        ("CCN Quang Trung", "Xã Quang Thành, Kinh Môn", 74.5), ("Cụm công nghiệp Thất Hùng", "Kinh Môn", 60),
        ("CCN Tứ Cường", "Thanh Miện", 41.5), ("CCN Hồng Lạc II", "Thanh Hà", 75), ("CCN Cũ Minh Họa", "Xã A", 10),
        ("CCN Tây Việt Hòa", "TP Hải Dương", 66.2), ("CCN Tiền Tiến", "TP Hải Dương", 50),
    )  # fmt: skip
    asked = listed(
        ("Cụm CN Quang Trung", "Xã Quang Thành, Kinh Môn", 74.5), ("CCN Thất Hùng", "Kinh Môn", 65),
        ("CCN Tứ Cường", "Xã Chi Lăng", 41.5), ("CCN Hồng Lạc 2", "Thanh Hà", 75), ("CCN Hồng Lạc 3", "Thanh Hà", 60),
        ("CCN Tây Việt Hoà Mới", "TP Hải Dương", 59.9), ("CCN Tiền Tiến - Telin", "TP Hải Dương", 75),
        kind="proposed",
    )  # fmt: skip
    found = {one.asked.name if one.asked else one.base.name: one for one in compare(base, asked)}
    assert found["Cụm CN Quang Trung"].change == Change.SAME
    assert (found["CCN Thất Hùng"].change, found["CCN Thất Hùng"].gap) == (Change.AREA, Decimal(5))
    assert found["CCN Tứ Cường"].change == Change.MOVED
    assert found["CCN Hồng Lạc 2"].change == Change.SAME
    assert found["CCN Hồng Lạc 3"].change == Change.ADDED
    renamed = found["CCN Tây Việt Hoà Mới"]
    assert (renamed.change, renamed.base.name, renamed.is_doubtful) == (Change.RENAMED, "CCN Tây Việt Hòa", True)
    assert renamed.also == (Change.AREA,)
    assert found["CCN Tiền Tiến - Telin"].change == Change.RENAMED
    assert found["CCN Cũ Minh Họa"].change == Change.REMOVED
    tally = tally_of(compare(base, asked))
    assert (tally["added"], tally["renamed"], tally["removed"], tally["same"]) == (1, 2, 1, 2)
    assert sum(tally.values()) == 8


def test_a_cluster_the_list_itself_cuts_is_gone_and_the_first_list_is_all_new():
    base = listed(("CCN A", "", 20))
    asked = listed(("CCN A", "", 20), kind="proposed", action="cut")
    assert [one.change for one in compare(base, asked)] == [Change.REMOVED]
    assert [one.change for one in compare(None, asked)] == [Change.REMOVED]
    assert [one.change for one in compare(None, base)] == [Change.ADDED]


def test_limits_of_the_law_warn_with_clause_and_say_what_waits_for_confirmation():
    rows = list(
        listed(
            ("CCN Nhỏ", "", 6),
            ("CCN Vừa", "", 10),
            ("CCN Lớn", "", 75.5),
            ("CCN Rất nhỏ", "", 3),
            ("CCN Không", "", None),
        ).rows.all()
    )
    small, right, large, tiny, unsaid = rows
    new, old = limits_on(date(2024, 6, 1)), limits_on(date(2018, 6, 1))
    assert "làng nghề hoặc ở huyện miền núi" in area_within_limits(small, new)[0].remedy
    assert area_within_limits(small, new)[0].clause == "Điều 2, 32/2024/NĐ-CP"
    assert "chờ xác nhận" in area_within_limits(small, old)[0].clause
    assert area_within_limits(right, new) == []
    assert "lớn hơn mức tối đa 75 ha" in area_within_limits(large, new)[0].message
    assert "hình thành trước quy định" in area_within_limits(tiny, new)[0].remedy
    assert area_within_limits(unsaid, new)[0].severity == "warning"
    assert area_within_limits(large, limits_on(date(2010, 1, 1))) == []
    small.kind_of_place = "craft"
    assert area_within_limits(small, new) == []


def test_a_name_printed_twice_is_doubtful():
    rows = list(
        listed(("CCN Ngô Quyền", "A", 20), ("Cụm công nghiệp Ngô Quyền", "B", 30), ("CCN X", "", 20)).rows.all()
    )
    doubts = doubts_of(rows, limits_on(DAY))
    assert set(doubts) == {rows[0].pk, rows[1].pk}
    assert "trùng với dòng 2" in doubts[rows[0].pk][0].message


def test_the_list_before_is_the_provinces_own_or_those_of_its_predecessors():
    Opinion.objects.all().delete()
    ClusterList.objects.all().delete()
    first = listed(("CCN A", "", 20), on=date(2023, 1, 1))
    proposed = listed(("CCN A", "", 25), on=date(2023, 6, 1), kind="proposed")
    port = listed(("CCN B", "", 30), on=date(2023, 5, 1), where="Hải Phòng")
    asked = listed(("CCN A", "", 25), on=DAY, kind="proposed")
    assert lists_before(asked.place, DAY, but=asked) == [first]
    merged = place("Hải Phòng", date(2025, 8, 1))
    assert set(lists_before(merged, date(2025, 8, 1))) == {port, first}
    assert lists_before(merged, date(2022, 1, 1)) == []
    new = listed(("CCN A", "", 25), ("CCN C", "", 20), on=date(2025, 8, 1), where="Hải Phòng", kind="proposed")
    found = compare([port, first], new)
    assert [one.change.value for one in found] == ["area", "added", "removed"]
    assert proposed.rows.count() == 1


def test_a_list_without_rows_is_refused():
    with pytest.raises(Refused):
        listed()
