"""The XML parts of an .xlsx package: relations, fonts, shared texts, sheet cells. Raw stored facts, no judgement.

Read with expat in one pass: no tree is built, and any document type declaration (entity bombs) is refused.
"""

import posixpath
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.parsers import expat

from khuyencong.kernel.workbook.refusals import MAX_PART_BYTES, WorkbookRefused, broken

MAX_CELLS = 800_000
MAX_TEXTS = 500_000
_CHUNK = 1 << 20
_WORTH_COUNTING = 8 << 20
_DATE_FORMATS = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Raw(NamedTuple):
    """A stored cell: type letter, style index, value text, formula text (None when there is no formula)."""

    kind: str
    style: int
    value: str
    formula: str | None


@dataclass
class RawSheet:
    cells: dict[tuple[int, int], Raw] = field(default_factory=dict)
    merged: list[str] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    dimension: str = ""


class Entry(NamedTuple):
    """A sheet as the workbook part lists it."""

    name: str
    part: str
    hidden: bool


class Styles(NamedTuple):
    """By style index: the font's name, and whether the number format shows a date."""

    fonts: list[str]
    dates: list[bool]


def _listen(parser: expat.XMLParserType, start: Start, end: End | None) -> None:
    """Hand the elements to the handlers, names without prefix; most parts have none, then nothing stands between."""

    def first(name: str, attributes: dict[str, str]) -> None:
        if ":" in name:
            parser.StartElementHandler = lambda inner, given: start(inner.rpartition(":")[2], given)
            if end:
                parser.EndElementHandler = lambda inner: end(inner.rpartition(":")[2])
        else:
            parser.StartElementHandler = start
            parser.EndElementHandler = end
        start(name.rpartition(":")[2], attributes)

    parser.StartElementHandler = first


def walk(package: zipfile.ZipFile, part: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Feed one part to the handlers, names without prefix. Raises WorkbookRefused when it is hostile or broken."""

    def refuse(*_: object) -> None:
        raise WorkbookRefused(
            "Tệp chứa khai báo XML không an toàn nên không được mở: "
            "hãy chép bảng sang một tệp Excel mới, lưu dạng .xlsx rồi nộp lại."
        )

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    _listen(parser, start, end)
    if text:
        parser.CharacterDataHandler = text
    read = 0
    try:
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                read += len(chunk)
                if read > MAX_PART_BYTES:
                    raise broken("vì nội dung lớn bất thường")
                parser.Parse(chunk, False)
            parser.Parse(b"", True)
    except (expat.ExpatError, zipfile.BadZipFile, EOFError, OSError, NotImplementedError, ValueError) as problem:
        raise broken() from problem
    except Exception as problem:
        if isinstance(problem, WorkbookRefused | KeyError | RuntimeError):
            raise
        raise broken() from problem


def written(package: zipfile.ZipFile, part: str, *marks: bytes) -> int:
    """How often a large part opens these elements, counted without reading it, so that a heap of them is refused at
    once; 0 for a part of ordinary size."""
    if package.getinfo(part).file_size < _WORTH_COUNTING:
        return 0
    count, rest = 0, b""
    try:
        with package.open(part) as stream:
            while chunk := stream.read(_CHUNK):
                count += sum((rest + chunk).count(mark) for mark in marks)
                rest = chunk[-2:]
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as problem:
        raise broken() from problem
    return count


def part_name(package: zipfile.ZipFile, wanted: str) -> str | None:
    """The stored name of a part, whatever its case and leading slash, or None."""
    plain = wanted.lstrip("/").lower()
    return next((name for name in package.namelist() if name.lstrip("/").lower().replace("\\", "/") == plain), None)


def relations(package: zipfile.ZipFile, part: str) -> dict[str, tuple[str, str]]:
    """Relation id to (type's last word, target part) of one part."""
    folder, name = posixpath.split(part)
    stored = part_name(package, posixpath.join(folder, "_rels", name + ".rels"))
    found: dict[str, tuple[str, str]] = {}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "Relationship":
            target = attributes.get("Target", "").replace("\\", "/")
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            found[attributes.get("Id", "")] = (attributes.get("Type", "").rpartition("/")[2], path)

    if stored:
        walk(package, stored, start)
    return found


def entries(package: zipfile.ZipFile, workbook_part: str) -> list[Entry]:
    """The work sheets in the order of their tabs; chart sheets and dialogs are left out."""
    related = relations(package, workbook_part)
    listed: list[Entry] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "sheet":
            identity = next((value for key, value in attributes.items() if key.endswith(":id")), "")
            kind, target = related.get(identity, ("", ""))
            if kind == "worksheet":
                hidden = attributes.get("state", "visible") != "visible"
                listed.append(Entry(attributes.get("name", ""), target, hidden))

    walk(package, workbook_part, start)
    return listed


def styles(package: zipfile.ZipFile, part: str | None) -> Styles:
    """Fonts and date formats by style index; empty lists when the part is missing."""
    fonts: list[str] = []
    formats: dict[int, str] = {}
    found = Styles([], [])
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        inside.append(tag)
        parent = inside[-2] if len(inside) > 1 else ""
        if tag == "font" and parent == "fonts":
            fonts.append("")
        elif tag == "name" and parent == "font" and fonts:
            fonts[-1] = attributes.get("val", "")
        elif tag == "numFmt":
            formats[_integer(attributes.get("numFmtId"))] = attributes.get("formatCode", "")
        elif tag == "xf" and parent == "cellXfs":
            font = _integer(attributes.get("fontId"))
            shape = _integer(attributes.get("numFmtId"))
            found.fonts.append(fonts[font] if font < len(fonts) else "")
            found.dates.append(_shows_date(shape, formats.get(shape, "")))

    if part:
        walk(package, part, start, lambda _: inside.__delitem__(-1))
    return found


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdigit() else 0


def _shows_date(number: int, code: str) -> bool:
    if number in _DATE_FORMATS:
        return True
    bare = ""
    quoted = False
    skip = ""
    for ch in code.lower():
        if skip:
            skip = "" if ch == skip or skip == "\\" else skip
        elif ch == '"':
            quoted = not quoted
        elif ch == "[" and not quoted:
            skip = "]"
        elif ch in "\\_*" and not quoted:
            skip = "\\"
        elif not quoted:
            bare += ch
    return "yy" in bare or "d" in bare or ("m" in bare and "0" not in bare and "#" not in bare)


def shared_texts(package: zipfile.ZipFile, part: str | None) -> list[tuple[str, str]]:
    """Shared texts with the font of their first run that names one ('' otherwise)."""
    found: list[tuple[str, str]] = []
    if part is None:
        return found
    if written(package, part, b"<si>", b"<si ", b"<si/") > MAX_TEXTS:
        raise WorkbookRefused(
            "Tệp chứa quá nhiều chữ so với một bảng đề án: "
            "hãy chép phần bảng cần nộp sang một tệp Excel mới, lưu dạng .xlsx rồi nộp lại."
        )
    pieces: list[str] = []
    state = {"font": "", "t": "", "rPh": ""}

    def start(tag: str, attributes: dict[str, str]) -> None:
        if tag == "si":
            pieces.clear()
            state.update(font="", rPh="")
        elif tag == "rFont":
            state["font"] = state["font"] or attributes.get("val", "")
        else:
            state[tag] = "1"

    def end(tag: str) -> None:
        if tag == "si":
            found.append(("".join(pieces), state["font"]))
        else:
            state[tag] = ""

    def gather(text: str) -> None:
        if state["t"] and not state["rPh"]:
            pieces.append(text)

    walk(package, part, start, end, gather)
    return found
