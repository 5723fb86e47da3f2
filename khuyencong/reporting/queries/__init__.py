"""Measures, the rows they are made of, and editions."""

from khuyencong.reporting.queries.editions import edition_rows, editions_of, latest_edition
from khuyencong.reporting.queries.measures import FIGURES, LATER, OBSTACLES, figure_of, figures_of, in_effect
from khuyencong.reporting.queries.office import (
    OFFICE,
    half_before,
    kinds_recorded,
    office_figure,
    office_figures,
    office_rows,
    span_of,
)
from khuyencong.reporting.queries.openings import narrowed, rows_of
from khuyencong.reporting.queries.readiness import (
    Change,
    adds_up,
    changes_since,
    edition_figures,
    not_opening,
    same_day_last_year,
)
from khuyencong.reporting.queries.week import Holder, Matter, Week, matters_held, open_matters, week_of
from khuyencong.reporting.queries.writing import (
    Moved,
    assessment_versions,
    assessments_of,
    estimates_of,
    figures_moved,
    report_drafts,
    sentences_moved,
    sentences_of,
)

__all__ = [
    "FIGURES",
    "LATER",
    "OBSTACLES",
    "OFFICE",
    "Change",
    "Holder",
    "Matter",
    "Moved",
    "Week",
    "adds_up",
    "assessment_versions",
    "assessments_of",
    "changes_since",
    "edition_figures",
    "edition_rows",
    "editions_of",
    "estimates_of",
    "figure_of",
    "figures_moved",
    "figures_of",
    "half_before",
    "in_effect",
    "kinds_recorded",
    "latest_edition",
    "matters_held",
    "narrowed",
    "not_opening",
    "office_figure",
    "office_figures",
    "office_rows",
    "open_matters",
    "report_drafts",
    "rows_of",
    "same_day_last_year",
    "sentences_moved",
    "sentences_of",
    "span_of",
    "week_of",
]
