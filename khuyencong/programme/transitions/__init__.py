"""The state machines of the programme: one table per kind of dossier, one for the carrying out, one for obstacles."""

from khuyencong.programme.transitions.dossiers import MACHINES, machine_of
from khuyencong.programme.transitions.others import EXECUTION, OBSTACLE, STATEMENT

__all__ = ["EXECUTION", "MACHINES", "OBSTACLE", "STATEMENT", "machine_of"]
