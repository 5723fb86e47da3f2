"""What differs between two lists of clusters: by name without 'CCN', then by alike names offered as doubtful."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from khuyencong.clusters.models import ClusterList, ListRow
from khuyencong.clusters.states import Change, PlanAction, PrintedCluster
from khuyencong.kernel.text import fold

ALIKE = 0.78
_PREFIX = re.compile(r"^(?:ccn|cum cong nghiep|cum cn|cum)\s+")
_ROMAN = {"i": "1", "ii": "2", "iii": "3", "iv": "4", "v": "5", "vi": "6", "vii": "7"}
_KIND_WORDS = re.compile(r"^(?:xa|phuong|thi tran|huyen|thi xa|thanh pho|tp|tx)\s+")


@dataclass(frozen=True)
class Difference:
    """One cluster in the list before (``base``), in the list asked about (``asked``), or in both, and what changed.

    ``also`` names further changes. ``alike`` is 0–100 for a match by alike names, which a person must confirm.
    """

    change: Change
    base: ListRow | None = None
    asked: ListRow | None = None
    also: tuple[Change, ...] = ()
    alike: int = 0

    @property
    def is_doubtful(self) -> bool:
        return self.alike > 0

    @property
    def before(self) -> Decimal | None:
        """Hectares in the list before."""
        return self.base.area if self.base else None

    @property
    def after(self) -> Decimal | None:
        """Hectares in the list asked about."""
        return self.asked.area if self.asked else None

    @property
    def gap(self) -> Decimal | None:
        """Hectares more (or less) than before; None while one of them is unknown."""
        if self.before is None or self.after is None:
            return None
        return self.after - self.before


def name_key(name: str) -> str:
    """The name two lists are matched by: folded, without 'CCN', a last Roman numeral as a digit."""
    words = _PREFIX.sub("", fold(name)).split()
    if len(words) > 1 and words[-1] in _ROMAN:
        words[-1] = _ROMAN[words[-1]]
    return " ".join(words)


def where_key(where: str) -> str:
    """The first place a row names, without its kind."""
    return _KIND_WORDS.sub("", fold(where.split(",")[0]))


def keys_of(rows: Iterable[ListRow]) -> dict[str, list[ListRow]]:
    """Rows by the name they are matched by; more than one row under a key is a name printed twice."""
    found: dict[str, list[ListRow]] = defaultdict(list)
    for row in rows:
        found[name_key(row.name)].append(row)
    return dict(found)


def compare(base: ClusterList | Sequence[ClusterList] | None, asked: ClusterList) -> list[Difference]:
    """Every cluster of the list asked about in its order, then those the list before had and it has not.

    ``base`` may be several lists: of provinces that have since become one. Without any, every row is new.
    """
    bases = [base] if isinstance(base, ClusterList) else list(base or ())
    rows = list(ListRow.objects.filter(list__in=[one.pk for one in bases]).order_by("list", "position"))
    return compare_rows(rows, list(asked.rows.order_by("position")))


def compare_rows(base: Sequence[ListRow], asked: Sequence[ListRow]) -> list[Difference]:
    """``compare`` on rows already read."""
    known = keys_of(base)
    pairs: dict[int, ListRow] = {}
    for index, row in enumerate(asked):
        same = known.get(name_key(row.name), [])
        if same:
            here = where_key(row.where)
            match = next((one for one in same if where_key(one.where) == here), same[0])
            same.remove(match)
            pairs[index] = match
    left = [row for rows in known.values() for row in rows]
    guesses = _alike(left, [(index, row) for index, row in enumerate(asked) if index not in pairs])
    found = [_difference(row, pairs.get(index), guesses.get(index)) for index, row in enumerate(asked)]
    taken = {guess[0].pk for guess in guesses.values()}
    gone = [row for row in left if row.pk not in taken]
    return [*found, *(Difference(Change.REMOVED, base=row) for row in sorted(gone, key=lambda row: row.position))]


def _alike(left: Sequence[ListRow], new: Sequence[tuple[int, ListRow]]) -> dict[int, tuple[ListRow, int]]:
    """The best alike name for a new row among those that would be gone; each is given once, the closest first."""
    scored = []
    for index, row in new:
        for other in left:
            share = _likeness(row, other)
            if share >= ALIKE:
                scored.append((share, -index, other.pk, other))
    found: dict[int, tuple[ListRow, int]] = {}
    given: set[int] = set()
    for share, minus, pk, other in sorted(scored, key=lambda item: item[:3], reverse=True):
        if -minus not in found and pk not in given:
            found[-minus] = (other, round(share * 100))
            given.add(pk)
    return found


def _likeness(one: ListRow, other: ListRow) -> float:
    """0…1 by the letters of two names; different numbers in them are different clusters."""
    first, second = name_key(one.name), name_key(other.name)
    if re.findall(r"\d+", first) != re.findall(r"\d+", second):
        return 0.0
    share = SequenceMatcher(None, first, second).ratio()
    same_place = bool(where_key(one.where)) and where_key(one.where) == where_key(other.where)
    return min(0.99, share + 0.1) if same_place else share


def _difference(row: ListRow, base: ListRow | None, guess: tuple[ListRow, int] | None) -> Difference:
    if base is None and guess is None:
        return Difference(Change.REMOVED if row.action == PlanAction.CUT else Change.ADDED, asked=row)
    before = base if base is not None else guess[0] if guess else None
    changes = _changes(row, before) if before else []
    if row.action == PlanAction.CUT:
        return Difference(
            Change.REMOVED, before, row, tuple(changes), 0 if base is not None else guess[1] if guess else 0
        )
    if base is None and guess is not None:
        return Difference(Change.RENAMED, before, row, tuple(changes), guess[1])
    return Difference(changes[0] if changes else Change.SAME, before, row, tuple(changes[1:]))


def _changes(row: ListRow, before: ListRow) -> list[Change]:
    found = []
    if row.area is not None and before.area is not None and row.area != before.area:
        found.append(Change.AREA)
    if row.where and before.where and where_key(row.where) != where_key(before.where):
        found.append(Change.MOVED)
    return found


def unsaved_rows(printed: Iterable[PrintedCluster]) -> list[ListRow]:
    """Rows of a list that is only looked at, to compare and judge; their keys are negative and never saved."""
    rows = []
    for position, one in enumerate(printed, 1):
        row = ListRow(
            pk=-position, position=position, where=one.where[:200], area_now=one.area_now,
            area_planned=one.area_planned, kind_of_place=one.kind_of_place, action=one.action, note=one.note[:500],
        )  # fmt: skip
        row.set_name(one.name[:300])
        rows.append(row)
    return rows


def tally_of(differences: Iterable[Difference]) -> dict[str, int]:
    """How many clusters changed in each way; every way is named, 0 for none."""
    found = dict.fromkeys(Change.values, 0)
    for one in differences:
        found[one.change.value] += 1
    return found
