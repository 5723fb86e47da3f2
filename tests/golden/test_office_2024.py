"""The office in the half-year report of 2024: each figure, its rows and its sentence, as the reviewed truth says.

Also what moves when one row changes, what a demo without a kind of rows says, and that figures open at random.
"""

import io
import json
import random
import re
from collections import Counter
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from docx import Document as Word

from khuyencong.accounts.models import User
from khuyencong.documents.actions import Letter
from khuyencong.kernel.writers.formats import rendered
from khuyencong.oversight.actions.petitions import receive_petition, record_answer
from khuyencong.oversight.actions.tasks import finish_task, plan_task
from khuyencong.programme.models import Project
from khuyencong.reporting.actions import freeze, keep_report_draft
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.queries import figures_moved, rows_of, sentences_moved, sentences_of
from khuyencong.reporting.states import Asked
from tests.conftest import HALF_YEAR

pytestmark = pytest.mark.django_db
TRUTH = json.loads((Path(settings.DATA_DIR) / "demo" / "truth_office_2024.json").read_text())
ASKED = Asked(2024, HALF_YEAR)
PAGE = "/bao-cao/six-month/?nam=2024"
PICKED = 20


def who(name: str) -> User:
    return User.objects.get(username=name)


def sentences() -> list[str]:
    return [sentence for _heading, sentence in sentences_of(six_month.written(ASKED)[1])]


def test_every_figure_is_the_truths():
    figures = six_month.written(ASKED)[0].figures
    assert {code: figures[code].value for code in TRUTH["figures"]} == TRUTH["figures"]


@pytest.mark.parametrize("code", TRUTH["figures"])
def test_every_figure_opens_the_rows_of_the_truth(code):
    rows = rows_of(code, Project.objects.all(), 2024, HALF_YEAR)
    assert sum(row.amount for row in rows) == TRUTH["figures"][code]
    if code in TRUTH["rows"]:
        assert Counter(row.text for row in rows) == Counter(TRUTH["rows"][code])
    assert all(row.subject for row in rows)


def test_sentences_are_the_truths_on_screen_and_in_word():
    told = sentences()
    assert [sentence for sentence in TRUTH["sentences"] if sentence not in told] == []
    word = Word(io.BytesIO(rendered(six_month.written(ASKED)[1], "docx")))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    for part in (*TRUTH["sentences"], *TRUTH["parts_of_sentences"]):
        assert part in text


def answer_one_more() -> None:
    officer = who("chuyenvien")
    petition = receive_petition(
        by=officer, today=HALF_YEAR, kind="locality", field="clusters", topic="land", what="Thêm một kiến nghị",
        received_on=date(2024, 6, 3), sender_name="UBND huyện Mẫu (minh họa)",
    )  # fmt: skip
    letter = Letter("99/CTĐP-CCN", date(2024, 6, 20))
    record_answer(by=officer, today=HALF_YEAR, petition=petition, letter=letter, answer="Đã rõ.")


def finish_one_more() -> None:
    head = who("truongphong")
    task = plan_task(by=head, today=HALF_YEAR, year=2024, half=1, field="other", title="Một nhiệm vụ thêm",
                     starts_on=date(2024, 6, 3), on=date(2024, 6, 3))  # fmt: skip
    finish_task(by=head, today=HALF_YEAR, task=task, on=date(2024, 6, 21), result="Xong")


def test_one_changed_row_moves_its_figure_and_sentence_in_the_draft_and_nothing_in_the_edition():
    draft = keep_report_draft(by=who("truongphong"), asked=ASKED, today=HALF_YEAR)
    edition = freeze(by=who("truongphong"), asked=ASKED, today=HALF_YEAR)
    before = json.dumps(edition.content, ensure_ascii=False, sort_keys=True)
    answer_one_more()
    report, paper = six_month.written(ASKED)
    assert [(one.then.value, one.now.value) for one in figures_moved(draft, report.figures)] == [(21, 22)]
    assert sentences_moved(draft, sentences_of(paper)) == []  # "hơn 20" stays true
    finish_one_more()
    report, paper = six_month.written(ASKED)
    assert {one.now.code for one in figures_moved(draft, report.figures)} == {
        "petitions.answered_senders",
        "tasks.done",
    }
    moved = sentences_moved(draft, sentences_of(paper))
    assert ("Hoàn thành 06", "Hoàn thành 07") in {(one.before[:13], one.after[:13]) for one in moved}
    assert any("Một nhiệm vụ thêm" in one.after and not one.before for one in moved)
    edition.refresh_from_db()
    assert json.dumps(edition.content, ensure_ascii=False, sort_keys=True) == before


def test_the_draft_page_shows_what_moved_and_the_editions_page_stays():
    client = Client()
    client.force_login(who("truongphong"))
    draft = keep_report_draft(by=who("truongphong"), asked=ASKED, today=HALF_YEAR)
    edition = freeze(by=who("truongphong"), asked=ASKED, today=HALF_YEAR)
    frozen = f"/bao-cao/ban-chot/{edition.pk}/"
    then = re.search(r"<article.*</article>", client.get(frozen).content.decode(), re.S)[0]
    assert "Không có số nào thay đổi." in client.get(f"/bao-cao/ban-nhap/{draft.pk}/").content.decode()
    finish_one_more()
    page = client.get(f"/bao-cao/ban-nhap/{draft.pk}/").content.decode()
    assert "Số nhiệm vụ công tác đã hoàn thành" in page
    assert "<del>" in page and "Hoàn thành 07 nhiệm vụ" in page
    assert "1 số, 2 câu thay đổi" in client.get(PAGE).content.decode()
    assert re.search(r"<article.*</article>", client.get(frozen).content.decode(), re.S)[0] == then


def test_twenty_figures_picked_at_random_open_rows_that_give_them():
    client = Client()
    client.force_login(who("lanhdao"))
    links = re.findall(r'class="kc-paper-figure[^>]*? href="([^"]+)"', client.get(PAGE).content.decode())
    known = sorted({unescape(link) for link in links})
    office = [link for link in known if any(code in link for code in TRUTH["figures"])]
    assert len(office) == len(TRUTH["figures"])
    seed = random.SystemRandom().randrange(10**6)
    for link in random.Random(seed).sample(known, PICKED - 5) + random.Random(seed).sample(office, 5):
        opened = client.get("/bao-cao/six-month/" + link).content.decode()
        assert "Các dòng cộng lại đúng bằng số này." in opened, (seed, link)
        address = unescape(re.search(r'<a href="(/so-lieu/[^"]+)"', opened)[1])
        told = re.findall(r'kc-strip-big"><b class="kc-num">([^<]+)', client.get(address).content.decode())
        assert len(told) == 2, (seed, link)
        assert "%" in told[0] or told[0] == told[1], (seed, link)
