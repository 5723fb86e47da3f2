"""Letters that ask: approval of a plan, advance, payment, acceptance, settlement, adjustment."""

from dataclasses import dataclass

from khuyencong.kernel.papers import Block, Cell, Column, Heading, Paper
from khuyencong.programme.printouts.facts import Facts
from khuyencong.programme.printouts.settlement import asked_of
from khuyencong.programme.printouts.wording import (
    GAP,
    HEAD_OF_UNIT,
    amount_said,
    day_said,
    dong,
    listed,
    paper,
    paper_said,
    place_said,
    said,
    told,
    unit_head,
)
from khuyencong.programme.states import DossierKind

STOPPING = ("stop", "stop_violation")


@dataclass(frozen=True)
class Asking:
    """What a letter asks: in its title, and in its sentence before the amount ('' when no amount is asked)."""

    title: str
    sentence: str
    to_department: bool = False


ASKINGS = {
    DossierKind.PLAN: Asking("phê duyệt kế hoạch triển khai đề án khuyến công quốc gia", "", to_department=True),
    DossierKind.ADVANCE: Asking(
        "tạm ứng kinh phí thực hiện đề án khuyến công quốc gia", "Số tiền đề nghị tạm ứng lần này: "
    ),
    DossierKind.PAYMENT: Asking(
        "thanh toán kinh phí thực hiện đề án khuyến công quốc gia", "Số tiền đề nghị thanh toán lần này: "
    ),
    DossierKind.ACCEPTANCE: Asking(
        "nghiệm thu đề án khuyến công quốc gia", "Giá trị đề nghị nghiệm thu: ", to_department=True
    ),
    DossierKind.SETTLEMENT: Asking("quyết toán kinh phí đề án khuyến công quốc gia", "Số đề nghị quyết toán: "),
}


def request_letter(facts: Facts) -> Paper:
    """The unit's letter for a plan, advance, payment, acceptance or settlement."""
    asking = ASKINGS[DossierKind(facts.dossier.kind)]
    amount = asked_of(facts) if facts.dossier.kind == DossierKind.SETTLEMENT else facts.dossier.amount
    department = facts.department.name if facts.department else ""
    receiver = department if asking.to_department and department else facts.agency.name
    blocks: list[Block] = [
        said(f"Kính gửi: {receiver}"),
        said(f"Thực hiện Hợp đồng {paper_said(facts.contract)} giữa {facts.agency.name} và {facts.unit.name} về đề án "
             f"“{facts.project.title}” (mã {facts.project.code}), {facts.unit.name} báo cáo và đề nghị như sau:")
        if facts.dossier.kind != DossierKind.PLAN
        else said(f"{facts.unit.name} lập kế hoạch triển khai đề án “{facts.project.title}” (mã {facts.project.code}) "
                  f"tại {place_said(facts.place)} và đề nghị như sau:"),
        *_standing(facts),
    ]  # fmt: skip
    if asking.sentence:
        blocks.append(amount_said(asking.sentence, amount))
    else:
        blocks.append(said(f"Đề nghị {receiver} {asking.title}."))
    if facts.dossier.note:
        blocks.append(said(f"Thuyết minh: {facts.dossier.note}"))
    blocks += [said("Tài liệu kèm theo: danh mục hồ sơ."), said(f"Đề nghị {receiver} xem xét, giải quyết.")]
    return paper(
        facts, kind="TỜ TRÌNH", title=f"Về việc đề nghị {asking.title}", letterhead=unit_head(facts, "TTr"),
        blocks=blocks, reconstructed=False, recipients=_recipients(facts, receiver), signatory=HEAD_OF_UNIT,
    )  # fmt: skip


def _standing(facts: Facts) -> list[Block]:
    """Where the project's money stands on the day, for what the letter asks."""
    money = facts.money
    if facts.dossier.kind == DossierKind.PLAN:
        return [amount_said("Kinh phí khuyến công quốc gia của kế hoạch: ", sum(line.support for line in facts.lines))]
    rows: list[tuple[str, Cell | str]] = [
        ("Giá trị hợp đồng", dong(money.contracted)), ("Đã tạm ứng", dong(money.advanced - money.returned)),
        ("Giá trị đã nghiệm thu", dong(money.accepted)), ("Đã thanh toán", dong(money.paid)),
        ("Đã nghiệm thu, chưa thanh toán", dong(money.to_pay)),
    ]  # fmt: skip
    return [told("Tình hình kinh phí (đồng)", rows, name="Kinh phí")]


def _recipients(facts: Facts, receiver: str) -> tuple[str, ...]:
    other = [name for name in (facts.department.name if facts.department else "", facts.agency.name) if name]
    return (f"{receiver} (để giải quyết)", *(name for name in other if name != receiver), "Lưu: VT")


def verb_of(facts: Facts) -> str:
    """What the changes amount to: stop, add, or adjust."""
    names = {change.change for change in facts.changes}
    if names & set(STOPPING):
        return "ngừng triển khai"
    return "bổ sung" if "add" in names else "điều chỉnh"


def changes_table(facts: Facts) -> Block:
    """Each change asked for: what it is, as it stands, as it would be."""
    columns = [
        Column("Nội dung", width=1.6), Column("Hiện nay", width=1.8), Column("Đề nghị", width=1.8),
        Column("Kinh phí KCQG sau điều chỉnh", "VND"),
    ]  # fmt: skip
    rows = []
    for change in facts.changes:
        authority = facts.authorities.get(change.change)
        after = "; ".join(
            part for part in (
                change.after, place_said(change.place) if change.place else "",
                f"đến {day_said(change.ends_on)}" if change.ends_on else "",
            ) if part
        )  # fmt: skip
        rows.append(
            [Cell(authority.title if authority else change.change), Cell(change.before), Cell(after),
             dong(change.amount)]
        )  # fmt: skip
    return listed("Nội dung thay đổi", columns, rows, name="Thay đổi")


def adjustment_request(facts: Facts) -> Paper:
    """The unit's letter that asks to adjust, add or stop, with its reasons."""
    receiver = facts.agency.name if facts.level != "so" or not facts.department else facts.department.name
    verb = verb_of(facts)
    money = facts.money
    blocks: list[Block] = [
        said(f"Kính gửi: {receiver}"),
        said(f"Đề án “{facts.project.title}” (mã {facts.project.code}) do {facts.unit.name} thực hiện tại "
             f"{place_said(facts.place)}, thời gian đến {day_said(facts.ends_on)}."),
        amount_said("Kinh phí khuyến công quốc gia được phê duyệt: ", money.planned),
        said(f"Đã hợp đồng {dong(money.contracted).shown}; đã tạm ứng {dong(money.advanced - money.returned).shown}; "
             f"đã nghiệm thu {dong(money.accepted).shown}."),
        Heading("1. Nội dung đề nghị", 2), changes_table(facts),
        Heading("2. Lý do", 2), said(facts.dossier.note or f"{GAP}{GAP}{GAP}"),
        said(f"{facts.unit.name} đề nghị {receiver} xem xét, {verb} đề án theo quy định."),
    ]  # fmt: skip
    return paper(
        facts, kind="TỜ TRÌNH", title=f"Về việc đề nghị {verb} đề án khuyến công quốc gia",
        letterhead=unit_head(facts, "TTr"), blocks=blocks, reconstructed=False,
        recipients=_recipients(facts, receiver), signatory=HEAD_OF_UNIT,
    )  # fmt: skip
