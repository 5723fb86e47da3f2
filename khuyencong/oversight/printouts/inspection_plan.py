"""The plan of inspections and surveys of a year on paper: each trip with its places, days, team and why."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from khuyencong.kernel.papers import Block, Cell, Column, Letterhead, Paper, Paragraph, Row, Table
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.printouts.inspections import KINDS, ROLES, stop_said
from khuyencong.oversight.states import InspectionKind, TeamRole
from khuyencong.programme.printouts.wording import DEMO_BANNER
from khuyencong.records.queries import installation
from khuyencong.registry.queries import name_on

# How a trip stands, in the words of the paper.
STATES = {
    "planned": "Trong kế hoạch", "decided": "Đã có quyết định", "notified": "Đã thông báo", "field": "Đang đi",
    "finished": "Đã kết thúc thực địa", "concluded": "Đã có kết luận", "closed": "Đã kết thúc theo dõi",
    "cancelled": "Không tiến hành",
}  # fmt: skip


def year_plan_paper(year: int, trips: Sequence[Any], day: date) -> Paper:
    """The plan as it stood on a day. ``trips`` come from ``inspections_on`` with their stops and members."""
    ministry, agency = name_on(day, "BCT"), name_on(day, "CUC")
    head = Letterhead(
        superior=(ministry.name if ministry else "").upper(), body=(agency.name if agency else "").upper(),
        symbol=f"KH-{agency.symbol}" if agency and agency.symbol else "KH", place="Hà Nội", year=year,
    )  # fmt: skip
    places = {stop.place_id for trip in trips for stop in trip.stops.all()}
    said = f"Tính đến ngày {short_date(day)}: {len(trips)} đoàn, {len(places)} địa phương."
    blocks: list[Block] = [Paragraph((said,), italic=True)]
    blocks += [_table(trips)] if trips else [Paragraph(("Chưa có dữ liệu.",), italic=True)]
    return Paper(
        kind="KẾ HOẠCH", title=f"Kiểm tra, khảo sát năm {year}", letterhead=head, blocks=tuple(blocks),
        recipients=("Lãnh đạo Cục;", "Lưu: VT"), signatory_title="CỤC TRƯỞNG",
        banner=DEMO_BANNER if installation().is_demo else "", foot=f"Số liệu tính đến {short_date(day)}",
    )  # fmt: skip


def _table(trips: Sequence[Any]) -> Table:
    columns = (
        Column("TT", "count", 0.5), Column("Đoàn", width=2.6), Column("Thời gian", width=1.4),
        Column("Địa phương, nội dung", width=3.6), Column("Thành phần", width=2.2), Column("Lý do đề xuất", width=2.6),
        Column("Tình hình", width=1.3),
    )  # fmt: skip
    rows = tuple(
        Row(
            (
                Cell(number, "count"), Cell(f"{trip.title} ({KINDS[InspectionKind(trip.kind)]})"),
                Cell(f"{short_date(trip.starts_on)} – {short_date(trip.ends_on)}"),
                Cell("; ".join(stop_said(stop) for stop in trip.stops.all())), Cell(_team(trip)), Cell(_why(trip)),
                Cell(STATES[trip.stood]),
            )
        )
        for number, trip in enumerate(trips, start=1)
    )  # fmt: skip
    return Table("Các đoàn trong năm", columns, rows)


def _team(trip: Any) -> str:
    return "; ".join(f"{one.name} ({ROLES[TeamRole(one.role)]})" for one in trip.members.all())


def _why(trip: Any) -> str:
    """Each place with the reasons it was proposed for, once."""
    said = []
    for stop in trip.stops.all():
        if stop.reasons:
            said.append(f"{stop.place.name}: {', '.join(one['text'] for one in stop.reasons)}")
    return "; ".join(dict.fromkeys(said))
