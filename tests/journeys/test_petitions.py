"""A petition from its arrival to the recorded answer, and a complaint that is sent where it belongs."""

import pytest

from tests.journeys.test_drafts import send

WHAT = "Đề nghị hướng dẫn lựa chọn chủ đầu tư hạ tầng cụm công nghiệp Mẫu (minh họa)"


def fill(page, **fields):
    for name, value in fields.items():
        box = page.locator(f"main [name={name}]")
        if not box.is_visible():
            page.locator("main details", has=page.locator(f"[name={name}]")).locator("summary").first.click()
        box.select_option(value) if box.evaluate("e => e.tagName") == "SELECT" else box.fill(value)


@pytest.mark.both
def test_a_petition_from_arrival_to_the_recorded_answer(own_site):
    clerk = own_site.sign_in("vanthu")
    own_site.go(clerk, "/kien-nghi/moi/")
    fill(clerk, kind="complaint", what="Đơn khiếu nại minh họa", sender_name="Công dân Mẫu", received_on="02/11/2026",
         field="clusters", topic="investor")  # fmt: skip
    clerk.locator("main form button.kc-button-primary").click()
    clerk.wait_for_load_state()
    assert clerk.locator("text=tiếp công dân").first.is_visible()
    assert [said for said in own_site.complaints if "422" not in said] == []
    own_site.complaints.clear()  # the browser reports a refused form as a failed load
    fill(clerk, kind="locality", what=WHAT, sender_name="UBND huyện Mẫu (minh họa)", number="51/UBND-KT",
         dated="30/10/2026")  # fmt: skip
    clerk.locator("main form button.kc-button-primary").click()
    clerk.wait_for_url(lambda url: "/kien-nghi/" in url and "/moi/" not in url)
    petition = clerk.url

    head = own_site.sign_in("truongphong", "phone")
    head.goto(petition)
    wide = head.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    form = head.locator("form[action$='/buoc/assign/']")
    form.locator("select").first.select_option(label="Lê Văn Minh Họa")
    form.locator("button").last.click()
    head.wait_for_load_state()
    assert head.locator("text=Lê Văn Minh Họa").first.is_visible()

    officer = own_site.sign_in("chuyenvien")
    officer.goto(petition)
    assert officer.locator("text=Vướng mắc khi lựa chọn chủ đầu tư").first.is_visible()  # a similar one, answered
    form = officer.locator("form[action$='/buoc/draft/']")
    form.locator("button").last.click()
    officer.wait_for_url("**/du-thao/*/**")
    draft = officer.url.split("sua/")[0]
    officer.goto(f"{draft}sua/")
    officer.fill("[name=body]", officer.input_value("[name=body]") + "\nThực hiện theo Điều 13 của Nghị định.")
    officer.click("text=Lưu dự thảo")
    officer.wait_for_url(draft)
    send(officer, "submit", remark="Kính trình")
    head.goto(draft)
    send(head, "agree")
    leader = own_site.sign_in("lanhdao", "phone")
    leader.goto(draft)
    send(leader, "endorse")
    clerk.goto(draft)
    send(clerk, "record", number="88/CTĐP-CCN", dated="20/11/2026")

    officer.goto(petition)
    assert officer.locator("text=Đã trả lời").first.is_visible()
    assert officer.locator("text=88/CTĐP-CCN").first.is_visible()
    own_site.go(officer, "/so-van-ban/?q=51/UBND-KT")
    officer.locator("main table tr", has_text="51/UBND-KT").locator("a").first.click()
    officer.wait_for_url("**/so-van-ban/*/")
    assert officer.locator("text=Đã xử lý xong").first.is_visible()
