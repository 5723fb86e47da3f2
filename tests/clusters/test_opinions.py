"""An opinion from the province's letter to the recorded document and what the province did with it."""

from datetime import date

import pytest

from khuyencong.accounts.models import User
from khuyencong.clusters.actions import (
    attach_list,
    draft_opinion,
    receive_request,
    record_answer,
    record_outcome,
    view_rows,
    withdraw_request,
)
from khuyencong.clusters.imports import read_list
from khuyencong.clusters.models import Opinion
from khuyencong.clusters.queries import opinions_answered, opinions_open
from khuyencong.documents.actions import Letter, move_draft, record_draft
from khuyencong.documents.queries import documents_of
from khuyencong.kernel.findings import Refused
from khuyencong.registry.queries import provinces_on
from tests.clusters.workbooks import workbook

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 31)
CAME = date(2024, 6, 3)


def person(name: str = "chuyenvien") -> User:
    return User.objects.get(username=name)


def requested(number: str = "9701/UBND-CN") -> Opinion:
    letter = Letter(number, date(2024, 6, 1), issuer_name="UBND tỉnh minh họa", abstract="Xin ý kiến phương án cụm")
    return receive_request(
        by=person(), today=TODAY, kind="plan", place=provinces_on(CAME).get(name="Hải Dương"), period="2021-2030",
        letter=letter, received_on=CAME,
    )  # fmt: skip


def given(opinion: Opinion, kind: str, rows: list) -> Opinion:
    data = workbook([[index, *row] for index, row in enumerate(rows, 1)])
    attach_list(
        by=person(), today=TODAY, opinion=opinion, kind=kind, printed=read_list(data, "a.xlsx"), data=data,
        filename="a.xlsx",
    )  # fmt: skip
    return Opinion.objects.get(pk=opinion.pk)


def test_from_the_letter_to_the_recorded_document_and_the_outcome():
    one = requested()
    assert one.due_on and one.due_on > CAME
    one = given(one, "proposed", [["CCN A", "Xã A", None, 20, ""], ["CCN B", "Xã B", None, 90, ""]])
    first, second = one.asked.rows.all()
    assert one.state == "examining"
    with pytest.raises(Refused):
        draft_opinion(by=person(), opinion=one, on=CAME, today=TODAY)
    with pytest.raises(Refused):
        view_rows(by=person(), opinion=one, views={second.pk: ("revise", "")})
    view_rows(by=person(), opinion=one, views={first.pk: ("support", ""), second.pk: ("revise", "Trên 75 ha")})
    draft = draft_opinion(by=person(), opinion=one, on=CAME, today=TODAY)
    assert draft_opinion(by=person(), opinion=one, on=CAME, today=TODAY) == draft
    assert [item["shown"] for item in draft.figures] == ["2", "2", "1"]
    with pytest.raises(Refused):
        record_answer(by=person(), today=TODAY, opinion=one, letter=Letter("9702/BCT-CTĐP", date(2024, 6, 20)))
    for who, step in (("chuyenvien", "submit"), ("truongphong", "agree"), ("lanhdao", "endorse")):
        draft = move_draft(by=person(who), draft=draft, name=step, on=date(2024, 6, 10), today=TODAY)
    record_draft(by=person("vanthu"), draft=draft, letter=Letter("9702/BCT-CTĐP", date(2024, 6, 20)), today=TODAY)
    one = Opinion.objects.get(pk=one.pk)
    assert (one.state, one.answered_on, one.answer.number) == ("sent", date(2024, 6, 20), "9702/BCT-CTĐP")
    assert one in opinions_answered("plan", date(2024, 6, 20), date(2024, 6, 20))
    assert one in opinions_open(date(2024, 6, 19))
    assert one not in opinions_open(date(2024, 6, 20))
    one = record_outcome(by=person(), today=TODAY, opinion=one, on=date(2024, 9, 1), outcome="Tỉnh đã phê duyệt")
    one = given(one, "approved", [["CCN A", "Xã A", None, 20, ""], ["CCN B", "Xã B", None, 75, ""]])
    assert [view.outcome for view in one.views.all()] == ["taken", "taken"]


def test_an_answer_straight_from_its_paper_and_a_request_taken_back():
    one = requested("9703/UBND-CN")
    with pytest.raises(Refused):
        requested("9703/UBND-CN")
    one = record_answer(by=person(), today=TODAY, opinion=one, letter=Letter("9704/BCT-CTĐP", date(2024, 6, 21)))
    assert (one.state, one.answered_on) == ("sent", date(2024, 6, 21))
    other = requested("9705/UBND-CN")
    with pytest.raises(Refused):
        withdraw_request(by=person(), today=TODAY, opinion=other, on=date(2024, 7, 1), reason="")
    other = withdraw_request(by=person(), today=TODAY, opinion=other, on=date(2024, 7, 1), reason="Tỉnh rà soát lại")
    assert other.state == "withdrawn"


def test_a_draft_recorded_after_the_request_was_taken_back_is_only_linked():
    one = given(requested("9721/UBND-CN"), "proposed", [["CCN A", "Xã A", None, 20, ""]])
    view_rows(by=person(), opinion=one, views={one.asked.rows.get().pk: ("support", "")})
    draft = draft_opinion(by=person(), opinion=one, on=CAME, today=TODAY)
    for who, step in (("chuyenvien", "submit"), ("truongphong", "agree"), ("lanhdao", "endorse")):
        draft = move_draft(by=person(who), draft=draft, name=step, on=date(2024, 6, 10), today=TODAY)
    withdraw_request(by=person(), today=TODAY, opinion=one, on=date(2024, 6, 12), reason="Tỉnh rút")
    paper = record_draft(
        by=person("vanthu"), draft=draft, letter=Letter("9722/BCT-CTĐP", date(2024, 6, 20)), today=TODAY
    )
    one.refresh_from_db()
    assert (one.state, one.answer, one.answered_on) == ("withdrawn", None, None)
    assert paper in documents_of(one)
