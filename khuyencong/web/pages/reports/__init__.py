"""Pages of the reports: the half-year report, its files, its frozen editions."""

from khuyencong.web.pages.reports.editions import edition, edition_figure, edition_file, issue, reports
from khuyencong.web.pages.reports.six_month import freeze, six_month_file, six_month_page
from khuyencong.web.pages.reports.writing import assess, estimate, keep_draft, moved, writing

__all__ = [
    "assess",
    "edition",
    "edition_figure",
    "edition_file",
    "estimate",
    "freeze",
    "issue",
    "keep_draft",
    "moved",
    "reports",
    "six_month_file",
    "six_month_page",
    "writing",
]
