"""A paper laid out by Decree 30/2020 (Annex I) before it is drawn: its lines, sections and column widths.

Word and PDF draw the same ``Laid``. Lengths in millimetres, type in points. Nothing here knows Word or PDF.
"""

import re
from dataclasses import dataclass, replace

from khuyencong.kernel.papers import Block, Cell, Heading, Letterhead, Paper, Paragraph, Table
from khuyencong.kernel.periods import document_date
from khuyencong.kernel.writers.cells import MARK_NOTE, printable, sentence_text
from khuyencong.kernel.writers.grids import LANDSCAPE_WIDTH, PORTRAIT_WIDTH, Grid, grid, text_mm

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
RECIPIENTS_HEAD = "Nơi nhận:"
BLANK = "……"
LETTERHEAD_SHARE = 0.4
BODY_WIDTH = PORTRAIT_WIDTH * LETTERHEAD_SHARE - 4
END = "./."
_BARE_PREFIX = re.compile(r"[A-ZĐ]{1,4}\.")


@dataclass(frozen=True)
class Line:
    """One paragraph of running text, figures already written out."""

    text: str
    italic: bool = False


Item = Heading | Line | Grid


@dataclass(frozen=True)
class Section:
    """Items that share one orientation of the page."""

    landscape: bool
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Laid:
    """Every line of the document in order, ready to draw. ``mark_note`` is empty when all figures are confirmed."""

    superior: str
    body: str
    number_line: str
    date_line: str
    kind: str
    title: str
    sections: tuple[Section, ...]
    mark_note: str
    recipients: tuple[str, ...]
    signature: tuple[str, ...]
    signatory: str
    banner: str
    foot: str

    @property
    def name(self) -> str:
        """Kind and title on one line, for the properties of the file."""
        return " ".join(f"{self.kind} {self.title}".split())


def lay_out(paper: Paper) -> Laid:
    """Write out every line of ``paper``."""
    head = paper.letterhead
    return Laid(
        superior=balanced(printable(head.superior).upper()),
        body=balanced(printable(head.body).upper()),
        number_line=number_line(head),
        date_line=date_line(head),
        kind=printable(paper.kind).upper(),
        title=printable(paper.title),
        sections=_sections(_closed(tuple(_item(block) for block in paper.blocks))),
        mark_note=MARK_NOTE if has_unconfirmed(paper.blocks) else "",
        recipients=_recipients(paper.recipients),
        signature=_signature(paper.authority, paper.signatory_title),
        signatory=printable(paper.signatory_name),
        banner=printable(paper.banner),
        foot=printable(paper.foot),
    )


def balanced(name: str) -> str:
    """A body's name on one line when the letterhead has room, else broken where the longer line is shortest."""
    words = name.split()
    if "\n" in name or len(words) < 2 or text_mm(name, 13) <= BODY_WIDTH:
        return name
    breaks = [(" ".join(words[:cut]), " ".join(words[cut:])) for cut in range(1, len(words))]
    return "\n".join(min(breaks, key=lambda pair: max(text_mm(line, 13) for line in pair)))


def number_line(head: Letterhead) -> str:
    """'Số: 05/BC-CTĐP'; dots while the clerk's office has not given the number; a zero before numbers below 10.

    Empty for a paper that carries no number at all (a table of a dossier).
    """
    number = printable(head.number).strip()
    if not number and not head.symbol:
        return ""
    if number.isdigit():
        number = f"{int(number):02d}"
    return f"Số: {number or BLANK}/{printable(head.symbol).strip('/ ')}"


def date_line(head: Letterhead) -> str:
    """'Hà Nội, ngày 05 tháng 3 năm 2026'; dots while the paper is not dated."""
    day = document_date(head.dated) if head.dated else f"ngày {BLANK} tháng {BLANK} năm {head.year or BLANK}"
    return f"{printable(head.place)}, {day}" if head.place else day[0].upper() + day[1:]


def has_unconfirmed(blocks: tuple[Block, ...]) -> bool:
    """True when any figure of the text or tables waits for a person to confirm it."""
    return any(not cell.confirmed for block in blocks for cell in _cells(block))


def _cells(block: Block) -> list[Cell]:
    if isinstance(block, Paragraph):
        return [part for part in block.parts if isinstance(part, Cell)]
    if isinstance(block, Table):
        return [cell for row in block.rows for cell in row.cells]
    return []


def _item(block: Block) -> Item:
    if isinstance(block, Heading):
        text = printable(block.text)
        return Heading(text.upper() if block.level == 1 else text, block.level)
    if isinstance(block, Paragraph):
        return Line("".join(sentence_text(part) for part in block.parts), block.italic)
    return grid(block)


def _closed(items: tuple[Item, ...]) -> tuple[Item, ...]:
    """The body ends with './.': on the last paragraph, or on a line of its own under a last table."""
    if not items:
        return items
    if isinstance(items[-1], Grid) and not items[-1].ruled:
        return (*_closed(items[:-1]), items[-1])
    last = items[-1]
    if not isinstance(last, Line):
        return (*items, Line(END))
    return (*items[:-1], Line(last.text.rstrip(" ./\n") + END, last.italic))


def _sections(items: tuple[Item, ...]) -> tuple[Section, ...]:
    """Wide tables turn the page, taking the headings just above along; the closing mark and signatures stay with it."""
    groups: list[tuple[bool, list[Item]]] = [(False, [])]
    for item in items:
        wide = isinstance(item, Grid) and item.landscape
        stays = item == Line(END) or (isinstance(item, Grid) and not item.ruled)
        if stays or wide == groups[-1][0]:
            groups[-1][1].append(_widened(item) if stays and groups[-1][0] else item)
        else:
            groups.append((wide, [*(_headings_off(groups[-1][1]) if wide else []), item]))
    kept = tuple(Section(wide, tuple(group)) for wide, group in groups if group)
    return kept or (Section(False, ()),)


def _widened(item: Item) -> Item:
    """Signatures on a turned page share its width."""
    if not isinstance(item, Grid):
        return item
    return replace(item, widths=tuple(width * LANDSCAPE_WIDTH / PORTRAIT_WIDTH for width in item.widths))


def _headings_off(group: list[Item]) -> list[Item]:
    """Take the headings at the end of ``group`` away and return them in order."""
    taken: list[Item] = []
    while group and isinstance(group[-1], Heading):
        taken.insert(0, group.pop())
    return taken


def _recipients(names: tuple[str, ...]) -> tuple[str, ...]:
    plain = [printable(name).strip().lstrip("-–").strip().rstrip(";. ") for name in names]
    return tuple(f"- {name}{'.' if index == len(plain) - 1 else ';'}" for index, name in enumerate(plain))


def _signature(authority: str, title: str) -> tuple[str, ...]:
    prefix, office = printable(authority).strip().upper(), printable(title).strip().upper()
    if _BARE_PREFIX.fullmatch(prefix):
        return (f"{prefix} {office}".strip(),)
    return tuple(line for line in (*prefix.split("\n"), *office.split("\n")) if line)
