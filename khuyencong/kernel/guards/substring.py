"""An index for 'contains' on a folded text column: FTS5 trigrams on SQLite, a trigram GIN index on PostgreSQL."""

from typing import Any

from django.db import connections
from django.db.models import Model, Q
from django.db.models.expressions import RawSQL
from django.utils.functional import Promise

from khuyencong.kernel.guards.guard import Guard

SHORTEST = 3  # trigrams find nothing below three letters


class SubstringIndex(Guard):
    """Makes ``holding(Model, field, text)`` answer from an index on both engines."""

    def __init__(self, *, field: str, name: str, violation_error_message: str | Promise | None = None) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)  # type: ignore[arg-type]
        self.field = field

    def sqlite_templates(self, model: type[Model]) -> list[str]:
        (column,) = self.columns(model, (self.field,))
        fts, pk = self.name, model._meta.pk.column
        old = f'INSERT INTO "{fts}"("{fts}", rowid, "{column}") VALUES (\'delete\', OLD."{pk}", OLD."{column}");'
        new = f'INSERT INTO "{fts}"(rowid, "{column}") VALUES (NEW."{pk}", NEW."{column}");'
        return [
            f'DROP TABLE IF EXISTS "{fts}"',
            f'CREATE VIRTUAL TABLE "{fts}" USING fts5("{column}", content=%(table)s, content_rowid="{pk}", '
            "tokenize='trigram')",
            f'INSERT INTO "{fts}"("{fts}") VALUES (\'rebuild\')',
            f'CREATE TRIGGER "{fts}_ai" AFTER INSERT ON %(table)s BEGIN {new} END',
            f'CREATE TRIGGER "{fts}_ad" AFTER DELETE ON %(table)s BEGIN {old} END',
            f'CREATE TRIGGER "{fts}_au" AFTER UPDATE OF "{column}" ON %(table)s BEGIN {old} {new} END',
        ]

    def postgresql_templates(self, model: type[Model]) -> list[str]:
        (column,) = self.columns(model, (self.field,))
        return [f'CREATE INDEX "{self.name}" ON %(table)s USING gin ("{column}" gin_trgm_ops)']

    def postgresql_removal(self, model: type[Model]) -> str:
        return f'DROP INDEX IF EXISTS "{self.name}"'

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs["field"] = self.field
        return path.replace("guards.substring", "guards"), tuple(args), kwargs


def holding(model: type[Model], field: str, folded: str, using: str = "default") -> Q:
    """Condition: ``field`` contains ``folded`` (already folded text), answered by the field's SubstringIndex."""
    index = next(
        guard for guard in model._meta.constraints if isinstance(guard, SubstringIndex) and guard.field == field
    )
    if connections[using].vendor != "sqlite" or len(folded) < SHORTEST:
        return Q(**{f"{field}__contains": folded})
    phrase = '"' + folded.replace('"', '""') + '"'
    found = RawSQL(f'SELECT rowid FROM "{index.name}" WHERE "{index.name}" MATCH %s', (phrase,))
    return Q(pk__in=found)
