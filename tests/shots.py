"""Takes the pictures of the user guide, and of every page at both sizes: ``./dev shots [folder]``."""

import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.journeys.conftest import BIN, FLAGS, Site, _env, _serve
from tests.journeys.test_pages import DAY, PAGES

ROOT = Path(__file__).resolve().parent.parent
PICTURES = ROOT / "docs" / "user" / "pictures"
GUIDE = {
    "home": ("lanhdao", f"/?{DAY}"),
    "plan": ("lanhdao", f"/ke-hoach/?{DAY}"),
    "list": ("lanhdao", f"/de-an/?{DAY}&allocation=none"),
    "file": ("lanhdao", f"/de-an/KCQG-2024-25-011/?{DAY}"),
    "figure": ("lanhdao", f"/so-lieu/programme.allocated/?{DAY}"),
    "allocations": ("chuyenvien", "/phan-bo/?nam=2024"),
    "import-form": ("chuyenvien", "/nhap/moi/"),
    "report": ("truongphong", "/bao-cao/six-month/?nam=2024"),
    "tasks": ("chuyenvien", "/viec/"),
    "project-dossiers": ("chuyenvien", "/de-an/KCQG-2024-54-048/?muc=ho-so"),
    "project-money": ("chuyenvien", "/de-an/KCQG-2024-54-045/?muc=kinh-phi"),
    "reconciliation": ("ketoan", "/doi-chieu/?nam=2024"),
    "obstacles": ("chuyenvien", "/vuong-mac/?nam=2024"),
    "machines": ("chuyenvien", "/may-moc/?nam=2024"),
    "papers": ("vanthu", "/so-van-ban/"),
    "draft": ("lanhdao", "/du-thao/3/"),
    "week": ("lanhdao", "/tuan/"),
    "petitions": ("chuyenvien", "/kien-nghi/?nam=2024"),
    "work-tasks": ("chuyenvien", "/chuong-trinh-cong-tac/"),
    "inspections": ("chuyenvien", "/kiem-tra/?nam=2024"),
    "inspection": ("chuyenvien", "/kiem-tra/1/"),
    "opinions": ("chuyenvien", "/y-kien-cum/?nam=2024"),
    "gatherings": ("chuyenvien", "/hoi-nghi-hoi-cho/?nam=2024"),
    "report-writing": ("chuyenvien", "/bao-cao/six-month/viet/?nam=2024"),
    "comparison": ("lanhdao", "/so-sanh/?nam=2024"),
    "system-map": ("lanhdao", "/he-thong-khuyen-cong/?nam=2024"),
    "places": ("lanhdao", "/dia-ban/"),
    "address": ("chuyenvien", "/dia-chi/?q=xã+Phước+Thạnh,+huyện+Châu+Thành,+tỉnh+Bến+Tre"),
}
# Pictures of a phone.
ON_PHONE = {"inspection-field": ("chuyenvien", "/hien-truong/11/")}
# Pages whose address holds a number: account, the list that leads there, and the link to follow on it.
FOLLOWED = {
    "change": ("truongphong", "/thay-doi/", "tbody a[href*='/thay-doi/']"),
    "dossier": ("truongphong", "/viec/", "a[href*='/ho-so/']"),
    "reconciliation-month": ("ketoan", "/doi-chieu/?nam=2024", "tr:has(a.kc-import-bad) th a[href*='/doi-chieu/']"),
    "establishment": ("chuyenvien", "/may-moc/?de_an=KCQG-2024-25-011", "a[href*='/co-so/']"),
}


def guide(site: Site) -> None:
    """The pictures of docs/user, first screen only."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, (username, path) in {**GUIDE, **ON_PHONE}.items():
        page = site.sign_in(username, "phone" if name in ON_PHONE else "desk")
        site.go(page, path)
        page.screenshot(path=PICTURES / f"{name}.png")
        page.context.close()
    for name, (username, path, link) in FOLLOWED.items():
        followed(site, username, path, link).screenshot(path=PICTURES / f"{name}.png")
    preview(site, PICTURES / "import-preview.png")


def followed(site: Site, username: str, path: str, link: str) -> Page:
    """The page behind the first such link of a list."""
    page = site.sign_in(username)
    site.go(page, path)
    page.locator(f"main {link}").first.click()
    page.wait_for_load_state("networkidle")
    return page


def preview(site: Site, target: Path, size: str = "desk") -> None:
    """The preview of the 2024 plan, read again and not recorded."""
    page = site.sign_in("chuyenvien", size)
    site.go(page, "/nhap/moi/")
    page.set_input_files("input[type=file]", str(ROOT / "data" / "demo" / "ke_hoach_2023.xlsx"))
    page.fill("[name=year]", "2020")
    page.get_by_role("button", name="Đọc tệp").click()
    page.wait_for_url("**/xem-truoc/**")
    page.wait_for_load_state()
    page.screenshot(path=target, full_page=size == "phone")
    page.context.close()


def every_page(site: Site, folder: Path) -> None:
    """Every page at both sizes, whole, for looking at."""
    folder.mkdir(parents=True, exist_ok=True)
    for size in ("desk", "phone"):
        for name, (username, path) in PAGES.items():
            page = site.sign_in(username, size)
            site.go(page, path)
            page.screenshot(path=folder / f"{name}-{size}.png", full_page=True)
            page.context.close()
        preview(site, folder / f"import-preview-{size}.png", size)


def main(words: list[str]) -> None:
    home = Path(tempfile.mkdtemp(prefix="kc-shots-"))
    subprocess.run([BIN / "khuyencong", "demo"], env=_env(home, ""), check=True, capture_output=True)
    process, address = _serve(home, "")
    try:
        with sync_playwright() as play:
            browser = play.chromium.launch(executable_path="/usr/bin/chromium", args=FLAGS)
            site = Site(address, browser)
            every_page(site, Path(words[0])) if words else guide(site)
            browser.close()
    finally:
        process.terminate()
        process.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
