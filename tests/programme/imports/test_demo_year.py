"""The demonstration workbooks must give exactly the figures that stand beside them."""

import csv
import json
from collections import defaultdict
from datetime import date
from pathlib import Path

import pytest

from khuyencong.kernel.workbook import open_workbook
from khuyencong.programme.actions.printed import PlaceName
from khuyencong.programme.imports import understand_allocations, understand_plan

DATA = Path(__file__).resolve().parents[3] / "data"
TRUTH = json.loads((DATA / "demo" / "truth_2024.json").read_text(encoding="utf-8"))


def places(file: str = "provinces_63.csv") -> list[PlaceName]:
    with (DATA / "reference" / file).open(encoding="utf-8", newline="") as stream:
        return [PlaceName(row["code"], row["code"], row["name_vi"], row["type"]) for row in csv.DictReader(stream)]


@pytest.fixture(scope="module")
def plan():
    data = (DATA / "demo" / "ke_hoach_2024.xlsx").read_bytes()
    return understand_plan(open_workbook(data, "ke_hoach_2024.xlsx"), year=2024, places=places(), groups=())


def _by(plan, key):
    sums = defaultdict(lambda: [0, 0])
    for row in plan.rows:
        sums[key(row)][0] += 1
        sums[key(row)][1] += row.support
    return dict(sums)


def _truth(name):
    return {key: [value["projects"], value["planned"]] for key, value in TRUTH[name].items()}


def test_plan_totals_of_the_demonstration(plan):
    stated = (len(plan.rows), plan.rows_total, plan.stated_total)
    assert stated == (TRUTH["projects"], TRUTH["planned"], TRUTH["planned"])


def test_plan_groups_of_the_demonstration(plan):
    assert _by(plan, lambda row: row.activity_code) == _truth("by_activity")
    assert _by(plan, lambda row: row.kind) == _truth("by_kind")
    assert _by(plan, lambda row: row.place_key if row.part == "locality" else row.part) == _truth("by_place_then")


def test_plan_subtotals_of_the_demonstration_all_agree(plan):
    assert (len(plan.checks), [check for check in plan.checks if not check.agrees]) == (39, [])


def test_plan_rows_of_the_demonstration_carry_no_findings(plan):
    assert [finding for row in plan.rows for finding in row.findings] == []
    assert plan.findings == ()


def test_plan_of_the_demonstration_says_where_everything_was_read(plan):
    sheet = plan.sheets[0]
    assert (sheet.header_rows, sheet.unit, sheet.unit_where) == ((7, 8), 10**6, "Phụ lục!L6")
    assert {column.letter: column.field for column in sheet.columns}["I"] == "support"
    assert (plan.decision.number, plan.decision.date) == ("3396/QĐ-BCT", None)


def test_activity_of_the_demonstration_is_also_known_from_titles(plan):
    from khuyencong.programme.imports.activities import ActivityFinder

    finder = ActivityFinder(())
    assert [row.title for row in plan.rows if finder.from_title(row.title) != row.activity_code] == []


def test_plan_of_the_demonstration_on_the_new_map_doubts_abolished_provinces():
    data = (DATA / "demo" / "ke_hoach_2024.xlsx").read_bytes()
    plan = understand_plan(open_workbook(data, "x"), year=2024, places=places("provinces_34.csv"), groups=())
    unknown = {row.place_printed for row in plan.doubtful_rows}
    assert "Tỉnh Bắc Giang" in unknown and "Tỉnh Tuyên Quang" not in unknown
    assert len(plan.rows) == 106


def test_allocations_of_the_demonstration_by_date():
    data = (DATA / "demo" / "phan_bo_2024.xlsx").read_bytes()
    printed = understand_allocations(open_workbook(data, "phan_bo_2024.xlsx"), year=2024)
    found = {batch.decision.date.isoformat(): batch.rows_total for batch in printed.batches}
    assert found == TRUTH["allocated_by_date"]
    assert [batch.stated_total for batch in printed.batches] == list(found.values())
    first = printed.batches[0].decision
    assert (first.number, first.date) == ("112/QĐ-CTĐP", date(2024, 3, 20))
    assert [finding for batch in printed.batches for row in batch.rows for finding in row.findings] == []
