"""A province's list in Excel: decimal commas, headings, totals, square metres, doubtful cells named with a remedy."""

from decimal import Decimal

import pytest

from khuyencong.clusters.imports import marked, read_list
from khuyencong.kernel.workbook import WorkbookRefused
from tests.clusters.workbooks import HEAD, workbook


def test_a_list_as_printed_is_read_with_its_headings_and_totals():
    data = workbook(
        [
            ["I", "Huyện Tam Dương"],
            [1, "CCN Hợp Thịnh", "Xã Hợp Thịnh", None, "48,434 ha", "Bổ sung mới"],
            [2, "CCN Đồng Sóc", "Xã Đồng Sóc", 60, "75", ""],
            ["II", "Huyện Yên Lạc"],
            [3, "CCN làng nghề Minh Phương", "", "5,5", "23,9", "Mở rộng"],
            [None, "Tổng cộng", None, None, "147,3"],
        ],
        above=["DANH MỤC CỤM CÔNG NGHIỆP TỈNH MINH HỌA"],
    )
    printed = read_list(data, "danh-muc.xlsx")
    assert [row.name for row in printed.rows] == ["CCN Hợp Thịnh", "CCN Đồng Sóc", "CCN làng nghề Minh Phương"]
    assert [row.area_planned for row in printed.rows] == [Decimal("48.434"), Decimal(75), Decimal("23.9")]
    assert [row.area_now for row in printed.rows] == [None, Decimal(60), Decimal("5.5")]
    assert [row.action for row in printed.rows] == ["new", "", "expand"]
    assert printed.rows[0].where == "Xã Hợp Thịnh, Huyện Tam Dương"
    assert printed.rows[2].where == "Huyện Yên Lạc"
    assert printed.rows[2].kind_of_place == "craft"
    assert printed.doubtful == 0
    assert {text for _sheet, _row, text in printed.skipped} >= {"Tổng cộng", "Huyện Tam Dương"}


def test_doubtful_cells_are_named_by_sheet_and_cell_with_a_remedy():
    data = workbook(
        [
            [1, "CCN Số Lạ", "Xã A", None, "bảy mươi lăm", ""],
            [2, "CCN Hai Cách", "Xã B", None, "48.434", ""],
            [3, "CCN Không Số", "Xã C", None, None, ""],
            [4, "CCN Thường", "Xã D", None, 20, ""],
            [5, "CCN Quá Lớn", "Xã E", None, 48434, ""],
        ]
    )
    printed = read_list(data, "danh-muc.xlsx")
    found = {row.name: [(item.where, item.message) for item in row.findings] for row in printed.rows}
    assert found["CCN Số Lạ"] == [("Danh mục!E2", "không đọc được diện tích “bảy mươi lăm”")]
    assert found["CCN Hai Cách"][0][0] == "Danh mục!E3"
    assert "đã hiểu là 48,434 ha" in found["CCN Hai Cách"][0][1]
    assert found["CCN Không Số"] == [("Danh mục!E4", "không ghi diện tích")]
    assert found["CCN Thường"] == []
    assert "lớn khác thường" in found["CCN Quá Lớn"][0][1]
    assert all(item.remedy for row in printed.rows for item in row.findings)
    assert read_list(marked(data, "danh-muc.xlsx", printed.rows), "x.xlsx").rows[3].area_planned == 20


def test_square_metres_become_hectares_and_sections_say_what_is_meant():
    head = ["TT", "Tên CCN", "Huyện", "Diện tích (m2)", "Ngành nghề", "Chủ đầu tư", "Đề xuất"]
    rows = [
        ["A", "Các cụm đưa ra khỏi quy hoạch"],
        [1, "Gốm Minh Họa", "Bình Giang", 125000, "Gốm sứ", "Công ty Minh Họa", ""],
        [2, "Tân Minh Họa", "Bình Giang", 500000, "Cơ khí", "", "Quy hoạch mới"],
    ]
    printed = read_list(workbook(rows, head), "x.xlsx")
    assert [(row.area_planned, row.action) for row in printed.rows] == [(Decimal("12.5"), "cut"), (Decimal(50), "new")]
    assert printed.rows[0].industries == "Gốm sứ"
    assert printed.rows[0].investor == "Công ty Minh Họa"
    assert printed.columns["Danh mục!D"] == "area_planned"


def test_what_is_no_list_and_what_is_secret_is_said():
    printed = read_list(workbook([["chỉ có chữ"]], ["Báo cáo"]), "x.xlsx")
    assert printed.rows == ()
    assert "Không tìm thấy bảng" in printed.findings[0].message
    with pytest.raises(WorkbookRefused, match="MẬT"):
        read_list(workbook([[1, "CCN A", "Xã A", 1, 2, ""]], HEAD, above=["TỐI MẬT"]), "x.xlsx")
    with pytest.raises(WorkbookRefused):
        read_list(b"khong phai excel", "x.xlsx")
