"""Letters from the e-office's export (Excel): number and date always come from there, never from here."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from khuyencong.accounts.models import User
from khuyencong.documents.actions import Letter, register_letter
from khuyencong.documents.models import Document
from khuyencong.documents.states import DocumentKind
from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.periods import parse_date
from khuyencong.kernel.secrecy import stamp_in
from khuyencong.kernel.text import fold, nfc
from khuyencong.kernel.workbook import Cell, Sheet, address, open_workbook
from khuyencong.kernel.workbook.headers import FieldWords, Header, find_header
from khuyencong.kernel.workbook.refusals import WorkbookRefused
from khuyencong.records.actions import record_event
from khuyencong.registry.models import Organisation
from khuyencong.registry.queries import bodies_by_folded_name

NEEDED = (frozenset({"number"}), frozenset({"abstract"}))


@dataclass(frozen=True)
class ExportRow:
    """A line of the export as printed. ``where`` is its cell; a row with findings is not entered."""

    where: str
    number: str
    abstract: str
    dated: date | None = None
    issuer: str = ""
    received: date | None = None
    due: date | None = None
    handler: str = ""
    findings: tuple[Finding, ...] = ()


@dataclass
class Taken:
    """What became of an export: entered, already there, and rows that wait for a person."""

    entered: list[Document] = field(default_factory=list)
    known: int = 0
    doubtful: list[ExportRow] = field(default_factory=list)


@lru_cache(maxsize=1)
def _words() -> tuple[FieldWords, ...]:
    rows = json.loads((Path(settings.DATA_DIR) / "imports" / "letter_columns.json").read_text(encoding="utf-8"))
    return tuple(FieldWords(row["field"], tuple(row["phrases"]), row["content"], tuple(row["without"])) for row in rows)


def read_export(data: bytes, filename: str) -> list[ExportRow]:
    """Every letter the workbook lists. Raises Refused with one finding for a file that cannot be read."""
    try:
        workbook = open_workbook(data, filename)
    except WorkbookRefused as trouble:
        raise Refused(Finding("workbook", str(trouble), where="tep")) from trouble
    for where, text in workbook.texts():
        if stamp := stamp_in(text):
            message = _("Tệp có dấu “{stamp}” ở {where}. Không được đưa tài liệu có độ mật vào hệ thống này.")
            raise Refused(Finding("secret", message.format(stamp=stamp, where=where), where="tep"))
    rows: list[ExportRow] = []
    for sheet in workbook.sheets:
        header = find_header(sheet, _words(), needed=NEEDED, prefer={})
        if header is not None:
            rows += _rows(sheet, header)
    if not rows:
        message = _("Không tìm thấy danh sách văn bản trong tệp.")
        remedy = _("Bảng cần có dòng tiêu đề với cột “Số, ký hiệu” và “Trích yếu”.")
        raise Refused(Finding("no-table", message, where="tep", remedy=remedy))
    return rows


def _rows(sheet: Sheet, header: Header) -> Iterator[ExportRow]:
    columns = header.mapping
    for number in range(header.first_data_row, sheet.last_row + 1):
        cells = {name: sheet.shown(number, column) for name, column in columns.items()}
        symbol, abstract = (_line(cells.get(name)) for name in ("number", "abstract"))
        if not symbol and not abstract:
            continue
        yield _row(address(sheet.name, number, columns["number"]), symbol, abstract, cells)


def _row(where: str, symbol: str, abstract: str, cells: dict[str, Cell]) -> ExportRow:
    findings, days = [], {}
    for name, label in (("dated", _("ngày văn bản")), ("received", _("ngày đến")), ("due", _("hạn xử lý"))):
        days[name], said = _day(cells.get(name), where, str(label))
        findings += said
    if not symbol:
        findings.append(_missing("number-missing", _("Thiếu số, ký hiệu."), where))
    if days["dated"] is None and not any(item.code == "day" for item in findings):
        findings.append(_missing("day-missing", _("Thiếu ngày văn bản."), where))
    return ExportRow(
        where, "".join(symbol.split()), abstract, days["dated"], _line(cells.get("issuer")), days["received"],
        days["due"], _line(cells.get("handler")), tuple(findings),
    )  # fmt: skip


def _missing(code: str, message: str, where: str) -> Finding:
    return Finding(code, message, where=where, remedy=_("Bổ sung ở hệ thống văn bản rồi xuất lại."))


def _line(cell: Cell | None) -> str:
    return nfc(cell.line).strip() if cell is not None else ""


def _day(cell: Cell | None, where: str, label: str) -> tuple[date | None, list[Finding]]:
    """A day as a date cell or as dd/mm/yyyy; anything else is said, never guessed."""
    if cell is None or cell.value is None or not cell.line:
        return None, []
    if isinstance(cell.value, datetime):
        return cell.value.date(), []
    if isinstance(cell.value, date):
        return cell.value, []
    try:
        return parse_date(cell.line.split()[0]), []
    except ValueError:
        message = _("Không đọc được {label}: “{text}”.").format(label=label, text=cell.line)
        return None, [Finding("day", message, where=where, remedy=_("Ghi ngày/tháng/năm, ví dụ 28/12/2023."))]


@transaction.atomic
def record_export(*, by: User, today: date, rows: Sequence[ExportRow], filename: str) -> Taken:
    """Enter every sound row; one already in the register is completed, never doubled. Doubtful rows are given back."""
    taken, bodies = Taken(), bodies_by_folded_name()
    people = {fold(user.full_name): user for user in User.objects.filter(is_active=True)}
    for row in rows:
        if row.findings or row.dated is None:
            taken.doubtful.append(row)
            continue
        known = Document.objects.filter(number=row.number, year=row.dated.year).exists()
        try:
            with transaction.atomic():
                document = register_letter(
                    by=by, today=today, letter=_letter(row, bodies), received_on=row.received or row.dated,
                    due_on=row.due, handler=people.get(fold(row.handler)),
                )  # fmt: skip
        except Refused as refusal:
            taken.doubtful.append(_doubtful(row, refusal))
            continue
        if known:
            taken.known += 1
        else:
            taken.entered.append(document)
    record_event(
        by=by, verb="letters_imported", on=today, subjects=taken.entered,
        detail={"file": filename[:120], "entered": len(taken.entered), "doubtful": len(taken.doubtful)},
    )  # fmt: skip
    return taken


def _letter(row: ExportRow, bodies: dict[str, int]) -> Letter:
    assert row.dated is not None
    issuer = Organisation.objects.filter(pk=bodies.get(fold(row.issuer), 0)).first()
    kind = next((kind for kind in DocumentKind if f"/{kind.value}-" in row.number), DocumentKind.LETTER)
    return Letter(row.number, row.dated, kind, issuer, "" if issuer else row.issuer, abstract=row.abstract)


def _doubtful(row: ExportRow, refusal: Refused) -> ExportRow:
    said = tuple(Finding(item.code, item.message, where=row.where, remedy=item.remedy) for item in refusal.findings)
    return ExportRow(row.where, row.number, row.abstract, row.dated, row.issuer, findings=said)
