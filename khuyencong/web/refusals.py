"""Tells a person why an action was refused: every finding with its remedy and clause, as messages of the next page."""

from django.contrib import messages
from django.http import HttpRequest

from khuyencong.kernel.findings import Refused


def tell(request: HttpRequest, refusal: Refused) -> None:
    """One message a finding."""
    for item in refusal.findings:
        clause = f"({item.clause})" if item.clause else ""
        messages.error(request, " ".join(filter(None, (item.message, item.remedy, clause))))
