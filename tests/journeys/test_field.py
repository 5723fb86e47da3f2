"""Findings and a photo are taken on a phone without connection and arrive once; nothing is lost on the way."""

import json
import os
import re
import struct
import subprocess
import sys
import zlib
from urllib.parse import urlsplit, urlunsplit

import pytest

from tests.journeys.conftest import PASSWORD, PREFIX, ROOT, _env
from tests.journeys.test_pages import serious

ALL_KEPT = "Mọi kết quả đã ở máy chủ."


class Trip:
    """A trip in the home of ``own_site``, and what its database holds of it."""

    def __init__(self, home):
        self.home = home
        self.pk = self._asked("make")["pk"]
        self.path = f"/hien-truong/{self.pk}/"

    def _asked(self, *words: str) -> dict:
        url = os.environ.get("DATABASE_URL", "")
        database = urlunsplit(urlsplit(url)._replace(path=f"/{PREFIX}2")) if url.startswith("postgresql") else ""
        command = [sys.executable, "-m", "tests.journeys.field_home", *words]
        done = subprocess.run(command, cwd=ROOT, env=_env(self.home, database), check=True, capture_output=True)
        return json.loads(done.stdout)

    def kept(self) -> dict:
        return self._asked("kept", str(self.pk))


def picture(path, wide: int = 2000, high: int = 1500):
    """A real PNG, larger than the phone sends."""
    rows = b"".join(b"\0" + bytes((x // 8 + y // 8) % 256 for x in range(wide)) for y in range(high))

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)
    ends = chunk(b"IDAT", zlib.compress(rows, 1)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + ends)
    return str(path)


def opened(site, trip, page):
    """The page, kept for later without connection; warnings before leaving are answered with yes."""
    page.on("dialog", lambda dialog: dialog.accept())
    site.go(page, trip.path)
    page.locator("[data-ready]", has_text="Trang dùng được khi không có mạng.").wait_for()
    return page


def write(page, item: str, result: str, text: str = "", photo: str = "", stop: int = 0):
    """One finding through the form."""
    place = page.locator("details[data-stop]").nth(stop)
    if place.get_attribute("open") is None:
        place.locator("summary").first.click()
    place.locator(f"[data-item='{item}'] [data-write]").click()
    page.check(f"[name=result][value={result}]")
    page.fill("#ghi-noi-dung", text)
    if photo:
        page.set_input_files("[data-take]", photo)
        page.locator("[data-thumbs] li").wait_for()
    page.click("[data-save]")
    page.locator("#ghi").wait_for(state="hidden")


def stored(page) -> list[int]:
    """How many findings and photos the phone holds, of anyone."""
    return page.evaluate("""() => new Promise((resolve) => {
        const asked = indexedDB.open("kc-field", 1);
        asked.onsuccess = () => {
            const step = asked.result.transaction(["findings", "photos"]);
            const [rows, photos] = [step.objectStore("findings").count(), step.objectStore("photos").count()];
            step.oncomplete = () => { asked.result.close(); resolve([rows.result, photos.result]); };
        };
    })""")


def reloaded(page):
    page.evaluate("window.before = 1")
    page.reload()
    assert page.evaluate("window.before") is None
    page.locator("[data-left]", has_text=re.compile("mục|máy chủ")).wait_for()


def disconnected_is_fine(site):
    site.complaints[:] = [text for text in site.complaints if "ERR_INTERNET_DISCONNECTED" not in text]


@pytest.mark.both
def test_findings_taken_without_connection_arrive_once(own_site, tmp_path):
    trip = Trip(tmp_path / "home")
    page = opened(own_site, trip, own_site.sign_in("chuyenvien", "phone"))
    assert serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0

    page.context.set_offline(True)
    reloaded(page)
    assert "Không có mạng" in page.inner_text("#trang-thai")
    write(page, "contract", "met")
    write(page, "counterpart", "lacking", "Thiếu hóa đơn (minh họa)", picture(tmp_path / "may.png"))
    write(page, "wastewater", "note", "Trạm đang chạy thử (minh họa)", stop=1)
    assert "4 mục chỉ có trên máy này." in page.inner_text("#trang-thai")
    reloaded(page)
    assert "4 mục chỉ có trên máy này." in page.inner_text("#trang-thai")
    assert page.locator(".kc-field-state-held").count() == 3
    assert "Thiếu hóa đơn (minh họa)" in page.inner_text("main")
    assert stored(page) == [3, 1]
    sent_as = page.evaluate("""async () => {
        const told = JSON.parse(document.getElementById("hien-truong").textContent);
        const { blob } = (await kcStore.mine(told.user, told.inspection)).photos[0];
        const picture = await createImageBitmap(blob);
        return [blob.type, picture.width, picture.height];
    }""")
    assert sent_as == ["image/jpeg", 1600, 1200]
    assert trip.kept() == {"findings": [], "photos": []}

    page.context.set_offline(False)
    page.locator("[data-left]", has_text=ALL_KEPT).wait_for()
    kept = trip.kept()
    assert kept["findings"] == ["", "Thiếu hóa đơn (minh họa)", "Trạm đang chạy thử (minh họa)"]
    assert len(kept["photos"]) == 1
    assert stored(page) == [3, 0]

    page.evaluate("""async () => {
        const told = JSON.parse(document.getElementById("hien-truong").textContent);
        const { findings } = await kcStore.mine(told.user, told.inspection);
        for (const row of findings) await kcStore.change("findings", row.key, () => ({ state: "held" }));
    }""")
    reloaded(page)
    page.locator("[data-left]", has_text=ALL_KEPT).wait_for()
    reloaded(page)
    assert stored(page) == [0, 0]
    assert trip.kept() == kept
    assert page.locator("[data-key]").count() == 3
    assert page.get_by_role("link", name=re.compile("Ảnh 1")).count() == 1
    assert serious(page) == []
    disconnected_is_fine(own_site)


def test_an_ended_session_and_another_person_lose_and_mix_nothing(own_site, tmp_path):
    trip = Trip(tmp_path / "home")
    page = opened(own_site, trip, own_site.sign_in("chuyenvien", "phone"))
    page.context.clear_cookies()
    write(page, "contract", "note", "Ghi khi phiên đã hết (minh họa)")
    page.locator("[data-alert]", has_text="Phiên đăng nhập đã hết").wait_for()
    assert serious(page) == []

    def signed_in(name: str):
        page.fill("[name=username]", name)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"**{trip.path}")

    page.get_by_role("link", name="Đăng nhập lại").click()
    signed_in("truongphong")
    page.locator("[data-left]", has_text="1 mục của tài khoản khác").wait_for()
    assert "Ghi khi phiên đã hết" not in page.inner_text("main")
    assert trip.kept()["findings"] == []

    page.locator(".kc-person summary").click()
    page.get_by_role("button", name="Đăng xuất").click()
    page.wait_for_url("**/dang-nhap/**")
    page.goto(f"{own_site.address}/dang-nhap/?next={trip.path}")
    signed_in("chuyenvien")
    page.locator("[data-left]", has_text=ALL_KEPT).wait_for()
    assert trip.kept()["findings"] == ["Ghi khi phiên đã hết (minh họa)"]


def test_a_refusal_stops_nothing_and_a_changed_wording_becomes_a_correction(own_site, tmp_path):
    trip = Trip(tmp_path / "home")
    page = opened(own_site, trip, own_site.sign_in("chuyenvien", "phone"))
    page.context.set_offline(True)
    write(page, "contract", "note", "Dòng sẽ bị từ chối")
    write(page, "volume", "note", "Dòng đi sau")
    page.evaluate("""async () => {
        const told = JSON.parse(document.getElementById("hien-truong").textContent);
        const { findings } = await kcStore.mine(told.user, told.inspection);
        await kcStore.change("findings", findings[0].key, () => ({ project: "999999" }));
    }""")
    page.context.set_offline(False)
    refused = page.locator(".kc-field-one", has_text="Bị từ chối: Đề án này không thuộc địa phương")
    refused.wait_for()
    page.locator(".kc-field-one", has_text="Dòng đi sau").locator("text=Đã lưu ở máy chủ").wait_for()
    assert trip.kept()["findings"] == ["Dòng đi sau"]
    refused.locator("[data-edit]").click()
    page.click("[data-save]")
    page.locator("[data-left]", has_text=ALL_KEPT).wait_for()
    assert len(trip.kept()["findings"]) == 2

    lost = []

    def answer_lost(route):
        """The server keeps the row, the phone never hears of it."""
        lost.append(route.fetch().status)
        route.abort()

    page.route("**/ghi/", answer_lost)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/ghi/")):
        write(page, "machine", "note", "Câu đầu")
    page.locator(".kc-field-one", has_text="Câu đầu").locator("text=Đang giữ trên máy").wait_for()
    assert set(lost) == {200}
    page.unroute("**/ghi/")
    page.locator(".kc-field-one", has_text="Câu đầu").locator("[data-edit]").click()
    page.fill("#ghi-noi-dung", "Câu đã sửa")
    page.click("[data-save]")
    page.locator("[data-left]", has_text=ALL_KEPT).wait_for()
    assert {"Câu đầu", "Câu đã sửa"} <= set(trip.kept()["findings"])
    reloaded(page)
    assert page.locator("[data-key]", has_text="Câu đã sửa").locator("text=Đã đính chính").count() == 1
    own_site.complaints[:] = [text for text in own_site.complaints if "ERR_FAILED" not in text and "422" not in text]
    disconnected_is_fine(own_site)


def test_what_is_half_written_is_kept_and_never_sent(own_site, tmp_path):
    trip = Trip(tmp_path / "home")
    page = opened(own_site, trip, own_site.sign_in("chuyenvien", "phone"))
    page.locator("[data-item=contract] [data-write]").press("Enter")
    page.fill("#ghi-noi-dung", "Đang viết thì hết pin")
    page.keyboard.press("Escape")
    page.locator(".kc-field-one", has_text="Đang viết dở trên máy").wait_for()
    reloaded(page)
    assert "1 mục đang viết dở." in page.inner_text("#trang-thai")
    assert trip.kept()["findings"] == []
    page.get_by_role("button", name="Viết tiếp: Đang viết thì hết pin").press("Enter")
    assert page.input_value("#ghi-noi-dung") == "Đang viết thì hết pin"
    page.click("[data-save]")
    assert "Chọn kết quả." in page.inner_text("#ghi")
    assert serious(page) == []
    page.locator("[name=result][value=wrong]").press("Space")
    page.locator("[data-save]").press("Enter")
    page.locator("[data-left]", has_text=ALL_KEPT).wait_for()
    assert trip.kept()["findings"] == ["Đang viết thì hết pin"]
