"""What every guard shares: how its statements follow a table when the engine rebuilds or renames it."""

from collections.abc import Iterable
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.backends.ddl_references import Columns, Statement, Table
from django.db.models import Model
from django.db.models.constraints import BaseConstraint

SEPARATOR = ";\n"


class Guard(BaseConstraint):
    """A constraint made of whole statements. Subclasses give the statements for each engine."""

    def sqlite_templates(self, model: type[Model]) -> list[str]:
        """Statements for SQLite, with %(table)s for the quoted table."""
        raise NotImplementedError  # pragma: no cover - abstract

    def postgresql_templates(self, model: type[Model]) -> list[str]:
        """Statements for PostgreSQL, with %(table)s for the quoted table."""
        raise NotImplementedError  # pragma: no cover - abstract

    def postgresql_removal(self, model: type[Model]) -> str:
        """The statement that takes the guard away on PostgreSQL. On SQLite the rebuilt table simply lacks it."""
        raise NotImplementedError  # pragma: no cover - abstract

    def columns(self, model: type[Model], fields: Iterable[str]) -> list[str]:
        """Column names of the given fields."""
        return [str(getattr(model._meta.get_field(name), "column", "")) for name in fields]

    def _statements(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[Statement]:
        templates = (
            self.sqlite_templates(model) if editor.connection.vendor == "sqlite" else self.postgresql_templates(model)
        )
        table = model._meta.db_table
        return [Statement(template, table=Table(table, editor.quote_name)) for template in templates]

    def constraint_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> None:  # type: ignore[override]
        """Nothing stands inside CREATE TABLE; the statements follow once the table has its final name."""
        schema_editor.deferred_sql.extend(self._statements(model, schema_editor))

    def create_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:  # type: ignore[override]
        """One statement for AddConstraint (PostgreSQL; SQLite rebuilds the table and uses constraint_sql)."""
        statements = self._statements(model, schema_editor)
        joined = SEPARATOR.join(statement.template for statement in statements)
        return Statement(joined, table=Table(model._meta.db_table, schema_editor.quote_name))

    def remove_sql(self, model: type[Model], schema_editor: BaseDatabaseSchemaEditor) -> Any:  # type: ignore[override]
        return Statement(self.postgresql_removal(model), table=Table(model._meta.db_table, schema_editor.quote_name))

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: Any = "default") -> None:
        """The database decides; nothing to say before it does."""

    def _identity(self) -> tuple[Any, ...]:
        _, args, kwargs = self.deconstruct()
        return (type(self), args, tuple(sorted((key, repr(value)) for key, value in kwargs.items())))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Guard) and self._identity() == other._identity()

    def __hash__(self) -> int:
        return hash(self._identity())


__all__ = ["SEPARATOR", "Columns", "Guard"]
