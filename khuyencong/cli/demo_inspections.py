"""The demo's inspections: what the half-year of 2024 counts, and trips in every state around today. All invented.

Truth of January to June 2024: three trips on projects of 2022 and 2023 (An Giang, Kiên Giang; Đắk Nông; Tuyên Quang,
Hà Giang) and two on clusters (Đắk Nông, Khánh Hòa; Tuyên Quang, Hà Giang). Nothing else visits in that half-year.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from django.utils import timezone

from khuyencong.accounts.models import User
from khuyencong.cli.demo_office import Office, next_working
from khuyencong.documents.actions import Letter
from khuyencong.kernel.periods import holds_on
from khuyencong.oversight.actions import inspections as act
from khuyencong.oversight.actions.inspections import MemberGiven, RecommendationGiven, StopGiven
from khuyencong.oversight.models import Inspection, Recommendation, Stop
from khuyencong.oversight.queries.observations import projects_at
from khuyencong.oversight.queries.proposals import proposals
from khuyencong.oversight.states import InspectionKind, InspectionSubject
from khuyencong.programme.models import Project
from khuyencong.programme.states import Desk
from khuyencong.registry.models import Place
from khuyencong.registry.queries import department_of, names_on

PROJECTS, CLUSTERS, SURVEY = InspectionSubject.PROJECTS, InspectionSubject.CLUSTERS, InspectionSubject.SURVEY
BEFORE = (2022, 2023)
HELD = "KCQG-2024-95-079"
NORTH, EAST = Decimal("12.001234"), Decimal("107.685432")
SIGNATORY = "Nguyễn Văn Mẫu"
Seen = tuple[str, str, str]  # item of the checklist, result, words


@dataclass(frozen=True)
class At:
    """A province of a trip: subject, days there, what was found, whether pictures were taken."""

    place: str
    subject: str
    first: date
    last: date
    found: tuple[Seen, ...] = ()
    photos: int = 0


@dataclass(frozen=True)
class Asked:
    """What a conclusion asks of a province's department, and how far it has come: reported, closed on these days."""

    place: str
    text: str
    due: date
    reported: date | None = None
    closed: date | None = None


@dataclass(frozen=True)
class Trip:
    """A trip that went. ``days``: planned, decided, announced, reported, concluded; ``closed``: follow-up ended."""

    title: str
    days: tuple[date, ...]
    at: tuple[At, ...]
    asked: tuple[Asked, ...] = ()
    years: tuple[int, ...] = ()
    closed: date | None = None
    kind: str = InspectionKind.CHECK


GOOD: tuple[Seen, ...] = (
    ("contract", "met", ""), ("volume", "met", "Khối lượng khớp biên bản nghiệm thu (minh họa)."),
    ("machine", "met", "Máy đang chạy, có biển ghi nguồn hỗ trợ (minh họa)."),
)  # fmt: skip
THIN: tuple[Seen, ...] = (
    ("contract", "met", ""), ("machine", "lacking", "Một máy chưa gắn biển ghi nguồn hỗ trợ (minh họa)."),
    ("counterpart", "wrong", "Chứng từ vốn đối ứng chưa đủ hóa đơn (minh họa)."),
    ("payment", "note", "Hồ sơ thanh toán lưu tại Trung tâm (minh họa)."),
)  # fmt: skip
TIDY: tuple[Seen, ...] = (
    ("legal", "met", ""), ("area", "note", "Đã cho thuê khoảng hai phần ba diện tích (minh họa)."),
    ("reporting", "met", ""),
)  # fmt: skip
WATER: tuple[Seen, ...] = (
    ("legal", "met", ""), ("wastewater", "lacking", "Trạm xử lý nước thải chưa vận hành (minh họa)."),
    ("reporting", "lacking", "Báo cáo quý gửi chưa đủ biểu (minh họa)."),
)  # fmt: skip


def _day(text: str) -> date:
    return date.fromisoformat(text)


def _at(place: str, subject: str, first: str, last: str, found: tuple[Seen, ...], photos: int = 0) -> At:
    return At(place, subject, _day(first), _day(last), found, photos)


def _days(*texts: str) -> tuple[date, ...]:
    return tuple(_day(text) for text in texts)


WENT = (
    Trip("Kiểm tra đề án khuyến công tại Hà Tĩnh (minh họa)",
         _days("2023-02-15", "2023-04-10", "2023-04-12", "2023-05-26", "2023-06-20"),
         (_at("Hà Tĩnh", PROJECTS, "2023-05-09", "2023-05-11", GOOD),), years=(2021, 2022), closed=_day("2023-06-28")),
    Trip("Kiểm tra đề án khuyến công tại An Giang, Kiên Giang (minh họa)",
         _days("2024-01-15", "2024-02-20", "2024-02-23", "2024-03-29", "2024-04-16"),
         (_at("An Giang", PROJECTS, "2024-03-12", "2024-03-13", THIN, 2),
          _at("Kiên Giang", PROJECTS, "2024-03-14", "2024-03-15", GOOD, 1)),
         (Asked("An Giang", "Bổ sung hóa đơn, chứng từ vốn đối ứng của cơ sở thụ hưởng (minh họa).",
                _day("2024-06-28"), _day("2024-06-20"), _day("2024-06-25")),), BEFORE, _day("2024-06-27")),
    Trip("Kiểm tra đề án khuyến công tại Đắk Nông (minh họa)",
         _days("2024-01-15", "2024-03-18", "2024-03-20", "2024-04-26", "2024-05-14"),
         (_at("Đắk Nông", PROJECTS, "2024-04-09", "2024-04-11", THIN, 1),),
         (Asked("Đắk Nông", "Gắn biển ghi nguồn hỗ trợ trên máy, gửi ảnh về Cục (minh họa).", _day("2024-06-14"),
                _day("2024-06-10"), _day("2024-06-12")),
          Asked("Đắk Nông", "Đối chiếu chứng từ vốn đối ứng của đề án năm 2023 (minh họa).", _day("2024-08-12"))),
         BEFORE),
    Trip("Kiểm tra đề án khuyến công tại Tuyên Quang, Hà Giang (minh họa)",
         _days("2024-01-15", "2024-04-22", "2024-04-24", "2024-05-30", "2024-06-17"),
         (_at("Tuyên Quang", PROJECTS, "2024-05-14", "2024-05-15", GOOD, 1),
          _at("Hà Giang", PROJECTS, "2024-05-16", "2024-05-17", THIN, 1)),
         (Asked("Hà Giang", "Hoàn thiện hồ sơ vốn đối ứng, báo cáo Cục (minh họa).", _day("2024-09-16"),
                _day("2024-09-10")),), BEFORE),
    Trip("Kiểm tra quản lý cụm công nghiệp tại Đắk Nông, Khánh Hòa (minh họa)",
         _days("2024-01-15", "2024-04-01", "2024-04-03", "2024-05-10", "2024-05-28"),
         (_at("Đắk Nông", CLUSTERS, "2024-04-22", "2024-04-23", WATER, 1),
          _at("Khánh Hòa", CLUSTERS, "2024-04-24", "2024-04-26", TIDY)),
         (Asked("Đắk Nông", "Báo cáo lộ trình vận hành trạm xử lý nước thải của cụm (minh họa).", _day("2024-06-28"),
                _day("2024-06-18"), _day("2024-06-21")),), (), _day("2024-06-28")),
    Trip("Kiểm tra quản lý cụm công nghiệp tại Tuyên Quang, Hà Giang (minh họa)",
         _days("2024-01-15", "2024-05-13", "2024-05-15", "2024-06-21", "2024-06-28"),
         (_at("Tuyên Quang", CLUSTERS, "2024-06-03", "2024-06-04", TIDY, 1),
          _at("Hà Giang", CLUSTERS, "2024-06-05", "2024-06-06", WATER)),
         (Asked("Hà Giang", "Bổ sung biểu báo cáo quý về cụm công nghiệp (minh họa).", _day("2024-09-26"),
                _day("2024-09-20"), _day("2024-09-24")),), (), _day("2024-09-30")),
    Trip("Khảo sát nhu cầu máy móc của cơ sở làng nghề tại Quảng Nam (minh họa)",
         _days("2024-08-05", "2024-09-16", "2024-09-17", "2024-10-25", "2024-11-05"),
         (_at("Quảng Nam", SURVEY, "2024-10-08", "2024-10-10",
              (("situation", "note", "Cơ sở cần máy cắt, máy sấy; mặt bằng chật (minh họa)."),
               ("proposals", "note", "Đề nghị hỗ trợ theo nhóm cơ sở (minh họa).")), 1),),
         (), (), _day("2024-11-15"), InspectionKind.SURVEY),
)  # fmt: skip


def load_inspections(office: Office) -> None:
    """Trips that went, then those under way around today, and a conclusion about the Agency itself."""
    for trip in WENT:
        _went(office, trip)
    _cancelled(office)
    _planned(office)
    _about_to_go(office)
    _in_the_field(office)
    _back(office)
    _holding(office)
    _external(office)


def _place(name: str, on: date) -> Place:
    return Place.objects.get(holds_on(on), name=name, level="province")


def _letter(office: Office, symbol: str, on: date) -> Letter:
    return Letter(f"{next(office.numbers)}/{symbol}-CTĐP", on, signatory=SIGNATORY)


def _team(office: Office) -> list[MemberGiven]:
    desks = office.desks
    people: Sequence[tuple[User, str]] = ((desks[Desk.HEAD], "head"), (desks[Desk.OFFICER], "secretary"))
    mine = [MemberGiven(one.full_name, role, user=one) for one, role in people]
    return [*mine, MemberGiven("Nguyễn Thị Minh Họa", "member", body="Sở Công Thương (minh họa)")]


def _plan(
    office: Office, title: str, planned: date, stops: Sequence[StopGiven], days: tuple[date, date],
    kind: str = InspectionKind.CHECK,
) -> Inspection:  # fmt: skip
    return act.plan_inspection(
        by=office.desks[Desk.OFFICER], today=planned, year=days[0].year, kind=kind, title=title, starts_on=days[0],
        ends_on=days[1], stops=stops, members=_team(office), on=planned,
    )  # fmt: skip


def _sent(office: Office, trip: Inspection, decided: date, notified: date) -> Inspection:
    """The decision and the notice, as recorded by the clerk."""
    clerk = office.desks[Desk.CLERK]
    act.record_decision(by=clerk, today=decided, inspection=trip, letter=_letter(office, "QĐ", decided))
    return act.record_notice(by=clerk, today=notified, inspection=trip, letter=_letter(office, "TB", notified))


def _went(office: Office, given: Trip) -> Inspection:
    """From the plan to the conclusion, each deed on its day."""
    officer, clerk = office.desks[Desk.OFFICER], office.desks[Desk.CLERK]
    planned, decided, notified, reported, concluded = given.days
    first, last = min(one.first for one in given.at), max(one.last for one in given.at)
    stops = [StopGiven(_place(one.place, one.first), one.subject, given.years, one.first) for one in given.at]
    trip = _plan(office, given.title, planned, stops, (first, last), given.kind)
    _sent(office, trip, decided, notified)
    act.set_out(by=officer, today=first, inspection=trip, on=first)
    for stop, at in zip(trip.stops.select_related("place").order_by("planned_on"), given.at, strict=True):
        _visit(office, stop, at)
    back = next_working(last + timedelta(days=1))
    act.finish_field(by=officer, today=back, inspection=trip, on=back)
    report, conclusion = (_letter(office, symbol, on) for symbol, on in (("BC", reported), ("KL", concluded)))
    act.record_report(by=clerk, today=reported, inspection=trip, letter=report)
    asked = [_asked_of(one, concluded) for one in given.asked]
    trip = act.record_conclusion(by=clerk, today=concluded, inspection=trip, letter=conclusion, recommendations=asked)
    for row, one in zip(trip.recommendations.order_by("id"), given.asked, strict=True):
        _follow(office, row, one)
    if given.closed:
        act.close_inspection(by=officer, today=given.closed, inspection=trip, on=given.closed)
    return trip


def _visit(office: Office, stop: Stop, at: At) -> None:
    officer = office.desks[Desk.OFFICER]
    act.record_visit(by=officer, today=at.last, stop=stop, visited_from=at.first, visited_to=at.last)
    _found(office, stop, at.first, at.found, at.photos)


def _found(office: Office, stop: Stop, on: date, found: Sequence[Seen], photos: int) -> None:
    """Findings of a morning, with pictures of the last of them. Keys are made from the place, so a demo repeats."""
    officer = office.desks[Desk.OFFICER]
    known = projects_at([stop], Project.objects.all()).get(stop.pk, [])
    project = next((one for one in known if one.code == HELD), known[0] if known else None)
    row = None
    for number, (item, result, text) in enumerate(found):
        seen = timezone.make_aware(datetime(on.year, on.month, on.day, 8, 30)) + timedelta(minutes=25 * number)
        row = act.keep_observation(
            by=officer, stop=stop, key=uuid5(NAMESPACE_URL, f"demo:{stop.pk}:{number}"), item=item, result=result,
            text=text, seen_at=seen, project=project,
            about="Cụm công nghiệp minh họa" if stop.subject == CLUSTERS else "", latitude=NORTH,
            longitude=EAST,
        )  # fmt: skip
    for number in range(photos if row else 0):
        assert row is not None
        act.keep_photo(
            by=officer, observation=row, key=uuid5(NAMESPACE_URL, f"demo-photo:{stop.pk}:{number}"),
            data=picture(stop.pk * 7 + number), taken_at=row.seen_at + timedelta(minutes=number + 1),
            latitude=NORTH, longitude=EAST,
        )  # fmt: skip


def _asked_of(one: Asked, on: date) -> RecommendationGiven:
    owner = department_of(_place(one.place, on).pk, on)
    name = names_on(on, [owner.pk])[owner.pk].name if owner else f"Sở Công Thương {one.place}"
    return RecommendationGiven(one.text, name, one.due, owner=owner)


def _follow(office: Office, row: Recommendation, one: Asked) -> None:
    """What the owner reported by letter, and what the head saw of it."""
    if one.reported:
        paper = Letter(f"{next(office.numbers)}/SCT-QLCN", one.reported, issuer=row.owner, issuer_name=row.owner_name)
        act.report_recommendation(by=office.desks[Desk.OFFICER], today=one.reported, recommendation=row,
                                  on=one.reported, said="Đã thực hiện, gửi hồ sơ (minh họa).", paper=paper)  # fmt: skip
    if one.closed:
        act.close_recommendation(by=office.desks[Desk.HEAD], today=one.closed, recommendation=row, on=one.closed,
                                 said="Hồ sơ gửi kèm đã đủ (minh họa).")  # fmt: skip


def _cancelled(office: Office) -> None:
    """A trip that did not take place, with its reason."""
    starts, ends, given_up = date(2024, 9, 24), date(2024, 9, 26), date(2024, 9, 12)
    stops = [StopGiven(_place("Yên Bái", starts), PROJECTS, (2023,), starts)]
    trip = _plan(office, "Kiểm tra đề án khuyến công tại Yên Bái (minh họa)", date(2024, 8, 5), stops, (starts, ends))
    act.cancel_inspection(by=office.desks[Desk.OFFICER], today=given_up, inspection=trip, on=given_up,
                          reason="Địa phương đang khắc phục hậu quả thiên tai (minh họa).")  # fmt: skip


def _planned(office: Office) -> None:
    """A trip begun from the proposals of today; its reasons stay with its provinces."""
    today = office.today
    wanted = [one for one in proposals(today.year, today) if one.subject == PROJECTS][:2]
    starts = next_working(today + timedelta(days=40))
    stops = [StopGiven(one.place, one.subject, one.years, starts, one.reasons) for one in wanted]
    stops = stops or [StopGiven(_place("Phú Thọ", today), SURVEY, (), starts)]
    names = ", ".join(stop.place.name for stop in stops)
    _plan(office, f"Kiểm tra đề án khuyến công tại {names} (minh họa)", today - timedelta(days=3), stops,
          (starts, starts + timedelta(days=3)))  # fmt: skip


def _about_to_go(office: Office) -> None:
    """Decided and announced: it starts in some days."""
    today = office.today
    starts = next_working(today + timedelta(days=6))
    years = (today.year - 2, today.year - 1)
    stops = [StopGiven(_place("Nghệ An", today), PROJECTS, years, starts),
             StopGiven(_place("Nghệ An", today), CLUSTERS, (), starts + timedelta(days=1))]  # fmt: skip
    trip = _plan(office, "Kiểm tra đề án, cụm công nghiệp tại Nghệ An (minh họa)", today - timedelta(days=60), stops,
                 (starts, starts + timedelta(days=3)))  # fmt: skip
    _sent(office, trip, today - timedelta(days=21), today - timedelta(days=15))


def _in_the_field(office: Office) -> None:
    """On its way today: one place seen, one to come."""
    today = office.today
    since = today - timedelta(days=1)
    stops = [StopGiven(_place("Lâm Đồng", today), PROJECTS, (2023, 2024), since),
             StopGiven(_place("Đồng Nai", today), CLUSTERS, (), today + timedelta(days=1))]  # fmt: skip
    trip = _plan(office, "Kiểm tra đề án, cụm công nghiệp tại Lâm Đồng, Đồng Nai (minh họa)",
                 today - timedelta(days=70), stops, (since, today + timedelta(days=2)))  # fmt: skip
    _sent(office, trip, today - timedelta(days=30), today - timedelta(days=24))
    act.set_out(by=office.desks[Desk.OFFICER], today=since, inspection=trip, on=since)
    stop = trip.stops.order_by("planned_on").select_related("place")[0]
    act.record_visit(by=office.desks[Desk.OFFICER], today=since, stop=stop, visited_from=since)
    _found(office, stop, since, THIN[:3], 2)


def _back(office: Office) -> None:
    """Back from the field; the report of the team is awaited."""
    today = office.today
    first = next_working(today - timedelta(days=30))
    last = first + timedelta(days=1)
    stops = [StopGiven(_place("Gia Lai", today), CLUSTERS, (), first)]
    trip = _plan(office, "Kiểm tra quản lý cụm công nghiệp tại Gia Lai (minh họa)", today - timedelta(days=90), stops,
                 (first, last))  # fmt: skip
    _sent(office, trip, today - timedelta(days=60), today - timedelta(days=50))
    act.set_out(by=office.desks[Desk.OFFICER], today=first, inspection=trip, on=first)
    _visit(office, trip.stops.select_related("place").get(), At("Gia Lai", CLUSTERS, first, last, WATER, 1))
    act.finish_field(by=office.desks[Desk.OFFICER], today=last, inspection=trip, on=last)


def _holding(office: Office) -> None:
    """Concluded, and payment of a project held until its papers are complete."""
    today = office.today
    project = Project.objects.get(code=HELD)
    first, concluded = today - timedelta(days=76), today - timedelta(days=20)
    given = Trip(
        "Kiểm tra đề án khuyến công tại Cà Mau (minh họa)",
        (*(today - timedelta(days=past) for past in (150, 110, 105, 60)), concluded),
        (At("Cà Mau", PROJECTS, first, first + timedelta(days=2), THIN, 1),), years=(2024,),
    )  # fmt: skip
    trip = _went(office, given)
    owner = department_of(_place("Cà Mau", today).pk, today)
    asked = [
        RecommendationGiven("Bổ sung đủ chứng từ vốn đối ứng trước khi thanh toán tiếp (minh họa).",
                            _named(owner, today, "Sở Công Thương Cà Mau"), None, owner, project),
        RecommendationGiven("Rà soát việc gắn biển ghi nguồn hỗ trợ trên máy (minh họa).",
                            _named(owner, today, "Sở Công Thương Cà Mau"), today - timedelta(days=4), owner),
    ]  # fmt: skip
    rows = act.add_recommendations(
        by=office.desks[Desk.OFFICER], today=concluded, inspection=trip, recommendations=asked
    )
    on = today - timedelta(days=15)
    act.place_payment_hold(by=office.desks[Desk.OFFICER], today=on, recommendation=rows[0], on=on,
                           reason="Chứng từ vốn đối ứng chưa đủ theo kết luận kiểm tra (minh họa)")  # fmt: skip


def _named(owner: object, on: date, otherwise: str) -> str:
    key = getattr(owner, "pk", None)
    found = names_on(on, [key]).get(key) if key else None
    return found.name if found else otherwise


def _external(office: Office) -> None:
    """What the State Audit asked of the Agency itself, followed the same way."""
    today = office.today
    received = today - timedelta(days=45)
    paper = Letter(f"{next(office.numbers)}/TB-KTNN-MH", received - timedelta(days=3), issuer_name="Kiểm toán nhà nước",
                   signatory=SIGNATORY)  # fmt: skip
    asked = [
        RecommendationGiven("Rà soát hồ sơ quyết toán các đề án hoàn thành năm trước (minh họa).",
                            "Phòng Quản lý khuyến công", today + timedelta(days=25)),
        RecommendationGiven("Ban hành quy chế lưu hồ sơ kiểm tra tại Cục (minh họa).", "Văn phòng Cục",
                            today + timedelta(days=10)),
    ]  # fmt: skip
    row = act.record_external(
        by=office.desks[Desk.OFFICER], today=received, body="Kiểm toán nhà nước",
        about="Quản lý, sử dụng kinh phí khuyến công quốc gia (minh họa)", letter=paper, received_on=received,
        recommendations=asked,
    )  # fmt: skip
    on = today - timedelta(days=6)
    act.report_recommendation(by=office.desks[Desk.OFFICER], today=on, on=on,
                              recommendation=row.recommendations.order_by("due_on")[0],
                              said="Đã trình dự thảo quy chế (minh họa).")  # fmt: skip


def picture(seed: int, width: int = 360, height: int = 240) -> bytes:
    """A drawn workshop under a sky as a small PNG: no photograph of a real place. ``seed`` varies its colours."""
    sky, wall = bytes((190 + seed % 40, 214, 232)), bytes((150 + seed * 13 % 70, 120 + seed * 29 % 60, 96))
    ground, door, roof = bytes((118, 128, 104)), bytes((70, 78, 90)), bytes((140, 60, 48))
    side, top, pillar = width // 5, height * 2 // 5, width // 20
    rows = bytearray()
    for y in range(height):
        behind = sky if y < height * 3 // 4 else ground
        slope = (y - top + height // 6) * 2
        if top <= y < height * 4 // 5:
            part = (wall * pillar + door * pillar if y > top + height // 8 else wall * (pillar * 2)) * 6
            row = behind * side + part[: (width - 2 * side) * 3] + behind * side
        elif slope >= 0 and y < top:
            row = behind * (width // 2 - slope) + roof * (slope * 2) + behind * (width // 2 - slope)
        else:
            row = behind * width
        rows += b"\x00" + row.ljust(width * 3, b"\xff")[: width * 3]
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(bytes(rows), 6)) + _chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
