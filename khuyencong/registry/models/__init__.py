"""Places, bodies, establishments and law, each true from a day to a day (end exclusive, open when null)."""

from khuyencong.registry.models.bodies import (
    Establishment,
    EstablishmentIdentifier,
    Organisation,
    OrganisationName,
)
from khuyencong.registry.models.changes import Change, ChangePart, HandChoice
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
from khuyencong.registry.models.over_time import Charge, OrganisationSuccession, Subordination
from khuyencong.registry.models.places import Place, PlaceSuccession, RegionMember, RegionScheme
from khuyencong.registry.models.shapes import Named, ends_after_it_starts

__all__ = [
    "ActivityGroup",
    "AdjustmentAuthority",
    "AdvanceKind",
    "Change",
    "ChangePart",
    "Charge",
    "ChecklistItem",
    "Establishment",
    "EstablishmentIdentifier",
    "HandChoice",
    "LegalSource",
    "Named",
    "Norm",
    "NormValue",
    "Organisation",
    "OrganisationName",
    "OrganisationSuccession",
    "Place",
    "PlaceSuccession",
    "ProcedureStep",
    "RegionMember",
    "RegionScheme",
    "SpecialDay",
    "Subordination",
    "ends_after_it_starts",
]
