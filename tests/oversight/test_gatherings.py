"""Conferences and fairs: planned, prepared, held, reported; guests, replies, booths by funding; what counts when."""

from datetime import date

import pytest

from khuyencong.accounts.models import User
from khuyencong.documents.actions import Letter, move_draft, record_draft
from khuyencong.kernel.findings import Refused
from khuyencong.oversight.actions.gatherings import (
    add_booths,
    cancel_gathering,
    draft_invitation,
    hold_gathering,
    invite,
    plan_gathering,
    prepare_gathering,
    record_reply,
    remove_booth,
    report_gathering,
    set_agenda,
)
from khuyencong.oversight.models import Gathering
from khuyencong.oversight.queries.gatherings import (
    booth_totals,
    coming,
    gatherings_on,
    held_between,
    invitations_on,
    replies_of,
)
from khuyencong.oversight.states import BoothLine
from khuyencong.programme.models import Project
from khuyencong.registry.queries import department_of, provinces_on

pytestmark = pytest.mark.django_db
TODAY, SINCE = date(2024, 12, 31), date(2024, 1, 15)
FIRST, LAST = date(2024, 9, 16), date(2024, 9, 20)


def who(name: str = "chuyenvien") -> User:
    return User.objects.get(username=name)


def place(name: str = "Hải Phòng", on: date = SINCE):
    return provinces_on(on).get(name=name)


def planned(by: str = "chuyenvien", **more) -> Gathering:
    given = {"kind": "fair", "year": 2024, "title": "Hội chợ minh họa của phép thử", "region": "north",
             "place": place(), "planned_on": SINCE, "starts_on": FIRST, "ends_on": LAST}  # fmt: skip
    return plan_gathering(by=who(by), today=TODAY, **{**given, **more})


def codes(call) -> set[str]:
    with pytest.raises(Refused) as caught:
        call()
    return {item.code for item in caught.value.findings}


def act(action, row, on, by="chuyenvien", **more):
    return action(by=who(by), today=TODAY, gathering=row, on=on, **more)


@pytest.mark.parametrize("by", ["lanhdao", "kiemtoan", "so-vinhlong", "donvi", "quantri"])
def test_only_the_office_plans_and_moves(by):
    assert codes(lambda: planned(by)) == {"handles-office"}
    row = planned()
    for action, more in (
        (prepare_gathering, {}), (hold_gathering, {}), (cancel_gathering, {"reason": "Lý do"}),
    ):  # fmt: skip
        assert codes(lambda action=action, more=more: act(action, row, LAST, by, **more)) == {"handles-office"}
    assert codes(lambda: invite(by=who(by), today=TODAY, gathering=row, bodies=["A"])) == {"handles-office"}
    assert Gathering.objects.get(pk=row.pk).state == "planned"


def test_it_is_whole_new_and_its_days_fit():
    first = planned()
    with pytest.raises(Refused) as caught:
        planned(title="HỘI CHỢ MINH HỌA CỦA PHÉP THỬ")
    assert caught.value.findings[0].data == {"gathering": first.pk}
    assert codes(lambda: planned(title=" ", kind="x", region="x")) == {"says-title", "kind-known", "region-known"}
    assert codes(lambda: planned(title="a", ends_on=date(2024, 9, 1))) == {"days-follow"}
    assert codes(lambda: planned(title="a", planned_on=date(2025, 1, 2))) == {"day-has-come"}
    other = Project.objects.filter(year=2023).first()
    assert codes(lambda: planned(title="a", project=other)) == {"project-of-year"}
    act(cancel_gathering, first, date(2024, 2, 1), reason="Chuyển sang năm sau")
    assert planned().state == "planned"


def test_it_counts_from_its_last_day_and_stands_as_planned_before():
    row = planned()
    row = act(prepare_gathering, row, date(2024, 7, 1), venue="Nhà thi đấu minh họa",
              paper=Letter("801/KH-CTĐP", date(2024, 7, 1), kind="KH"))  # fmt: skip
    assert (row.state, row.venue, row.plan_paper.number) == ("preparing", "Nhà thi đấu minh họa", "801/KH-CTĐP")
    assert codes(lambda: act(hold_gathering, row, date(2024, 9, 1))) == {"held-when-begun"}
    row = act(hold_gathering, row, date(2024, 9, 21))
    assert (row.state, row.held_on, row.ends_on) == ("held", date(2024, 9, 21), date(2024, 9, 21))
    assert row in held_between("fair", date(2024, 9, 21), date(2024, 9, 21))
    assert row in held_between(None, date(2024, 1, 1), TODAY)
    assert row not in held_between("conference", date(2024, 1, 1), TODAY)
    assert row not in held_between("fair", date(2024, 1, 1), date(2024, 9, 20))
    assert row in coming(date(2024, 9, 20))
    assert row not in coming(date(2024, 9, 21))
    assert row not in coming(date(2024, 1, 14))
    stood = {day: gatherings_on(Gathering.objects.filter(pk=row.pk), day).first() for day in
             (date(2024, 3, 1), date(2024, 8, 1), TODAY)}  # fmt: skip
    assert [one.stood for one in stood.values()] == ["planned", "preparing", "held"]


def test_it_is_reported_with_figures_or_words():
    row = act(hold_gathering, planned(), LAST)
    assert codes(lambda: act(report_gathering, row, LAST, results={})) == {"results-told"}
    assert codes(lambda: act(report_gathering, row, LAST, results={"x": 1, "sales": -1})) == {
        "result-known", "result-counted",
    }  # fmt: skip
    done = act(report_gathering, row, date(2024, 10, 1), results={"visitors": 12000, "sales": 5 * 10**9, "summary": ""},
               paper=Letter("802/BC-CTĐP", date(2024, 10, 1), kind="BC"))  # fmt: skip
    assert (done.state, done.results, done.report_paper.number) == (
        "reported", {"visitors": 12000, "sales": 5 * 10**9}, "802/BC-CTĐP",
    )  # fmt: skip
    assert codes(lambda: set_agenda(by=who(), today=TODAY, gathering=done, items=[])) == {"lists-may-change"}
    again = act(report_gathering, done, date(2024, 10, 5), results={"visitors": 12500})
    assert (again.results, again.report_paper.number) == ({"visitors": 12500}, "802/BC-CTĐP")


def test_guests_are_invited_once_under_their_name_of_the_day_and_reply():
    row, body = planned(), department_of(place().pk, SINCE)
    asked = date(2024, 7, 10)
    made = invite(by=who(), today=TODAY, gathering=row, bodies=[body, "Hội  minh họa", "Hội minh họa"], on=asked)
    assert [one.name for one in made] == ["Sở Công Thương thành phố Hải Phòng", "Hội minh họa"]
    assert codes(lambda: invite(by=who(), today=TODAY, gathering=row, bodies=[body])) == {"someone-invited"}
    reply = lambda one, **more: record_reply(  # noqa: E731
        by=who(), today=TODAY, invitation=one, **{"reply": "coming", "on": date(2024, 8, 1), **more}
    )
    assert codes(lambda: reply(made[0], reply="x", on=date(2024, 7, 1))) == {"reply-known", "reply-follows"}
    assert codes(lambda: reply(made[0], people=0)) == {"people-come"}
    reply(made[0], people=3, talk="Tham luận minh họa")
    reply(made[1], reply="not_coming")
    now = replies_of([row.pk], TODAY)[row.pk]
    assert (now.invited, now.coming, now.not_coming, now.people, now.open) == (2, 1, 1, 3, 0)
    then = replies_of([row.pk], date(2024, 7, 20))[row.pk]
    assert (then.invited, then.coming, then.open) == (2, 0, 2)
    assert invitations_on(row, date(2024, 7, 1)).count() == 0


def test_booths_are_counted_by_source_of_funding():
    row = planned()
    lines = [BoothLine("Cơ sở A minh họa", "national", 2, "Gốm", place().pk, 20 * 10**6),
             BoothLine("Cơ sở B minh họa", "own", 1), BoothLine("Cơ sở A minh họa", "own", 1, cost=9 * 10**6)]  # fmt: skip
    add_booths(by=who(), today=TODAY, gathering=row, booths=lines)
    told = [(one.funding, one.exhibitors, one.booths, one.cost, one.unsaid) for one in booth_totals(row, TODAY)]
    assert told == [("national", 1, 2, 20 * 10**6, 0), ("own", 2, 2, 9 * 10**6, 1), ("", 3, 4, 29 * 10**6, 1)]
    assert booth_totals(row, date(2024, 12, 30)) == []
    add = lambda *booths: add_booths(by=who(), today=TODAY, gathering=row, booths=booths)  # noqa: E731
    assert codes(lambda: add(lines[0])) == {"booth-whole"}
    assert codes(lambda: add(BoothLine("", "x", 0, cost=-1))) == {"booth-whole"}
    assert codes(lambda: add(BoothLine("Cơ sở C minh họa", "own", 40000))) == {"booth-whole"}
    assert codes(lambda: add()) == {"booths-named"}
    remove_booth(by=who(), today=TODAY, booth=row.booths.get(exhibitor="Cơ sở B minh họa"))
    assert row.booths.count() == 2
    meeting = planned(kind="conference", title="Hội nghị minh họa của phép thử")
    wrong = [BoothLine("A", "own")]
    assert "booths-of-fair" in codes(lambda: add_booths(by=who(), today=TODAY, gathering=meeting, booths=wrong))


def test_the_invitation_is_drafted_from_agenda_and_guests_and_invites_when_recorded():
    row = act(prepare_gathering, planned(), date(2024, 7, 1), venue="Nhà thi đấu minh họa")
    on = date(2024, 7, 5)
    assert codes(lambda: act(draft_invitation, row, on)) == {"someone-invited"}
    invite(by=who(), today=TODAY, gathering=row, bodies=["Hội minh họa"])
    set_agenda(by=who(), today=TODAY, gathering=row, items=[("8:30", "Khai mạc", "Lãnh đạo Cục")])
    assert codes(lambda: set_agenda(by=who(), today=TODAY, gathering=row, items=[("8:30", " ", "")])) == {
        "agenda-titled"
    }
    draft = act(draft_invitation, row, on)
    assert (draft.kind, draft.subject, draft.purpose) == ("GM", f"oversight.gathering:{row.pk}", "invitation")
    assert "8:30 – Khai mạc (Lãnh đạo Cục)" in draft.body
    assert "16/09/2024 – 20/09/2024" in draft.body
    assert "Cục Công Thương địa phương" in draft.body
    assert act(draft_invitation, row, on) == draft
    for by, step in (("chuyenvien", "submit"), ("truongphong", "agree"), ("lanhdao", "endorse")):
        draft = move_draft(by=who(by), draft=draft, name=step, on=on, today=TODAY)
    record_draft(by=who("vanthu"), draft=draft, letter=Letter("803/GM-CTĐP", date(2024, 7, 8), kind="GM"), today=TODAY)
    assert row.invitations.get().invited_on == date(2024, 7, 8)


def test_the_demo_holds_what_the_report_of_2024_counts():
    def held(kind: str, first: date, last: date) -> list[tuple[str, str, date]]:
        rows = held_between(kind, first, last).filter(
            place__name__in=["Hà Nội", "Thái Nguyên", "Quảng Trị", "Kiên Giang"]
        )
        return [(row.region, row.place.name, row.held_on) for row in rows]

    half = (date(2024, 1, 1), date(2024, 6, 30))
    assert held("conference", *half) == [("north", "Hà Nội", date(2024, 5, 17))]
    assert held("fair", *half) == [("north", "Hà Nội", date(2024, 5, 19))]
    assert held_between("fair", date(2023, 1, 1), date(2023, 6, 30)).count() == 1
    assert held_between(None, *half).count() == 2
    waiting = sorted((row.kind, row.place.name) for row in coming(date(2024, 6, 30)))
    assert waiting == [
        ("conference", "Kiên Giang"), ("conference", "Quảng Trị"), ("fair", "Kiên Giang"), ("fair", "Quảng Trị"),
    ]  # fmt: skip
    fair = held_between("fair", *half).get()
    assert (fair.state, fair.invitations.count(), fair.booths.count()) == ("reported", 12, 15)
    assert fair.project is not None
    assert len(booth_totals(fair, TODAY)) == 5
