"""A trip from the proposals to the closed file: plan, papers, findings at the desk and without connection, minutes,
conclusion, payment held and freed.
"""

from datetime import date, timedelta

import pytest

from tests.journeys.test_drafts import send
from tests.journeys.test_field import ALL_KEPT, disconnected_is_fine, reloaded, write

TODAY = date.today()


def day(past: int) -> str:
    return f"{TODAY - timedelta(days=past):%d/%m/%Y}"


def opened(page, summary: str):
    """The form under a summary, opened."""
    details = page.locator("details").filter(has=page.locator("summary", has_text=summary)).last
    if details.get_attribute("open") is None:
        details.locator("summary").first.click()
    return details.locator("form")


def planned(page) -> str:
    """A trip made of the first proposal, with a head; the address of its file."""
    page.locator("input[name=chon][value$=':projects']").first.check()
    page.click("text=Lập đoàn với nơi đã chọn")
    page.wait_for_url("**/kiem-tra/moi/**")
    page.fill("[name=title]", "Kiểm tra đề án (hành trình minh họa)")
    page.fill("[name=starts_on]", day(6))
    page.fill("[name=ends_on]", day(3))
    page.select_option("[name=members-0-user]", label="Trần Thị Thí Dụ")
    page.click("text=Thêm người")
    page.wait_for_load_state("networkidle")
    page.select_option("[name=members-1-user]", label="Lê Văn Minh Họa")
    page.click("text=Ghi đoàn vào kế hoạch")
    page.wait_for_selector("text=Đã ghi đoàn vào kế hoạch.")
    return page.url


def found_without_connection(site, path: str) -> None:
    """A finding written on a phone while there is no connection, sent when it is back."""
    phone = site.sign_in("chuyenvien", "phone")
    phone.on("dialog", lambda dialog: dialog.accept())
    site.go(phone, path)
    phone.locator("[data-ready]", has_text="Trang dùng được khi không có mạng.").wait_for()
    phone.context.set_offline(True)
    reloaded(phone)
    write(phone, "counterpart", "lacking", "Thiếu hóa đơn ngoài hiện trường (minh họa)")
    assert "chỉ có trên máy này." in phone.inner_text("#trang-thai")
    phone.context.set_offline(False)
    phone.locator("[data-left]", has_text=ALL_KEPT).wait_for()
    disconnected_is_fine(site)


@pytest.mark.both
def test_a_trip_is_planned_from_proposals_and_followed_to_its_end(own_site):
    officer = own_site.sign_in("chuyenvien")
    own_site.go(officer, "/kiem-tra/de-xuat/")
    there = planned(officer)

    clerk = own_site.sign_in("vanthu")
    clerk.goto(there)
    send(clerk, "decide", number="7701/QĐ-MH", dated=day(12))
    send(clerk, "notify", number="7702/TB-MH", dated=day(11))

    officer.goto(there)
    send(officer, "set_out", on=day(6))
    visit = opened(officer, "Ghi ngày có mặt")
    visit.locator("[name$=visited_from]").fill(day(6))
    visit.locator("[name$=visited_to]").fill(day(4))
    visit.locator("button").click()
    officer.wait_for_selector("text=Đã ghi ngày làm việc")
    officer.click("text=Ghi kết quả")
    officer.select_option("[name=item]", index=4)
    officer.select_option("[name=result]", label="Không đúng quy định")
    officer.fill("[name=text]", "Chứng từ vốn đối ứng chưa đủ (hành trình minh họa)")
    project = officer.locator("[name=project] option").nth(1).inner_text().partition(" – ")[0].strip()
    officer.select_option("[name=project]", index=1)
    officer.click("main form button.kc-button-primary")
    officer.wait_for_selector("text=Chứng từ vốn đối ứng chưa đủ (hành trình minh họa)")
    found_without_connection(own_site, officer.locator("a[href*='/hien-truong/']").first.get_attribute("href"))
    officer.goto(there)
    assert officer.locator("text=Thiếu hóa đơn ngoài hiện trường (minh họa)").first.is_visible()
    with officer.expect_download() as minutes:
        officer.click("a:text-is('PDF')")
    assert minutes.value.suggested_filename.startswith("bien-ban-")
    send(officer, "finish", on=day(3))

    clerk.goto(there)
    assert clerk.locator("form[action$='/tam-dung/']").count() == 0
    send(clerk, "report", number="7703/BC-MH", dated=day(2))
    send(clerk, "conclude", number="7704/KL-MH", dated=day(1))

    officer.goto(there)
    officer.fill("[name=ask-text]", "Bổ sung chứng từ (hành trình minh họa)")
    officer.fill("[name=ask-owner_name]", "Sở Công Thương minh họa")
    officer.fill("[name=ask-project]", project)
    officer.click("text=Ghi kiến nghị")
    officer.click("a:text-is('Bổ sung chứng từ (hành trình minh họa)')")
    officer.wait_for_url("**/kien-nghi-kiem-tra/*/")
    recommendation = officer.url
    hold = opened(officer, "Tạm dừng thanh toán theo kết luận")
    hold.locator("[name=hold-reason]").fill("Chờ chứng từ (hành trình minh họa)")
    hold.locator("button").click()
    officer.wait_for_selector("text=Đã tạm dừng thanh toán")
    own_site.go(officer, f"/de-an/{project}/")
    assert officer.locator("text=Chờ chứng từ (hành trình minh họa)").first.is_visible()

    officer.goto(recommendation)
    send(officer, "report", remark="Đã bổ sung", number="7705/SCT-MH", dated=day(0))
    head = own_site.sign_in("truongphong", "phone")
    head.goto(recommendation)
    wide = head.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    send(head, "close", remark="Đã xem, đủ")
    officer.goto(there)
    assert officer.locator("text=Còn tạm dừng thanh toán chưa gỡ").is_visible()
    officer.goto(recommendation)
    lift = opened(officer, "Gỡ tạm dừng thanh toán")
    lift.locator("[name=lift-reason]").fill("Đã đủ chứng từ")
    lift.locator("button").last.click()
    officer.wait_for_selector("text=Đã gỡ tạm dừng thanh toán")
    officer.goto(there)
    send(officer, "close")
    assert officer.locator("text=Đã kết thúc theo dõi").first.is_visible()
