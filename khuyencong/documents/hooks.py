"""Who must be told, in the same transaction, that a draft came out as a recorded document. Higher parts join."""

from collections.abc import Callable
from datetime import date
from typing import Any, Protocol

from khuyencong.kernel.actor import Actor


class Recorded(Protocol):
    """What a listener may read of the draft. ``subject``: 'label:pk' of the thing it was written for ('' for none)."""

    pk: int
    subject: str
    kind: str
    purpose: str


RECORDED: list[Callable[[Recorded, Any, Actor, date], None]] = []
