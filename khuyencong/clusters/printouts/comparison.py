"""The comparison of a province's lists as a paper: what is new, gone, changed or doubtful, with the stances."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.utils.translation import override

from khuyencong.clusters.models import Opinion, RowView
from khuyencong.clusters.queries import Difference, tally_of
from khuyencong.clusters.states import Change, Stance
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.papers import Block, Cell, Column, Letterhead, Paper, Paragraph, Row, Table
from khuyencong.kernel.periods import short_date
from khuyencong.records.queries import installation
from khuyencong.registry.queries import name_on

OFFICIAL = "vi"
DEMO_BANNER = "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC"
WORDS = {
    Change.ADDED: "bổ sung mới", Change.REMOVED: "đưa ra khỏi danh mục", Change.AREA: "thay đổi diện tích",
    Change.RENAMED: "nghi đổi tên", Change.MOVED: "thay đổi địa điểm", Change.SAME: "giữ nguyên",
}  # fmt: skip
STANCES = {Stance.SUPPORT: "Thống nhất", Stance.REVISE: "Đề nghị rà soát", Stance.AGAINST: "Chưa thống nhất"}


def counted(differences: Sequence[Difference]) -> str:
    """'5 cụm bổ sung mới, 2 cụm thay đổi diện tích', the ways nothing changed in left out."""
    tally = tally_of(differences)
    said = [f"{tally[change]} cụm {words}" for change, words in WORDS.items() if tally[change]]
    return ", ".join(said) or "không có cụm nào"


def comparison_paper(
    opinion: Opinion, differences: Sequence[Difference], doubts: Mapping[int, Sequence[Finding]],
    views: Mapping[int, RowView], day: date,
) -> Paper:  # fmt: skip
    """The comparison on a day; ``doubts`` and ``views`` are by the id of the row asked about."""
    agency, ministry = name_on(day, "CUC"), name_on(day, "BCT")
    base = opinion.base
    against = f"danh mục ngày {short_date(base.as_of)}" if base else "chưa có danh mục trước"
    lead = (
        f"Danh mục đề nghị kèm văn bản số {opinion.request.number}, so với {against} của {opinion.place.name}: "
        f"{counted(differences)}."
    )
    rows = tuple(_row(number, one, doubts, views) for number, one in enumerate(differences, 1))
    blocks: tuple[Block, ...] = (Paragraph((lead,)), Table("So sánh danh mục cụm công nghiệp", COLUMNS, rows))
    with override(OFFICIAL):
        title = f"{opinion.place.name}, kỳ {opinion.period}"
    return Paper(
        kind="BẢNG SO SÁNH DANH MỤC CỤM CÔNG NGHIỆP", title=title, blocks=blocks,
        letterhead=Letterhead(
            superior=ministry.name.upper() if ministry else "", body=agency.name.upper() if agency else "",
            symbol=agency.symbol if agency else "", place="Hà Nội", year=day.year,
        ),
        banner=DEMO_BANNER if installation().is_demo else "", foot=f"Tính đến {short_date(day)}",
    )  # fmt: skip


COLUMNS = (
    Column("TT", "count", 0.4), Column("Cụm công nghiệp", width=2.2), Column("Địa điểm", width=1.6),
    Column("Trước (ha)", "count", 0.8), Column("Đề nghị (ha)", "count", 0.8), Column("Thay đổi", width=1.3),
    Column("Cần xem", width=2.4), Column("Ý kiến", width=1.2), Column("Căn cứ", width=2),
)  # fmt: skip


def _row(number: int, one: Difference, doubts: Mapping[int, Sequence[Finding]], views: Mapping[int, RowView]) -> Row:
    row = one.asked or one.base
    assert row is not None
    view = views.get(one.asked.pk) if one.asked else None
    found = doubts.get(one.asked.pk, ()) if one.asked else ()
    changes = "; ".join(WORDS[change] for change in (one.change, *one.also))
    if one.change == Change.RENAMED and one.base:
        changes += f" từ “{one.base.name}”"
    return Row(
        (
            Cell(number, "count"), Cell(row.name), Cell(row.where),
            Cell(_plain(one.before), "count"), Cell(_plain(one.after), "count"),
            Cell(changes[:1].upper() + changes[1:]), Cell(" ".join(said(item) for item in found)),
            Cell(STANCES.get(Stance(view.stance), "") if view and view.stance else ""),
            Cell(view.ground if view else ""),
        )
    )  # fmt: skip


def said(finding: Finding) -> str:
    """A finding with its clause."""
    return f"{finding.message} ({finding.clause})" if finding.clause else finding.message


def hectares(rows: Sequence[Decimal | None]) -> Decimal:
    """The sum of areas that are stated, in hectares."""
    return sum((value for value in rows if value is not None), Decimal(0))


def _plain(value: Decimal | None) -> Decimal | None:
    """An area without the noughts the database adds."""
    return value.normalize() if value is not None else None
