"""The half-year report on screen: figures of the reference case, openings, files, freezing, the issued document."""

import hashlib
import io
import json
import re
from datetime import date
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from khuyencong.accounts.models import User
from khuyencong.programme.actions import PaperOptions, record_allocations
from khuyencong.programme.imports.workbooks import read_allocations
from khuyencong.programme.models import Project
from khuyencong.reporting.models import Edition, Issue
from khuyencong.reporting.queries import figures_of

pytestmark = pytest.mark.django_db
TRUTH = json.loads((Path(settings.DATA_DIR) / "demo" / "truth_2024.json").read_text())
PAGE = "/bao-cao/six-month/?nam=2024"
HALF_YEAR = date(2024, 6, 30)


@pytest.fixture
def head(client):
    client.force_login(User.objects.get(username="truongphong"))
    return client


@pytest.fixture
def clerk(client):
    client.force_login(User.objects.get(username="vanthu"))
    return client


def freeze(client, **more) -> Edition:
    answer = client.post(reverse("report-freeze"), {"nam": "2024", **more})
    assert answer.status_code == 302, answer.content.decode()
    return Edition.objects.filter(year=2024).get(pk=re.search(r"(\d+)/$", answer["Location"])[1])


def links(text: str) -> list[str]:
    return [unescape(found) for found in re.findall(r'class="kc-paper-figure[^>]*? href="([^"]+)"', text)]


def test_the_page_carries_the_figures_of_the_reference_case(head):
    text = head.get(PAGE).content.decode()
    for said in ("130 tỷ đồng", "106", "38", "14", "45 tỷ đồng", "khoảng 34,6%", "30/06/2024"):
        assert f">{said}<" in text or said in text
    data = head.get("/bao-cao/six-month/json/?nam=2024").json()
    figures = figures_of(Project.objects.all(), 2024, HALF_YEAR)
    assert {code: item["value"] for code, item in data["figures"].items()} == {
        code: float(figure.value) if figure.unit == "percent" else figure.value for code, figure in figures.items()
    }
    assert figures["programme.planned"].value == 130_000_000_000
    assert figures["programme.allocated"].value == 45_000_000_000


def test_every_figure_of_the_paper_opens_in_the_rail_and_on_its_page(head):
    text = head.get(PAGE).content.decode()
    found = links(text)
    assert len(found) > 100
    for link in sorted(set(found))[::7]:
        opened = head.get("/bao-cao/six-month/" + link).content.decode()
        assert "Các dòng cộng lại đúng bằng số này." in opened, link
        assert 'aria-current="true" title=' in opened or 'aria-current="true">' in opened
        address = unescape(re.search(r'<a href="(/so-lieu/[^"]+)"', opened)[1])
        assert address.startswith("/so-lieu/")


def test_annexes_on_todays_map_open_to_the_same_amounts(head):
    text = head.get(PAGE + "&ban_do=nay").content.decode()
    now = [link for link in links(text) if "map=now" in link]
    assert now
    merged = [link for link in now if "programme.planned" in link and "place=" in link]
    for link in {*now[::11], *merged[::5]}:
        text = head.get("/bao-cao/six-month/" + link).content.decode()
        assert "Các dòng cộng lại đúng bằng số này." in text
        total = re.search(r'class="kc-chosen-big">\s*<span class="kc-num">([\d.]+)', text)[1]
        page = head.get(unescape(re.search(r'<a href="(/so-lieu/[^"]+)"', text)[1])).content.decode()
        assert total in page, link


def test_the_chosen_figure_is_compared_with_the_same_day_of_last_year(head):
    text = head.get(PAGE + "&so=programme.allocated").content.decode()
    assert "45.000.000.000" in text and "30/06/2023" in text and "cùng kỳ" in text


def test_the_sites_own_day_wins_and_offers_no_action(head):
    head.cookies["kc_tinh_den"] = "31/03/2024"
    text = head.get(PAGE + "&den=30/06/2024").content.decode()
    assert "31/03/2024" in text and 'action="/bao-cao/six-month/chot/"' not in text
    assert head.post(reverse("report-freeze"), {"nam": "2024", "den": "30/06/2024"}).status_code == 409


@pytest.mark.parametrize("form", ["docx", "xlsx", "pdf"])
def test_downloads_open_again_with_the_same_figures(head, form):
    answer = head.get(f"/bao-cao/six-month/{form}/?nam=2024")
    assert answer.status_code == 200 and f".{form}" in answer["Content-Disposition"]
    if form == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True)
        values = {row[0].value: row[2].value for row in book["Số liệu"].iter_rows()}
        assert values["programme.allocated"] == 45_000_000_000
    elif form == "docx":
        from docx import Document

        assert any("45 tỷ đồng" in paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)
    else:
        from pypdf import PdfReader

        pages = PdfReader(io.BytesIO(answer.content)).pages
        assert "45 tỷ đồng" in " ".join(" ".join(page.extract_text() for page in pages).split())


def test_an_unknown_form_or_year_is_not_found(head):
    assert head.get("/bao-cao/six-month/exe/?nam=2024").status_code == 404
    assert "Chưa có kế hoạch năm 2019" in head.get("/bao-cao/six-month/?nam=2019").content.decode()


def later_batch() -> None:
    book = openpyxl.Workbook()
    project = next(p for p in Project.objects.filter(year=2024).order_by("-position") if not p.allocations.exists())
    for line in (
        ["Kèm theo Quyết định số 299/QĐ-CTĐP ngày 28 tháng 6 năm 2024"],
        ["Đơn vị tính: triệu đồng"],
        ["TT", "Số TT trong kế hoạch", "Tên đề án, nhiệm vụ", "Đơn vị thực hiện", "Số kinh phí phân bổ"],
        [1, project.ordinal, project.title, project.implementer_name, 5],
    ):
        book.active.append(line)
    stream = io.BytesIO()
    book.save(stream)
    data = stream.getvalue()
    printed = read_allocations(data, "bổ sung.xlsx", year=2024)
    options = PaperOptions("bổ sung.xlsx", data, hashlib.sha256(data).hexdigest())
    assert record_allocations(by=None, printed=printed, options=options).created == 1


def unallocated_project() -> bool:
    return any(not project.allocations.exists() for project in Project.objects.filter(year=2024))


def test_an_edition_stays_the_same_when_a_later_batch_is_imported(head):
    edition = freeze(head)
    page, figure = (
        reverse("edition", args=[edition.pk]),
        reverse("edition-figure", args=[edition.pk, "programme.allocated"]),
    )
    files = {form: head.get(f"{page}{form}/").content for form in ("docx", "xlsx", "pdf")}
    main = re.compile(r"<main.*</main>", re.S)
    head.get(page)  # the message of the freezing is shown once
    rows = main.search(head.get(figure).content.decode())[0]
    assert "Không có số nào thay đổi" in head.get(page).content.decode()
    if not unallocated_project():
        pytest.skip("the demo year allocates every project")
    later_batch()
    assert {form: head.get(f"{page}{form}/").content for form in ("docx", "xlsx", "pdf")} == files
    assert main.search(head.get(figure).content.decode())[0] == rows
    text = head.get(page).content.decode()
    assert edition.sha256 in text and "45,005" in text and ">45 tỷ đồng<" in text
    again = freeze(head)
    assert (again.number, again.as_of) == (2, HALF_YEAR)


def test_freezing_twice_without_a_change_keeps_one_edition(head):
    first = freeze(head)
    assert freeze(head) == first and Edition.objects.filter(year=2024).count() == 1


def test_every_figure_of_an_edition_opens_its_frozen_rows(head):
    edition = freeze(head, ban_do="nay")
    page = reverse("edition", args=[edition.pk])
    for link in sorted(set(links(head.get(page).content.decode())))[::9]:
        text = head.get(page + link).content.decode()
        assert "Các dòng cộng lại đúng bằng số này." in text, link
        address = unescape(re.search(r'<a href="(/bao-cao/ban-chot/\d+/so-lieu/[^"]+)"', text)[1])
        assert head.get(address).status_code == 200


def test_a_report_of_another_day_is_frozen_for_that_day(head):
    assert freeze(head, den="31/03/2024").as_of == date(2024, 3, 31)


def test_a_day_that_has_not_passed_is_not_frozen(head):
    text = head.get(PAGE + "&den=31/12/2090").content.decode()
    assert "Ngày tính số liệu chưa qua" in text and "kc-button-locked" in text
    head.post(reverse("report-freeze"), {"nam": "2024", "den": "31/12/2090"})
    assert not Edition.objects.filter(year=2024).exists()


def issued(client, edition, data=b"%PDF-1.7\n%%EOF\n", **changed):
    typed = {"number": "123/BC-CTĐP", "on": "02/07/2024", "signatory": "Nguyễn Văn Mẫu", **changed}
    file = SimpleUploadedFile("báo cáo đã ký.pdf", data, "application/pdf")
    return client.post(reverse("edition-issue", args=[edition.pk]), {**typed, "file": file})


def test_the_signed_document_is_recorded_and_shown(head):
    edition = freeze(head)
    assert issued(head, edition).status_code == 403
    head.force_login(User.objects.get(username="vanthu"))
    assert issued(head, edition).status_code == 302
    text = head.get(reverse("edition", args=[edition.pk])).content.decode()
    assert "Đã ban hành theo 123/BC-CTĐP" in text and "02/07/2024" in text and "báo cáo đã ký.pdf" in text
    signed = re.search(r'href="(/tep/\d+/)"', text)[1]
    assert b"".join(head.get(signed).streaming_content) == b"%PDF-1.7\n%%EOF\n"
    assert issued(head, edition, number="124/BC-CTĐP").status_code == 422
    assert Issue.objects.filter(edition__year=2024).count() == 1
    head.force_login(User.objects.get(username="so-nghean"))
    assert head.get(signed).status_code == 404


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"data": b"PK\x03\x04"}, "không phải PDF"),
        ({"number": "khong so"}, "chưa đúng dạng"),
        ({"on": "32/01/2024"}, "Hãy ghi ngày/tháng/năm"),
    ],
)
def test_a_wrong_document_is_refused_and_what_was_typed_stays(head, changed, sentence):
    edition = freeze(head)
    head.force_login(User.objects.get(username="vanthu"))
    answer = issued(head, edition, **changed)
    text = answer.content.decode()
    assert answer.status_code == 422 and sentence in text and "Nguyễn Văn Mẫu" in text
    assert not Issue.objects.filter(edition__year=2024).exists()


def test_only_those_who_may_freeze_see_the_act_and_others_its_reason(client):
    client.force_login(User.objects.get(username="chuyenvien"))
    text = client.get(PAGE).content.decode()
    assert "Lãnh đạo Cục hoặc Trưởng phòng chốt số liệu." in text
    assert client.post(reverse("report-freeze"), {"nam": "2024"}).status_code == 403


@pytest.mark.parametrize("address", ["/bao-cao/", PAGE, "/bao-cao/six-month/pdf/", "/bao-cao/ban-chot/1/"])
@pytest.mark.parametrize("user", ["so-nghean", "donvi", "quantri"])
def test_a_department_or_unit_account_is_refused(client, address, user):
    client.force_login(User.objects.get(username=user))
    assert client.get(address).status_code == 403


def test_no_button_says_sign_or_issue(head):
    edition = freeze(head)
    for address in ("/bao-cao/", PAGE, reverse("edition", args=[edition.pk])):
        text = head.get(address).content.decode()
        buttons = " ".join(re.findall(r"<button[^>]*>(.*?)</button>", text, re.S)).lower()
        assert not re.search(r"\bký\b|phát hành|cấp số", buttons)
        assert "style=" not in text and "onclick" not in text and "hx-on" not in text


def test_a_paper_is_vietnamese_whatever_language_its_reader_uses(head):
    head.cookies["django_language"] = "en"
    text = head.get(PAGE).content.decode()
    paper = re.search(r'<article class="kc-paper".*?</article>', text, re.DOTALL)[0]
    assert "khoảng 34,6%" in paper and "about" not in paper
    assert "Support in the approved plan" in text.replace(paper, "")
    english = freeze(head)
    assert english.content["figures"]["programme.planned"]["label"] == "Kinh phí kế hoạch được phê duyệt"
    head.cookies["django_language"] = "vi"
    assert freeze(head).pk == english.pk
