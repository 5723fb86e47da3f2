"""Working sheet to PDF: always one A4, the type smaller the more there is to say, down to eight points."""

import json
from dataclasses import asdict

import typst

from khuyencong.kernel.sheets import Sheet
from khuyencong.kernel.writers.pdf import font_directory, fonts_of

SIZES = (11, 10.5, 10, 9.5, 9, 8.5, 8)
TEMPLATE = r"""
#let sheet = json(bytes(sys.inputs.sheet))
#let size = float(sys.inputs.size) * 1pt
#set document(title: sheet.title)
#set text(font: "Tinos", fallback: false, size: size, lang: "vi", region: "VN", hyphenate: false)
#set page(paper: "a4", margin: (x: 15mm, top: 15mm, bottom: 14mm), footer: align(center, text(size: 8pt, sheet.foot)))
#set par(leading: 0.4em, spacing: 0.6em)
#if sheet.banner != "" { align(center, text(size: 8.5pt, weight: "bold", fill: rgb("#a61c00"), sheet.banner)) }
#align(center, text(size: size * 1.35, weight: "bold", sheet.title))
#align(center, emph(sheet.lead))
#for item in sheet.lists {
  block(above: 0.9em, below: 0.45em, sticky: true, text(size: size * 1.08, weight: "bold", item.title))
  if item.rows.len() > 0 {
    table(
      columns: item.columns.map(c => c.at(1) * 1fr),
      stroke: 0.4pt + rgb("#8a857c"), inset: (x: 1.2mm, y: 0.75mm),
      table.header(..item.columns.map(c => strong(c.at(0)))),
      ..item.rows.flatten(),
    )
  }
  if item.more != "" { emph(item.more) }
}
"""


def render_sheet(sheet: Sheet) -> bytes:
    """The sheet as a PDF of one page. Raises ValueError when it does not fit one even in the smallest type."""
    data, fonts = json.dumps(asdict(sheet), ensure_ascii=False), fonts_of(font_directory())
    for size in SIZES:
        pages = typst.compile(
            TEMPLATE.encode(), font_paths=fonts, ignore_system_fonts=True, format="png", ppi=10,
            sys_inputs={"sheet": data, "size": str(size)},
        )  # fmt: skip
        if isinstance(pages, bytes):
            return _pdf(data, size, fonts)
    raise ValueError("the sheet does not fit one page")


def _pdf(data: str, size: float, fonts: typst.Fonts) -> bytes:
    found = typst.compile(
        TEMPLATE.encode(), font_paths=fonts, ignore_system_fonts=True, format="pdf",
        sys_inputs={"sheet": data, "size": str(size)},
    )  # fmt: skip
    if not isinstance(found, bytes):
        raise TypeError("typst gave no single document")
    return found
