"""Paper to Word. The file names Times New Roman and embeds nothing; every office program has the face or its twin."""

import io
from datetime import datetime

from docx.oxml import parse_xml

from khuyencong.kernel.papers import Heading, Paper
from khuyencong.kernel.writers.docx_shell import BODY, HEADINGS, empty_document, new_section, shape_section
from khuyencong.kernel.writers.docx_xml import Face, Shape, columns, paragraph, rule, run, table
from khuyencong.kernel.writers.grids import LANDSCAPE_WIDTH, PORTRAIT_WIDTH, Grid, text_mm
from khuyencong.kernel.writers.layout import (
    LETTERHEAD_SHARE,
    MOTTO,
    NATION,
    RECIPIENTS_HEAD,
    Item,
    Laid,
    Line,
    lay_out,
)
from khuyencong.kernel.writers.stamps import created_of, timeless

MOTTO_MM = 60.0
TITLE_RULE_MM = 32.0
SIGNATURE_GAP = 74.0


def render_docx(paper: Paper, *, created: datetime | None = None) -> bytes:
    """The paper as a Word file. Same paper and ``created`` (else the day of the paper), same bytes."""
    laid = lay_out(paper)
    document = empty_document(laid, created_of(paper, created))
    for index, part in enumerate(laid.sections):
        section = new_section(document) if index else document.sections[0]
        shape_section(section, laid, landscape=part.landscape, first=index == 0)
        room = LANDSCAPE_WIDTH if part.landscape else PORTRAIT_WIDTH
        last = index == len(laid.sections) - 1
        pieces = _head(laid, room) if index == 0 else []
        for number, item in enumerate(part.items):
            pieces += _item(item, keep_next=last and number == len(part.items) - 1)
        if last:
            pieces += _ending(laid, room)
        ending = document.element.body[-1]
        for piece in pieces:
            ending.addprevious(parse_xml(piece))
    result = io.BytesIO()
    document.save(result)
    return timeless(result.getvalue())


def _centred(text: str, face: Face, *, before: float = 0, after: float = 0, keep_next: bool = False) -> str:
    return paragraph(run(text, face), Shape("center", before=before, after=after, keep_next=keep_next))


def _root(text: str, face: Face, shape: Shape) -> str:
    return paragraph(run(text, face), shape, root=True)


def _head(laid: Laid, room: float) -> list[str]:
    """Letterhead, kind and title."""
    left, right = room * LETTERHEAD_SHARE, room * (1 - LETTERHEAD_SHARE)
    own = max(text_mm(line, 13) for line in laid.body.split("\n"))
    superior = _centred(laid.superior, Face(13)) if laid.superior else ""
    bodies = superior + _centred(laid.body, Face(13, bold=True)) + rule(min(own, left) * 0.42, left)
    nation = _centred(NATION, Face(13, bold=True)) + _centred(MOTTO, Face(14, bold=True)) + rule(MOTTO_MM, right)
    number = _centred(laid.number_line, Face(13), before=4)
    dated = _centred(laid.date_line, Face(14, italic=True), before=4)
    bold, title = Face(14, bold=True), []
    if laid.kind:
        title.append(_root(laid.kind, bold, Shape("center", before=20, keep_next=True)))
    if laid.title:
        title.append(_root(laid.title, bold, Shape("center", before=0 if laid.kind else 20, keep_next=True)))
    side = (room - TITLE_RULE_MM) / 2
    line = paragraph("", Shape(left=side, right=side, rule=True, before=3, after=12, exact=4), root=True)
    gap = paragraph("", Shape(exact=1), root=True)  # two tables in a row would grow into one
    return [columns([(left, bodies), (right, nation)]), gap, columns([(left, number), (right, dated)]), *title, line]


def _item(item: Item, *, keep_next: bool) -> list[str]:
    if isinstance(item, Heading):
        style = HEADINGS[min(max(item.level, 1), 3) - 1]
        return [paragraph(run(item.text), Shape(style=style, keep_next=True), root=True)]
    if isinstance(item, Line):
        face = Face(14, italic=True) if item.italic else None
        return [paragraph(run(item.text, face), Shape("both", style=BODY, keep_next=keep_next), root=True)]
    return _table(item)


def _table(grid: Grid) -> list[str]:
    pieces = []
    if grid.title:
        pieces.append(_root(grid.title, Face(14, bold=True), Shape("center", before=6, after=3, keep_next=True)))
    if grid.unit_line:
        pieces.append(_root(grid.unit_line, Face(grid.points, italic=True), Shape("right", after=3, keep_next=True)))
    pieces.append(table(grid))
    note = Shape("both", before=3, after=6) if grid.note else Shape(exact=8)
    pieces.append(_root(grid.note, Face(grid.points, italic=True), note))
    return pieces


def _ending(laid: Laid, room: float) -> list[str]:
    """The line about unconfirmed figures, then recipients at left and the signature at right."""
    pieces = []
    if laid.mark_note:
        pieces.append(_root(laid.mark_note, Face(12, italic=True), Shape(after=6, keep_next=True)))
    if not (laid.recipients or laid.signature or laid.signatory):
        return pieces
    left = ""
    if laid.recipients:
        left = paragraph(run(RECIPIENTS_HEAD, Face(12, bold=True, italic=True)), Shape())
        left += "".join(paragraph(run(name, Face(11)), Shape()) for name in laid.recipients)
    bold = Face(14, bold=True)
    right = "".join(_centred(line, bold) for line in laid.signature)
    right += _centred(laid.signatory, bold, before=SIGNATURE_GAP)
    pieces.append(paragraph("", Shape(exact=8, keep_next=True), root=True))
    pieces.append(columns([(room / 2, left or paragraph("", Shape())), (room / 2, right)]))
    pieces.append(paragraph("", Shape(exact=1), root=True))  # Word wants a paragraph after a table
    return pieces
