"""Opens a filled form: Word by content controls (or their bookmarks), Excel by defined names. Nothing in it is run."""

import re
import zipfile
from datetime import date
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.workbook import Sheet, WorkbookRefused, open_workbook
from khuyencong.kernel.workbook.cells import number as column_number
from khuyencong.kernel.workbook.markup import part_name, walk
from khuyencong.kernel.workbook.refusals import OLE_SIGNATURE, open_package
from khuyencong.kernel.writers.fields import PREFIX, bookmark_of
from khuyencong.programme.imports.forms.filled import FilledForm, Raw, not_a_form, understood
from khuyencong.programme.imports.forms.word_package import main_text, package_of

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SPOT = re.compile(r"(?:'(?P<quoted>(?:[^']|'')+)'|(?P<plain>[^'!]+))!\$?(?P<column>[A-Z]{1,3})\$?(?P<row>\d{1,7})")
_NAME = re.compile(r"kc_[a-z0-9_]{1,60}")


def read_form(data: bytes, filename: str) -> FilledForm:
    """The filled form in a file. Raises Refused when it is not a form of ours or is not safe to open.

    The kind of file is told by its content. Cells that cannot be read are named in ``findings``.
    """
    if data.startswith(OLE_SIGNATURE):
        raise not_a_form(
            _("Tệp ở định dạng Office cũ (.doc, .xls) hoặc được đặt mật khẩu."),
            _("Mở tệp, bỏ mật khẩu nếu có, lưu dạng .docx hoặc .xlsx rồi nộp lại."),
        )
    names = _members(data)
    if any(name.endswith("vbaproject.bin") for name in names):
        raise not_a_form(_("Tệp chứa macro nên không được mở."), _("Lưu lại dạng .docx hoặc .xlsx không có macro."),
                         code="no-macro")  # fmt: skip
    if any(name.startswith("word/") for name in names):
        return understood(_word_cells(main_text(data)))
    if any(name.startswith("xl/") for name in names):
        return understood(_sheet_cells(data, filename))
    raise not_a_form(
        _("Tệp “{name}” không phải tệp Word (.docx) hay Excel (.xlsx).").format(name=filename[:120]),
        _("Nộp đúng mẫu đã tải từ hồ sơ, dạng .docx hoặc .xlsx."),
    )


def _members(data: bytes) -> list[str]:
    """Names of the parts of a package, lower case; nothing for a file that is no package."""
    package = package_of(data)
    if package is None:
        return []
    with package:
        return [name.lstrip("/").replace("\\", "/").lower() for name in package.namelist()]


def _word_cells(markup: bytes) -> dict[str, Raw]:
    """The text of every table cell that holds one of our tags, by name; the control's tag before the bookmark's."""
    try:
        root = fromstring(markup, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as problem:
        raise not_a_form(
            _("Tệp Word hỏng hoặc chứa khai báo XML không an toàn nên không được mở."),
            _("Mở mẫu bằng Word, lưu lại dạng .docx rồi nộp lại."), code="form-is-safe",
        ) from problem  # fmt: skip
    tagged: dict[str, Raw] = {}
    marked: dict[str, Raw] = {}
    for cell in root.iter(f"{_W}tc"):
        if next(cell.iter(f"{_W}tbl"), None) is not None:
            continue  # only the innermost cell says the value
        text = _text(cell)
        for tag in cell.iter(f"{_W}tag"):
            value = tag.get(f"{_W}val", "")
            if value.startswith(PREFIX):
                _once(tagged, bookmark_of(value), text)
        for mark in cell.iter(f"{_W}bookmarkStart"):
            name = mark.get(f"{_W}name", "")
            if _NAME.fullmatch(name):
                _once(marked, name, text)
    return {**marked, **tagged}


def _once(cells: dict[str, Raw], name: str, text: str) -> None:
    """Keep a cell's text; a name that two cells carry (a row copied by hand) cannot be told apart."""
    if name in cells and cells[name] != text:
        message = _("Có hai ô cùng mang thẻ “{name}”: một dòng của mẫu đã bị chép thêm.").format(name=name)
        raise Refused(Finding("tag-is-one", message, where=name, remedy=_("Xóa dòng chép thêm, hoặc tải lại mẫu.")))
    cells[name] = text


def _text(cell: Element) -> str:
    """The text of a cell as read: paragraphs and breaks as line ends, deleted text of tracked changes left out."""
    lines = []
    for paragraph in cell.iter(f"{_W}p"):
        gone = {piece for deleted in paragraph.iter(f"{_W}del") for piece in deleted.iter()}
        pieces = []
        for node in paragraph.iter():
            if node in gone:
                continue
            if node.tag == f"{_W}t":
                pieces.append(node.text or "")
            elif node.tag in (f"{_W}br", f"{_W}cr"):
                pieces.append("\n")
            elif node.tag == f"{_W}tab" and node.get(f"{_W}val") is None:
                pieces.append(" ")
        lines.append("".join(pieces))
    return "\n".join(lines).strip()


def _sheet_cells(data: bytes, filename: str) -> dict[str, Raw]:
    """The value of every cell that has one of our defined names."""
    try:
        book = open_workbook(data, filename)
        with open_package(data) as package:
            spots = _defined_names(package)
    except WorkbookRefused as problem:
        raise Refused(Finding("form-is-safe", str(problem), where="file")) from problem
    sheets = {sheet.name: sheet for sheet in book.sheets}
    found: dict[str, Raw] = {}
    for name, place in spots.items():
        match = _SPOT.fullmatch(place)
        sheet = sheets.get((match["quoted"] or match["plain"]).replace("''", "'")) if match else None
        if match and sheet:
            found[name] = _raw(sheet, int(match["row"]), column_number(match["column"]))
    return found


def _raw(sheet: Sheet, row: int, column: int) -> Raw:
    cell = sheet.shown(row, column)
    if cell.doubt:
        return cell.doubt
    return cell.value if isinstance(cell.value, str | int | float | date) else cell.text or None


def _defined_names(package: zipfile.ZipFile) -> dict[str, str]:
    """Our defined names and where each points; a name whose cell was deleted points nowhere and is left out."""
    found: dict[str, str] = {}
    inside: list[str] = []

    def start(tag: str, attributes: dict[str, str]) -> None:
        inside[:] = [attributes.get("name", "")] if tag == "definedName" else []

    def end(tag: str) -> None:
        inside.clear()

    def gather(text: str) -> None:
        if inside and _NAME.fullmatch(inside[0]):
            found[inside[0]] = found.get(inside[0], "") + text

    part = part_name(package, "xl/workbook.xml")
    if part:
        walk(package, part, start, end, gather)
    return {name: place.lstrip("=") for name, place in found.items() if "#REF!" not in place}
