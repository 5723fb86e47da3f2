"""A change is entered from its paper, shown first, applied once by another person, and taken back only by a further one."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from khuyencong.accounts.models import Assignment, User
from khuyencong.accounts.permissions import standing_of, visible_to
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.periods import holds_on
from khuyencong.programme.actions.dossiers import open_dossier
from khuyencong.programme.models import Dossier, Project
from khuyencong.programme.permissions import at_my_desks, can_sit
from khuyencong.programme.queries.answering import carried_on, place_now
from khuyencong.programme.states import Desk, DossierKind
from khuyencong.records.queries import history_of, steps_of
from khuyencong.registry.actions import (
    apply_change,
    choose_holder,
    enter_change,
    enter_reversal,
    withdraw_change,
)
from khuyencong.registry.models import (
    Change,
    Charge,
    HandChoice,
    Organisation,
    OrganisationName,
    Place,
    RegionMember,
    Subordination,
)
from khuyencong.registry.queries import (
    Answering,
    below_on,
    department_of,
    on_map_of,
    passing,
    place_ways,
    provinces_on,
    regions_on,
    waiting_for_a_choice,
    with_predecessors,
)
from khuyencong.registry.queries.addresses import _stamp
from khuyencong.registry.queries.resolving import resolve_text
from khuyencong.registry.rules.changes import Entry, Side, judged_entry
from khuyencong.registry.states import About, ChangeKind, ChangeState, Level, Relation
from tests.registry.changes.history import changed, new_body, paper

pytestmark = pytest.mark.django_db
ON = date(2026, 10, 1)
TODAY = date(2026, 11, 23)


def province(name: str, on: date = TODAY) -> Place:
    return provinces_on(on).get(name=name)


def merger(names=("An Giang", "Cần Thơ"), name="Tây Nam", code="91", on=ON) -> Entry:
    sides = tuple(Side(place=province(one, on)) for one in names)
    after = Side(name=name, code=code, form="Tỉnh", regions={})
    return Entry(ChangeKind.MERGE, About.PLACE, on, paper(on), sides, (after,))


def user(name: str) -> User:
    return User.objects.get(username=name)


def applied(entry: Entry) -> Change:
    change = enter_change(by=user("chuyenvien"), entry=entry)
    return apply_change(by=user("truongphong"), change=change, today=TODAY)


def codes(entry: Entry) -> set[str]:
    return {finding.code for finding in judged_entry(entry)}


# What is entered


def test_entering_moves_nothing():
    before = dict(on_map_of(TODAY))
    change = enter_change(by=user("chuyenvien"), entry=merger())
    assert change.state == ChangeState.ENTERED
    assert dict(on_map_of(TODAY)) == before and provinces_on(TODAY).count() == 34


def test_a_change_says_what_is_wrong_with_it():
    good = merger()
    assert codes(good) == set()
    assert codes(Entry(ChangeKind.MERGE, About.PLACE, ON, None, good.before, good.after)) == {"change-paper"}
    assert codes(merger(names=("An Giang",))) == {"change-before"}
    assert codes(merger(names=("An Giang", "An Giang"))) == {"change-twice"}
    assert "change-code" in codes(merger(code="01"))
    assert "change-code" in codes(merger(code=" "))
    assert codes(Entry(ChangeKind.MERGE, About.PLACE, ON, good.source, good.before, (Side(code="91"),))) == {
        "change-name"
    }
    old = Side(place=Place.objects.get(name="Bến Tre", level=Level.PROVINCE))
    assert "change-ended" in codes(Entry(ChangeKind.END, About.PLACE, ON, good.source, (old,)))
    later = paper(ON + timedelta(days=90))
    assert codes(Entry(ChangeKind.MERGE, About.PLACE, ON, later, good.before, good.after)) == {"change-paper-later"}


def test_provinces_of_two_regions_need_to_be_told_theirs():
    two = Entry(
        ChangeKind.MERGE, About.PLACE, ON, paper(ON),
        (Side(place=province("Lâm Đồng")), Side(place=province("Đồng Nai"))), (Side(name="Mới", code="75"),),
    )  # fmt: skip
    assert codes(two) == {"change-region"}
    told = Side(name="Mới", code="75", regions={"kc3": "Phía Nam", "region6": "Đông Nam Bộ", "moit2025": "Phía Nam"})
    assert codes(Entry(two.kind, two.about, ON, two.source, two.before, (told,))) == set()


def test_a_second_entry_is_warned_of():
    enter_change(by=user("chuyenvien"), entry=merger())
    assert codes(merger()) == {"change-waits"}


# What is applied


def test_a_merger_of_provinces_applied_once_by_another_person():
    change = enter_change(by=user("truongphong"), entry=merger())
    with pytest.raises(Refused, match="không tự áp dụng"):
        apply_change(by=user("truongphong"), change=change, today=TODAY)
    apply_change(by=user("lanhdao"), change=change, today=TODAY)
    with pytest.raises(Refused, match="không còn ở bước"):
        apply_change(by=user("lanhdao"), change=change, today=TODAY)
    new = Place.objects.get(name="Tây Nam", level=Level.PROVINCE)
    assert provinces_on(ON - timedelta(days=1)).count() == 34 and provinces_on(ON).count() == 33
    kien_giang = Place.objects.get(name="Kiên Giang", level=Level.PROVINCE)
    assert on_map_of(ON)[kien_giang.pk] == new.pk
    assert on_map_of(ON - timedelta(days=1))[kien_giang.pk] == province("An Giang", date(2026, 9, 1)).pk
    assert regions_on(ON, "region6")[new.pk] == "Đồng bằng sông Cửu Long"
    assert below_on(new, ON).count() == 102 + 103  # communes of both go on below the new one
    change.refresh_from_db()
    assert [step.name for step in steps_of(change)] == ["apply"]
    assert history_of(kien_giang).filter(verb="change_counts").exists()


def test_what_it_touches_is_told_before_and_after():
    entry = Entry(
        ChangeKind.MERGE, About.PLACE, ON, paper(ON), (Side(place=province("Vĩnh Long")), Side(place=province("Đồng Tháp"))),
        (Side(name="Tiền Vĩnh", code="86"),),
    )  # fmt: skip
    change = enter_change(by=user("chuyenvien"), entry=entry)
    groups = {group.code: group for group in passing(change, ON - timedelta(days=1))}
    assert {"projects", "accounts", "cluster-lists"} <= set(groups)
    before = {one.row.subject: one.place for one in groups["projects"].rows if one.row.place}
    apply_change(by=user("truongphong"), change=change, today=TODAY)
    new = Place.objects.get(name="Tiền Vĩnh")
    after = {
        one.row.subject: one.place for group in passing(change, ON) for one in group.rows if group.code == "projects"
    }
    assert set(before) <= set(after)
    assert {after[subject] for subject in before} == {new.pk}
    assert waiting_for_a_choice(change, ON) == []


def test_a_change_not_carried_out_is_laid_aside_with_its_reason():
    change = enter_change(by=user("chuyenvien"), entry=merger())
    withdraw_change(by=user("chuyenvien"), change=change, today=TODAY, remark="Nghị quyết được hoãn")
    change.refresh_from_db()
    assert change.state == ChangeState.WITHDRAWN and steps_of(change)[0].said == "Nghị quyết được hoãn"
    with pytest.raises(Refused):
        apply_change(by=user("truongphong"), change=change, today=TODAY)


# What is taken back


def test_on_its_own_day_as_if_it_had_never_been():
    before = list(Place.objects.filter(level=Level.PROVINCE).order_by("pk").values())
    regions = list(RegionMember.objects.order_by("pk").values())
    change = applied(merger())
    back = enter_reversal(by=user("chuyenvien"), change=change, on=ON, source=paper(ON))
    apply_change(by=user("truongphong"), change=back, today=TODAY)
    assert list(Place.objects.filter(level=Level.PROVINCE).order_by("pk").values()) == before
    assert list(RegionMember.objects.order_by("pk").values()) == regions
    change.refresh_from_db()
    assert change.state == ChangeState.REVERSED


def test_not_on_its_own_day_once_something_stands_on_it():
    change = applied(merger())
    new_body("Trung tâm thử của tỉnh mới", ON, Place.objects.get(name="Tây Nam"))
    back = enter_reversal(by=user("chuyenvien"), change=change, on=ON, source=paper(ON))
    with pytest.raises(Refused, match="Đã có 1 dữ liệu"):
        apply_change(by=user("truongphong"), change=back, today=TODAY)
    assert Place.objects.filter(name="Tây Nam").exists()


def test_from_a_later_day_everything_finds_its_own_way_back():
    change = applied(merger())
    day = ON + timedelta(days=20)
    back = enter_reversal(by=user("chuyenvien"), change=change, on=day, source=paper(day))
    apply_change(by=user("truongphong"), change=back, today=TODAY)
    kien_giang = Place.objects.get(name="Kiên Giang", level=Level.PROVINCE)
    soc_trang = Place.objects.get(name="Sóc Trăng", level=Level.PROVINCE)
    assert Place.objects.get(pk=on_map_of(day)[kien_giang.pk]).name == "An Giang"
    assert Place.objects.get(pk=on_map_of(day)[soc_trang.pk]).name == "Cần Thơ"
    assert Place.objects.get(pk=on_map_of(day - timedelta(days=1))[soc_trang.pk]).name == "Tây Nam"
    assert province("An Giang", day).pk in {on_map_of(day)[kien_giang.pk]}
    assert kien_giang.pk in with_predecessors([province("An Giang", day).pk])
    assert soc_trang.pk not in with_predecessors([province("An Giang", day).pk])
    assert below_on(province("An Giang", day), day).count() == 102
    assert provinces_on(day).count() == 34
    born = Place.objects.get(name="Tây Nam")  # what was written down for the joined province itself waits for a person
    assert place_ways().way(born.pk, day).open and Answering(day).place_of(born.pk) is None


def test_nothing_is_taken_back_below_a_later_change():
    first = applied(merger())
    joined = Entry(
        ChangeKind.RENAME, About.PLACE, ON + timedelta(days=9), paper(ON), (Side(place=province("Tây Nam")),),
        (Side(name="Cửu Long", code="91", form="Tỉnh"),),
    )  # fmt: skip
    applied(joined)
    with pytest.raises(Refused, match="đã thay đổi lần nữa"):
        enter_reversal(by=user("chuyenvien"), change=first, on=TODAY, source=paper(ON))


def carried(place: Place, day: date) -> set[int]:
    """The bodies that carry khuyến công in a province on a day."""
    return set(Charge.objects.filter(holds_on(day), place=place).values_list("organisation_id", flat=True))


def two_centres(on=ON) -> tuple[Organisation, Organisation]:
    """A centre of our own in An Giang and one in Cần Thơ, nobody else."""
    found = []
    for name in ("An Giang", "Cần Thơ"):
        place = province(name, on)
        Charge.objects.filter(place=place, valid_to__isnull=True).delete()
        body = new_body(f"Trung tâm thử {name}", date(2025, 7, 1), place)
        Charge.objects.create(place=place, organisation=body, valid_from=date(2025, 7, 1))
        found.append(body)
    return found[0], found[1]


def joined(bodies, on=ON, name="Trung tâm thử hợp nhất") -> Change:
    return applied(
        Entry(ChangeKind.MERGE, About.BODY, on, paper(on), tuple(Side(body=one) for one in bodies), (Side(name=name),))
    )


def taken_back(change: Change, on: date) -> Change:
    back = enter_reversal(by=user("chuyenvien"), change=change, on=on, source=paper(on))
    return apply_change(by=user("truongphong"), change=back, today=TODAY)


def test_two_changes_of_one_day_are_each_undone_exactly_the_later_first():
    centres = two_centres()
    start = list(Charge.objects.order_by("pk").values())
    places = applied(merger())
    between = list(Charge.objects.order_by("pk").values())
    bodies = joined(centres)  # on the same day: what the merger of provinces began is replaced before it began
    new = Organisation.objects.get(names__name="Trung tâm thử hợp nhất")
    assert carried(Place.objects.get(name="Tây Nam"), ON) == {new.pk}
    with pytest.raises(Refused, match="Sau thay đổi này đã ghi thay đổi khác"):
        taken_back(places, ON)
    taken_back(bodies, ON)
    assert list(Charge.objects.order_by("pk").values()) == between
    assert not Organisation.objects.filter(pk=new.pk).exists()
    taken_back(places, ON)
    assert list(Charge.objects.order_by("pk").values()) == start


def test_a_province_taken_back_has_its_own_bodies_again_and_not_its_neighbours():
    first, second = two_centres()
    change = applied(merger())
    assert carried(Place.objects.get(name="Tây Nam"), ON) == {first.pk, second.pk}
    day = ON + timedelta(days=20)
    taken_back(change, day)
    assert carried(province("An Giang", day), day) == {first.pk}
    assert carried(province("Cần Thơ", day), day) == {second.pk}


def test_bodies_taken_back_have_the_duties_of_their_own_provinces_again():
    first, second = two_centres()
    change = joined([first, second])
    new = Organisation.objects.get(names__name="Trung tâm thử hợp nhất")
    assert carried(province("An Giang"), ON) == carried(province("Cần Thơ"), ON) == {new.pk}
    day = ON + timedelta(days=20)
    taken_back(change, day)
    assert carried(province("An Giang"), day) == {first.pk}
    assert carried(province("Cần Thơ"), day) == {second.pk}


def test_a_body_that_took_another_in_keeps_its_own_province_when_that_is_taken_back():
    first, second = two_centres()
    change = applied(
        Entry(ChangeKind.MERGE, About.BODY, ON, paper(ON), (Side(body=first), Side(body=second)), (Side(body=second),))
    )
    assert carried(province("An Giang"), ON) == carried(province("Cần Thơ"), ON) == {second.pk}
    day = ON + timedelta(days=20)
    taken_back(change, day)
    assert carried(province("An Giang"), day) == {first.pk}
    assert carried(province("Cần Thơ"), day) == {second.pk}


def test_a_provinces_body_that_was_joined_since_comes_along_when_the_province_is_taken_back():
    first, second = two_centres()
    change = applied(merger())
    later = ON + timedelta(days=5)
    follower = joined([first, new_body("Trung tâm thử khác", date(2025, 7, 1))], later, "Trung tâm thử sau này")
    new = follower.parts.get(role="after").body
    day = ON + timedelta(days=20)
    taken_back(change, day)
    assert carried(province("An Giang", day), day) == {new.pk}
    assert carried(province("Cần Thơ", day), day) == {second.pk}


def test_a_reversal_is_not_reversed():
    back = taken_back(applied(merger()), ON + timedelta(days=20))
    with pytest.raises(Refused, match="không hoàn nguyên được"):
        enter_reversal(by=user("chuyenvien"), change=back, on=TODAY, source=paper(TODAY))


def test_the_address_book_tells_every_state_of_the_lists_from_the_others():
    before = _stamp()
    change = applied(merger())
    between = _stamp()
    assert between != before
    assert resolve_text("Kiên Giang", on=date(2024, 1, 1), to=ON).settled.name == "Tây Nam"  # never an old book
    taken_back(change, ON)
    assert _stamp() == before  # undone: the lists are what they were, and so may the book be
    assert resolve_text("Kiên Giang", on=date(2024, 1, 1), to=ON).settled.name == "An Giang"


# Divided places


def test_of_a_divided_province_the_main_part_goes_on_and_listed_communes_go_their_way():
    lam_dong = province("Lâm Đồng")
    some = tuple(below_on(lam_dong, ON).values_list("pk", flat=True)[:5])
    parts = (
        Side(name="Lâm Đồng", code="68", form="Tỉnh", relation=Relation.DEFAULT),
        Side(name="Phú Quý", code="60", form="Tỉnh", relation=Relation.PART, children=some),
    )  # fmt: skip
    change = applied(Entry(ChangeKind.SPLIT, About.PLACE, ON, paper(ON), (Side(place=lam_dong),), parts))
    assert below_on(province("Phú Quý"), ON).count() == 5
    assert below_on(province("Lâm Đồng"), ON).count() == below_on(lam_dong, ON - timedelta(days=1)).count() - 5
    dak_nong = Place.objects.get(name="Đắk Nông", level=Level.PROVINCE)
    assert on_map_of(ON)[dak_nong.pk] == province("Lâm Đồng").pk
    project = Project.objects.filter(place__in=with_predecessors([lam_dong.pk])).first()
    choose_holder(
        by=user("truongphong"), change=change, file=project, on=ON, reason="Cơ sở nằm ở phần tách ra",
        place=province("Phú Quý"),
    )  # fmt: skip
    assert place_now(project, Answering(TODAY)).name == "Phú Quý"


def test_without_a_main_part_files_wait_for_a_choice_and_are_not_lost():
    parts = tuple(Side(name=f"Phần {n}", code=f"9{n}x", form="Tỉnh", relation=Relation.PART) for n in (1, 2))
    source = province("Lâm Đồng")
    below = list(below_on(source, ON).values_list("pk", flat=True))
    given = (
        Side(**{**parts[0].__dict__, "children": tuple(below[:9])}),
        Side(**{**parts[1].__dict__, "children": tuple(below[9:])}),
    )
    change = applied(Entry(ChangeKind.SPLIT, About.PLACE, ON, paper(ON), (Side(place=source),), given))
    waiting = waiting_for_a_choice(change, ON)
    assert {one.row.subject for one in waiting if one.row.subject.startswith("programme.project")}
    project = Project.objects.get(pk=int(next(
        one.row.subject for one in waiting if one.row.subject.startswith("programme.project")
    ).partition(":")[2]))  # fmt: skip
    first = Place.objects.get(name="Phần 1")
    assert project.place_id in with_predecessors([first.pk], undecided=True)
    choose_holder(by=user("truongphong"), change=change, file=project, on=ON, reason="Theo xã", place=first)
    subjects = {one.row.subject for one in waiting_for_a_choice(change, ON)}
    assert f"programme.project:{project.pk}" not in subjects


def test_a_choice_needs_its_reason_and_a_receiver():
    change = applied(merger())
    project = Project.objects.first()
    with pytest.raises(Refused) as refusal:
        choose_holder(by=None, change=change, file=project, on=ON - timedelta(days=1), reason=" ")
    assert {finding.where for finding in refusal.value.findings} == {"reason", "holder", "on"}
    assert not HandChoice.objects.filter(change=change).exists()


# Bodies


def centre(code="KCQG-2024-86-073") -> tuple[Project, Organisation]:
    project = Project.objects.select_related("implementer").get(code=code)
    return project, project.implementer


def bodies_joined(on=ON) -> tuple[Project, Change]:
    project, old = centre()
    other = new_body("Trung tâm thử Bến Tre", date(2020, 1, 1))
    entry = Entry(
        ChangeKind.MERGE, About.BODY, on, paper(on), (Side(body=old), Side(body=other)),
        (Side(name="Trung tâm Khuyến công hợp nhất (thử)", above="committee"),),
    )  # fmt: skip
    return project, applied(entry)


def test_open_files_accounts_and_payments_pass_to_the_body_that_follows():
    project, old = centre()
    person = user("ttkc-vinhlong")
    assert standing_of(person, ON - timedelta(days=1)).first.organisation_id == old.pk
    project, change = bodies_joined()
    new = Organisation.objects.get(names__name="Trung tâm Khuyến công hợp nhất (thử)")
    standing = standing_of(person, TODAY)
    assert standing.first.organisation_id == new.pk
    assert Assignment.objects.get(user=person).organisation_id == old.pk  # computed, not written
    assert can_sit(standing, Desk.UNIT, project)
    assert project in visible_to(standing, Project.objects.all())
    waits = open_dossier(by=person, project=project, kind=DossierKind.ADJUSTMENT, on=TODAY, today=TODAY)
    assert waits.desk == Desk.UNIT and waits in Dossier.objects.filter(at_my_desks(standing))
    now = carried_on(project, Answering(TODAY))
    assert (now.name, now.since, now.number) == ("Trung tâm Khuyến công hợp nhất (thử)", ON, change.source.number)
    assert carried_on(project, Answering(ON - timedelta(days=1))) is None
    assert Subordination.objects.get(organisation=new, valid_to__isnull=True).above == "committee"


def test_a_body_taken_back_has_its_own_files_again():
    project, change = bodies_joined()
    old = project.implementer
    day = ON + timedelta(days=7)
    back = enter_reversal(by=user("chuyenvien"), change=change, on=day, source=paper(day))
    apply_change(by=user("truongphong"), change=back, today=TODAY)
    assert Answering(day).body_of(old.pk) == old.pk
    assert standing_of(user("ttkc-vinhlong"), TODAY).first.organisation_id == old.pk
    names = OrganisationName.objects.filter(organisation=old).order_by("valid_from")
    assert [(row.valid_to, row.name) for row in names][-2:] == [(ON, names[0].name), (None, names[0].name)]


def test_a_transfer_hands_over_open_files_while_the_old_body_goes_on():
    project, old = centre()
    place = province("Vĩnh Long")
    new = new_body("Trung tâm Xúc tiến đầu tư (thử)", date(2020, 1, 1), place)
    Charge.objects.get_or_create(place=place, organisation=old, defaults={"valid_from": date(2025, 7, 1)})
    applied(
        Entry(ChangeKind.TRANSFER, About.BODY, ON, paper(ON), (Side(body=old),), (Side(body=new),), place=place)
    )  # fmt: skip
    assert Answering(TODAY).body_of(old.pk, project.place_id) == new.pk
    person = standing_of(user("ttkc-vinhlong"), TODAY)
    assert person.first.organisation_id == old.pk and not can_sit(person, Desk.UNIT, project)
    assert project in visible_to(person, Project.objects.all())  # still seen by the body that signed
    assert list(Charge.objects.filter(place=place, valid_to__isnull=True).values_list("organisation", flat=True)) == [
        new.pk
    ]


def test_before_its_day_an_applied_change_opens_nothing_to_the_one_who_follows():
    project, old = centre()
    day = TODAY + timedelta(days=60)
    new = new_body("Trung tâm của ngày mai (thử)", date(2020, 1, 1), province("Vĩnh Long"))
    entry = Entry(
        ChangeKind.TRANSFER, About.BODY, day, paper(day), (Side(body=old),), (Side(body=new),),
        place=province("Vĩnh Long"),
    )  # fmt: skip
    applied(entry)
    person = User.objects.create(username="nguoi-moi", full_name="Người mới (thử)")
    Assignment.objects.create(user=person, organisation=new, role="unit_head", valid_from=date(2026, 1, 1))
    before, after = standing_of(person, TODAY), standing_of(person, day)
    assert project not in visible_to(before, Project.objects.all()) and not can_sit(before, Desk.UNIT, project)
    assert project in visible_to(after, Project.objects.all()) and can_sit(after, Desk.UNIT, project)


def test_an_ended_body_leaves_its_files_on_the_list():
    project, old = centre()
    entry = Entry(ChangeKind.END, About.BODY, ON, paper(ON), (Side(body=old),))
    assert codes(entry) == {"change-nobody"}
    change = applied(entry)
    assert carried_on(project, Answering(TODAY)).waits
    waiting = waiting_for_a_choice(change, TODAY)
    assert f"programme.project:{project.pk}" in {one.row.subject for one in waiting}
    new = new_body("Trung tâm tiếp nhận (thử)", date(2020, 1, 1))
    choose_holder(by=user("truongphong"), change=change, file=project, on=ON, reason="Theo quyết định", body=new)
    assert carried_on(project, Answering(TODAY)).name == "Trung tâm tiếp nhận (thử)"


def test_a_body_is_renamed_and_moved_under_another():
    body = new_body("Trung tâm thử", date(2020, 1, 1))
    changed(ChangeKind.RENAME, ON, [Side(body=body)], [Side(name="Trung tâm đổi tên", symbol="TTĐT")], About.BODY)
    day = ON + timedelta(days=1)
    changed(ChangeKind.MOVE, day, [Side(body=body)], [Side(above="committee")], About.BODY)
    assert list(body.names.order_by("valid_from").values_list("name", "valid_to")) == [
        ("Trung tâm thử", ON), ("Trung tâm đổi tên", None),
    ]  # fmt: skip
    assert list(body.subordinations.order_by("valid_from").values_list("above", "valid_to")) == [
        ("department", day), ("committee", None),
    ]  # fmt: skip
    assert Answering(TODAY).body_of(body.pk) == body.pk


def test_the_departments_of_2025_follow_their_provinces():
    ben_tre = Place.objects.get(name="Bến Tre", level=Level.PROVINCE)
    then, now = department_of(ben_tre.pk, date(2024, 6, 30)), department_of(ben_tre.pk, TODAY)
    assert (then.place.name, now.place.name) == ("Bến Tre", "Vĩnh Long")
    assert Answering(TODAY).body_of(then.pk) == now.pk
    assert Answering(date(2025, 6, 30)).body_of(then.pk) == then.pk


def test_the_database_itself_refuses_what_overlaps():
    body = new_body("Trung tâm thử", date(2020, 1, 1))
    with pytest.raises((IntegrityError, ValidationError)):
        Subordination.objects.create(organisation=body, above="committee", valid_from=ON)
