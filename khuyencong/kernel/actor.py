"""Who acts, as the lowest part sees them. The user model itself lives in accounts."""

from typing import Protocol


class Actor(Protocol):
    """A person (or the installation itself) on whose behalf something is recorded."""

    pk: int | None

    def get_full_name(self) -> str: ...
