"""Frozen editions and the rows they keep."""

from django.db.models import QuerySet

from khuyencong.reporting.models import Edition
from khuyencong.reporting.states import FigureRow


def editions_of(report: str, year: int) -> QuerySet[Edition]:
    """Editions of a report for a year, newest first, with who froze them and the document that carries them."""
    return Edition.objects.filter(report=report, year=year).select_related("frozen_by", "issue__document")


def latest_edition(report: str, year: int) -> Edition | None:
    """The newest edition, if any."""
    return editions_of(report, year).first()


def edition_rows(edition: Edition, code: str) -> list[FigureRow]:
    """The frozen rows of a figure."""
    return [FigureRow(**row) for row in edition.content["rows"].get(code, [])]
