"""Reads plans, projects and allocations as of a day. Callers pass the rows a person may see."""

from khuyencong.programme.queries.allocations import (
    Waiting,
    batches,
    by_month,
    cause_of,
    lines_of,
    waiting_localities,
    waiting_of,
)
from khuyencong.programme.queries.breakdowns import Share, Totals, breakdown, totals
from khuyencong.programme.queries.plans import Completeness, completeness, plan_of, years
from khuyencong.programme.queries.projects import (
    ProjectFilter,
    ProjectPage,
    filtered,
    page_of,
    projects_on,
    search,
    tallied,
    with_money,
)
from khuyencong.programme.queries.tallies import (
    Cell,
    cells,
    months_of,
    shares_of,
    shares_of_places,
    sum_of,
    tallies_on,
    totals_of,
)

__all__ = [
    "Cell",
    "Completeness",
    "ProjectFilter",
    "ProjectPage",
    "Share",
    "Totals",
    "Waiting",
    "batches",
    "breakdown",
    "by_month",
    "cause_of",
    "cells",
    "completeness",
    "filtered",
    "lines_of",
    "months_of",
    "page_of",
    "plan_of",
    "projects_on",
    "search",
    "shares_of",
    "shares_of_places",
    "sum_of",
    "tallied",
    "tallies_on",
    "totals",
    "totals_of",
    "waiting_localities",
    "waiting_of",
    "with_money",
    "years",
]
