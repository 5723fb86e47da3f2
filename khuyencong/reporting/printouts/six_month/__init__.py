"""The half-year report on khuyến công: results, difficulties, next tasks, annexes. Knows no HTML, Word or Excel."""

from khuyencong.reporting.printouts.six_month.measuring import (
    CLOSING_DAY,
    CODE,
    DEMO_BANNER,
    LEGAL_BASIS,
    NO_DATA,
    OFFICIAL,
    SECTIONS,
    TITLE,
    SixMonth,
    closing_day,
    measure,
    notes_of,
)
from khuyencong.reporting.printouts.six_month.paper import paper_of, said_in, written

__all__ = [
    "CLOSING_DAY",
    "CODE",
    "DEMO_BANNER",
    "LEGAL_BASIS",
    "NO_DATA",
    "OFFICIAL",
    "SECTIONS",
    "TITLE",
    "SixMonth",
    "closing_day",
    "measure",
    "notes_of",
    "paper_of",
    "said_in",
    "written",
]
