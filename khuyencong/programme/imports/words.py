"""The words officials use, read from reviewed data files. No understanding happens here."""

import csv
import json
from functools import cache
from pathlib import Path
from typing import Any

from khuyencong.kernel.workbook.headers import FieldWords
from khuyencong.programme.actions.printed import GroupName, PlaceName

FOLDER = Path(__file__).resolve().parents[3] / "data" / "imports"


@cache
def read(name: str) -> Any:
    """The content of one data file. Raises FileNotFoundError when the data folder is missing."""
    return json.loads((FOLDER / name).read_text(encoding="utf-8"))


@cache
def columns(name: str) -> tuple[FieldWords, ...]:
    """The header vocabulary of one kind of paper."""
    return tuple(
        FieldWords(entry["field"], tuple(entry["phrases"]), entry["content"], tuple(entry["without"]))
        for entry in read(name)
    )


@cache
def phrases(*path: str) -> tuple[str, ...]:
    """A list of part_kind_words.json by its path, longest first."""
    found = read("part_kind_words.json")
    for key in path:
        found = found[key]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def single_words(*path: str) -> frozenset[str]:
    """Every word that occurs in a list of part_kind_words.json."""
    return frozenset(word for phrase in phrases(*path) for word in phrase.split())


@cache
def default_groups() -> tuple[GroupName, ...]:
    """The nine activity groups as the data file names them."""
    return tuple(GroupName(entry["code"], entry["name"]) for entry in read("activity_words.json"))


def starts_with(text: str, options: tuple[str, ...]) -> str | None:
    """The first option a folded text starts with, whole words only."""
    if not text.startswith(options):
        return None
    return next((option for option in options if text == option or text.startswith(option + " ")), None)


@cache
def every_province() -> tuple[PlaceName, ...]:
    """Every province of the old and the new map, only to recognise group rows where no governing date is given."""
    found: dict[str, PlaceName] = {}
    for name in ("provinces_63.csv", "provinces_34.csv"):
        with (FOLDER.parent / "reference" / name).open(encoding="utf-8", newline="") as stream:
            for entry in csv.DictReader(stream):
                found.setdefault(
                    entry["name_vi"], PlaceName(entry["code"], entry["code"], entry["name_vi"], entry["type"])
                )
    return tuple(found.values())
