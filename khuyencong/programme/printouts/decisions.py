"""Draft decisions: on a change to a project, by whoever the law of the day lets decide; on assigning a task."""

from khuyencong.kernel.papers import Block, Heading, Letterhead, Paper
from khuyencong.programme.printouts.facts import Facts
from khuyencong.programme.printouts.requests import STOPPING, changes_table, verb_of
from khuyencong.programme.printouts.wording import (
    agency_head,
    amount_said,
    day_said,
    department_head,
    dong,
    grounds,
    in_words,
    ministry_head,
    paper,
    paper_said,
    place_said,
    plan_said,
    said,
    source_said,
)

WHO = {
    "minister": ("BỘ TRƯỞNG BỘ CÔNG THƯƠNG", "BỘ TRƯỞNG"),
    "agency": ("CỤC TRƯỞNG", "CỤC TRƯỞNG"),
    "so": ("GIÁM ĐỐC SỞ CÔNG THƯƠNG", "GIÁM ĐỐC"),
}


def adjustment_decision(facts: Facts) -> Paper:
    """The draft decision: its issuer, grounds, what changes, money that must come back, who carries it out."""
    level = facts.level or "agency"
    who, signatory = WHO[level]
    verb = verb_of(facts)
    blocks: list[Block] = [
        *grounds(facts, *_clauses(facts), plan_said(facts), *_asked(facts, level)),
        Heading("QUYẾT ĐỊNH:"),
        said(f"Điều 1. {verb.capitalize()} đề án “{facts.project.title}” (mã {facts.project.code}) trong kế hoạch "
             f"khuyến công quốc gia năm {facts.project.year}, do {facts.unit.name} thực hiện tại "
             f"{place_said(facts.place)}, như sau:"),
        changes_table(facts),
        *_money(facts),
        said("Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Các nội dung khác của đề án không thay đổi."
             if verb != "ngừng triển khai" else "Điều 3. Quyết định này có hiệu lực kể từ ngày ký."),
        said(f"Điều 4. Thủ trưởng {facts.unit.name}, {_others(facts, level)} và các đơn vị có liên quan chịu trách "
             "nhiệm thi hành Quyết định này."),
    ]  # fmt: skip
    return paper(
        facts, kind="QUYẾT ĐỊNH", title=f"Về việc {verb} đề án khuyến công quốc gia năm {facts.project.year}\n{who}",
        letterhead=_head(facts, level), blocks=blocks, draft=True, reconstructed=False,
        recipients=("Như Điều 4", "Kho bạc Nhà nước nơi giao dịch", "Lưu: VT"), signatory=signatory,
    )  # fmt: skip


def _head(facts: Facts, level: str) -> Letterhead:
    return {"minister": ministry_head, "agency": agency_head, "so": department_head}[level](facts, "QĐ")


def _clauses(facts: Facts) -> list[str]:
    """The clause that gives each change to its decider."""
    found: dict[str, list[str]] = {}
    for row in facts.authorities.values():
        found.setdefault(f"{row.clause} {source_said(row.source, short=True)}", []).append(row.title.lower())
    return [f"Căn cứ thẩm quyền quy định tại {clause}: {'; '.join(titles)}" for clause, titles in sorted(found.items())]


def _asked(facts: Facts, level: str) -> list[str]:
    asked = f"Xét đề nghị của {facts.unit.name} tại hồ sơ điều chỉnh số {facts.dossier.number}"
    if level == "minister":
        return [asked, f"Theo đề nghị của Cục trưởng {facts.agency.name}"]
    return [asked]


def _money(facts: Facts) -> list[Block]:
    """Điều 2: the support after the change; for a stop, what was advanced without accepted work comes back."""
    money = facts.money
    if any(change.change in STOPPING for change in facts.changes):
        kept = (
            f"Điều 2. Kinh phí đã nghiệm thu {dong(money.accepted).shown} {in_words(money.accepted)} được quyết toán; "
        )
        left = f"kinh phí đã tạm ứng chưa nghiệm thu {dong(money.unaccepted).shown} {in_words(money.unaccepted)} "
        return [said(kept + left + "được hoàn trả ngân sách nhà nước theo khoản 6 Điều 12 Thông tư số 36/2013/TT-BCT.")]
    amounts = [change.amount for change in facts.changes if change.amount is not None]
    after = amounts[-1] if amounts else money.planned
    return [
        said(f"Điều 2. Kinh phí khuyến công quốc gia trước điều chỉnh: {dong(money.planned).shown} "
             f"{in_words(money.planned)}."),
        amount_said("Kinh phí khuyến công quốc gia sau điều chỉnh: ", after),
    ]  # fmt: skip


def _others(facts: Facts, level: str) -> str:
    department = f"Giám đốc {facts.department.name}" if facts.department and level != "so" else ""
    agency = f"Cục trưởng {facts.agency.name}" if level == "minister" else ""
    return ", ".join(name for name in (agency, department) if name) or "các phòng chuyên môn"


def task_assignment(facts: Facts) -> Paper:
    """The draft decision that assigns a task: a task is assigned, not contracted."""
    blocks: list[Block] = [
        *grounds(facts, plan_said(facts)),
        Heading("QUYẾT ĐỊNH:"),
        said(f"Điều 1. Giao {facts.unit.name} thực hiện nhiệm vụ “{facts.project.title}” (mã {facts.project.code}), "
             f"thời gian từ {day_said(facts.project.starts_on)} đến {day_said(facts.ends_on)}."),
        amount_said("Điều 2. Kinh phí khuyến công quốc gia thực hiện nhiệm vụ: ", facts.dossier.amount),
        said("Điều 3. Đơn vị được giao sử dụng kinh phí đúng nội dung, dự toán được duyệt; báo cáo, nghiệm thu và "
             "quyết toán theo quy định."),
        said(f"Điều 4. Thủ trưởng {facts.unit.name}, trưởng các phòng thuộc Cục chịu trách nhiệm thi hành Quyết định "
             f"này. Hợp đồng, quyết định đã ghi nhận trước: {paper_said(facts.contract)}."
             if facts.contract else
             f"Điều 4. Thủ trưởng {facts.unit.name}, trưởng các phòng thuộc Cục chịu trách nhiệm thi hành Quyết định "
             "này."),
    ]  # fmt: skip
    return paper(
        facts, kind="QUYẾT ĐỊNH", title="Về việc giao nhiệm vụ khuyến công quốc gia\nCỤC TRƯỞNG",
        letterhead=agency_head(facts, "QĐ"), blocks=blocks, draft=True, reconstructed=False,
        recipients=("Như Điều 4", "Kho bạc Nhà nước nơi giao dịch", "Lưu: VT"), signatory="CỤC TRƯỞNG",
    )  # fmt: skip
