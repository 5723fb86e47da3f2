"""Papers about a dossier: the list of what it holds, and the slip by which it goes up to the Agency's leaders."""

from khuyencong.kernel.papers import Block, Cell, Column, Heading, Paper
from khuyencong.kernel.periods import short_date
from khuyencong.programme.printouts.facts import Facts
from khuyencong.programme.printouts.requests import verb_of
from khuyencong.programme.printouts.settlement import asked_of
from khuyencong.programme.printouts.wording import (
    GAP,
    SIGN,
    agency_head,
    dong,
    in_words,
    listed,
    paper,
    paper_said,
    said,
    signatures,
    told,
    unit_head,
)
from khuyencong.programme.queries.dossiers import Checked
from khuyencong.programme.states import DossierKind as K
from khuyencong.programme.transitions import machine_of

MISSING = "THIẾU"


def found_of(entry: Checked) -> str:
    """What was found of a paper of the checklist: there, not needed and why, or missing."""
    if entry.mark is None:
        return MISSING if entry.item.required else "Không có (không bắt buộc)"
    if entry.mark.not_needed:
        return f"Không cần: {entry.mark.note}"
    name = entry.mark.attachment.name if entry.mark.attachment else "bản giấy"
    return f"Có ({name})" + (f"; {entry.mark.note}" if entry.mark.note else "")


def checklist(facts: Facts) -> Paper:
    """The list of the dossier's papers, each there, not needed with its reason, or THIẾU."""
    columns = [
        Column("Tài liệu", width=2.8), Column("Yêu cầu", width=0.8), Column("Căn cứ", width=1.3),
        Column("Tình trạng", width=1.6),
    ]  # fmt: skip
    rows = [
        [
            Cell(entry.item.title), Cell("Bắt buộc" if entry.item.required else "Khi có"),
            Cell(f"{entry.item.clause} {entry.item.source.number}"), Cell(found_of(entry)),
        ]
        for entry in facts.checklist
    ]  # fmt: skip
    missing = [entry.item.title for entry in facts.checklist if entry.is_missing]
    dossier = facts.dossier
    blocks: list[Block] = [
        said(f"Đề án: {facts.project.title} (mã {facts.project.code}). Hồ sơ: {dossier.get_kind_display()} số "
             f"{dossier.number}, lập ngày {short_date(dossier.made_on)}. Đơn vị: {facts.unit.name}."),
        listed("Tài liệu của hồ sơ", columns, rows, name="Danh mục"),
        said(f"{MISSING} {len(missing)} tài liệu bắt buộc: {'; '.join(missing)}." if missing
             else "Hồ sơ đủ tài liệu bắt buộc."),
        *([said(f"Số tiền của hồ sơ: {dong(dossier.amount).shown} {in_words(dossier.amount)}.")]
          if dossier.amount is not None else []),
        signatures(("NGƯỜI LẬP", SIGN), ("NGƯỜI KIỂM TRA", SIGN)),
    ]  # fmt: skip
    return paper(
        facts, kind="DANH MỤC HỒ SƠ", title=f"{dossier.get_kind_display()} đề án khuyến công quốc gia",
        letterhead=unit_head(facts, ""), blocks=blocks, reconstructed=False,
    )  # fmt: skip


def _asks(facts: Facts) -> str:
    kind = K(facts.dossier.kind)
    if kind == K.ADJUSTMENT:
        titles = [row.title for row in facts.authorities.values()]
        return f"{verb_of(facts)} đề án: {'; '.join(titles) or GAP}"
    return {
        K.CONTRACT: "hợp đồng thực hiện đề án", K.ADVANCE: "tạm ứng kinh phí cho đơn vị thực hiện",
        K.PAYMENT: "thanh toán kinh phí cho đơn vị thực hiện", K.SETTLEMENT: "kết quả kiểm tra hồ sơ quyết toán",
        K.LIQUIDATION: "thanh lý, quyết toán hợp đồng", K.YEAR_END: "xử lý kinh phí cuối năm",
        K.OPENING: "số dư đầu kỳ", K.REFUND: "nộp trả kinh phí",
    }.get(kind, str(kind.label).lower())  # fmt: skip


def three_figures(facts: Facts) -> list[tuple[str, int | None]]:
    """The three amounts a leader weighs, by what is asked."""
    money, asked = facts.money, facts.dossier.amount
    changed = [change.amount for change in facts.changes if change.amount is not None]
    held = money.advanced - money.returned
    by_kind: dict[str, list[tuple[str, int | None]]] = {
        K.CONTRACT: [("Giá trị hợp đồng", asked), ("Đã phân bổ, chưa hợp đồng", money.to_contract),
                     ("Kế hoạch được phê duyệt", money.planned)],
        K.ADVANCE: [("Đề nghị tạm ứng lần này", asked), ("Giá trị hợp đồng", money.contracted), ("Đã tạm ứng", held)],
        K.PAYMENT: [("Đề nghị thanh toán lần này", asked), ("Đã nghiệm thu, chưa thanh toán", money.to_pay),
                    ("Giá trị hợp đồng", money.contracted)],
        K.SETTLEMENT: [("Đề nghị quyết toán", asked_of(facts)), ("Đã nghiệm thu", money.accepted),
                       ("Kho bạc đã chi", money.disbursed)],
        K.LIQUIDATION: [("Giá trị quyết toán", money.settled + money.to_settle), ("Giá trị hợp đồng", money.contracted),
                        ("Phải hoàn trả", money.unaccepted)],
        K.ADJUSTMENT: [("Kinh phí KCQG sau điều chỉnh", changed[-1] if changed else money.planned),
                       ("Kinh phí KCQG hiện nay", money.planned), ("Đã tạm ứng, chưa nghiệm thu", money.unaccepted)],
        K.REFUND: [("Số nộp trả", asked), ("Đã tạm ứng, chưa nghiệm thu", money.unaccepted), ("Đã tạm ứng", held)],
        K.YEAR_END: [("Số xử lý cuối năm", asked), ("Chưa sử dụng", money.to_contract + money.to_advance),
                     ("Kho bạc đã chi", money.disbursed)],
    }  # fmt: skip
    rest = [("Số tiền của hồ sơ", asked), ("Đã phân bổ", money.allocated), ("Giá trị hợp đồng", money.contracted)]
    return by_kind.get(facts.dossier.kind, rest)


def submission_slip(facts: Facts) -> Paper:
    """The slip: what is asked, three figures to the đồng, what checks found, who prepared and checked."""
    figures = three_figures(facts)
    missing = [entry.item.title for entry in facts.checklist if entry.is_missing]
    checks = [*facts.notes, *([f"{MISSING} tài liệu: {'; '.join(missing)}."] if missing else [])]
    blocks: list[Block] = [
        said(f"Kính trình: Lãnh đạo {facts.agency.name}"),
        Heading("1. Nội dung trình", 2),
        said(f"Xem xét {_asks(facts)}: đề án “{facts.project.title}” (mã {facts.project.code}), đơn vị thực hiện "
             f"{facts.unit.name}. Hợp đồng: {paper_said(facts.contract)}."),
        Heading("2. Số liệu chính", 2),
        told(f"Đến ngày {short_date(facts.day)} (đồng)", [(label, dong(amount)) for label, amount in figures],
             name="Số liệu chính"),
        said(f"{figures[0][0]}: {dong(figures[0][1]).shown} {in_words(figures[0][1])}."),
        Heading("3. Kết quả kiểm tra", 2),
        *([said(f"- {check}") for check in checks] or [said("Không có ý kiến kiểm tra.")]),
        Heading("4. Quá trình lập, kiểm tra hồ sơ", 2),
        _people(facts),
        Heading("5. Ý kiến của Lãnh đạo Cục", 2), said(f"{GAP}{GAP}{GAP}{GAP}"),
        signatures(("CHUYÊN VIÊN", SIGN), ("TRƯỞNG PHÒNG", SIGN), ("LÃNH ĐẠO CỤC", SIGN)),
    ]  # fmt: skip
    return paper(
        facts, kind="PHIẾU TRÌNH", title=f"Về việc {_asks(facts)}", letterhead=agency_head(facts, ""), blocks=blocks,
        reconstructed=False,
    )  # fmt: skip


def _people(facts: Facts) -> Block:
    """Who made the dossier and who took each step, on which day, whether on another's behalf."""
    machine = machine_of(facts.dossier.kind)
    titles = {row.name: str(row.title) for row in machine.transitions}
    maker = facts.dossier.made_by.full_name if facts.dossier.made_by else "Theo quy trình"
    columns = [
        Column("Việc", width=1.4),
        Column("Người", width=1.6),
        Column("Ngày", "date"),
        Column("Ý kiến", width=1.6),
    ]
    rows = [[Cell("Lập hồ sơ"), Cell(maker), Cell(facts.dossier.made_on, "date"), Cell("")]]
    for step in facts.steps:
        who = (step.by.full_name if step.by else "") + (" (nhập thay từ văn bản)" if step.on_behalf else "")
        rows.append([Cell(titles.get(step.name, step.name)), Cell(who), Cell(step.on, "date"), Cell(step.remark)])
    return listed("", columns, rows, name="Quá trình")
