"""Single difficulties of plan annexes, each on a table made for it. All names are invented."""

import io
from datetime import date

import openpyxl
import pytest

from khuyencong.kernel.workbook import open_workbook
from khuyencong.kernel.workbook.annotating import RESULT_SHEET, annotate
from khuyencong.programme.actions.printed import GroupName, PlaceName
from khuyencong.programme.imports import plan_marks, understand_plan
from khuyencong.programme.imports.establishments import beneficiaries
from khuyencong.programme.imports.months import months
from khuyencong.programme.imports.places import PlaceFinder

from .papers import PLACES

OTHERS = (
    PlaceName("01", "01", "Hà Nội", "Thành phố"),
    PlaceName("52", "52", "Gia Lai"),
    PlaceName("96", "96", "Cà Mau"),
)
HEAD = ["TT", "Tên đề án", "Đơn vị thực hiện", "Địa điểm", "Kinh phí KCQG", "Ghi chú"]


def book(*rows, merges=(), name="Phụ lục") -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    for area in merges:
        sheet.merge_cells(area)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def plan_of(*rows, merges=(), year=2024, places=(*PLACES, *OTHERS), groups=()):
    return understand_plan(
        open_workbook(book(*rows, merges=merges), "mau.xlsx"), year=year, places=places, groups=groups
    )


def table(*rows, unit="Đơn vị tính: triệu đồng", head=HEAD):
    return plan_of([unit], head, *rows)


def codes(row, severity=None):
    return [finding.code for finding in row.findings if severity in (None, finding.severity)]


def test_missing_title_place_amount_and_group_make_rows_doubtful():
    plan = table(
        [1, None, "TTKC tỉnh Mẫu", "Tỉnh Bến Tre", 100],
        [2, "Đào tạo nghề may", "TTKC tỉnh Mẫu", "Tỉnh Không Có", 100],
        [3, "Đào tạo nghề mộc", "TTKC tỉnh Mẫu", "Tỉnh Bến Tre", None],
        [4, "Đào tạo nghề rèn", "TTKC tỉnh Mẫu", "Tỉnh Bến Tre", "ba trăm"],
        [5, "Việc chưa rõ", "TTKC tỉnh Mẫu", "Tỉnh Bến Tre", 100],
        [6, "Đào tạo nghề gốm", "TTKC tỉnh Mẫu", "Tỉnh Bến Tre", "=X1*2"],
    )
    errors = [codes(row, "error") for row in plan.rows]
    assert errors == [
        ["title_missing", "activity_unknown"], ["place_unknown"], ["amount_missing"], ["amount_unreadable"],
        ["activity_unknown"], ["amount_unreadable"],
    ]  # fmt: skip
    assert [finding.where for finding in plan.rows[5].findings if finding.severity == "error"] == ["Phụ lục!E8"]


def test_contradicting_sources_are_kept_and_reported():
    head = ["TT", "Tên đề án", "Đơn vị thực hiện", "Tổng kinh phí", "KCQG", "Đối ứng"]
    plan = plan_of(["ĐVT: triệu đồng"], head, [1, "Đào tạo nghề may", "TTKC tỉnh Bến Tre", 500, 200, 250])
    row = plan.rows[0]
    assert (row.total_cost, row.support, row.counterpart) == (500_000_000, 200_000_000, 250_000_000)
    assert codes(row, "warning") == ["row_sum"]
    assert row.doubtful is False


def test_printed_totals_that_differ_are_reported_not_repaired():
    plan = table(
        ["I", "Tỉnh Bến Tre", None, None, 350],
        [1, "Đào tạo nghề may", "TTKC tỉnh Bến Tre", None, 100],
        [2, "Đào tạo nghề mộc", "TTKC tỉnh Bến Tre", None, 200],
        [None, "Tổng số (3 đề án)", None, None, 300],
    )
    assert [(check.label, check.stated, check.computed, check.agrees) for check in plan.checks] == [
        ("Tỉnh Bến Tre", 350_000_000, 300_000_000, False),
        ("Tổng số (3 đề án)", 300_000_000, 300_000_000, True),
    ]
    assert (plan.rows_total, plan.stated_total, plan.stated_count) == (300_000_000, 300_000_000, 3)
    assert [finding.code for finding in plan.findings] == ["total_differs", "plan_count_differs"]


def test_project_over_merged_lines_is_one_project():
    plan = plan_of(
        ["TT", "Tên đề án", "Đơn vị thực hiện", "Nội dung thực hiện", "Kinh phí KCQG (triệu đồng)"],
        [1, "Đề án điểm: Phát triển sản xuất dừa", "TTKC tỉnh Bến Tre", "Hỗ trợ máy móc", 1000],
        [None, None, None, "Đào tạo lao động", 200],
        [None, None, None, "Hội chợ", 300],
        [2, "Đào tạo nghề may", "TTKC tỉnh Bến Tre", "Đào tạo", 150],
        [None, "Tổng số", None, None, 1650],
        merges=("A2:A4", "B2:B4", "C2:C4"),
    )
    assert [(row.row, row.last_row, row.kind, row.support) for row in plan.rows] == [
        (2, 4, "key", 1_500_000_000), (5, 5, "single", 150_000_000),
    ]  # fmt: skip
    assert plan.checks[0].agrees is True


def test_dotted_lines_that_add_up_belong_to_their_project():
    plan = table(
        [1, "Đào tạo nghề chè", "TTKC tỉnh Bến Tre", None, 200],
        ["1.1", "Lớp A", None, None, 100],
        ["1.2", "Lớp B", None, None, 100],
    )
    assert [(row.title, row.support) for row in plan.rows] == [("Đào tạo nghề chè", 200_000_000)]


def test_ambiguous_text_follows_the_other_texts_of_the_column():
    plan = table(
        [1, "Đào tạo nghề may", "TTKC tỉnh Bến Tre", None, "4.360"],
        [2, "Đào tạo nghề mộc", "TTKC tỉnh Bến Tre", None, "12,5"],
    )
    assert [row.support for row in plan.rows] == [4_360_000_000, 12_500_000]
    assert [finding.where for finding in plan.findings if finding.code == "amounts_as_text"] == ["Phụ lục!E2"]


def test_ambiguous_text_follows_the_total():
    plan = table(
        [1, "Đào tạo nghề may", "TTKC tỉnh Bến Tre", None, "1.200"],
        [2, "Đào tạo nghề mộc", "TTKC tỉnh Bến Tre", None, "0"],
        [3, "Đào tạo nghề gốm", "TTKC tỉnh Bến Tre", None, 800],
        [None, "Cộng", None, None, 801.2],
        unit="ĐVT: tỷ đồng",
    )
    assert plan.rows[0].support == 1_200_000_000


def test_truly_ambiguous_text_is_doubtful():
    plan = table(
        [1, "Đào tạo nghề may", "TTKC tỉnh Bến Tre", None, "1.200"],
        [2, "Đào tạo nghề mộc", "TTKC tỉnh Bến Tre", None, 405_000],
        unit="ĐVT: nghìn đồng",
    )
    assert (plan.rows[0].support, codes(plan.rows[0], "error")) == (None, ["amount_ambiguous"])


def test_unit_said_nowhere_is_doubtful_unless_amounts_are_in_the_millions():
    unsaid = table([1, "Đào tạo nghề may", "TTKC tỉnh Bến Tre", None, 120], unit="Mẫu")
    plain = table([1, "Đào tạo nghề may", "TTKC tỉnh Bến Tre", None, "120.000.000"], unit="Mẫu")
    assert (unsaid.rows[0].support, codes(unsaid.rows[0], "error")) == (None, ["unit_unknown"])
    assert plain.rows[0].support == 120_000_000


def test_column_title_unit_beats_the_note():
    head = ["TT", "Tên đề án", "Đơn vị thực hiện", "Tổng kinh phí (tỷ đồng)", "KCQG (triệu đồng)"]
    plan = plan_of(["ĐVT: đồng"], head, [1, "Đào tạo nghề may", "TTKC tỉnh Bến Tre", "0,5", 200])
    assert (plan.rows[0].total_cost, plan.rows[0].support) == (500_000_000, 200_000_000)


def test_plan_of_another_year_on_the_new_map_with_new_names():
    plan = plan_of(
        ["DANH MỤC 4 ĐỀ ÁN NĂM 2026"],
        ["(Kèm theo Quyết định số 12/QĐ-MAU ngày 05/01/2026 của Bộ trưởng)"],
        ["STT", "Tên nhiệm vụ, đề án", "Đơn vị chủ trì", "Địa điểm", "Thời gian", "Kinh phí (triệu đồng)", None, None],
        [None, None, None, None, None, "Tổng số", "Trong đó", None],
        [None, None, None, None, None, None, "KCQG", "Nguồn khác"],
        ["1", "2", "3", "4", "5", "6=7+8", "7", "8"],
        ["A", "TỔNG SỐ", None, None, None, 5000, 3000, 2000],
        ["I", "Khuyến công địa phương", None, None, None, 2500, 1500, 1000],
        [1, "Hỗ trợ ứng dụng máy CNC", "Trung tâm Khuyến công tỉnh Gia Lai", "Xã Mẫu, tỉnh Gia Lai", "Quý II-IV", 2000, 1000, 1000],
        [2, "Đào tạo nghề", "Sở Công Thương Cà Mau", None, "T3-T6/2026", 500, 500, None],
        ["II", "Các đơn vị thuộc Bộ", None, None, None, 1000, 500, 500],
        [1, "Tuyên truyền khuyến công", "Báo Mẫu", "Toàn quốc", "2026", 1000, 500, 500],
        ["III", "Nhiệm vụ của Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công", None, None, None, 1500, 1000, 500],
        [1, "Tập huấn cán bộ khuyến công", "Cục Đổi mới sáng tạo, Chuyển đổi xanh và Khuyến công", "Cả nước", "từ tháng 2 đến tháng 10", 1500, 1000, 500],
        merges=("F3:H3", "A3:A5", "B3:B5", "C3:C5", "D3:D5", "E3:E5", "F4:F5", "G4:H4"),
        year=2026,
    )  # fmt: skip
    read = [
        (row.part, row.kind, row.activity_code, row.place_key, row.support, row.other, row.start_month, row.end_month)
        for row in plan.rows
    ]
    assert read == [
        ("locality", "single", "ND3", "52", 10**9, 10**9, date(2026, 4, 1), date(2026, 12, 1)),
        ("locality", "single", "ND1", "96", 5 * 10**8, None, date(2026, 3, 1), date(2026, 6, 1)),
        ("unit", "single", "ND6", None, 5 * 10**8, 5 * 10**8, date(2026, 1, 1), date(2026, 12, 1)),
        ("agency", "task", "ND9", None, 10**9, 5 * 10**8, date(2026, 2, 1), date(2026, 10, 1)),
    ]
    assert [check.agrees for check in plan.checks] == [True] * 4
    assert (plan.decision.number, plan.decision.date, plan.stated_count) == ("12/QĐ-MAU", date(2026, 1, 5), 4)


def test_groups_by_implementer_hand_down_body_and_province():
    plan = plan_of(
        ["ĐVT: triệu đồng"], ["TT", "Danh mục đề án", "KCQG"],
        ["I", "Trung tâm Khuyến công tỉnh Hà Giang", 500], [1, "Đào tạo nghề chè", 200], [2, "Hợp tác quốc tế về khuyến công", 300],
        ["", "Cộng", 500],
    )  # fmt: skip
    assert [(row.implementer, row.place_key, row.activity_code) for row in plan.rows] == [
        ("Trung tâm Khuyến công tỉnh Hà Giang", "02", "ND1"), ("Trung tâm Khuyến công tỉnh Hà Giang", "02", "ND8"),
    ]  # fmt: skip


def test_blank_place_follows_the_province_above_and_says_so():
    head = ["STT", "Địa phương", "Tên đề án", "Đơn vị thực hiện", "Vốn NSTW (triệu đồng)"]
    plan = plan_of(
        head, [1, "Hà Giang", "Đào tạo nghề A", None, 120], [2, None, "Đào tạo nghề B", None, 30], [None, "Cộng Hà Giang", None, None, 150],
        [3, "Huế", "Đào tạo nghề C", None, 40], [4, None, "Đào tạo nghề D", "Báo Mẫu", 10],
    )  # fmt: skip
    assert [(row.part, row.place_key) for row in plan.rows] == [
        ("locality", "02"),
        ("locality", "02"),
        ("locality", "46"),
        ("unit", None),
    ]
    assert [finding.code for finding in plan.rows[1].findings if finding.code.startswith("place")] == [
        "place_understood"
    ]
    assert [(check.label, check.agrees) for check in plan.checks] == [("Cộng Hà Giang", True)]


def test_sheet_totals_make_the_stated_total():
    made = openpyxl.load_workbook(
        io.BytesIO(
            book(
                ["ĐVT: triệu đồng"],
                HEAD,
                [1, "Đào tạo nghề", "TTKC tỉnh Bến Tre", None, 5],
                [None, "Cộng", None, None, 5],
                name="Địa phương",
            )
        )
    )
    second = made.create_sheet("Đơn vị")
    for row in (HEAD, [1, "Tuyên truyền", "Báo Mẫu", "Cả nước", 7], [None, "Cộng", None, None, 7]):
        second.append(row)
    stream = io.BytesIO()
    made.save(stream)
    plan = understand_plan(open_workbook(stream.getvalue(), "x"), year=2024, places=PLACES, groups=())
    assert ([(row.part, row.support) for row in plan.rows], plan.stated_total) == (
        [("locality", 5_000_000), ("unit", 7_000_000)],
        12_000_000,
    )
    assert [finding.code for finding in plan.findings] == ["unit_inherited"]


def test_numbering_gaps_and_repeats_are_reported():
    rows = [[number, f"Đào tạo nghề {number}", "TTKC tỉnh Bến Tre", None, 100] for number in (1, 2, 4, 4)]
    assert [(f.code, f.message) for f in table(*rows).findings] == [
        ("ordinal_gap", "Thiếu số thứ tự 3"), ("ordinal_repeated", "Số thứ tự 4 bị lặp"),
    ]  # fmt: skip


def test_signatory_below_the_table_is_read():
    plan = table(
        [1, "Đào tạo nghề", "TTKC tỉnh Bến Tre", None, 1],
        [],
        [None, None, None, "KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG"],
        [],
        [None, None, None, "Nguyễn Văn Mẫu"],
    )
    assert (len(plan.rows), plan.decision.signatory) == (1, "Nguyễn Văn Mẫu")


def test_titles_that_only_look_like_totals_are_projects():
    plan = table(
        [1, "Cổng thông tin điện tử khuyến công", "Báo Mẫu", "Cả nước", 100],
        [2, "Tổng kết chương trình khuyến công", "Cục Công Thương địa phương", "Cả nước", 200],
    )
    assert [(row.part, row.activity_code, row.support) for row in plan.rows] == [
        ("unit", "ND6", 10**8),
        ("agency", "ND9", 2 * 10**8),
    ]


def test_given_group_words_are_used():
    groups = (GroupName("ND1", "Đào tạo nghề"), GroupName("ND5", "Tư vấn", ("soi đường",)))
    plan = plan_of(["ĐVT: triệu đồng"], HEAD, [1, "Soi đường cho xưởng", "TTKC tỉnh Bến Tre", None, 1], groups=groups)
    assert (plan.rows[0].activity_code, plan.rows[0].activity_from) == ("ND5", "title")


def test_hidden_sheet_and_sheet_without_table_are_named():
    made = openpyxl.load_workbook(
        io.BytesIO(book(["ĐVT: triệu đồng"], HEAD, [1, "Đào tạo nghề", "TTKC tỉnh Bến Tre", None, 1]))
    )
    made.create_sheet("Nháp").sheet_state = "hidden"
    made.create_sheet("Ghi chú").append(["chỉ có chữ"])
    made["Nháp"].append(["x"])
    stream = io.BytesIO()
    made.save(stream)
    plan = understand_plan(open_workbook(stream.getvalue(), "x"), year=2024, places=PLACES, groups=())
    assert [(sheet.name, sheet.skipped) for sheet in plan.sheets] == [
        ("Phụ lục", ""), ("Nháp", "trang tính bị ẩn nên không được tính"), ("Ghi chú", "không tìm thấy dòng tiêu đề bảng"),
    ]  # fmt: skip


def test_workbook_without_table_gives_one_error():
    plan = plan_of(["chỉ", "có"], ["vài", "chữ"])
    assert (plan.rows, [finding.code for finding in plan.findings]) == ((), ["table_missing"])


def test_marks_of_a_plan_land_in_its_own_workbook():
    data = book(["ĐVT: triệu đồng"], HEAD, [1, "Việc chưa rõ", "TTKC tỉnh Bến Tre", None, "ba trăm"])
    plan = understand_plan(open_workbook(data, "mau.xlsx"), year=2024, places=PLACES, groups=())
    marked = openpyxl.load_workbook(io.BytesIO(annotate(data, "mau.xlsx", plan_marks(plan))))
    assert marked["Phụ lục"]["E3"].fill.start_color.rgb == "FFF4B6B0"
    assert marked[RESULT_SHEET].max_row == 1 + len(plan.rows[0].findings) + len(plan.findings)


@pytest.mark.parametrize(
    ("text", "key"),
    [("Tỉnh Hoà Bình", "17"), ("HÒA BÌNH", "17"), ("TP. HCM", "79"), ("TP.HCM", "79"), ("Thừa Thiên - Huế", "46"), ("BR-VT", "77"),
     ("Xã Mẫu, huyện Mẫu, tỉnh Bến Tre", "83"), ("TTKC&TVPTCN Hà Giang", "02"), ("Cả nước", None), ("Tỉnh Không Có", None)],
)  # fmt: skip
def test_place_is_found_however_it_is_written(text, key):
    found = PlaceFinder(PLACES).inside(text)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Công ty A; HTX B", ("Công ty A", "HTX B")),
        ("1. Công ty A 2. HTX B", ("Công ty A", "HTX B")),
        ("1) Công ty A\n2) HTX B", ("Công ty A", "HTX B")),
        ("- Công ty A\n- HTX B", ("Công ty A", "HTX B")),
        ("Công ty A, HTX B và hộ kinh doanh C", ("Công ty A", "HTX B", "hộ kinh doanh C")),
        ("Công ty TNHH Sản xuất, Thương mại và Dịch vụ Mẫu", ("Công ty TNHH Sản xuất, Thương mại và Dịch vụ Mẫu",)),
        ("Công ty cổ phần Mẫu\nvà xây dựng 1", ("Công ty cổ phần Mẫu và xây dựng 1",)),
        ("Công ty TNHH Mẫu - Chi nhánh 2", ("Công ty TNHH Mẫu - Chi nhánh 2",)),
        ("", ()), ("-", ()),
    ],
)  # fmt: skip
def test_beneficiaries_are_told_apart(text, names):
    assert beneficiaries(text) == names


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [("Tháng 4-9/2024", (2024, 4), (2024, 9)), ("T4-T9/2024", (2024, 4), (2024, 9)), ("Quý I-III", (2024, 1), (2024, 9)),
     ("từ tháng 2 đến tháng 10", (2024, 2), (2024, 10)), ("2024", (2024, 1), (2024, 12)), ("01/03/2024 - 30/9/2024", (2024, 3), (2024, 9)),
     ("Quý IV/2024 - Quý II/2025", (2024, 10), (2025, 6)), ("6/2024", (2024, 6), (2024, 6)), ("Năm 2023-2025", (2023, 1), (2025, 12))],
)  # fmt: skip
def test_months_are_read(text, start, end):
    assert months(text, text, 2024) == (date(*start, 1), date(*end, 1))
