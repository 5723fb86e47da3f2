"""Which cells of the forms that come back are filled in by the unit, from a reviewed data file, and their tags."""

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from khuyencong.kernel.papers import Cell, CellUnit
from khuyencong.kernel.writers.fields import PREFIX, Field
from khuyencong.programme.models import Dossier
from khuyencong.programme.printouts.facts import Line

FILE = Path(__file__).resolve().parents[3] / "data" / "imports" / "form_fields.json"
IDENTITY = f"{PREFIX}dossier"
UNITS: dict[str, CellUnit] = {"money": "VND", "percent": "percent", "date": "date", "text": "text"}


@dataclass(frozen=True)
class Wanted:
    """One thing the unit writes. ``holds``: money (đồng), percent, date or text."""

    field: str
    label: str
    holds: str


@dataclass(frozen=True)
class FormFields:
    """What the unit writes on a form: about the whole, and on every line."""

    code: str
    values: tuple[Wanted, ...]
    lines: tuple[Wanted, ...]


@cache
def form_fields() -> dict[str, FormFields]:
    """Every form that comes back, by code."""
    read = json.loads(FILE.read_text(encoding="utf-8"))
    return {
        code: FormFields(code, *(tuple(Wanted(**entry) for entry in form[part]) for part in ("values", "lines")))
        for code, form in read.items()
    }


def identity_of(code: str, dossier: Dossier) -> str:
    """What ties a filled form to its form and dossier: '3a/KCQG-2021-…/progress-1'."""
    return f"{code}/{dossier}"


def identity_field(code: str, dossier: Dossier) -> Field:
    """The locked field that says which dossier the form belongs to."""
    return Field(identity_of(code, dossier), tag=IDENTITY, locked=True, label="Mã nhận biết hồ sơ, không sửa")


def value_field(wanted: Wanted, dossier: Dossier) -> Field:
    """A field about the whole dossier, with what is known of it."""
    value: int | str | date | None = getattr(dossier, wanted.field)
    return Field(value, UNITS[wanted.holds], tag=f"{PREFIX}{wanted.field}", label=wanted.label)


def line_field(wanted: Wanted, line: Line) -> Cell:
    """A field of one line, with what is known of it."""
    tag = f"{PREFIX}line:{line.position}:{wanted.field}"
    label = f"{wanted.label}, dòng {line.position}"
    return Field(getattr(line, wanted.field), UNITS[wanted.holds], tag=tag, label=label)
