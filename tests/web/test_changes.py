"""Pages of changes: list, form of every kind, what it touches, applying once, taking back, choices by hand."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from khuyencong.accounts.models import User
from khuyencong.programme.models import Project
from khuyencong.registry.actions import apply_change, enter_change
from khuyencong.registry.hooks import TOUCHED, Touched, TouchedRow
from khuyencong.registry.models import Change, HandChoice, LegalSource, Organisation, Place, RegionMember
from khuyencong.registry.rules.changes import Entry, Side

pytestmark = pytest.mark.django_db
NEW = "/thay-doi/moi/"
PAPER = {"number": "202/2025/QH15", "on": "01/03/2026"}
MERGE = {
    "n_truoc": "3", "n_sau": "1", "before_0": "Cao Bằng – 04", "before_1": "lang son", "before_2": "",
    "sau0-name": "Cao Lạng minh họa", "sau0-code": "04", "sau0-form": "Tỉnh", **PAPER,
}  # fmt: skip


def text_of(answer) -> str:
    return " ".join(answer.content.decode().split())


def standing(name: str) -> Place:
    return Place.objects.get(level="province", name=name, valid_to=None)


def body_of(place: str, kind: str = "department") -> Organisation:
    return Organisation.objects.filter(kind=kind, place=standing(place)).get()


def entered(answer) -> Change:
    assert answer.status_code == 302, text_of(answer)[-4000:]
    return Change.objects.get(pk=int(answer.headers["Location"].strip("/").split("/")[-1]))


@pytest.fixture
def head(as_person):
    return as_person("truongphong")


@pytest.fixture
def open_projects():
    """What stands open for the test: projects of the place or of the body, money still to come, one paper signed."""

    def ask(places, bodies, day):
        by_place = Project.objects.filter(place__in=list(places)).order_by("pk")
        by_body = Project.objects.filter(implementer__in=list(bodies)).order_by("pk")
        rows = [
            TouchedRow(f"programme.project:{one.pk}", one.title, one.place_id, one.implementer_id, one.code)
            for one in (by_place if places else by_body)[:60]
        ]
        money = [
            TouchedRow(row.subject, row.title, row.place, row.body, "đợt cuối", amount=150_000_000) for row in rows[:2]
        ]
        signed = [TouchedRow(row.subject, row.title, row.place, row.body, signed=True) for row in rows[:1]]
        return [
            Touched("open", "Hồ sơ đang mở", tuple(rows)), Touched("payments", "Khoản còn phải chi", tuple(money)),
            Touched("contracts", "Hợp đồng chưa thanh lý", tuple(signed)), Touched("none", "Không có", ()),
        ]  # fmt: skip

    TOUCHED.append(ask)
    yield ask
    TOUCHED.remove(ask)


def test_the_list_shows_the_real_changes_filters_and_exports(officer):
    page = text_of(officer.get("/thay-doi/"))
    assert (
        f"{Change.objects.count()} thay đổi" in page
        and Change.objects.filter(on__year=2025, about="place").count() == 24
    )
    assert "Vĩnh Long, Bến Tre, Trà Vinh → Vĩnh Long" in page
    assert "Thừa Thiên Huế → Huế" in text_of(officer.get("/thay-doi/", {"loai": "rename"}))
    found = text_of(officer.get("/thay-doi/", {"q": "ben tre", "ve": "place"}))
    assert "1 thay đổi" in found and "Cà Mau" not in found.split("<main")[1]
    assert "24 thay đổi" in text_of(officer.get("/thay-doi/", {"tu_nam": "2025", "ve": "place"}))
    assert "Hãy bỏ bớt điều kiện" in text_of(officer.get("/thay-doi/", {"q": "khong co noi nao"}))
    early = text_of(officer.get("/thay-doi/", {"tinh_den": "30/06/2025", "ve": "place"}))
    assert "1 thay đổi" in early
    empty = text_of(officer.get("/thay-doi/", {"tinh_den": "30/06/2022"}))
    assert "Đến 30/06/2022 chưa có thay đổi nào" in empty
    told = b"".join(officer.get("/thay-doi/xuat/", {"dang": "csv", "q": "hue"}).streaming_content).decode("utf-8-sig")
    assert "Thừa Thiên Huế;Huế;175/2024/QH15" in told
    assert officer.get("/thay-doi/", {"sau": "x|y", "tu_nam": "²"}).status_code == 200


def test_the_list_asks_no_query_per_row(officer):
    for path in ("/thay-doi/", "/thay-doi/xuat/"):
        sizes = []
        for year in ("rename", ""):
            officer.get(path, {"loai": year})
            with CaptureQueriesContext(connection) as asked:
                officer.get(path, {"loai": year})
            sizes.append(len(asked))
        assert sizes[0] == sizes[1], path


def test_a_merger_is_entered_shown_applied_once_and_its_bodies_are_hinted(officer, head, open_projects):
    change = entered(officer.post(f"{NEW}?loai=merge&ve=place", MERGE))
    assert (change.state, change.on, change.source.number) == ("entered", date(2026, 3, 1), "202/2025/QH15")
    first = text_of(officer.get("/thay-doi/"))
    assert "2 chờ áp dụng" in first  # beside the demo's own
    assert first.index("Cao Lạng minh họa") < first.index("Bến Tre")
    page = text_of(officer.get(f"/thay-doi/{change.pk}/"))
    assert "hồ sơ đang mở" in page and "khoản còn phải chi" in page
    assert "Ở lại với bên đã ký" in page
    assert "300" in page and "triệu đồng" in page
    assert "Trưởng phòng hoặc lãnh đạo Cục áp dụng thay đổi." in page
    assert officer.post(f"/thay-doi/{change.pk}/buoc/apply/", {"apply-seen": "entered"}).status_code == 403
    assert head.post(f"/thay-doi/{change.pk}/buoc/apply/", {"apply-seen": "entered"}).status_code == 302
    again = head.post(f"/thay-doi/{change.pk}/buoc/apply/", {"apply-seen": "entered"})
    assert again.status_code == 422
    assert "không còn ở bước bạn đã xem" in text_of(again)
    assert standing("Cao Lạng minh họa").valid_from == date(2026, 3, 1)
    done = text_of(officer.get(f"/thay-doi/{change.pk}/"))
    assert "Đơn vị của địa bàn này chưa có thay đổi riêng" in done
    truoc = f"truoc={Organisation.objects.get(kind='department', place__name='Lạng Sơn').pk}"
    assert truoc in done
    assert "Hiện nay" in done and "Chuyển đến" not in done
    told = officer.get(f"/thay-doi/{change.pk}/lien-quan/", {"dang": "csv"})
    told = b"".join(told.streaming_content).decode("utf-8-sig")
    assert "Cao Lạng minh họa" in told and "150000000" in told.replace(".", "")


def test_who_entered_it_does_not_apply_it(head):
    change = entered(head.post(f"{NEW}?loai=merge&ve=place", MERGE))
    page = text_of(head.get(f"/thay-doi/{change.pk}/"))
    assert "Người nhập không tự áp dụng thay đổi do mình nhập." in page
    answer = head.post(f"/thay-doi/{change.pk}/buoc/apply/", {"apply-seen": "entered"})
    assert answer.status_code == 422
    assert "Người nhập không tự áp dụng" in text_of(answer)
    assert Change.objects.get(pk=change.pk).state == "entered"


def test_errors_stand_at_their_fields_and_nothing_typed_is_lost(officer):
    wrong = {**MERGE, "before_2": "tỉnh không có", "number": "9/2026/MH", "clause": "Điều 7", "sau0-code": ""}
    page = text_of(answer := officer.post(f"{NEW}?loai=merge&ve=place", wrong))
    assert answer.status_code == 422
    assert "Văn bản chưa có trong danh mục: ghi tên văn bản." in page
    assert 'value="Điều 7"' in page and 'value="tỉnh không có"' in page
    page = text_of(officer.post(f"{NEW}?loai=merge&ve=place", {**MERGE, "before_2": "tỉnh không có"}))
    assert "Không có địa bàn “tỉnh không có” vào ngày 28/02/2026." in page
    page = text_of(officer.post(f"{NEW}?loai=merge&ve=place", {**MERGE, "sau0-code": "01"}))
    assert "Mã 01 đã thuộc địa bàn khác từ ngày ấy." in page
    page = text_of(officer.post(f"{NEW}?loai=merge&ve=place", {**MERGE, "before_1": ""}))
    assert "cần từ 2 trở lên bên trước khi thay đổi" in page
    early = text_of(officer.post(f"{NEW}?loai=merge&ve=place", {**MERGE, "before_1": "Lâm Đồng", "on": "01/06/2025"}))
    assert early.index('name="before_1"') < early.index("Lâm Đồng chưa có trước ngày 01/06/2025")
    page = text_of(officer.post(f"{NEW}?loai=merge&ve=place", {**MERGE, "before_1": "Lâm Đồng"}))
    assert "Các tỉnh thuộc nhiều vùng" in page
    page = text_of(officer.post(f"{NEW}?loai=merge&ve=place", {**MERGE, "on": "01/01/0001"}))
    assert "Xem lại năm." in page
    grown = officer.post(f"{NEW}?loai=merge&ve=place", {**MERGE, "them": "before"})
    assert grown.status_code == 200
    assert 'name="before_4"' in text_of(grown) and 'value="lang son"' in text_of(grown)
    assert Change.objects.filter(state="entered").count() == 1  # the demo's own


def test_warnings_are_seen_before_it_is_entered_and_a_new_paper_is_kept(officer):
    later = {**MERGE, "number": "9/2026/MH", "title": "Nghị quyết minh họa", "issued": "01/04/2026"}
    page = text_of(answer := officer.post(f"{NEW}?loai=merge&ve=place", later))
    assert answer.status_code == 422
    assert "ban hành ngày 01/04/2026, sau ngày thay đổi" in page
    assert "Xem các cảnh báo rồi đánh dấu vào ô này." in page
    assert not LegalSource.objects.filter(number="9/2026/MH").exists()
    other = officer.post(f"{NEW}?loai=merge&ve=place", {**later, "confirmed": "on", "warned": "another"})
    assert other.status_code == 422
    seen = {**later, "confirmed": "on", "warned": "change-paper-later"}
    assert entered(officer.post(f"{NEW}?loai=merge&ve=place", seen)).source.title == "Nghị quyết minh họa"
    twice = text_of(officer.post(f"{NEW}?loai=merge&ve=place", {**seen, "sau0-name": "Tên khác minh họa"}))
    assert "có thể đây là nhập lần hai" in twice


def test_a_province_made_of_two_regions_is_told_its_own(officer, head):
    asked = {**MERGE, "before_1": "Lâm Đồng", "sau0-region_region6": "Trung du và miền núi phía Bắc",
             "sau0-region_kc3": "Phía Bắc", "sau0-region_moit2025": "Phía Bắc"}  # fmt: skip
    change = entered(officer.post(f"{NEW}?loai=merge&ve=place", asked))
    head.post(f"/thay-doi/{change.pk}/buoc/apply/", {"apply-seen": "entered"})
    held = RegionMember.objects.filter(place=standing("Cao Lạng minh họa"), valid_to=None)
    assert sorted(held.values_list("region", flat=True)) == ["Phía Bắc", "Phía Bắc", "Trung du và miền núi phía Bắc"]


def test_a_divided_province_says_which_communes_go_where(officer, head):
    vinh_long = standing("Vĩnh Long")
    listed = list(Place.objects.filter(parent=vinh_long, valid_to=None).order_by("code").values_list("code", flat=True))
    asked = {
        "n_truoc": "1", "n_sau": "2", "before_0": "Vĩnh Long", **PAPER, "sau0-name": "Vĩnh minh họa",
        "sau0-code": "86", "sau0-relation": "default", "sau1-name": "Long minh họa", "sau1-code": "83",
        "sau1-children": f"{listed[0]}\nxã không có\n{listed[1]}",
    }  # fmt: skip
    page = text_of(officer.post(f"{NEW}?loai=split&ve=place", asked))
    assert "“xã không có”: không có trong địa bàn bị chia." in page
    grown = text_of(officer.post(f"{NEW}?loai=split&ve=place", {**asked, "them": "after"}))
    assert 'name="sau2-name"' in grown and "xã không có" in grown
    asked |= {"sau1-children": f"{listed[0]}\n\n{listed[1]}\n", "n_sau": "3", "sau2-name": "", "sau2-code": ""}
    change = entered(officer.post(f"{NEW}?loai=split&ve=place", asked))
    assert "2 địa bàn cấp dưới" in text_of(officer.get(f"/thay-doi/{change.pk}/"))
    head.post(f"/thay-doi/{change.pk}/buoc/apply/", {"apply-seen": "entered"})
    assert Place.objects.filter(parent=standing("Long minh họa"), valid_to=None).count() == 2
    assert Place.objects.filter(parent=standing("Vĩnh minh họa"), valid_to=None).count() == len(listed) - 2


@pytest.mark.parametrize(
    ("query", "typed"),
    [
        ("loai=rename&ve=place", {"before_0": "Cao Bằng", "sau0-name": "Cao Bằng mới minh họa"}),
        ("loai=rename&ve=body", {"before_0": "Sở Công Thương tỉnh Cao Bằng", "sau0-name": "Sở Công Thương minh họa"}),
        ("loai=move&ve=body", {"before_0": "Sở Công Thương tỉnh Cao Bằng", "sau0-above": "committee"}),
        ("loai=transfer&ve=body", {
            "before_0": "Sở Công Thương tỉnh Cao Bằng", "sau0-name": "Sở Công Thương tỉnh Lạng Sơn",
            "place": "Cao Bằng"}),
        ("loai=merge&ve=body", {
            "n_truoc": "3", "before_0": "Sở Công Thương tỉnh Cao Bằng", "before_1": "Sở Công Thương tỉnh Lạng Sơn",
            "sau0-name": "Sở Công Thương Cao Lạng minh họa", "sau0-form": "department"}),
        ("loai=split&ve=body", {
            "n_sau": "2", "before_0": "Sở Công Thương tỉnh Cao Bằng", "sau0-name": "Sở Một minh họa",
            "sau0-relation": "default", "sau1-name": "Sở Hai minh họa", "sau1-territory": "Lạng Sơn – 20"}),
        ("loai=move&ve=place&cap=commune", {"before_0": "28756", "sau0-parent": "Cao Bằng"}),
    ],
)  # fmt: skip
def test_every_kind_is_entered_and_applied(officer, head, query, typed):
    change = entered(officer.post(f"{NEW}?{query}", {"n_truoc": "1", "n_sau": "1", **PAPER, **typed}))
    assert officer.get(f"/thay-doi/{change.pk}/").status_code == 200
    assert head.post(f"/thay-doi/{change.pk}/buoc/apply/", {"apply-seen": "entered"}).status_code == 302
    assert officer.get(f"/thay-doi/{change.pk}/").status_code == 200
    assert Change.objects.get(pk=change.pk).state == "applied"


def test_bodies_named_in_the_address_stand_in_the_form(officer):
    one, two = body_of("Cao Bằng"), body_of("Lạng Sơn")
    page = text_of(officer.get(f"{NEW}?loai=merge&ve=body&truoc={one.pk}&truoc={two.pk}&truoc=x&tu=01/07/2025"))
    assert 'value="Sở Công Thương tỉnh Cao Bằng"' in page and 'value="Sở Công Thương tỉnh Lạng Sơn"' in page
    assert 'value="01/07/2025"' in page
    assert f"&amp;truoc={one.pk}&amp;truoc={two.pk}" in page
    assert "ve=body&amp;truoc=" in text_of(officer.get(f"/don-vi/{one.pk}/"))
    assert "cap=province&amp;truoc=" in text_of(officer.get(f"/dia-ban/{standing('Cao Bằng').pk}/"))
    assert officer.get(f"{NEW}?loai=zzz&ve=zzz&cap=zzz").status_code == 200


def test_it_is_laid_aside_only_with_a_reason(officer):
    change = entered(officer.post(f"{NEW}?loai=merge&ve=place", MERGE))
    path = f"/thay-doi/{change.pk}/buoc/withdraw/"
    assert officer.post(path, {"withdraw-seen": "entered"}).status_code == 422
    assert officer.post(path, {"withdraw-seen": "entered", "withdraw-remark": "Nhập nhầm"}).status_code == 302
    page = text_of(officer.get(f"/thay-doi/{change.pk}/"))
    assert "Nhập nhầm" in page and "Không áp dụng" in page
    assert officer.post(f"/thay-doi/{change.pk}/buoc/reverse/").status_code == 404


def test_a_reversal_lists_what_moved_and_takes_it_back(officer, head, open_projects):
    change = entered(officer.post(f"{NEW}?loai=merge&ve=place", MERGE))
    closed = text_of(officer.get(f"/thay-doi/{change.pk}/hoan-nguyen/"))
    assert "chưa áp dụng" in closed and "<textarea" not in closed
    head.post(f"/thay-doi/{change.pk}/buoc/apply/", {"apply-seen": "entered"})
    path = f"/thay-doi/{change.pk}/hoan-nguyen/"
    page = text_of(officer.get(path))
    assert "hồ sơ đang mở" in page and "Trở lại" in page
    early = text_of(officer.post(path, {"on": "01/02/2026", "number": "202/2025/QH15", "note": "Nhầm"}))
    assert "trước ngày thay đổi 01/03/2026" in early
    back = entered(officer.post(path, {"on": "01/03/2026", "number": "202/2025/QH15", "note": "Nhập nhầm"}))
    assert back.undoes_id == change.pk
    assert "Cao Lạng minh họa → Cao Bằng, Lạng Sơn" in text_of(officer.get("/thay-doi/"))
    assert "Việc hoàn nguyên đã được nhập." in text_of(officer.get(f"/thay-doi/{change.pk}/"))
    applied = head.post(f"/thay-doi/{back.pk}/buoc/apply/", {"apply-seen": "entered"})
    assert applied.status_code == 302, text_of(applied)
    assert standing("Lạng Sơn") and standing("Cao Bằng")
    assert Change.objects.get(pk=change.pk).state == "reversed"
    assert officer.get(f"/thay-doi/{back.pk}/hoan-nguyen/").status_code == 404
    for pk in (change.pk, back.pk):
        assert officer.get(f"/thay-doi/{pk}/").status_code == 200


def test_files_nobody_follows_wait_for_a_choice_by_hand(officer, head, as_person, open_projects):
    project = Project.objects.exclude(implementer=None).filter(implementer__kind="centre").first()
    name = project.implementer.names.last().name
    asked = {"n_truoc": "1", "n_sau": "0", "before_0": name, **PAPER}
    warned = officer.post(f"{NEW}?loai=end&ve=body", asked)
    assert "hồ sơ còn mở sẽ nằm ở danh sách chờ người chọn" in text_of(warned)
    change = entered(officer.post(f"{NEW}?loai=end&ve=body", {**asked, "confirmed": "on", "warned": "change-nobody"}))
    assert "sẽ chờ người chọn nơi tiếp nhận sau khi áp dụng" in text_of(officer.get(f"/thay-doi/{change.pk}/"))
    head.post(f"/thay-doi/{change.pk}/buoc/apply/", {"apply-seen": "entered"})
    path, subject = f"/thay-doi/{change.pk}/cho-chon/", f"programme.project:{project.pk}"
    assert text_of(head.get(path)).count(f'value="{subject}"') == 1
    assert f'value="{subject}"' not in text_of(officer.get(path))
    given = {"holder": "Sở Công Thương tỉnh Cao Bằng", "on": "01/04/2026", "reason": "Theo địa bàn"}
    assert officer.post(path, {**given, "chon": subject}).status_code == 403
    assert as_person("so-nghean").get(path).status_code == 403
    assert "Đánh dấu ít nhất một hồ sơ." in text_of(head.post(path, given))
    unknown = head.post(path, {**given, "chon": subject, "holder": "đơn vị không có"})
    assert "Không có đơn vị tên này" in text_of(unknown) and "checked" in text_of(unknown)
    before = HandChoice.objects.count()
    early = head.post(path, {**given, "chon": subject, "on": "01/02/2026"})
    assert "trước ngày thay đổi" in text_of(early) and HandChoice.objects.count() == before
    assert head.post(path, {**given, "chon": [subject]}).status_code == 302
    page = text_of(officer.get(path))
    assert "Theo địa bàn" in page and "Sở Công Thương tỉnh Cao Bằng" in page
    gone = head.post(path, {**given, "chon": subject})
    assert "vừa được người khác giao" in text_of(gone)


def test_what_it_touches_is_seen_by_those_who_see_everything(as_person, open_projects):
    change = Change.objects.get(parts__place__name="Bến Tre")
    for name in ("so-vinhlong", "donvi"):
        page = text_of(as_person(name).get(f"/thay-doi/{change.pk}/"))
        assert "Bến Tre" in page and "Những gì liên quan" not in page
        assert as_person(name).get(f"/thay-doi/{change.pk}/lien-quan/").status_code == 404
        assert as_person(name).get(NEW).status_code == 403
    assert as_person("quantri").get("/thay-doi/").status_code == 403
    assert "Những gì liên quan" in text_of(as_person("kiemtoan").get(f"/thay-doi/{change.pk}/"))


def test_the_past_offers_nothing(officer, head):
    change = Change.objects.get(parts__place__name="Bến Tre")
    page = text_of(officer.get(f"/thay-doi/{change.pk}/", {"tinh_den": "02/07/2025"}))
    assert "về hiện tại để xử lý" in page and "Hoàn nguyên thay đổi" not in page
    assert officer.get(f"/thay-doi/{change.pk}/", {"tinh_den": "30/06/2025"}).status_code == 404
    assert "về hiện tại để xử lý" in text_of(officer.get(NEW, {"tinh_den": "02/07/2025"}))


def test_one_page_asks_no_query_per_touched_row(officer, open_projects):
    source = LegalSource.objects.get(number="202/2025/QH15")
    place = standing("Cao Bằng")
    entry = Entry("rename", "place", date(2026, 3, 1), source, (Side(place=place),), (Side(name="Cao", code="04"),))
    change = enter_change(by=User.objects.get(username="chuyenvien"), entry=entry)
    sizes = []
    for path in (f"/thay-doi/{change.pk}/", f"/thay-doi/{change.pk}/lien-quan/"):
        officer.get(path)
        with CaptureQueriesContext(connection) as few:
            officer.get(path)
        sizes.append(len(few))
    Project.objects.filter(pk__in=Project.objects.exclude(place=place).values("pk")[:40]).update(place=place)
    for path, before in zip((f"/thay-doi/{change.pk}/", f"/thay-doi/{change.pk}/lien-quan/"), sizes, strict=True):
        with CaptureQueriesContext(connection) as many:
            officer.get(path)
        assert len(many) <= before + 1, path
    apply_change(by=User.objects.get(username="truongphong"), change=change, today=date(2026, 3, 2))
    assert officer.get(f"/thay-doi/{change.pk}/").status_code == 200
