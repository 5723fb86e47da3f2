"""The chips of a list: what the address asks of it, said in words, and what else may be asked."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import QueryDict

from khuyencong.web.project_filters import Condition


@dataclass(frozen=True)
class Chips:
    """The conditions of a list and the text searched for; ``home`` names the list without any."""

    home: str
    q: str
    conditions: Sequence[Condition]

    @property
    def chips(self) -> list[Condition]:
        return [item for item in self.conditions if item.value]

    @property
    def offers(self) -> list[Condition]:
        return [item for item in self.conditions if not item.value and item.options]

    @property
    def asks(self) -> bool:
        """Something is asked for, so that an empty list is the filter's doing."""
        return bool(self.q or self.chips)

    def value(self, param: str) -> str:
        return next((item.value for item in self.conditions if item.param == param), "")


def searched(query: QueryDict) -> str:
    """The text the address searches for."""
    return query.get("q", "").strip()[:80]
