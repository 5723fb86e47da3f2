"""A project from allocation to liquidation as its people do it: by seven accounts, by two from scans, and stopped."""

import re

import pytest

from tests.journeys.test_pages import serious

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n%%EOF\n"
CODE = "KCQG-2024-86-073"
MILLION = 10**6


class Office:
    """Walks one project in the browser; ``people`` says which account sits at each desk."""

    def __init__(self, site, people: dict[str, str], code: str = CODE) -> None:
        self.site, self.people, self.code = site, people, code
        self.pages, self.numbers, self.last = {}, 100, ""

    def page(self, desk: str):
        name = self.people[desk]
        if name not in self.pages:
            self.pages[name] = self.site.sign_in(name)
        return self.pages[name]

    def at(self, desk: str, address: str):
        """The page of a desk at an address; opened again when somebody else has acted since."""
        page, name = self.page(desk), self.people[desk]
        fresh, self.last = self.last == name, name
        return page if fresh and page.url == self.site.address + address else self.site.go(page, address)

    def file(self, desk: str, tab: str = "ho-so"):
        return self.site.go(self.page(desk), f"/de-an/{self.code}/?nam=2024&muc={tab}")

    def open(self, desk: str, kind: str, on: str, month: str = "", **values: str) -> str:
        """Open a dossier from the project's file and fill it; gives its address."""
        page = self.file(desk)
        page.locator("summary", has_text="Lập hồ sơ").click()
        page.fill("#ngay-lap", on)
        if month:
            page.fill("#thang-bao-cao", month)
        page.locator(f"button[name=loai][value={kind}]").click()
        page.wait_for_url(re.compile(r"/ho-so/\d+/"))
        address = re.search(r"/ho-so/\d+/", page.url)[0]
        if values:
            self.fill(desk, address, **values)
        return address

    def fill(self, desk: str, address: str, **values: str) -> None:
        page = self.at(desk, address)
        final = values.pop("final", "")
        if final:
            page.check("[name=final]")
        for name, value in values.items():
            page.fill(f"[name={name}]", value)
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu nội dung", exact=True).click()
        assert "Đã lưu nội dung hồ sơ" in page.inner_text("main")

    def line(self, desk: str, address: str, **cells: str) -> None:
        page = self.at(desk, address)
        for name, value in cells.items():
            page.fill(f"[name={name}-0]", value)
        with page.expect_navigation():
            page.get_by_role("button", name="Lưu các dòng").click()
        assert "Đã lưu các dòng" in page.inner_text("main")

    def papers(self, desk: str, address: str) -> None:
        """Mark every required paper that is missing, one after another, the first with a file."""
        page = self.at(desk, address)
        for _guard in range(20):
            missing = page.locator("#tai-lieu li", has=page.locator("use[href*='#alert-triangle']"))
            if missing.count() == 0:
                return
            item = missing.first
            item.locator("summary").click()
            item.locator("input[type=file]").set_input_files(
                {"name": "ban-chup.pdf", "mimeType": "application/pdf", "buffer": PDF}
            )
            with page.expect_navigation():
                item.get_by_role("button", name="Ghi", exact=True).click()
        raise AssertionError("papers stay missing")

    def step(self, desk: str, address: str, name: str, on: str, *, letter: bool = False, symbol: str = "",
             amount: str = "", remark: str = "") -> None:  # fmt: skip
        """Take a step on its page. ``letter``: recorded on behalf from a scan; ``symbol``: the paper the step rests on."""
        page = self.at(desk, address)
        key = name + ("-thay" if letter else "")
        form = page.locator(f"form[action$='/buoc/{name}/']")
        if not form.locator(f"#{key}-on").is_visible():
            page.locator("details", has=form).locator("> summary").click()
        form.locator(f"#{key}-on").fill(on)
        if symbol:
            self.numbers += 1
            form.locator(f"#{key}-number").fill(f"{self.numbers}/{symbol}")
            form.locator(f"#{key}-file").set_input_files(
                {"name": "ban-chup.pdf", "mimeType": "application/pdf", "buffer": PDF}
            )
        if amount:
            form.locator(f"#{key}-amount").fill(amount)
        if remark:
            form.locator(f"#{key}-remark").fill(remark)
        with page.expect_navigation():
            form.locator(".kc-actions button").click()
        assert "Đã ghi:" in page.inner_text("main"), page.inner_text("main")

    def balances(self) -> dict[str, int]:
        page = self.file("officer", "kinh-phi")
        rows = page.locator("section[aria-labelledby=so-du] dl > div")
        found = {}
        for index in range(rows.count()):
            name, value = rows.nth(index).locator("dt").inner_text(), rows.nth(index).locator("dd").inner_text()
            found[name] = value
        return found

    def history(self) -> str:
        return self.site.go(self.page("officer"), f"/de-an/{self.code}/lich-su/").inner_text("main")


def carried_out(office: Office, letters: bool) -> None:
    """From the contract to the liquidation. ``letters``: unit, Sở and leader act by scans only."""
    unit, so = ("officer", "officer") if letters else ("unit", "so")
    by_letter = {"letter": True, "symbol": "CV-TTKC"} if letters else {}
    from_so = {"letter": True, "symbol": "CV-SCT"} if letters else {}
    contract = office.open("officer", "contract", "20/08/2024", amount="800 triệu")
    assert serious(office.page("officer")) == []
    office.line("officer", contract, title="Mô hình trình diễn chế biến lúa gạo", support="800.000.000")
    office.step("officer", contract, "propose", "20/08/2024")
    office.step("head", contract, "agree", "21/08/2024")
    if not letters:
        office.step("leader", contract, "endorse", "22/08/2024")
    office.step("clerk", contract, "record", "23/08/2024", symbol="HĐ-KCQG")
    report = office.open(unit, "progress", "20/09/2024", month="2024-09", work_value="3 tỷ", expected_on="30/11/2024")
    office.step(unit, report, "submit", "20/09/2024", **by_letter)
    office.step(so, report, "confirm", "23/09/2024", **from_so)
    money(office, unit, so, "advance", "500 triệu", ("24/09/2024", "02/10/2024"), by_letter, from_so)
    accepted = office.open(unit, "acceptance", "15/11/2024", amount="790 triệu", final="1")
    office.step(unit, accepted, "submit", "15/11/2024", **by_letter)
    office.papers(so, accepted)
    paper = {"letter": True, "symbol": "BB-SCT"} if letters else {"symbol": "BB-SCT"}
    office.step(so, accepted, "accept", "22/11/2024", **paper)
    money(office, unit, so, "payment", "290 triệu", ("25/11/2024", "09/12/2024"), by_letter, from_so)
    page = office.file(unit)
    page.get_by_role("link", name=re.compile("^Hồ sơ quyết toán")).click()
    page.wait_for_url(re.compile(r"/ho-so/\d+/"))
    settlement = re.search(r"/ho-so/\d+/", page.url)[0]
    office.step(unit, settlement, "submit", "10/12/2024", **by_letter)
    office.papers("officer", settlement)
    office.step("officer", settlement, "check", "12/12/2024")
    office.step("head", settlement, "agree", "13/12/2024")
    done = office.open("officer", "liquidation", "16/12/2024")
    office.step("officer", done, "propose", "16/12/2024")
    office.step("head", done, "agree", "17/12/2024")
    office.step("clerk", done, "record", "20/12/2024", symbol="BB-TL")


def money(office, unit, so, kind, amount, days, by_letter, from_so) -> None:
    """An advance or payment from the unit's request to the Treasury's paper."""
    first, last = days
    asked = office.open(unit, kind, first, amount=amount)
    office.step(unit, asked, "submit", first, **by_letter)
    office.step(so, asked, "confirm", first, **from_so)
    office.papers("officer", asked)
    office.step("officer", asked, "check", first)
    office.step("head", asked, "agree", first)
    if not by_letter:
        office.step("leader", asked, "endorse", first)
    office.step("clerk", asked, "record", first, symbol="TTr-CTĐP")
    office.step("accountant", asked, "send", first)
    office.step("accountant", asked, "pay", last, symbol="KB-UNC", amount=amount)


def ties(office: Office) -> None:
    left = office.balances()
    assert left["Đã quyết toán"] == "790.000.000"
    assert {name for name, value in left.items() if value not in ("0", "–")} == {
        "Phân bổ, chưa có hợp đồng", "Đã quyết toán", "Hủy / chuyển nguồn"
    }  # fmt: skip
    assert left["Phân bổ, chưa có hợp đồng"] == "10.000.000"


@pytest.mark.both
def test_seven_accounts_carry_a_project_from_allocation_to_liquidation(own_site):
    people = {"unit": "ttkc-vinhlong", "so": "so-vinhlong", "officer": "chuyenvien", "head": "truongphong",
              "leader": "lanhdao", "clerk": "vanthu", "accountant": "ketoan"}  # fmt: skip
    office = Office(own_site, people)
    carried_out(office, letters=False)
    ties(office)
    told = office.history()
    for name in ("Phan Thị Mẫu", "Võ Văn Mẫu", "Lê Văn Minh Họa", "Trần Thị Thí Dụ", "Nguyễn Văn Mẫu",
                 "Hoàng Thị Thử", "Phạm Thị Ví Dụ"):  # fmt: skip
        assert name in told, name
    assert "thay bởi" not in told


@pytest.mark.both
def test_two_accounts_do_the_same_from_scans(own_site):
    both = "kiemnhiem"
    office = Office(own_site, {"officer": both, "clerk": both, "accountant": both, "head": "truongphong"})
    carried_out(office, letters=True)
    ties(office)
    told = office.history()
    assert "ghi nhận thay bởi Dương Thị Mẫu" in told
    assert "CV-TTKC" in told
    assert "CV-SCT" in told


@pytest.mark.both
def test_a_project_is_stopped_midway_and_its_advance_comes_back(own_site):
    people = {"unit": "ttkc-vinhlong", "so": "so-vinhlong", "officer": "chuyenvien", "head": "truongphong",
              "leader": "lanhdao", "clerk": "vanthu", "accountant": "ketoan"}  # fmt: skip
    office = Office(own_site, people)
    contract = office.open("officer", "contract", "20/08/2024", amount="800.000.000")
    office.step("officer", contract, "propose", "20/08/2024")
    office.step("head", contract, "agree", "21/08/2024")
    office.step("clerk", contract, "record", "23/08/2024", symbol="HĐ-KCQG")
    report = office.open("unit", "progress", "20/09/2024", month="2024-09", work_value="3 tỷ")
    office.step("unit", report, "submit", "20/09/2024")
    office.step("so", report, "confirm", "23/09/2024")
    money(office, "unit", "so", "advance", "400 triệu", ("24/09/2024", "02/10/2024"), {}, {})
    stop = office.open("unit", "adjustment", "10/10/2024", note="Cơ sở thụ hưởng không còn sản xuất.")
    page = office.site.go(office.page("unit"), stop)
    page.select_option("[name=change-0]", "stop")
    page.fill("[name=after-0]", "Ngừng thực hiện")
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu nội dung điều chỉnh").click()
    office.step("unit", stop, "submit", "10/10/2024")
    office.step("so", stop, "confirm", "14/10/2024")
    office.papers("officer", stop)
    office.step("officer", stop, "check", "15/10/2024")
    office.step("head", stop, "agree", "16/10/2024")
    office.step("leader", stop, "endorse", "17/10/2024")
    office.step("clerk", stop, "record", "25/10/2024", symbol="QĐ-BCT")
    page = office.file("accountant")
    assert "Ngừng thực hiện" in page.inner_text("main")
    page.get_by_role("link", name=re.compile("^Nộp trả kinh phí")).click()
    page.wait_for_url(re.compile(r"/ho-so/\d+/"))
    refund = re.search(r"/ho-so/\d+/", page.url)[0]
    office.step("accountant", refund, "pay", "05/11/2024", symbol="KB-NT", amount="400 triệu")
    left = office.balances()
    assert left["Tạm ứng chưa nghiệm thu"] == "0"
    assert left["Hợp đồng, chưa dùng"] == "400.000.000"
    text = office.file("officer", "kinh-phi").inner_text("main")
    assert "Thu hồi tạm ứng trong năm" in text
    told = office.history()
    assert "QĐ-BCT" in told
    assert "Hoàng Thị Thử" in told
