"""What a draft prints as: the document itself, and the slip (phiếu trình) that goes up with it."""

from datetime import date

from django.utils.translation import override

from khuyencong.documents.models import Document, Draft
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.paper_store import block_of
from khuyencong.kernel.papers import Block, Cell, Column, Heading, Letterhead, Paper, Paragraph, Row, Table
from khuyencong.kernel.periods import short_date
from khuyencong.records.queries import installation, steps_of
from khuyencong.registry.queries import name_on, names_on

OFFICIAL = "vi"
DEMO_BANNER = "DỮ LIỆU MINH HỌA – KHÔNG PHẢI SỐ LIỆU CHÍNH THỨC"
DRAFT_BANNER = "DỰ THẢO"
SILENT = (DocumentKind.LETTER,)  # a letter has no name of kind above its abstract (NĐ 30/2020/NĐ-CP, Phụ lục I)


def _letterhead(draft: Draft, on: date) -> Letterhead:
    body = names_on(on, [draft.issuer_id])[draft.issuer_id]
    ministry = name_on(on, "BCT")
    own = draft.issuer.code == "BCT"
    symbol = body.symbol or ""
    head = symbol if draft.kind in SILENT else f"{draft.kind}-{symbol}".rstrip("-")
    return Letterhead(
        superior="" if own else (ministry.name if ministry else "").upper(), body=body.name.upper(), symbol=head,
        place="Hà Nội", year=on.year,
    )  # fmt: skip


def _body(text: str) -> list[Block]:
    blocks: list[Block] = []
    for line in text.splitlines():
        if line.startswith("# "):
            blocks.append(Heading(line[2:].strip(), 2))
        elif line.strip():
            blocks.append(Paragraph((line.strip(),)))
    return blocks


def _kind_title(draft: Draft) -> str:
    with override(OFFICIAL):
        return "" if draft.kind in SILENT else str(DocumentKind(draft.kind).label).upper()


def paper_of_draft(draft: Draft, on: date) -> Paper:
    """The draft in the layout of NĐ 30/2020/NĐ-CP, with the names bodies carry on ``on``; its tables come after it."""
    prefix = {"KT.": "KT. CỤC TRƯỞNG" if draft.issuer.code == "CUC" else "KT. BỘ TRƯỞNG"}
    return Paper(
        kind=_kind_title(draft), title=draft.abstract, letterhead=_letterhead(draft, on),
        blocks=(*_body(draft.body), *(block_of(item) for item in draft.annex)),
        recipients=tuple(line.strip() for line in draft.recipients.splitlines() if line.strip()) or ("Lưu: VT",),
        authority=prefix.get(draft.authority, draft.authority), signatory_title=draft.signatory_title,
        signatory_name=draft.signatory,
        banner=" · ".join(filter(None, (DRAFT_BANNER, DEMO_BANNER if installation().is_demo else ""))),
    )  # fmt: skip


def slip_of_draft(draft: Draft, on: date) -> Paper:
    """The slip: what is asked, the three figures that matter, what was said on the way up."""
    rows = tuple(Row((Cell(item["label"]), Cell(item["shown"]))) for item in draft.figures)
    blocks: list[Block] = [
        Paragraph((f"Nội dung trình: {draft.abstract}",)),
        Paragraph((f"Người soạn: {draft.author.full_name}; hạn: {_day(draft.due_on)}.",)),
    ]  # fmt: skip
    if draft.replies_to is not None:
        blocks.append(Paragraph((f"Trả lời: {paper_named(draft.replies_to)}.",)))
    if draft.question:
        blocks.append(Paragraph((f"Xin ý kiến: {draft.question}",)))
    if rows:
        blocks.append(Table("Các con số chính", (Column("Nội dung", width=3), Column("Số", width=1)), rows))
    said = [step for step in steps_of(draft) if step.said]
    blocks += [Heading("Ý kiến trên đường trình", 2)] if said else []
    blocks += [
        Paragraph((f"{short_date(step.on)}, {step.by.get_full_name() if step.by else ''}: {step.said}",))
        for step in said
    ]
    return Paper(
        kind="PHIẾU TRÌNH", title=draft.abstract, letterhead=_letterhead(draft, on), blocks=tuple(blocks),
        recipients=("Lưu: VT",), signatory_title="Ý KIẾN CỦA LÃNH ĐẠO",
        banner=DEMO_BANNER if installation().is_demo else "",
    )  # fmt: skip


def _day(day: date | None) -> str:
    return short_date(day) if day else "không ghi"


def paper_named(document: Document) -> str:
    """'văn bản số 12/SCT-QLCN ngày 05/06/2024 của Sở …', as far as it is known."""
    day = f" ngày {short_date(document.date)}" if document.date else ""
    return f"văn bản số {document.number}{day}" + (f" của {document.issuer_name}" if document.issuer_name else "")
