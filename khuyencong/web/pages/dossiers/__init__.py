"""Pages of one dossier: reading it, filling it while it is being prepared, taking its steps, its papers."""

from khuyencong.web.pages.dossiers.papers import form_file, form_filled, pack
from khuyencong.web.pages.dossiers.reading import dossier
from khuyencong.web.pages.dossiers.stepping import step
from khuyencong.web.pages.dossiers.writing import beneficiary, changes, checks, copy, fill, lines, new

__all__ = [
    "beneficiary",
    "changes",
    "checks",
    "copy",
    "dossier",
    "fill",
    "form_file",
    "form_filled",
    "lines",
    "new",
    "pack",
    "step",
]
