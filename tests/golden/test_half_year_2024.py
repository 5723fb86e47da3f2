"""The reference case: what the half-year report of 2024 must say, in every form, on this engine."""

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from docx import Document as Word
from openpyxl import load_workbook
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from khuyencong.kernel.writers.formats import rendered
from khuyencong.programme.models import Project
from khuyencong.programme.queries import totals
from khuyencong.programme.states import ProjectKind
from khuyencong.registry.models import ActivityGroup
from khuyencong.registry.queries import provinces_on
from khuyencong.reporting.printouts import six_month
from khuyencong.reporting.printouts.figures_json import as_json
from khuyencong.reporting.states import Asked

pytestmark = pytest.mark.django_db
TRUTH = json.loads((Path(settings.DATA_DIR) / "demo" / "truth_2024.json").read_text())
HALF_YEAR = date(2024, 6, 30)
TODAY = date(2026, 11, 23)
CODES = ("planned", "projects", "localities", "units", "agency_tasks", "allocated")


def answer(by: str = "activity", map_of: str = "then", as_of: date = HALF_YEAR) -> dict:
    rows = Project.objects.all()
    report = six_month.measure(rows, Asked(2024, as_of, by, map_of, TODAY))
    return as_json(rows, report, lambda code, asked: f"/so-lieu/{code}/")


def paper():
    rows = Project.objects.all()
    return six_month.paper_of(rows, six_month.measure(rows, Asked(2024, HALF_YEAR, map_day=TODAY)))


def test_figures_are_the_agencys():
    figures = answer()["figures"]
    assert {code: figures[f"programme.{code}"]["value"] for code in CODES} == {code: TRUTH[code] for code in CODES}
    assert figures["programme.allocation_rate"] == {
        "value": 34.6,
        "unit": "percent",
        "numerator": 45_000_000_000,
        "denominator": 130_000_000_000,
        "rows_url": "/so-lieu/programme.allocation_rate/",
    }


@pytest.mark.parametrize(
    ("by", "map_of", "key"),
    [
        ("activity", "then", "by_activity"),
        ("kind", "then", "by_kind"),
        ("place", "then", "by_place_then"),
        ("place", "now", "by_place_now"),
    ],
)
def test_breakdowns_are_the_agencys_to_the_dong(by, map_of, key):
    assert answer(by, map_of)["breakdown"] == TRUTH[key]


@pytest.mark.parametrize(
    ("day", "allocated"),
    [
        (date(2024, 3, 19), 0),
        (date(2024, 3, 20), 22_760_000_000),
        (date(2024, 3, 31), 22_760_000_000),
        (date(2024, 6, 23), 28_305_000_000),
        (date(2024, 12, 31), 105_705_000_000),
    ],
)
def test_other_days_give_other_figures(day, allocated):
    figures = answer(as_of=day)["figures"]
    assert figures["programme.allocated"]["value"] == allocated
    assert figures["programme.planned"]["value"] == 130_000_000_000


def test_allocations_by_decision_date_add_up_to_the_truth():
    running, before = 0, 0
    for text, amount in sorted(TRUTH["allocated_by_date"].items()):
        running = totals(Project.objects.all(), 2024, date.fromisoformat(text)).allocated
        assert running - before == amount
        before = running


def test_before_the_plan_nothing_is_known():
    figures = answer(as_of=date(2023, 12, 31))["figures"]
    assert {figure["value"] for figure in figures.values()} == {None}


def test_unknown_decision_date_is_said():
    assert answer()["notes"] == ["Chưa rõ ngày của quyết định phê duyệt kế hoạch; số kế hoạch tính từ 01/01/2024."]


def test_demo_banner_is_in_the_data():
    assert answer()["banner"] == "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC"


def test_word_says_the_figures_and_the_banner():
    word = Word(io.BytesIO(rendered(paper(), "docx")))
    text = "\n".join(paragraph.text for paragraph in word.paragraphs)
    assert "3396/QĐ-BCT với kinh phí 130 tỷ đồng cho 106 đề án, nhiệm vụ của 38 địa phương, 14 đơn vị và 08" in text
    assert "kinh phí đã phân bổ cho đề án là 45 tỷ đồng, đạt khoảng 34,6% kế hoạch năm" in text
    assert "chưa có dữ liệu" in text
    headers = "\n".join(p.text for section in word.sections for p in section.header.paragraphs)
    assert "DỮ LIỆU MINH HỌA" in headers + text
    cells = {cell.text for table in word.tables for row in table.rows for cell in row.cells}
    for share in TRUTH["by_activity"].values():
        assert f"{share['planned'] // 10**6:,}".replace(",", ".") in cells


def test_excel_holds_exact_dong_and_live_totals():
    data = rendered(paper(), "xlsx")
    values = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name("Theo nội dung").to_python()
    found = {row[0]: row[2:5] for row in values if str(row[0]).startswith("ND")}
    expected = {
        key: [share["projects"], share["planned"], share["allocated"]] for key, share in TRUTH["by_activity"].items()
    }
    assert found == expected
    total = next(row for row in values if "Tổng cộng" in row)
    assert total[2:5] == [106, 130_000_000_000, 45_000_000_000]
    sheet = load_workbook(io.BytesIO(data))["Theo nội dung"]
    formulas = [cell.value for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("=")]
    assert any("SUM" in formula for formula in formulas)


def test_pdf_says_the_figures_in_one_family():
    reader = PdfReader(io.BytesIO(rendered(paper(), "pdf")))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "130 tỷ đồng" in text
    assert "45 tỷ đồng" in text
    assert "34,6%" in text
    assert "DỮ LIỆU MINH HỌA" in reader.pages[-1].extract_text()
    fonts = {
        str(font.get_object()["/BaseFont"]).partition("+")[2].partition("-")[0]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert fonts == {"Tinos"}


ANNEXES = {
    "Theo nội dung": "by_activity",
    "Theo địa bàn": "by_place_then",
    "Theo địa bàn hiện nay": "by_place_now",
    "Theo loại đề án": "by_kind",
}


def millions(dong: int) -> str:
    """The demo's amounts are whole million đồng, so the printed form loses nothing."""
    assert dong % 10**6 == 0
    return f"{dong // 10**6:,}".replace(",", ".")


def named(key: str, map_of: str) -> str:
    """What a table calls a key of the truth."""
    names = {"unit": "Đơn vị", "agency": "Cục thực hiện", **dict(ProjectKind.choices)}
    if key in names:
        return str(names[key])
    if key.startswith("ND"):
        return ActivityGroup.objects.get(pk=key).name
    day = TODAY if map_of == "by_place_now" else HALF_YEAR
    return provinces_on(day).get(code=key).name


def expected(map_of: str) -> dict[str, list[str]]:
    return {
        named(key, map_of): [str(share["projects"]), millions(share["planned"]), millions(share["allocated"])]
        for key, share in TRUTH[map_of].items()
    }


def test_word_holds_every_breakdown():
    word = Word(io.BytesIO(rendered(paper(), "docx")))
    tables = [[[cell.text for cell in row.cells] for row in table.rows] for table in word.tables]
    for map_of in ANNEXES.values():
        wanted = expected(map_of)
        found = [{row[1]: row[2:5] for row in rows if len(row) == 6 and row[1] in wanted} for rows in tables]
        assert wanted in found, map_of


def test_excel_holds_every_breakdown_to_the_dong():
    book = CalamineWorkbook.from_filelike(io.BytesIO(rendered(paper(), "xlsx")))
    for sheet, map_of in ANNEXES.items():
        wanted = {
            named(key, map_of): [share["projects"], share["planned"], share["allocated"]]
            for key, share in TRUTH[map_of].items()
        }
        rows = book.get_sheet_by_name(sheet).to_python()
        assert {row[1]: row[2:5] for row in rows if row[1] in wanted} == wanted, sheet


def test_pdf_holds_every_breakdown():
    pages = PdfReader(io.BytesIO(rendered(paper(), "pdf"))).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for map_of in ANNEXES.values():
        for name, figures in expected(map_of).items():
            assert f"{name} {' '.join(figures)} " in text, (map_of, name)
