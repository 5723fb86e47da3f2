"""At most one row per key on any day: periods of the same key do not overlap (end exclusive, an open end is null)."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Model, Q
from django.utils.functional import Promise

from khuyencong.kernel.guards.guard import Guard

_OPEN = "'9999-12-31'"


class NoOverlap(Guard):
    """Periods ``start``..``end`` of rows with equal ``fields`` never share a day. Key columns must not be null.

    An empty period (its end is its start) shares no day with any.
    """

    def __init__(
        self,
        *,
        fields: Sequence[str],
        name: str,
        start: str = "valid_from",
        end: str = "valid_to",
        violation_error_message: str | Promise | None = None,
    ) -> None:
        super().__init__(name=name, violation_error_message=violation_error_message)  # type: ignore[arg-type]
        self.fields, self.start, self.end = tuple(fields), start, end

    def sqlite_templates(self, model: type[Model]) -> list[str]:
        keys = self.columns(model, self.fields)
        start, end = self.columns(model, (self.start, self.end))
        pk = model._meta.pk.column
        same = " AND ".join(f't."{key}" = NEW."{key}"' for key in keys)
        clash = (
            f'SELECT 1 FROM %(table)s t WHERE {same} AND t."{pk}" IS NOT NEW."{pk}" '
            f'AND t."{start}" < COALESCE(NEW."{end}", {_OPEN}) AND NEW."{start}" < COALESCE(t."{end}", {_OPEN}) '
            f'AND t."{start}" IS NOT t."{end}" AND NEW."{start}" IS NOT NEW."{end}"'
        )
        return [
            f'CREATE TRIGGER "{self.name}_{event.lower()}" BEFORE {event} ON %(table)s '
            f"WHEN EXISTS ({clash}) BEGIN SELECT RAISE(ABORT, 'kc:{self.name}'); END"
            for event in ("INSERT", "UPDATE")
        ]

    def postgresql_templates(self, model: type[Model]) -> list[str]:
        keys = ", ".join(f'"{key}" WITH =' for key in self.columns(model, self.fields))
        start, end = self.columns(model, (self.start, self.end))
        return [
            f'ALTER TABLE %(table)s ADD CONSTRAINT "{self.name}" '
            f'EXCLUDE USING gist ({keys}, daterange("{start}", "{end}", \'[)\') WITH &&)'
        ]

    def postgresql_removal(self, model: type[Model]) -> str:
        return f'ALTER TABLE %(table)s DROP CONSTRAINT IF EXISTS "{self.name}"'

    def validate(self, model: Any, instance: Any, exclude: Any = None, using: Any = "default") -> None:
        start, end = getattr(instance, self.start), getattr(instance, self.end)
        if start in (None, end) or any(
            getattr(instance, f"{name}_id", getattr(instance, name)) is None for name in self.fields
        ):
            return
        clash = Q(**{name: getattr(instance, name) for name in self.fields})
        clash &= Q(**{f"{self.end}__isnull": True}) | Q(**{f"{self.end}__gt": start})
        if end is not None:
            clash &= Q(**{f"{self.start}__lt": end})
        rows = model._base_manager.using(using).filter(clash).exclude(**{self.end: F(self.start)})
        rows = rows.exclude(pk=instance.pk)
        if rows.exists():
            raise ValidationError(self.get_violation_error_message(), code="overlap")

    def deconstruct(self) -> tuple[str, tuple[Any, ...], dict[str, Any]]:
        path, args, kwargs = super().deconstruct()
        kwargs |= {"fields": self.fields, "start": self.start, "end": self.end}
        return path.replace("guards.no_overlap", "guards"), tuple(args), kwargs
