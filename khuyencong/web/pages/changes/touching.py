"""What a change touches, in words: where each thing stood, and where it goes or is now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from khuyencong.kernel.periods import day_before
from khuyencong.programme.models import Project
from khuyencong.registry.hooks import TOUCHED, TouchedRow
from khuyencong.registry.models import Change, ChangePart
from khuyencong.registry.queries import (
    Answering,
    Passed,
    PassedGroup,
    body_ways,
    files_of,
    files_waiting,
    names_of,
    parts_of,
    passed_on,
    passing,
    place_ways,
    touched_by,
)
from khuyencong.registry.states import About, ChangeKind, ChangeState, Relation, Role
from khuyencong.web.links import subject_url

DONE = (ChangeState.APPLIED, ChangeState.REVERSED)
PROJECT = "programme.project"


@dataclass(frozen=True)
class Row:
    """One thing a change touches, for the page and the file. ``amount`` in đồng."""

    subject: str
    file: str
    url: str
    title: str
    detail: str
    amount: int | None
    signed: bool
    place: str
    body: str
    goes: str
    waits: bool = False
    by_hand: bool = False


@dataclass(frozen=True)
class Group:
    """Things of one kind with their rows; ``amount`` in đồng, None where they are not money."""

    code: str
    title: str
    rows: tuple[Row, ...]
    amount: int | None

    @property
    def waits(self) -> int:
        """How many of them wait for a choice by hand."""
        return sum(row.waits and not row.signed for row in self.rows)

    @property
    def by_hand(self) -> int:
        """How many of them were given by hand."""
        return sum(row.by_hand for row in self.rows)


def looked_at(change: Change, day: date) -> date:
    """The day whose answer a page shows: never before the change itself."""
    return max(day, change.on)


def left_open(change: Change, day: date) -> list[PassedGroup]:
    """What an applied change leaves to a person and nobody was chosen for by the day, by kind; asked once a change."""
    if getattr(change, "stood", change.state) != ChangeState.APPLIED:
        return []
    kept: list[PassedGroup] | None = getattr(change, "left_open", None)
    if kept is None:
        kept = files_waiting([change], looked_at(change, day)).get(change.pk, [])
        change.left_open = kept  # type: ignore[attr-defined]
    return kept


def waiting_of(change: Change, day: date) -> list[Group]:
    """The same in words."""
    return _worded(left_open(change, day), looked_at(change, day), None)


def groups_of(change: Change, day: date) -> list[Group]:
    """Everything a change touches with where it goes (not applied yet) or is on a day (applied)."""
    if change.state in DONE:
        moved = passing(change, looked_at(change, day))
        wait = set(files_of(left_open(change, day))) if any(one.waits for group in moved for one in group.rows) else ()
        return _worded(moved, looked_at(change, day), None, wait)
    going = _Going(change)
    waiting = [
        PassedGroup(one.code, one.title, tuple(going.passed(row) for row in one.rows)) for one in touched_by(change)
    ]
    return _worded(waiting, day_before(change.on), going)


def _worded(
    groups: list[PassedGroup], day: date, going: "_Going | None", wait: Collection[str] | None = None
) -> list[Group]:  # fmt: skip
    """Groups in words. ``wait``: the files that still wait; what was closed since waits for nobody."""
    names = names_of(groups, day)
    codes = _project_codes(one.row.subject for group in groups for one in group.rows)
    return [
        Group(
            group.code, group.title,
            tuple(
                Row(
                    subject=one.row.subject, file=one.row.file or one.row.subject,
                    url=_page_of(one.row.subject, codes), title=one.row.title,
                    detail=one.row.detail, amount=one.row.amount, signed=one.row.signed,
                    place=names.places.get(one.row.place or 0, ""), body=names.bodies.get(one.row.body or 0, ""),
                    goes=going.words(one.row) if going else _now(one, names.places, names.bodies),
                    waits=one.waits and not one.row.signed
                    and (wait is None or (one.row.file or one.row.subject) in wait),
                    by_hand=one.by_hand,
                )
                for one in group.rows
            ),
            group.amount,
        )
        for group in groups
    ]  # fmt: skip


def _now(one: Passed, places: Any, bodies: Any) -> str:
    """The body that answers now, then the place it lies in now; for what stays with who signed it, only the body."""
    if one.row.signed:
        return str(bodies.get(one.body or 0, ""))
    return ", ".join(filter(None, (bodies.get(one.body or 0, ""), places.get(one.place or 0, ""))))


def _project_codes(subjects: Iterable[str]) -> dict[int, str]:
    ids = [int(one.partition(":")[2]) for one in subjects if one.startswith(f"{PROJECT}:")]
    return dict(Project.objects.filter(pk__in=ids).values_list("pk", "code")) if ids else {}


def _page_of(subject: str, codes: dict[int, str]) -> str:
    label, _colon, key = subject.partition(":")
    if label == PROJECT and (code := codes.get(int(key))):
        return reverse("project", args=[code])
    return subject_url(subject)


def open_at(bodies: Iterable[int], day: date) -> list[Group]:
    """Everything open on a day at bodies, with who answers for each thing then."""
    answering = Answering(day)
    groups = [
        PassedGroup(group.code, group.title, tuple(passed_on(answering, row) for row in group.rows))
        for ask in TOUCHED
        for group in ask((), tuple(bodies), day)
        if group.rows
    ]
    return _worded(groups, day, None)


class _Going:
    """Where things go by a change that is not applied yet: read from its sides, as its successions will be written."""

    def __init__(self, change: Change) -> None:
        first = change.undoes or change
        roles = (Role.AFTER, Role.BEFORE) if change.undoes else (Role.BEFORE, Role.AFTER)
        self.change = change
        self.after = parts_of(first, roles[1])
        self.places = place_ways()
        self.bodies = body_ways()
        self.by_place = change.about == About.PLACE

    def passed(self, row: TouchedRow) -> Passed:
        """The row as it stands, marked when the change will leave it to a person."""
        return Passed(row, row.place, row.body, self._open(row))

    def words(self, row: TouchedRow) -> str:
        """The name of what the row goes to; '' where it stays."""
        part = None if row.signed and self.by_place else self._part(row)
        if part is None:
            return ""
        if part.name:
            return part.name
        if part.place:
            return part.place.name
        last = part.body.names.order_by("-valid_from").first() if part.body else None
        return last.name if last else ""

    def _touches(self, row: TouchedRow) -> bool:
        return bool(row.place if self.by_place else row.body)

    def _open(self, row: TouchedRow) -> bool:
        ends = self.change.kind in (ChangeKind.SPLIT, ChangeKind.END) and not (self.by_place and not self.after)
        return ends and self._touches(row) and self._part(row) is None

    def _part(self, row: TouchedRow) -> ChangePart | None:
        if not self._touches(row):
            return None
        kind = self.change.kind
        if kind == ChangeKind.SPLIT:
            return self._of_territory(row) or next((p for p in self.after if p.relation == Relation.DEFAULT), None)
        if kind == ChangeKind.TRANSFER and not self._within(row, self.change.place_id):
            return None
        if kind == ChangeKind.REVERSAL and len(self.after) > 1:
            return next((part for part in self.after if self._came_from(row, part)), None)
        return self.after[0] if self.after else None

    def _within(self, row: TouchedRow, territory: int | None) -> bool:
        return bool(row.place and territory and row.place in self.places.leading_to([territory]))

    def _of_territory(self, row: TouchedRow) -> ChangePart | None:
        if self.by_place:
            return None
        return next((part for part in self.after if self._within(row, part.parent_place_id)), None)

    def _came_from(self, row: TouchedRow, part: ChangePart) -> bool:
        ways, start, old = (
            (self.places, row.place, part.place_id) if self.by_place else (self.bodies, row.body, part.body_id)
        )
        return bool(start and old and start in ways.leading_to([old], undecided=True))


def summary(groups: Iterable[Group]) -> str:
    """'41 hồ sơ đang mở, 12 tài khoản, 3 hợp đồng'."""
    return ", ".join(f"{len(one.rows)} {one.title[:1].lower()}{one.title[1:]}" for one in groups)


def told(row: Row) -> str:
    """What the file and the page say beside a row."""
    if row.signed:
        return _("Ở lại với bên đã ký")
    if row.waits:
        return _("Chờ người chọn")
    return _("Giao theo lựa chọn") if row.by_hand else ""
