"""Makes the demo workbooks of 2022 and 2023 (smaller, invented years). Run by hand; the result is committed.

Their layouts differ from 2024 on purpose: one sheet per part, amounts in đồng, subtotals after their rows. The plan of
2022 holds a place nobody can recognise and a total that disagrees, so that an incomplete year can be seen.
"""

import random
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

HERE = Path(__file__).resolve().parent
DRAW = random.Random(2023)
MILLION = 10**6
BANNER = "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC"
PROVINCES = (
    "Hà Giang", "Cao Bằng", "Bắc Kạn", "Yên Bái", "Phú Thọ", "Bắc Giang", "Hải Dương", "Nam Định", "Thanh Hóa",
    "Nghệ An", "Hà Tĩnh", "Quảng Bình", "Thừa Thiên Huế", "Quảng Nam", "Bình Định", "Phú Yên", "Gia Lai", "Đắk Lắk",
    "Lâm Đồng", "Tây Ninh", "Long An", "Bến Tre", "Trà Vinh", "Vĩnh Long", "An Giang", "Sóc Trăng",
)  # fmt: skip
TRADES = ("chế biến chè", "sản xuất gạch không nung", "chế biến gỗ", "sản xuất nước mắm", "chế biến hồ tiêu",
          "sản xuất miến dong", "may mặc", "chế biến các sản phẩm từ dừa")  # fmt: skip
MACHINES = "Xây dựng mô hình trình diễn kỹ thuật; chuyển giao công nghệ và ứng dụng máy móc tiên tiến"
KINDS = (
    ("Hỗ trợ ứng dụng máy móc thiết bị tiên tiến trong {}", MACHINES, (150, 300)),
    ("Xây dựng mô hình trình diễn kỹ thuật {}", MACHINES, (600, 950)),
    ("Đào tạo nghề {} cho lao động nông thôn", "Đào tạo nghề, truyền nghề", (150, 380)),
    ("Hỗ trợ xây dựng và đăng ký nhãn hiệu sản phẩm {}",
     "Phát triển sản phẩm công nghiệp nông thôn tiêu biểu, hội chợ, thương hiệu", (50, 105)),
    ("Hỗ trợ lập quy hoạch chi tiết cụm công nghiệp Minh Họa {}",
     "Liên doanh, liên kết, phát triển cụm công nghiệp và di dời cơ sở gây ô nhiễm", (300, 450)),
    ("Hỗ trợ xây dựng hệ thống xử lý nước thải tập trung cụm công nghiệp Minh Họa {}",
     "Liên doanh, liên kết, phát triển cụm công nghiệp và di dời cơ sở gây ô nhiễm", (2500, 4200)),
)  # fmt: skip
UNITS = (
    ("Tuyên truyền hoạt động khuyến công qua Báo Công Thương", "Báo Công Thương",
     "Cung cấp thông tin, tuyên truyền", 900),
    ("Tuyên truyền hoạt động khuyến công qua Tạp chí Công Thương", "Tạp chí Công Thương",
     "Cung cấp thông tin, tuyên truyền", 850),
    ("Hướng dẫn áp dụng sản xuất sạch hơn khu vực phía Bắc", "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp 1",
     "Nâng cao năng lực quản lý, sản xuất sạch hơn", 1100),
    ("Hướng dẫn áp dụng sản xuất sạch hơn khu vực phía Nam", "Trung tâm Khuyến công và Tư vấn phát triển công nghiệp 2",
     "Nâng cao năng lực quản lý, sản xuất sạch hơn", 1000),
    ("Bồi dưỡng nghiệp vụ khuyến công khu vực phía Nam", "Viện Công nghiệp thực phẩm",
     "Nâng cao năng lực quản lý và tổ chức thực hiện hoạt động khuyến công", 750),
)  # fmt: skip
TASKS = (
    ("Tổ chức Hội chợ triển lãm hàng công nghiệp nông thôn tiêu biểu khu vực phía Bắc",
     "Phát triển sản phẩm công nghiệp nông thôn tiêu biểu, hội chợ, thương hiệu", 3900),
    ("Tổ chức Hội nghị khuyến công các khu vực",
     "Nâng cao năng lực quản lý và tổ chức thực hiện hoạt động khuyến công", 1900),
    ("Kiểm tra, giám sát thực hiện đề án khuyến công quốc gia",
     "Nâng cao năng lực quản lý và tổ chức thực hiện hoạt động khuyến công", 2600),
    ("Hợp tác quốc tế về khuyến công", "Hợp tác quốc tế về khuyến công", 2100),
)  # fmt: skip
HEAD = ("Số TT", "Đơn vị thực hiện", "Tên đề án", "Địa điểm thực hiện", "Nội dung hoạt động", "Thời gian",
        "Kinh phí KCQG hỗ trợ (đồng)", "Đối ứng (đồng)", "Cơ sở thụ hưởng")  # fmt: skip
BATCHES = (("9911/QĐ-CTĐP", 15, 3, 0.22), ("9912/QĐ-CTĐP", 10, 5, 0.30), ("9913/QĐ-CTĐP", 20, 6, 0.30),
           ("9914/QĐ-CTĐP", 15, 8, 0.6), ("9915/QĐ-CTĐP", 12, 10, 1.0))  # fmt: skip


def local_rows() -> list[dict[str, object]]:
    rows = []
    for province in PROVINCES:
        for _ in range(DRAW.choice((1, 1, 2))):
            title, activity, (low, high) = DRAW.choice(KINDS)
            cluster = "Minh Họa" in title
            support = DRAW.randrange(low, high, 5) * MILLION
            start = DRAW.randint(1, 5)
            form = "thành phố" if province == "Hà Nội" else "tỉnh"
            rows.append(
                {
                    "title": title.format(DRAW.randint(1, 9) if cluster else DRAW.choice(TRADES)),
                    "body": f"Trung tâm Khuyến công và Tư vấn phát triển công nghiệp {form} {province}",
                    "place": province,
                    "activity": activity,
                    "time": f"Từ tháng {start} đến tháng {DRAW.randint(9, 12)}/2023",
                    "support": support,
                    "own": support * DRAW.choice((1, 2, 3)),
                    "who": f"Cơ sở minh họa {province} {DRAW.randint(1, 9)}",
                }
            )
    return rows


def write_plan(parts: dict[str, list[dict[str, object]]], total: int) -> None:
    book = Workbook()
    book.remove(book.active)
    number = 0
    for sheet, rows in parts.items():
        page = book.create_sheet(sheet)
        page.append([BANNER])
        page.append(["DANH MỤC ĐỀ ÁN KHUYẾN CÔNG QUỐC GIA NĂM 2023"])
        page.append(["(Kèm theo Quyết định số 9901/QĐ-BCT ngày 29 tháng 12 năm 2022 của Bộ Công Thương)"])
        page.append([])
        page.append(HEAD)
        page.append([f"({index})" for index in range(1, len(HEAD) + 1)])
        for row in rows:
            number += 1
            page.append(
                [number, row["body"], row["title"], row.get("place", "Cả nước"), row["activity"], row["time"],
                 row["support"], row.get("own"), row.get("who")]
            )  # fmt: skip
        page.append([None, None, f"Cộng {sheet}", None, None, None, sum(int(row["support"]) for row in rows)])
        if sheet == "Cục thực hiện":
            page.append([None, None, "TỔNG CỘNG", None, None, None, total])
        for cell in page[5]:
            cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True)
    save(book, "ke_hoach_2023.xlsx")


def write_allocations(rows: list[dict[str, object]]) -> None:
    book = Workbook()
    book.remove(book.active)
    waiting = list(enumerate(rows, start=1))
    DRAW.shuffle(waiting)
    for number, day, month, share in BATCHES:
        count = max(1, round(len(waiting) * share))
        chosen, waiting = sorted(waiting[:count], key=lambda item: item[0]), waiting[count:]
        page = book.create_sheet(f"{day:02d}-{month:02d}-2023")
        page.append([BANNER])
        page.append(["PHÂN BỔ KINH PHÍ KHUYẾN CÔNG QUỐC GIA"])
        page.append([f"(Kèm theo Quyết định số {number} ngày {day:02d} tháng {month:02d} năm 2023)"])
        page.append([None, None, None, None, "Đơn vị tính: đồng"])
        page.append(["TT", "Số TT trong kế hoạch", "Tên đề án, nhiệm vụ", "Đơn vị thực hiện", "Số kinh phí phân bổ"])
        for index, (ordinal, row) in enumerate(chosen, start=1):
            page.append([index, ordinal, row["title"], row["body"], row["support"]])
        page.append([None, None, "Cộng", None, sum(int(row["support"]) for _, row in chosen)])
    save(book, "phan_bo_2023.xlsx")


def write_incomplete() -> None:
    book = Workbook()
    page = book.active
    page.title = "Phụ lục"
    page.append([BANNER])
    page.append(["DANH MỤC ĐỀ ÁN KHUYẾN CÔNG QUỐC GIA NĂM 2022"])
    page.append(["(Kèm theo Quyết định số 9900/QĐ-BCT ngày 28 tháng 12 năm 2021)"])
    page.append([None] * 5 + ["Đơn vị tính: triệu đồng"])
    page.append(["TT", "Tên đề án", "Đơn vị thực hiện", "Địa điểm", "Nội dung", "KCQG"])
    for number, place in enumerate(("Lạng Sơn", "Hà Nam", "Tỉnh chưa rõ", "Kon Tum", "Bạc Liêu"), start=1):
        trade = TRADES[number]
        body = f"Trung tâm Khuyến công minh họa {place}"
        title = f"Hỗ trợ ứng dụng máy móc thiết bị tiên tiến trong {trade}"
        page.append([number, title, body, place, MACHINES, 150 + 40 * number])
    page.append([None, "TỔNG CỘNG", None, None, None, 1360])
    save(book, "ke_hoach_2022.xlsx")


def save(book: Workbook, name: str) -> None:
    for page in book:
        for letter, width in zip("ABCDEFGHI", (8, 34, 48, 16, 40, 22, 18, 18, 30), strict=True):
            page.column_dimensions[letter].width = width
    book.properties.creator, book.properties.created = "Dữ liệu minh họa", datetime(2023, 1, 1)
    book.save(HERE / name)


def main() -> None:
    local = local_rows()
    units = [
        {"title": title, "body": body, "activity": activity, "time": "Tháng 2-12/2023", "support": amount * MILLION}
        for title, body, activity, amount in UNITS
    ]
    tasks = [
        {"title": title, "body": "Cục Công Thương địa phương", "activity": activity, "time": "Tháng 1-12/2023",
         "support": amount * MILLION}
        for title, activity, amount in TASKS
    ]  # fmt: skip
    every = [*local, *units, *tasks]
    total = sum(int(row["support"]) for row in every)
    write_plan({"Địa phương": local, "Đơn vị": units, "Cục thực hiện": tasks}, total)
    write_allocations(every)
    write_incomplete()
    print(len(every), total)


if __name__ == "__main__":
    main()
