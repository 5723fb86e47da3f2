"""How papers say things: amounts with their words, names of law and places, heads, signatures, the usual columns."""

from collections.abc import Mapping, Sequence
from datetime import date

from khuyencong.kernel.money import dong_in_words, grouped
from khuyencong.kernel.papers import Block, Cell, Column, Letterhead, Paper, Paragraph, Row, Table
from khuyencong.kernel.periods import document_date, short_date
from khuyencong.kernel.writers.grids import SIGNATURES
from khuyencong.programme.models import Dossier
from khuyencong.programme.printouts.facts import Body, Facts, Line
from khuyencong.registry.models import LegalSource, Place

RECONSTRUCTED = "Mẫu dựng lại theo nội dung thông tư, chờ đối chiếu với phụ lục chính thức"
DEMO_BANNER = "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC"
DRAFT_BANNER = "DỰ THẢO"
NOTHING = "Không có"
GAP = "……………"
DOTS = "……"  # a day, a month, a number of copies
TODAY_SAID = f"Hôm nay, ngày {DOTS} tháng {DOTS} năm {DOTS}"
SIGN = "(Ký, ghi rõ họ tên)\n\n\n\n\n"
SEAL = "(Ký, ghi rõ họ tên, đóng dấu)\n\n\n\n\n"
HEAD_OF_UNIT = "THỦ TRƯỞNG ĐƠN VỊ"
_KINDS = {"NĐ": "Nghị định", "TT": "Thông tư", "TTLT": "Thông tư liên tịch", "QĐ": "Quyết định", "NQ": "Nghị quyết"}
_ISSUERS = {
    "NĐ-CP": " của Chính phủ", "TT-BCT": " của Bộ trưởng Bộ Công Thương", "TT-BTC": " của Bộ trưởng Bộ Tài chính",
}  # fmt: skip


def dong(amount: int | None, label: str = "") -> Cell:
    """An exact amount in a sentence or table; dots to fill in while it is not known."""
    return Cell(amount, "VND", f"{GAP} đồng" if amount is None else f"{grouped(amount)} đồng", label=label)


def in_words(amount: int | None) -> str:
    """'(Bằng chữ: Ba trăm triệu đồng)'."""
    return f"(Bằng chữ: {GAP} đồng)" if amount is None else f"(Bằng chữ: {dong_in_words(amount)})"


def amount_said(before: str, amount: int | None, after: str = ".") -> Paragraph:
    """A sentence that ends with an amount and its words."""
    return Paragraph((before, dong(amount), f" {in_words(amount)}{after}"))


def amount_text(before: str, amount: int | None) -> str:
    """The same sentence as plain text, for the note of a table."""
    return f"{before}{dong(amount).shown} {in_words(amount)}."


def said(text: str, *, italic: bool = False) -> Paragraph:
    """A plain paragraph."""
    return Paragraph((text,), italic=italic)


def day_said(day: date | None) -> str:
    """'01/04/2021', or dots."""
    return short_date(day) if day else f"{GAP}"


def place_said(place: Place | None) -> str:
    """'tỉnh Phú Thọ', 'thành phố Hà Nội'."""
    if place is None:
        return GAP
    return f"{'thành phố' if place.kind.lower().startswith('thành phố') else 'tỉnh'} {place.name}"


def paper_said(dossier: Dossier | None) -> str:
    """'số 12/HĐ-CTĐP ngày 01 tháng 4 năm 2021', or dots where no document was recorded."""
    if dossier is None or dossier.document is None:
        return f"số {GAP} ngày {GAP}"
    document = dossier.document
    return f"số {document.number or GAP} {document_date(document.date) if document.date else f'ngày {GAP}'}"


def source_said(source: LegalSource, *, short: bool = False) -> str:
    """'Nghị định số 45/2012/NĐ-CP ngày 21 tháng 5 năm 2012 của Chính phủ về khuyến công'; short: kind and number."""
    tail = source.number.rpartition("/")[2]
    kind = _KINDS.get(tail.partition("-")[0], "Văn bản")
    if short:
        return f"{kind} số {source.number}"
    issuer = _ISSUERS.get(tail, "")
    title = source.title.removeprefix(kind).strip()
    issued = f" {document_date(source.issued_on)}" if source.issued_on else ""
    return f"{kind} số {source.number}{issued}{issuer} {title}"


def grounds(facts: Facts, *more: str) -> list[Block]:
    """'Căn cứ …;' one a line: the law in force on the day, then what else the paper rests on."""
    sources = sorted(
        facts.law.values(), key=lambda row: ("NĐ" not in row.number, row.issued_on or facts.day, row.number)
    )
    told = [source_said(source) for source in sources]
    lines = [text if text.startswith(("Căn cứ", "Theo", "Xét")) else f"Căn cứ {text}" for text in (*told, *more)]
    return [said(f"{line.rstrip('.;')}{';' if index < len(lines) - 1 else '.'}", italic=True)
            for index, line in enumerate(lines)]  # fmt: skip


def plan_said(facts: Facts) -> str:
    """The decision that approved the plan of the project's year."""
    document = facts.project.plan.document
    number = f"số {document.number}" if document.number else f"số {GAP}"
    day = f" {document_date(document.date)}" if document.date else ""
    return f"Quyết định {number}{day} phê duyệt kế hoạch khuyến công quốc gia năm {facts.project.year}"


def unit_head(facts: Facts, symbol: str) -> Letterhead:
    """Head of a paper of the implementing unit."""
    return _head(facts, facts.above_unit.name, facts.unit, symbol)


def agency_head(facts: Facts, symbol: str) -> Letterhead:
    """Head of a paper of the Agency."""
    return _head(facts, facts.ministry.name, facts.agency, symbol, "Hà Nội")


def ministry_head(facts: Facts, symbol: str) -> Letterhead:
    """Head of a paper of the Ministry."""
    return _head(facts, "", facts.ministry, symbol, "Hà Nội")


def department_head(facts: Facts, symbol: str) -> Letterhead:
    """Head of a paper of the Sở."""
    body = facts.department or Body("Sở Công Thương", "SCT")
    above = f"Ủy ban nhân dân {place_said(facts.place)}" if facts.place else ""
    return _head(facts, above, Body(body.name, body.symbol or "SCT"), symbol)


def _head(facts: Facts, above: str, body: Body, symbol: str, place: str = "") -> Letterhead:
    tail = f"{symbol}-{body.symbol}" if symbol and body.symbol else symbol
    town = place or (facts.place.name if facts.place else "")
    return Letterhead(above, body.name, tail, town, year=facts.day.year)


def signatures(*parties: tuple[str, str]) -> Table:
    """Where several parties sign: (who, how)."""
    return Table(
        SIGNATURES, tuple(Column(who) for who, _how in parties), (Row(tuple(Cell(how) for _who, how in parties)),),
        name=SIGNATURES,
    )  # fmt: skip


def told(title: str, rows: Sequence[tuple[str, Cell | str]], name: str = "", note: str = "") -> Table:
    """A table of one fact a row."""
    cells = tuple(Row((Cell(label), value if isinstance(value, Cell) else Cell(value))) for label, value in rows)
    columns = (Column("Nội dung", width=1.2), Column("Giá trị", width=1.6))
    return Table(title, columns, cells, money_unit="đồng", name=name, note=note)


def listed(
    title: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], *, name: str, sums: Sequence[int] = (),
    note: str = "",
) -> Table:  # fmt: skip
    """Numbered rows in đồng, with a total over the columns ``sums`` (counted with the ordinal as column 0)."""
    body = [Row((Cell(str(index)), *cells)) for index, cells in enumerate(rows, start=1)]
    if not body:
        empty = ("", NOTHING, *("" for _column in columns[1:]))
        return Table(
            title,
            (Column("TT", width=0.4), *columns),
            (Row(tuple(Cell(text) for text in empty)),),
            money_unit="đồng",
            name=name,
            note=note,
        )
    if sums:
        body.append(_total(body, len(columns) + 1, sums))
    return Table(
        title, (Column("TT", width=0.4), *columns), tuple(body), money_unit="đồng", sum_columns=tuple(sums),
        name=name, note=note,
    )  # fmt: skip


def _total(rows: Sequence[Row], width: int, sums: Sequence[int]) -> Row:
    """The total row; a column of which nothing is known has no total."""
    cells = [Cell("Cộng" if index == 1 else "") for index in range(width)]
    for index in sums:
        known = [value for row in rows if isinstance(value := row.cells[index].value, int)]
        cells[index] = Cell(sum(known) if known else None, "VND")
    return Row(tuple(cells), "total")


def name_of(line: Line) -> str:
    """Title of a line with its volume."""
    volume = f" ({_plain(line)} {line.unit})".replace(" )", ")") if line.quantity is not None else ""
    return f"{line.title}{volume}"


def _plain(line: Line) -> str:
    text = f"{line.quantity:f}".rstrip("0").rstrip(".") if line.quantity is not None else ""
    return text.replace(".", ",")


def figures_of(facts: Facts, **more: int | None) -> dict[str, Cell]:
    """The amounts a paper rests on, each with its words, for the first sheet of a workbook."""
    money = facts.money
    amounts: Mapping[str, tuple[str, int | None]] = {
        "requested": ("Số tiền của hồ sơ", facts.dossier.amount), "planned": ("Kế hoạch", money.planned),
        "allocated": ("Đã phân bổ", money.allocated), "contracted": ("Giá trị hợp đồng", money.contracted),
        "advanced": ("Đã tạm ứng", money.advanced), "accepted": ("Đã nghiệm thu", money.accepted),
        "paid": ("Đã thanh toán", money.paid), "settled": ("Đã quyết toán", money.settled),
        **{key: (key, value) for key, value in more.items()},
    }  # fmt: skip
    found: dict[str, Cell] = {}
    for code, (label, amount) in amounts.items():
        if amount is None:
            continue
        found[code] = dong(amount, label)
        found[f"{code}_words"] = Cell(dong_in_words(amount), label=f"{label}, bằng chữ")
    return found


def paper(
    facts: Facts, *, kind: str, title: str, letterhead: Letterhead, blocks: Sequence[Block], draft: bool = False,
    reconstructed: bool = True, recipients: Sequence[str] = (), signatory: str = "", authority: str = "",
) -> Paper:  # fmt: skip
    """The paper with what every paper carries: banner, as-of day, the dossier it belongs to, its figures."""
    dossier = facts.dossier
    name = f"{facts.project.code}, {dossier.get_kind_display().lower()} số {dossier.number}"
    foot = f"{name}; số liệu tính đến {short_date(facts.day)}"
    banner = DEMO_BANNER if facts.is_demo else DRAFT_BANNER if draft else ""
    return Paper(
        kind=kind, title=title, letterhead=letterhead, blocks=tuple(blocks), recipients=tuple(recipients),
        authority=authority, signatory_title=signatory, banner=banner,
        foot=f"{RECONSTRUCTED}. {foot}" if reconstructed else foot, figures=figures_of(facts),
    )  # fmt: skip
