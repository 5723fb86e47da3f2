"""The demo's conferences and fairs: those of 2023 and 2024 on fixed days, and some around today. All invented."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from khuyencong.cli.demo_office import Office
from khuyencong.documents.actions import Letter
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.text import fold
from khuyencong.oversight.actions.gatherings import (
    add_booths,
    draft_invitation,
    hold_gathering,
    invite,
    plan_gathering,
    prepare_gathering,
    record_reply,
    report_gathering,
    set_agenda,
)
from khuyencong.oversight.models import Gathering
from khuyencong.oversight.queries.gatherings import plan_tasks_of
from khuyencong.oversight.states import BoothFunding, BoothLine, GatheringKind, KhuyenCongRegion, Reply
from khuyencong.programme.states import Desk
from khuyencong.registry.models import Organisation
from khuyencong.registry.queries import department_of, provinces_on

CONFERENCE, FAIR = GatheringKind.CONFERENCE, GatheringKind.FAIR
TITLES = {
    CONFERENCE: "Hội nghị khuyến công các tỉnh, thành phố khu vực {region} năm {year}",
    FAIR: "Hội chợ triển lãm hàng công nghiệp nông thôn tiêu biểu khu vực {region} năm {year}",
}
REGIONS = {
    KhuyenCongRegion.NORTH: "phía Bắc", KhuyenCongRegion.CENTRAL: "miền Trung - Tây Nguyên",
    KhuyenCongRegion.SOUTH: "phía Nam",
}  # fmt: skip
GUESTS = {
    KhuyenCongRegion.NORTH: ("Hà Nội", "Hà Giang", "Cao Bằng", "Lạng Sơn", "Thái Nguyên", "Phú Thọ", "Hải Phòng",
                             "Quảng Ninh", "Hưng Yên", "Ninh Bình"),
    KhuyenCongRegion.CENTRAL: ("Quảng Trị", "Quảng Nam", "Đà Nẵng", "Khánh Hòa", "Gia Lai", "Đắk Lắk"),
    KhuyenCongRegion.SOUTH: ("Kiên Giang", "An Giang", "Cần Thơ", "Vĩnh Long", "Đồng Nai", "Cà Mau"),
}  # fmt: skip
OTHERS = ("Hiệp hội làng nghề minh họa", "Trung tâm hội chợ minh họa")
AGENDA = (
    ("8:00", "Đón tiếp đại biểu", ""), ("8:30", "Khai mạc", "Lãnh đạo Cục"),
    ("8:45", "Báo cáo kết quả khuyến công của khu vực", "Đại diện đơn vị chủ trì"),
    ("9:30", "Tham luận của các địa phương", "Đại diện các Sở Công Thương"), ("11:15", "Kết luận, bế mạc", ""),
)  # fmt: skip
GOODS = ("Gốm sứ", "Mây tre đan", "Chè, cà phê", "Đồ gỗ mỹ nghệ", "Dệt thổ cẩm", "Thực phẩm chế biến", "Cơ khí nhỏ")
FUNDINGS = (BoothFunding.NATIONAL, BoothFunding.NATIONAL, BoothFunding.LOCAL, BoothFunding.OWN, BoothFunding.LOCAL)


@dataclass(frozen=True)
class Planned:
    """A gathering to be made: in the programme from ``since``, held ``first``–``last`` when ``held``."""

    kind: GatheringKind
    region: KhuyenCongRegion
    place: str
    since: date
    first: date
    last: date
    venue: str = ""

    @property
    def title(self) -> str:
        return TITLES[self.kind].format(region=REGIONS[self.region], year=self.first.year)


HALL = "Trung tâm hội chợ minh họa"
NORTH, CENTRAL, SOUTH = KhuyenCongRegion.NORTH, KhuyenCongRegion.CENTRAL, KhuyenCongRegion.SOUTH
HELD = (
    Planned(FAIR, NORTH, "Thái Nguyên", date(2023, 1, 16), date(2023, 4, 18), date(2023, 4, 22), HALL),
    Planned(CONFERENCE, NORTH, "Hà Nội", date(2024, 1, 15), date(2024, 5, 17), date(2024, 5, 17), HALL),
    Planned(FAIR, NORTH, "Hà Nội", date(2024, 1, 15), date(2024, 5, 15), date(2024, 5, 19), HALL),
    Planned(CONFERENCE, CENTRAL, "Quảng Trị", date(2024, 3, 11), date(2024, 8, 22), date(2024, 8, 22), HALL),
    Planned(FAIR, CENTRAL, "Quảng Trị", date(2024, 3, 11), date(2024, 8, 20), date(2024, 8, 25), HALL),
    Planned(CONFERENCE, SOUTH, "Kiên Giang", date(2024, 3, 11), date(2024, 10, 10), date(2024, 10, 10), HALL),
    Planned(FAIR, SOUTH, "Kiên Giang", date(2024, 3, 11), date(2024, 10, 9), date(2024, 10, 14), HALL),
)


def load_gatherings(office: Office) -> None:
    """Conferences and fairs of 2023 and 2024 as held, one being prepared today and one planned."""
    for plan in HELD:
        _held(office, plan)
    _around_today(office)


def _plan(office: Office, plan: Planned) -> Gathering:
    place = provinces_on(plan.since).get(name=plan.place)
    words = fold("hội nghị khuyến công" if plan.kind == CONFERENCE else f"khu vực {REGIONS[plan.region]}")
    tasks = plan_tasks_of(plan.first.year).filter(folded__contains=words)
    return plan_gathering(
        by=office.desks[Desk.OFFICER], today=plan.since, kind=plan.kind, year=plan.first.year, title=plan.title,
        region=plan.region, place=place, host=department_of(place.pk, plan.since), project=tasks.first(),
        planned_on=plan.since, starts_on=plan.first, ends_on=plan.last,
    )  # fmt: skip


def _guests(plan: Planned, on: date) -> list[Organisation | str]:
    """Departments of the region under their names of a day, and two invented bodies."""
    places = provinces_on(on).filter(name__in=GUESTS[plan.region])
    bodies = [department_of(place.pk, on) for place in places]
    return [*(body for body in bodies if body is not None), *OTHERS]


def _prepared(office: Office, plan: Planned, on: date, number: str = "KH-CTĐP") -> Gathering:
    """Days and venue agreed, agenda written, guests invited five days later."""
    officer = office.desks[Desk.OFFICER]
    row = _plan(office, plan)
    paper = Letter(f"{next(office.numbers)}/{number}", on, kind=DocumentKind.PLAN, signatory="Nguyễn Văn Mẫu")
    row = prepare_gathering(by=officer, today=on, gathering=row, on=on, venue=plan.venue, paper=paper)
    set_agenda(by=officer, today=on, gathering=row, items=AGENDA)
    return row


def _replies(office: Office, row: Gathering, on: date, leave: int = 0) -> None:
    """Most come, every fifth does not; the last ``leave`` have not replied."""
    rows = list(row.invitations.order_by("id"))
    for index, one in enumerate(rows[: len(rows) - leave]):
        away = index % 5 == 4
        record_reply(
            by=office.desks[Desk.OFFICER], today=on, invitation=one, on=on,
            reply=Reply.NOT_COMING if away else Reply.COMING, people=None if away else 2 + index % 3,
            talk="Kinh nghiệm hỗ trợ máy móc ở địa phương (minh họa)" if index == 1 else "",
        )  # fmt: skip


def _booths(plan: Planned, many: int) -> Sequence[BoothLine]:
    """Exhibitors over the sources of funding; a booth costs 8 to 12 triệu đồng."""
    places = list(provinces_on(plan.since).filter(name__in=GUESTS[plan.region]))
    return [
        BoothLine(
            f"Cơ sở sản xuất minh họa số {index + 1}", FUNDINGS[index % 5] if index < many - 1 else BoothFunding.OTHER,
            booths=1 + index % 3, goods=GOODS[index % 7], place=places[index % len(places)].pk,
            cost=None if index == many - 1 else (8 + index % 5) * 10**6 * (1 + index % 3),
        )
        for index in range(many)
    ]  # fmt: skip


def _held(office: Office, plan: Planned) -> None:
    """A gathering that went all the way: prepared, guests and booths, held, reported."""
    officer, north = office.desks[Desk.OFFICER], plan.region == NORTH
    asked = plan.first - timedelta(days=32)
    row = _prepared(office, plan, asked)
    invite(by=officer, today=asked, gathering=row, bodies=_guests(plan, asked), on=asked)
    _replies(office, row, plan.first - timedelta(days=15))
    if plan.kind == FAIR:
        day = plan.first - timedelta(days=12)
        add_booths(by=officer, today=day, gathering=row, booths=_booths(plan, 15 if north else 8))
    hold_gathering(by=officer, today=plan.last, gathering=row, on=plan.last)
    on = plan.last + timedelta(days=11)
    report = Letter(f"{next(office.numbers)}/BC-CTĐP", on, kind=DocumentKind.REPORT, signatory="Nguyễn Văn Mẫu")
    report_gathering(
        by=officer, today=on, gathering=row, on=on, results=_results(plan, 12 if north else 8), paper=report
    )  # fmt: skip


def _results(plan: Planned, provinces: int) -> dict[str, int | str]:
    """Invented figures; money in đồng."""
    told: dict[str, int | str] = {"provinces": provinces, "summary": "Tổ chức đúng kế hoạch, an toàn (minh họa)."}
    if plan.kind == CONFERENCE:
        return {**told, "attendees": provinces * 14}
    return {**told, "visitors": provinces * 1450, "contracts": provinces * 2, "contract_value": provinces * 410 * 10**6,
            "sales": provinces * 260 * 10**6}  # fmt: skip


def _around_today(office: Office) -> None:
    """A fair being prepared whose guests have partly replied, with its invitation drafted; a conference planned."""
    officer, today = office.desks[Desk.OFFICER], office.today
    first = today + timedelta(days=24)
    fair = Planned(FAIR, NORTH, "Lạng Sơn", today - timedelta(days=60), first, first + timedelta(days=4), HALL)
    on = today - timedelta(days=20)
    row = _prepared(office, fair, on, "KH-CĐK")
    invite(by=officer, today=on, gathering=row, bodies=_guests(fair, on), on=on)
    _replies(office, row, today - timedelta(days=6), leave=5)
    add_booths(by=officer, today=today - timedelta(days=3), gathering=row, booths=_booths(fair, 6))
    invite(by=officer, today=today, gathering=row, bodies=["Hội doanh nghiệp trẻ minh họa"])
    draft_invitation(by=officer, today=today, gathering=row, on=today)
    later = today + timedelta(days=34)
    _plan(office, Planned(CONFERENCE, NORTH, "Cao Bằng", today - timedelta(days=30), later, later))
