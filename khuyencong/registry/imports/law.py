"""Loads texts, norms, the calendar, checklists, authorities, procedures and activity groups."""

import json
from datetime import date
from pathlib import Path
from typing import Any

from khuyencong.registry.imports.files import day_in, rows_in
from khuyencong.registry.models import (
    ActivityGroup,
    AdjustmentAuthority,
    AdvanceKind,
    ChecklistItem,
    LegalSource,
    Norm,
    NormValue,
    ProcedureStep,
    SpecialDay,
)


def load_law(folder: Path) -> None:
    """Law and activity groups; rows already there are brought to what the files say."""
    _load_activities(folder)
    folder = folder / "law"
    for row in rows_in(folder / "sources.csv"):
        dates = {name: day_in(row[name]) for name in ("issued_on", "effective_from", "effective_to")}
        LegalSource.objects.update_or_create(
            number=row["number"],
            defaults={**dates, "title": row["title"], "evidence": row["evidence"], "note": row["note"]},
        )
    sources = dict(LegalSource.objects.values_list("number", "pk"))
    _load_norms(folder / "norms.csv", sources)
    _load_calendar(folder / "calendar.csv", sources)
    _load_checklists(folder / "checklists.csv", sources)
    _load_advance_kinds(folder / "advance_kinds.csv")
    _load_authorities(folder / "adjustment_authority.csv", sources)
    _load_procedures(folder / "procedures.csv", sources)


def _load_norms(path: Path, sources: dict[str, int]) -> None:
    for row in rows_in(path):
        norm, _created = Norm.objects.update_or_create(
            code=row["code"], defaults={"title": row["title"], "unit": row["unit"]}
        )
        NormValue.objects.update_or_create(
            norm=norm,
            area=row["area"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={"value": row["value"], **_grounds(row, sources)},
        )


def _grounds(row: dict[str, str], sources: dict[str, int]) -> dict[str, Any]:
    """What every dated row of law rests on, and when it ends."""
    return {
        "source_id": sources[row["source"]],
        "clause": row["clause"],
        "evidence": row["evidence"],
        "valid_to": day_in(row["valid_to"]),
    }


def _load_calendar(path: Path, sources: dict[str, int]) -> None:
    """Days taken out of the file leave the calendar too: a corrected holiday is not kept beside its correction."""
    rows = rows_in(path)
    SpecialDay.objects.exclude(day__in=[date.fromisoformat(row["day"]) for row in rows]).delete()
    fresh = [
        SpecialDay(
            day=date.fromisoformat(row["day"]),
            kind=row["kind"],
            name=row["name"],
            source_id=sources[row["source"]] if row["source"] else None,
            evidence=row["evidence"],
        )
        for row in rows
    ]
    SpecialDay.objects.bulk_create(
        fresh, update_conflicts=True, unique_fields=["day"], update_fields=["kind", "name", "source", "evidence"]
    )


def _load_checklists(path: Path, sources: dict[str, int]) -> None:
    for row in rows_in(path):
        ChecklistItem.objects.update_or_create(
            step=row["step"],
            kind=row["kind"],
            code=row["code"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                "title": row["title"],
                "required": row["required"] == "1",
                "position": int(row["position"]),
                **_grounds(row, sources),
            },
        )


def _load_advance_kinds(path: Path) -> None:
    for row in rows_in(path):
        AdvanceKind.objects.update_or_create(
            code=row["code"],
            defaults={
                "title": row["title"],
                "activities": row["activities"].split(),
                "position": int(row["position"]),
                "share_norm": row["share_norm"],
            },
        )


def _load_authorities(path: Path, sources: dict[str, int]) -> None:
    for row in rows_in(path):
        AdjustmentAuthority.objects.update_or_create(
            change=row["change"],
            project_kind=row["project_kind"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={"decides": row["decides"], "title": row["title"], **_grounds(row, sources)},
        )


def _load_procedures(path: Path, sources: dict[str, int]) -> None:
    for row in rows_in(path):
        ProcedureStep.objects.update_or_create(
            procedure=row["procedure"],
            step=row["step"],
            valid_from=date.fromisoformat(row["valid_from"]),
            defaults={
                **{name: row[name] for name in ("title", "counting", "counted_from", "actor")},
                "position": int(row["position"]),
                "days": int(row["days"]) if row["days"] else None,
                **_grounds(row, sources),
            },
        )


def _load_activities(folder: Path) -> None:
    for row in json.loads((folder / "activity_groups.json").read_text(encoding="utf-8")):
        ActivityGroup.objects.update_or_create(code=row["code"], defaults={"name": row["name"]})
