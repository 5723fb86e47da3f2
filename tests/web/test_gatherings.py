"""Pages of conferences and fairs: list, a new one, guests, booths, agenda, steps; the past; no query per row."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuyencong.accounts.models import User
from khuyencong.documents.models import Draft
from khuyencong.oversight.actions.gatherings import add_booths, invite, plan_gathering, record_reply
from khuyencong.oversight.models import Gathering
from khuyencong.oversight.states import BoothLine
from khuyencong.programme.models import Project
from khuyencong.registry.queries import provinces_on

pytestmark = pytest.mark.django_db
TODAY, SINCE = date(2024, 12, 31), date(2024, 1, 15)
YEAR = {"nam": "2024"}


def who(name: str = "chuyenvien") -> User:
    return User.objects.get(username=name)


def place(name: str = "Hải Phòng"):
    return provinces_on(SINCE).get(name=name)


def planned(number: int = 1, **more) -> Gathering:
    given = {"kind": "fair", "year": 2024, "title": f"Hội chợ minh họa số {number}", "region": "north",
             "place": place(), "planned_on": SINCE, "starts_on": date(2024, 9, 16), "ends_on": date(2024, 9, 20)}  # fmt: skip
    return plan_gathering(by=who(), today=TODAY, **{**given, **more})


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def csv_of(answer) -> str:
    return b"".join(answer.streaming_content).decode()


@pytest.fixture
def only_mine():
    """Gatherings of the demo are away, so that counts are those of the test."""
    Gathering.objects.all().delete()


def test_the_list_counts_filters_and_says_what_to_do_first(officer, only_mine):
    assert "chưa có hội nghị, hội chợ nào trong kế hoạch" in text_of(officer.get("/hoi-nghi-hoi-cho/", YEAR))
    planned(1)
    planned(2, kind="conference", title="Hội nghị minh họa", region="south", place=place("Kiên Giang"))
    page = text_of(officer.get("/hoi-nghi-hoi-cho/", YEAR))
    assert "2 sắp tổ chức" in page
    chosen = text_of(officer.get("/hoi-nghi-hoi-cho/", {**YEAR, "loai": "conference", "q": "kien giang"}))
    assert "Hội nghị minh họa" in chosen
    assert "Hội chợ minh họa số 1" not in chosen
    before = text_of(officer.get("/hoi-nghi-hoi-cho/", {**YEAR, "tinh_den": "10/01/2024"}))
    assert "chưa có hội nghị, hội chợ nào" in before
    assert 'href="/hoi-nghi-hoi-cho/moi/' not in before
    wrong = {"sau": "x", "tinh": "x", "khu_vuc": "x", "loai": "x", "trang_thai": "x"}
    assert officer.get("/hoi-nghi-hoi-cho/", {**YEAR, **wrong}).status_code == 200
    told = csv_of(officer.get("/hoi-nghi-hoi-cho/xuat/", {**YEAR, "dang": "csv"}))
    assert "Hội chợ minh họa số 1;Phía Bắc;Hải Phòng" in told


@pytest.mark.parametrize("name", ["so-vinhlong", "donvi", "quantri"])
def test_others_see_no_gathering(as_person, name):
    one, client = planned(), as_person(name)
    for path in ("/hoi-nghi-hoi-cho/", "/hoi-nghi-hoi-cho/xuat/", "/hoi-nghi-hoi-cho/moi/",
                 f"/hoi-nghi-hoi-cho/{one.pk}/", f"/hoi-nghi-hoi-cho/{one.pk}/khach-moi/xuat/"):  # fmt: skip
        assert client.get(path).status_code == 403, path


def test_pages_ask_no_query_per_row(officer, only_mine):
    def count(path: str) -> int:
        officer.get(path, YEAR)
        with CaptureQueriesContext(connection) as told:
            assert officer.get(path, YEAR).status_code == 200
        return len(told)

    def filled(row: Gathering, many: int) -> Gathering:
        for one in invite(by=who(), today=TODAY, gathering=row, bodies=[f"Hội {n}" for n in range(many)], on=SINCE):
            record_reply(by=who(), today=TODAY, invitation=one, reply="coming", on=SINCE, people=2)
        add_booths(by=who(), today=TODAY, gathering=row,
                   booths=[BoothLine(f"Cơ sở {n}", "own", place=place().pk) for n in range(many)])  # fmt: skip
        return row

    lists = ("/hoi-nghi-hoi-cho/", "/hoi-nghi-hoi-cho/xuat/")
    one = filled(planned(1), 1)
    before = {path: count(path) for path in lists}
    page = count(f"/hoi-nghi-hoi-cho/{one.pk}/")
    for number in range(2, 31):
        planned(number)
    many = filled(planned(50), 30)
    assert {path: count(path) for path in lists} == before
    assert count(f"/hoi-nghi-hoi-cho/{many.pk}/") == page


def test_from_the_plan_to_the_results(officer, only_mine):
    task = Project.objects.get(code="KCQG-2024-CQ-099")
    form = {"kind": "fair", "title": "Hội chợ của phép thử", "year": "2024", "region": "north", "planned_on": "15/01/2024",
            "place": provinces_on(date.today()).get(name="Hà Nội").pk, "project": task.pk, "starts_on": "16/09/2024"}  # fmt: skip
    there = officer.post("/hoi-nghi-hoi-cho/moi/", form)["Location"]
    one = Gathering.objects.get()
    again = officer.post("/hoi-nghi-hoi-cho/moi/", form)
    assert again.status_code == 422
    assert f'href="{there}"' in text_of(again)
    page = text_of(officer.get(there))
    assert "KCQG-2024-CQ-099" in page
    assert "4.150" in page
    prepare = {"prepare-starts_on": "17/09/2024", "prepare-ends_on": "20/09/2024", "prepare-venue": "Nhà thi đấu",
               "prepare-on": "01/07/2024", "prepare-seen": "planned"}  # fmt: skip
    assert officer.post(f"{there}buoc/prepare/", prepare).status_code == 302
    one.refresh_from_db()
    assert (one.state, one.starts_on, one.venue) == ("preparing", date(2024, 9, 17), "Nhà thi đấu")
    early = officer.post(f"{there}buoc/hold/", {"hold-on": "01/09/2024", "hold-seen": "preparing"})
    assert early.status_code == 422
    assert "trước ngày khai mạc" in text_of(early)
    assert officer.post(f"{there}buoc/hold/", {"hold-on": "20/09/2024", "hold-seen": "preparing"}).status_code == 302
    report = {"report-visitors": "12000", "report-sales": "3 tỷ", "report-remark": "Đạt kế hoạch", "report-seen": "held",
              "report-on": "01/10/2024", "report-number": "701/BC-CTĐP", "report-dated": "01/10/2024"}  # fmt: skip
    assert officer.post(f"{there}buoc/report/", {**report, "report-visitors": "x"}).status_code == 422
    assert officer.post(f"{there}buoc/report/", report).status_code == 302
    page = text_of(officer.get(there))
    assert "3.000.000.000 đồng" in page
    assert "701/BC-CTĐP" in page
    assert "Lập dự thảo giấy mời" not in page
    then = text_of(officer.get(there, {"tinh_den": "25/09/2024"}))
    assert "3.000.000.000" not in then
    assert "701/BC-CTĐP" not in then
    assert "về hiện tại để xử lý" in then
    assert officer.post(f"{there}buoc/khac/").status_code == 404


def test_guests_and_the_invitation(officer, only_mine):
    there = f"/hoi-nghi-hoi-cho/{planned().pk}/"
    assert "Chưa mời ai" in text_of(officer.get(there))
    refused = officer.post(f"{there}khach-moi/", {"names": ""})
    assert refused.status_code == 422
    assert "Không có cơ quan nào mới để mời" in text_of(refused)
    assert officer.post(f"{there}khach-moi/", {"group": "all", "names": "Hội minh họa"}).status_code == 302
    one = Gathering.objects.get()
    assert one.invitations.count() == provinces_on(date.today()).count() + 1
    guest = one.invitations.get(name="Hội minh họa")
    wrong = officer.post(f"{there}khach-moi/{guest.pk}/", {"reply": "coming", "on": "x"}, follow=True)
    assert "Hội minh họa: Hãy ghi ngày/tháng/năm" in text_of(wrong)
    sent = {"reply": "coming", "people": "4", "talk": "Tham luận minh họa", "on": "01/08/2024"}
    assert officer.post(f"{there}khach-moi/{guest.pk}/", sent)["Location"] == f"{there}#khach-moi"
    assert "Tham luận minh họa" in text_of(officer.get(there))
    told = csv_of(officer.get(f"{there}khach-moi/xuat/", {"dang": "csv"}))
    assert "Hội minh họa;;Tham dự;01/08/2024;4;Tham luận minh họa" in told
    agenda = {"agenda": "8:30 | Khai mạc | Lãnh đạo Cục\nBế mạc"}
    assert officer.post(f"{there}chuong-trinh/", agenda).status_code == 302
    assert [(item.at, item.title) for item in one.agenda.all()] == [("8:30", "Khai mạc"), ("", "Bế mạc")]
    assert officer.post(f"{there}chuong-trinh/", {"agenda": "8:30 | | x"}).status_code == 422
    answer = officer.post(f"{there}giay-moi/")
    draft = Draft.objects.get(subject=f"oversight.gathering:{one.pk}")
    assert answer["Location"] == f"/du-thao/{draft.pk}/"
    assert officer.get(f"/du-thao/{draft.pk}/tep/du-thao/docx/").status_code in (200, 404)


def test_booths_are_typed_or_pasted_and_all_or_none_is_kept(officer, only_mine):
    there = f"/hoi-nghi-hoi-cho/{planned().pk}/"
    one = Gathering.objects.get()
    sent = {"exhibitor": "Cơ sở A minh họa", "booths": "2", "funding": "national", "cost": "20 triệu", "goods": "Gốm"}
    assert officer.post(f"{there}gian-hang/", sent).status_code == 302
    rows = "Cơ sở B minh họa\tHà Nội\tMây tre\t1\tKCĐP\t9.000.000\nCơ sở C minh họa\t\t\t\tTự chi\t"
    bad = officer.post(f"{there}gian-hang/", {"rows": f"{rows}\nCơ sở D\tXứ Lạ\t\thai\tkho báu\tnhiều"})
    assert bad.status_code == 422
    page = text_of(bad)
    assert "Dòng 3: không có tỉnh, thành phố “Xứ Lạ”" in page
    assert "không hiểu nguồn kinh phí “kho báu”" in page
    assert "Cơ sở B minh họa" in page
    assert one.booths.count() == 1
    assert officer.post(f"{there}gian-hang/", {"rows": rows}).status_code == 302
    assert [(row.funding, row.booths, row.cost) for row in one.booths.order_by("id")] == [
        ("national", 2, 20 * 10**6), ("local", 1, 9 * 10**6), ("own", 1, None),
    ]  # fmt: skip
    twice = officer.post(f"{there}gian-hang/", {"rows": rows})
    assert twice.status_code == 422
    assert "đã có gian hàng cùng nguồn kinh phí" in text_of(twice)
    told = csv_of(officer.get(f"{there}gian-hang/xuat/", {"dang": "csv"}))
    assert "Cơ sở A minh họa;;Gốm;2;Khuyến công quốc gia;20000000" in told
    booth = one.booths.get(funding="own")
    assert officer.post(f"{there}gian-hang/{booth.pk}/bo/").status_code == 302
    assert one.booths.count() == 2


def test_the_auditor_reads_and_writes_nothing(as_person):
    one, auditor = planned(), as_person("kiemtoan")
    page = text_of(auditor.get(f"/hoi-nghi-hoi-cho/{one.pk}/"))
    assert "Văn thư, chuyên viên, trưởng phòng hoặc kế toán của Cục làm việc này." in page
    assert "Thêm vào danh sách mời" not in page
    for part in ("buoc/prepare", "chuong-trinh", "khach-moi", "gian-hang", "giay-moi"):
        assert auditor.post(f"/hoi-nghi-hoi-cho/{one.pk}/{part}/").status_code == 403, part
