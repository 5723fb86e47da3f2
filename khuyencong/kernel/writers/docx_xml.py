"""Small pieces of WordprocessingML as text: runs, paragraphs, ruled lines, tables. Lengths in mm, type in points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from xml.sax.saxutils import escape

from docx.oxml.ns import nsdecls

from khuyencong.kernel.writers.grids import CELL_PADDING, Grid, GridRow

Jc = Literal["both", "left", "center", "right"]
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)


@dataclass(frozen=True)
class Face:
    """How a run looks. ``color`` is RRGGBB."""

    points: float
    bold: bool = False
    italic: bool = False
    color: str = ""


@dataclass(frozen=True)
class Shape:
    """How a paragraph stands. ``rule`` draws a line above it; left and right indents set the length of that line."""

    jc: Jc = "left"
    style: str = ""
    before: float = 0
    after: float = 0
    left: float = 0
    right: float = 0
    keep_next: bool = False
    rule: bool = False
    exact: float = 0


def twips(mm: float) -> int:
    """Millimetres in twentieths of a point."""
    return round(mm * 1440 / 25.4)


def run(text: str, face: Face | None = None) -> str:
    """A run; line ends become breaks, tabs stay tabs."""
    body = "".join(
        "<w:br/>"
        if piece == "\n"
        else "<w:tab/>"
        if piece == "\t"
        else f'<w:t xml:space="preserve">{escape(piece)}</w:t>'
        for piece in _pieces(text)
    )
    return f"<w:r>{_face_xml(face) if face else ''}{body}</w:r>"


def page_number(face: Face) -> str:
    """The number of the page, as a field."""
    kinds = (
        '<w:fldChar w:fldCharType="begin"/>',
        '<w:instrText xml:space="preserve"> PAGE </w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>2</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    )
    return "".join(f"<w:r>{_face_xml(face)}{kind}</w:r>" for kind in kinds)


def paragraph(runs: str, shape: Shape | None = None, *, root: bool = False) -> str:
    """A paragraph around ready runs; ``root`` adds the namespaces so that it can be parsed alone."""
    return f"<w:p{' ' + nsdecls('w') if root else ''}>{_shape_xml(shape or Shape())}{runs}</w:p>"


def rule(width: float, room: float) -> str:
    """A centred line ``width`` long in a column ``room`` wide."""
    side = max((room - width) / 2, 0)
    return paragraph("", Shape(left=side, right=side, rule=True, before=3, exact=4))


def columns(cells: Sequence[tuple[float, str]]) -> str:
    """Paragraphs side by side without borders: (width, paragraphs) for each column, kept on one page."""
    grid = "".join(f'<w:gridCol w:w="{twips(width)}"/>' for width, _ in cells)
    body = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{twips(width)}" w:type="dxa"/></w:tcPr>{inner}</w:tc>' for width, inner in cells
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{twips(sum(width for width, _ in cells))}" w:type="dxa"/>'
        '<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/>'
        f"</w:tblCellMar></w:tblPr><w:tblGrid>{grid}</w:tblGrid><w:tr><w:trPr><w:cantSplit/></w:trPr>{body}</w:tr></w:tbl>"
    )


def table(grid: Grid) -> str:
    """A bordered table, its head repeated on every page; group rows stay with the row below, totals with that above."""
    widths = [twips(width) for width in grid.widths]
    padding = f'w:w="{twips(CELL_PADDING)}" w:type="dxa"'
    head = _row(grid, widths, GridRow("head", grid.heads), keep_next=True)
    following = [*(row.kind for row in grid.rows[1:]), ""]
    measures = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    body = "".join(
        _row(grid, widths, row, keep_next=row.kind == "group" or after == "total")
        for row, after in zip(grid.rows, following, strict=True)
    )
    return (
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>'
        f'{f"<w:tblBorders>{_BORDERS}</w:tblBorders>" if grid.ruled else ""}<w:tblLayout w:type="fixed"/>'
        f"<w:tblCellMar><w:left {padding}/><w:right {padding}/></w:tblCellMar></w:tblPr>"
        f"<w:tblGrid>{measures}</w:tblGrid>{head}{body}</w:tbl>"
    )


def _row(grid: Grid, widths: Sequence[int], row: GridRow, *, keep_next: bool) -> str:
    head = row.kind == "head"
    face = Face(grid.points, bold=row.kind != "row")
    # LibreOffice reads a mark on the very first cell as one for the whole table: the head carries it from the second.
    keeps = [keep_next and not (head and spot == 0) for spot in range(len(widths))]
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/><w:vAlign w:val="center"/></w:tcPr>'
        + paragraph(run(text, face), Shape("center" if head else align, before=2, after=2, keep_next=keep))
        + "</w:tc>"
        for width, align, text, keep in zip(widths, grid.aligns, row.texts, keeps, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/>{'<w:tblHeader/>' if head else ''}</w:trPr>{cells}</w:tr>"


def _pieces(text: str) -> list[str]:
    pieces: list[str] = [""]
    for ch in text:
        if ch in "\n\t":
            pieces += [ch, ""]
        else:
            pieces[-1] += ch
    return [piece for piece in pieces if piece]


def _face_xml(face: Face) -> str:
    """Run properties in the order the schema wants."""
    half = round(face.points * 2)
    return (
        "<w:rPr>"
        + ("<w:b/><w:bCs/>" if face.bold else "")
        + ("<w:i/><w:iCs/>" if face.italic else "")
        + (f'<w:color w:val="{face.color}"/>' if face.color else "")
        + f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>'
    )


def _shape_xml(shape: Shape) -> str:
    """Paragraph properties in the order the schema wants; a style brings its own spacing and indents."""
    style = f'<w:pStyle w:val="{shape.style}"/>' if shape.style else ""
    keep = "<w:keepNext/>" if shape.keep_next else ""
    if shape.style:
        return f"<w:pPr>{style}{keep}</w:pPr>"
    border = '<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>' if shape.rule else ""
    exact = f' w:line="{round(shape.exact * 20)}" w:lineRule="exact"' if shape.exact else ""
    return (
        f"<w:pPr>{keep}{border}"
        f'<w:spacing w:before="{round(shape.before * 20)}" w:after="{round(shape.after * 20)}"{exact}/>'
        f'<w:ind w:left="{twips(shape.left)}" w:right="{twips(shape.right)}" w:firstLine="0"/>'
        f'<w:jc w:val="{shape.jc}"/></w:pPr>'
    )
