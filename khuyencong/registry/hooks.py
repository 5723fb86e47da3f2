"""Which rows of higher parts a change of places or bodies touches. Higher parts add themselves in AppConfig.ready()."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class TouchedRow:
    """One thing that passes on: its stored name ('label:pk'), words, and the place and body it hangs on.

    ``amount`` in đồng where the thing is money still to be paid; ``signed`` when it stays with who signed it; ``file``
    the subject whose choice by hand counts for it, where that is another.
    """

    subject: str
    title: str
    place: int | None = None
    body: int | None = None
    detail: str = ""
    amount: int | None = None
    signed: bool = False
    file: str = ""


@dataclass(frozen=True)
class Touched:
    """Things of one kind a change touches. ``code`` is stable, ``title`` a word for people."""

    code: str
    title: str
    rows: tuple[TouchedRow, ...] = field(default_factory=tuple)


TOUCHED: list[Callable[[Collection[int], Collection[int], date], list[Touched]]] = []
"""Each is asked with ids of places, ids of bodies and the day; it answers with what is open there on that day."""
