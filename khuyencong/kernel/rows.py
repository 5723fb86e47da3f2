"""Adds many rows to a table in one go: values straight to the engine, without an object's way through every field.

Constraints, guards and foreign keys hold as for any insert. ``add_rows`` knows no defaults: every column is named.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from itertools import islice
from operator import attrgetter
from typing import Any, TypeVar

from django.db import connections, router, transaction
from django.db.models import Field, JSONField, Model

M = TypeVar("M", bound=Model)
_AT_ONCE = 2000
# Values both engines take as they are. A bool or a day is written differently by each.
_AS_IT_IS = frozenset({int, str, type(None)})


def add_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert a row per sequence of values, in the order of ``names`` (columns as on the model: 'place_id')."""
    using = router.db_for_write(model)
    connection = connections[using]
    quote = connection.ops.quote_name
    by_name = {field.attname: field for field in model._meta.concrete_fields}
    fields = [by_name[name] for name in names]
    writers = [_writer(field, connection) for field in fields]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({marks})"
    source = iter(rows)
    with transaction.atomic(using=using), connection.cursor() as cursor:
        while some := list(islice(source, _AT_ONCE)):
            written = [writer(column) for writer, column in zip(writers, zip(*some, strict=True), strict=True)]
            cursor.executemany(statement, list(zip(*written, strict=True)))


def add_all(objects: Sequence[M]) -> list[M]:
    """Insert unsaved objects of one model; each is given its key."""
    if not objects:
        return []
    model = type(objects[0])
    using = router.db_for_write(model)
    names = [field.attname for field in model._meta.concrete_fields]
    with transaction.atomic(using=using):
        for one, key in zip(objects, _keys(model, len(objects), using), strict=True):
            one.pk = key
        add_rows(model, names, map(attrgetter(*names), objects))
    for one in objects:
        one._state.adding, one._state.db = False, using
    return list(objects)


def _keys(model: type[Model], count: int, using: str) -> Sequence[int]:
    """Keys nobody else will get. The caller is in a transaction, which on SQLite holds the only right to write."""
    connection = connections[using]
    table, column = model._meta.db_table, model._meta.pk.column
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("SELECT COALESCE(MAX(seq), 0) FROM sqlite_sequence WHERE name = %s", [table])
            last = int(cursor.fetchone()[0])
            return range(last + 1, last + 1 + count)
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
            [connection.ops.quote_name(table), column, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _writer(field: "Field[Any, Any]", connection: Any) -> Callable[[Sequence[Any]], list[Any]]:
    """Turns a column's values into what the engine stores; a day that comes again is turned once."""
    if isinstance(field, JSONField):
        return lambda values: [field.get_db_prep_save(value, connection) for value in values]
    known: dict[Any, Any] = {}

    def stored(value: Any) -> Any:
        if not isinstance(value, date | datetime):
            return field.get_db_prep_save(value, connection)
        if value not in known:
            known[value] = field.get_db_prep_save(value, connection)
        return known[value]

    return lambda values: [value if type(value) in _AS_IT_IS else stored(value) for value in values]
