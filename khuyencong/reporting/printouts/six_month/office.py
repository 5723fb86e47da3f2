"""What the half-year report says of the office: gatherings, inspections, opinions, petitions, tasks."""

from collections.abc import Iterable

from khuyencong.kernel.papers import Block, Heading, Paragraph
from khuyencong.kernel.text import sort_key
from khuyencong.reporting.printouts.six_month.cells import count, more_than, number
from khuyencong.reporting.printouts.six_month.measuring import NO_DATA, SixMonth
from khuyencong.reporting.queries import office_rows, span_of
from khuyencong.reporting.states import FigureRow

FEW = 12


def added(report: SixMonth, section: str) -> list[Block]:
    """The words a person added to a section, a paragraph a line."""
    lines = report.assessments.get(section, "").splitlines()
    return [Paragraph((line.strip(),)) for line in lines if line.strip()]


def missing(sentence: str) -> Paragraph:
    """What the report would say, had anything been recorded."""
    return Paragraph((f"{sentence}: {NO_DATA}.",), italic=True)


def _rows(report: SixMonth, code: str) -> list[FigureRow]:
    return office_rows(code, span_of(report.asked.year, report.asked.as_of))


def _listed(names: Iterable[str]) -> str:
    """'An Giang, Kiên Giang, Tuyên Quang' in Vietnamese order, each once."""
    return ", ".join(sorted(set(names), key=sort_key))


def office_results(report: SixMonth) -> list[Block]:
    """Sections 2 to 4 of the results."""
    return [
        Heading("2. Hội nghị, hội chợ, bình chọn sản phẩm", 2),
        *_gatherings(report),
        missing("Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu"),
        missing("Danh hiệu Nghệ nhân nhân dân, Nghệ nhân ưu tú"),
        *added(report, "gatherings"),
        Heading("3. Kiểm tra, quản lý cụm công nghiệp", 2),
        *_inspections(report),
        *_opinions(report),
        *_petitions(report),
        *added(report, "clusters"),
        Heading("4. Công tác khác", 2),
        *_done(report),
        *added(report, "tasks"),
    ]


def _gatherings(report: SixMonth) -> list[Block]:
    if "events.fairs" not in report.figures:
        return [missing("Hội nghị khuyến công và hội chợ các khu vực")]
    held = _rows(report, "events.conferences") + _rows(report, "events.fairs")
    if not held:
        return [Paragraph(("Trong kỳ chưa tổ chức hội nghị khuyến công, hội chợ khu vực nào.",))]
    told = "; ".join(_told(row) for row in held)
    parts = ("Phối hợp với địa phương tổ chức ", count(report, "events.conferences"), " hội nghị khuyến công và ",
             count(report, "events.fairs"), f" hội chợ, triển lãm: {told}.")  # fmt: skip
    return [Paragraph(parts)]


def _told(row: FigureRow) -> str:
    return f"{row.text} ({row.detail})"


def _inspections(report: SixMonth) -> list[Block]:
    if "inspections.project_teams" not in report.figures:
        return [missing("Kiểm tra đề án khuyến công"), missing("Kiểm tra quản lý cụm công nghiệp")]
    return [
        _teams(report, "project", "đề án khuyến công"),
        _teams(report, "cluster", "công tác quản lý cụm công nghiệp"),
    ]


def _teams(report: SixMonth, subject: str, what: str) -> Paragraph:
    teams, places = f"inspections.{subject}_teams", f"inspections.{subject}_places"
    if not number(report, teams):
        return Paragraph((f"Trong kỳ chưa có đoàn kiểm tra {what} nào đi thực địa.",))
    names = _listed(row.text for row in _rows(report, places))
    return Paragraph(
        (count(report, teams), f" đoàn kiểm tra {what} tại ", count(report, places), f" địa phương: {names}.")
    )


def _opinions(report: SixMonth) -> list[Block]:
    if "clusters.plan_opinions" not in report.figures:
        return [missing("Ý kiến về phương án phát triển cụm công nghiệp")]
    plan, change = (
        _listed(row.text for row in _rows(report, f"clusters.{kind}_opinions")) for kind in ("plan", "change")
    )
    return [
        Paragraph(
            (
                "Có ý kiến về phương án phát triển cụm công nghiệp ", count(report, "clusters.plan_opinions"),
                f" lượt{f' ({plan})' if plan else ''}; về điều chỉnh, bổ sung phương án ",
                count(report, "clusters.change_opinions"), f" lượt{f' ({change})' if change else ''}.",
            )
        )
    ]  # fmt: skip


def _petitions(report: SixMonth) -> list[Block]:
    if "petitions.answered_senders" not in report.figures:
        return [missing("Trả lời kiến nghị của địa phương, cơ quan")]
    if not number(report, "petitions.answered_senders"):
        return [Paragraph(("Trong kỳ chưa có văn bản trả lời kiến nghị.",))]
    return [
        Paragraph(("Trả lời kiến nghị của ", more_than(report, "petitions.answered_senders"), " địa phương, cơ quan."))
    ]


def _done(report: SixMonth) -> list[Block]:
    if "tasks.done" not in report.figures:
        return [missing("Nhiệm vụ công tác đã hoàn thành")]
    rows = _rows(report, "tasks.done")
    head = Paragraph(("Hoàn thành ", count(report, "tasks.done"), " nhiệm vụ của chương trình công tác."))
    return [head, *_by_field(rows)]


def next_tasks(report: SixMonth) -> list[Block]:
    """The tasks of the next half-year, by field."""
    if "tasks.next_period" not in report.figures:
        return [missing("Nhiệm vụ công tác kỳ sau")]
    rows = _rows(report, "tasks.next_period")
    head = Paragraph(("Thực hiện ", count(report, "tasks.next_period"), " nhiệm vụ của chương trình công tác kỳ sau."))
    return [head, *_by_field(rows)]


def _by_field(rows: list[FigureRow]) -> list[Block]:
    """'- Khuyến công: a; b.' a line a field; a long list is cut with how many more there are."""
    groups: dict[str, list[str]] = {}
    for row in rows:
        groups.setdefault(row.group, []).append(f"{row.text} (với {row.detail})" if row.detail else row.text)
    lines = []
    for field, titles in groups.items():
        more = f"; và {len(titles) - FEW} nhiệm vụ khác" if len(titles) > FEW else ""
        lines.append(Paragraph((f"- {field}: {'; '.join(titles[:FEW])}{more}.",)))
    return list(lines)
