"""The demo's work programme: the halves of 2023 and 2024, and the present one with a task in every state.

What the report of the first half of 2024 counts stands in data/demo/truth_office_2024.json. Papers are invented.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from khuyencong.accounts.models import User
from khuyencong.cli.demo_office import Office, next_working, symbol_on
from khuyencong.documents.actions import Letter
from khuyencong.documents.states import DocumentKind
from khuyencong.oversight.actions.tasks import (
    Partner,
    begin_task,
    carry_task,
    drop_task,
    finish_task,
    plan_task,
    reach_milestone,
    report_progress,
)
from khuyencong.oversight.models import WorkTask
from khuyencong.oversight.queries.tasks import following, half_of, span_of
from khuyencong.programme.states import Desk
from khuyencong.registry.models import Organisation, Place

FAIR = "Chuẩn bị hội nghị khuyến công và hội chợ hàng công nghiệp nông thôn tiêu biểu khu vực {region} năm {year}"
REPORT = "Báo cáo lãnh đạo Bộ công tác quản lý, phát triển cụm công nghiệp năm {year}"
PLAN = "Xây dựng kế hoạch khuyến công quốc gia năm {year}"


@dataclass(frozen=True)
class Planned:
    """A task as planned: how many days into the half it is due, what it makes, and with whom."""

    field: str
    title: str
    due: int
    output: str = ""
    partners: tuple[str, ...] = ()
    milestones: tuple[tuple[str, int], ...] = ()


FIRST_2024 = (
    Planned(
        "promotion",
        "Hướng dẫn địa phương, đơn vị hoàn thiện hồ sơ đề án đã được phân bổ kinh phí",
        150,
        "Văn bản hướng dẫn",
    ),
    Planned(
        "promotion",
        "Tổ chức hội nghị khuyến công và hội chợ khu vực phía Bắc năm 2024",
        145,
        "Báo cáo kết quả",
        ("Hà Nội",),
        (("Thống nhất kế hoạch với Sở Công Thương", 60), ("Khai mạc hội chợ", 136)),
    ),
    Planned("clusters", REPORT.format(year=2023), 90, "Báo cáo"),
    Planned(
        "crafts",
        "Trình lãnh đạo Bộ việc triển khai thực hiện Nghị định số 43/2024/NĐ-CP về danh hiệu Nghệ nhân "
        "nhân dân, Nghệ nhân ưu tú",
        175,
        "Phiếu trình",
        (),
        (("Lấy ý kiến các đơn vị trong Bộ", 160),),
    ),
    Planned("enterprises", "Tổng hợp khó khăn của cơ sở công nghiệp nông thôn quý I (minh họa)", 110, "Báo cáo"),
    Planned(
        "rural", "Góp ý tiêu chí về công nghiệp nông thôn trong Chương trình nông thôn mới (minh họa)", 120, "Công văn"
    ),
)
CARRIED_2024 = Planned("promotion", PLAN.format(year=2025), 170, "Kế hoạch", (), (("Có đăng ký của địa phương", 150),))
DROPPED_2024 = Planned("other", "Tập huấn trực tuyến cho cán bộ huyện (minh họa)", 140)
NEXT_2024 = (
    Planned(
        "promotion", FAIR.format(region="miền Trung - Tây Nguyên", year=2024), 90, "Báo cáo kết quả", ("Quảng Trị",)
    ),
    Planned("promotion", FAIR.format(region="phía Nam", year=2024), 130, "Báo cáo kết quả", ("Kiên Giang",)),
    Planned("promotion", "Hỗ trợ tiêu thụ sản phẩm công nghiệp nông thôn tiêu biểu (minh họa)", 170),
    Planned("clusters", "Kiểm tra, khảo sát công tác quản lý cụm công nghiệp tại một số địa phương", 150, "Kết luận"),
    Planned("clusters", "Tiếp tục trả lời kiến nghị của địa phương, cơ quan về cụm công nghiệp", 180),
    Planned("crafts", "Theo dõi phát triển công nghiệp nhỏ, tiểu thủ công nghiệp ở địa phương (minh họa)", 180),
    Planned("enterprises", "Phối hợp hỗ trợ doanh nghiệp công nghiệp nông thôn chuyển đổi số (minh họa)", 160),
    Planned(
        "rural",
        "Báo cáo kết quả nội dung công nghiệp nông thôn của Chương trình nông thôn mới (minh họa)",
        165,
        "Báo cáo",
    ),
)
FIRST_2023 = (
    Planned("promotion", "Tổ chức hội nghị khuyến công khu vực phía Nam năm 2023 (minh họa)", 140, "Báo cáo kết quả"),
    Planned("clusters", REPORT.format(year=2022), 90, "Báo cáo"),
    Planned("crafts", "Rà soát danh mục nghề thủ công mỹ nghệ (minh họa)", 120, "Danh mục"),
    Planned("rural", "Sơ kết nội dung công nghiệp nông thôn 6 tháng (minh họa)", 160, "Báo cáo"),
)
SECOND_2023 = (
    Planned("promotion", PLAN.format(year=2024), 120, "Kế hoạch"),
    Planned("clusters", "Góp ý dự thảo Nghị định thay thế Nghị định số 68/2017/NĐ-CP (minh họa)", 150, "Công văn"),
    Planned("other", "Tổng kết công tác năm 2023 (minh họa)", 175, "Báo cáo"),
)
PRESENT = (
    Planned("promotion", "Đôn đốc giải ngân các đề án điểm (minh họa)", 178, "Công văn", ("Vĩnh Long",)),
    Planned(
        "clusters",
        "Tổng hợp phương án phát triển cụm công nghiệp các tỉnh (minh họa)",
        120,
        "Báo cáo",
        (),
        (("Nhận đủ danh mục của các tỉnh", 60), ("Dự thảo báo cáo", 146)),
    ),
    Planned("crafts", "Hướng dẫn hồ sơ xét tặng danh hiệu nghệ nhân (minh họa)", 160, "Công văn"),
    Planned(
        "enterprises",
        "Khảo sát nhu cầu máy móc của cơ sở chế biến dừa (minh họa)",
        150,
        "Báo cáo khảo sát",
        ("Vĩnh Long",),
    ),
    Planned("rural", "Góp ý bộ tiêu chí nông thôn mới giai đoạn mới (minh họa)", 100, "Công văn"),
)


class _Desk:
    """Who leads in turn, and the running numbers of invented papers."""

    def __init__(self, office: Office) -> None:
        self.today = office.today
        self.head: User = office.desks[Desk.HEAD]
        self.officer: User = office.desks[Desk.OFFICER]
        self.division = Organisation.objects.get(code="CUC-QLKC")
        self.number = 800

    def plan(self, year: int, half: int, what: Planned, on: date) -> WorkTask:
        """Put a task into the programme of a half on a day."""
        first, _last = span_of(year, half)
        partners: list[Partner] = [
            Place.objects.filter(name=name, level="province", valid_from__lte=first).latest("valid_from")
            for name in what.partners
        ]
        return plan_task(
            by=self.head,
            today=on,
            year=year,
            half=half,
            field=what.field,
            title=what.title,
            starts_on=max(first, on),
            on=on,
            due_on=next_working(first + timedelta(days=what.due)),
            division=self.division,
            lead=self.officer,
            output=what.output,
            partners=partners,
            milestones=[(title, next_working(first + timedelta(days=days))) for title, days in what.milestones],
        )

    def finish(self, task: WorkTask, on: date) -> None:
        """Reach its milestones, then say that it is done, with its paper where it makes one."""
        for mark in task.milestones.all():
            reach_milestone(by=self.officer, today=on, milestone=mark, on=min(mark.due_on, on))
        paper = None
        if task.output:
            self.number += 1
            kind = DocumentKind.REPORT if task.output.startswith("Báo cáo") else DocumentKind.LETTER
            symbol = symbol_on(on, "BC" if kind == DocumentKind.REPORT else "")
            paper = Letter(f"{self.number}/{symbol}", on, kind=kind, signatory="Nguyễn Văn Mẫu")
        finish_task(by=self.officer, today=on, task=task, on=on, result="Đã hoàn thành theo kế hoạch.", paper=paper)

    def programme(self, year: int, half: int, tasks: tuple[Planned, ...], on: date) -> None:
        """Plan the tasks of a half and finish each some days before it was due."""
        for what in tasks:
            task = self.plan(year, half, what, on)
            begin_task(by=self.officer, today=task.starts_on, task=task, on=task.starts_on)
            assert task.due_on is not None
            self.finish(task, task.due_on)


def load_tasks(office: Office) -> None:
    """The programmes of 2023 and 2024, then the present half and the next."""
    desk = _Desk(office)
    desk.programme(2023, 1, FIRST_2023, date(2023, 1, 10))
    desk.programme(2023, 2, SECOND_2023, date(2023, 6, 28))
    desk.programme(2024, 1, FIRST_2024, date(2024, 1, 10))
    _end_of_half(desk)
    _present(desk)


def _end_of_half(desk: _Desk) -> None:
    """June 2024: one task carried with its decision, one given up, the next half planned."""
    carried = desk.plan(2024, 1, CARRIED_2024, date(2024, 1, 10))
    report_progress(by=desk.officer, today=date(2024, 5, 20), task=carried, on=date(2024, 5, 20), progress=60)
    dropped = desk.plan(2024, 1, DROPPED_2024, date(2024, 1, 10))
    drop_task(
        by=desk.head, today=date(2024, 4, 15), task=dropped, on=date(2024, 4, 15), reason="Ghép vào hội nghị khu vực."
    )
    on = date(2024, 6, 26)
    later = carry_task(
        by=desk.head,
        today=on,
        task=carried,
        on=on,
        due_on=date(2024, 11, 15),
        reason="Chờ đăng ký bổ sung của một số địa phương.",
    )
    for what in NEXT_2024:
        task = desk.plan(2024, 2, what, on)
        assert task.due_on is not None
        desk.finish(task, task.due_on)
    desk.finish(later, date(2024, 11, 12))


def _present(desk: _Desk) -> None:
    """The half of today: one done, one doing, one late, one not begun; and what is planned for the next."""
    today = desk.today
    year, half = half_of(today)
    first, _last = span_of(year, half)
    doing, milestones, idle, late, done = (desk.plan(year, half, what, first) for what in PRESENT)
    begin_task(by=desk.officer, today=today, task=doing, on=first)
    report_progress(by=desk.officer, today=today, task=doing, on=today, progress=40, remark="Đã gửi công văn lần một.")
    if (mark := milestones.milestones.order_by("due_on").first()) is not None and mark.due_on <= today:
        reach_milestone(by=desk.officer, today=today, milestone=mark, on=mark.due_on)
    begin_task(by=desk.officer, today=today, task=late, on=first)
    begin_task(by=desk.officer, today=today, task=done, on=first)
    desk.finish(done, min(today, done.due_on or today))
    assert idle.state == "planned"
    year, half = following(year, half)
    desk.plan(
        year, half, Planned("promotion", FAIR.format(region="phía Bắc", year=year), 120, "Báo cáo kết quả"), today
    )
