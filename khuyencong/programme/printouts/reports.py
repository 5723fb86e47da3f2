"""What the unit reports and plans: monthly progress (3a), completed volume (3b), implementation plan (11)."""

from khuyencong.kernel.papers import Cell, Column, Heading, Paper
from khuyencong.programme.printouts.facts import Facts
from khuyencong.programme.printouts.fields import form_fields, identity_field, line_field, value_field
from khuyencong.programme.printouts.wording import (
    HEAD_OF_UNIT,
    SEAL,
    amount_said,
    amount_text,
    day_said,
    dong,
    in_words,
    listed,
    name_of,
    paper,
    paper_said,
    place_said,
    said,
    signatures,
    told,
    unit_head,
)


def _sides(facts: Facts) -> tuple[tuple[str, str], ...]:
    """The Sở confirms at the left where it follows the project; the unit at the right."""
    unit = (HEAD_OF_UNIT, SEAL)
    if facts.department is None:
        return (("NGƯỜI LẬP", "(Ký, ghi rõ họ tên)"), unit)
    return ((f"XÁC NHẬN CỦA\n{facts.department.name.upper()}", SEAL), unit)


def progress_report(facts: Facts) -> Paper:
    """Mẫu 3a: how far each content has come; its shaded cells are filled in and come back."""
    form, dossier, money = form_fields()["3a"], facts.dossier, facts.money
    month = f" tháng {dossier.month.month} năm {dossier.month.year}" if dossier.month else ""
    general = told(
        "Thông tin chung",
        [
            ("Mã nhận biết hồ sơ (không sửa)", identity_field("3a", dossier)),
            ("Hợp đồng", paper_said(facts.contract)), ("Đề án", facts.project.title),
            ("Đơn vị thực hiện", facts.unit.name), ("Kinh phí KCQG theo hợp đồng (đồng)", dong(money.contracted)),
            ("Đã tạm ứng (đồng)", dong(money.advanced - money.returned)),
            *((wanted.label, value_field(wanted, dossier)) for wanted in form.values),
        ],
        name="Chung", note=f"Kinh phí theo hợp đồng {in_words(money.contracted)[1:-1].lower()}.",
    )  # fmt: skip
    columns = [
        Column("Nội dung", width=2.2), Column("Đơn vị thụ hưởng", width=1.4), Column("Kinh phí hợp đồng", "VND", 1.1),
        *(Column(wanted.label, "percent" if wanted.holds == "percent" else "VND", 1.1) for wanted in form.lines),
    ]  # fmt: skip
    rows = [
        [Cell(name_of(line)), Cell(line.beneficiary), dong(line.support), *(line_field(w, line) for w in form.lines)]
        for line in facts.lines
    ]
    table = listed("Tiến độ theo nội dung", columns, rows, name="Tiến độ", sums=(3, 5, 6),
                   note="Ô tô màu là ô đơn vị ghi; số tiền ghi bằng đồng.")  # fmt: skip
    return paper(
        facts, kind="BÁO CÁO", title=f"Tiến độ thực hiện hợp đồng khuyến công quốc gia{month}\n(Mẫu 3a)",
        letterhead=unit_head(facts, "BC"), blocks=(general, table, signatures(*_sides(facts))),
    )  # fmt: skip


def volume_report(facts: Facts) -> Paper:
    """Mẫu 3b: volume and cost of each content, contracted and done, by source."""
    columns = [
        Column("Nội dung", width=2.2), Column("Đơn vị tính", width=0.7), Column("Khối lượng", "count", 0.7),
        Column("Kinh phí KCQG theo hợp đồng", "VND"), Column("Kinh phí KCQG thực hiện", "VND"),
        Column("Chênh lệch", "VND"), Column("Đối ứng của đơn vị thụ hưởng", "VND"), Column("Nguồn khác", "VND"),
    ]  # fmt: skip
    rows = [
        [
            Cell(line.title), Cell(line.unit), Cell(line.quantity, "count"), dong(line.support), dong(line.done),
            dong(None if line.done is None else line.done - line.support), dong(line.counterpart), dong(line.other),
        ]
        for line in facts.lines
    ]  # fmt: skip
    title = f"Đề án: {facts.project.title}; Hợp đồng {paper_said(facts.contract)}; {place_said(facts.place)}"
    note = "\n".join(
        (
            amount_text("Kinh phí khuyến công quốc gia theo hợp đồng: ", facts.money.contracted),
            amount_text("Kinh phí khuyến công quốc gia đã thực hiện: ", _done(facts)),
        )
    )
    return paper(
        facts, kind="BÁO CÁO", title="Khối lượng hoàn thành và kinh phí thực hiện\n(Mẫu 3b)",
        letterhead=unit_head(facts, "BC"),
        blocks=(
            listed(title, columns, rows, name="3b", sums=(4, 5, 6, 7, 8), note=note),
            signatures(*_sides(facts)),
        ),
    )  # fmt: skip


def _done(facts: Facts) -> int | None:
    """Support carried out: of the lines where they say, else what the dossier states."""
    stated = [line.done for line in facts.lines if line.done is not None]
    return sum(stated) if stated else facts.dossier.amount


def implementation_plan(facts: Facts) -> Paper:
    """Mẫu 11: contents, beneficiaries, time and money of the implementation (or training) plan."""
    columns = [
        Column("Nội dung", width=2.2), Column("Đơn vị thụ hưởng", width=1.4), Column("Tổng kinh phí", "VND"),
        Column("KCQG hỗ trợ", "VND"), Column("Đối ứng", "VND"), Column("Nguồn khác", "VND"),
    ]  # fmt: skip
    rows = [
        [Cell(name_of(line)), Cell(line.beneficiary), dong(line.total), dong(line.support), dong(line.counterpart),
         dong(line.other)]
        for line in facts.lines
    ]  # fmt: skip
    total = sum(line.support for line in facts.lines)
    project = facts.project
    blocks = (
        Heading("I. Thông tin chung"),
        said(f"1. Tên đề án: {project.title} (mã {project.code})."),
        said(f"2. Đơn vị thực hiện: {facts.unit.name}. Địa điểm: {place_said(facts.place)}."),
        said(f"3. Đơn vị thụ hưởng: {'; '.join(facts.beneficiaries) or '……………'}."),
        said(f"4. Thời gian thực hiện: từ {day_said(project.starts_on)} đến {day_said(facts.ends_on)}."),
        amount_said("5. Kinh phí khuyến công quốc gia: ", total),
        Heading("II. Nội dung, kinh phí"),
        listed("Kế hoạch theo nội dung", columns, rows, name="11", sums=(3, 4, 5, 6)),
        Heading("III. Tổ chức thực hiện"),
        said(facts.dossier.note or "……………"),
        signatures((f"PHÊ DUYỆT CỦA\n{facts.department.name.upper()}", SEAL) if facts.department else ("", ""),
                   (HEAD_OF_UNIT, SEAL)),
    )  # fmt: skip
    return paper(
        facts, kind="KẾ HOẠCH", title="Triển khai thực hiện đề án khuyến công quốc gia\n(Mẫu 11)",
        letterhead=unit_head(facts, "KH"), blocks=blocks,
    )  # fmt: skip
