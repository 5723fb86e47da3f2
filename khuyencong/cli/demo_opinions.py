"""The demo's opinions on cluster plans: sent in 2023 and 2024 on fixed days, and some around today. All invented."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from khuyencong.cli.demo_office import Office
from khuyencong.clusters.actions import (
    attach_list,
    draft_opinion,
    receive_request,
    record_answer,
    record_list,
    record_outcome,
    view_rows,
)
from khuyencong.clusters.actions.opinions import request_letter
from khuyencong.clusters.imports import read_list
from khuyencong.clusters.models import ClusterList, Opinion
from khuyencong.clusters.printouts import province_said
from khuyencong.clusters.queries import limits_on
from khuyencong.clusters.rules.lists import doubts_of
from khuyencong.clusters.states import ListKind, OpinionKind, PlanAction, PrintedCluster, Stance
from khuyencong.documents.actions import Letter
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.papers import Column
from khuyencong.kernel.writers.xlsx_stream import stream_rows
from khuyencong.programme.states import Desk
from khuyencong.registry.models import Place
from khuyencong.registry.queries import provinces_on

PLAN, CHANGE = OpinionKind.PLAN, OpinionKind.CHANGE
PERIOD = "2021-2030"
SENT = (
    (PLAN, "Hòa Bình", date(2023, 2, 6), date(2023, 2, 24)),
    (CHANGE, "Thái Bình", date(2023, 4, 10), date(2023, 4, 28)),
    (PLAN, "Nghệ An", date(2024, 1, 8), date(2024, 1, 25)),
    (CHANGE, "Thanh Hóa", date(2024, 1, 29), date(2024, 2, 20)),
    (PLAN, "Lạng Sơn", date(2024, 2, 19), date(2024, 3, 8)),
    (CHANGE, "Quảng Nam", date(2024, 3, 11), date(2024, 3, 29)),
    (PLAN, "Bình Định", date(2024, 4, 2), date(2024, 4, 22)),
    (PLAN, "Đồng Tháp", date(2024, 5, 13), date(2024, 5, 31)),
    (CHANGE, "Vĩnh Phúc", date(2024, 5, 20), date(2024, 6, 7)),
)  # kind, province, day the letter came, day of the answer
NAMES = (
    "Sao Mai", "Phú Cường Thịnh", "Đồng Rộc Vàng", "Tân Lộc Phát", "Kỳ Vĩ", "Bạch Dương", "Hướng Quê", "Gò Trám",
    "Suối Lim Xanh", "Nghĩa Trung Hậu", "Long Vân Đài", "Xuân Thủy Tú",
)  # fmt: skip
PLACES = ("Xã Ví Dụ", "Xã Thí Dụ", "Xã Minh Họa", "Thị trấn Mẫu")
BEFORE = (20, 35, Decimal("48.5"), 30, 60)
SHIFTS = (Decimal(0), Decimal(15), Decimal("26.5"), Decimal("-4.5"), Decimal(18))
RENAMED = 3  # in this pair of lists the first cluster carries another name
GROUND = "Đề nghị tỉnh làm rõ nhu cầu đất công nghiệp và tỷ lệ lấp đầy trên địa bàn (minh họa)."


def load_opinions(office: Office) -> None:
    """Opinions sent on fixed days of 2023 and 2024, and requests in every state around today."""
    for number, (kind, name, came, answered) in enumerate(SENT):
        row = _asked(office, kind, name, came, number)
        _view(office, row, answered)
        _answer(office, row, answered)
    _around_today(office)


def _place(name: str, on: date) -> Place:
    return provinces_on(on).get(name=name)


def _clusters(number: int) -> tuple[list[PrintedCluster], list[PrintedCluster]]:
    """The list before and the list asked about: some stay, some grow, one may go, one or two are new."""
    names = [NAMES[(number * 3 + step) % len(NAMES)] for step in range(8)]
    before = [_cluster(name, index, BEFORE[index % 5]) for index, name in enumerate(names[: 3 + number % 3])]
    kept = before[: len(before) - number % 2]
    asked = [
        _cluster(
            f"{names[index]} Mới" if number == RENAMED and not index else names[index],
            index,
            (row.area_planned or 0) + SHIFTS[(index + number) % 5],
        )
        for index, row in enumerate(kept)
    ]
    new = [
        _cluster(name, step, Decimal(9 if step == 5 else 40 + step), PlanAction.NEW)
        for step, name in enumerate(names[len(before) :], len(before))
    ]
    return before, [*asked, *new[: 8 - len(asked)]][: 4 + number % 5]


def _cluster(name: str, index: int, area: Decimal | int, action: str = "") -> PrintedCluster:
    return PrintedCluster(
        f"CCN {name} (minh họa)", f"{PLACES[index % 4]}, huyện Minh Họa", area_planned=Decimal(area), action=action,
        industries="Chế biến nông sản, cơ khí" if index % 2 else "Vật liệu xây dựng, may mặc",
    )  # fmt: skip


def _requested(office: Office, kind: str, name: str, came: date, day: date) -> Opinion:
    """The province's letter, dated two days before it came."""
    place, officer = _place(name, came), office.desks[Desk.OFFICER]
    letter = request_letter(kind, place, PERIOD, f"{next(office.numbers)}/UBND-KT", came - timedelta(days=2))
    return receive_request(
        by=officer, today=day, kind=kind, place=place, period=PERIOD, letter=letter, received_on=came, handler=officer
    )


def _baseline(office: Office, name: str, came: date, rows: Sequence[PrintedCluster]) -> ClusterList:
    return record_list(
        by=office.desks[Desk.OFFICER], place=_place(name, came), kind=ListKind.BASELINE, period="2016-2020",
        as_of=came - timedelta(days=400), rows=rows, note="Danh mục minh họa",
    )  # fmt: skip


def _asked(office: Office, kind: str, name: str, came: date, number: int) -> Opinion:
    """A request with its list, and the province's list before it."""
    before, asked = _clusters(number)
    _baseline(office, name, came, before)
    return _listed(office, _requested(office, kind, name, came, came), came, asked)


def _listed(office: Office, row: Opinion, day: date, asked: Sequence[PrintedCluster]) -> Opinion:
    """The list as the province's own workbook."""
    columns = [Column("TT", "count"), Column("Tên cụm công nghiệp"), Column("Địa điểm"),
               Column("Diện tích quy hoạch (ha)"), Column("Ngành nghề"), Column("Đề xuất")]  # fmt: skip
    lines = [
        [index, one.name, one.where, one.area_planned, one.industries,
         str(PlanAction(one.action).label) if one.action else ""]
        for index, one in enumerate(asked, 1)
    ]  # fmt: skip
    data = stream_rows(columns, lines, title="DANH MỤC CỤM CÔNG NGHIỆP (minh họa)")
    filename = "danh-muc-cum-minh-hoa.xlsx"
    attach_list(
        by=office.desks[Desk.OFFICER], today=day, opinion=row, kind=ListKind.PROPOSED,
        printed=read_list(data, filename), data=data, filename=filename,
    )  # fmt: skip
    return Opinion.objects.select_related("asked").get(pk=row.pk)


def _view(office: Office, row: Opinion, day: date, leave: int = 0) -> None:
    """A stance on each row but the last ``leave``: what is doubtful is to be revised."""
    assert row.asked is not None
    rows = list(row.asked.rows.order_by("position"))
    doubts = doubts_of(rows, limits_on(row.received_on))
    views = {}
    for index, one in enumerate(rows[: len(rows) - leave]):
        if one.pk in doubts:
            views[one.pk] = (Stance.REVISE.value, doubts[one.pk][0].message)
        elif one.action == PlanAction.NEW and index == len(rows) - 1:
            views[one.pk] = (Stance.REVISE.value, GROUND)
        else:
            views[one.pk] = (Stance.SUPPORT.value, "")
    view_rows(by=office.desks[Desk.OFFICER], today=day, opinion=row, views=views)


def _answer(office: Office, row: Opinion, on: date) -> Opinion:
    letter = Letter(f"{next(office.numbers)}/BCT-CTĐP", on, signatory="Nguyễn Văn Mẫu")
    return record_answer(by=office.desks[Desk.OFFICER], today=on, opinion=row, letter=letter)


def _ago(office: Office, days: int) -> date:
    """A weekday so many days before today or a little earlier."""
    on = office.today - timedelta(days=days)
    return on - timedelta(days={5: 1, 6: 2}.get(on.weekday(), 0))


def _around_today(office: Office) -> None:
    """One just received, one whose rows are viewed, one with a draft, one late, one with the province's decision."""
    _requested(office, PLAN, "Sơn La", _ago(office, 1), office.today)
    viewed = _asked(office, CHANGE, "Hà Tĩnh", _ago(office, 8), 3)
    _view(office, viewed, office.today, leave=3)
    written = _asked(office, PLAN, "Lai Châu", _ago(office, 12), 2)
    _view(office, written, _ago(office, 5))
    draft_opinion(by=office.desks[Desk.OFFICER], opinion=written, on=_ago(office, 4), today=office.today)
    _asked(office, PLAN, "Quảng Ninh", _ago(office, 40), 4)
    ended = _asked(office, PLAN, "Cao Bằng", _ago(office, 90), 6)
    _view(office, ended, _ago(office, 75))
    _answer(office, ended, _ago(office, 70))
    _outcome(office, ended)


def _outcome(office: Office, row: Opinion) -> None:
    """The province approved its list, one cluster left out."""
    _before, asked = _clusters(6)
    on = _ago(office, 25)
    approved = record_list(
        by=office.desks[Desk.OFFICER], place=row.place, kind=ListKind.APPROVED, period=PERIOD, as_of=on,
        rows=asked[:-1], note="Danh mục minh họa",
    )  # fmt: skip
    issuer = f"Ủy ban nhân dân {province_said(row.place)}"
    letter = Letter(f"{next(office.numbers)}/QĐ-UBND", on, kind=DocumentKind.DECISION, issuer_name=issuer,
                    abstract="Phê duyệt phương án phát triển cụm công nghiệp (minh họa)")  # fmt: skip
    record_outcome(
        by=office.desks[Desk.OFFICER], today=office.today, opinion=row, on=on, paper=letter, approved=approved,
        outcome="Tỉnh đã phê duyệt danh mục, tiếp thu ý kiến, bỏ một cụm chưa có nhu cầu (minh họa).",
    )  # fmt: skip
