"""Reads reviewed data files."""

import csv
from datetime import date
from pathlib import Path

SINCE = date(2008, 8, 1)  # the 63 provinces: Resolution 15/2008/QH12, Hà Tây joined to Hà Nội
HUE = date(2025, 1, 1)
MERGER = date(2025, 7, 1)


def rows_in(path: Path) -> list[dict[str, str]]:
    """The rows of a data file, by column."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def day_in(text: str) -> date | None:
    """An ISO date, None for an empty cell."""
    return date.fromisoformat(text) if text else None
