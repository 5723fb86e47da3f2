"""Every page kind in a real browser: policy kept, nothing serious for axe, usable by keyboard, both languages."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

DAY = "nam=2024&tinh_den=30/06/2024"
PAGES = {
    "home": ("lanhdao", f"/?{DAY}"),
    "plan": ("lanhdao", f"/ke-hoach/?{DAY}"),
    "list": ("lanhdao", f"/de-an/?{DAY}"),
    "file": ("lanhdao", f"/de-an/KCQG-2024-25-011/?{DAY}"),
    "tasks": ("chuyenvien", "/viec/"),
    "file-money": ("lanhdao", "/de-an/KCQG-2024-94-077/?nam=2024&muc=kinh-phi"),
    "file-dossiers": ("chuyenvien", "/de-an/KCQG-2024-94-077/?nam=2024&muc=ho-so"),
    "dossier": ("chuyenvien", "/ho-so/1/"),
    "reconciliation": ("ketoan", "/doi-chieu/"),
    "reconciliation-month": ("ketoan", "/doi-chieu/2024-07/"),
    "obstacles": ("chuyenvien", "/vuong-mac/?nam=2024"),
    "obstacle-new": ("chuyenvien", "/vuong-mac/moi/"),
    "papers": ("chuyenvien", "/so-van-ban/"),
    "paper": ("chuyenvien", "/so-van-ban/1/"),
    "paper-new": ("vanthu", "/so-van-ban/moi/"),
    "papers-import": ("vanthu", "/so-van-ban/nhap/"),
    "drafts": ("chuyenvien", "/du-thao/"),
    "draft-new": ("chuyenvien", "/du-thao/moi/"),
    "draft": ("lanhdao", "/du-thao/1/"),
    "week": ("lanhdao", "/tuan/"),
    "petitions": ("chuyenvien", "/kien-nghi/?nam=2024"),
    "petition": ("chuyenvien", "/kien-nghi/1/"),
    "petition-new": ("chuyenvien", "/kien-nghi/moi/"),
    "petition-times": ("lanhdao", "/kien-nghi/thong-ke/?nam=2024"),
    "guidance": ("so-vinhlong", "/huong-dan/"),
    "guidance-item": ("so-vinhlong", "/huong-dan/2/"),
    "work-tasks": ("chuyenvien", "/chuong-trinh-cong-tac/"),
    "work-task": ("chuyenvien", "/chuong-trinh-cong-tac/1/"),
    "work-task-new": ("chuyenvien", "/chuong-trinh-cong-tac/moi/"),
    "work-period-end": ("truongphong", "/chuong-trinh-cong-tac/ket-thuc-ky/"),
    "inspections": ("chuyenvien", "/kiem-tra/?nam=2024"),
    "inspection": ("chuyenvien", "/kiem-tra/1/"),
    "inspection-new": ("chuyenvien", "/kiem-tra/moi/"),
    "inspection-proposals": ("truongphong", "/kiem-tra/de-xuat/"),
    "inspection-externals": ("truongphong", "/kiem-tra/ket-luan-ngoai/"),
    "recommendations": ("chuyenvien", "/kien-nghi-kiem-tra/"),
    "recommendation": ("chuyenvien", "/kien-nghi-kiem-tra/1/"),
    "opinions": ("chuyenvien", "/y-kien-cum/?nam=2024"),
    "opinion": ("chuyenvien", "/y-kien-cum/1/"),
    "opinion-new": ("chuyenvien", "/y-kien-cum/moi/"),
    "cluster-list": ("chuyenvien", "/danh-muc-cum/1/"),
    "gatherings": ("chuyenvien", "/hoi-nghi-hoi-cho/?nam=2024"),
    "gathering": ("chuyenvien", "/hoi-nghi-hoi-cho/1/"),
    "gathering-new": ("chuyenvien", "/hoi-nghi-hoi-cho/moi/"),
    "report-writing": ("chuyenvien", "/bao-cao/six-month/viet/?nam=2024"),
    "machines": ("chuyenvien", "/may-moc/"),
    "establishments": ("chuyenvien", "/co-so/"),
    "history": ("lanhdao", "/de-an/KCQG-2024-25-011/lich-su/"),
    "allocations": ("chuyenvien", "/phan-bo/?nam=2024"),
    "figure": ("lanhdao", f"/so-lieu/programme.allocated/?{DAY}"),
    "imports": ("chuyenvien", "/nhap/"),
    "import-form": ("chuyenvien", "/nhap/moi/"),
    "report": ("truongphong", "/bao-cao/six-month/?nam=2024"),
    "reports": ("truongphong", "/bao-cao/"),
    "bodies": ("lanhdao", "/don-vi/"),
    "law": ("lanhdao", "/van-ban/"),
    "comparison": ("lanhdao", "/so-sanh/?nam=2024"),
    "changes": ("chuyenvien", "/thay-doi/"),
    "change": ("truongphong", "/thay-doi/2/"),
    "change-new": ("chuyenvien", "/thay-doi/moi/"),
    "change-new-body": ("chuyenvien", "/thay-doi/moi/?loai=split&ve=body"),
    "change-reversal": ("chuyenvien", "/thay-doi/2/hoan-nguyen/"),
    "places": ("lanhdao", "/dia-ban/"),
    "place": ("lanhdao", "/dia-ban/84/"),
    "body": ("lanhdao", "/don-vi/2/"),
    "regions": ("chuyenvien", "/vung/"),
    "system-map": ("lanhdao", "/he-thong-khuyen-cong/?nam=2024"),
    "system-map-record": ("chuyenvien", "/he-thong-khuyen-cong/ghi/"),
    "system-map-province": ("lanhdao", "/he-thong-khuyen-cong/84/?nam=2024"),
    "system-map-correct": ("chuyenvien", "/he-thong-khuyen-cong/27/dinh-chinh/50/"),
    "report-of-a-day": (
        "lanhdao",
        "/bao-cao/six-month/?nam=2024&tinh_den=30/06/2024&ban_do=ngay&ban_do_ngay=01/07/2025",
    ),
    "tasks-of-a-head": ("truongphong", "/viec/"),
    "change-choices": ("truongphong", "/thay-doi/29/cho-chon/"),
    "addresses": ("chuyenvien", "/dia-chi/"),
    "address": ("chuyenvien", "/dia-chi/?q=xã+Phước+Thạnh,+huyện+Châu+Thành,+Bến+Tre"),
    "addresses-lines": ("chuyenvien", "/dia-chi/danh-sach/"),
    "search": ("lanhdao", "/tim/?q=che+bien"),
    "account": ("lanhdao", "/tai-khoan/"),
    "password": ("lanhdao", "/tai-khoan/mat-khau/"),
    "accounts": ("quantri", "/quan-tri/tai-khoan/"),
}


@pytest.fixture(scope="module")
def persons(shared_site):
    """Signed-in pages by person and size, so that no test signs in again."""
    kept = {}

    def page_of(username: str, size: str = "desk"):
        key = (username, size)
        if key not in kept:
            kept[key] = shared_site.sign_in(username, size)
        return kept[key]

    yield page_of
    for page in kept.values():
        page.context.close()


def serious(page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [
        f"{item['id']}: {item['help']} – {item['nodes'][0]['html'][:160]} ({len(item['nodes'])})"
        for item in found
        if item["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.parametrize("size", ["desk", "phone"])
def test_axe_finds_nothing_serious(site, persons, name, size):
    username, path = PAGES[name]
    page = site.go(persons(username, size), path)
    assert serious(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"the page scrolls sideways by {wide} px"


@pytest.mark.parametrize("path", ["/dang-nhap/", "/mat-khau/MQ/khong-dung/"])
def test_axe_finds_nothing_serious_before_sign_in(site, path):
    page = site.go(site.page(), path)
    assert serious(page) == []
    page.context.close()


@pytest.mark.parametrize("name", PAGES)
def test_each_page_is_walked_by_keyboard(site, persons, name):
    """Tab reaches the skip link, then every control in turn, each with a visible focus; no trap."""
    username, path = PAGES[name]
    page = site.go(persons(username), path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#noi-dung"
    seen = []
    for _ in range(14):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate(
                """() => { const e = document.activeElement, s = getComputedStyle(e);
                return [e.tagName, e.outerHTML.slice(0, 80), s.outlineStyle !== 'none' || s.boxShadow !== 'none']; }"""
            )
        )
    assert len({text for _tag, text, _visible in seen}) >= 8
    assert [text for tag, text, visible in seen if tag != "BODY" and not visible] == []
    if page.locator("input[type=search]").count():
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.getAttribute('type')") == "search"


def test_skip_link_leads_to_the_content(site, persons):
    page = site.go(persons("lanhdao"), "/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("location.hash") == "#noi-dung"


@pytest.mark.parametrize("name", PAGES)
def test_the_demo_says_so_and_vietnamese_pages_are_vietnamese(site, persons, name):
    username, path = PAGES[name]
    page = site.go(persons(username), path)
    assert page.evaluate("document.documentElement.lang") == "vi"
    text = page.inner_text("body")
    assert "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC" in text
    assert "Bản trình diễn" in text
    assert re.search(r"\b(the|this field|please|required|password is)\b", text, re.I) is None


def test_first_load_stays_under_300_kb(site):
    page = site.page()
    sizes = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    page.goto(f"{site.address}/dang-nhap/")
    page.fill("[name=username]", "lanhdao")
    page.fill("[name=password]", "trinh-dien-2024")
    page.press("[name=password]", "Enter")
    page.wait_for_load_state("networkidle")
    assert sum(sizes) <= 300_000
    page.context.close()


def test_digits_have_equal_width(site, persons):
    page = site.go(persons("lanhdao"), f"/?{DAY}")
    widths = page.evaluate(
        """async () => { await document.fonts.ready; const box = document.querySelector('.kc-num');
        const measure = text => { const e = box.cloneNode(); e.textContent = text; e.className = 'kc-num';
        document.querySelector('main').append(e); e.style; const r = document.createRange(); r.selectNodeContents(e);
        const w = r.getBoundingClientRect().width; e.remove(); return w; };
        return [measure('1111'), measure('4444')]; }"""
    )
    assert abs(widths[0] - widths[1]) < 0.5


def test_english_is_a_whole_second_language(site):
    page = site.sign_in("lanhdao")
    page.context.add_cookies([{"name": "django_language", "value": "en", "url": site.address}])
    marks = "ăâđêôơưạảãấầẩẫậắằẳẵặẹẻẽếềểễệọỏõốồổỗộớờởỡợụủũứừửữựỳỵỷỹ"
    for path in (f"/?{DAY}", f"/de-an/?{DAY}", "/phan-bo/", "/bao-cao/"):
        site.go(page, path)
        assert page.evaluate("document.documentElement.lang") == "en"
        labels = page.eval_on_selector_all(
            "nav a, button, h1, thead th, label", "all => all.map(e => e.innerText.trim())"
        )
        foreign = [label for label in labels if any(ch in marks for ch in label.lower())]
        known = ("Tiếng Việt", "Khuyến Công", "Nguyễn Văn Mẫu", "KCQG")
        assert [label for label in foreign if not any(word in label for word in known)] == [], path
    page.context.close()
