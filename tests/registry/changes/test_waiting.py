"""Files an applied change leaves to a person: counted once, under the change that stopped them, until someone chose."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuyencong.accounts.models import User
from khuyencong.programme.models import Obstacle, Project
from khuyencong.programme.states import Carrying
from khuyencong.registry.actions import apply_change, choose_holder, enter_change, enter_reversal
from khuyencong.registry.models import Change, Organisation
from khuyencong.registry.queries import Answering, below_on, changes_leaving, files_of, files_waiting, provinces_on
from khuyencong.registry.rules.changes import Entry, Side
from khuyencong.registry.states import About, ChangeKind, Relation
from tests.registry.changes.history import new_body, paper

pytestmark = pytest.mark.django_db
ON, TODAY = date(2026, 10, 1), date(2026, 11, 23)


def user(name: str) -> User:
    return User.objects.get(username=name)


def applied(kind: str, before: Side, after: tuple[Side, ...] = (), *, about: str = About.BODY, on: date = ON) -> Change:
    change = enter_change(by=user("chuyenvien"), entry=Entry(kind, about, on, paper(on), (before,), after))
    return apply_change(by=user("truongphong"), change=change, today=on)


def ended(body: Organisation, on: date = ON) -> Change:
    return applied(ChangeKind.END, Side(body=body), on=on)


def centre() -> tuple[Project, Organisation]:
    project = Project.objects.select_related("implementer").get(code="KCQG-2024-86-073")
    return project, project.implementer


def divided(on: date = ON) -> Change:
    whole = provinces_on(on).get(name="Lâm Đồng")
    below = list(below_on(whole, on).values_list("pk", flat=True))
    halves = (tuple(below[:9]), tuple(below[9:]))
    after = tuple(
        Side(name=f"Phần {n}", code=f"9{n}x", form="Tỉnh", relation=Relation.PART, children=halves[n - 1])
        for n in (1, 2)
    )  # fmt: skip
    return applied(ChangeKind.SPLIT, Side(place=whole), after, about=About.PLACE, on=on)


def waiting(day: date = TODAY) -> dict[int, set[str]]:
    return {pk: set(files_of(groups)) for pk, groups in files_waiting(changes_leaving(day), day).items()}


def given(change: Change, project: Project, body: Organisation, on: date = ON) -> None:
    choose_holder(by=user("truongphong"), change=change, file=project, on=on, reason="Theo quyết định", body=body)


def test_nothing_waits_where_every_change_says_who_goes_on():
    assert waiting(date(2026, 1, 1)) == {}


def test_each_choice_takes_a_file_off_and_the_last_one_the_change():
    _project, body = centre()
    change, new = ended(body), new_body("Trung tâm tiếp nhận (thử)", date(2020, 1, 1))
    files = waiting()[change.pk]
    projects = [Project.objects.get(pk=int(one.partition(":")[2])) for one in files if ".project:" in one]
    assert projects
    for left, project in enumerate(projects, start=1):
        given(change, project, new)
        assert len(waiting().get(change.pk, ())) == len(files) - left
    for subject in waiting().get(change.pk, set()):
        assert subject.startswith(("accounts.assignment:", "programme.obstacle:", "oversight.")), subject


def test_a_day_knows_what_was_chosen_by_then_and_which_changes_counted():
    project, body = centre()
    change, new = ended(body), new_body("Trung tâm tiếp nhận (thử)", date(2020, 1, 1))
    given(change, project, new, on=ON + timedelta(days=9))
    subject = f"programme.project:{project.pk}"
    assert change.pk not in waiting(ON - timedelta(days=1))
    assert subject in waiting(ON)[change.pk]
    assert subject not in waiting(ON + timedelta(days=9)).get(change.pk, set())


def test_what_was_closed_since_waits_for_nobody_but_what_hangs_on_it_does():
    running = Project.objects.filter(execution__state=Carrying.RUNNING, implementer__kind="centre")
    project = running.select_related("implementer", "execution").first()
    body = project.implementer
    change, subject = ended(body), f"programme.project:{project.pk}"
    assert subject in waiting()[change.pk]
    project.execution.state = Carrying.STOPPED
    project.execution.save()
    Obstacle.objects.filter(project=project).delete()
    assert subject not in waiting().get(change.pk, set())
    row = Obstacle.objects.first()
    row.project, row.place, row.owner, row.resolved_on = project, None, body, None
    row.raised_on = ON
    row.save()
    assert subject in waiting()[change.pk]


def test_a_change_taken_back_leaves_nothing_to_choose():
    _project, body = centre()
    change, day = ended(body), ON + timedelta(days=5)
    assert change.pk in waiting()
    back = enter_reversal(by=user("chuyenvien"), change=change, on=day, source=paper(day))
    apply_change(by=user("truongphong"), change=back, today=day)
    assert change.pk not in waiting()
    assert change.pk in waiting(day - timedelta(days=1))


def test_a_file_given_by_hand_is_not_lost_when_the_receiver_ends_or_is_joined():
    project, body = centre()
    subject = f"programme.project:{project.pk}"
    first, then = (new_body(f"Trung tâm tiếp nhận {n} (thử)", date(2020, 1, 1)) for n in (1, 2))
    one = ended(body)
    given(one, project, first)
    assert Answering(TODAY).body_of(body.pk, project.place_id, subject) == first.pk
    two = ended(first, ON + timedelta(days=10))
    assert Answering(TODAY).body_of(body.pk, project.place_id, subject) is None
    found = waiting()
    assert subject in found[two.pk] and subject not in found.get(one.pk, set())
    given(two, project, then, on=ON + timedelta(days=11))
    assert Answering(TODAY).body_of(body.pk, project.place_id, subject) == then.pk
    last = new_body("Trung tâm hợp nhất (thử)", date(2020, 1, 1))
    entry = Entry(
        ChangeKind.MERGE, About.BODY, TODAY, paper(TODAY), (Side(body=then), Side(body=last)), (Side(body=last),)
    )  # fmt: skip
    apply_change(by=user("truongphong"), change=enter_change(by=user("chuyenvien"), entry=entry), today=TODAY)
    held = Answering(TODAY).held_by([last.pk], organisation="implementer", place="place", label="programme.project")
    assert project in Project.objects.filter(held)


def test_a_file_of_a_divided_province_and_an_ended_body_takes_a_choice_on_each():
    split, day = divided(), ON + timedelta(days=1)
    project = Project.objects.get(pk=next(
        int(one.partition(":")[2]) for one in sorted(waiting()[split.pk]) if ".project:" in one
        and Project.objects.get(pk=int(one.partition(":")[2])).implementer_id
    ))  # fmt: skip
    end = ended(project.implementer, day)
    subject = f"programme.project:{project.pk}"
    assert subject in waiting()[split.pk] and subject in waiting()[end.pk]
    place = provinces_on(ON).get(name="Phần 1")
    choose_holder(by=user("truongphong"), change=split, file=project, on=day, reason="Theo xã", place=place)
    given(end, project, new_body("Trung tâm tiếp nhận (thử)", date(2020, 1, 1)), on=day)
    found = waiting()
    assert subject not in found.get(split.pk, set()) | found.get(end.pk, set())


def test_the_number_of_queries_is_that_of_one_change(django_assert_num_queries):
    bodies = [
        one.implementer for one in Project.objects.filter(implementer__kind="centre").select_related("implementer")
    ]
    some = list({body.pk: body for body in bodies}.values())[:3]
    sizes = []
    for number, body in enumerate(some):
        ended(body, ON + timedelta(days=number))
        with CaptureQueriesContext(connection) as asked:
            files_waiting(list(changes_leaving(TODAY)), TODAY)
        sizes.append(len(asked))
    assert len(set(sizes)) == 1, sizes
    with django_assert_num_queries(1):
        assert not list(changes_leaving(date(2020, 1, 1)))
