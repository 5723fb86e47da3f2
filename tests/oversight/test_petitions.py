"""Petitions: received once, refused when they are none, answered by a recorded paper, published without names."""

from datetime import date

import pytest

from khuyencong.accounts.models import User
from khuyencong.documents.actions import Letter, edit_draft, move_draft, record_draft
from khuyencong.kernel.findings import Refused
from khuyencong.oversight.actions.guidance import end_guidance, publish_guidance
from khuyencong.oversight.actions.petitions import (
    assign_petition,
    draft_answer,
    receive_petition,
    record_answer,
    transfer_petition,
)
from khuyencong.oversight.models import Guidance, Petition
from khuyencong.oversight.queries.guidance import GuidanceFilter, guidance_like
from khuyencong.oversight.queries.petitions import answered_between, answered_senders, petitions_on, petitions_open
from khuyencong.oversight.queries.similar import similar_to
from khuyencong.oversight.rules.petitions import reads_like_a_complaint
from khuyencong.records.models import Event
from khuyencong.registry.models import LegalSource, Organisation
from khuyencong.reporting.queries.week import open_matters

pytestmark = pytest.mark.django_db
CAME, TODAY = date(2024, 4, 1), date(2024, 6, 20)
WHAT = "Đề nghị hướng dẫn lựa chọn chủ đầu tư hạ tầng cụm công nghiệp"


@pytest.fixture
def people():
    return {user.username: user for user in User.objects.all()}


def received(people, what=WHAT, **more):
    law = LegalSource.objects.get(number="32/2024/NĐ-CP")
    given = {"kind": "locality", "field": "clusters", "topic": "investor", "received_on": CAME, "law": law,
             "clause": "Điều 13", "sender_name": "UBND huyện Minh Họa"}  # fmt: skip
    return receive_petition(by=people["chuyenvien"], what=what, **{"today": TODAY, **given, **more})


def codes(call):
    with pytest.raises(Refused) as caught:
        call()
    return [item.code for item in caught.value.findings]


def answered(people, petition, number, on=date(2024, 5, 8)):
    return record_answer(by=people["chuyenvien"], today=TODAY, petition=petition, letter=Letter(number, on),
                         answer="Thực hiện theo Điều 13.")  # fmt: skip


def test_the_clock_is_that_of_its_kind(people):
    locality = received(people)
    voters = received(people, kind="voters", what="Cử tri đề nghị hỗ trợ")
    assert (locality.due_on, voters.due_on) == (date(2024, 4, 23), date(2024, 5, 2))
    assert locality.state == "received"


@pytest.mark.parametrize("kind", ["complaint", "denunciation"])
def test_complaints_and_denunciations_are_refused_and_nothing_is_kept(people, kind):
    before = (Petition.objects.count(), Event.objects.count())
    with pytest.raises(Refused) as caught:
        received(people, kind=kind, what="nội dung đơn")
    finding = caught.value.findings[0]
    assert finding.code == "is-a-petition"
    assert "tiếp công dân" in finding.remedy
    assert finding.clause in ("02/2011/QH13", "25/2018/QH14")
    assert (Petition.objects.count(), Event.objects.count()) == before


def test_a_text_that_speaks_of_a_complaint_is_looked_at_twice():
    assert [item.severity for item in reads_like_a_complaint("Tôi KHIẾU NẠI việc này")] == ["warning"]
    assert reads_like_a_complaint(WHAT) == []


def test_the_same_petition_is_entered_once(people):
    first = received(people)
    with pytest.raises(Refused) as caught:
        received(people, what=WHAT.upper())
    assert caught.value.findings[0].data == {"petition": first.pk}


def test_a_draft_goes_up_and_its_recorded_paper_answers_the_petition(people):
    petition = received(people, paper=Letter("12/UBND-KT", date(2024, 3, 29)))
    assign_petition(by=people["truongphong"], today=TODAY, petition=petition, handler=people["chuyenvien"], on=CAME)
    draft = draft_answer(by=people["chuyenvien"], petition=petition, on=date(2024, 4, 3), today=TODAY)
    assert draft_answer(by=people["chuyenvien"], petition=petition, on=date(2024, 4, 3), today=TODAY) == draft
    assert len(draft.figures) <= 3
    edit_draft(by=people["chuyenvien"], draft=draft, seen=draft.version, values={"body": "Theo Điều 13, địa phương …"})
    for who, name in (("chuyenvien", "submit"), ("truongphong", "agree")):
        move_draft(by=people[who], draft=draft, name=name, on=date(2024, 4, 4), today=TODAY)
    paper = record_draft(by=people["vanthu"], draft=draft, letter=Letter("55/CTĐP-CCN", date(2024, 4, 9)), today=TODAY)
    petition.refresh_from_db()
    assert (petition.state, petition.answer_paper, petition.answered_on) == ("answered", paper, date(2024, 4, 9))
    assert "Điều 13" in petition.answer
    stood = petitions_on(Petition.objects.filter(pk=petition.pk), date(2024, 4, 5)).get().stood
    assert stood == "drafted"
    assert petition.paper.received_on == CAME


def test_who_does_not_handle_the_office_is_refused(people):
    petition = received(people)
    for name in ("kiemtoan", "so-vinhlong", "donvi"):
        with pytest.raises(Refused):
            assign_petition(by=people[name], today=TODAY, petition=petition, handler=people["chuyenvien"], on=CAME)
    assert Petition.objects.get(pk=petition.pk).state == "received"


def test_senders_are_counted_once_by_the_day_of_the_answer(people):
    body = Organisation.objects.filter(kind="department").first()
    known = answered_between(date(2024, 5, 1), date(2024, 5, 31)).count()
    mine = {
        answered(people, received(people, what=what, sender=sender, sender_name=name), number).pk
        for what, sender, name, number in (
            ("câu một", body, "", "61/CTĐP-CCN"),
            ("câu hai", body, "", "62/CTĐP-CCN"),
            ("câu ba", None, "Hiệp hội minh họa", "63/CTĐP-CCN"),
            ("câu bốn", None, "HIỆP HỘI MINH HỌA", "64/CTĐP-CCN"),
        )
    }
    found = [item for item in answered_senders(date(2024, 5, 1), date(2024, 5, 31)) if mine & set(item.petitions)]
    assert sorted(len(mine & set(item.petitions)) for item in found) == [2, 2]
    assert all(len(item.days) == len(item.petitions) for item in found)
    assert answered_between(date(2024, 5, 1), date(2024, 5, 31)).count() == known + 4
    early = answered_senders(date(2024, 1, 1), date(2024, 5, 7))
    assert not any(mine & set(item.petitions) for item in early)


def test_an_answer_is_not_before_the_petition_and_counts_once(people):
    petition = received(people)
    with pytest.raises(Refused):
        answered(people, petition, "70/CTĐP-CCN", date(2024, 3, 30))
    answered(people, petition, "71/CTĐP-CCN")
    with pytest.raises(Refused):
        answered(people, petition, "72/CTĐP-CCN")


def test_a_petition_of_another_body_is_passed_on(people):
    petition = received(people)
    with pytest.raises(Refused):
        transfer_petition(by=people["chuyenvien"], today=TODAY, petition=petition, on=date(2024, 4, 5), sent_to=" ")
    moved = transfer_petition(
        by=people["chuyenvien"], today=TODAY, petition=petition, on=date(2024, 4, 5), sent_to="Bộ Tài chính"
    )
    assert (moved.state, moved.sent_to) == ("transferred", "Bộ Tài chính")
    assert petition not in petitions_open(TODAY)


def test_similar_ones_already_answered_are_proposed_with_their_ground(people):
    mine = answered(people, received(people), "80/CTĐP-CCN")
    other = received(people, what="Quy trình chọn chủ đầu tư hạ tầng cụm", sender_name="Sở minh họa khác")
    found = similar_to(law=other.law, clause=other.clause, topic=other.topic, what=other.what, day=TODAY, exclude=other)
    assert found[0].petition == mine
    assert all(item.why for item in found)


def test_guidance_names_nobody_and_ends_with_its_clause(people):
    petition = answered(people, received(people), "90/CTĐP-CCN")
    publish = lambda question, law=petition.law: publish_guidance(  # noqa: E731
        by=people["truongphong"], today=TODAY, petition=petition, question=question, answer="Theo Điều 13.", law=law,
        clause="Điều 13", on=date(2024, 6, 3),
    )  # fmt: skip
    assert "names-removed" in "".join(codes(lambda: publish("UBND huyện Minh Họa hỏi về chủ đầu tư")))
    guidance = publish("Một huyện hỏi về cách chọn chủ đầu tư hạ tầng")
    listed = lambda day: guidance_like(Guidance.objects.all(), GuidanceFilter(), day)  # noqa: E731
    assert guidance in listed(TODAY)
    end_guidance(by=people["truongphong"], today=TODAY, guidance=guidance, on=date(2024, 6, 18), reason="Điều bị thay")
    assert guidance in listed(date(2024, 6, 10))
    assert guidance not in listed(TODAY)


def test_guidance_expires_when_its_law_is_replaced(people):
    old = LegalSource.objects.get(number="68/2017/NĐ-CP")
    petition = answered(people, received(people, law=old, clause="Điều 15"), "91/CTĐP-CCN", date(2024, 4, 5))
    guidance = publish_guidance(
        by=people["truongphong"], today=TODAY, petition=petition, question="Hỏi về chủ đầu tư", answer="Theo Điều 15.",
        law=old, clause="Điều 15", on=date(2024, 4, 10),
    )  # fmt: skip
    listed = lambda day: guidance_like(Guidance.objects.all(), GuidanceFilter(), day)  # noqa: E731
    assert guidance in listed(date(2024, 4, 30))
    assert guidance not in listed(date(2024, 5, 1))


def test_a_department_formed_anew_under_its_old_name_is_one_sender(people):
    known = Organisation.objects.filter(names__name="Sở Công Thương tỉnh Vĩnh Long").order_by("names__valid_from")
    before, after = known
    later = date(2025, 12, 1)
    for sender, came, number in ((before, date(2025, 3, 3), "81/CTĐP-CCN"), (after, date(2025, 9, 3), "82/CTĐP-CCN")):
        row = received(people, what=f"hỏi {number}", sender=sender, received_on=came, today=later)
        record_answer(by=people["vanthu"], today=later, petition=row, letter=Letter(number, came), answer="Theo luật.")
    named = [one for one in answered_senders(date(2025, 1, 1), later) if "Vĩnh Long" in one.name]
    assert [len(one.petitions) for one in named] == [2]
    typed = received(people, what="gõ tay", sender=None, sender_name="sở công thương tỉnh vĩnh long")
    assert typed.sender == before


def test_pages_of_the_past_name_who_held_it_then(people):
    petition = received(people)
    assign_petition(by=people["chuyenvien"], today=TODAY, petition=petition, handler=people["ketoan"],
                    on=date(2024, 5, 2))  # fmt: skip
    for day, holder in ((CAME, ""), (date(2024, 5, 2), people["ketoan"].full_name)):
        line = next(one for one in open_matters(day) if one.subject == f"oversight.petition:{petition.pk}")
        assert line.who == holder
