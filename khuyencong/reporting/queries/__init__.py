"""Measures, the rows they are made of, and editions."""

from khuyencong.reporting.queries.editions import edition_rows, editions_of, latest_edition
from khuyencong.reporting.queries.measures import FIGURES, LATER, OBSTACLES, figure_of, figures_of, in_effect
from khuyencong.reporting.queries.openings import narrowed, rows_of
from khuyencong.reporting.queries.readiness import (
    Change,
    adds_up,
    changes_since,
    edition_figures,
    not_opening,
    same_day_last_year,
)

__all__ = [
    "FIGURES",
    "LATER",
    "OBSTACLES",
    "Change",
    "adds_up",
    "changes_since",
    "edition_figures",
    "edition_rows",
    "editions_of",
    "figure_of",
    "figures_of",
    "in_effect",
    "latest_edition",
    "narrowed",
    "not_opening",
    "rows_of",
    "same_day_last_year",
]
