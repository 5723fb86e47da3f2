"""Pages of obstacles: list with chips and counts, form, steps with reasons, scans, export; no query per row."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from khuyencong.accounts.models import User
from khuyencong.programme.actions.obstacles import Letter, guide_obstacle, raise_obstacle, resolve_obstacle
from khuyencong.programme.models import Obstacle, Project
from khuyencong.records.models import Attachment

pytestmark = pytest.mark.django_db
TODAY = date(2024, 12, 31)
CODE = "KCQG-2024-40-027"
YEAR = {"nam": "2024"}


def raised(number: int = 1, by: str = "chuyenvien", code: str = CODE, **given) -> Obstacle:
    return raise_obstacle(
        by=User.objects.get(username=by), today=TODAY, on=date(2024, 3, 1), year=2024,
        what=f"Chưa có đơn giá số {number}", topic="norms", side="agency",
        project=Project.objects.get(code=code), **given,
    )  # fmt: skip


def guided(one: Obstacle, on: date = date(2024, 5, 1), **given) -> Obstacle:
    officer = User.objects.get(username="chuyenvien")
    return guide_obstacle(by=officer, today=TODAY, obstacle=one, on=on, guidance="Áp dụng định mức cũ", **given)


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def empty_2024():
    """The demo may have obstacles of its own: count only rows of other years."""
    Obstacle.objects.filter(year=2024).update(year=1999)


def test_the_list_counts_filters_and_says_what_to_do_first(officer, empty_2024):
    page = text_of(officer.get("/vuong-mac/", YEAR))
    assert "chưa có vướng mắc nào của năm 2024 được ghi nhận" in page
    one = guided(raised())
    raised(2, code="KCQG-2024-25-011")
    resolve_obstacle(
        by=User.objects.get(username="chuyenvien"), today=TODAY, obstacle=one, on=date(2024, 6, 1), resolution="Xong"
    )  # fmt: skip
    page = text_of(officer.get("/vuong-mac/", YEAR))
    assert ">1/2</b>" in page
    assert "còn 1 chưa tháo gỡ" in page
    then = text_of(officer.get("/vuong-mac/", {**YEAR, "tinh_den": "05/05/2024"}))
    assert ">0/2</b>" in then
    assert "Đã hướng dẫn" in then
    chosen = text_of(officer.get("/vuong-mac/", {**YEAR, "trang_thai": "resolved", "q": "don gia"}))
    assert "Bỏ điều kiện Trạng thái" in chosen
    assert "Chưa có đơn giá số 1" in chosen
    assert "Chưa có đơn giá số 2" not in chosen
    assert "Hãy bỏ bớt điều kiện" in text_of(officer.get("/vuong-mac/", {**YEAR, "phia": "ministry"}))
    assert officer.get("/vuong-mac/", {**YEAR, "sau": "x|y", "dia_phuong": "x"}).status_code == 200


def test_each_sees_its_own_and_typed_addresses_of_others_are_not_found(as_person, empty_2024):
    mine, other = raised(), raised(2, code="KCQG-2024-25-011")
    client = as_person("so-nghean")
    page = text_of(client.get("/vuong-mac/", YEAR))
    assert "đơn giá số 1" in page
    assert "đơn giá số 2" not in page
    assert client.get(f"/vuong-mac/{mine.pk}/").status_code == 200
    assert client.get(f"/vuong-mac/{other.pk}/").status_code == 404
    assert client.post(f"/vuong-mac/{other.pk}/buoc/resolve/").status_code == 404
    export = client.get("/vuong-mac/xuat/", {**YEAR, "dang": "csv"})
    told = b"".join(export.streaming_content).decode("utf-8-sig")
    assert "đơn giá số 1" in told
    assert "đơn giá số 2" not in told
    figure = text_of(client.get("/so-lieu/obstacles.raised/", YEAR))
    assert "đơn giá số 1" in figure
    assert "đơn giá số 2" not in figure
    assert "đơn giá số 2" in text_of(as_person("lanhdao").get("/so-lieu/obstacles.raised/", YEAR))


def test_the_list_and_its_file_ask_no_query_per_row(officer, empty_2024):
    raised()
    sizes = {}
    for path in ("/vuong-mac/", "/vuong-mac/xuat/"):
        officer.get(path, YEAR)
        with CaptureQueriesContext(connection) as few:
            officer.get(path, YEAR)
        sizes[path] = len(few)
    for number in range(2, 31):
        raised(number)
    for path, before in sizes.items():
        with CaptureQueriesContext(connection) as many:
            answer = officer.get(path, YEAR)
        assert answer.status_code == 200
        assert len(many) == before, path


def test_one_page_asks_no_query_per_step(officer, empty_2024):
    one = raised()
    path = f"/vuong-mac/{one.pk}/"
    guided(one, paper=Letter("9301/CTĐP-QLKC", date(2024, 5, 1)))
    officer.get(path)
    with CaptureQueriesContext(connection) as few:
        officer.get(path)
    by = User.objects.get(username="chuyenvien")
    from khuyencong.programme.actions.obstacles import reopen_obstacle

    for number in range(10):
        day = date(2024, 6, 1 + number)
        resolve_obstacle(by=by, today=TODAY, obstacle=one, on=day, resolution="Xong",
                         paper=Letter(f"94{number:02d}/CTĐP-QLKC", day))  # fmt: skip
        reopen_obstacle(by=by, today=TODAY, obstacle=one, on=day, reason="Chưa")
        guided(one, on=day)
    with CaptureQueriesContext(connection) as many:
        officer.get(path)
    assert len(many) == len(few)


FORM = {"what": "Thiếu mặt bằng đặt máy", "topic": "land_site", "side": "locality", "on": "01/03/2024"}


def test_an_officer_records_for_a_department_from_its_letter(officer, as_person):
    page = text_of(officer.get("/vuong-mac/moi/", {**YEAR, "de_an": CODE}))
    assert f'value="{CODE}"' in page
    body = User.objects.get(username="so-nghean").assignments.first().organisation
    scan = SimpleUploadedFile("cong-van.pdf", b"%PDF-1.4 minh hoa")
    sent = {**FORM, "project": CODE, "raised_by": body.pk, "number": "9302/SCT-QLCN", "dated": "28/02/2024"}
    answer = officer.post("/vuong-mac/moi/", {**sent, "file": scan})
    one = Obstacle.objects.get(what=FORM["what"])
    assert answer["Location"] == f"/vuong-mac/{one.pk}/"
    assert (one.raised_by, one.raised_paper.number, one.year) == (body, "9302/SCT-QLCN", 2024)
    file = Attachment.objects.get(name="cong-van.pdf")
    for client in (officer, as_person("so-nghean")):
        shown = text_of(client.get(f"/vuong-mac/{one.pk}/"))
        assert f"/tep/{file.pk}/" in shown
        assert b"".join(client.get(f"/tep/{file.pk}/").streaming_content) == b"%PDF-1.4 minh hoa"
    assert as_person("so-vinhlong").get(f"/tep/{file.pk}/").status_code == 404
    assert "Nêu vướng mắc" in text_of(officer.get(f"/de-an/{CODE}/lich-su/"))


def test_a_refusal_keeps_what_was_typed_and_links_to_the_one_that_stands(officer):
    first = raised(9)
    again = {**FORM, "what": "chua co don gia so 9", "project": CODE}
    answer = officer.post("/vuong-mac/moi/", again)
    page = text_of(answer)
    assert answer.status_code == 422
    assert f'href="/vuong-mac/{first.pk}/"' in page
    assert "chua co don gia so 9" in page
    for wrong, words in (
        ({"project": "KHONG-CO"}, "Không có đề án mã này"),
        ({"number": "x", "dated": "01/02/2024"}, "chưa đúng dạng"),
        ({"number": "9303/SCT-QLCN"}, "Ghi ngày của văn bản."),
        ({"dated": "01/02/2024"}, "Ghi số, ký hiệu của văn bản."),
        ({"on": "31/13/2024"}, "ví dụ 28/12/2023"),
        ({"number": "9303/SCT-QLCN", "dated": "01/02/2099"}, "chưa tới"),
        ({"file": SimpleUploadedFile("a.pdf", b"PK")}, "không phải PDF"),
    ):
        answer = officer.post("/vuong-mac/moi/", {**FORM, "project": CODE, **wrong})
        assert answer.status_code == 422, wrong
        assert words in text_of(answer), wrong
    assert not Obstacle.objects.filter(what=FORM["what"]).exists()


def test_who_may_not_raise_gets_no_form(as_person):
    for name in ("kiemtoan", "vanthu", "ketoan"):
        assert as_person(name).get("/vuong-mac/moi/").status_code == 403
        assert "/vuong-mac/moi/" not in text_of(as_person(name).get("/vuong-mac/", YEAR))
    client = as_person("so-nghean")
    other = Project.objects.get(code="KCQG-2024-25-011")
    assert client.post("/vuong-mac/moi/", {**FORM, "project": other.code}).status_code == 422
    assert client.post("/vuong-mac/moi/", {**FORM, "place": other.place_id}).status_code == 422
    assert client.post("/vuong-mac/moi/", FORM, follow=True).status_code == 200


def sent(name: str, **values) -> dict[str, str]:
    return {f"{name}-{key}": value for key, value in values.items()}


def test_the_next_steps_are_shown_with_the_reason_when_closed(officer, as_person):
    one = raised(by="so-nghean")
    page = text_of(officer.get(f"/vuong-mac/{one.pk}/"))
    for name in ("guide", "ask", "resolve"):
        assert f"/vuong-mac/{one.pk}/buoc/{name}/" in page
    raiser = text_of(as_person("so-nghean").get(f"/vuong-mac/{one.pk}/"))
    assert f"/vuong-mac/{one.pk}/buoc/resolve/" in raiser
    assert f"/vuong-mac/{one.pk}/buoc/guide/" not in raiser
    assert "Chuyên viên hoặc trưởng phòng của Cục ghi bước này." in raiser
    past = text_of(officer.get(f"/vuong-mac/{one.pk}/", {**YEAR, "tinh_den": "05/05/2024"}))
    assert "/buoc/" not in past
    assert "về hiện tại để xử lý" in past
    step = reverse("obstacle-step", args=[one.pk, "guide"])
    assert officer.post(step, {"tinh_den": "05/05/2024"}).status_code == 409
    assert officer.post(reverse("obstacle-step", args=[one.pk, "khong-co"])).status_code == 404


def test_a_step_is_recorded_and_shown_with_its_paper(officer):
    one = raised()
    step = reverse("obstacle-step", args=[one.pk, "guide"])
    wrong = officer.post(step, sent("guide", said="", on="02/05/2024"))
    assert wrong.status_code == 422
    early = officer.post(step, sent("guide", said="Áp dụng", on="02/01/2024"))
    assert "trước bước gần nhất" in text_of(early)
    good = sent("guide", said="Áp dụng định mức cũ", on="02/05/2024", number="9304/CTĐP-QLKC", dated="02/05/2024")
    assert officer.post(step, good).status_code == 302
    page = text_of(officer.get(f"/vuong-mac/{one.pk}/"))
    assert "Đã hướng dẫn" in page
    assert "9304/CTĐP-QLKC" in page
    stale = officer.post(step, {**good, "guide-seen": "open"})
    assert stale.status_code == 422
    assert "chưa có gì thay đổi" in text_of(stale)
    before = text_of(officer.get(f"/vuong-mac/{one.pk}/", {**YEAR, "tinh_den": "01/05/2024"}))
    assert "9304/CTĐP-QLKC" not in before
    assert officer.get(f"/vuong-mac/{one.pk}/", {**YEAR, "tinh_den": "01/01/2024"}).status_code == 404


def test_a_clerk_records_for_the_raiser_only_from_a_letter(as_person):
    one = raised()
    clerk, step = as_person("vanthu"), reverse("obstacle-step", args=[one.pk, "resolve"])
    values = {"said": "Đã xong", "on": "02/06/2024", "on_behalf": "on"}
    assert "cần văn bản làm căn cứ" in text_of(clerk.post(step, sent("resolve", **values)))
    letter = {"number": "9305/SCT-QLCN", "dated": "01/06/2024"}
    assert clerk.post(step, sent("resolve", **values, **letter)).status_code == 302
    assert "ghi thay" in text_of(clerk.get(f"/vuong-mac/{one.pk}/"))
