"""Pages of petitions and guidance: from arrival to the recorded answer; complaints; no query per row; the past."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuyencong.accounts.models import User
from khuyencong.documents.actions import Letter
from khuyencong.documents.models import Document
from khuyencong.oversight.actions.guidance import end_guidance, publish_guidance
from khuyencong.oversight.actions.petitions import receive_petition, record_answer
from khuyencong.oversight.models import Guidance, Petition
from khuyencong.records.models import Event
from khuyencong.registry.models import LegalSource, Organisation

pytestmark = pytest.mark.django_db
TODAY, LATER = date(2024, 12, 31), date(2025, 12, 31)
YEAR = {"nam": "2024"}
SENDER = "Hiệp hội minh họa"
FORM = {
    "kind": "enterprise", "field": "clusters", "topic": "investor", "what": "Hỏi về chọn chủ đầu tư cụm minh họa",
    "sender_name": SENDER, "received_on": "01/04/2024", "clause": "Điều 13",
}  # fmt: skip


def who(name: str) -> User:
    return User.objects.get(username=name)


def received(number: int = 1, **more) -> Petition:
    law = LegalSource.objects.get(number="32/2024/NĐ-CP")
    given = {"kind": "locality", "field": "clusters", "topic": "land", "sender_name": SENDER, "law": law,
             "clause": "Điều 13", "received_on": date(2024, 5, 6), "what": f"Giá thuê đất trong cụm số {number}"}  # fmt: skip
    return receive_petition(by=who("chuyenvien"), **{"today": TODAY, **given, **more})


def answered(petition: Petition, number: str, on: date = date(2024, 5, 20), today: date = TODAY) -> Petition:
    letter = Letter(number, on)
    return record_answer(by=who("vanthu"), today=today, petition=petition, letter=letter, answer="Theo Điều 13.")


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def only_mine():
    """Petitions of the demo are moved out of the year, so that counts are those of the test."""
    Petition.objects.update(received_on=date(1999, 1, 1), closed_on=date(1999, 1, 2))


def test_the_list_counts_filters_and_says_what_to_do_first(officer, only_mine):
    assert "chưa có kiến nghị nào của năm 2024" in text_of(officer.get("/kien-nghi/", YEAR))
    answered(received(1), "8101/CTĐP-CCN")
    received(2, topic="environment", what="Nước thải của cụm")
    page = text_of(officer.get("/kien-nghi/", YEAR))
    assert "1 chưa trả lời" in page
    assert "1 quá hạn" in page
    assert "đang chờ Cục xác nhận" in page
    chosen = text_of(officer.get("/kien-nghi/", {**YEAR, "trang_thai": "answered", "q": "gia thue dat"}))
    assert "Giá thuê đất trong cụm số 1" in chosen
    assert "Nước thải" not in chosen
    then = text_of(officer.get("/kien-nghi/", {**YEAR, "tinh_den": "10/05/2024"}))
    assert "2 chưa trả lời" in then
    assert "8101/CTĐP-CCN" not in then
    assert 'href="/kien-nghi/moi/' not in then
    wrong = {"sau": "x|y", "dia_phuong": "x", "van_ban": "x", "nguoi": "x", "han": "x", "loai": "x"}
    assert officer.get("/kien-nghi/", {**YEAR, **wrong}).status_code == 200


@pytest.mark.parametrize("name", ["so-vinhlong", "donvi", "quantri"])
def test_others_see_no_petition(as_person, name):
    one, client = received(), as_person(name)
    for path in ("/kien-nghi/", "/kien-nghi/xuat/", "/kien-nghi/thong-ke/", f"/kien-nghi/{one.pk}/", "/kien-nghi/moi/"):
        assert client.get(path).status_code == 403, path


def test_lists_ask_no_query_per_row(officer, only_mine):
    def asked(path: str) -> int:
        officer.get(path, YEAR)
        with CaptureQueriesContext(connection) as told:
            assert officer.get(path, YEAR).status_code == 200
        return len(told)

    def published(number: int) -> None:
        one = answered(received(number), f"82{number:02d}/CTĐP-CCN")
        publish_guidance(by=who("chuyenvien"), today=TODAY, petition=one, question=f"Hỏi số {number}",
                         answer="Theo Điều 13", law=one.law, clause="Điều 13", on=date(2024, 6, 3))  # fmt: skip

    Guidance.objects.all().delete()
    paths = ("/kien-nghi/", "/kien-nghi/xuat/", "/kien-nghi/thong-ke/", "/huong-dan/", "/huong-dan/xuat/")
    published(1)
    before = {path: asked(path) for path in paths}
    for number in range(2, 31):
        published(number)
    assert {path: asked(path) for path in paths} == before


def test_a_petition_from_arrival_to_the_recorded_answer(officer):
    body = Organisation.objects.filter(kind="department").first()
    letter = {"number": "8301/SCT-QLCN", "dated": "28/03/2024"}
    sent = {**FORM, "sender": body.pk, "sender_name": "", **letter, "handler": who("chuyenvien").pk}
    there = officer.post("/kien-nghi/moi/", sent)["Location"]
    one = Petition.objects.get(what=FORM["what"])
    assert there == f"/kien-nghi/{one.pk}/"
    assert (one.sender, one.state, one.handler, one.paper.number) == (
        body, "assigned", who("chuyenvien"), "8301/SCT-QLCN",
    )  # fmt: skip
    page = text_of(officer.get(there))
    assert "Thời hạn chờ xác nhận" in page
    assert "Lập dự thảo trả lời" in page
    answer = officer.post(f"{there}buoc/draft/", {"draft-on": "02/04/2024", "draft-seen": "assigned"})
    assert answer.status_code == 302
    one.refresh_from_db()
    assert one.state == "drafted"
    assert "Lập dự thảo trả lời</button>" not in text_of(officer.get(there))
    wrong = officer.post(f"{there}buoc/answer/", {"answer-remark": "Theo Điều 13", "answer-seen": "drafted"})
    assert wrong.status_code == 422
    assert "Theo Điều 13" in text_of(wrong)
    done = {"answer-number": "8302/CTĐP-CCN", "answer-dated": "20/04/2024", "answer-remark": "Theo Điều 13"}
    assert officer.post(f"{there}buoc/answer/", {**done, "answer-seen": "drafted"}).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.answered_on) == ("answered", date(2024, 4, 20))
    then = text_of(officer.get(there, {"tinh_den": "10/04/2024"}))
    assert "Theo Điều 13" not in then
    assert "về hiện tại để xử lý" in then


@pytest.mark.parametrize("kind", ["complaint", "denunciation"])
def test_a_complaint_is_refused_with_where_to_send_it_and_nothing_is_kept(officer, kind):
    before = (Petition.objects.count(), Document.objects.count(), Event.objects.count())
    answer = officer.post("/kien-nghi/moi/", {**FORM, "kind": kind, "number": "1/ĐKN", "dated": "01/04/2024"})
    assert answer.status_code == 422
    assert "bộ phận tiếp công dân" in text_of(answer)
    assert (Petition.objects.count(), Document.objects.count(), Event.objects.count()) == before
    assert "bộ phận tiếp công dân" in text_of(officer.post("/kien-nghi/tuong-tu/", {**FORM, "kind": kind}))


def test_a_text_that_reads_like_a_complaint_is_confirmed(officer):
    sent = {**FORM, "what": "Tôi muốn khiếu nại quyết định thu hồi"}
    answer = officer.post("/kien-nghi/moi/", sent)
    assert answer.status_code == 422
    assert "Đã xem lại: đây là kiến nghị" in text_of(answer)
    assert officer.post("/kien-nghi/moi/", {**sent, "confirmed": "on"}).status_code == 302


def test_a_twin_is_linked_and_similar_answers_are_proposed_while_typing(officer):
    one = answered(received(7, what="Giá thuê đất, nước thải cụm công nghiệp"), "8401/CTĐP-CCN")
    told = text_of(officer.post("/kien-nghi/tuong-tu/", {"what": "Xin hỏi nước thải", "topic": "land"}))
    assert f"/kien-nghi/{one.pk}/" in told
    assert "Cùng nhóm nội dung" in told
    assert "Chung các từ: nước thải" in told
    weak = officer.post("/kien-nghi/tuong-tu/", {"what": "Xin hỏi nước thải", "topic": "other"})
    assert f"/kien-nghi/{one.pk}/" not in text_of(weak)
    officer.post("/kien-nghi/moi/", FORM)
    twin = Petition.objects.get(what=FORM["what"])
    again = officer.post("/kien-nghi/moi/", FORM)
    assert again.status_code == 422
    assert f'href="/kien-nghi/{twin.pk}/"' in text_of(again)


def test_steps_of_others_are_refused_in_words(as_person):
    one = received()
    auditor = as_person("kiemtoan")
    page = text_of(auditor.get(f"/kien-nghi/{one.pk}/"))
    assert "Văn thư, chuyên viên, trưởng phòng hoặc kế toán của Cục làm việc này." in page
    sent = {"transfer-sent_to": "Bộ Tài chính", "transfer-on": "10/05/2024", "transfer-seen": "received"}
    assert auditor.post(f"/kien-nghi/{one.pk}/buoc/transfer/", sent).status_code == 422
    assert as_person("chuyenvien").post(f"/kien-nghi/{one.pk}/buoc/transfer/", sent).status_code == 302
    assert Petition.objects.get(pk=one.pk).sent_to == "Bộ Tài chính"
    assert auditor.post(f"/kien-nghi/{one.pk}/buoc/khac/").status_code == 404


def test_statistics_tell_the_median_and_the_share_in_time(officer, only_mine):
    year = {"nam": "2025"}
    assert "chưa có văn bản trả lời nào" in text_of(officer.get("/kien-nghi/thong-ke/", year))
    for number, (came, on) in enumerate(
        (
            (date(2025, 5, 6), date(2025, 5, 16)),
            (date(2025, 5, 6), date(2025, 5, 26)),
            (date(2025, 5, 6), date(2025, 8, 6)),
        )
    ):
        answered(received(number, received_on=came, today=LATER), f"850{number}/CTĐP-CCN", on, LATER)
    page = text_of(officer.get("/kien-nghi/thong-ke/", year))
    assert ">20</b> ngày" in page
    assert "66,7%" in page
    assert "08/2025" in page
    told = b"".join(officer.get("/kien-nghi/thong-ke/xuat/", {**year, "dang": "csv"}).streaming_content).decode()
    assert "Theo tháng;05/2025;2;15;20;2;2;100" in told


def test_guidance_is_published_without_names_and_read_by_everyone(officer, as_person):
    one = answered(received(9), "8601/CTĐP-CCN")
    path = f"/kien-nghi/{one.pk}/dang/"
    assert "Giá thuê đất trong cụm số 9" in text_of(officer.get(path))
    sent = {"question": f"{SENDER} hỏi giá thuê đất", "answer": "Theo Điều 13", "law": one.law_id, "clause": "Điều 13",
            "on": "01/06/2024"}  # fmt: skip
    refused = officer.post(path, sent)
    assert refused.status_code == 422
    assert f"Còn tên “{SENDER}”" in text_of(refused)
    firm = {**sent, "question": "Công ty Minh Họa hỏi giá thuê đất"}
    assert "có vẻ là tên doanh nghiệp" in text_of(officer.post(path, firm))
    there = officer.post(path, {**sent, "question": "Hỏi giá thuê đất"})["Location"]
    item = Guidance.objects.get(petition=one)
    assert there == f"/huong-dan/{item.pk}/"
    reader = as_person("so-vinhlong")
    page = text_of(reader.get(there))
    assert "Trả lời một trường hợp cụ thể, không thay văn bản quy phạm" in page
    assert SENDER not in page
    assert f"/kien-nghi/{one.pk}/" not in page
    assert "Hỏi giá thuê đất" in text_of(reader.get("/huong-dan/", {"q": "gia thue", "dieu": "Điều 13"}))
    assert reader.post(f"{there}thoi-ap-dung/", {"reason": "x", "on": "02/06/2024"}).status_code == 403
    end_guidance(by=who("truongphong"), today=TODAY, guidance=item, on=date(2024, 7, 1), reason="Điều 13 được thay")
    assert f'href="{there}"' not in text_of(reader.get("/huong-dan/"))
    assert f'href="{there}"' in text_of(reader.get("/huong-dan/", {"hieu_luc": "ended"}))
    assert f"{there}?tinh_den" in text_of(reader.get("/huong-dan/", {"tinh_den": "15/06/2024"}))
    assert "Thôi áp dụng từ 01/07/2024: Điều 13 được thay" in text_of(reader.get(there))
    assert reverse("guidance") == "/huong-dan/"
