"""The half-year report as a paper: results, difficulties, next tasks, annexes. Knows no HTML, Word or Excel."""

from collections.abc import Mapping

from django.db.models import QuerySet
from django.utils.translation import override

from khuyencong.kernel.papers import Block, Heading, Letterhead, Paper, Paragraph
from khuyencong.kernel.periods import short_date
from khuyencong.kernel.text import fold
from khuyencong.programme.models import Project
from khuyencong.records.queries import installation
from khuyencong.registry.queries import name_on
from khuyencong.reporting.printouts.six_month.cells import cell, number, shown
from khuyencong.reporting.printouts.six_month.comparing import comparison_tables, estimate_tables
from khuyencong.reporting.printouts.six_month.measuring import DEMO_BANNER, OFFICIAL, SECTIONS, SixMonth, measure
from khuyencong.reporting.printouts.six_month.office import added, next_tasks
from khuyencong.reporting.printouts.six_month.sentences import difficulties, results
from khuyencong.reporting.printouts.tables import breakdown_table
from khuyencong.reporting.queries import sentences_of
from khuyencong.reporting.rules import money_said
from khuyencong.reporting.states import Asked


def _next_tasks(report: SixMonth) -> list[Block]:
    left = number(report, "planned") - number(report, "allocated")
    text = (
        f"Theo dõi tiến độ phân bổ kinh phí năm {report.asked.year} (còn {money_said(left)} chưa phân bổ), "
        "phấn đấu hoàn thành kế hoạch."
        if left
        else f"Kinh phí năm {report.asked.year} đã được phân bổ đủ; theo dõi tiến độ thực hiện đề án."
    )
    return [
        Heading("III. NHIỆM VỤ 6 THÁNG CUỐI NĂM"),
        Paragraph((text,)),
        *next_tasks(report),
        *added(report, "next"),
    ]


def foot_of(asked: Asked) -> str:
    """Of which day figures and names are; and of which the map of the annex that is drawn on another one."""
    said = f"Số liệu, tên cơ quan và địa phương tính đến {short_date(asked.as_of)}"
    return said if asked.map_day is None else f"{said}; Phụ lục II.a theo địa giới ngày {short_date(asked.map_day)}"


@override(OFFICIAL)
def paper_of(rows: QuerySet[Project], report: SixMonth) -> Paper:
    """The whole paper, in Vietnamese whatever its reader's language, with annexes by activity group, place and kind."""
    asked = report.asked
    body, ministry = name_on(asked.as_of, "CUC"), name_on(asked.as_of, "BCT")
    annexes = [breakdown_table(rows, asked, by, "then") for by in ("activity", "place", "kind")]
    if asked.map_day is not None:
        annexes.insert(2, breakdown_table(rows, asked, "place", "day" if asked.map_of == "day" else "now"))
    annexes += [*comparison_tables(report), *estimate_tables(report)]
    figures = {code: cell(report, code, shown(figure)) for code, figure in report.figures.items()}
    return Paper(
        kind="BÁO CÁO",
        title=f"Công tác khuyến công 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm {asked.year}",
        letterhead=Letterhead(
            superior=(ministry.name if ministry else "").upper(),
            body=(body.name if body else "").upper(),
            symbol=f"BC-{body.symbol}" if body and body.symbol else "BC",
            place="Hà Nội",
            year=asked.year,
        ),
        blocks=(*results(report), *difficulties(report), *_next_tasks(report), *annexes),
        recipients=("Lãnh đạo Bộ (để báo cáo)", "Sở Công Thương các tỉnh, thành phố", "Lưu: VT, QLKC"),
        signatory_title="CỤC TRƯỞNG",
        banner=DEMO_BANNER if installation().is_demo else "",
        foot=foot_of(asked),
        figures=figures,
    )


def written(asked: Asked) -> tuple[SixMonth, Paper]:
    """The nation's report and its paper, in the official language."""
    rows = Project.objects.all()
    with override(OFFICIAL):
        report = measure(rows, asked)
        return report, paper_of(rows, report)


def said_in(paper: Paper, added: Mapping[str, str]) -> dict[str, list[str]]:
    """The sentences each section draws from figures; the words people ``added`` to it left out."""
    known = {fold(heading): key for key, heading in SECTIONS.items()}
    found: dict[str, list[str]] = {}
    for heading, sentence in sentences_of(paper):
        key = known.get(fold(heading.partition(". ")[2]), "")
        if key and sentence not in {line.strip() for line in added.get(key, "").splitlines()}:
            found.setdefault(key, []).append(sentence)
    return found
