"""One stored value to one cell: text tidied and converted, days as people write them, the words for doubtful cells."""

import re
import unicodedata
from datetime import datetime

from khuyencong.kernel.encodings import Encoding, converted
from khuyencong.kernel.workbook.cells import Cell, Value

NO_STORED_VALUE = "công thức chưa có giá trị lưu"
EXTERNAL_LINK = "công thức lấy số từ tệp khác"
_SPACE_RUNS = re.compile(r"[ \t\u00a0\u2000-\u200b\u202f\u3000\ufeff]+")
# No database and no screen takes these: control characters, halves of surrogate pairs.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def shown_value(value: Value) -> str:
    """How a stored value reads: whole numbers without a point, days as dd/mm/yyyy."""
    if isinstance(value, datetime):
        return f"{value:%d/%m/%Y}"
    return "" if value is None else str(value)


def text_cell(text: str, font: str = "", like: Encoding | None = None) -> Cell:
    """A cell of text: legacy encoding converted, NFC, spaces single, empty lines dropped."""
    text = _ESCAPED.sub(lambda match: chr(int(match.group(1), 16)), text) if "_x" in text else text
    legacy = converted(text, font, like=like)
    clean = _tidy(legacy.text if legacy else text)
    if not clean:
        return Cell(None, "")
    return Cell(clean, clean, legacy.original if legacy else "", legacy.encoding if legacy else "")


def _tidy(text: str) -> str:
    lines = (
        unicodedata.normalize("NFC", _UNPRINTABLE.sub("", text)).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    )
    kept = (_SPACE_RUNS.sub(" ", line).strip() for line in lines)
    return "\n".join(line for line in kept if line)
