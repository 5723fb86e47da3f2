"""Tables of a paper to a workbook: exact đồng, live totals and shares, the figures of the text on a first sheet.

A total or share becomes a formula only where it gives the figure the table states; otherwise the stated figure stays.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from khuyencong.kernel.papers import Cell, Paper, Table
from khuyencong.kernel.writers.cells import MARK_NOTE, UNIT_NAMES, printable, sentence_text, value_text
from khuyencong.kernel.writers.grids import SIGNATURES
from khuyencong.kernel.writers.stamps import UNDATED, created_of
from khuyencong.kernel.writers.xlsx_formulas import live_formula, own_share
from khuyencong.kernel.writers.xlsx_styles import (
    OPTIONS,
    Styles,
    cell_unit,
    set_up_print,
    sheet_name,
    write_cell,
    write_text,
)

FIGURES_SHEET = "Số liệu"
FIGURE_HEADS = ("Mã số liệu", "Ý nghĩa", "Giá trị", "Đơn vị", "Tử số", "Mẫu số", "Cách viết trong văn bản", "Xác nhận")
FIGURE_WIDTHS = (24.0, 44.0, 22.0, 11.0, 20.0, 20.0, 26.0, 13.0)
BANNER_ROW, TITLE_ROW, NAME_ROW, UNIT_ROW, HEAD_ROW = range(5)
UNIT_LINE = "Đơn vị tính: đồng"


def render_xlsx(
    papers_tables: Sequence[Table],
    *,
    title: str,
    banner: str = "",
    foot: str = "",
    figures: Mapping[str, Cell] | None = None,
    created: datetime = UNDATED,
) -> bytes:
    """One sheet per table, after a sheet of ``figures``. Amounts are whole đồng whatever unit the paper shows."""
    result = io.BytesIO()
    book = Workbook(result, {**OPTIONS, "in_memory": True})
    book.set_properties({"title": " ".join(printable(title).split())[:255], "created": created})
    styles = Styles(book)
    names: dict[str, str] = {}
    if figures or not papers_tables:
        names[FIGURES_SHEET.lower()] = FIGURES_SHEET
        _figures_sheet(book.add_worksheet(FIGURES_SHEET), styles, figures or {}, (banner, title, foot))
    for table in papers_tables:
        name = sheet_name(table.name or table.title, names)
        names[name.lower()] = name
        _table_sheet(book.add_worksheet(name), styles, table, (banner, title, foot))
    book.close()
    return result.getvalue()


def render_paper_xlsx(paper: Paper, *, created: datetime | None = None) -> bytes:
    """All tables and figures of a paper as a workbook; where parties sign is not a table."""
    return render_xlsx(
        [block for block in paper.blocks if isinstance(block, Table) and block.name != SIGNATURES],
        title=f"{paper.kind} {paper.title}".strip(),
        banner=paper.banner,
        foot=paper.foot,
        figures=paper.figures,
        created=created_of(paper, created),
    )


def write_top(sheet: Worksheet, styles: Styles, heads: Sequence[str], texts: Sequence[str]) -> None:
    """Banner, title, table title and unit line above the head; the head frozen and repeated in print."""
    looks: tuple[dict[str, Any], ...] = (
        {"bold": True, "font_color": "#A61C00"},
        {"bold": True, "font_size": 14},
        {"bold": True, "font_size": 13},
        {"italic": True},
    )
    for row, (text, look) in enumerate(zip(texts, looks, strict=True)):
        if text:
            write_text(sheet, row, 0, " ".join(text.split()), styles.text(text, **look))
    head: dict[str, Any] = {"bold": True, "border": 1, "align": "center", "text_wrap": True, "bg_color": "#E8EDF3"}
    for column, text in enumerate(heads):
        write_text(sheet, HEAD_ROW, column, text, styles.text(text, **head))
    sheet.freeze_panes(HEAD_ROW + 1, 0)
    sheet.repeat_rows(HEAD_ROW)


def _table_sheet(sheet: Worksheet, styles: Styles, table: Table, frame: tuple[str, str, str]) -> None:
    banner, title, foot = frame
    has_money = any(column.unit == "VND" for column in table.columns)
    texts = (banner, title, table.title, UNIT_LINE if has_money else "")
    _set_widths(sheet, table)
    write_top(sheet, styles, [column.title for column in table.columns], texts)
    for index, row in enumerate(table.rows):
        for column, (cell, kind) in enumerate(zip(row.cells, table.columns, strict=True)):
            unit = cell_unit(cell, kind.unit)
            look = styles.cell(cell, unit, bold=row.kind != "row")
            live = live_formula(table, index, column, HEAD_ROW + 1)
            if live is None:
                write_cell(sheet, HEAD_ROW + 1 + index, column, cell, unit, look)
            else:
                sheet.write_formula(HEAD_ROW + 1 + index, column, live.formula, look, live.cached)
    waiting = any(not cell.confirmed for row in table.rows for cell in row.cells)
    notes = (table.note, MARK_NOTE if waiting else "", foot)
    _write_notes(sheet, styles, HEAD_ROW + 2 + len(table.rows), notes)
    set_up_print(sheet, banner, foot)


def _write_notes(sheet: Worksheet, styles: Styles, row: int, notes: Sequence[str]) -> None:
    for offset, note in enumerate(note for note in notes if note):
        write_text(sheet, row + offset, 0, note, styles.text(note, italic=True))


def _set_widths(sheet: Worksheet, table: Table) -> None:
    """Columns as wide as their longest exact value, text at most 60 letters and then wrapped."""
    for column, kind in enumerate(table.columns):
        texts = [value_text(row.cells[column].value, cell_unit(row.cells[column], kind.unit)) for row in table.rows]
        longest = max((len(text) for text in texts), default=0)
        head = max((len(word) for word in kind.title.split()), default=0)
        sheet.set_column(column, column, min(max(longest * 1.15 + 3, head * 1.3 + 2, len(kind.title) / 2, 6), 60))


def _figures_sheet(sheet: Worksheet, styles: Styles, figures: Mapping[str, Cell], frame: tuple[str, str, str]) -> None:
    banner, title, foot = frame
    for column, width in enumerate(FIGURE_WIDTHS):
        sheet.set_column(column, column, width)
    write_top(sheet, styles, FIGURE_HEADS, (banner, title, "Số liệu trong văn bản", ""))
    text = styles.get(border=1, text_wrap=True)
    for row, (code, cell) in enumerate(figures.items(), HEAD_ROW + 1):
        unit = cell_unit(cell, cell.unit)
        state = "Đã xác nhận" if cell.confirmed else "Chờ xác nhận"
        words = {0: code, 1: cell.label, 3: UNIT_NAMES[unit], 6: sentence_text(cell), 7: state}
        for column, word in words.items():
            write_text(sheet, row, column, word, styles.text(word, border=1, text_wrap=True))
        write_cell(sheet, row, 2, cell, unit, styles.cell(cell, unit))
        for column, part in ((4, cell.numerator), (5, cell.denominator)):
            if part is None:
                write_text(sheet, row, column, "", text)
            else:
                write_cell(sheet, row, column, Cell(part), "count", styles.cell(Cell(part), "count"))
        share = own_share(cell) if unit == "percent" else None
        if share is not None:
            sheet.write_formula(row, 2, f"=E{row + 1}/F{row + 1}", styles.cell(cell, unit), share.cached)
    waiting = any(not cell.confirmed for cell in figures.values())
    _write_notes(sheet, styles, HEAD_ROW + 2 + len(figures), (MARK_NOTE if waiting else "", foot))
    set_up_print(sheet, banner, foot)
