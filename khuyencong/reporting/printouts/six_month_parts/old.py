"""The half-year report on khuyến công: results, difficulties, next tasks, annexes. Knows no HTML, Word or Excel."""

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from khuyencong.kernel.money import in_unit
from khuyencong.kernel.papers import Block, Cell, Heading, Letterhead, Paper, Paragraph
from khuyencong.kernel.periods import short_date
from khuyencong.ledger.queries import assigned_by
from khuyencong.programme.models import AnnualPlan, Obstacle, Project
from khuyencong.programme.queries import Waiting, completeness, plan_of, waiting_localities
from khuyencong.programme.queries.obstacles import ObstacleGroup, obstacle_groups, obstacles_of_year
from khuyencong.programme.states import ObstacleTopic
from khuyencong.records.queries import installation
from khuyencong.registry.queries import day_of_year, name_on
from khuyencong.reporting.printouts.obstacles import obstacle_blocks
from khuyencong.reporting.printouts.tables import breakdown_table, waiting_table
from khuyencong.reporting.queries import FIGURES, figures_of
from khuyencong.reporting.rules import money_said, share_said
from khuyencong.reporting.states import Asked, Figure

OFFICIAL = "vi"  # the language of papers
CODE = "six-month"
TITLE = "Công tác khuyến công 6 tháng đầu năm, nhiệm vụ 6 tháng cuối năm"
LEGAL_BASIS = "NĐ 09/2019/NĐ-CP; Điều 23 TT 36/2013/TT-BCT"
CLOSING_DAY = "report.six_month.closing_day"
DEMO_BANNER = "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC"
NO_DATA = "chưa có dữ liệu"
GUIDED = "guided_places"

# What the reference report holds and parts not yet built will answer: heading -> sentences said as missing.
MISSING_RESULTS = (
    ("2. Hội nghị, hội chợ, bình chọn sản phẩm", ("Hội nghị khuyến công và hội chợ các khu vực",
     "Bình chọn sản phẩm công nghiệp nông thôn tiêu biểu", "Danh hiệu Nghệ nhân nhân dân, Nghệ nhân ưu tú")),
    ("3. Kiểm tra, quản lý cụm công nghiệp", ("Kiểm tra đề án khuyến công", "Kiểm tra quản lý cụm công nghiệp",
     "Ý kiến về phương án phát triển cụm công nghiệp", "Trả lời kiến nghị của địa phương, cơ quan")),
)  # fmt: skip
MISSING_NEXT = ("Hội nghị, hội chợ các khu vực", "Kiểm tra, khảo sát cụm công nghiệp", "Trả lời kiến nghị")


@dataclass(frozen=True)
class SixMonth:
    """Everything the paper is written from, measured once."""

    asked: Asked
    plan: AnnualPlan
    figures: dict[str, Figure]
    waiting: list[Waiting]
    assigned: int | None
    notes: tuple[str, ...]
    obstacles: tuple[ObstacleGroup, ...] = ()


def closing_day(year: int) -> date:
    """The closing day of the report's regime in force in the year (dated data)."""
    return day_of_year(CLOSING_DAY, year=year, on=date(year, 6, 30))


def notes_of(plan: AnnualPlan, as_of: date) -> tuple[str, ...]:
    """What a reader must know before trusting the figures."""
    notes = []
    if not plan.date_is_known:
        notes.append(
            _("Chưa rõ ngày của quyết định phê duyệt kế hoạch; số kế hoạch tính từ {day}.").format(
                day=short_date(plan.effective_on)
            )
        )
    if plan.effective_on > as_of:
        notes.append(_("Đến {day} kế hoạch chưa có hiệu lực.").format(day=short_date(as_of)))
    state = completeness(plan.year)
    if not state.complete:
        notes.append(
            _("Kế hoạch chưa nhập đủ {recorded}/{printed}; còn {doubtful} dòng cần xem.").format(
                recorded=state.recorded, printed=state.printed, doubtful=state.doubtful
            )
        )
    if plan.accepted_reason:
        notes.append(_("Tổng ghi trên văn bản lệch tổng các dòng, đã chấp nhận: {reason}").format(
            reason=plan.accepted_reason
        ))  # fmt: skip
    return tuple(notes)


def measure(rows: QuerySet[Project], asked: Asked) -> SixMonth:
    """Measure the report. Raises AnnualPlan.DoesNotExist when the year has no plan."""
    plan = plan_of(asked.year)
    if plan is None:
        raise AnnualPlan.DoesNotExist(asked.year)
    return SixMonth(
        asked=asked,
        plan=plan,
        figures=figures_of(rows, asked.year, asked.as_of),
        waiting=waiting_localities(rows, asked.year, asked.as_of),
        assigned=assigned_by(asked.year, asked.as_of),
        notes=notes_of(plan, asked.as_of),
        obstacles=tuple(obstacle_groups(obstacles_of_year(Obstacle.objects.all(), asked.year, asked.as_of))),
    )


def _cell(report: SixMonth, code: str, shown: str) -> Cell:
    figure = report.figures[code if "." in code else f"programme.{code}"]
    params = {"year": str(report.asked.year), "as_of": report.asked.as_of.isoformat()}
    return Cell(
        value=figure.value, unit=figure.unit, shown=shown, figure=figure.code, params=params,
        numerator=figure.numerator, denominator=figure.denominator, label=str(FIGURES[figure.code][1]),
    )  # fmt: skip


def _number(report: SixMonth, code: str) -> int:
    return int(report.figures[code if "." in code else f"programme.{code}"].value or 0)


def _count(report: SixMonth, code: str) -> Cell:
    value = _number(report, code)
    return _cell(report, code, f"{value:02d}" if value < 10 else f"{value}")


def _money(report: SixMonth, code: str) -> Cell:
    return _cell(report, code, money_said(_number(report, code)))


def _rate(report: SixMonth) -> Cell:
    return _cell(report, "allocation_rate", share_said(_number(report, "allocated"), _number(report, "planned")))


def _document_day(day: date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _approval(plan: AnnualPlan) -> str:
    """How the plan was approved, as far as the paper says."""
    text = f"tại Quyết định số {plan.document.number}" if plan.document.number else "theo quyết định chưa rõ số"
    return f"{text} ngày {_document_day(plan.document.date)}" if plan.document.date else text


def _assigned(report: SixMonth) -> str:
    """The level above: budget assigned to the Agency, when its decision was recorded."""
    return NO_DATA if report.assigned is None else money_said(report.assigned)


def _results(report: SixMonth) -> list[Block]:
    asked = report.asked
    return [
        Heading("I. KẾT QUẢ THỰC HIỆN"),
        Heading("1. Kế hoạch và kinh phí", 2),
        Paragraph(
            (
                f"Kế hoạch khuyến công quốc gia năm {asked.year} được phê duyệt {_approval(report.plan)} với kinh phí ",
                *(_money(report, "planned"), " cho ", _count(report, "projects"), " đề án, nhiệm vụ của "),
                *(_count(report, "localities"), " địa phương, ", _count(report, "units"), " đơn vị và "),
                *(_count(report, "agency_tasks"), " nhiệm vụ do Cục thực hiện."),
            )
        ),
        Paragraph(
            (
                f"Đến ngày {_document_day(asked.as_of)}, kinh phí đã phân bổ cho đề án là ",
                *(_money(report, "allocated"), ", đạt ", _rate(report), " kế hoạch năm"),
                f" (tính theo quyết định phân bổ của Cục; dự toán giao cho Cục: {_assigned(report)}).",
            )
        ),
        *(Paragraph((note,), italic=True) for note in notes_of(report.plan, asked.as_of)),
        *_carried_out(report),
        *_missing(MISSING_RESULTS),
    ]


def _carried_out(report: SixMonth) -> list[Block]:
    """From contract to settlement, once something of the year was contracted."""
    if "programme.contracted" not in report.figures:
        return []
    day = _document_day(report.asked.as_of)
    return [
        Paragraph(
            (
                f"Về thực hiện, đến ngày {day} đã có hợp đồng hoặc quyết định giao nhiệm vụ với kinh phí ",
                *(_money(report, "contracted"), "; giải ngân qua Kho bạc ", _money(report, "disbursed")),
                *(" (tạm ứng ", _money(report, "advanced"), ", thanh toán ", _money(report, "paid"), ")"),
                *("; nghiệm thu ", _money(report, "accepted"), "; quyết toán ", _money(report, "settled"), "."),
            )
        )
    ]


def _missing(sections: tuple[tuple[str, tuple[str, ...]], ...]) -> list[Block]:
    blocks: list[Block] = []
    for title, sentences in sections:
        blocks.append(Heading(title, 2))
        blocks += [Paragraph((f"{sentence}: {NO_DATA}.",), italic=True) for sentence in sentences]
    return blocks


def _difficulties(report: SixMonth) -> list[Block]:
    day = _document_day(report.asked.as_of)
    blocks: list[Block] = [Heading("II. KHÓ KHĂN, VƯỚNG MẮC")]
    if not report.waiting:
        text = f"Đến ngày {day}, các địa phương trong kế hoạch đều đã được phân bổ kinh phí."
        blocks.append(Paragraph((text,)))
    else:
        waiting = Cell(
            value=len(report.waiting), unit="count", shown=f"{len(report.waiting):02d}",
            label="Số địa phương chưa được phân bổ",
        )  # fmt: skip
        money = sum(item.planned for item in report.waiting)
        projects = sum(item.projects for item in report.waiting)
        blocks += [
            Paragraph(
                (
                    f"Đến ngày {day} mới phân bổ ",
                    _rate(report),
                    " kế hoạch năm. Còn ",
                    waiting,
                    f" địa phương chưa được phân bổ, với {projects} đề án, kế hoạch {money_said(money)}"
                    f" (nguyên nhân: {_causes(report.waiting)}).",
                )
            ),
            waiting_table(report.waiting),
        ]
    if report.obstacles:
        raised, resolved, guided = (_count(report, f"obstacles.{name}") for name in ("raised", "resolved", GUIDED))
        blocks += obstacle_blocks(day, report.obstacles, raised=raised, resolved=resolved, guided=guided)
    if ObstacleTopic.ORGANISATION not in {group.topic for group in report.obstacles}:
        blocks.append(Paragraph((f"Vướng mắc về tổ chức bộ máy khuyến công ở địa phương: {NO_DATA}.",), italic=True))
    return blocks


def _causes(waiting: list[Waiting]) -> str:
    counts: dict[str, int] = {}
    for item in waiting:
        counts[item.cause_label.lower()] = counts.get(item.cause_label.lower(), 0) + 1
    return "; ".join(f"{label} {count}" for label, count in sorted(counts.items(), key=lambda pair: -pair[1]))


def _next_tasks(report: SixMonth) -> list[Block]:
    left = _number(report, "planned") - _number(report, "allocated")
    text = (
        f"Theo dõi tiến độ phân bổ kinh phí năm {report.asked.year} (còn {money_said(left)} chưa phân bổ), "
        "phấn đấu hoàn thành kế hoạch."
        if left
        else f"Kinh phí năm {report.asked.year} đã được phân bổ đủ; theo dõi tiến độ thực hiện đề án."
    )
    return [
        Heading("III. NHIỆM VỤ 6 THÁNG CUỐI NĂM"),
        Paragraph((text,)),
        *(Paragraph((f"{sentence}: {NO_DATA}.",), italic=True) for sentence in MISSING_NEXT),
    ]


@override(OFFICIAL)
def paper_of(rows: QuerySet[Project], report: SixMonth) -> Paper:
    """The whole paper, in Vietnamese whatever its reader's language, with annexes by activity group, place and kind."""
    asked = report.asked
    body, ministry = name_on(asked.as_of, "CUC"), name_on(asked.as_of, "BCT")
    annexes = [breakdown_table(rows, asked, by, "then") for by in ("activity", "place", "kind")]
    if asked.map_day is not None:
        annexes.insert(2, breakdown_table(rows, asked, "place", "now"))
    figures = {code: _cell(report, code, _shown(figure)) for code, figure in report.figures.items()}
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
        blocks=(*_results(report), *_difficulties(report), *_next_tasks(report), *annexes),
        recipients=("Lãnh đạo Bộ (để báo cáo)", "Sở Công Thương các tỉnh, thành phố", "Lưu: VT, QLKC"),
        signatory_title="CỤC TRƯỞNG",
        banner=DEMO_BANNER if installation().is_demo else "",
        foot=f"Số liệu tính đến {short_date(asked.as_of)}",
        figures=figures,
    )


def _shown(figure: Figure) -> str:
    if figure.value is None:
        return NO_DATA
    if figure.unit == "VND":
        return f"{in_unit(int(figure.value), 'đồng')} đồng"
    return share_said(figure.numerator or 0, figure.denominator or 0) if figure.unit == "percent" else str(figure.value)
