"""Plans that were once misread, most of them in silence: each stays here with what a careful clerk would read."""

import io

import openpyxl
import pytest

from khuyencong.kernel.workbook import open_workbook
from khuyencong.programme.imports import understand_plan
from khuyencong.programme.imports.months import months

from .papers import PLACES
from .test_plan_cases import HEAD, OTHERS, codes, plan_of, table

MACHINES = "Hỗ trợ ứng dụng máy móc trong chế biến chè"
TRAINING = "Đào tạo nghề may công nghiệp"
BODY = "TTKC tỉnh Bến Tre"


def supports(plan):
    return [(row.ordinal, row.support) for row in plan.rows]


def sheets_of(**sheets):
    made = openpyxl.Workbook()
    made.remove(made.worksheets[0])
    for name, rows in sheets.items():
        sheet = made.create_sheet(name.replace("_", " "))
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return understand_plan(
        open_workbook(stream.getvalue(), "mau.xlsx"), year=2024, places=(*PLACES, *OTHERS), groups=()
    )


def test_an_approved_amount_beats_the_requested_one():
    head = ["TT", "Tên đề án", "Đơn vị thực hiện", "Kinh phí đề nghị hỗ trợ", "Kinh phí KCQG được duyệt"]
    plan = plan_of(["ĐVT: triệu đồng"], head, [1, MACHINES, BODY, 350, 300], [2, TRAINING, BODY, 200, 120])
    assert supports(plan) == [("1", 300_000_000), ("2", 120_000_000)]


def test_a_ratio_is_no_money():
    head = ["TT", "Tên đề án", "Đơn vị thực hiện", "Tỷ lệ hỗ trợ (%)", "Kinh phí"]
    plan = plan_of(["ĐVT: triệu đồng"], head, [1, MACHINES, BODY, 50, 300], [2, TRAINING, BODY, 50, 120])
    assert supports(plan) == [("1", 300_000_000), ("2", 120_000_000)]


@pytest.mark.parametrize("amounts", [(300, 120), (300_000_000, 120_000_000)])
def test_an_amount_in_a_sentence_is_no_unit(amounts):
    rows = [[1, MACHINES, BODY, None, amounts[0]], [2, TRAINING, BODY, None, amounts[1]]]
    plan = plan_of(["Phê duyệt danh mục với tổng kinh phí 12,3 tỷ đồng"], HEAD, *rows)
    if amounts[0] > 1000:
        assert supports(plan) == [("1", 300_000_000), ("2", 120_000_000)]
    else:
        assert [codes(row, "error") for row in plan.rows] == [["unit_unknown"], ["unit_unknown"]]


@pytest.mark.parametrize(
    ("unit", "amounts"), [("đồng", (300, 1200, 3100)), ("triệu đồng", (300_000, 1_200_000, 35_000))]
)
def test_a_unit_that_fits_no_amount_makes_every_row_doubtful(unit, amounts):
    rows = [[index, f"{TRAINING} {index}", BODY, None, amount] for index, amount in enumerate(amounts, 1)]
    plan = table(*rows, [None, "Tổng cộng", None, None, sum(amounts)], unit=f"Đơn vị tính: {unit}")
    assert len(plan.doubtful_rows) == 3


def test_a_number_beyond_all_money_is_unreadable():
    plan = table([1, TRAINING, BODY, None, 1e300], [None, "Tổng cộng", None, None, 1e300])
    assert (codes(plan.rows[0], "error"), plan.rows_total, plan.stated_total) == (["amount_unreadable"], 0, None)


def test_a_draft_on_a_second_sheet_is_not_counted_in_silence():
    rows = [["ĐVT: triệu đồng"], HEAD, [1, MACHINES, BODY, None, 300], [2, TRAINING, BODY, None, 120]]
    plan = sheets_of(Phụ_lục=rows, Dự_thảo=rows)
    assert [codes(row, "error") for row in plan.rows] == [[], [], ["row_repeated"], ["row_repeated"]]


def test_a_summary_sheet_is_not_counted():
    summary = [
        ["ĐVT: triệu đồng"],
        ["TT", "Danh mục", "Số lượng đề án", "Kinh phí KCQG"],
        [1, "Máy móc và dây chuyền, các loại", 1, 300],
        [2, "Đào tạo, tập huấn", 1, 120],
    ]
    detail = [["ĐVT: triệu đồng"], HEAD, [1, MACHINES, BODY, None, 300], [2, TRAINING, BODY, None, 120]]
    plan = sheets_of(Tổng_hợp=summary, Chi_tiết=detail)
    assert supports(plan) == [("1", 300_000_000), ("2", 120_000_000)]
    assert [sheet.skipped for sheet in plan.sheets] == ["bảng tổng hợp: không tính", ""]


@pytest.mark.parametrize(
    "below",
    [
        [["Trong đó:"], ["- Đề án của các địa phương", 300], ["- Nhiệm vụ của Cục", 120]],
        [["Trong đó: vốn bố trí đợt 1", 300], ["Vốn bố trí đợt 2", 120]],
        [["- Vốn bố trí đợt 1", 300], ["- Vốn bố trí đợt 2", 120]],
    ],
)
def test_what_splits_the_total_is_not_counted_again(below):
    split = [[None, text, None, None, *amount] for text, *amount in below]
    plan = table(
        [1, MACHINES, BODY, None, 300],
        [2, TRAINING, BODY, None, 120],
        [None, "Tổng cộng", None, None, 420],
        *split,
    )
    assert supports(plan) == [("1", 300_000_000), ("2", 120_000_000)]
    assert [check.agrees for check in plan.checks] == [True]


def test_amounts_carried_to_the_next_page_are_sums():
    rows = [[1, MACHINES, BODY, None, 300], [None, "Cộng mang sang", None, None, 300], HEAD]
    more = [[None, "Mang sang", None, None, 300], [2, TRAINING, BODY, None, 120], [None, "Tổng cộng", None, None, 420]]
    plan = table(*rows, *more)
    assert supports(plan) == [("1", 300_000_000), ("2", 120_000_000)]
    assert plan.stated_total == plan.rows_total


def test_figures_without_a_word_at_the_end_are_the_total():
    plan = table([1, MACHINES, BODY, None, 300], [2, TRAINING, BODY, None, 120], [None, None, None, None, 421])
    assert (len(plan.rows), [(check.stated, check.agrees) for check in plan.checks]) == (2, [(421_000_000, False)])


def test_a_total_may_be_named_in_another_column():
    plan = table([1, MACHINES, BODY, None, 300], [None, None, "Tổng cộng:", None, 300])
    assert (len(plan.rows), plan.stated_total) == (1, 300_000_000)


def test_signatures_in_a_money_column_are_no_projects():
    plan = table(
        [1, MACHINES, BODY, None, 300],
        [None, "Tổng cộng", None, None, 300],
        [None],
        [None, None, None, None, "KT. BỘ TRƯỞNG"],
        [None, None, None, None, "Trần Văn Mẫu"],
    )
    assert len(plan.rows) == 1


def test_shares_of_two_beneficiaries_are_added_though_they_are_equal():
    head = ["TT", "Tên đề án", "Đơn vị thực hiện", "Đơn vị thụ hưởng", "Kinh phí KCQG"]
    rows = [[1, MACHINES, BODY, "HTX Mẫu Một", 150], [None, None, None, "Công ty TNHH Mẫu Hai", 150]]
    plan = plan_of(["ĐVT: triệu đồng"], head, *rows, merges=("A3:A4", "B3:B4", "C3:C4"))
    assert [(row.support, row.beneficiaries) for row in plan.rows] == [
        (300_000_000, ("HTX Mẫu Một", "Công ty TNHH Mẫu Hai"))
    ]


def test_lettered_projects_under_a_province_are_no_headings():
    rows = [[1, "Bến Tre", 420], ["a)", MACHINES, 300], ["b)", TRAINING, 120], [None, "Tổng cộng", 420]]
    plan = plan_of(["ĐVT: triệu đồng"], ["TT", "Tên đề án", "KCQG"], *rows)
    assert supports(plan) == [("a)", 300_000_000), ("b)", 120_000_000)]
    assert {row.place_printed for row in plan.rows} == {"Bến Tre"}


def test_a_title_broken_over_two_rows_is_joined():
    plan = table([1, "Xây dựng và đăng ký nhãn", BODY, None, 35], [None, "hiệu nước mắm"])
    assert [(row.title, row.activity_code) for row in plan.rows] == [("Xây dựng và đăng ký nhãn hiệu nước mắm", "ND4")]


def test_a_project_whose_title_opens_like_a_sum_stays_a_project():
    head = ["Tên đề án", "Đơn vị thực hiện", "KCQG"]
    rows = [["Cộng tác viên khuyến công: bồi dưỡng nghiệp vụ", "Cục Công Thương địa phương", 120]]
    plan = plan_of(["ĐVT: triệu đồng"], head, *rows, ["Tổng cộng", None, 120])
    assert (len(plan.rows), plan.stated_total) == (1, 120_000_000)


def test_a_second_table_may_use_other_words_and_columns():
    plan = plan_of(
        ["ĐVT: triệu đồng"],
        ["A. Đề án của các địa phương"],
        ["TT", "Tên đề án", "Tỉnh", "Đơn vị thực hiện", "KCQG"],
        [1, MACHINES, "Bến Tre", BODY, 300],
        [None, "Cộng phần I", None, None, 300],
        ["B. Các đơn vị thuộc Bộ"],
        ["TT", "Nội dung", "Đơn vị thực hiện", "KCQG"],
        [1, "Tuyên truyền hoạt động khuyến công", "Tạp chí Mẫu", 700],
        [None, "Cộng phần II", None, 700],
    )
    assert [(row.part, row.implementer, row.support) for row in plan.rows] == [
        ("locality", BODY, 300_000_000),
        ("unit", "Tạp chí Mẫu", 700_000_000),
    ]
    assert plan.stated_total == 1_000_000_000


def test_a_letterhead_above_the_table_is_no_section():
    plan = plan_of(["CỤC CÔNG THƯƠNG ĐỊA PHƯƠNG"], ["ĐVT: triệu đồng"], HEAD, [1, MACHINES, BODY, None, 300])
    assert plan.rows[0].part == "locality"


@pytest.mark.parametrize(
    "heading", ["C. NHIỆM VỤ DO CỤC TRỰC TIẾP THỰC HIỆN", "III. Nhiệm vụ do Cục trực tiếp thực hiện"]
)
def test_a_section_of_tasks_ends_the_section_of_units(heading):
    mark = "B." if heading.startswith("C") else "II."
    plan = plan_of(
        ["ĐVT: triệu đồng"],
        HEAD,
        [f"{mark} CÁC ĐƠN VỊ THUỘC BỘ"],
        [1, "Tuyên truyền hoạt động khuyến công", "Báo Mẫu", None, 700],
        [heading],
        [1, "Kiểm tra, giám sát đề án khuyến công", "Cục Công Thương địa phương", None, 650],
        merges=("A3:F3", "A5:F5"),
    )
    assert [(row.part, row.kind) for row in plan.rows] == [("unit", "single"), ("agency", "task")]


@pytest.mark.parametrize("title", ["Chủ đề án", "Bên B", "ĐV thực hiện", "Đ.vị chủ trì"])
def test_other_names_of_the_implementer(title):
    plan = plan_of(["ĐVT: tr.đ"], ["TT", "Tên đề án", title, "KCQG"], [1, MACHINES, BODY, 300])
    assert plan.rows[0].implementer == BODY


def test_the_opening_of_a_title_decides_its_group():
    plan = table(
        [1, "Tuyên truyền về công tác khuyến công trên tạp chí", BODY, None, 450],
        [2, "Tổng kết chương trình khuyến công", BODY, None, 450],
    )
    assert [row.activity_code for row in plan.rows] == ["ND6", "ND9"]


def test_a_group_of_two_establishments_is_no_code():
    head = ["TT", "Tên đề án", "Đơn vị thực hiện", "Nội dung hỗ trợ", "KCQG"]
    plan = plan_of(["ĐVT: tr.đ"], head, [1, MACHINES, BODY, "Hỗ trợ nhóm 2 cơ sở mua máy móc thiết bị", 300])
    assert plan.rows[0].activity_code == "ND3"


def test_grounds_of_a_decision_are_not_the_decision():
    plan = plan_of(
        ["Số: 77/QĐ-MAU"],
        ["Hà Nội, ngày 15 tháng 01 năm 2024"],
        ["Căn cứ Quyết định số 11/QĐ-KHAC ngày 20 tháng 11 năm 2020;"],
        ["ĐVT: triệu đồng"],
        HEAD,
        [1, MACHINES, BODY, None, 300],
    )
    assert (plan.decision.number, str(plan.decision.date)) == ("77/QĐ-MAU", "2024-01-15")


def test_text_amounts_are_said_once_per_column():
    plain = table([1, MACHINES, BODY, None, "1.200"], [2, TRAINING, BODY, None, "12,5"])
    mixed = table(
        [1, MACHINES, BODY, None, "1.200"], [2, TRAINING, BODY, None, "312,5"], [3, "Đào tạo nghề mộc", BODY, None, 300]
    )
    said = [finding.message for finding in plain.findings if finding.code == "amounts_as_text"]
    assert said == [
        "Cột E: 2 số ghi bằng chữ, hiểu theo triệu đồng, ví dụ “1.200” là 1.200.000.000 đồng, "
        "theo cách viết của các ô khác trong bảng"
    ]
    assert ["amount_understood" in codes(row) for row in (*plain.rows, *mixed.rows)] == [
        False,
        False,
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("Quý 2,3/2024", 4, 9), ("Quý I, II, III", 1, 9), ("III-X/2024", 3, 10), ("VI - XII", 6, 12)],
)
def test_quarters_listed_and_roman_months(text, first, last):
    start, end = months(text, text, 2024)
    assert (start.month, end.month, start.year) == (first, last, 2024)


@pytest.mark.parametrize("text", ["II-IV/2024", "Quý 1, 3/2024", "12 tháng"])
def test_periods_that_may_mean_two_things_stay_open(text):
    assert months(text, text, 2024) is None


def test_the_national_share_beats_the_sum_of_all_support():
    head = ["TT", "Tên đề án", "Đơn vị thực hiện", "Tổng kinh phí hỗ trợ", "KCQG", "KCĐP"]
    plan = plan_of(["ĐVT: triệu đồng"], head, [1, MACHINES, BODY, 310, 300, 10])
    assert [(row.support, row.other) for row in plan.rows] == [(300_000_000, 10_000_000)]


def test_central_and_local_money_under_one_title():
    plan = plan_of(
        ["ĐVT: triệu đồng"],
        ["TT", "Tên đề án", "Đơn vị thực hiện", "Địa điểm", "Ngân sách nhà nước hỗ trợ"],
        [None, None, None, None, "Tổng số", "Trung ương", "Địa phương"],
        [1, MACHINES, "HTX Mẫu", "Bến Tre", 310, 300, 10],
        merges=("A2:A3", "B2:B3", "C2:C3", "D2:D3", "E2:G2"),
    )
    assert [(row.support, row.other, row.place_key) for row in plan.rows] == [(300_000_000, 10_000_000, "83")]


def test_a_total_may_carry_the_number_of_projects_as_its_ordinal():
    plan = table([1, MACHINES, BODY, None, 300], [1, "Tổng cộng", None, None, 300])
    assert (len(plan.rows), plan.stated_total) == (1, 300_000_000)


def test_a_title_column_may_name_the_beneficiary_too():
    head = ["TT", "Tên đề án, đơn vị thụ hưởng", "Đơn vị lập đề án", "KCQG"]
    plan = plan_of(["ĐVT: tr.đ"], head, [1, MACHINES, BODY, 300])
    assert [(row.title, row.implementer) for row in plan.rows] == [(MACHINES, BODY)]


def test_a_printed_zero_is_pointed_out():
    plan = table([1, MACHINES, BODY, None, 0], [2, TRAINING, BODY, None, 300])
    assert [codes(row, "warning") for row in plan.rows] == [["amount_zero"], []]
