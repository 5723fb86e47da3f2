"""The engine's words: a state machine is a table of transitions that a lawyer can read.

A transition says from which states to which, at whose desk, on which paper, by which clause and under which rules.
``records.actions.carry_out`` applies it; ``choices`` tells a page which buttons exist and why one is missing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from khuyencong.kernel.actor import Actor
from khuyencong.kernel.findings import Finding


class Paper(StrEnum):
    """Whether a step rests on a recorded document. ``BEHALF``: only when it is recorded on behalf of its owner."""

    BEHALF = "behalf"
    REQUIRED = "required"


@dataclass(frozen=True)
class Deed:
    """What a person wants to record: the day it counts from, amount in đồng, paper, on whose behalf, remarks.

    ``said`` carries further values of the step by name (payee, budget code, …). ``seen`` is the state the person saw.
    """

    on: date
    by: Actor | None = None
    amount: int | None = None
    document: Any = None
    on_behalf: bool = False
    remark: str = ""
    seen: str = ""
    said: dict[str, Any] = field(default_factory=dict)


Rule = Callable[[Any, Deed], list[Finding]]


@dataclass(frozen=True)
class Transition:
    """One row of the table. ``desk`` is opaque here; the part that owns the machine knows who sits there."""

    name: str
    title: str | Promise
    sources: frozenset[str]
    target: str
    desk: str
    requires: tuple[Rule, ...] = ()
    clause: str | Promise = ""
    paper: Paper = Paper.BEHALF
    deadline: str = ""
    back: bool = False


@dataclass(frozen=True)
class Machine:
    """A named table. ``first`` is the state a thing begins in; states that nothing leaves are final."""

    name: str
    first: str
    transitions: tuple[Transition, ...]

    @property
    def states(self) -> frozenset[str]:
        return frozenset({self.first, *(one.target for one in self.transitions)})

    def named(self, name: str) -> Transition:
        """The transition of that name. Raises KeyError when the table has none."""
        found = next((one for one in self.transitions if one.name == name), None)
        if found is None:
            raise KeyError(f"{self.name}: {name}")
        return found

    def leaving(self, state: str) -> tuple[Transition, ...]:
        """Transitions that can begin in a state, in the order of the table: the first is the usual next step."""
        return tuple(one for one in self.transitions if state in one.sources)

    def desk_of(self, state: str) -> str:
        """The desk that moves a thing on from a state; '' in a final state."""
        return next((one.desk for one in self.leaving(state)), "")

    def deadline_of(self, state: str) -> str:
        """The norm that says how long the usual next step may take; '' when none does."""
        return next((one.deadline for one in self.leaving(state)), "")


@dataclass(frozen=True)
class Choice:
    """A transition a page can show: open, or closed with the findings that say why."""

    transition: Transition
    findings: tuple[Finding, ...] = ()

    @property
    def is_open(self) -> bool:
        return not any(finding.severity == "error" for finding in self.findings)


def judged(thing: Any, transition: Transition, deed: Deed) -> list[Finding]:
    """Every finding of a transition: state, paper and its own rules. Reads only."""
    found = [*state_allows(thing, transition, deed), *paper_is_named(transition, deed)]
    for rule in transition.requires:
        found += rule(thing, deed)
    return found


def state_allows(thing: Any, transition: Transition, deed: Deed) -> list[Finding]:
    """A step begins only in its own states, and in the state the person saw."""
    if thing.state in transition.sources and deed.seen in ("", thing.state):
        return []
    message = _("Hồ sơ đang ở bước “{state}”, không còn ở bước bạn đã xem.").format(state=thing.get_state_display())
    return [Finding("state-allows", message, remedy=_("Tải lại trang để xem bước hiện tại; chưa có gì thay đổi."))]


def paper_is_named(transition: Transition, deed: Deed) -> list[Finding]:
    """A step recorded on behalf of its owner, and every step that is a signed act, names the document it rests on."""
    if deed.document is not None or not (deed.on_behalf or transition.paper is Paper.REQUIRED):
        return []
    message = _("Bước này cần văn bản làm căn cứ: số, ngày và bản chụp.")
    return [Finding("paper-is-named", message, where="document", remedy=_("Ghi số, ngày văn bản và đính kèm tệp."))]


def choices(thing: Any, machine: Machine, deed: Deed) -> list[Choice]:
    """Each transition out of the state a thing stands in, with what its rules find (papers are asked at the act)."""
    return [
        Choice(one, tuple(finding for rule in one.requires for finding in rule(thing, deed)))
        for one in machine.leaving(thing.state)
    ]


def unreachable(machine: Machine, known: Iterable[str]) -> set[str]:
    """States of a list that no transition reaches: a slip in the table."""
    return set(known) - machine.states
