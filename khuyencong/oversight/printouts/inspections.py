"""What the papers of an inspection say, from its rows: decision, notice, report, conclusion, minutes of a place."""

from collections.abc import Iterable
from datetime import date

from khuyencong.kernel.papers import Block, Cell, Column, Heading, Letterhead, Paper, Row, Table
from khuyencong.kernel.periods import short_date
from khuyencong.oversight.models import Inspection, Observation, Stop
from khuyencong.oversight.queries.observations import Findings, standing
from khuyencong.oversight.states import InspectionKind, InspectionSubject, Result, TeamRole
from khuyencong.programme.printouts.wording import DEMO_BANNER, GAP, SIGN, place_said, said, signatures, source_said
from khuyencong.records.queries import installation
from khuyencong.registry.models import ProcedureStep
from khuyencong.registry.queries import name_on, procedure_on

PROCEDURE = "inspection"
# Words of the papers: Vietnamese whatever language the reader uses.
KINDS = {InspectionKind.CHECK: "kiểm tra", InspectionKind.SURVEY: "khảo sát"}
SUBJECTS = {
    InspectionSubject.PROJECTS: "tình hình thực hiện các đề án khuyến công",
    InspectionSubject.CLUSTERS: "công tác quản lý, phát triển cụm công nghiệp",
    InspectionSubject.SURVEY: "tình hình sản xuất, nhu cầu hỗ trợ của cơ sở công nghiệp nông thôn",
}
ROLES = {
    TeamRole.HEAD: "Trưởng đoàn", TeamRole.DEPUTY: "Phó trưởng đoàn", TeamRole.SECRETARY: "Thư ký",
    TeamRole.MEMBER: "Thành viên",
}  # fmt: skip
RESULTS = {
    Result.MET: "Đạt", Result.LACKING: "Còn thiếu", Result.WRONG: "Không đúng quy định", Result.NOTE: "Ghi nhận",
}  # fmt: skip


def kind_said(inspection: Inspection) -> str:
    """'kiểm tra' or 'khảo sát'."""
    return KINDS[InspectionKind(inspection.kind)]


def grounds_said(inspection: Inspection) -> list[str]:
    """'Căn cứ …;' one a line: the law of the procedure in force on the trip's first day, the plan, the decision."""
    steps: Iterable[ProcedureStep] = procedure_on(PROCEDURE, inspection.starts_on)
    sources = {step.source_id: step.source for step in steps}
    lines = [f"Căn cứ {source_said(source)};" for source in sources.values()]
    for document, words in ((inspection.plan_paper, "kế hoạch kiểm tra năm"), (inspection.decision, "quyết định")):
        if document is not None:
            day = f" ngày {short_date(document.date)}" if document.date else ""
            lines.append(f"Căn cứ {words} theo văn bản số {document.number}{day};")
    return lines


def stop_said(stop: Stop) -> str:
    """'tỉnh Phú Thọ (ngày 12/03/2024): tình hình thực hiện các đề án khuyến công năm 2022, 2023'."""
    day = f" (ngày {short_date(stop.planned_on)})" if stop.planned_on else ""
    years = f" năm {', '.join(str(year) for year in stop.years)}" if stop.years else ""
    return f"{place_said(stop.place)}{day}: {SUBJECTS[InspectionSubject(stop.subject)]}{years}"


def days_said(inspection: Inspection) -> str:
    """'từ ngày 12/03/2024 đến ngày 15/03/2024'."""
    return f"từ ngày {short_date(inspection.starts_on)} đến ngày {short_date(inspection.ends_on)}"


def team_said(inspection: Inspection) -> list[str]:
    """'1. Ông (bà) …, Trưởng đoàn.' one a line, with the body of those who come from elsewhere."""
    return [
        f"{number}. Ông (bà) {one.name}{f', {one.body}' if one.body else ''}, {ROLES[TeamRole(one.role)]}."
        for number, one in enumerate(inspection.members.all(), start=1)
    ]


def _stops(inspection: Inspection) -> list[str]:
    return [f"- {stop_said(stop)};" for stop in inspection.stops.select_related("place")]


def decision_body(inspection: Inspection) -> str:
    """The text of the decision that forms the team."""
    lines = [
        *grounds_said(inspection), "QUYẾT ĐỊNH:",
        f"Điều 1. Thành lập Đoàn {kind_said(inspection)} {days_said(inspection)}, gồm:", *team_said(inspection),
        "Điều 2. Nơi làm việc và nội dung:", *_stops(inspection),
        "Điều 3. Đoàn báo cáo kết quả bằng văn bản theo quy định và tự giải thể khi hoàn thành nhiệm vụ.",
        "Điều 4. Các đơn vị có liên quan và các ông (bà) có tên tại Điều 1 chịu trách nhiệm thi hành Quyết định này.",
    ]  # fmt: skip
    return "\n".join(lines)


def notice_body(inspection: Inspection) -> str:
    """The text of the notice to the province, with the outline of the report it is asked for."""
    lines = [
        *grounds_said(inspection),
        f"Cục thông báo lịch làm việc của Đoàn {kind_said(inspection)} {days_said(inspection)} như sau:",
        *_stops(inspection),
        "# Thành phần Đoàn", *team_said(inspection),
        "# Đề nghị chuẩn bị",
        "1. Báo cáo bằng văn bản: kết quả thực hiện, kinh phí đã tạm ứng, thanh toán, quyết toán; khó khăn, vướng mắc; "
        "kiến nghị.",
        "2. Hồ sơ, chứng từ của các đề án, cụm công nghiệp thuộc nội dung làm việc.",
        "3. Bố trí cán bộ và đơn vị thụ hưởng làm việc với Đoàn.",
    ]  # fmt: skip
    return "\n".join(lines)


def outcome_body(inspection: Inspection, findings: Iterable[Findings], *, conclusion: bool) -> str:
    """The text of the team's report or of the conclusion: what stands of the findings, place by place."""
    lines = [
        *grounds_said(inspection),
        f"Đoàn {kind_said(inspection)} đã làm việc {days_said(inspection)}.",
        "# Kết quả",
    ]
    for found in findings:
        lines.append(stop_said(found.stop))
        lines += _outcomes(found)
    if conclusion:
        lines += ["# Kiến nghị", f"1. {GAP} (nội dung, cơ quan thực hiện, thời hạn)."]
    else:
        lines += ["# Đề xuất", f"1. {GAP}"]
    return "\n".join(lines)


def _outcomes(found: Findings) -> list[str]:
    lines = []
    for item, rows in found.items:
        for row in standing(rows):
            title = f"{item.title}: " if item else ""
            lines.append(f"- {title}{RESULTS[Result(row.result)]}{_about(row)}{f'. {row.text}' if row.text else ''}")
    return lines or ["- Chưa ghi kết quả."]


def _about(row: Observation) -> str:
    named = row.project.code if row.project else row.about
    return f" ({named})" if named else ""


def minutes_paper(found: Findings, day: date) -> Paper:
    """The minutes of one place, to be printed and signed on the spot."""
    stop, inspection = found.stop, found.stop.inspection
    visited = short_date(stop.visited_from or stop.planned_on or day)
    blocks: list[Block] = [
        *(said(line, italic=True) for line in grounds_said(inspection)),
        said(f"Hôm nay, ngày {visited}, tại {place_said(stop.place)}, chúng tôi gồm:"),
        Heading("I. Thành phần"),
        said(f"1. Đoàn {kind_said(inspection)}:"), *(said(line) for line in team_said(inspection)),
        said(f"2. Đại diện địa phương, đơn vị: {GAP}{GAP}{GAP}."),
        Heading("II. Nội dung làm việc"),
        said(f"{stop_said(stop)[0].upper()}{stop_said(stop)[1:]}."),
        _table(found),
        Heading("III. Ý kiến của địa phương, đơn vị"), said(f"{GAP}{GAP}{GAP}{GAP}."),
        Heading("IV. Đề nghị của Đoàn"), said(f"{GAP}{GAP}{GAP}{GAP}."),
        said("Biên bản lập xong lúc …… giờ …… cùng ngày, đã đọc lại cho các bên cùng nghe, thống nhất nội dung."),
        signatures(("ĐẠI DIỆN ĐỊA PHƯƠNG", SIGN), ("ĐẠI DIỆN ĐƠN VỊ", SIGN), ("TRƯỞNG ĐOÀN", SIGN)),
    ]  # fmt: skip
    demo = DEMO_BANNER if installation().is_demo else ""
    return Paper(
        kind="BIÊN BẢN", title=f"Làm việc của Đoàn {kind_said(inspection)} tại {place_said(stop.place)}",
        letterhead=_letterhead(day), blocks=tuple(blocks), banner=demo,
        foot=f"Lập từ {found.count} kết quả đã ghi tại chỗ, đến {short_date(day)}. "
        "Mẫu dựng theo nội dung làm việc, chờ xác nhận.",
    )  # fmt: skip


def _letterhead(day: date) -> Letterhead:
    ministry, agency = name_on(day, "BCT"), name_on(day, "CUC")
    return Letterhead(
        superior=ministry.name.upper() if ministry else "", body=agency.name.upper() if agency else "",
        symbol=f"BB-{agency.symbol}" if agency and agency.symbol else "BB", place="", year=day.year,
    )  # fmt: skip


def _table(found: Findings) -> Table:
    """Every item of the checklist with its result; an item without one is left open to be written by hand."""
    rows: list[Row] = []
    for item, observed in found.items:
        known = standing(observed)
        if not known and item is None:
            continue
        title = item.title if item else "Nội dung khác"
        if not known:
            rows.append(Row((Cell(str(len(rows) + 1)), Cell(title), Cell(""), Cell(""), Cell(""))))
        for row in known:
            named = row.project.code if row.project else row.about
            words = RESULTS[Result(row.result)]
            rows.append(Row((Cell(str(len(rows) + 1)), Cell(title), Cell(named), Cell(words), Cell(_worded(row)))))
    columns = (
        Column("TT", width=0.35), Column("Nội dung kiểm tra", width=1.6), Column("Đề án, đối tượng", width=1.1),
        Column("Kết quả", width=0.7), Column("Ghi nhận", width=1.7),
    )  # fmt: skip
    return Table("Kết quả tại chỗ", columns, tuple(rows))


def _worded(row: Observation) -> str:
    photos = len(row.photos.all())
    return f"{row.text}{f' ({photos} ảnh kèm theo)' if photos else ''}".strip()
