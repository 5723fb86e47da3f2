"""One sheet part of an .xlsx package read in one pass: its stored cells, merged areas, hidden rows and columns."""

import re
import zipfile

from khuyencong.kernel.workbook.cells import MAX_MERGED, Area, number
from khuyencong.kernel.workbook.markup import MAX_CELLS, Raw, RawSheet, walk, written
from khuyencong.kernel.workbook.refusals import WorkbookRefused

MAX_DECLARED_CELLS = 50_000_000
MAX_ROW = 1_048_576
MAX_COLUMN = 16_384
_REFERENCE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})")


def _position(reference: str) -> tuple[int, int] | None:
    match = _REFERENCE.fullmatch(reference)
    return (int(match.group(2)), number(match.group(1))) if match else None


def area_of(reference: str) -> Area | None:
    """'A1:C2' to an area, None when it is not a reference."""
    first, _, last = reference.partition(":")
    start, end = _position(first), _position(last or first)
    return Area(start[0], start[1], end[0], end[1]) if start and end else None


class _Reader:
    """Handlers that gather a sheet; positions count on when a row or cell does not name its own."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.sheet = RawSheet()
        self.row = 0
        self.row_text = ""
        self.columns: dict[str, int] = {}
        self.column = 0
        self.count = 0
        self.kind = "n"
        self.style = 0
        self.pieces: list[str] = []
        self.formula: list[str] | None = None
        self.target: list[str] | None = None
        self.shared: dict[str, str] = {}
        self.shared_index = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            self._cell(attributes)
        elif tag == "v" or tag == "t":
            self.target = self.pieces
        elif tag == "f":
            self.formula = []
            self.target = self.formula
            self.shared_index = attributes.get("si", "") if attributes.get("t") == "shared" else ""
        elif tag == "row":
            self._row(attributes)
        elif tag == "mergeCell":
            if len(self.sheet.merged) < MAX_MERGED:
                self.sheet.merged.append(attributes.get("ref", ""))
        elif tag == "col" and attributes.get("hidden") in ("1", "true"):
            first, last = int(attributes.get("min", "1")), int(attributes.get("max", "1"))
            self.sheet.hidden_columns.update(range(first, min(last, MAX_COLUMN) + 1))
        elif tag == "dimension":
            self._dimension(attributes.get("ref", ""))

    def end(self, tag: str) -> None:
        if tag in ("v", "t", "f"):
            self.target = None
        elif tag == "c" and (self.pieces or self.formula is not None):
            formula = self._formula_text()
            self.sheet.cells[self.row, self.column] = Raw(self.kind, self.style, "".join(self.pieces), formula)

    def text(self, text: str) -> None:
        if self.target is not None:
            self.target.append(text)

    def _cell(self, attributes: dict[str, str]) -> None:
        self.count += 1
        if self.count > MAX_CELLS:
            raise _too_large(self.name)
        self._place(attributes.get("r", ""))
        if self.row > MAX_ROW or self.column > MAX_COLUMN or self.row < 1:
            raise _too_large(self.name)
        self.kind = attributes.get("t", "n")
        style = attributes.get("s", "0")
        self.style = int(style) if style.isdigit() else 0
        self.pieces = []
        self.formula = None

    def _place(self, reference: str) -> None:
        """Where the cell stands. Nearly always its reference ends with the number of the row that is open."""
        letters = reference.removesuffix(self.row_text)
        if letters in self.columns and letters != reference:
            self.column = self.columns[letters]
            return
        place = _position(reference)
        if place is None:
            self.column += 1
            return
        self.row, self.column = place
        if self.row_text and reference.endswith(self.row_text) and self.row == int(self.row_text):
            self.columns[letters] = self.column

    def _row(self, attributes: dict[str, str]) -> None:
        own = attributes.get("r", "")
        self.row = int(own) if own.isascii() and own.isdigit() else self.row + 1
        self.row_text = str(self.row)
        self.column = 0
        if attributes.get("hidden") in ("1", "true"):
            self.sheet.hidden_rows.add(self.row)

    def _formula_text(self) -> str | None:
        if self.formula is None:
            return None
        text = "".join(self.formula)
        if self.shared_index and text:
            self.shared[self.shared_index] = text
        elif self.shared_index:
            text = self.shared.get(self.shared_index, "")
        return text

    def _dimension(self, reference: str) -> None:
        area = area_of(reference)
        if area and (area.bottom - area.top + 1) * (area.right - area.left + 1) > MAX_DECLARED_CELLS:
            raise _too_large(self.name)


def _too_large(name: str) -> WorkbookRefused:
    return WorkbookRefused(
        f"Trang tính “{name}” khai báo vùng dữ liệu quá lớn: "
        "hãy xóa các dòng và cột trống ở cuối bảng (hoặc chép bảng sang tệp mới), lưu lại rồi nộp."
    )


def read_sheet(package: zipfile.ZipFile, part: str, name: str) -> RawSheet:
    """The stored content of one sheet. Raises WorkbookRefused for hostile, broken or absurdly large sheets."""
    if written(package, part, b"<c ", b"<c/") > MAX_CELLS:
        raise _too_large(name)
    reader = _Reader(name)
    walk(package, part, reader.start, reader.end, reader.text)
    return reader.sheet
