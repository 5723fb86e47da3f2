"""The demo's petitions: those answered in 2023 and 2024, a few of these weeks in every state, published guidance.

The senders of the first half of 2024 are those of data/demo/truth_office_2024.json. Every letter is invented.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, cycle

from khuyencong.accounts.models import User
from khuyencong.cli.demo_office import Office, next_working, symbol_on
from khuyencong.documents.actions import Letter, edit_draft, move_draft
from khuyencong.oversight.actions.guidance import end_guidance, publish_guidance
from khuyencong.oversight.actions.petitions import (
    assign_petition,
    draft_answer,
    receive_petition,
    record_answer,
    transfer_petition,
)
from khuyencong.oversight.models import Petition
from khuyencong.programme.states import Desk
from khuyencong.registry.models import LegalSource, Organisation, Place
from khuyencong.registry.queries import department_of

OLD, NEW, MONEY, PROMOTION = "68/2017/NĐ-CP", "32/2024/NĐ-CP", "28/2018/TT-BTC", "45/2012/NĐ-CP"
CHANGED = date(2024, 5, 1)  # the day the decree on clusters was replaced


@dataclass(frozen=True)
class Asked:
    """What one petition asks, and the answer it gets."""

    what: str
    topic: str
    field: str
    law: str
    clause: str
    answer: str


PLANNING = Asked(
    "Đề nghị hướng dẫn trình tự điều chỉnh phương án phát triển cụm công nghiệp khi thay đổi vị trí, diện tích cụm.",
    "planning", "clusters", OLD, "Điều 5", "Thực hiện theo quy định về phương án phát triển cụm công nghiệp: nêu rõ sự "
    "phù hợp với quy hoạch tỉnh, chỉ tiêu đất và tỷ lệ lấp đầy của các cụm đã thành lập.",
)  # fmt: skip
INVESTOR = Asked(
    "Vướng mắc khi lựa chọn chủ đầu tư xây dựng hạ tầng kỹ thuật cụm công nghiệp có nhiều doanh nghiệp cùng đề nghị.",
    "investor", "clusters", OLD, "Điều 12", "Chấm điểm theo các tiêu chí của Nghị định; kết quả do Ủy ban nhân dân cấp "
    "tỉnh quyết định.",
)  # fmt: skip
WATER = Asked(
    "Kiến nghị hướng dẫn đầu tư hệ thống xử lý nước thải tập trung cho cụm công nghiệp đã hoạt động nhiều năm.",
    "environment", "clusters", OLD, "Điều 22", "Ưu tiên hỗ trợ công trình xử lý nước thải theo quy định về hỗ trợ đầu "
    "tư hạ tầng cụm công nghiệp.",
)  # fmt: skip
REPORTS = Asked(
    "Đề nghị hướng dẫn chế độ báo cáo định kỳ về cụm công nghiệp theo quy định mới.",
    "reporting", "clusters", NEW, "Điều 35", "Báo cáo theo mẫu và thời hạn của Nghị định từ ngày có hiệu lực.",
)  # fmt: skip
MACHINES = Asked(
    "Đề nghị làm rõ mức hỗ trợ ứng dụng máy móc thiết bị tiên tiến cho cơ sở công nghiệp nông thôn.",
    "norms", "promotion", MONEY, "Điều 7", "Mức hỗ trợ theo Thông tư, không vượt tỷ lệ và mức tối đa ghi tại đó.",
)  # fmt: skip
BODIES = Asked(
    "Trung tâm khuyến công chuyển khỏi Sở Công Thương: đề nghị hướng dẫn cơ quan lập kế hoạch khuyến công quốc gia.",
    "organisation", "promotion", PROMOTION, "Điều 13", "Cơ quan quản lý nhà nước về khuyến công ở địa phương "
    "chịu trách nhiệm tổng hợp, trình kế hoạch.",
)  # fmt: skip
ASKED = (PLANNING, INVESTOR, WATER, REPORTS, MACHINES, BODIES)
# Sở Công Thương of these provinces were answered in the first half of 2024 …
DEPARTMENTS = (
    "Bắc Giang", "Bắc Ninh", "Bình Phước", "Cà Mau", "Đắk Lắk", "Đồng Nai", "Hà Nam", "Hải Dương", "Hậu Giang",
    "Lào Cai", "Long An", "Nam Định", "Phú Thọ", "Quảng Bình", "Sóc Trăng", "Thái Bình", "Yên Bái",
)  # fmt: skip
# … and these, that the registry of bodies does not hold.
OTHERS = (
    "Hiệp hội Làng nghề (minh họa)", "Ban Quản lý các cụm công nghiệp huyện Minh Họa", "UBND huyện Thí Dụ (minh họa)",
    "Công ty TNHH Hạ tầng Minh Họa",
)  # fmt: skip
TWICE = ("Bắc Ninh", "Long An", "Yên Bái")  # answered two times: counted once
YEAR_BEFORE = ("Bắc Giang", "Bình Thuận", "Đồng Nai", "Hưng Yên", "Kon Tum", "Nam Định", "Tây Ninh", "Thái Nguyên",
               "Vĩnh Phúc")  # fmt: skip


class _Desk:
    """Who enters, who answers, and the running numbers of invented letters."""

    def __init__(self, office: Office) -> None:
        self.officer: User = office.desks[Desk.OFFICER]
        self.head: User = office.desks[Desk.HEAD]
        self.today = office.today
        self.laws = {row.number: row for row in LegalSource.objects.filter(number__in={OLD, NEW, MONEY, PROMOTION})}
        self.numbers: Iterator[int] = count(701)

    def receive(self, sender: Organisation | str, asked: Asked, came: date, kind: str = "locality") -> Petition:
        """A petition as its letter says it, handed to the officer by the head."""
        body = sender if isinstance(sender, Organisation) else None
        name = "" if body else str(sender)
        symbol = "SCT-QLCN" if body else "CV"
        number = f"{next(self.numbers)}/{symbol}"
        law, clause = (NEW, "") if asked.law == OLD and came >= CHANGED else (asked.law, asked.clause)
        letter = Letter(number, next_working(came - timedelta(days=3)), issuer=body, issuer_name=name,
                        signatory="Nguyễn Văn Mẫu")  # fmt: skip
        return receive_petition(
            by=self.officer, today=came, kind=kind, field=asked.field, topic=asked.topic, what=asked.what,
            received_on=came, sender=body, sender_name=name, law=self.laws.get(law), clause=clause,
            paper=letter,
        )  # fmt: skip

    def assign(self, petition: Petition, on: date) -> Petition:
        return assign_petition(by=self.head, today=on, petition=petition, handler=self.officer, on=on)

    def answer(self, petition: Petition, asked: Asked, on: date) -> Petition:
        letter = Letter(f"{next(self.numbers)}/{symbol_on(on)}", on, signatory="Nguyễn Văn Mẫu")
        return record_answer(by=self.officer, today=on, petition=petition, letter=letter, answer=asked.answer)


def _department(name: str, on: date) -> Organisation:
    place = Place.objects.filter(name=name, level="province", valid_from__lte=on).order_by("-valid_from").first()
    body = department_of(place.pk, on) if place is not None else None
    if body is None:
        raise ValueError(name)
    return body


def load_petitions(office: Office) -> None:
    """Answers of 2023 and 2024, then petitions of these weeks, then guidance."""
    desk = _Desk(office)
    first = _answered(desk, date(2023, 1, 9), YEAR_BEFORE, (), 16)
    second = _answered(desk, date(2024, 1, 8), (*DEPARTMENTS, *TWICE), OTHERS, 6)
    _answered(desk, date(2024, 7, 8), DEPARTMENTS[4:12], OTHERS[:1], 18)
    _guidance(desk, first[0], second)
    _of_these_weeks(desk)


def _answered(
    desk: _Desk, start: date, departments: tuple[str, ...], others: tuple[str, ...], step: int
) -> list[tuple[Petition, Asked]]:  # fmt: skip
    """Petitions that came one after another from a day, each answered some days later."""
    done, questions = [], cycle(ASKED)
    for number, name in enumerate((*departments, *others)):
        came = next_working(start + timedelta(days=number * step))
        asked = next(questions)
        asked = PLANNING if asked is REPORTS and came < CHANGED else asked
        sender = name if name in others else _department(name, came)
        petition = desk.assign(desk.receive(sender, asked, came), next_working(came + timedelta(days=1)))
        done.append((desk.answer(petition, asked, next_working(came + timedelta(days=8 + number % 9))), asked))
    return done


def _guidance(desk: _Desk, first: tuple[Petition, Asked], later: list[tuple[Petition, Asked]]) -> None:
    """Published without names: one whose decree was replaced, one ended by hand, two that hold."""
    wanted = [first, *(next(pair for pair in later if pair[1] is asked) for asked in (MACHINES, BODIES, WATER))]
    for petition, asked in wanted:
        on = next_working((petition.answered_on or desk.today) + timedelta(days=5))
        row = publish_guidance(
            by=desk.officer, today=on, petition=petition, question=asked.what, answer=asked.answer,
            law=desk.laws[asked.law], clause=asked.clause, on=on,
        )  # fmt: skip
        if asked is BODIES:
            end_guidance(by=desk.officer, today=desk.today, guidance=row, on=date(2025, 3, 1),
                         reason="Tổ chức bộ máy cấp tỉnh thay đổi; chờ hướng dẫn mới.")  # fmt: skip


def _of_these_weeks(desk: _Desk) -> None:
    """One in every state, as of today."""

    def ago(days: int) -> date:
        return next_working(desk.today - timedelta(days=days)) if days > 2 else desk.today

    today = desk.today
    desk.receive(_department("Nghệ An", today), WATER, today)
    late = desk.receive(_department("Lâm Đồng", today), INVESTOR, ago(40))
    desk.assign(late, ago(38))
    desk.assign(desk.receive("Công ty TNHH Cơ khí Minh Họa", MACHINES, ago(9), "enterprise"), ago(8))
    desk.assign(desk.receive("Đoàn đại biểu Quốc hội tỉnh Thí Dụ (minh họa)", PLANNING, ago(6), "deputy"), ago(5))
    drafted = desk.assign(desk.receive("Cử tri tỉnh Thí Dụ (minh họa)", BODIES, ago(12), "voters"), ago(11))
    draft = draft_answer(by=desk.officer, petition=drafted, on=ago(7), today=today)
    edit_draft(by=desk.officer, draft=draft, seen=draft.version, values={"body": f"{draft.body}\n{BODIES.answer}"})
    move_draft(by=desk.officer, draft=draft, name="submit", on=ago(5), today=today)
    answered = desk.assign(desk.receive(_department("Hà Tĩnh", today), REPORTS, ago(20)), ago(19))
    desk.answer(answered, REPORTS, ago(6))
    moved = desk.receive("Hợp tác xã Mẫu (minh họa)", WATER, ago(14), "enterprise")
    transfer_petition(by=desk.officer, today=today, petition=moved, on=ago(12),
                      sent_to="Bộ Nông nghiệp và Môi trường", remark="Thuộc thẩm quyền về môi trường.")  # fmt: skip
