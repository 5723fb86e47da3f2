"""Pages of the register and of drafts: what each role sees, writes and is refused."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from khuyencong.accounts.models import User
from khuyencong.documents.actions import start_draft
from khuyencong.documents.actions.drafting import Wording
from khuyencong.documents.models import Document, Draft
from khuyencong.documents.states import DraftState
from khuyencong.reporting.queries.week import open_matters

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 minh hoa"


@pytest.fixture
def draft():
    officer = User.objects.get(username="chuyenvien")
    words = Wording(abstract="V/v minh họa trang", body="Đoạn một.\n# Mục\nĐoạn hai.", due_on=date(2024, 1, 5))
    return start_draft(by=officer, on=date(2024, 1, 2), wording=words)


def as_(client, name):
    client.force_login(User.objects.get(username=name))
    return client


def post(client, draft, name, **fields):
    data = {f"{name}-{key}": value for key, value in {"on": "10/01/2024", "seen": "", **fields}.items()}
    return client.post(reverse("draft-step", args=[draft.pk, name]), data)


def test_a_draft_goes_up_and_out_over_the_pages(client, draft):
    assert post(as_(client, "chuyenvien"), draft, "submit", remark="Kính trình").status_code == 302
    page = as_(client, "truongphong").get(reverse("drafts"))
    assert "V/v minh họa trang" in page.content.decode()
    assert post(client, draft, "agree").status_code == 302
    assert post(as_(client, "lanhdao"), draft, "endorse", remark="Đồng ý").status_code == 302
    scan = SimpleUploadedFile("ky.pdf", PDF, "application/pdf")
    answer = post(as_(client, "vanthu"), draft, "record", number="915/CTĐP-VP", dated="11/01/2024", file=scan)
    assert answer.status_code == 302
    draft.refresh_from_db()
    assert (draft.document.number, draft.document.date) == ("915/CTĐP-VP", date(2024, 1, 11))
    text = client.get(reverse("draft", args=[draft.pk])).content.decode()
    assert "915/CTĐP-VP" in text
    assert "Không còn bước nào" in text


def test_a_refused_step_says_why_and_changes_nothing(client, draft):
    answer = post(as_(client, "truongphong"), draft, "return_head", remark="")
    assert answer.status_code == 422
    assert Draft.objects.get(pk=draft.pk).state == "writing"
    assert post(as_(client, "kiemtoan"), draft, "submit").status_code == 422
    assert as_(client, "donvi").get(reverse("draft", args=[draft.pk])).status_code == 403


def test_the_second_writer_sees_both_texts(client, draft):
    as_(client, "chuyenvien")
    form = {"abstract": "V/v minh họa trang", "signatory_title": "CỤC TRƯỞNG", "recipients": "Lưu: VT", "seen": "1"}
    address = reverse("draft-edit", args=[draft.pk])
    assert client.post(address, {**form, "body": "lời người một"}).status_code == 302
    second = client.post(address, {**form, "body": "lời người hai"})
    text = second.content.decode()
    assert second.status_code == 422
    assert "lời người một" in text
    assert "lời người hai" in text
    assert 'name="seen" value="2"' in text
    assert client.post(address, {**form, "seen": "2", "body": "lời chung"}).status_code == 302


def test_a_letter_is_entered_found_answered_and_done(client):
    as_(client, "vanthu")
    given = {"number": "44/UBND-KT", "dated": "03/01/2024", "kind": "CV", "issuer_name": "UBND tỉnh minh họa",
             "abstract": "Đề nghị hướng dẫn minh họa", "received_on": "04/01/2024", "due_on": "20/01/2024"}  # fmt: skip
    answer = client.post(reverse("paper-new"), given)
    assert answer.status_code == 302
    row = Document.objects.get(number="44/UBND-KT")
    assert "44/UBND-KT" in client.get(reverse("papers") + "?q=huong dan minh hoa&xu_ly=late").content.decode()
    assert client.post(reverse("paper-reply", args=[row.pk])).status_code == 302
    assert Draft.objects.filter(replies_to=row, purpose="reply").count() == 1
    client.post(reverse("paper-handled", args=[row.pk]), {"ghi_chu": "Đã trao đổi qua văn bản khác"})
    row.refresh_from_db()
    assert row.handled_on is not None
    missing = client.post(reverse("paper-new"), {**given, "number": "45/UBND-KT", "issuer_name": ""})
    assert missing.status_code == 422
    assert not Document.objects.filter(number="45/UBND-KT").exists()


def test_the_register_asks_a_fixed_number_of_questions(client, django_assert_max_num_queries):
    as_(client, "chuyenvien")
    with django_assert_max_num_queries(16):
        client.get(reverse("papers"))
    assert client.get(reverse("papers-export") + "?dang=csv&q=ctdp").status_code == 200


@pytest.mark.parametrize("kind", ["docx", "xlsx", "pdf"])
def test_files_of_a_draft(client, draft, kind):
    as_(client, "lanhdao")
    for which in ("du-thao", "phieu-trinh"):
        answer = client.get(reverse("draft-file", args=[draft.pk, which, kind]))
        assert answer.status_code == 200
        assert len(answer.content) > 1000


def test_a_draft_of_the_past_stands_where_it_stood(client, draft):
    post(as_(client, "chuyenvien"), draft, "submit", remark="Kính trình")
    there = reverse("draft", args=[draft.pk])
    assert client.get(there, {"tinh_den": "01/01/2024"}).status_code == 404
    text = client.get(there, {"tinh_den": "05/01/2024"}).content.decode()
    assert str(DraftState.WRITING.label) in text
    assert str(DraftState.AT_HEAD.label) not in text
    line = next(one for one in open_matters(date(2024, 1, 5)) if one.subject == f"documents.draft:{draft.pk}")
    assert line.desk == ""
    assert str(DraftState.AT_HEAD.label) in client.get(there, {"tinh_den": ""}).content.decode()
