"""The rest of the demo: obstacles and what was done, machines and visits, months of the Treasury. All invented."""

import hashlib
import io
from dataclasses import dataclass
from datetime import date

import xlsxwriter

from khuyencong.accounts.models import User
from khuyencong.cli.demo_office import Office
from khuyencong.programme.actions.establishments import give_identifier
from khuyencong.programme.actions.machines import record_machine, record_visit
from khuyencong.programme.actions.obstacles import (
    Letter,
    ask_about_obstacle,
    guide_obstacle,
    raise_obstacle,
    resolve_obstacle,
)
from khuyencong.programme.actions.outcome import PaperOptions
from khuyencong.programme.actions.statements import close_month, record_statement
from khuyencong.programme.imports.statements import read_statement
from khuyencong.programme.models import Beneficiary, Project, Statement, TreasuryEntry
from khuyencong.programme.states import Desk, ObstacleTopic, Side
from khuyencong.registry.models import LegalSource, Place
from khuyencong.registry.queries import department_of

YEAR = 2024
HEAD = ("TT", "Số chứng từ", "Ngày hạch toán", "Nội dung", "Mã đề án", "Đơn vị nhận tiền", "Mã NDKT", "Loại", "Số tiền")
KINDS = {"advance": "Tạm ứng", "payment": "Thực chi", "return": "Thu hồi, giảm chi", "refund": "Nộp trả"}


@dataclass(frozen=True)
class Raised:
    """An obstacle of a province and how far it has come: guided and resolved on these days, if at all."""

    place: str
    topic: str
    side: str
    what: str
    on: date
    guidance: str = ""
    guided: date | None = None
    resolved: date | None = None


OBSTACLES = (
    Raised("Bắc Giang", ObstacleTopic.NORMS, Side.AGENCY, "Chưa có đơn giá cho hạng mục thu gom nước thải của cụm.",
           date(2024, 3, 12), "Áp dụng định mức của địa phương, thuyết minh trong dự toán.", date(2024, 4, 2)),
    Raised("Phú Yên", ObstacleTopic.FUNDING, Side.MINISTRY, "Đã có quyết định phê duyệt nhưng chưa được giao dự toán.",
           date(2024, 3, 25), "Hoàn thiện hồ sơ trong khi chờ; Cục báo cáo Bộ từng tháng.", date(2024, 4, 10),
           date(2024, 8, 14)),
    Raised("Ninh Thuận", ObstacleTopic.ORGANISATION, Side.LOCALITY,
           "Trung tâm chuyển khỏi Sở Công Thương, chưa rõ đơn vị đứng tên hợp đồng.", date(2024, 4, 4),
           "Đơn vị kế thừa chức năng khuyến công đứng tên; gửi kèm quyết định chuyển.", date(2024, 5, 6)),
    Raised("Bến Tre", ObstacleTopic.BENEFICIARY, Side.BENEFICIARY, "Một cơ sở của đề án điểm xin lùi ngày mua máy.",
           date(2024, 5, 20), "Điều chỉnh trong năm ngân sách, Sở xác nhận.", date(2024, 6, 3), date(2024, 6, 24)),
    Raised("Hà Giang", ObstacleTopic.PROCEDURE, Side.LOCALITY, "Hồ sơ quy hoạch chi tiết phải thẩm định lại.",
           date(2024, 6, 5)),
    Raised("Vĩnh Phúc", ObstacleTopic.TREASURY, Side.MINISTRY, "Kho bạc đòi bảo lãnh khi tạm ứng trên 50% hợp đồng.",
           date(2024, 9, 16)),
)  # fmt: skip


def load_rest(office: Office) -> None:
    """Everything the stories leave out."""
    _obstacles(office)
    _machines(office)
    _numbers(office)
    _statements(office)


def _place(name: str) -> Place:
    return Place.objects.get(name=name, level="province", valid_from=date(2008, 8, 1))


def _letter(office: Office, on: date, symbol: str, place: Place | None = None) -> Letter:
    issuer = department_of(place.pk, on) if place else None
    return Letter(f"{next(office.numbers)}/{symbol}", on, issuer=issuer, signatory="Nguyễn Văn Mẫu")


def _obstacles(office: Office) -> None:
    officer, today = office.desks[Desk.OFFICER], office.today
    for item in OBSTACLES:
        place = _place(item.place)
        row = raise_obstacle(
            by=officer, today=today, on=item.on, year=YEAR, what=item.what, topic=item.topic, side=item.side,
            place=place, raised_by=department_of(place.pk, item.on), paper=_letter(office, item.on, "SCT-KC", place),
        )  # fmt: skip
        if item.guided:
            paper = _letter(office, item.guided, "CTĐP-QLKC")
            guide_obstacle(by=officer, today=today, obstacle=row, on=item.guided, guidance=item.guidance, paper=paper)
        if item.resolved:
            words = "Địa phương đã hoàn thiện hồ sơ theo hướng dẫn."
            resolve_obstacle(by=officer, today=today, obstacle=row, on=item.resolved, resolution=words)
    law = LegalSource.objects.get(number="64/2024/TT-BTC")
    row = raise_obstacle(
        by=officer, today=today, on=date(2024, 10, 1), year=YEAR, topic=ObstacleTopic.NORMS, side=Side.MINISTRY,
        law=law, what="Chưa rõ mức hỗ trợ mới áp dụng cho đề án đã có hợp đồng trước ngày hiệu lực.",
    )  # fmt: skip
    ask_about_obstacle(by=officer, today=today, obstacle=row, on=date(2024, 10, 7), asked_of="Bộ Tài chính",
                       paper=_letter(office, date(2024, 10, 7), "CTĐP-QLKC"))  # fmt: skip


def _machines(office: Office) -> None:
    """Machines of accepted projects; the oldest were visited."""
    officer, today = office.desks[Desk.OFFICER], office.today
    for index, (code, name, bought, visited) in enumerate(
        (
            ("KCQG-2023-46-017", "Máy khâu công nghiệp 1 kim", date(2023, 8, 15), date(2024, 9, 12)),
            ("KCQG-2024-15-005", "Máy sấy nông sản 500 kg/mẻ", date(2024, 6, 10), date(2025, 7, 8)),
            ("KCQG-2024-54-045", "Dây chuyền rang hồ tiêu", date(2024, 7, 3), None),
            ("KCQG-2024-25-011", "Máy tiện điều khiển số", date(2024, 8, 20), None),
        ),
        start=1,
    ):
        project = Project.objects.get(code=code)
        person = project.beneficiaries.order_by("position").first()
        machine = record_machine(
            by=officer, today=today, project=project, name=name, site="Xưởng minh họa", bought_on=bought,
            serial=f"MH-{YEAR}-{index:03d}", maker="Nhà máy minh họa", made_in=bought.year, cost=420_000_000,
            support=100_000_000, beneficiary=person, confirmed=True,
        )  # fmt: skip
        if visited:
            record_visit(by=officer, today=today, machine=machine, on=visited, in_use="used", jobs=6 + index,
                         revenue=1_850_000_000, note="Máy chạy ổn định, tăng năng suất.")  # fmt: skip


def _numbers(office: Office) -> None:
    """A tax code and, for a household, its owner's personal number since 1 July 2025; both invented."""
    officer: User = office.desks[Desk.OFFICER]
    people = Beneficiary.objects.filter(project__code="KCQG-2024-25-011").order_by("position")
    firm, household = (row.establishment for row in people[:2])
    give_identifier(by=officer, today=office.today, establishment=firm, kind="tax_code", value="0100000001",
                    valid_from=date(2020, 3, 2))  # fmt: skip
    give_identifier(by=officer, today=office.today, establishment=household, kind="personal_number",
                    value="001000000001", valid_from=date(2025, 7, 1))  # fmt: skip


def _statements(office: Office) -> None:
    """One month that ties and is closed; one with a wrong amount, a line we lack and a double, left open."""
    accountant, today = office.desks[Desk.ACCOUNTANT], office.today
    months = sorted(set(TreasuryEntry.objects.filter(project__year=YEAR).dates("on", "month")))
    tied, open_month = months[0], next((month for month in months[1:] if len(_lines(month)) >= 2), months[-1])
    statement = _record(accountant, tied, _lines(tied), today)
    close_month(by=accountant, statement=statement, today=today)
    lines = _lines(open_month)
    wrong = [*lines[0][:-1], int(str(lines[0][-1])) - 1_000_000]
    unknown = ["KB-7788", open_month.replace(day=15), "Tạm ứng kinh phí khuyến công", "", "Đơn vị minh họa chưa rõ",
               "7049", "Tạm ứng", 45_000_000]  # fmt: skip
    _record(accountant, open_month, [wrong, *lines[1:], unknown, lines[-1]], today)


def _lines(month: date) -> list[list[object]]:
    rows = TreasuryEntry.objects.filter(on__year=month.year, on__month=month.month).select_related(
        "project", "document"
    )
    return [
        [row.document.number, row.on, "Kinh phí khuyến công quốc gia", row.project.code, row.payee, "7049",
         KINDS[row.kind], row.amount]
        for row in rows.order_by("on", "id")
    ]  # fmt: skip


def _record(by: User, month: date, lines: list[list[object]], today: date) -> Statement:
    data = _workbook(month, lines)
    name = f"bang-ke-kho-bac-{month:%Y-%m}-minh-hoa.xlsx"
    options = PaperOptions(filename=name, data=data, sha256=hashlib.sha256(data).hexdigest())
    printed = read_statement(data, name, year=month.year)
    record_statement(by=by, month=month, printed=printed, options=options, today=today)
    return Statement.objects.get(month=month)


def _workbook(month: date, lines: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet("Bảng kê")
    sheet.write_row(0, 0, ["KHO BẠC NHÀ NƯỚC (MINH HỌA)"])
    sheet.write_row(1, 0, [f"BẢNG KÊ THANH TOÁN THÁNG {month:%m} NĂM {month:%Y}"])
    sheet.write_row(2, 0, ["Đơn vị tính: đồng"])
    sheet.write_row(3, 0, HEAD)
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for number, line in enumerate(lines, start=1):
        sheet.write_number(3 + number, 0, number)
        for column, value in enumerate(line, start=1):
            if isinstance(value, date):
                sheet.write_datetime(3 + number, column, value, day)
            else:
                sheet.write(3 + number, column, value)
    sheet.write_row(4 + len(lines), 1, ["Tổng cộng", "", "", "", "", "", "", sum(int(str(line[-1])) for line in lines)])
    book.close()
    return stream.getvalue()
