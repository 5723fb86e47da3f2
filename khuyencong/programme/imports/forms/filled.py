"""What a filled form says: which form of which dossier, typed values, lines by position, and what could not be read."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding, Refused
from khuyencong.kernel.periods import parse_date
from khuyencong.kernel.text import nfc
from khuyencong.kernel.workbook.numbers import NotANumber, exact, text_reading
from khuyencong.kernel.writers.fields import BLANK_FIELD, PREFIX, bookmark_of
from khuyencong.programme.printouts.fields import IDENTITY, FormFields, Wanted, form_fields

Raw = str | int | float | datetime | date | None
Value = int | date | str
_IDENTITY = re.compile(r"(?P<code>[0-9a-z]+)/(?P<project>.+)/(?P<kind>[a-z_]+)-(?P<number>\d{1,5})")
_LINE = re.compile(r"kc_line_(?P<position>\d{1,5})_(?P<field>[a-z_]+)")
_MOST = 10**15  # đồng: beyond any budget, and the digits a spreadsheet keeps
_LONGEST = 4000


@dataclass(frozen=True)
class FilledForm:
    """A form read back. ``values`` and ``lines`` hold only what was written: đồng and percent as int, dates, text."""

    code: str
    project_code: str
    kind: str
    number: int
    values: Mapping[str, Value] = field(default_factory=dict)
    lines: Mapping[int, Mapping[str, Value]] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()


def not_a_form(message: str, remedy: str = "", code: str = "form-is-known") -> Refused:
    """The refusal of a file that is not one of our forms, or has lost what makes it one."""
    return Refused(Finding(code, message, where="file", remedy=remedy or _("Tải lại mẫu từ hồ sơ, điền rồi nộp lại.")))


def understood(cells: Mapping[str, Raw]) -> FilledForm:
    """The form that cells, by name ('kc_line_3_done'), say. Raises Refused when they name no dossier."""
    identity = nfc(str(cells.get(bookmark_of(IDENTITY)) or ""))
    match = _IDENTITY.fullmatch(identity)
    if match is None or match["code"] not in form_fields():
        raise not_a_form(
            _(
                "Không tìm thấy mã nhận biết hồ sơ trong tệp: thẻ của các ô đã bị xóa, hoặc tệp không phải mẫu "
                "tải từ hồ sơ."
            )
        )
    form = form_fields()[match["code"]]
    findings = _lost(form, cells)
    values: dict[str, Value] = {}
    for wanted in form.values:
        _take(wanted, wanted.label, cells.get(bookmark_of(f"{PREFIX}{wanted.field}")), values, findings)
    lines = _lines(form, cells, findings)
    return FilledForm(
        form.code, match["project"], match["kind"], int(match["number"]), values, lines, tuple(findings)
    )  # fmt: skip


def _lost(form: FormFields, cells: Mapping[str, Raw]) -> list[Finding]:
    """Cells whose tag is gone: what was written there cannot be told apart any more."""
    names = [(bookmark_of(f"{PREFIX}{wanted.field}"), wanted.label) for wanted in form.values]
    positions = sorted({int(match["position"]) for name in cells if (match := _LINE.fullmatch(name))})
    for position in positions:
        names += [
            (bookmark_of(f"{PREFIX}line:{position}:{wanted.field}"), _at(wanted, position)) for wanted in form.lines
        ]
    found = [
        Finding("tag-is-there", _("Ô “{label}” đã mất thẻ nên không đọc được.").format(label=label), where=label,
                remedy=_("Tải lại mẫu từ hồ sơ và chép số liệu vào đúng ô tô màu."))
        for name, label in names if name not in cells
    ]  # fmt: skip
    if not positions:
        message = _("Bảng theo nội dung đã mất thẻ ở mọi dòng nên không đọc được.")
        found.append(Finding("tag-is-there", message, where=_("bảng nội dung"), remedy=_("Tải lại mẫu từ hồ sơ.")))
    return found


def _at(wanted: Wanted, position: int) -> str:
    return _("{label}, dòng {position}").format(label=wanted.label, position=position)


def _lines(form: FormFields, cells: Mapping[str, Raw], findings: list[Finding]) -> dict[int, dict[str, Value]]:
    known = {wanted.field: wanted for wanted in form.lines}
    lines: dict[int, dict[str, Value]] = {}
    for name in sorted(cells):
        match = _LINE.fullmatch(name)
        if match is None or match["field"] not in known:
            continue
        position, wanted = int(match["position"]), known[match["field"]]
        _take(wanted, _at(wanted, position), cells[name], lines.setdefault(position, {}), findings)
    return dict(sorted(lines.items()))


def _take(wanted: Wanted, label: str, raw: Raw, into: dict[str, Value], findings: list[Finding]) -> None:
    """Read one cell into its typed value, or say what is wrong and how to mend it. A blank says nothing."""
    if isinstance(raw, str):
        raw = raw.replace(BLANK_FIELD, " ").strip() if wanted.holds == "text" else nfc(raw).strip("…. –—-")
    if raw is None or raw == "":
        return
    try:
        into[wanted.field] = _READERS[wanted.holds](raw)
    except (ValueError, ArithmeticError):
        shown = raw.strftime("%d/%m/%Y") if isinstance(raw, date) else str(raw)[:60]
        message = _("Ô “{label}” ghi “{shown}”, không đọc được.").format(label=label, shown=shown)
        findings.append(Finding("value-is-read", message, where=label, remedy=str(_HOW[wanted.holds]())))


def money_of(raw: Raw) -> int:
    """Whole đồng: 1234567, '1.234.567', '1.234,5 triệu'. Raises ValueError or NotANumber for anything else."""
    amount = _number(raw)
    if amount != int(amount) or not 0 <= amount < _MOST:
        raise ValueError(raw)
    return int(amount)


def percent_of(raw: Raw) -> int:
    """A whole percent from 0 to 100: 75, 0.75 in a percent cell, '75%'. Raises ValueError or NotANumber."""
    if isinstance(raw, str):
        share = _number(raw.replace("%", "").strip())
    else:
        share = _number(raw)
        share = share * 100 if share <= 1 else share
    if share != int(share) or not 0 <= share <= 100:
        raise ValueError(raw)
    return int(share)


def _number(raw: Raw) -> Decimal:
    if isinstance(raw, bool | date):
        raise ValueError(raw)
    if isinstance(raw, int | float):
        return exact(raw)
    read = text_reading(str(raw))
    value = read.value("comma") if read else None
    if read is None or value is None:
        raise NotANumber(raw)
    return value * (read.unit or 1)


def day_of(raw: Raw) -> date:
    """A day: a date cell, or 'dd/mm/yyyy'. Raises ValueError."""
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    if not isinstance(raw, str):
        raise ValueError(raw)
    return parse_date(raw.replace(" ", ""))


def text_of(raw: Raw) -> str:
    """Running text in the one stored form, line ends kept. Raises ValueError when it is too long."""
    text = "\n".join(nfc(line) for line in str(raw).splitlines()).strip()
    if len(text) > _LONGEST:
        raise ValueError(text[:40])
    return text


_READERS: dict[str, Callable[[Raw], Value]] = {
    "money": money_of,
    "percent": percent_of,
    "date": day_of,
    "text": text_of,
}
_HOW = {
    "money": lambda: _("Ghi số tiền nguyên bằng đồng, ví dụ 1.234.567 hoặc 1,5 triệu."),
    "percent": lambda: _("Ghi số nguyên từ 0 đến 100, ví dụ 75%."),
    "date": lambda: _("Ghi ngày/tháng/năm, ví dụ 30/11/2026."),
    "text": lambda: _("Rút ngắn nội dung còn tối đa 4.000 chữ cái."),
}
