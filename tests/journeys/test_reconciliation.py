"""A month with a wrong amount, a missing payment and a double line is reconciled and closed in the browser."""

import io
import os
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import openpyxl
import pytest

from tests.journeys.conftest import PREFIX, ROOT, _env
from tests.journeys.test_pages import serious


def statement_for(home: Path, book: Path) -> Path:
    """Projects and the month's workbook, put into the home of ``own_site``."""
    url = os.environ.get("DATABASE_URL", "")
    database = urlunsplit(urlsplit(url)._replace(path=f"/{PREFIX}2")) if url.startswith("postgresql") else ""
    words = [sys.executable, "-m", "tests.journeys.month_to_reconcile", str(book)]
    subprocess.run(words, cwd=ROOT, env=_env(home, database), check=True, capture_output=True)
    return book


def wide(page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def said(page) -> str:
    page.wait_for_load_state()
    return page.inner_text("main")


@pytest.mark.both
def test_a_month_is_reconciled_and_closed(own_site, tmp_path):
    book = statement_for(tmp_path / "home", tmp_path / "bang ke thang 7.xlsx")
    page = own_site.sign_in("thu-ketoan")
    own_site.go(page, "/doi-chieu/?nam=2021")
    assert "Năm 2021 chưa có bảng kê nào" in page.inner_text("main")
    assert serious(page) == []
    page.get_by_role("link", name="Nhập bảng kê Kho bạc").first.click()
    page.fill("[name=month]", "07/2021")
    page.set_input_files("input[type=file]", str(book))
    page.get_by_role("button", name="Nhập và đối chiếu").click()
    page.wait_for_url(re.compile(r"/doi-chieu/2021-07/"))
    text = said(page)
    for words in ("Lệch số tiền", "Hệ thống chưa ghi", "Kho bạc ghi trùng", "Còn 3 dòng chưa khớp"):
        assert words in text, words
    assert serious(page) == []
    assert wide(page) <= 0
    assert page.get_by_role("button", name="Khóa tháng").count() == 0

    with page.expect_download() as waiting:
        page.get_by_role("link", name="Bảng kê đã đánh dấu").click()
    marked = openpyxl.load_workbook(io.BytesIO(Path(waiting.value.path()).read_bytes()))
    assert marked["Kết quả kiểm tra"].max_row == 4

    page.get_by_role("button", name=re.compile("Ghi lại theo Kho bạc: 205.000.000 đồng")).click()
    assert "Đã đảo bút toán cũ" in said(page)
    page.get_by_role("button", name="Ghi nhận chứng từ Kho bạc").click()
    assert "Đã ghi nhận chứng từ Kho bạc vào đề án." in said(page)
    page.get_by_role("button", name="Ghi là Kho bạc ghi trùng").click()
    text = said(page)
    assert "Đã ghi giải trình." in text
    assert "đã đảo, không tính" in text
    assert serious(page) == []
    page.get_by_role("button", name="Khóa tháng").click()
    assert "Đã khóa tháng 07/2021." in said(page)
    own_site.go(page, "/doi-chieu/?nam=2021")
    assert "Đã khóa tháng" in page.inner_text("main")
    assert serious(page) == []

    phone = own_site.sign_in("thu-ketoan", "phone")
    own_site.go(phone, "/doi-chieu/2021-07/?nam=2021")
    assert serious(phone) == []
    assert wide(phone) <= 0
