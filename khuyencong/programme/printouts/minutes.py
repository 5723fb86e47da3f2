"""Minutes: acceptance at one place (5a), of several places or with invoice (5b), by the Agency (5c), liquidation."""

from khuyencong.kernel.papers import Block, Cell, Column, Heading, Paper
from khuyencong.programme.printouts.facts import Body, Facts
from khuyencong.programme.printouts.wording import (
    DOTS,
    GAP,
    SEAL,
    SIGN,
    TODAY_SAID,
    agency_head,
    amount_said,
    department_head,
    dong,
    grounds,
    in_words,
    listed,
    name_of,
    paper,
    paper_said,
    place_said,
    plan_said,
    said,
    signatures,
    told,
)


def _present(*bodies: tuple[str, Body | str]) -> list[Block]:
    blocks: list[Block] = [Heading("I. Thành phần")]
    for index, (role, body) in enumerate(bodies, start=1):
        name = body if isinstance(body, str) else body.name
        blocks.append(said(f"{index}. {role}: {name or GAP}."))
        blocks += [said(f"Đại diện: ông (bà) {GAP}{GAP}."), said(f"Chức vụ: {GAP}{GAP}.")]
    return blocks


def _accepted(facts: Facts) -> int | None:
    stated = [line.done for line in facts.lines if line.done is not None]
    return facts.dossier.amount if facts.dossier.amount is not None else (sum(stated) if stated else None)


def _volume(facts: Facts, name: str) -> Block:
    columns = [
        Column("Nội dung", width=2.2), Column("Đơn vị thụ hưởng", width=1.4), Column("Khối lượng (%)", "percent", 0.8),
        Column("KCQG theo hợp đồng", "VND"), Column("KCQG nghiệm thu", "VND"), Column("Đối ứng", "VND"),
        Column("Nguồn khác", "VND"),
    ]  # fmt: skip
    rows = [
        [Cell(name_of(line)), Cell(line.beneficiary), Cell(line.share, "percent"), dong(line.support),
         dong(line.done), dong(line.counterpart), dong(line.other)]
        for line in facts.lines
    ]  # fmt: skip
    return listed("Khối lượng và kinh phí nghiệm thu", columns, rows, name=name, sums=(4, 5, 6, 7))


def _acceptance(facts: Facts, code: str, title: str, present: list[Block], sides: tuple[tuple[str, str], ...]) -> Paper:
    """The common body of acceptance minutes."""
    last = "lần cuối của hợp đồng" if facts.dossier.final else "một phần hợp đồng"
    blocks: list[Block] = [
        *grounds(facts, plan_said(facts), f"Căn cứ Hợp đồng {paper_said(facts.contract)}"),
        said(f"{TODAY_SAID}, tại {GAP}{GAP}, chúng tôi gồm:"),
        *present,
        Heading("II. Nội dung nghiệm thu"),
        said(f"1. Đề án: {facts.project.title} (mã {facts.project.code}). Địa điểm: {place_said(facts.place)}. "
             f"Nghiệm thu {last}."),
        said(f"2. Đơn vị thụ hưởng: {'; '.join(facts.beneficiaries) or GAP}."),
        amount_said("3. Kinh phí khuyến công quốc gia theo hợp đồng: ", facts.money.contracted),
        amount_said("4. Kinh phí khuyến công quốc gia đề nghị nghiệm thu lần này: ", _accepted(facts)),
        _volume(facts, code),
        said(f"5. Chất lượng, hiệu quả: {facts.dossier.note or GAP + GAP}"),
        Heading("III. Kết luận"),
        said(f"{GAP}{GAP}{GAP} (đồng ý hoặc không đồng ý nghiệm thu; kiến nghị)."),
        said(f"Biên bản lập thành {DOTS} bản có giá trị như nhau, mỗi bên giữ {DOTS} bản."),
        signatures(*sides),
    ]  # fmt: skip
    head = agency_head(facts, "BB") if code == "5c" else department_head(facts, "BB")
    return paper(facts, kind="BIÊN BẢN", title=f"{title}\n(Mẫu {code})", letterhead=head, blocks=blocks)


def _parties(facts: Facts) -> list[Block]:
    department = facts.department.name if facts.department else ""
    return _present(
        ("Sở Công Thương (chủ trì nghiệm thu)", department), ("Đơn vị thực hiện", facts.unit),
        ("Đơn vị thụ hưởng", "; ".join(facts.beneficiaries)),
    )  # fmt: skip


def minutes_5a(facts: Facts) -> Paper:
    """Mẫu 5a: acceptance at one place; the unit makes no invoice to the Agency."""
    sides = (("ĐƠN VỊ THỤ HƯỞNG", SEAL), ("ĐƠN VỊ THỰC HIỆN", SEAL), ("SỞ CÔNG THƯƠNG", SEAL))
    return _acceptance(facts, "5a", "Nghiệm thu cơ sở đề án khuyến công quốc gia", _parties(facts), sides)


def minutes_5b(facts: Facts) -> Paper:
    """Mẫu 5b: acceptance of several places together, or where the unit makes an invoice to the Agency."""
    sides = (("ĐƠN VỊ THỰC HIỆN", SEAL), ("SỞ CÔNG THƯƠNG", SEAL))
    title = "Nghiệm thu cơ sở tổng hợp đề án khuyến công quốc gia"
    return _acceptance(facts, "5b", title, _parties(facts), sides)


def minutes_5c(facts: Facts) -> Paper:
    """Mẫu 5c: the Agency accepts what no Sở follows."""
    present = _present(("Đơn vị nghiệm thu", facts.agency), ("Đơn vị thực hiện", facts.unit))
    sides = (("ĐƠN VỊ THỰC HIỆN", SEAL), ("ĐẠI DIỆN CỤC", SIGN))
    return _acceptance(facts, "5c", "Nghiệm thu đề án, nhiệm vụ do Cục nghiệm thu", present, sides)


def liquidation(facts: Facts) -> Paper:
    """Mẫu 6: contract value, done, settled, advanced, and what remains to pay or to refund, on the day."""
    money = facts.money
    received = money.disbursed - money.refunded
    settled = money.settled + money.to_settle
    rows: list[tuple[str, Cell | str]] = [
        ("1. Giá trị hợp đồng", dong(money.contracted)),
        ("2. Giá trị thực hiện được nghiệm thu", dong(money.accepted)),
        ("3. Giá trị quyết toán", dong(settled)),
        ("4. Đã tạm ứng (trừ số thu hồi trong năm)", dong(money.advanced - money.returned)),
        ("5. Đã thanh toán sau nghiệm thu", dong(money.paid)),
        ("6. Bên B còn được thanh toán", dong(money.to_pay)),
        ("7. Bên B phải hoàn trả", dong(money.unaccepted)),
        ("8. Giá trị hợp đồng không thực hiện", dong(money.to_advance)),
    ]
    blocks: list[Block] = [
        *grounds(facts, f"Căn cứ Hợp đồng {paper_said(facts.contract)}"),
        said(f"{TODAY_SAID}, chúng tôi gồm:"),
        *_present(("Bên A", facts.agency), ("Bên B", facts.unit)),
        Heading("II. Nội dung thanh lý"),
        said(f"Hai bên thống nhất thanh lý Hợp đồng {paper_said(facts.contract)} thực hiện đề án "
             f"“{facts.project.title}” (mã {facts.project.code}) với các số liệu sau:"),
        told("Giá trị thanh lý (đồng)", rows, name="6"),
        amount_said("Giá trị quyết toán: ", settled),
        said(f"Bên B đã nhận {dong(received).shown} {in_words(received)}."),
        said(_what_remains(facts)),
        said("Hợp đồng được thanh lý kể từ ngày hai bên ký biên bản này. Biên bản lập thành "
             f"{DOTS} bản có giá trị như nhau, mỗi bên giữ {DOTS} bản."),
        signatures(("ĐẠI DIỆN BÊN B", SEAL), ("ĐẠI DIỆN BÊN A", SEAL)),
    ]  # fmt: skip
    return paper(
        facts, kind="BIÊN BẢN", title="Thanh lý hợp đồng thực hiện đề án khuyến công quốc gia\n(Mẫu 6)",
        letterhead=agency_head(facts, "BB"), blocks=blocks,
    )  # fmt: skip


def _what_remains(facts: Facts) -> str:
    money = facts.money
    if money.unaccepted:
        return (
            f"Bên B phải hoàn trả ngân sách nhà nước {dong(money.unaccepted).shown} {in_words(money.unaccepted)} theo "
            "khoản 6 Điều 12 Thông tư số 36/2013/TT-BCT."
        )
    if money.to_pay:
        return f"Bên A còn phải thanh toán cho Bên B {dong(money.to_pay).shown} {in_words(money.to_pay)}."
    return "Hai bên không còn khoản phải thanh toán hoặc hoàn trả."
