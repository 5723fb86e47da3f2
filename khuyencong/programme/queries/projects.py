"""Projects with their money as of a day: filters, search, keyset pages."""

from dataclasses import dataclass, fields
from datetime import date
from typing import Any, TypeVar

from django.db.models import F, Q, QuerySet

from khuyencong.kernel.guards import holding
from khuyencong.kernel.text import fold, number_in
from khuyencong.ledger.queries import reached
from khuyencong.ledger.states import Stage
from khuyencong.programme.models import Project, Tally
from khuyencong.programme.states import Funding

R = TypeVar("R", Project, Tally)
# What a page of the list shows of a row, and what it is ordered by.
LISTED = (
    "code", "title", "folded", "position", "kind", "part", "implementer_name", "starts_on", "ends_on", "place__name",
)  # fmt: skip
SORTS = {"code": "position", "title": "folded", "planned": "planned", "allocated": "allocated"}


@dataclass(frozen=True)
class ProjectFilter:
    """What the list is narrowed to; every field comes from the address and may be empty."""

    q: str = ""
    activity: str = ""
    kind: str = ""
    part: str = ""
    place: str = ""
    implementer: str = ""
    allocation: str = ""  # none | part | full

    @property
    def active(self) -> dict[str, str]:
        """Filters that are set, by name."""
        return {item.name: value for item in fields(self) if (value := getattr(self, item.name))}


@dataclass(frozen=True)
class ProjectPage:
    """One page of a list and the keys of its neighbours."""

    rows: list[Project]
    after: str
    before: str


def projects_on(rows: QuerySet[Project], day: date) -> QuerySet[Project]:
    """Projects whose plan had taken effect by ``day``."""
    return rows.filter(plan__effective_on__lte=day)


def with_money(rows: QuerySet[Project], day: date) -> QuerySet[Project]:
    """Each project with ``planned`` and ``allocated`` in đồng as of ``day``."""
    return rows.annotate(
        planned=reached("planned_line", Stage.PLANNED, day), allocated=reached("allocated_line", Stage.ALLOCATED, day)
    )


def _allocation_condition(state: str) -> Q:
    return {
        Funding.NONE.value: Q(allocated=0),
        Funding.PART.value: Q(allocated__gt=0, allocated__lt=F("planned")),
        Funding.FULL.value: Q(allocated__gt=0, allocated__gte=F("planned")),
    }.get(state, Q())


def _with_values(rows: QuerySet[R], wanted: ProjectFilter) -> QuerySet[R]:
    exact = {"activity_id": wanted.activity, "kind": wanted.kind, "part": wanted.part}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for name, value in (("place_id", wanted.place), ("implementer_id", wanted.implementer)):
        if value:
            rows = rows.filter(**{name: int(value)}) if number_in(value) is not None else rows.none()
    return rows


def filtered(rows: QuerySet[Project], wanted: ProjectFilter, day: date) -> QuerySet[Project]:
    """Rows that meet every filter. Unknown values simply match nothing."""
    rows = _with_values(rows, wanted)
    if wanted.q:
        rows = rows.filter(holding(Project, "folded", fold(wanted.q)))
    if wanted.allocation:
        rows = with_money(rows, day).filter(_allocation_condition(wanted.allocation))
    return rows


def tallied(rows: QuerySet[Tally], wanted: ProjectFilter) -> QuerySet[Tally]:
    """The tallies of the rows that ``filtered`` finds; text cannot be asked of them."""
    rows = _with_values(rows, wanted)
    known = wanted.allocation in Funding.values
    return rows.filter(funding=wanted.allocation) if known else rows


def _beyond(sort: str, key: str, *, descending: bool) -> Q:
    """Rows after the key 'value|pk' in the sort order."""
    value, _, pk = key.rpartition("|")
    if number_in(pk) is None or (sort != "folded" and number_in(value.lstrip("-")) is None):
        return Q()
    edge: Any = value if sort == "folded" else int(value)
    side = "lt" if descending else "gt"
    return Q(**{f"{sort}__{side}": edge}) | Q(**{sort: edge, f"pk__{side}": int(pk)})


def page_of(
    rows: QuerySet[Project], day: date, *, sort: str = "code", after: str = "", before: str = "", size: int = 50
) -> ProjectPage:
    """A page of rows in order; ``sort`` starts with '-' to turn it round; ``after``/``before`` are keys of a page."""
    descending = sort.startswith("-")
    column = SORTS.get(sort.lstrip("-"), "position")
    rows = with_money(rows, day).select_related("place").only(*LISTED)
    backward = bool(before)
    turned = descending != backward
    if key := before or after:
        rows = rows.filter(_beyond(column, key, descending=turned))
    sign = "-" if turned else ""
    found = list(rows.order_by(f"{sign}{column}", f"{sign}pk")[: size + 1])
    more, found = len(found) > size, found[:size]
    if backward:
        found.reverse()

    def key_of(row: Project) -> str:
        return f"{getattr(row, column)}|{row.pk}"

    follows, precedes = (bool(before), more) if backward else (more, bool(after))
    return ProjectPage(
        rows=found,
        after=key_of(found[-1]) if found and follows else "",
        before=key_of(found[0]) if found and precedes else "",
    )


def search(text: str, rows: QuerySet[Project], limit: int = 20) -> QuerySet[Project]:
    """Projects whose code, title, implementer or beneficiaries hold ``text``, newest year first."""
    folded = fold(text)
    if not folded:
        return rows.none()
    return rows.filter(holding(Project, "folded", folded)).order_by("-year", "position")[:limit]
