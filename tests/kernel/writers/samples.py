"""A realistic half-year report and a hostile paper, used by the tests of every writer."""

from datetime import date
from decimal import Decimal

from khuyencong.kernel.money import percent
from khuyencong.kernel.papers import Cell, Column, Heading, Letterhead, Paper, Paragraph, Row, Table

BANNER = "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC"
FOOT = "Số liệu tính đến ngày 30/06/2024 · Bản dự thảo số 3"
LETTERS = "ẳẵặẩẫậểễệổỗộởỡợửữựỳỷỹỵĐđ"

GROUPS = (
    ("Hỗ trợ ứng dụng máy móc, thiết bị tiên tiến, chuyển giao công nghệ", 58, 71_345_500_000, 24_870_000_000),
    ("Xây dựng mô hình trình diễn kỹ thuật", 9, 12_600_000_000, 5_130_250_000),
    ("Tổ chức hội chợ, triển lãm, bình chọn sản phẩm tiêu biểu", 21, 28_915_000_000, 10_400_000_000),
    ("Đào tạo nghề, nâng cao năng lực quản lý", 14, 9_139_500_000, 4_599_750_000),
    ("Thông tin tuyên truyền, hợp tác quốc tế", 4, 8_000_000_000, 0),
)
PROVINCES = (
    ("An Giang", 4_620_000_000, 1_500_000_000, date(2024, 3, 20)),
    ("Bắc Kạn", 2_575_123_456, None, None),
    ("Đắk Lắk", 3_900_000_000, 2_400_000_000, date(2024, 5, 14)),
    ("Thừa Thiên Huế", 1_300_000_000, 0, date(2024, 6, 24)),
)


def money(value: int | None, **more: object) -> Cell:
    return Cell(value, "VND", **more)  # type: ignore[arg-type]


def share(numerator: int | None, denominator: int) -> Cell:
    if numerator is None:
        return Cell(None, "percent")
    return Cell(percent(numerator, denominator), "percent", numerator=numerator, denominator=denominator)


def activity_table() -> Table:
    rows = [
        Row((Cell(str(n)), Cell(name), Cell(count, "count"), money(plan), money(given), share(given, plan)))
        for n, (name, count, plan, given) in enumerate(GROUPS, 1)
    ]
    count, plan, given = (sum(group[n] for group in GROUPS) for n in (1, 2, 3))
    total = Row(
        (Cell(""), Cell("Tổng cộng"), Cell(count, "count"), money(plan), money(given), share(given, plan)), "total"
    )
    return Table(
        title="Bảng 1. Kế hoạch và kinh phí đã phân bổ theo nhóm hoạt động",
        columns=(
            Column("TT", width=0.6),
            Column("Nhóm hoạt động khuyến công", width=4),
            Column("Số đề án", "count"),
            Column("Kế hoạch", "VND", 1.5),
            Column("Đã phân bổ", "VND", 1.5),
            Column("Tỷ lệ", "percent", 1, ratio=(4, 3)),
        ),
        rows=(*rows, total),
        sum_columns=(2, 3, 4),
        name="Nhóm hoạt động",
        note="Tổng cộng tính từ số chưa làm tròn.",
    )


def province_table() -> Table:
    rows = tuple(
        Row((Cell(name), money(plan), money(given, confirmed=name != "An Giang"), Cell(day, "date")))
        for name, plan, given, day in PROVINCES
    )
    north = Row((Cell("Phía Bắc"), money(6_475_123_456), money(2_400_000_000), Cell("")), "group")
    south = Row((Cell("Phía Nam"), money(5_920_000_000), money(1_500_000_000), Cell("")), "group")
    total = Row((Cell("Tổng cộng"), money(12_395_123_456), money(3_900_000_000), Cell("")), "total")
    return Table(
        title="Bảng 2. Kinh phí theo địa phương",
        columns=(
            Column("Địa phương", width=3),
            Column("Kế hoạch", "VND", 2),
            Column("Đã phân bổ", "VND", 2),
            Column("Ngày phân bổ", "date", 1.5),
        ),
        rows=(north, rows[1], rows[2], south, rows[0], rows[3], total),
        sum_columns=(1, 2),
        name="Địa phương: 6 tháng/2024",
    )


def figures() -> dict[str, Cell]:
    return {
        "ke-hoach": Cell(130_000_000_000, "VND", "130 tỷ đồng", "plan.total", label="Kinh phí kế hoạch năm 2024"),
        "phan-bo": Cell(45_000_000_000, "VND", "45 tỷ đồng", "allocated.total", label="Kinh phí đã phân bổ"),
        "ty-le": Cell(
            Decimal("34.6"), "percent", "34,6%", "allocated.share", numerator=45_000_000_000,
            denominator=130_000_000_000, label="Tỷ lệ phân bổ",
        ),
        "kien-nghi": Cell(21, "count", "hơn 20", "petitions", confirmed=False, label="Kiến nghị đã trả lời"),
    }  # fmt: skip


def half_year() -> Paper:
    figure = figures()
    return Paper(
        kind="BÁO CÁO",
        title="Công tác khuyến công 6 tháng đầu năm,\nnhiệm vụ 6 tháng cuối năm 2024",
        letterhead=Letterhead("Bộ Công Thương", "Cục Công Thương địa phương", "BC-CTĐP", "Hà Nội", year=2024),
        blocks=(
            Heading("I. Kết quả thực hiện"),
            Heading("1. Kế hoạch và kinh phí", 2),
            Paragraph((
                "Kế hoạch khuyến công quốc gia năm 2024 được phê duyệt tại Quyết định số 3396/QĐ-BCT với kinh phí ",
                figure["ke-hoach"], " cho ", Cell(106, "count", "106"), " đề án, nhiệm vụ của ",
                Cell(38, "count", "38"), " địa phương, ", Cell(14, "count", "14"), " đơn vị và ",
                Cell(8, "count", "08"), " nhiệm vụ do Cục trực tiếp thực hiện.",
            )),
            Paragraph((
                "Đến ngày 30/6/2024, kinh phí đã phân bổ là ", figure["phan-bo"], ", đạt khoảng ", figure["ty-le"],
                " kế hoạch năm; 22 địa phương chưa được phân bổ. Các địa phương, đơn vị đã được hướng dẫn hoàn thiện "
                "hồ sơ và triển khai những đề án được phân bổ kinh phí theo quy định.",
            )),
            activity_table(),
            Heading("2. Bình chọn sản phẩm, hội chợ", 2),
            Paragraph((
                "Phối hợp với Sở Công Thương và Trung tâm Khuyến công Hà Nội tổ chức hội nghị khuyến công và hội chợ "
                "hàng công nghiệp nông thôn tiêu biểu khu vực phía Bắc. Trả lời kiến nghị của ", figure["kien-nghi"],
                " địa phương.",
            )),
            province_table(),
            Heading("II. Khó khăn, vướng mắc"),
            Paragraph((
                "Đến hết tháng 6 mới phân bổ khoảng ", figure["ty-le"], " kinh phí, ảnh hưởng tiến độ đề án tại địa "
                "phương. Một số địa phương chuyển đơn vị sự nghiệp làm khuyến công từ trực thuộc Sở Công Thương về "
                "trực thuộc Ủy ban nhân dân cấp tỉnh, chưa thống nhất với hệ thống khuyến công.",
            )),
            Paragraph(("Chưa có dữ liệu về đề án kéo dài.",), italic=True),
            Heading("III. Nhiệm vụ 6 tháng cuối năm"),
            Paragraph((
                "Theo dõi tiến độ phân bổ kinh phí năm 2024, phấn đấu hoàn thành kế hoạch. Phối hợp với tỉnh Quảng "
                "Trị, tỉnh Kiên Giang chuẩn bị hội nghị và hội chợ khu vực miền Trung - Tây Nguyên, khu vực phía Nam.",
            )),
        ),
        recipients=("Lãnh đạo Bộ (để báo cáo)", "Sở Công Thương các tỉnh, thành phố", "Lưu: VT, QLKC"),
        authority="KT. CỤC TRƯỞNG",
        signatory_title="PHÓ CỤC TRƯỞNG",
        signatory_name="Nguyễn Thị Ỷ Nhữ",
        banner=BANNER,
        foot=FOOT,
        figures=figure,
    )  # fmt: skip


HOSTILE = (
    '#panic("x") *_$[`] ]#] \\ // /* <b>&amp; "q" \'a\' @ref <label> #import "@preview/x:1" = h - l + e ~ {{ }} ${x}',
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "=cmd|' /C calc'!A0",
    "a\x00b\x0bc\ud800d",
    "</w:t><w:p/>",
    "#{",
    "\\u{0}",
)


def hostile() -> Paper:
    """Every text place of a paper filled with text that some format takes for code."""
    text = HOSTILE[0]
    table = Table(
        title=text, columns=(Column(text, width=3), Column("=A1", "count")), note=text, name="=[a]:*?/\\'",
        rows=tuple(Row((Cell(word), Cell(word))) for word in HOSTILE),
    )  # fmt: skip
    return Paper(
        kind=text,
        title=text,
        letterhead=Letterhead(text, text, text, text, date(2026, 3, 5), "5"),
        blocks=(Heading(text), Heading(text, 2), *(Paragraph((word,)) for word in HOSTILE), table),
        recipients=(text,),
        authority=text,
        signatory_title=text,
        signatory_name=text,
        banner=text,
        foot=text,
        figures={word: Cell(word, shown=word, label=word) for word in HOSTILE},
    )


def long_table(rows: int = 120) -> Table:
    return Table(
        title="Danh mục đề án",
        columns=(Column("TT", width=0.5), Column("Tên đề án", width=5), Column("Kinh phí", "VND", 2)),
        rows=tuple(
            Row((Cell(str(n)), Cell(f"Đề án số {n} hỗ trợ máy móc"), money(n * 1_000_000))) for n in range(1, rows + 1)
        ),
        name="Danh mục",
    )


def wide_table() -> Table:
    titles = [f"Cột số liệu {n}" for n in range(1, 12)]
    return Table(
        title="Biểu tổng hợp nhiều cột",
        columns=(Column("Địa phương", width=3), *(Column(title, "VND") for title in titles)),
        rows=(Row((Cell("Bà Rịa - Vũng Tàu"), *(money(n * 987_654_321) for n in range(1, 12)))),),
        money_unit="đồng",
        name="Rộng",
    )
