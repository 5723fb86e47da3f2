"""Opens .xlsx and .xls safely into one model. Macros never run; what was ignored is said in warnings."""

import re
import unicodedata
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

from khuyencong.kernel.encodings import Encoding
from khuyencong.kernel.workbook import markup
from khuyencong.kernel.workbook.cells import Cell, Sheet, Value, Workbook
from khuyencong.kernel.workbook.content import EXTERNAL_LINK, NO_STORED_VALUE, shown_value, text_cell
from khuyencong.kernel.workbook.legacy import read_legacy
from khuyencong.kernel.workbook.refusals import WorkbookRefused, broken, kind_of, open_package, size_allowed
from khuyencong.kernel.workbook.sheet_markup import area_of, read_sheet

_EXTERNAL = re.compile(r"\[[^\]]+\][^!]*'?!")
_EPOCH = datetime(1899, 12, 30)


def open_workbook(data: bytes, filename: str) -> Workbook:
    """The workbook in ``data``. Raises WorkbookRefused with one Vietnamese sentence when it cannot be opened.

    The kind is told by content, not by name. Text comes back NFC, legacy encodings converted (the original kept).
    """
    size_allowed(data)
    if kind_of(data) == "xls":
        sheets, warnings = read_legacy(data)
    else:
        with open_package(data) as package:
            sheets, warnings = _read_package(package)
    if not any(sheet.cells for sheet in sheets):
        raise WorkbookRefused("Bảng tính không có ô nào có dữ liệu: hãy kiểm tra lại tệp rồi nộp lại.")
    sheets = [_neighbours_converted(sheet) for sheet in sheets]
    counts = Counter(cell.encoding for sheet in sheets for cell in sheet.cells.values() if cell.encoding)
    for encoding, count in sorted(counts.items()):
        warnings.append(
            f"{count} ô dùng bảng mã {encoding} đã được chuyển sang Unicode; chữ gốc được giữ để đối chiếu."
        )
    hidden = [sheet.name for sheet in sheets if sheet.hidden]
    if hidden:
        warnings.append("Trang tính bị ẩn: " + ", ".join(f"“{name}”" for name in hidden) + ".")
    return Workbook(filename, tuple(sheets), tuple(warnings), dict(counts))


def _read_package(package: zipfile.ZipFile) -> tuple[list[Sheet], list[str]]:
    try:
        top = markup.relations(package, "")
        workbook_part = next((part for kind, part in top.values() if kind == "officeDocument"), "xl/workbook.xml")
        stored = markup.part_name(package, workbook_part)
        if stored is None:
            raise broken("danh sách trang tính")
        parts = dict(markup.relations(package, stored).values())
        texts = markup.shared_texts(package, markup.part_name(package, parts.get("sharedStrings", "")))
        looks = markup.styles(package, markup.part_name(package, parts.get("styles", "")))
        listed = markup.entries(package, stored)
        sheets = [_sheet(package, entry, texts, looks) for entry in listed]
    except (KeyError, RuntimeError, IndexError, ValueError) as problem:
        raise broken() from problem
    if not sheets:
        raise WorkbookRefused("Tệp không có trang tính nào: hãy kiểm tra lại tệp rồi nộp lại.")
    return sheets, _ignored(package)


def _ignored(package: zipfile.ZipFile) -> list[str]:
    names = [name.lower() for name in package.namelist()]
    warnings = []
    if any(name.endswith("vbaproject.bin") for name in names):
        warnings.append("Tệp chứa macro (VBA): macro không được chạy và bị bỏ qua.")
    if any("/externallinks/" in name and name.endswith(".xml") for name in names):
        warnings.append(
            "Tệp có liên kết tới tệp Excel khác: chỉ đọc giá trị đã lưu, ô liên kết được đánh dấu nghi ngờ."
        )
    return warnings


def _sheet(package: zipfile.ZipFile, entry: markup.Entry, texts: list[tuple[str, str]], looks: markup.Styles) -> Sheet:
    part = markup.part_name(package, entry.part)
    if part is None:
        raise broken(f"trang tính “{entry.name}”")
    raw = read_sheet(package, part, entry.name)
    cells: dict[tuple[int, int], Cell] = {}
    known: dict[tuple[str, str], Cell] = {}
    for position, stored in raw.cells.items():
        cell = _cell(stored, texts, looks, known)
        if cell.value is not None or cell.doubt:
            cells[position] = cell
    merged = tuple(area for area in map(area_of, raw.merged) if area)
    name = unicodedata.normalize("NFC", entry.name)
    return Sheet(name, cells, merged, entry.hidden, frozenset(raw.hidden_rows), frozenset(raw.hidden_columns))


def _cell(
    raw: markup.Raw, texts: list[tuple[str, str]], looks: markup.Styles, known: dict[tuple[str, str], Cell]
) -> Cell:
    formula = raw.formula is not None
    doubt = EXTERNAL_LINK if raw.formula and _EXTERNAL.search(raw.formula) else ""
    if raw.kind == "e":
        return Cell(raw.value, raw.value, formula=formula, doubt=f"ô báo lỗi {raw.value}")
    if formula and not raw.value and raw.kind != "str":
        return Cell(None, "", formula=True, doubt=NO_STORED_VALUE)
    if raw.kind in ("s", "inlineStr", "str"):
        text, run_font = texts[int(raw.value)] if raw.kind == "s" else (raw.value, "")
        font = run_font or (looks.fonts[raw.style] if raw.style < len(looks.fonts) else "")
        if (text, font) not in known:
            known[text, font] = text_cell(text, font)
        cell = known[text, font]
        return cell._replace(formula=formula, doubt=doubt) if formula else cell
    return _plain_cell(raw, looks, formula, doubt)


def _plain_cell(raw: markup.Raw, looks: markup.Styles, formula: bool, doubt: str) -> Cell:
    if raw.kind == "b":
        return Cell(raw.value == "1", "TRUE" if raw.value == "1" else "FALSE", formula=formula, doubt=doubt)
    if raw.kind == "d":
        return Cell(raw.value, raw.value, formula=formula, doubt=doubt)
    try:
        value = _number(raw.value)
    except ValueError:
        return Cell(raw.value, raw.value, formula=formula, doubt=f"giá trị lưu không phải là số: {raw.value[:40]}")
    if raw.style < len(looks.dates) and looks.dates[raw.style] and 0 < value < 2_958_466:
        moment: Value = _EPOCH + timedelta(days=value)
        return Cell(moment, shown_value(moment), formula=formula, doubt=doubt)
    return Cell(value, shown_value(value), formula=formula, doubt=doubt)


def _number(text: str) -> int | float:
    value = float(text)
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(text)
    return int(value) if value.is_integer() and abs(value) < 1e15 else value


def _neighbours_converted(sheet: Sheet) -> Sheet:
    """Short texts that could be read both ways follow the sheet when most of its accented texts are one encoding."""
    counts = Counter(cell.encoding for cell in sheet.cells.values() if cell.text and not cell.text.isascii())
    legacy = {name: count for name, count in counts.items() if name}
    if not legacy:
        return sheet
    encoding: Encoding = "TCVN3" if legacy.get("TCVN3", 0) >= legacy.get("VNI", 0) else "VNI"
    if legacy.get(encoding, 0) <= counts.get("", 0):
        return sheet
    cells = dict(sheet.cells)
    for position, cell in sheet.cells.items():
        if isinstance(cell.value, str) and not cell.encoding and not cell.text.isascii() and not cell.doubt:
            again = text_cell(cell.text, like=encoding)
            if again.encoding:
                cells[position] = again._replace(formula=cell.formula)
    return replace(sheet, cells=cells)
