"""A letter comes in, is answered by a draft that a leader returns and agrees on a phone, and comes out recorded."""

import pytest


def send(page, name, **fields):
    """Open the step's form and send it."""
    form = page.locator(f"form[action$='/buoc/{name}/']")
    details = page.locator("details", has=form)
    if not form.is_visible():
        details.locator("summary").first.click()
    for key, value in fields.items():
        box = form.locator(f"[name='{name}-{key}']")
        if not box.is_visible():
            form.locator("details summary").first.click()
        box.fill(value)
    form.locator("button").last.click()
    page.wait_for_load_state()


@pytest.mark.both
def test_a_reply_goes_up_on_a_phone_and_comes_out_recorded(own_site):
    clerk = own_site.sign_in("vanthu")
    own_site.go(clerk, "/so-van-ban/moi/")
    clerk.fill("[name=number]", "77/UBND-KT")
    clerk.fill("[name=dated]", "02/11/2026")
    clerk.fill("[name=issuer_name]", "UBND tỉnh minh họa")
    clerk.fill("[name=abstract]", "Đề nghị hướng dẫn hồ sơ minh họa")
    clerk.fill("[name=received_on]", "03/11/2026")
    clerk.click("main form button.kc-button-primary")
    clerk.wait_for_url("**/so-van-ban/*/")
    letter = clerk.url

    officer = own_site.sign_in("chuyenvien")
    officer.goto(letter)
    officer.click("text=Soạn trả lời")
    officer.wait_for_url("**/du-thao/*/")
    draft = officer.url
    officer.click("text=Soạn tiếp")
    officer.fill("[name=body]", "Cục hướng dẫn như sau.\n# Hồ sơ\nThực hiện theo quy định.")
    officer.click("text=Lưu dự thảo")
    officer.wait_for_url(draft)
    send(officer, "submit", remark="Kính trình")

    head = own_site.sign_in("truongphong", "phone")
    head.goto(draft)
    send(head, "agree", remark="Đồng ý trình")

    leader = own_site.sign_in("lanhdao", "phone")
    own_site.go(leader, "/du-thao/")
    leader.click("text=Trả lời văn bản số 77/UBND-KT")
    leader.wait_for_url(draft)
    wide = leader.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0
    assert leader.locator("text=Thực hiện theo quy định.").is_visible()
    send(leader, "return_leader", remark="Bổ sung thời hạn.")

    officer.goto(draft)
    assert officer.locator("text=Bổ sung thời hạn.").first.is_visible()
    officer.click("text=Soạn tiếp")
    officer.fill("[name=body]", "Cục hướng dẫn như sau.\n# Hồ sơ\nThực hiện trước ngày 15/12/2026.")
    officer.click("text=Lưu dự thảo")
    officer.wait_for_url(draft)
    send(officer, "submit")
    head.goto(draft)
    send(head, "agree")
    leader.goto(draft)
    send(leader, "endorse", remark="Đồng ý")

    clerk.goto(draft)
    send(clerk, "record", number="915/CTĐP-QLKC", dated="20/11/2026")
    assert clerk.locator("text=915/CTĐP-QLKC").first.is_visible()
    clerk.goto(letter)
    assert clerk.locator("text=Đã xử lý xong").first.is_visible()
