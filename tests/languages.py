"""Finds every interface sentence and keeps the English catalogue; run as ``python -m tests.languages update``."""

import ast
import io
import re
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
KEYWORDS = {
    "_": None, "gettext": None, "gettext_lazy": None, "gettext_noop": None, "ngettext": (1, 2), "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2), "pgettext_lazy": ((1, "c"), 2), "npgettext": ((1, "c"), 2, 3),
}  # fmt: skip
ENGLISH = ROOT / "locale" / "en" / "LC_MESSAGES" / "django.po"


_CALL = re.compile(r"\b(_|gettext|ngettext|pgettext|npgettext)\(")


def _in_python(text: str) -> Iterator[tuple[object, str | None]]:
    for _line, message, _comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
        yield message, context


def _in_template(text: str) -> Iterator[tuple[object, str | None]]:
    """Django turns a template into calls among noise; each call is read by itself."""
    for match in _CALL.finditer(text):
        end = match.end()
        while (end := text.find(")", end)) >= 0:
            end += 1
            try:
                call = ast.parse(text[match.start() : end].strip(), mode="eval").body
            except SyntaxError:
                continue
            words = [ast.literal_eval(arg) for arg in call.args if isinstance(arg, ast.Constant)]
            context = words.pop(0) if match[1] in {"pgettext", "npgettext"} else None
            yield (tuple(words[:2]) if match[1].startswith("n") else words[0]), context
            break


def _sources() -> Iterator[tuple[str, object, str | None]]:
    for path in sorted((ROOT / "khuyencong").rglob("*.py")):
        for message, context in _in_python(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(ROOT)), message, context
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = templatize(path.read_text(encoding="utf-8"), origin=str(path))
        for message, context in _in_template(text):
            yield str(path.relative_to(ROOT)), message, context


def sentences() -> Catalog:
    """Every sentence marked for translation, with where it stands."""
    found = Catalog(locale="en", project="khuyencong", fuzzy=False)
    for where, message, context in _sources():
        texts = message if isinstance(message, tuple) else (message,)
        flags = ["python-brace-format"] if any("{" in text for text in texts) else []
        found.add(message, locations=[(where, 0)], context=context, flags=flags)
    return found


def english() -> Catalog:
    """The English catalogue as committed."""
    if not ENGLISH.exists():
        return Catalog(locale="en")
    with ENGLISH.open("rb") as file:
        return read_po(file, locale="en")


def update() -> int:
    """Write the catalogue with new sentences empty and unused ones gone; returns how many wait for a translation."""
    known, found = english(), sentences()
    waiting = 0
    for message in found:
        if not message.id:
            continue
        old = known.get(message.id, context=message.context)
        message.string = old.string if old else message.string
        waiting += not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ENGLISH.parent.mkdir(parents=True, exist_ok=True)
    with ENGLISH.open("wb") as file:
        write_po(
            file, found, width=110, sort_output=True, omit_header=False, include_lineno=False, ignore_obsolete=True
        )
    return waiting


if __name__ == "__main__" and sys.argv[1:] == ["update"]:
    print(f"{update()} sentences wait for English")
