"""Loads the reviewed data files (law, places, regions, bodies, activity groups). Loading twice changes nothing."""

from datetime import date
from pathlib import Path

from django.db import transaction

from khuyencong.kernel.actor import Actor
from khuyencong.registry.imports.below import load_below
from khuyencong.registry.imports.bodies import load_bodies
from khuyencong.registry.imports.files import MERGER
from khuyencong.registry.imports.law import load_law
from khuyencong.registry.imports.provinces import load_provinces
from khuyencong.registry.models import (
    AdjustmentAuthority,
    AdvanceKind,
    ChecklistItem,
    LegalSource,
    NormValue,
    Organisation,
    Place,
    ProcedureStep,
    SpecialDay,
)


@transaction.atomic
def load_reference(*, by: Actor | None, folder: Path, until: date = date.max) -> dict[str, int]:
    """Load everything below the data folder; returns how many rows of each kind stand afterwards.

    ``until`` leaves later changes of provinces and their Sở for another time: what was left out comes with the next
    load, applied to whatever stands by then.
    """
    load_law(folder)
    load_provinces(by=by, folder=folder / "reference", until=until)
    if until >= MERGER:
        load_below(folder / "reference")
    load_bodies(by, folder, until)
    return {
        "places": Place.objects.count(),
        "norms": NormValue.objects.count(),
        "sources": LegalSource.objects.count(),
        "organisations": Organisation.objects.count(),
        "special_days": SpecialDay.objects.count(),
        "checklist_items": ChecklistItem.objects.count(),
        "advance_kinds": AdvanceKind.objects.count(),
        "adjustment_authorities": AdjustmentAuthority.objects.count(),
        "procedure_steps": ProcedureStep.objects.count(),
    }
