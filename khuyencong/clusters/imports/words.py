"""The words provinces use in their lists, read from the reviewed data file. No understanding happens here."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from khuyencong.clusters.states import ClusterArea, PlanAction
from khuyencong.kernel.workbook.headers import FieldWords

FILE = Path(__file__).resolve().parents[3] / "data" / "imports" / "cluster_columns.json"


@cache
def read() -> dict[str, Any]:
    """The content of the data file."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


@cache
def columns() -> tuple[FieldWords, ...]:
    """The header vocabulary of a list."""
    return tuple(
        FieldWords(entry["field"], tuple(entry["phrases"]), entry["content"], tuple(entry["without"]))
        for entry in read()["columns"]
    )


def holds(text: str, phrases: list[str]) -> bool:
    """A folded text holds one of the phrases, whole words only."""
    return any(f" {phrase} " in f" {text} " for phrase in phrases)


def action_in(text: str) -> str:
    """What a folded text means to do with a cluster; '' when it says nothing of it."""
    for action, phrases in read()["actions"].items():
        if holds(text, phrases):
            return PlanAction(action).value
    return ""


def is_total(text: str) -> bool:
    """A folded label of a total row."""
    return any(text == phrase or text.startswith(f"{phrase} ") for phrase in read()["totals"])


def is_locality(text: str) -> bool:
    """A folded heading that names a district, town or commune."""
    return any(text.startswith(f"{word} ") for word in read()["localities"])


def kind_of_place(text: str) -> str:
    """Whether folded texts of a row say mountain district or craft village; '' for neither."""
    if holds(text, read()["craft"]):
        return ClusterArea.CRAFT.value
    return ClusterArea.MOUNTAIN.value if holds(text, read()["mountain"]) else ""
