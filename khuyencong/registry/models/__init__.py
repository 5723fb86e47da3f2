"""Places, bodies, establishments and law, each true from a day to a day (end exclusive, open when null)."""

from khuyencong.registry.models.bodies import (
    Establishment,
    EstablishmentIdentifier,
    Organisation,
    OrganisationName,
)
from khuyencong.registry.models.law import (
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
from khuyencong.registry.models.places import Place, PlaceSuccession, RegionMember, RegionScheme
from khuyencong.registry.models.shapes import Named, ends_after_it_starts

__all__ = [
    "ActivityGroup",
    "AdjustmentAuthority",
    "AdvanceKind",
    "ChecklistItem",
    "Establishment",
    "EstablishmentIdentifier",
    "LegalSource",
    "Named",
    "Norm",
    "NormValue",
    "Organisation",
    "OrganisationName",
    "Place",
    "PlaceSuccession",
    "ProcedureStep",
    "RegionMember",
    "RegionScheme",
    "SpecialDay",
    "ends_after_it_starts",
]
