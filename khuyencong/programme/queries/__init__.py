"""Reads plans, projects and allocations as of a day. Callers pass the rows a person may see."""

from khuyencong.programme.queries.allocations import (
    Waiting,
    batches,
    by_month,
    cause_of,
    lines_of,
    waiting_localities,
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
    with_money,
)

__all__ = [
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
    "completeness",
    "filtered",
    "lines_of",
    "page_of",
    "plan_of",
    "projects_on",
    "search",
    "totals",
    "waiting_localities",
    "with_money",
    "years",
]
