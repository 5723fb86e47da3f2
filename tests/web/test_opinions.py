"""Pages of opinions: letter and list shown before they are kept, stances, draft, answer, outcome; lists by version."""

from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuyencong.accounts.models import User
from khuyencong.clusters.actions import receive_request, receive_with_list
from khuyencong.clusters.imports import read_list
from khuyencong.clusters.models import ClusterList, Opinion
from khuyencong.documents.actions import Letter, register_letter
from khuyencong.documents.models import Document, Draft
from khuyencong.records.models import Event, ImportRun
from khuyencong.registry.queries import provinces_on
from tests.clusters.workbooks import workbook

pytestmark = pytest.mark.django_db
TODAY, CAME = date(2024, 12, 31), date(2024, 6, 3)
YEAR = {"nam": "2024"}
ROWS = [
    [1, "CCN An Bình (minh họa)", "Xã A", None, 20, ""],
    [2, "CCN Bãi Lớn (minh họa)", "Xã B", None, 90, "Bổ sung mới"],
    [3, "CCN Cầu Ví Dụ (minh họa)", "Xã C", None, "bảy mươi", ""],
]
FORM = {
    "kind": "plan", "period": "2021-2030", "number": "9901/UBND-KT", "dated": "01/06/2024", "received_on": "03/06/2024",
}  # fmt: skip


def who(name: str) -> User:
    return User.objects.get(username=name)


def place(name: str = "Hải Dương"):
    return provinces_on(CAME).get(name=name)


def excel(rows=ROWS, name: str = "danh-muc.xlsx") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, workbook(rows))


def asked(number: int = 1, came: date = CAME, rows=ROWS) -> Opinion:
    data = workbook(rows)
    letter = Letter(f"95{number:02d}/UBND-KT", came, issuer_name="UBND tỉnh minh họa", abstract="Xin ý kiến")
    return receive_with_list(
        by=who("chuyenvien"), today=TODAY, kind="plan", place=place(), period="2021-2030", letter=letter,
        received_on=came, printed=read_list(data, "a.xlsx"), data=data, filename="a.xlsx",
    )  # fmt: skip


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


@pytest.fixture
def only_mine():
    """Requests and lists of the demo are away, so that counts are those of the test."""
    Opinion.objects.all().delete()
    ClusterList.objects.all().delete()


def test_the_list_counts_filters_and_says_what_to_do_first(officer, only_mine):
    assert "chưa có đề nghị nào của năm 2024" in text_of(officer.get("/y-kien-cum/", YEAR))
    asked()
    page = text_of(officer.get("/y-kien-cum/", YEAR))
    assert "1 chưa trả lời" in page
    assert "1 quá hạn" in page
    assert "đang chờ Cục xác nhận" in page
    assert "9501/UBND-KT" in text_of(officer.get("/y-kien-cum/", {**YEAR, "q": "hai duong", "loai": "plan"}))
    assert "Hãy bỏ bớt điều kiện" in text_of(officer.get("/y-kien-cum/", {**YEAR, "loai": "change"}))
    then = text_of(officer.get("/y-kien-cum/", {**YEAR, "tinh_den": "10/06/2024"}))
    assert "1 quá hạn" not in then
    assert 'href="/y-kien-cum/moi/' not in then
    wrong = {"sau": "x|y", "tinh": "x", "han": "x", "loai": "x", "trang_thai": "x"}
    assert officer.get("/y-kien-cum/", {**YEAR, **wrong}).status_code == 200
    told = b"".join(officer.get("/y-kien-cum/xuat/", {**YEAR, "dang": "csv"}).streaming_content).decode()
    assert "9501/UBND-KT;01/06/2024;3" in told or "9501/UBND-KT;03/06/2024;3" in told


@pytest.mark.parametrize("name", ["so-vinhlong", "donvi", "quantri"])
def test_others_see_no_opinion(as_person, name):
    one, client = asked(), as_person(name)
    for path in ("/y-kien-cum/", "/y-kien-cum/moi/", f"/y-kien-cum/{one.pk}/", f"/danh-muc-cum/{one.asked_id}/",
                 f"/danh-muc-cum/tinh/{one.place_id}/"):  # fmt: skip
        assert client.get(path).status_code == 403, path


def test_pages_ask_no_query_per_row(officer, only_mine):
    def count(path: str) -> int:
        officer.get(path, YEAR)
        with CaptureQueriesContext(connection) as told:
            assert officer.get(path, YEAR).status_code == 200
        return len(told)

    one = asked(1)
    paths = ("/y-kien-cum/", "/y-kien-cum/xuat/", f"/danh-muc-cum/tinh/{one.place_id}/", f"/y-kien-cum/{one.pk}/")
    before = {path: count(path) for path in paths}
    for number in range(2, 31):
        asked(number, rows=[[1, f"CCN Số {number} (minh họa)", "Xã A", None, 20, ""]])
    assert {path: count(path) for path in paths[:3]} == {path: before[path] for path in paths[:3]}
    many = asked(40, rows=[[index, f"CCN Dãy {index} (minh họa)", "Xã A", None, 20, ""] for index in range(1, 31)])
    assert count(f"/y-kien-cum/{many.pk}/") <= before[paths[3]] + 4


def test_what_was_understood_is_shown_and_nothing_is_kept_until_confirmed(officer, only_mine):
    before = (Opinion.objects.count(), Document.objects.count(), Event.objects.count(), ImportRun.objects.count())
    there = officer.post("/y-kien-cum/moi/", {**FORM, "place": place().pk, "workbook": excel()})["Location"]
    assert there.startswith("/y-kien-cum/doc-tep/")
    page = text_of(officer.get(there))
    assert "Danh mục!E4" in page
    assert "không đọc được diện tích “bảy mươi”" in page
    assert "lớn hơn mức tối đa 75 ha" in page
    assert "Chưa có danh mục trước của tỉnh" in page
    assert officer.get(f"{there}danh-dau/").status_code == 200
    after = (Opinion.objects.count(), Document.objects.count(), Event.objects.count(), ImportRun.objects.count())
    assert after == before
    back = text_of(officer.get("/y-kien-cum/moi/", {"tu": there.split("/")[3]}))
    assert "9901/UBND-KT" in back
    file = officer.post(there)["Location"]
    one = Opinion.objects.get()
    assert file == f"/y-kien-cum/{one.pk}/"
    assert (one.state, one.asked.rows.count(), one.request.issuer_name) == (
        "examining", 3, "Ủy ban nhân dân tỉnh Hải Dương",
    )  # fmt: skip
    assert officer.post(there)["Location"] == file
    assert Opinion.objects.count() == 1
    again = officer.post("/y-kien-cum/moi/", {**FORM, "place": place().pk})
    assert again.status_code == 422
    assert f'href="/y-kien-cum/{one.pk}/"' in text_of(again)


def test_a_token_is_its_own_sessions_and_a_bad_file_is_said_at_its_field(officer, as_person):
    there = officer.post("/y-kien-cum/moi/", {**FORM, "place": place().pk, "workbook": excel()})["Location"]
    assert as_person("truongphong").get(there).status_code == 404
    bad = SimpleUploadedFile("x.xlsx", b"khong phai excel")
    answer = officer.post("/y-kien-cum/moi/", {**FORM, "place": place().pk, "workbook": bad})
    assert answer.status_code == 422
    assert "9901/UBND-KT" in text_of(answer)
    empty = excel([["chỉ có chữ"]])
    assert officer.post("/y-kien-cum/moi/", {**FORM, "place": place().pk, "workbook": empty}).status_code == 422


def test_from_the_stances_to_the_provinces_decision(officer, only_mine):
    one = asked()
    there = f"/y-kien-cum/{one.pk}/"
    first, second, third = one.asked.rows.order_by("position")
    page = text_of(officer.get(there))
    assert "Thời hạn chờ xác nhận" in page
    assert "3/3 dòng chưa có ý kiến" in page
    assert "Còn 3 dòng chưa có ý kiến." in page
    assert "Lập dự thảo ý kiến</button>" not in page
    wrong = officer.post(f"{there}tung-dong/", {f"y-{first.pk}": "against", f"c-{first.pk}": ""})
    assert wrong.status_code == 422
    assert "ghi căn cứ của ý kiến" in text_of(wrong)
    sent = {f"y-{first.pk}": "", f"y-{second.pk}": "revise", f"c-{second.pk}": "", f"y-{third.pk}": "support"}
    assert officer.post(f"{there}tung-dong/", {**sent, "con_lai": "support"}).status_code == 302
    views = {view.row_id: (view.stance, view.ground) for view in one.views.all()}
    assert views[first.pk] == ("support", "")
    assert "lớn hơn mức tối đa 75 ha. (Điều 2, 32/2024/NĐ-CP)" in views[second.pk][1]
    answer = officer.post(f"{there}buoc/draft/", {"draft-on": "10/06/2024", "draft-seen": "examining"})
    draft = Draft.objects.get(subject=f"clusters.opinion:{one.pk}")
    assert answer["Location"] == f"/du-thao/{draft.pk}/"
    assert "Cục Công Thương địa phương" in draft.body
    assert "Lập dự thảo ý kiến</button>" not in text_of(officer.get(there))
    done = {"answer-number": "9902/BCT-CTĐP", "answer-dated": "20/06/2024", "answer-seen": "drafted"}
    refused = officer.post(f"{there}buoc/answer/", done)
    assert refused.status_code == 422
    assert "Đang có dự thảo ý kiến" in text_of(refused)


def test_an_answer_from_paper_is_the_ministrys_and_the_outcome_is_followed(officer, as_person, only_mine):
    one = asked()
    there = f"/y-kien-cum/{one.pk}/"
    done = {"answer-number": "9903/BCT-CTĐP", "answer-dated": "20/06/2024", "answer-seen": "examining"}
    assert as_person("vanthu").post(f"{there}buoc/answer/", done).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.answer.issuer_name, one.answer.direction) == ("sent", "Bộ Công Thương", "out")
    then = text_of(officer.get(there, {"tinh_den": "10/06/2024"}))
    assert "9903/BCT-CTĐP" not in then
    assert "về hiện tại để xử lý" in then
    follow = {"follow-remark": "Tỉnh đã phê duyệt", "follow-on": "01/09/2024", "follow-seen": "sent"}
    assert officer.post(f"{there}buoc/follow/", follow).status_code == 302
    approved = {"kind": "approved", "workbook": excel(ROWS[:1])}
    preview = officer.post(f"{there}danh-muc/", approved)["Location"]
    assert officer.post(preview)["Location"] == there
    page = text_of(officer.get(there))
    assert "Tỉnh đã phê duyệt" in page
    assert "Danh mục được phê duyệt" in page
    assert "Tỉnh đã phê duyệt" not in text_of(officer.get(there, {"tinh_den": "01/08/2024"}))
    for form in ("docx", "xlsx", "pdf"):
        assert officer.get(f"{there}so-sanh/{form}/").status_code == 200
    assert officer.get(f"{there}so-sanh/exe/").status_code == 404


def test_versions_of_a_list_and_of_a_province(officer, only_mine):
    one = asked(1)
    asked(2, date(2024, 8, 1), [*ROWS[:2], [3, "CCN Đồi Mới (minh họa)", "Xã D", None, 30, ""]])
    page = text_of(officer.get(f"/danh-muc-cum/{one.asked_id}/", {"q": "an binh"}))
    assert "CCN An Bình (minh họa)" in page
    assert "CCN Bãi Lớn (minh họa)" not in page
    told = b"".join(officer.get(f"/danh-muc-cum/{one.asked_id}/xuat/", {"dang": "csv"}).streaming_content).decode()
    assert "1;CCN An Bình (minh họa);Xã A;;20;" in told
    over = text_of(officer.get(f"/danh-muc-cum/tinh/{one.place_id}/"))
    assert "1 bổ sung mới, 1 đưa ra khỏi danh mục" in over
    assert "Nay thuộc" in over
    assert officer.get(f"/danh-muc-cum/{one.asked_id}/", {"tinh_den": "01/01/2024"}).status_code == 404


def test_a_request_without_a_list_waits_for_it(officer, only_mine):
    there = officer.post("/y-kien-cum/moi/", {**FORM, "place": place().pk})["Location"]
    assert "Nộp tệp Excel kèm văn bản đề nghị" in text_of(officer.get(there))
    preview = officer.post(f"{there}danh-muc/", {"kind": "proposed", "workbook": excel()})["Location"]
    assert officer.post(preview)["Location"] == there
    one = Opinion.objects.get()
    assert one.state == "examining"
    sent = {"withdraw-remark": "Tỉnh rà soát lại", "withdraw-on": "01/07/2024", "withdraw-seen": "examining"}
    assert officer.post(f"{there}buoc/withdraw/", sent).status_code == 302
    assert officer.post(f"{there}danh-muc/", {"kind": "proposed", "workbook": excel()}).status_code == 404
    assert officer.post(f"{there}buoc/examine/").status_code == 404


def test_a_letter_already_in_the_register_is_not_entered_twice(officer, only_mine):
    letter = Letter(FORM["number"], date(2024, 6, 1), issuer_name="UBND tỉnh Hải Dương", abstract="Xin ý kiến")
    kept = register_letter(by=who("vanthu"), today=TODAY, letter=letter, received_on=CAME)
    assert officer.post("/y-kien-cum/moi/", {**FORM, "place": place().pk}).status_code == 302
    assert Opinion.objects.get().request == kept
    assert Document.objects.filter(number=FORM["number"]).count() == 1


def test_the_imports_of_plans_do_not_show_lists_of_clusters(officer):
    one = asked()
    assert "cluster_list" not in text_of(officer.get("/nhap/"))
    assert officer.get(f"/nhap/{one.asked.run_id}/").status_code == 404


def test_the_demo_holds_what_the_report_of_2024_counts():
    def sent(kind: str, year: int) -> list[str]:
        rows = Opinion.objects.filter(kind=kind, answered_on__range=(date(year, 1, 1), date(year, 6, 30)))
        return sorted(row.place.name for row in rows.select_related("place"))

    assert sent("plan", 2024) == ["Bình Định", "Lạng Sơn", "Nghệ An", "Đồng Tháp"]
    assert sent("change", 2024) == ["Quảng Nam", "Thanh Hóa", "Vĩnh Phúc"]
    assert (len(sent("plan", 2023)), len(sent("change", 2023))) == (1, 1)
    for one in Opinion.objects.filter(answered_on__year=2024):
        assert 4 <= one.asked.rows.count() <= 8
    assert set(Opinion.objects.values_list("state", flat=True)) == {
        "received", "examining", "drafted", "sent", "followed",
    }  # fmt: skip


def test_a_draft_carries_the_names_of_its_day(officer, only_mine):
    letter = Letter("9910/UBND-KT", date(2025, 8, 1), issuer_name="UBND", abstract="Xin ý kiến")
    one = receive_request(
        by=who("chuyenvien"), today=date(2025, 8, 4), kind="plan", place=place("Hà Nội"), period="2021-2030",
        letter=letter, received_on=date(2025, 8, 4),
    )  # fmt: skip
    sent = {"draft-on": "05/08/2025", "draft-seen": "received"}
    assert officer.post(f"/y-kien-cum/{one.pk}/buoc/draft/", sent).status_code == 302
    draft = Draft.objects.get(subject=f"clusters.opinion:{one.pk}")
    assert "Cục Công Thương địa phương" not in draft.body
    assert "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công" in draft.body
