"""One list of projects, many layouts: every layout must read back to the same projects, to the đồng."""

from collections import defaultdict
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from khuyencong.kernel.encodings import TABLES_FILE, _tables
from khuyencong.kernel.workbook import open_workbook
from khuyencong.programme.imports import understand_plan

from .papers import PLACES, SAMPLES, Layout, legacy_workbook, workbook

FULL = (
    "ordinal",
    "title",
    "implementer",
    "beneficiary",
    "place",
    "activity",
    "time",
    "total",
    "support",
    "counterpart",
    "note",
)
SWAPPED = (
    "ordinal",
    "implementer",
    "title",
    "place",
    "code",
    "note",
    "time",
    "beneficiary",
    "counterpart",
    "support",
    "total",
)
NO_PLACE = ("ordinal", "title", "implementer", "activity", "time", "total", "support", "note")
ONE_MONEY = ("ordinal", "title", "implementer", "place", "support", "note")
OTHER_WORDS = {
    "ordinal": "STT", "title": "NỘI DUNG ĐỀ ÁN", "implementer": "Đơn vị chủ trì", "beneficiary": "Cơ sở CNNT thụ hưởng",
    "place": "Tỉnh/TP", "activity": "Nhóm nội dung", "time": "Tiến độ", "total": "Tổng mức đầu tư", "support": "Vốn NSTW",
    "counterpart": "Vốn đối ứng", "note": "Chú thích",
}  # fmt: skip
LAYOUTS = {
    "like the demonstration": Layout(two_rows=True),
    "header in the first row": Layout(header_row=1, unit_at="column"),
    "header in row twenty": Layout(header_row=20),
    "numbering row": Layout(two_rows=True, numbering=True),
    "swapped columns and codes": Layout(columns=SWAPPED),
    "other words": Layout(titles=OTHER_WORDS, two_rows=True),
    "support named in full": Layout(titles={"support": "Kinh phí khuyến công quốc gia hỗ trợ", "total": "Tổng kinh phí thực hiện"}),
    "support of the year": Layout(titles={"support": "KPKCQG năm 2024", "total": "Tổng kinh phí thực hiện"}),
    "central budget": Layout(titles={"support": "Ngân sách TW", "total": "Tổng số"}, two_rows=True),
    "dong": Layout(unit="đồng", money_text="dots"),
    "thousand dong label": Layout(unit="nghìn đồng", unit_at="label", money_text="dots"),
    "million label": Layout(unit_at="label", money_text="dots"),
    "billion with commas": Layout(unit="tỷ đồng", money_text="dots"),
    "billion in the column title": Layout(unit="tỷ đồng", unit_at="column"),
    "english separators": Layout(money_text="english"),
    "spaces between thousands": Layout(money_text="spaces"),
    "one sheet per part": Layout(sections="sheets"),
    "one sheet per part, total at the top": Layout(sections="sheets", total_at="top"),
    "sections by activity": Layout(sections="activity", columns=("ordinal", "title", "implementer", "place", "time", "total", "support", "note")),
    "no sections": Layout(sections="none"),
    "subtotals after": Layout(subtotals="after"),
    "total at the top": Layout(total_at="top", subtotals="none"),
    "numbers start again": Layout(ordinals="restart"),
    "numbers as text": Layout(ordinals="text"),
    "capitals": Layout(style="capitals"),
    "decomposed letters": Layout(style="nfd"),
    "stray spaces": Layout(style="spaces"),
    "place only from the group": Layout(columns=NO_PLACE),
    "place only from the implementer": Layout(columns=NO_PLACE, sections="part"),
    "place only from the column, merged": Layout(sections="part", merge_place=True),
    "one money column, activity from the title": Layout(columns=ONE_MONEY, titles={"support": "Kinh phí (triệu đồng)"}, unit_at="none"),
    "beneficiaries on lines": Layout(split="\n"),
    "beneficiaries numbered": Layout(split="numbered"),
    "beneficiaries with commas": Layout(split=", "),
    "stored formulas": Layout(formulas=True),
}  # fmt: skip


def _expected(layout: Layout):
    rows = []
    for sample in SAMPLES:
        title = sample.title.upper() if layout.style == "capitals" else sample.title
        names = sample.beneficiaries if "beneficiary" in layout.columns else ()
        total = sample.total if "total" in layout.columns else None
        rows.append((title, sample.part, sample.kind, sample.activity, sample.place, names, total, sample.support))
    return rows


def _read(plan):
    return [
        (
            row.title,
            row.part,
            row.kind,
            row.activity_code,
            row.place_key,
            row.beneficiaries,
            row.total_cost,
            row.support,
        )
        for row in plan.rows
    ]


def _understood(data: bytes, name: str = "mau.xlsx"):
    return understand_plan(open_workbook(data, name), year=2024, places=PLACES, groups=())


def _assert_same(plan, layout: Layout) -> None:
    # Sections by activity print the projects in another order.
    assert sorted(_read(plan), key=str) == sorted(_expected(layout), key=str)
    assert [row.findings for row in plan.doubtful_rows] == []
    assert [check for check in plan.checks if not check.agrees] == []
    assert plan.rows_total == sum(sample.support for sample in SAMPLES)
    assert plan.stated_total == (None if layout.total_at == "none" else plan.rows_total)


@pytest.mark.parametrize("name", LAYOUTS)
def test_projects_read_back_whatever_layout(name):
    layout = LAYOUTS[name]
    _assert_same(_understood(workbook(layout)), layout)


@given(
    layout=st.builds(
        Layout,
        header_row=st.sampled_from((5, 7, 12, 19)),
        unit=st.sampled_from(("đồng", "nghìn đồng", "triệu đồng", "tỷ đồng")),
        unit_at=st.sampled_from(("note", "column", "label")),
        money_text=st.sampled_from(("number", "dots", "english", "spaces")),
        columns=st.sampled_from((FULL, SWAPPED)),
        titles=st.sampled_from(({}, OTHER_WORDS)),
        two_rows=st.booleans(),
        numbering=st.booleans(),
        sections=st.sampled_from(("part+place", "part", "sheets", "activity", "none")),
        subtotals=st.sampled_from(("before", "after", "none")),
        total_at=st.sampled_from(("bottom", "top")),
        ordinals=st.sampled_from(("running", "restart", "text")),
        split=st.sampled_from(("; ", "\n", "numbered", ", ")),
        style=st.sampled_from(("plain", "capitals", "nfd", "spaces")),
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_projects_read_back_whatever_combination(layout):
    _assert_same(_understood(workbook(layout)), layout)


def test_old_format_reads_like_the_new():
    layout = Layout()
    _assert_same(_understood(legacy_workbook(layout), "mau.xls"), layout)


def _encoder(index: int):
    back: dict[str, str] = defaultdict(str)
    for legacy, letter in _tables(TABLES_FILE)[index].items():
        back.setdefault(letter, legacy)
    return lambda text: "".join(back.get(ch, ch) for ch in text)


@pytest.mark.parametrize(("index", "font"), [(0, ".VnTime"), (1, "VNI-Times"), (0, "Arial"), (1, "Arial")])
def test_legacy_encodings_read_like_unicode(index, font):
    layout = Layout(titles={}, sections="part")
    samples = SAMPLES
    plan = _understood(legacy_workbook(layout, samples, _encoder(index), font), "cu.xls")
    read = [(row.part, row.kind, row.activity_code, row.place_key, row.support) for row in plan.rows]
    assert read == [(s.part, s.kind, s.activity, s.place, s.support) for s in samples]
    assert replace(plan.decision, where="").number == "999/QĐ-MAU"
