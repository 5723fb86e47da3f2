"""Old addresses: the lists load whole, names and codes are read for their day, divided communes stay choices."""

from datetime import date

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count, Q
from django.test.utils import CaptureQueriesContext

from khuyencong.registry.imports import load_reference
from khuyencong.registry.models import Place, PlaceSuccession
from khuyencong.registry.queries.address_words import parts_of
from khuyencong.registry.queries.addresses import address_book, made_of, on_day
from khuyencong.registry.queries.resolving import resolve_address, resolve_each, resolve_text, resolve_undated
from khuyencong.registry.states import Level, Match, Relation

pytestmark = pytest.mark.django_db
OLD, NEW = date(2024, 5, 6), date(2026, 3, 2)
LAST, FIRST = date(2025, 6, 30), date(2025, 7, 1)
SEVEN = {"15": ("Yên Bái", "Lào Cai"), "24": ("Bắc Giang", "Bắc Ninh"), "44": ("Quảng Bình", "Quảng Trị"),
         "52": ("Bình Định", "Gia Lai"), "80": ("Long An", "Tây Ninh"), "82": ("Tiền Giang", "Đồng Tháp"),
         "91": ("Kiên Giang", "An Giang")}  # fmt: skip


@pytest.fixture
def book():
    return address_book()


def names(found) -> list[tuple[str, str]]:
    return [(link.place.name, str(link.relation)) for link in found.becomes]


def test_every_old_place_stands_and_ends_when_the_districts_ended():
    old = Place.objects.filter(valid_to=FIRST)
    assert old.filter(level=Level.DISTRICT).count() == 696
    assert old.filter(level=Level.COMMUNE).count() == 10035
    assert Place.objects.filter(level=Level.COMMUNE, valid_to=None).count() == 3321
    load_reference(by=None, folder=settings.DATA_DIR)
    assert Place.objects.filter(level=Level.COMMUNE).count() == 13356


def test_no_old_commune_is_without_a_successor_and_no_new_one_without_a_past():
    communes = Place.objects.filter(level=Level.COMMUNE)
    assert not communes.filter(valid_to=FIRST, successors=None).exists()
    assert not communes.filter(valid_from=FIRST, predecessors=None).exists()
    links = PlaceSuccession.objects.filter(predecessor__level=Level.COMMUNE)
    assert links.count() == 10597
    assert not links.exclude(on=FIRST).exists()


def test_a_commune_came_whole_to_one_place_or_is_divided_among_several():
    rows = Place.objects.filter(level=Level.COMMUNE, valid_to=FIRST).annotate(
        whole=Count("successors", filter=Q(successors__relation=Relation.WHOLE)), all=Count("successors"),
        main=Count("successors", filter=Q(successors__relation=Relation.DEFAULT)),
    )  # fmt: skip
    assert not rows.filter(whole__gt=0).exclude(all=1).exists()
    assert not rows.filter(whole=0, all=1).exists()
    assert not rows.filter(whole=0).exclude(main=1).exists()


def test_island_districts_became_the_zone_of_their_name():
    links = PlaceSuccession.objects.filter(predecessor__level=Level.DISTRICT).select_related("predecessor", "successor")
    assert {(link.predecessor.name.split(" ", 1)[1], link.successor.name.split(" ", 2)[2]) for link in links} == {
        (name, name) for name in ("Lý Sơn", "Cồn Cỏ", "Côn Đảo", "Bạch Long Vĩ", "Hoàng Sa")
    }
    assert all(link.relation == Relation.WHOLE for link in links)


@pytest.mark.parametrize(
    "text",
    ["xã Phước Thạnh, huyện Châu Thành, tỉnh Bến Tre", "xa phuoc thanh huyen chau thanh tinh ben tre",
     "X. Phước Thạnh, H. Châu Thành, T. Bến Tre", "Phước Thạnh, Châu Thành, Bến Tre",
     "ấp 3, xã Phước Thạnh, huyện Châu Thành, Bến Tre, Việt Nam", "Xã Phước Thạnh - Huyện Châu Thành - Tỉnh Bến Tre"],
)  # fmt: skip
@pytest.mark.parametrize("on", [OLD, NEW])
def test_an_old_address_is_found_however_it_is_written(book, text, on):
    answer = resolve_text(text, on=on, to=NEW, book=book)
    assert answer.match == Match.EXACT
    assert names(answer.found[0]) == [("Phường Phú Tân", "whole")]
    assert answer.settled and book.province(answer.settled).name == "Vĩnh Long"
    assert answer.other_day == (on == NEW)


@pytest.mark.parametrize(
    ("text", "place"),
    [("P.5, Q. 3, TP.HCM", "Phường 5, Quận 3, Hồ Chí Minh"), ("P5 - Q3 - TPHCM", "Phường 5, Quận 3, Hồ Chí Minh"),
     ("phường 05, TX Gò Công, Tiền Giang", "Phường 5, Thành phố Gò Công, Tiền Giang"),
     ("Phường Đúc, quận Thuận Hóa, Thừa Thiên Huế", "Phường Phường Đúc, Quận Thuận Hóa, Huế"),
     ("xã Tân Xã huyện Thạch Thất thành phố Hà Nội", "Xã Tân Xã, Huyện Thạch Thất, Hà Nội"),
     ("xã Long Sơn, Bà Rịa - Vũng Tàu", "Xã Long Sơn, Thành phố Vũng Tàu, Bà Rịa - Vũng Tàu"),
     ("thị trấn Kbang, huyện Kbang, Gia Lai", "Thị trấn KBang, Huyện KBang, Gia Lai")],
)  # fmt: skip
def test_short_forms_and_odd_names_are_read(book, text, place):
    answer = resolve_text(text, on=OLD, to=NEW, book=book)
    assert answer.match == Match.EXACT
    assert [book.full_name(found.place, found.place.valid_from) for found in answer.found] == [place]


def test_parts_of_a_divided_commune_are_choices(book):
    answer = resolve_text("phường Cống Vị, quận Ba Đình, Hà Nội", on=OLD, to=NEW, book=book)
    assert answer.settled is None
    assert names(answer.found[0]) == [("Phường Ngọc Hà", "default"), ("Phường Giảng Võ", "part")]


def test_a_district_alone_gives_every_commune_its_communes_became(book):
    answer = resolve_text("huyện Châu Thành, tỉnh Bến Tre", on=OLD, to=NEW, book=book)
    assert answer.settled is None
    assert ("Phường Phú Tân", "part") in names(answer.found[0])
    whole = resolve_text("huyện Lý Sơn, Quảng Ngãi", on=OLD, to=NEW, book=book)
    assert whole.settled and whole.settled.name == "Đặc khu Lý Sơn"


def test_what_is_not_quite_the_list_is_told_and_never_settled(book):
    for text, differs in (
        ("xã Phước Thạn, huyện Châu Thành, tỉnh Bến Tre", ("xã Phước Thạn", "Xã Phước Thạnh")),
        ("xã Phước Thạnh, huyện Ba Tri, tỉnh Bến Tre", ("huyện Ba Tri", "Huyện Châu Thành")),
        ("xã Mường Khương, Lào Cai", ("xã Mường Khương", "Thị trấn Mường Khương")),
    ):
        answer = resolve_text(text, on=OLD, to=NEW, book=book)
        assert (answer.match, answer.differs, answer.settled) == (Match.ALIKE, (differs,), None)
    many = resolve_text("xã Tân Thành", on=OLD, to=NEW, book=book)
    assert many.match == Match.SEVERAL and len(many.found) > 20 and many.settled is None
    above = resolve_text("xã Không Có, huyện Châu Thành, tỉnh Bến Tre", on=OLD, to=NEW, book=book)
    assert (above.match, above.unread, above.settled) == (Match.ABOVE, ("xã Không Có",), None)
    nothing = resolve_text("nhà máy minh họa", on=OLD, to=NEW, book=book)
    assert (nothing.match, nothing.found) == (Match.NONE, ())
    assert resolve_text(" , ; ", on=OLD, to=NEW, book=book).match == Match.NONE


@pytest.mark.parametrize(("code", "meant"), SEVEN.items())
def test_seven_codes_mean_another_province_after_the_day(book, code, meant):
    for on, name in ((LAST, meant[0]), (FIRST, meant[1])):
        found = resolve_address(code, "", "", on=on, to=on, book=book).found
        assert [one.place.name for one in found] == [name]


def test_codes_of_units_are_read_on_their_day(book):
    answer = resolve_address("83", "831", "28846", on=OLD, to=NEW, book=book)
    assert answer.settled and answer.settled.name == "Phường Phú Tân"
    late = resolve_address("15", "", "Xã Mậu A", on=NEW, to=OLD, book=book)
    assert late.found and book.province(late.found[0].place).name == "Lào Cai"
    early = resolve_address("15", "Huyện Văn Yên", "", on=OLD, to=NEW, book=book)
    assert book.full_name(early.found[0].place, OLD) == "Huyện Văn Yên, Yên Bái"


def test_a_new_commune_knows_what_it_was_made_of_and_every_way_back_is_a_way_forth(book):
    new = next(row for row in book.coded["commune", "00004"] if row.holds(NEW))
    made = made_of(book, new)
    assert {link.place.name for link in made} >= {"Phường Trúc Bạch", "Phường Quán Thánh"}
    back = resolve_text("phường Ba Đình, Hà Nội", on=NEW, to=OLD, book=book)
    assert {link.place.pk for link in back.found[0].becomes} == {link.place.pk for link in made}
    for link in made:
        assert new.pk in {forth.place.pk for forth in on_day(book, link.place, NEW)}


def test_a_list_is_resolved_with_one_reading_of_the_book():
    lines = [f"xã Phước Thạnh, huyện Châu Thành, tỉnh Bến Tre {number}" for number in range(5)]
    with CaptureQueriesContext(
        connection,
    ) as few:
        resolve_each(lines[:1], on=OLD, day=NEW, to=NEW)
    with CaptureQueriesContext(connection) as many:
        resolve_each(lines, on=OLD, day=NEW, to=NEW)
    assert len(many) == len(few) == 2


def test_a_name_that_looks_like_a_kind_is_not_cut():
    assert [part.readings[0].key for part in parts_of("Tịnh Biên, An Giang")] == ["tinh bien", "an giang"]
    assert [part.readings[0].key for part in parts_of("thi xa tinh bien tinh an giang")] == ["tinh bien", "an giang"]


@pytest.mark.parametrize("day", [OLD, NEW])
def test_every_place_is_found_by_its_own_full_name(book, day):
    communes = [row for row in book.rows.values() if row.level == Level.COMMUNE and row.holds(day)]
    for row in communes[::23]:
        answer = resolve_text(book.full_name(row, day), on=day, to=day, book=book)
        assert (answer.match, answer.settled) == (Match.EXACT, row)


def test_a_ward_wrongly_filed_as_a_commune_is_still_read_by_its_name(book):
    answer = resolve_text("Phường Việt Hòa, Hải Phòng", on=NEW, to=NEW, book=book)
    assert answer.match == Match.EXACT


def test_without_a_day_a_name_of_both_lists_is_settled_only_when_both_lead_to_one_place(book):
    settled = several = 0
    for row in [row for row in book.rows.values() if row.level == Level.COMMUNE and row.holds(NEW)][::11]:
        answer = resolve_undated(book.full_name(row, row.valid_from), day=NEW, to=NEW, book=book)
        old = resolve_text(book.full_name(row, row.valid_from), on=LAST, to=NEW, book=book)
        led = {link.place.pk for found in old.found for link in found.becomes}
        if answer.settled:
            settled += 1
            assert old.other_day or old.match == Match.ALIKE or led == {row.pk}
        else:
            several += 1
            assert answer.both_lists and {found.place.pk for found in answer.found} - {row.pk}
    assert settled > several > 0
