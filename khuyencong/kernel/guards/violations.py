"""Turns what an engine says about a violated constraint into the constraint's own sentence."""

import re
from functools import lru_cache

from django.apps import apps
from django.db import IntegrityError
from django.db.models import UniqueConstraint
from django.utils.translation import gettext as _

_TRIGGER = re.compile(r"kc:([a-z0-9_]+)")
_SQLITE_CHECK = re.compile(r"CHECK constraint failed: ([a-z0-9_]+)")
_SQLITE_UNIQUE = re.compile(r"UNIQUE constraint failed: (.+)$")


@lru_cache(maxsize=1)
def _sentences() -> tuple[dict[str, str], dict[frozenset[str], str]]:
    by_name: dict[str, str] = {}
    by_columns: dict[frozenset[str], str] = {}
    for model in apps.get_models(include_auto_created=True):
        for constraint in model._meta.constraints:
            sentence = str(constraint.violation_error_message)
            by_name[constraint.name] = sentence
            if isinstance(constraint, UniqueConstraint) and constraint.fields:
                columns = {
                    f"{model._meta.db_table}.{getattr(model._meta.get_field(name), 'column', '')}"
                    for name in constraint.fields
                }
                by_columns[frozenset(columns)] = sentence
    return by_name, by_columns


def _violated(error: IntegrityError) -> str | frozenset[str] | None:
    text = str(error)
    diagnosis = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    if name:
        return str(name)
    for pattern in (_TRIGGER, _SQLITE_CHECK):
        if match := pattern.search(text):
            return match[1]
    if match := _SQLITE_UNIQUE.search(text):
        return frozenset(part.strip() for part in match[1].split(","))
    return None


def sentence_of(error: IntegrityError) -> str:
    """The violated constraint's own sentence in the current language; a plain one when it cannot be told."""
    by_name, by_columns = _sentences()
    violated = _violated(error)
    sentence = by_columns.get(violated) if isinstance(violated, frozenset) else by_name.get(violated or "")
    return _(sentence) if sentence else _("Dữ liệu trái với một ràng buộc của hệ thống; chưa có gì được ghi.")
