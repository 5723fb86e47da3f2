"""Allocation lists in other shapes than the demonstration's. All names are invented."""

import io
from datetime import date

import openpyxl

from khuyencong.kernel.workbook import open_workbook
from khuyencong.programme.imports import understand_allocations

from .test_plan_cases import book


def read(*rows, merges=()):
    printed = understand_allocations(open_workbook(book(*rows, merges=merges), "mau.xlsx"), year=2024)
    return [
        (
            batch.label,
            batch.decision.number,
            batch.decision.date,
            [(row.plan_ordinal, row.amount) for row in batch.rows],
            batch.stated_total,
        )
        for batch in printed.batches
    ], printed


FIRST = ("11/QĐ-MAU", date(2024, 3, 2))
SECOND = ("22/QĐ-MAU", date(2024, 6, 5))


def test_batches_side_by_side_in_columns():
    found, _ = read(
        ["ĐVT: triệu đồng"],
        [
            "TT",
            "STT theo KH",
            "Tên đề án",
            "Đơn vị thực hiện",
            "Kinh phí KCQG theo kế hoạch",
            "Phân bổ",
            None,
            "Còn lại",
        ],
        [None] * 5 + ["Đợt 1 (QĐ số 11/QĐ-MAU ngày 02/3/2024)", "Đợt 2 (QĐ số 22/QĐ-MAU ngày 05/6/2024)", None],
        [1, 4, "Đề án mẫu A", "TTKC X", 300, 300, None, 0],
        [2, 7, "Đề án mẫu B", "TTKC Y", 500, 200, "300", 0],
        [None, None, "Tổng cộng", None, 800, 500, 300, 0],
        merges=("F2:G2", "A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:E3", "H2:H3"),
    )
    assert found == [
        ("Đợt 1", *FIRST, [("4", 300_000_000), ("7", 200_000_000)], 500_000_000),
        ("Đợt 2", *SECOND, [("7", 300_000_000)], 300_000_000),
    ]


def test_batches_below_each_other_under_lines():
    found, printed = read(
        ["ĐVT: đồng"],
        ["TT", "Số TT trong KH", "Tên đề án, nhiệm vụ", "Đơn vị", "Số tiền"],
        ["Đợt 1: Quyết định số 11/QĐ-MAU ngày 02 tháng 3 năm 2024"],
        [1, 4, "Đề án mẫu A", "TTKC X", "300.000.000"],
        [None, None, "Cộng", None, "300.000.000"],
        ["Đợt 2: Quyết định số 22/QĐ-MAU ngày 05/6/2024"],
        [1, 7, "Đề án mẫu B", "TTKC Y", "200.000.000"],
        [None, None, "Cộng", None, "200.000.001"],
        merges=("A3:E3", "A6:E6"),
    )
    assert found == [
        ("Đợt 1", *FIRST, [("4", 300_000_000)], 300_000_000),
        ("Đợt 2", *SECOND, [("7", 200_000_000)], 200_000_001),
    ]
    assert [finding.code for finding in printed.batches[1].findings] == ["batch_total_differs", "amounts_as_text"]


def test_several_tables_on_one_sheet():
    head = ["TT", "Tên đề án", "Đơn vị thực hiện", "Kinh phí phân bổ"]
    found, printed = read(
        ["Kèm theo Quyết định số 11/QĐ-MAU ngày 02/3/2024"], ["ĐVT: triệu đồng"], head,
        [1, "Đề án mẫu A", "TTKC X", 300], [None, "Cộng", None, 300], [],
        ["Kèm theo Quyết định số 22/QĐ-MAU ngày 05/6/2024"], head,
        [1, "Đề án mẫu B", "TTKC Y", 100], [2, "Đề án mẫu C", "TTKC Y", "=Z1"],
    )  # fmt: skip
    assert found == [
        ("", *FIRST, [("", 300_000_000)], 300_000_000),
        ("", *SECOND, [("", 100_000_000), ("", None)], None),
    ]
    assert [row.doubtful for row in printed.batches[1].rows] == [False, True]


def test_decision_in_a_column_of_its_own():
    found, _ = read(
        ["TT", "Tên đề án", "Đơn vị thực hiện", "Kinh phí phân bổ (triệu đồng)", "Số quyết định"],
        [1, "Đề án mẫu A", "TTKC X", 300, "11/QĐ-MAU ngày 02/3/2024"],
        [2, "Đề án mẫu B", "TTKC Y", 100, "22/QĐ-MAU ngày 05/6/2024"],
    )
    assert found == [("", *FIRST, [("", 300_000_000)], None), ("", *SECOND, [("", 100_000_000)], None)]


def test_workbook_without_table_gives_one_error():
    found, printed = read(["chỉ"], ["vài", "chữ"])
    assert (found, [finding.code for finding in printed.findings]) == ([], ["table_missing"])


def test_a_short_decision_in_a_sheets_name_counts_with_its_date():
    data = book(["ĐVT: tr.đ"], ["TT", "Đề án", "Số tiền"], [1, "Đề án mẫu A", 300], name="QĐ 187 ngày 14.5.2024")
    printed = understand_allocations(open_workbook(data, "mau.xlsx"), year=2024)
    assert [(batch.decision.number, batch.decision.date) for batch in printed.batches] == [("187", date(2024, 5, 14))]


def test_the_decisions_date_may_stand_in_its_own_column():
    found, _ = read(
        ["ĐVT: triệu đồng"],
        ["TT", "Tên đề án", "Quyết định", "Ngày QĐ", "Số tiền phân bổ"],
        [1, "Đề án mẫu A", "11/QĐ-MAU", date(2024, 3, 2), 300],
        [2, "Đề án mẫu B", "22/QĐ-MAU", "05/6/2024", 200],
    )
    assert [entry[1:3] for entry in found] == [FIRST, SECOND]


def test_a_summary_sheet_is_no_batch():
    made = openpyxl.load_workbook(
        io.BytesIO(book(["ĐVT: triệu đồng"], ["TT", "Nội dung", "Số đề án", "Phân bổ"], [1, "Các tỉnh", 1, 300]))
    )
    for row in (
        ["Quyết định số 11/QĐ-MAU ngày 02/3/2024"],
        ["ĐVT: tr.đ"],
        ["TT", "Đề án", "Đơn vị thực hiện", "Phân bổ"],
        [1, "Đề án mẫu A", "TTKC X", 300],
    ):
        (made["Chi tiết"] if "Chi tiết" in made.sheetnames else made.create_sheet("Chi tiết")).append(row)
    stream = io.BytesIO()
    made.save(stream)
    printed = understand_allocations(open_workbook(stream.getvalue(), "mau.xlsx"), year=2024)
    assert [(batch.sheet, batch.rows_total) for batch in printed.batches] == [("Chi tiết", 300_000_000)]
