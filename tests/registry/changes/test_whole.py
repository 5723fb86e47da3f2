"""A change leaves no duty, file or choice behind: late entries, taking back, choices by hand, words nobody can keep."""

from datetime import date, timedelta

import pytest

from khuyencong.kernel.findings import Refused
from khuyencong.kernel.periods import holds_on
from khuyencong.programme.models import Project
from khuyencong.records.queries import history_of
from khuyencong.registry.actions import apply_change, choose_holder, enter_change, enter_reversal, keep_source
from khuyencong.registry.models import Change, Charge, HandChoice, Organisation, Place
from khuyencong.registry.queries import Answering, passing, touched_by, waiting_for_a_choice
from khuyencong.registry.rules.changes import Entry, Side, judged_entry
from khuyencong.registry.states import About, ChangeKind, Level, Relation
from tests.registry.changes.history import changed, everything, new_body, new_place, paper

pytestmark = pytest.mark.django_db
SINCE, ON = date(2030, 1, 1), date(2030, 6, 1)
BACK = ON + timedelta(days=30)
PROJECT = "programme.project"


def province(name: str, code: str) -> Place:
    return new_place(name, code, Level.PROVINCE)


def carrying(place: Place, body: Organisation, until: date | None = None) -> Charge:
    return Charge.objects.create(place=place, organisation=body, valid_from=SINCE, valid_to=until)


def carried(place: Place, day: date) -> set[int]:
    return set(Charge.objects.filter(holds_on(day), place=place).values_list("organisation_id", flat=True))


def bodies(kind: str, on: date, before: list[Organisation], after: list[Side], **more) -> Change:
    return changed(kind, on, [Side(body=one) for one in before], after, About.BODY, **more)


def merged(on: date, before: list[Place], name: str = "Tỉnh hợp", code: str = "h1") -> Place:
    change = changed(ChangeKind.MERGE, on, [Side(place=one) for one in before], [Side(name=name, code=code)])
    return change.parts.get(role="after").place


def back(change: Change, on: date) -> Change:
    return apply_change(by=None, change=enter_reversal(by=None, change=change, on=on, source=paper(on)), today=on)


def last(kind: str) -> Change:
    return Change.objects.filter(kind=kind).latest("pk")


def made(change: Change) -> list[Organisation]:
    return [part.body for part in change.parts.filter(role="after").order_by("position")]


@pytest.fixture
def world():
    places = [province(f"Tỉnh thử {n}", f"n{n}") for n in range(3)]
    centres = [new_body(f"Trung tâm thử {n}", place=place) for n, place in enumerate(places)]
    for place, body in zip(places, centres, strict=True):
        carrying(place, body)
    return places, centres


def project(place: Place, body: Organisation) -> Project:
    row = Project.objects.filter(implementer__isnull=False, place__isnull=False).order_by("pk").first()
    row.place, row.implementer = place, body
    row.save()
    return row


def answers(day: date, row: Project) -> int | None:
    """Who answers for a project, the same by itself and in a list."""
    answering = Answering(day)
    now = answering.body_of(row.implementer_id, row.place_id, f"{PROJECT}:{row.pk}")
    for body in Organisation.objects.filter(names__valid_from__gte=SINCE):
        held = answering.held_by([body.pk], organisation="implementer", place="place", label=PROJECT)
        assert Project.objects.filter(held, pk=row.pk).exists() == (body.pk == now), body.pk
    return now


# Duties


def test_centres_joined_before_their_provinces_on_the_same_day(world):
    places, centres = world
    new = made(bodies(ChangeKind.MERGE, ON, centres[:2], [Side(name="Trung tâm hợp")]))[0]
    before = everything()
    place = merged(ON, places[:2])
    assert carried(place, ON) == {new.pk}
    assert carried(places[0], ON - timedelta(days=1)) == {centres[0].pk}
    back(last(ChangeKind.MERGE), ON)
    assert everything() == before


def test_a_duty_recorded_until_a_day_passes_on_with_its_province_until_then(world):
    places, centres = world
    until = BACK + timedelta(days=60)
    Charge.objects.filter(organisation=centres[0]).update(valid_to=until)
    before = everything()
    place = merged(ON, places[:2])
    assert carried(places[0], ON) == set()
    assert carried(place, BACK) == {centres[0].pk, centres[1].pk} and carried(place, until) == {centres[1].pk}
    back(last(ChangeKind.MERGE), ON)
    assert everything() == before
    bodies(ChangeKind.MERGE, ON, centres[:2], [Side(name="Trung tâm hợp")])
    back(last(ChangeKind.MERGE), ON)
    assert everything() == before


def test_a_province_that_ended_and_begins_again_has_its_body_again(world):
    places, centres = world
    end = changed(ChangeKind.END, ON, [Side(place=places[0])], [])
    renamed = bodies(ChangeKind.MERGE, ON, [centres[0], centres[1]], [Side(name="Trung tâm hợp")])
    back(end, BACK)
    again = Place.objects.get(code="n0", valid_from=BACK)
    assert carried(again, BACK) == {made(renamed)[0].pk}


def test_a_body_that_ended_and_is_taken_back_has_its_duty_again(world):
    places, centres = world
    end = bodies(ChangeKind.END, ON, [centres[0]], [])
    assert carried(places[0], ON) == set()
    back(end, BACK)
    assert carried(places[0], BACK) == {centres[0].pk}


def test_a_transfer_taken_back_leaves_the_taker_what_it_had(world):
    places, centres = world
    carrying(places[0], centres[1])
    change = bodies(ChangeKind.TRANSFER, ON, [centres[0]], [Side(body=centres[1])], place=places[0])
    assert carried(places[0], ON) == {centres[1].pk}
    back(change, BACK)
    assert carried(places[0], BACK) == {centres[0].pk, centres[1].pk}


def test_a_late_change_of_bodies_is_undone_exactly(world):
    places, centres = world
    merged(ON, places[:2])
    before = everything()
    change = bodies(ChangeKind.MERGE, ON - timedelta(days=40), centres[:2], [Side(body=centres[1])])
    back(change, change.on)
    assert everything() == before


def test_a_divided_body_gives_no_duty_in_a_province_of_another(world):
    places, centres = world
    parts = [
        Side(name="Phần một", relation=Relation.DEFAULT),
        Side(name="Phần hai", relation=Relation.PART, parent_place=places[1]),
    ]
    main, _other = made(bodies(ChangeKind.SPLIT, ON, [centres[0]], parts))
    assert carried(places[0], ON) == {main.pk} and carried(places[1], ON) == {centres[1].pk}


@pytest.mark.parametrize("kind", [ChangeKind.MERGE, ChangeKind.TRANSFER])
def test_nothing_reaches_behind_what_was_handed_over_since(world, kind):
    places, centres = world
    bodies(ChangeKind.TRANSFER, BACK, [centres[0]], [Side(body=centres[1])], place=places[0])
    befores, after = [Side(body=centres[0])], [Side(body=centres[2])]
    befores += [Side(body=centres[2])] if kind == ChangeKind.MERGE else []
    entry = Entry(kind, About.BODY, ON, paper(ON), tuple(befores), tuple(after), place=places[0])
    assert "change-later" in {finding.code for finding in judged_entry(entry)}


# Ways


def test_only_what_came_by_a_change_goes_back_with_it(world):
    places, centres = world
    carrying(places[2], centres[0])
    row = project(places[0], centres[0])
    bodies(ChangeKind.TRANSFER, ON, [centres[0]], [Side(body=centres[1])], place=places[0])
    second = bodies(ChangeKind.TRANSFER, ON, [centres[0]], [Side(body=centres[1])], place=places[2])
    back(second, BACK)
    assert answers(BACK, row) == centres[1].pk
    assert Answering(BACK).body_of(centres[0].pk, places[2].pk) == centres[0].pk


def test_a_division_without_a_main_part_taken_back_leaves_nothing_open(world):
    places, _centres = world
    parts = [Side(name=f"Phần {n}", code=f"p{n}", relation=Relation.PART) for n in (1, 2)]
    change = changed(ChangeKind.SPLIT, ON, [Side(place=places[0])], parts)
    assert Answering(ON).place_of(places[0].pk) is None
    back(change, BACK)
    assert Answering(BACK).place_of(places[0].pk) == Place.objects.get(code="n0", valid_from=BACK).pk


def test_files_of_an_ended_province_wait(world):
    places, centres = world
    row = project(places[0], centres[0])
    change = changed(ChangeKind.END, ON, [Side(place=places[0])], [])
    assert Answering(ON).place_of(places[0].pk) is None
    assert Answering(ON - timedelta(days=1)).place_of(places[0].pk) == places[0].pk
    waiting = {one.row.subject for one in waiting_for_a_choice(change, ON)}
    assert f"{PROJECT}:{row.pk}" in waiting or not waiting


# Choices by hand


def test_a_chosen_file_follows_who_it_was_given_to(world):
    places, centres = world
    row = project(places[0], centres[0])
    end = bodies(ChangeKind.END, ON, [centres[0]], [])
    choose_holder(by=None, change=end, file=row, on=ON, reason="Theo quyết định", body=centres[1])
    assert answers(ON - timedelta(days=1), row) == centres[0].pk and answers(ON, row) == centres[1].pk
    joined = bodies(ChangeKind.MERGE, BACK, centres[1:], [Side(name="Trung tâm hợp")])
    assert answers(BACK, row) == made(joined)[0].pk
    bodies(ChangeKind.END, BACK + timedelta(days=1), made(joined), [])
    assert answers(BACK + timedelta(days=1), row) is None  # it waits again


def test_a_chosen_file_does_not_go_where_others_went_before(world):
    places, centres = world
    bodies(ChangeKind.TRANSFER, ON, [centres[1]], [Side(body=centres[2])], place=places[1])
    row = project(places[0], centres[0])
    end = bodies(ChangeKind.END, BACK, [centres[0]], [])
    choose_holder(by=None, change=end, file=row, on=BACK, reason="Theo quyết định", body=centres[1])
    assert answers(BACK, row) == centres[1].pk


@pytest.mark.parametrize("day", [ON, BACK])
def test_a_choice_ends_with_its_change(world, day):
    places, centres = world
    row = project(places[0], centres[0])
    end = bodies(ChangeKind.END, ON, [centres[0]], [])
    choose_holder(by=None, change=end, file=row, on=ON, reason="Theo quyết định", body=centres[1])
    back(end, day)
    assert answers(day, row) == centres[0].pk
    assert day == ON or answers(ON, row) == centres[1].pk


def test_a_choice_of_a_body_keeps_the_choice_of_a_province(world):
    places, centres = world
    row = project(places[0], centres[0])
    parts = [Side(name=f"Phần {n}", code=f"p{n}", relation=Relation.PART) for n in (1, 2)]
    split = changed(ChangeKind.SPLIT, ON, [Side(place=places[0])], parts)
    first = Place.objects.get(code="p1")
    choose_holder(by=None, change=split, file=row, on=ON, reason="Theo xã", place=first)
    end = bodies(ChangeKind.END, BACK, [centres[0]], [])
    choose_holder(by=None, change=end, file=row, on=BACK, reason="Theo quyết định", body=centres[1])
    subject = f"{PROJECT}:{row.pk}"
    assert Answering(BACK).place_of(row.place_id, subject) == first.pk and answers(BACK, row) == centres[1].pk
    new = merged(BACK, [first, places[1]])
    answering = Answering(BACK)
    assert answering.place_of(row.place_id, subject) == new.pk
    assert answering.lies_within(row.place_id, [new.pk], subject)
    lies = answering.lies_in([new.pk], place="place", label=PROJECT)
    assert Project.objects.filter(lies, pk=row.pk).exists()


def test_a_file_is_given_only_to_who_is_there(world):
    places, centres = world
    row = project(places[0], centres[0])
    end = bodies(ChangeKind.END, ON, [centres[0]], [])
    bodies(ChangeKind.END, ON, [centres[2]], [])
    with pytest.raises(Refused, match="không có vào ngày"):
        choose_holder(by=None, change=end, file=row, on=ON, reason="Nhầm", body=centres[2])
    changed(ChangeKind.END, ON, [Side(place=places[2])], [])
    with pytest.raises(Refused, match="không có vào ngày"):
        choose_holder(by=None, change=end, file=row, on=ON, reason="Nhầm", place=places[2])
    assert not HandChoice.objects.filter(change=end).exists()


def test_a_second_choice_stands_from_its_day_and_the_first_until_then(world):
    places, centres = world
    row = project(places[0], centres[0])
    end = bodies(ChangeKind.END, ON, [centres[0]], [])
    given = {"by": None, "change": end, "file": row, "reason": "Theo quyết định"}
    choose_holder(**given, on=ON, body=centres[1])
    choose_holder(**given, on=BACK, body=centres[2])
    assert [answers(day, row) for day in (ON, BACK - timedelta(days=1), BACK)] == [
        centres[1].pk, centres[1].pk, centres[2].pk
    ]  # fmt: skip
    choose_holder(**given, on=ON, body=centres[2])  # said again from the first day: the later one goes with it
    assert answers(ON, row) == answers(BACK, row) == centres[2].pk
    assert HandChoice.objects.filter(change=end).count() == 1
    kept = history_of(end).filter(verb="holder_chosen").order_by("id").last().detail["replaced"]
    assert [(one["on"], one["body"]) for one in kept] == [
        (ON.isoformat(), centres[1].pk), (BACK.isoformat(), centres[2].pk)
    ]  # fmt: skip


def test_what_a_body_was_given_by_hand_stands_in_its_own_change(world):
    places, centres = world
    row, own, other = (
        Project.objects.get(pk=pk)
        for pk in Project.objects.filter(execution__isnull=True, plan__effective_on__lte=ON)
        .order_by("pk")
        .values_list("pk", flat=True)[:3]
    )
    for one, which in ((row, 0), (own, 1), (other, 0)):
        one.place, one.implementer = places[which], centres[which]
        one.save()
    end = bodies(ChangeKind.END, ON, [centres[0]], [])
    choose_holder(by=None, change=end, file=row, on=ON, reason="Theo quyết định", body=centres[1])
    joined = bodies(ChangeKind.MERGE, BACK, centres[1:], [Side(name="Trung tâm hợp")])
    touched = {one.subject for group in touched_by(joined) for one in group.rows}
    assert {f"{PROJECT}:{row.pk}", f"{PROJECT}:{own.pk}"} <= touched and f"{PROJECT}:{other.pk}" not in touched
    went = {one.row.subject: one for group in passing(joined, BACK) for one in group.rows}
    assert went[f"{PROJECT}:{row.pk}"].body == made(joined)[0].pk and went[f"{PROJECT}:{row.pk}"].by_hand
    assert f"{PROJECT}:{row.pk}" in {one.subject for group in touched_by(end) for one in group.rows}


def test_words_that_are_too_long_are_named_not_cut(world):
    _places, centres = world
    with pytest.raises(Refused, match="Điều, khoản dài quá 120") as refused:
        entry = Entry(
            ChangeKind.END, About.BODY, ON, paper(ON), (Side(body=centres[0]),), clause="k" * 121, note="n" * 401
        )
        enter_change(by=None, entry=entry)
    assert [one.where for one in refused.value.findings] == ["clause", "note"]
    with pytest.raises(Refused, match="Số, ký hiệu dài quá 60"):
        keep_source(by=None, number="1" * 61, title="Minh họa", issued_on=ON)
    end = bodies(ChangeKind.END, ON, [centres[0]], [])
    with pytest.raises(Refused, match="Ghi chú dài quá 400"):
        enter_reversal(by=None, change=end, on=BACK, source=paper(BACK), note="n" * 401)


def test_a_body_divided_without_a_main_part_is_warned_about(world):
    _places, centres = world
    for main, told in ((Relation.DEFAULT, False), (Relation.PART, True)):
        parts = (Side(name="Phần thứ nhất", relation=main), Side(name="Phần thứ hai", relation=Relation.PART))
        found = judged_entry(Entry(ChangeKind.SPLIT, About.BODY, ON, paper(ON), (Side(body=centres[0]),), parts))
        assert [one.code for one in found if one.severity == "warning"] == (["change-main"] if told else []), found


# Taking back


def test_a_province_is_not_taken_back_onto_a_code_that_was_given_away(world):
    places, _centres = world
    merged(ON, places[:2])
    change = last(ChangeKind.MERGE)
    changed(ChangeKind.RENAME, ON + timedelta(days=1), [Side(place=places[2])], [Side(name="Tỉnh đổi", code="n0")])
    with pytest.raises(Refused, match="n0"):
        enter_reversal(by=None, change=change, on=BACK, source=paper(BACK))


def test_a_commune_put_under_a_joined_province_is_not_left_without_one(world):
    places, _centres = world
    commune = new_place("Xã thử", "x1", Level.COMMUNE, parent=places[2])
    new = merged(ON, places[:2])
    change = last(ChangeKind.MERGE)
    day = ON + timedelta(days=1)
    moved = changed(ChangeKind.MOVE, day, [Side(place=commune)], [Side(code="x1", parent_place=new)])
    with pytest.raises(Refused, match="Còn 1 địa bàn cấp dưới"):
        enter_reversal(by=None, change=change, on=BACK, source=paper(BACK))
    back(moved, BACK)
    back(change, BACK)
    assert Place.objects.get(code="x1", valid_to__isnull=True).parent == places[2]


@pytest.mark.parametrize("kind", [ChangeKind.RENAME, ChangeKind.MOVE])
def test_a_body_renamed_or_moved_again_goes_back_step_by_step(world, kind):
    _places, centres = world
    afters = {
        ChangeKind.RENAME: (Side(name="Tên một"), Side(name="Tên hai")),
        ChangeKind.MOVE: (Side(above="committee"), Side(above="other")),
    }[kind]
    first = bodies(kind, ON, [centres[0]], [afters[0]])
    second = bodies(kind, ON + timedelta(days=1), [centres[0]], [afters[1]])
    with pytest.raises(Refused, match="đã thay đổi lần nữa"):
        enter_reversal(by=None, change=first, on=BACK, source=paper(BACK))
    back(second, BACK)


# Words and sides nobody can keep


def nonsense(places, centres) -> list[Entry]:
    b, p, s, text = About.BODY, About.PLACE, SINCE, paper(ON)
    one, two = Side(body=centres[0]), Side(body=centres[1])
    here, there = Side(place=places[0]), Side(place=places[1])
    part = Relation.PART
    parts = (Side(name="Phần", code="p1", relation=part), Side(name="Phần 2", code="p2", relation=part))
    commune = Place.objects.filter(level=Level.COMMUNE, valid_to__isnull=True).first()
    gone = Place.objects.filter(level=Level.PROVINCE, valid_to__isnull=False).first()
    return [
        Entry(ChangeKind.MERGE, p, ON, text, (here, there), (Side(name="T" * 400, code="h1"),)),
        Entry(ChangeKind.MERGE, p, ON, text, (here, there), (Side(name="?!", code="h1"),)),
        Entry(ChangeKind.MERGE, p, ON, text, (here, there), (Side(name="Hợp", code="h" * 30),)),
        Entry(ChangeKind.MERGE, p, ON, text, (here, there), (Side(name="Hợp", code="01"),)),
        Entry(ChangeKind.MERGE, p, ON, text, (here, Side(place=commune)), (Side(name="Hợp", code="h1"),)),
        Entry(ChangeKind.MERGE, p, ON, text, (here, here), (Side(name="Hợp", code="h1"),)),
        Entry(ChangeKind.MERGE, p, date(1, 1, 1), text, (here, there), (Side(name="Hợp", code="h1"),)),
        Entry(ChangeKind.MERGE, p, date(9999, 12, 31), text, (here, there), (Side(name="Hợp", code="h1"),)),
        Entry(ChangeKind.MERGE, p, s, text, (here, there), (Side(name="Hợp", code="h1"),)),
        Entry(ChangeKind.SPLIT, p, ON, text, (here,), (parts[0], Side(name="Phần 2", code="p1", relation=part))),
        Entry(ChangeKind.SPLIT, p, ON, text, (here,), (parts[0], Side(name="Phần", code="p2", relation=part))),
        Entry(ChangeKind.SPLIT, p, ON, text, (here,), (parts[0], Side(name="Phần 2", code="p2"))),
        Entry(ChangeKind.SPLIT, p, ON, text, (here,), (parts[0], Side(name="P", code="p2", relation=part, children=(commune.pk,)))),
        Entry(ChangeKind.MOVE, p, ON, text, (here,), (Side(code="n0", parent_place=places[1]),)),
        Entry(ChangeKind.MOVE, p, ON, text, (Side(place=commune),), (Side(code=commune.code, parent_place=gone),)),
        Entry(ChangeKind.MOVE, p, ON, text, (Side(place=commune),), (Side(code=commune.code, parent_place=commune),)),
        Entry(ChangeKind.END, p, ON, text, (Side(place=commune.parent),)),
        Entry(ChangeKind.TRANSFER, b, ON, text, (one,), (one,), place=places[0]),
        Entry(ChangeKind.TRANSFER, b, ON, text, (two,), (one,), place=places[0]),
        Entry(ChangeKind.TRANSFER, b, ON, text, (one,), (two,), place=gone),
        Entry(ChangeKind.TRANSFER, b, ON, text, (one,), (two,), place=commune),
        Entry(ChangeKind.SPLIT, b, ON, text, (one,), (Side(body=centres[1], relation=part), Side(body=centres[1], relation=part))),
        Entry(ChangeKind.SPLIT, b, ON, text, (one,), (Side(body=centres[1], relation=part), Side(body=centres[0], relation=part))),
        Entry(ChangeKind.SPLIT, b, ON, text, (one,), (Side(name="A", relation=part, parent_place=gone), Side(name="B", relation=part))),
        Entry(ChangeKind.MERGE, b, ON, text, (one, two), (Side(name="Hợp", form="Loại không có trong danh mục"),)),
        Entry(ChangeKind.MERGE, b, ON, text, (one, two), (Side(name="Hợp", above="nowhere at all"),)),
        Entry(ChangeKind.MERGE, b, ON, text, (one, two), (Side(name="Hợp", symbol="S" * 40),)),
        Entry(ChangeKind.MOVE, b, ON, text, (one,), (Side(above="department", parent_body=centres[0]),)),
        Entry(ChangeKind.MOVE, b, ON, text, (one,), (Side(above="department"),)),
        Entry(ChangeKind.RENAME, b, ON, text, (one,), (Side(name="Trung tâm thử 0"),)),
        Entry(ChangeKind.RENAME, b, ON, text, (one,), (Side(name="T" * 400),)),
        Entry(ChangeKind.RENAME, b, ON, None, (one,), (Side(name="Tên"),)),
        Entry("reversal", b, ON, text, (one,), ()),
    ]  # fmt: skip


def test_what_cannot_be_is_refused_in_words_that_say_how_to_mend(world):
    places, centres = world
    for entry in nonsense(places, centres):
        with pytest.raises(Refused) as refusal:
            enter_change(by=None, entry=entry)
        for finding in refusal.value.findings:
            assert finding.where and finding.message, (entry.kind, entry.after, finding)
    assert not Change.objects.filter(on__gte=SINCE).exists()


@pytest.mark.parametrize("kind", [ChangeKind.TRANSFER, ChangeKind.RENAME, ChangeKind.MERGE, ChangeKind.MOVE])
def test_the_same_change_entered_twice_counts_once(world, kind):
    places, centres = world
    befores = [Side(body=centres[0]), *([Side(body=centres[1])] if kind == ChangeKind.MERGE else [])]
    after = {
        ChangeKind.TRANSFER: Side(body=centres[1]), ChangeKind.RENAME: Side(name="Tên mới"),
        ChangeKind.MERGE: Side(name="Tên mới"), ChangeKind.MOVE: Side(above="committee"),
    }[kind]  # fmt: skip
    entry = Entry(kind, About.BODY, ON, paper(ON), tuple(befores), (after,), place=places[0])
    first, second = enter_change(by=None, entry=entry), enter_change(by=None, entry=entry)
    apply_change(by=None, change=first, today=ON)
    before = everything()
    with pytest.raises(Refused):
        apply_change(by=None, change=second, today=ON)
    assert everything() == before
