"""A paper with fields to Word: each field a tagged content control in a lightly shaded cell, also bookmarked."""

import io
from datetime import datetime
from typing import Any
from xml.sax.saxutils import quoteattr

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from khuyencong.kernel.papers import Cell, Paper, Table
from khuyencong.kernel.writers.cells import cell_text
from khuyencong.kernel.writers.docx import render_docx
from khuyencong.kernel.writers.fields import BLANK_FIELD, FILL, Field, bookmark_of, mapped
from khuyencong.kernel.writers.stamps import timeless

_FIRST_MARK = 0xE000  # private letters: no text carries them, and each finds its field again
_MOST_FIELDS = 6400


def render_form_docx(paper: Paper, *, created: datetime | None = None) -> bytes:
    """The paper as a Word file whose fields can be filled in and read back. Same paper, same bytes.

    Raises ValueError when it has more fields than marks.
    """
    fields: list[Field] = []

    def marked(field: Field, table: Table, column: int) -> Cell:
        empty = field.value is None or field.value == ""
        text = BLANK_FIELD if empty else cell_text(field, table.columns[column].unit, table.money_unit)
        fields.append(field)
        return Cell(chr(_FIRST_MARK + len(fields) - 1) + text)

    marked_paper = mapped(paper, marked)
    if len(fields) > _MOST_FIELDS:
        raise ValueError(f"a form has {len(fields)} fields, at most {_MOST_FIELDS}")
    document = Document(io.BytesIO(render_docx(marked_paper, created=created)))
    body: Any = document.element.body
    for cell in body.iter(qn("w:tc")):
        _control(cell, fields)
    result = io.BytesIO()
    document.save(result)
    return timeless(result.getvalue())


def _control(cell: Any, fields: list[Field]) -> None:
    """Wrap the marked run of a cell in its content control, and shade the cell unless the field is locked."""
    for run in cell.iter(qn("w:r")):
        first = run.find(qn("w:t"))
        mark = ord(first.text[0]) - _FIRST_MARK if first is not None and first.text else -1
        if 0 <= mark < len(fields):
            first.text = first.text[1:]
            _wrap(run, fields[mark], mark + 1)
            if not fields[mark].locked:
                _shade(cell)
            return


def _wrap(run: Any, field: Field, number: int) -> None:
    lock = "sdtContentLocked" if field.locked else "sdtLocked"
    empty = field.value is None or field.value == ""
    holder = parse_xml(
        f"<w:sdt {nsdecls('w')}><w:sdtPr><w:alias w:val={quoteattr(field.label or field.tag)}/>"
        f'<w:tag w:val={quoteattr(field.tag)}/><w:id w:val="{7_000_000 + number}"/><w:lock w:val="{lock}"/>'
        f"{'<w:showingPlcHdr/>' if empty else ''}</w:sdtPr><w:sdtContent/></w:sdt>"
    )
    start = parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name={quoteattr(bookmark_of(field.tag))}/>')
    run.addprevious(start)
    run.addprevious(holder)
    holder.find(qn("w:sdtContent")).append(run)
    holder.addnext(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))


def _shade(cell: Any) -> None:
    width = cell.find(f"{qn('w:tcPr')}/{qn('w:tcW')}")
    width.addnext(parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{FILL}"/>'))
