"""Drafts: written without loss, agreed by another, recorded as the signed document; the thing they are for is told."""

from datetime import date

import pytest

from khuyencong.accounts.models import User
from khuyencong.documents import hooks
from khuyencong.documents.actions import (
    Letter,
    edit_draft,
    handle_document,
    move_draft,
    record_draft,
    register_letter,
    start_draft,
)
from khuyencong.documents.actions.drafting import Wording
from khuyencong.documents.models import Document, DraftVersion
from khuyencong.documents.printouts import paper_of_draft, slip_of_draft
from khuyencong.documents.queries import DocumentFilter, as_seen, documents_like, drafts_seen, letters_waiting
from khuyencong.documents.states import Direction, DocumentKind, DraftState
from khuyencong.kernel.findings import Refused
from khuyencong.kernel.writers.formats import rendered
from khuyencong.records.queries import stood_on
from khuyencong.registry.models import Organisation

pytestmark = pytest.mark.django_db
DAY, TODAY = date(2024, 5, 6), date(2024, 5, 20)


@pytest.fixture
def people():
    return {user.username: user for user in User.objects.all()}


def begun(people, **more):
    words = Wording(
        abstract="V/v trả lời kiến nghị minh họa", body="Kính gửi quý Sở.", recipients="Sở minh họa", **more
    )
    return start_draft(by=people["chuyenvien"], on=DAY, wording=words)


def step(people, who, draft, name, on=DAY, remark=""):
    return move_draft(by=people[who], draft=draft, name=name, on=on, today=TODAY, remark=remark)


def codes(call):
    with pytest.raises(Refused) as caught:
        call()
    return [item.code for item in caught.value.findings]


def test_a_draft_goes_up_is_returned_and_comes_out_as_a_recorded_paper(people):
    draft = begun(people)
    step(people, "chuyenvien", draft, "submit")
    assert codes(lambda: step(people, "truongphong", draft, "return_head")) == ["says-why"]
    step(people, "truongphong", draft, "return_head", remark="Bổ sung căn cứ.")
    draft = edit_draft(by=people["chuyenvien"], draft=draft, seen=1, values={"body": "Kính gửi quý Sở.\nCăn cứ …"})
    for who, name in (("chuyenvien", "submit"), ("truongphong", "agree"), ("lanhdao", "endorse")):
        draft = step(people, who, draft, name)
    assert draft.state == DraftState.AGREED
    paper = record_draft(
        by=people["vanthu"], draft=draft, letter=Letter("812/CTĐP-QLKC", date(2024, 5, 8)), today=TODAY
    )
    draft.refresh_from_db()
    assert (draft.state, draft.document, draft.desk) == (DraftState.RECORDED, paper, "")
    assert (paper.direction, paper.date) == (Direction.OUT, date(2024, 5, 8))
    rows = type(draft).objects.filter(pk=draft.pk)
    assert stood_on(rows, DraftState.WRITING, date(2024, 5, 7)).get().stood == DraftState.AGREED
    assert stood_on(rows, DraftState.WRITING, date(2024, 5, 5)).get().stood == DraftState.WRITING


def test_who_drafts_does_not_agree_and_only_the_desk_moves_it(people):
    draft = start_draft(by=people["truongphong"], on=DAY, wording=Wording(abstract="Dự thảo", body="Nội dung"))
    step(people, "truongphong", draft, "submit")
    assert codes(lambda: step(people, "truongphong", draft, "agree")) == ["agreed-by-another"]
    assert codes(lambda: step(people, "ketoan", draft, "agree")) == ["sits-at-desk"]
    step(people, "truongphong", draft, "take_back")
    step(people, "truongphong", draft, "submit_up")
    step(people, "lanhdao", draft, "endorse")
    assert codes(
        lambda: record_draft(by=people["chuyenvien"], draft=draft, letter=Letter("1/CTĐP", DAY), today=TODAY)
    ) == ["sits-at-desk"]
    assert not Document.objects.filter(number="1/CTĐP").exists()


def test_an_empty_draft_is_not_submitted(people):
    draft = start_draft(by=people["chuyenvien"], on=DAY, wording=Wording(abstract="Trống"))
    assert codes(lambda: step(people, "chuyenvien", draft, "submit")) == ["draft-has-text"]


def test_two_writers_lose_nothing(people):
    draft = begun(people)
    edit_draft(by=people["chuyenvien"], draft=draft, seen=1, values={"body": "của người thứ nhất"})
    with pytest.raises(Refused) as caught:
        edit_draft(by=people["ketoan"], draft=draft, seen=1, values={"body": "của người thứ hai"})
    assert caught.value.findings[0].data == {"version": 2}
    assert list(DraftVersion.objects.filter(draft=draft).values_list("number", "body")) == [
        (1, "Kính gửi quý Sở."), (2, "của người thứ nhất"),
    ]  # fmt: skip


def test_a_second_start_for_the_same_thing_gives_the_first(people):
    letter = register_letter(
        by=people["vanthu"], today=TODAY, received_on=DAY,
        letter=Letter("77/SCT-QLCN", DAY, issuer=Organisation.objects.filter(kind="department").first(), abstract="Xin ý kiến"),
    )  # fmt: skip
    make = lambda: start_draft(  # noqa: E731
        by=people["chuyenvien"], on=DAY, wording=Wording(abstract="Trả lời", body="x"), thing=letter, purpose="reply",
        replies_to=letter,
    )  # fmt: skip
    first = make()
    assert make() == first
    step(people, "chuyenvien", first, "submit")
    step(people, "truongphong", first, "agree")
    told = []
    hooks.RECORDED.append(lambda draft, document, by, on: told.append((draft.subject, draft.purpose, on)))
    try:
        record_draft(by=people["vanthu"], draft=first, letter=Letter("90/CTĐP-VP", date(2024, 5, 9)), today=TODAY)
    finally:
        hooks.RECORDED.pop()
    assert told == [(f"documents.document:{letter.pk}", "reply", date(2024, 5, 9))]
    letter.refresh_from_db()
    assert letter.handled_on == date(2024, 5, 9)


def test_the_paper_and_the_slip_open_in_word_excel_and_pdf(people):
    draft = begun(people, authority="KT.", signatory_title="PHÓ CỤC TRƯỞNG",
                  figures=({"label": "Số đề án", "shown": "12", "path": ""},))  # fmt: skip
    paper, slip = paper_of_draft(draft, DAY), slip_of_draft(draft, DAY)
    assert paper.letterhead.body == "CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG"
    assert (paper.letterhead.symbol, paper.kind, paper.authority) == ("CTĐP", "", "KT. CỤC TRƯỞNG")
    assert slip.kind == "PHIẾU TRÌNH"
    assert any(getattr(block, "title", "") == "Các con số chính" for block in slip.blocks)
    for one in (paper, slip):
        assert all(len(rendered(one, form)) > 1000 for form in ("docx", "xlsx", "pdf"))


def test_more_than_three_figures_are_refused(people):
    figures = tuple({"label": str(number), "shown": "1", "path": ""} for number in range(4))
    assert codes(lambda: begun(people, figures=figures)) == ["three-figures"]


def test_a_letter_is_entered_once_and_completed(people):
    given = Letter("15/UBND-KT", DAY, DocumentKind.LETTER, None, "UBND tỉnh minh họa", abstract="Đề nghị minh họa")
    enter = lambda **more: register_letter(  # noqa: E731
        by=people["vanthu"], today=TODAY, letter=given, received_on=DAY, **more
    )
    first = enter()
    again = enter(due_on=date(2024, 5, 30), handler=people["chuyenvien"])
    assert first == again
    assert (again.due_on, again.handler, again.direction) == (date(2024, 5, 30), people["chuyenvien"], Direction.IN)
    assert codes(lambda: enter(due_on=date(2024, 5, 1))) == ["due-after-received"]


def test_a_paper_of_one_draft_is_not_recorded_for_another(people):
    letter = Letter("8301/CTĐP-QLKC", date(2024, 5, 8))
    drafts = [begun(people), begun(people)]
    for draft in drafts:
        for who, name in (("chuyenvien", "submit"), ("truongphong", "agree"), ("lanhdao", "endorse")):
            step(people, who, draft, name)
    record_draft(by=people["vanthu"], draft=drafts[0], letter=letter, today=TODAY)
    again = {"by": people["vanthu"], "draft": drafts[1], "letter": letter, "today": TODAY}
    assert codes(lambda: record_draft(**again)) == ["paper-of-one-draft"]


def test_the_register_and_the_drafts_of_a_thing_are_seen_as_they_stood(people):
    came, done = date(2024, 5, 7), date(2024, 5, 9)
    letter = Letter("8302/SCT-KC", DAY, issuer_name="Sở minh họa", abstract="Hỏi về khuyến công minh họa")
    row = register_letter(by=people["vanthu"], today=TODAY, letter=letter, received_on=came)
    words = Wording(abstract="V/v trả lời", body="Kính gửi")
    draft = start_draft(by=people["chuyenvien"], on=came, wording=words, thing=row, purpose="reply")
    step(people, "chuyenvien", draft, "submit", on=date(2024, 5, 8))
    handle_document(by=people["chuyenvien"], document=row, on=done, today=TODAY)
    rows, waiting = Document.objects.filter(pk=row.pk), DocumentFilter(waiting="open")
    seen = {day: (row in documents_like(rows, DocumentFilter(), day), row in documents_like(rows, waiting, day),
                  row in letters_waiting(rows, day)) for day in (DAY, came, done)}  # fmt: skip
    assert seen == {DAY: (False, False, False), came: (True, True, True), done: (True, False, False)}
    row.refresh_from_db()
    assert as_seen(row, came).handled_on is None
    states = {day: [one.state for one in drafts_seen(row, day)] for day in (DAY, date(2024, 5, 8))}
    assert states == {DAY: [], date(2024, 5, 8): [DraftState.AT_HEAD]}
    assert [one.state for one in drafts_seen(row, came)] == [DraftState.WRITING]
    step(people, "truongphong", draft, "agree", on=date(2024, 5, 10))
    assert [one.state for one in drafts_seen(row, date(2024, 5, 8))] == [DraftState.AT_HEAD]


def test_a_step_is_dated_from_where_the_draft_lies_to_today(people):
    draft = begun(people)
    assert codes(lambda: step(people, "chuyenvien", draft, "submit", on=date(2024, 5, 21))) == ["day-has-come"]
    assert codes(lambda: step(people, "chuyenvien", draft, "submit", on=date(2024, 5, 5))) == ["step-follows"]
    assert step(people, "chuyenvien", draft, "submit", on=TODAY).state == DraftState.AT_HEAD
