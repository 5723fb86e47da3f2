"""A real server on a copy of a prepared demo, and a real Chromium that collects what the page complains about."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

BIN = Path(sys.executable).parent
ROOT = Path(__file__).resolve().parent.parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]
SIZES = {"desk": {"width": 1440, "height": 900}, "phone": {"width": 390, "height": 844}}
PASSWORD = "trinh-dien-2024"
PREFIX = f"kc_journey_{os.environ.get('PYTEST_XDIST_WORKER', '')}_"


def pytest_collection_modifyitems(items):
    for item in items:
        if "journeys" in item.path.parts:
            item.add_marker(pytest.mark.journey)


@pytest.fixture(scope="session")
def django_db_setup():
    """Journeys use no test database of the runner: the server has its own home."""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _database(number: int, template: str = "") -> str:
    """A fresh PostgreSQL database (a copy of ``template``) when the run has a server; '' means SQLite in the home."""
    url = os.environ.get("DATABASE_URL", "")
    if not url.startswith("postgresql"):
        return ""
    name = f"{PREFIX}{number}"
    template = f"{PREFIX}{template}" if template else ""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        connection.execute(f"CREATE DATABASE {name}" + (f" TEMPLATE {template}" if template else ""))
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def _env(home: Path, database: str) -> dict[str, str]:
    return {
        **os.environ,
        "KHUYENCONG_HOME": str(home),
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "KHUYENCONG_DEBUG": "",
    }


@pytest.fixture(scope="session")
def prepared(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("journeys") / "home"
    database = _database(0)
    subprocess.run([BIN / "khuyencong", "demo"], env=_env(home, database), check=True, capture_output=True)
    return home


class Site:
    """A running server and a browser; ``sign_in`` gives a page of a person."""

    def __init__(self, address: str, browser: Browser) -> None:
        self.address, self.browser = address, browser
        self.complaints: list[str] = []

    def page(self, size: str = "desk") -> Page:
        page = self.browser.new_context(viewport=SIZES[size], locale="en-GB").new_page()
        page.set_default_timeout(15000)
        page.on("console", lambda m: self.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.add_init_script(
            "document.addEventListener('securitypolicyviolation', e => "
            "console.error('CSP ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile + ':' + e.lineNumber))"
        )
        return page

    def sign_in(self, username: str, size: str = "desk") -> Page:
        page = self.page(size)
        page.goto(f"{self.address}/dang-nhap/")
        page.fill("[name=username]", username)
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(lambda url: "/dang-nhap/" not in url)
        return page

    def go(self, page: Page, path: str) -> Page:
        answer = page.goto(self.address + path)
        assert answer is not None
        assert answer.status == 200, (path, answer.status)
        return page


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=os.environ.get("KC_CHROMIUM") or "/usr/bin/chromium", args=FLAGS)
        yield browser
        browser.close()


def _serve(home: Path, database: str):
    port = _free_port()
    process = subprocess.Popen(
        [BIN / "gunicorn", "config.wsgi:application", "-b", f"127.0.0.1:{port}", "-k", "gthread", "-w", "1",
         "--threads", "4", "--log-level", "error", "--no-control-socket"],
        env=_env(home, database), cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=1):
                return process, f"http://127.0.0.1:{port}"
        except OSError:
            time.sleep(0.1)
    process.terminate()
    raise RuntimeError("the server did not start")


@pytest.fixture(scope="session")
def shared_site(prepared, browser):
    """One server for journeys that change nothing."""
    database = _database(1, "0")
    process, address = _serve(prepared, database)
    yield Site(address, browser)
    process.terminate()
    process.wait()


@pytest.fixture
def site(shared_site):
    """The shared server; the page must not have complained at the end."""
    shared_site.complaints.clear()
    yield shared_site
    assert shared_site.complaints == []


@pytest.fixture
def own_site(prepared, browser, tmp_path):
    """A server of the test's own, for journeys that write."""
    home = tmp_path / "home"
    shutil.copytree(prepared, home)
    process, address = _serve(home, _database(2, "0"))
    site = Site(address, browser)
    yield site
    process.terminate()
    process.wait()
    assert site.complaints == []
