"""Growth only where like is compared with like; the footnote says what changed; maps are mappings of their day."""

from datetime import date

import pytest

from khuyencong.programme.actions import record_plan
from khuyencong.programme.models import Project, Tally
from khuyencong.programme.queries import breakdown, cells, shares_of_places
from khuyencong.registry.models import LegalSource, Place, PlaceSuccession, RegionMember
from khuyencong.registry.queries import on_map_of
from khuyencong.reporting.queries import (
    Line,
    Question,
    Within,
    changed_between,
    compare,
    mapping_of,
    members_of,
    narrowed,
    regions_of,
)
from khuyencong.reporting.states import THEN, MapView, Narrowing
from tests.programme.papers import MILLION, options, plan, project

pytestmark = pytest.mark.django_db
NOW, END_2023, OLD_MAP = date(2026, 9, 30), date(2023, 12, 31), date(2025, 6, 30)
TODAY = MapView("now", NOW)


def today(name: str) -> Place:
    return Place.objects.get(level="province", name=name, valid_to__isnull=True)


def gone(name: str) -> Place:
    return Place.objects.get(level="province", name=name, valid_to=date(2025, 7, 1))


def plan_of_2026(*names: str) -> None:
    """A plan of the year 2026 under the provinces of today, 500 million each."""
    rows = [
        project(number, 500, place="", place_key=today(name).pk, place_printed=name)
        for number, name in enumerate(names, 1)
    ]
    printed = plan(rows, year=2026, number="126/QĐ-BCT", on=date(2026, 1, 15))
    assert record_plan(by=None, printed=printed, options=options("y2026")).whole


def planned(view: MapView, by: str = "place", scheme: str = "", years=((2026, NOW), (2023, END_2023))):
    found = compare(Question("programme.planned", years, by, scheme, view), Within())
    return found, {line.key: line for line in found.lines}


def line_of(lines: dict[str, Line], place: Place) -> Line:
    return lines[str(place.pk)]


def test_today_the_series_is_like_for_like_and_the_footnote_says_of_what():
    plan_of_2026("Vĩnh Long", "Hà Nội")
    found, lines = planned(TODAY)
    line = line_of(lines, today("Vĩnh Long"))
    olds = [gone(name) for name in ("Bến Tre", "Trà Vinh", "Vĩnh Long")]
    before = sum(share.planned for key, share in breakdown(Project.objects.all(), 2023, END_2023, "place").items()
                 if key in {str(old.pk) for old in olds})  # fmt: skip
    assert line.values == (500 * MILLION, before)
    assert line.alike and line.growth is not None
    assert [found.footnotes[number - 1] for number in line.notes] == [
        "Vĩnh Long từ 01/07/2025 gồm Bến Tre, Trà Vinh, Vĩnh Long cũ (202/2025/QH15); số năm 2023 cộng 3 địa phương cũ"
    ]
    same = line_of(lines, today("Hà Nội"))
    assert same.alike and not same.notes
    assert found.total.difference == found.total.values[0] - found.total.values[1]


def test_as_reported_then_the_series_stops_at_the_change():
    plan_of_2026("Vĩnh Long", "Hà Nội")
    found, lines = planned(THEN)
    new, old = line_of(lines, today("Vĩnh Long")), line_of(lines, gone("Bến Tre"))
    assert new.values == (500 * MILLION, None)
    assert old.values[0] is None and old.values[1]
    assert (new.growth, new.difference, old.growth, old.difference) == (None, None, None, None)
    assert new.notes == old.notes and len(new.notes) == 1
    assert found.footnotes[new.notes[0] - 1].endswith("bảng theo địa giới lúc báo cáo nên không tính tăng trưởng")
    assert line_of(lines, gone("Vĩnh Long")).name == "Vĩnh Long (đến 30/06/2025)"
    assert new.name == "Vĩnh Long (từ 01/07/2025)"
    assert line_of(lines, today("Hà Nội")).difference is not None
    assert "Số dòng xếp hạng của hai năm khác nhau nên không so thứ hạng." in found.remarks


def test_a_place_the_chosen_map_does_not_know_stays_by_itself_at_the_end():
    plan_of_2026("Vĩnh Long", "Hà Nội")
    found, lines = planned(MapView("day", OLD_MAP))
    late = [line.key for line in found.lines if line.late]
    assert late == [str(today("Vĩnh Long").pk)]
    ranked = [line.key for line in found.lines if line.key.isdigit()]
    assert ranked[-1] == late[0]
    assert lines[late[0]].values == (500 * MILLION, 0)
    assert lines[late[0]].growth is None and lines[late[0]].rank is None
    assert "chưa chia được theo địa giới ngày 30/06/2025" in " ".join(found.remarks)
    assert line_of(lines, gone("Bến Tre")).values[1]


def test_a_year_not_recorded_whole_is_not_compared():
    found, lines = planned(TODAY, years=((2023, END_2023), (2022, date(2022, 12, 31))))
    assert all(line.growth is None for line in lines.values())
    assert found.total.growth is None
    assert any(words.startswith("Năm 2022: mới ghi nhận") for words in found.remarks)


def test_ranks_and_their_change():
    found, _lines = planned(TODAY, years=((2024, date(2024, 12, 31)), (2023, END_2023)))
    ranked = [line for line in found.lines if line.rank]
    first = min(ranked, key=lambda line: line.rank)
    assert first.values[0] == max(line.values[0] for line in ranked)
    assert all(line.climbed is not None for line in ranked)
    assert all(line.rank is None for line in found.lines if line.key in ("unit", "agency"))


def test_regions_are_of_their_day_and_say_what_moved():
    plan_of_2026("Vĩnh Long", "Tây Ninh")
    found, lines = planned(THEN, "region", "region6")
    delta = lines["Đồng bằng sông Cửu Long"]
    assert not delta.alike and delta.growth is None
    assert "bớt Long An" in found.footnotes[delta.notes[0] - 1]
    now, again = planned(TODAY, "region", "region6")
    assert again["Đồng bằng sông Cửu Long"].alike
    assert now.total.values == found.total.values


def test_a_province_of_no_region_stands_apart():
    _found, lines = planned(THEN, "region", "moit2025", years=((2023, END_2023),))
    assert lines["none"].name == "Chưa xếp vùng"
    assert lines["none"].values[0] == sum(
        line.values[0] for line in planned(THEN, years=((2023, END_2023),))[0].lines if line.key.isdigit()
    )


def test_a_region_then_is_that_of_a_places_last_day():
    regions = regions_of("region6", THEN, NOW)
    assert regions.of[gone("Long An").pk] == "Đồng bằng sông Cửu Long"
    assert regions.of[today("Tây Ninh").pk] == "Đông Nam Bộ"
    assert regions_of("region6", TODAY, NOW).of[gone("Long An").pk] == "Đông Nam Bộ"
    assert not RegionMember.objects.filter(place=gone("Long An"), valid_to__isnull=True).exists()


def test_a_division_without_a_main_part_is_not_shared_out():
    place, on = today("Thanh Hóa"), date(2026, 3, 1)
    parts = []
    for number in (1, 2):
        part = Place(level="province", code=f"z{number}", kind="Tỉnh", valid_from=on)
        part.set_name(f"Phần minh họa {number}")
        part.save()
        parts.append(part)
        source = LegalSource.objects.get(number="202/2025/QH15")
        PlaceSuccession.objects.create(predecessor=place, successor=part, on=on, relation="part", source=source)
    place.valid_to = on
    place.save()
    found, lines = planned(TODAY, years=((2026, NOW), (2023, END_2023), (2024, date(2024, 12, 31))))
    line = line_of(lines, place)
    assert line.late and line.values[1] and not line.alike
    words = found.footnotes[line.notes[0] - 1]
    assert words.startswith("Thanh Hóa từ 01/03/2026 chia vào Phần minh họa 1, Phần minh họa 2 (202/2025/QH15)")
    assert "để riêng ở Thanh Hóa, chưa chia" in words


def test_a_province_that_takes_another_in_says_so():
    old, new, on = today("Hà Tĩnh"), today("Nghệ An"), date(2026, 3, 1)
    PlaceSuccession.objects.create(predecessor=old, successor=new, on=on)
    old.valid_to = on
    old.save()
    found, lines = planned(TODAY, years=((2024, date(2024, 12, 31)), (2023, END_2023)))
    line = line_of(lines, new)
    assert found.footnotes[line.notes[0] - 1] == (
        "Nghệ An từ 01/03/2026 nhận thêm Hà Tĩnh cũ (chờ xác nhận); số năm 2023, 2024 cộng 2 địa phương cũ"
    )
    assert line.alike and not any(row.key == str(old.pk) for row in found.lines)
    then, apart = planned(THEN, years=((2026, NOW), (2023, END_2023)))
    assert not line_of(apart, new).alike and then.total.values[1] == found.total.values[1]


def test_a_map_is_a_mapping_of_its_day():
    assert mapping_of(THEN) is None
    assert mapping_of(TODAY) == on_map_of(NOW)
    assert mapping_of(MapView("day", OLD_MAP)) == on_map_of(OLD_MAP)
    long, tre = today("Vĩnh Long"), gone("Bến Tre")
    assert members_of(long.pk, on_map_of(NOW)) >= {long.pk, tre.pk}
    assert members_of(tre.pk, on_map_of(NOW)) == set()
    assert members_of(tre.pk, None) == {tre.pk}
    assert changed_between(OLD_MAP, NOW) and not changed_between(NOW, date(2026, 12, 31))


def test_a_year_that_holds_places_of_both_maps_mixes_no_codes():
    """Code 24 was Bắc Giang and is Bắc Ninh: both in one year stay two rows."""
    old, new = gone("Bắc Giang"), today("Bắc Ninh")
    assert old.code == new.code == "24"
    rows = [
        project(1, 100, place="", place_key=old.pk, place_printed=old.name),
        project(2, 300, place="", place_key=new.pk, place_printed=new.name),
    ]
    record_plan(by=None, printed=plan(rows, year=2025, number="125/QĐ-BCT", on=date(2025, 1, 15)), options=options("b"))
    shares = breakdown(Project.objects.all(), 2025, NOW, "place")
    assert {key: share.planned for key, share in shares.items()} == {
        str(old.pk): 100 * MILLION, str(new.pk): 300 * MILLION,
    }  # fmt: skip
    found = cells(Tally.objects.all(), 2025, NOW, "part", "place_id")
    assert shares_of_places(found, {}) == shares
    assert shares_of_places(found, on_map_of(NOW)) == breakdown(
        Project.objects.all(), 2025, NOW, "place", on_map_of(NOW)
    )
    then, now = Narrowing(place=str(new.pk)), Narrowing(place=str(new.pk), map_of="now", map_day=NOW)
    assert narrowed(Project.objects.filter(year=2025), then).count() == 1
    assert narrowed(Project.objects.filter(year=2025), now).count() == 2
