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
from docx import Document
from pypdf import PdfReader

from khuyencong.accounts.models import User
from khuyencong.programme.actions import PaperOptions, record_allocations
from khuyencong.programme.imports.workbooks import read_allocations
from khuyencong.programme.models import Project
from khuyencong.registry.models import Charge
from khuyencong.registry.queries import provinces_on
from khuyencong.reporting.models import Edition, Issue
from khuyencong.reporting.queries import figures_of
from khuyencong.reporting.queries.departed import system_figures_on

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
    figures = figures_of(Project.objects.all(), 2024, HALF_YEAR) | system_figures_on(2024, HALF_YEAR)
    assert {code: item["value"] for code, item in data["figures"].items()} == {
        code: float(figure.value) if figure.unit in ("percent", "points") else figure.value
        for code, figure in figures.items()
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


def annex_of(text: str) -> list[list[str]]:
    """The rows of the annex of places on another map, as text."""
    table = text[text.index("Phụ lục II.a") :]
    rows = re.findall(r"<tr class=\"kc-paper-(?:row|total)\">(.*?)</tr>", table[: table.index("</table>")], re.S)
    return [[re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.S)] for row in rows]


ON_A_DAY = "&ban_do=ngay&ban_do_ngay="


def test_the_annex_of_places_is_of_the_chosen_day_and_all_maps_have_one_total(head):
    old = annex_of(head.get(f"{PAGE}{ON_A_DAY}30/06/2025").content.decode())
    new = annex_of(head.get(f"{PAGE}{ON_A_DAY}01/07/2025").content.decode())
    today = annex_of(head.get(f"{PAGE}&ban_do=hien-nay").content.decode())
    assert new == today and len(old) > len(new)
    names = [{row[1] for row in rows[:-1]} for rows in (old, new)]
    for rows, day in zip(names, (date(2025, 6, 30), date(2025, 7, 1)), strict=True):
        assert rows <= {*provinces_on(day).values_list("name", flat=True), "Đơn vị", "Cục thực hiện"}
    assert "Bến Tre" in names[0] and "Bến Tre" not in names[1]
    before = annex_of(head.get(f"{PAGE}{ON_A_DAY}31/12/2024").content.decode())
    then = head.get(PAGE).content.decode()
    assert "Phụ lục II.a" not in then
    assert before == annex_of(then.replace("Phụ lục II. ", "Phụ lục II.a "))  # 63 provinces, as on the report's day
    assert old[-1] == new[-1] == today[-1] == before[-1] == ["", "Tổng cộng", "106", "130.000", "45.000", "34,6%"]


@pytest.mark.parametrize("day", ["30/06/2025", "01/07/2025", "01/01/2020"])
def test_figures_on_the_map_of_a_day_open_to_the_same_amounts(head, day):
    found = [link for link in links(head.get(PAGE + ON_A_DAY + day).content.decode()) if "map=day" in link]
    assert found
    for link in found[::9]:
        text = head.get("/bao-cao/six-month/" + link).content.decode()
        assert "Các dòng cộng lại đúng bằng số này." in text and f"theo địa giới ngày {day}" in text
        total = re.search(r'class="kc-chosen-big">\s*<span class="kc-num">([\d.]+)', text)[1]
        page = head.get(unescape(re.search(r'<a href="(/so-lieu/[^"]+)"', text)[1])).content.decode()
        assert total in page and ("place=" not in link or f"theo địa giới ngày {day}" in page), link


def test_the_page_offers_the_three_maps_and_old_addresses_still_hold(head):
    text = head.get(f"{PAGE}{ON_A_DAY}01/03/2025&den=31/03/2024&so=programme.planned&place=1&map=day").content.decode()
    nav = text[text.index('class="kc-report-maps"') :].partition("</nav>")[0]
    assert re.findall(r">(theo địa giới[^<]*)<", nav) == ["theo địa giới lúc báo cáo", "theo địa giới hiện nay"]
    assert "aria-current" not in nav and "so=" not in nav and nav.count("den=31%2F03%2F2024") == 2
    assert '<form class="kc-report-day" method="get" aria-current="true">' in text
    assert 'name="ban_do_ngay" value="01/03/2025"' in text
    assert 'aria-current="true">theo địa giới lúc báo cáo' in head.get(PAGE).content.decode()
    main = re.compile(r'<article class="kc-paper".*?</article>', re.S)
    old, new = (main.search(head.get(PAGE + more).content.decode())[0] for more in ("&ban_do=nay", "&ban_do=hien-nay"))
    assert old == new


def test_a_day_of_the_map_that_cannot_be_read_is_said(head):
    text = " ".join(head.get(f"{PAGE}{ON_A_DAY}31/02/2025").content.decode().split())
    assert "Không đọc được ngày “31/02/2025”; đang xem theo địa giới ngày" in text
    assert "Không đọc được ngày" not in head.get(f"{PAGE}{ON_A_DAY}28/02/2025").content.decode()


def test_papers_say_of_which_day_figures_names_and_map_are(head):
    said = "tính đến 30/06/2024; Phụ lục II.a theo địa giới ngày 01/03/2025"
    for form in ("docx", "xlsx", "pdf"):
        answer = head.get(f"/bao-cao/six-month/{form}/?nam=2024{ON_A_DAY}01/03/2025")
        assert "dia-gioi-20250301" in answer["Content-Disposition"]
        if form == "docx":
            foots = [p.text for section in Document(io.BytesIO(answer.content)).sections
                     for edge in (section.footer, section.first_page_footer) for p in edge.paragraphs]  # fmt: skip
            assert said in " ".join(foots)
        elif form == "pdf":
            told = " ".join(" ".join(p.extract_text() for p in PdfReader(io.BytesIO(answer.content)).pages).split())
            assert said in told and "theo địa bàn ngày 01/03/2025" in told
        else:
            book = openpyxl.load_workbook(io.BytesIO(answer.content), data_only=True)
            sheet = book["Theo địa bàn ngày 01-03-2025"]
            assert any(said in str(cell.value) for row in sheet.iter_rows() for cell in row)
    data = head.get(f"/bao-cao/six-month/json/?nam=2024&theo=place{ON_A_DAY}01/03/2025").json()
    assert (data["map"], data["map_day"]) == ("day", "2025-03-01")
    assert sum(share["planned"] for share in data["breakdown"].values()) == 130_000_000_000


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
        assert any("45 tỷ đồng" in paragraph.text for paragraph in Document(io.BytesIO(answer.content)).paragraphs)
    else:
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


def test_an_edition_keeps_the_map_of_the_chosen_day(head):
    edition = freeze(head, ban_do="ngay", ban_do_ngay="01/03/2025")
    assert edition.content["asked"]["map_of"] == "day" and edition.content["asked"]["map_day"] == "2025-03-01"
    page = reverse("edition", args=[edition.pk])
    text = head.get(page).content.decode()
    assert "phụ lục II.a theo địa giới ngày 01/03/2025" in text
    assert "ban_do=ngay&amp;ban_do_ngay=01%2F03%2F2025" in text  # the live report of the same map
    assert annex_of(text) == annex_of(head.get(f"{PAGE}{ON_A_DAY}01/03/2025").content.decode())
    for link in sorted({link for link in links(text) if "map=day" in link})[::15]:
        opened = head.get(page + link).content.decode()
        assert "Các dòng cộng lại đúng bằng số này." in opened and "theo địa giới ngày 01/03/2025" in opened, link
    assert freeze(head, ban_do="ngay", ban_do_ngay="01/03/2025").pk == edition.pk
    assert freeze(head).number == edition.number + 1


OF_SYSTEM = [f"system.{name}" for name in (
    "departed", "projects", "planned", "allocation_rate", "others_rate", "lag", "unallocated", "unknown",
)]  # fmt: skip


def test_numbers_on_the_system_open_in_the_rail_and_on_their_page(head):
    found = [link for link in links(head.get(PAGE).content.decode()) if "so=system." in link]
    assert {re.search(r"so=([a-z_.]+)", link)[1] for link in found} == set(OF_SYSTEM)
    for link in found:
        text = head.get("/bao-cao/six-month/" + link).content.decode()
        assert "Các dòng cộng lại đúng bằng số này." in text and 'aria-current="true"' in text, link
        page = head.get(unescape(re.search(r'<a href="(/so-lieu/[^"]+)"', text)[1]))
        assert page.status_code == 200
    page = head.get("/so-lieu/system.departed/?nam=2024&tinh_den=30/06/2024").content.decode()
    provinces = [unescape(link) for link in re.findall(r'href="(/he-thong-khuyen-cong/\d+/[^"]*)"', page)]
    assert len(provinces) == 2 and all("tinh_den=30%2F06%2F2024" in link for link in provinces)
    assert all(head.get(link).status_code == 200 for link in provinces)
    lag = head.get("/so-lieu/system.lag/?nam=2024&tinh_den=30/06/2024").content.decode()
    for code in ("others_rate", "allocation_rate"):
        assert f'href="/so-lieu/system.{code}/?nam=2024&amp;tinh_den=30%2F06%2F2024"' in lag
    files = [head.get(f"/so-lieu/system.{name}/?nam=2024&tinh_den=30/06/2024&dang=xlsx") for name in ("lag", "planned")]
    assert {answer.status_code for answer in files} == {200}
    assert head.get("/so-lieu/system.planned/?nam=2024&place=1").status_code == 404


def test_numbers_on_the_system_open_in_an_edition(head):
    edition = freeze(head)
    page = reverse("edition", args=[edition.pk])
    text = head.get(page).content.decode()
    assert {code for code in OF_SYSTEM if f"so={code}" in text} == set(OF_SYSTEM)
    for code in OF_SYSTEM:
        assert "Các dòng cộng lại đúng bằng số này." in head.get(f"{page}?so={code}").content.decode(), code
        assert head.get(reverse("edition-figure", args=[edition.pk, code])).status_code == 200
    lag = head.get(reverse("edition-figure", args=[edition.pk, "system.lag"])).content.decode()
    assert reverse("edition-figure", args=[edition.pk, "system.others_rate"]) in lag and "28,1" in lag
    assert head.get(f"/so-lieu/system.lag/?ban={edition.pk}").status_code == 200
    Charge.objects.filter(place__name="Quảng Ninh").delete()
    assert "Quảng Ninh" in head.get(reverse("edition-figure", args=[edition.pk, "system.departed"])).content.decode()


def without_the_system(content: dict) -> dict:
    """The content of an edition as it was before the numbers on the system opened."""
    old = json.loads(json.dumps(content))
    for block in old["paper"]["blocks"]:
        for part in block.get("parts", []):
            if isinstance(part, dict) and part["figure"].startswith("system."):
                part |= {"figure": "", "params": {}}
    for kept in (old["figures"], old["rows"], old["paper"]["figures"]):
        for code in OF_SYSTEM:
            kept.pop(code)
    return old


def test_an_edition_from_before_they_opened_still_shows(head):
    edition = freeze(head)
    old = Edition.objects.create(
        report=edition.report, year=2024, as_of=HALF_YEAR, number=7, content=without_the_system(edition.content),
        sha256="0" * 64,
    )  # fmt: skip
    page = reverse("edition", args=[old.pk])
    text = head.get(page).content.decode()
    assert "Về tổ chức bộ máy" in text and "so=system." not in text and "28,1 điểm phần trăm" in text
    for form in ("docx", "xlsx", "pdf"):
        assert head.get(f"{page}{form}/").content == head.get(f"{page}{form}/").content
    assert head.get(reverse("edition-figure", args=[old.pk, "system.departed"])).status_code == 404
    assert head.get(f"/so-lieu/system.departed/?ban={old.pk}").status_code == 404


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
