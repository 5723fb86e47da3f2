"""Which demo projects were carried out how far, when. A table of stories over the projects of 2023 and 2024."""

from datetime import date, timedelta

from khuyencong.cli.demo_office import Office, next_working
from khuyencong.cli.demo_stories import Story, adjusted
from khuyencong.programme.models import Dossier, Project
from khuyencong.programme.queries.money import money_on
from khuyencong.programme.states import DossierKind

# Code, contract day, how far, percent of the contract accepted.
FINISHED = (
    ("KCQG-2023-83-031", date(2023, 4, 3), "closed", 100),
    ("KCQG-2023-46-017", date(2023, 6, 12), "liquidation:recorded", 96),
    ("KCQG-2024-15-005", date(2024, 4, 2), "closed", 100),
    ("KCQG-2024-54-045", date(2024, 4, 15), "liquidation:recorded", 98),
    ("KCQG-2024-52-042", date(2024, 4, 22), "settlement:agreed", 100),
    ("KCQG-2024-CQ-099", date(2024, 4, 3), "liquidation:recorded", 100),
    ("KCQG-2024-DV-084", date(2024, 5, 27), "liquidation:recorded", 100),
    ("KCQG-2024-31-017", date(2024, 4, 10), "accepted", 100),
    ("KCQG-2024-25-010", date(2024, 5, 30), "running", 100),
    ("KCQG-2024-25-011", date(2024, 7, 2), "accepted", 100),
)
# Carried over and going on these weeks: code, contract day, how far, days before today, from which point.
GOING_ON = (
    ("KCQG-2024-35-023", date(2024, 9, 5), "plan:submitted", 4, "plan:draft"),
    ("KCQG-2024-08-003", date(2024, 9, 9), "contract:checked", 2, "contract:draft"),
    ("KCQG-2024-26-014", date(2024, 9, 11), "contract:endorsed", 5, "contract:draft"),
    ("KCQG-2024-20-007", date(2024, 7, 15), "progress:submitted", 2, "running"),
    ("KCQG-2024-37-024", date(2024, 9, 12), "advance:submitted", 5, "running"),
    ("KCQG-2024-37-025", date(2024, 9, 16), "advance:confirmed", 7, "running"),
    ("KCQG-2024-48-036", date(2024, 9, 17), "advance:checked", 8, "running"),
    ("KCQG-2024-64-054", date(2024, 9, 18), "advance:agreed", 9, "running"),
    ("KCQG-2024-68-061", date(2024, 9, 19), "advance:endorsed", 10, "running"),
    ("KCQG-2024-72-064", date(2024, 9, 20), "advance:recorded", 11, "running"),
    ("KCQG-2024-54-048", date(2024, 9, 23), "advance:treasury", 12, "running"),
    ("KCQG-2024-95-079", date(2024, 9, 24), "acceptance:submitted", 9, "advanced"),
    ("KCQG-2024-46-035", date(2024, 9, 25), "payment:treasury", 20, "advanced"),
    ("KCQG-2024-DV-082", date(2024, 9, 26), "settlement:checked", 30, "advanced"),
)
UNTOUCHED = ("KCQG-2024-86-073", "KCQG-2024-83-071", "KCQG-2024-40-030", "KCQG-2024-83-072")


def load_work(office: Office) -> None:
    """Carry the projects out as far as the table says, then the adjustments, stops and returns."""
    for code, start, until, accepted in FINISHED:
        Story(office, _project(code), start, until, accepted=accepted).run()
    for code, start, until, days, at in GOING_ON:
        resume = next_working(office.today - timedelta(days=days + 3))
        Story(office, _project(code), start, until, pace=1, resume=resume, resume_at=at).run()
    _stopped(office)
    _stopping(office)
    _moved(office)
    _returned(office)


def _project(code: str) -> Project:
    return Project.objects.select_related("implementer").get(code=code)


def _stopped(office: Office) -> None:
    """A model whose workshop gave up: stopped by the Minister, its advance paid back in the year."""
    project = Story(office, _project("KCQG-2024-94-077"), date(2024, 6, 3), "advanced").run()
    stop = {"change": "stop", "before": "Đang thực hiện", "after": "Ngừng thực hiện"}
    adjusted(office, project, date(2025, 1, 2), stop, symbol="QĐ-BCT", note="Cơ sở thụ hưởng ngừng sản xuất.")
    refund = Dossier.objects.get(project=project, kind=DossierKind.REFUND)
    office.step(refund, "submit", date(2025, 1, 20))
    office.step(refund, "pay", date(2025, 1, 22), amount=money_on(project, date(2025, 1, 22)).unaccepted)


def _stopping(office: Office) -> None:
    """Another stopped project whose advance has not come back yet."""
    project = Story(office, _project("KCQG-2024-70-063"), date(2024, 6, 5), "advanced").run()
    stop = {"change": "stop_violation", "before": "Đang thực hiện", "after": "Ngừng do không đáp ứng yêu cầu"}
    adjusted(office, project, date(2025, 1, 6), stop, symbol="QĐ-BCT", note="Không tổ chức đủ số lớp theo hợp đồng.")


def _moved(office: Office) -> None:
    """A change of place and a reduction, both within the Agency's authority."""
    project = Story(office, _project("KCQG-2024-45-032"), date(2024, 9, 4), "running").run()
    place = {"change": "place", "before": "Huyện Minh Họa A", "after": "Huyện Minh Họa B"}
    adjusted(office, project, date(2024, 9, 30), place, symbol="QĐ-CTĐP", note="Cơ sở chuyển địa điểm nhà xưởng.")
    reduced = Story(office, _project("KCQG-2024-87-074"), date(2024, 9, 6), "running").run()
    less = {"change": "reduce_support", "before": "330.000.000", "after": "300.000.000", "amount": 300_000_000}
    adjusted(office, reduced, date(2025, 1, 3), less, symbol="QĐ-CTĐP", note="Giá trị dự toán được duyệt thấp hơn.")


def _returned(office: Office) -> None:
    """An advance sent back with remarks, waiting for its unit to mend it."""
    resume = next_working(office.today - timedelta(days=12))
    story = Story(office, _project("KCQG-2024-77-068"), date(2024, 9, 27), "advance:confirmed", pace=1, resume=resume,
                  resume_at="running")  # fmt: skip
    story.run()
    made = Dossier.objects.get(project=story.project, kind=DossierKind.ADVANCE)
    words = "Thiếu hợp đồng mua máy; bổ sung rồi gửi lại."
    office.step(made, "return_officer", min(next_working(story.now + timedelta(days=1)), office.today), remark=words)
