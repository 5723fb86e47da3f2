"""The week: what is late, due, decided and waiting; one A4 whatever there is to say; by e-mail once on Monday."""

import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from khuyencong.accounts.models import User
from khuyencong.documents.actions import Letter, record_document, register_letter
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.writers.sheet import render_sheet
from khuyencong.oversight.actions.petitions import assign_petition, receive_petition, record_answer
from khuyencong.records.actions import send_waiting
from khuyencong.records.models import OutboxMessage
from khuyencong.reporting.actions import send_week
from khuyencong.reporting.printouts.week import week_sheet
from khuyencong.reporting.queries import week_of

pytestmark = pytest.mark.django_db
MONDAY = date(2024, 4, 8)


def who(name: str) -> User:
    return User.objects.get(username=name)


def petition(number: int, came: date):
    """A petition that came on a day, held by the officer; due fifteen working days later."""
    row = receive_petition(
        by=who("chuyenvien"), today=MONDAY, kind="locality", field="clusters", topic="land", received_on=came,
        what=f"Hỏi về tuần số {number} (minh họa)", sender_name=f"Huyện Mẫu {number}",
    )  # fmt: skip
    return assign_petition(by=who("truongphong"), today=MONDAY, petition=row, handler=who("chuyenvien"), on=came)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def test_the_week_says_what_is_late_due_decided_and_waiting():
    late, due = petition(1, date(2024, 3, 4)), petition(2, date(2024, 3, 20))
    record_document(by=who("vanthu"), kind=DocumentKind.DECISION, number="77/QĐ-CTĐP", on=date(2024, 4, 5), year=2024,
                    abstract="Quyết định minh họa của tuần")  # fmt: skip
    week = week_of(MONDAY, timezone.localdate())
    assert (week.first, week.last) == (MONDAY, date(2024, 4, 14))
    assert f"oversight.petition:{late.pk}" in {one.subject for one in week.late}
    assert f"oversight.petition:{due.pk}" in {one.subject for one in week.due}
    assert "77/QĐ-CTĐP Quyết định minh họa của tuần" in {one.text for one in week.decided}
    held = {one.who: one for one in week.waiting}
    assert held[who("chuyenvien").full_name].late >= 1
    assert not any("hồ sơ đề án" in name for name in held)  # only the present knows desks


def test_a_letter_that_brought_a_petition_stands_once_and_is_done_with_its_answer():
    officer = who("chuyenvien")
    letter = Letter("31/UBND-KT", date(2024, 4, 1), issuer_name="Huyện Mẫu (minh họa)")
    row = receive_petition(
        by=officer, today=MONDAY, kind="locality", field="clusters", topic="land", received_on=date(2024, 4, 2),
        what="Hỏi bằng công văn (minh họa)", sender_name="Huyện Mẫu (minh họa)", paper=letter, handler=officer,
    )  # fmt: skip
    week = week_of(MONDAY, MONDAY)
    everything = [one.subject for one in (*week.late, *week.due)]
    assert f"documents.document:{row.paper_id}" not in everything
    row.paper.refresh_from_db()
    assert row.paper.handler == officer
    record_answer(by=officer, today=MONDAY, petition=row, letter=Letter("9/CTĐP-CCN", MONDAY), answer="Đã rõ")
    row.paper.refresh_from_db()
    assert row.paper.handled_on == MONDAY


def test_queries_do_not_grow_with_rows():
    def asked() -> int:
        with CaptureQueriesContext(connection) as caught:
            week_of(MONDAY, MONDAY)
        return len(caught)

    before = asked()
    for number in range(8):
        petition(number, date(2024, 3, 20))
    assert asked() == before


def test_the_sheet_is_one_page_even_in_a_bad_week():
    officer = who("chuyenvien")
    for number in range(40):
        register_letter(
            by=officer, today=MONDAY, received_on=date(2024, 4, 2), due_on=date(2024, 4, 3 + number % 10),
            letter=Letter(f"{number}/UBND-KT", date(2024, 4, 1), issuer_name=f"Huyện Mẫu {number}",
                          abstract="Đề nghị hướng dẫn một việc rất dài dòng " * 8),
        )  # fmt: skip
    week = week_of(MONDAY, MONDAY)
    reader = PdfReader(io.BytesIO(render_sheet(week_sheet(week))))
    assert len(reader.pages) == 1
    told = " ".join(reader.pages[0].extract_text().split())
    assert f"Quá hạn ({len(week.late)})" in told
    assert "dòng khác trên trang Tuần này" in told


def test_the_page_links_every_line_and_offers_the_weeks_beside(officer):
    row = petition(3, date(2024, 3, 4))
    page = text_of(officer.get("/tuan/", {"ngay": "08/04/2024"}))
    assert "Tuần từ 08/04/2024 đến 14/04/2024" in page
    assert f'href="/kien-nghi/{row.pk}/"' in page
    assert "ngay=01%2F04%2F2024" in page and "ngay=15%2F04%2F2024" in page
    now = text_of(officer.get("/tuan/"))
    assert "Tuần sau" not in now
    assert "Trưởng phòng: hồ sơ đề án" in now
    answer = officer.get("/tuan/pdf/")
    assert answer.status_code == 200
    assert len(PdfReader(io.BytesIO(b"".join(answer))).pages) == 1
    assert officer.get("/tuan/docx/").status_code == 404
    assert officer.get("/tuan/", {"ngay": "khong"}).status_code == 200


def test_the_letter_goes_once_on_the_first_working_day_of_the_week(box):
    User.objects.filter(username="chuyenvien").update(email="chuyenvien@example.test")
    User.objects.filter(username="so-vinhlong").update(email="so@example.test")
    petition(4, date(2024, 3, 4))
    assert send_week(on=MONDAY + timedelta(days=1)) == 0
    assert send_week(on=MONDAY, site="https://kc.example.test") == 1
    assert send_week(on=MONDAY) == 0
    assert send_waiting() == (1, 0)
    ((to, letter),) = box.letters
    assert to == ["chuyenvien@example.test"]
    text = letter.get_content()
    assert text.index("Việc của bạn:") < text.index("Quá hạn (")
    assert "Hỏi về tuần số 4 (minh họa)" in text
    assert "https://kc.example.test/tuan/pdf/" in text
    assert "tuần từ 08/04/2024" in letter["Subject"]


def test_after_a_holiday_the_week_begins_on_its_first_working_day():
    User.objects.filter(username="chuyenvien").update(email="chuyenvien@example.test")
    assert send_week(on=date(2024, 2, 12)) == 0  # Tết
    assert send_week(on=date(2024, 2, 15)) == 1
    assert re.match(r"week:\d+:2024-02-12", OutboxMessage.objects.latest("pk").key)
