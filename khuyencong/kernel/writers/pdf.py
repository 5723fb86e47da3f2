"""Paper to PDF with Typst and four embedded Tinos faces. Never falls back on another font."""

import json
from dataclasses import asdict
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from khuyencong.kernel.papers import Heading, Paper
from khuyencong.kernel.writers import grids
from khuyencong.kernel.writers.layout import LETTERHEAD_SHARE, MOTTO, NATION, RECIPIENTS_HEAD, Item, Laid, lay_out
from khuyencong.kernel.writers.pdf_template import TEMPLATE
from khuyencong.kernel.writers.stamps import created_of

FACES = ("Tinos_400Regular.ttf", "Tinos_400Regular_Italic.ttf", "Tinos_700Bold.ttf", "Tinos_700Bold_Italic.ttf")


class FontsMissing(RuntimeError):
    """The Tinos faces are not where the set-up puts them; a PDF in another font must not leave the house."""


def font_directory() -> Path:
    """Where the set-up copies the faces: build/assets/fonts/tinos under the root of the project."""
    return Path(__file__).resolve().parents[3] / "build" / "assets" / "fonts" / "tinos"


def render_pdf(paper: Paper, *, created: datetime | None = None) -> bytes:
    """The paper as PDF. Same paper and ``created`` (else the day of the paper), same bytes."""
    laid = lay_out(paper)
    stamp = created_of(paper, created)
    data = {"paper": json.dumps(_data(laid, stamp), ensure_ascii=False)}
    fonts = fonts_of(font_directory())
    result = typst.compile(
        TEMPLATE.encode(), font_paths=fonts, ignore_system_fonts=True, format="pdf", sys_inputs=data, timestamp=stamp
    )
    if not isinstance(result, bytes):
        raise TypeError("typst gave no single document")
    return result


@lru_cache(maxsize=4)
def fonts_of(directory: Path) -> typst.Fonts:
    """The faces, read once for the life of the process."""
    absent = [face for face in FACES if not (directory / face).is_file()]
    if absent:
        raise FontsMissing(f"Fonts missing in {directory}: {', '.join(absent)}. Run './dev setup' to copy them there.")
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(directory)])
    if fonts.families() != ["Tinos"]:
        raise FontsMissing(f"{directory} should hold Tinos alone, found: {', '.join(fonts.families()) or 'nothing'}")
    return fonts


def _data(laid: Laid, stamp: datetime) -> dict[str, Any]:
    """What the template reads, as plain JSON values."""
    return {
        **asdict(laid),
        "sections": [
            {"landscape": section.landscape, "items": [_item(item) for item in section.items]}
            for section in laid.sections
        ],
        "name": laid.name,
        "author": " ".join(laid.body.split()),
        "nation": NATION,
        "motto": MOTTO,
        "recipients_head": RECIPIENTS_HEAD,
        "created": list(stamp.timetuple()[:6]),
        "measures": {
            "top": grids.MARGIN_TOP,
            "bottom": grids.MARGIN_BOTTOM,
            "left": grids.MARGIN_LEFT,
            "right": grids.MARGIN_RIGHT,
            "landscape": grids.MARGIN_LANDSCAPE,
            "padding": grids.CELL_PADDING,
            "letterhead": LETTERHEAD_SHARE,
        },
    }


def _item(item: Item) -> dict[str, Any]:
    if isinstance(item, Heading):
        return {"type": "heading", "text": item.text, "level": item.level}
    return {"type": "grid" if isinstance(item, grids.Grid) else "line", **asdict(item)}
