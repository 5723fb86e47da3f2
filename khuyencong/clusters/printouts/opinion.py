"""The draft opinion as an official letter of the Ministry: text, annex by stance, three figures for the slip."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from khuyencong.clusters.models import Opinion, RowView
from khuyencong.clusters.printouts.comparison import counted, hectares
from khuyencong.clusters.queries import Difference, tally_of
from khuyencong.clusters.states import Change, OpinionKind, Stance
from khuyencong.documents.actions.drafting import Wording
from khuyencong.documents.printouts import paper_named
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import decimal_text
from khuyencong.kernel.paper_store import stored_block
from khuyencong.kernel.papers import Cell, Column, Row, Table
from khuyencong.registry.models import Place
from khuyencong.registry.queries import name_on

GROUPS = (
    (Stance.SUPPORT, "I. Các cụm công nghiệp thống nhất"),
    (Stance.REVISE, "II. Các cụm công nghiệp đề nghị rà soát"),
    (Stance.AGAINST, "III. Các cụm công nghiệp chưa thống nhất"),
)
ABSTRACTS = {
    OpinionKind.PLAN: "V/v ý kiến về phương án phát triển cụm công nghiệp {place}, kỳ {period}",
    OpinionKind.CHANGE: "V/v ý kiến về điều chỉnh, bổ sung phương án phát triển cụm công nghiệp {place}, kỳ {period}",
}
COLUMNS = (
    Column("TT", "count", 0.5), Column("Cụm công nghiệp", width=2.4), Column("Địa điểm", width=2),
    Column("Diện tích (ha)", "count", 1), Column("Căn cứ, nội dung đề nghị", width=3.4),
)  # fmt: skip


def opinion_wording(
    opinion: Opinion, differences: Sequence[Difference], doubts: Mapping[int, Sequence[Finding]],
    views: Mapping[int, RowView], due_on: date | None, on: date,
) -> Wording:  # fmt: skip
    """What the draft says: one paragraph a line; ``doubts`` and ``views`` are by the id of the row asked about.

    ``on`` is the draft's day: the Ministry and the Agency carry the names of that day.
    """
    place, bodies = province_said(opinion.place), bodies_on(on)
    abstract = ABSTRACTS[OpinionKind(opinion.kind)].format(place=place, period=opinion.period)
    return Wording(
        kind=DocumentKind.LETTER, abstract=abstract, body=_body(opinion, place, differences, views, bodies),
        annex=[stored_block(table) for table in _annex(differences, views)],
        figures=_figures(opinion, differences, doubts),
        question=f"Xin ý kiến về nội dung trả lời {paper_named(opinion.request)}."[:1000],
        issuer_code="BCT", authority="KT.", signatory_title="THỨ TRƯỞNG",
        recipients=f"Ủy ban nhân dân {place}\nSở Công Thương {opinion.place.name}\nLưu: VT, {bodies.kept}",
        due_on=due_on,
    )  # fmt: skip


@dataclass(frozen=True)
class Bodies:
    """Names on a day: the Ministry, the Agency, and what stands after 'Lưu: VT,'."""

    ministry: str
    agency: str
    kept: str


def bodies_on(on: date) -> Bodies:
    """The Ministry and the Agency as they were called on a day."""
    ministry, agency = name_on(on, "BCT"), name_on(on, "CUC")
    name = agency.name if agency else "Cục"
    return Bodies(ministry.name if ministry else "Bộ", name, (agency.symbol if agency else "") or name)


def province_said(place: Place) -> str:
    """'tỉnh Hải Dương', 'thành phố Hải Phòng'."""
    return f"{'thành phố' if place.kind.lower().startswith('thành phố') else 'tỉnh'} {place.name}"


def _body(
    opinion: Opinion, place: str, differences: Sequence[Difference], views: Mapping[int, RowView], bodies: Bodies
) -> str:  # fmt: skip
    lines = [f"Kính gửi: Ủy ban nhân dân {place}", ""]
    what = "phương án phát triển cụm công nghiệp" if opinion.kind == OpinionKind.PLAN else (
        "điều chỉnh, bổ sung phương án phát triển cụm công nghiệp"
    )  # fmt: skip
    lines.append(
        f"{bodies.ministry} nhận được {paper_named(opinion.request)} đề nghị có ý kiến về {what} kỳ {opinion.period}. "
        f"Sau khi nghiên cứu, {bodies.ministry} có ý kiến như sau:"
    )
    if not opinion.asked_id:
        return "\n".join([*lines, "# 1. Về phương án", "…", "# 2. Đề nghị", _closing(place, bodies)])
    asked = [one for one in differences if one.asked]
    area = decimal_text(hectares([one.after for one in asked]), 2, trim=True)
    lines += [
        "# 1. Về danh mục đề nghị",
        f"Danh mục kèm theo gồm {len(asked)} cụm công nghiệp, tổng diện tích {area} ha. "
        + _against(opinion, differences),
        "# 2. Ý kiến đối với từng cụm (chi tiết tại phụ lục)",
    ]  # fmt: skip
    for stance, title in GROUPS:
        rows = [one.asked for one in asked if one.asked and _stance(one, views) == stance]
        if rows:
            lines.append(
                f"{title.partition('. ')[2]}: {len(rows)} cụm{_names(rows) if stance != Stance.SUPPORT else ''}."
            )
    return "\n".join([*lines, "# 3. Đề nghị", _closing(place, bodies)])


def _against(opinion: Opinion, differences: Sequence[Difference]) -> str:
    if opinion.base_id is None:
        return "Chưa có danh mục trước để so sánh."
    return f"So với danh mục trước: {counted(differences)}."


def _names(rows: Sequence[object]) -> str:
    return " (" + ", ".join(str(row) for row in rows) + ")" if len(rows) <= 12 else ""


def _closing(place: str, bodies: Bodies) -> str:
    return (
        f"Đề nghị Ủy ban nhân dân {place} nghiên cứu, tiếp thu và gửi quyết định phê duyệt về "
        f"{bodies.ministry} ({bodies.agency}) để theo dõi, tổng hợp."
    )


def _stance(one: Difference, views: Mapping[int, RowView]) -> str:
    view = views.get(one.asked.pk) if one.asked else None
    return view.stance if view else ""


def _annex(differences: Sequence[Difference], views: Mapping[int, RowView]) -> list[Table]:
    tables = []
    for stance, title in GROUPS:
        chosen = [one for one in differences if one.asked and _stance(one, views) == stance]
        rows = []
        for number, one in enumerate(chosen, 1):
            assert one.asked is not None
            ground = views[one.asked.pk].ground
            area = one.after.normalize() if one.after is not None else None
            rows.append(
                Row(
                    (
                        Cell(number, "count"),
                        Cell(one.asked.name),
                        Cell(one.asked.where),
                        Cell(area, "count"),
                        Cell(ground),
                    )
                )
            )
        if rows:
            tables.append(Table(title, COLUMNS, tuple(rows)))
    return tables


def _figures(
    opinion: Opinion, differences: Sequence[Difference], doubts: Mapping[int, Sequence[Finding]]
) -> list[dict[str, str]]:
    """The three figures of the slip: rows asked about, added, doubtful."""
    asked = [one for one in differences if one.asked]
    doubtful = sum(1 for one in asked if one.asked and (one.is_doubtful or doubts.get(one.asked.pk)))
    path = f"/y-kien-cum/{opinion.pk}/"
    return [
        {"label": "Số cụm đề nghị", "shown": str(len(asked)), "path": path},
        {"label": "Bổ sung mới", "shown": str(tally_of(differences)[Change.ADDED]), "path": path},
        {"label": "Cần xem (diện tích, tên)", "shown": str(doubtful), "path": path},
    ]
