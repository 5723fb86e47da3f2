"""A row of a workbook as the page shows it: cells, marked cells with cause and remedy, what was understood."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from khuyencong.kernel.workbook.cells import number
from khuyencong.programme.states import PlanPart, ProjectKind
from khuyencong.registry.models import ActivityGroup, Place
from khuyencong.web.pages.imports.words import SOURCES, cell_in_words

PAGE = 200
RED, AMBER = "red", "amber"


@dataclass(frozen=True)
class Note:
    """One finding in words: its tone, its cell, what is wrong, what to do."""

    tone: str
    cell: str
    message: str
    remedy: str


@dataclass
class Shown:
    """One line of the table. ``kind``: row, or group for a heading or subtotal that is not counted."""

    sheet: str
    row: int
    state: str
    printed: Mapping[str, Any]
    kind: str = "row"
    marks: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    facts: list[tuple[str, str]] = field(default_factory=list)
    raw: dict[str, str] = field(default_factory=dict)
    check: Mapping[str, Any] | None = None
    pk: int | None = None
    subject: str = ""
    form: Any = None

    @property
    def amount(self) -> int | None:
        return self.printed.get("support", self.printed.get("amount"))

    @property
    def needs_a_look(self) -> bool:
        return self.state == "doubtful" or any(note.tone != "quiet" for note in self.notes)


@dataclass(frozen=True)
class Reader:
    """Turns stored rows into shown ones: knows the columns of each sheet and the names behind codes."""

    columns: Mapping[str, Mapping[str, str]]
    places: Mapping[int, str]
    activities: Mapping[str, str]

    @classmethod
    def of(cls, sheets: Iterable[Mapping[str, Any]]) -> "Reader":
        return cls(
            columns={
                sheet["name"]: {column["letter"]: column["field"] for column in sheet["columns"] if column["field"]}
                for sheet in sheets
            },
            places=dict(Place.objects.filter(level="province").values_list("pk", "name")),
            activities=dict(ActivityGroup.objects.values_list("code", "name")),
        )

    def shown(self, sheet: str, row: int, state: str, printed: Mapping[str, Any], findings: Sequence[Any]) -> Shown:
        """One row with its marks, notes and facts."""
        columns = self.columns.get(sheet, {})
        line = Shown(sheet, row, state, printed, facts=list(self._facts(printed)))
        line.raw = {columns[key]: text for key, text in printed.get("raw", {}).items() if key in columns}
        for found in findings:
            tone = {"error": RED, "warning": AMBER}.get(found["severity"], "quiet")
            name, where = self._place_of(sheet, row, found["where"])
            if name and line.marks.get(name) != RED:
                line.marks[name] = RED if tone == RED else AMBER
            line.notes.append(
                Note(tone, cell_in_words(where, several=len(self.columns) > 1), found["message"], found["remedy"])
            )
        line.notes.sort(key=lambda note: (RED, AMBER, "quiet").index(note.tone))
        return line

    def _place_of(self, sheet: str, row: int, where: str) -> tuple[str, str]:
        """Field and cell a finding speaks of; it may name the cell ('Phụ lục!I77') or the field ('title')."""
        columns = self.columns.get(sheet, {})
        if "!" in where:
            place = where.rpartition("!")[2]
            return columns.get(place.rstrip("0123456789"), ""), where
        column = next((key for key, name in columns.items() if name == where), "")
        return (where, f"{sheet}!{column}{row}") if column else (where, "")

    def _facts(self, printed: Mapping[str, Any]) -> Iterable[tuple[str, Any]]:
        """What the row is taken for, each with a fuller wording."""
        if "part" not in printed:
            return
        code = printed.get("activity_code")
        if code:
            yield f"{code} {SOURCES.get(printed.get('activity_from') or '', '')}".strip(), self.activities.get(code, "")
        place = self.places.get(int(printed["place_key"])) if printed.get("place_key") else None
        part = str(PlanPart(printed["part"]).label)
        yield (f"{part}: {place}" if place else part), printed.get("place_printed", "")
        yield str(ProjectKind(printed["kind"]).label), ""


def groups_of(skipped: Iterable[Mapping[str, Any]], checks: Iterable[Mapping[str, Any]]) -> list[Shown]:
    """Rows that are not counted: headings, subtotals, notes, each with its check when it states an amount."""
    known = {(check["sheet"], check["row"]): check for check in checks}
    return [
        Shown(
            item["sheet"], item["row"], "skipped", {"title": item["text"], "why": item["why"]}, kind="group",
            check=known.get((item["sheet"], item["row"])),
        )
        for item in skipped
    ]  # fmt: skip


def in_sheet_order(lines: Iterable[Shown], sheets: Sequence[Mapping[str, Any]]) -> list[Shown]:
    """Lines as they stand in the workbook."""
    order = {sheet["name"]: index for index, sheet in enumerate(sheets)}
    return sorted(lines, key=lambda line: (order.get(line.sheet, 0), line.row))


def columns_used(sheet: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Columns of a sheet from left to right."""
    return sorted(sheet["columns"], key=lambda column: number(column["letter"]))


@dataclass(frozen=True)
class Slice:
    """One page of lines and its neighbours."""

    lines: Sequence[Shown]
    page: int
    pages: int
    total: int

    @property
    def first(self) -> int:
        return (self.page - 1) * PAGE + 1 if self.total else 0

    @property
    def last(self) -> int:
        return min(self.page * PAGE, self.total)

    @property
    def before(self) -> int | None:
        return self.page - 1 if self.page > 1 else None

    @property
    def after(self) -> int | None:
        return self.page + 1 if self.page < self.pages else None


def page_number(text: str, pages: int) -> int:
    """The page asked for, within what exists."""
    wanted = int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 1
    return min(max(wanted, 1), max(pages, 1))


def sliced(lines: Sequence[Shown], asked: str) -> Slice:
    """At most 200 lines."""
    pages = max(1, -(-len(lines) // PAGE))
    page = page_number(asked, pages)
    return Slice(lines[(page - 1) * PAGE : page * PAGE], page, pages, len(lines))
