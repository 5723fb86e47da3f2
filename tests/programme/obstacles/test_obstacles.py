"""Obstacles: who raises and moves them from which state, on which day, and what the figures say of them."""

from datetime import date

import pytest

from khuyencong.accounts.models import User
from khuyencong.accounts.permissions import standing_of, visible_to
from khuyencong.kernel.findings import Refused
from khuyencong.programme.actions.obstacles import (
    Letter,
    ask_about_obstacle,
    guide_obstacle,
    raise_obstacle,
    reopen_obstacle,
    resolve_obstacle,
)
from khuyencong.programme.models import Obstacle, ObstacleStep, Project
from khuyencong.programme.queries.obstacles import (
    ObstacleFilter,
    counts_of,
    guided_places,
    obstacle_groups,
    obstacles_like,
    obstacles_of_year,
    stood_on,
    waiting_obstacles,
)
from khuyencong.records.queries import attachments_of, history_of
from khuyencong.registry.models import LegalSource, Organisation, Place
from tests.programme.carrying_out.cast import person

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 31)
RAISED, ASKED, GUIDED, DONE = date(2024, 3, 1), date(2024, 3, 10), date(2024, 4, 2), date(2024, 6, 1)
AGENCY = ("chuyenvien", "truongphong")


def who(name: str) -> User:
    return User.objects.get(username=name)


@pytest.fixture
def nghe_an() -> Project:
    return Project.objects.get(code="KCQG-2024-40-027")


@pytest.fixture
def of_unit() -> Project:
    return Project.objects.filter(year=2024, implementer=who("donvi").assignments.first().organisation).first()


def raised(by: str = "chuyenvien", **given) -> Obstacle:
    values = {"on": RAISED, "year": 2024, "what": "Chưa có đơn giá xử lý nước thải", "topic": "norms", "side": "agency"}
    return raise_obstacle(by=who(by), today=TODAY, **{**values, **given})


def codes(refused) -> set[str]:
    return {item.code for item in refused.value.findings}


def move(name: str, by: str, one: Obstacle, on: date = GUIDED, **more) -> Obstacle:
    acts = {
        "ask": (ask_about_obstacle, {"asked_of": "Bộ Tài chính"}),
        "guide": (guide_obstacle, {"guidance": "Áp dụng định mức hiện hành"}),
        "resolve": (resolve_obstacle, {"resolution": "Đã có đơn giá"}),
        "reopen": (reopen_obstacle, {"reason": "Đơn giá bị bãi bỏ"}),
    }
    action, said = acts[name]
    return action(by=who(by), today=TODAY, obstacle=one, on=on, **{**said, **more})


def in_state(state: str, project: Project) -> Obstacle:
    one = raised(project=project)
    for name in {"open": (), "asked": ("ask",), "guided": ("guide",), "resolved": ("resolve",)}[state]:
        one = move(name, "chuyenvien", one)
    return one


FROM = {"ask": {"open"}, "guide": {"open", "asked"}, "resolve": {"open", "asked", "guided"}, "reopen": {"resolved"}}


@pytest.mark.parametrize("name", FROM)
@pytest.mark.parametrize("state", ["open", "asked", "guided", "resolved"])
@pytest.mark.parametrize(
    "by", ["chuyenvien", "truongphong", "lanhdao", "ketoan", "vanthu", "so-nghean", "so-vinhlong", "donvi", "kiemtoan"]
)
def test_state_by_role_a_step_is_the_agencys_from_its_own_states(nghe_an, by, state, name):
    one = in_state(state, nghe_an)
    if by in AGENCY and state in FROM[name]:
        assert move(name, by, one).state == {"ask": "asked", "guide": "guided", "resolve": "resolved"}.get(name, "open")
        return
    with pytest.raises(Refused) as refused:
        move(name, by, one)
    assert codes(refused) & {"agency-moves", "agency-or-raiser", "state-allows"}
    assert Obstacle.objects.get(pk=one.pk).state == state


@pytest.mark.parametrize("name", ["ask", "guide", "resolve"])
def test_the_raiser_says_only_that_it_is_resolved(nghe_an, name):
    one = raised("so-nghean", project=nghe_an)
    assert one.raised_by == who("so-nghean").assignments.first().organisation
    if name == "resolve":
        assert move(name, "so-nghean", one).state == "resolved"
        assert move("reopen", "so-nghean", one, on=DONE).state == "open"
        return
    with pytest.raises(Refused) as refused:
        move(name, "so-nghean", one)
    assert codes(refused) == {"agency-moves"}


def test_organisation_each_raises_within_its_reach(nghe_an, of_unit):
    raised("so-nghean", project=nghe_an)
    raised("so-nghean", what="Trung tâm đang sắp xếp lại", topic="organisation")
    raised("donvi", project=of_unit)
    raised("lanhdao", place=nghe_an.place)
    other = Project.objects.get(code="KCQG-2024-25-011")
    for by, given in (
        ("so-nghean", {"project": other}),
        ("so-nghean", {"place": other.place}),
        ("donvi", {"project": nghe_an}),
        ("donvi", {"place": nghe_an.place}),
        ("kiemtoan", {"project": nghe_an}),
        ("ketoan", {"project": nghe_an}),
        ("vanthu", {"project": nghe_an}),
        ("quantri", {"project": nghe_an}),
    ):
        with pytest.raises(Refused) as refused:
            raised(by, what="Vướng mắc ngoài phạm vi", **given)
        assert codes(refused) <= {"within-reach", "may-raise"}, by


def test_a_sos_obstacle_without_a_project_stands_in_its_province():
    one = raised("so-nghean", law=LegalSource.objects.first(), clause="Điều 5")
    assert one.place.name == "Nghệ An"
    seen = visible_to(standing_of(who("so-vinhlong"), TODAY), Obstacle.objects.all())
    assert one not in seen
    assert one in visible_to(standing_of(who("so-nghean"), TODAY), Obstacle.objects.all())


def test_another_bodys_obstacle_needs_its_letter(nghe_an):
    body = who("so-nghean").assignments.first().organisation
    with pytest.raises(Refused) as refused:
        raised(project=nghe_an, raised_by=body)
    assert codes(refused) == {"paper-is-named"}
    with pytest.raises(Refused) as refused:
        raised("truongphong", project=nghe_an, raised_by=body)
    assert codes(refused) == {"own-body"}
    letter = Letter("9101/SCT-QLCN", RAISED, issuer=body, data=b"%PDF-1.4 scan", filename="9101.pdf")
    one = raised(project=nghe_an, raised_by=body, paper=letter)
    assert one.raised_paper.issuer == body
    assert attachments_of(one.raised_paper).get().name == "9101.pdf"
    assert "obstacle_raised" in {event.verb for event in history_of(nghe_an)}


def test_the_same_open_obstacle_is_refused_and_named(nghe_an):
    first = raised(project=nghe_an)
    with pytest.raises(Refused) as refused:
        raised("so-nghean", project=nghe_an, what="chưa có ĐƠN GIÁ xử lý nước thải.")
    assert refused.value.findings[0].data == {"obstacle": first.pk}
    raised(project=Project.objects.get(code="KCQG-2024-25-011"))
    move("resolve", "chuyenvien", first)
    assert raised(project=nghe_an).pk != first.pk


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"what": " "}, "says-what"),
        ({"topic": "x"}, "topic-known"),
        ({"side": "x"}, "side-known"),
        ({"year": 2023}, "year-of-project"),
        ({"on": date(2025, 1, 1)}, "day-has-come"),
        ({"project": None}, "about-something"),
    ],
)
def test_what_is_wrong_is_said(nghe_an, given, code):
    with pytest.raises(Refused) as refused:
        raised(**{"project": nghe_an, **given})
    assert code in codes(refused)


def test_steps_follow_one_another_and_say_what_they_must(nghe_an):
    one = raised(project=nghe_an)
    for name, words in (("ask", "asked_of"), ("guide", "guidance"), ("resolve", "resolution")):
        with pytest.raises(Refused) as refused:
            move(name, "chuyenvien", one, **{words: " "})
        assert codes(refused) == {"something-is-said"}
    move("guide", "chuyenvien", one)
    for on, code in ((RAISED, "step-follows"), (date(2025, 2, 1), "day-has-come")):
        with pytest.raises(Refused) as refused:
            move("resolve", "chuyenvien", one, on=on)
        assert codes(refused) == {code}
    move("resolve", "chuyenvien", one, on=DONE)
    with pytest.raises(Refused) as refused:
        move("reopen", "chuyenvien", one, on=DONE, reason="")
    assert codes(refused) == {"says-why"}


def test_a_refused_step_records_no_paper(nghe_an):
    from khuyencong.documents.models import Document

    one = in_state("resolved", nghe_an)
    before = Document.objects.count()
    with pytest.raises(Refused):
        move("guide", "chuyenvien", one, on=DONE, paper=Letter("9102/CTĐP-QLKC", DONE))
    assert Document.objects.count() == before


def test_someone_elses_step_is_noticed(nghe_an):
    one = raised(project=nghe_an)
    move("ask", "chuyenvien", one)
    with pytest.raises(Refused) as refused:
        move("guide", "truongphong", one, seen="open")
    assert codes(refused) == {"state-allows"}


def test_every_day_shows_what_stood_on_it(nghe_an):
    one = raised(project=nghe_an)
    move("ask", "chuyenvien", one, on=ASKED)
    move("guide", "chuyenvien", one, on=GUIDED, paper=Letter("9103/CTĐP-QLKC", GUIDED))
    move("resolve", "chuyenvien", one, on=DONE)
    move("reopen", "chuyenvien", one, on=date(2024, 7, 1))
    days = {RAISED: "open", ASKED: "asked", GUIDED: "guided", DONE: "resolved", date(2024, 7, 1): "open"}
    assert {day: stood_on(Obstacle.objects.all(), day).get(pk=one.pk).stood for day in days} == days
    assert not stood_on(Obstacle.objects.filter(pk=one.pk), date(2024, 2, 29)).exists()
    now = Obstacle.objects.get(pk=one.pk)
    assert (now.state, now.resolved_on, now.guided_on, now.guidance_paper.number) == (
        "open", None, GUIDED, "9103/CTĐP-QLKC",
    )  # fmt: skip
    assert [step.name for step in one.steps.all()] == ["ask", "guide", "resolve", "reopen"]


def test_steps_cannot_be_rewritten(nghe_an):
    from django.db import IntegrityError, transaction

    one = in_state("asked", nghe_an)
    with pytest.raises(IntegrityError), transaction.atomic():
        ObstacleStep.objects.filter(obstacle=one).update(said="khác")


def test_counts_groups_places_and_filters(nghe_an, of_unit):
    other = Project.objects.get(code="KCQG-2024-25-011")
    law = LegalSource.objects.order_by("pk").first()
    one, two = raised(project=nghe_an), raised(project=other, side="locality")
    three = raised(project=of_unit, topic="treasury", side="ministry", what="Kho bạc chưa nhận hồ sơ", law=law)
    for row, day in ((one, GUIDED), (two, DONE)):
        move("guide", "chuyenvien", row, on=day)
    move("resolve", "chuyenvien", one, on=DONE)
    everything = Obstacle.objects.filter(pk__in=[one.pk, two.pk, three.pk])
    rows = obstacles_of_year(everything, 2024, DONE)
    assert (counts_of(rows).raised, counts_of(rows).resolved, counts_of(rows).left) == (3, 1, 2)
    assert counts_of(obstacles_of_year(everything, 2024, GUIDED)).resolved == 0
    assert [(group.topic, group.side, group.raised, group.resolved) for group in obstacle_groups(rows)] == [
        ("norms", "agency", 1, 1), ("norms", "locality", 1, 0), ("treasury", "ministry", 1, 0),
    ]  # fmt: skip
    assert [place.name for place in guided_places(everything, GUIDED)] == ["Nghệ An"]
    assert [place.name for place in guided_places(everything, DONE)] == ["Nghệ An", "Phú Thọ"]
    assert list(waiting_obstacles(everything, DONE)) == [two, three]
    for wanted, found in (
        (ObstacleFilter(q="nuoc thai"), {one, two}),
        (ObstacleFilter(state="resolved"), {one}),
        (ObstacleFilter(topic="treasury", side="ministry"), {three}),
        (ObstacleFilter(place=str(nghe_an.place_id)), {one}),
        (ObstacleFilter(law=str(law.pk)), {three}),
        (ObstacleFilter(project=other.code), {two}),
        (ObstacleFilter(place="x"), set()),
    ):
        assert set(obstacles_like(rows, wanted)) == found, wanted


def test_one_of_the_old_province_is_seen_by_the_new():
    old = Place.objects.get(name="Bến Tre", level="province", valid_from=date(2008, 8, 1))
    one = raised(place=old)
    body = who("so-vinhlong")
    assert one in visible_to(standing_of(body, date(2025, 7, 1)), Obstacle.objects.all())
    assert one not in visible_to(standing_of(body, date(2025, 6, 30)), Obstacle.objects.all())  # not before the day


def test_a_unit_of_another_body_sees_nothing(nghe_an):
    one = raised(project=nghe_an)
    stranger = person("thu-la", "unit_head", Organisation.objects.filter(kind="unit").last())
    assert one not in visible_to(standing_of(stranger, TODAY), Obstacle.objects.all())
