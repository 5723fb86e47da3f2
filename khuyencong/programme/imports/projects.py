"""One project row as printed: part, kind, place, activity group, amounts, months, with what must be said about each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from khuyencong.kernel.findings import Finding
from khuyencong.kernel.money import grouped
from khuyencong.kernel.workbook.headers import folded
from khuyencong.programme.actions.printed import ActivitySource, Kind, Part, PlaceName, PrintedProject
from khuyencong.programme.imports import words
from khuyencong.programme.imports.activities import ActivityFinder
from khuyencong.programme.imports.amounts import Entry, Marking, Money, cell_findings, project_amount, sums_up
from khuyencong.programme.imports.establishments import beneficiaries
from khuyencong.programme.imports.labels import LabelReader
from khuyencong.programme.imports.lines import Row
from khuyencong.programme.imports.months import months
from khuyencong.programme.imports.places import PlaceFinder

MONEY_NAMES = {
    "support": "Kinh phí hỗ trợ",
    "total": "Tổng kinh phí",
    "counterpart": "Vốn đối ứng",
    "other": "Nguồn khác",
}


@dataclass(frozen=True)
class Readers:
    """What understands words: provinces and activity groups of the day, labels, and the year of the plan."""

    places: PlaceFinder
    activities: ActivityFinder
    labels: LabelReader
    year: int


@dataclass
class Notes:
    """Findings of one row as they are gathered."""

    found: list[Finding]

    def say(self, code: str, message: str, severity: str, where: str, remedy: str = "") -> None:
        self.found.append(Finding(code, message, severity, where, remedy))  # type: ignore[arg-type]


def all_understood(entries: Sequence[Entry], marking: Marking, readers: Readers) -> Iterator[PrintedProject]:
    """The projects of one table in reading order. A blank place cell may follow the province printed above it."""
    above: PlaceName | None = None
    for entry in entries:
        if entry.row.kind != "project":
            continue
        text = _line(entry.row, "place")
        if text:
            above = readers.places.inside(text)
        yield understood(entry, marking, readers, above)


def understood(entry: Entry, marking: Marking, readers: Readers, above: PlaceName | None = None) -> PrintedProject:
    """The row as a printed project. Doubt is an error finding, interpretation an info, contradiction a warning."""
    row, notes = entry.row, Notes([])
    title = clean_title(row.texts.get("title", ""))
    if not title:
        notes.say("title_missing", "Dòng có số liệu nhưng không có tên đề án", "error", _at(row, "title"),
                  "Ghi tên đề án vào ô này.")  # fmt: skip
    implementer = _implementer(row)
    place, place_text, place_from = _place(row, title, implementer, readers, notes)
    if place is None and not place_text and above and not _belongs_to_body(row, implementer, readers):
        place, place_from = above, "above"
    part = _part(row, place, place_text, implementer, readers)
    if part == "locality" and place is None:
        notes.say("place_unknown", _unknown_place(place_text), "error", _at(row, "place"),
                  "Ghi tên tỉnh, thành phố theo danh mục của ngày quyết định vào cột Địa điểm.")  # fmt: skip
    elif place is not None and place_from in ("implementer", "title", "above"):
        source = {"implementer": "tên đơn vị thực hiện", "title": "tên đề án", "above": "dòng phía trên"}[place_from]
        notes.say(
            "place_understood",
            f"Địa phương được hiểu là {place.name}, theo {source}",
            "info",
            _at(row, "title"),
        )
    kind = _kind(row, title, part, readers, notes)
    activity, source_of = _activity(row, title, readers, notes)
    amounts = _amounts(entry, marking, notes)
    period = _months(row, readers.year, notes)
    if row.row in row.table.sheet.hidden_rows:
        notes.say("row_hidden", "Dòng này bị ẩn trong bảng tính nhưng vẫn được đọc", "warning", _at(row, "title"),
                  "Bỏ ẩn dòng, hoặc xóa nếu không thuộc văn bản.")  # fmt: skip
    return PrintedProject(
        sheet=row.sheet, row=row.row, last_row=max([row.row, *(line.row.row for line in entry.lines)]),
        ordinal=row.ordinal, title=title, title_printed=row.texts.get("title", ""), part=part, kind=kind,
        activity_code=activity, activity_from=source_of, place_key=place.key if place else None,
        place_printed=place_text, implementer=implementer, beneficiaries=beneficiaries(_named_below(entry)),
        start_month=period[0], end_month=period[1], total_cost=amounts["total"], support=amounts["support"],
        counterpart=amounts["counterpart"], other=amounts["other"], note=_line(row, "note"),
        activity_printed=_line(row, "activity"), time_printed=_line(row, "time"),
        raw=row.raw(), findings=tuple(notes.found),
    )  # fmt: skip


def _named_below(entry: Entry) -> str:
    """The beneficiaries of a project and of its further lines, one cell per line."""
    owners = [entry.row, *(line.row for line in entry.lines if "beneficiary" in line.row.own)]
    return "\n".join(filter(None, (owner.texts.get("beneficiary", "") for owner in owners)))


def _at(row: Row, name: str) -> str:
    """The cell of a field, or of the title when the table has no such column."""
    return row.table.where(row.row, name if name in row.table.mapping else "title")


def _line(row: Row, name: str) -> str:
    return " ".join(row.texts.get(name, "").split())


@lru_cache(maxsize=20000)
def clean_title(text: str) -> str:
    """A title on one line, without bullets or closing punctuation; words and capitals as printed."""
    return " ".join(text.split()).lstrip("-–+•* ").rstrip(" ;,.")


def _implementer(row: Row) -> str:
    own = _line(row, "implementer")
    return own or next((label.implementer for label in reversed(row.context) if label.implementer), "")


def _place(row: Row, title: str, implementer: str, readers: Readers, notes: Notes) -> tuple[PlaceName | None, str, str]:
    """Province, the text that says it, and where from: the place column, the group, the body's name, the title."""
    text = _line(row, "place")
    group = next((label.place for label in reversed(row.context) if label.place), None)
    found = readers.places.inside(text) if text else None
    if found:
        if group and group.key != found.key:
            notes.say("place_contradiction", f"Địa điểm ghi “{text}” nhưng dòng nằm trong nhóm {group.name}", "warning",
                      _at(row, "place"), "Đối chiếu bản in; dòng được ghi theo cột Địa điểm.")  # fmt: skip
        return found, text, "column"
    if group:
        return group, text or group.name, "group"
    if text and readers.places.is_nationwide(text):
        return None, text, ""
    found = readers.places.inside(implementer) if implementer else None
    if found:
        return found, text or implementer, "implementer"
    plain = folded(title)
    if not text and (" tinh " in f" {plain} " or " thanh pho " in f" {plain} "):
        found = readers.places.inside(title)
        if found:
            return found, title, "title"
    return None, text, ""


def _belongs_to_body(row: Row, implementer: str, readers: Readers) -> bool:
    """Does a row need no province: it stands in a section of units or tasks, or such a body carries it out?"""
    part = _part(row, None, "", implementer, readers)
    return part != "locality"


def _unknown_place(text: str) -> str:
    if text:
        return f"Không nhận ra tỉnh, thành phố trong “{text}” (danh mục đang có hiệu lực vào ngày quyết định)"
    return "Không thấy tỉnh, thành phố của đề án địa phương"


def _part(row: Row, place: PlaceName | None, place_text: str, implementer: str, readers: Readers) -> Part:
    """From the group rows above, the sheet's name, then what the implementer is; a province decides the rest."""
    for label in reversed(row.context):
        if label.part and label.type == "part":
            return label.part
    named = next((label.part for label in row.context if label.part), None) or readers.labels.part_of(row.sheet)
    if named:
        return named
    plain = folded(implementer)
    if plain in words.phrases("agency_names"):
        return "agency"
    if place is not None:
        return "locality"
    if words.starts_with(plain, words.phrases("unit_implementers")):
        return "unit"
    if readers.places.is_nationwide(place_text) and plain:
        return "unit"
    return "locality"


def _kind(row: Row, title: str, part: Part, readers: Readers, notes: Notes) -> Kind:
    """From the kind or note column, the opening of the title, the section or sheet; tasks are the Agency's default."""
    named = readers.labels.kind_of(row.texts.get("kind", "")) or readers.labels.kind_of(row.texts.get("note", ""))
    titled = readers.labels.kind_of_title(title)
    if named and titled and named != titled:
        notes.say("kind_contradiction", "Loại đề án ở cột ghi chú khác với cách mở đầu tên đề án", "warning",
                  _at(row, "note"),
                  "Đối chiếu bản in; dòng được ghi theo cột ghi chú.")  # fmt: skip
    section = next((label.kind for label in reversed(row.context) if label.kind), None)
    found = named or titled or section or readers.labels.kind_of(row.sheet)
    return found or ("task" if part == "agency" else "single")


def _activity(row: Row, title: str, readers: Readers, notes: Notes) -> tuple[str | None, ActivitySource | None]:
    """The group and what gave it: a code, words, the section, the title, in that order of trust."""
    finder = readers.activities
    coded = row.texts.get("activity_code", "")
    text = row.texts.get("activity", "")
    code = (finder.from_code(coded, bare_digit=True) if coded else None) or (
        finder.from_code(text, bare_digit=True) if text else None
    )
    if code:
        return code, "code"
    for printed in (text, coded):
        if printed and (code := finder.from_words(printed)):
            return code, "words"
    section = next((label.activity for label in reversed(row.context) if label.activity), None)
    section = section or finder.names_section(row.sheet)
    if section:
        return section, "section"
    code = finder.from_title(title) or (finder.from_title(text) if text else None)
    where = _at(row, "activity")
    if code:
        notes.say("activity_understood", f"Nội dung hoạt động được hiểu là {code}, theo tên đề án", "info", where,
                  "Đối chiếu; nếu không đúng, ghi mã nội dung (ND1 … ND9).")  # fmt: skip
        return code, "title"
    notes.say("activity_unknown", "Không nhận ra nội dung hoạt động khuyến công của đề án", "error", where,
              "Ghi mã nội dung (ND1 … ND9) hoặc tên nội dung vào cột Nội dung.")  # fmt: skip
    return None, None


def _amounts(entry: Entry, marking: Marking, notes: Notes) -> dict[str, int | None]:
    """The four amounts in đồng, with the findings of their cells and of the sum of the row."""
    amounts: dict[str, int | None] = {}
    for name, spoken in MONEY_NAMES.items():
        money = entry.money.get(name)
        if money is None:
            amounts[name] = None
            continue
        read = project_amount(entry, name, marking.mark)
        amounts[name] = read.amount
        for cell in (money, *(line.money[name] for line in entry.lines if name in line.money)):
            notes.found += cell_findings(
                cell, marking, needed=name == "support", name=spoken, mixed=name in marking.mixed
            )
        notes.found += read.findings
    _support_missing(entry, amounts["support"], notes)
    support = entry.money.get("support")
    if amounts["support"] is not None and any(finding.code == "amount_absurd" for finding in notes.found):
        return amounts
    if support is not None and sums_up(amounts) is False:
        parts = sum(amounts[name] or 0 for name in ("support", "counterpart", "other"))
        stated = grouped(amounts["total"] or 0)
        message = f"Các nguồn cộng lại là {grouped(parts)} đồng, tổng kinh phí in {stated} đồng"
        notes.say("row_sum", message, "warning", _at(entry.row, "total"),
                  "Giữ nguyên như văn bản đã ban hành; đính chính bằng văn bản khác nếu cần.")  # fmt: skip
    return amounts


def _support_missing(entry: Entry, amount: int | None, notes: Notes) -> None:
    """No amount at all in the support column makes the row doubtful."""
    where = _at(entry.row, "support")
    if amount == 0:
        notes.say("amount_zero", "Kinh phí hỗ trợ in là 0", "warning", where, "Đối chiếu bản in.")
    if amount is None and not any(finding.where == where and finding.severity == "error" for finding in notes.found):
        area = entry.row.table.sheet.area(entry.row.row, entry.row.table.mapping["support"])
        shared = area is not None and area.top < entry.row.row
        message = "Số tiền nằm trong ô gộp với dòng trên" if shared else "Không có kinh phí hỗ trợ"
        notes.say("amount_missing", message, "error", where, "Ghi kinh phí hỗ trợ của riêng đề án này vào ô.")


def small_typed(money: Money, others: Sequence[int]) -> bool:
    """A number cell a thousand times too small for its column: '1.200' typed where the dot meant decimals."""
    if money.read is None or not money.read.typed or not others:
        return False
    value = money.dong(None)
    if value is None or value == 0:
        return False
    low, high = min(others), max(others)
    return value * 20 < low and low <= value * 1000 <= high * 3


def _months(row: Row, year: int, notes: Notes) -> tuple[date | None, date | None]:
    mapping = row.table.mapping
    if "time" in mapping and row.texts.get("time"):
        cell = row.table.sheet.shown(row.row, mapping["time"])
        found = months(cell.value, cell.line, year)
        if found:
            return found
        notes.say("time_unreadable", f"Không đọc được thời gian “{cell.line[:60]}”", "warning",
                  _at(row, "time"), "Ghi dạng “Tháng 4-9/2024”.")  # fmt: skip
        return None, None
    ends: list[date | None] = []
    for name, last in (("start", False), ("end", True)):
        if name not in mapping:
            ends.append(None)
            continue
        cell = row.table.sheet.shown(row.row, mapping[name])
        found = months(cell.value, cell.line, year) if cell.text else None
        ends.append(found[last] if found else None)
    return ends[0], ends[1]
