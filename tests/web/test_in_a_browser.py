"""What only a browser can tell: the policy is kept, figures are tabular, nothing overflows, keys work, axe is content."""

import os

import pytest
from playwright.sync_api import Page, sync_playwright

from khuyencong.cli.demo_year import PASSWORD

pytestmark = pytest.mark.journey
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HALF_YEAR = "nam=2024&tinh_den=30/06/2024"
PAGES = (
    f"/?{HALF_YEAR}", "/", f"/ke-hoach/?{HALF_YEAR}", f"/de-an/?{HALF_YEAR}", f"/de-an/KCQG-2024-25-011/?{HALF_YEAR}",
    "/phan-bo/", f"/so-lieu/programme.allocated/?{HALF_YEAR}", "/don-vi/", "/van-ban/", "/tim/?q=phu+tho", "/tai-khoan/",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser():
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=os.environ.get("KC_CHROMIUM") or "/usr/bin/chromium", args=FLAGS)
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture
def signed_in(browser, live_server, demo_again):
    def open_page(width: int, height: int, **options) -> Page:
        page = browser.new_context(
            viewport={"width": width, "height": height}, base_url=live_server.url, **options
        ).new_page()
        page.goto("/dang-nhap/")
        page.fill("#id_username", "lanhdao")
        page.fill("#id_password", PASSWORD)
        page.click(".kc-button-primary")
        page.wait_for_url(live_server.url + "/")
        return page

    return open_page


def test_pages_keep_the_policy_and_fit_every_width(signed_in):
    for width, height in ((1440, 900), (390, 844), (360, 740)):
        page = signed_in(width, height)
        said: list[str] = []
        page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        for path in PAGES:
            page.goto(path)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (width, path)
            assert page.locator("main h1").count() == 1, path
        assert said == []


def test_digits_are_equally_wide(signed_in):
    page = signed_in(1440, 900)
    measure = """text => { const made = document.createElement("span"); made.className = "kc-num"; made.textContent = text;
        document.body.append(made); return document.fonts.ready.then(() => made.getBoundingClientRect().width); }"""
    assert page.evaluate(measure, "1111") == page.evaluate(measure, "4444")


def test_a_leader_looks_at_the_past_and_comes_back_by_keyboard(signed_in):
    page = signed_in(1440, 900)
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.id") == "tim-chung"
    page.locator(".kc-as-of summary").focus()
    page.keyboard.press("Enter")
    page.fill("#ngay-so-lieu", "30/06/2024")
    page.locator("#ngay-so-lieu").press("Enter")
    page.get_by_text("Đang xem số liệu như tại ngày 30/06/2024").wait_for()
    assert page.locator(".kc-strip b").nth(2).inner_text() == "45"
    page.get_by_role("button", name="Về hiện tại để xử lý").press("Enter")
    page.locator(".kc-past").wait_for(state="detached")


def test_the_list_narrows_while_typing_and_keeps_the_address(signed_in):
    page = signed_in(1440, 900)
    page.goto(f"/de-an/?{HALF_YEAR}")
    page.fill("#loc-chu", "phu tho")
    page.get_by_text("Tổng cộng 3 đề án").wait_for()
    assert "q=phu" in page.url


def test_axe_finds_nothing_serious(signed_in):
    from axe_playwright_python.sync_playwright import Axe

    found = []
    for width, height in ((1440, 900), (390, 844)):
        page = signed_in(width, height, bypass_csp=True)
        for path in PAGES:
            page.goto(path)
            report = Axe().run(page).response["violations"]
            found += [(width, path, rule["id"]) for rule in report if rule["impact"] in ("serious", "critical")]
    assert found == []
