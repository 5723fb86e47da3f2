"""A change as a person gives it, and whether its words could be those of a place or body at all."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.text import fold, nfc
from khuyencong.registry.models import LegalSource, Organisation, Place
from khuyencong.registry.states import About, Above, BodyKind, ChangeKind, Relation

FIRST_YEAR, LAST_YEAR = 1945, 2200
NAME, CODE, SYMBOL, FORM = 300, 10, 20, 40  # how many characters the register keeps
CLAUSE, NOTE, NUMBER, TITLE = 120, 400, 60, 400  # the same of the paper of a change


@dataclass(frozen=True)
class Side:
    """A place or body on one side of a change as given: an existing row, or the words of one to be made."""

    place: Place | None = None
    body: Organisation | None = None
    name: str = ""
    code: str = ""
    form: str = ""
    symbol: str = ""
    above: str = ""
    parent_place: Place | None = None
    parent_body: Organisation | None = None
    relation: str = Relation.WHOLE
    regions: dict[str, str] = field(default_factory=dict)
    children: tuple[int, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A change as a person gives it, before anything is written. ``place``: the province of a transfer."""

    kind: str
    about: str
    on: date
    source: LegalSource | None
    before: tuple[Side, ...] = ()
    after: tuple[Side, ...] = ()
    clause: str = ""
    note: str = ""
    place: Place | None = None


def error(code: str, where: str, message: str, remedy: str = "") -> Finding:
    """What blocks."""
    return Finding(code, message, where=where, remedy=remedy)


def warning(code: str, where: str, message: str, remedy: str = "") -> Finding:
    """What is shown and may be passed over."""
    return Finding(code, message, "warning", where, remedy)


def words_fit(entry: Entry) -> list[Finding]:
    """The day is one of our time; names, codes and kinds of what begins are words the register can keep."""
    found = []
    if not FIRST_YEAR <= entry.on.year <= LAST_YEAR:
        remedy = _("Kiểm tra lại ngày có hiệu lực ghi trong văn bản.")
        found.append(error("change-day", "on", _("Xem lại năm."), remedy))
    found += too_long((entry.clause, CLAUSE, _("Điều, khoản"), "clause"), (entry.note, NOTE, _("Ghi chú"), "note"))
    given = Counter(side.body.pk for side in entry.after if side.body)
    if any(times > 1 for times in given.values()):
        found.append(error("change-twice", "after", _("Một bên được chọn hai lần.")))
    names = Counter(fold(side.name) for side in entry.after if side.body is None and side.name.strip())
    if any(times > 1 for times in names.values()):
        found.append(
            error("change-name", "after", _("Hai bên sau khi thay đổi cùng một tên."), _("Ghi tên khác nhau."))
        )
    return [*found, *(item for side in entry.after for item in _side_fits(entry, side))]


def too_long(*given: tuple[str, int, str, str]) -> list[Finding]:
    """What blocks of words longer than the register keeps: (words, most characters, what they are, field)."""
    return [
        error("change-words", where, _("{what} dài quá {most} ký tự.").format(what=what, most=most), _("Ghi ngắn lại."))
        for words, most, what, where in given
        if len(words) > most
    ]


def _side_fits(entry: Entry, side: Side) -> list[Finding]:
    found = []
    for words, most, what, code in (
        (nfc(side.name), NAME, _("Tên"), "change-name"),
        (side.code.strip(), CODE, _("Mã đơn vị hành chính"), "change-code"),
        (side.symbol.strip(), SYMBOL, _("Ký hiệu"), "change-name"),
    ):
        if len(words) > most:
            message = _("{what} dài quá {most} ký tự.").format(what=what, most=most)
            found.append(error(code, "after", message, _("Ghi ngắn lại như trong văn bản.")))
    if side.name.strip() and not fold(side.name):
        found.append(error("change-name", "after", _("Ghi tên sau khi thay đổi."), _("Tên phải có chữ hoặc số.")))
    forms = side.form in ("", *BodyKind.values) if entry.about == About.BODY else len(side.form) <= FORM
    if not forms or side.above not in ("", *Above.values):
        message = _("Loại hoặc nơi trực thuộc ghi không đúng danh mục.")
        found.append(error("change-form", "after", message, _("Chọn trong danh sách.")))
    parts = (Relation.DEFAULT, Relation.PART)
    if entry.kind == ChangeKind.SPLIT and side.relation not in parts:
        message = _("Mỗi nơi sau khi chia, tách là phần chính hoặc một phần.")
        found.append(error("change-main", "after", message, _("Chọn trong danh sách.")))
    return found
