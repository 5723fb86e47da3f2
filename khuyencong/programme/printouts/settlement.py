"""Money forms of a settlement: detail (7), vouchers (8a, 8b), payment request (9), reconciliation of a year (10)."""

from collections.abc import Sequence

from khuyencong.kernel.papers import Block, Cell, Column, Paper
from khuyencong.programme.models import Dossier, Project
from khuyencong.programme.printouts.facts import Facts
from khuyencong.programme.printouts.fields import form_fields, identity_field, line_field, value_field
from khuyencong.programme.printouts.wording import (
    HEAD_OF_UNIT,
    SEAL,
    SIGN,
    agency_head,
    amount_text,
    day_said,
    dong,
    listed,
    name_of,
    paper,
    paper_said,
    signatures,
    told,
    unit_head,
)
from khuyencong.programme.queries.money import Money, money_of
from khuyencong.programme.states import DossierKind, DossierState

EMPTY_ROWS = 8
_UNIT_SIDES = (("KẾ TOÁN", SIGN), (HEAD_OF_UNIT, SEAL))


def asked_of(facts: Facts) -> int | None:
    """What the settlement asks: of its lines where they say, else what was accepted and is not settled."""
    stated = [line.asked for line in facts.lines if line.asked is not None]
    if stated:
        return sum(stated)
    return facts.dossier.amount if facts.dossier.amount is not None else facts.money.accepted


def settlement_detail(facts: Facts) -> Paper:
    """Mẫu 7: each content planned, done, asked to settle and agreed; its shaded cells come back."""
    form = form_fields()["7"]
    general = told(
        "Thông tin chung",
        [
            ("Mã nhận biết hồ sơ (không sửa)", identity_field("7", facts.dossier)),
            ("Hợp đồng", paper_said(facts.contract)), ("Đề án", facts.project.title),
            ("Đơn vị thực hiện", facts.unit.name), ("Kinh phí KCQG theo hợp đồng (đồng)", dong(facts.money.contracted)),
            ("Giá trị đã nghiệm thu (đồng)", dong(facts.money.accepted)),
            *((wanted.label, value_field(wanted, facts.dossier)) for wanted in form.values),
        ],
        name="Chung",
    )  # fmt: skip
    columns = [
        Column("Mục chi", width=2.2), Column("Dự toán", "VND"), *(Column(w.label, "VND") for w in form.lines),
        Column("Duyệt quyết toán", "VND"),
    ]  # fmt: skip
    rows = [
        [Cell(name_of(line)), dong(line.support), *(line_field(w, line) for w in form.lines), dong(line.approved)]
        for line in facts.lines
    ]
    table = listed("Chi tiết quyết toán", columns, rows, name="Quyết toán", sums=(2, 3, 4, 5),
                   note=f"{amount_text('Số đề nghị quyết toán: ', asked_of(facts))}\n"
                   "Ô tô màu là ô đơn vị ghi; số tiền ghi bằng đồng.")  # fmt: skip
    return paper(
        facts, kind="BIỂU CHI TIẾT", title="Quyết toán kinh phí khuyến công quốc gia\n(Mẫu 7)",
        letterhead=unit_head(facts, ""),
        blocks=(general, table, signatures(*_UNIT_SIDES)),
    )  # fmt: skip


def _vouchers(facts: Facts, code: str, columns: Sequence[Column], *, kind_of_sum: str) -> Paper:
    """A list of vouchers to be filled in by the unit: the system keeps no single vouchers."""
    empty = [[Cell("") for _column in columns] for _row in range(EMPTY_ROWS)]
    title = f"{kind_of_sum}\nĐề án: {facts.project.title}; Hợp đồng {paper_said(facts.contract)}"
    note = amount_text("Tổng số đề nghị quyết toán: ", asked_of(facts))
    body = listed(title, columns, empty, name=code, note=note)
    return paper(
        facts, kind="BẢNG KÊ", title=f"Chứng từ đề nghị quyết toán\n(Mẫu {code})", letterhead=unit_head(facts, ""),
        blocks=(
            body,
            signatures(*_UNIT_SIDES),
        ),
    )  # fmt: skip


def vouchers_8a(facts: Facts) -> Paper:
    """Mẫu 8a: vouchers paid by the national support alone."""
    columns = [Column("Số chứng từ"), Column("Ngày chứng từ"), Column("Nội dung chi", width=2.6),
               Column("Số tiền (đồng)"), Column("Ghi chú")]  # fmt: skip
    return _vouchers(facts, "8a", columns, kind_of_sum="Chứng từ chi từ kinh phí KCQG")


def vouchers_8b(facts: Facts) -> Paper:
    """Mẫu 8b: vouchers paid together with other sources, where the support is a share of the cost."""
    columns = [Column("Số chứng từ"), Column("Ngày chứng từ"), Column("Nội dung chi", width=2.2),
               Column("Số tiền (đồng)"), Column("KCQG (đồng)"), Column("Nguồn khác (đồng)"),
               Column("Ghi chú")]  # fmt: skip
    return _vouchers(facts, "8b", columns, kind_of_sum="Chứng từ chi từ kinh phí KCQG và nguồn khác")


def payment_table(facts: Facts) -> Paper:
    """Mẫu 9: contracted, advanced, paid and what is asked to be paid now."""
    money = facts.money
    asking = (DossierKind.PAYMENT, DossierKind.ADVANCE)
    asked = facts.dossier.amount if facts.dossier.kind in asking else money.to_pay
    what = "tạm ứng" if facts.dossier.kind == DossierKind.ADVANCE else "thanh toán"
    columns = [
        Column("Đề án", width=2), Column("Số, ngày hợp đồng", width=1.4), Column("Kinh phí hợp đồng", "VND"),
        Column("Giá trị nghiệm thu", "VND"), Column("Đã tạm ứng", "VND"), Column("Đã thanh toán", "VND"),
        Column(f"Đề nghị {what}", "VND"),
    ]  # fmt: skip
    row = [
        Cell(facts.project.title), Cell(paper_said(facts.contract)), dong(money.contracted), dong(money.accepted),
        dong(money.advanced - money.returned), dong(money.paid), dong(asked),
    ]  # fmt: skip
    return paper(
        facts, kind="BIỂU", title="Đề nghị thanh toán kinh phí khuyến công quốc gia\n(Mẫu 9)",
        letterhead=unit_head(facts, ""),
        blocks=(
            listed(f"Kinh phí đề nghị {what}", columns, [row], name="9", sums=(3, 4, 5, 6, 7),
                   note=amount_text(f"Số đề nghị {what}: ", asked)),
            signatures(*_UNIT_SIDES),
        ),
    )  # fmt: skip


def reconciliation(facts: Facts) -> Paper:
    """Mẫu 10: every contract of the unit in the year, on the day; where money stands, to the đồng."""
    contracts = _contracts_of_unit(facts.project)
    projects = [contract.project for contract in contracts]
    money = money_of(projects, facts.day)
    rows = [_balance(contract, money[contract.project_id]) for contract in contracts]
    columns = [
        Column("Số, ngày hợp đồng", width=1.3), Column("Đề án", width=2), Column("Giá trị hợp đồng", "VND"),
        Column("Đã tạm ứng", "VND"), Column("Đã thanh toán", "VND"), Column("Nghiệm thu", "VND"),
        Column("Quyết toán", "VND"), Column("Hoàn trả", "VND"), Column("Tạm ứng chưa nghiệm thu", "VND"),
        Column("Còn phải thanh toán", "VND"),
    ]  # fmt: skip
    total = Money()
    for one in money.values():
        total.add(one)
    table = listed(
        f"Đối chiếu đến {day_said(facts.day)}", columns, rows, name="10", sums=tuple(range(3, 11)),
        note=f"{amount_text('Tổng giá trị hợp đồng: ', total.contracted)}\n"
        f"{amount_text('Tạm ứng chưa nghiệm thu: ', total.unaccepted)}",
    )  # fmt: skip
    blocks: list[Block] = [
        table,
        signatures((f"ĐẠI DIỆN\n{facts.unit.name.upper()}", SEAL), (f"ĐẠI DIỆN\n{facts.agency.name.upper()}", SEAL)),
    ]  # fmt: skip
    return paper(
        facts, kind="BẢNG ĐỐI CHIẾU",
        title=f"Kinh phí khuyến công quốc gia năm {facts.project.year} (Mẫu 10)\n"
        f"giữa {facts.agency.name} và {facts.unit.name}",
        letterhead=agency_head(facts, ""), blocks=blocks,
    )  # fmt: skip


def _contracts_of_unit(project: Project) -> list[Dossier]:
    """Recorded contracts of the unit in the year, one a project, in order of the plan; at least this project's."""
    rows = Dossier.objects.filter(
        kind=DossierKind.CONTRACT, state=DossierState.RECORDED, project__year=project.year,
        project__implementer=project.implementer_id,
    )  # fmt: skip
    newest = {
        row.project_id: row for row in rows.select_related("project", "document").order_by("project__position", "id")
    }
    return list(newest.values())


def _balance(contract: Dossier, money: Money) -> list[Cell]:
    return [
        Cell(paper_said(contract)), Cell(contract.project.title), dong(money.contracted), dong(money.advanced),
        dong(money.paid), dong(money.accepted), dong(money.settled), dong(money.returned + money.refunded),
        dong(money.unaccepted), dong(money.to_pay),
    ]  # fmt: skip
