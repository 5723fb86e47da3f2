"""Builds made-up plan annexes in many layouts from one list of projects. All names are invented for demonstration."""

import io
from dataclasses import dataclass, field
from decimal import Decimal

import xlsxwriter
import xlwt

from khuyencong.programme.actions.printed import PlaceName

PLACES = (
    PlaceName("02", "02", "Hà Giang", "Tỉnh"),
    PlaceName("17", "17", "Hòa Bình", "Tỉnh"),
    PlaceName("46", "46", "Huế", "Thành phố trực thuộc trung ương"),
    PlaceName("77", "77", "Bà Rịa - Vũng Tàu", "Tỉnh"),
    PlaceName("79", "79", "Hồ Chí Minh", "Thành phố trực thuộc trung ương"),
    PlaceName("83", "83", "Bến Tre", "Tỉnh"),
)


@dataclass(frozen=True)
class Sample:
    """One made-up project; amounts in đồng, whole thousands."""

    title: str
    implementer: str
    part: str
    kind: str
    activity: str
    place: str | None
    support: int
    counterpart: int = 0
    beneficiaries: tuple[str, ...] = ()
    months: tuple[int, int] = (2, 10)

    @property
    def total(self) -> int:
        return self.support + self.counterpart


WORDS = {
    "ND1": "Đào tạo nghề, truyền nghề",
    "ND2": "Nâng cao năng lực quản lý, sản xuất sạch hơn",
    "ND3": "Xây dựng mô hình trình diễn kỹ thuật; chuyển giao công nghệ và ứng dụng máy móc tiên tiến",
    "ND4": "Phát triển sản phẩm công nghiệp nông thôn tiêu biểu, hội chợ, thương hiệu",
    "ND6": "Cung cấp thông tin, tuyên truyền",
    "ND7": "Liên doanh, liên kết, phát triển cụm công nghiệp và di dời cơ sở gây ô nhiễm",
    "ND9": "Nâng cao năng lực quản lý và tổ chức thực hiện hoạt động khuyến công",
}
PRINTED_PLACE = {
    "02": "Tỉnh Hà Giang",
    "17": "Tỉnh Hoà Bình",
    "46": "Tỉnh Thừa Thiên - Huế",
    "77": "Tỉnh Bà Rịa - Vũng Tàu",
    "79": "TP. Hồ Chí Minh",
    "83": "Tỉnh Bến Tre",
}

SAMPLES = (
    Sample("Hỗ trợ ứng dụng máy móc thiết bị tiên tiến trong chế biến chè", "TTKC&TVPTCN tỉnh Hà Giang", "locality", "single", "ND3", "02", 300_000_000, 420_000_000, ("Hợp tác xã Mẫu Một",)),
    Sample("Đề án nhóm: Hỗ trợ dây chuyền công nghệ trong sản xuất gạch cho 2 cơ sở", "TTKC&TVPTCN tỉnh Hà Giang", "locality", "group", "ND3", "02", 1_200_000_000, 1_900_000_000, ("Công ty TNHH Mẫu Hai", "Hộ kinh doanh Mẫu Ba")),
    Sample("Đào tạo nghề đan lát cho lao động nông thôn", "Trung tâm Khuyến công và Xúc tiến công thương tỉnh Hòa Bình", "locality", "single", "ND1", "17", 160_000_000, 32_000_000, ("Cơ sở sản xuất Mẫu Bốn",)),
    Sample("Hỗ trợ xây dựng hệ thống xử lý nước thải cụm công nghiệp Mẫu", "TTKC và XTTM tỉnh Thừa Thiên Huế", "locality", "single", "ND7", "46", 4_360_500_000, 9_000_000_000, ()),
    Sample("Hỗ trợ xây dựng và đăng ký nhãn hiệu sản phẩm nước mắm", "TTKC tỉnh Bà Rịa - Vũng Tàu", "locality", "single", "ND4", "77", 50_000_000, 50_000_000, ("Doanh nghiệp tư nhân Mẫu Năm",)),
    Sample("Đánh giá và xây dựng mô hình thí điểm áp dụng sản xuất sạch hơn trong dệt may", "TTKC TP Hồ Chí Minh", "locality", "single", "ND2", "79", 405_000_000, 810_000_000, ("Công ty cổ phần Mẫu Sáu",)),
    Sample("Đề án điểm: Hỗ trợ phát triển sản xuất các sản phẩm từ dừa (năm thứ hai)", "TTKC tỉnh Bến Tre", "locality", "key", "ND3", "83", 3_100_000_000, 6_200_000_000, ("Công ty TNHH Mẫu Bảy", "Hợp tác xã Mẫu Tám", "Hộ kinh doanh Mẫu Chín")),
    Sample("Tuyên truyền hoạt động khuyến công trên báo", "Báo Công Thương", "unit", "single", "ND6", None, 700_000_000),
    Sample("Hỗ trợ phát triển thương mại điện tử cho sản phẩm công nghiệp nông thôn tiêu biểu", "Cục Thương mại điện tử và Kinh tế số", "unit", "single", "ND4", None, 800_000_000),
    Sample("Kiểm tra, giám sát thực hiện đề án khuyến công quốc gia", "Cục Công Thương địa phương", "agency", "task", "ND9", None, 3_650_000_000),
)  # fmt: skip
PARTS = (
    ("locality", "ĐỀ ÁN CỦA CÁC ĐỊA PHƯƠNG", "Địa phương"),
    ("unit", "ĐỀ ÁN CỦA CÁC ĐƠN VỊ", "Đơn vị"),
    ("agency", "NHIỆM VỤ DO CỤC THỰC HIỆN", "Cục"),
)
UNITS = {"đồng": 1, "nghìn đồng": 10**3, "triệu đồng": 10**6, "tỷ đồng": 10**9}


@dataclass(frozen=True)
class Layout:
    """One way of printing the same plan."""

    header_row: int = 7
    unit: str = "triệu đồng"
    unit_at: str = "note"  # note | column | label
    money_text: str = "number"  # number | dots | english | spaces
    columns: tuple[str, ...] = (
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
    titles: dict[str, str] = field(default_factory=dict)
    two_rows: bool = False
    numbering: bool = False
    sections: str = "part+place"  # part+place | part | sheets | activity | none
    subtotals: str = "before"  # before | after | none
    total_at: str = "bottom"  # bottom | top | none
    ordinals: str = "running"  # running | restart | text
    split: str = "; "
    style: str = "plain"  # plain | capitals | nfd | spaces
    merge_place: bool = False
    formulas: bool = False


TITLES = {
    "ordinal": "TT", "title": "Tên đề án, nhiệm vụ", "implementer": "Đơn vị thực hiện", "beneficiary": "Đơn vị thụ hưởng",
    "place": "Địa điểm", "activity": "Nội dung", "code": "Mã nội dung", "time": "Thời gian thực hiện", "total": "Tổng kinh phí",
    "support": "KCQG", "counterpart": "Đơn vị thụ hưởng đóng góp", "note": "Ghi chú",
}  # fmt: skip
MONEY = ("total", "support", "counterpart")


def amount_text(dong: int, layout: Layout) -> object:
    """An amount as the layout prints it."""
    value = Decimal(dong) / UNITS[layout.unit]
    if layout.money_text == "number":
        return float(value) if value % 1 else int(value)
    plain = f"{value.normalize():f}"
    whole, _, fraction = plain.partition(".")
    group, mark = {"dots": (".", ","), "english": (",", "."), "spaces": (" ", ",")}[layout.money_text]
    grouped = f"{int(whole):,}".replace(",", group)
    return grouped + (mark + fraction if fraction else "")


def _styled(text: str, layout: Layout) -> str:
    import unicodedata

    if layout.style == "capitals":
        return text.upper()
    if layout.style == "nfd":
        return unicodedata.normalize("NFD", text)
    return f"  {text.replace(' ', '  ', 2)} " if layout.style == "spaces" else text


def grid(layout: Layout, samples=SAMPLES) -> dict[str, list[dict[str, object]]]:
    """Sheets as lists of rows; a row maps a column's name to its value, '_' a group label in the title column."""
    sheets: dict[str, list[dict[str, object]]] = {}
    number = 0
    for part, heading, sheet_name in PARTS:
        name = sheet_name if layout.sections == "sheets" else "Phụ lục"
        rows = sheets.setdefault(name, [])
        own = [sample for sample in samples if sample.part == part]
        if not own:
            continue
        if layout.sections.startswith("part"):
            rows.append(
                {
                    "ordinal": "ABC"[len([r for r in rows if r.get("level") == "part"])],
                    "title": heading,
                    "level": "part",
                }
            )
        if layout.ordinals == "restart":
            number = 0
        for key in dict.fromkeys(_section(sample, layout) for sample in own):
            group = [sample for sample in own if _section(sample, layout) == key]
            stated = amount_text(sum(sample.support for sample in group), layout)
            if key:
                rows.append(
                    {"ordinal": "I" if layout.ordinals != "text" else "I.", "title": key, "level": "group"}
                    | ({"support": stated} if layout.subtotals == "before" else {})
                )
            for sample in group:
                number += 1
                rows.append(_row(sample, number, layout))
            if key and layout.subtotals == "after":
                rows.append({"title": f"Cộng {key}", "support": stated})
    if layout.sections == "activity":
        rows = sheets["Phụ lục"]
    grand = {"title": "TỔNG CỘNG", "support": amount_text(sum(sample.support for sample in samples), layout)}
    last = list(sheets.values())[-1]
    if layout.total_at == "bottom":
        last.append(grand)
    elif layout.total_at == "top":
        next(iter(sheets.values())).insert(0, grand)
    return sheets


def _section(sample: Sample, layout: Layout) -> str:
    if layout.sections == "activity":
        return WORDS[sample.activity]
    if layout.sections in ("part+place", "sheets") and sample.place:
        return PRINTED_PLACE[sample.place]
    return ""


def _row(sample: Sample, number: int, layout: Layout) -> dict[str, object]:
    first, last = sample.months
    names = sample.beneficiaries
    joined = (
        "\n".join(f"{i}. {name}" for i, name in enumerate(names, 1))
        if layout.split == "numbered"
        else layout.split.join(names)
    )
    ordinal: object = f"{number:02d}." if layout.ordinals == "text" else number
    note = {"group": "Đề án nhóm", "key": "Đề án điểm", "task": "Nhiệm vụ"}.get(sample.kind, "")
    return {
        "ordinal": ordinal, "title": _styled(sample.title, layout), "implementer": _styled(sample.implementer, layout),
        "beneficiary": joined, "place": PRINTED_PLACE[sample.place] if sample.place else "Cả nước",
        "activity": WORDS[sample.activity], "code": sample.activity, "time": f"Tháng {first}-{last}/2024",
        "total": amount_text(sample.total, layout), "support": amount_text(sample.support, layout),
        "counterpart": amount_text(sample.counterpart, layout), "note": note,
    }  # fmt: skip


def workbook(layout: Layout, samples=SAMPLES) -> bytes:
    """The plan printed in one layout, as .xlsx."""
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    for name, rows in grid(layout, samples).items():
        _write(book, book.add_worksheet(name), rows, layout)
    book.close()
    return stream.getvalue()


def _header_title(name: str, layout: Layout) -> str:
    title = layout.titles.get(name, TITLES[name])
    return f"{title} ({layout.unit})" if layout.unit_at == "column" and name in MONEY else title


def _write(book, sheet, rows, layout: Layout) -> None:
    top = layout.header_row - 1
    if top >= 4:
        sheet.write(0, 0, "DANH MỤC ĐỀ ÁN KHUYẾN CÔNG QUỐC GIA NĂM 2024 (MẪU)")
        sheet.write(1, 0, "(Kèm theo Quyết định số 999/QĐ-MAU ngày 05 tháng 02 năm 2024)")
    where = (top - 1, len(layout.columns) - 1) if top else (len(rows) + 4, 1)
    if layout.unit_at == "note":
        sheet.write(*where, f"Đơn vị tính: {layout.unit}")
    elif layout.unit_at == "label":
        sheet.write(
            *where,
            "ĐVT: " + {"đồng": "đ", "nghìn đồng": "1.000đ", "triệu đồng": "tr.đ", "tỷ đồng": "tỷ đồng"}[layout.unit],
        )
    depth = 2 if layout.two_rows else 1
    money = [index for index, name in enumerate(layout.columns) if name in MONEY]
    wide = layout.two_rows and len(money) > 1 and money == list(range(money[0], money[-1] + 1))
    if wide:
        sheet.merge_range(top, money[0], top, money[-1], "Kinh phí", book.add_format())
    for index, name in enumerate(layout.columns):
        title = _header_title(name, layout)
        if layout.two_rows and not (wide and index in money):
            sheet.merge_range(top, index, top + 1, index, title)
        else:
            sheet.write(top + depth - 1, index, title)
    row_number = top + depth
    if layout.numbering:
        for index in range(len(layout.columns)):
            sheet.write(row_number, index, f"({index + 1})")
        row_number += 1
    _write_rows(book, sheet, rows, layout, row_number)


def _write_rows(book, sheet, rows, layout: Layout, row_number: int) -> None:
    start = row_number
    for row in rows:
        for index, name in enumerate(layout.columns):
            value = row.get(name)
            if layout.merge_place and name == "place" and "activity" in row and row is not rows[0]:
                continue
            if value not in (None, ""):
                if layout.formulas and name == "total" and "activity" in row:
                    sheet.write_formula(row_number, index, f"={value}+0", None, value)
                else:
                    sheet.write(row_number, index, value)
        row_number += 1
    if layout.merge_place:
        _merge_places(sheet, rows, layout, start)


def _merge_places(sheet, rows, layout: Layout, start: int) -> None:
    """The place column merged over neighbouring projects of one province."""
    column = layout.columns.index("place")
    index = 0
    while index < len(rows):
        text = rows[index].get("place")
        last = index
        while last + 1 < len(rows) and rows[last + 1].get("place") == text:
            last += 1
        if text and last > index:
            sheet.merge_range(start + index, column, start + last, column, text)
        elif text:
            sheet.write(start + index, column, text)
        index = last + 1


def legacy_workbook(layout: Layout, samples=SAMPLES, encode=None, font: str = "Times New Roman") -> bytes:
    """The same as .xls, texts put through ``encode`` when given."""
    book = xlwt.Workbook()
    style = xlwt.easyxf(f"font: name {font}")
    for name, rows in grid(layout, samples).items():
        _write_legacy(book.add_sheet(name), rows, layout, encode or str, style)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _write_legacy(sheet, rows, layout: Layout, encode, style) -> None:
    def put(row: int, column: int, value: object) -> None:
        sheet.write(row, column, encode(value) if isinstance(value, str) else value, style)

    put(0, 0, "(Kèm theo Quyết định số 999/QĐ-MAU ngày 05 tháng 02 năm 2024)")
    put(layout.header_row - 2, 1, f"Đơn vị tính: {layout.unit}")
    for index, column in enumerate(layout.columns):
        put(layout.header_row - 1, index, TITLES[column])
        for offset, row in enumerate(rows):
            if row.get(column) not in (None, ""):
                put(layout.header_row + offset, index, row[column])
