"""The demo's half-year report of 2024 being written: own words, an estimate, a draft kept before the last rows came."""

from datetime import date

from khuyencong.cli.demo_office import Office
from khuyencong.programme.states import Desk
from khuyencong.reporting.actions import keep_report_draft, save_assessment, say_estimate
from khuyencong.reporting.states import Asked

DAY = date(2024, 6, 30)
WORDS = (
    "Nhìn chung các nhiệm vụ được triển khai đúng tiến độ (minh họa).",
    "Nhìn chung các nhiệm vụ được triển khai đúng tiến độ, có phối hợp chặt chẽ với địa phương trong kiểm tra, "
    "khảo sát và tháo gỡ vướng mắc (nhận định minh họa).",
)


def load_report(office: Office) -> None:
    """Two versions of an assessment by two people, an estimate with its ground, a kept draft."""
    for seen, (desk, text) in enumerate(zip((Desk.OFFICER, Desk.HEAD), WORDS, strict=True)):
        save_assessment(by=office.desks[desk], year=2024, section="tasks", seen=seen, text=text, today=DAY)
    say_estimate(
        by=office.desks[Desk.ACCOUNTANT], year=2024, code="programme.allocated", until=date(2024, 12, 31), as_of=DAY,
        value=105_000_000_000, ground="Theo dự kiến các đợt phân bổ 6 tháng cuối năm (minh họa)",
    )  # fmt: skip
    keep_report_draft(by=office.desks[Desk.OFFICER], asked=Asked(2024, DAY), today=DAY)
