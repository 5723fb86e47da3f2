"""A new merger of provinces and of their Sở, and one open project followed across it."""

import pytest

PROJECT = "/de-an/KCQG-2024-86-073/"
NEW = "Tiền Vĩnh minh họa"
OFFICE = "Sở Công Thương tỉnh Tiền Vĩnh minh họa"
PAPER = {"number": "9960/2026/QH (minh họa)", "title": "Nghị quyết sáp nhập minh họa", "issued": "12/10/2026",
         "on": "01/11/2026"}  # fmt: skip


def enter(page, **fields):
    """Fill the form of a change and send it; warnings are ticked as seen."""
    for name, value in fields.items():
        page.fill(f"main [name='{name}']", value)
    page.locator("main form button.kc-button-primary").click()
    page.wait_for_load_state()
    if page.locator("[name=confirmed]").count():
        page.check("[name=confirmed]")
        page.locator("main form button.kc-button-primary").click()
    page.wait_for_url(lambda url: "/moi/" not in url)
    return page.url


def apply(page, address):
    """The head applies a change; the button is gone afterwards."""
    page.goto(address)
    page.locator("form[action$='/buoc/apply/'] button").last.click()
    page.wait_for_load_state()
    assert page.locator("text=Đã áp dụng").first.is_visible()
    assert page.locator("form[action$='/buoc/apply/']").count() == 0


def words(page) -> str:
    return " ".join(page.locator("main").inner_text().split())


@pytest.mark.both
def test_a_new_merger_and_an_open_project_across_it(own_site):
    officer = own_site.sign_in("chuyenvien")
    own_site.go(officer, "/thay-doi/moi/?loai=merge&ve=place")
    merger = enter(
        officer, before_0="Vĩnh Long", before_1="Đồng Tháp", **{"sau0-name": NEW, "sau0-code": "86"}, **PAPER
    )
    told = words(officer)
    assert "Đã nhập, chờ áp dụng" in told and "Đề án đang mở" in told and "Tài khoản" in told
    assert officer.locator("form[action$='/buoc/apply/']").count() == 0  # who entered it does not apply it
    assert "không tự áp dụng" in told or "lãnh đạo Cục áp dụng" in told

    unit = own_site.sign_in("ttkc-vinhlong")
    own_site.go(unit, PROJECT)
    assert NEW not in words(unit)  # entered is not applied

    head = own_site.sign_in("truongphong")
    apply(head, merger)
    own_site.go(unit, PROJECT)
    assert f"nay là Tỉnh {NEW}, từ 01/11/2026" in words(unit)
    own_site.go(head, "/dia-ban/")
    assert "33" in head.locator(".kc-lead").first.inner_text() and NEW in words(head)
    own_site.go(head, "/?tinh_den=30/06/2025")
    assert head.locator(".kc-map path[class*=kc-map]").count() >= 63 or head.locator("svg a, svg path").count() >= 63

    officer.goto(merger)
    hint = officer.locator("section[aria-labelledby=chua-co] li", has_text="Sở Công Thương tỉnh Vĩnh Long")
    assert "Sở Công Thương tỉnh Đồng Tháp" in hint.inner_text()
    hint.locator("a").click()
    officer.wait_for_load_state()
    office = enter(officer, **{"sau0-name": OFFICE}, number="202/2025/QH15")
    apply(head, office)
    department = own_site.sign_in("so-vinhlong")  # assigned to the Sở of Vĩnh Long, acts in the one that followed
    own_site.go(department, PROJECT)
    assert f"nay là Tỉnh {NEW}" in words(department)
    own_site.go(department, "/viec/")
    own_site.go(department, f"{PROJECT}?tinh_den=31/10/2026")
    assert f"{NEW}" not in words(department) and "nay là Tỉnh Vĩnh Long" in words(department)

    administrator = own_site.sign_in("quantri")
    own_site.go(administrator, "/quan-tri/tai-khoan/")
    assert OFFICE in words(administrator)
    assert own_site.complaints == []
