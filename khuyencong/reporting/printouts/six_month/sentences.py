"""Results and difficulties of the half-year report: sentences built from figures."""

from khuyencong.kernel.papers import Block, Cell, Heading, Paragraph
from khuyencong.programme.models import AnnualPlan
from khuyencong.programme.queries import Waiting
from khuyencong.programme.states import ObstacleTopic
from khuyencong.reporting.printouts.obstacles import obstacle_blocks
from khuyencong.reporting.printouts.six_month.cells import count, document_day, money, params_of, rate
from khuyencong.reporting.printouts.six_month.measuring import NO_DATA, SixMonth, notes_of
from khuyencong.reporting.printouts.six_month.office import added, office_results
from khuyencong.reporting.printouts.six_month.system import system_sentences
from khuyencong.reporting.printouts.tables import waiting_table
from khuyencong.reporting.queries.departed import DEPARTED
from khuyencong.reporting.rules import money_said

GUIDED = "guided_places"


def _approval(plan: AnnualPlan) -> str:
    """How the plan was approved, as far as the paper says."""
    text = f"tại Quyết định số {plan.document.number}" if plan.document.number else "theo quyết định chưa rõ số"
    return f"{text} ngày {document_day(plan.document.date)}" if plan.document.date else text


def _assigned(report: SixMonth) -> str:
    """The level above: budget assigned to the Agency, when its decision was recorded."""
    return NO_DATA if report.assigned is None else money_said(report.assigned)


def results(report: SixMonth) -> list[Block]:
    asked = report.asked
    return [
        Heading("I. KẾT QUẢ THỰC HIỆN"),
        Heading("1. Kế hoạch và kinh phí", 2),
        Paragraph(
            (
                f"Kế hoạch khuyến công quốc gia năm {asked.year} được phê duyệt {_approval(report.plan)} với kinh phí ",
                *(money(report, "planned"), " cho ", count(report, "projects"), " đề án, nhiệm vụ của "),
                *(count(report, "localities"), " địa phương, ", count(report, "units"), " đơn vị và "),
                *(count(report, "agency_tasks"), " nhiệm vụ do Cục thực hiện."),
            )
        ),
        Paragraph(
            (
                f"Đến ngày {document_day(asked.as_of)}, kinh phí đã phân bổ cho đề án là ",
                *(money(report, "allocated"), ", đạt ", rate(report), " kế hoạch năm"),
                f" (tính theo quyết định phân bổ của Cục; dự toán giao cho Cục: {_assigned(report)}).",
            )
        ),
        *(Paragraph((note,), italic=True) for note in notes_of(report.plan, asked.as_of)),
        *_carried_out(report),
        *added(report, "plan"),
        *office_results(report),
    ]


def _carried_out(report: SixMonth) -> list[Block]:
    """From contract to settlement, once something of the year was contracted."""
    if "programme.contracted" not in report.figures:
        return []
    day = document_day(report.asked.as_of)
    return [
        Paragraph(
            (
                f"Về thực hiện, đến ngày {day} đã có hợp đồng hoặc quyết định giao nhiệm vụ với kinh phí ",
                *(money(report, "contracted"), "; giải ngân qua Kho bạc ", money(report, "disbursed")),
                *(" (tạm ứng ", money(report, "advanced"), ", thanh toán ", money(report, "paid"), ")"),
                *("; nghiệm thu ", money(report, "accepted"), "; quyết toán ", money(report, "settled"), "."),
            )
        )
    ]


def difficulties(report: SixMonth) -> list[Block]:
    day = document_day(report.asked.as_of)
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
                    rate(report),
                    " kế hoạch năm. Còn ",
                    waiting,
                    f" địa phương chưa được phân bổ, với {projects} đề án, kế hoạch {money_said(money)}"
                    f" (nguyên nhân: {_causes(report.waiting)}).",
                )
            ),
            waiting_table(report.waiting),
        ]
    if report.obstacles:
        raised, resolved, guided = (count(report, f"obstacles.{name}") for name in ("raised", "resolved", GUIDED))
        blocks += obstacle_blocks(day, report.obstacles, raised=raised, resolved=resolved, guided=guided)
    if report.departure:
        found = report.departure
        blocks += system_sentences(
            day=report.asked.as_of, departed=found.names, unknown=found.unknown, theirs=found.theirs,
            others=found.others, lag=found.lag, confirmed=found.confirmed,
            params=params_of(report) if DEPARTED in report.figures else None,
        )  # fmt: skip
    elif ObstacleTopic.ORGANISATION not in {group.topic for group in report.obstacles}:
        blocks.append(Paragraph((f"Vướng mắc về tổ chức bộ máy khuyến công ở địa phương: {NO_DATA}.",), italic=True))
    return [*blocks, *added(report, "difficulties")]


def _causes(waiting: list[Waiting]) -> str:
    counts: dict[str, int] = {}
    for item in waiting:
        counts[item.cause_label.lower()] = counts.get(item.cause_label.lower(), 0) + 1
    return "; ".join(f"{label} {count}" for label, count in sorted(counts.items(), key=lambda pair: -pair[1]))
