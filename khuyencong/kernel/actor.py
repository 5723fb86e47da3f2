"""Who acts, as the lowest part sees them. The user model itself lives in accounts."""

from typing import Any, Protocol


class Actor(Protocol):
    """A person (or the installation itself) on whose behalf something is recorded."""

    @property
    def pk(self) -> Any: ...

    def get_full_name(self) -> str: ...
