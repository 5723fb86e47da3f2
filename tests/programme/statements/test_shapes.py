"""Treasury statements in many shapes are understood alike; what cannot be understood is said, never guessed."""

from datetime import date

import pytest

from khuyencong.kernel.workbook import WorkbookRefused
from tests.programme.statements.books import HEAD, printed_of, usual, xls, xlsx

MILLION = 10**6
WANTED = [
    ("101", date(2021, 7, 1), "advance", 210 * MILLION, "7799"),
    ("102", date(2021, 7, 15), "payment", 80 * MILLION, "7799"),
    ("103", date(2021, 7, 20), "return", 10 * MILLION, "7799"),
]
CODE = "KCQG-2021-25-001"
TITLE = "BẢNG KÊ CHỨNG TỪ THANH TOÁN THÁNG 7/2021"


def usual_book() -> bytes:
    return usual(
        [
            ("101", date(2021, 7, 1), "Tạm ứng HĐ", CODE, "Trung tâm", "Tạm ứng", 210 * MILLION),
            ("102", date(2021, 7, 15), "Thanh toán", CODE, "Trung tâm", "Thực chi", 80 * MILLION),
            ("103", date(2021, 7, 20), "Thu hồi", CODE, "Trung tâm", "Giảm chi", 10 * MILLION),
        ]
    )


def two_columns() -> bytes:
    return xlsx(
        [
            ["Từ ngày 01/07/2021 đến ngày 31/07/2021"],
            ["Số CT", "Ngày", "Diễn giải", "Mã dự án", "NDKT", "Tạm ứng", "Thực chi", "Thu hồi, giảm chi"],
            ["101", date(2021, 7, 1), "Chuyển tiền", CODE, "7799", 210 * MILLION, None, None],
            ["102", date(2021, 7, 15), "Chuyển tiền", CODE, "7799", None, 80 * MILLION, None],
            ["103", date(2021, 7, 20), "Chuyển tiền", CODE, "7799", None, None, 10 * MILLION],
            ["Cộng phát sinh trong tháng", None, None, None, None, 210 * MILLION, 80 * MILLION, 10 * MILLION],
        ]
    )


def spanned_header() -> bytes:
    """Chứng từ over Số and Ngày, Số tiền over the two columns, in thousands, a numbering row."""
    return xlsx(
        [
            ["Tháng 07 năm 2021"],
            ["Đơn vị tính: nghìn đồng"],
            ["STT", None, None, "Nội dung", "Mã đề án", "NDKT", None, None],
            [None, "Số", "Ngày", None, None, None, "Tạm ứng", "Thực chi"],
            ["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)"],
            [1, "101", date(2021, 7, 1), "Chuyển tiền", CODE, "7799", 210_000, None],
            [2, "102", date(2021, 7, 15), "Chuyển tiền", CODE, "7799", None, 80_000],
            [3, "103", date(2021, 7, 20), "Hoàn trả", CODE, "7799", None, -10_000],
            [None, "Tổng cộng", None, None, None, None, 210_000, 70_000],
        ],
        merged=[(2, 1, 2, 2, "Chứng từ"), (2, 6, 2, 7, "Số tiền"), (2, 0, 3, 0, "STT"), (2, 3, 3, 3, "Nội dung"),
                (2, 4, 3, 4, "Mã đề án"), (2, 5, 3, 5, "NDKT")],
    )  # fmt: skip


def text_amounts() -> bytes:
    return xlsx(
        [
            [TITLE],
            ["Số chứng từ", "Ngày hạch toán", "Nội dung chi", "Mã NDKT", "Loại chi", "Số tiền (đồng)"],
            ["101", "01/07/2021", f"{CODE} đợt 1", "7799", "TU", "210.000.000"],
            ["102", "15.07.2021", f"{CODE} đợt 2", "7799", "TC", "80.000.000"],
            ["103", "ngày 20 tháng 7 năm 2021", f"{CODE}", "7799", "Thu hồi", "10.000.000"],
            ["Tổng số", None, None, None, None, "300.000.000"],
        ]
    )


def in_millions() -> bytes:
    return xlsx(
        [
            [TITLE],
            ["Số CT", "Ngày CT", "Nội dung", "Mã đề án", "Mã NDKT", "Nghiệp vụ", "Số tiền (triệu đồng)"],
            [101, date(2021, 7, 1), "x", CODE, 7799, "Tạm ứng", 210],
            [102, date(2021, 7, 15), "x", CODE, 7799, "Thanh toán", "80,0"],
            [103, date(2021, 7, 20), "x", CODE, 7799, "Nộp giảm chi", 10],
        ]
    )


def sections() -> bytes:
    """Kinds as section rows with their own sums, balances above and below."""
    return xlsx(
        [
            [TITLE],
            ["Đơn vị: đồng"],
            ["TT", "Số chứng từ", "Ngày", "Nội dung", "Mã đề án", "Tiểu mục", "Số tiền"],
            [None, "Số dư đầu kỳ", None, None, None, None, 999 * MILLION],
            ["I", "Tạm ứng", None, None, None, None, 210 * MILLION],
            [1, "101", date(2021, 7, 1), "Đợt 1", CODE, "7799", 210 * MILLION],
            ["II", "Thực chi", None, None, None, None, 80 * MILLION],
            [1, "102", date(2021, 7, 15), "Đợt 2", CODE, "7799", 80 * MILLION],
            ["III", "Thu hồi, giảm chi", None, None, None, None, 10 * MILLION],
            [1, "103", date(2021, 7, 20), "Đợt 3", CODE, "7799", 10 * MILLION],
            [None, "Tổng cộng", None, None, None, None, 300 * MILLION],
            [None, "Lũy kế từ đầu năm", None, None, None, None, 1_500 * MILLION],
            [None, None, None, "Ngày 31 tháng 7 năm 2021"],
            [None, None, None, "KẾ TOÁN TRƯỞNG"],
        ]
    )


def old_excel() -> bytes:
    return xls(
        [
            ["KBNN MINH HỌA"],
            [TITLE],
            ["ĐVT: đồng"],
            ["Ngày ghi sổ", "Chứng từ số", "Trích yếu", "Hợp đồng", "Chương", "NDKT", "Tính chất", "Thành tiền"],
            [date(2021, 7, 1), "101", "Chuyển tiền", "5/HĐ", None, "7799", "Tạm ứng", 210.0 * MILLION],
            [date(2021, 7, 15), "102", "Chuyển tiền", "5/HĐ", None, "7799", "Thực chi", 80.0 * MILLION],
            [date(2021, 7, 20), "103", "Chuyển tiền", "5/HĐ", None, "7799", "Giảm chi", 10.0 * MILLION],
        ]
    )


def merged_voucher() -> bytes:
    """Payee and day merged down over their lines; dates as serial numbers; a spare hidden header above."""
    rows = [
        [TITLE],
        [],
        ["Ngày thanh toán", "Số uỷ nhiệm chi", "Đơn vị hưởng", "Mã dự án", "ND kinh tế", "Hình thức", "Số tiền (VNĐ)"],
        [44378, "101", None, CODE, "7799", "Tạm ứng", 210 * MILLION],
        [44392, "102", None, CODE, "7799", "Thanh toán", 80 * MILLION],
        [44397, "103", None, CODE, "7799", "Thu hồi", 10 * MILLION],
    ]
    return xlsx(rows, merged=[(3, 2, 5, 2, "Trung tâm minh họa")])


def extra_clearing() -> bytes:
    """Clearing of an advance (both columns, sum zero) is no payment; chapter and section make the budget code."""
    return xlsx(
        [
            [TITLE],
            ["Số CT", "Ngày", "Nội dung", "Đơn vị thực hiện", "NDKT", "Tạm ứng", "Thực chi"],
            ["101", "2021-07-01", f"{CODE}", "A", "7799", 210 * MILLION, 0],
            ["102", "15/7/21", f"{CODE}", "A", "7799", "-", 80 * MILLION],
            ["103", "20/7/2021", "Nộp giảm chi", "A", "7799", -10 * MILLION, None],
            ["104", "21/7/2021", "Kết chuyển", "A", "7799", -50 * MILLION, 50 * MILLION],
            ["Cộng", None, None, None, None, 150 * MILLION, 130 * MILLION],
        ]
    )


SHAPES = [usual_book, two_columns, spanned_header, text_amounts, in_millions, sections, old_excel, merged_voucher,
          extra_clearing]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_each_shape_says_the_same(shape):
    found = printed_of(shape())
    assert [(one.number, one.on, one.kind, one.amount, one.budget_code) for one in found.lines] == WANTED
    assert found.month == date(2021, 7, 1)
    assert [one for one in found.findings if one.severity == "error"] == []
    assert found.stated_total in (None, found.rows_total)
    assert all(check.agrees for check in found.checks), found.checks


def test_what_names_the_project_is_kept():
    assert all(CODE in line.texts for line in printed_of(usual_book()).lines)
    assert all("5/HĐ" in line.texts for line in printed_of(old_excel()).lines)
    assert {line.payee for line in printed_of(merged_voucher()).lines} == {"Trung tâm minh họa"}


def test_clearing_is_left_out_with_its_reason():
    assert [(row.row, "tạm ứng" in row.why) for row in printed_of(extra_clearing()).skipped if "chuyển" in row.why] == [
        (6, True)
    ]


def test_a_workbook_without_amounts_is_refused():
    found = printed_of(xlsx([["Số CT", "Ngày", "Nội dung"], ["1", "01/07/2021", "x"]]))
    assert [one.code for one in found.findings] == ["table-missing"]
    assert found.lines == ()


def test_small_numbers_without_a_unit_are_not_guessed():
    found = printed_of(xlsx([["Số CT", "Ngày", "Nội dung", "Số tiền"], ["1", "01/07/2021", "x", 210]]))
    assert [one.code for one in found.findings] == ["unit-unknown"]


def test_an_unreadable_amount_is_a_line_that_says_so():
    rows = [*[[TITLE], ["Đơn vị: đồng"], HEAD], [1, "101", "1/7/2021", "x", CODE, "A", "7799", "Tạm ứng", "hai trăm triệu"],
            [2, "102", "2/7/2021", "x", CODE, "A", "7799", "Tạm ứng", 5 * MILLION],
            [3, "103", "45/7/2021", "x", CODE, "A", "7799", "", 5 * MILLION]]  # fmt: skip
    first, second, third = printed_of(xlsx(rows)).lines
    assert (first.amount, [one.code for one in first.findings]) == (None, ["amount-unreadable"])
    assert first.where == "Bảng kê!I4"
    assert second.findings == ()
    assert sorted(one.code for one in third.findings) == ["day-unreadable", "kind-unsaid"]


def test_an_ambiguous_amount_in_millions_is_not_guessed():
    rows = [
        [TITLE],
        ["Số CT", "Ngày", "Nội dung", "Loại", "Số tiền (triệu đồng)"],
        ["1", "1/7/2021", "x", "Tạm ứng", "1.500"],
    ]
    (line,) = printed_of(xlsx(rows)).lines
    assert line.amount is None


def test_a_total_that_differs_is_kept_with_both_sums():
    found = printed_of(usual([("101", date(2021, 7, 1), "x", CODE, "A", "Tạm ứng", 5 * MILLION)], total=6 * MILLION))
    assert (found.stated_total, found.rows_total) == (6 * MILLION, 5 * MILLION)
    assert [check.agrees for check in found.checks] == [False]


def test_a_secret_paper_never_enters():
    with pytest.raises(WorkbookRefused):
        printed_of(xlsx([["TỐI MẬT"], ["Số CT", "Ngày", "Nội dung", "Số tiền"], ["1", "01/07/2021", "x", 210]]))


def test_a_description_that_may_mean_two_things_says_no_kind():
    rows = [
        [TITLE],
        ["Số CT", "Ngày", "Nội dung", "Số tiền"],
        ["1", "1/7/2021", "Thanh toán tạm ứng đợt 1", 5 * MILLION],
    ]
    assert printed_of(xlsx(rows)).lines[0].kind == ""
