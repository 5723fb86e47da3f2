"""Tables that reports share: breakdowns of projects and money, and localities that still wait."""

from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import QuerySet

from khuyencong.kernel.money import percent
from khuyencong.kernel.papers import Cell, Column, Row, Table
from khuyencong.kernel.periods import short_date
from khuyencong.programme.models import Project
from khuyencong.programme.queries import Share, Waiting, breakdown
from khuyencong.programme.states import PlanPart, ProjectKind
from khuyencong.registry.models import ActivityGroup, Place
from khuyencong.registry.queries import on_map_of, provinces_on
from khuyencong.reporting.queries import timed
from khuyencong.reporting.states import Asked

TITLES = {
    ("activity", "then"): ("Phụ lục I. Kế hoạch và phân bổ theo nhóm hoạt động", "Theo nội dung"),
    ("place", "then"): ("Phụ lục II. Kế hoạch và phân bổ theo địa bàn lúc báo cáo", "Theo địa bàn"),
    ("place", "now"): ("Phụ lục II.a. Kế hoạch và phân bổ theo địa bàn hiện nay", "Theo địa bàn hiện nay"),
    ("kind", "then"): ("Phụ lục III. Kế hoạch và phân bổ theo loại đề án", "Theo loại đề án"),
}
ON_A_DAY = "Phụ lục II.a. Kế hoạch và phân bổ theo địa bàn ngày {day}"
LATE = "*"  # a place the map of the day does not know, or that was divided and its rows were not
COLUMNS = (
    Column("Mã", width=1.0),
    Column("Tên", width=5.0),
    Column("Số đề án", "count", 1.2),
    Column("Kế hoạch", "VND", 2.0),
    Column("Đã phân bổ", "VND", 2.0),
    Column("Tỷ lệ", "percent", 1.2, ratio=(4, 3)),
)


def shares(rows: QuerySet[Project], asked: Asked, by: str, map_of: str) -> dict[str, Share]:
    """A breakdown as asked, places by id; a map other than that of the report's time is the asked day's."""
    merged = on_map_of(asked.map_day) if map_of != "then" and asked.map_day else None
    return breakdown(rows, asked.year, asked.as_of, by, merged)  # type: ignore[arg-type]


def printed_shares(rows: QuerySet[Project], asked: Asked, by: str, map_of: str) -> dict[str, Share]:
    """The same as papers and files print it: places by their code; with their name where two carry one code."""
    found = shares(rows, asked, by, map_of)
    if by != "place":
        return found
    places = Place.objects.in_bulk([int(key) for key in found if key.isdigit()])
    codes = [place.code for place in places.values()]

    def printed(key: str) -> str:
        place = places.get(int(key)) if key.isdigit() else None
        if place is None:
            return key
        return place.code if codes.count(place.code) == 1 else f"{place.code} {place.name} {place.valid_from:%Y}"

    return dict(sorted((printed(key), share) for key, share in found.items()))


def _places(day: date) -> dict[str, tuple[str, str]]:
    return {str(place.pk): (place.code, place.name) for place in provinces_on(day)}


def _names(asked: Asked, by: str, map_of: str, found: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Printed code and name of each key, in the order the table lists them.

    Places outside the map's day come last; on another map than the report's own they are marked.
    """
    if by == "activity":
        return {group.code: (group.code, group.name) for group in ActivityGroup.objects.all()}
    if by == "kind":
        return {str(kind.value): ("", str(kind.label)) for kind in ProjectKind}
    known = _places(asked.map_day if map_of != "then" and asked.map_day else asked.as_of)
    others = Place.objects.filter(pk__in=[int(key) for key in found if key.isdigit() and key not in known])
    late = list(others.order_by("sort_key", "valid_from"))
    carried = Counter([*(name for _code, name in known.values()), *(place.name for place in late)])
    for place in late:
        name = timed(place) if carried[place.name] > 1 else place.name
        known[str(place.pk)] = (place.code, name if map_of == "then" else f"{name} {LATE}")
    for part in (PlanPart.UNIT, PlanPart.AGENCY):
        known[str(part.value)] = ("", str(part.label))
    return known


def _row(asked: Asked, by: str, map_of: str, key: str, name: tuple[str, str], share: Share) -> Row:
    params = {"year": str(asked.year), "as_of": asked.as_of.isoformat()}
    if by == "place" and key in PlanPart.values:
        params["part"] = key
    else:
        params[by] = key
    if map_of != "then":
        params["map"] = map_of
    if map_of == "day" and asked.map_day is not None:
        params["map_day"] = asked.map_day.isoformat()

    def money(value: int, figure: str) -> Cell:
        return Cell(value=value, unit="VND", figure=figure, params=params)

    return Row(
        (
            Cell(name[0]),
            Cell(name[1]),
            Cell(share.projects, "count", figure="programme.projects", params=params),
            money(share.planned, "programme.planned"),
            money(share.allocated, "programme.allocated"),
            Cell(
                percent(share.allocated, share.planned), "percent", numerator=share.allocated, denominator=share.planned
            ),
        )
    )


def breakdown_table(rows: QuerySet[Project], asked: Asked, by: str, map_of: str) -> Table:
    """Projects, plan and allocation by activity group, place or kind, with a live total."""
    found = shares(rows, asked, by, map_of)
    names = _names(asked, by, map_of, found)
    listed = [key for key in names if key in found] + [key for key in found if key not in names]
    body = [_row(asked, by, map_of, key, names.get(key, (key, key)), found[key]) for key in listed]
    planned = sum(share.planned for share in found.values())
    allocated = sum(share.allocated for share in found.values())
    total = Row(
        (
            Cell(""), Cell("Tổng cộng"), Cell(sum(share.projects for share in found.values()), "count"),
            Cell(planned, "VND"), Cell(allocated, "VND"),
            Cell(percent(allocated, planned), "percent", numerator=allocated, denominator=planned),
        ),
        kind="total",
    )  # fmt: skip
    title, name = _title(asked, by, map_of)
    note = _note(asked, map_of, names, listed)
    return Table(title, COLUMNS, (*body, total), "triệu đồng", (2, 3, 4), note=note, name=name)


def _title(asked: Asked, by: str, map_of: str) -> tuple[str, str]:
    """The title of a breakdown and the name of its sheet."""
    if map_of == "day" and asked.map_day is not None:
        return ON_A_DAY.format(day=short_date(asked.map_day)), f"Theo địa bàn ngày {asked.map_day:%d-%m-%Y}"
    return TITLES[(by, map_of)]


def _note(asked: Asked, map_of: str, names: Mapping[str, tuple[str, str]], listed: Iterable[str]) -> str:
    """What the mark of a place stands for; '' where no place carries it."""
    marked = any(names[key][1].endswith(f" {LATE}") for key in listed if key in names)
    if map_of == "then" or asked.map_day is None or not marked:
        return ""
    return f"{LATE} Chưa chia được theo địa giới ngày {short_date(asked.map_day)} nên để riêng ở cuối."


def waiting_table(waiting: list[Waiting]) -> Table:
    """Localities without an allocation: two distances, the cause a person chose and the side it lies on."""
    columns = (
        Column("Địa phương", width=2.4),
        Column("Số đề án", "count", 1.1),
        Column("Kế hoạch", "VND", 1.6),
        Column("Số ngày từ quyết định", "count", 1.5),
        Column("Số ngày từ khi dự kiến bắt đầu", "count", 1.7),
        Column("Nguyên nhân", width=2.6),
        Column("Thuộc về", width=1.7),
    )
    body = tuple(
        Row(
            (
                Cell(item.place.name),
                Cell(item.projects, "count"),
                Cell(item.planned, "VND"),
                Cell(item.days_since_decision, "count"),
                Cell(item.days_since_start, "count"),
                Cell(item.cause_label),
                Cell(item.side_label),
            )
        )
        for item in waiting
    )
    total = Row(
        (
            Cell("Tổng cộng"), Cell(sum(item.projects for item in waiting), "count"),
            Cell(sum(item.planned for item in waiting), "VND"), Cell(None), Cell(None), Cell(""), Cell(""),
        ),
        kind="total",
    )  # fmt: skip
    title = "Địa phương chưa được phân bổ"
    return Table(title, columns, (*body, total), "triệu đồng", (1, 2), name="Chưa được phân bổ")
