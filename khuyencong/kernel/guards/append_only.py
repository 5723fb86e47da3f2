"""Rows that may be added and never changed: the database itself refuses UPDATE, DELETE and TRUNCATE."""

from typing import Any

from django.db.models import Model
from django.utils.functional import Promise

from khuyencong.kernel.guards.guard import Guard

_REFUSE_FUNCTION = """CREATE OR REPLACE FUNCTION kc_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'kc:%%', TG_ARGV[0] USING ERRCODE = 'integrity_constraint_violation'; END $$"""


class AppendOnly(Guard):
    """Refuses to change or remove rows of the table."""

    def __init__(self, *, name: str, violation_error_message: str | Promise | None = None) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)  # type: ignore[arg-type]

    def sqlite_templates(self, model: type[Model]) -> list[str]:
        return [
            f'CREATE TRIGGER "{self.name}_{event.lower()}" BEFORE {event} ON %(table)s '
            f"BEGIN SELECT RAISE(ABORT, 'kc:{self.name}'); END"
            for event in ("UPDATE", "DELETE")
        ]

    def postgresql_templates(self, model: type[Model]) -> list[str]:
        call = f"EXECUTE FUNCTION kc_refuse_change('{self.name}')"
        return [
            _REFUSE_FUNCTION,
            f'CREATE TRIGGER "{self.name}" BEFORE UPDATE OR DELETE ON %(table)s FOR EACH ROW {call}',
            f'CREATE TRIGGER "{self.name}_all" BEFORE TRUNCATE ON %(table)s FOR EACH STATEMENT {call}',
        ]

    def postgresql_removal(self, model: type[Model]) -> str:
        return (
            f'DROP TRIGGER IF EXISTS "{self.name}" ON %(table)s;\nDROP TRIGGER IF EXISTS "{self.name}_all" ON %(table)s'
        )

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        return path.replace("guards.append_only", "guards"), tuple(args), kwargs
