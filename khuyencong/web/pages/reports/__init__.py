"""Pages of the reports: the half-year report, its files, its frozen editions."""

from khuyencong.web.pages.reports.editions import edition, edition_figure, edition_file, issue, reports
from khuyencong.web.pages.reports.six_month import freeze, six_month_file, six_month_page

__all__ = [
    "edition",
    "edition_figure",
    "edition_file",
    "freeze",
    "issue",
    "reports",
    "six_month_file",
    "six_month_page",
]
