"""Who must be told, in the same transaction, that money has moved. Higher parts add themselves in AppConfig.ready()."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Protocol


class Moved(Protocol):
    """What a listener may read of a movement just written."""

    pk: int
    source_id: int
    target_id: int
    step: str
    amount: int
    on: date


MOVED: list[Callable[[Sequence[Moved]], None]] = []
