"""Reads recorded documents."""

from khuyencong.documents.models import Document


def recorded(number: str, year: int) -> Document | None:
    """The document recorded under a number in a year, if any."""
    return Document.objects.filter(number=number, year=year).first() if number else None
