"""The main job as officials do it: plan in, allocations in, report read, frozen and recorded as issued."""

import re
from pathlib import Path

import pytest
from openpyxl import Workbook

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"


def small_plan(path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    sheet.append(["DANH MỤC ĐỀ ÁN KHUYẾN CÔNG QUỐC GIA NĂM 2020"])
    sheet.append(["(Kèm theo Quyết định số 9801/QĐ-BCT ngày 20 tháng 12 năm 2019)"])
    sheet.append([None, None, None, None, "Đơn vị tính: triệu đồng"])
    sheet.append(["TT", "Tên đề án", "Đơn vị thực hiện", "Địa điểm", "Kinh phí KCQG", "Nội dung"])
    machines = "Chuyển giao công nghệ, ứng dụng máy móc tiên tiến"
    for number, place in enumerate(("Phú Thọ", "Bến Tre", "Tỉnh Không Rõ"), start=1):
        title = f"Hỗ trợ ứng dụng máy móc minh họa số {number}"
        sheet.append([number, title, f"Trung tâm minh họa số {number}", place, 100 * number, machines])
    sheet.append([None, "TỔNG CỘNG", None, None, 600, None])
    book.save(path)
    return path


@pytest.mark.both
def test_a_plan_is_read_checked_recorded_and_settled(own_site, tmp_path):
    page = own_site.sign_in("chuyenvien")
    own_site.go(page, "/nhap/moi/")
    assert "MẬT" in page.inner_text("main")
    page.set_input_files("input[type=file]", str(small_plan(tmp_path / "ke hoach 2020.xlsx")))
    page.fill("[name=year]", "2020")
    page.get_by_role("button", name=re.compile("Đọc|Xem")).first.click()
    page.wait_for_url(re.compile("xem-truoc"))
    text = page.inner_text("main")
    assert "triệu đồng" in text
    assert "600" in text
    page.get_by_role("button", name=re.compile(r"Nhập 2 dòng đúng")).click()
    page.wait_for_url(re.compile(r"/nhap/\d+/"))
    page.goto(f"{own_site.address}/?nam=2020")
    assert "2/3" in page.inner_text("body")
    page.go_back()
    page.locator("select[name*=place]").first.select_option(label="Hà Giang")
    page.get_by_role("button", name="Ghi nhận dòng này").first.click()
    page.wait_for_load_state()
    page.goto(f"{own_site.address}/?nam=2020")
    assert "2/3" not in page.inner_text("body")


@pytest.mark.both
def test_a_report_is_read_frozen_and_recorded_as_issued(own_site, tmp_path):
    page = own_site.sign_in("truongphong")
    own_site.go(page, "/bao-cao/six-month/?nam=2024")
    text = page.inner_text("main")
    for said in ("130 tỷ đồng", "106", "45 tỷ đồng", "34,6%", "chưa có dữ liệu"):
        assert said in text
    page.get_by_role("button", name="Chốt số liệu").first.click()
    page.wait_for_url(re.compile(r"/bao-cao/ban-chot/\d+/"))
    edition = page.url
    frozen = page.inner_text("main")
    assert "45 tỷ đồng" in frozen
    clerk = own_site.sign_in("vanthu")
    clerk.goto(edition)
    clerk.fill("[name=number]", "55/BC-CTĐP")
    clerk.fill("[name=on]", "05/07/2024")
    clerk.fill("[name=signatory]", "Người Mẫu")
    signed = tmp_path / "bao cao.pdf"
    signed.write_bytes(PDF)
    clerk.set_input_files("input[type=file]", str(signed))
    clerk.get_by_role("button", name="Ghi nhận văn bản").first.click()
    clerk.wait_for_load_state()
    assert "55/BC-CTĐP" in clerk.inner_text("main")
    assert "05/07/2024" in clerk.inner_text("main")


def test_every_figure_of_the_report_opens_its_rows(site):
    page = site.sign_in("lanhdao")
    site.go(page, "/bao-cao/six-month/?nam=2024")
    links = page.eval_on_selector_all("main a[href*='/so-lieu/'], main a[href*='so=']", "all => all.map(e => e.href)")
    assert len(set(links)) >= 7
    for link in sorted(set(links))[:40]:
        answer = page.goto(link)
        assert answer.status == 200, link
    page.context.close()


def test_the_past_is_read_only_until_one_returns(site):
    page = site.sign_in("chuyenvien")
    site.go(page, "/?tinh_den=31/03/2024&nam=2024")
    assert "22,76" in page.inner_text("main")
    assert page.get_by_role("link", name="Nhập từ Excel").count() == 0
    back = page.get_by_text("Về hiện tại để xử lý").first
    back.click()
    page.wait_for_load_state()
    assert "Về hiện tại để xử lý" not in page.inner_text("body")
    page.context.close()


def test_a_chosen_date_stays_on_every_page(site):
    page = site.sign_in("lanhdao")
    page.get_by_text("Số liệu tính đến").first.click()
    page.fill("[name=tinh_den]", "05/06/2024")
    page.press("[name=tinh_den]", "Enter")
    page.wait_for_load_state()
    for path in ("/", "/de-an/", "/phan-bo/"):
        site.go(page, path)
        assert page.input_value("[name=tinh_den]") == "05/06/2024"
    page.context.close()
