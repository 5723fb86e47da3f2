"""Measures, the rows they are made of, and editions."""

from khuyencong.reporting.queries.editions import edition_rows, editions_of, latest_edition
from khuyencong.reporting.queries.measures import FIGURES, figure_of, figures_of, in_effect
from khuyencong.reporting.queries.openings import narrowed, rows_of

__all__ = [
    "FIGURES",
    "edition_rows",
    "editions_of",
    "figure_of",
    "figures_of",
    "in_effect",
    "latest_edition",
    "narrowed",
    "rows_of",
]
