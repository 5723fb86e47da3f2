"""The annual plan, projects, and their carrying out: dossiers, Treasury papers, obstacles, machines."""

from khuyencong.programme.models.annual import (
    AllocationBatch,
    AllocationLine,
    AnnualPlan,
    Beneficiary,
    CauseNote,
    Project,
    StepTally,
    Tally,
)
from khuyencong.programme.models.dossiers import (
    AdjustmentChange,
    Dossier,
    DossierCheck,
    DossierLine,
    DossierStep,
    Execution,
    ProjectVersion,
)
from khuyencong.programme.models.machines import Machine, MachineVisit
from khuyencong.programme.models.obstacles import Obstacle, ObstacleStep
from khuyencong.programme.models.treasury import Statement, StatementLine, TreasuryEntry

__all__ = [
    "AdjustmentChange",
    "AllocationBatch",
    "AllocationLine",
    "AnnualPlan",
    "Beneficiary",
    "CauseNote",
    "Dossier",
    "DossierCheck",
    "DossierLine",
    "DossierStep",
    "Execution",
    "Machine",
    "MachineVisit",
    "Obstacle",
    "ObstacleStep",
    "Project",
    "ProjectVersion",
    "Statement",
    "StatementLine",
    "StepTally",
    "Tally",
    "TreasuryEntry",
]
